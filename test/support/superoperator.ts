// The Redfield equation the long way, independent of src/redfield but for the rate W(ε): operators on all states, cut down
// to a sector, and the generator applied to every matrix unit in the basis of configurations.
import { EigenvalueDecomposition, inverse, Matrix, SingularValueDecomposition } from "ml-matrix";
import type { Bath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import type { SpinModel } from "../../src/model/model";
import { fullHamiltonian, pauli, project } from "./full-space";

const flat = (operator: Parameters<typeof project>[0], spinsUp: number | undefined): Matrix => {
  const { real } = project(operator, spinsUp);
  const n = Math.sqrt(real.length);
  return Matrix.from1DArray(n, n, real);
};

const commutator = (a: Matrix, b: Matrix): Matrix => a.mmul(b).sub(b.mmul(a));

/** The generator on (X, Y) of ρ = X + iY, row after row, a 2n² × 2n² matrix. */
export function superoperator(model: SpinModel, baths: readonly Bath[]): Matrix {
  const h = flat(fullHamiltonian(model), model.spinsUp);
  const n = h.rows;
  const { realEigenvalues: energies, eigenvectorMatrix: v } = new EigenvalueDecomposition(h, {
    assumeSymmetric: true,
  });
  const couplings = baths.map((bath) => {
    const s = flat(pauli(bath.operator === "x" ? "x" : "z", bath.site, model.sites), model.spinsUp);
    const rate = transitionRate(bath);
    const inEnergies = v.transpose().mmul(s).mmul(v);
    const weighted = Matrix.zeros(n, n);
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) weighted.set(a, c, inEnergies.get(a, c) * rate(energies[a] - energies[c]));
    }
    return { s, tilde: v.mmul(weighted).mmul(v.transpose()) };
  });
  const dissipate = (z: Matrix): Matrix =>
    couplings.reduce<Matrix>(
      (sum, { s, tilde }) =>
        sum.add(commutator(tilde.mmul(z), s)).add(commutator(s, z.mmul(tilde.transpose()))),
      Matrix.zeros(n, n),
    );
  const matrix = Matrix.zeros(2 * n * n, 2 * n * n);
  for (let k = 0; k < n * n; k++) {
    const unit = Matrix.zeros(n, n);
    unit.set(Math.floor(k / n), k % n, 1);
    const turn = commutator(h, unit).to1DArray(); // dX = [H, Y], dY = −[H, X]
    dissipate(unit)
      .to1DArray()
      .forEach((value, i) => {
        matrix.set(i, k, value);
        matrix.set(n * n + i, n * n + k, value);
        matrix.set(i, n * n + k, turn[i]);
        matrix.set(n * n + i, k, -turn[i]);
      });
  }
  return matrix;
}

/** The projector onto the kernel of a matrix along its range, and the dimension of the kernel, by singular values. */
export function kernelProjector(matrix: Matrix): { projector: Matrix; dimension: number } {
  const { diagonal, leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(matrix);
  const zero = diagonal.map((_, k) => k).filter((k) => diagonal[k] < 1e-12 * diagonal[0]);
  const of = (vectors: Matrix): Matrix => vectors.subMatrixColumn(zero);
  const [left, right] = [of(leftSingularVectors), of(rightSingularVectors)];
  const projector = right.mmul(inverse(left.transpose().mmul(right))).mmul(left.transpose());
  return { projector, dimension: zero.length };
}

/** X and Y of a state in the energy basis, whose vectors stand in rows, in the basis of configurations. */
export function inConfigurations(state: {
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly vectors: Float64Array;
}): number[] {
  const n = Math.sqrt(state.real.length);
  const v = Matrix.from1DArray(n, n, state.vectors);
  return [state.real, state.imag].flatMap((part) =>
    v
      .transpose()
      .mmul(Matrix.from1DArray(n, n, part))
      .mmul(v)
      .to1DArray(),
  );
}
