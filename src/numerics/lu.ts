// LU decomposition with partial pivoting, P A = L U, in place on a flat row-major array.
import { dot } from "./dot";
import { kernel } from "./wasm";

/** Below this order copying to the kernel's memory costs more than it saves. */
const SMALLEST = 12;

/**
 * Replaces a square matrix by its LU factors (unit lower triangle below the diagonal, U on and above it).
 *
 * @param a n × n, row-major; overwritten
 * @param rows length n; on return rows[i] is the original row that stands at place i
 * @param steps eliminates only the first `steps` unknowns, with pivots from the first `steps` rows: the corner right
 *   of and below them then holds the equations of the others
 * @returns the smallest pivot in magnitude, 0 if the matrix is exactly singular
 * @example const rows = new Int32Array(2); luFactor(Float64Array.of(0, 1, 2, 0), 2, rows) // 1
 */
export function luFactor(a: Float64Array, n: number, rows: Int32Array, steps: number = n): number {
  const fast = n < SMALLEST ? null : kernel();
  if (!fast) return luFactorPlain(a, n, rows, steps);
  const n2 = n * n;
  const memory = fast.words(n2 + n);
  memory.set(a);
  const smallest = fast.luFactor(0, n, 8 * n2, steps);
  a.set(memory.subarray(0, n2));
  for (let i = 0; i < n; i++) rows[i] = memory[n2 + i];
  return smallest;
}

/** The same as {@link luFactor} in plain TypeScript. */
function luFactorPlain(a: Float64Array, n: number, rows: Int32Array, steps: number = n): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++) rows[i] = i;
  // two columns at a time, so that the rows below are read and written half as often
  for (let k = 0; k < steps; k += 2) {
    const pivot = bringUpPivot(a, n, rows, k, steps);
    if (pivot < smallest) smallest = pivot;
    if (!(pivot > 0)) return 0;
    const top = k * n;
    const inverse = 1 / a[top + k];
    for (let i = k + 1; i < n; i++) a[i * n + k] *= inverse;
    if (k + 1 === steps) {
      for (let i = k + 1; i < n; i++) {
        for (let j = k + 1; j < n; j++) a[i * n + j] -= a[i * n + k] * a[top + j];
      }
      break;
    }

    for (let i = k + 1; i < n; i++) a[i * n + k + 1] -= a[i * n + k] * a[top + k + 1];
    const second = bringUpPivot(a, n, rows, k + 1, steps);
    if (second < smallest) smallest = second;
    if (!(second > 0)) return 0;
    const next = top + n;
    const inverseNext = 1 / a[next + k + 1];
    const factor = a[next + k];
    for (let j = k + 2; j < n; j++) a[next + j] -= factor * a[top + j];
    for (let i = k + 2; i < n; i++) {
      const row = i * n;
      const f = a[row + k];
      const g = a[row + k + 1] * inverseNext;
      a[row + k + 1] = g;
      if (f === 0 && g === 0) continue;
      for (let j = k + 2; j < n; j++) a[row + j] = a[row + j] - f * a[top + j] - g * a[next + j];
    }
  }
  return smallest;
}

/** Swaps the row with the largest entry of column k, from row k to `end` − 1, into row k; returns the size of that entry. */
function bringUpPivot(a: Float64Array, n: number, rows: Int32Array, k: number, end: number): number {
  let best = k;
  let size = Math.abs(a[k * n + k]);
  for (let i = k + 1; i < end; i++) {
    const candidate = Math.abs(a[i * n + k]);
    if (candidate > size) {
      best = i;
      size = candidate;
    }
  }
  if (best === k) return size;
  const swapped = rows[k];
  rows[k] = rows[best];
  rows[best] = swapped;
  for (let j = 0, top = k * n, other = best * n; j < n; j++, top++, other++) {
    const swap = a[top];
    a[top] = a[other];
    a[other] = swap;
  }
  return size;
}

/**
 * Solves A x = b with the factors of {@link luFactor}.
 *
 * @param b length n; left unchanged
 * @param x length n; receives the solution; must not be `b`
 */
export function luSolve(
  lu: Float64Array,
  n: number,
  rows: Int32Array,
  b: Float64Array,
  x: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    x[i] = b[rows[i]] - dot(lu, i * n, x, 0, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    const diagonal = i * (n + 1);
    x[i] = (x[i] - dot(lu, diagonal + 1, x, i + 1, n - i - 1)) / lu[diagonal];
  }
}

/**
 * Divides every row by its largest entry, so that no row counts as small for its units alone.
 *
 * @param scale length n; receives the divisors, 0 for a row of zeros
 */
export function scaleRows(a: Float64Array, n: number, scale: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const from = i * n;
    let largest = 0;
    for (let j = from; j < from + n; j++) {
      const size = Math.abs(a[j]);
      if (size > largest) largest = size;
    }
    scale[i] = largest;
    if (largest > 0) for (let j = from; j < from + n; j++) a[j] /= largest;
  }
}

/** Solves Aᵀ x = b with the factors of {@link luFactor}; `x` must not be `b`, `work` has length n. */
export function luSolveTransposed(
  lu: Float64Array,
  n: number,
  rows: Int32Array,
  b: Float64Array,
  x: Float64Array,
  work: Float64Array,
): void {
  work.set(b);
  for (let i = 0; i < n; i++) {
    work[i] /= lu[i * n + i];
    for (let j = i + 1, at = i * n + j; j < n; j++, at++) work[j] -= lu[at] * work[i];
  }
  for (let i = n - 1; i > 0; i--) {
    for (let j = 0, at = i * n; j < i; j++, at++) work[j] -= lu[at] * work[i];
  }
  for (let i = 0; i < n; i++) x[rows[i]] = work[i];
}

/**
 * How far errors of the right side can move a solution, ‖A⁻¹ diag(e)‖_∞ for errors of up to e_i in equation i: for e = 1
 * about 1e16 where the equations are singular, if the matrix has been through {@link scaleRows}.
 *
 * Estimated from a few solutions (Hager, SIAM J. Sci. Stat. Comput. 5, 311, 1984; Higham, ACM Trans. Math. Softw. 14, 381, 1988).
 *
 * @param work four arrays of length n
 * @param errors e, length n; ones without it
 */
export function luCondition(
  lu: Float64Array,
  n: number,
  rows: Int32Array,
  [x, y, z, work]: readonly Float64Array[],
  errors?: Float64Array,
): number {
  let condition = errors ? 0 : 1;
  x.fill(1 / n);
  for (let step = 0; step < 5; step++) {
    luSolveTransposed(lu, n, rows, x, y, work); // y = A⁻ᵀ x
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const error = errors ? errors[i] : 1;
      sum += Math.abs(y[i]) * error;
      y[i] = y[i] < 0 ? -error : error;
    }
    luSolve(lu, n, rows, y, z); // z = A⁻¹ sign(y)
    let steepest = 0;
    let projection = 0;
    for (let i = 0; i < n; i++) {
      if (Math.abs(z[i]) > Math.abs(z[steepest])) steepest = i;
      projection += z[i] * x[i];
    }
    const size = Math.max(sum, Math.abs(z[steepest]));
    if (!Number.isFinite(size)) return Number.POSITIVE_INFINITY;
    condition = Math.max(condition, size);
    if (Math.abs(z[steepest]) <= projection) break;
    x.fill(0);
    x[steepest] = 1;
  }
  return condition;
}
