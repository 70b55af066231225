// The steady state by direct solution: the generator as a dense matrix over the packed real unknowns.
//   X_ab for a ≥ b and Y_ab for a < b fill one n × n array, so n² real numbers describe ρ = X + iY.
// A secular approximation keeps a term of the tensor only if it links coherences of nearly equal frequency,
//   R_ab,cd → 0 where |(E_a − E_b) − (E_c − E_d)| > cutoff  (0 full, ∞ none).
import { arrays, keptBySize } from "../numerics/arrays";
import { luCondition, luFactor, luSolve, luSolveTransposed, scaleRows } from "../numerics/lu";
import { multiply } from "../numerics/matmul";
import type { Floors, Functional, StateErrors } from "../states/accuracy";
import type { RedfieldGenerator } from "./generator";

/** Sectors up to this size are solved directly: beyond, Krylov iterations are faster. */
export const LARGEST_DIRECT = 10;
/** and up to this size they are solved directly where the iterations fail */
export const LARGEST_FALLBACK = 36;

/** Equations L ρ = σ over the packed unknowns, the first of them replaced by Tr ρ, factored and ready to be solved. */
export interface DirectSolver {
  /** whether a pivot is exactly zero, so that there is no solution */
  readonly singular: boolean;
  /**
   * ρ for a right side, both packed, with one step of refinement.
   *
   * @returns what was left of the equations before it, relative to the largest rate in them
   */
  readonly solve: (right: Float64Array, out: Float64Array) => number;
  /** what a state can be wrong by if the equations are wrong by so much; infinite where this is not known */
  readonly errors: (floors: Floors) => StateErrors;
}

