// Energy levels, and their slopes along a parameter λ (an interaction, an exchange, a field) that enters linearly,
// H(λ) = H₀ + λ H′. Every level moves as Hellmann and Feynman say, dE_k/dλ = ⟨k| H′ |k⟩; the states of a degenerate level
// move, above λ, with the eigenvalues of H′ within its eigenspace from the lowest up, and came from below in the opposite order.

import { checkNumber, InputError } from "../input/guards";
import { sizeOf } from "../model/basis";
import { type SpinModel, spinModel } from "../model/model";
import { energyBasis, hamiltonianArray, sharedEnergy } from "../model/operators";
import { degenerateLevels, MIXED, type Stretch, stretchOf } from "../numerics/eigenspaces";
import { largest } from "../numerics/entries";
import { symmetricEigenvalues } from "../numerics/symmetric-eigen";

/** Energies and eigenstates of one sector. */
export interface Spectrum {
  /** E_1 ≤ E_2 ≤ …, n numbers in J */
  readonly energies: Float64Array;
  /** row k is eigenvector k in the sector basis, n × n, row after row */
  readonly vectors: Float64Array;
}

/**
 * The energy levels of a model, E_1 ≤ E_2 ≤ …, in units of J.
 *
 * @example levels(ringModel({ sites: 2, spinsUp: 1 })) // [-2, 2]
 */
export function levels(model: SpinModel): Float64Array {
  const checked = spinModel(model);
  if (checked.spinsUp === undefined) return energyBasis(checked).energies;
  const shared = sharedEnergy(checked);
  return symmetricEigenvalues(hamiltonianArray(checked, true), sizeOf(checked)).map(
    (level) => level + shared,
  );
}

/**
 * The energy levels of a model with their eigenstates, H |k⟩ = E_k |k⟩.
 *
 * @example spectrum(ringModel({ sites: 2, spinsUp: 1 })).energies // [-2, 2]
 */
export function spectrum(model: SpinModel): Spectrum {
  const { energies, vectors } = energyBasis(spinModel(model));
  return { energies, vectors };
}

/** Of H′: slopes on both sides that differ by less are the same. */
const SAME_SLOPE = 1e-9;

/**
 * The slopes of all levels, dE_k/dλ = ⟨k| ∂H/∂λ |k⟩ (Hellmann and Feynman); null where levels coincide that the parameter
 * parts, so that E_k has another slope below than above.
 *
 * With respect to the interaction Δ the slope of a level is its mean number of neighbouring up–up pairs.
 *
 * @param modelAt the model at a value of the parameter, which must enter H linearly
 * @throws InputError if the parameter does not enter linearly
 * @example levelSlopes(modelAt, 2)
 */
export function levelSlopes(modelAt: (parameter: number) => SpinModel, parameter: number): (number | null)[] {
  checkNumber("parameter", parameter);
  const scale = largest(hamiltonianArray(spinModel(modelAt(parameter))));
  const step = Math.max(scale, Math.abs(parameter)) || 1;
  const family = linearFamily(modelAt, parameter - step, parameter + step);
  const state = family.spectrumAt(parameter);
  const spaces = degenerateLevels(state.energies, MIXED);
  const slopes: (number | null)[] = [];
  for (let k = 0; k < state.energies.length; k = stretchOf(spaces, k).end) {
    const above = slopesWithin(family, state, stretchOf(spaces, k));
    const below = above.toReversed();
    above.forEach((slope, i) => {
      const same = Math.abs(slope - below[i]) <= SAME_SLOPE * family.size;
      slopes.push(same ? family.common + (slope + below[i]) / 2 : null);
    });
  }
  return slopes;
}

/**
 * How much of each eigenstate of one model is in each of another, |⟨k|l′⟩|²; the mean of it over the states of two degenerate
 * levels, Tr(ΠΠ′)/(d d′) with Π on an eigenspace of d dimensions, so that it does not depend on their bases.
 *
 * @returns row k, column l; rows and columns add up to 1
 * @throws InputError if the models belong to different sectors
 * @example overlaps(spectrum(modelAt(1)), spectrum(modelAt(3)))[1][2] // near 1 where levels 2 and 3 have swapped characters
 */
