// Roots and minima of a function of one variable, for placing what a figure shows exactly instead of on a grid.
import { checkInteger, checkNumber, InputError } from "../input/guards";

/**
 * A root of f between two points where it has opposite signs, by Ridders' method
 * (IEEE Trans. Circuits Syst. 26, 979, 1979).
 *
 * @param tolerance the bracket is narrowed to this width
 * @throws InputError if f has the same sign at both ends
 * @example findRoot(Math.cos, 1, 2) // π/2
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance = 1e-12): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa * fb < 0))
    throw new InputError(
      `low and high must be where f has opposite signs, got f(${a}) = ${fa} and f(${b}) = ${fb}`,
    );
  for (let step = 0; step < 200 && Math.abs(b - a) > tolerance; step++) {
    const middle = (a + b) / 2;
    const fm = f(middle);
    if (fm === 0) return middle;
    // the exponential through the three values turns the root into that of a straight line
    const x = middle + ((middle - a) * Math.sign(fa - fb) * fm) / Math.sqrt(fm * fm - fa * fb);
    const fx = f(x);
    if (fx === 0) return x;
    const points: [number, number][] = [
      [a, fa],
      [middle, fm],
      [x, fx],
      [b, fb],
    ];
    points.sort((p, q) => p[0] - q[0]);
    const left = points.findIndex((p, i) => i < 3 && p[1] * points[i + 1][1] <= 0);
    [[a, fa], [b, fb]] = [points[left], points[left + 1]];
  }
  return (a + b) / 2;
}

/** Where a function is smallest, and its value there. */
export interface Minimum {
  /** where it is, in units of the argument */
  readonly at: number;
  /** the value of the function there */
  readonly value: number;
}

const GOLDEN = (3 - Math.sqrt(5)) / 2;

/**
 * A local minimum of f between two points, by golden sections and parabolas (Brent's method), then as the root of
 * the slope of f.
 *
 * Comparing values of f would give the place of a smooth minimum to half of the digits; its slope, from four values
 * around it, gives it to about 1e-10 of the interval.
 *
 * @example findMinimum((x) => (x - 1) ** 2, 0, 3).at // 1
 */
export function findMinimum(f: (x: number) => number, low: number, high: number, tolerance = 1e-9): Minimum {
  let [a, b] = [low, high];
  // x: the best point, w and v: the next best two
  let x = a + GOLDEN * (b - a);
  let [w, v] = [x, x];
  let fx = f(x);
  let [fw, fv] = [fx, fx];
  let step = 0;
  let before = 0;
  for (let count = 0; count < 200; count++) {
    const middle = (a + b) / 2;
    const close = tolerance * (Math.abs(x) + 1);
    if (Math.abs(x - middle) <= 2 * close - (b - a) / 2) break;
    // the vertex of the parabola through x, w and v, if it lies inside and the steps shrink
    const r = (x - w) * (fx - fv);
    const q = (x - v) * (fx - fw);
    const p = (x - v) * q - (x - w) * r;
    const parabolic = -p / (2 * (q - r));
    const last = before;
    before = step;
    const inside = x + parabolic > a + 2 * close && x + parabolic < b - 2 * close;
    if (inside && Math.abs(parabolic) < Math.abs(last) / 2) step = parabolic;
    else {
      before = x < middle ? b - x : a - x;
      step = GOLDEN * before;
    }
    const u = x + (Math.abs(step) >= close ? step : Math.sign(step) * close);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return polished(f, { at: x, value: fx }, low, high);
}

/** Moves a minimum to the root of the slope nearby, where f is smooth enough to have one. */
function polished(f: (x: number) => number, rough: Minimum, low: number, high: number): Minimum {
  const h = 1e-3 * Math.abs(high - low);
  const reach = h / 2;
  if (rough.at - 3 * h < Math.min(low, high) || rough.at + 3 * h > Math.max(low, high)) return rough;
  // f′ = [8 f(x+h) − 8 f(x−h) − f(x+2h) + f(x−2h)] / 12h + O(h⁴), but for a factor
  const slope = (x: number): number => 8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h));
  if (!(slope(rough.at - reach) < 0 && slope(rough.at + reach) > 0)) return rough;
  const at = findRoot(slope, rough.at - reach, rough.at + reach, 1e-13 * (1 + Math.abs(rough.at)));
  const value = f(at);
  const rounding = 1e-12 * (Math.abs(rough.value) + Math.abs(f(at + h) - value));
  return value <= rough.value + rounding ? { at, value } : rough;
}

