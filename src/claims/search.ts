// Exact places along a sweep: a grid only tells where to look, a minimisation or a root search tells where it is.
import { findMinima, findRoot, type Minimum } from "../linalg/extrema";

type Curve = (x: number) => number;

/** All local maxima between the ends of a grid. */
export function maximaOf(curve: Curve, grid: readonly number[]): Minimum[] {
  return findMinima((x) => -curve(x), grid).map(({ at, value }) => ({ at, value: -value }));
}

/** The stretches of a grid's range on which a curve is positive, their ends found as roots. */
export function positiveOn(curve: Curve, grid: readonly number[]): { from: number; to: number }[] {
  const values = grid.map(curve);
  const ends = grid
    .slice(1)
    .flatMap((x, i) => (values[i] > 0 !== values[i + 1] > 0 ? [findRoot(curve, grid[i], x, 1e-10)] : []));
  if (values[0] > 0) ends.unshift(grid[0]);
  if (values[values.length - 1] > 0) ends.push(grid[grid.length - 1]);
  return ends.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: ends[i + 1] }] : []));
}

/** The largest difference between two of the values. */
export const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** A number for a note, with a true minus sign and without a negative zero. */
export const decimals = (x: number, digits = 3): string =>
  (Number(x.toFixed(digits)) + 0).toFixed(digits).replace("-", "−");
