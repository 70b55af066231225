import { describe, expect, test } from "vitest";
import { type ComplexMatrix, multiplyComplex, transposed } from "../../src/numerics/complex";
import { hermitianEigen } from "../../src/numerics/symmetric-eigen";
import { unitaryEigen } from "../../src/numerics/unitary-eigen";
import { expectClose, largest } from "../support/close";
import { noise } from "../support/random";

/** Σ_a e^{−iφ_a} v_a v_a† for random orthonormal vectors. */
function unitary(phases: readonly number[], seed: number): Required<ComplexMatrix> {
  const n = phases.length;
  const next = noise(seed);
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      x[a * n + b] = next(); // the lower triangles are read
      if (a !== b) y[a * n + b] = next();
    }
  }
  const { vectors, vectorsImag } = hermitianEigen(x, y, n);
  return compose(phases, vectors, vectorsImag);
}

function compose(
  phases: ArrayLike<number>,
  vectors: Float64Array,
  vectorsImag: Float64Array,
): Required<ComplexMatrix> {
  const n = phases.length;
  const turned = { real: vectors.slice(), imag: vectorsImag.slice() };
  for (let i = 0; i < n * n; i++) {
    const [c, s] = [Math.cos(phases[Math.floor(i / n)]), -Math.sin(phases[Math.floor(i / n)])];
    turned.real[i] = c * vectors[i] - s * vectorsImag[i];
    turned.imag[i] = c * vectorsImag[i] + s * vectors[i];
  }
  const conjugated = { real: vectors, imag: vectorsImag.map((entry) => -entry) };
  return multiplyComplex(transposed(turned, n), conjugated, n) as Required<ComplexMatrix>;
}

describe.each<[string, number[]]>([
  ["random", [0.3, 2.9, -1.2, 4.4, 5.9]],
  ["one", [1.7]],
  ["close to −1", [Math.PI, 3.1, 0.2]],
  ["equal", [1, 1, 1, -2]],
  ["nearly equal", [1, 1 + 1e-9, 1 - 1e-13, 2, 2 + 1e-15]],
  ["all over the circle", Array.from({ length: 24 }, (_, k) => (2 * Math.PI * k) / 24)],
  ["of the unit matrix", [0, 0, 0]],
  ["pairs of opposite sign", [0.5, -0.5, 3, -3]],
])("phases that are %s", (_, phases) => {
  const n = phases.length;
  const u = unitary(phases, n);
  const found = unitaryEigen(u, n);

  test("the matrix is made of what is found", () => {
    const again = compose(found.phases, found.vectors, found.vectorsImag);
    expectClose(again.real, u.real, 1e-13);
    expectClose(again.imag, u.imag, 1e-13);
  });

  test("the vectors are orthonormal", () => {
    const vectors = { real: found.vectors, imag: found.vectorsImag };
    const conjugated = { real: found.vectors, imag: found.vectorsImag.map((entry) => -entry) };
    const { real, imag } = multiplyComplex(vectors, transposed(conjugated, n), n);
    for (let a = 0; a < n; a++) real[a * (n + 1)] -= 1;
    expect(Math.max(largest(real), largest(imag as Float64Array))).toBeLessThan(1e-13);
  });

  test("the phases ascend within one turn, which is cut in the widest gap or one as good", () => {
    const turn = 2 * Math.PI;
    const sorted = Array.from(found.phases);
    expect(sorted.every((phase, k) => k === 0 || phase >= sorted[k - 1])).toBe(true);
    expect(sorted[n - 1] - sorted[0]).toBeLessThanOrEqual(turn * (1 - 1 / (2 * n)) + 1e-12);
  });
});
