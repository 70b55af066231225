// Where an evolution starts, in the energy basis.
import { hermitianEigenvalues } from "../linalg/symmetric-eigen";
import type { SectorBasis } from "../model/basis";
import { checkNumber, checkObject, InputError, refuse } from "../model/check";
import type { RedfieldGenerator } from "./generator";

/**
 * Where an evolution starts: a basis state by its label such as `"↑↑↓↓"`, the Gibbs state of a temperature, or the
 * density matrix X + iY in the energy basis, each row after row.
 */
export type InitialState =
  | string
  | { readonly temperature: number }
  | { readonly real: ArrayLike<number>; readonly imag: ArrayLike<number> };

/** A density matrix ρ = X + iY in the energy basis. */
export interface DensityMatrix {
  /** X, n × n symmetric */
  readonly real: Float64Array;
  /** Y, n × n antisymmetric */
  readonly imag: Float64Array;
}

/** What rounding may do to a density matrix on its way here, for each of its rows. */
const ROUNDING = 1e-12;

/**
 * The density matrix of an initial state.
 *
 * @throws InputError for one that is no density matrix of the sector: size, numbers, trace, Hermiticity, positivity
 */
export function densityMatrix(
  initial: InitialState,
  { size: n, levels, vectors }: Pick<RedfieldGenerator, "size" | "levels" | "vectors">,
  basis: SectorBasis,
): DensityMatrix {
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
    checkObject("initial", initial, ["temperature"]);
    const temperature = checkNumber("initial.temperature", initial.temperature, 0, true);
    const weights = levels.map((level) => Math.exp(-(level - levels[0]) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < n; k++) real[k * n + k] = weights[k] / total;
    return { real, imag };
  }
  checkObject("initial", initial, ["real", "imag"]);
  for (const [name, entries, copy] of [
    ["real", initial.real, real],
    ["imag", initial.imag, imag],
  ] as const) {
    if (entries?.length !== n * n) {
      throw new InputError(
        `initial.real and initial.imag must have ${n * n} entries for the ${n} states of the sector`,
      );
    }
    for (let i = 0; i < n * n; i++) copy[i] = checkNumber(`initial.${name}.${i + 1}`, entries[i]);
  }
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
      if (
        Math.abs(real[ab] - real[ba]) > tolerance * Math.max(1, Math.abs(real[ab])) ||
        Math.abs(imag[ab] + imag[ba]) > tolerance * Math.max(1, Math.abs(imag[ab]))
      ) {
        const entry = (i: number): string => `${real[i]} + ${imag[i]}i`;
        throw new InputError(
          `initial must be Hermitian, got ${entry(ab)} in row ${a + 1}, column ${b + 1} and ${entry(ba)} across the diagonal`,
        );
      }
    }
  }
  if (Math.abs(trace - 1) > tolerance) refuse("the trace of initial", "1", trace);
  const [lowest] = hermitianEigenvalues(real, imag, n);
  if (lowest < -tolerance) refuse("the smallest eigenvalue of initial", "0 or more", lowest);
}
