import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import {
  hermitianEigen,
  hermitianEigenvalues,
  symmetricEigen,
  symmetricEigenvalues,
} from "../../src/numerics/symmetric-eigen";
import { expectClose, largest } from "../support/close";
import { noise } from "../support/random";

function symmetric(n: number, entry: (i: number, j: number) => number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = entry(i, j);
  return a;
}

/** Largest |A v − λ v| relative to |A|, and largest departure from orthonormality. */
function quality(a: Float64Array, n: number): { residual: number; orthonormality: number } {
  const { values, vectors } = symmetricEigen(a, n);
  const v = Matrix.from1DArray(n, n, vectors);
  const left = v.mmul(Matrix.from1DArray(n, n, a));
  const right = Matrix.diag(Array.from(values)).mmul(v);
  const overlap = v.mmul(v.transpose()).sub(Matrix.eye(n));
  return {
    residual: largest(left.sub(right).to1DArray()) / (largest(a) || 1),
    orthonormality: largest(overlap.to1DArray()),
  };
}

const sizes = [1, 2, 3, 4, 5, 7, 10, 16, 23, 40, 64, 97];
const kinds: Record<string, (n: number) => Float64Array> = {
  random: (n) => {
    const next = noise(n);
    return symmetric(n, () => next());
  },
  "graded over 16 decades": (n) => {
    const next = noise(n + 100);
    return symmetric(n, (i, j) => next() * 10 ** ((-8 * (i + j)) / n));
  },
  "graded the other way": (n) => {
    const next = noise(n + 200);
    return symmetric(n, (i, j) => next() * 10 ** ((8 * (i + j)) / n - 16));
  },
  "with two eigenvalues, each many times": (n) => {
    // a reflection 1 − 2uuᵀ has −1 once and 1 otherwise
    const next = noise(n + 300);
    const u = Array.from({ length: n }, next);
    const norm = u.reduce((s, x) => s + x * x, 0);
    return symmetric(n, (i, j) => (i === j ? 1 : 0) - (2 * u[i] * u[j]) / norm);
  },
  diagonal: (n) => symmetric(n, (i, j) => (i === j ? (i * 7919) % 13 : 0)),
  identity: (n) => symmetric(n, (i, j) => (i === j ? 1 : 0)),
  zero: (n) => new Float64Array(n * n),
  "all ones": (n) => symmetric(n, () => 1),
  tridiagonal: (n) => symmetric(n, (i, j) => (i === j ? 2 : i - j === 1 ? -1 : 0)),
  "of two blocks that do not touch": (n) => {
    const next = noise(n + 400);
    return symmetric(n, (i, j) => (i % 2 === j % 2 ? next() : 0));
  },
};

describe.each(Object.keys(kinds))("a matrix %s", (kind) => {
  test("is diagonalized by orthonormal vectors", () => {
    for (const n of sizes) {
      const { residual, orthonormality } = quality(kinds[kind](n), n);
      expect(residual, `residual at n = ${n}`).toBeLessThan(1e-15 * (n + 10));
      expect(orthonormality, `overlap at n = ${n}`).toBeLessThan(1e-15 * (n + 10));
    }
  });

  test("has the eigenvalues that ml-matrix finds, in ascending order", () => {
    for (const n of sizes) {
      const a = kinds[kind](n);
      const expected = new EigenvalueDecomposition(Matrix.from1DArray(n, n, a), { assumeSymmetric: true });
      const sorted = Array.from(expected.realEigenvalues).sort((x, y) => x - y);
      const tolerance = 1e-14 * n * (largest(a) || 1);
      expectClose(symmetricEigen(a, n).values, sorted, tolerance, `n = ${n}`);
      expectClose(symmetricEigenvalues(a, n), sorted, tolerance, `values alone, n = ${n}`);
    }
  });
});

test.each([1e-200, 1e-150, 1e-100, 1e-6, 1e6, 1e100, 1e150, 1e200])(
  "entries in units of %s are solved as well as those of order one",
  (unit) => {
    const n = 12;
    const a = kinds.random(n).map((x) => x * unit);
    expect(quality(a, n).residual).toBeLessThan(2e-14);
    expect(quality(a, n).orthonormality).toBeLessThan(2e-14);
  },
);

test("the tridiagonal chain has its textbook eigenvalues 2 − 2 cos(πk/(n+1))", () => {
  const n = 31;
  const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos((Math.PI * (k + 1)) / (n + 1)));
  expectClose(symmetricEigenvalues(kinds.tridiagonal(n), n), expected, 1e-14);
});

test("the matrix is left unchanged and only its lower triangle is read", () => {
  const a = Float64Array.of(1, 99, 2, 3);
  const before = a.slice();
  const { values } = symmetricEigen(a, 2);
  expect(a).toEqual(before);
  // λ = 2 ± √5 for [[1, 2], [2, 3]]
  expectClose(values, [2 - Math.sqrt(5), 2 + Math.sqrt(5)], 1e-14);
});

test("an entry that is not finite is refused", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const a = kinds.random(4);
    a[4] = bad;
    expect(() => symmetricEigen(a, 4)).toThrow(/not finite/);
    expect(() => symmetricEigenvalues(a, 4)).toThrow(/not finite/);
  }
});

