// The Jupyter kernel: cells are compiled in cells/ and run by execute.ts, this file speaks to the front end.
// Started as `node kernel.js CONNECTION_FILE`.
import { readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { Publisher, Reply, Router } from "zeromq";
import { writeDisplays } from "../cells/host";
import { type Channel, type Control, openControl } from "./control";
import { createExecutor, Interrupted } from "./execute";
import { type Failure, failureOf, INTERRUPTED } from "./failure";
import { describeStacks } from "./frames";
import { passOnOutput } from "./inherit";
import { OWN_CONNECTION } from "./launch";
import { livingParent } from "./parent";
import { type Past, replies } from "./requests";
import { ASKING, NoInput, OVER, openInput } from "./stdin";
import { captureOutput } from "./streams";
import { formatsOf } from "./value";
import { type Connection, type Content, encode, type Message, newHeader, signedMessages } from "./wire";

const input = openInput({ allow: allowQuestion, put: putQuestion, wait: waitForAnswer }); // before there are threads that open files

const connection: Connection = JSON.parse(readFileSync(process.argv[2], "utf8"));
// nobody else needs it, and who started the kernel may have died
if (process.env[OWN_CONNECTION] === process.argv[2])
  rmSync(dirname(process.argv[2]), { recursive: true, force: true });
delete process.env[OWN_CONNECTION];
const session = newHeader("", "").msg_id;
const [iopub, shell, heartbeat] = [new Publisher(), new Router(), new Reply()];
let control: Control;
const parent = livingParent();

// --- sending -------------------------------------------------------------------------------------------

// zeromq gives up on a send that it cannot make at once; with no high-water mark it always can
for (const socket of [iopub, shell]) {
  socket.sendHighWaterMark = 0;
  socket.sendTimeout = 0;
}

// a front end that connects anew has the name it had before, and is not to be taken for an impostor
shell.handover = true;

/** Sends a message; gives its id. */
function send(
  socket: Publisher | Router | Channel,
  type: string,
  parent: Message | undefined,
  content: Content,
): string {
  const identities = socket === iopub ? [Buffer.from(type)] : (parent?.identities ?? []);
  const message = { identities, header: newHeader(type, session), parent: parent?.header ?? {}, content };
  socket.send(encode(connection.key, message)).catch(() => {}); // the client has gone
  return message.header.msg_id;
}

/** A request to run a cell. */
interface Request extends Message {
  failure?: Failure;
  /** What it ended in, in words. */
  result?: string;
}

// output belongs to the cell whose code makes it, also output that comes late
function show(
  type: string,
  content: Content,
  request: Request | undefined = executor.current()?.request,
): void {
  if (!request?.content.silent) send(iopub, type, request, content);
}

const flush = captureOutput(
  (name, text, request) => show("stream", { name, text }, request),
  () => executor.current()?.request,
);

function publish(type: string, content: Content, request?: Request): void {
  flush(); // what was printed before comes before
  show(type, content, request);
}

// --- cells ---------------------------------------------------------------------------------------------

const executor = createExecutor<Request>(process.cwd(), {
  declarations: ASKING,
  loaded(specifier) {
    // tslab's own display functions write where its server would
    if (specifier === "tslab") require("tslab/dist/jupyter").lastWriteDisplayData = writeDisplay;
  },
  failed: (thrown, { request }) => failInBackground(thrown, request),
});
describeStacks();
passOnOutput();
const writeDisplay = (content: Content, update?: boolean): void =>
  publish(update ? "update_display_data" : "display_data", content);
writeDisplays(writeDisplay);

function fail(found: Failure, request: Request | undefined): void {
  if (request) request.failure = found;
  publish("error", found, request);
}

// drawing what a cell ends in can take long too
let stopShowing: () => void = () => {};

function interrupt(): void {
  executor.interrupt();
  stopShowing();
}

/** Runs code, and tells what it ends in by MIME type. */
async function resultOf(code: string, request: Request): Promise<Content | undefined> {
  const { value } = await control.whole(() => executor.execute(code, count, request));
  const stopped = new Promise<never>((_, reject) => {
    stopShowing = () => reject(new Interrupted());
  });
  stopped.catch(() => {}); // nobody may be waiting
  // begun by a task of its own: an interrupt may break off what shows itself, but not this
  const data = new Promise((resolve) => setImmediate(resolve)).then(() => formatsOf(value));
  return Promise.race([data, stopped]);
}

async function run(request: Request): Promise<void> {
  const data = await resultOf(request.content.code, request);
  if (!data) return;
  request.result = data["text/plain"];
  publish("execute_result", { execution_count: count, data, metadata: {} }, request);
}

/** The end of a cell that was stopped, with what could not be. */
async function withCompanions(failure: Failure): Promise<Failure> {
  if (failure !== INTERRUPTED || executor.companions().length === 0) return failure;
  await new Promise((resolve) => setTimeout(resolve, 200)); // a sweep ends its workers by itself
  const [first, ...rest] = executor.companions();
  if (!first) return failure;
  const what = rest.length === 0 ? `${first} goes on` : `${[first, ...rest].join(", ")} go on`;
  const evalue = `${failure.evalue}, but ${what}: end it from the next cell, or restart the kernel`;
  return { ...failure, evalue, traceback: [`${failure.ename}: ${evalue}`] };
}

/** What a front end wants to know of the notebook's values once a cell has run. */
async function evaluate(expressions: Content, request: Request): Promise<Content> {
  const values: Content = {};
  for (const [name, expression] of Object.entries(Object(expressions))) {
    try {
      const data = (await resultOf(`(${expression}\n)`, request)) ?? {};
      values[name] = { status: "ok", data, metadata: {} };
    } catch (error) {
      values[name] = { status: "error", ...failureOf(error) };
    }
  }
  return values;
}

// --- questions to the reader ---------------------------------------------------------------------------

/** The cell that runs: late code of another has nobody to ask. */
let asking: Request | undefined;

function allowQuestion(): void {
  if (!asking) throw new NoInput(OVER);
  if (!asking.content.allow_stdin)
    throw new NoInput(": the front end does not allow it, write the value into the cell");
}

function putQuestion(prompt: string, password: boolean): string {
  flush(); // what was printed before comes before
  return send(control.stdin, "input_request", asking, { prompt, password });
}

function waitForAnswer(): Message {
  const answer = control.answer();
  if (answer) return answer;
  interrupt();
  throw new Interrupted();
}

// -------------------------------------------------------------------------------------------------------

async function execute(request: Request): Promise<void> {
  const { code, silent, store_history = true, user_expressions, stop_on_error = true } = request.content;
  send(iopub, "status", request, { execution_state: "busy" });
  const counts = store_history && !silent;
  if (counts) count++;
  show("execute_input", { code, execution_count: count }, request);
  asking = request;
  await run(request).catch(async (error) => fail(await withCompanions(failureOf(error)), request));
  const values = request.failure ? {} : await evaluate(user_expressions, request);
  asking = undefined;
  input.over(request.failure !== undefined);
  control.over();
  if (counts) past.push({ number: count, code, result: request.result });
  await new Promise(setImmediate); // a rejection that nobody handles becomes known only now
  flush();
  // what was sent before this cell's reply was sent in the belief that the cell would succeed
  if (request.failure && stop_on_error) await new Promise((resolve) => setTimeout(resolve, 20));
  const refused = request.failure && stop_on_error ? queue.splice(0) : [];
  const outcome = request.failure
    ? { status: "error", ...request.failure }
    : { status: "ok", user_expressions: values };
  send(shell, "execute_reply", request, { ...outcome, execution_count: count });
  send(iopub, "status", request, { execution_state: "idle" });
  for (const each of refused) answer(shell, each, { status: "aborted" });
}

let count = 0;
const past: Past[] = [];
let running = false;
const queue: Request[] = [];

async function runQueue(): Promise<void> {
  if (running) return;
  running = true;
  for (let next = queue.shift(); next; next = queue.shift()) await execute(next);
  running = false;
}

// errors of timers and of promises that nobody awaits must not pass unseen
function failInBackground(thrown: unknown, request = executor.origin(thrown)?.request): void {
  const { ename, evalue, traceback } = failureOf(thrown);
  const words = `${evalue} (in the background: a timer, or a promise that nobody awaits)`;
  fail({ ename, evalue: words, traceback }, request);
}
process.on("uncaughtException", (thrown) => failInBackground(thrown));
process.on("unhandledRejection", (thrown, promise) =>
  failInBackground(thrown, executor.origin(thrown, promise)?.request),
);
process.on("rejectionHandled", () => {}); // it has been told, and Node need not warn of it
process.on("SIGINT", interrupt); // a cell that computes is stopped by Node itself

// --- requests ------------------------------------------------------------------------------------------

// who else listens to the signal, such as a sweep, hears of a request as well
const answers = replies(executor.language, () => void process.emit("SIGINT", "SIGINT"), past);

function take(socket: Router | Channel, request: Message): void {
  if (request.header.msg_type !== "execute_request") control.whole(() => answer(socket, request));
  else if (queue.push(request) > 0) runQueue();
}

/** While the front end's user still reads. */
const prepare = once(() => setImmediate(() => control.whole(executor.language.warm)));
function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}

function answer(socket: Router | Channel, request: Message, content?: Content): void {
  const type = request.header.msg_type;
  send(iopub, "status", request, { execution_state: "busy" });
  try {
    const known = Object.hasOwn(answers, type) ? answers[type] : undefined;
    const reply = content ?? known?.(request.content);
    // nobody here speaks on the other end of it
    if (type === "comm_open")
      send(iopub, "comm_close", request, { comm_id: request.content.comm_id, data: {} });
    if (type === "kernel_info_request") prepare();
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
  const place = { address: at(control_port), stdin: at(stdin_port), key, parent };
  control = await openControl(place, (request) => take(control, request), input.take);
  await heartbeat.bind(at(hb_port));
  listen();
  echo();
}

main().catch((error) => {
  writeSync(2, `spin-ring: the kernel cannot start: ${error.message}\n`); // the streams are redirected
  process.exit(1);
});
