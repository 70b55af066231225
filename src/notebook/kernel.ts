// The Jupyter kernel: tslab compiles and runs the cells, this file speaks to the front end. tslab's own
// server loses output and keeps errors to itself, so only its converter and its executor are used.
// Started as `node kernel.js CONNECTION_FILE`.
import { readFileSync } from "node:fs";
import { format } from "node:util";
import { createConverter, isCompleteCode } from "tslab/dist/converter";
import { createExecutor } from "tslab/dist/executor";
import { printQuickInfo } from "tslab/dist/inspect";
import { Publisher, Reply, Router } from "zeromq";
import { diagnosticFormat, type Failure, failureOf, typeFailure } from "./failure";
import { endWithParent } from "./parent";
import { type Connection, type Content, decode, encode, type Message, newHeader } from "./wire";

import jupyter = require("tslab/dist/jupyter");

const connection: Connection = JSON.parse(readFileSync(process.argv[2], "utf8"));
const session = newHeader("", "").msg_id;
const [iopub, shell, control, stdin, heartbeat] = [
  new Publisher(),
  new Router(),
  new Router(),
  new Router(),
  new Reply(),
];

endWithParent();
delete process.env.FORCE_COLOR; // colour codes have no place in a notebook

// --- sending -------------------------------------------------------------------------------------------

// zeromq gives up on a send that it cannot make at once; with no high-water mark it always can
for (const socket of [iopub, shell, control]) {
  socket.sendHighWaterMark = 0;
  socket.sendTimeout = 0;
}

function send(socket: Publisher | Router, type: string, parent: Message | undefined, content: Content): void {
  const identities = socket === iopub ? [Buffer.from(type)] : (parent?.identities ?? []);
  const message = { identities, header: newHeader(type, session), parent: parent?.header ?? {}, content };
  socket.send(encode(connection.key, message)).catch(() => {}); // the client has gone
}

/** The request whose cell runs, or ran last: output belongs to it, also output that comes late. */
let current: Message | undefined;

function publish(type: string, content: Content): void {
  flush();
  if (!current?.content.silent) send(iopub, type, current, content);
}

// --- output --------------------------------------------------------------------------------------------

// What is printed is sent at once, so that a long computation shows what it said before; but of a flood of
// lines, what follows the first twenty waits to be sent together.
const waiting = { name: "", text: "" };
const recent = { since: 0, count: 0 };
let timer: NodeJS.Timeout | undefined;

function flush(): void {
  clearTimeout(timer);
  const { name, text } = waiting;
  waiting.text = "";
  if (text !== "" && !current?.content.silent) send(iopub, "stream", current, { name, text });
}

function print(name: string, text: string): void {
  if (waiting.name !== name) flush();
  waiting.name = name;
  if (waiting.text === "") timer = setTimeout(flush, 50);
  waiting.text += text;
  const now = performance.now();
  if (now - recent.since > 50) Object.assign(recent, { since: now, count: 0 });
  if (recent.count++ < 20 || waiting.text.length > 65536) flush();
}

function capture(stream: NodeJS.WriteStream, name: string): void {
  const decoder = new TextDecoder();
  type Done = () => void;
  stream.isTTY = false; // a terminal would bring colour codes into the notebook
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: Done) => {
    print(name, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
    (typeof encoding === "function" ? (encoding as Done) : done)?.();
    return true;
  };
}

// --- cells ---------------------------------------------------------------------------------------------

let failure: Failure | undefined;

function fail(found: Failure): void {
  failure = found;
  publish("error", found);
}

// the executor prints what a cell throws, and each finding of the type checker: both arrive here
const diagnostics: string[] = [];
const executor = createExecutor(
  process.cwd(),
  { node: createConverter(), browser: undefined as never, close() {} },
  {
    log: console.log,
    error: (first: unknown, ...rest: unknown[]) =>
      first === diagnosticFormat ? diagnostics.push(format(first, ...rest)) : fail(failureOf(first)),
  },
);

async function execute(request: Message): Promise<void> {
  const { code, silent, stop_on_error = true } = request.content;
  current = request;
  failure = undefined;
  send(iopub, "status", request, { execution_state: "busy" });
  if (!silent) count++;
  publish("execute_input", { code, execution_count: count });
  await executor.execute(code).catch((error) => fail(failureOf(error)));
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
process.on("SIGINT", () => executor.interrupt()); // a cell that computes is stopped by Node itself

// --- requests ------------------------------------------------------------------------------------------

const language_info = {
  name: "typescript",
  version: "5.0.4",
  mimetype: "text/typescript",
  file_extension: ".ts",
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
};

const replies: Record<string, (content: Content) => Content> = {
  kernel_info_request: () => ({
    protocol_version: "5.3",
    implementation: "spin-ring",
    implementation_version: "1.0",
    banner: "TypeScript (spin-ring)",
    language_info,
  }),
  is_complete_request({ code }) {
    const { completed, indent } = isCompleteCode(code);
    return completed ? { status: "complete" } : { status: "incomplete", indent };
  },
  complete_request({ code, cursor_pos }) {
    const { candidates, start, end } = executor.complete(code, cursor_pos);
    return { matches: candidates, cursor_start: start, cursor_end: end, metadata: {} };
  },
  inspect_request({ code, cursor_pos }) {
    const info = executor.inspect(code, cursor_pos);
    return { found: Boolean(info), data: info ? { "text/plain": printQuickInfo(info) } : {}, metadata: {} };
  },
  history_request: () => ({ history: [] }),
  comm_info_request: () => ({ comms: {} }),
  interrupt_request() {
    executor.interrupt();
    return {};
  },
  shutdown_request({ restart = false }) {
    setTimeout(() => process.exit(0), 20); // long enough for the reply to leave
    return { restart };
  },
};

function answer(socket: Router, request: Message, content?: Content): void {
  const type = request.header.msg_type;
  send(iopub, "status", request, { execution_state: "busy" });
  try {
    const reply = content ?? replies[type]?.(request.content);
    if (reply) send(socket, type.replace("_request", "_reply"), request, { status: "ok", ...reply });
  } catch (error) {
    send(socket, type.replace("_request", "_reply"), request, { status: "error", ...failureOf(error) });
  }
  send(iopub, "status", request, { execution_state: "idle" });
}

async function listen(socket: Router): Promise<void> {
  for await (const frames of socket) {
    let request: Message;
    try {
      request = decode(connection.key, frames);
    } catch {
      continue; // not from our front end
    }
    if (request.header.msg_type !== "execute_request") answer(socket, request);
    else if (queue.push(request) > 0) runQueue();
  }
}

async function echo(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

async function main(): Promise<void> {
  const { transport, ip, iopub_port, shell_port, control_port, stdin_port, hb_port } = connection;
  const at = (port: number) => `${transport}://${ip}:${port}`;
  await iopub.bind(at(iopub_port));
  await shell.bind(at(shell_port));
  await control.bind(at(control_port));
  await stdin.bind(at(stdin_port));
  await heartbeat.bind(at(hb_port));
  capture(process.stdout, "stdout");
  capture(process.stderr, "stderr");
  (jupyter as Content).lastWriteDisplayData = (content: Content, update?: boolean) =>
    publish(update ? "update_display_data" : "display_data", content);
  listen(shell);
  listen(control);
  echo();
}

main().catch((error) => {
  console.error(`spin-ring: the kernel cannot start: ${error.message}`);
  process.exit(1);
});
