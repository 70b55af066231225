// The reader's cores for a sweep: workers of a worker, made from the same script.
import type { Block } from "../../sweep/points";
import type { Span, WorkerPool } from "../../sweep/run-points";
import type { SweepPlan, SweepSpec } from "../../sweep/spec";
import type { Workers } from "../../sweep/sweep";
import type { Request } from "./messages";

/** From this size of sector on, one point can keep a thread busy for longer than its reader would wait. */
const LARGE_SECTOR = 36;

export function pageWorkers(plan: SweepPlan, spec: SweepSpec, wanted?: number): Workers {
  const count = Math.max(1, wanted ?? navigator.hardwareConcurrency ?? 1);
  return {
    open: () => openWorkers(spec, count),
    atOnce: wanted !== undefined || plan.largestSector > LARGE_SECTOR,
  };
}

interface Done {
  readonly block: Block;
  readonly milliseconds: number;
}

function openWorkers(spec: SweepSpec, count: number): WorkerPool {
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const tell = (worker: Worker, request: Request): void => worker.postMessage(request);
  const all = Array.from({ length: count }, () => {
    const worker = new Worker(self.location.href);
    tell(worker, { type: "points", spec });
    idle.push(worker);
    return worker;
  });
  const free = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    workers: count,
    async compute({ from, to }: Span): Promise<Done> {
      const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      return new Promise<Done>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Done>) => {
          free(worker);
          resolve(data);
        };
        worker.onerror = (event) => {
          event.preventDefault();
          free(worker);
          reject(new Error(event.message || "a worker was lost"));
        };
        tell(worker, { type: "span", from, to });
      });
    },
    async close() {
      for (const worker of all) worker.terminate();
    },
  };
}
