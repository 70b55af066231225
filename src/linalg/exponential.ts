// The exponential of a square matrix by scaling and squaring: e^A = (e^{A/2^s})^{2^s}, the inner one by its series.
import { multiply } from "./matmul";

/** Terms of the series; with ‖A/2^s‖ ≤ 1/4 the next one is below rounding. */
const TERMS = 14;

/**
 * e^A.
 *
 * @param a n × n, row-major; left unchanged
 * @param conserved a row vector w with wA = 0 and w_1 ≠ 0, so that w e^A = w: enforced after every squaring, which
 *   keeps rounding errors from growing with the size of A
 * @example matrixExponential(Float64Array.of(0, 1, -1, 0), 2)[0] // cos 1
 */
export function matrixExponential(a: Float64Array, n: number, conserved?: ArrayLike<number>): Float64Array {
  let norm = 0; // largest row sum
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(a[i * n + j]);
    norm = Math.max(norm, sum);
  }
  const squarings = Math.max(0, Math.ceil(Math.log2(4 * norm)));
  const scaled = a.map((entry) => entry / 2 ** squarings);
  // Horner: 1 + A (1 + A/2 (1 + A/3 ( … )))
  let result = identity(n);
  let product: Float64Array = new Float64Array(n * n);
  for (let k = TERMS; k > 0; k--) {
    multiply(scaled, result, n, product);
    for (let i = 0; i < n * n; i++) product[i] /= k;
    for (let i = 0; i < n; i++) product[i * n + i] += 1;
    [result, product] = [product, result];
  }
  for (let s = 0; s < squarings; s++) {
    multiply(result, result, n, product);
    [result, product] = [product, result];
    if (conserved) conserve(result, n, conserved);
  }
  return result;
}

/** Adjusts the first row so that w M = w. */
function conserve(m: Float64Array, n: number, w: ArrayLike<number>): void {
  for (let j = 0; j < n; j++) {
    let rest = w[j];
    for (let i = 1; i < n; i++) rest -= w[i] * m[i * n + j];
    m[j] = rest / w[0];
  }
}

function identity(n: number): Float64Array {
  const one = new Float64Array(n * n);
  for (let i = 0; i < n; i++) one[i * n + i] = 1;
  return one;
}
