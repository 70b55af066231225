// The nonequilibrium steady state of an equation, L ρ = 0 and Tr ρ = 1, with its certificate.

import { type Bath, checkBaths } from "../baths/bath";
import { EQUATIONS, type EquationName } from "../equations/equation";
import { redfieldGenerator } from "../equations/generator";
import type { Floors } from "../equations/liouvillian";
import { secularCutoff } from "../equations/secular";
import { motionOf } from "../equations/undamped-modes";
import { checkInteger, checkNumber, checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import { basisOf, sectorText, sizeOf } from "../model/basis";
import { checkDrive, type Drive } from "../model/drive";
import { gauged } from "../model/gauge";
import { checkFits, checkSectorFits, pointBytes } from "../model/memory";
import { type SpinModel, spinModel } from "../model/model";
import { largest } from "../numerics/entries";
import type { StateErrors } from "./accuracy";
import { assess, type Candidate, hasExtended, precise, type System, solversFor, trusted } from "./candidates";
import { certify } from "./certify";
import { drivenState } from "./driven";
import { hierarchyState } from "./hierarchy-state";
import { checkInitial, type InitialState, initialMatrix } from "./initial-state";
import { keepsApart, leftAlone, notUnique, refusal, whatIsConserved } from "./refusal";
import type { DensityMatrix, SteadyState } from "./state";
import { longTimeState } from "./undamped";
import { wholePoint } from "./whole-point";

export type { SteadyState } from "./state";

/** What {@link steadyState} can be told. */
export interface SteadyStateOptions {
  /**
   * `"redfield"` (the default); `"hierarchy"`, which knows the baths' memory and holds at any coupling; `"local-lindblad"`, by which every bath acts on its site as if that were alone; or
   * `"universal-lindblad"`, which keeps probabilities positive. What each keeps, `certificate.promises` says.
   */
  readonly equation?: EquationName;
  /**
   * Which terms of the Redfield tensor to keep: `"none"` (no secular approximation, the default), `"full"`
   * (only those between coherences of equal frequency) or the largest frequency difference to keep (partial).
   */
  readonly secular?: "none" | "full" | number;
  /** `"auto"` (the default) solves small sectors directly and larger ones with Krylov iterations */
  readonly method?: "auto" | "dense" | "krylov";
  /** keep the imaginary part of the bath's response, which the paper neglects; by direct solution only */
  readonly lambShift?: boolean;
  /**
   * the largest error of a population, and of a heat current over its gross flow, that is let pass; 1e-6 by default. Of the
   * hierarchy what the last tier may change in ρ, 0.005 by default
   */
  readonly accuracy?: number;
  /** of the hierarchy, how many times the memory of the baths acts at most; left out, raised until ρ settles */
  readonly tier?: number;
  /** where to start if the steady state is not unique: arrows, `{ temperature }` or ρ in the energy basis, as for evolve */
  readonly initial?: InitialState;
  /** turns the phases of bonds to and fro, θ_b + A_b cos Ωt; with the Redfield equation as it stands */
  readonly drive?: Drive;
}

/** What is let pass by default. */
export const ACCURACY = 1e-6;

/**
 * The steady state of a model between its baths, from the full Redfield equation (eqs. 4–10) or another `equation`.
 *
 * The state is found with doubles first, and with 32 digits where those do not do and the sector is small. What cannot be
 * vouched for to the accuracy asked is refused. Where there is more than one steady state, `initial` names the one that a
 * start comes to. With `drive` it is the mean over a period of the state that returns after each: ρ̄ of the mean Hamiltonian (every
 * exchange times J₀(A_b)), with the means of heat, power, currents and ergotropy.
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
  const checkedBaths = checkBaths(baths, checkedModel);
  if (options.initial !== undefined) checkInitial(options.initial, checkedModel);
  return stateOfChecked(checkedModel, checkedBaths, options);
}

/** The same of what is checked already, as a description is. */
export function stateOfChecked(
  model: SpinModel,
  baths: readonly Bath[],
  options: SteadyStateOptions,
): SteadyState {
  const resident = sizeOf(model) >= LARGE && staysResident(model, baths, options);
  checkSectorFits(model, (n) => pointBytes(n, resident));
  const { secular, initial, drive } = options;
  if (drive !== undefined) {
    checkMemory(baths);
    return drivenState(model, baths, checkDrive(drive, model.bonds.length), options.accuracy ?? ACCURACY);
  }
  if (options.equation === "hierarchy") return hierarchyState(model, baths, options);
  checkMemory(baths);
  if (initial === undefined) return uniqueState(model, baths, options);
  const generator = redfieldGenerator(model, baths, options);
  const start = initialMatrix(initial, generator, basisOf(model));
  try {
    return uniqueState(model, baths, options);
  } catch (error) {
    if (!(error instanceof InputError && error.code === "not-unique")) throw error;
    const cutoff = secularCutoff(secular, generator);
    const { accuracy: asked = ACCURACY } = options;
    const { equation } = generator;
    return stateFrom(start, { model, baths, generator, equation, cutoff, asked });
  }
}

/** From here what a point takes is looked at more closely. */
const LARGE = 500;

/** Whether iterations stay in a kernel's memory, as residentEquations has it. */
const staysResident = (
  model: SpinModel,
  baths: readonly Bath[],
  { equation, secular, lambShift, drive }: SteadyStateOptions,
): boolean =>
  baths.length <= 2 && isPlain({ equation, secular, lambShift }) && !drive && gauged(model, baths).real;

/** Whether it is the Redfield equation as it stands. */
const isPlain = ({ equation, secular, lambShift }: SteadyStateOptions): boolean =>
  (equation ?? "redfield") === "redfield" && (secular ?? "none") === "none" && !lambShift;

function uniqueState(model: SpinModel, baths: readonly Bath[], options: SteadyStateOptions): SteadyState {
  const { method, equation = "redfield", secular, lambShift = false, accuracy: asked = ACCURACY } = options;
  const conserved = whatIsConserved(model, baths, equation);
  if (conserved) throw notUnique(conserved);
  if (isPlain(options) && (method ?? "auto") === "auto") {
    const { model: own, real } = gauged(model, baths);
    const found = real ? wholePoint(own, baths) : undefined;
    if (found && trusted(found, asked))
      return certify({ model, baths, equation, cutoff: Number.POSITIVE_INFINITY, asked }, found);
  }
  const generator = redfieldGenerator(model, baths, { equation, lambShift, lasting: false });
  const cutoff = secularCutoff(secular, generator);
  const system: System = { model, baths, generator, equation, cutoff, asked };
  let best: Candidate | undefined;
  for (const solve of solversFor(system, method ?? "auto", lambShift)) {
    const candidate = solve(system);
    if (!candidate) continue;
    if (trusted(candidate, asked) && candidate.settled) return certify(system, candidate);
    if (!best || candidate.weakest || candidate.accuracy.populations < best.accuracy.populations)
      best = candidate;
  }
  if (best && trusted(best, asked)) return certify(system, best);
  const inFull = hasExtended(generator);
  if (!inFull && keepsApart(generator)) throw notUnique(leftAlone(model, baths, []));
  // what the method asked for cannot tell, 32 digits can
  throw refusal(system, best, inFull && method !== undefined ? precise(system) : best);
}

/** The state that a start comes to, one of many that are steady. */
function stateFrom(start: DensityMatrix, system: System): SteadyState {
  const { model, generator, cutoff } = system;
  const { size: n } = generator;
  const subject = `the long-time state for ${model.sites} sites ${sectorText(model.spinsUp)} has ${n * n} unknowns and`;
  checkFits(subject, n * n, "unknowns", (m) => 32 * m * m);
  const { real, imag, condition } = longTimeState(motionOf(generator, cutoff), start);
  const rates = largest(generator.decay) || 1;
  const errors = (floors: Floors): StateErrors => {
    const entry = n * 2 ** -50 + (condition * floors.real) / rates;
    return { populations: entry, real: n * entry, imag: n * entry };
  };
  const candidate = assess(system, { real, imag, errors, residual: 0 });
  if (!trusted(candidate, system.asked)) throw refusal(system, candidate);
  return certify(system, candidate);
}

/** Exponents are for the hierarchy: another equation would leave them out in silence. */
export function checkMemory(baths: readonly Bath[]): void {
  baths.forEach(({ exponents }, b) => {
    if (exponents === undefined) return;
    throw new InputError(
      `${entry("baths", b)}.exponents are for equation "hierarchy": leave them out for another one`,
    );
  });
}

const HIGHEST_TIER = 100;

/** Those of the options that a model description has as well. */
export const DESCRIBED_OPTIONS = [
  "equation",
  "secular",
  "lambShift",
  "accuracy",
  "tier",
  "initial",
  "drive",
] as const;

const OPTIONS = ["method", ...DESCRIBED_OPTIONS];

/**
 * Checks what {@link steadyState} is told.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function checkOptions(options: SteadyStateOptions): void {
  checkObject("options", options, OPTIONS);
  const { equation = "redfield", secular = "none", method = "auto" } = options;
  const { lambShift = false, accuracy = ACCURACY, tier } = options;
  if (!EQUATIONS.includes(equation)) refuse("equation", `one of "${EQUATIONS.join('", "')}"`, equation);
  if (secular !== "none" && secular !== "full" && !(typeof secular === "number" && secular >= 0)) {
    refuse("secular", '"none", "full" or a frequency of at least 0', secular);
  }
  if (typeof lambShift !== "boolean") refuse("lambShift", "true or false", lambShift);
  if (method !== "auto" && method !== "dense" && method !== "krylov") {
    refuse("method", '"auto", "dense" or "krylov"', method);
  }
  checkNumber("accuracy", accuracy, 0, true);
  if (tier !== undefined) {
    if (equation !== "hierarchy") refuse("tier", 'left out but of equation "hierarchy"', tier);
    checkInteger("tier", tier, 1, HIGHEST_TIER);
  }
  if (equation === "hierarchy" && (method === "dense" || options.initial !== undefined)) {
    throw new InputError(
      method === "dense"
        ? 'equation "hierarchy" is solved by iterations: leave method out'
        : 'equation "hierarchy" has no initial: its start would need the memory of the baths as well',
    );
  }
  if (options.drive !== undefined) checkDriven(options);
  const special = lambShift || (secular !== "none" && secular !== Number.POSITIVE_INFINITY);
  if (equation !== "redfield" && special) {
    throw new InputError(
      `equation "${equation}" knows neither secular nor lambShift: leave them out or take equation "redfield"`,
    );
  }
  if (method === "krylov" && special) {
    throw new InputError(
      'method "krylov" knows neither secular nor lambShift: leave them out or take method "dense"',
    );
  }
}

/** What has no meaning, or no answer yet, under a drive. */
function checkDriven({
  equation = "redfield",
  secular = "none",
  method = "auto",
  lambShift,
  initial,
}: SteadyStateOptions): void {
  const without = (what: string): InputError =>
    new InputError(`drive goes with the Redfield equation as it stands: leave ${what} out, or the drive`);
  if (equation !== "redfield") throw without(`equation "${equation}"`);
  if (secular !== "none" && secular !== Number.POSITIVE_INFINITY) throw without("secular");
  if (lambShift) throw without("lambShift");
  if (method !== "auto") throw without("method");
  if (initial !== undefined) throw without("initial");
}
