// A sweep: many steady states over a grid of parameters, in, and one tidy row for each of them, out.
// Runs anywhere; worker threads are handed in by who has them (src/node/point-workers.ts in Node).
import { checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import {
  isCell,
  LATER_COLUMNS,
  type ObservableName,
  type Observe,
  type Observed,
  type Observer,
} from "./observe";
import {
  type Block,
  blockComputer,
  blockRows,
  failedBlock,
  type NOTE_COLUMNS,
  observedRow,
  type PlainRow,
} from "./points";
import { type Runner, runPoints, type Span, type StopSignal, type WorkerPool } from "./run-points";
import {
  type Axes,
  type Axis,
  planSweep,
  pointDescriber,
  pointValues,
  type SweepPlan,
  type SweepSpec,
} from "./spec";

type Undotted<S extends string> = S extends `${infer Head}.${infer Tail}` ? `${Head}_${Undotted<Tail>}` : S;
type Names<A extends Axes> = Undotted<
  A extends readonly Axis[] ? A[number]["name"] : Extract<keyof A, string>
>;
type Columns<O extends Observe> = O extends readonly ObservableName[]
  ? Observed<O>
  : O extends Observer
    ? ReturnType<O>
    : never;

/**
 * A row of a sweep: a value for each axis, then the columns observed, ready for Vega-Lite and CSV.
 *
 * A point that could not be computed has an `error` and its `errorCode`, and null in every column observed; one that
 * has to be doubted has a `warning` and its `warningCode`. Several are joined by "; ".
 */
export type SweepRow<A extends Axes = Axes, O extends Observe = Observe> = Readonly<
  Record<Names<A>, number>
> &
  Columns<O> & { readonly [note in (typeof NOTE_COLUMNS)[number]]?: string };

/** What a sweep comes back with. */
export interface SweepResult<Row = PlainRow> {
  /** in the order of the points, the last axis fastest; all of them if `complete` */
  readonly rows: Row[];
  /** whether every point has its row: not so if the sweep was stopped */
  readonly complete: boolean;
  /** how many points there are */
  readonly points: number;
  /** how many of the rows have an error */
  readonly failed: number;
}

/** A sweep that was kept in a file. */
export interface StoredSweep {
  /** what was computed */
  readonly spec: SweepSpec;
  /** one row a point, in order; numbers are the same to the bit, empty cells are null */
  readonly rows: readonly PlainRow[];
}

/** How far a sweep is. */
export interface SweepProgress {
  /** how many points have their row */
  readonly done: number;
  /** how many there are */
  readonly points: number;
}

/** What {@link sweep} can be told. */
export interface SweepOptions {
  /** stops the sweep, which then returns the rows there are */
  readonly signal?: StopSignal;
  /** rows of an earlier run: their points are not computed again, unless they have an error */
  readonly resume?: readonly object[];
  /** called now and then with how far it is */
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** Where the worker threads come from. */
export interface Workers {
  readonly open: () => WorkerPool;
  /** leave everything to them from the start */
  readonly atOnce: boolean;
}

/**
 * The steady states over a grid of parameters, one row for each: on the calling thread, which stays responsive, or
 * on worker threads if it is given some.
 *
 * @param spec a model description, axes that vary its parameters, and what to observe
 * @throws InputError for a sweep that cannot be; a point that cannot be computed is a row with an `error` instead
 * @example (await sweep({ base, axes: { interaction: linspace(-4, 4, 81) }, observe: ["ergotropy"] })).rows
 */
export async function sweep<const A extends Axes, const O extends Observe>(
  spec: SweepSpec<A, O>,
  options: SweepOptions = {},
  workers?: Workers,
): Promise<SweepResult<SweepRow<A, O>>> {
  checkSweepOptions(options);
  const { signal, resume = [], onProgress } = options;
  const plan = planSweep(spec);
  checkRowsFit(plan);
  const rows = new Array<PlainRow | undefined>(plan.points);
  let done = takeOver(plan, resume, rows);
  const put = (point: number, row: PlainRow): void => {
    rows[point] = row;
    done++;
  };
  const keep = (block: Block): void =>
    blockRows(plan, block).forEach((row, i) => {
      put(block.from + i, row);
    });
  const threads = typeof spec.observe === "function" ? undefined : workers;
  const step = (): void => onProgress?.({ done, points: plan.points });
  step();
  await runPoints(missing(rows), {
    here: typeof spec.observe === "function" ? oneByOne(plan, put) : inBlocks(plan, keep),
    keep,
    openPool: threads?.open,
    atOnce: threads?.atOnce,
    giveUp: (point, reason) => keep(failedBlock(plan, point, reason)),
    onStep: step,
    signal,
  });
  const kept = rows.filter((row) => row !== undefined);
  return {
    rows: kept as SweepRow<A, O>[],
    complete: kept.length === plan.points,
    points: plan.points,
    failed: kept.reduce((sum, row) => sum + (row.error === undefined ? 0 : 1), 0),
  };
}

/**
 * Checks what a sweep was told, and whoever calls it in turn, in fields of its own.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function checkSweepOptions(options: SweepOptions, more: readonly string[] = []): void {
  checkObject("options", options, ["signal", "resume", "onProgress", ...more]);
  const { signal, resume, onProgress } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== "function")
    refuse("signal", "an AbortSignal", signal);
  if (resume !== undefined && !Array.isArray(resume)) refuse("resume", "a list of rows", resume);
  if (onProgress !== undefined && typeof onProgress !== "function")
    refuse("onProgress", "a function", onProgress);
}

function inBlocks(plan: SweepPlan, keep: (block: Block) => void): Runner["here"] {
  const compute = blockComputer(plan);
  return ({ from, to }, until) => {
    const block = compute(from, to, until);
    keep(block);
    return block.to;
  };
}

function oneByOne(plan: SweepPlan, put: (point: number, row: PlainRow) => void): Runner["here"] {
  const describe = pointDescriber(plan);
  return ({ from, to }, until) => {
    let point = from;
    do put(point, observedRow(plan, describe, point++));
    while (point < to && performance.now() < until);
    return point;
  };
}

/** The points that have no row yet. */
function missing(rows: readonly (PlainRow | undefined)[]): Span[] {
  const spans: Span[] = [];
  for (let point = 0; point < rows.length; point++) {
    if (rows[point]) continue;
    const last = spans[spans.length - 1];
    if (last?.to === point) spans[spans.length - 1] = { from: last.from, to: point + 1 };
    else spans.push({ from: point, to: point + 1 });
  }
  return spans;
}

// --- rows of an earlier run ------------------------------------------------------------------------------

/** Puts the rows of an earlier run in their places; returns how many. */
function takeOver(plan: SweepPlan, resume: readonly object[], rows: (PlainRow | undefined)[]): number {
  if (resume.length === 0) return 0;
  const places = new Map<string, number>();
  for (let point = 0; point < plan.points; point++) places.set(pointValues(plan, point).join(" "), point);
  let taken = 0;
  resume.forEach((given, i) => {
    if (typeof given !== "object" || given === null) refuse(entry("resume", i), "a row of this sweep", given);
    const row = given as PlainRow;
    const point = places.get(plan.axes.map(({ column }) => row[column]).join(" "));
    if (point === undefined) {
      const values = plan.axes.map(({ column }) => `${column} ${row[column]}`).join(", ");
      throw new InputError(`${entry("resume", i)} must be a row of this sweep, got one at ${values}`);
    }
    const columns = plan.columns.filter(
      (column) => row[column] !== undefined || !LATER_COLUMNS.includes(column),
    );
    const lacking = columns.find((column) => row[column] === undefined);
    if (lacking !== undefined) {
      throw new InputError(`${entry("resume", i)} must be a row of this sweep, it has no ${lacking}`);
    }
    const wrong = columns.find((column) => !isCell(column, row[column]));
    if (wrong !== undefined) refuse(`${wrong} in ${entry("resume", i)}`, "as a sweep gives it", row[wrong]);
    if (row.error !== undefined || rows[point]) return;
    rows[point] = row;
    taken++;
  });
  return taken;
}

// --- memory ----------------------------------------------------------------------------------------------

/** What the rows of a sweep may take, in bytes. */
const MEMORY = 1.5e9;

function checkRowsFit({ points, axes, columns }: SweepPlan): void {
  const width = axes.length + (columns.length || 8);
  const each = 64 + 24 * width; // an object, and a number on the heap in each of its fields
  if (points * each <= MEMORY) return;
  const gigabytes = Number(((points * each) / 1e9).toPrecision(2));
  const most = Math.floor(MEMORY / each);
  throw new InputError(
    `the sweep has ${points} rows of ${width} columns and needs about ${gigabytes} GB: at most ${most} such rows fit in ${MEMORY / 1e9} GB, take fewer points or observe less, or write it to a file with spin-ring sweep`,
    "too-large",
  );
}
