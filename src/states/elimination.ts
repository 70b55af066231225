// The steady state of a small sector with half the work of the direct solution. Coherences turn much faster than the
// baths damp them, so their imaginary parts Y can be eliminated by hand: with D_i = E_a − E_b for the pairs i = (a > b)
// of levels, the equations are
//   dx  =  D∘y    + A_xx x + A_xp p           x: X_ab
//   dy  = −D∘x    + B y                       y: Y_ab
//   dp  =           A_px x + A_pp p           p: populations X_aa
// and y = (dx − A_x (x, p)) / D leaves n(n−1)/2 + n equations for x and p,
//   D∘x + (B/D) A_x (x, p) = (B/D) dx − dy,    dp = A_p (x, p).
// Without x, too, what remains are n rate equations: those of Pauli with what the coherences add to the rates. How far
// the state can be trusted is decided by them, as long as (B/D) A_xx stays below D.
// Where two levels come close this divides by a small gap; such models are left to the dense equations.
import type { Floors, Liouvillian, TurningBlocks } from "../equations/liouvillian";
import { pairsOf } from "../equations/packing";
import { arrays, keptBySize } from "../numerics/arrays";
import { dot } from "../numerics/dot";
import { balance } from "../numerics/entries";
import { luFactor, luSolve, scaleRows } from "../numerics/lu";
import { multiplyRectangular, productScratch } from "../numerics/matmul";
import { type Kernel, ownKernel } from "../numerics/wasm";
import type { StateErrors } from "./accuracy";
import type { DirectSolver } from "./direct";

/** Gaps below this part of the largest rate are left to the dense equations. */
const NARROWEST_GAP = 0.05;

/** K below this part of D: what inverts D + K amplifies nothing. */
const DOMINATED = 0.9;

/** Residuals below this part of the largest rate are rounding. */
const SETTLED = 1e-16;

interface Workspace {
  /** the levels of pair i, upper[i] > lower[i] */
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  /** D */
  readonly gaps: Float64Array;
  /** A_x and A_p, one above the other: m × m with m = n(n−1)/2 + n */
  readonly real: Float64Array;
  /** B, then B/D */
  readonly imag: Float64Array;
  readonly lu: Float64Array;
  readonly rows: Int32Array;
  readonly vectors: readonly Float64Array[];
  /** the rate equations that remain, n × n */
  readonly rates: Float64Array;
  readonly scale: Float64Array;
  readonly order: Int32Array;
  readonly work: readonly Float64Array[];
}

function newWorkspace(n: number): Workspace {
  const { upper, lower } = pairsOf(n);
  const pairs = upper.length;
  const m = pairs + n;
  return {
    upper,
    lower,
    gaps: new Float64Array(pairs),
    real: new Float64Array(m * m),
    imag: new Float64Array(pairs * pairs),
    lu: new Float64Array(m * m),
    rows: new Int32Array(m),
    vectors: arrays(6, m),
    rates: new Float64Array(n * n),
    scale: new Float64Array(n),
    order: new Int32Array(n),
    work: arrays(2, n),
  };
}
const workspace = keptBySize(newWorkspace, 20);

/** Equations that are eliminated and factored. */
interface Eliminated {
  /** how far an error of one in every rate equation can move a population; infinite where they are singular */
  readonly reach: number;
  readonly passage: Passage;
  /** right sides of dx and dp, and of dy with the other sign, to be filled in */
  readonly left: Float64Array;
  readonly dy: Float64Array;
  /** (x, p) and y, once solved */
  readonly z: Float64Array;
  readonly y: Float64Array;
  /** solves with a step of refinement where more than `settled` is left of the equations; returns what was */
  readonly solve: (settled: number) => number;
}

