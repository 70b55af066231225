// The other end of control.ts. Node stops a cell at SIGINT while it computes before its first `await`; a kernel that
// waits takes the request itself. While a cell computes after an `await`, neither gets a turn: the main thread is made
// to break off then, and takes the request at once.
import { Session } from "node:inspector";
import { setTimeout as pause } from "node:timers/promises";
import { parentPort as kernel, workerData } from "node:worker_threads";
import { Router } from "zeromq";
import { CLOSE, CLOSED, type ControlPlace, WAITING, WHOLE } from "./control";
import { endWith } from "./parent";
import { type Frame, signedMessages } from "./wire";

const { address, key, parent, state } = workerData as ControlPlace & { state: Int32Array };
endWith(parent);
const control = new Router({ handover: true, sendHighWaterMark: 0, sendTimeout: 0 });

/** A main thread that has computed for so long without taking an interrupt will not take it soon. */
const patienceMilliseconds = 200;
const roundMilliseconds = 20;

const waits = (): boolean => Atomics.load(state, WAITING) === 1;
const isWhole = (): boolean => Atomics.load(state, WHOLE) === 1;

/** Waits for that: where the machine is busy, a main thread that has had no turn yet must not be broken off. */
async function patience(): Promise<void> {
  const since = process.cpuUsage();
  for (let spent = 0; spent < patienceMilliseconds && waits(); ) {
    await pause(roundMilliseconds);
    const { user, system } = process.cpuUsage(since);
    spent = (user + system) / 1000;
  }
}

async function interrupt(): Promise<void> {
  for (;;) {
    // a signal that comes just when a cell ends or meets its first `await`, Node keeps for the next cell
    await pause(roundMilliseconds);
    if (!waits()) return;
    // once more in each round: one that comes while a cell is compiled is lost
    if (isWhole()) process.kill(process.pid, "SIGINT");
    await patience();
    if (!waits()) return;
    if (!isWhole()) breakOff();
  }
}

function breakOff(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}

// the thread ends by itself when nothing is open any more
function close(): void {
  control.close();
  kernel?.close();
}
process.on("exit", () => {
  Atomics.store(state, CLOSED, 1);
  Atomics.notify(state, CLOSED);
});

async function listen(): Promise<void> {
  await control.bind(address);
  kernel?.postMessage("bound");
  kernel?.on("message", (frames: Frame[] | typeof CLOSE) => {
    if (frames === CLOSE) close();
    else control.send(frames).catch(() => {}); // the front end has gone
  });
  for await (const request of signedMessages(control, key)) {
    const interrupts = request.header.msg_type === "interrupt_request";
    const another = interrupts && Atomics.exchange(state, WAITING, 1) === 1;
    kernel?.postMessage(request);
    // on Windows SIGINT would end the kernel
    if (interrupts && !another && process.platform !== "win32") interrupt();
  }
}

listen();
