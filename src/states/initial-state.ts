// Where an evolution starts, in the energy basis.

import type { RedfieldGenerator } from "../equations/generator";
import { checkNumber, checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import { indexOfState, type SectorBasis, sectorSize } from "../model/basis";
import type { SpinModel } from "../model/model";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import type { DensityMatrix } from "./state";

/**
 * Where an evolution starts: a basis state by its label such as `"↑↑↓↓"`, the Gibbs state of a temperature, or the
 * density matrix X + iY in the energy basis, each row after row.
 */
export type InitialState =
  | string
  | {
      /** T ≥ 0 of the Gibbs state, in J */
      readonly temperature: number;
    }
  | {
      /** X, n² numbers */
      readonly real: ArrayLike<number>;
      /** Y, n² numbers */
      readonly imag: ArrayLike<number>;
    };

type Sector = Pick<SpinModel, "sites" | "spinsUp">;

/** What rounding may do to a density matrix on its way here, for each of its rows. */
const ROUNDING = 1e-12;

/**
 * Checks of an initial state what can be told before the levels are known.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function checkInitial(initial: InitialState, { sites, spinsUp }: Sector): void {
  if (typeof initial === "string") {
    const up = [...initial].filter((spin) => spin === "↑").length;
    const fits = [...initial].length === sites && (spinsUp === undefined || up === spinsUp);
    if (!/^[↑↓]+$/.test(initial) || !fits) {
      const of = spinsUp === undefined ? "" : `, ${spinsUp} of them up`;
      refuse("initial", `${sites} arrows ↑ or ↓${of}`, initial);
    }
    return;
  }
  if (typeof initial !== "object" || initial === null) {
    refuse("initial", 'a state such as "↑↑↓↓", { temperature } or { real, imag }', initial);
  }
  if ("temperature" in initial) {
    checkObject("initial", initial, ["temperature"]);
    checkNumber("initial.temperature", initial.temperature, 0, true);
    return;
  }
  checkObject("initial", initial, ["real", "imag"]);
  const n = sectorSize(sites, spinsUp);
  for (const part of ["real", "imag"] as const) {
    const allowed = `a list of ${n * n} numbers, for the ${n} states of the ${spinsUp === undefined ? "model" : "sector"}`;
    const entries = initial[part];
    if (typeof entries !== "object" || typeof entries?.length !== "number") {
      refuse(`initial.${part}`, allowed, entries);
    }
    if (entries.length !== n * n) {
      throw new InputError(`initial.${part} must be ${allowed}, got ${entries.length} of them`);
    }
    for (let i = 0; i < n * n; i++) checkNumber(entry(`initial.${part}`, i), entries[i]);
  }
}

/**
 * The density matrix of an initial state in the energy basis.
 *
 * @throws InputError for one that is no density matrix of the sector: size, numbers, trace, Hermiticity, positivity
 */
export function initialMatrix(
  initial: InitialState,
  {
    size: n,
    levels,
    vectors,
    vectorsImag,
  }: Pick<RedfieldGenerator, "size" | "levels" | "vectors" | "vectorsImag">,
  basis: SectorBasis,
): DensityMatrix {
  checkInitial(initial, basis);
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  if (typeof initial === "string") {
    const pattern = [...initial].reduce((bits, spin, l) => bits + (spin === "↑" ? 2 ** l : 0), 0);
    const state = indexOfState(basis, pattern);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const [at, bt] = [a * n + state, b * n + state];
        real[a * n + b] = vectors[at] * vectors[bt];
        if (!vectorsImag) continue;
        real[a * n + b] += vectorsImag[at] * vectorsImag[bt];
        imag[a * n + b] = vectors[at] * vectorsImag[bt] - vectorsImag[at] * vectors[bt];
      }
    }
    return { real, imag };
  }
  if ("temperature" in initial) {
    const { temperature } = initial;
    const weights = levels.map((level) => Math.exp(-(level - levels[0]) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < n; k++) real[k * n + k] = weights[k] / total;
    return { real, imag };
  }
  real.set(initial.real);
  imag.set(initial.imag);
  checkDensityMatrix(real, imag, n);
  return { real, imag };
}

function checkDensityMatrix(real: Float64Array, imag: Float64Array, n: number): void {
  const tolerance = ROUNDING * n;
  let trace = 0;
  for (let a = 0; a < n; a++) {
    trace += real[a * n + a];
    for (let b = 0; b <= a; b++) {
      const [ab, ba] = [a * n + b, b * n + a];
      if (Math.abs(real[ab] - real[ba]) > tolerance || Math.abs(imag[ab] + imag[ba]) > tolerance) {
        const at = (i: number): string => `${real[i]} + ${imag[i]}i`;
        throw new InputError(
          `initial must be Hermitian, got ${at(ab)} in row ${a + 1}, column ${b + 1} and ${at(ba)} across the diagonal`,
        );
      }
    }
  }
  if (Math.abs(trace - 1) > tolerance) refuse("the trace of initial", "1", trace);
  const [lowest] = hermitianEigenvalues(real, imag, n);
  if (lowest < -tolerance) refuse("the smallest eigenvalue of initial", "0 or more", lowest);
}
