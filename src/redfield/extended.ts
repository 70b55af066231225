// The steady state of a small sector with 32 digits, and how far it can be trusted: for models whose slowest rates are
// lost in the rounding of doubles.
//
// Every rate is made so that its digits survive: what is the same in two terms of the tensor is left out instead of
// subtracted,
//   T_ab,cb = S̃_ac (S_bb − S_aa) + S_ac W(0) (S_bb − S_cc) − Σ_{k≠a,c} S_ak S̃_kc     for a ≠ c,
//   T_ab,ab = −W(0) (S_aa − S_bb)² − Σ_{k≠a} S_ak S̃_ka − Σ_{k≠b} S_bk S̃_kb             for a ≠ b,
// coherences z = (X_ab, Y_ab) are eliminated first, and the n rate equations that remain are solved without any
// subtraction of a large rate (Grassmann, Taksar and Heyman, Oper. Res. 33, 1107, 1985).
//
// How much each entry of the tensor can be wrong, F, is known from how it was made. An observable ℓ = c·(z, p) is then
// wrong by at most Σ |w| F |(z, p)| with the weights w = A⁻ᵀ c: one solution with the transposed equations.
import {
  add,
  addScaledRow,
  at,
  type Double2,
  div,
  dot2,
  exp,
  expm1,
  from,
  luFactor2,
  type Matrix2,
  mul,
  multiply2,
  neg,
  put,
  sub,
  symmetricEigen2,
  UNIT2,
  zeros2,
} from "../linalg/double-double";
import { type Stretch, stretchOf } from "../linalg/eigenspaces";
import { multiply, multiplyRectangular } from "../linalg/matmul";
import { exchangePartners, type SectorBasis, spinAt } from "../model/basis";
import type { SpinModel } from "../model/model";
import { bothUp, heatThroughSites, siteSpin } from "../model/operators";
import type { Accuracy } from "./accuracy";
import type { Bath } from "./bath";
import { rateFactors } from "./rates";

/** Sectors up to this size are solved with 32 digits where doubles do not do. */
export const LARGEST_EXTENDED = 36;

/** Rounding of an entry of the tensor, a sum of a few products. */
const ROUNDING = 4 * UNIT2;

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

/** More than one state is steady: sets of levels, counted from 0, between which nothing is known to flow. */
export class ClosedSets {
  constructor(readonly sets: readonly (readonly number[])[]) {}
}

/** One bath in the energy basis: S, W(E_a − E_c) and S̃ with 32 digits, and what S and W can be wrong by. */
interface ExtendedBath {
  readonly operator: Matrix2;
  readonly transition: Matrix2;
  readonly rates: Float64Array;
  /** W(0) */
  readonly dephasing: Double2;
  /** relative error of W in units of ROUNDING */
  readonly uncertain: Float64Array;
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
  const n = basis.size;
  const { hamiltonian, largestExchange } = extendedHamiltonian(model, basis);
  const { values, vectors } = symmetricEigen2(hamiltonian, n);
  const gaps = zeros2(n * n); // E_a − E_b
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) put(gaps, a * n + b, sub(at(values, a), at(values, b)));
  const couplings = baths.map((bath) => extendedBath(bath, siteSpin(basis, bath.site), vectors, gaps, n));
  const hottest = Math.max(...baths.map(({ temperature }) => temperature));
  const eigen = eigenErrors(gaps, couplings, n * largestExchange * 2 * ROUNDING, hottest, n);
  const tensor = extendedTensor(couplings, eigen.operator, n);
  const equations = assemble(tensor, gaps, eigen, cutoff, n);
  const solved = solveRates(equations) ?? solveAll(equations);
  if (solved instanceof ClosedSets) return solved;
  return observe(model, vectors, values, gaps, couplings, equations, solved, cutoff);
}

