// e^{At}x where A is known through products alone: in the space of x, Ax, A²x, … it is the exponential of a small matrix
// (Saad, SIAM J. Numer. Anal. 29, 209 (1992)). With H from Arnoldi's process, and with what leads out of the space as its last row,
//   e^{At}x ≈ |x| V e^{Ht}e₁,
// and the last entry of e^{Ht}e₁ says how much is missing. A space is good for a stretch of time; from its end the next one goes on.
import { dot, makeOrthogonal } from "./dot";
import { turningExponential } from "./exponential";
import type { LinearMap } from "./matmul";

/** Vectors of a space: with more of them a stretch is longer, and each of them dearer. */
const VECTORS = 30;
/** What leaves less than this of a vector leaves rounding; and less than that, a part of it. */
const [CLOSED, LEFT] = [1e-14, 0.1];

/** A vector at the end of a stretch of time. */
interface Reached {
  readonly step: number;
  /** over the vectors of the space */
  readonly coefficients: Float64Array;
  readonly error: number;
}

/**
 * e^{At}x as a function of t, to be asked for ascending times.
 *
 * @param apply A
 * @param start x
 * @param tolerance what a stretch may lose, in the units of x
 * @param onStretch is told where a stretch ends, what the way there has lost and how many products it took; it may throw
 * @example exponentialPath((x, out) => out.set([x[1], -x[0]]), Float64Array.of(1, 0), 1e-12)(Math.PI) // [-1, 0]
 */
export function exponentialPath(
  apply: LinearMap,
  start: Float64Array,
  tolerance: number,
  onStretch: (end: { time: number; x: Float64Array; lost: number; products: number }) => void = () => {},
): (time: number) => Float64Array {
  const most = Math.min(VECTORS, start.length);
  const vectors = Array.from({ length: most + 1 }, () => new Float64Array(start.length));
  let [begin, known, stretch] = [0, 0, Number.POSITIVE_INFINITY];
  let [lost, products] = [0, 0];
  let after = spaceOf(apply, start, vectors);
  const within = (left: number): Reached => {
    const found = after(left);
    if (left <= known || found.error <= tolerance) return found;
    for (let step = Math.min(left, 1.5 * stretch); ; ) {
      const shorter = after(step);
      if (shorter.error <= tolerance) return shorter;
      // the error grows with a power of the time, as many as there are vectors
      const factor = (tolerance / shorter.error) ** (1 / most);
      step *= Number.isFinite(factor) ? Math.min(0.8, Math.max(0.1, 0.95 * factor)) : 0.1;
    }
  };
  return (time) => {
    for (;;) {
      const { step, coefficients, error } = within(time - begin);
      const x = new Float64Array(start.length);
      coefficients.forEach((c, k) => void addScaled(x, c, vectors[k]));
      if (step === time - begin) {
        known = Math.max(known, step);
        return x;
      }
      [begin, known, stretch] = [begin + step, 0, step];
      [lost, products] = [lost + error, products + most];
      onStretch({ time: begin, x, lost, products });
      after = spaceOf(apply, x, vectors);
    }
  };
}

/** The space of x, and what times make of x in it. */
function spaceOf(
  apply: LinearMap,
  x: Float64Array,
  vectors: readonly Float64Array[],
): (step: number) => Reached {
  const width = vectors.length;
  const h = new Float64Array(width * width);
  const length = norm(x);
  vectors[0].fill(0);
  if (length > 0) addScaled(vectors[0], 1 / length, x);
  for (let k = 0; k + 1 < width && length > 0; k++) {
    const next = vectors[k + 1];
    apply(vectors[k], next);
    const before = norm(next);
    makeOrthogonal(next, vectors, k + 1, h, width, k);
    let rest = norm(next);
    // what is left of a long vector has its rounding in it, and is made orthogonal once more
    if (rest < LEFT * before) {
      makeOrthogonal(next, vectors, k + 1, h, width, k);
      rest = norm(next);
    }
    if (!(rest > CLOSED * before)) {
      for (const vector of vectors.slice(k + 1)) vector.fill(0);
      break;
    }
    h[(k + 1) * width + k] = rest;
    for (let i = 0; i < next.length; i++) next[i] /= rest;
  }
  const first = new Float64Array(width);
  first[0] = length;
  return (step) => {
    const coefficients = turningExponential(h, STILL, width, step)(first);
    return { step, coefficients, error: Math.abs(coefficients[width - 1]) };
  };
}

const STILL = { i: new Int32Array(0), j: new Int32Array(0), omega: new Float64Array(0) };

const norm = (x: Float64Array): number => Math.sqrt(dot(x, 0, x, 0, x.length));

function addScaled(to: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) to[i] += factor * x[i];
}
