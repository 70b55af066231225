// Heat and spin currents of a state, and the mode in which heat flows around the ring.

import { checkInteger, InputError } from "../input/guards";
import { gauged } from "../model/gauge";
import { isRing, type SpinModel } from "../model/model";
import { bondEnergy, bondFlow, bondsThrough, type InSector, spinFlows } from "../model/operators";
import { largest } from "../numerics/entries";
import { meanOver, moments, periodOf } from "../states/driven";
import type { State } from "../states/state";
import type { SteadyState } from "../states/steady-state";

/**
 * How heat flows between two baths: the same way round in both branches (`clockwise`, `counterclockwise`),
 * from bath to bath in both (`parallel`), or not at all (`none`).
 */
export type CurrentMode = (typeof CURRENT_MODES)[number];

/** The modes in the order in which they are listed, everywhere. */
export const CURRENT_MODES = ["clockwise", "parallel", "counterclockwise", "none"] as const;

/** Below this, in units of J², a current is a rounding error. */
export const VANISHING = 1e-13;

/** The heat currents of a ring between two baths; positive is clockwise, the direction of growing site numbers. */
export interface HeatCurrents {
  /** j_u in J²/ħ, on the branch that leads clockwise from the first bath to the second */
  readonly upper: number;
  /** j_d in J²/ħ, on the other branch */
  readonly lower: number;
  /** Q_L = j_u − j_d in J²/ħ, out of the first bath */
  readonly fromLeft: number;
  /** Q_R in J²/ħ, out of the second bath */
  readonly fromRight: number;
  /** which way round the heat flows, from the signs of both */
  readonly mode: CurrentMode;
}

/**
 * The energy that flows from one bond to another, ⟨i[h_a, h_b]⟩ = −2 Im Tr(ρ h_a h_b) (eq. 12).
 *
 * @param before index in `model.bonds` of the bond that the energy leaves
 * @param after index in `model.bonds` of the bond that it comes to
 * @returns the current in units of J² (ħ = 1), under a drive its mean over a period, positive from `before` to `after`
 * @throws InputError if an index is out of range
 * @example bondHeatCurrent(state, 0, 1) // on a ring: through site 2
 */
export function bondHeatCurrent(state: State, before: number, after: number): number {
  const model = ownModel(state);
  const last = model.bonds.length - 1;
  checkInteger("before", before, 0, last);
  checkInteger("after", after, 0, last);
  const period = periodOf(state);
  if (period) {
    return meanOver(period, ({ model: now, rho }) =>
      bondFlow(rho, bondEnergy(now, before), bondEnergy(now, after)),
    );
  }
  const [a, b] = [bondEnergy(model, before), bondEnergy(model, after)];
  return bondFlow(inSector(state), a, b) || 0; // no −0 where nothing flows
}

/** The model in the gauge in which it was solved. */
export const ownModel = ({ model, baths }: Pick<State, "model" | "baths">): SpinModel =>
  gauged(model, baths).model;

/** What the currents of a state are read from. */
export const inSector = ({ realInSector, imagInSector }: State): InSector => ({
  real: realInSector,
  imag: imagInSector,
});

/**
 * The heat current through a site without a bath, ⟨ĵ_l⟩ = ⟨i[h_{l−1,l}, h_{l,l+1}]⟩ (eq. 12), positive clockwise.
 *
 * @throws InputError if the site has a bath, where heat enters, or not exactly two bonds
 * @example siteHeatCurrent(state, 2)
 */
export function siteHeatCurrent(state: State, site: number): number {
  checkInteger("site", site, 1, state.model.sites);
  if (state.baths.some((bath) => bath.site === site)) {
    throw new InputError(`site must be one without a bath, got ${site}: there heat enters, see bathHeat`);
  }
  const [before, after] = bondsThrough(state.model, site);
  // what comes along a bond that ends at such a site goes on to the other
  const bondHeat = "bondHeat" in state ? (state as SteadyState).bondHeat : undefined;
  if (bondHeat && state.model.bonds[before].to === site) return bondHeat[before];
  return bondHeatCurrent(state, before, after);
}

/**
 * The heat currents through all sites of a ring without a bath, keyed by site, in J²/ħ. Empty for anything but a ring.
 *
 * @example Object.keys(siteHeatCurrents(state)) // sites 2 and 4
 */
export function siteHeatCurrents(state: State): Record<number, number> {
  return Object.fromEntries(freeSites(state).map((site) => [site, siteHeatCurrent(state, site)]));
}

/** The sites of a ring that have no bath. */
export function freeSites({ model, baths }: Pick<State, "model" | "baths">): number[] {
  if (!isRing(model)) return [];
  return model.fields.map((_, l) => l + 1).filter((site) => baths.every((bath) => bath.site !== site));
}