// H less the energy that the first state of the basis has without exchange, term by term: what all states share is not
// added first and subtracted later
function extendedHamiltonian(
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

function extendedBath(
  bath: Bath,
  spins: Float64Array,
  vectors: Matrix2,
  gaps: Matrix2,
  n: number,
): ExtendedBath {
  const [weighted, columns, operator, transition] = Array.from({ length: 4 }, () => zeros2(n * n));
  for (let a = 0; a < n; a++) {
    for (let i = 0; i < n; i++) {
      const [hi, lo] = at(vectors, a * n + i);
      put(weighted, a * n + i, [hi * spins[i], lo * spins[i]]);
      put(columns, i * n + a, [hi, lo]);
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
        uncertain[i] = needed ? 4 + uncertainty + n * largestGap * sharpness : 0;
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
interface EigenErrors {
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
function eigenErrors(
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

/** T_ab,cd at (a n + c) n² + b n + d, and what it can be wrong by in units of ROUNDING. */
interface ExtendedTensor {
  readonly values: Matrix2;
  readonly errors: Float64Array;
}

function extendedTensor(
  couplings: readonly ExtendedBath[],
  operatorErrors: readonly Float64Array[],
  n: number,
): ExtendedTensor {
  const n2 = n * n;
  const count = couplings.length;
  // S̃_ac S_bd + S_ac S̃_bd
  const [left, right] = [zeros2(n2 * 2 * count), zeros2(2 * count * n2)];
  const [errorLeft, errorRight] = [new Float64Array(n2 * 4 * count), new Float64Array(4 * count * n2)];
  const values = zeros2(n2 * n2);
  const errors = new Float64Array(n2 * n2);
  couplings.forEach(({ operator, transition, rates, uncertain }, k) => {
    for (let i = 0; i < n2; i++) {
      put(left, i * 2 * count + 2 * k, at(transition, i));
      put(left, i * 2 * count + 2 * k + 1, at(operator, i));
      put(right, 2 * k * n2 + i, at(operator, i));
      put(right, (2 * k + 1) * n2 + i, at(transition, i));
      const s = Math.abs(operator.hi[i]);
      const ds = operatorErrors[k][i];
      const [first, second] = [rates[i] * (ds + uncertain[i] * s), rates[i] * s];
      [first, second, ds, s].forEach((x, j) => {
        errorLeft[i * 4 * count + 4 * k + j] = x;
      });
      [s, ds, second, first].forEach((x, j) => {
        errorRight[(4 * k + j) * n2 + i] = x;
      });
    }
  });
  multiply2(left, right, n2, 2 * count, n2, values);
  multiplyRectangular(errorLeft, errorRight, n2, 4 * count, n2, errors);
  const oneSided = lossTerms(couplings, operatorErrors, n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      for (let c = 0; c < n; c++) {
        if (a === c) continue;
        const [value, error] = oneSided(a, b, c);
        for (const place of [(a * n + c) * n2 + b * n + b, (b * n + b) * n2 + a * n + c]) {
          put(values, place, value);
          errors[place] = error;
        }
      }
      if (a === b) continue;
      const [value, error] = oneSided(a, b, a);
      put(values, (a * n + a) * n2 + b * n + b, value);
      errors[(a * n + a) * n2 + b * n + b] = error;
    }
  }
  return { values, errors };
}

// T_ab,cb as written at the top of this file, for c ≠ a and for c = a
function lossTerms(
  couplings: readonly ExtendedBath[],
  operatorErrors: readonly Float64Array[],
  n: number,
): (a: number, b: number, c: number) => [Double2, number] {
  const sums = zeros2(n * n); // Σ_{k≠a,c} S_ak S̃_kc
  const sumErrors = new Float64Array(n * n);
  couplings.forEach(({ operator, transition, rates, uncertain }, i) => {
    const ds = operatorErrors[i];
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) {
        let sum = at(sums, a * n + c);
        for (let k = 0; k < n; k++) {
          if (k === a || k === c) continue;
          const [ak, kc] = [a * n + k, k * n + c];
          sum = add(sum, mul(at(operator, ak), at(transition, kc)));
          const [s, t] = [Math.abs(operator.hi[ak]), Math.abs(operator.hi[kc])];
          sumErrors[a * n + c] += rates[kc] * (ds[ak] * t + s * ds[kc] + (2 + uncertain[kc]) * s * t);
        }
        put(sums, a * n + c, sum);
      }
    }
  });
  return (a, b, c) => {
    let value = neg(at(sums, a * n + c));
    let error = sumErrors[a * n + c];
    if (a === c) {
      value = sub(value, at(sums, b * n + b));
      error += sumErrors[b * n + b];
    }
    couplings.forEach(({ operator, transition, rates, uncertain, dephasing }, i) => {
      const ds = operatorErrors[i];
      const [aa, bb, cc, ac] = [a * n + a, b * n + b, c * n + c, a * n + c];
      const own = sub(at(operator, bb), at(operator, aa));
      const other = sub(at(operator, bb), at(operator, cc));
      if (a === c) {
        value = sub(value, mul(dephasing, mul(own, own)));
        error +=
          dephasing[0] * Math.abs(own[0]) * (2 * (ds[aa] + ds[bb]) + (2 + uncertain[aa]) * Math.abs(own[0]));
        return;
      }
      const s = Math.abs(operator.hi[ac]);
      value = add(value, mul(at(transition, ac), own));
      value = add(value, mul(at(operator, ac), mul(dephasing, other)));
      if (a !== b)
        error += rates[ac] * ((ds[ac] + (2 + uncertain[ac]) * s) * Math.abs(own[0]) + s * (ds[aa] + ds[bb]));
      if (b !== c)
        error +=
          dephasing[0] * ((ds[ac] + (2 + uncertain[cc]) * s) * Math.abs(other[0]) + s * (ds[cc] + ds[bb]));
    });
    return [value, error];
  };
}

/** The equations of (z, p) with what can be wrong about them. */
interface Equations {
  readonly n: number;
  /** the pairs a > b of levels whose coherences take part */
  readonly upper: number[];
  readonly lower: number[];
  /** number of coherences: X of every pair, then Y of every pair */
  readonly coherences: number;
  /** m × m, populations last */
  readonly matrix: Matrix2;
  /** m × m, absolute */
  readonly errors: Float64Array;
  readonly mixing: Float64Array;
}

function assemble(
  { values, errors }: ExtendedTensor,
  gaps: Matrix2,
  { mixing }: EigenErrors,
  cutoff: number,
  n: number,
): Equations {
  const n2 = n * n;
  const reach = cutoff === Number.POSITIVE_INFINITY ? cutoff : linkedToZero(gaps, cutoff);
  const [upper, lower]: number[][] = [[], []];
  for (let a = 1; a < n; a++) {
    for (let b = 0; b < a; b++) {
      if (gaps.hi[a * n + b] > reach) continue;
      upper.push(a);
      lower.push(b);
    }
  }
  const pairs = upper.length;
  const m = 2 * pairs + n;
  const matrix = zeros2(m * m);
  const wrong = new Float64Array(m * m);
  const levelError = 4 * n * ROUNDING * gaps.hi[(n - 1) * n];
  const kept = (a: number, b: number, c: number, d: number): boolean =>
    Math.abs(gaps.hi[a * n + b] - gaps.hi[c * n + d]) <= cutoff;
  const write = (row: number, column: number, terms: readonly number[], sign: number): void => {
    let value = at(values, terms[0]);
    let error = errors[terms[0]];
    if (terms.length > 1) {
      const second = at(values, terms[1]);
      value = add(value, sign < 0 ? neg(second) : second);
      error += errors[terms[1]];
    }
    put(matrix, row * m + column, value);
    wrong[row * m + column] = ROUNDING * error;
  };
  const place = (a: number, b: number, c: number, d: number): number => (a * n + c) * n2 + b * n + d;
  for (let i = 0; i < pairs + n; i++) {
    const [a, b] = i < pairs ? [upper[i], lower[i]] : [i - pairs, i - pairs];
    const row = i < pairs ? i : pairs + i;
    for (let j = 0; j < pairs; j++) {
      const [c, d] = [upper[j], lower[j]];
      const terms = [
        ...(kept(a, b, c, d) ? [place(a, b, c, d)] : []),
        ...(kept(a, b, d, c) ? [place(a, b, d, c)] : []),
      ];
      if (terms.length > 0) write(row, j, terms, 1);
      if (i >= pairs || terms.length === 0) continue;
      // a term that only the secular cutoff leaves alone is T_ab,dc with its sign
      if (terms.length === 1 && !kept(a, b, c, d)) {
        write(pairs + i, pairs + j, terms, 1);
        const [h, l] = at(matrix, (pairs + i) * m + pairs + j);
        put(matrix, (pairs + i) * m + pairs + j, [-h, -l]);
      } else write(pairs + i, pairs + j, terms, -1);
    }
    for (let c = 0; c < n; c++) if (kept(a, b, c, c)) write(row, 2 * pairs + c, [place(a, b, c, c)], 1);
    if (i >= pairs) continue;
    const gap = at(gaps, a * n + b);
    put(matrix, i * m + pairs + i, add(at(matrix, i * m + pairs + i), gap));
    put(matrix, (pairs + i) * m + i, sub(at(matrix, (pairs + i) * m + i), gap));
    wrong[i * m + pairs + i] += levelError;
    wrong[(pairs + i) * m + i] += levelError;
  }
  return { n, upper, lower, coherences: 2 * pairs, matrix, errors: wrong, mixing };
}

/** The highest frequency |E_a − E_b| that a chain of steps no longer than the cutoff reaches from zero. */
function linkedToZero({ hi }: Matrix2, cutoff: number): number {
  let reach = 0;
  for (const frequency of hi.map(Math.abs).sort()) {
    if (frequency - reach > cutoff) break;
    reach = frequency;
  }
  return reach;
}

/** A pivot that is smaller than this part of its row is rounding. */
const SINGULAR = 1e-29;

/** The steady state (z, p) and the error of what is linear in it. */
interface Solved {
  readonly state: Matrix2;
  /** the bound of the error of Σ c_i (z, p)_i */
  readonly bound: (functional: Matrix2) => Bound;
}

interface Bound {
  readonly error: number;
  /** the levels whose exchange contributes most to it */
  readonly from: number;
  readonly to: number;
  /** the same if every level held one, and coherences what these would make of them */
  readonly reach: number;
}

/** What a functional is wrong by, given the weights of its equations. */
type Errors<Weights> = (weights: Weights) => Omit<Bound, "reach">;

/** Bounds for a state from bounds for the sizes of its entries; `full` are those of a state of levels that all hold one. */
function bounded<Weights>(
  state: Matrix2,
  full: Float64Array,
  weigh: (functional: Matrix2) => Weights,
  errorsOf: (size: Float64Array) => Errors<Weights>,
): Solved {
  const [own, any] = [errorsOf(state.hi.map(Math.abs)), errorsOf(full)];
  return {
    state,
    bound: (functional) => {
      const weights = weigh(functional);
      return { ...own(weights), reach: any(weights).error };
    },
  };
}

// coherences first, then the rate equations, in which every level loses what the others gain
function solveRates(equations: Equations): Solved | ClosedSets | undefined {
  const { n, coherences: mz, matrix, errors } = equations;
  const m = mz + n;
  const lu = { hi: matrix.hi.slice(), lo: matrix.lo.slice() };
  const rows = new Int32Array(m);
  if (mz > 0 && luFactor2(lu, m, rows, mz) < SINGULAR) return undefined;
  const rates = zeros2(n * n);
  const rateErrors = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) {
      if (a === c) continue;
      put(rates, a * n + c, at(lu, (mz + a) * m + mz + c));
      let chain = 0;
      for (let i = 0; i < mz; i++) chain += Math.abs(lu.hi[(mz + a) * m + i] * lu.hi[i * m + mz + c]);
      rateErrors[a * n + c] = errors[(mz + a) * m + mz + c] + 4 * ROUNDING * chain;
    }
  }
  const chain = eliminateLevels(rates, rateErrors.slice(), n);
  if (chain instanceof ClosedSets) return chain;
  const p = chain.stationary;
  const state = zeros2(m);
  for (let a = 0; a < n; a++) put(state, mz + a, at(p, a));
  const z = zeros2(mz);
  for (let i = 0; i < mz; i++) put(z, i, neg(dot2(lu, i * m + mz, 1, p, 0, n)));
  solveUpper(lu, z, m, mz);
  state.hi.set(z.hi);
  state.lo.set(z.lo);
  // once more with what these leave of the equations of the coherences
  const rest = zeros2(mz);
  for (let i = 0; i < mz; i++) put(rest, i, neg(dot2(matrix, rows[i] * m, 1, state, 0, m)));
  solveLower(lu, rest, m, mz);
  solveUpper(lu, rest, m, mz);
  for (let i = 0; i < mz; i++) put(state, i, add(at(state, i), at(rest, i)));

  const weigh = (functional: Matrix2): { s: Float64Array; t: Float64Array } => {
    const t = { hi: functional.hi.slice(0, mz), lo: functional.lo.slice(0, mz) };
    solveUpperTransposed(lu, t, m, mz);
    const d = { hi: functional.hi.slice(mz), lo: functional.lo.slice(mz) };
    for (let i = 0; i < mz; i++) addScaledRow(d, 0, lu, i * m + mz, n, -t.hi[i], -t.lo[i]);
    const s = chain.weights(d);
    for (let a = 0; a < n; a++) addScaledRow(t, 0, lu, (mz + a) * m, mz, -s.hi[a], -s.lo[a]);
    solveLowerTransposed(lu, t, m, mz);
    return { s: s.hi, t: t.hi };
  };
  return bounded(state, fullLevels(lu, m, mz), weigh, (size) => {
    const floors = rowFloors(equations, size);
    const moved = mixed(equations, size);
    // what is wrong in the rates from coherences
    const fromCoherences = new Float64Array(n);
    for (let a = 0; a < n; a++) {
      for (let i = 0; i < mz; i++) fromCoherences[a] += errors[(mz + a) * m + i] * size[i];
    }
    return ({ s, t }) => {
      let error = 0;
      let worst = { part: -1, from: 0, to: 0 };
      for (let a = 0; a < n; a++) {
        error += Math.abs(s[a]) * fromCoherences[a];
        for (let c = 0; c < n; c++) {
          if (a === c) continue;
          const part = Math.abs(s[a] - s[c]) * rateErrors[a * n + c] * size[mz + c];
          error += part;
          if (part > worst.part) worst = { part, from: c, to: a };
        }
      }
      for (const { a, b, part } of moved) error += part * Math.abs(s[a] - s[b]);
      for (let i = 0; i < mz; i++) error += Math.abs(t[i]) * floors[rows[i]];
      return { error, from: worst.from, to: worst.to };
    };
  });
}

/** Ones for the levels, and Σ_c |E_zz⁻¹ E_zp|_ic for the coherences. */
function fullLevels({ hi: lu }: Matrix2, m: number, mz: number): Float64Array {
  const size = new Float64Array(m).fill(1);
  size.fill(0, 0, mz);
  const x = new Float64Array(mz);
  for (let c = mz; c < m; c++) {
    for (let i = mz - 1; i >= 0; i--) {
      let rest = lu[i * m + c];
      for (let j = i + 1; j < mz; j++) rest -= lu[i * m + j] * x[j];
      x[i] = rest / lu[i * (m + 1)];
      size[i] += Math.abs(x[i]);
    }
  }
  return size;
}

// all at once, the trace in the place of the first rate equation, where coherences alone have no solution
function solveAll(equations: Equations): Solved | ClosedSets {
  const { n, coherences: mz, matrix, errors } = equations;
  const m = mz + n;
  const full = { hi: matrix.hi.slice(), lo: matrix.lo.slice() };
  const balanced = { ...equations, errors: errors.slice() };
  for (let c = mz; c < m; c++) {
    let gained = from(0);
    let error = 0;
    for (let a = mz; a < m; a++) {
      if (a === c) continue;
      gained = add(gained, at(full, a * m + c));
      error += errors[a * m + c];
    }
    put(full, c * (m + 1), neg(gained));
    balanced.errors[c * (m + 1)] = error;
  }
  for (let j = 0; j < m; j++) {
    put(full, mz * m + j, from(j < mz ? 0 : 1));
    balanced.errors[mz * m + j] = 0;
  }
  const lu = { hi: full.hi.slice(), lo: full.lo.slice() };
  const rows = new Int32Array(m);
  if (luFactor2(lu, m, rows, m) < SINGULAR) return closedSets(equations);
  const solve = (right: Matrix2): Matrix2 => {
    const x = zeros2(m);
    for (let i = 0; i < m; i++) put(x, i, at(right, rows[i]));
    solveLower(lu, x, m, m);
    solveUpper(lu, x, m, m);
    return x;
  };
  const right = zeros2(m);
  right.hi[mz] = 1;
  const state = solve(right);
  const rest = zeros2(m);
  for (let i = 0; i < m; i++) put(rest, i, sub(at(right, i), dot2(full, i * m, 1, state, 0, m)));
  const correction = solve(rest);
  for (let i = 0; i < m; i++) put(state, i, add(at(state, i), at(correction, i)));
  const place = new Int32Array(m);
  for (let i = 0; i < m; i++) place[rows[i]] = i;
  const weigh = (functional: Matrix2): Float64Array => {
    const t = { hi: functional.hi.slice(), lo: functional.lo.slice() };
    solveUpperTransposed(lu, t, m, m);
    solveLowerTransposed(lu, t, m, m);
    return t.hi;
  };
  return bounded(state, new Float64Array(m).fill(1), weigh, (size) => {
    const floors = rowFloors({ ...balanced, matrix: full }, size);
    const moved = mixed(equations, size);
    return (weights) => {
      let error = 0;
      let [from, to] = [0, 1 % n];
      const part = (row: number): number => Math.abs(weights[place[row]]) * floors[row];
      for (let row = 0; row < m; row++) error += part(row);
      for (let a = 0; a < n; a++) if (part(mz + a) > part(mz + from)) [from, to] = [a, from];
      for (const { a, b, part: size } of moved) {
        error += size * (Math.abs(weights[place[mz + a]]) + Math.abs(weights[place[mz + b]]));
      }
      return { error, from, to };
    };
  });
}

/** What every equation is wrong by for entries of this size: its own, its rounding, what H leaves between near levels. */
function rowFloors(
  { n, upper, lower, coherences: mz, matrix, errors, mixing }: Equations,
  size: Float64Array,
): Float64Array {
  const m = mz + n;
  const pairs = mz / 2;
  const floors = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    for (let j = 0, at = i * m; j < m; j++, at++) {
      floors[i] += (errors[at] + ROUNDING * Math.abs(matrix.hi[at])) * size[j];
    }
  }
  if (mixing.every((rest) => rest === 0)) return floors;
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let a = 0; a < n; a++) x[a * (n + 1)] = size[mz + a];
  for (let i = 0; i < pairs; i++) {
    const [ab, ba] = [upper[i] * n + lower[i], lower[i] * n + upper[i]];
    x[ab] = size[i];
    x[ba] = size[i];
    y[ab] = size[pairs + i];
    y[ba] = size[pairs + i];
  }
  const [mixedX, mixedY] = [new Float64Array(n * n), new Float64Array(n * n)];
  multiply(mixing, x, n, mixedX);
  multiply(mixing, y, n, mixedY);
  for (let i = 0; i < pairs; i++) {
    const [ab, ba] = [upper[i] * n + lower[i], lower[i] * n + upper[i]];
    floors[i] += mixedY[ab] + mixedY[ba];
    floors[pairs + i] += mixedX[ab] + mixedX[ba];
  }
  return floors;
}

