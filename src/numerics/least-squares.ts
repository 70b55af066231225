// Fits: parameters that make a sum of squares Σ r_i(p)² smallest, by steps between those of Newton and those downhill
// (Levenberg, Q. Appl. Math. 2, 164 (1944); Marquardt, J. SIAM 11, 431 (1963)), and the linear kind without steps.
import { Matrix, QrDecomposition } from "ml-matrix";

/** The x with the smallest |A x − b|, for every column b of `right`. */
export function leastSquares(a: Matrix, right: Matrix): Matrix {
  return new QrDecomposition(a).solve(right);
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
    const next = stepFrom(columns, r, damping).map((by, k) => p[k] + by);
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
function stepFrom(columns: readonly number[][], r: readonly number[], damping: number): number[] {
  const [m, n] = [r.length, columns.length];
  const a = Matrix.zeros(m + n, n);
  const b = Matrix.zeros(m + n, 1);
  columns.forEach((column, k) => {
    column.forEach((value, i) => {
      a.set(i, k, value);
    });
    a.set(m + k, k, Math.sqrt(damping * squares(column)) || 1);
  });
  r.forEach((value, i) => {
    b.set(i, 0, -value);
  });
  return leastSquares(a, b).to1DArray();
}

const squares = (r: readonly number[]): number => r.reduce((sum, value) => sum + value * value, 0);
