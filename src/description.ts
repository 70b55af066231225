// A model and its baths as plain JSON, checked: what the command line, sweeps, the explorer's links and other programs
// speak.

import { type Bath, checkBaths, type GeneralBath, type OhmicBathOptions } from "./baths/bath";
import { checkObject, echo, InputError, refuse } from "./input/guards";
import { entry } from "./input/path";
import { laboratoryUnits, type Units } from "./input/units";
import { type Cycle, checkCycles } from "./model/cycles";
import { checkDrive, type Drive } from "./model/drive";
import { type BondOptions, type Position, ringModel, type SpinModel, spinModel } from "./model/model";
import { pauliTerms } from "./model/pauli-strings";
import { checkInitial } from "./states/initial-state";
import { checkOptions, DESCRIBED_OPTIONS, type SteadyStateOptions } from "./states/steady-state";

/** What a description says about the equation, as the options of {@link steadyState}. */
export type DescribedOptions = Pick<SteadyStateOptions, (typeof DESCRIBED_OPTIONS)[number]>;

/**
 * A model and its baths as plain JSON: a ring, or with `bonds` any graph. Missing fields take the defaults of ringModel,
 * spinModel, ohmicBath and steadyState.
 */
export interface ModelDescription extends DescribedOptions {
  /** N, an integer from 2 to 30, or 1 with no bonds */
  readonly sites: number;
  /** M, how many of the spins are up, an integer from 0 to N; left out, all sectors together, which up to 8 sites allow */
  readonly spinsUp?: number;
  /** J of every bond of the ring; 1 by default, which makes it the unit of energy */
  readonly exchange?: number;
  /** Δ of every bond of the ring, in J; 0 by default */
  readonly interaction?: number;
  /** Φ through the ring, a phase Φ/N on every bond; 0 by default */
  readonly flux?: number;
  /** the bonds of any graph, instead of `exchange`, `interaction` and `flux` */
  readonly bonds?: readonly BondOptions[];
  /** h_1 … h_N, N numbers in J; 0 by default */
  readonly fields?: readonly number[];
  /** where each site is drawn, with `bonds`: what is clockwise is then as drawn */
  readonly positions?: readonly Position[];
  /** one or more, in the order that `bathHeat` has */
  readonly baths: readonly (OhmicBathOptions | GeneralBath)[];
  /** cycles of sites for the `loops` of the result, a smallest cycle basis by default: `[[1, 2, 3, 4]]` */
  readonly loops?: readonly Cycle[];
  /** observables of the result's `expectations`, sums of Pauli strings: `["Z1", "X1 X2 + 0.5 Z3"]` */
  readonly expectations?: readonly string[];
  /**
   * what energies and temperatures are measured in, instead of J; then `exchange` of the ring or of every bond, and the `cutoff` of every
   * bath that has one, have to be given
   */
  readonly units?: Units;
  /** what to add to the result; a sweep names beside its base what it observes */
  readonly observe?: readonly DescribedObservable[];
}

/** What a result has only where a description asks for it. */
export type DescribedObservable = (typeof OBSERVABLES)[number];

const OBSERVABLES = ["ergotropyParts", "noise", "uncertaintyRatio", "audit"] as const;

/** The fields of a model description. */
export const DESCRIPTION_FIELDS: readonly (keyof ModelDescription)[] = [
  "sites",
  "spinsUp",
  "exchange",
  "interaction",
  "flux",
  "bonds",
  "fields",
  "positions",
  "baths",
  "loops",
  "expectations",
  "units",
  "observe",
  ...DESCRIBED_OPTIONS,
];

/**
 * Checks a description and builds from it what {@link steadyState} takes.
 *
 * @throws InputError naming the field, the value and what is allowed
 * @example modelFromDescription({ sites: 4, spinsUp: 2, baths: [{ site: 1, temperature: 2 }] }).model
 */
