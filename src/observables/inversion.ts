// Population inversion: where along a sweep a level holds more than the one below it,
//   p_{k+1} > p_k   although   E_{k+1} ≥ E_k,
// with the boundaries found as roots of the difference of the two populations.

import { checkGrid } from "../input/guards";
import { degenerateLevels } from "../numerics/eigenspaces";
import { positiveRegions } from "../numerics/extrema";
import type { State } from "../states/state";

/** A stretch of a swept parameter in which level k + 1 holds more than level k. */
export interface InversionRegion {
  /** where it begins, in the unit of the parameter */
  readonly from: number;
  /** where it ends, in the unit of the parameter */
  readonly to: number;
  /** k, from 1: the lower one of the two levels */
  readonly level: number;
}

/** What an inversion is read from; what is put together by hand may leave out energies and certificate. */
export interface Populated extends Pick<State, "populations">, Partial<Pick<State, "energies">> {
  /** what vouches for the state */
  readonly certificate?: {
    /** bounds of errors, null where there are none */
    readonly accuracy: {
      /** of every population */
      readonly populations: number;
    } | null;
  };
}

/**
 * The pairs of neighbouring levels that are inverted, each by its lower level k (from 1): p_{k+1} > p_k by more than
 * rounding. Within a degenerate level nothing is.
 *
 * @example invertedLevels(state) // [2]: level 3 holds more than level 2
 */
export function invertedLevels(state: Populated): number[] {
  const least = rounding(state);
  return Array.from(excesses(state)).flatMap((excess, k) => (excess > least ? [k + 1] : []));
}

/** The largest p_{k+1} − p_k of neighbouring levels, above zero where populations are inverted by more than rounding. */
export function largestInversion(state: Populated): number {
  const largest = excesses(state).reduce((most, excess) => Math.max(most, excess), -1);
  return largest > rounding(state) ? largest : Math.min(largest, 0);
}

/** p_{k+1} − p_k of neighbouring levels; −1, the least there can be, within a degenerate level. */
function excesses({ populations, energies }: Populated): Float64Array {
  const out = populations.slice(1);
  for (let k = 0; k < out.length; k++) out[k] -= populations[k];
  for (const { first, end } of energies ? degenerateLevels(energies) : []) out.fill(-1, first, end - 1);
  return out;
}

/** What rounding alone can make of the difference of two populations. */
const rounding = ({ certificate }: Populated): number => 2 * (certificate?.accuracy?.populations ?? 1e-14);

/**
 * The regions of population inversion along a parameter, level by level and from left to right: the sign changes of
 * p_{k+1} − p_k between neighbouring grid points are refined to 1e-10, so that only a region narrower than the
 * grid can be missed.
 *
 * @param stateAt the steady state at a value of the parameter
 * @param grid ascending values of the parameter
 * @example inversionRegions((interaction) => steadyState(modelAt(interaction), baths), linspace(-3, 3, 121))
 */
export function inversionRegions(
  stateAt: (parameter: number) => Populated,
  grid: readonly number[],
): InversionRegion[] {
  checkGrid(grid);
  const beyondRounding = (x: number): Float64Array => {
    const state = stateAt(x);
    const least = rounding(state);
    return excesses(state).map((excess) => excess - least);
  };
  const sampled = grid.map(beyondRounding);
  return Array.from(sampled[0]).flatMap((_, k) =>
    positiveRegions(
      (x) => beyondRounding(x)[k],
      grid,
      sampled.map((excess) => excess[k]),
    ).map((region) => ({ ...region, level: k + 1 })),
  );
}
