// Where the arrays of the numerics live. A typed array with memory of its own costs half a microsecond, as much as a few
// products of 6 × 6 matrices, and a sweep makes thousands of points: so small results share a block of memory, and what
// is only worked in is kept for the next point of the same size.
import { InputError } from "../input/guards";

/** Doubles in a block, 32 kB: an array that is kept holds on to no more than that. */
const BLOCK = 4096;

let shared = new Float64Array(BLOCK);
let used = 0;

/** An array of zeros, beside others in a block if it is small. */
export function zeros(length: number): Float64Array {
  if (4 * length > BLOCK) return large(length);
  if (used + length > BLOCK) {
    shared = new Float64Array(BLOCK);
    used = 0;
  }
  used += length;
  return shared.subarray(used - length, used);
}

/** An array with memory of its own, if there is any. */
function large(length: number): Float64Array {
  try {
    return new Float64Array(length);
  } catch {
    throw notFree(length);
  }
}

/** The refusal where there is no memory for so many doubles. */
export function notFree(length: number): InputError {
  const gigabytes = Number(((8 * length) / 1e9).toPrecision(2));
  return new InputError(`memory for ${gigabytes} GB must be free: take fewer sites or spins up`, "too-large");
}

/** `count` arrays of zeros, each of `length`, side by side. */
export function arrays(count: number, length: number): Float64Array[] {
  const block = zeros(count * length);
  const parts: Float64Array[] = [];
  for (let i = 0; i < count; i++) parts.push(block.subarray(i * length, (i + 1) * length));
  return parts;
}

/**
 * What `make` makes for a size, the same object at every call up to the size `largest` and a new one beyond. It holds
 * whatever the last caller left there.
 */
export function keptBySize<T>(make: (size: number) => T, largest: number): (size: number) => T {
  const kept: T[] = [];
  return (size) => {
    if (size > largest) return make(size);
    kept[size] ??= make(size);
    return kept[size];
  };
}
