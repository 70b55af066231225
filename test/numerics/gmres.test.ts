// GMRES against the solution of the same equations by elimination.
import { inverse, Matrix, SVD } from "ml-matrix";
import { expect, test } from "vitest";
import { type GmresLimits, type GmresResult, gmres, krylovSpace } from "../../src/numerics/gmres";
import type { LinearMap } from "../../src/numerics/matmul";
import { expectClose, largest } from "../support/close";
import { noise } from "../support/random";

const asMap =
  (m: Matrix): LinearMap =>
  (x, out) =>
    out.set(m.mmul(Matrix.columnVector(x)).to1DArray());
const limits: GmresLimits = { tolerance: 1e-12, acceptable: 1e-9, maxIterations: 200, restart: 100 };

function solved(a: Matrix, p: Matrix, b: number[], change: Partial<GmresLimits> = {}, start?: number[]) {
  const x = Float64Array.from(start ?? b.map(() => 0));
  const result: GmresResult = gmres(krylovSpace(asMap(a), asMap(p), Float64Array.from(b), x), {
    ...limits,
    ...change,
  });
  const left = Matrix.columnVector(b).sub(a.mmul(Matrix.columnVector(x)));
  const relative = p.mmul(left).norm() / p.mmul(Matrix.columnVector(b)).norm();
  return { x, result, relative };
}

/** Equations without any symmetry, and what is not quite their inverse. */
function equations(n: number, shift: number) {
  const next = noise(n);
  const random = () => Matrix.from1DArray(n, n, Float64Array.from({ length: n * n }, next));
  const a = random().add(Matrix.eye(n, n).mul(shift));
  const p = inverse(a.clone().add(random().mul(0.1)));
  const b = Array.from({ length: n }, next);
  const exact = inverse(a).mmul(Matrix.columnVector(b)).to1DArray();
  return { a, p, b, exact };
}

test.each([1, 2, 5, 12, 30])("%i equations are solved in as many steps, from any start", (n) => {
  const { a, p, b, exact } = equations(n, 0.3);
  for (const by of [Matrix.eye(n, n), p]) {
    for (const start of [undefined, exact.map((x) => x + 1), exact.map((x) => x * (1 + 1e-6))]) {
      const { x, result, relative } = solved(a, by, b, {}, start);
      expect(result.converged).toBe(true);
      expect(result.iterations).toBeLessThanOrEqual(2 * n);
      expectClose(x, exact, 1e-9 * largest(exact));
      expect(Math.abs(result.residual - relative)).toBeLessThan(1e-13 + 0.1 * relative);
      expect(relative).toBeLessThan(1e-11);
    }
  }
});

test("a good preconditioner saves steps, and starting afresh every few of them arrives as well", () => {
  const { a, p, b, exact } = equations(30, 3);
  const [plain, aided] = [Matrix.eye(30, 30), p].map((by) => solved(a, by, b));
  expect(aided.result.iterations).toBeLessThan(plain.result.iterations);
  const afresh = solved(a, p, b, { restart: 3 });
  expect(afresh.result.converged).toBe(true);
  expect(afresh.result.iterations).toBeGreaterThan(aided.result.iterations);
  expectClose(afresh.x, exact, 1e-9 * largest(exact));
});

test("a turn by a right angle is undone, though the first step gains nothing", () => {
  const { x, result } = solved(
    new Matrix([
      [0, -1],
      [1, 0],
    ]),
    Matrix.eye(2, 2),
    [1, 0],
  );
  expect([result.converged, result.iterations]).toEqual([true, 2]);
  expectClose(x, [0, -1], 1e-15);
});

test("it stops at the tolerance, and at the most steps, and says how far it came", () => {
  const { a, b } = equations(30, 3);
  const one = Matrix.eye(30, 30);
  const rough = solved(a, one, b, { tolerance: 1e-3 });
  expect(rough.result.converged).toBe(true);
  expect(rough.relative).toBeLessThan(1e-3);
  expect(rough.result.residual).toBeCloseTo(rough.relative, 10);
  const short = solved(a, one, b, { maxIterations: 4 });
  expect([short.result.converged, short.result.iterations]).toEqual([false, 4]);
  expect(short.result.residual).toBeCloseTo(short.relative, 10);
  expect(solved(a, one, b, { maxIterations: 4, acceptable: 0.9 }).result.converged).toBe(true);
  expect(rough.result.iterations).toBeLessThan(solved(a, one, b).result.iterations);
});

test("how far it goes is relative to the right side", () => {
  const { a, b } = equations(30, 3);
  const steps = [1e-20, 1, 1e20].map((unit) => {
    const { result } = solved(
      a,
      Matrix.eye(30, 30),
      b.map((x) => x * unit),
      { tolerance: 1e-5 },
    );
    return result.iterations;
  });
  expect(new Set(steps).size).toBe(1);
});

test("of nothing the solution is nothing", () => {
  const { x, result } = solved(Matrix.eye(3, 3), Matrix.eye(3, 3), [0, 0, 0]);
  expect(Array.from(x)).toEqual([0, 0, 0]);
  expect([result.converged, result.residual, result.iterations]).toEqual([true, 0, 0]);
});

test("equations without a solution do not count as solved, and amplify without end", () => {
  const flat = new Matrix([
    [1, 1],
    [1, 1],
  ]);
  const { result } = solved(flat, Matrix.eye(2, 2), [1, 0]);
  expect(result.converged).toBe(false);
  expect(result.amplification).toBeGreaterThan(1e12);
});

test.each([1, 12, 30])(
  "what errors are amplified by is the norm of the inverse, seen from the space: %i",
  (n) => {
    for (const smallest of [1, 1e-2, 1e-4]) {
      const { a, p } = equations(n, 2);
      // P A with singular values 1 … 1 and the smallest one
      const { leftSingularVectors: u, rightSingularVectors: v } = new SVD(p.mmul(a));
      const sizes = Matrix.diag(Array.from({ length: n }, (_, k) => (k === 0 ? smallest : 1 + k / n)));
      const b = Array.from({ length: n }, noise(7));
      const turned = u.mmul(sizes).mmul(v.transpose());
      const { result } = solved(turned, Matrix.eye(n, n), b, { tolerance: 1e-10, restart: n });
      expect(result.amplification).toBeLessThan(1.001 / smallest);
      expect(result.amplification).toBeGreaterThan(0.9 / smallest);
    }
  },
);
