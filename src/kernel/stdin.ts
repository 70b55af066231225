// Nobody can type into a cell, and a cell that waits for it would wait for ever: asking is an error at once.
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { Readable } from "node:stream";

/** Puts an empty standard input in the place of the process's, and an error where a cell wants to hear from it. */
export function refuseInput(): void {
  if (process.platform !== "win32") {
    closeSync(0);
    openSync(devNull, "r"); // gets the number that has just become free
  }
  const refuse = (): never => {
    throw new Error("a cell cannot ask for input: write the value into the cell");
  };
  const stdin = Object.assign(new Readable({ read: refuse }), { fd: 0, isTTY: false });
  Object.assign(stdin, { on: refuse, addListener: refuse, read: refuse, resume: refuse });
  Object.defineProperty(process, "stdin", { value: stdin, configurable: true, enumerable: true });
}
