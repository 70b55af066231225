// The way to the steady state: ρ(t) = e^{Lt} ρ(0) with the generator L over the packed real unknowns.
import { levelPopulations } from "../linalg/eigenspaces";
import { matrixExponential } from "../linalg/exponential";
import { type SectorBasis, sectorBasis } from "../model/basis";
import { checkNumber, InputError, refuse } from "../model/check";
import { checkFits } from "../model/memory";
import { type SpinModel, spinModel } from "../model/model";
import { entry } from "../model/path";
import { type Bath, checkBaths } from "./bath";
import { packedGenerator } from "./dense";
import { type RedfieldGenerator, redfieldGenerator } from "./generator";
import { packState, unpackState } from "./packing";

/** A density matrix ρ = X + iY on its way, in the energy basis. */
export interface EvolvedState {
  readonly time: number;
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  /** X, n × n symmetric */
  readonly real: Float64Array;
  /** Y, n × n antisymmetric */
  readonly imag: Float64Array;
  /** ρ_kk in the order of the energies; of a degenerate level the eigenvalues of ρ in its eigenspace, descending */
  readonly populations: Float64Array;
}

/**
 * Where an evolution starts: a basis state by its label such as `"↑↑↓↓"`, the Gibbs state of a temperature, or the
 * density matrix in the energy basis.
 */
export type InitialState =
  | string
  | { readonly temperature: number }
  | { readonly real: Float64Array; readonly imag: Float64Array };

/**
 * ρ(t) under the full Redfield equation (eq. 4), exact at every time: ρ(t) = e^{Lt} ρ(0).
 *
 * @param initial where to start
 * @param times ascending, the first of them at least 0, in units of ħ/J
 * @throws InputError for bad input or a sector too large for a dense generator
 * @example evolve(ring, baths, "↑↑↓↓", [0, 100, 1000]).at(-1).populations
 */
export function evolve(
  model: SpinModel,
  baths: readonly Bath[],
  initial: InitialState,
  times: readonly number[],
): EvolvedState[] {
  const checkedModel = spinModel(model);
  const checkedBaths = checkBaths(baths, checkedModel.sites);
  const basis = sectorBasis(checkedModel.sites, checkedModel.spinsUp);
  const n = basis.size;
  const subject = `time evolution for ${model.sites} sites with ${model.spinsUp} spins up has ${n * n} unknowns and`;
  checkFits(subject, n * n, "unknowns", 32);
  checkTimes(times);
  const generator = redfieldGenerator(checkedModel, checkedBaths);
  const start = startingState(initial, generator, basis);
  let packed = packState(start.real, start.imag, n);
  const matrix = packedGenerator(generator);
  const trace = matrix.subarray(0, n * n).map((_, i) => (Math.floor(i / n) === i % n ? 1 : 0));

  let now = 0;
  let step = Number.NaN;
  let propagator = matrix;
  return times.map((time) => {
    if (time > now) {
      // equal steps share their propagator, rounding of the times aside
      if (!(Math.abs(time - now - step) <= 1e-12 * time)) {
        step = time - now;
        propagator = matrixExponential(
          matrix.map((entry) => entry * step),
          n * n,
          trace,
        );
      }
      packed = apply(propagator, packed);
      now = time;
    }
    const real = new Float64Array(n * n);
    const imag = new Float64Array(n * n);
    unpackState(packed, n, real, imag);
    const { energies } = generator;
    return { time, energies, real, imag, populations: levelPopulations(energies, real, imag) };
  });
}

function checkTimes(times: readonly number[]): void {
  if (!Array.isArray(times) || times.length === 0) refuse("times", "a list of at least one time", times);
  times.forEach((time, i) => {
    checkNumber(entry("times", i), time, 0);
    if (i > 0 && time < times[i - 1])
      refuse(entry("times", i), `at least the time before it, ${times[i - 1]}`, time);
  });
}

function apply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const m = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0, row = i * m; j < m; j++) sum += matrix[row + j] * vector[j];
    return sum;
  });
}

function startingState(
  initial: InitialState,
  { size: n, energies, vectors }: RedfieldGenerator,
  basis: SectorBasis,
): { real: Float64Array; imag: Float64Array } {
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  if (typeof initial === "string") {
    const pattern = [...initial].reduce((bits, spin, l) => bits + (spin === "↑" ? 2 ** l : 0), 0);
    const state = basis.states.indexOf(pattern);
    if (!/^[↑↓]+$/.test(initial) || [...initial].length !== basis.sites || state < 0) {
      refuse("initial", `${basis.sites} arrows ↑ or ↓, ${basis.spinsUp} of them up`, initial);
    }
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) real[a * n + b] = vectors[a * n + state] * vectors[b * n + state];
    }
    return { real, imag };
  }
  if (typeof initial !== "object" || initial === null) {
    refuse("initial", 'a state such as "↑↑↓↓", { temperature } or { real, imag }', initial);
  }
  if ("temperature" in initial) {
    const temperature = checkNumber("initial.temperature", initial.temperature, 0, true);
    const weights = energies.map((energy) => Math.exp(-(energy - energies[0]) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < n; k++) real[k * n + k] = weights[k] / total;
    return { real, imag };
  }
  if (initial.real?.length !== n * n || initial.imag?.length !== n * n) {
    throw new InputError(
      `initial.real and initial.imag must have ${n * n} entries for the ${n} states of the sector`,
    );
  }
  return { real: initial.real, imag: initial.imag };
}
