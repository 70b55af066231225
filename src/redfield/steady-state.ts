// The nonequilibrium steady state of the Redfield equation, L ρ = 0 and Tr ρ = 1, with its certificate.
import { arrays, keptBySize, zeros } from "../linalg/arrays";
import { levelPopulations } from "../linalg/eigenspaces";
import { multiply } from "../linalg/matmul";
import { hermitianEigenvalues } from "../linalg/symmetric-eigen";
import { type SectorBasis, sectorBasis } from "../model/basis";
import { checkObject, InputError, refuse, type Warning } from "../model/check";
import { checkFits, checkSectorFits, POINT_MATRICES } from "../model/memory";
import { type SpinModel, spinModel } from "../model/model";
import { conservedPermutation, permutationText } from "../model/symmetry";
import { type Bath, checkBaths } from "./bath";
import { denseUnknowns, directSolver, LARGEST_DIRECT, LARGEST_FALLBACK } from "./dense";
import { type RedfieldGenerator, redfieldGenerator, toSectorBasis, writeDerivative } from "./generator";
import { SETTLED, solveKrylov } from "./krylov";
import { unpackState } from "./packing";

/** How far a steady state can be trusted. */
export interface Certificate {
  /** largest |dρ/dt|, relative to the largest rate of the dissipator */
  readonly residual: number;
  /** |Tr ρ − 1| */
  readonly traceError: number;
  /** largest |ρ_ab − ρ_ba*| */
  readonly hermiticityError: number;
  /** smallest eigenvalue of ρ: below zero the Redfield equation is beyond its range */
  readonly minEigenvalue: number;
  /** Σ_b Q_b, zero by the first law */
  readonly energyBalance: number;
  /** −Σ_b Q_b / T_b ≥ 0 by the second law; null where a bath has T = 0 */
  readonly entropyProduction: number | null;
  /** amplification of errors by the solution: above 1e12 the steady state would count as not unique */
  readonly condition: number;
}

/** A steady state ρ = X + iY in the energy basis, with what it was computed from. */
export interface SteadyState {
  readonly model: SpinModel;
  readonly baths: readonly Bath[];
  readonly basis: SectorBasis;
  /** E_1 ≤ E_2 ≤ …, in units of J */
  readonly energies: Float64Array;
  /** row k is eigenvector k in the sector basis, n × n */
  readonly vectors: Float64Array;
  /** X, n × n symmetric */
  readonly real: Float64Array;
  /** Y, n × n antisymmetric */
  readonly imag: Float64Array;
  /** Y in the sector basis, from which every current is read */
  readonly imagInSector: Float64Array;
  /** ρ_kk in the order of the energies; of a degenerate level the eigenvalues of ρ in its eigenspace, descending */
  readonly populations: Float64Array;
  /** eigenvalues of ρ in descending order */
  readonly eigenvalues: Float64Array;
  /** Q_b = Tr(H R_b[ρ]), the heat current out of each bath */
  readonly bathHeat: Float64Array;
  readonly certificate: Certificate;
  readonly warnings: readonly Warning[];
  /** whether it solves the Redfield equation of the paper: without a secular approximation, without Lamb shift */
  readonly full: boolean;
}

/** What {@link steadyState} can be told. */
export interface SteadyStateOptions {
  /**
   * Which terms of the Redfield tensor to keep: `"none"` (no secular approximation, the default), `"full"`
   * (only those between coherences of equal frequency) or the largest frequency difference to keep (partial).
   */
  readonly secular?: "none" | "full" | number;
  /** `"auto"` (the default) solves small sectors directly and larger ones with Krylov iterations */
  readonly method?: "auto" | "dense" | "krylov";
  /** keep the imaginary part of the bath's response, which the paper neglects; by direct solution only */
  readonly lambShift?: boolean;
}

/** Above this condition the solution would be arbitrary to working precision. */
const SINGULAR = 1e12;

/**
 * The steady state of a model between its baths, from the full Redfield equation (eqs. 4–10).
 *
 * @param model from ringModel or spinModel
 * @param baths one or more, from ohmicBath or generalBath
 * @throws InputError for bad input, for a sector too large, or where the steady state is not unique
 * @example steadyState(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), [ohmicBath({ site: 1, temperature: 2 })])
 */
export function steadyState(
  model: SpinModel,
  baths: readonly Bath[],
  options: SteadyStateOptions = {},
): SteadyState {
  checkOptions(options);
  const checkedModel = spinModel(model);
  const checkedBaths = checkBaths(baths, checkedModel.sites);
  checkSectorFits(checkedModel, POINT_MATRICES);
  const symmetry = conservedPermutation(
    checkedModel,
    checkedBaths.map((bath) => bath.site),
  );
  if (symmetry) {
    throw notUnique(
      `the exchange of ${permutationText(symmetry)} leaves the model and every bath unchanged: give these sites different fields or move a bath`,
    );
  }
  const generator = redfieldGenerator(checkedModel, checkedBaths, options.lambShift, false);
  const cutoff = secularCutoff(options.secular, generator);
  const solution =
    chooseSolver(options, generator.size, cutoff) === "dense"
      ? direct(checkedModel, generator, cutoff)
      : iterative(checkedModel, generator, options.method);
  if (!(solution.condition < SINGULAR)) throw notUnique(whySingular(checkedModel, checkedBaths));
  return certify(checkedModel, checkedBaths, generator, solution, cutoff);
}

