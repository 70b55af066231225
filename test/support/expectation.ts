// Expectation values spelt out with matrices, ⟨O⟩ = Tr(ρ O), independent of the shortcuts in src.
import { Matrix } from "ml-matrix";
import type { SteadyState } from "../../src/states/steady-state";

/** ρ = X + iY in the sector basis. */
export function densityMatrix({ real, imag, vectors, basis }: SteadyState): { x: Matrix; y: Matrix } {
  const v = Matrix.from1DArray(basis.size, basis.size, vectors);
  const turn = (part: Float64Array): Matrix =>
    v
      .transpose()
      .mmul(Matrix.from1DArray(basis.size, basis.size, part))
      .mmul(v);
  return { x: turn(real), y: turn(imag) };
}

/** ⟨O⟩ of a real symmetric operator. */
export const expectReal = (state: SteadyState, operator: Matrix): number =>
  densityMatrix(state).x.mmul(operator).trace();

/** ⟨iK⟩ of a real antisymmetric K: i · i Tr(Y K). */
export const expectImag = (state: SteadyState, operator: Matrix): number =>
  -densityMatrix(state).y.mmul(operator).trace();
