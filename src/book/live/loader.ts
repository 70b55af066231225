// The worker's end of the parts of its script (parts.ts). A part is the text of a CommonJS module; what it offers to
// cells goes to the modules that they import.
import type { Namespace } from "../../cells/scope";
import type { PartAnswer, Report } from "./messages";
import type { Part } from "./parts";

const scope = self as unknown as {
  postMessage(message: unknown): void;
  /** the exports of parts for each other, and the parts that each rests on, from the worker's first lines */
  readonly liveExports: Partial<Record<Part, Namespace>>;
  readonly liveNeeds: Readonly<Record<Part, readonly Part[]>>;
};

const modules: Record<string, Namespace> = {};

/** Hands over what is in a part, by the module that it is imported from. */
export function offer(module: string, names: Namespace): void {
  Object.assign(of(module), names);
}

/** What there is of a module. */
export function of<T extends object = Namespace>(module: string): T {
  modules[module] ??= {};
  return modules[module] as T;
}

const coming = new Map<Part, Promise<void>>();
const waiting = new Map<Part, (answer: PartAnswer) => void>();

/**
 * Brings a part, and those that it rests on.
 *
 * @throws one line if it cannot be loaded
 */
export function bring(part: Part): Promise<void> {
  let known = coming.get(part);
  if (!known) {
    known = fetched(part);
    coming.set(part, known);
    known.catch(() => coming.delete(part));
  }
  return known;
}

async function fetched(part: Part): Promise<void> {
  if (scope.liveExports[part]) return;
  const answer = new Promise<PartAnswer>((resolve) => waiting.set(part, resolve));
  scope.postMessage({ type: "part", part } satisfies Report);
  await Promise.all(scope.liveNeeds[part].map(bring));
  const { source, error } = await answer;
  if (source === undefined) throw new Error(error);
  const exports: Namespace = {};
  scope.liveExports[part] = exports;
  const run = new Function("exports", "require", source);
  run(exports, (path: string) => scope.liveExports[path.replace(/^\.\/|\.js$/g, "") as Part]);
}

/** A part is here, or cannot be had. */
export function arrived(answer: PartAnswer): void {
  waiting.get(answer.part)?.(answer);
}
