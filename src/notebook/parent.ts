// A kernel must not outlive the program that started it. A thread of its own watches, so that the kernel
// ends also in the middle of an endless loop, and however the parent died.
import { Worker } from "node:worker_threads";

// On Unix an orphan gets a new parent; on Windows the old process id stops answering.
const watch = `
  const { workerData: parent } = require("node:worker_threads");
  const gone = () => {
    if (process.platform !== "win32") return process.ppid !== parent;
    try { process.kill(parent, 0); return false; } catch (error) { return error.code === "ESRCH"; }
  };
  setInterval(() => { if (gone()) process.kill(process.pid, "SIGKILL"); }, 500);
`;

export function endWithParent(): void {
  // Jupyter says who it is; a parent that died before this line would otherwise be missed
  const named = Number(process.env.JPY_PARENT_PID);
  if (named > 1 && !alive(named)) process.exit(1);
  new Worker(watch, { eval: true, workerData: process.ppid, stdout: false, stderr: false }).unref();
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
