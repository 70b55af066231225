// Which levels are one, and what is said of them: the same in every basis of their eigenspace.
import { Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import {
  block,
  coinciding,
  degenerateLevels,
  degenerateWidth,
  energyScale,
  levelPopulations,
  MIXED,
  stretchOf,
} from "../../src/numerics/eigenspaces";
import { expectClose } from "../support/close";

test("stretches are as long as each entry is near the one before it, wherever they stand", () => {
  const found = (list: number[], width: number) => coinciding(Float64Array.from(list), width);
  expect(found([0, 1, 2, 4, 6, 7], 1)).toEqual([
    { first: 0, end: 3 },
    { first: 4, end: 6 },
  ]);
  expect(found([7, 6, 4, 2, 2], 1)).toEqual([
    { first: 0, end: 2 },
    { first: 3, end: 5 },
  ]);
  expect(found([0, 2, 3, 4], 1)).toEqual([{ first: 1, end: 4 }]);
  expect(found([0, 2, 4], 1)).toEqual([]);
  expect(found([3], 1)).toEqual([]);
});

test.each([
  [[-5, 1, 3], 8],
  [[-5, -4, -3], 5],
  [[2, 3, 4], 4],
  [[-3, 4], 7],
])("energies %j are rounded relative to %d, the largest of them or their distance", (energies, scale) => {
  expect(energyScale(Float64Array.from(energies))).toBe(scale);
});

test.each([1, 1e-30, 1e30])("levels are one where 14 digits do not part them, in units of %s", (unit) => {
  const levels = (gap: number) => Float64Array.of(-4 * unit, 4 * unit, (4 + gap) * unit);
  expect(degenerateLevels(levels(8e-14))).toEqual([{ first: 1, end: 3 }]);
  expect(degenerateLevels(levels(2e-13))).toEqual([]);
  expect(degenerateLevels(levels(7e-11), MIXED)).toEqual([{ first: 1, end: 3 }]);
  expect(degenerateLevels(levels(1e-10), MIXED)).toEqual([]);
  expect(degenerateWidth(levels(0))).toBeGreaterThan(8e-14 * unit);
  expect(degenerateWidth(levels(0))).toBeLessThan(2e-13 * unit);
});

test("an entry belongs to its stretch, or is one by itself", () => {
  const stretches = [
    { first: 1, end: 3 },
    { first: 4, end: 6 },
  ];
  expect([0, 1, 2, 3, 4, 5, 6].map((k) => stretchOf(stretches, k).first)).toEqual([0, 1, 1, 3, 4, 4, 6]);
  expect([0, 1, 2, 3, 4, 5, 6].map((k) => stretchOf(stretches, k).end)).toEqual([1, 3, 3, 4, 6, 6, 7]);
});

test("a block is what stands in its rows and columns", () => {
  const matrix = Float64Array.from({ length: 25 }, (_, i) => 10 * Math.floor(i / 5) + (i % 5));
  expect(Array.from(block(matrix, { first: 2, end: 4 }, 5))).toEqual([22, 23, 32, 33]);
});

test("populations of a degenerate level are those of the basis that makes ρ diagonal in it, descending", () => {
  // 0.1 and 0.3 on states 2 and 3, turned into each other with a phase; a coherence with state 1 that no population sees
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const [cos, sin] = [Math.cos(1.1), Math.sin(1.1)].map((part) => 0.2 * c * s * part);
  const [p2, p3] = [0.1 * c * c + 0.3 * s * s, 0.1 * s * s + 0.3 * c * c];
  const x = new Matrix([
    [0.1, 0.05, 0, 0],
    [0.05, p2, cos, 0],
    [0, cos, p3, 0],
    [0, 0, 0, 0.5],
  ]);
  const y = new Matrix([
    [0, 0, 0, 0],
    [0, 0, sin, 0],
    [0, -sin, 0, 0],
    [0, 0, 0, 0],
  ]);
  const [re, im] = [x, y].map((m) => Float64Array.from(m.to1DArray()));
  const at = (...levels: number[]) => levelPopulations(Float64Array.from(levels), re, im);
  expectClose(at(0, 1, 1, 2), [0.1, 0.3, 0.1, 0.5], 1e-15);
  expectClose(at(0, 1, 2, 3), [0.1, p2, p3, 0.5], 1e-15);
  expectClose(at(0, 0.5, 1, 1), [0.1, p2, 0.5, p3], 1e-15);
});
