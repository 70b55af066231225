// Where two neighbouring levels come closest along a parameter λ that enters linearly, H(λ) = H₀ + λ H′. Their gap falls
// before the place and does not fall behind it: a root of d(gap²)/dλ, which is a straight line for two levels alone,
// whether they repel or cross, so that it is found to working precision, where comparing values of the gap itself would
// stop at half the digits.

import { checkGrid, checkInteger } from "../input/guards";
import type { SpinModel } from "../model/model";
import type { ComplexMatrix } from "../numerics/complex";
import { degenerateLevels, energyScale, MIXED, type Stretch, stretchOf } from "../numerics/eigenspaces";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import { elements, type LinearFamily, linearFamily, type Spectrum, slopesWithin } from "./spectrum";

/** Where two neighbouring levels come closest. */
export interface AvoidedCrossing {
  /** k of E_k and E_{k+1}, from 1 */
  readonly level: number;
  /** "true" where they meet, the gap being rounding, because a symmetry keeps them from repelling each other */
  readonly kind: "avoided" | "true";
  /** the parameter at which the gap is smallest, in its own unit and to about 1e-13 of its scale */
  readonly at: number;
  /** E_{k+1} − E_k there in J, 0 where the levels truly cross */
  readonly gap: number;
  /**
   * how fast the two levels would approach each other if they did not repel, in J over the unit of the
   * parameter: the gap is √(gap² + slope² (λ − at)²) nearby
   */
  readonly slope: number;
  /**
   * gap / slope, the distance at which the gap has grown to √2 of its minimum; infinite where H′ does not mix the two
   * levels, which then bend away from each other for the sake of others
   */
  readonly width: number;
}

/**
 * The minima of the gap E_{k+1} − E_k along a parameter, each between two points of the grid or on the right one of them:
 * the gap falls from the left, d(E_{k+1} − E_k)/dλ = ⟨k+1| H′ |k+1⟩ − ⟨k| H′ |k⟩ < 0, and does not fall any more on the right.
 *
 * Two minima between neighbouring grid points are missed. A gap that is constant but for rounding has none.
 *
 * @param modelAt the model at a value of the parameter, which must enter H linearly
 * @param level k, from 1: the lower one of the two levels
 * @param grid ascending values of the parameter
 * @throws InputError if the level is out of range or the parameter does not enter linearly
 * @example avoidedCrossings(modelAt, 2, linspace(-3, 3, 61))
 */
export function avoidedCrossings(
  modelAt: (parameter: number) => SpinModel,
  level: number,
  grid: readonly number[],
): AvoidedCrossing[] {
  checkGrid(grid);
  const family = linearFamily(modelAt, grid[0], grid[grid.length - 1]);
  checkInteger("level", level, 1, family.levels - 1);
  const look: Looking = (x, width) => lookAt(family, x, family.spectrumAt(x), level, width);
  const looks = grid.map((x) => look(x));
  return looks.slice(1).flatMap((to, i) => meeting(looks[i], to, look, 1e-15) ?? []);
}

/** A look at the gap of two neighbouring levels. */
export interface Look {
  readonly x: number;
  /** of the lower one, from 1 */
  readonly level: number;
  readonly gap: number;
  /** how fast the gap grows above x */
  readonly growth: number;
  /** the same on both sides of x, 0 where it is rounding */
  readonly before: number;
  readonly after: number;
  /** how fast it would far from where it is smallest, two levels alone */
  readonly slope: number;
  /** whether both are one level */
  readonly together: boolean;
}

/** Of the size of H′ and of the energies: what rounding makes of a slope. */
const ROUNDING = 64 * Number.EPSILON;

/** Looks at the gap above a level, from 1, where the spectrum is known. */
export function lookAt(
  family: LinearFamily,
  x: number,
  state: Spectrum,
  level: number,
  width?: number,
): Look {
  const { energies } = state;
  const spaces = degenerateLevels(energies, width);
  const [lower, upper] = [stretchOf(spaces, level - 1), stretchOf(spaces, level)];
  const together = lower.first === upper.first;
  const gap = energies[level] - energies[level - 1];
  const [above, below] = [
    [lower, upper].map((space) => slopesWithin(family, state, space)),
    [lower, upper].map((space) => slopesWithin(family, state, space).reverse()),
  ].map(([one, other]) => other[level - upper.first] - one[level - 1 - lower.first]);
  const mixing = together ? 0 : largestSingularValue(elements(family, state, lower, upper), lower, upper);
  // rounding mixes states with those of the nearest levels, the more the nearer they are
  const distance = (k: number): number => energies[k] - energies[k - 1] || Number.POSITIVE_INFINITY;
  const others = Math.min(distance(lower.first), distance(upper.end));
  const known = (slope: number, nearest: number): number =>
    Math.abs(slope) > ROUNDING * family.size * (1 + energyScale(energies) / nearest) ? slope : 0;
  return {
    x,
    level,
    gap,
    growth: above,
    before: known(below, together ? others : Math.min(others, gap)),
    after: known(above, together ? others : Math.min(others, gap)),
    slope: known(Math.hypot(Math.max(Math.abs(above), Math.abs(below)), 2 * mixing), others),
    together,
  };
}

