// The control channel lives on a thread of its own: an interrupt must be heard while a cell keeps the main thread busy,
// and so must the end of the program that started the kernel.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Frame, Message } from "./wire";

/** What both threads see: whether an interrupt waits to be taken, work is to be left whole, the channel is closed. */
export const WAITING = 0;
export const WHOLE = 1;
export const CLOSED = 2;

/** Tells the thread to close the channel. */
export const CLOSE = "close";

export interface ControlPlace {
  readonly address: string;
  /** signs every message */
  readonly key: string;
  /** process id of what started the kernel */
  readonly parent: number;
}

export interface Control {
  /** Sends an answer to the front end. */
  send(frames: Frame[]): Promise<void>;
  /** Does work that an interrupt must not break off: the kernel's own, and what of a cell comes before its first `await`. */
  whole<T>(work: () => T): T;
  /** A cell is over: an interrupt that still waits was meant for it. */
  over(): void;
}

/** Opens the channel; requests are decoded when they arrive. */
export async function openControl(
  place: ControlPlace,
  receive: (request: Message) => void,
): Promise<Control> {
  const state = new Int32Array(new SharedArrayBuffer(12));
  const workerData = { ...place, state };
  const thread = new Worker(join(__dirname, "control-thread.js"), { workerData });
  await new Promise((bound, failed) => thread.once("message", bound).once("error", failed));
  thread.on("message", (request: Message) => {
    Atomics.store(state, WAITING, 0);
    receive(request);
  });
  // zeromq ends the process with an abort when a thread is stopped that has an open socket
  process.on("exit", () => {
    thread.postMessage(CLOSE);
    Atomics.wait(state, CLOSED, 0, 1000);
  });
  return {
    send: async (frames) => thread.postMessage(frames),
    over: () => void Atomics.store(state, WAITING, 0),
    whole(work) {
      Atomics.store(state, WHOLE, 1);
      try {
        return work();
      } finally {
        Atomics.store(state, WHOLE, 0);
      }
    },
  };
}
