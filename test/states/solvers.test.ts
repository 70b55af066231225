// The solvers by themselves: they take any equation, here one of Lindblad with jumps made up for the purpose.
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { expect, test } from "vitest";
import type { Preconditioned } from "../../src/equations/liouvillian";
import { packState, pairsOf, unpackState } from "../../src/equations/packing";
import { denseSolver } from "../../src/states/direct";
import { eliminationSolver } from "../../src/states/elimination";
import { krylovErrors, krylovSolver, solveKrylov } from "../../src/states/krylov";
import { expectClose, largest } from "../support/close";
import { applied } from "../support/liouvillian";
import { noise } from "../support/random";

const floors = { real: 1e-16, imag: 1e-16 };

/** dρ/dt = −i[H, ρ] + Σ_k (J_k ρ J_kᵀ − ½ {J_kᵀJ_k, ρ}) for levels and real jumps J_k. */
function lindblad(levels: readonly number[], jumps: readonly Matrix[]): Preconditioned {
  const n = levels.length;
  const size = n * n;
  const h = Matrix.diag([...levels]);
  const square = (flat: Float64Array): Matrix => Matrix.from1DArray(n, n, flat);
  const commute = (a: Matrix, b: Matrix): Matrix => a.mmul(b).sub(b.mmul(a));
  const dissipate = (z: Matrix): Matrix =>
    jumps.reduce<Matrix>(
      (sum, j) => {
        const lost = j.transpose().mmul(j).mul(0.5);
        return sum.add(j.mmul(z).mmul(j.transpose())).sub(lost.mmul(z)).sub(z.mmul(lost));
      },
      Matrix.zeros(n, n),
    );
  const apply = (x: Float64Array, out: Float64Array): void => {
    const [real, imag] = [new Float64Array(size), new Float64Array(size)];
    unpackState(x, n, real, imag);
    const [a, b] = [square(real), square(imag)];
    const dReal = dissipate(a).add(commute(h, b));
    const dImag = dissipate(b).sub(commute(h, a));
    out.set(packState(Float64Array.from(dReal.to1DArray()), Float64Array.from(dImag.to1DArray()), n));
  };
  const fastest = largest(jumps.flatMap((j) => j.to1DArray().map((entry) => entry * entry)));
  const places = Int32Array.from({ length: size }, (_, i) => i);
  const liouvillian = {
    size,
    apply,
    trace: Int32Array.from({ length: n }, (_, k) => k * (n + 1)),
    unknowns: () => ({ rows: places.map((i) => Math.floor(i / n)), columns: places.map((i) => i % n) }),
    writeMatrix: (out: Float64Array) => {
      out.set(applied({ ...liouvillian, apply }));
      return fastest;
    },
  };
  const { upper, lower } = pairsOf(n);
  const pairs = upper.length;
  const reals = [
    ...Array.from(upper, (a, i) => a * n + lower[i]),
    ...Array.from({ length: n }, (_, k) => k * (n + 1)),
  ];
  const imaginary = Array.from(upper, (a, i) => lower[i] * n + a);
  return {
    ...liouvillian,
    // how fast every unknown goes by itself
    preconditioner: () => ({
      precondition: (v, out) => out.set(v),
      reach: () => 1e-12,
    }),
    blocks: {
      levels: Float64Array.from(levels),
      fastest,
      write: (real, imag) => {
        const matrix = applied({ ...liouvillian, apply });
        const m = reals.length;
        reals.forEach((to, i) => {
          reals.forEach((from, j) => {
            real[i * m + j] = matrix[to * size + from];
          });
        });
        imaginary.forEach((to, i) => {
          imaginary.forEach((from, j) => {
            imag[i * pairs + j] = matrix[to * size + from];
          });
        });
      },
    },
  };
}

/** The null vector of the whole matrix by singular values, with Tr ρ = 1. */
function stationary(equation: Preconditioned): { state: number[]; next: number } {
  const { size, trace } = equation;
  const matrix = Matrix.from1DArray(size, size, applied(equation));
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix);
  const vector = rightSingularVectors.getColumn(size - 1);
  const sum = trace.reduce((s, i) => s + vector[i], 0);
  return { state: vector.map((x) => x / sum), next: diagonal[size - 2] / diagonal[size - 1] };
}

function example(n: number, seed: number): Preconditioned {
  const next = noise(seed);
  const levels = Array.from({ length: n }, (_, k) => k + 0.3 * next());
  const jumps = [0, 1].map(() =>
    Matrix.from1DArray(
      n,
      n,
      Array.from({ length: n * n }, () => 0.2 * next()),
    ),
  );
  return lindblad(levels, jumps);
}

test("every solver finds the steady state of an equation that has no baths", () => {
  for (const [n, seed] of [
    [2, 1],
    [3, 4],
    [5, 9],
  ] as const) {
    const equation = example(n, seed);
    const { state, next } = stationary(equation);
    expect(next).toBeGreaterThan(1e6);
    const right = new Float64Array(n * n);
    right[0] = 1;
    for (const solver of [denseSolver(equation, true), eliminationSolver(equation, true)]) {
      const found = new Float64Array(n * n);
      expect(solver?.solve(right, found)).toBeLessThan(1e-13);
      expectClose(found, state, 1e-11);
      expect(solver?.errors(floors).populations).toBeLessThan(1e-12);
    }
    const { real, imag, converged, errors } = solveKrylov(equation);
    expect(converged).toBe(true);
    expectClose(packState(real, imag, n), state, 1e-11);
    expect(errors(floors).singular).toBe(false);
  }
});

test("where two states are steady, none of them says that it knows", () => {
  // jumps between levels 1 and 2, and between 3 and 4, but not from one pair to the other
  const jump = Matrix.zeros(4, 4).set(0, 1, 0.3).set(1, 0, 0.1).set(2, 3, 0.2).set(3, 2, 0.25);
  const equation = lindblad([0, 1.1, 2.5, 3.2], [jump]);
  for (const solver of [denseSolver(equation, true), eliminationSolver(equation, true)]) {
    expect(solver?.singular || !((solver?.errors(floors).populations ?? 1) < 1e-3)).toBe(true);
  }
  expect(krylovErrors(4, krylovSolver(equation), floors).singular).toBe(true);
});
