// How S̃ = S ∘ W(E_a − E_c) moves when H moves by V, in the fixed basis of the energy eigenstates (Daleckii and Krein):
//   dS̃_ab = Σ_c ( V_ac S_cb W[E_a − E_b, E_c − E_b] − S_ac V_cb W[E_a − E_b, E_a − E_c] ) + S_ab ∂W(E_a − E_b),
// with the divided difference W[x, y] = (W(x) − W(y)) / (x − y), W′(x) where x = y, and ∂W what the numbers of the bath do.
// For levels apart the sum is a rotation of the basis, A_ac = V_ac / (E_a − E_c):  W ∘ [A, S] − [A, S̃]. V and S may be complex.

import type { Bath } from "../baths/bath";
import { type RateSlopes, rateSlopes, transitionRate } from "../baths/rates";
import type { SpinModel } from "../model/model";
import { type ComplexMatrix, multiplyComplex } from "../numerics/complex";
import type { BathChange } from "./direction";
import type { BathCoupling } from "./generator";
import type { LocalJump } from "./lindblad";

/** A change V of the Hamiltonian, split into what rotates levels that are apart and what is left. */
export interface LevelChange {
  /** V, n × n Hermitian */
  readonly hamiltonian: ComplexMatrix;
  /** A, n × n anti-Hermitian, zero where levels nearly coincide */
  readonly rotation: ComplexMatrix;
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
  hamiltonian: ComplexMatrix,
  energies: Float64Array,
  baths: readonly Bath[],
): LevelChange {
  const { real: v, imag: w } = hamiltonian;
  const n = energies.length;
  const spread = energies[n - 1] - energies[0];
  const warm = baths.map(({ temperature }) => temperature).filter((temperature) => temperature > 0);
  const reach = NEAR * Math.min(spread, ...warm);
  const real = new Float64Array(n * n);
  const imag = w && new Float64Array(n * n);
  const near: number[] = [];
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) {
      const gap = energies[a] - energies[c];
      const ac = a * n + c;
      if (Math.abs(gap) > reach) {
        real[ac] = v[ac] / gap;
        if (w && imag) imag[ac] = w[ac] / gap;
      } else if (v[ac] !== 0 || (w && w[ac] !== 0)) near.push(ac);
    }
  }
  return { hamiltonian, rotation: { real, imag }, near, rounding: ROUNDING * spread };
}

/**
 * dS̃ of one bath.
 *
 * @param root whether S̃ = S ∘ √W, for a bath above T = 0
 */
export function transitionChange(
  {
    operator,
    operatorImag,
    transition,
    transitionImag,
  }: Pick<BathCoupling, "operator" | "operatorImag" | "transition" | "transitionImag">,
  energies: Float64Array,
  bath: Bath,
  levels: LevelChange | null,
  speeds: BathChange,
  root = false,
): ComplexMatrix {
  const n = energies.length;
  const s = { real: operator, imag: operatorImag };
  const complex = operatorImag || levels?.hamiltonian.imag;
  const out = { real: new Float64Array(n * n), imag: complex && new Float64Array(n * n) };
  const rate = transitionRate(bath);
  const slopes = rateSlopes(bath);
  const weight = root ? (energy: number) => Math.sqrt(rate(energy)) : rate;
  // d√W = dW/2√W; a rate that vanishes below all numbers does not move
  const of = (slope: (energy: number) => number): ((energy: number) => number) =>
    root ? (energy) => (rate(energy) > 0 ? slope(energy) / (2 * weight(energy)) : 0) : slope;
  if (levels) {
    addRotation(out, s, { real: transition, imag: transitionImag }, levels.rotation, energies, weight);
    addNear(out, s, energies, levels, { energy: of(slopes.energy) });
  }
  const moved = directChange(bath, speeds, rate, slopes);
  const direct = moved && of(moved);
  if (direct) {
    for (let a = 0, ab = 0; a < n; a++) {
      for (let b = 0; b < n; b++, ab++) {
        const change = direct(energies[a] - energies[b]);
        out.real[ab] += operator[ab] * change;
        if (operatorImag && out.imag) out.imag[ab] += operatorImag[ab] * change;
      }
    }
  }
  return out;
}

/** dA of A = W(ε) B of a bath that acts on its site alone, where ε hangs on the field alone. */
export function localChange(
  { operator, operatorImag }: BathCoupling,
  { perField, energy }: LocalJump,
  bath: Bath,
  moved: Pick<SpinModel, "fields"> | null,
  speeds: BathChange,
): ComplexMatrix {
  const rate = transitionRate(bath);
  const slopes = rateSlopes(bath);
  const speed = moved ? perField * moved.fields[bath.site - 1] : 0;
  const change =
    (directChange(bath, speeds, rate, slopes)?.(energy) ?? 0) +
    (speed === 0 ? 0 : speed * slopes.energy(energy));
  const times = (part: Float64Array): Float64Array => part.map((entry) => change * entry);
  return { real: times(operator), imag: operatorImag && times(operatorImag) };
}

/** out += W ∘ [A, S] − [A, S̃], where [A, S] = AS + (AS)† */
function addRotation(
  out: ComplexMatrix,
  operator: ComplexMatrix,
  transition: ComplexMatrix,
  rotation: ComplexMatrix,
  energies: Float64Array,
  rate: (energy: number) => number,
): void {
  const n = energies.length;
  const turned = multiplyComplex(rotation, operator, n);
  const before = multiplyComplex(rotation, transition, n);
  const after = multiplyComplex(transition, rotation, n);
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < n; b++, ab++, ba += n) {
      const w = rate(energies[a] - energies[b]);
      out.real[ab] += w * (turned.real[ab] + turned.real[ba]) - before.real[ab] + after.real[ab];
      if (out.imag && turned.imag && before.imag && after.imag)
        out.imag[ab] += w * (turned.imag[ab] - turned.imag[ba]) - before.imag[ab] + after.imag[ab];
    }
  }
}

/** The terms of the sum in which c nearly coincides with a, or with b. */
function addNear(
  out: ComplexMatrix,
  operator: ComplexMatrix,
  energies: Float64Array,
  { hamiltonian: v, near, rounding }: LevelChange,
  slopes: Pick<RateSlopes, "energy">,
): void {
  const n = energies.length;
  for (const ac of near) {
    const a = Math.floor(ac / n);
    const c = ac % n;
    for (let b = 0; b < n; b++) {
      const [ab, ba, cb] = [a * n + b, b * n + a, c * n + b];
      const [p, q] = [v.imag?.[ac] ?? 0, operator.imag?.[cb] ?? 0];
      const re = v.real[ac] * operator.real[cb] - p * q;
      const im = v.real[ac] * q + p * operator.real[cb];
      if (re === 0 && im === 0) continue;
      const [x, y] = [energies[a] - energies[b], energies[c] - energies[b]];
      const [there, back] = [slopeBetween(x, y, slopes, rounding), slopeBetween(-x, -y, slopes, rounding)];
      out.real[ab] += re * there;
      out.real[ba] -= re * back;
      if (!out.imag) continue;
      out.imag[ab] += im * there;
      out.imag[ba] += im * back;
    }
  }
}

/** W[x, y] of two close arguments, which may lie on both sides of the kink of W at zero. */
function slopeBetween(
  x: number,
  y: number,
  { energy: slope }: Pick<RateSlopes, "energy">,
  rounding: number,
): number {
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
