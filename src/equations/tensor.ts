// The Redfield tensor in the energy basis,
//   dρ_ab/dt = −i (E_a − E_b) ρ_ab + Σ_cd R_ab,cd ρ_cd,
//   R_ab,cd = Σ_bath (S̃_ac S*_bd + S_ac S̃*_bd) − M_ac δ_bd − δ_ac M*_bd,   M = Σ_bath S S̃    (eqs. 5, 9, 10; of other equations A for S̃, B for S, and M = Σ B†A)
// term by term: the generator as it is applied to a matrix, and the blocks of small sectors, are faster ways to the same.
import { isComplex, type RedfieldGenerator } from "./generator";
import type { Unknowns } from "./liouvillian";

/** An entry of a tensor that takes ρ_cd to dρ_ab. */
export type Tensor = (a: number, b: number, c: number, d: number) => number;

/**
 * Re R_ab,cd.
 *
 * @param cutoff secular cutoff, an energy; Infinity keeps every term
 */
export function redfieldTensor(
  generator: RedfieldGenerator,
  cutoff: number = Number.POSITIVE_INFINITY,
): Tensor {
  const { size: n, levels, couplings, decay } = generator;
  const complex = isComplex(generator);
  return (a, b, c, d) => {
    if (Math.abs(levels[a] - levels[b] - levels[c] + levels[d]) > cutoff) return 0;
    const ac = a * n + c;
    const bd = b * n + d;
    let value = 0;
    for (let k = 0; k < couplings.length; k++) {
      const { operator, transition } = couplings[k];
      value += transition[ac] * operator[bd] + operator[ac] * transition[bd];
    }
    if (complex) {
      for (const { operatorImag: s, transitionImag: t } of couplings) {
        if (s && t) value += t[ac] * s[bd] + s[ac] * t[bd];
      }
    }
    if (b === d) value -= decay[ac];
    if (a === c) value -= decay[bd];
    return value;
  };
}

/** Im R_ab,cd; undefined where R is real. */
function imaginaryTensor(generator: RedfieldGenerator, cutoff: number): Tensor | undefined {
  if (!isComplex(generator)) return undefined;
  const { size: n, levels, couplings, decayImag } = generator;
  return (a, b, c, d) => {
    if (Math.abs(levels[a] - levels[b] - levels[c] + levels[d]) > cutoff) return 0;
    const ac = a * n + c;
    const bd = b * n + d;
    let value = 0;
    for (const { operator, operatorImag, transition, transitionImag } of couplings) {
      if (transitionImag) value += transitionImag[ac] * operator[bd] - operator[ac] * transitionImag[bd];
      if (operatorImag) value += operatorImag[ac] * transition[bd] - transition[ac] * operatorImag[bd];
    }
    if (decayImag) value += (a === c ? decayImag[bd] : 0) - (b === d ? decayImag[ac] : 0);
    return value;
  };
}

/** Writes L over the unknowns, m × m; returns the largest |R|. */
export function writeTensor(
  generator: RedfieldGenerator,
  cutoff: number,
  { rows: a, columns: b }: Unknowns,
  matrix: Float64Array,
): number {
  const { size: n, levels } = generator;
  const m = a.length;
  const place = new Int32Array(n * n);
  for (let i = 0; i < m; i++) place[a[i] * n + b[i]] = i;
  const tensor = redfieldTensor(generator, cutoff);
  const imaginary = imaginaryTensor(generator, cutoff);
  let largest = 0;
  for (let i = 0; i < m; i++) {
    const symmetric = a[i] >= b[i];
    const sign = symmetric ? 1 : -1;
    for (let j = 0; j < m; j++) {
      let value = 0;
      if (symmetric === a[j] >= b[j]) {
        value = tensor(a[i], b[i], a[j], b[j]);
        if (a[j] !== b[j]) value += sign * tensor(a[i], b[i], b[j], a[j]);
        largest = Math.max(largest, Math.abs(value));
      } else if (imaginary) {
        // dX takes −Im R[Y], dY takes Im R[X]
        value = -sign * imaginary(a[i], b[i], a[j], b[j]);
        if (a[j] !== b[j]) value += imaginary(a[i], b[i], b[j], a[j]);
        if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
      }
      matrix[i * m + j] = value;
    }
    // dX_ab = D_ab Y_ab and dY_ab = −D_ab X_ab: both reach the packed partner (b, a) with −D_ab
    if (a[i] !== b[i]) matrix[i * m + place[b[i] * n + a[i]]] -= levels[a[i]] - levels[b[i]];
  }
  // probability is conserved: what a level loses is what the others gain. Taken from M, the diagonal would
  // drown the slowest rates in rounding errors
  for (let j = 0; j < m; j++) {
    if (a[j] !== b[j]) continue;
    let gained = 0;
    for (let i = 0; i < m; i++) if (a[i] === b[i] && i !== j) gained += matrix[i * m + j];
    matrix[j * m + j] = -gained;
  }
  return largest;
}
