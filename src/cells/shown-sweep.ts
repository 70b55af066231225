// A sweep as a cell or a script calls it: on all cores where there are threads, with a progress bar, and stopped by an
// interrupt without losing what is done.
import { checkInteger, InputError, refuse } from "../input/guards";
import type { Observe } from "../sweep/observe";
import { type Axes, planSweep, type SweepSpec } from "../sweep/spec";
import {
  type SweepOptions as CoreOptions,
  checkSweepOptions,
  sweep as runSweep,
  type SweepResult,
  type SweepRow,
} from "../sweep/sweep";
import { displayWriter, host } from "./host";
import { progress } from "./progress";

/** What {@link sweep} can be told. */
export interface SweepOptions extends CoreOptions {
  /** worker threads: by default all cores, but none for what is done in a moment; 0 stays on the calling thread */
  readonly workers?: number;
  /** what the progress bar is called ("sweep"); false shows none */
  readonly progress?: string | false;
}

/** Sweeps that run or were stopped, by what they are. */
const unfinished = new Map<string, Promise<SweepResult>>();
/** The sweep that was started last, by whichever copy of this library. */
const LATEST = Symbol.for("spin-ring.latest-sweep");
const shared = globalThis as { [LATEST]?: Promise<SweepResult> };

/**
 * The steady states over a grid of parameters, one tidy row for each, computed on all cores.
 *
 * Interrupting the cell, or Ctrl-C, stops it; run again, the same sweep goes on from there. An `observe` of your
 * own runs on the calling thread and starts anew.
 *
 * @param spec a model description, axes that vary its parameters, and what to observe
 * @returns `rows` in the order of the points, the last axis fastest, and whether they are `complete`
 * @throws InputError for a sweep that cannot be; a point that cannot be computed is a row with an `error` instead
 * @example (await sweep({ base, axes: { interaction: linspace(-4, 4, 81) }, observe: ["ergotropy"] })).rows
 */
export async function sweep<const A extends Axes, const O extends Observe>(
  spec: SweepSpec<A, O>,
  options: SweepOptions = {},
): Promise<SweepResult<SweepRow<A, O>>> {
  checkSweepOptions(options, ["workers", "progress"]);
  const { workers, progress: label = "sweep", signal, resume = [], onProgress } = options;
  if (workers !== undefined) checkInteger("workers", workers, 0, 1024);
  if (label !== false && typeof label !== "string") refuse("progress", "a text or false", label);
  const plan = planSweep(spec);
  // nobody can tell whether two functions are the same
  const text = JSON.stringify(spec);
  const key = typeof spec.observe === "function" ? undefined : text;
  // what the caller changes while it runs is for the next sweep
  const own: SweepSpec<A, O> = { observe: spec.observe, ...JSON.parse(text) };
  const before = key === undefined ? undefined : unfinished.get(key);

  const bar = label === false ? undefined : progress(label, plan.points);
  let done = 0;
  const stop = new AbortController();
  const stopWith = (): void => stop.abort();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    stop.abort();
    ignore?.();
    const again = key === undefined ? "" : "run it again to go on, ";
    const say = displayWriter() ? console.log : (host().remark ?? console.error);
    say(`stopped after ${done} of ${plan.points} points: ${again}sweepSoFar() has what there is`);
  };
  // Node sets the listeners aside while the cell has not yet come to its first await, and one that is new by then
  // would be lost, and the kernel with the next interrupt
  await undefined;
  const ignore = host().onInterrupt?.(interrupt);
  signal?.addEventListener("abort", stopWith);
  if (signal?.aborted) stop.abort();

  const running = (async () => {
    const known = (await before?.catch(() => undefined))?.rows ?? [];
    return runSweep(
      own,
      {
        signal: stop.signal,
        resume: [...resume, ...known],
        onProgress(now) {
          bar?.tick(now.done - done);
          done = now.done;
          onProgress?.(now);
        },
      },
      workers === 0 ? undefined : host().workers?.(plan, own, workers),
    );
  })();
  shared[LATEST] = running;
  if (key !== undefined) unfinished.set(key, running);
  try {
    const result = await running;
    if (result.complete && key !== undefined) unfinished.delete(key);
    // the rest of an interrupted cell must not run
    if (interrupted && displayWriter()) throw new InputError("the sweep was interrupted", "interrupted");
    return result;
  } catch (error) {
    if (key !== undefined && !interrupted) unfinished.delete(key);
    throw error;
  } finally {
    ignore?.();
    signal?.removeEventListener("abort", stopWith);
  }
}

/**
 * What the sweep that was started last has come to, also where it was stopped: `undefined` if there was none.
 *
 * @example (await sweepSoFar())?.rows
 */
export async function sweepSoFar(): Promise<SweepResult | undefined> {
  return shared[LATEST];
}
