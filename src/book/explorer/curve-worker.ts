// Solves away from the page, so that the page never waits: parts of the grid, and any model that a link may hold.
import type { ModelDescription } from "../../description";
import { solvePart } from "./curves";
import { solveGraph } from "./graph-point";
import type { Parameters } from "./parameters";

/** What a worker is asked; it answers with the part. */
export interface Task {
  readonly parameters: Parameters;
  readonly from: number;
  readonly to: number;
}

addEventListener("message", ({ data }: MessageEvent<Task | ModelDescription>) => {
  if ("baths" in data) {
    postMessage(solveGraph(data));
    return;
  }
  const part = solvePart(data.parameters, data.from, data.to);
  postMessage(part, { transfer: [part.rows.buffer as ArrayBuffer] });
});
