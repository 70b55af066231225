// A worker thread of a sweep: knows the sweep from its start, and computes the chunks that it is asked for.
import { workerData } from "node:worker_threads";

import workerpool = require("workerpool");

import { blockComputer } from "../sweep/points";
import { planSweep, type SweepSpec } from "../sweep/spec";

const computeBlock = blockComputer(planSweep(workerData as SweepSpec));

workerpool.worker({
  compute(from: number, to: number) {
    const started = performance.now();
    const block = computeBlock(from, to);
    return new workerpool.Transfer({ block, milliseconds: performance.now() - started }, [
      block.values.buffer,
    ]);
  },
});
