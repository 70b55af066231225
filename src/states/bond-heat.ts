// Heat along the bonds of any graph, and Kirchhoff's rule for it.
//
// At a site v energy passes from bond to bond, F_bc = −2 Im Tr(ρ h_b h_c) (eq. 12), and a bath there feeds
// q_b = Tr(h_b R_v[ρ]) = 2 Re Tr([S, h_b] S̃ρ) into each bond that touches v, and no other. What a bond gives at its far
// end is what flows along it,
//   φ_b = Σ_{c∋v} F_bc − q_b    for b from u to v,
// and in a steady state as much comes in at u. What is not Hermitian, a jump B = σ⁺ or σ⁻, feeds 2 Re Tr([B†, h_b]Aρ). Around a ring φ is j_u on one branch and j_d on the other.

import type { BathCoupling, RedfieldGenerator } from "../equations/generator";
import type { LocalJump } from "../equations/lindblad";
import { basisOf } from "../model/basis";
import { type BondEnergy, bondEnergy, bondFlow, type InSector, siteFlips } from "../model/operators";
import { zeros } from "../numerics/arrays";
import { toSectorBasis } from "../numerics/basis-change";
import { type ComplexMatrix, commutator, inSectorBasis, multiplyComplex } from "../numerics/complex";
import { transpose } from "../numerics/matmul";
import type { State } from "./state";

/** What flows along the bonds is read from, all in the gauge in which it was solved. */
type Read = Pick<State, "model" | "baths" | "real" | "imag"> & {
  /** in the sector basis, in the gauge of the model */
  readonly inSector: InSector;
};

/** and from the baths where a bond meets one at both ends. */
type Baths = Pick<RedfieldGenerator, "size" | "vectors" | "vectorsImag"> & {
  readonly couplings: readonly Pick<
    BathCoupling,
    "bath" | "transition" | "transitionImag" | "spins" | "turning" | "local"
  >[];
  /** A of every pair, in the energy basis, where it is known */
  readonly moved?: readonly ComplexMatrix[];
};

/** φ_b of every bond, read where it meets no bath, if it has such an end. */
export function heatAlongBonds(state: Read, generator: Baths): Float64Array {
  const { model, baths, inSector } = state;
  const { bonds } = model;
  const energies = bonds.map((_, bond) => bondEnergy(model, bond));
  const hasBath = (site: number): boolean => baths.some((bath) => bath.site === site);
  const moved: ComplexMatrix[] = [];
  const flow = zeros(bonds.length);
  for (let b = 0; b < bonds.length; b++) {
    const { from, to } = bonds[b];
    const end = hasBath(to) && !hasBath(from) ? from : to;
    let given = 0; // to the other bonds and the baths at this end
    for (let c = 0; c < bonds.length; c++) {
      if (c === b || (bonds[c].from !== end && bonds[c].to !== end)) continue;
      given += bondFlow(inSector, energies[b], energies[c]);
    }
    for (let k = 0; k < generator.couplings.length; k++) {
      const { bath, spins, turning, local } = generator.couplings[k];
      if (baths[bath].site !== end) continue;
      moved[k] ??= local?.oneWay ? jumped(state, generator, k, local) : transported(state, generator, k);
      if (local?.oneWay) given -= fedByJumps(moved[k], energies[b]);
      else {
        given -= baths[bath].operator
          ? fedByFlips(moved[k], siteFlips(basisOf(model), end), turning, energies[b])
          : fed(moved[k], spins, energies[b]);
      }
    }
    flow[b] = (end === to ? given : -given) || 0;
  }
  return flow;
}

/**
 * A = S̃ρ − ρS̃† of a bath, in the sector basis; where H is real its real part alone. No other part feeds a bond, and what
 * baths exchange is small beside it, where they are cold.
 */
