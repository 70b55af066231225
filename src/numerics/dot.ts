// Sums of products, four at a time: along rows, where one sum after the other would wait for each addition to finish, and of long
// vectors, which then pass through the processor once for four of them.

/** Σ_k a[i + k] b[j + k] for k from 0 to `length` − 1. */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += a[i + k] * b[j + k];
    s1 += a[i + k + 1] * b[j + k + 1];
    s2 += a[i + k + 2] * b[j + k + 2];
    s3 += a[i + k + 3] * b[j + k + 3];
  }
  for (; k < length; k++) s0 += a[i + k] * b[j + k];
  return s0 + s1 + (s2 + s3);
}

/**
 * x less what it has in common with orthonormal vectors, by Gram and Schmidt, four vectors at a time.
 *
 * @param count how many of the vectors
 * @param overlaps is added to: the overlap with vector j at place j · `stride` + `offset`
 */
export function makeOrthogonal(
  x: Float64Array,
  vectors: readonly Float64Array[],
  count: number,
  overlaps: Float64Array,
  stride = 1,
  offset = 0,
): void {
  const n = x.length;
  let j = 0;
  for (; j + 3 < count; j += 4) {
    const [a, b, c, d] = [vectors[j], vectors[j + 1], vectors[j + 2], vectors[j + 3]];
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < n; i++) {
      const value = x[i];
      s0 += a[i] * value;
      s1 += b[i] * value;
      s2 += c[i] * value;
      s3 += d[i] * value;
    }
    for (let i = 0; i < n; i++) x[i] -= s0 * a[i] + s1 * b[i] + (s2 * c[i] + s3 * d[i]);
    overlaps[j * stride + offset] += s0;
    overlaps[(j + 1) * stride + offset] += s1;
    overlaps[(j + 2) * stride + offset] += s2;
    overlaps[(j + 3) * stride + offset] += s3;
  }
  for (; j < count; j++) {
    const a = vectors[j];
    const overlap = dot(a, 0, x, 0, n);
    for (let i = 0; i < n; i++) x[i] -= overlap * a[i];
    overlaps[j * stride + offset] += overlap;
  }
}
