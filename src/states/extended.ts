// The steady state of a small sector with 32 digits, and how far it can be trusted: for models whose slowest rates are
// lost in the rounding of doubles.

import type { Bath } from "../baths/bath";
import {
  type ExtendedBath,
  eigenErrors,
  extendedBath,
  extendedHamiltonian,
  ROUNDING,
} from "../equations/extended-baths";
import { assemble, type Equations, extendedTensor } from "../equations/extended-equations";
import type { SectorBasis } from "../model/basis";
import type { SpinModel } from "../model/model";
import { heatThroughSites, siteFlips, siteSpin } from "../model/operators";
import {
  add,
  at,
  type Double2,
  dot2,
  from,
  type Matrix2,
  mul,
  multiply2,
  neg,
  put,
  sub,
  symmetricEigen2,
  zeros2,
} from "../numerics/double-double";
import { type Stretch, stretchOf } from "../numerics/eigenspaces";
import type { Accuracy } from "./accuracy";
import { type Bound, ClosedSets, type Solved, solveAll, solveRates } from "./extended-solve";

/** Sectors up to this size are solved with 32 digits where doubles do not do. */
export const LARGEST_EXTENDED = 36;

/** A steady state found with 32 digits, rounded to doubles. */
export interface ExtendedSolution {
  /** above the energy of the first state of the basis without exchange */
  readonly levels: Float64Array;
  readonly vectors: Float64Array;
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly imagInSector: Float64Array;
  readonly bathHeat: Float64Array;
  /** Σ_ac |E_a − E_c| 2 S_ac² W(E_a − E_c) p_c of every bath */
  readonly gross: readonly number[];
  readonly accuracy: Accuracy;
  readonly degenerate: readonly Stretch[];
  /** the levels, counted from 1, between which rates are known worst */
  readonly weakest: readonly [number, number];
}

/**
 * Solves L ρ = 0 and Tr ρ = 1 with 32 digits.
 *
 * @param cutoff secular cutoff, an energy; Infinity keeps every term
 * @returns the state with the bounds of its errors, or the sets of levels that keep the steady state from being unique
 */
export function extendedState(
  model: SpinModel,
  baths: readonly Bath[],
  basis: SectorBasis,
  cutoff: number,
): ExtendedSolution | ClosedSets {
  const found = solveExtended(model, baths, basis, cutoff, false);
  if (!(found instanceof ClosedSets) || baths.every((bath) => !("spectralDensity" in bath))) return found;
  // rates that a density with 16 digits leaves open are not rates that are zero
  const taken = solveExtended(model, baths, basis, cutoff, true);
  if (taken instanceof ClosedSets) return taken;
  return {
    ...taken,
    accuracy: { populations: Number.POSITIVE_INFINITY, currents: Number.POSITIVE_INFINITY },
  };
}

// `exact` takes what a spectral density returns to the last digit
function solveExtended(
  model: SpinModel,
  baths: readonly Bath[],
  basis: SectorBasis,
  cutoff: number,
  exact: boolean,
): ExtendedSolution | ClosedSets {
  const n = basis.size;
  const { hamiltonian, largestExchange } = extendedHamiltonian(model, basis);
  const { values, vectors } = symmetricEigen2(hamiltonian, n); // turns nothing where H has a zero: sectors stay apart
  const gaps = zeros2(n * n); // E_a − E_b
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) put(gaps, a * n + b, sub(at(values, a), at(values, b)));
  const couplings = baths.map((bath) => {
    const action = bath.operator
      ? { spins: new Float64Array(n).fill(1), flips: siteFlips(basis, bath.site) }
      : { spins: siteSpin(basis, bath.site) };
    return extendedBath(bath, action, vectors, gaps, exact);
  });
  const hottest = Math.max(...baths.map(({ temperature }) => temperature));
  const eigen = eigenErrors(gaps, couplings, n * largestExchange * 2 * ROUNDING, hottest, n);
  const tensor = extendedTensor(couplings, eigen.operator, n);
  const equations = assemble(tensor, gaps, eigen, cutoff, n);
  const solved = solveRates(equations) ?? solveAll(equations);
  if (solved instanceof ClosedSets) return solved;
  return observe(model, vectors, values, gaps, couplings, equations, solved, cutoff);
}

