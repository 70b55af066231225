// Heat along the bonds of any graph, and Kirchhoff's rule for it.
//
// At a site v energy passes from bond to bond, F_bc = −2 Im Tr(ρ h_b h_c) (eq. 12), and a bath there feeds
// q_b = Tr(h_b R_v[ρ]) = 2 Re Tr([S, h_b] S̃ρ) into each bond that touches v, and no other. What a bond gives at its far
// end is what flows along it,
//   φ_b = Σ_{c∋v} F_bc − q_b    for b from u to v,
// and in a steady state as much comes in at u. Around a ring φ is j_u on one branch and j_d on the other.

import type { BathCoupling, RedfieldGenerator } from "../equations/generator";
import { basisOf } from "../model/basis";
import { type BondEnergy, bondEnergy, bondFlow, siteFlips } from "../model/operators";
import { zeros } from "../numerics/arrays";
import { toSectorBasis } from "../numerics/basis-change";
import { multiply } from "../numerics/matmul";
import type { State } from "./state";

/** What flows along the bonds is read from. */
type Read = Pick<State, "model" | "baths" | "real" | "imag" | "imagInSector">;

/** and from the baths where a bond meets one at both ends. */
type Baths = Pick<RedfieldGenerator, "size" | "vectors"> & {
  readonly couplings: readonly Pick<BathCoupling, "transition" | "spins" | "shift">[];
};

/** φ_b of every bond, read where it meets no bath, if it has such an end. */
export function heatAlongBonds(state: Read, generator: Baths): Float64Array {
  const { model, baths, imagInSector } = state;
  const { bonds } = model;
  const energies = bonds.map((_, bond) => bondEnergy(model, bond));
  const hasBath = (site: number): boolean => baths.some((bath) => bath.site === site);
  const moved: Float64Array[] = [];
  const flow = zeros(bonds.length);
  for (let b = 0; b < bonds.length; b++) {
    const { from, to } = bonds[b];
    const end = hasBath(to) && !hasBath(from) ? from : to;
    let given = 0; // to the other bonds and the baths at this end
    for (let c = 0; c < bonds.length; c++) {
      if (c === b || (bonds[c].from !== end && bonds[c].to !== end)) continue;
      given += bondFlow(imagInSector, energies[b], energies[c]);
    }
    for (let bath = 0; bath < baths.length; bath++) {
      if (baths[bath].site !== end) continue;
      moved[bath] ??= transported(state, generator, bath);
      given -= baths[bath].operator
        ? fedByFlips(moved[bath], siteFlips(basisOf(model), end), energies[b])
        : fed(moved[bath], generator.couplings[bath].spins, energies[b]);
    }
    flow[b] = (end === to ? given : -given) || 0;
  }
  return flow;
}

/**
 * Re(S̃ρ − ρ S̃ᵀ) of a bath, in the sector basis, turned about z until σʸ is σˣ: no other part feeds a bond, and what baths exchange is small beside it,
 * where they are cold.
 */
function transported({ real, imag }: Read, generator: Baths, bath: number): Float64Array {
  const { size: n, couplings, vectors } = generator;
  const { transition, shift } = couplings[bath];
  const product = zeros(n * n);
  multiply(transition, real, n, product);
  if (shift) {
    const shifted = zeros(n * n);
    multiply(shift, imag, n, shifted);
    for (let i = 0; i < n * n; i++) product[i] -= shifted[i];
  }
  const part = product.map((entry, ab) => entry - product[(ab % n) * n + Math.floor(ab / n)]);
  return toSectorBasis(part, vectors, n);
}

/** 2 Re Tr([S, h] S̃ρ) = Re Tr([S, h] (S̃ρ − ρ S̃ᵀ)) */
function fed(moved: Float64Array, spins: Float64Array, { amplitude, partners }: BondEnergy): number {
  const n = spins.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const p = partners[k];
    if (p >= 0) sum += (spins[k] - spins[p]) * amplitude * moved[p * n + k];
  }
  return sum;
}

/** The same for σˣ: [σˣ, h] takes state k to the image of h k less h of its image. */
function fedByFlips(
  moved: Float64Array,
  flips: Int32Array,
  { diagonal, amplitude, partners }: BondEnergy,
): number {
  const n = flips.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += (diagonal[k] - diagonal[flips[k]]) * moved[k * n + flips[k]];
    const p = partners[k];
    if (p >= 0) sum += amplitude * (moved[k * n + flips[p]] - moved[flips[k] * n + p]);
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
