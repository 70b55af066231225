// Exact places along a sweep: a grid only tells where to look, a minimisation or a root search tells where it is.
import { findMinima, type Minimum } from "../numerics/extrema";

type Curve = (x: number) => number;

/** All local maxima between the ends of a grid. */
export function maximaOf(curve: Curve, grid: readonly number[]): Minimum[] {
  return findMinima((x) => -curve(x), grid).map(({ at, value }) => ({ at, value: -value }));
}

/** The largest of the values in size. */
export const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** The largest difference between two of the values. */
export const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** A number for a note, with a true minus sign and without a negative zero. */
export const decimals = (x: number, digits = 3): string =>
  (Number(x.toFixed(digits)) + 0).toFixed(digits).replace("-", "−");