/** Prepares the reduced equations, undefined where a gap is too small or X and Y are not apart. */
export function eliminationSolver({ blocks }: Liouvillian, lasting = false): DirectSolver | undefined {
  if (!blocks) return undefined;
  const { levels, fastest } = blocks;
  const n = levels.length;
  const { upper, lower } = pairsOf(n);
  const pairs = upper.length;
  for (let i = 0; i < pairs; i++) {
    if (!(levels[upper[i]] - levels[lower[i]] > NARROWEST_GAP * fastest)) return undefined;
  }
  const { reach, passage, left, dy, z, y, solve } =
    eliminatedByKernel(blocks, lasting) ?? eliminatedPlainly(blocks, lasting);
  return {
    singular: reach === Number.POSITIVE_INFINITY,
    solve(rhs, out) {
      for (let i = 0; i < pairs; i++) {
        left[i] = rhs[upper[i] * n + lower[i]];
        dy[i] = -rhs[lower[i] * n + upper[i]];
      }
      for (let a = 0; a < n; a++) left[pairs + a] = rhs[a * n + a];
      const worst = solve(SETTLED * fastest);
      for (let a = 0; a < n; a++) out[a * n + a] = z[pairs + a];
      for (let i = 0; i < pairs; i++) {
        out[upper[i] * n + lower[i]] = z[i];
        out[lower[i] * n + upper[i]] = -y[i];
      }
      return worst / fastest;
    },
    errors: (floors) => eliminationErrors(n, reach, passage, floors),
  };
}

/** What a state of n levels can be wrong by if the equations are wrong by so much. */
export function eliminationErrors(
  n: number,
  reach: number,
  { inverse, fromPopulations, toPopulations, turned, damping, gap }: Passage,
  { real: dReal, imag: dImag }: Floors,
): StateErrors {
  const coherences = dImag + turned * dReal;
  const populations = reach * (dReal + toPopulations * coherences);
  const x = (inverse * coherences) / gap + fromPopulations * populations;
  const imag = (dReal + damping * (x + populations)) / gap;
  return { populations, real: Math.sqrt(n) * populations + n * x, imag: n * imag };
}

/** Baths that there is room for in the kernel's memory. */
export const MOST_BATHS = 8;

/** The same in a kernel's memory: places, counted in doubles. */
export interface KernelMemory {
  readonly kernel: Kernel;
  readonly memory: Float64Array;
  readonly gaps: number;
  readonly real: number;
  readonly imag: number;
  readonly left: number;
  readonly dy: number;
  readonly z: number;
  readonly y: number;
  readonly norms: number;
  readonly scratch: number;
  /** room for S and S̃ of every bath, M and n² more */
  readonly free: number;
  /** where there is room for `more` */
  readonly end: number;
}

/** Memory for the elimination at n levels and `more` doubles; null where there is no WebAssembly. */
export function eliminationMemory(n: number, more = 0): KernelMemory | null {
  const kernel = ownKernel();
  if (!kernel) return null;
  const pairs = (n * (n - 1)) / 2;
  const m = pairs + n;
  let end = 10; // doubles taken so far, the first of them by the table
  const take = (count: number): number => {
    end += count;
    return end - count;
  };
  const [gaps, real, imag, lu, rows] = [pairs, m * m, pairs * pairs, m * m, m].map(take);
  const [rates, scale, order] = [n * n, n, n].map(take);
  const [left, dy, z, y, stepZ, stepY] = [m, pairs, m, pairs, m, m].map(take);
  const [work, norms, scratch, free] = [m, 6, productScratch(m), (2 * MOST_BATHS + 2) * n * n].map(take);
  const memory = kernel.words(end + more);
  const table = [
    gaps,
    real,
    imag,
    lu,
    rows,
    rates,
    scale,
    order,
    left,
    dy,
    z,
    y,
    stepZ,
    stepY,
    work,
    norms,
    scratch,
  ];
  new Uint32Array(memory.buffer).set(table.map((place) => 8 * place));
  return { kernel, memory, gaps, real, imag, left, dy, z, y, norms, scratch, free, end };
}

/** The same with views of what goes in and out. */
function newKernelWorkspace(n: number) {
  const space = eliminationMemory(n);
  if (!space) return null;
  const { kernel, memory, real, imag, free, gaps, left, dy, z, y, norms } = space;
  const pairs = (n * (n - 1)) / 2;
  const view = (place: number, length: number): Float64Array => memory.subarray(place, place + length);
  return {
    kernel,
    real,
    imag,
    free,
    gaps: view(gaps, pairs),
    left: view(left, pairs + n),
    dy: view(dy, pairs),
    z: view(z, pairs + n),
    y: view(y, pairs),
    norms: view(norms, 6),
  };
}
const kernelWorkspace = keptBySize(newKernelWorkspace, 20);

