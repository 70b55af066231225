// Singular values by one-sided rotations (Hestenes, J. SIAM 6, 51, 1958): pairs of columns of A are turned until all are
// orthogonal. What the turns, gathered in V, made of A is A V = U Σ, and the norms of its columns are the singular values.
import { dot } from "./dot";

/** Columns of A V at a cosine below this are orthogonal. */
const ORTHOGONAL = 1e-15;
/** Every sweep over all pairs squares what is left. */
const MOST_SWEEPS = 60;

/**
 * The singular values of a matrix and its right singular vectors.
 *
 * @param columns of A, which are turned into those of A V
 * @returns `values[j]` = ‖A v_j‖ in no order, `vectors[j]` = v_j, orthonormal
 */
export function singularValues(columns: readonly Float64Array[]): {
  values: Float64Array;
  vectors: Float64Array[];
} {
  const vectors = columns.map((_, j) => Float64Array.from(columns, (_, k) => (k === j ? 1 : 0)));
  const squares = Float64Array.from(columns, (c) => dot(c, 0, c, 0, c.length));
  // between columns of rounding no turn would ever be small
  const rounding = (Number.EPSILON * columns.length) ** 2 * squares.reduce((a, b) => Math.max(a, b), 0);
  let turned = true;
  for (let sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (let i = 1; i < columns.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [columns[i], columns[j]];
        const along = dot(a, 0, b, 0, a.length);
        if (Math.min(squares[i], squares[j]) <= rounding) continue;
        if (Math.abs(along) <= ORTHOGONAL * columns.length * Math.sqrt(squares[i] * squares[j])) continue;
        const cotangent = (squares[j] - squares[i]) / (2 * along);
        const tangent = (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
        turn(a, b, tangent);
        turn(vectors[i], vectors[j], tangent);
        squares[i] = dot(a, 0, a, 0, a.length);
        squares[j] = dot(b, 0, b, 0, b.length);
        turned = true;
      }
    }
  }
  return { values: squares.map(Math.sqrt), vectors };
}

/** a, b ← cos a − sin b, sin a + cos b */
function turn(a: Float64Array, b: Float64Array, tangent: number): void {
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k], b[k]];
    a[k] = cosine * x - sine * y;
    b[k] = sine * x + cosine * y;
  }
}
