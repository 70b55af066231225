// One model description in, one result out, both plain JSON: what the command line, workers and other
// programs speak.
import { checkObject, InputError, type Warning } from "./model/check";
import { ringModel, type SpinModel } from "./model/model";
import { siteHeatCurrents, spinCurrents } from "./observables/currents";
import { ergotropy } from "./observables/ergotropy";
import { type Bath, checkBaths } from "./redfield/bath";
import { type Certificate, steadyState } from "./redfield/steady-state";

/** A ring and its baths as plain JSON; missing fields take the defaults of ringModel and ohmicBath. */
export interface ModelDescription {
  readonly sites: number;
  readonly spinsUp: number;
  readonly exchange?: number;
  readonly interaction?: number;
  readonly fields?: readonly number[];
  readonly baths: readonly {
    readonly site: number;
    readonly temperature: number;
    readonly coupling?: number;
    readonly cutoff?: number;
  }[];
}

/** The steady state of a description as plain JSON. */
export interface SolveResult {
  /** ascending */
  readonly energies: number[];
  /** ρ_kk in the same order */
  readonly populations: number[];
  /** through every site without a bath, keyed by site */
  readonly heatCurrents: Record<number, number>;
  /** Q_b in the order of the baths */
  readonly bathHeat: number[];
  /** on the bonds (1,2), (2,3), …, (N,1) */
  readonly spinCurrents: number[];
  readonly ergotropy: number;
  readonly certificate: Certificate;
  readonly warnings: readonly Warning[];
}

/**
 * Checks a description and builds the ring and its baths from it.
 *
 * @throws InputError naming the field, the value and what is allowed
 * @example modelFromDescription({ sites: 4, spinsUp: 2, baths: [{ site: 1, temperature: 2 }] }).model
 */
export function modelFromDescription(description: ModelDescription): { model: SpinModel; baths: Bath[] } {
  checkObject("model", description, ["sites", "spinsUp", "exchange", "interaction", "fields", "baths"]);
  const { baths, ...ring } = description;
  for (const field of ["sites", "spinsUp", "baths"] as const) {
    if (description[field] === undefined) throw new InputError(`${field} is required`);
  }
  const model = ringModel(ring);
  return { model, baths: checkBaths(baths, model.sites) };
}

/**
 * The steady state of a description with everything observed in it.
 *
 * @throws InputError for bad input or where the steady state is not unique
 * @example solve({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths: [{ site: 1, temperature: 2 }, { site: 3, temperature: 1 }] })
 */
export function solve(description: ModelDescription): SolveResult {
  const { model, baths } = modelFromDescription(description);
  const state = steadyState(model, baths);
  return {
    energies: Array.from(state.energies),
    populations: Array.from(state.populations),
    heatCurrents: siteHeatCurrents(state),
    bathHeat: Array.from(state.bathHeat),
    spinCurrents: Array.from(spinCurrents(state)),
    ergotropy: ergotropy(state),
    certificate: state.certificate,
    warnings: state.warnings,
  };
}
