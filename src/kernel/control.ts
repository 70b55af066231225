// The control channel lives on a thread of its own: an interrupt must be heard while a cell keeps the main thread busy,
// and so must the end of the program that started the kernel, and the answer to a question that everything waits for.
import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Frame, Message } from "./wire";

/** What both threads see: whether an interrupt waits to be taken, work is to be left whole, the channels are closed. */
export const WAITING = 0;
export const WHOLE = 1;
export const CLOSED = 2;
/** How often there was something that ends a wait for an answer: one, or an interrupt. */
export const NEWS = 3;

/** Tells the thread to close the channels. */
export const CLOSE = "close";

export interface ControlPlace {
  readonly address: string;
  /** where answers to questions arrive */
  readonly stdin: string;
  /** signs every message */
  readonly key: string;
  /** process id of what started the kernel */
  readonly parent: number;
}

/** What goes from the main thread to the channels. */
export interface Outgoing {
  readonly channel: "control" | "stdin";
  readonly frames: Frame[];
}

export interface Channel {
  /** Sends a message to the front end. */
  send(frames: Frame[]): Promise<void>;
}

export interface Control extends Channel {
  readonly stdin: Channel;
  /** Waits for an answer while nothing else happens; undefined when an interrupt comes first. */
  answer(): Message | undefined;
  /** Does work that an interrupt must not break off: the kernel's own, and what of a cell comes before its first `await`. */
  whole<T>(work: () => T): T;
  /** A cell is over: an interrupt that still waits was meant for it. */
  over(): void;
}

/** Opens the channels; requests and answers are decoded when they arrive. */
export async function openControl(
  place: ControlPlace,
  receive: (request: Message) => void,
  receiveAnswer: (answer: Message) => void,
): Promise<Control> {
  const state = new Int32Array(new SharedArrayBuffer(16));
  const { port1: answers, port2 } = new MessageChannel();
  const workerData = { ...place, state, answers: port2 };
  const thread = new Worker(join(__dirname, "control-thread.js"), { workerData, transferList: [port2] });
  await new Promise((bound, failed) => thread.once("message", bound).once("error", failed));
  answers.on("message", receiveAnswer);
  thread.on("message", (request: Message) => {
    Atomics.store(state, WAITING, 0);
    receive(request);
  });
  // zeromq ends the process with an abort when a thread is stopped that has an open socket
  process.on("exit", () => {
    thread.postMessage(CLOSE);
    Atomics.wait(state, CLOSED, 0, 1000);
  });
  const channel = (name: Outgoing["channel"]): Channel => ({
    send: async (frames) => thread.postMessage({ channel: name, frames } satisfies Outgoing),
  });
  return {
    ...channel("control"),
    stdin: channel("stdin"),
    answer() {
      for (;;) {
        const seen = Atomics.load(state, NEWS);
        const received = receiveMessageOnPort(answers);
        if (received) return received.message;
        // taken: a signal that came now would be for the next cell
        if (Atomics.exchange(state, WAITING, 0) === 1) return undefined;
        Atomics.wait(state, NEWS, seen);
      }
    },
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
