// Where the arrays of the numerics live. A typed array of its own costs half a microsecond, as much as a product of two
// 6 × 6 matrices, and a sweep makes thousands of points: so results of one lifetime share a block of memory, and what
// is only worked in is kept for the next point of the same size.

/** `count` arrays of zeros, each of `length`, side by side in one block. */
export function arrays(count: number, length: number): Float64Array[] {
  const block = new Float64Array(count * length);
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
