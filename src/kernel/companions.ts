// Workers and child processes that a cell starts: they cannot be stopped with it, which its reader must be told, and
// what they say later is still said to the cell that started them.
import { ChildProcess } from "node:child_process";
import type { EventEmitter } from "node:events";
import type { Worker } from "node:worker_threads";

export interface Owners<Owner> {
  /** Whose code runs. */
  here(): Owner | undefined;
  /** Does work as the owner's. */
  as<T>(owner: Owner, work: () => T): T | undefined;
}

/** Follows all that is started from now on; returns what tells in words which of an owner's go on. */
export function followCompanions<Owner>({ here, as }: Owners<Owner>): (owner: Owner) => string[] {
  const going = new Map<EventEmitter, { owner: Owner; what: string }>();
  const follow = (what: string, companion: Worker | ChildProcess): void => {
    const owner = here();
    if (owner === undefined) return;
    going.set(companion, { owner, what });
    companion.once("exit", () => going.delete(companion));
    for (const emitter of [companion, companion.stdout, companion.stderr]) {
      if (!emitter) continue;
      const emit = emitter.emit;
      // an error that nobody listens to is thrown here
      emitter.emit = (...event: Parameters<typeof emit>) =>
        as(owner, () => emit.apply(emitter, event)) ?? true;
    }
  };
  process.on("worker", (worker) => follow("a worker", worker));
  const prototype = ChildProcess.prototype as unknown as { spawn(options: unknown): unknown };
  const spawn = prototype.spawn;
  prototype.spawn = function (this: ChildProcess, options) {
    const failed = spawn.call(this, options);
    if (!failed) follow("a child process", this);
    return failed;
  };
  return (owner) => [...going.values()].flatMap((each) => (each.owner === owner ? each.what : []));
}
