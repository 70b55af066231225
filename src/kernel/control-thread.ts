// The other end of control.ts. Node stops a cell at SIGINT while it computes before its first `await`; a kernel that
// waits takes the request itself. While a cell computes after an `await`, neither gets a turn: the main thread is made
// to break off then, and takes the request at once.
import { Session } from "node:inspector";
import { setTimeout as pause } from "node:timers/promises";
import { parentPort as kernel, type MessagePort, workerData } from "node:worker_threads";
import { Router } from "zeromq";
import { CLOSE, CLOSED, type ControlPlace, NEWS, type Outgoing, WAITING, WHOLE } from "./control";
import { endWith } from "./parent";
import { signedMessages } from "./wire";

interface Shared {
  readonly state: Int32Array;
  readonly answers: MessagePort;
}
const { address, stdin: questions, key, parent, state, answers } = workerData as ControlPlace & Shared;
endWith(parent);
// a front end that connects anew has the name it had before, and is not to be taken for an impostor
const options = { handover: true, sendHighWaterMark: 0, sendTimeout: 0 };
const [control, stdin] = [new Router(options), new Router(options)];

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
  stdin.close();
  answers.close();
  kernel?.close();
}
process.on("exit", () => {
  Atomics.store(state, CLOSED, 1);
  Atomics.notify(state, CLOSED);
});

function wake(): void {
  Atomics.add(state, NEWS, 1);
  Atomics.notify(state, NEWS);
}

async function listen(): Promise<void> {
  for await (const request of signedMessages(control, key)) {
    // what is to end has to stop what it does
    const interrupts = /^(interrupt|shutdown)_request$/.test(request.header.msg_type);
    const another = interrupts && Atomics.exchange(state, WAITING, 1) === 1;
    kernel?.postMessage(request);
    wake();
    // on Windows SIGINT would end the kernel
    if (interrupts && !another && process.platform !== "win32") interrupt();
  }
}

async function hear(): Promise<void> {
  for await (const answer of signedMessages(stdin, key)) {
    answers.postMessage(answer);
    wake();
  }
}

async function main(): Promise<void> {
  await control.bind(address);
  await stdin.bind(questions);
  kernel?.postMessage("bound");
  kernel?.on("message", (message: Outgoing | typeof CLOSE) => {
    if (message === CLOSE) close();
    else (message.channel === "stdin" ? stdin : control).send(message.frames).catch(() => {}); // the front end has gone
  });
  listen();
  hear();
}

main();