test("Hermitian eigenvalues: σʸ has −1 and 1", () => {
  // σʸ = X + iY with X = 0 and Y = [[0, −1], [1, 0]]
  expectClose(hermitianEigenvalues(new Float64Array(4), Float64Array.of(0, -1, 1, 0), 2), [-1, 1], 1e-15);
});

test("Hermitian eigenvalues: the circulant with phase φ has 2 cos(φ + 2πk/3)", () => {
  const phi = 0.7;
  const c = Math.cos(phi);
  const s = Math.sin(phi);
  const real = Float64Array.of(0, c, c, c, 0, c, c, c, 0);
  const imag = Float64Array.of(0, s, -s, -s, 0, s, s, -s, 0);
  const expected = [0, 1, 2].map((k) => 2 * Math.cos(phi + (2 * Math.PI * k) / 3)).sort((x, y) => x - y);
  expectClose(hermitianEigenvalues(real, imag, 3), expected, 1e-14);
});

test("Hermitian eigenvalues: each stands twice in the real symmetric [[X, −Y], [Y, X]]", () => {
  for (const n of [1, 2, 3, 6, 17, 45]) {
    const next = noise(n + 500);
    const real = symmetric(n, () => next());
    const imag = symmetric(n, (i, j) => (i === j ? 0 : next())).map((y, at) =>
      Math.floor(at / n) < at % n ? -y : y,
    );
    const entry = (i: number, j: number) =>
      i < n === j < n ? real[(i % n) * n + (j % n)] : (i < n ? -1 : 1) * imag[(i % n) * n + (j % n)];
    const doubled = symmetricEigenvalues(symmetric(2 * n, entry), 2 * n);
    const expected = Array.from({ length: n }, (_, k) => (doubled[2 * k] + doubled[2 * k + 1]) / 2);
    expectClose(hermitianEigenvalues(real, imag, n), expected, 1e-14 * n, `n = ${n}`);
  }
});

describe("of a Hermitian matrix X + iY", () => {
  const antisymmetric = (a: Float64Array, n: number): Float64Array =>
    a.map((entry, i) => (Math.floor(i / n) < i % n ? -entry : entry));
  const random = (n: number): [Float64Array, Float64Array] => {
    const next = noise(n);
    const real = symmetric(n, () => next());
    const signs = symmetric(n, (i, j) => (i === j ? 0 : next()));
    return [real, antisymmetric(signs, n)];
  };
  /** i on one side of the diagonal and −i on the other: levels 2 cos(kπ/(n+1)) */
  const hops = (n: number): [Float64Array, Float64Array] => {
    const steps = symmetric(n, (i, j) => (i === j + 1 ? 1 : 0));
    return [new Float64Array(n * n), antisymmetric(steps, n)];
  };

  test.each(sizes)("the vectors of one of order %i are orthonormal and its own", (n) => {
    for (const [real, imag] of [random(n), hops(n)]) {
      const { values, vectors, vectorsImag } = hermitianEigen(real, imag, n);
      expectClose(values, hermitianEigenvalues(real, imag, n), 1e-13 * n);
      const [x, y] = [real, imag].map((part) => Matrix.from1DArray(n, n, part));
      const [v, w] = [vectors, vectorsImag].map((part) => Matrix.from1DArray(n, n, part).transpose());
      const e = Matrix.diag(Array.from(values));
      expectClose(x.mmul(v).sub(y.mmul(w)).to1DArray(), v.mmul(e).to1DArray(), 1e-13 * n);
      expectClose(x.mmul(w).add(y.mmul(v)).to1DArray(), w.mmul(e).to1DArray(), 1e-13 * n);
      const overlaps = v.transpose().mmul(v).add(w.transpose().mmul(w));
      expectClose(overlaps.to1DArray(), Matrix.eye(n).to1DArray(), 1e-13 * n);
      expectClose(
        v.transpose().mmul(w).sub(w.transpose().mmul(v)).to1DArray(),
        new Array(n * n).fill(0),
        1e-13 * n,
      );
    }
  });

  test("a chain of hops by i has the levels of one by 1", () => {
    const n = 7;
    const expected = Array.from({ length: n }, (_, k) => -2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expectClose(hermitianEigen(...hops(n), n).values, expected, 1e-14);
  });

  test("the first component that is not negligible is real and positive", () => {
    const n = 6;
    const { vectors, vectorsImag } = hermitianEigen(...random(n), n);
    for (let k = 0; k < n; k++) {
      expect(vectors[k * n]).toBeGreaterThan(0);
      expect(vectorsImag[k * n]).toBe(0);
    }
  });

  test("one that is real has the vectors of a symmetric one, its unit does not matter", () => {
    const n = 5;
    const [real] = random(n);
    const { values, vectors } = symmetricEigen(real, n);
    const found = hermitianEigen(real, new Float64Array(n * n), n);
    expectClose(found.values, values, 1e-14);
    expectClose(found.vectors, vectors, 1e-13);
    const [small, smallImag] = random(n).map((part) => part.map((x) => 1e-200 * x));
    const scaled = hermitianEigen(small, smallImag, n).values;
    expectClose(
      scaled.map((x) => 1e200 * x),
      hermitianEigen(...random(n), n).values,
      1e-13,
    );
  });
});
