// Fits: parameters that make a sum of squares Σ r_i(p)² smallest, by steps between those of Newton and those downhill
// (Levenberg, Q. Appl. Math. 2, 164 (1944); Marquardt, J. SIAM 11, 431 (1963)), and the linear kind without steps.
import { dot } from "./dot";

/**
 * The x with the smallest |A x − b|, by reflections that bring A to triangular form (Householder, J. ACM 5, 339 (1958)).
 *
 * @param columns those of A, independent
 * @param right one b or more
 * @returns an x for every b
 */
export function leastSquares(
  columns: readonly Float64Array[],
  ...right: readonly Float64Array[]
): Float64Array[] {
  const [a, b] = [columns, right].map((all) => all.map((column) => column.slice()));
  const n = a.length;
  a.forEach((column, k) => {
    const size = Math.sqrt(dot(column, k, column, k, column.length - k));
    const pivot = column[k] > 0 ? -size : size;
    column[k] -= pivot; // the mirror v, 2/v² its weight
    const weight = size > 0 ? -1 / (pivot * column[k]) : 0;
    for (const other of [...a.slice(k + 1), ...b]) {
      const along = weight * dot(column, k, other, k, column.length - k);
      for (let i = k; i < column.length; i++) other[i] -= along * column[i];
    }
    column[k] = pivot;
  });
  return b.map((rest) => {
    const x = new Float64Array(n);
    for (let k = n - 1; k >= 0; k--) {
      x[k] = rest[k];
      for (let j = k + 1; j < n; j++) x[k] -= a[j][k] * x[j];
      x[k] /= a[k][k];
    }
    return x;
  });
}

const MOST_STEPS = 200;
/** A step that gains less than this, relative to the sum of squares, was the last. */
const GAIN = 1e-10;
const NUDGE = 1e-6;

/**
 * The parameters that a descent from `start` ends in.
 *
 * @param residuals r(p), of the same length at every call
 * @example descend((p) => [p[0] - 1, 2 * p[1]], [0, 3]) // [1, 0], but for rounding
 */
export function descend(
  residuals: (p: readonly number[]) => ArrayLike<number>,
  start: readonly number[],
): number[] {
  let p = [...start];
  let r = Array.from(residuals(p));
  let damping = 1e-3;
  for (let step = 0; step < MOST_STEPS && damping < 1e10; step++) {
    const columns = p.map((_, k) => {
      const moved = residuals(p.map((value, j) => (j === k ? value + NUDGE : value)));
      return r.map((value, i) => (moved[i] - value) / NUDGE);
    });
    const before = squares(r);
    const next = Array.from(stepFrom(columns, r, damping), (by, k) => p[k] + by);
    const after = Array.from(residuals(next));
    const gain = before - squares(after);
    if (!(gain >= 0)) {
      damping *= 5;
      continue;
    }
    [p, r, damping] = [next, after, damping / 5];
    if (gain <= GAIN * before) break;
  }
  return p;
}

/** −(JᵀJ + λ diag JᵀJ)⁻¹ Jᵀr as the solution of least squares that it is. */
function stepFrom(jacobian: readonly number[][], r: readonly number[], damping: number): Float64Array {
  const [m, n] = [r.length, jacobian.length];
  const columns = jacobian.map((column, k) => {
    const damped = new Float64Array(m + n);
    damped.set(column);
    damped[m + k] = Math.sqrt(damping * squares(column)) || 1;
    return damped;
  });
  const right = new Float64Array(m + n);
  r.forEach((value, i) => {
    right[i] = -value;
  });
  return leastSquares(columns, right)[0];
}

const squares = (r: readonly number[]): number => r.reduce((sum, value) => sum + value * value, 0);
