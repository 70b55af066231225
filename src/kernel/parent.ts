// A kernel must not outlive the program that started it.

/** The process id of that program; ends at once if it has died already: Jupyter says who it was. */
export function livingParent(): number {
  const named = Number(process.env.JPY_PARENT_PID);
  if (named > 1 && !alive(named)) process.exit(1);
  return process.ppid;
}

/**
 * Ends the process when its parent has died, however that died. For a thread of its own, so that the kernel ends also
 * in the middle of an endless loop.
 */
export function endWith(parent: number): void {
  // on Unix an orphan gets a new parent; on Windows the old process id stops answering
  const gone = (): boolean => (process.platform === "win32" ? !alive(parent) : process.ppid !== parent);
  setInterval(() => {
    if (gone()) process.kill(process.pid, "SIGKILL");
  }, 500).unref();
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
