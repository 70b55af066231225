// The steady state by direct solution: L as a dense matrix over the unknowns, the first equation replaced by Tr ρ.
import type { Floors, Liouvillian } from "../equations/liouvillian";
import { arrays, keptBySize } from "../numerics/arrays";
import { luCondition, luFactor, luSolve, luSolveTransposed, scaleRows } from "../numerics/lu";
import type { Functional, StateErrors } from "./accuracy";

/** Sectors up to this size are solved directly: beyond, Krylov iterations are faster. */
export const LARGEST_DIRECT = 10;
/** and up to this size they are solved directly where the iterations fail */
export const LARGEST_FALLBACK = 36;

/** Equations L x = b, the first of them replaced by the trace, factored and ready to be solved. */
export interface DirectSolver {
  /** whether a pivot is exactly zero, so that there is no solution */
  readonly singular: boolean;
  /**
   * The solution for a right side, with one step of refinement.
   *
   * @returns what was left of the equations before it, relative to the largest rate in them
   */
  readonly solve: (right: Float64Array, out: Float64Array) => number;
  /** what a state can be wrong by if the equations are wrong by so much; infinite where this is not known */
  readonly errors: (floors: Floors) => StateErrors;
}

interface Workspace {
  readonly lu: Float64Array;
  readonly matrix: Float64Array;
  readonly rows: Int32Array;
  readonly vectors: readonly Float64Array[];
}

const newWorkspace = (m: number): Workspace => ({
  lu: new Float64Array(m * m),
  matrix: new Float64Array(m * m),
  rows: new Int32Array(m),
  vectors: arrays(5, m),
});
const workspace = keptBySize(newWorkspace, 400);

/**
 * Factors the equations of a Liouvillian.
 *
 * @param lasting gives the solver memory of its own; without, it is good until the next one is made
 */
export function denseSolver(liouvillian: Liouvillian, lasting = false): DirectSolver {
  const { size: m, trace } = liouvillian;
  const { lu, matrix, rows, vectors } = lasting ? newWorkspace(m) : workspace(m);
  const [rhs, x, residual, correction, rowScale] = vectors;
  const fastest = liouvillian.writeMatrix(matrix) || 1;

  // the trace takes the place of the first equation; rows are scaled to one so that the smallness of the
  // coupling says nothing about singularity
  matrix.fill(0, 0, m);
  for (let k = 0; k < trace.length; k++) matrix[trace[k]] = 1;
  scaleRows(matrix, m, rowScale);
  lu.set(matrix);
  const pivot = luFactor(lu, m, rows);

  const solve = (right: Float64Array, out: Float64Array): number => {
    for (let i = 0; i < m; i++) rhs[i] = right[i] / rowScale[i];
    luSolve(lu, m, rows, rhs, x);
    let worst = 0;
    for (let i = 0; i < m; i++) {
      let sum = rhs[i];
      for (let j = 0, row = i * m; j < m; j++) sum -= matrix[row + j] * x[j];
      residual[i] = sum;
      if (i > 0) worst = Math.max(worst, Math.abs(sum) * rowScale[i]);
    }
    luSolve(lu, m, rows, residual, correction);
    for (let i = 0; i < m; i++) out[i] = x[i] + correction[i];
    return worst / fastest;
  };
  const errors = ({ real, imag, populations = real }: Floors): StateErrors => {
    if (pivot === 0) return UNKNOWN;
    const { rows: a, columns: b } = liouvillian.unknowns();
    const n = trace.length;
    const floor = (i: number): number => (a[i] === b[i] ? populations : a[i] > b[i] ? real : imag);
    const weights = rowScale.map((size, i) => (i === 0 ? 2 ** -53 : floor(i) / size));
    const entry = ESTIMATE * luCondition(lu, m, rows, vectors, weights);
    const exactly = ({ coefficients }: Functional): number => {
      const { real: c, imag: d } = coefficients();
      for (let i = 0; i < m; i++) {
        const [ab, ba] = [a[i] * n + b[i], b[i] * n + a[i]];
        if (a[i] === b[i]) rhs[i] = c ? c[ab] : 0;
        else if (a[i] > b[i]) rhs[i] = c ? c[ab] + c[ba] : 0;
        else rhs[i] = d ? d[ab] - d[ba] : 0;
      }
      luSolveTransposed(lu, m, rows, rhs, x, residual);
      return x.reduce((sum, weight, i) => sum + Math.abs(weight) * weights[i], 0);
    };
    const of = (functionals: Iterable<Functional>): number[] => Array.from(functionals, exactly);
    return { populations: entry, real: n * entry, imag: n * entry, of };
  };
  return { singular: pivot === 0, solve, errors };
}

const UNKNOWN: StateErrors = {
  populations: Number.POSITIVE_INFINITY,
  real: Number.POSITIVE_INFINITY,
  imag: Number.POSITIVE_INFINITY,
};

/** The estimate of a norm is rarely below a third of it. */
const ESTIMATE = 3;
