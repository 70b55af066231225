// The worker that runs the cells of a page: what the kernel is to a notebook, with the same library, the same words for
// values and errors, and the reader's cores for sweeps. It starts from a text, so that a page in a folder can have it.
import { type DisplayWriter, provide, readSettings, writeDisplays } from "../../cells/host";
import { stepsOf } from "../../cells/prose";
import { Box, type Host, link, type Namespace, TIMERS } from "../../cells/scope";
import { failureOf } from "../../kernel/failure";
import { name } from "../../kernel/frames";
import { formatsOf } from "../../kernel/value";
import type { StoredSweep } from "../../sweep/sweep";
import { arrived, bring, of } from "./loader";
import type { Report, Request } from "./messages";
import { formatted, Wordless } from "./node-util";
import { MODULES, noModule } from "./parts";
import type * as pool from "./point-pool";

const scope = self as unknown as { postMessage(message: unknown, transfer?: Transferable[]): void };
const post = (report: Report): void => scope.postMessage(report);

/** The cell that runs, or ran last: what comes late goes there. */
let current = 0;

// one message for many lines
let pending: Extract<Report, { type: "printed" }> | undefined;
let pendingSince = 0;
function flush(): void {
  if (pending) post(pending);
  pending = undefined;
}
function print(stream: "stdout" | "stderr", text: string): void {
  if (pending && (pending.stream !== stream || pending.cell !== current)) flush();
  if (!pending) {
    pendingSince = performance.now();
    setTimeout(flush);
  }
  pending = { type: "printed", cell: current, stream, text: (pending?.text ?? "") + text };
  if (pending.text.length > 4000 || performance.now() - pendingSince > 30) flush();
}

const printer =
  (stream: "stdout" | "stderr") =>
  (...values: unknown[]): void =>
    print(stream, `${formatted(values)}\n`);
for (const method of ["log", "info", "debug", "dir", "table"] as const) console[method] = printer("stdout");
for (const method of ["warn", "error", "trace"] as const) console[method] = printer("stderr");

const display: DisplayWriter = ({ data, transient }, update = false) => {
  flush();
  // what cannot cross to the page is not for it to show
  post({
    type: "display",
    cell: current,
    data: JSON.parse(JSON.stringify(data)),
    id: transient?.display_id,
    update,
  });
};
writeDisplays(display);

/** What the reader has set in the cell that runs; what it has asked for already. */
let settings: Readonly<Record<string, unknown>> = {};
const asked = new Set<string>();
readSettings((label) => {
  if (asked.has(label))
    throw new Error(`a cell can have one control of a name, and "${label}" is there twice`);
  asked.add(label);
  return Object.hasOwn(settings, label) ? settings[label] : undefined;
});

async function load(name: string): Promise<Namespace> {
  if (!(MODULES as readonly string[]).includes(name)) throw new Error(noModule(name));
  return of(name);
}

const boxes = new Map<string, Box>();
function box(each: string): Box {
  const known = boxes.get(each) ?? new Box(each);
  boxes.set(each, known);
  return known;
}

const refused = (what: string) => (): never => {
  throw new Error(`a page has no ${what}: run this notebook in Jupyter`);
};

export async function run({
  cell,
  code,
  mappings,
  parts,
  ...told
}: Extract<Request, { type: "run" }>): Promise<void> {
  current = cell;
  settings = told.settings;
  asked.clear();
  const host: Host = {
    box,
    made() {},
    import: load,
    here: () => cell,
    resumed: (_, value) => value,
    value: undefined,
    meta: {},
  };
  // a script's name may have no space
  name(`Cell ${cell}`, mappings);
  let failed = false;
  try {
    await Promise.all(parts.map(bring));
    // biome-ignore lint/security/noGlobalEval: the compiled cell, in the worker's own global scope
    const withNames = globalThis.eval(`${code}\n//# sourceURL=Cell_${cell}`);
    const timers = TIMERS.map((each) => (globalThis as unknown as Namespace)[each] ?? refused(each));
    const start = withNames(host, link, refused("require"), {}, {}, "", "", ...timers);
    await start();
    const value = await host.value;
    const formats = await inWords(() => formatsOf(value));
    if (formats) display({ data: formats, metadata: {}, transient: {} });
    const values = Object.fromEntries(told.said.map((path) => [path, valueAt(path)]));
    if (told.said.length > 0) post({ type: "values", cell, values });
  } catch (thrown) {
    failed = true;
    await fail(thrown);
  }
  await new Promise((resolve) => setTimeout(resolve)); // what it left for at once is its own
  flush();
  post({ type: "done", cell, failed });
}

/** A number, a text or a truth; of anything else its words. */
function valueAt(path: string): unknown {
  const [name, ...steps] = stepsOf(path) ?? [];
  const value = steps.reduce((each, step) => Object(each)[step], name && box(name).now);
  return Object(value) === value ? String(value) : value;
}

/** Does what may ask for words of values, which are brought then. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Wordless)) throw error;
    await bring("inspect");
    return work();
  }
}

async function fail(thrown: unknown): Promise<void> {
  flush();
  readable(thrown, new Set());
  await bring("inspect").catch(() => {}); // an error is told without, too
  post({ type: "failed", cell: current, lines: failureOf(thrown).traceback });
}

/** Gives the stacks of an error, its causes and members the form that V8 has, with cells by their names. */
function readable(thrown: unknown, seen: Set<unknown>): void {
  if (!(thrown instanceof Error) || seen.has(thrown)) return;
  seen.add(thrown);
  const lines = String(thrown.stack ?? "")
    .split("\n")
    .map((line) => line.replace(/^(?:async\*)?([^@\s]*)@(.*)$/, "    at $1 ($2)"))
    .filter((line) => !/^\s+at /.test(line) || line.includes("Cell_"));
  const stack = lines
    .join("\n")
    .replace(/(?:\S*\s>\s(?:eval|Function)[^)]*)?Cell_(\d+)/g, "Cell $1")
    .replace(/^(\s+at) (?:async )?\(?(Cell \d+:\d+:\d+)\)?$/gm, "$1 $2")
    .replace(/^\s+at (?:eval|anonymous) \(([^()]*)\)$/gm, "    at $1");
  Object.defineProperty(thrown, "stack", { value: stack, configurable: true, writable: true });
  readable(thrown.cause, seen);
  for (const each of (thrown as AggregateError).errors ?? []) readable(each, seen);
}

addEventListener("error", (event) => {
  event.preventDefault();
  void fail(event.error ?? event.message);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  void fail(event.reason);
});

let turn: Promise<void> = Promise.resolve();
let threads = 0;

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.type === "start") {
    provide({
      workers: (...asked) => of<typeof pool>("book/live/point-pool").pageWorkers(startThread)(...asked),
      versionsOf: () => [data.versions],
      readSweep(path) {
        if (Object.hasOwn(data.files, path)) return data.files[path] as StoredSweep;
        throw new Error(`a page cannot read ${path}: run this notebook in Jupyter`);
      },
    });
  } else if (data.type === "part") {
    arrived(data);
  } else if (data.type === "run") {
    turn = turn.then(() => run(data));
  } else {
    bring("sweep").then(() => of<typeof pool>("book/live/point-pool").becomeThread(data.port));
  }
});

/** A worker beside this one, told what to do through the port; what this returns ends it. */
function startThread(port: MessagePort): () => void {
  const thread = ++threads;
  scope.postMessage({ type: "thread", thread, port } satisfies Report, [port]);
  return () => post({ type: "thread", thread });
}
