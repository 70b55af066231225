// Levels that coincide are one level with an eigenspace of several dimensions, and its basis is arbitrary: another
// numbering of the sites gives another one. What is said of such a level is said of the whole eigenspace.
import { hermitianEigenvalues } from "./symmetric-eigen";

/** Entries `first` to `end` − 1 of a sorted list. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/**
 * Of the largest energy in size: rounding was seen to part one level by up to 10 machine precisions (uniform rings of up
 * to ten sites). Wider would take levels for one whose states differ by a known amount.
 */
const ROUNDING = 64 * Number.EPSILON;

/** Of the largest energy: rounding mixes the states of levels closer than this by up to 1e-4, and their slopes with them. */
export const MIXED = 1e-11;

/**
 * The eigenspaces of more than one dimension: stretches of levels whose gaps are rounding.
 *
 * A gap counts relative to the largest energy, so that neither the unit of energy nor, within the digits that energies
 * have, what is added to all of them makes a difference.
 *
 * @param energies ascending
 * @param width of the largest energy in size: how close levels coincide
 * @example degenerateLevels(Float64Array.of(-1, 2, 2)) // [{ first: 1, end: 3 }]
 */
export function degenerateLevels(energies: Float64Array, width: number = ROUNDING): readonly Stretch[] {
  return coinciding(energies, width * energyScale(energies));
}

/** The largest energy in size, or the distance of two if that is larger: what energies are rounded relative to. */
export function energyScale(energies: Float64Array): number {
  const [low, high] = [energies[0], energies[energies.length - 1]];
  return Math.max(-low, high, high - low);
}

/** Levels closer than this are one. */
export const degenerateWidth = (energies: Float64Array): number => ROUNDING * energyScale(energies);

const NONE: readonly Stretch[] = [];

/** The stretches of two entries and more of a sorted list that are no more than `width` from one to the next. */
export function coinciding(sorted: Float64Array, width: number): readonly Stretch[] {
  let found: Stretch[] | undefined;
  for (let k = 1; k < sorted.length; k++) {
    if (Math.abs(sorted[k] - sorted[k - 1]) > width) continue;
    const first = k - 1;
    while (k + 1 < sorted.length && Math.abs(sorted[k + 1] - sorted[k]) <= width) k++;
    found ??= [];
    found.push({ first, end: k + 1 });
  }
  return found ?? NONE;
}

/** The stretch that an entry belongs to, which may be alone in it. */
export const stretchOf = (stretches: readonly Stretch[], k: number): Stretch =>
  stretches.find(({ first, end }) => first <= k && k < end) ?? { first: k, end: k + 1 };

/** The block of an n × n matrix on a stretch of its rows and columns. */
export function block(matrix: Float64Array, { first, end }: Stretch, n: number): Float64Array {
  const size = end - first;
  const out = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) out[a * size + b] = matrix[(first + a) * n + first + b];
  }
  return out;
}

/**
 * The populations of the levels: ρ_kk, and in a degenerate level the eigenvalues of ρ = X + iY within its eigenspace,
 * descending, which no choice of a basis changes.
 *
 * @param real X, n × n symmetric in the energy basis
 * @param imag Y, antisymmetric
 * @param degenerate the levels that coincide
 */
export function levelPopulations(
  energies: Float64Array,
  real: Float64Array,
  imag: Float64Array,
  degenerate: readonly Stretch[] = degenerateLevels(energies),
): Float64Array {
  const n = energies.length;
  const populations = new Float64Array(n);
  for (let k = 0; k < n; k++) populations[k] = real[k * n + k];
  for (const level of degenerate) {
    const within = hermitianEigenvalues(
      block(real, level, n),
      block(imag, level, n),
      level.end - level.first,
    );
    populations.set(within.reverse(), level.first);
  }
  return populations;
}
