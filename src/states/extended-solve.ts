// The steady state of the equations with 32 digits. Coherences z = (X_ab, Y_ab) are eliminated first, and the n rate
// equations that remain are solved without any subtraction of a large rate (Grassmann, Taksar and Heyman, Oper. Res. 33,
// 1107, 1985).
//
// An observable ℓ = c·(z, p) is wrong by at most Σ |w| F |(z, p)|, where F is what the entries of the equations can be wrong
// by and w = A⁻ᵀ c are weights: one solution with the transposed equations.

import { ROUNDING } from "../equations/extended-baths";
import type { Equations } from "../equations/extended-equations";
import {
  add,
  addScaledRow,
  at,
  type Double2,
  div,
  dot2,
  from,
  luFactor2,
  type Matrix2,
  mul,
  neg,
  put,
  solveLower2,
  solveLowerTransposed2,
  solveUpper2,
  solveUpperTransposed2,
  sub,
  zeros2,
} from "../numerics/double-double";
import { multiply } from "../numerics/matmul";

/** More than one state is steady: sets of levels, counted from 0, between which nothing is known to flow. */
export class ClosedSets {
  constructor(readonly sets: readonly (readonly number[])[]) {}
}

/** A pivot that is smaller than this part of its row is rounding. */
const SINGULAR = 1e-26;

/** The steady state (z, p) and the error of what is linear in it. */
export interface Solved {
  readonly state: Matrix2;
  /** the bound of the error of Σ c_i (z, p)_i */
  readonly bound: (functional: Matrix2) => Bound;
}

export interface Bound {
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
export function solveRates(equations: Equations): Solved | ClosedSets | undefined {
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
  solveUpper2(lu, z, m, mz);
  state.hi.set(z.hi);
  state.lo.set(z.lo);
  // once more with what these leave of the equations of the coherences
  const rest = zeros2(mz);
  for (let i = 0; i < mz; i++) put(rest, i, neg(dot2(matrix, rows[i] * m, 1, state, 0, m)));
  solveLower2(lu, rest, m, mz);
  solveUpper2(lu, rest, m, mz);
  for (let i = 0; i < mz; i++) put(state, i, add(at(state, i), at(rest, i)));

  const weigh = (functional: Matrix2): { s: Float64Array; t: Float64Array } => {
    const t = { hi: functional.hi.slice(0, mz), lo: functional.lo.slice(0, mz) };
    solveUpperTransposed2(lu, t, m, mz);
    const d = { hi: functional.hi.slice(mz), lo: functional.lo.slice(mz) };
    for (let i = 0; i < mz; i++) addScaledRow(d, 0, lu, i * m + mz, n, -t.hi[i], -t.lo[i]);
    const s = chain.weights(d);
    for (let a = 0; a < n; a++) addScaledRow(t, 0, lu, (mz + a) * m, mz, -s.hi[a], -s.lo[a]);
    solveLowerTransposed2(lu, t, m, mz);
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
export function solveAll(equations: Equations): Solved | ClosedSets {
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
    solveLower2(lu, x, m, m);
    solveUpper2(lu, x, m, m);
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
    solveUpperTransposed2(lu, t, m, m);
    solveLowerTransposed2(lu, t, m, m);
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
