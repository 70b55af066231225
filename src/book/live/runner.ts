// The worker that runs the cells of a page: what the kernel is to a notebook, with the same library, the same words for
// values and errors, and the reader's cores for sweeps. It starts from a text, so that a page in a folder can have it.
import { formatWithOptions } from "node-inspect-extracted";
import { type DisplayWriter, provide, readSettings, writeDisplays } from "../../cells/host";
import { stepsOf } from "../../cells/prose";
import { Box, type Host, link, type Namespace, TIMERS } from "../../cells/scope";
import * as figures from "../../figures/index";
import * as spinRing from "../../index";
import { failureOf } from "../../kernel/failure";
import { name } from "../../kernel/frames";
import { formatsOf } from "../../kernel/value";
import { useMathjs } from "../../optional";
import type { StoredSweep } from "../../sweep/sweep";
import { MODULES, noModule, type Report, type Request } from "./messages";
import * as paper from "./paper-core";
import { becomeThread, pageWorkers } from "./point-pool";

const scope = self as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  /** left by the scripts of live/messages.ts */
  mathjs?: Namespace;
  matrix?: Namespace;
  claims?: Namespace;
  exercises?: Namespace;
};
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
    print(stream, `${formatWithOptions({}, ...values)}\n`);
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

const modules: Readonly<Record<(typeof MODULES)[number], () => Namespace>> = {
  "spin-ring": () => spinRing,
  "spin-ring/figures": () => figures,
  "spin-ring/paper": () => ({ ...paper, ...scope.claims, ...scope.exercises }),
  "ml-matrix": () => scope.matrix ?? {},
  mathjs: () => scope.mathjs ?? {},
};

async function load(name: string): Promise<Namespace> {
  const known = MODULES.find((each) => each === name);
  if (known === undefined) throw new Error(noModule(name));
  return modules[known]();
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

async function run({ cell, code, mappings, ...told }: Extract<Request, { type: "run" }>): Promise<void> {
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
    // biome-ignore lint/security/noGlobalEval: the compiled cell, in the worker's own global scope
    const withNames = globalThis.eval(`${code}\n//# sourceURL=Cell_${cell}`);
    const timers = TIMERS.map((each) => (globalThis as unknown as Namespace)[each] ?? refused(each));
    const start = withNames(host, link, refused("require"), {}, {}, "", "", ...timers);
    await start();
    const value = await host.value;
    const formats = await formatsOf(value);
    if (formats) display({ data: formats, metadata: {}, transient: {} });
    const values = Object.fromEntries(told.said.map((path) => [path, valueAt(path)]));
    if (told.said.length > 0) post({ type: "values", cell, values });
  } catch (thrown) {
    failed = true;
    fail(thrown);
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

function fail(thrown: unknown): void {
  flush();
  readable(thrown, new Set());
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
  fail(event.error ?? event.message);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});

let turn: Promise<void> = Promise.resolve();
let threads = 0;

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.type === "start") {
    provide({
      workers: pageWorkers((port) => {
        const thread = ++threads;
        scope.postMessage({ type: "thread", thread, port } satisfies Report, [port]);
        return () => post({ type: "thread", thread });
      }),
      versionsOf: () => [data.versions],
      readSweep(path) {
        if (Object.hasOwn(data.files, path)) return data.files[path] as StoredSweep;
        throw new Error(`a page cannot read ${path}: run this notebook in Jupyter`);
      },
    });
  } else if (data.type === "extra") {
    // biome-ignore lint/security/noGlobalEval: a script of the book's own
    globalThis.eval(data.source);
    if (scope.mathjs) useMathjs(scope.mathjs as unknown as Parameters<typeof useMathjs>[0]);
  } else if (data.type === "run") {
    turn = turn.then(() => run(data));
  } else {
    becomeThread(data.port);
  }
});
