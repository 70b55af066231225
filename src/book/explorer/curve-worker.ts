// Solves away from the page, so that the page never waits: parts of the grid, strips of a survey, and any model that a link
// may hold.
import type { ModelDescription } from "../../description";
import { solvePart } from "./curves";
import { solveGraph } from "./graph-point";
import type { Parameters } from "./parameters";
import { STRIP_TIME, type Strip, solveStrip } from "./survey";

/** What a worker is asked for the curves; it answers with the part. */
export interface Task {
  readonly parameters: Parameters;
  readonly from: number;
  readonly to: number;
}

/** Answers what the page asks, in a worker. */
export function answerPage(): void {
  addEventListener("message", ({ data }: MessageEvent<Task | Strip | ModelDescription>) => {
    if ("baths" in data) postMessage(solveGraph(data));
    else if ("points" in data) {
      const solved = solveStrip(data, STRIP_TIME);
      postMessage(solved, { transfer: [solved.rows.buffer as ArrayBuffer] });
    } else {
      const part = solvePart(data.parameters, data.from, data.to);
      postMessage(part, { transfer: [part.rows.buffer as ArrayBuffer] });
    }
  });
}
