// How far what is observed under the hierarchy can be trusted: what its last tier changed, and what Redfield's equation, which is as
// sensitive to the baths' rates, makes of their fit,
//   |O − O_before| + |O_Redfield(fitted) − O_Redfield(exact)|;
// for heat at least what flows from the baths where none may, at equal temperatures.
import { InputError } from "../input/guards";
import type { SteadyState } from "../states/steady-state";
import { siteHeatCurrents, spinCurrents } from "./currents";
import { ergotropyParts } from "./ergotropy";

/** What is observed in a state, by the names of `solve`. */
export interface Observations {
  /** ρ_kk in the order of the energies, n probabilities */
  readonly populations: readonly number[];
  /** through every site of a ring without a bath, keyed by site, in J²/ħ */
  readonly heatCurrents: Readonly<Record<number, number>>;
  /** out of each bath, in J²/ħ */
  readonly bathHeat: readonly number[];
  /** on every bond, in J/ħ */
  readonly spinCurrents: readonly number[];
  /** along every bond, in J²/ħ */
  readonly bondHeat: readonly number[];
  /** 𝓔, in J */
  readonly ergotropy: number;
}

/** What is observed in a state, as plain data. */
export function observations(state: SteadyState): Observations {
  return {
    populations: Array.from(state.populations),
    heatCurrents: siteHeatCurrents(state),
    bathHeat: Array.from(state.bathHeat),
    spinCurrents: Array.from(spinCurrents(state)),
    bondHeat: Array.from(state.bondHeat ?? []),
    ergotropy: ergotropyParts(state).total,
  };
}

/**
 * The error bars of what is observed in a state of the hierarchy: estimates, from the tier before, from the fit of the baths and
 * from the heat at equal temperatures.
 *
 * @returns for every number its error, above zero and in its unit
 * @throws InputError for a state of another equation
 * @example errorBars(steadyState(ring, baths, { equation: "hierarchy" })).ergotropy
 */
export function errorBars(state: SteadyState): Observations {
  if (!state.hierarchy?.neighbours) {
    throw new InputError(
      'error bars are those of a steady state under equation "hierarchy": of another one certificate.accuracy bounds what is wrong in its solution',
    );
  }
  const { neighbours, restHeat } = state.hierarchy;
  const [own, before] = [state, neighbours.before].map(observations);
  const [fitted, exact] = [neighbours.fitted, neighbours.exact].map((each) => each && observations(each));
  const bar = (read: (from: Observations) => number, least = 0): number => {
    const fit = fitted && exact ? Math.abs(read(fitted) - read(exact)) : 0;
    return Math.abs(read(own) - read(before)) + Math.max(fit, least);
  };
  const bars = (name: "populations" | "bathHeat" | "spinCurrents" | "bondHeat", least?: number): number[] =>
    own[name].map((_, k) => bar((from) => from[name][k], least));
  const heat = restHeat ?? 0;
  const sites = Object.keys(own.heatCurrents).map(Number);
  return {
    populations: bars("populations"),
    heatCurrents: Object.fromEntries(
      sites.map((site) => [site, bar((from) => from.heatCurrents[site], heat)]),
    ),
    bathHeat: bars("bathHeat", heat),
    spinCurrents: bars("spinCurrents"),
    bondHeat: bars("bondHeat", heat),
    ergotropy: bar((from) => from.ergotropy),
  };
}
