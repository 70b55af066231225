// Where along a sweep heat flows in which mode, with the boundaries found as roots of the branch currents.

import type { Direction } from "../equations/direction";
import { checkGrid } from "../input/guards";
import { findZeros } from "../numerics/extrema";
import type { SteadyState } from "../states/steady-state";
import { branchSites, type CurrentMode, heatCurrents, siteHeatCurrent } from "./currents";
import { sensitivity } from "./sensitivity";

/** A stretch of a swept parameter with one mode throughout. */
export interface ModeRegion {
  /** where it begins, in the unit of the parameter */
  readonly from: number;
  /** where it ends, in the unit of the parameter */
  readonly to: number;
  /** the mode between them */
  readonly mode: CurrentMode;
}

/**
 * The heat-current modes along a parameter: between them j_u or j_d is zero, to rounding.
 *
 * @param stateAt the steady state at a value of the parameter
 * @param grid ascending values of the parameter; a region narrower than its spacing can be missed
 * @param along the parameter as {@link sensitivity} names it: the slopes of the currents then show the narrower
 *   regions, too, for one more solution a point
 * @example modeRegions((interaction) => steadyState(paperModel({ spinsUp: 2, interaction }), paperBaths()), linspace(-4, 4, 81), "interaction")
 */
export function modeRegions(
  stateAt: (parameter: number) => SteadyState,
  grid: readonly number[],
  along?: Direction,
): ModeRegion[] {
  checkGrid(grid);
  const boundaries = branchSites(stateAt(grid[0])).flatMap((site) =>
    findZeros(
      (x) => siteHeatCurrent(stateAt(x), site),
      grid,
      along && ((x) => sensitivity(stateAt(x), along).heatCurrents[site]),
    ),
  );
  const edges = [grid[0], ...boundaries.sort((a, b) => a - b), grid[grid.length - 1]];
  return edges.slice(1).map((to, i) => {
    const from = edges[i];
    return { from, to, mode: heatCurrents(stateAt((from + to) / 2)).mode };
  });
}