/** Places (a, b) of the packed unknowns. */
interface Unknowns {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

const allUnknowns = new Map<number, Unknowns>();

/** The unknowns that a secular cutoff leaves coupled to the populations, packed as above. */
function packedUnknowns(energies: Float64Array, cutoff: number): Unknowns {
  const n = energies.length;
  const known = cutoff === Number.POSITIVE_INFINITY ? allUnknowns.get(n) : undefined;
  if (known) return known;
  const reach = cutoff === Number.POSITIVE_INFINITY ? cutoff : linkedToZero(frequencies(energies), cutoff);
  const kept: number[] = [];
  for (let i = 0; i < n * n; i++) {
    if (Math.abs(energies[Math.floor(i / n)] - energies[i % n]) <= reach) kept.push(i);
  }
  const unknowns = {
    a: Int32Array.from(kept, (i) => Math.floor(i / n)),
    b: Int32Array.from(kept, (i) => i % n),
  };
  if (cutoff === Number.POSITIVE_INFINITY && n <= 20) allUnknowns.set(n, unknowns);
  return unknowns;
}

/** The highest frequency |E_a − E_b| that a chain of steps no longer than the cutoff reaches from zero. */
export function linkedToZero(frequencies: Float64Array, cutoff: number): number {
  let reach = 0;
  for (const frequency of frequencies.slice().sort()) {
    if (frequency - reach > cutoff) break;
    reach = frequency;
  }
  return reach;
}

function frequencies(energies: Float64Array): Float64Array {
  const n = energies.length;
  return Float64Array.from({ length: n * n }, (_, i) =>
    Math.abs(energies[Math.floor(i / n)] - energies[i % n]),
  );
}

/** The number of real unknowns of the direct solver. */
export function denseUnknowns(generator: RedfieldGenerator, cutoff: number): number {
  const n = generator.size;
  return cutoff === Number.POSITIVE_INFINITY ? n * n : packedUnknowns(generator.levels, cutoff).a.length;
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
 * Factors the equations of a generator.
 *
 * @param cutoff secular cutoff, an energy; Infinity keeps every term
 * @param lasting gives the solver memory of its own; without, it is good until the next one is made
 */
export function denseSolver(generator: RedfieldGenerator, cutoff: number, lasting = false): DirectSolver {
  const { size: n, levels } = generator;
  const { a, b } = packedUnknowns(levels, cutoff);
  const m = a.length;
  const { lu, matrix, rows, vectors } = lasting ? newWorkspace(m) : workspace(m);
  const [rhs, x, residual, correction, rowScale] = vectors;
  const fastest = assemble(generator, cutoff, a, b, matrix) || 1;

  // the trace takes the place of the first equation; rows are scaled to one so that the smallness of the
  // coupling says nothing about singularity
  for (let j = 0; j < m; j++) matrix[j] = a[j] === b[j] ? 1 : 0;
  scaleRows(matrix, m, rowScale);
  lu.set(matrix);
  const pivot = luFactor(lu, m, rows);

  const solve = (right: Float64Array, out: Float64Array): number => {
    for (let i = 0; i < m; i++) rhs[i] = right[a[i] * n + b[i]] / rowScale[i];
    luSolve(lu, m, rows, rhs, x);
    let worst = 0;
    for (let i = 0; i < m; i++) {
      let sum = rhs[i];
      for (let j = 0, row = i * m; j < m; j++) sum -= matrix[row + j] * x[j];
      residual[i] = sum;
      if (i > 0) worst = Math.max(worst, Math.abs(sum) * rowScale[i]);
    }
    luSolve(lu, m, rows, residual, correction);
    out.fill(0); // what a secular cutoff leaves out
    for (let i = 0; i < m; i++) out[a[i] * n + b[i]] = x[i] + correction[i];
    return worst / fastest;
  };
  const errors = ({ real, imag }: Floors): StateErrors => {
    if (pivot === 0) return UNKNOWN;
    const weights = rowScale.map((size, i) => (i === 0 ? 2 ** -53 : (a[i] >= b[i] ? real : imag) / size));
    const entry = ESTIMATE * luCondition(lu, m, rows, vectors, weights);
    const of = ({ of: part, coefficients: c }: Functional): number => {
      for (let i = 0; i < m; i++) {
        const [ab, ba] = [a[i] * n + b[i], b[i] * n + a[i]];
        if (a[i] === b[i]) rhs[i] = part === "real" ? c[ab] : 0;
        else if (a[i] > b[i]) rhs[i] = part === "real" ? c[ab] + c[ba] : 0;
        else rhs[i] = part === "imag" ? c[ab] - c[ba] : 0;
      }
      luSolveTransposed(lu, m, rows, rhs, x, residual);
      return x.reduce((sum, weight, i) => sum + Math.abs(weight) * weights[i], 0);
    };
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

/** The whole generator over the packed unknowns, n² × n²: d/dt of packState(ρ), with the terms that a secular cutoff keeps. */
export function packedGenerator(
  generator: RedfieldGenerator,
  cutoff: number = Number.POSITIVE_INFINITY,
): Float64Array {
  const { a, b } = packedUnknowns(generator.levels, Number.POSITIVE_INFINITY);
  const matrix = new Float64Array(a.length * a.length);
  assemble(generator, cutoff, a, b, matrix);
  return matrix;
}

// R_ab,cd = Σ_bath (S̃_ac S_bd + S_ac S̃_bd) − M_ac δ_bd − δ_ac M_bd over the unknowns; returns the largest |R|.
function assemble(
  generator: RedfieldGenerator,
  cutoff: number,
  a: Int32Array,
  b: Int32Array,
  matrix: Float64Array,
): number {
  const { size: n, levels, couplings, decay } = generator;
  const m = a.length;
  const place = new Int32Array(n * n);
  for (let i = 0; i < m; i++) place[a[i] * n + b[i]] = i;
  const tensor = (ai: number, bi: number, c: number, d: number): number => {
    if (Math.abs(levels[ai] - levels[bi] - levels[c] + levels[d]) > cutoff) return 0;
    const ac = ai * n + c;
    const bd = bi * n + d;
    let value = 0;
    for (let k = 0; k < couplings.length; k++) {
      const { operator, transition } = couplings[k];
      value += transition[ac] * operator[bd] + operator[ac] * transition[bd];
    }
    if (bi === d) value -= decay[ac];
    if (ai === c) value -= decay[bd];
    return value;
  };
  const shifted = shiftTensor(generator, cutoff);
  let largest = 0;
  for (let i = 0; i < m; i++) {
    const symmetric = a[i] >= b[i];
    const sign = symmetric ? 1 : -1;
    for (let j = 0; j < m; j++) {
      let value = 0;
      if (symmetric === a[j] >= b[j]) {
        value = tensor(a[i], b[i], a[j], b[j]);
        if (a[j] !== b[j]) value += sign * tensor(a[i], b[i], b[j], a[j]);
        largest = Math.max(largest, Math.abs(value));
      } else if (shifted) {
        // dX takes −Q[Y], dY takes Q[X]
        value = -sign * shifted(a[i], b[i], a[j], b[j]);
        if (a[j] !== b[j]) value += shifted(a[i], b[i], b[j], a[j]);
      }
      matrix[i * m + j] = value;
    }
    // dX_ab = D_ab Y_ab and dY_ab = −D_ab X_ab: both reach the packed partner (b, a) with −D_ab
    if (a[i] !== b[i]) matrix[i * m + place[b[i] * n + a[i]]] -= levels[a[i]] - levels[b[i]];
  }
  // probability is conserved: what a level loses is what the others gain. Taken from M, the diagonal would
  // drown the slowest rates in rounding errors
  for (let j = 0; j < m; j++) {
    if (a[j] !== b[j]) continue;
    let gained = 0;
    for (let i = 0; i < m; i++) if (a[i] === b[i] && i !== j) gained += matrix[i * m + j];
    matrix[j * m + j] = -gained;
  }
  return largest;
}

// The Lamb shift's part of the tensor, Q_ab,cd = G_ac S_bd − S_ac G_bd − (SG)_ac δ_bd + δ_ac (SG)_bd summed over the
// baths, in dρ/dt = … + iQ[ρ].
function shiftTensor(
  { size: n, levels, couplings }: RedfieldGenerator,
  cutoff: number,
): ((a: number, b: number, c: number, d: number) => number) | undefined {
  if (couplings.every(({ shift }) => !shift)) return undefined;
  const product = new Float64Array(n * n);
  const oneSided = new Float64Array(n * n);
  for (const { operator, shift } of couplings) {
    if (!shift) continue;
    multiply(operator, shift, n, product);
    for (let i = 0; i < n * n; i++) oneSided[i] += product[i];
  }
  return (a, b, c, d) => {
    if (Math.abs(levels[a] - levels[b] - levels[c] + levels[d]) > cutoff) return 0;
    let value = (a === c ? oneSided[b * n + d] : 0) - (b === d ? oneSided[a * n + c] : 0);
    for (const { operator, shift } of couplings) {
      if (shift) value += shift[a * n + c] * operator[b * n + d] - operator[a * n + c] * shift[b * n + d];
    }
    return value;
  };
}
