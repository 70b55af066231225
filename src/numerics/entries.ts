// What is read from the entries of an array.
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

/** The diagonal of an n × n matrix. */
export function diagonal(matrix: Float64Array, n: number): Float64Array {
  const entries = zeros(n);
  for (let k = 0; k < n; k++) entries[k] = matrix[k * (n + 1)];
  return entries;
}
