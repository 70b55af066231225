// The Jupyter kernel: tslab compiles and runs the cells, this file speaks to the front end. tslab's own
// server loses output and keeps errors to itself, so only its converter and its executor are used.
// Started as `node kernel.js CONNECTION_FILE`.
import { readFileSync, writeSync } from "node:fs";
import { format } from "node:util";
import { createConverter } from "tslab/dist/converter";
import { createExecutor } from "tslab/dist/executor";
import { Publisher, Reply, Router } from "zeromq";
import { type Control, openControl } from "./control";
import { display } from "./display";
import { diagnosticFormat, type Failure, failureOf, typeFailure } from "./failure";
import { refuseInput } from "./input";
import { captureOutput } from "./output";
import { livingParent } from "./parent";
import { replies } from "./requests";
import { withLonghand } from "./shorthand";
import { shownAs } from "./shown";
import { withBothTimers } from "./timers";
import { type Connection, type Content, encode, type Message, newHeader, signedMessages } from "./wire";

import jupyter = require("tslab/dist/jupyter");

refuseInput(); // before there are threads that open files

const connection: Connection = JSON.parse(readFileSync(process.argv[2], "utf8"));
const session = newHeader("", "").msg_id;
const [iopub, shell, stdin, heartbeat] = [new Publisher(), new Router(), new Router(), new Reply()];
let control: Control;
const parent = livingParent();

// --- sending -------------------------------------------------------------------------------------------

// zeromq gives up on a send that it cannot make at once; with no high-water mark it always can
for (const socket of [iopub, shell]) {
  socket.sendHighWaterMark = 0;
  socket.sendTimeout = 0;
}

// a front end that connects anew has the name it had before, and is not to be taken for an impostor
for (const socket of [shell, stdin]) socket.handover = true;

function send(
  socket: Publisher | Router | Control,
  type: string,
  parent: Message | undefined,
  content: Content,
): void {
  const identities = socket === iopub ? [Buffer.from(type)] : (parent?.identities ?? []);
  const message = { identities, header: newHeader(type, session), parent: parent?.header ?? {}, content };
  socket.send(encode(connection.key, message)).catch(() => {}); // the client has gone
}

/** The request whose cell runs, or ran last: output belongs to it, also output that comes late. */
let current: Message | undefined;

function show(type: string, content: Content): void {
  if (!current?.content.silent) send(iopub, type, current, content);
}

const flush = captureOutput((name, text) => show("stream", { name, text }));

function publish(type: string, content: Content): void {
  flush(); // what was printed before comes before
  show(type, content);
}

// --- cells ---------------------------------------------------------------------------------------------

let failure: Failure | undefined;

function fail(found: Failure): void {
  failure = found;
  publish("error", found);
}

// what a cell ends in is shown, if it is something to look at, and printed otherwise
let showing: Promise<void> | undefined;
function showLast(value: unknown): void {
  const shown = shownAs(value);
  if (shown) showing = display(shown);
  else console.log(value);
}

// the executor prints what a cell throws, and each finding of the type checker: both arrive here
const diagnostics: string[] = [];
const executor = createExecutor(
  process.cwd(),
  { node: withLonghand(withBothTimers(createConverter)), browser: undefined as never, close() {} },
  {
    log: showLast,
    error: (first: unknown, ...rest: unknown[]) =>
      first === diagnosticFormat ? diagnostics.push(format(first, ...rest)) : fail(failureOf(first)),
  },
);

// drawing what a cell ends in can take long too
let stopShowing: (why: Error) => void = () => {};

function interrupt(): void {
  executor.interrupt();
  stopShowing(new Error("Interrupted asynchronously")); // as the executor says it
}

async function execute(request: Message): Promise<void> {
  const { code, silent, stop_on_error = true } = request.content;
  current = request;
  failure = undefined;
  send(iopub, "status", request, { execution_state: "busy" });
  if (!silent) count++;
  publish("execute_input", { code, execution_count: count });
  await control.whole(() => executor.execute(code)).catch((error) => fail(failureOf(error)));
  if (showing) {
    const stopped = new Promise<never>((_, reject) => {
      stopShowing = reject;
    });
    await Promise.race([showing, stopped]).catch((error) => fail(failureOf(error)));
  }
  showing = undefined;
  control.over();
  if (diagnostics.length > 0) fail(typeFailure(diagnostics.splice(0)));
  await new Promise(setImmediate); // a rejection that nobody handles becomes known only now
  flush();
  // what was sent before this cell's reply was sent in the belief that the cell would succeed
  if (failure && stop_on_error) await new Promise((resolve) => setTimeout(resolve, 20));
  const refused = failure && stop_on_error ? queue.splice(0) : [];
  const outcome = failure
    ? { status: "error", ...(failure as Failure) }
    : { status: "ok", user_expressions: {} };
  send(shell, "execute_reply", request, { ...outcome, execution_count: count });
  send(iopub, "status", request, { execution_state: "idle" });
  for (const each of refused) answer(shell, each, { status: "aborted" });
}

let count = 0;
let running = false;
const queue: Message[] = [];

async function runQueue(): Promise<void> {
  if (running) return;
  running = true;
  for (let next = queue.shift(); next; next = queue.shift()) await execute(next);
  running = false;
}

// errors of timers and of promises that nobody awaits belong to no cell, but must not pass unseen
function failInBackground(thrown: unknown): void {
  const { ename, evalue, traceback } = failureOf(thrown);
  fail({
    ename,
    evalue: `${evalue} (in the background: a timer, or a promise that nobody awaits)`,
    traceback,
  });
}
process.on("uncaughtException", failInBackground);
process.on("unhandledRejection", failInBackground);
process.on("SIGINT", interrupt); // a cell that computes is stopped by Node itself

// --- requests ------------------------------------------------------------------------------------------

// who else listens to the signal, such as a sweep, hears of a request as well
const answers = replies({ ...executor, interrupt: () => void process.emit("SIGINT", "SIGINT") });

function take(socket: Router | Control, request: Message): void {
  if (request.header.msg_type !== "execute_request") control.whole(() => answer(socket, request));
  else if (queue.push(request) > 0) runQueue();
}

function answer(socket: Router | Control, request: Message, content?: Content): void {
  const type = request.header.msg_type;
  send(iopub, "status", request, { execution_state: "busy" });
  try {
    const reply = content ?? answers[type]?.(request.content);
    if (reply) send(socket, type.replace("_request", "_reply"), request, { status: "ok", ...reply });
  } catch (error) {
    send(socket, type.replace("_request", "_reply"), request, { status: "error", ...failureOf(error) });
  }
  send(iopub, "status", request, { execution_state: "idle" });
}

async function listen(): Promise<void> {
  for await (const request of signedMessages(shell, connection.key)) take(shell, request);
}

async function echo(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

async function main(): Promise<void> {
  const { transport, ip, key, iopub_port, shell_port, control_port, stdin_port, hb_port } = connection;
  const at = (port: number) => `${transport}://${ip}:${port}`;
  await iopub.bind(at(iopub_port));
  await shell.bind(at(shell_port));
  control = await openControl({ address: at(control_port), key, parent }, (request) =>
    take(control, request),
  );
  await stdin.bind(at(stdin_port));
  await heartbeat.bind(at(hb_port));
  (jupyter as Content).lastWriteDisplayData = (content: Content, update?: boolean) =>
    publish(update ? "update_display_data" : "display_data", content);
  listen();
  echo();
}

main().catch((error) => {
  writeSync(2, `spin-ring: the kernel cannot start: ${error.message}\n`); // the streams are redirected
  process.exit(1);
});
