// Which of the many avoided crossings of a larger ring can be relevant. Along the interaction, H = H₀ + Δ P with P the
// number of neighbouring up–up pairs, a smallest gap E_{k+1} − E_k counts
//   where both levels hold probability, and
//   where the two states exchange their characters: from one width w before the smallest gap to one width after it
//     |⟨k(Δ₀ − w)|k+1(Δ₀ + w)⟩|² = ½   for two levels alone, less if other levels take part.

import { checkGrid, checkNumber, checkNumbers, refuse } from "../input/guards";
import { entry } from "../input/path";
import type { SpinModel } from "../model/model";
import { degenerateLevels, stretchOf } from "../numerics/eigenspaces";
import { type AvoidedCrossing, type Looking, lookAt, meeting } from "./crossings";
import { commonStates, type LinearFamily, linearFamily } from "./spectrum";

/** A smallest gap of two levels that both hold probability. */
export interface PopulatedCrossing extends AvoidedCrossing {
  /** the smaller one of the two populations at the point of the grid next to it, a probability */
  readonly population: number;
  /**
   * |⟨k(Δ₀ − w)|k+1(Δ₀ + w)⟩|²: ½ for two levels alone, near 0 where nothing is exchanged. Where levels truly cross, w is a
   * hundredth of the spacing of the grid: near 1, for they pass through each other
   */
  readonly exchange: number;
}

/** Half of what two levels alone exchange. */
const LEAST_EXCHANGE = 0.25;

/**
 * Whether the two states exchange their characters, at least half as much as two levels alone.
 *
 * @example isExchanging({ level: 1, kind: "avoided", at: 0, gap: 1, slope: 1, width: 1, population: 0.1, exchange: 0.5 })
 */
export const isExchanging = ({ exchange }: PopulatedCrossing): boolean => exchange >= LEAST_EXCHANGE;

/**
 * The smallest gaps along the interaction between levels that both hold at least `least`, in the order of the levels.
 *
 * Two minima of one gap between neighbouring grid points are missed, a gap that is constant but for rounding has none.
 * Places are found to about a thousandth of the spacing of the grid, and of the width of the crossing.
 *
 * @param modelAt the model at an interaction
 * @param grid ascending interactions
 * @param populations ρ_kk at each point of the grid
 * @param least the smallest population of interest, above 0
 * @throws InputError if there is not one list of populations for each point, or `least` is not above 0
 * @example populatedCrossings(modelAt, grid, grid.map((x) => steadyState(modelAt(x), baths).populations), 0.01)
 */
export function populatedCrossings(
  modelAt: (interaction: number) => SpinModel,
  grid: readonly number[],
  populations: readonly ArrayLike<number>[],
  least: number,
): PopulatedCrossing[] {
  checkGrid(grid);
  checkNumber("least", least, 0, true);
  if (populations?.length !== grid.length) {
    refuse("populations", `${grid.length} lists, one for each point of the grid`, populations?.length);
  }
  const family = linearFamily(modelAt, grid[0], grid[grid.length - 1]);
  grid.forEach((_, i) => {
    checkNumbers(entry("populations", i), Array.from(populations[i] ?? []), family.levels);
  });
  const highest = Math.max(...populations.map((p) => Array.from(p).findLastIndex((each) => each >= least)));
  const looks = grid.map((x) => {
    const state = family.spectrumAt(x);
    return Array.from({ length: Math.max(highest, 0) }, (_, k) => lookAt(family, x, state, k + 1));
  });
  const found: PopulatedCrossing[] = [];
  for (let k = 0; k < highest; k++) {
    for (let i = 0; i + 1 < grid.length; i++) {
      const held = [i, i + 1].map((j) => Math.min(populations[j][k], populations[j][k + 1]));
      if (Math.max(...held) < least) continue;
      const look: Looking = (x, width) => lookAt(family, x, family.spectrumAt(x), k + 1, width);
      const crossing = meeting(looks[i][k], looks[i + 1][k], look, 1e-3);
      if (!crossing) continue;
      const population = held[crossing.at - grid[i] < grid[i + 1] - crossing.at ? 0 : 1];
      if (population < least) continue;
      const distance = crossing.kind === "true" ? (grid[i + 1] - grid[i]) / 100 : crossing.width;
      found.push({ ...crossing, population, exchange: exchanged(family, crossing, distance) });
    }
  }
  return found;
}

/** What two levels have exchanged from a distance before their crossing to the same distance behind it. */
function exchanged({ spectrumAt }: LinearFamily, { level, at }: AvoidedCrossing, distance: number): number {
  if (distance === Number.POSITIVE_INFINITY) return 0;
  const [left, right] = [spectrumAt(at - distance), spectrumAt(at + distance)];
  const before = stretchOf(degenerateLevels(left.energies), level - 1);
  const after = stretchOf(degenerateLevels(right.energies), level);
  const states = Math.min(before.end - before.first, after.end - after.first);
  return commonStates(left, before, right, after) / states;
}
