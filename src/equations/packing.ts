// A density matrix ρ = X + iY (X symmetric, Y antisymmetric) as n² real numbers in one n × n array: X_ab for a ≥ b,
// Y_ab for a < b.
import { keptBySize } from "../numerics/arrays";
import type { Unknowns } from "./liouvillian";

/** Packs X and Y into one array. */
export function packState(real: Float64Array, imag: Float64Array, n: number): Float64Array {
  return real.map((x, i) => (Math.floor(i / n) >= i % n ? x : imag[i]));
}

/** The inverse of {@link packState}, into `real` and `imag`. */
export function unpackState(packed: Float64Array, n: number, real: Float64Array, imag: Float64Array): void {
  for (let a = 0; a < n; a++) {
    real[a * n + a] = packed[a * n + a];
    for (let b = 0; b < a; b++) {
      real[a * n + b] = packed[a * n + b];
      real[b * n + a] = packed[a * n + b];
      imag[b * n + a] = packed[b * n + a];
      imag[a * n + b] = -packed[b * n + a];
    }
  }
}

/** The same of some unknowns, the others being zero. */
export function unpackSome(
  { rows, columns }: Unknowns,
  x: Float64Array,
  n: number,
  real: Float64Array,
  imag: Float64Array,
): void {
  const packed = new Float64Array(n * n);
  for (let i = 0; i < rows.length; i++) packed[rows[i] * n + columns[i]] = x[i];
  unpackState(packed, n, real, imag);
}

/** The pairs upper[i] > lower[i] of n levels. */
export const pairsOf: (n: number) => { readonly upper: Int32Array; readonly lower: Int32Array } = keptBySize(
  (n) => {
    const pairs = (n * (n - 1)) / 2;
    const upper = new Int32Array(pairs);
    const lower = new Int32Array(pairs);
    for (let a = 1, i = 0; a < n; a++) {
      for (let b = 0; b < a; b++, i++) {
        upper[i] = a;
        lower[i] = b;
      }
    }
    return { upper, lower };
  },
  20,
);