/** What H leaves between two near levels moves 2 H_ab Y_ab from one to the other. */
function mixed(
  { n, upper, lower, coherences, mixing }: Equations,
  size: Float64Array,
): { a: number; b: number; part: number }[] {
  const pairs = coherences / 2;
  return upper.flatMap((a, i) => {
    const part = 2 * mixing[a * n + lower[i]] * size[pairs + i];
    return part > 0 ? [{ a, b: lower[i], part }] : [];
  });
}

function solveLower(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = 1; i < steps; i++) put(x, i, sub(at(x, i), dot2(lu, i * m, 1, x, 0, i)));
}

function solveUpper(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = steps - 1; i >= 0; i--) {
    const rest = sub(at(x, i), dot2(lu, i * (m + 1) + 1, 1, x, i + 1, steps - i - 1));
    put(x, i, div(rest, at(lu, i * (m + 1))));
  }
}

function solveUpperTransposed(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = 0; i < steps; i++) {
    if (x.hi[i] === 0) continue;
    const value = div(at(x, i), at(lu, i * (m + 1)));
    put(x, i, value);
    addScaledRow(x, i + 1, lu, i * (m + 1) + 1, steps - i - 1, -value[0], -value[1]);
  }
}

function solveLowerTransposed(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = steps - 1; i > 0; i--) addScaledRow(x, 0, lu, i * m, i, -x.hi[i], -x.lo[i]);
}

