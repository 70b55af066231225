import { expect, test } from "vitest";
import {
  findMinima,
  findMinimum,
  findRoot,
  findZeros,
  linspace,
  positiveRegions,
} from "../../src/numerics/extrema";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";

test("roots are found to the last digits, in either order of the ends", () => {
  expect(findRoot(Math.cos, 1, 2)).toBeCloseTo(Math.PI / 2, 12);
  expect(findRoot(Math.cos, 2, 1)).toBeCloseTo(Math.PI / 2, 12);
  expect(findRoot((x) => x ** 3 - 2, 0, 5)).toBeCloseTo(Math.cbrt(2), 11);
  expect(findRoot((x) => Math.tanh(50 * (x - 0.3)), -4, 4)).toBeCloseTo(0.3, 11);
});

test("a root at an end is that end", () => {
  expect(findRoot((x) => x, 0, 1)).toBe(0);
  expect(findRoot((x) => x - 1, 0, 1)).toBe(1);
});

test("a root search without a change of sign is refused", () => {
  expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(/opposite signs/);
  expect(() => findRoot(() => Number.NaN, -1, 1)).toThrow(/opposite signs/);
});

test("minima are found inside and at the ends", () => {
  const parabola = findMinimum((x) => (x - 1) ** 2 + 3, -2, 5);
  expect(parabola.at).toBeCloseTo(1, 7);
  expect(parabola.value).toBeCloseTo(3, 14);
  expect(findMinimum((x) => Math.abs(x - 0.2), -1, 1).at).toBeCloseTo(0.2, 8);
  expect(findMinimum((x) => x, -1, 1).at).toBeCloseTo(-1, 7);
  expect(findMinimum((x) => -x, -1, 1).at).toBeCloseTo(1, 7);
  expect(findMinimum((x) => Math.cosh(x - 2) - 1, 0, 9).at).toBeCloseTo(2, 6);
});

test("a smooth minimum is placed to ten digits, a kink is left where it is", () => {
  expect(Math.abs(findMinimum((x) => Math.cosh(x - 2) - 1, 0, 9).at - 2)).toBeLessThan(1e-10);
  expect(Math.abs(findMinimum((x) => -Math.sin(x) * Math.exp(-x / 5), 0, 3).at - Math.atan(5))).toBeLessThan(
    1e-9,
  );
  expect(findMinimum((x) => (x < 0.7 ? 0.7 - x : 3 * (x - 0.7)), 0, 2).at).toBeCloseTo(0.7, 8);
});

test("so it is in a narrow interval far from zero", () => {
  expect(Math.abs(findMinimum((x) => Math.cosh(x - 1000.4), 1000, 1001).at - 1000.4)).toBeLessThan(1e-9);
  expect(Math.abs(findMinimum((x) => Math.cosh(x + 1000.4), -1001, -1000).at + 1000.4)).toBeLessThan(1e-9);
});

test("linspace includes both ends", () => {
  expect(linspace(-1, 1, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
});

test("linspace of one number is its first, and none that is not finite comes from it", () => {
  expect(linspace(-1, 1, 1)).toEqual([-1]);
  for (const [low, high, count, complaint] of [
    [0, 1, 0, /^count must be an integer from 1 to \d+, got 0$/],
    [0, 1, 2.5, /^count must be .* got 2.5$/],
    [0, Number.NaN, 3, /^high must be a finite number, got NaN$/],
    [Number.NEGATIVE_INFINITY, 1, 3, /^low must be a finite number, got -Infinity$/],
  ] as const)
    expect(refusal(() => linspace(low, high, count))).toMatch(complaint);
});

test("all minima of a curve that the grid shows are found, those at its ends are not among them", () => {
  const minima = findMinima((x) => Math.cos(x) + 2, linspace(-Math.PI, 12, 60));
  expect(minima).toHaveLength(2);
  for (const [i, { at, value }] of minima.entries()) {
    expect(at).toBeCloseTo((2 * i + 1) * Math.PI, 6);
    expect(value).toBeCloseTo(1, 14);
  }
  expect(findMinima((x) => x, [0, 1, 2])).toEqual([]);
});

test("with its slope at hand a minimum is found to the last digits", () => {
  const found = findMinima(Math.cos, linspace(0, 12, 49), (x) => -Math.sin(x));
  expect(found.map(({ at }) => at)).toHaveLength(2);
  for (const [i, { at, value }] of found.entries()) {
    expect(Math.abs(at - (2 * i + 1) * Math.PI)).toBeLessThan(4e-15);
    expect(value).toBe(-1);
  }
  // where the slope is of no use, values decide
  const [kink] = findMinima(
    (x) => Math.abs(x - 0.2),
    linspace(-1, 1, 8),
    () => Number.NaN,
  );
  expect(kink.at).toBeCloseTo(0.2, 8);
});

test("zeros between grid points and on them are found", () => {
  expectClose(findZeros(Math.cos, linspace(0, 6, 7)), [Math.PI / 2, (3 * Math.PI) / 2], 1e-15);
  expect(findZeros((x) => x * (x - 1) * (x + 2), [-3, -2, -1, 0, 0.5, 1, 2])).toEqual([-2, 0, 1]);
  expect(findZeros((x) => x * x, [-1, 0, 1])).toEqual([]);
});

test("a pair of zeros between two grid points shows where the slope is known", () => {
  const f = (x: number) => (x - 0.5) ** 2 - 0.01;
  expect(findZeros(f, [-1, 0, 1, 2])).toEqual([]);
  expectClose(
    findZeros(f, [-1, 0, 1, 2], (x) => 2 * (x - 0.5)),
    [0.4, 0.6],
    1e-15,
  );
  expect(
    findZeros(
      (x) => f(x) + 0.02,
      [-1, 0, 1, 2],
      (x) => 2 * (x - 0.5),
    ),
  ).toEqual([]);
});

test("a curve is positive between its roots, and up to the ends of the grid", () => {
  const grid = linspace(-4, 4, 41);
  const near = (stretches: { from: number; to: number }[]) =>
    stretches.map(({ from, to }) => [from, to].map((x) => Number(x.toFixed(8))));
  expect(near(positiveRegions((x) => 1 - x * x, grid))).toEqual([[-1, 1]]);
  expect(near(positiveRegions((x) => x * x - 1, grid))).toEqual([
    [-4, -1],
    [1, 4],
  ]);
  expect(positiveRegions(() => 1, grid)).toEqual([{ from: -4, to: 4 }]);
  expect(positiveRegions(() => -1, grid)).toEqual([]);
  expect(near(positiveRegions((x) => x - 0.4, grid))).toEqual([[0.4, 4]]); // a root on the grid
});
