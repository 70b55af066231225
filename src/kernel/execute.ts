// Runs cells, one after the other, compiled by cells/. What a cell does later, in a timer or after an await, is still
// known to be its own. (Node's AsyncLocalStorage would know it too, but ends the process when an interrupt breaks off
// what runs within it.)
import { dirname, join } from "node:path";
import vm from "node:vm";
import { type Language, openLanguage } from "../cells/language";
import { Box, type Host, link, TIMERS } from "../cells/scope";
import { followCompanions } from "./companions";
import { CellError } from "./failure";
import { CARRIER, name } from "./frames";
import { type ModuleHost, metaOf, openModules } from "./modules";
import { followPromises, ownedTimers } from "./timers";

import ts = require("typescript");

/** A cell that runs, or ran. */
export interface Run<Request> {
  readonly request: Request;
  /** It was interrupted: nothing of it goes on. */
  stopped: boolean;
}

/** A cell was stopped. */
export class Interrupted extends Error {
  readonly code = "interrupted";
  constructor() {
    super("the cell was stopped");
  }
}

export interface Executor<Request> {
  readonly language: Language;
  /** Runs a cell to its end; returns what it ends in, which may be a promise. */
  execute(code: string, number: number, request: Request): Promise<{ value: unknown }>;
  /** Stops the cell that runs. */
  interrupt(): void;
  /** The cell that the running code belongs to. */
  current(): Run<Request> | undefined;
  /** Workers and child processes of the cell that ran last which go on, in words. */
  companions(): string[];
  /** The cell that an error of the background comes from, and the promise that nobody awaits. */
  origin(thrown: unknown, promise?: object): Run<Request> | undefined;
}

export interface ExecutorHost<Request> {
  /** What cells see besides Node's own, for the type checker. */
  declarations?: string;
  /** Told of each package that a cell has loaded. */
  loaded: ModuleHost["loaded"];
  /** Told what a timer, a worker or a child process of a cell throws. */
  failed(thrown: unknown, run: Run<Request>): void;
}

export function createExecutor<Request>(
  folder: string,
  { declarations, loaded, failed }: ExecutorHost<Request>,
): Executor<Request> {
  const language = notebookLanguage(folder, declarations);
  let latest: Run<Request> | undefined;
  /** Whose code runs: the latest cell's, unless an earlier one goes on in the background. */
  let current: Run<Request> | undefined;
  const runs = new Map<string, Run<Request>>();
  let stop = (): void => {};

  const boxes = new Map<string, Box>();
  function box(name: string): Box {
    const known = boxes.get(name) ?? new Box(name);
    boxes.set(name, known);
    return known;
  }
  const here = (): unknown => current;
  function resumed<T>(run: unknown, value: T): T {
    current = run as Run<Request> | undefined;
    if (current?.stopped) throw new Interrupted();
    return value;
  }
  function leave(): void {
    current = latest;
  }
  /** Does late work of a cell; undefined if it throws. */
  function as<T>(run: Run<Request>, work: () => T): T | undefined {
    current = run;
    try {
      return work();
    } catch (error) {
      failed(error, run);
    } finally {
      leave();
    }
  }
  const ownerOf = followPromises<Run<Request>>(
    () => current,
    (run) => {
      current = run ?? latest;
    },
  );
  const timers = ownedTimers<Run<Request>>(TIMERS, {
    here: () => current,
    call(run, work) {
      if (!run.stopped) as(run, work);
    },
  });
  const companions = followCompanions<Run<Request>>({ here: () => current, as });
  const modules = openModules(language, folder, { here, resumed, timers, loaded });
  const cell = join(folder, "cell.ts");
  const meta = metaOf(cell, modules.require);

  async function execute(code: string, number: number, request: Request): Promise<{ value: unknown }> {
    const run: Run<Request> = { request, stopped: false };
    latest = run;
    current = run;
    const outcome = language.compile(code, number);
    if ("findings" in outcome) throw new CellError(outcome.cell, outcome.findings);
    const { compiled, settle } = outcome;
    const made = new Set<string>();
    const host: Host = {
      ...{ box, here, resumed, meta, import: modules.import, value: undefined },
      made(...names) {
        for (const each of names) made.add(each);
      },
    };
    name(outcome.cell, compiled.mappings);
    remember(outcome.cell, run);
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        run.stopped = true;
        modules.abandon();
        reject(new Interrupted());
      };
    });
    stopped.catch(() => {}); // nobody may be waiting
    try {
      const withNames = new vm.Script(compiled.code, { filename: outcome.cell }).runInThisContext();
      const module = { exports: {} };
      const start = withNames(host, link, modules.require, module, module.exports, cell, folder, ...timers);
      await Promise.race([interruptibly(start), stopped]);
      return { value: host.value };
    } finally {
      stop = () => {};
      settle(made);
    }
  }

  function remember(cell: string, run: Run<Request>): void {
    runs.set(cell, run);
    for (const oldest of runs.keys()) if (runs.size > REMEMBERED) runs.delete(oldest);
  }
  /** The cell that made the promise; else the last that the error's stack names. */
  function origin(thrown: unknown, promise?: object): Run<Request> | undefined {
    const owner = promise && ownerOf(promise);
    if (owner) return owner;
    const cells = [...String((thrown as Error | undefined)?.stack).matchAll(/Cell \d+'*/g)];
    return runs.get(cells.at(-1)?.[0] ?? "") ?? current;
  }

  return {
    language,
    execute,
    interrupt: () => stop(),
    current: () => current,
    companions: () => (latest ? companions(latest) : []),
    origin,
  };
}

/** Cells whose late errors still find them. */
const REMEMBERED = 500;

/** What computes before its first `await`, Node breaks off at SIGINT. */
function interruptibly<T>(work: () => T): T {
  (globalThis as Record<symbol, unknown>)[CELL] = work;
  return starter.runInThisContext({ breakOnSigint: true });
}
const CELL = Symbol.for("spin-ring.cell");
const starter = new vm.Script('(0, globalThis[Symbol.for("spin-ring.cell")])()', { filename: CARRIER });

/** The language of the cells of a notebook in a folder; `declarations` are what cells see besides Node's own. */
export const notebookLanguage = (folder: string, declarations?: string): Language =>
  openLanguage({
    files: ts.sys,
    folder,
    libraries: dirname(require.resolve("typescript")),
    ambient: [nodeTypes(folder)],
    declarations,
    own: join(__dirname, "..", "..").replaceAll("\\", "/"),
  });

/** Node's declarations: the project's own, else this kernel's. */
function nodeTypes(folder: string): string {
  const file = "@types/node/index.d.ts";
  try {
    return require.resolve(file, { paths: [folder] });
  } catch {
    return require.resolve(file);
  }
}
