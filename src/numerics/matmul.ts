// The product of matrices in flat row-major arrays: by a WebAssembly kernel with SIMD registers where there is one, else
// by a plain loop, with the same bits in the result.
import { type Kernel, kernel } from "./wasm";

/** out = A v */
export type LinearMap = (v: Float64Array, out: Float64Array) => void;

/** With fewer products than this, copying to the kernel's memory costs more than it saves. */
const SMALLEST = 1500;

/** out = A B, all n × n; `out` must be another array than `a` and `b`. */
export function multiply(a: Float64Array, b: Float64Array, n: number, out: Float64Array): void {
  multiplyRectangular(a, b, n, n, n, out);
}

/** out = A B for A of m × l and B of l × n; `out` must be another array than `a` and `b`. */
export function multiplyRectangular(
  a: Float64Array,
  b: Float64Array,
  m: number,
  l: number,
  n: number,
  out: Float64Array,
): void {
  const fast = m * l * n < SMALLEST ? undefined : kernel();
  if (fast === undefined) multiplySmall(a, b, m, l, n, out);
  else if (fast) multiplyByKernel(fast, a, b, m, l, n, out);
  else multiplyPlain(a, b, m, l, n, out);
}

/** out = Aᵀ of an n × n matrix; `out` must be another array than `a`. */
export function transpose(
  a: Float64Array,
  n: number,
  out: Float64Array = new Float64Array(n * n),
): Float64Array {
  for (let i = 0, from = 0; i < n; i++) for (let j = 0, at = i; j < n; j++, at += n) out[at] = a[from++];
  return out;
}

/** The same as {@link multiplyRectangular} in plain TypeScript. */
export function multiplyPlain(
  a: Float64Array,
  b: Float64Array,
  m: number,
  l: number,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < m; i++) {
    const row = i * n;
    for (let j = 0; j < n; j++) out[row + j] = 0;
    for (let k = 0; k < l; k++) {
      const factor = a[i * l + k];
      for (let j = 0, from = k * n; j < n; j++) out[row + j] += factor * b[from + j];
    }
  }
}

// four sums at a time stay in registers; at an odd end a row or a column meets itself
function multiplySmall(
  a: Float64Array,
  b: Float64Array,
  m: number,
  l: number,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < m; i += 2) {
    const down = i + 1 < m ? 1 : 0;
    for (let j = 0; j < n; j += 2) {
      const right = j + 1 < n ? 1 : 0;
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      for (let k = 0, at = i * l, below = at + down * l, from = j; k < l; k++, from += n) {
        const upper = a[at + k];
        const lower = a[below + k];
        s00 += upper * b[from];
        s01 += upper * b[from + right];
        s10 += lower * b[from];
        s11 += lower * b[from + right];
      }
      const to = i * n + j;
      out[to] = s00;
      out[to + right] = s01;
      out[to + down * n] = s10;
      out[to + down * n + right] = s11;
    }
  }
}

/** Rows and columns that are copied to the kernel at a time: of large matrices it never holds all. */
const PANEL = 512;

function multiplyByKernel(
  { multiply, words }: Kernel,
  a: Float64Array,
  b: Float64Array,
  m: number,
  l: number,
  n: number,
  out: Float64Array,
): void {
  const [rows, columns] = [Math.min(PANEL, m), Math.min(PANEL, n)];
  const placeB = rows * l;
  const placeC = placeB + l * columns;
  const scratch = placeC + rows * columns;
  const memory = words(scratch + productScratch(columns));
  for (let j = 0; j < n; j += PANEL) {
    const wide = Math.min(PANEL, n - j);
    if (wide === n) memory.set(b.length === l * n ? b : b.subarray(0, l * n), placeB);
    else for (let k = 0; k < l; k++) memory.set(b.subarray(k * n + j, k * n + j + wide), placeB + k * wide);
    for (let i = 0; i < m; i += PANEL) {
      const high = Math.min(PANEL, m - i);
      memory.set(a.length === high * l ? a : a.subarray(i * l, (i + high) * l));
      multiply(high, l, wide, 0, 8 * placeB, 8 * placeC, 8 * scratch);
      if (wide === n) out.set(memory.subarray(placeC, placeC + high * n), i * n);
      else {
        for (let r = 0, from = placeC; r < high; r++, from += wide)
          out.set(memory.subarray(from, from + wide), (i + r) * n + j);
      }
    }
  }
}

/** Doubles that a product with n columns works in, see gemm in wasm.as.ts. */
export const productScratch = (n: number): number => 256 * (n + 12) + 16;