/**
 * The spin current on every bond, ⟨J(σˣ_l σʸ_m − σʸ_l σˣ_m)⟩ (eq. 13), positive from l to m; of a bond with a phase
 * ⟨∂H/∂θ_lm⟩ = ⟨2iJ(e^{iθ} σ⁺_l σ⁻_m − h.c.)⟩.
 *
 * @returns one number a bond in the order of `model.bonds`, in units of J; on a ring they are all equal, if no bath couples through σˣ or σʸ
 * and the equation promises `bondConservation`
 * @example spinCurrents(state)[0]
 */
export function spinCurrents(state: State): Float64Array {
  const period = periodOf(state);
  if (period) {
    const sums = new Float64Array(period.model.bonds.length);
    for (const { model, rho } of moments(period)) {
      spinFlows(rho, model).forEach((flow, b) => {
        sums[b] += flow / period.times;
      });
    }
    return sums;
  }
  return spinFlows(inSector(state), ownModel(state));
}

/**
 * Upper and lower branch, heat from both baths and the mode, for a ring between two baths.
 *
 * In the steady state j_u − j_d = Q_L = −Q_R, if the equation promises `bondConservation`.
 *
 * @throws InputError for anything but a ring with two baths that each branch has a free site between
 * @example heatCurrents(state).mode // "clockwise"
 */
export function heatCurrents(state: State): HeatCurrents {
  const [upper, lower] = branchSites(state).map((site) => siteHeatCurrent(state, site));
  const [fromLeft, fromRight] = state.bathHeat;
  return { upper, lower, fromLeft, fromRight, mode: currentMode(state, upper, lower) };
}

/**
 * The sites at which {@link heatCurrents} reads the upper and the lower branch: the next ones clockwise from the baths.
 *
 * @throws InputError for anything but a ring with two baths that each branch has a free site between
 */
export function branchSites({ model, baths }: Pick<State, "model" | "baths">): [number, number] {
  if (!isRing(model) || baths.length !== 2) {
    throw new InputError(
      "heatCurrents needs a ring of three or more sites with two baths: use siteHeatCurrents, bondHeatCurrent and bathHeat",
    );
  }
  const [left, right] = baths.map((bath) => bath.site);
  const afterLeft = (left % model.sites) + 1;
  const afterRight = (right % model.sites) + 1;
  if (left === right || afterLeft === right || afterRight === left) {
    throw new InputError(
      `heatCurrents needs a site without a bath in each branch, the baths are at ${left} and ${right}: use siteHeatCurrents and bathHeat`,
    );
  }
  return [afterLeft, afterRight];
}

function currentMode(state: State, upper: number, lower: number): CurrentMode {
  const least = roundingOf(state, [upper, lower]);
  return Math.max(Math.abs(upper), Math.abs(lower)) <= least ? "none" : modeOf(upper, lower);
}

/** Below this part of what the baths exchange, or of what persists without them, nothing flows but rounding. */
const NOTHING = 1e-12;

/** How large a current may be and still be none: any, where nothing flows in the end. `flows` is all the heat. */
export function roundingOf(state: Resting & Pick<State, "bathHeat">, flows: ArrayLike<number>): number {
  if (isResting(state, flows)) return Number.POSITIVE_INFINITY;
  const exchanged = Array.from(state.bathHeat).reduce((sum, heat) => sum + Math.abs(heat), 0);
  return (
    NOTHING * (gauged(state.model).real ? exchanged : Math.max(exchanged, largest(Float64Array.from(flows))))
  );
}

/** A current, or 0 where it is no larger than rounding. */
export const withoutRounding = (current: number, least: number): number =>
  Math.abs(current) <= least ? 0 : current;

type Resting = Pick<State, "model" | "baths" | "equation" | "certificate">;

/** Of the energies of bonds squared: a persistent current below this is rounding. */
const PERSISTENT = 1e-14;

/**
 * Whether nothing flows in the end: since all baths have one temperature and the equation leads to the state of Gibbs, where, if no gauge
 * makes H real, heat persists even so, unless it is no more than rounding; or since baths dephase their sites and do nothing else.
 */
function isResting({ model, baths, equation, certificate }: Resting, flows: ArrayLike<number>): boolean {
  if (certificate.residual === null) return false;
  if (equation === "local-lindblad" && baths.every(({ operator }) => operator === undefined)) return true;
  if (!certificate.promises.gibbs) return false;
  if (baths.some(({ temperature }) => temperature !== baths[0].temperature)) return false;
  if (gauged(model).real) return true;
  let energy = 0;
  for (const { exchange, interaction } of model.bonds)
    energy = Math.max(energy, 2 * Math.abs(exchange) + Math.abs(interaction));
  for (const field of model.fields) energy = Math.max(energy, Math.abs(field));
  return Array.from(flows).every((flow) => Math.abs(flow) <= PERSISTENT * energy * energy);
}

/** The mode of two branches of which at least one carries heat. */
export function modeOf(upper: number, lower: number): CurrentMode {
  if (upper > 0 && lower > 0) return "clockwise";
  if (upper < 0 && lower < 0) return "counterclockwise";
  return "parallel";
}