export function modelFromDescription(description: ModelDescription): {
  /** the model, every default filled in */
  model: SpinModel;
  /** its baths, every default filled in */
  baths: Bath[];
  /** what {@link steadyState} is told */
  options: DescribedOptions;
} {
  checkObject("model", description, DESCRIPTION_FIELDS);
  const {
    sites,
    spinsUp,
    exchange,
    interaction,
    flux,
    bonds,
    fields,
    positions,
    baths,
    loops,
    expectations,
    units,
    observe,
    ...given
  } = description;
  for (const field of ["sites", "baths"] as const) {
    if (description[field] === undefined) throw new InputError(`${field} is required`);
  }
  for (const [name, value] of Object.entries({ exchange, interaction, flux })) {
    if (bonds !== undefined && value !== undefined) refuse(name, WITH_BONDS, value);
  }
  if (bonds === undefined && positions !== undefined) refuse("positions", "left out of a ring", positions);
  const model =
    bonds === undefined
      ? ringModel({ sites, spinsUp, exchange, interaction, flux, fields })
      : spinModel({ sites, spinsUp, bonds, fields, positions });
  if (loops !== undefined) checkCycles(model, loops);
  checkOptions(given);
  if (given.initial !== undefined) checkInitial(given.initial, model);
  if (expectations !== undefined) checkExpectations(expectations, sites);
  checkObserved(observe);
  if (given.drive !== undefined) checkDriven(given.drive, model, observe);
  const checked = checkBaths(baths, model);
  return units === undefined
    ? { model, baths: checked, options: given }
    : warmed(description, model, checked, given);
}

/** The same with temperatures in units of energy, as a model takes them. */
function warmed(
  { units, exchange, bonds, baths }: ModelDescription,
  model: SpinModel,
  checked: Bath[],
  options: DescribedOptions,
): ReturnType<typeof modelFromDescription> {
  const { temperature: unit } = laboratoryUnits(units as Units);
  const needs = (name: string, value: unknown): void => {
    if (value === undefined)
      throw new InputError(`${name} is required where units are given: its default is in J`);
  };
  if (bonds === undefined) needs("exchange", exchange);
  bonds?.forEach((bond, b) => void needs(`${entry("bonds", b)}.exchange`, bond.exchange));
  baths.forEach((bath, b) => {
    if (!("spectralDensity" in bath)) needs(`${entry("baths", b)}.cutoff`, bath.cutoff);
  });
  const { initial } = options;
  const start = typeof initial === "object" && "temperature" in initial;
  return {
    model,
    baths: checked.map((bath) => ({ ...bath, temperature: unit * bath.temperature })),
    options: start ? { ...options, initial: { temperature: unit * initial.temperature } } : options,
  };
}

function checkDriven(drive: Drive, model: SpinModel, observe: ModelDescription["observe"]): void {
  checkDrive(drive, model.bonds.length);
  const other = observe?.find((name) => name !== "ergotropyParts");
  if (other) throw new InputError(`observe "${other}" is not known under a drive: leave out one of them`);
}

function checkExpectations(expectations: readonly string[], sites: number): void {
  if (!Array.isArray(expectations)) refuse("expectations", "a list of sums of Pauli strings", expectations);
  expectations.forEach((text, i) => {
    pauliTerms(text, sites, entry("expectations", i));
    if (expectations.indexOf(text) !== i) throw new InputError(`expectations names ${echo(text)} twice`);
  });
}

function checkObserved(observe: ModelDescription["observe"]): void {
  if (observe === undefined) return;
  if (!Array.isArray(observe)) refuse("observe", "a list of names", observe);
  observe.forEach((name, i) => {
    if (!OBSERVABLES.includes(name)) refuse(entry("observe", i), `one of ${OBSERVABLES.join(", ")}`, name);
    if (observe.indexOf(name) !== i) throw new InputError(`observe names ${echo(name)} twice`);
  });
}

const WITH_BONDS = "left out where bonds are given, each has its own";
