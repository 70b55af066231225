// The nonequilibrium steady state of the Redfield equation, L ρ = 0 and Tr ρ = 1, with its certificate.

import { type Bath, checkBaths } from "../baths/bath";
import {
  generatorIn,
  type RedfieldGenerator,
  redfieldGenerator,
  toSectorBasis,
  writeDerivative,
} from "../equations/generator";
import type { Floors, Liouvillian } from "../equations/liouvillian";
import { unpackSome, unpackState } from "../equations/packing";
import { redfieldLiouvillian, secularLiouvillian } from "../equations/redfield";
import { secularCutoff } from "../equations/secular";
import { checkNumber, checkObject, InputError, refuse } from "../input/guards";
import { sectorBasis } from "../model/basis";
import { checkFits, checkSectorFits, POINT_MATRICES } from "../model/memory";
import { type SpinModel, spinModel } from "../model/model";
import { sharedEnergy } from "../model/operators";
import { arrays, keptBySize, zeros } from "../numerics/arrays";
import { levelPopulations, type Stretch } from "../numerics/eigenspaces";
import { diagonal, largest, total } from "../numerics/entries";
import { multiply } from "../numerics/matmul";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import {
  type Accuracy,
  equationFloors,
  grossHeat,
  hermiticityError,
  observedErrors,
  type StateErrors,
  stateAccuracy,
  traceError,
} from "./accuracy";
import { type Certificate, certificateWarnings, couplingRatio } from "./certificate";
import { type DirectSolver, denseSolver, LARGEST_DIRECT, LARGEST_FALLBACK } from "./direct";
import { eliminationSolver } from "./elimination";
import { extendedState, LARGEST_EXTENDED } from "./extended";
import { ClosedSets } from "./extended-solve";
import { checkInitial, type InitialState, initialMatrix } from "./initial-state";
import { SETTLED, solveKrylov } from "./krylov";
import { leftAlone, notUnique, refusal, whatIsConserved } from "./refusal";
import type { DensityMatrix, State } from "./state";
import { longTimeState } from "./undamped";

/** A state that does not change any more, Lρ = 0. */
export interface SteadyState extends State {
  /** how far it can be trusted */
  readonly certificate: Certificate;
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
  /** the largest error of a population, and of a heat current over its gross flow, that is let pass; 1e-6 by default */
  readonly accuracy?: number;
  /** where to start if the steady state is not unique: arrows, `{ temperature }` or ρ in the energy basis, as for evolve */
  readonly initial?: InitialState;
}

const ACCURACY = 1e-6;

