// The reader's cores for a sweep: workers of a worker, made from the same script.
import { type Computed, goesAtOnce, poolOf, type Thread } from "../../sweep/run-points";
import type { SweepPlan, SweepSpec } from "../../sweep/spec";
import type { Workers } from "../../sweep/sweep";
import type { Request } from "./messages";

/** @param script the text of the script that this worker runs: its own address is none that it may open */
export function pageWorkers(script: string) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return ({ largestSector }: SweepPlan, spec: SweepSpec, wanted?: number): Workers => {
    const length = Math.max(1, wanted ?? navigator.hardwareConcurrency ?? 1);
    return {
      open: () => poolOf(Array.from({ length }, () => openThread(address, spec))),
      atOnce: goesAtOnce(largestSector, wanted),
    };
  };
}

function openThread(address: string, spec: SweepSpec): Thread {
  const worker = new Worker(address);
  const tell = (request: Request): void => worker.postMessage(request);
  tell({ type: "points", spec });
  return {
    compute: ({ from, to }) =>
      new Promise<Computed>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Computed>) => resolve(data);
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message || "a worker was lost"));
        };
        tell({ type: "span", from, to });
      }),
    close: async () => worker.terminate(),
  };
}
