// Curves that keep up: Node has no web workers, so here the page's own way is taken.
import { expect, test } from "vitest";
import { createSweep } from "../../src/book/explorer/curve-workers";
import type { Curves } from "../../src/book/explorer/curves";
import { DEFAULTS, type Parameters } from "../../src/book/explorer/parameters";

test("of requests that come while one is computed only the latest counts", async () => {
  const answered: Curves[] = [];
  const requests = [0.5, 1, 1.5, 2, 2.5].map((tl): Parameters => ({ ...DEFAULTS, tl }));
  await new Promise<void>((resolve) => {
    const request = createSweep("", (curves) => {
      answered.push(curves);
      if (answered.length === 2) setTimeout(resolve, 50);
    });
    for (const parameters of requests) request(parameters);
  });
  expect(answered.map(({ parameters }) => parameters.tl)).toEqual([0.5, 2.5]);
  for (const { column } of answered) expect(column.heatUpper.every(Number.isFinite)).toBe(true);
  expect(answered[0].column.heatUpper).not.toEqual(answered[1].column.heatUpper);
});
