// Energy levels along a parameter, and where two of them nearly meet. The parameter λ (an interaction, an
// exchange, a field) enters linearly, H(λ) = H₀ + λ H′, so that every level moves as Hellmann and Feynman say:
//   dE_k/dλ = ⟨k| H′ |k⟩.
// A gap E_{k+1} − E_k is smallest where both levels have the same slope: a root, found to working precision,
// where comparing values of the gap itself would stop at half the digits.
import { findRoot } from "../linalg/extrema";
import { symmetricEigen, symmetricEigenvalues } from "../linalg/symmetric-eigen";
import { sectorSize } from "../model/basis";
import { checkGrid, checkInteger, checkNumber, InputError } from "../model/check";
import { type SpinModel, spinModel } from "../model/model";
import { hamiltonianArray } from "../model/operators";

/** Energies and eigenstates of one sector. */
export interface Spectrum {
  /** E_1 ≤ E_2 ≤ …, in units of J */
  readonly energies: Float64Array;
  /** row k is eigenvector k in the sector basis, n × n */
  readonly vectors: Float64Array;
}

/** Where two neighbouring levels come closest. */
export interface AvoidedCrossing {
  /** k of E_k and E_{k+1}, from 1 */
  readonly level: number;
  /** the parameter at which the gap is smallest, to about 1e-13 of its scale */
  readonly at: number;
  /** E_{k+1} − E_k there: rounding (1e-14) where the levels truly cross */
  readonly gap: number;
  /** how fast the two levels would approach each other if they did not repel: the gap is √(gap² + slope² (λ − at)²) nearby */
  readonly slope: number;
  /** gap / slope, the distance at which the gap has grown to √2 of its minimum */
  readonly width: number;
}

/**
 * The energy levels of a model, E_1 ≤ E_2 ≤ …, in units of J.
 *
 * @example levels(ringModel({ sites: 2, spinsUp: 1 })) // [-2, 2]
 */
export function levels(model: SpinModel): Float64Array {
  return symmetricEigenvalues(hamiltonianArray(spinModel(model)), sectorSize(model.sites, model.spinsUp));
}

/**
 * The energy levels of a model with their eigenstates, H |k⟩ = E_k |k⟩.
 *
 * @example spectrum(ringModel({ sites: 2, spinsUp: 1 })).energies // [-2, 2]
 */
export function spectrum(model: SpinModel): Spectrum {
  const size = sectorSize(model.sites, model.spinsUp);
  const { values, vectors } = symmetricEigen(hamiltonianArray(spinModel(model)), size);
  return { energies: values, vectors };
}

/**
 * The slopes of all levels, dE_k/dλ = ⟨k| ∂H/∂λ |k⟩ (Hellmann and Feynman).
 *
 * With respect to the interaction Δ the slope of a level is its mean number of neighbouring up–up pairs.
 *
 * @param modelAt the model at a value of the parameter, which must enter H linearly
 * @throws InputError if the parameter does not enter linearly
 * @example levelSlopes((interaction) => paperModel({ spinsUp: 2, interaction }), 2)
 */
export function levelSlopes(modelAt: (parameter: number) => SpinModel, parameter: number): Float64Array {
  checkNumber("parameter", parameter);
  const { derivative, spectrumAt } = linearFamily(modelAt, parameter - 1, parameter + 1);
  const { vectors, energies } = spectrumAt(parameter);
  return energies.map((_, k) => element(derivative, vectors, k, k));
}

/**
 * How much of each eigenstate of one model is in each of another, |⟨k|l′⟩|².
 *
 * @returns row k, column l; rows and columns add up to 1
 * @throws InputError if the models belong to different sectors
 * @example overlaps(spectrum(before), spectrum(after))[1][2] // near 1 where levels 2 and 3 have swapped characters
 */
