// A worker thread of a sweep: knows the sweep from its start, and computes the chunks that it is asked for.
import { parentPort, workerData } from "node:worker_threads";
import { blockComputer } from "../sweep/points";
import type { Span } from "../sweep/run-points";
import { planSweep, type SweepSpec } from "../sweep/spec";

const computeBlock = blockComputer(planSweep(workerData as SweepSpec));

parentPort?.on("message", ({ from, to }: Span) => {
  const started = performance.now();
  const block = computeBlock(from, to);
  const computed = { block, milliseconds: performance.now() - started };
  parentPort?.postMessage(computed, [block.values.buffer as ArrayBuffer]);
});
