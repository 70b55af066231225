// The Redfield equation in the energy basis (eqs. 4–10), kept as a few n × n matrices:
//   dρ/dt = −i[H, ρ] + Σ_b ( [S̃ρ, S] + [S, ρS̃†] ),    S̃_ac = S_ac W_b(E_a − E_c)
// S and S̃ are real, so for ρ = X + iY (X symmetric, Y antisymmetric) and D_ab = E_a − E_b
//   dX/dt = D∘Y + R[X],   dY/dt = −D∘X + R[Y],   R[Z] = Σ_b P_b ± P_bᵀ  with  P_b = [S̃ Z, S].
// The Lamb shift, where it is asked for, adds iG to S̃, G_ac = S_ac Λ(E_a − E_c), and with it
//   dX/dt −= Σ_b K_b[Y] + K_b[Y]ᵀ,   dY/dt += Σ_b K_b[X] − K_b[X]ᵀ  with  K_b[Z] = [G Z, S].
import { multiply } from "../linalg/matmul";
import { symmetricEigen } from "../linalg/symmetric-eigen";
import { sectorBasis } from "../model/basis";
import type { SpinModel } from "../model/model";
import { hamiltonianArray, siteSpin } from "../model/operators";
import type { Bath } from "./bath";
import { levelShift } from "./lamb-shift";
import { transitionRate } from "./rates";

/** One bath's part of the generator, n × n row-major in the energy basis. */
export interface BathCoupling {
  /** S, the coupling operator σᶻ */
  readonly operator: Float64Array;
  /** S̃ = S ∘ W(E_a − E_c) */
  readonly transition: Float64Array;
  /** G = S ∘ Λ(E_a − E_c), where the Lamb shift is kept */
  readonly shift?: Float64Array;
}

/** The Redfield generator of a model and its baths. */
export interface RedfieldGenerator {
  readonly size: number;
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  /** row k is the k-th eigenvector in the sector basis */
  readonly vectors: Float64Array;
  readonly couplings: readonly BathCoupling[];
}

/** Diagonalizes H and brings every bath into the energy basis. Expects checked input. */
export function redfieldGenerator(
  model: SpinModel,
  baths: readonly Bath[],
  lambShift = false,
): RedfieldGenerator {
  const basis = sectorBasis(model.sites, model.spinsUp);
  const n = basis.size;
  const { values: energies, vectors } = symmetricEigen(hamiltonianArray(model), n);
  const couplings = baths.map((bath) => {
    const operator = toEnergyBasis(siteSpin(basis, bath.site), vectors, n);
    const weighted = (weight: (energy: number) => number): Float64Array => {
      const product = new Float64Array(n * n);
      for (let a = 0; a < n; a++) {
        for (let c = 0; c < n; c++) {
          product[a * n + c] = operator[a * n + c] * weight(energies[a] - energies[c]);
        }
      }
      return product;
    };
    const transition = weighted(transitionRate(bath));
    return lambShift ? { operator, transition, shift: weighted(levelShift(bath)) } : { operator, transition };
  });
  return { size: n, energies, vectors, couplings };
}

/** S = V diag(s) Vᵀ for eigenvectors in the rows of V. */
function toEnergyBasis(diagonal: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const s = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0, ia = a * n, ib = b * n; i < n; i++, ia++, ib++)
        sum += vectors[ia] * diagonal[i] * vectors[ib];
      s[a * n + b] = sum;
      s[b * n + a] = sum;
    }
  }
  return s;
}

/** M = Σ_b S S̃, the part of the generator that acts from one side. */
export function decayMatrix(generator: RedfieldGenerator): Float64Array {
  const { size: n, couplings } = generator;
  const total = new Float64Array(n * n);
  const product = new Float64Array(n * n);
  for (const { operator, transition } of couplings) {
    multiply(operator, transition, n, product);
    for (let i = 0; i < n * n; i++) total[i] += product[i];
  }
  return total;
}

/** [F Z, S], for F = S̃ or G of a bath. */
function bathAction(operator: Float64Array, factor: Float64Array, z: Float64Array, n: number): Float64Array {
  const flow = new Float64Array(n * n);
  const p = new Float64Array(n * n);
  const back = new Float64Array(n * n);
  multiply(factor, z, n, flow);
  multiply(flow, operator, n, p);
  multiply(operator, flow, n, back);
  for (let i = 0; i < n * n; i++) p[i] -= back[i];
  return p;
}

/** out += own P + other Pᵀ */
function addWithTranspose(out: Float64Array, p: Float64Array, own: number, other: number, n: number): void {
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) out[a * n + b] += own * p[a * n + b] + other * p[b * n + a];
  }
}

/**
 * dρ/dt of the full (non-secular) Redfield equation.
 *
 * @param real X, symmetric n × n in the energy basis
 * @param imag Y, antisymmetric
 * @returns the real and the imaginary part of dρ/dt
 */
export function applyGenerator(
  generator: RedfieldGenerator,
  real: Float64Array,
  imag: Float64Array,
): { real: Float64Array; imag: Float64Array } {
  const { size: n, energies, couplings } = generator;
  const dReal = new Float64Array(n * n);
  const dImag = new Float64Array(n * n);
  for (const { operator, transition, shift } of couplings) {
    addWithTranspose(dReal, bathAction(operator, transition, real, n), 1, 1, n);
    addWithTranspose(dImag, bathAction(operator, transition, imag, n), 1, -1, n);
    if (!shift) continue;
    addWithTranspose(dReal, bathAction(operator, shift, imag, n), -1, -1, n);
    addWithTranspose(dImag, bathAction(operator, shift, real, n), 1, -1, n);
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const gap = energies[a] - energies[b];
      dReal[a * n + b] += gap * imag[a * n + b];
      dImag[a * n + b] -= gap * real[a * n + b];
    }
  }
  return { real: dReal, imag: dImag };
}
