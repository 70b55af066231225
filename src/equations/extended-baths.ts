// The model and its baths with 32 digits in the energy basis, and what they can be wrong by.

import type { Bath } from "../baths/bath";
import { rateFactors } from "../baths/rates";
import { exchangePartners, type SectorBasis, spinAt } from "../model/basis";
import type { SpinModel } from "../model/model";
import { bothUp } from "../model/operators";
import {
  add,
  at,
  type Double2,
  div,
  exp,
  expm1,
  from,
  type Matrix2,
  mul,
  multiply2,
  neg,
  put,
  UNIT2,
  zeros2,
} from "../numerics/double-double";
import { multiply } from "../numerics/matmul";

/** Rounding of an entry of the tensor, a sum of a few products. */
export const ROUNDING: number = 4 * UNIT2;

/** One bath in the energy basis: S, W(E_a − E_c) and S̃ with 32 digits, and what S and W can be wrong by. */
export interface ExtendedBath {
  readonly operator: Matrix2;
  readonly transition: Matrix2;
  readonly rates: Float64Array;
  /** W(0) */
  readonly dephasing: Double2;
  /** relative error of W in units of ROUNDING */
  readonly uncertain: Float64Array;
}

// H less the energy that the first state of the basis has without exchange, term by term: what all states share is not
// added first and subtracted later
export function extendedHamiltonian(
  { fields, bonds }: SpinModel,
  basis: SectorBasis,
): { hamiltonian: Matrix2; largestExchange: number } {
  const n = basis.size;
  const hamiltonian = zeros2(n * n);
  let largestExchange = 0;
  for (let k = 0; k < n; k++) {
    let diagonal: Double2 = from(0);
    fields.forEach((field, l) => {
      diagonal = add(diagonal, mul(from(field), from(spinAt(basis, k, l + 1) - spinAt(basis, 0, l + 1))));
    });
    for (const bond of bonds) {
      const pairs = bothUp(basis, k, bond.from, bond.to) - bothUp(basis, 0, bond.from, bond.to);
      diagonal = add(diagonal, mul(from(bond.interaction), from(pairs)));
      const partner = exchangePartners(basis, bond.from, bond.to)[k];
      if (partner < 0) continue;
      hamiltonian.hi[k * n + partner] = 2 * bond.exchange;
      largestExchange = Math.max(largestExchange, Math.abs(2 * bond.exchange));
    }
    put(hamiltonian, k * (n + 1), diagonal);
  }
  return { hamiltonian, largestExchange };
}

/** @param action of S on the states of the basis: k goes to spins[k] times itself, or times flips[k] */
export function extendedBath(
  bath: Bath,
  { spins, flips }: { readonly spins: Float64Array; readonly flips?: Int32Array },
  vectors: Matrix2,
  gaps: Matrix2,
  exact: boolean,
): ExtendedBath {
  const n = spins.length;
  const [weighted, columns, operator, transition] = Array.from({ length: 4 }, () => zeros2(n * n));
  for (let a = 0; a < n; a++) {
    for (let i = 0; i < n; i++) {
      const [hi, lo] = at(vectors, a * n + (flips?.[i] ?? i));
      put(weighted, a * n + i, [hi * spins[i], lo * spins[i]]);
      put(columns, i * n + a, at(vectors, a * n + i));
    }
  }
  multiply2(weighted, columns, n, n, n, operator);
  const [rates, uncertain] = [new Float64Array(n * n), new Float64Array(n * n)];
  const { temperature } = bath;
  const density = extendedDensity(bath);
  const largestGap = Math.abs(gaps.hi[n - 1]);
  for (let a = 0; a < n; a++) {
    for (let c = 0; c <= a; c++) {
      const omega = at(gaps, a * n + c);
      const thermal = thermalEnergy(omega, temperature);
      const needed = thermal[0] + omega[0] > 0;
      const { value, uncertainty, steepness } = needed
        ? density(omega)
        : { value: from(0), uncertainty: 0, steepness: 0 };
      const up = mul(value, thermal);
      const down = mul(value, add(thermal, omega));
      // what the levels can be wrong by moves J, ω itself and the exponential of detailed balance
      const plain = steepness + 1 / Math.max(omega[0], temperature);
      for (const [i, rate, warmth] of [
        [a * n + c, up, 1],
        [c * n + a, down, thermal[0] / (thermal[0] + omega[0])],
      ] as const) {
        const sharpness = plain + (thermal[0] > 0 ? warmth / temperature : 0);
        rates[i] = rate[0];
        uncertain[i] = needed ? 4 + (exact ? 0 : uncertainty) + n * largestGap * sharpness : 0;
        put(transition, i, mul(at(operator, i), rate));
      }
    }
  }
  const dephasing = mul(temperature > 0 ? density(from(0)).value : from(0), from(temperature));
  return { operator, transition, rates, dephasing, uncertain };
}

