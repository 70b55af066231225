// A density matrix ρ = X + iY (X symmetric, Y antisymmetric) as n² real numbers in one n × n array: X_ab for a ≥ b,
// Y_ab for a < b.

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
