// Worker threads for a sweep in Node: as many as there are cores, and memory for.
import { availableParallelism } from "node:os";
import { join } from "node:path";

import workerpool = require("workerpool");

import { POINT_MATRICES } from "../model/memory";
import type { Block } from "../sweep/points";
import type { WorkerPool } from "../sweep/run-points";
import type { SweepPlan, SweepSpec } from "../sweep/spec";
import type { Workers } from "../sweep/sweep";

/** The worker's code as built; found from src/ too. */
const SCRIPT = join(__dirname, "..", "..", "dist", "node", "point-worker.js");

/** Bytes that a worker takes for itself. */
const WORKER = 60e6;
/** From this size of sector on, one point can keep a thread busy for longer than its user would wait. */
const LARGE_SECTOR = 36;

/** How many workers a sweep gets: at most `wanted`, and no more than fit into the memory that is free; at least one. */
export function workerCount({ largestSector }: SweepPlan, wanted?: number): number {
  const free = process.availableMemory?.() ?? 2e9;
  const each = WORKER + 8 * POINT_MATRICES * largestSector ** 2;
  return Math.max(1, Math.min(wanted ?? availableParallelism(), Math.floor((0.8 * free) / each)));
}

/** The worker threads of a sweep in Node, opened when they are needed: from the start if a number is given. */
export function nodeWorkers(plan: SweepPlan, spec: SweepSpec, wanted?: number): Workers {
  const open = (): WorkerPool => openWorkers(spec, workerCount(plan, wanted));
  return { open, atOnce: wanted !== undefined || plan.largestSector > LARGE_SECTOR };
}

/** Starts the workers of a sweep; they know it from the start, so that a chunk is two numbers. */
export function openWorkers(spec: SweepSpec, workers: number, script: string = SCRIPT): WorkerPool {
  const pool = workerpool.pool(script, {
    workerType: "thread",
    maxWorkers: workers,
    workerTerminateTimeout: 50,
    workerThreadOpts: { workerData: spec },
  });
  async function terminate(): Promise<void> {
    await pool.terminate(true);
  }
  let closing: Promise<void> | undefined;
  return {
    workers,
    async compute({ from, to }) {
      return (await pool.exec("compute", [from, to])) as { block: Block; milliseconds: number };
    },
    close() {
      closing ??= terminate();
      return closing;
    },
  };
}