const workspace = keptBySize((n) => arrays(2, n * n), 40);

interface Solution {
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly condition: number;
  readonly residual: number;
}

/** Those of the options that a model description has as well. */
export const DESCRIBED_OPTIONS = ["secular", "lambShift"] as const;

const OPTIONS = ["method", ...DESCRIBED_OPTIONS];

/**
 * Checks what {@link steadyState} is told.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function checkOptions(options: SteadyStateOptions): void {
  checkObject("options", options, OPTIONS);
  const { secular = "none", method = "auto", lambShift = false } = options;
  if (secular !== "none" && secular !== "full" && !(typeof secular === "number" && secular >= 0)) {
    refuse("secular", '"none", "full" or a frequency of at least 0', secular);
  }
  if (typeof lambShift !== "boolean") refuse("lambShift", "true or false", lambShift);
  if (method !== "auto" && method !== "dense" && method !== "krylov") {
    refuse("method", '"auto", "dense" or "krylov"', method);
  }
  if (method === "krylov" && (lambShift || (secular !== "none" && secular !== Number.POSITIVE_INFINITY))) {
    throw new InputError(
      'method "krylov" knows neither secular nor lambShift: leave them out or take method "dense"',
    );
  }
}

function chooseSolver(
  { method = "auto", lambShift = false }: SteadyStateOptions,
  size: number,
  cutoff: number,
): "dense" | "krylov" {
  const special = cutoff < Number.POSITIVE_INFINITY || lambShift;
  if (method !== "auto") return method;
  return special || size <= LARGEST_DIRECT ? "dense" : "krylov";
}

function direct(model: SpinModel, generator: RedfieldGenerator, cutoff: number): Solution {
  const unknowns = denseUnknowns(generator, cutoff);
  const subject = `the direct solution for ${model.sites} sites with ${model.spinsUp} spins up has ${unknowns} unknowns and`;
  checkFits(subject, unknowns, "unknowns", 16);
  const { condition, solve } = directSolver(generator, cutoff);
  const { size: n } = generator;
  const [real, imag] = arrays(2, n * n);
  if (condition === Number.POSITIVE_INFINITY) return { real, imag, condition, residual: condition };
  const [right, packed] = workspace(n);
  right.fill(0);
  right[0] = 1; // the first equation is Tr ρ = 1
  const residual = solve(right, packed);
  unpackState(packed, n, real, imag);
  return { real, imag, condition, residual };
}

function iterative(
  model: SpinModel,
  generator: RedfieldGenerator,
  method: SteadyStateOptions["method"],
): Solution {
  const solution = solveKrylov(generator);
  if (!(solution.condition < SINGULAR)) return solution;
  if (method !== "krylov" && generator.size <= LARGEST_FALLBACK && !(solution.residual <= SETTLED))
    return direct(model, generator, Number.POSITIVE_INFINITY);
  if (solution.converged) return solution;
  throw new InputError(
    `the steady state of ${model.sites} sites with ${model.spinsUp} spins up was not reached in ${solution.iterations} iterations (residual ${solution.residual.toExponential(1)}): take a weaker coupling or, for few sites, method "dense"`,
    "not-converged",
  );
}

function certify(
  model: SpinModel,
  baths: readonly Bath[],
  generator: RedfieldGenerator,
  solution: Solution,
  cutoff: number,
): SteadyState {
  const { size: n, energies, vectors } = generator;
  const { real, imag, condition } = solution;
  const eigenvalues = hermitianEigenvalues(real, imag, n).reverse();
  const populations = levelPopulations(energies, real, imag);
  const bathHeat = heatFromBaths(generator, real, imag, cutoff);
  const { residual } =
    cutoff === Number.POSITIVE_INFINITY ? { residual: relativeResidual(generator, real, imag) } : solution;
  const cold = baths.some((bath) => bath.temperature === 0);
  const certificate: Certificate = {
    residual,
    traceError: Math.abs(total(populations) - 1),
    hermiticityError: hermiticityError(real, imag, n),
    minEigenvalue: eigenvalues[n - 1],
    energyBalance: total(bathHeat),
    entropyProduction: cold ? null : bathHeat.reduce((sum, q, b) => sum - q / baths[b].temperature, 0),
    condition,
  };
  const warnings = certificateWarnings(certificate);
  return {
    model,
    baths,
    basis: sectorBasis(model.sites, model.spinsUp),
    energies,
    vectors,
    real,
    imag,
    imagInSector: toSectorBasis(imag, vectors, n),
    populations,
    eigenvalues,
    bathHeat,
    certificate,
    warnings,
    full: cutoff === Number.POSITIVE_INFINITY && generator.couplings.every(({ shift }) => !shift),
  };
}

/**
 * Q_b = Tr(H R_b[ρ]) = 2 Σ_a E_a (P_b[X] − K_b[Y])_aa, K only with the Lamb shift; a secular cutoff hides the faster
 * coherences from the populations.
 */
