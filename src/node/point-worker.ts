// A worker thread of a sweep: knows the sweep from its start, and computes the chunks that it is asked for.
import { parentPort, workerData } from "node:worker_threads";
import { blockComputer } from "../sweep/points";
import { type Span, timed } from "../sweep/run-points";
import { planSweep, type SweepSpec } from "../sweep/spec";

const computeBlock = blockComputer(planSweep(workerData as SweepSpec));

parentPort?.on("message", (span: Span) => {
  const computed = timed(computeBlock, span);
  parentPort?.postMessage(computed, [computed.block.values.buffer as ArrayBuffer]);
});
