// Keeps what is shown up with the sliders: one computation at a time, and of all that is asked meanwhile only the latest.

import type { ModelDescription } from "../../description";
import type { Task } from "./curve-worker";
import { type Curves, joinParts, type Part, solvePart, stretches } from "./curves";
import { type GraphPoint, solveGraph } from "./graph-point";
import type { Parameters } from "./parameters";

/** Hands out the parts of a task and collects them. */
type Compute = (parameters: Parameters) => Promise<Part[]>;

/** Answers the latest question, and what lies between only where there was time; `onWaiting` hears that one waits. */
function latest<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
  onAnswer: (answer: Answer, question: Question) => void,
  onWaiting: () => void = () => {},
): (question: Question) => void {
  let busy = false;
  let next: { question: Question } | undefined;
  const run = async (question: Question): Promise<void> => {
    busy = true;
    const found = await answer(question);
    busy = false;
    onAnswer(found, question);
    if (!next) return;
    const { question: waiting } = next;
    next = undefined;
    run(waiting);
  };
  return (question) => {
    if (!busy) {
      run(question);
      return;
    }
    next = { question };
    onWaiting();
  };
}

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
  const parts = async (parameters: Parameters): Promise<Part[]> => {
    try {
      return await compute(parameters);
    } catch {
      compute = computeHere; // the workers did not start or died
      return compute(parameters);
    }
  };
  return latest(parts, (found, parameters) => onCurves(joinParts(parameters, found)));
}

/** Milliseconds that a point may take once another one waits. */
const GIVEN_UP = 1000;

/**
 * The same for the points of any model, which may take long: one that nobody waits for any more is given up.
 *
 * @param onPoint hears the point, and what of
 */
export function createSolver(
  workerSource: string,
  onPoint: (point: GraphPoint, description: ModelDescription) => void,
): (description: ModelDescription) => void {
  let address: string | undefined;
  let worker: Worker | undefined;
  let giveUp = (): void => {};
  let alarm: ReturnType<typeof setTimeout> | undefined;
  const away = (description: ModelDescription): Promise<GraphPoint> =>
    new Promise((resolve, reject) => {
      address ??= URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
      worker ??= new Worker(address);
      const end = (): void => {
        worker?.terminate();
        worker = undefined;
      };
      worker.onmessage = ({ data }: MessageEvent<GraphPoint>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        end();
        reject(new Error(event.message));
      };
      giveUp = () => {
        end();
        resolve({ refusal: "given up for what was asked next" });
      };
      worker.postMessage(description);
    });
  let solve = away;
  const solved = async (description: ModelDescription): Promise<GraphPoint> => {
    try {
      return await solve(description);
    } catch {
      solve = async (one) => solveGraph(one); // no workers here, or it died: the page itself solves
      return solve(description);
    } finally {
      clearTimeout(alarm);
      alarm = undefined;
    }
  };
  return latest(solved, onPoint, () => {
    alarm ??= setTimeout(() => giveUp(), GIVEN_UP);
  });
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
