// Equations in which baths act by jumps, so that no probability becomes negative:
//   dρ/dt = −i[H, ρ] + Σ_L ( LρL† − ½{L†L, ρ} ).
// Local: a bath does what it would do if its site were alone, with h σᶻ for its Hamiltonian. σᶻ leads from no energy to another
// and dephases, L = √(2W(0)) σᶻ; σˣ and σʸ turn the spin over, L = √(2W(2h)) σ⁺ and √(2W(−2h)) σ⁻, also where h = 0 and no
// energy tells these two apart.
// Universal: one jump a bath, L_ab = S_ab √(2W(E_a − E_b)) in the energy basis
// (Nathan and Rudner, Phys. Rev. B 102, 115109 (2020); its Lamb shift is left out, as Redfield's is).
// Both have the form of the generator, Σ (AρB† + BρA† − B†Aρ − ρA†B), with A = wB and a jump √(2w) B.

import type { Bath } from "../baths/bath";
import { transitionRate } from "../baths/rates";
import { type SectorBasis, spinAt } from "../model/basis";
import { siteFlips, siteSpin } from "../model/operators";

/** A jump that a bath makes at its site. */
export interface LocalJump {
  /** B, n × n in the basis of the sector */
  readonly operator: Float64Array;
  /** whether that is not Hermitian: σ⁺ or σ⁻ */
  readonly oneWay: boolean;
  /** what the site takes up */
  readonly energy: number;
  /** w = W of that energy */
  readonly rate: number;
  /** by what that energy grows with the field at the site */
  readonly perField: number;
}

/** What a bath does to its site alone. */
export function localJumps(basis: SectorBasis, bath: Bath, field: number): LocalJump[] {
  const { size: n } = basis;
  const rate = transitionRate(bath);
  if (bath.operator === undefined) {
    const operator = new Float64Array(n * n);
    siteSpin(basis, bath.site).forEach((spin, k) => {
      operator[k * (n + 1)] = spin;
    });
    return [{ operator, oneWay: false, energy: 0, rate: rate(0), perField: 0 }];
  }
  const flips = siteFlips(basis, bath.site);
  return [1, -1].map((up) => {
    const operator = new Float64Array(n * n);
    flips.forEach((image, k) => {
      if (spinAt(basis, image, bath.site) === up) operator[image * n + k] = 1;
    });
    const energy = 2 * up * field;
    return { operator, oneWay: true, energy, rate: rate(energy), perField: 2 * up };
  });
}

/** Of a bath that acts on its site alone: whether it does anything. */
export function actsLocally(bath: Bath, field: number): boolean {
  const rate = transitionRate(bath);
  return (bath.operator ? [2 * field, -2 * field] : [0]).some((energy) => rate(energy) > 0);
}

/**
 * How much √W moves when energies are wrong by a little: at T = 0 it begins with a steep root, where two levels nearly coincide.
 *
 * @param off what energies are wrong by
 * @returns the largest change between any two levels
 */
export function amplitudeChange(levels: Float64Array, bath: Bath, off: number): number {
  const rate = transitionRate(bath);
  let largest = 0;
  for (let a = 0; a < levels.length; a++) {
    for (let c = 0; c < levels.length; c++) {
      if (a === c) continue;
      const energy = levels[a] - levels[c];
      const change = Math.abs(Math.sqrt(rate(energy + off)) - Math.sqrt(rate(energy - off)));
      if (change > largest) largest = change;
    }
  }
  return largest;
}
