// L of a Liouvillian as a matrix, in the two ways that it has.
import type { Liouvillian } from "../../src/equations/liouvillian";

/** As it is written down. */
export function written({ size, writeMatrix }: Liouvillian): Float64Array {
  const matrix = new Float64Array(size * size);
  writeMatrix(matrix);
  return matrix;
}

/** As it acts on one unknown after the other. */
export function applied({ size, apply }: Liouvillian): Float64Array {
  const matrix = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    apply(
      column.map((_, i) => (i === j ? 1 : 0)),
      column,
    );
    for (let i = 0; i < size; i++) matrix[i * size + j] = column[i];
  }
  return matrix;
}
