// Which of the many avoided crossings of a larger ring can be relevant. Along the interaction, H = H₀ + Δ P with P the
// number of neighbouring up–up pairs, a smallest gap E_{k+1} − E_k counts
//   where both levels hold probability, and
//   where the two states exchange their characters: from one width w before the smallest gap to one width after it
//     |⟨k(Δ₀ − w)|k+1(Δ₀ + w)⟩|² = ½   for two levels alone, less if other levels take part.

import { checkGrid, checkNumber, checkNumbers, refuse } from "../model/check";
import type { SpinModel } from "../model/model";
import { hamiltonianArray } from "../model/operators";
import { entry } from "../model/path";
import { type AvoidedCrossing, type Spectrum, spectrum } from "./spectrum";

/** A smallest gap of two levels that both hold probability. */
export interface PopulatedCrossing extends AvoidedCrossing {
  /** the smaller one of the two populations at the point of the grid next to it */
  readonly population: number;
  /** |⟨k(Δ₀ − w)|k+1(Δ₀ + w)⟩|²: ½ for two levels alone, near 0 where nothing is exchanged */
  readonly exchange: number;
}

/** Half of what two levels alone exchange. */
const LEAST_EXCHANGE = 0.25;

/** Whether the two states exchange their characters, at least half as much as two levels alone. */
export const isExchanging = ({ exchange }: PopulatedCrossing): boolean => exchange >= LEAST_EXCHANGE;

/**
 * The smallest gaps along the interaction between levels that both hold at least `least`, in the order of the levels.
 *
 * Two minima of one gap between neighbouring grid points are missed. Places are found as roots of
 * d(gap²)/dΔ, which is a straight line for two levels alone, to about a thousandth of the spacing of
 * the grid.
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
  const pairs = pairCounts(modelAt);
  grid.forEach((_, i) => {
    checkNumbers(entry("populations", i), Array.from(populations[i] ?? []), pairs.length);
  });
  const at = (interaction: number): Spectrum => spectrum(modelAt(interaction));
  const highest = Math.max(...populations.map((p) => Array.from(p).findLastIndex((each) => each >= least)));
  const spectra = grid.map(at);
  const slopes = spectra.map((state) =>
    Float64Array.from({ length: highest + 1 }, (_, k) => element(state, pairs, k, k)),
  );
  const found: PopulatedCrossing[] = [];
  for (let k = 0; k < highest; k++) {
    for (let i = 0; i + 1 < grid.length; i++) {
      const [before, after] = [slopes[i][k + 1] - slopes[i][k], slopes[i + 1][k + 1] - slopes[i + 1][k]];
      const held = [i, i + 1].map((j) => Math.min(populations[j][k], populations[j][k + 1]));
      if (!(before < 0 && after >= 0) || Math.max(...held) < least) continue;
      const look = (x: number): Look => lookAt(x, at(x), pairs, k);
      const [from, to] = [i, i + 1].map((j) => lookAt(grid[j], spectra[j], pairs, k));
      const crossing = smallestGap(look, from, to, k);
      const population = held[crossing.at - grid[i] < grid[i + 1] - crossing.at ? 0 : 1];
      if (population < least) continue;
      const [left, right] = [-1, 1].map((side) => at(crossing.at + side * crossing.width));
      found.push({ ...crossing, population, exchange: overlap(left, k, right, k + 1) });
    }
  }
  return found;
}

/** The diagonal of P, how many neighbouring pairs of up spins each configuration has. */
function pairCounts(modelAt: (interaction: number) => SpinModel): Float64Array {
  const [off, on] = [0, 1].map((interaction) => hamiltonianArray(modelAt(interaction)));
  const n = Math.round(Math.sqrt(on.length));
  return Float64Array.from({ length: n }, (_, i) => on[i * (n + 1)] - off[i * (n + 1)]);
}

/** ⟨k| P |l⟩. */
function element({ vectors }: Spectrum, pairs: Float64Array, k: number, l: number): number {
  const n = pairs.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += vectors[k * n + i] * pairs[i] * vectors[l * n + i];
  return sum;
}

function overlap(one: Spectrum, k: number, other: Spectrum, l: number): number {
  const n = one.energies.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += one.vectors[k * n + i] * other.vectors[l * n + i];
  return sum * sum;
}

/** A look at the gap of two neighbouring levels. */
interface Look {
  readonly x: number;
  readonly gap: number;
  /** of the slopes of the two levels */
  readonly difference: number;
  readonly slope: number;
}

function lookAt(x: number, state: Spectrum, pairs: Float64Array, k: number): Look {
  const gap = state.energies[k + 1] - state.energies[k];
  const difference = element(state, pairs, k + 1, k + 1) - element(state, pairs, k, k);
  return { x, gap, difference, slope: Math.hypot(difference, 2 * element(state, pairs, k, k + 1)) };
}

/** Where the gap is smallest between two places that its slope changes sign between. */
function smallestGap(look: (x: number) => Look, from: Look, to: Look, k: number): AvoidedCrossing {
  let [a, b] = [from, to];
  let middle = b;
  for (let step = 0; step < 20; step++) {
    const [fa, fb] = [a, b].map(({ gap, difference }) => gap * difference);
    const before = middle.x;
    middle = look(a.x + ((b.x - a.x) * fa) / (fa - fb));
    if (Math.abs(middle.x - before) < 1e-3 * (to.x - from.x)) break;
    if (middle.difference < 0) a = middle;
    else b = middle;
  }
  const { x, gap, slope } = middle;
  return { level: k + 1, at: x, gap, slope, width: gap / slope };
}
