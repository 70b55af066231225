// The WebAssembly of the *.as.ts and the memory it works in. In the memory that all share nothing stays: a caller writes
// its matrices from word 0 on, lets the kernel work, and reads the result back.
import { notFree } from "./arrays";
import { KERNEL_BYTES } from "./wasm-bytes";

/** The functions of the *.as.ts; places are byte addresses. */
export interface Kernel {
  readonly multiply: (
    m: number,
    l: number,
    n: number,
    a: number,
    b: number,
    c: number,
    scratch: number,
  ) => void;
  readonly luFactor: (a: number, n: number, rows: number, steps: number) => number;
  readonly rotate: (
    a: number,
    n: number,
    panel: number,
    count: number,
    upper: number,
    cosines: number,
    sines: number,
  ) => void;
  readonly reduceSymmetric: (
    n: number,
    a: number,
    diagonal: number,
    offDiagonal: number,
    work: number,
    nothing: number,
  ) => void;
  readonly solveSymmetric: (
    n: number,
    a: number,
    diagonal: number,
    offDiagonal: number,
    work: number,
    vectors: number,
    nothing: number,
  ) => number;
  readonly diagonalize: (
    n: number,
    diagonal: number,
    offDiagonal: number,
    vectors: number,
    width: number,
  ) => number;
  readonly reduceHermitian: (
    n: number,
    re: number,
    im: number,
    diagonal: number,
    offDiagonal: number,
    work: number,
    nothing: number,
  ) => void;
  readonly writeBlocks: (
    n: number,
    baths: number,
    matrices: number,
    real: number,
    imag: number,
    row: number,
  ) => void;
  readonly eliminate: (n: number, table: number) => number;
  readonly solveEliminated: (n: number, table: number, settled: number) => number;
  readonly point: (
    n: number,
    sites: number,
    bonds: number,
    baths: number,
    table: number,
    elimination: number,
  ) => number;
  readonly inSector: (n: number, table: number) => void;
  readonly addMixer: (
    n: number,
    table: number,
    sheet: number,
    row: number,
    end: number,
    weight: number,
  ) => void;
  readonly narrow: (n: number, sheets: number, table: number) => void;
  readonly guess: (n: number, table: number) => number;
  readonly openDoubles: (n: number, table: number) => number;
  readonly extendDoubles: (n: number, table: number, k: number) => void;
  readonly improveDoubles: (n: number, table: number, count: number) => void;
  readonly openFloats: (n: number, table: number) => number;
  readonly extendFloats: (n: number, table: number, k: number) => void;
  readonly improveFloats: (n: number, table: number, count: number) => void;
  /** The memory, at least `count` doubles; a later call may give another array and leave this one empty. */
  readonly words: (count: number) => Float64Array;
}

let loaded: Kernel | null | undefined;

/** The kernel, or null where there is no WebAssembly or none with SIMD registers. */
export function kernel(): Kernel | null {
  if (loaded === undefined) loaded = ownKernel();
  return loaded;
}

let compiled: WebAssembly.Module | undefined;

type Decoder = { readonly Buffer?: { from(text: string, encoding: "hex"): Uint8Array<ArrayBuffer> } };

// gzip finds in digits what repeats in the bytes, as it does not in base64; Node's decoder takes a tenth of the time of a
// loop that no compiler has seen yet
function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as Decoder;
  const byte = (_: unknown, i: number): number => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return Buffer?.from(hex, "hex") ?? Uint8Array.from({ length: hex.length / 2 }, byte);
}

/** A kernel with memory of its own, where what is written stays. */
export function ownKernel(): Kernel | null {
  try {
    compiled ??= new WebAssembly.Module(bytesOf(KERNEL_BYTES));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    let array = new Float64Array(memory.buffer);
    const words = (count: number): Float64Array => {
      if (count <= array.length) return array;
      try {
        memory.grow(Math.ceil((count - array.length) / 8192));
      } catch {
        throw notFree(count);
      }
      array = new Float64Array(memory.buffer);
      return array;
    };
    return { ...(exports as unknown as Omit<Kernel, "words">), words };
  } catch {
    return null;
  }
}
