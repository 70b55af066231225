// How S̃ = S ∘ W(E_a − E_c) moves when H moves by V, in the fixed basis of the energy eigenstates (Daleckii and Krein):
//   dS̃_ab = Σ_c ( V_ac S_cb W[E_a − E_b, E_c − E_b] − S_ac V_cb W[E_a − E_b, E_a − E_c] ) + S_ab ∂W(E_a − E_b),
// with the divided difference W[x, y] = (W(x) − W(y)) / (x − y), W′(x) where x = y, and ∂W what the numbers of the bath do.
// For levels apart the sum is a rotation of the basis, A_ac = V_ac / (E_a − E_c):  W ∘ [A, S] − [A, S̃].

import type { Bath } from "../baths/bath";
import { type RateSlopes, rateSlopes, transitionRate } from "../baths/rates";
import { multiply } from "../numerics/matmul";
import type { BathChange } from "./direction";
import type { BathCoupling } from "./generator";

/** A change V of the Hamiltonian, split into what rotates levels that are apart and what is left. */
export interface LevelChange {
  /** V, n × n symmetric */
  readonly hamiltonian: Float64Array;
  /** A, n × n antisymmetric, zero where levels nearly coincide */
  readonly rotation: Float64Array;
  /** places a n + c with V_ac ≠ 0 where they do, a = c among them */
  readonly near: readonly number[];
  /** energies below this are zero but for rounding errors */
  readonly rounding: number;
}

/**
 * Of energies and temperatures: levels closer than this share a rate up to its slope, W[x, y] = W′((x + y)/2) to
 * about 1e-11, where the difference of the two rates would keep fewer digits.
 */
const NEAR = 1e-5;
/** levels closer than this coincide */
const ROUNDING = 1e-12;

/** Splits V, given in the energy basis. */
export function levelChange(
  hamiltonian: Float64Array,
  energies: Float64Array,
  baths: readonly Bath[],
): LevelChange {
  const n = energies.length;
  const spread = energies[n - 1] - energies[0];
  const warm = baths.map(({ temperature }) => temperature).filter((temperature) => temperature > 0);
  const reach = NEAR * Math.min(spread, ...warm);
  const rotation = new Float64Array(n * n);
  const near: number[] = [];
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) {
      const gap = energies[a] - energies[c];
      const ac = a * n + c;
      if (Math.abs(gap) > reach) rotation[ac] = hamiltonian[ac] / gap;
      else if (hamiltonian[ac] !== 0) near.push(ac);
    }
  }
  return { hamiltonian, rotation, near, rounding: ROUNDING * spread };
}

/** dS̃ of one bath. */
export function transitionChange(
  { operator, transition }: BathCoupling,
  energies: Float64Array,
  bath: Bath,
  levels: LevelChange | null,
  speeds: BathChange,
): Float64Array {
  const n = energies.length;
  const out = new Float64Array(n * n);
  const rate = transitionRate(bath);
  const slopes = rateSlopes(bath);
  if (levels) {
    addRotation(out, operator, transition, levels.rotation, energies, rate);
    addNear(out, operator, energies, levels, slopes);
  }
  const direct = directChange(bath, speeds, rate, slopes);
  if (direct) {
    for (let a = 0, ab = 0; a < n; a++) {
      for (let b = 0; b < n; b++, ab++) out[ab] += operator[ab] * direct(energies[a] - energies[b]);
    }
  }
  return out;
}

/** out += W ∘ [A, S] − [A, S̃] */
function addRotation(
  out: Float64Array,
  operator: Float64Array,
  transition: Float64Array,
  rotation: Float64Array,
  energies: Float64Array,
  rate: (energy: number) => number,
): void {
  const n = energies.length;
  const [turned, before, after] = Array.from({ length: 3 }, () => new Float64Array(n * n));
  multiply(rotation, operator, n, turned); // SA = −(AS)ᵀ
  multiply(rotation, transition, n, before);
  multiply(transition, rotation, n, after);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const ab = a * n + b;
      out[ab] += rate(energies[a] - energies[b]) * (turned[ab] + turned[b * n + a]) - before[ab] + after[ab];
    }
  }
}

/** The terms of the sum in which c nearly coincides with a, or with b. */
function addNear(
  out: Float64Array,
  operator: Float64Array,
  energies: Float64Array,
  { hamiltonian, near, rounding }: LevelChange,
  slopes: RateSlopes,
): void {
  const n = energies.length;
  for (const ac of near) {
    const a = Math.floor(ac / n);
    const c = ac % n;
    for (let b = 0; b < n; b++) {
      const factor = hamiltonian[ac] * operator[c * n + b];
      if (factor === 0) continue;
      const [x, y] = [energies[a] - energies[b], energies[c] - energies[b]];
      out[a * n + b] += factor * slopeBetween(x, y, slopes, rounding);
      out[b * n + a] -= factor * slopeBetween(-x, -y, slopes, rounding);
    }
  }
}

/** W[x, y] of two close arguments, which may lie on both sides of the kink of W at zero. */
function slopeBetween(x: number, y: number, { energy: slope }: RateSlopes, rounding: number): number {
  if (Math.abs(x) <= rounding && Math.abs(y) <= rounding) return slope(0);
  if (x * y >= 0 || Math.abs(x - y) <= rounding) return slope((x + y) / 2);
  return (x * slope(x / 2) - y * slope(y / 2)) / (x - y);
}

/** ∂W of the numbers of the bath; null where none of them moves. */
function directChange(
  bath: Bath,
  { temperature, coupling, cutoff }: BathChange,
  rate: (energy: number) => number,
  slopes: RateSlopes,
): ((energy: number) => number) | null {
  const terms: ((energy: number) => number)[] = [];
  if (temperature !== 0) terms.push((energy) => temperature * slopes.temperature(energy));
  if ("coupling" in bath && coupling !== 0) {
    const unit = transitionRate({ ...bath, coupling: 1 });
    terms.push((energy) => coupling * unit(energy));
  }
  if ("cutoff" in bath && cutoff !== 0) {
    terms.push((energy) => (cutoff * rate(energy) * Math.abs(energy)) / bath.cutoff / bath.cutoff);
  }
  return terms.length === 0 ? null : (energy) => terms.reduce((sum, term) => sum + term(energy), 0);
}
