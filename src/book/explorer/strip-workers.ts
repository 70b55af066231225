// Fills the picture of a survey, coarse first: its points are handed to workers in strips, level after level, until it is
// fine, somebody stops it, or the next level would take longer than anybody waits.
import type { ModelDescription } from "../../description";
import type { ObservableName } from "../../sweep/observe";
import { type SolvedStrip, STRIP_TIME, type Strip, solveStrip } from "./survey";

/** What is to be computed. */
export interface Plan {
  /** the model, once for each equation */
  readonly bases: readonly ModelDescription[];
  readonly observe: ObservableName;
  readonly columns: readonly string[];
  /** the knobs that are turned, by key */
  readonly keys: readonly string[];
  /** how many places the picture has */
  readonly places: number;
  /** the values of the knobs at a place */
  readonly values: (place: number) => readonly number[];
  /** places in the order in which the picture becomes finer */
  readonly levels: readonly (readonly number[])[];
}

/** What there is of one model of a plan. */
export interface Series {
  /** a row a place; NaN where there is none */
  readonly rows: Float64Array;
  /** a place of DOUBTS, or NOT_YET */
  readonly doubts: Uint8Array;
  /** why there is no state, by place */
  readonly refusals: Map<number, string>;
}

/** Of a place that is not computed. */
export const NOT_YET = 255;

/** How far it is. */
export interface Progress {
  readonly plan: Plan;
  readonly series: readonly Series[];
  /** how many levels are complete */
  readonly level: number;
  readonly state: "running" | "done" | "stopped" | "slow";
  readonly done: number;
  /** milliseconds of one core for a point, so far */
  readonly each: number;
  /** how long the next level will take, in milliseconds */
  readonly left: number;
}

/** Milliseconds of a worker that nobody waits for, and that a level may take unless somebody asks for it. */
const GIVEN_UP = 1000;
const PATIENCE = 15_000;

/** Computes plans, one at a time; `onStep` hears of every strip. */
export interface Surveyor {
  readonly start: (plan: Plan, known?: readonly Series[]) => void;
  /** goes on with what was stopped or found slow, however long it takes */
  readonly resume: () => void;
  readonly stop: () => void;
  /** forgets what is being computed, without a word */
  readonly drop: () => void;
}

type Ask = (strip: Strip) => Promise<SolvedStrip>;
interface Lane {
  readonly ask: Ask;
  /** ends what it is at */
  readonly end: () => void;
}

/** Builds it; where workers are refused, the page computes in strips. */
export function createSurveyor(workerSource: string, onStep: (progress: Progress) => void): Surveyor {
  let run = 0;
  let lanes: Lane[] | undefined;
  let kept: { plan: Plan; series: readonly Series[]; done: number; spent: number } | undefined;

  const proceed = async (own: number, patience: number): Promise<void> => {
    const work = kept as NonNullable<typeof kept>;
    const { plan, series } = work;
    lanes ??= openLanes(workerSource);
    const each = (): number => (work.done > 0 ? work.spent / work.done : 0);
    const tell = (level: number, state: Progress["state"], left = 0): void =>
      onStep({ plan, series, level, state, done: work.done, each: each(), left });
    for (const [level, places] of plan.levels.entries()) {
      const queues = series.map(({ doubts }, s) => ({
        s,
        places: places.filter((p) => doubts[p] === NOT_YET),
      }));
      const count = queues.reduce((sum, queue) => sum + queue.places.length, 0);
      const left = (count * each()) / lanes.length;
      if (left > patience) {
        tell(level, "slow", left);
        return;
      }
      const lane = async (one: Lane): Promise<void> => {
        for (;;) {
          // the one that is furthest behind: a place is drawn once it is known of all
          const queue = queues.reduce((a, b) => (b.places.length > a.places.length ? b : a));
          if (own !== run || queue.places.length === 0) return;
          const taken = queue.places.splice(0, Math.ceil(queue.places.length / (2 * (lanes?.length ?? 1))));
          try {
            const solved = await one.ask({
              base: plan.bases[queue.s],
              observe: plan.observe,
              columns: plan.columns,
              keys: plan.keys,
              points: taken.map(plan.values),
            });
            if (own !== run) return;
            queue.places.unshift(...taken.slice(solved.count));
            put(series[queue.s], plan.columns.length, taken, solved);
            work.done += solved.count;
            work.spent += solved.took;
          } catch {
            if (own !== run) return;
            queue.places.unshift(...taken);
            lanes = [HERE]; // no workers here, or one died: the page itself computes
            return;
          }
          tell(level, "running");
        }
      };
      while (own === run && queues.some(({ places }) => places.length > 0))
        await Promise.all(lanes.map(lane));
      if (own !== run) return;
    }
    tell(plan.levels.length, "done");
  };
  return {
    start: (plan, known) => {
      const series =
        known ??
        plan.bases.map(
          (): Series => ({
            rows: new Float64Array(plan.places * plan.columns.length).fill(Number.NaN),
            doubts: new Uint8Array(plan.places).fill(NOT_YET),
            refusals: new Map(),
          }),
        );
      kept = { plan, series, done: 0, spent: 0 };
      proceed(++run, PATIENCE);
    },
    resume: () => {
      if (kept) proceed(++run, Number.POSITIVE_INFINITY);
    },
    stop: () => {
      run++;
      for (const { end } of lanes ?? []) end();
      if (!kept) return;
      const { plan, series, done, spent } = kept;
      onStep({ plan, series, level: 0, state: "stopped", done, each: done > 0 ? spent / done : 0, left: 0 });
    },
    drop: () => {
      run++;
    },
  };
}

function put(
  { rows, doubts, refusals }: Series,
  width: number,
  places: readonly number[],
  solved: SolvedStrip,
): void {
  for (let i = 0; i < solved.count; i++) {
    rows.set(solved.rows.subarray(i * width, (i + 1) * width), places[i] * width);
    doubts[places[i]] = solved.doubts[i];
  }
  for (const [i, message] of solved.refusals) refusals.set(places[i], message);
}

const HERE: Lane = {
  ask: async (strip) => {
    await new Promise((resolve) => setTimeout(resolve)); // the page answers in between
    return solveStrip(strip, STRIP_TIME / 3);
  },
  end: () => {},
};

function openLanes(source: string): Lane[] {
  try {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const count = Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1));
    return Array.from({ length: count }, () => openLane(address));
  } catch {
    return [HERE];
  }
}

function openLane(address: string): Lane {
  let worker: Worker | undefined = new Worker(address);
  let busy: Promise<unknown> | undefined;
  let end = (): void => {};
  return {
    ask: async (strip) => {
      if (busy) {
        const given = setTimeout(() => end(), GIVEN_UP);
        await busy;
        clearTimeout(given);
      }
      const answer = new Promise<SolvedStrip>((resolve, reject) => {
        worker ??= new Worker(address);
        const over = (reason: string): void => {
          worker?.terminate();
          worker = undefined;
          reject(new Error(reason));
        };
        end = () => over("given up");
        worker.onmessage = ({ data }: MessageEvent<SolvedStrip>) => resolve(data);
        worker.onerror = (event) => {
          event.preventDefault();
          over(event.message);
        };
        worker.postMessage(strip);
      });
      busy = answer
        .catch(() => {})
        .finally(() => {
          busy = undefined;
          end = () => {};
        });
      return answer;
    },
    end: () => end(),
  };
}
