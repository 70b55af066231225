// Population inversion: where along a sweep a level holds more than the one below it,
//   p_{k+1} > p_k   although   E_{k+1} ≥ E_k,
// with the boundaries found as roots of the difference of the two populations.
import { positiveRegions } from "../linalg/extrema";
import { checkGrid } from "../model/check";
import type { SteadyState } from "../redfield/steady-state";

/** A stretch of a swept parameter in which level k + 1 holds more than level k. */
export interface InversionRegion {
  readonly from: number;
  readonly to: number;
  /** k, from 1: the lower one of the two levels */
  readonly level: number;
}

/**
 * The pairs of neighbouring levels that are inverted, each by its lower level k (from 1): p_{k+1} > p_k.
 *
 * @example invertedLevels(state) // [2]: level 3 holds more than level 2
 */
export function invertedLevels(state: Pick<SteadyState, "populations">): number[] {
  const { populations } = state;
  return Array.from(populations.subarray(1)).flatMap((p, k) => (p > populations[k] ? [k + 1] : []));
}

/** The largest p_{k+1} − p_k of neighbouring levels: above zero where populations are inverted. */
export function largestInversion({ populations }: Pick<SteadyState, "populations">): number {
  let largest = -1;
  for (let k = 1; k < populations.length; k++)
    largest = Math.max(largest, populations[k] - populations[k - 1]);
  return largest;
}

/**
 * The regions of population inversion along a parameter, level by level and from left to right: the sign changes of
 * p_{k+1} − p_k between neighbouring grid points are refined to 1e-10, so that only a region narrower than the
 * grid can be missed.
 *
 * @param stateAt the steady state at a value of the parameter
 * @param grid ascending values of the parameter
 * @example inversionRegions((interaction) => steadyState(paperModel({ spinsUp: 2, interaction }), paperBaths()), linspace(-3, 3, 121))
 */
export function inversionRegions(
  stateAt: (parameter: number) => SteadyState,
  grid: readonly number[],
): InversionRegion[] {
  checkGrid(grid);
  const excess = (populations: Float64Array, level: number) => populations[level] - populations[level - 1];
  const sampled = grid.map((x) => stateAt(x).populations);
  return Array.from({ length: sampled[0].length - 1 }, (_, k) => k + 1).flatMap((level) =>
    positiveRegions(
      (x) => excess(stateAt(x).populations, level),
      grid,
      sampled.map((populations) => excess(populations, level)),
    ).map((region) => ({ ...region, level })),
  );
}