export function overlaps(before: Spectrum, after: Spectrum): number[][] {
  const n = before.energies.length;
  if (after.energies.length !== n) {
    throw new InputError(
      `overlaps needs two spectra of one sector, got ${n} and ${after.energies.length} states`,
    );
  }
  const [rows, columns] = [before, after].map(({ energies }) => degenerateLevels(energies));
  return Array.from({ length: n }, (_, k) =>
    Array.from({ length: n }, (_, l) => {
      const [row, column] = [stretchOf(rows, k), stretchOf(columns, l)];
      const states = (row.end - row.first) * (column.end - column.first);
      return commonStates(before, row, after, column) / states;
    }),
  );
}

/** Tr(ΠΠ′) of two eigenspaces: how many states they have in common. */
export function commonStates(before: Spectrum, row: Stretch, after: Spectrum, column: Stretch): number {
  const n = before.energies.length;
  let common = 0;
  for (let k = row.first; k < row.end; k++) {
    for (let l = column.first; l < column.end; l++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += before.vectors[k * n + i] * after.vectors[l * n + i];
      common += sum * sum;
    }
  }
  return common;
}

/** H(λ) = H₀ + λ H′ with what H′ is. */
export interface LinearFamily {
  /** how many there are */
  readonly levels: number;
  readonly spectrumAt: (parameter: number) => Spectrum;
  /** what H′ adds to all levels alike, Tr H′ / n */
  readonly common: number;
  /** the rest of H′: what is more than rounding, one entry [row, column, value] each */
  readonly derivative: readonly (readonly [number, number, number])[];
  /** its Frobenius norm, which no slope exceeds */
  readonly size: number;
}

/** Takes H′ from two values of the parameter, and sees in their middle that it enters linearly. */
export function linearFamily(
  modelAt: (parameter: number) => SpinModel,
  from: number,
  to: number,
): LinearFamily {
  const [low, middle, high] = [from, (from + to) / 2, to].map((x) => hamiltonianArray(spinModel(modelAt(x))));
  const scale = Math.max(largest(low), largest(high));
  if (middle.some((x, i) => Math.abs(2 * x - low[i] - high[i]) > 1e-12 * scale)) {
    throw new InputError(
      "modelAt must put the parameter linearly into the Hamiltonian, as an interaction, an exchange or a field",
    );
  }
  const n = Math.round(Math.sqrt(low.length));
  const slope = (i: number): number => (high[i] - low[i]) / (to - from);
  let common = 0;
  for (let k = 0; k < n; k++) common += slope(k * (n + 1)) / n;
  const rounding = (16 * Number.EPSILON * scale) / (to - from);
  const derivative: [number, number, number][] = [];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const value = slope(a * n + b) - (a === b ? common : 0);
      if (Math.abs(value) > rounding) derivative.push([a, b, value]);
    }
  }
  const size = derivative.reduce((norm, [, , value]) => Math.hypot(norm, value), 0);
  return { levels: n, spectrumAt: (parameter) => spectrum(modelAt(parameter)), common, derivative, size };
}

/** ⟨k| H′ |l⟩ for the states k of one eigenspace and l of another, without what is common to all levels. */
export function elements(
  { derivative }: LinearFamily,
  { vectors, energies: { length: n } }: Spectrum,
  rows: Stretch,
  columns: Stretch,
): Float64Array {
  const width = columns.end - columns.first;
  const out = new Float64Array((rows.end - rows.first) * width);
  for (let k = rows.first; k < rows.end; k++) {
    for (let l = columns.first; l < columns.end; l++) {
      let sum = 0;
      for (const [a, b, value] of derivative) sum += vectors[k * n + a] * value * vectors[l * n + b];
      out[(k - rows.first) * width + l - columns.first] = sum;
    }
  }
  return out;
}

/** How fast the states of an eigenspace move above the parameter, ascending; below it they come in the opposite order. */
export const slopesWithin = (family: LinearFamily, state: Spectrum, space: Stretch): Float64Array =>
  symmetricEigenvalues(elements(family, state, space, space), space.end - space.first);
