// What the library asks of where it runs. Node, a page and a notebook's kernel each have some of it, and none of it has
// to be there: without, objects show themselves as text and a sweep stays on the calling thread.
import { optional } from "../optional";
import type { SweepPlan, SweepSpec } from "../sweep/spec";
import type { Workers } from "../sweep/sweep";
import type { Described, DisplayWriter } from "./display";
import type { StoredSweep } from "./stored-sweep";

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
  parts = { ...parts, ...more };
}

export function host(): Host {
  // as built, and found from src/ too
  parts ??= (optional("../dist/node/host.js") as { nodeHost: Host } | undefined)?.nodeHost ?? {};
  return parts;
}
