// Energy levels, and their slopes along a parameter λ (an interaction, an exchange, a field) that enters linearly,
// H(λ) = H₀ + λ H′. Every level moves as Hellmann and Feynman say, dE_k/dλ = ⟨k| H′ |k⟩; the states of a degenerate level
// move, above λ, with the eigenvalues of H′ within its eigenspace from the lowest up, and came from below in the opposite order.

import { checkNumber, InputError } from "../input/guards";
import { sizeOf } from "../model/basis";
import { gauged } from "../model/gauge";
import { type SpinModel, spinModel } from "../model/model";
import {
  energyBasis,
  hamiltonianArray,
  hamiltonianImag,
  inGivenGauge,
  sharedEnergy,
} from "../model/operators";
import { zeros } from "../numerics/arrays";
import type { ComplexMatrix } from "../numerics/complex";
import { dot } from "../numerics/dot";
import { degenerateLevels, MIXED, type Stretch, stretchOf } from "../numerics/eigenspaces";
import { largest } from "../numerics/entries";
import { hermitianEigenvalues, symmetricEigenvalues } from "../numerics/symmetric-eigen";

/** Energies and eigenstates of one sector. */
export interface Spectrum {
  /** E_1 ≤ E_2 ≤ …, n numbers in J */
  readonly energies: Float64Array;
  /** row k is eigenvector k in the sector basis, n × n, row after row; of a model with phases its real part */
  readonly vectors: Float64Array;
  /** the imaginary part of the same, where phases make it complex */
  readonly vectorsImag?: Float64Array;
}

/**
 * The energy levels of a model, E_1 ≤ E_2 ≤ …, in units of J.
 *
 * @example levels(ringModel({ sites: 2, spinsUp: 1 })) // [-2, 2]
 */
export function levels(model: SpinModel): Float64Array {
  const { model: own } = gauged(spinModel(model));
  if (own.spinsUp === undefined) return energyBasis(own).energies;
  const shared = sharedEnergy(own);
  const size = sizeOf(own);
  const parts = { real: hamiltonianArray(own, true), imag: hamiltonianImag(own) };
  return eigenvaluesOf(parts, size).map((level) => level + shared);
}

/**
 * The energy levels of a model with their eigenstates, H |k⟩ = E_k |k⟩.
 *
 * @example spectrum(ringModel({ sites: 2, spinsUp: 1 })).energies // [-2, 2]
 */
export function spectrum(model: SpinModel): Spectrum {
  const checked = spinModel(model);
  const own = energyBasis(gauged(checked).model);
  return { energies: own.energies, ...inGivenGauge(checked, own) };
}

/** Of a Hermitian matrix, ascending. */
const eigenvaluesOf = ({ real, imag }: ComplexMatrix, n: number): Float64Array =>
  imag ? hermitianEigenvalues(real, imag, n) : symmetricEigenvalues(real, n);

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
  const model = spinModel(modelAt(parameter));
  const [real, imag] = [hamiltonianArray(model), hamiltonianImag(model)];
  const scale = Math.max(largest(real), imag ? largest(imag) : 0);
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
      const one = { real: before.vectors, imag: before.vectorsImag };
      const other = { real: after.vectors, imag: after.vectorsImag };
      const product = (a: Float64Array | undefined, b: Float64Array | undefined): number =>
        a && b ? dot(a, k * n, b, l * n, n) : 0;
      const x = product(one.real, other.real) + product(one.imag, other.imag);
      const y = product(one.real, other.imag) - product(one.imag, other.real);
      common += x * x + y * y;
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
  /** the rest of H′: what is more than rounding, one entry [row, column, real part, imaginary part] each */
  readonly derivative: readonly (readonly [number, number, number, number])[];
  /** whether any of it, or any state, is complex */
  readonly complex: boolean;
  /** its Frobenius norm, which no slope exceeds */
  readonly size: number;
}

/** Takes H′ from two values of the parameter, and sees in their middle that it enters linearly. */
export function linearFamily(
  modelAt: (parameter: number) => SpinModel,
  from: number,
  to: number,
): LinearFamily {
  const models = [from, (from + to) / 2, to].map((x) => spinModel(modelAt(x)));
  const [low, middle, high] = models.map((model) => hamiltonianArray(model));
  const imaginary = models.map(hamiltonianImag);
  const complex = imaginary.some((part) => part);
  const [lowY, middleY, highY] = imaginary.map((part) => part ?? zeros(complex ? low.length : 0));
  const scale = Math.max(...[low, high, lowY, highY].map(largest));
  const bends = (a: Float64Array, b: Float64Array, c: Float64Array): boolean =>
    b.some((x, i) => Math.abs(2 * x - a[i] - c[i]) > 1e-12 * scale);
  if (bends(low, middle, high) || bends(lowY, middleY, highY)) {
    throw new InputError(
      "modelAt must put the parameter linearly into the Hamiltonian, as an interaction, an exchange or a field",
    );
  }
  const n = Math.round(Math.sqrt(low.length));
  const slope = (i: number): number => (high[i] - low[i]) / (to - from);
  let common = 0;
  for (let k = 0; k < n; k++) common += slope(k * (n + 1)) / n;
  const rounding = (16 * Number.EPSILON * scale) / (to - from);
  const known = (value: number): number => (Math.abs(value) > rounding ? value : 0);
  const derivative: [number, number, number, number][] = [];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const i = a * n + b;
      const x = known(slope(i) - (a === b ? common : 0));
      const y = complex ? known((highY[i] - lowY[i]) / (to - from)) : 0;
      if (x !== 0 || y !== 0) derivative.push([a, b, x, y]);
    }
  }
  const size = derivative.reduce((norm, [, , x, y]) => Math.hypot(norm, x, y), 0);
  const spectrumAt = (parameter: number): Spectrum => spectrum(modelAt(parameter));
  return { levels: n, spectrumAt, common, derivative, complex, size };
}

/** ⟨k| H′ |l⟩ for the states k of one eigenspace and l of another, without what is common to all levels. */
export function elements(
  { derivative, complex }: LinearFamily,
  { vectors, vectorsImag, energies: { length: n } }: Spectrum,
  rows: Stretch,
  columns: Stretch,
): ComplexMatrix {
  const width = columns.end - columns.first;
  const real = new Float64Array((rows.end - rows.first) * width);
  const imag = complex ? real.slice() : undefined;
  for (let k = rows.first; k < rows.end; k++) {
    for (let l = columns.first; l < columns.end; l++) {
      const at = (k - rows.first) * width + l - columns.first;
      for (const [a, b, x, y] of derivative) {
        const [ka, lb] = [k * n + a, l * n + b];
        if (!imag) {
          real[at] += vectors[ka] * x * vectors[lb];
          continue;
        }
        // v̄_k(a) v_l(b)
        const [p, q] = [vectorsImag?.[ka] ?? 0, vectorsImag?.[lb] ?? 0];
        const u = vectors[ka] * vectors[lb] + p * q;
        const v = vectors[ka] * q - p * vectors[lb];
        real[at] += u * x - v * y;
        imag[at] += u * y + v * x;
      }
    }
  }
  return { real, imag };
}

/** How fast the states of an eigenspace move above the parameter, ascending; below it they come in the opposite order. */
export const slopesWithin = (family: LinearFamily, state: Spectrum, space: Stretch): Float64Array =>
  eigenvaluesOf(elements(family, state, space, space), space.end - space.first);
