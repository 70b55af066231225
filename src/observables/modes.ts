// Where along a sweep heat flows in which mode: with the boundaries found as roots of the branch currents, or drawn
// between rows that have been computed.

import type { Direction } from "../equations/direction";
import { checkGrid } from "../input/guards";
import { findZeros } from "../numerics/extrema";
import type { SteadyState } from "../states/steady-state";
import { branchSites, type CurrentMode, heatCurrents, modeOf, siteHeatCurrent } from "./currents";
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
 * @example modeRegions((interaction) => steadyState(modelAt(interaction), baths), linspace(-4, 4, 81), "interaction")
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

/** What {@link modeBands} reads of a row of a sweep of `heatCurrents`; null where there is no steady state. */
export interface ModeRow {
  /** Δ, in J */
  readonly interaction: number;
  /** j_u, in J²/ħ */
  readonly heatUpper: number | null;
  /** j_d, in J²/ħ */
  readonly heatLower: number | null;
  /** the mode of the two */
  readonly mode: CurrentMode | null;
}

/**
 * The heat-current modes along computed rows, with boundaries where a straight line between two rows is zero: good enough
 * to shade a figure ({@link modeRegions} has them exactly). Rows without currents are left out, with the steps to their
 * neighbours.
 *
 * @param rows in order of rising interaction
 * @example modeBands(currents)[0].mode // "parallel"
 */
export function modeBands(rows: readonly ModeRow[]): ModeRegion[] {
  const regions: ModeRegion[] = [];
  const add = (from: number, to: number, mode: CurrentMode): void => {
    const last = regions.at(-1);
    if (last?.to === from && last.mode === mode) regions[regions.length - 1] = { ...last, to };
    else if (to > from) regions.push({ from, to, mode });
  };
  rows.slice(1).forEach((row, i) => {
    const before = rows[i];
    if (before.mode === null || row.mode === null) return;
    const turns = before.mode === "none" || row.mode === "none" ? [] : turnsBetween(before, row);
    const signs = { heatUpper: before.heatUpper!, heatLower: before.heatLower! };
    let from = before.interaction;
    let mode: CurrentMode = before.mode;
    for (const { at, branch } of turns) {
      add(from, at, mode);
      signs[branch] = row[branch]!;
      mode = modeOf(signs.heatUpper, signs.heatLower);
      from = at;
    }
    add(from, row.interaction, mode);
  });
  return regions;
}

/** The zeros of the straight lines between two rows, from left to right. */
function turnsBetween(before: ModeRow, row: ModeRow): { at: number; branch: "heatUpper" | "heatLower" }[] {
  const turns = (["heatUpper", "heatLower"] as const).flatMap((branch) => {
    const [a, b] = [before[branch]!, row[branch]!];
    const at = before.interaction + ((row.interaction - before.interaction) * a) / (a - b);
    return a * b < 0 ? [{ at, branch }] : [];
  });
  return turns.sort((a, b) => a.at - b.at);
}