/**
 * The steady state of a model between its baths, from the full Redfield equation (eqs. 4–10).
 *
 * The state is found with doubles first, and with 32 digits where those do not do and the sector is small. What cannot be
 * vouched for to the accuracy asked is refused. Where there is more than one steady state, `initial` names the one that a
 * start comes to.
 *
 * @param model from ringModel or spinModel
 * @param baths one or more, from ohmicBath or generalBath
 * @throws InputError for bad input (`bad-input`), for a sector too large (`too-large`), where the steady state is not
 *   unique (`not-unique`), was not reached (`not-converged`) or is not known well enough (`ill-conditioned`)
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
  const { accuracy = ACCURACY, initial } = options;
  if (initial !== undefined) checkInitial(initial, checkedModel);
  const system = { model: checkedModel, baths: checkedBaths, asked: accuracy };
  if (initial === undefined) return uniqueState(system, options);
  const generator = redfieldGenerator(checkedModel, checkedBaths, options.lambShift);
  const start = initialMatrix(initial, generator, sectorBasis(checkedModel.sites, checkedModel.spinsUp));
  try {
    return uniqueState(system, options);
  } catch (error) {
    if (!(error instanceof InputError && error.code === "not-unique")) throw error;
    return stateFrom(system, generator, start, secularCutoff(options.secular, generator));
  }
}

function uniqueState(system: System, options: SteadyStateOptions): SteadyState {
  const { model, baths, asked } = system;
  const conserved = whatIsConserved(model, baths);
  if (conserved) throw notUnique(conserved);
  const generator = redfieldGenerator(model, baths, options.lambShift, false);
  const cutoff = secularCutoff(options.secular, generator);
  let best: Candidate | undefined;
  for (const solve of solvers(options, generator.size, cutoff)) {
    const candidate = solve(system, generator, cutoff);
    if (!candidate) continue;
    if (trusted(candidate, asked) && candidate.settled) return certify(system, candidate, cutoff);
    if (!best || candidate.weakest || candidate.accuracy.populations < best.accuracy.populations)
      best = candidate;
  }
  if (best && trusted(best, asked)) return certify(system, best, cutoff);
  // what the method asked for cannot tell, 32 digits can
  const inFull = generator.size <= LARGEST_EXTENDED && !options.lambShift;
  throw refusal(
    system,
    best,
    inFull && options.method !== undefined ? precise(system, generator, cutoff) : best,
  );
}

/** The state that a start comes to, one of many that are steady. */
function stateFrom(
  system: System,
  generator: RedfieldGenerator,
  start: DensityMatrix,
  cutoff: number,
): SteadyState {
  const { size: n } = generator;
  const { sites, spinsUp } = system.model;
  const subject = `the long-time state for ${sites} sites with ${spinsUp} spins up has ${n * n} unknowns and`;
  checkFits(subject, n * n, "unknowns", 32);
  const { real, imag, condition } = longTimeState(generator, cutoff, start);
  const rates = largest(generator.decay) || 1;
  const errors = (floors: Floors): StateErrors => {
    const entry = n * 2 ** -50 + (condition * floors.real) / rates;
    return { populations: entry, real: n * entry, imag: n * entry };
  };
  const candidate = assess(system, generator, cutoff, { real, imag, errors, residual: 0 });
  if (!trusted(candidate, system.asked)) throw refusal(system, candidate);
  return certify(system, candidate, cutoff);
}

/** What is to be solved. */
interface System {
  readonly model: SpinModel;
  readonly baths: readonly Bath[];
  /** largest error that is let pass */
  readonly asked: number;
}

/** A state that a solver found, with what is known of its errors. */
interface Candidate {
  readonly generator: RedfieldGenerator;
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly imagInSector?: Float64Array;
  readonly bathHeat: Float64Array;
  readonly gross: readonly number[];
  readonly accuracy: Accuracy;
  /** largest |dρ/dt| over the largest rate */
  readonly residual: number;
  readonly converged: boolean;
  /** whether another state solves the equations as well */
  readonly singular?: boolean;
  /** whether another solver could not do better */
  readonly settled: boolean;
  /** which levels coincide, where it is known better than doubles tell */
  readonly degenerate?: readonly Stretch[];
  /** levels from 1 whose exchange is known worst, where this is known */
  readonly weakest?: readonly [number, number];
}

type Solver = (system: System, generator: RedfieldGenerator, cutoff: number) => Candidate | undefined;

const trusted = ({ accuracy }: Candidate, asked: number): boolean =>
  accuracy.populations <= asked && accuracy.currents <= asked;

const workspace = keptBySize((n) => arrays(2, n * n), 40);

/** Those of the options that a model description has as well. */
export const DESCRIBED_OPTIONS = ["secular", "lambShift", "accuracy", "initial"] as const;

const OPTIONS = ["method", ...DESCRIBED_OPTIONS];