/** A rate equation solved: its stationary state, and the weights s of Rᵀ s = d − (d·p) 1. */
interface RateChain {
  readonly stationary: Matrix2;
  readonly weights: (d: Matrix2) => Matrix2;
}

// Levels are taken out one by one, the fastest first; what flowed through a level that is gone goes from the levels
// before it straight to those after it. What a level loses is the sum of what the others gain, never a difference.
function eliminateLevels(rates: Matrix2, errors: Float64Array, n: number): RateChain | ClosedSets {
  const left = Array.from({ length: n }, (_, k) => k);
  const order: { level: number; out: Double2; left: number[] }[] = [];
  while (left.length > 1) {
    let best = { index: -1, out: from(0), size: 0 };
    for (let index = 0; index < left.length; index++) {
      const c = left[index];
      let out = from(0);
      let floor = 0;
      for (const a of left) {
        if (a === c) continue;
        out = add(out, at(rates, a * n + c));
        floor += errors[a * n + c];
      }
      if (Math.abs(out[0]) > floor && Math.abs(out[0]) > best.size)
        best = { index, out, size: Math.abs(out[0]) };
    }
    if (best.index < 0) return new ClosedSets(gather(rates, order, left, n));
    const k = left[best.index];
    left.splice(best.index, 1);
    let lost = 0;
    for (const a of left) lost += errors[a * n + k];
    for (const c of left) {
      const into = at(rates, k * n + c);
      const share = div(into, best.out);
      for (const a of left) {
        if (a === c) continue;
        const away = at(rates, a * n + k);
        put(rates, a * n + c, add(at(rates, a * n + c), mul(away, share)));
        errors[a * n + c] +=
          Math.abs(share[0]) * errors[a * n + k] +
          (Math.abs(away[0]) / best.size) * (errors[k * n + c] + (Math.abs(into[0]) * lost) / best.size);
      }
    }
    order.push({ level: k, out: best.out, left: [...left] });
  }
  const stationary = zeros2(n);
  stationary.hi[left[0]] = 1;
  let total = from(1);
  for (const { level, out, left } of [...order].reverse()) {
    let inflow = from(0);
    for (const c of left) inflow = add(inflow, mul(at(rates, level * n + c), at(stationary, c)));
    put(stationary, level, div(inflow, out));
    total = add(total, at(stationary, level));
  }
  for (let k = 0; k < n; k++) put(stationary, k, div(at(stationary, k), total));

  const weights = (functional: Matrix2): Matrix2 => {
    const mean = dot2(functional, 0, 1, stationary, 0, n);
    const d = zeros2(n);
    for (let k = 0; k < n; k++) put(d, k, sub(at(functional, k), mean));
    for (const { level, out, left } of order) {
      const share = div(at(d, level), out);
      for (const c of left) put(d, c, add(at(d, c), mul(at(rates, level * n + c), share)));
    }
    const s = zeros2(n);
    for (const { level, out, left } of [...order].reverse()) {
      let sum = neg(at(d, level));
      for (const a of left) sum = add(sum, mul(at(rates, a * n + level), at(s, a)));
      put(s, level, div(sum, out));
    }
    return s;
  };
  return { stationary, weights };
}

