import { inverse, Matrix, solve } from "ml-matrix";
import { expect, test } from "vitest";
import { luCondition, luFactor, luSolve, luSolveTransposed, scaleRows } from "../../src/numerics/lu";
import { expectClose, largest } from "../support/close";
import { noise } from "../support/random";

function solveFlat(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const lu = a.slice();
  const rows = new Int32Array(n);
  expect(luFactor(lu, n, rows)).toBeGreaterThan(0);
  const x = new Float64Array(n);
  luSolve(lu, n, rows, b, x);
  return x;
}

test.each([1, 2, 3, 5, 8, 17, 40])("%i random equations are solved as by ml-matrix", (n) => {
  const next = noise(n);
  const a = Float64Array.from({ length: n * n }, next);
  const b = Float64Array.from({ length: n }, next);
  const expected = solve(Matrix.from1DArray(n, n, a), Matrix.columnVector(b)).to1DArray();
  const x = solveFlat(a, b);
  expectClose(x, expected, 1e-11 * largest(expected));
  const residual = Matrix.from1DArray(n, n, a).mmul(Matrix.columnVector(x)).sub(Matrix.columnVector(b));
  expect(largest(residual.to1DArray())).toBeLessThan(1e-14 * n * largest(x));
});

test("a zero on the diagonal is no obstacle", () => {
  // x_2 = 3, x_3 = 5, x_1 = 7 in a cyclic permutation of the rows
  expectClose(solveFlat(Float64Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0), Float64Array.of(3, 5, 7)), [7, 3, 5], 0);
});

test("the product of the pivots is the determinant up to its sign", () => {
  // det of the Vandermonde matrix of 1, 2, 4 is (2 − 1)(4 − 1)(4 − 2) = 6
  const lu = Float64Array.of(1, 1, 1, 1, 2, 4, 1, 4, 16);
  luFactor(lu, 3, new Int32Array(3));
  expect(Math.abs(lu[0] * lu[4] * lu[8])).toBeCloseTo(6, 13);
});

test("rows come back as a permutation, P A = L U", () => {
  const n = 9;
  const next = noise(5);
  const a = Float64Array.from({ length: n * n }, next);
  const lu = a.slice();
  const rows = new Int32Array(n);
  luFactor(lu, n, rows);
  expect(Array.from(rows).sort()).toEqual(Array.from({ length: n }, (_, i) => i));
  const factors = Matrix.from1DArray(n, n, lu);
  const lower = Matrix.eye(n);
  const upper = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) (j < i ? lower : upper).set(i, j, factors.get(i, j));
  }
  const permuted = Array.from(rows).flatMap((row) => Array.from(a.slice(row * n, (row + 1) * n)));
  expectClose(lower.mmul(upper).to1DArray(), permuted, 1e-14);
});

test.each([
  ["of zeros", [0, 0, 0, 0]],
  ["with two equal rows", [1, 2, 1, 2]],
  ["with a column of zeros", [0, 1, 0, 2]],
  ["with an entry that is not a number", [Number.NaN, 1, 1, 2]],
])("a matrix %s has smallest pivot 0", (_, entries) => {
  expect(luFactor(Float64Array.from(entries), 2, new Int32Array(2))).toBe(0);
});

test.each([
  [7, 4],
  [7, 3],
  [5, 1],
  [16, 7],
  [16, 8],
  [7, 6],
])("eliminating the first unknowns leaves the equations of the others, of %i the first %i", (n, steps) => {
  const next = noise(3);
  const a = Float64Array.from({ length: n * n }, next);
  const b = Float64Array.from({ length: n }, next);
  const x = solveFlat(a, b);
  const lu = a.slice();
  const rows = new Int32Array(n);
  expect(luFactor(lu, n, rows, steps)).toBeGreaterThan(0);
  expect(Array.from(rows.subarray(steps))).toEqual(Array.from({ length: n - steps }, (_, i) => steps + i));
  // forward elimination of the right side, then what remains for the others
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    right[i] = b[rows[i]];
    for (let j = 0; j < Math.min(i, steps); j++) right[i] -= lu[i * n + j] * right[j];
  }
  for (let i = steps; i < n; i++) {
    let sum = 0;
    for (let j = steps; j < n; j++) sum += lu[i * n + j] * x[j];
    expect(sum).toBeCloseTo(right[i], 10);
  }
});

test.each([1, 2, 3, 6, 11, 20])("%i transposed equations are solved with the same factors", (n) => {
  const next = noise(n + 1);
  const a = Float64Array.from({ length: n * n }, next);
  const b = Float64Array.from({ length: n }, next);
  const expected = solve(Matrix.from1DArray(n, n, a).transpose(), Matrix.columnVector(b)).to1DArray();
  const [rows, x] = [new Int32Array(n), new Float64Array(n)];
  luFactor(a, n, rows);
  luSolveTransposed(a, n, rows, b, x, new Float64Array(n));
  expectClose(x, expected, 1e-11 * largest(expected));
});

test("rows are divided by their largest entry, rows of zeros by nothing", () => {
  const a = Float64Array.of(1, -4, 2, 0, 0, 0, 0.5, 0.25, 0);
  const scale = new Float64Array(3);
  scaleRows(a, 3, scale);
  expect(Array.from(scale)).toEqual([4, 0, 0.5]);
  expect(Array.from(a)).toEqual([0.25, -1, 0.5, 0, 0, 0, 1, 0.5, 0]);
});

test("the condition is what errors of the right side can do, and rarely less than a third of it", () => {
  for (let n = 1; n <= 12; n++) {
    for (const seed of [1, 2, 3]) {
      const next = noise(100 * n + seed);
      const a = Float64Array.from({ length: n * n }, () => next() ** 3);
      const errors = Float64Array.from({ length: n }, (_, i) => (i % 3 === 2 ? 0 : 1e-6 * Math.abs(next())));
      const answer = inverse(Matrix.from1DArray(n, n, a)).to2DArray();
      const reach = (e: ArrayLike<number>) =>
        Math.max(...answer.map((row) => row.reduce((sum, x, i) => sum + Math.abs(x) * e[i], 0)));
      const rows = new Int32Array(n);
      const work = Array.from({ length: 4 }, () => new Float64Array(n));
      luFactor(a, n, rows);
      const most = reach(errors);
      expect(luCondition(a, n, rows, work, errors)).toBeLessThanOrEqual(most * (1 + 1e-9));
      expect(luCondition(a, n, rows, work, errors)).toBeGreaterThan(most / 3);
      const all = Math.max(1, reach(errors.map(() => 1)));
      expect(luCondition(a, n, rows, work)).toBeLessThanOrEqual(all * (1 + 1e-9));
      expect(luCondition(a, n, rows, work)).toBeGreaterThan(all / 3);
    }
  }
});

test("of singular equations the condition is without end", () => {
  const rows = new Int32Array(2);
  const a = Float64Array.of(1, 1, 1, 1);
  luFactor(a, 2, rows);
  const work = Array.from({ length: 4 }, () => new Float64Array(2));
  expect(luCondition(a, 2, rows, work)).toBe(Number.POSITIVE_INFINITY);
});