/**
 * Checks what {@link steadyState} is told.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function checkOptions(options: SteadyStateOptions): void {
  checkObject("options", options, OPTIONS);
  const { secular = "none", method = "auto", lambShift = false, accuracy = ACCURACY } = options;
  if (secular !== "none" && secular !== "full" && !(typeof secular === "number" && secular >= 0)) {
    refuse("secular", '"none", "full" or a frequency of at least 0', secular);
  }
  if (typeof lambShift !== "boolean") refuse("lambShift", "true or false", lambShift);
  if (method !== "auto" && method !== "dense" && method !== "krylov") {
    refuse("method", '"auto", "dense" or "krylov"', method);
  }
  checkNumber("accuracy", accuracy, 0, true);
  if (method === "krylov" && (lambShift || (secular !== "none" && secular !== Number.POSITIVE_INFINITY))) {
    throw new InputError(
      'method "krylov" knows neither secular nor lambShift: leave them out or take method "dense"',
    );
  }
}

/** What to try, one after the other until a state can be trusted: cheap first. */
function solvers(
  { method = "auto", lambShift = false }: SteadyStateOptions,
  size: number,
  cutoff: number,
): Solver[] {
  const special = cutoff < Number.POSITIVE_INFINITY || lambShift;
  if (method === "krylov") return [iterative];
  const direct = special ? [dense] : [reduced, dense];
  if (method === "dense") return direct;
  const extended = size <= LARGEST_EXTENDED && !lambShift ? [precise] : [];
  if (special || size <= LARGEST_DIRECT) return [...direct, ...extended];
  return [iterative, ...(size <= LARGEST_FALLBACK ? [dense] : []), ...extended];
}

const reduced: Solver = (system, generator, cutoff) => {
  const liouvillian = redfieldLiouvillian(generator);
  return withDoubles(system, generator, cutoff, liouvillian, eliminationSolver(liouvillian));
};

const dense: Solver = (system, generator, cutoff) => {
  const { sites, spinsUp } = system.model;
  const liouvillian = secularLiouvillian(generator, cutoff);
  const subject = `the direct solution for ${sites} sites with ${spinsUp} spins up has ${liouvillian.size} unknowns and`;
  checkFits(subject, liouvillian.size, "unknowns", 16);
  return withDoubles(system, generator, cutoff, liouvillian, denseSolver(liouvillian));
};

function withDoubles(
  system: System,
  generator: RedfieldGenerator,
  cutoff: number,
  liouvillian: Liouvillian,
  solver: DirectSolver | undefined,
): Candidate | undefined {
  if (!solver || solver.singular) return undefined;
  const { size: n } = generator;
  const { size: m } = liouvillian;
  const [real, imag] = arrays(2, n * n);
  const [right, found] = workspace(n);
  right.fill(0);
  right[0] = 1; // the first equation is Tr ρ = 1
  const residual = solver.solve(right, found);
  if (m === n * n) unpackState(found, n, real, imag);
  else unpackSome(liouvillian.unknowns(), found, n, real, imag);
  const left = cutoff === Number.POSITIVE_INFINITY ? undefined : residual;
  return assess(system, generator, cutoff, { real, imag, errors: solver.errors, residual: left });
}

const iterative: Solver = (system, generator, cutoff) =>
  assess(system, generator, cutoff, solveKrylov(redfieldLiouvillian(generator)));

// heat, gross flow and bounds of a state that was found with doubles
function assess(
  { model, asked }: System,
  generator: RedfieldGenerator,
  cutoff: number,
  found: {
    readonly real: Float64Array;
    readonly imag: Float64Array;
    readonly errors: (floors: Floors) => StateErrors;
    readonly residual?: number;
    /** of iterations, which know what they leave */
    readonly converged?: boolean;
  },
): Candidate {
  const { real, imag, errors, converged = true } = found;
  const { size: n } = generator;
  const rates = largest(generator.decay) || 1;
  const full = cutoff === Number.POSITIVE_INFINITY;
  const residual = full ? largestDerivative(generator, real, imag) / rates : (found.residual ?? 0);
  const populations = diagonal(real, n);
  const gross = grossHeat(generator, populations);
  const bathHeat = heatFromBaths(generator, real, imag, cutoff);
  const left = found.converged === undefined ? residual * rates : 0;
  const known = errors(equationFloors(generator, real, imag, left));
  const bounds = stateAccuracy(generator, model, real, gross, known, asked);
  const accuracy = observedErrors(bounds, real, imag, bathHeat, gross);
  const settled = found.converged === undefined || (found.residual ?? 0) <= SETTLED;
  const { singular } = known;
  return { generator, real, imag, bathHeat, gross, accuracy, residual, converged, singular, settled };
}

