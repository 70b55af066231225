// What the library asks of where it runs. Node, a page and a notebook's kernel each have some of it, and none of it has
// to be there: without, objects show themselves as text and a sweep stays on the calling thread.
import { optional } from "../optional";
import type { SweepPlan, SweepSpec } from "../sweep/spec";
import type { StoredSweep, Workers } from "../sweep/sweep";

/** Any Vega-Lite or Vega figure with an alternative text, which is read out and stands where no picture can. */
export interface Described {
  readonly description: string;
}

/** One thing in the formats that it has, by MIME type. */
export type Formats = Record<string, unknown>;

/** What Jupyter calls a display. */
export interface Display {
  readonly data: Formats;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
}

/** Writes a display, or what takes the place of the one with its id. */
export type DisplayWriter = (display: Display, update?: boolean) => void;

export interface Host {
  /** Where displays go if no kernel says so. */
  writer?(): DisplayWriter | undefined;
  /** A figure as SVG. */
  picture?(figure: Described): Promise<string>;
  /** Threads for a sweep. */
  workers?(plan: SweepPlan, spec: SweepSpec, wanted?: number): Workers;
  /** Calls at an interrupt; what it returns ends that. */
  onInterrupt?(call: () => void): () => void;
  /** Writes a line that the next one replaces, unless it is the last. */
  status?(line: string, last: boolean): void;
  /** Says something that is no result. */
  remark?(line: string): void;
  /** The versions of packages that are there. */
  versionsOf?(names: readonly string[]): string[];
  readSweep?(path: string): StoredSweep;
}

let parts: Host | undefined;

/** Tells this copy of the library what there is where it runs. */
export function provide(more: Host): void {
  parts = { ...host(), ...more };
}

export function host(): Host {
  // as built, and found from src/ too
  parts ??= (optional("../dist/node/node-host.js") as { nodeHost: Host } | undefined)?.nodeHost ?? {};
  return parts;
}

/** Tells every copy of this library where displays go. */
export function writeDisplays(write: DisplayWriter): void {
  (globalThis as Record<symbol, unknown>)[WRITER] = write;
}
const WRITER = Symbol.for("spin-ring.display");

/** What writes to the running cell; undefined outside a kernel. */
export function displayWriter(): DisplayWriter | undefined {
  const told = (globalThis as Record<symbol, unknown>)[WRITER] as DisplayWriter | undefined;
  return told ?? host().writer?.();
}

/** Tells every copy of this library what the reader of the running cell has set, by what it is called. */
export function readSettings(read: (label: string) => unknown): void {
  (globalThis as Record<symbol, unknown>)[SETTINGS] = read;
}
const SETTINGS = Symbol.for("spin-ring.settings");

/** What the reader has set; undefined where nobody can, or has. */
export function setting(label: string): unknown {
  const read = (globalThis as Record<symbol, unknown>)[SETTINGS] as ((label: string) => unknown) | undefined;
  return read?.(label);
}