/** Every level with the one that is left and takes most of what it loses. */
function gather(
  rates: Matrix2,
  order: readonly { level: number; left: readonly number[] }[],
  left: readonly number[],
  n: number,
): number[][] {
  const home = new Map<number, number>(left.map((k) => [k, k]));
  for (const { level, left } of [...order].reverse()) {
    const next = left.reduce((best, a) => (rates.hi[a * n + level] > rates.hi[best * n + level] ? a : best));
    home.set(level, home.get(next)!);
  }
  return left.map((k) => [...home].flatMap(([level, at]) => (at === k ? [level] : [])).sort((a, b) => a - b));
}

/** The sets of levels that no bath joins; all levels where only coherences keep more than one state steady. */
function closedSets({ n, coherences: mz, matrix, errors }: Equations): ClosedSets {
  const m = mz + n;
  const home = Array.from({ length: n }, (_, k) => k);
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) {
      const i = (mz + a) * m + mz + c;
      if (a === c || Math.abs(matrix.hi[i]) <= errors[i]) continue;
      const [old, kept] = [home[a], home[c]];
      for (let k = 0; k < n; k++) if (home[k] === old) home[k] = kept;
    }
  }
  return new ClosedSets([...new Set(home)].map((h) => home.flatMap((at, k) => (at === h ? [k] : []))));
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
  for (const current of heatThroughSites(model)) {
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