function observe(
  model: SpinModel,
  vectors: Matrix2,
  values: Matrix2,
  gaps: Matrix2,
  couplings: readonly ExtendedBath[],
  equations: Equations,
  { state, bound }: Solved,
  cutoff: number,
): ExtendedSolution {
  const { n, upper, lower, coherences: mz, mixing } = equations;
  const pairs = mz / 2;
  const m = mz + n;
  const [x, y] = [zeros2(n * n), zeros2(n * n)];
  for (let a = 0; a < n; a++) put(x, a * (n + 1), at(state, mz + a));
  for (let i = 0; i < pairs; i++) {
    const [ab, ba] = [upper[i] * n + lower[i], lower[i] * n + upper[i]];
    put(x, ab, at(state, i));
    put(x, ba, at(state, i));
    put(y, ab, at(state, pairs + i));
    put(y, ba, neg(at(state, pairs + i)));
  }
  const unit = (i: number): Matrix2 => {
    const functional = zeros2(m);
    functional.hi[i] = 1;
    return functional;
  };
  let worst = { error: 0, from: 0, to: 0 };
  const bounds = Array.from({ length: n }, (_, a) => bound(unit(mz + a)));
  for (const next of bounds) if (!(next.error <= worst.error)) worst = next;
  if (!firstOrderDoes(bounds, state.hi.subarray(mz))) worst = { ...worst, error: Number.POSITIVE_INFINITY };
  const degenerate = coincidingLevels(gaps, n);
  const populations = worst.error + mixedPopulations(x, gaps, degenerate, mixing, n) + 2 ** -52;

  const [columns, half, product] = [zeros2(n * n), zeros2(n * n), zeros2(n * n)];
  for (let a = 0; a < n; a++) for (let i = 0; i < n; i++) put(columns, i * n + a, at(vectors, a * n + i));
  const bathHeat = new Float64Array(couplings.length);
  const grossHeat = new Float64Array(couplings.length);
  let currents = 0;
  couplings.forEach(({ operator, transition, rates, uncertain }, k) => {
    // Q = Σ_dc X_dc 2 Σ_a (E_a − E_c) S_ca S̃_ad
    for (let i = 0; i < n * n; i++) put(half, i, mul(at(operator, i), neg(at(gaps, i))));
    multiply2(half, transition, n, n, n, product);
    const functional = zeros2(m);
    const energyOf = (c: number, d: number): Double2 =>
      Math.abs(gaps.hi[c * n + d]) > cutoff ? from(0) : mul(from(2), at(product, c * n + d));
    for (let a = 0; a < n; a++) put(functional, mz + a, energyOf(a, a));
    for (let i = 0; i < pairs; i++)
      put(functional, i, add(energyOf(upper[i], lower[i]), energyOf(lower[i], upper[i])));
    bathHeat[k] = dot2(functional, 0, 1, state, 0, m)[0];
    let own = 0;
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) {
        const i = a * n + c;
        const flow = Math.abs(gaps.hi[i]) * 2 * operator.hi[i] ** 2 * rates[i] * Math.abs(state.hi[mz + c]);
        grossHeat[k] += flow;
        own += ROUNDING * (n + uncertain[i]) * flow;
      }
    }
    const next = bound(functional);
    if (Math.abs(bathHeat[k]) <= next.error && grossHeat[k] === 0) bathHeat[k] = 0; // nothing flows either way
    const relative = (next.error + own) / grossHeat[k];
    if (grossHeat[k] > 0) {
      if (!(relative <= currents) && !(next.error <= worst.error)) worst = next;
      if (!(relative <= currents)) currents = relative;
    }
  });
  const total = grossHeat.reduce((sum, heat) => sum + heat, 0);
  multiply2(y, vectors, n, n, n, half);
  multiply2(columns, half, n, n, n, product);
  const imagInSector = product.hi.slice();
  for (const { real: current } of heatThroughSites(model)) {
    // Tr(Y K) in the energy basis
    multiply2({ hi: current, lo: new Float64Array(n * n) }, columns, n, n, n, half);
    multiply2(vectors, half, n, n, n, product);
    const functional = zeros2(m);
    for (let i = 0; i < pairs; i++) {
      const [ab, ba] = [upper[i] * n + lower[i], lower[i] * n + upper[i]];
      put(functional, pairs + i, sub(at(product, ba), at(product, ab)));
    }
    let gross = total;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) gross += Math.abs(imagInSector[i * n + j] * current[j * n + i]);
    const relative = bound(functional).error / gross;
    if (gross > 0 && !(relative <= currents)) currents = relative;
  }
  return {
    levels: values.hi.slice(),
    vectors: vectors.hi.slice(),
    real: x.hi.slice(),
    imag: y.hi.slice(),
    imagInSector,
    bathHeat,
    gross: Array.from(grossHeat),
    accuracy: { populations, currents: currents + 2 ** -49 }, // what reading them with doubles costs
    degenerate,
    weakest: [worst.from + 1, worst.to + 1],
  };
}

// Errors obey δ ≤ M(|z| + δ) with M = |A⁻¹| F. That M|z| bounds them needs errors of errors to be small: M v ≤ v/10 for some
// v > 0 (Collatz and Wielandt), here v = p + ε for all levels. A state alone would vouch for itself: where a level that
// holds nothing could just as well hold all, ε shows it.
function firstOrderDoes(bounds: readonly Bound[], p: Float64Array): boolean {
  return [1, 1e-8, 1e-16, 1e-24, 1e-32, 1e-48, 1e-64].some((epsilon) =>
    bounds.every(({ error, reach }, k) => error + epsilon * reach <= (Math.abs(p[k]) + epsilon) / 10),
  );
}

/** Levels closer than this part of all energies are one. */
const ONE_LEVEL = 1e-26;

function coincidingLevels({ hi }: Matrix2, n: number): Stretch[] {
  const found: Stretch[] = [];
  const width = ONE_LEVEL * Math.abs(hi[n - 1]);
  for (let first = 0, end = 1; end <= n; end++) {
    if (end < n && hi[end * n + end - 1] <= width) continue;
    if (end - first > 1) found.push({ first, end });
    first = end;
  }
  return found;
}

/** What turns near levels that are not one moves p_a by 2 θ |X_ab|, θ the rest of H between them over their gap. */
function mixedPopulations(
  { hi: x }: Matrix2,
  { hi: gaps }: Matrix2,
  degenerate: readonly Stretch[],
  mixing: Float64Array,
  n: number,
): number {
  let largest = 0;
  for (let a = 0; a < n; a++) {
    const own = stretchOf(degenerate, a);
    let moved = 0;
    for (let b = 0; b < n; b++) {
      if (b >= own.first && b < own.end) continue;
      moved += (2 * mixing[a * n + b] * Math.abs(x[a * n + b])) / Math.abs(gaps[a * n + b]);
    }
    largest = Math.max(largest, moved);
  }
  return largest;
}