const precise: Solver = ({ model, baths }, _, cutoff) => {
  const basis = sectorBasis(model.sites, model.spinsUp);
  const found = extendedState(model, baths, basis, cutoff);
  if (found instanceof ClosedSets) throw notUnique(leftAlone(model, baths, found.sets));
  const shared = sharedEnergy(model);
  const { levels, vectors, real, imag, imagInSector, bathHeat, gross, degenerate, weakest } = found;
  const energies = levels.map((level) => level + shared);
  const generator = generatorIn({ basis, energies, levels, vectors }, baths, false, false);
  const accuracy = observedErrors(found.accuracy, real, imag, bathHeat, gross);
  const residual = largestDerivative(generator, real, imag) / (largest(generator.decay) || 1);
  return {
    generator,
    real,
    imag,
    imagInSector,
    bathHeat,
    gross,
    accuracy,
    residual: cutoff === Number.POSITIVE_INFINITY ? residual : 0,
    converged: true,
    settled: true,
    degenerate,
    weakest,
  };
};

function certify({ model, baths }: System, candidate: Candidate, cutoff: number): SteadyState {
  const { generator, real, imag, bathHeat, gross, accuracy, residual } = candidate;
  const { size: n, energies, levels, vectors } = generator;
  const eigenvalues = hermitianEigenvalues(real, imag, n).reverse();
  const cold = baths.some((bath) => bath.temperature === 0);
  const certificate: Certificate = {
    residual,
    traceError: traceError(real, n),
    hermiticityError: hermiticityError(real, imag, n),
    minEigenvalue: eigenvalues[n - 1],
    energyBalance: total(bathHeat),
    entropyProduction: cold ? null : bathHeat.reduce((sum, q, b) => sum - q / baths[b].temperature, 0),
    accuracy,
    condition: accuracy.populations / 2 ** -52,
    couplingRatio: couplingRatio(generator),
  };
  for (const [what, value] of Object.entries(certificate)) {
    if (typeof value !== "number" || Number.isFinite(value)) continue;
    const reason = "energies, rates or temperatures are too far from 1 for their products to be numbers";
    throw new InputError(
      `${what} of the certificate must be finite, got ${value}: ${reason}`,
      "ill-conditioned",
    );
  }
  const turnover = cold ? 0 : gross.reduce((sum, heat, b) => sum + heat / baths[b].temperature, 0);
  return {
    model,
    baths,
    equation: "redfield",
    full: cutoff === Number.POSITIVE_INFINITY && generator.couplings.every(({ shift }) => !shift),
    basis: sectorBasis(model.sites, model.spinsUp),
    energies,
    levels,
    vectors,
    real,
    imag,
    imagInSector: candidate.imagInSector ?? toSectorBasis(imag, vectors, n),
    populations: levelPopulations(levels, real, imag, candidate.degenerate),
    eigenvalues,
    bathHeat,
    certificate,
    warnings: certificateWarnings(
      certificate,
      2 * n * accuracy.populations + 1e-14,
      2 * accuracy.currents * turnover,
    ),
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
  const { size: n, levels, couplings } = generator;
  const slow = (z: Float64Array): Float64Array =>
    cutoff === Number.POSITIVE_INFINITY
      ? z
      : z.map((entry, i) => (Math.abs(levels[Math.floor(i / n)] - levels[i % n]) > cutoff ? 0 : entry));
  const [flow] = workspace(n);
  // 2 Σ_a E_a [F Z, S]_aa
  const energyOf = (operator: Float64Array, factor: Float64Array, z: Float64Array): number => {
    multiply(factor, z, n, flow);
    let heat = 0;
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) heat += 2 * (levels[a] - levels[c]) * flow[a * n + c] * operator[c * n + a];
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

function largestDerivative(generator: RedfieldGenerator, real: Float64Array, imag: Float64Array): number {
  const [dReal, dImag] = workspace(generator.size);
  writeDerivative(generator, real, imag, dReal, dImag);
  return Math.max(largest(dReal), largest(dImag));
}
