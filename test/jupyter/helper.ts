// What the Jupyter tests share: Debian's Jupyter, with no setting and no kernel but what a test gives it.
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import type { Content } from "../../src/kernel/wire";

export const root = join(__dirname, "..", "..");
export const main = join(root, "dist", "cli", "main.js");

// inside the package, so that cells can import it, and in a folder that git ignores
const scratch = join(root, "dist", "test-jupyter");
mkdirSync(scratch, { recursive: true });
export const folder = mkdtempSync(join(scratch, "run-"));
const started: ChildProcess[] = [];
afterAll(async () => {
  for (const child of started) await ended(child);
  rmSync(folder, { recursive: true, force: true });
});

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await exit;
}

/** The programs that these tests need, and the package that each comes with on Debian and Ubuntu. */
export const NEEDED = {
  python: ["/usr/bin/python3", "python3-jupyter-client"],
  nbconvert: ["/usr/bin/jupyter-nbconvert", "jupyter-nbconvert"],
  notebook: ["/usr/bin/jupyter-notebook", "jupyter-notebook"],
} as const;

export function program(name: keyof typeof NEEDED): string {
  const [path, debianPackage] = NEEDED[name];
  try {
    accessSync(path);
    return path;
  } catch {
    throw new Error(`these tests need ${path}: apt-get install ${debianPackage}`);
  }
}

/** Jupyter's environment: its folders are ours, and its kernels those in this repository. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  JUPYTER_CONFIG_DIR: join(folder, "config"),
  JUPYTER_DATA_DIR: join(folder, "data"),
  JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
  IPYTHONDIR: join(folder, "ipython"),
  JUPYTER_PATH: root,
  PYDEVD_DISABLE_FILE_VALIDATION: "1", // Python's debugger warns of its own start
};

/** Starts a program that ends with the test file. */
export function start(command: string, args: string[], env: NodeJS.ProcessEnv = environment): ChildProcess {
  const child = spawn(command, args, { env, cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
  started.push(child);
  return child;
}

export type Ask = (method: string, args?: Content) => Promise<Content>;

/** jupyter_client in a process of its own, see session.py: what it is asked it does with a real kernel. */
export function session(env: NodeJS.ProcessEnv = environment): Ask {
  const python = start(program("python"), [join(__dirname, "session.py")], env);
  const waiting: { done: (answer: Content) => void; fail: (error: Error) => void }[] = [];
  let said = "";
  python.stderr?.on("data", (text) => {
    said += text;
  });
  createInterface({ input: python.stdout! }).on("line", (line) => waiting.shift()?.done(JSON.parse(line)));
  python.on("exit", () => {
    for (const { fail } of waiting) fail(new Error(`session.py ended: ${said}`));
  });
  return (method, args = {}) =>
    new Promise((done, fail) => {
      waiting.push({ done, fail });
      python.stdin?.write(`${JSON.stringify([method, args])}\n`);
    });
}