// the same as eliminatedPlainly, to rounding
function eliminatedByKernel(blocks: TurningBlocks, lasting: boolean): Eliminated | undefined {
  const { levels, resident } = blocks;
  const n = levels.length;
  if (!resident || resident.room > (2 * MOST_BATHS + 2) * n * n) return undefined;
  const space = lasting ? newKernelWorkspace(n) : kernelWorkspace(n);
  if (!space) return undefined;
  const { kernel, real, imag, free, gaps, norms, left, dy, z, y } = space;
  let gap = Number.POSITIVE_INFINITY;
  for (let a = 1, i = 0; a < n; a++) {
    for (let b = 0; b < a; b++, i++) {
      gaps[i] = levels[a] - levels[b];
      if (gaps[i] < gap) gap = gaps[i];
    }
  }
  resident.write(kernel, real, imag, free);
  const reach = kernel.eliminate(n, 0);
  const passage = passageOf(norms, gap);
  return { reach, passage, left, dy, z, y, solve: (settled) => kernel.solveEliminated(n, 0, settled) };
}

function eliminatedPlainly(blocks: TurningBlocks, lasting: boolean): Eliminated {
  const { levels } = blocks;
  const n = levels.length;
  const space = lasting ? newWorkspace(n) : workspace(n);
  const { upper, lower, gaps, real, imag, lu, rows, vectors, rates, scale, order, work } = space;
  const [zNew, yNew, left, dy, z, y] = vectors;
  const [right, p] = work;
  const pairs = gaps.length;
  const m = pairs + n;
  for (let i = 0; i < pairs; i++) gaps[i] = levels[upper[i]] - levels[lower[i]];
  blocks.write(real, imag);

  for (let j = 0; j < pairs; j++) {
    const inverse = 1 / gaps[j];
    for (let at = j; at < pairs * pairs; at += pairs) imag[at] *= inverse;
  }
  multiplyRectangular(imag, real, pairs, pairs, m, lu);
  const passage = coherencePassage(space, n);
  for (let i = 0; i < pairs; i++) lu[i * (m + 1)] += gaps[i];
  for (let i = pairs * m; i < m * m; i++) lu[i] = real[i];
  const reach = luFactor(lu, m, rows, pairs) === 0 ? Number.POSITIVE_INFINITY : factorRates();

  // probability is conserved here as well; the trace takes the place of the first equation, and rows are scaled to one
  // so that the smallness of the coupling says nothing about singularity
  function factorRates(): number {
    for (let a = 0; a < n; a++)
      for (let c = 0; c < n; c++) rates[a * n + c] = lu[(pairs + a) * m + pairs + c];
    balance(rates, n, n, 0);
    rates.fill(1, 0, n);
    scaleRows(rates, n, scale);
    return luFactor(rates, n, order) === 0 ? Number.POSITIVE_INFINITY : ratesReach();
  }

  // how far an error of one in every rate equation can move a population
  function ratesReach(): number {
    const reached = yNew.subarray(0, n).fill(0);
    for (let a = 1; a < n; a++) {
      right.fill(0);
      right[a] = 1 / scale[a];
      luSolve(rates, n, order, right, p);
      for (let k = 0; k < n; k++) reached[k] += Math.abs(p[k]);
    }
    let largest = 0;
    for (let k = 0; k < n; k++) largest = Math.max(largest, reached[k]);
    return largest;
  }

  // zNew = (x, p) and yNew from the right sides of dx and dp, in `left`, and of dy
  const solveOnce = (): void => {
    for (let i = 0; i < pairs; i++) yNew[i] = dot(imag, i * pairs, left, 0, pairs) - dy[i];
    for (let i = 0; i < pairs; i++) zNew[i] = yNew[rows[i]] - dot(lu, i * m, zNew, 0, i);
    for (let a = 0; a < n; a++) {
      const gained = a === 0 ? 0 : dot(lu, (pairs + a) * m, zNew, 0, pairs);
      right[a] = (left[pairs + a] - gained) / scale[a];
    }
    luSolve(rates, n, order, right, p);
    zNew.set(p, pairs);
    for (let i = pairs - 1; i >= 0; i--) {
      const diagonal = i * (m + 1);
      zNew[i] = (zNew[i] - dot(lu, diagonal + 1, zNew, i + 1, m - i - 1)) / lu[diagonal];
    }
    for (let i = 0; i < pairs; i++) yNew[i] = (left[i] - dot(real, i * m, zNew, 0, m)) / gaps[i];
  };
  const solve = (settled: number): number => {
    solveOnce();
    z.set(zNew);
    y.set(yNew);
    // a step of refinement where the equations are not met to rounding; those of dx are, as y was made from them
    let worst = 0;
    left.fill(0, 0, pairs);
    for (let a = 0; a < n; a++) left[pairs] -= z[pairs + a];
    for (let i = pairs + 1; i < m; i++) {
      left[i] -= dot(real, i * m, z, 0, m);
      worst = Math.max(worst, Math.abs(left[i]));
    }
    for (let j = 0; j < pairs; j++) yNew[j] = gaps[j] * y[j];
    for (let i = 0; i < pairs; i++) {
      dy[i] += gaps[i] * z[i] - dot(imag, i * pairs, yNew, 0, pairs);
      worst = Math.max(worst, Math.abs(dy[i]));
    }
    if (worst > settled) {
      solveOnce();
      for (let j = 0; j < m; j++) z[j] += zNew[j];
      for (let i = 0; i < pairs; i++) y[i] += yNew[i];
    }
    return worst;
  };
  return { reach, passage, left, dy, z, y, solve };
}

