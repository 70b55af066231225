// The Redfield tensor with 32 digits and the equations of coherences and populations, with what each entry can be wrong by.
//
// What is the same in two terms of the tensor is left out instead of subtracted, so that the digits of every rate survive:
//   T_ab,cb = S̃_ac (S_bb − S_aa) + S_ac W(0) (S_bb − S_cc) − Σ_{k≠a,c} S_ak S̃_kc     for a ≠ c,
//   T_ab,ab = −W(0) (S_aa − S_bb)² − Σ_{k≠a} S_ak S̃_ka − Σ_{k≠b} S_bk S̃_kb             for a ≠ b.
import {
  add,
  at,
  type Double2,
  type Matrix2,
  mul,
  multiply2,
  neg,
  put,
  sub,
  zeros2,
} from "../numerics/double-double";
import { multiplyRectangular } from "../numerics/matmul";
import { type EigenErrors, type ExtendedBath, ROUNDING } from "./extended-baths";
import { linkedToZero } from "./secular";

/** T_ab,cd at (a n + c) n² + b n + d, and what it can be wrong by in units of ROUNDING. */
interface ExtendedTensor {
  readonly values: Matrix2;
  readonly errors: Float64Array;
}

export function extendedTensor(
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
export interface Equations {
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

export function assemble(
  { values, errors }: ExtendedTensor,
  gaps: Matrix2,
  { mixing }: EigenErrors,
  cutoff: number,
  n: number,
): Equations {
  const n2 = n * n;
  const reach = cutoff === Number.POSITIVE_INFINITY ? cutoff : linkedToZero(gaps.hi.map(Math.abs), cutoff);
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
