// The product of matrices in flat row-major arrays: by a WebAssembly kernel with SIMD registers where there is one, else
// by a plain loop, with the same bits in the result.
import { GEMM_BYTES } from "./gemm-bytes";

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
  if (m * l * n >= SMALLEST) {
    kernel ??= loadKernel() ?? multiplyPlain;
    kernel(a, b, m, l, n, out);
  } else multiplySmall(a, b, m, l, n, out);
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

// two sums at a time stay in registers; at an odd end a column meets itself
function multiplySmall(
  a: Float64Array,
  b: Float64Array,
  m: number,
  l: number,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j += 2) {
      const step = j + 1 < n ? 1 : 0;
      let sum = 0;
      let next = 0;
      for (let k = 0, from = j; k < l; k++, from += n) {
        const factor = a[i * l + k];
        sum += factor * b[from];
        next += factor * b[from + step];
      }
      out[i * n + j] = sum;
      out[i * n + j + step] = next;
    }
  }
}

type Kernel = typeof multiplyPlain;

let kernel: Kernel | undefined;

function loadKernel(): Kernel | undefined {
  let memory: WebAssembly.Memory;
  let gemm: (m: number, l: number, n: number, a: number, b: number, c: number, scratch: number) => void;
  try {
    const bytes = Uint8Array.from(atob(GEMM_BYTES), (character) => character.charCodeAt(0));
    memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(bytes);
    ({ gemm } = new WebAssembly.Instance(module, { env: { memory } }).exports as { gemm: typeof gemm });
  } catch {
    return undefined; // no WebAssembly here, or none with SIMD
  }
  let words = new Float64Array(memory.buffer);
  return (a, b, m, l, n, out) => {
    // the kernel works on tiles of 4 × 4
    const rows = (m + 3) & ~3;
    const columns = (n + 3) & ~3;
    const placeB = rows * l;
    const placeC = placeB + l * columns;
    const scratch = placeC + rows * columns;
    const needed = 8 * (scratch + 256 * (columns + 4)) - memory.buffer.byteLength;
    if (needed > 0) {
      memory.grow(Math.ceil(needed / 65536));
      words = new Float64Array(memory.buffer);
    }
    words.set(a.length === m * l ? a : a.subarray(0, m * l));
    for (let i = m * l; i < placeB; i++) words[i] = 0;
    copyRows(b, 0, n, words, placeB, columns, l, n);
    gemm(rows, l, columns, 0, 8 * placeB, 8 * placeC, 8 * scratch);
    copyRows(words, placeC, columns, out, 0, n, m, n);
  };
}

// rows of `length` numbers from one place to another, each array with its own distance from row to row; what is left
// of a longer target row becomes 0
function copyRows(
  source: Float64Array,
  sourceStart: number,
  sourceStep: number,
  target: Float64Array,
  targetStart: number,
  targetStep: number,
  rows: number,
  length: number,
): void {
  if (sourceStep === targetStep) {
    target.set(source.subarray(sourceStart, sourceStart + rows * length), targetStart);
    return;
  }
  for (let i = 0; i < rows; i++) {
    const from = sourceStart + i * sourceStep;
    const to = targetStart + i * targetStep;
    for (let j = 0; j < length; j++) target[to + j] = source[from + j];
    for (let j = length; j < targetStep; j++) target[to + j] = 0;
  }
}
