import { Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import { descend, leastSquares } from "../../src/numerics/least-squares";

test("a line through points on a line is that line", () => {
  const x = [0, 1, 2, 5];
  const a = new Matrix(x.map((value) => [1, value]));
  const [[offset], [slope]] = leastSquares(a, Matrix.columnVector(x.map((v) => 3 - 2 * v))).to2DArray();
  expect(offset).toBeCloseTo(3, 13);
  expect(slope).toBeCloseTo(-2, 13);
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
