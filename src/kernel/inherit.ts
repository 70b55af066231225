// What a child process inherits of a cell is its output: what such a child prints is the cell's, as it comes, or all at
// once where the cell waits for its end. (The process's own standard output is not the notebook's.)
import { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import children = require("node:child_process");

type Name = "stdout" | "stderr";

/** By the number of each of a child's streams, which one of the cell's it inherits. */
function inherited(stdio: unknown): Map<number, Name> {
  const found = new Map<number, Name>();
  const each: unknown[] = Array.isArray(stdio) ? stdio : [0, stdio, stdio];
  each.forEach((given, i) => {
    const from = given === "inherit" ? i : given;
    if (from === 1 || from === process.stdout) found.set(i, "stdout");
    if (from === 2 || from === process.stderr) found.set(i, "stderr");
  });
  return found;
}

/** The same streams, with others in the place of these. */
function replaced(stdio: unknown, others: ReadonlyMap<number, unknown>): unknown[] {
  const each: unknown[] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
  return each.map((given, i) => others.get(i) ?? given);
}

/** Makes it so for all that is started from now on. */
export function passOnOutput(): void {
  const prototype = ChildProcess.prototype as unknown as { spawn(options: { stdio?: unknown }): unknown };
  const spawn = prototype.spawn;
  prototype.spawn = function (this: ChildProcess, options) {
    const names = inherited(options.stdio);
    if (names.size === 0) return spawn.call(this, options);
    const pipes = new Map([...names.keys()].map((i) => [i, "pipe"]));
    const failed = spawn.call(this, { ...options, stdio: replaced(options.stdio, pipes) });
    const streams = this.stdio as (Readable | null)[] | undefined;
    for (const [i, name] of names) {
      streams?.[i]?.on("data", (bytes: Uint8Array) => process[name].write(bytes));
      if (streams) streams[i] = null;
      if (i === 1) this.stdout = null;
      if (i === 2) this.stderr = null;
    }
    return failed;
  };

  for (const name of ["execFileSync", "execSync", "spawnSync"] as const) {
    const run = children[name] as (...args: unknown[]) => unknown;
    const shown = (...args: unknown[]): unknown => {
      const options = args.at(-1) as { stdio?: unknown } | undefined;
      const names = inherited(Object(options).stdio);
      if (names.size === 0) return run(...args);
      const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
      const files = new Map([...names.keys()].map((i) => [i, join(folder, String(i))]));
      const opened = new Map([...files].map(([i, path]) => [i, openSync(path, "w")]));
      try {
        return run(...args.slice(0, -1), { ...options, stdio: replaced(options?.stdio, opened) });
      } finally {
        for (const file of opened.values()) closeSync(file);
        for (const [i, path] of files) process[names.get(i) as Name].write(readFileSync(path));
        rmSync(folder, { recursive: true });
      }
    };
    Object.assign(children, { [name]: shown });
  }
  syncBuiltinESMExports();
}