export function heatFromBaths(
  generator: RedfieldGenerator,
  real: Float64Array,
  imag: Float64Array,
  cutoff: number,
): Float64Array {
  const { size: n, energies, couplings } = generator;
  const slow = (z: Float64Array): Float64Array =>
    cutoff === Number.POSITIVE_INFINITY
      ? z
      : z.map((entry, i) => (Math.abs(energies[Math.floor(i / n)] - energies[i % n]) > cutoff ? 0 : entry));
  const [flow] = workspace(n);
  // 2 Σ_a E_a [F Z, S]_aa
  const energyOf = (operator: Float64Array, factor: Float64Array, z: Float64Array): number => {
    multiply(factor, z, n, flow);
    let heat = 0;
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++)
        heat += 2 * (energies[a] - energies[c]) * flow[a * n + c] * operator[c * n + a];
    }
    return heat;
  };
  const heat = zeros(couplings.length);
  for (let b = 0; b < couplings.length; b++) {
    const { operator, transition, shift } = couplings[b];
    heat[b] = energyOf(operator, transition, slow(real));
    if (shift) heat[b] -= energyOf(operator, shift, slow(imag));
  }
  return heat;
}

function relativeResidual(generator: RedfieldGenerator, real: Float64Array, imag: Float64Array): number {
  const rates = largest(generator.decay);
  const [dReal, dImag] = workspace(generator.size);
  writeDerivative(generator, real, imag, dReal, dImag);
  const size = Math.max(largest(dReal), largest(dImag));
  return rates > 0 ? size / rates : size;
}

export function hermiticityError(real: Float64Array, imag: Float64Array, n: number): number {
  let worst = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const x = Math.abs(real[a * n + b] - real[b * n + a]);
      const y = Math.abs(imag[a * n + b] + imag[b * n + a]);
      worst = Math.max(worst, x, y);
    }
  }
  return worst;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function largest(values: Float64Array): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]));
  return size;
}

export function certificateWarnings(certificate: Certificate): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning["code"], message: string): void => {
    warnings.push({ code, message });
  };
  const { minEigenvalue, condition, entropyProduction } = certificate;
  const rounding = 1e-14 * condition + 1e-13;
  if (minEigenvalue < -rounding) {
    warn(
      "negative-probability",
      `negative probability ${minEigenvalue.toExponential(2)}: the Redfield equation is beyond its range here, a weaker coupling or a higher temperature helps`,
    );
  }
  if (entropyProduction !== null && entropyProduction < -rounding) {
    warn(
      "negative-entropy-production",
      `negative entropy production ${entropyProduction.toExponential(2)}: the Redfield equation is beyond its range here, a weaker coupling helps`,
    );
  }
  if (condition > 1e8) {
    warn(
      "nearly-not-unique",
      `the steady state is nearly not unique (condition ${condition.toExponential(1)}): its numbers hold to about ${(1e-15 * condition).toExponential(0)}`,
    );
  }
  return warnings;
}

export function secularCutoff(
  secular: SteadyStateOptions["secular"] = "none",
  generator: RedfieldGenerator,
): number {
  if (secular === "none") return Number.POSITIVE_INFINITY;
  const { energies, size } = generator;
  const rounding = 1e-10 * Math.max(Math.abs(energies[0]), Math.abs(energies[size - 1]));
  return secular === "full" ? rounding : Math.max(secular, rounding);
}

function notUnique(reason: string): InputError {
  return new InputError(`the steady state is not unique: ${reason}`, "not-unique");
}

function whySingular(model: SpinModel, baths: readonly Bath[]): string {
  if (baths.every((bath) => "coupling" in bath && bath.coupling === 0)) {
    return "every bath has coupling 0, give one a coupling above 0";
  }
  if (model.bonds.every((bond) => bond.exchange === 0)) {
    return "without exchange no spin can move, give a bond an exchange other than 0";
  }
  const nearly = conservedPermutation(
    model,
    baths.map((bath) => bath.site),
    1e-3,
  );
  if (nearly) {
    return `the exchange of ${permutationText(nearly)} leaves the model so nearly unchanged that rounding decides: make these sites differ more`;
  }
  return "the baths do not connect all states of the sector, or not within the digits there are: give the sites different fields, move a bath or take a weaker coupling";
}
