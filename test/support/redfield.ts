// dρ/dt of the Redfield equation on all 2^N states from its definition, independent of src but for the rate W(ε): complex
// operators from Kronecker products, S̃ through the eigenvectors of H, everything else in the basis of configurations.
import { type Complex, complex, type Matrix as Sparse } from "mathjs";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Bath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import type { SpinModel } from "../../src/model/model";
import { fullHamiltonian, pauli } from "./full-space";

/** A complex matrix in two parts. */
export interface Parts {
  readonly real: Matrix;
  readonly imag: Matrix;
}

export function partsOf(operator: Sparse): Parts {
  const rows = operator.toArray() as (number | Complex)[][];
  const part = (of: "re" | "im"): Matrix =>
    new Matrix(rows.map((row) => row.map((entry) => complex(entry as Complex)[of])));
  return { real: part("re"), imag: part("im") };
}

export const parts = (real: ArrayLike<number>, imag: ArrayLike<number>): Parts => {
  const n = Math.sqrt(real.length);
  const matrix = (flat: ArrayLike<number>): Matrix => Matrix.from1DArray(n, n, Array.from(flat));
  return { real: matrix(real), imag: matrix(imag) };
};

export const times = (a: Parts, b: Parts): Parts => ({
  real: a.real.mmul(b.real).sub(a.imag.mmul(b.imag)),
  imag: a.real.mmul(b.imag).add(a.imag.mmul(b.real)),
});
export const plus = (a: Parts, b: Parts): Parts => ({
  real: Matrix.add(a.real, b.real),
  imag: Matrix.add(a.imag, b.imag),
});
export const minus = (a: Parts, b: Parts): Parts => ({
  real: Matrix.sub(a.real, b.real),
  imag: Matrix.sub(a.imag, b.imag),
});
export const adjoint = (a: Parts): Parts => ({ real: a.real.transpose(), imag: a.imag.transpose().neg() });
export const commutator = (a: Parts, b: Parts): Parts => minus(times(a, b), times(b, a));

/** Re Tr(ab) */
export const traceOf = (a: Parts, b: Parts): number => times(a, b).real.trace();

/** −i[H, ρ], and R_b[ρ] of every bath. */
export function redfieldTerms(
  model: SpinModel,
  baths: readonly Bath[],
  rho: Parts,
): { readonly turning: Parts; readonly dissipated: Parts[] } {
  const h = partsOf(fullHamiltonian(model));
  const n = h.real.rows;
  // every level stands twice among those of [[A, −B], [B, A]], with the vectors z and iz, each of which counts half
  const embedded = Matrix.zeros(2 * n, 2 * n);
  embedded.setSubMatrix(h.real, 0, 0).setSubMatrix(h.real, n, n);
  embedded.setSubMatrix(h.imag, n, 0).setSubMatrix(h.imag.clone().neg(), 0, n);
  const { realEigenvalues: energies, eigenvectorMatrix } = new EigenvalueDecomposition(embedded, {
    assumeSymmetric: true,
  });
  const v: Parts = {
    real: eigenvectorMatrix.subMatrix(0, n - 1, 0, 2 * n - 1).mul(Math.SQRT1_2),
    imag: eigenvectorMatrix.subMatrix(n, 2 * n - 1, 0, 2 * n - 1).mul(Math.SQRT1_2),
  };
  const dissipated = baths.map((bath) => {
    const s = partsOf(pauli(bath.operator ?? "z", bath.site, model.sites));
    const rate = transitionRate(bath);
    const inEnergies = times(times(adjoint(v), s), v);
    for (const part of [inEnergies.real, inEnergies.imag]) {
      for (let a = 0; a < 2 * n; a++) {
        for (let c = 0; c < 2 * n; c++) part.set(a, c, part.get(a, c) * rate(energies[a] - energies[c]));
      }
    }
    const tilde = times(times(v, inEnergies), adjoint(v));
    return plus(commutator(times(tilde, rho), s), commutator(s, times(rho, adjoint(tilde))));
  });
  const { real, imag } = commutator(h, rho);
  return { turning: { real: imag, imag: real.neg() }, dissipated };
}
