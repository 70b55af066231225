// e^{(A + R)t} where A turns pairs of unknowns and R may be slow beside it. With U = e^{At}, known at every t from sines and
// cosines, only the difference Δ = e^{(A + R)t} − U is computed, whose digits are relative to R: by its series
//   Δ = Σ_k P_k t^k/k!,   P_{k+1} = (A + R) P_k + R A^k
// for a short time, and from there by doubling the time, Δ(2t) = UΔ + ΔU + Δ².
import { dot } from "./dot";
import { multiply, multiplyRectangular } from "./matmul";

/** Terms of the series; with ‖A + R‖ t ≤ 1/4 the next one is below rounding. */
const TERMS = 14;
/** Rounding of a sum of n doubles, over n. */
const GONE = 1e-15;

/** A: with y = (x_i, x_j), dy/dt = ω (−x_j, x_i) for every pair. */
export interface Turning {
  readonly i: Int32Array;
  readonly j: Int32Array;
  readonly omega: Float64Array;
  /** ωt up to 2π and to rounding, where more is known of it than ω says: which pairs turn alike */
  readonly angles?: (t: number) => Float64Array;
}

/** A projector Π = Σ_j r_j l_jᵀ, with l_j · r_k = δ_jk. */
export interface Projector {
  readonly left: readonly Float64Array[];
  readonly right: readonly Float64Array[];
}

/**
 * e^{(A + R)t} x as a function of x.
 *
 * @param slow R, n × n, row-major; left unchanged
 * @param untouched Π with ΠR = 0, commuting with A: what only A moves. Kept so in all digits at every doubling; without
 *   it rounding errors there grow with t. The x must have no part in it, Πx = 0.
 * @example turningExponential(new Float64Array(4), { i: Int32Array.of(0), j: Int32Array.of(1), omega: Float64Array.of(1) }, 2, Math.PI)(Float64Array.of(1, 0)) // [-1, 0]
 */
export function turningExponential(
  slow: Float64Array,
  turning: Turning,
  n: number,
  time: number,
  untouched: Projector = { left: [], right: [] },
): (x: Float64Array) => Float64Array {
  const doublings = Math.max(0, Math.ceil(Math.log2(4 * norm(slow, turning, n) * time)));
  let t = time / 2 ** doublings;
  const { delta, product } = series(clear(slow.slice(), n, untouched), turning, n, t);
  const turned = new Float64Array(n * n);
  for (let s = 0; s < doublings; s++, t *= 2) {
    multiply(delta, delta, n, product);
    const factors = turn(turning, t);
    turned.set(delta);
    turnRows(turned, turning, n, factors);
    turnColumns(delta, turning, n, factors);
    for (let k = 0; k < n * n; k++) delta[k] += product[k] + turned[k];
    clear(delta, n, untouched);
    // now and then, as it costs about as much
    if (s % 4 === 3 && isGone(delta, turning, n, turn(turning, 2 * t), untouched, turned)) {
      return (x) => new Float64Array(x.length);
    }
  }
  const factors = turn(turning, time);
  return (x) => {
    const out = x.slice();
    turnRows(out, turning, 1, factors);
    for (let k = 0; k < n; k++) out[k] += dot(delta, k * n, x, 0, n);
    return out;
  };
}

/** The largest row sum of A + R. */
function norm(slow: Float64Array, { i, j, omega }: Turning, n: number): number {
  const sums = new Float64Array(n);
  for (let a = 0; a < n; a++) for (let k = a * n; k < (a + 1) * n; k++) sums[a] += Math.abs(slow[k]);
  for (let k = 0; k < i.length; k++) {
    sums[i[k]] += Math.abs(omega[k]);
    sums[j[k]] += Math.abs(omega[k]);
  }
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}

