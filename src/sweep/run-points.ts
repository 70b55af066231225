// Who computes which points when. A sweep begins on the calling thread, in slices between which the event loop turns;
// if much is left after the first of them, and there are workers, it goes to them in chunks: each worker takes the
// next chunk as soon as it has done its last, so that unequal costs balance.
import { InputError } from "../input/guards";
import { type Block, firstLine } from "./points";

/** What is used of an AbortSignal. */
export interface StopSignal {
  /** whether it has been sent */
  readonly aborted: boolean;
  /** asks to be told when it is */
  addEventListener(type: "abort", listener: () => void, options?: { once: boolean }): void;
  /** asks no longer */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Points from `from` up to `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Threads that compute points. */
export interface WorkerPool {
  readonly workers: number;
  /** the block and the milliseconds that it took; rejects only if the worker was lost, and the chunk with it */
  compute(span: Span): Promise<{ block: Block; milliseconds: number }>;
  /** ends the workers, also those that compute */
  close(): Promise<void>;
}

/** One of the threads. */
export interface Thread {
  /** as the pool's */
  compute(span: Span): ReturnType<WorkerPool["compute"]>;
  close(): Promise<unknown>;
}

/** A pool of threads. */
export function poolOf(threads: readonly Thread[]): WorkerPool {
  const idle = [...threads];
  return {
    workers: threads.length,
    async compute(span) {
      const thread = idle.pop() as Thread; // there are never more chunks than workers
      try {
        return await thread.compute(span);
      } finally {
        idle.push(thread);
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** From this size of sector on, one point can keep a thread busy for longer than its user would wait. */
const LARGE_SECTOR = 36;

/** Whether a sweep leaves everything to its workers from the start: if so many were asked for, or a point takes long. */
export const goesAtOnce = (largestSector: number, wanted?: number): boolean =>
  wanted !== undefined || largestSector > LARGE_SECTOR;

/** A chunk as a thread answers it. */
export function timed(computeBlock: (from: number, to: number) => Block, { from, to }: Span): Computed {
  const started = performance.now();
  const block = computeBlock(from, to);
  return { block, milliseconds: performance.now() - started };
}

/** What a thread comes back with. */
export type Computed = Awaited<ReturnType<WorkerPool["compute"]>>;

/** How the points of a sweep get computed. */
export interface Runner {
  /** computes and keeps points of a span until the clock has passed `until`; returns the first that it did not reach */
  readonly here: (span: Span, until: number) => number;
  /** keeps what a worker has computed */
  readonly keep: (block: Block) => void;
  /** opens the workers; without it the calling thread does it all */
  readonly openPool?: () => WorkerPool;
  /** go to the workers at once, without trying on the calling thread */
  readonly atOnce?: boolean;
  /** keeps a point that no worker survived as failed */
  readonly giveUp: (point: number, reason: string) => void;
  /** called after points have been kept */
  readonly onStep?: () => void;
  readonly signal?: StopSignal;
}

/** Milliseconds on the calling thread before the event loop gets a turn. */
const SLICE = 40;
/** Less work than this, in milliseconds, is not worth starting workers for. */
const SMALL = 200;
/** Points in a slice at most: room for them is made before they are computed. */
const LONGEST = 4096;
/** What a chunk should take, in milliseconds: long against a message, short against patience. */
const CHUNK = 80;
/** So many chunks lost in a row, without one done between them, mean that no worker works. */
const HOPELESS = 25;

const length = ({ from, to }: Span): number => to - from;

/** Computes the points of all spans; returns early if the signal says so. */
export async function runPoints(spans: readonly Span[], runner: Runner): Promise<void> {
  const { here, openPool, atOnce, onStep, signal } = runner;
  const queue = spans.filter((span) => length(span) > 0);
  if (signal?.aborted) return;
  if (openPool && atOnce) return runInPool(queue, openPool(), runner, CHUNK);
  const stopped = new Promise((resolve) =>
    signal?.addEventListener("abort", () => resolve(undefined), { once: true }),
  );
  while (queue.length > 0) {
    const [span] = queue;
    let each = 0;
    const slice = inTurn(() => {
      if (signal?.aborted) return;
      const started = performance.now();
      const to = here({ from: span.from, to: Math.min(span.to, span.from + LONGEST) }, started + SLICE);
      each = (performance.now() - started) / (to - span.from);
      if (to < span.to) queue[0] = { from: to, to: span.to };
      else queue.shift();
      onStep?.();
    });
    await Promise.race([slice, stopped]); // a slice that is broken off is never over
    if (signal?.aborted) return;
    if (openPool && each * count(queue) > SMALL) return runInPool(queue, openPool(), runner, each);
  }
}

/** Works in a turn of the event loop of its own: between two of them timers, interrupts and drawing have their chance. */
const inTurn = (work: () => void): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 0)).then(work);

const count = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + length(span), 0);

async function runInPool(
  queue: Span[],
  pool: WorkerPool,
  { keep, giveUp, onStep, signal }: Runner,
  estimate: number,
): Promise<void> {
  let each = estimate; // milliseconds for one point
  let lost = 0; // chunks in a row
  let over = false;
  const deaths = new Map<number, number>(); // of workers that computed this point alone

  function take(): Span | undefined {
    const next = queue.shift();
    if (!next) return undefined;
    // smaller towards the end, so that all workers finish together
    const share = Math.ceil((length(next) + count(queue)) / (2 * pool.workers));
    const to = next.from + Math.max(1, Math.min(Math.round(CHUNK / each), share, length(next)));
    if (to < next.to) queue.unshift({ from: to, to: next.to });
    return { from: next.from, to };
  }

  // the lost chunk in halves, again and again if need be, until the point that ends workers stands alone
  function takeBack({ from, to }: Span, reason: string): void {
    if (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      queue.unshift({ from, to: middle }, { from: middle, to });
      return;
    }
    const died = (deaths.get(from) ?? 0) + 1;
    deaths.set(from, died);
    if (died < 2) queue.unshift({ from, to });
    else giveUp(from, `the worker that computed this point died, twice: ${reason}`);
  }

  async function work(): Promise<void> {
    while (!over) {
      const span = take();
      if (!span) return;
      const computed = await pool.compute(span).catch((error: unknown) => {
        if (over) return;
        lost++;
        if (lost >= HOPELESS) {
          throw new InputError(
            `the workers die: ${firstLine(error)}; with workers: 0 the calling thread computes`,
            "too-large",
          );
        }
        takeBack(span, firstLine(error));
      });
      if (computed) {
        keep(computed.block);
        each = (each + computed.milliseconds / length(span)) / 2;
        lost = 0;
      }
      onStep?.();
    }
  }

  const stop = (): Promise<void> => {
    over = true;
    return pool.close();
  };
  signal?.addEventListener("abort", stop);
  try {
    await Promise.all(Array.from({ length: pool.workers }, work));
  } finally {
    signal?.removeEventListener("abort", stop);
    await stop();
  }
}
