// GMRES: solves A x = b knowing A only through products, by minimizing the residual over a growing space of
// vectors A^k r (Saad and Schultz, SIAM J. Sci. Stat. Comput. 7, 856, 1986), left-preconditioned.
import { makeOrthogonal } from "./dot";
import type { LinearMap } from "./matmul";

/** How a solve ended. */
export interface GmresResult {
  readonly converged: boolean;
  readonly iterations: number;
  /** preconditioned residual relative to the preconditioned right side */
  readonly residual: number;
  /** ‖(P⁻¹A)⁻¹‖ at least, from the spaces searched: close to it once they hold what A hardly moves */
  readonly amplification: number;
}

/** The space that grows, the equations and their solution: what GMRES works with. */
export interface KrylovSpace {
  /** |P⁻¹b| */
  readonly reference: number;
  /** starts afresh with P⁻¹(b − A x) over its norm, which is returned */
  readonly open: () => number;
  /** adds P⁻¹A v_k, made orthogonal to all before; returns its overlaps with them and, last, what was left of it */
  readonly extend: (k: number) => Float64Array;
  /** x ← x + Σ_k y_k v_k */
  readonly improve: (y: readonly number[]) => void;
  /** how far one space can bring the residual down: what it is kept in has no more digits */
  readonly depth?: number;
}

/** When to stop, and how many vectors to keep before starting afresh from the best solution so far. */
export interface GmresLimits {
  /** what to aim at */
  readonly tolerance: number;
  /** what still counts as converged where rounding errors forbid more */
  readonly acceptable: number;
  readonly maxIterations: number;
  readonly restart: number;
}

/** Bytes for the vectors of a space. */
const SPACE = 2.5e8;

/** How many vectors of so many doubles a space keeps at most, `least` where they are large. */
export const mostVectors = (size: number, least = 20): number =>
  Math.max(least, Math.min(200, Math.floor(SPACE / (8 * size))));

/** Down to here the estimate of a residual is as good as the residual. */
const TRUSTED = 1e-6;

/** Improves the solution until |P⁻¹(b − A x)| ≤ tolerance |P⁻¹b| or no further progress is made. */
export function gmres(
  { reference, open, extend, improve, depth = 0 }: KrylovSpace,
  { tolerance, acceptable, maxIterations, restart }: GmresLimits,
): GmresResult {
  const target = tolerance * reference;
  const unit = reference || 1;
  let iterations = 0;
  let before = Number.POSITIVE_INFINITY;
  let amplification = 1;

  for (;;) {
    let residual = open();
    // the residual itself, not its estimate, decides; where it no longer falls, rounding has the last word
    const stalled = residual > 0.9 * before;
    if (!(residual > target) || stalled || iterations >= maxIterations || !Number.isFinite(residual)) {
      return {
        converged: residual <= acceptable * unit,
        iterations,
        residual: residual / unit,
        amplification,
      };
    }
    before = residual;

    // Arnoldi: A v_k = Σ h_jk v_j, brought to triangular form by Givens rotations as it grows
    const columns: Float64Array[] = [];
    const cosines: number[] = [];
    const sines: number[] = [];
    const right = [residual];
    const enough = Math.max(target, depth * residual);
    while (columns.length < restart && iterations < maxIterations && residual > enough) {
      const k = columns.length;
      const h = extend(k);
      for (let j = 0; j < k; j++) {
        const above = h[j];
        h[j] = cosines[j] * above + sines[j] * h[j + 1];
        h[j + 1] = cosines[j] * h[j + 1] - sines[j] * above;
      }
      const length = Math.hypot(h[k], h[k + 1]) || 1;
      cosines[k] = h[k] / length;
      sines[k] = h[k + 1] / length;
      h[k] = length;
      right[k + 1] = -sines[k] * right[k];
      right[k] *= cosines[k];
      residual = Math.abs(right[k + 1]);
      columns.push(h);
      iterations++;
    }

    amplification = Math.max(amplification, inverseNorm(columns));
    // x ← x + V y with the upper triangular system R y = right
    const y = right.slice(0, columns.length);
    for (let k = columns.length - 1; k >= 0; k--) {
      y[k] /= columns[k][k];
      for (let j = 0; j < k; j++) y[j] -= columns[k][j] * y[k];
    }
    improve(y);
    if (residual <= target && tolerance > TRUSTED) {
      return { converged: true, iterations, residual: residual / unit, amplification };
    }
  }
}

/**
 * The space of any A and P in doubles.
 *
 * @param x the first guess; receives the solution
 */
export function krylovSpace(
  apply: LinearMap,
  precondition: LinearMap,
  b: Float64Array,
  x: Float64Array,
): KrylovSpace {
  const size = b.length;
  const product = new Float64Array(size);
  const space = [new Float64Array(size)];
  precondition(b, space[0]);
  const reference = norm(space[0]);
  const open = (): number => {
    apply(x, product);
    for (let i = 0; i < size; i++) product[i] = b[i] - product[i];
    precondition(product, space[0]);
    const residual = norm(space[0]);
    if (residual > 0) scale(space[0], 1 / residual);
    return residual;
  };
  const extend = (k: number): Float64Array => {
    const h = new Float64Array(k + 2);
    apply(space[k], product);
    space[k + 1] ??= new Float64Array(size);
    const next = space[k + 1];
    precondition(product, next);
    makeOrthogonal(next, space, k + 1, h);
    h[k + 1] = norm(next);
    if (h[k + 1] > 0) scale(next, 1 / h[k + 1]);
    return h;
  };
  const improve = (y: readonly number[]): void => {
    for (let k = 0; k < y.length; k++) addScaled(x, y[k], space[k]);
  };
  return { reference, open, extend, improve };
}

/** ‖R⁻¹‖ of an upper triangular R kept by columns, by the power method on (RᵀR)⁻¹. */
function inverseNorm(columns: readonly Float64Array[]): number {
  const n = columns.length;
  const x = new Float64Array(n).fill(1);
  let size = 1;
  for (let step = 0; step < 10; step++) {
    scale(x, 1 / norm(x));
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < k; i++) x[k] -= columns[k][i] * x[i];
      x[k] /= columns[k][k];
    }
    for (let k = n - 1; k >= 0; k--) {
      x[k] /= columns[k][k];
      for (let i = 0; i < k; i++) x[i] -= columns[k][i] * x[k];
    }
    size = Math.sqrt(norm(x));
    if (!Number.isFinite(size)) return Number.POSITIVE_INFINITY;
  }
  return size;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}

function addScaled(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}