/** How errors pass through the equations of the coherences, (D + K) x = −(B/D) A_xp p with K = (B/D) A_xx. */
export interface Passage {
  /** ‖(1 + D⁻¹K)⁻¹‖ at most, infinite where K does not stay below D */
  readonly inverse: number;
  /** from p to x */
  readonly fromPopulations: number;
  /** from the equations of x to those of p */
  readonly toPopulations: number;
  /** ‖B/D‖ */
  readonly turned: number;
  /** ‖A_x‖ */
  readonly damping: number;
  /** the smallest D */
  readonly gap: number;
}

// all in the norm of row sums; lu holds (B/D) A_x
function coherencePassage({ gaps, real, imag, lu }: Workspace, n: number): Passage {
  const pairs = gaps.length;
  const m = pairs + n;
  let [rows, columns, mixed, turned, damping, out] = [0, 0, 0, 0, 0, 0];
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 0; i < pairs; i++) {
    let [row, column, right, b, a] = [0, 0, 0, 0, 0];
    for (let j = 0; j < pairs; j++) {
      const k = Math.abs(lu[i * m + j]);
      row += k;
      column += k / gaps[j];
      b += Math.abs(imag[i * pairs + j]);
      a += Math.abs(real[i * m + j]);
    }
    for (let j = pairs; j < m; j++) {
      right += Math.abs(lu[i * m + j]);
      a += Math.abs(real[i * m + j]);
    }
    rows = Math.max(rows, row / gaps[i]);
    columns = Math.max(columns, column);
    mixed = Math.max(mixed, right / gaps[i]);
    turned = Math.max(turned, b);
    damping = Math.max(damping, a);
    gap = Math.min(gap, gaps[i]);
  }
  for (let a = pairs; a < m; a++) {
    let sum = 0;
    for (let j = 0; j < pairs; j++) sum += Math.abs(real[a * m + j]) / gaps[j];
    out = Math.max(out, sum);
  }
  return passageOf(Float64Array.of(rows, columns, mixed, out, turned, damping), gap);
}

// from the norms of K over D by rows and by columns, of what leads from p to x and from x to p, of B/D and of A_x
export function passageOf(norms: Float64Array, gap: number): Passage {
  const [rows, columns, mixed] = [norms[0], norms[1], norms[2]];
  const [out, turned, damping] = [norms[3], norms[4], norms[5]];
  const dominant = Math.max(rows, columns) < DOMINATED;
  const inverse = dominant ? 1 / (1 - Math.max(rows, columns)) : Number.POSITIVE_INFINITY;
  return { inverse, fromPopulations: inverse * mixed, toPopulations: inverse * out, turned, damping, gap };
}