/**
 * All local minima of f that a grid shows, each refined by {@link findMinimum}: one for every grid point that is
 * lower than the one before it and not higher than the one after it.
 *
 * @param grid ascending; minima closer together than its spacing are missed
 * @param slope f′ where it is known: then each minimum is its root, to the last digits
 * @example findMinima(Math.cos, linspace(0, 12, 49), (x) => -Math.sin(x)).map(({ at }) => at) // [π, 3π]
 */
export function findMinima(
  f: (x: number) => number,
  grid: readonly number[],
  slope?: (x: number) => number,
): Minimum[] {
  const values = grid.map(f);
  return grid.flatMap((_, i) => {
    if (!(i > 0 && i < grid.length - 1 && values[i] < values[i - 1] && values[i] <= values[i + 1])) return [];
    const [low, high] = [grid[i - 1], grid[i + 1]];
    if (!slope || !(slope(low) < 0 && slope(high) > 0)) return [findMinimum(f, low, high)];
    const at = findRoot(slope, low, high, 1e-15 * (1 + Math.abs(low)));
    return [{ at, value: f(at) }];
  });
}

/**
 * All zeros of f that a grid shows, each refined by {@link findRoot}: one between neighbouring points with opposite
 * signs and, where the slope is known, two where f turns around between them on the other side of zero.
 *
 * @param grid ascending
 * @param slope f′ where it is known: then a pair of zeros is missed only where f turns twice between grid points
 * @example findZeros(Math.cos, linspace(0, 6, 7)) // [π/2, 3π/2]
 */
export function findZeros(
  f: (x: number) => number,
  grid: readonly number[],
  slope?: (x: number) => number,
): number[] {
  const root = (low: number, high: number): number => findRoot(f, low, high, 1e-15 * (1 + Math.abs(low)));
  const values = grid.map(f);
  const slopes = slope && grid.map(slope);
  return grid.slice(1).flatMap((high, i) => {
    const [low, left, right] = [grid[i], values[i], values[i + 1]];
    if (left * right < 0) return [root(low, high)];
    if (right === 0) return left * values[i + 2] < 0 ? [high] : [];
    if (!slope || !slopes || !(left * slopes[i] < 0 && right * slopes[i + 1] > 0)) return [];
    const turn = findRoot(slope, low, high);
    return left * f(turn) < 0 ? [root(low, turn), root(turn, high)] : [];
  });
}

/**
 * The stretches of a grid's range on which f is positive, their ends found as roots to 1e-10.
 *
 * @param grid ascending; stretches narrower than its spacing can be missed
 * @param values of f on the grid, where they are known
 */
export function positiveRegions(
  f: (x: number) => number,
  grid: readonly number[],
  values: readonly number[] = grid.map(f),
): { from: number; to: number }[] {
  const ends = grid
    .slice(1)
    .flatMap((x, i) => (values[i] > 0 !== values[i + 1] > 0 ? [findRoot(f, grid[i], x, 1e-10)] : []));
  if (values[0] > 0) ends.unshift(grid[0]);
  if (values[values.length - 1] > 0) ends.push(grid[grid.length - 1]);
  // ends come in pairs: into a stretch, out of it
  return ends.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: ends[i + 1] }] : []));
}

/**
 * `count` equally spaced numbers from `low` to `high`, both included; `low` alone where `count` is 1.
 *
 * @throws InputError naming the field, the value and what is allowed
 * @example linspace(0, 1, 3) // [0, 0.5, 1]
 */
export function linspace(low: number, high: number, count: number): number[] {
  checkNumber("low", low);
  checkNumber("high", high);
  checkInteger("count", count, 1, 1e8);
  if (count === 1) return [low];
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
