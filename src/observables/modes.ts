// Where along a sweep heat flows in which mode, with the boundaries found as roots of the branch currents.
import { findRoot } from "../linalg/extrema";
import type { SteadyState } from "../redfield/steady-state";
import { type CurrentMode, heatCurrents } from "./currents";

/** A stretch of a swept parameter with one mode throughout. */
export interface ModeRegion {
  readonly from: number;
  readonly to: number;
  readonly mode: CurrentMode;
}

/**
 * The heat-current modes along a parameter: the sign changes of j_u and j_d between neighbouring grid points are
 * refined to 1e-9, so that only a region narrower than the grid can be missed.
 *
 * @param stateAt the steady state at a value of the parameter
 * @param grid ascending values of the parameter
 * @example modeRegions((interaction) => steadyState(ringModel({ ...ring, interaction }), baths), linspace(-4, 4, 81))
 */
export function modeRegions(
  stateAt: (parameter: number) => SteadyState,
  grid: readonly number[],
): ModeRegion[] {
  const branches = (["upper", "lower"] as const).map(
    (branch) => (x: number) => heatCurrents(stateAt(x))[branch],
  );
  const boundaries = branches.flatMap((current) => {
    const values = grid.map(current);
    return grid
      .slice(1)
      .flatMap((x, i) => (values[i] * values[i + 1] < 0 ? [findRoot(current, grid[i], x, 1e-9)] : []));
  });
  const edges = [grid[0], ...boundaries.sort((a, b) => a - b), grid[grid.length - 1]];
  return edges.slice(1).map((to, i) => {
    const from = edges[i];
    return { from, to, mode: heatCurrents(stateAt((from + to) / 2)).mode };
  });
}
