// What a cell asks its reader, it asks through the front end, one question at a time: `prompt` stops everything until
// there is an answer, standard input gets a line whenever somebody waits for one.
import { closeSync, openSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { devNull } from "node:os";
import { Readable } from "node:stream";
import type { Message } from "./wire";

import readline = require("node:readline");

/** The way to the reader. */
export interface Questions {
  /** Throws where nobody can be asked. */
  allow(): void;
  /** Puts a question; gives the id of its message. */
  put(prompt: string, password: boolean): string;
  /** Waits for a reply, while nothing else happens; throws when it is interrupted. */
  wait(): Message;
}

export interface Input {
  /** Takes a reply that came while other things happened. */
  take(reply: Message): void;
  /** The cell is over, and nothing waits for an answer any more; what still did is told, unless the cell has failed. */
  over(failed: boolean): void;
}

/** Why a cell cannot ask. */
export class NoInput extends Error {
  override name = "NoInput";
  readonly code = "no-input";
  constructor(why: string) {
    super(`a cell cannot ask for input${why}`);
  }
}

/** What cells see of it besides Node's own, for the type checker. */
export const ASKING = `declare global {
  /** Asks the reader for a line: "" or \`given\` where they write nothing, null where they end the input (Ctrl-D). */
  function prompt(text?: string, given?: string, options?: { password?: boolean }): string | null;
  /** Asks the reader yes or no. */
  function confirm(text?: string): boolean;
  /** Waits until the reader has seen this. */
  function alert(text?: string): void;
}`;

/** Why late code cannot. */
export const OVER = " once it is over: await the answer";

// biome-ignore lint/suspicious/noExplicitAny: each event has its own arguments
type Listener = (...args: any[]) => void;

/** What a front end sends where its reader ends the input. */
const END = "\x04";

/** Gives `process.stdin`, readline and `prompt` of cells to the reader; programs they start read nothing. */
export function openInput({ allow, put, wait }: Questions): Input {
  /** The question that has no answer yet, and those that will have none. */
  let asked: string | undefined;
  const forgotten = new Set<string>();
  const isAnswer = ({ header, parent, content }: Message): boolean =>
    asked !== undefined &&
    !forgotten.has(parent.msg_id ?? "") &&
    header.msg_type === "input_reply" &&
    typeof content.value === "string";
  function forget(): void {
    if (asked !== undefined) forgotten.add(asked);
    asked = undefined;
  }

  // --- at once -------------------------------------------------------------------------------------------

  function ask(prompt: string, password = false): string | null {
    allow();
    if (asked !== undefined) take(answer()); // what waits for a line comes first
    asked = put(prompt, password);
    const { value } = answer().content;
    asked = undefined;
    return value === END ? null : value;
  }
  function answer(): Message {
    try {
      for (;;) {
        const reply = wait();
        if (isAnswer(reply)) return reply;
      }
    } catch (error) {
      forget();
      throw error;
    }
  }
  Object.assign(globalThis, {
    prompt(text = "Prompt", given?: string, { password = false } = {}) {
      const line = ask(given === undefined ? `${text} ` : `${text} [${given}] `, password);
      return line === null ? null : line || (given ?? "");
    },
    confirm: (text = "Confirm") => /^y(es)?$/i.test(ask(`${text} [y/N] `) ?? ""),
    alert: (text = "Alert") => void ask(`${text} [Enter] `),
  });

  // --- as a stream ---------------------------------------------------------------------------------------

  const interfaces = new Set<readline.Interface>();
  /** The stream waits for a line; whether anybody wants it is seen once they have had their turn. */
  let [reads, looks] = [false, false];
  function look(): void {
    if (!looks) setImmediate(send);
    looks = true;
  }
  function send(): void {
    looks = false;
    const waiting = [...interfaces].filter((each) => !isPaused(each));
    const listened = stdin.readableFlowing
      ? stdin.listenerCount("data") - interfaces.size + waiting.length
      : stdin.listenerCount("readable");
    if (!reads || asked !== undefined || stdin.destroyed || listened === 0) return;
    try {
      allow();
      const silent = waiting.find((each) => !("output" in each && each.output));
      asked = put(silent?.getPrompt() ?? "", false);
    } catch (error) {
      stdin.destroy(error as Error);
    }
  }
  function take(reply: Message): void {
    if (!isAnswer(reply)) return;
    [asked, reads] = [undefined, false];
    const { value } = reply.content;
    stdin.push(value === END ? null : `${value}\n`);
    for (const each of interfaces) if (each.listenerCount("line") === 0) each.pause();
  }

  class Lines extends Readable {
    readonly fd = 0;
    readonly isTTY = false;
    override _read(): void {
      if (this !== stdin) return;
      reads = true;
      look();
    }
    override on(event: string, listener: Listener): this {
      if (event === "data" || event === "readable") allow();
      look();
      super.on(event, listener);
      return event === "data" ? super.resume() : this; // a readline leaves a pause behind
    }
    override addListener(event: string, listener: Listener): this {
      return this.on(event, listener);
    }
    override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
      for (const each of interfaces) each.close();
      done(error);
    }
    override resume(): this {
      allow();
      look();
      return super.resume();
    }
  }
  let stdin = new Lines();
  function current(): Lines {
    if (stdin.destroyed) [stdin, reads] = [new Lines(), false];
    return stdin;
  }
  Object.defineProperty(process, "stdin", { get: current, configurable: true, enumerable: true });
  if (process.platform !== "win32") {
    closeSync(0);
    openSync(devNull, "r"); // gets the number that has just become free
  }

  // readline reads on as long as it is open: here it does so while somebody waits for a line of it
  for (const module of [readline, readline.promises]) {
    const create = module.createInterface as (...options: unknown[]) => readline.Interface;
    const createInterface = (...options: unknown[]): readline.Interface => {
      const made = create(...options);
      if ((made as { input?: unknown }).input !== stdin) return made;
      interfaces.add(made);
      made.once("close", () => interfaces.delete(made));
      made.on("newListener", (event) => {
        if (event === "line") made.resume();
      });
      return made.pause();
    };
    Object.assign(module, { createInterface });
  }
  syncBuiltinESMExports();

  return {
    take,
    over(failed) {
      if (asked === undefined) return;
      forget();
      stdin.destroy(failed ? undefined : new NoInput(OVER));
    },
  };
}

// known at run time
const isPaused = (each: readline.Interface): boolean => (each as { paused?: boolean }).paused === true;