function series(
  slow: Float64Array,
  turning: Turning,
  n: number,
  t: number,
): { delta: Float64Array; product: Float64Array } {
  const delta = new Float64Array(n * n);
  let term: Float64Array = new Float64Array(n * n);
  let product: Float64Array = new Float64Array(n * n);
  const driven = slow.slice(); // R A^k t^k/k!
  const step = { re: new Float64Array(turning.i.length), im: turning.omega.map((w) => w * t) };
  for (let k = 0; k < TERMS; k++) {
    // (A + R) P + R A^k, times t/(k + 1)
    multiply(slow, term, n, product);
    for (let p = 0; p < turning.i.length; p++) {
      const [a, b, w] = [turning.i[p] * n, turning.j[p] * n, turning.omega[p]];
      for (let c = 0; c < n; c++) {
        product[a + c] -= w * term[b + c];
        product[b + c] += w * term[a + c];
      }
    }
    for (let c = 0; c < n * n; c++) {
      product[c] = ((product[c] + driven[c]) * t) / (k + 1);
      delta[c] += product[c];
    }
    [term, product] = [product, term];
    turnColumns(driven, turning, n, step, 0);
    for (let c = 0; c < n * n; c++) driven[c] /= k + 1;
  }
  return { delta, product };
}

/** What a pair is multiplied by as a complex number x_i + i x_j. */
interface Factors {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** e^{iωt} */
function turn({ omega, angles }: Turning, t: number): Factors {
  const angle = angles?.(t) ?? omega.map((w) => w * t);
  return { re: angle.map(Math.cos), im: angle.map(Math.sin) };
}

/** M ← UM for M with `width` columns. */
function turnRows(m: Float64Array, { i, j }: Turning, width: number, { re, im }: Factors): void {
  for (let p = 0; p < i.length; p++) {
    const [a, b, c, s] = [i[p] * width, j[p] * width, re[p], im[p]];
    for (let k = 0; k < width; k++) {
      const [x, y] = [m[a + k], m[b + k]];
      m[a + k] = c * x - s * y;
      m[b + k] = s * x + c * y;
    }
  }
}

/** M ← MU; unknowns in no pair stay, or are multiplied by 0 */
function turnColumns(
  m: Float64Array,
  { i, j }: Turning,
  n: number,
  { re, im }: Factors,
  alone: 0 | 1 = 1,
): void {
  const single = new Uint8Array(n).fill(1);
  for (let p = 0; p < i.length; p++) {
    single[i[p]] = 0;
    single[j[p]] = 0;
  }
  for (let row = 0; row < n * n; row += n) {
    for (let p = 0; p < i.length; p++) {
      const [a, b] = [row + i[p], row + j[p]];
      const [x, y] = [m[a], m[b]];
      m[a] = re[p] * x + im[p] * y;
      m[b] = re[p] * y - im[p] * x;
    }
    if (alone === 0) for (let k = 0; k < n; k++) if (single[k]) m[row + k] = 0;
  }
}

/** Whether nothing is left of what is not untouched. */
function isGone(
  delta: Float64Array,
  turning: Turning,
  n: number,
  factors: Factors,
  { left, right }: Projector,
  all: Float64Array,
): boolean {
  all.fill(0);
  for (let k = 0; k < n; k++) all[k * (n + 1)] = 1;
  turnRows(all, turning, n, factors);
  for (let k = 0; k < n * n; k++) all[k] += delta[k];
  left.forEach((l, k) => {
    subtractOuter(
      all,
      Float64Array.from({ length: n }, (_, row) => dot(all, row * n, right[k], 0, n)),
      l,
    );
  });
  return all.every((entry) => Math.abs(entry) < GONE * n);
}

/** M ← (1 − Π) M */
function clear(m: Float64Array, n: number, { left, right }: Projector): Float64Array {
  const row = new Float64Array(n);
  left.forEach((l, k) => {
    multiplyRectangular(l, m, 1, n, n, row);
    subtractOuter(m, right[k], row);
  });
  return m;
}

/** M ← M − column rowᵀ */
function subtractOuter(m: Float64Array, column: Float64Array, row: Float64Array): void {
  const n = row.length;
  for (let i = 0; i < n; i++) {
    if (column[i] !== 0) for (let k = 0; k < n; k++) m[i * n + k] -= column[i] * row[k];
  }
}
