// Everything observed in a steady state, and its derivatives, as one list of numbers in the same order.
import { siteHeatCurrents, spinCurrents } from "../../src/observables/currents";
import { ergotropyParts } from "../../src/observables/ergotropy";
import type { Sensitivity } from "../../src/observables/sensitivity";
import type { SteadyState } from "../../src/states/steady-state";

export const observed = (state: SteadyState): number[] => {
  const { total, incoherent, coherent } = ergotropyParts(state);
  return [
    ...state.energies,
    ...state.populations,
    ...Object.values(siteHeatCurrents(state)),
    ...state.bathHeat,
    ...spinCurrents(state),
    ...[total, incoherent, coherent],
  ];
};

/** The same of the derivatives; what has none is left out as NaN. */
export const slopes = (of: Sensitivity, n: number): number[] => {
  const none = new Array<number>(n).fill(Number.NaN);
  const { total, incoherent, coherent } = of.ergotropyParts ?? {
    total: of.ergotropy ?? Number.NaN,
    incoherent: Number.NaN,
    coherent: Number.NaN,
  };
  return [
    ...(of.energies ?? none),
    ...(of.populations ?? none),
    ...Object.values(of.heatCurrents),
    ...of.bathHeat,
    ...of.spinCurrents,
    ...[total, incoherent, coherent],
  ];
};