function transported({ real, imag }: Read, generator: Baths, k: number): ComplexMatrix {
  const { size: n, couplings, vectors, vectorsImag, moved } = generator;
  if (moved) return inSectorBasis(moved[k], { real: vectors, imag: vectorsImag }, n);
  const { transition, transitionImag } = couplings[k];
  const rho = { real, imag: transitionImag && imag };
  const product = multiplyComplex({ real: transition, imag: transitionImag }, rho, n);
  const across = (ab: number): number => (ab % n) * n + Math.floor(ab / n);
  const part = product.real.map((entry, ab) => entry - product.real[across(ab)]);
  if (!transitionImag) return { real: toSectorBasis(part, vectors, n) };
  const other = product.imag?.map((entry, ab, all) => entry + all[across(ab)]);
  return inSectorBasis({ real: part, imag: other }, { real: vectors, imag: vectorsImag }, n);
}

/** [Aρ, B†], in the sector basis; where H is real its real part alone. */
function jumped(
  { real, imag }: Read,
  { size: n, couplings, vectors, vectorsImag }: Baths,
  k: number,
  { operator }: LocalJump,
): ComplexMatrix {
  const { transition, transitionImag } = couplings[k];
  const rho = { real, imag: transitionImag && imag };
  const product = multiplyComplex({ real: transition, imag: transitionImag }, rho, n);
  const moved = inSectorBasis(product, { real: vectors, imag: vectorsImag }, n);
  return commutator(moved, { real: transpose(operator, n) }, n);
}

/** 2 Re Tr([B†, h]Aρ) = 2 Re Tr(h [Aρ, B†]) */
function fedByJumps(
  { real, imag }: ComplexMatrix,
  { diagonal, amplitude, turning, partners }: BondEnergy,
): number {
  const n = diagonal.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += 2 * diagonal[k] * real[k * (n + 1)];
    const p = partners[k];
    if (p < 0) continue;
    sum += 2 * amplitude * real[k * n + p];
    if (turning && imag) sum -= 2 * turning[k] * imag[k * n + p];
  }
  return sum;
}

/** 2 Re Tr([S, h] S̃ρ) = Re Tr([S, h] A) */
function fed(
  { real, imag }: ComplexMatrix,
  spins: Float64Array,
  { amplitude, turning, partners }: BondEnergy,
): number {
  const n = spins.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const p = partners[k];
    if (p < 0) continue;
    let energy = amplitude * real[p * n + k];
    if (turning && imag) energy -= turning[p] * imag[p * n + k];
    sum += (spins[k] - spins[p]) * energy;
  }
  return sum;
}

/** The same for σˣ, Re Tr(h [A, σˣ]), and with the factors i y_k of the images for σʸ. */
function fedByFlips(
  { real, imag }: ComplexMatrix,
  flips: Int32Array,
  y: Float64Array | undefined,
  { diagonal, amplitude, turning, partners }: BondEnergy,
): number {
  const n = flips.length;
  // A_ab times what takes k to its image
  const times = (a: number, b: number, k: number): readonly [number, number] => {
    const [re, im] = [real[a * n + b], imag ? imag[a * n + b] : 0];
    return y ? [-y[k] * im, y[k] * re] : [re, im];
  };
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += (diagonal[k] - diagonal[flips[k]]) * times(k, flips[k], k)[0];
    const p = partners[k];
    if (p < 0) continue;
    const [own, other] = [times(p, flips[k], k), times(flips[p], k, flips[p])];
    sum += amplitude * (own[0] - other[0]);
    if (turning) sum -= turning[p] * (own[1] - other[1]);
  }
  return sum;
}

/**
 * Kirchhoff's rule: what leaves a site along its bonds less what its baths give, the largest of all sites, over all that
 * flows, along the bonds and at the baths if none came back.
 */
export function kirchhoffError(
  { model, baths }: Pick<State, "model" | "baths">,
  flow: Float64Array,
  bathHeat: Float64Array,
  gross: readonly number[],
): number {
  const left = zeros(model.sites);
  let all = 0;
  model.bonds.forEach(({ from, to }, b) => {
    left[from - 1] += flow[b];
    left[to - 1] -= flow[b];
    all += Math.abs(flow[b]);
  });
  baths.forEach(({ site }, b) => {
    left[site - 1] -= bathHeat[b];
    all += gross[b];
  });
  return left.reduce((worst, each) => Math.max(worst, Math.abs(each)), 0) / (all || 1);
}
