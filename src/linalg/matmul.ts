// The product of square matrices in flat row-major arrays.

/** out = A B, all n × n; `out` must be another array than `a` and `b`. */
export function multiply(a: Float64Array, b: Float64Array, n: number, out: Float64Array): void {
  out.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let k = 0; k < n; k++) {
      const factor = a[row + k];
      if (factor === 0) continue;
      for (let j = 0, from = k * n; j < n; j++) out[row + j] += factor * b[from + j];
    }
  }
}

/** out = Aᵀ B, all n × n; `out` must be another array than `a` and `b`. */
export function multiplyTransposed(a: Float64Array, b: Float64Array, n: number, out: Float64Array): void {
  out.fill(0, 0, n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const factor = a[k * n + i];
      if (factor === 0) continue;
      for (let j = 0, to = i * n, from = k * n; j < n; j++) out[to + j] += factor * b[from + j];
    }
  }
}
