// Worker threads for a sweep in Node: as many as there are cores, and memory for.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { pointBytes } from "../model/memory";
import { type Computed, goesAtOnce, poolOf, type Thread, type WorkerPool } from "../sweep/run-points";
import type { SweepPlan, SweepSpec } from "../sweep/spec";
import type { Workers } from "../sweep/sweep";

/** The worker's code as built; found from src/ too. */
const SCRIPT = join(__dirname, "..", "..", "dist", "node", "point-worker.js");

/** Bytes that a worker takes for itself. */
const WORKER = 60e6;
/** How many workers a sweep gets: at most `wanted`, and no more than fit into the memory that is free; at least one. */
export function workerCount({ largestSector }: SweepPlan, wanted?: number): number {
  const free = process.availableMemory?.() ?? 2e9;
  const each = WORKER + pointBytes(largestSector);
  return Math.max(1, Math.min(wanted ?? availableParallelism(), Math.floor((0.8 * free) / each)));
}

/** The worker threads of a sweep in Node, opened when they are needed: from the start if a number is given. */
export function nodeWorkers(plan: SweepPlan, spec: SweepSpec, wanted?: number): Workers {
  const open = (): WorkerPool => openWorkers(spec, workerCount(plan, wanted));
  return { open, atOnce: goesAtOnce(plan.largestSector, wanted) };
}

/** Starts the workers of a sweep; they know it from the start, so that a chunk is two numbers. */
export function openWorkers(spec: SweepSpec, workers: number, script: string = SCRIPT): WorkerPool {
  return poolOf(Array.from({ length: workers }, () => openThread(script, spec)));
}

/** One worker, started when it is needed and again after it was lost. */
function openThread(script: string, spec: SweepSpec): Thread {
  let worker: Worker | undefined;
  let settle: { resolve(computed: Computed): void; reject(error: unknown): void } | undefined;

  function start(): Worker {
    const started = new Worker(script, { workerData: spec });
    const lose = (error: unknown): void => {
      if (worker !== started) return;
      worker = undefined;
      settle?.reject(error);
    };
    started.on("message", (computed: Computed) => settle?.resolve(computed));
    started.on("error", lose);
    started.on("exit", (code) => lose(new Error(`it ended with exit code ${code}`)));
    return started;
  }
  return {
    compute(span) {
      worker ??= start();
      const running = worker;
      return new Promise<Computed>((resolve, reject) => {
        settle = { resolve, reject };
        running.postMessage(span);
      }).finally(() => {
        settle = undefined;
      });
    },
    close: async () => worker?.terminate(),
  };
}
