import { expect, test } from "vitest";
import { descend, leastSquares } from "../../src/numerics/least-squares";

test("a line through points on a line is that line", () => {
  const x = [0, 1, 2, 5];
  const columns = [x.map(() => 1), x].map((column) => Float64Array.from(column));
  const [[offset, slope]] = leastSquares(
    columns,
    Float64Array.from(x, (v) => 3 - 2 * v),
  );
  expect(offset).toBeCloseTo(3, 13);
  expect(slope).toBeCloseTo(-2, 13);
});

test("what is left of a fit is orthogonal to all that it is made of", () => {
  const columns = [1, 2, 3].map((power) =>
    Float64Array.from({ length: 9 }, (_, i) => Math.cos(power * i) + power),
  );
  const right = Float64Array.from({ length: 9 }, (_, i) => Math.sin(i * i));
  const [x] = leastSquares(columns, right);
  const left = right.map((b, i) => b - columns.reduce((sum, column, k) => sum + x[k] * column[i], 0));
  for (const column of columns) {
    expect(Math.abs(column.reduce((sum, value, i) => sum + value * left[i], 0))).toBeLessThan(1e-13);
  }
});

test("a descent finds the bottom of Rosenbrock's valley from where it is flat", () => {
  const [x, y] = descend(([x, y]) => [1 - x, 10 * (y - x * x)], [-1.2, 1]);
  expect(x).toBeCloseTo(1, 6);
  expect(y).toBeCloseTo(1, 6);
});

test("a descent never ends above where it started", () => {
  const steep = ([p]: readonly number[]): number[] => [Math.tanh(p) - 2, Math.exp(-p)];
  const size = (p: readonly number[]): number => steep(p).reduce((sum, r) => sum + r * r, 0);
  expect(size(descend(steep, [8]))).toBeLessThanOrEqual(size([8]));
});