export function overlaps(before: Spectrum, after: Spectrum): number[][] {
  const n = before.energies.length;
  if (after.energies.length !== n) {
    throw new InputError(
      `overlaps needs two spectra of one sector, got ${n} and ${after.energies.length} states`,
    );
  }
  return Array.from({ length: n }, (_, k) =>
    Array.from({ length: n }, (_, l) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += before.vectors[k * n + i] * after.vectors[l * n + i];
      return sum * sum;
    }),
  );
}

/**
 * The minima of the gap E_{k+1} − E_k along a parameter: each change of sign of its slope on the grid,
 * d(E_{k+1} − E_k)/dλ = ⟨k+1| H′ |k+1⟩ − ⟨k| H′ |k⟩, refined to a root of that slope.
 *
 * Two minima between neighbouring grid points are missed. Levels that truly cross are found as well, with a gap of
 * rounding errors.
 *
 * @param modelAt the model at a value of the parameter, which must enter H linearly
 * @param level k, from 1: the lower one of the two levels
 * @param grid ascending values of the parameter
 * @throws InputError if the level is out of range or the parameter does not enter linearly
 * @example avoidedCrossings((interaction) => paperModel({ spinsUp: 2, interaction }), 2, linspace(-3, 3, 61))
 */
export function avoidedCrossings(
  modelAt: (parameter: number) => SpinModel,
  level: number,
  grid: readonly number[],
): AvoidedCrossing[] {
  checkGrid(grid);
  const { derivative, spectrumAt, size } = linearFamily(modelAt, grid[0], grid[grid.length - 1]);
  checkInteger("level", level, 1, size - 1);
  const gapSlope = (parameter: number): number => {
    const { vectors } = spectrumAt(parameter);
    return element(derivative, vectors, level, level) - element(derivative, vectors, level - 1, level - 1);
  };
  const slopes = grid.map(gapSlope);
  return grid.slice(1).flatMap((to, i) => {
    if (!(slopes[i] < 0 && slopes[i + 1] >= 0)) return []; // the gap falls, then rises
    const at = findRoot(gapSlope, grid[i], to, 1e-15);
    const { energies, vectors } = spectrumAt(at);
    const gap = energies[level] - energies[level - 1];
    // within the pair H′ is a 2 × 2 matrix; the distance of its eigenvalues does not depend on the basis
    const difference =
      element(derivative, vectors, level, level) - element(derivative, vectors, level - 1, level - 1);
    const slope = Math.hypot(difference, 2 * element(derivative, vectors, level - 1, level));
    return [{ level, at, gap, slope, width: gap / slope }];
  });
}

interface LinearFamily {
  readonly size: number;
  /** H′ */
  readonly derivative: Float64Array;
  readonly spectrumAt: (parameter: number) => Spectrum;
}

function linearFamily(modelAt: (parameter: number) => SpinModel, from: number, to: number): LinearFamily {
  const [low, middle, high] = [from, (from + to) / 2, to].map((x) => hamiltonianArray(spinModel(modelAt(x))));
  const derivative = low.map((x, i) => (high[i] - x) / (to - from));
  const scale = high.reduce((largest, x, i) => Math.max(largest, Math.abs(x), Math.abs(low[i])), 0);
  if (middle.some((x, i) => Math.abs(2 * x - low[i] - high[i]) > 1e-12 * scale)) {
    throw new InputError(
      "modelAt must put the parameter linearly into the Hamiltonian, as an interaction, an exchange or a field",
    );
  }
  const size = Math.round(Math.sqrt(derivative.length));
  return { size, derivative, spectrumAt: (parameter) => spectrum(modelAt(parameter)) };
}

/** ⟨k| A |l⟩ for eigenvectors kept as rows. */
function element(matrix: Float64Array, vectors: Float64Array, k: number, l: number): number {
  const n = Math.round(Math.sqrt(matrix.length));
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += matrix[i * n + j] * vectors[l * n + j];
    sum += vectors[k * n + i] * row;
  }
  return sum;
}
