// What is read from the entries of an array, and put there.
import { zeros } from "./arrays";

/** Σ_i v_i */
export function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** The largest |v_i|, 0 of none. */
export function largest(values: Float64Array): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]));
  return size;
}

/** √Σ_i v_i² */
export function frobenius(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/** The largest Σ_b |A_ab| of an n × n matrix. */
export function largestRow(matrix: Float64Array, n: number): number {
  let most = 0;
  for (let a = 0, at = 0; a < n; a++) {
    let sum = 0;
    for (let b = 0; b < n; b++, at++) sum += Math.abs(matrix[at]);
    if (sum > most) most = sum;
  }
  return most;
}

/** The diagonal of an n × n matrix. */
export function diagonal(matrix: Float64Array, n: number): Float64Array {
  const entries = zeros(n);
  for (let k = 0; k < n; k++) entries[k] = matrix[k * (n + 1)];
  return entries;
}

/**
 * Makes rates keep what they move: the diagonal of every column is what the others gain, with its sign. Known from
 * elsewhere, it would drown the slowest rates in rounding errors.
 *
 * @param first where the n × n rates stand in rows of length `step`
 */
export function balance(rates: Float64Array, n: number, step: number, first: number): void {
  for (let c = 0; c < n; c++) {
    let gained = 0;
    for (let a = 0, at = first + c; a < n; a++, at += step) if (a !== c) gained += rates[at];
    rates[first + c * (step + 1)] = -gained;
  }
}

/** Numbers from −1 to 1 without a pattern, the same at every run: the fractions of multiples of the golden ratio, mixed. */
export function noise(i: number): number {
  const x = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  const y = Math.imul(x ^ (x >>> 15), 0x85ebca6b) >>> 0;
  return 2 * ((y ^ (y >>> 13)) / 2 ** 32) - 1;
}
