// The other end of control.ts. Node stops a cell at SIGINT while it computes before its first `await`, and the kernel
// while it waits. When it computes after an `await`, no handler of a signal gets its turn before it is done: the main
// thread is made to break off then, and hears of the signal at once.
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

/** A main thread that has not taken an interrupt for so long will not take it soon. */
const patienceMilliseconds = 200;

async function interrupt(): Promise<void> {
  if (process.platform === "win32") return; // where SIGINT would end the kernel
  for (;;) {
    process.kill(process.pid, "SIGINT"); // once more in each round: one that comes while a cell is compiled is lost
    await pause(patienceMilliseconds);
    if (Atomics.load(state, WAITING) === 0) return;
    if (Atomics.load(state, WHOLE) === 0) breakOff();
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
    if (interrupts && !another) interrupt();
  }
}

listen();
