// Keeps the curves up with the sliders: one computation at a time, and of all that is asked meanwhile only the latest.

import type { Task } from "./curve-worker";
import { type Curves, joinParts, type Part, solvePart, stretches } from "./curves";
import type { Parameters } from "./parameters";

/** Hands out the parts of a task and collects them. */
type Compute = (parameters: Parameters) => Promise<Part[]>;

/**
 * Calls `onCurves` with the curves of the latest parameters asked for, and with what lies between only where there
 * was time for it.
 *
 * @param workerSource the script of a worker; where workers are refused, the page computes in slices
 */
export function createSweep(
  workerSource: string,
  onCurves: (curves: Curves) => void,
): (parameters: Parameters) => void {
  let compute: Compute = computeHere;
  try {
    compute = workerPool(workerSource);
  } catch {
    // no workers here: the page itself computes
  }
  let busy = false;
  let next: Parameters | undefined;
  const run = async (parameters: Parameters): Promise<void> => {
    busy = true;
    let parts: Part[];
    try {
      parts = await compute(parameters);
    } catch {
      compute = computeHere; // the workers did not start or died
      parts = await compute(parameters);
    }
    busy = false;
    onCurves(joinParts(parameters, parts));
    if (!next) return;
    const latest = next;
    next = undefined;
    run(latest);
  };
  return (parameters) => {
    if (busy) next = parameters;
    else run(parameters);
  };
}

/** Workers made from text, so that they start from a file as from a server; each takes one stretch of the grid. */
function workerPool(source: string): Compute {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const count = Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1));
  const workers = Array.from({ length: count }, () => new Worker(address));
  return (parameters) => {
    const parts = stretches(count).map(
      ([from, to], k) =>
        new Promise<Part>((resolve, reject) => {
          workers[k].onmessage = ({ data }: MessageEvent<Part>) => resolve(data);
          workers[k].onerror = (event) => {
            event.preventDefault();
            for (const worker of workers) worker.terminate();
            reject(new Error(event.message));
          };
          workers[k].postMessage({ parameters, from, to } satisfies Task);
        }),
    );
    return Promise.all(parts);
  };
}

/** About 8 ms each, so that the page can answer in between. */
const SLICES = 8;

async function computeHere(parameters: Parameters): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [from, to] of stretches(SLICES)) {
    await new Promise((resolve) => setTimeout(resolve));
    parts.push(solvePart(parameters, from, to));
  }
  return parts;
}
