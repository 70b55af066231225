// The models of data/precise, solved there in 150 digits and more: the far ends of every parameter, and near-symmetries.
import { expect, test } from "vitest";
import { judge, ranges } from "../../data/precise/table.mjs";
import { solve } from "../../src/solve";

test("there are ten ranges", () => {
  expect(ranges).toHaveLength(10);
});

test.each(ranges)(
  "%s: answered within its bounds or refused, and of what can be answered nine in ten",
  (range) => {
    const { models, answerable, ofThese, wrong } = judge(range, solve);
    expect(wrong).toEqual([]);
    expect(models).toBeGreaterThanOrEqual(40);
    expect(answerable).toBeGreaterThanOrEqual(30);
    expect(ofThese).toBeGreaterThanOrEqual(0.9 * answerable);
  },
);
