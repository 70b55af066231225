// From one basis to another.
import { arrays, keptBySize, zeros } from "./arrays";
import { multiply, transpose } from "./matmul";

const space = keptBySize((n) => arrays(2, n * n), 40);

/** Vᵀ A V, from the energy basis to that of the sector, for eigenvectors in the rows of V. */
export function toSectorBasis(matrix: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const [columns, half] = space(n);
  const out = zeros(n * n);
  multiply(matrix, vectors, n, half);
  multiply(transpose(vectors, n, columns), half, n, out);
  return out;
}