/** √ of the largest eigenvalue of A A†: |⟨k| H′ |k+1⟩| of two states, and the same in every basis of two eigenspaces. */
function largestSingularValue(a: ComplexMatrix, rows: Stretch, columns: Stretch): number {
  const [n, m] = [rows.end - rows.first, columns.end - columns.first];
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let l = 0; l < m; l++) {
        const [il, jl] = [i * m + l, j * m + l];
        const [p, q] = [a.imag?.[il] ?? 0, a.imag?.[jl] ?? 0];
        x[i * n + j] += a.real[il] * a.real[jl] + p * q;
        y[i * n + j] += p * a.real[jl] - a.real[il] * q;
      }
    }
  }
  return Math.sqrt(Math.max(0, hermitianEigenvalues(x, y, n)[n - 1]));
}

/** A look at any place, at levels that coincide as closely as {@link degenerateLevels} has it, or within a width of one's own. */
export type Looking = (x: number, width?: number) => Look;

/**
 * The minimum of the gap behind one point and up to another: if it falls from the one and does not towards or at the other.
 *
 * @param precision of the place, in distances of the two points
 */
export function meeting(from: Look, to: Look, look: Looking, precision: number): AvoidedCrossing | undefined {
  if (!(from.after < 0)) return undefined;
  const reach = precision * (to.x - from.x);
  if (to.before > 0) return crossing(smallestGap(from, to, look, reach), look);
  if (to.before < 0) return to.after < 0 ? undefined : crossing(to, look);
  // neither: a minimum on the grid rises behind it, a gap that levels off or has closed does not
  const behind = look(to.x + (to.x - from.x) / 10);
  if (to.together) return crossing(behind.before > 0 ? to : closing(from, to, look, reach), look);
  return behind.before > 0 ? crossing(smallestGap(from, behind, look, reach), look) : undefined;
}

function crossing({ level, x, gap, slope, together }: Look, look: Looking): AvoidedCrossing {
  if (!together) {
    const width = slope > 0 ? gap / slope : Number.POSITIVE_INFINITY;
    return { level, kind: "avoided", at: x, gap, slope, width };
  }
  // all that meet here have a part in the slopes, also those that rounding keeps apart
  const all = look(x, MIXED);
  return { level, kind: "true", at: x, gap: 0, slope: all.together ? all.slope : slope, width: 0 };
}

/** The root of gap · growth between two points, by false position; an end that stays counts half (the Illinois rule). */
function smallestGap(from: Look, to: Look, look: Looking, precision: number): Look {
  let [low, high, middle] = [from, to, to];
  let [left, right] = [low.gap * low.growth, high.gap * high.growth];
  for (let step = 0, side = 0; step < 60; step++) {
    const x = low.x + ((high.x - low.x) * left) / (left - right);
    if (!(low.x < x && x < high.x)) break;
    const moved = Math.abs(x - middle.x);
    middle = look(x);
    const central = Math.abs(middle.growth) <= 1e-3 * middle.slope || moved <= 1e-12 * (to.x - from.x);
    if (middle.together || (moved <= precision && central)) break;
    const value = middle.gap * middle.growth;
    if (value < 0) {
      if (side < 0) right /= 2;
      [low, left, side] = [middle, value, -1];
    } else {
      if (side > 0) left /= 2;
      [high, right, side] = [middle, value, 1];
    }
  }
  return middle;
}

/** Where levels meet that stay together from there on, as one level and one of several dimensions do. */
function closing(from: Look, to: Look, look: Looking, precision: number): Look {
  let [low, high] = [from, to];
  while (high.x - low.x > precision) {
    const x = (low.x + high.x) / 2;
    if (!(low.x < x && x < high.x)) break;
    const middle = look(x);
    if (middle.together) high = middle;
    else if (middle.after > 0) return smallestGap(low, middle, look, precision);
    else low = middle;
  }
  return { ...high, x: Math.min(low.x + low.gap / low.slope, high.x), slope: low.slope };
}
