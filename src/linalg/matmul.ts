// The product of square matrices in flat row-major arrays: by a WebAssembly kernel with SIMD registers where there is
// one, else by a plain loop, with the same bits in the result.
import { GEMM_BYTES } from "./gemm-bytes";

/** Below this order copying to the kernel's memory costs more than it saves. */
const SMALLEST = 16;

/** out = A B, all n × n; `out` must be another array than `a` and `b`. */
export function multiply(a: Float64Array, b: Float64Array, n: number, out: Float64Array): void {
  if (n >= SMALLEST) kernel ??= loadKernel();
  if (n >= SMALLEST && kernel) kernel(a, b, n, out);
  else multiplyPlain(a, b, n, out);
}

/** out = Aᵀ B, all n × n; `out` must be another array than `a` and `b`. */
export function multiplyTransposed(a: Float64Array, b: Float64Array, n: number, out: Float64Array): void {
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) transposed[j * n + i] = a[i * n + j];
  multiply(transposed, b, n, out);
}

/** The same as {@link multiply} in plain TypeScript. */
export function multiplyPlain(a: Float64Array, b: Float64Array, n: number, out: Float64Array): void {
  out.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let k = 0; k < n; k++) {
      const factor = a[row + k];
      for (let j = 0, from = k * n; j < n; j++) out[row + j] += factor * b[from + j];
    }
  }
}

type Kernel = typeof multiplyPlain;

let kernel: Kernel | false | undefined;

function loadKernel(): Kernel | false {
  let memory: WebAssembly.Memory;
  let gemm: (n: number, a: number, b: number, c: number, scratch: number) => void;
  try {
    const bytes = Uint8Array.from(atob(GEMM_BYTES), (character) => character.charCodeAt(0));
    memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(bytes);
    ({ gemm } = new WebAssembly.Instance(module, { env: { memory } }).exports as { gemm: typeof gemm });
  } catch {
    return false; // no WebAssembly here, or none with SIMD
  }
  return (a, b, n, out) => {
    const padded = (n + 3) & ~3; // the kernel works on tiles of 4 × 4
    const size = padded * padded;
    const needed = 8 * (3 * size + 256 * (padded + 4)) - memory.buffer.byteLength;
    if (needed > 0) memory.grow(Math.ceil(needed / 65536));
    const words = new Float64Array(memory.buffer);
    if (padded > n) words.fill(0, 0, 2 * size);
    for (let i = 0; i < n; i++) {
      words.set(a.subarray(i * n, i * n + n), i * padded);
      words.set(b.subarray(i * n, i * n + n), size + i * padded);
    }
    gemm(padded, 0, 8 * size, 16 * size, 24 * size);
    for (let i = 0; i < n; i++) {
      const row = 2 * size + i * padded;
      out.set(words.subarray(row, row + n), i * n);
    }
  };
}