interface Density {
  /** J(ω)/ω */
  readonly value: Double2;
  /** its relative error in units of ROUNDING */
  readonly uncertainty: number;
  /** |d ln(J/ω) / dω| */
  readonly steepness: number;
}

// the Ohmic bath is known with 32 digits, any other one as its function returns it, with 16
function extendedDensity(bath: Bath): (omega: Double2) => Density {
  if (!("spectralDensity" in bath)) {
    const { coupling, cutoff } = bath;
    return (omega) => ({
      value: omega[0] / cutoff > 745 ? from(0) : mul(from(coupling), exp(neg(div(omega, from(cutoff))))),
      uncertainty: 4 + omega[0] / cutoff,
      steepness: 1 / cutoff,
    });
  }
  const { reduced, steepness: steepnessAt } = rateFactors(bath);
  return (omega) => {
    const steepness = steepnessAt(omega[0]);
    const uncertainty = (2 ** -51 * (1 + steepness * omega[0])) / ROUNDING;
    return { value: from(reduced(omega[0])), uncertainty, steepness };
  };
}

/** ω n_B(ω) = ω e^{−ω/T} / (1 − e^{−ω/T}), T at ω = 0 */
function thermalEnergy(omega: Double2, temperature: number): Double2 {
  if (temperature === 0) return from(0);
  if (omega[0] === 0) return from(temperature);
  if (omega[0] / temperature > 745) return from(0);
  const x = div(omega, from(temperature));
  return div(mul(omega, exp(neg(x))), neg(expm1(neg(x))));
}

/** What eigenvectors that are not quite those of H leave behind. */
export interface EigenErrors {
  /** error of every bath's S, in units of ROUNDING */
  readonly operator: Float64Array[];
  /** ⟨a|H|b⟩ that may be left between levels too close to turn them apart */
  readonly mixing: Float64Array;
}

/** Levels that would be turned by more than this are left as they are, with the rest of H between them. */
const TURNED = 1e-20;

// An off-diagonal rest η of H turns two levels by η / (E_a − E_b), which moves S_ac by that times S_bc. Between levels
// that both are held it stays a part of H, whose turning does nothing to what the baths do; where one is empty that would
// drown how empty it is.
export function eigenErrors(
  gaps: Matrix2,
  couplings: readonly ExtendedBath[],
  rest: number,
  hottest: number,
  n: number,
): EigenErrors {
  const mixing = new Float64Array(n * n);
  const turn = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      if (a === b) continue;
      const gap = Math.abs(gaps.hi[a * n + b]);
      const angle = rest / gap;
      if (gap > hottest && angle <= TURNED) turn[a * n + b] = angle / ROUNDING;
      else mixing[a * n + b] = rest;
    }
  }
  const turned = new Float64Array(n * n);
  const operator = couplings.map(({ operator: { hi } }) => {
    multiply(turn, hi.map(Math.abs), n, turned);
    return turned.map((x, i) => n + x + turned[(i % n) * n + Math.floor(i / n)]);
  });
  return { operator, mixing };
}
