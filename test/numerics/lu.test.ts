import { Matrix, solve } from "ml-matrix";
import { expect, test } from "vitest";
import { luFactor, luSolve } from "../../src/numerics/lu";
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

test("eliminating the first unknowns leaves the equations of the others", () => {
  const n = 7;
  const steps = 4;
  const next = noise(3);
  const a = Float64Array.from({ length: n * n }, next);
  const b = Float64Array.from({ length: n }, next);
  const x = solveFlat(a, b);
  const lu = a.slice();
  const rows = new Int32Array(n);
  expect(luFactor(lu, n, rows, steps)).toBeGreaterThan(0);
  expect(Array.from(rows.subarray(steps))).toEqual([4, 5, 6]);
  // forward elimination of the right side, then what remains for the last three
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    right[i] = b[rows[i]];
    for (let j = 0; j < Math.min(i, steps); j++) right[i] -= lu[i * n + j] * right[j];
  }
  for (let i = steps; i < n; i++) {
    let sum = 0;
    for (let j = steps; j < n; j++) sum += lu[i * n + j] * x[j];
    expect(sum).toBeCloseTo(right[i], 12);
  }
});
