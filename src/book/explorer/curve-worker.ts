// Solves parts of the grid away from the page, so that the page never waits.
import { solvePart } from "./curves";
import type { Parameters } from "./parameters";

/** What a worker is asked; it answers with the part. */
export interface Task {
  readonly parameters: Parameters;
  readonly from: number;
  readonly to: number;
}

addEventListener("message", ({ data }: MessageEvent<Task>) => {
  const part = solvePart(data.parameters, data.from, data.to);
  postMessage(part, { transfer: [part.rows.buffer as ArrayBuffer] });
});
