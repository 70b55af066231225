// One model description in, one result out, both plain JSON.

import { type ModelDescription, modelFromDescription } from "./description";
import type { Warning } from "./input/guards";
import { type LaboratoryUnits, laboratoryUnits, type Units } from "./input/units";
import { pauliTerms } from "./model/pauli-strings";
import { type Finding, findingsOf } from "./observables/audit";
import { siteHeatCurrents, spinCurrents } from "./observables/currents";
import { ergotropyParts } from "./observables/ergotropy";
import { errorBars, type Observations, observations } from "./observables/error-bars";
import { currentsAround, type LoopCurrents } from "./observables/graph-currents";
import { heatNoise, uncertaintyRatio } from "./observables/noise";
import type { Certificate } from "./states/certificate";
import { densityMatrix, type HierarchyReport, pauliAverage, type State } from "./states/state";
import { type SteadyState, stateOfChecked } from "./states/steady-state";

/** What the result of a hierarchy says of it, as plain JSON. */
export interface DescribedHierarchy extends Omit<HierarchyReport, "neighbours"> {
  /** the error bars of what is observed, estimates */
  readonly errors: Observations;
  /**
   * "corrected Redfield": what is observed where Redfield's state of the fitted baths is replaced by that of the baths themselves,
   * both with Lamb shift; the better number as long as the coupling is weak. Left out where exponents were given
   */
  readonly corrected?: Observations;
}

/**
 * The steady state of a description as plain JSON. With `drive` everything is a mean over the period: currents, heat and ergotropy
 * (that of ρ(t) and H(t)), and energies and populations are those of the mean Hamiltonian and the mean state.
 */
export interface SolveResult {
  /** E_1 ≤ E_2 ≤ …, n numbers in J */
  readonly energies: number[];
  /**
   * ρ_kk in the same order, n probabilities; of a degenerate level the eigenvalues of ρ in its eigenspace,
   * descending
   */
  readonly populations: number[];
  /** through every site of a ring without a bath, keyed by site, positive clockwise, in J²/ħ */
  readonly heatCurrents: Record<number, number>;
  /** Q_b in the order of the baths, positive out of the bath, in J²/ħ */
  readonly bathHeat: number[];
  /** P, the mean power of the drive, with `drive`, in J²/ħ: Σ_b Q_b + P = 0 */
  readonly power?: number;
  /** on the bonds (1,2), (2,3), …, (N,1) of a ring, or in the order of `bonds`, in J/ħ */
  readonly spinCurrents: number[];
  /** along every bond, from → to, in J²/ħ; left out where the equation does not promise `bondConservation` */
  readonly bondHeat?: number[];
  /** what circulates in the loops of the graph; left out with `bondHeat`, and where there are none */
  readonly loops?: readonly LoopCurrents[];
  /** 𝓔, the most work that a unitary can draw, in J */
  readonly ergotropy: number;
  /** what the populations alone give, in J, with `observe: ["ergotropyParts"]` */
  readonly ergotropyIncoherent?: number;
  /** what the coherences between levels add, in J */
  readonly ergotropyCoherent?: number;
  /** S_bc, the covariances of the heat from the baths, in J³/ħ, with `observe: ["noise"]` */
  readonly noise?: readonly (readonly number[])[];
  /** S_bb σ/Q_b² of the heat from each bath, null where there is none, with `observe: ["uncertaintyRatio"]` */
  readonly uncertaintyRatio?: readonly (number | null)[];
  /** what the model and its equation should be doubted for, with `observe: ["audit"]` */
  readonly audit?: readonly Finding[];
  /** ⟨O⟩ of what the description names, by the same text */
  readonly expectations?: Readonly<Record<string, number>>;
  /** what the numbers are measured in where the description has `units`, in the place of J, J²/ħ, J³/ħ and J/ħ */
  readonly units?: Units & {
    /** of all heat currents */
    readonly heat: "W";
    /** of `noise` */
    readonly noise: "W^2/Hz";
    /** of spin currents, and of the entropy production over k_B */
    readonly spin: "1/s";
  };
  /** how the state was found, and its error bars, with `equation: "hierarchy"` */
  readonly hierarchy?: DescribedHierarchy;
  /** how far the state can be trusted */
  readonly certificate: Certificate;
  /** what has to be said beside it: an empty list where nothing has */
  readonly warnings: readonly Warning[];
}

/**
 * The steady state of a description with everything observed in it.
 *
 * @throws InputError for bad input or where the steady state is not unique
 * @example solve({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths: [{ site: 1, temperature: 2 }, { site: 3, temperature: 1 }] })
 */
export function solve(description: ModelDescription): SolveResult {
  const { model, baths, options } = modelFromDescription(description);
  const state = stateOfChecked(model, baths, options);
  const { total, incoherent, coherent } = ergotropyParts(state);
  const parts = { ergotropyIncoherent: incoherent, ergotropyCoherent: coherent };
  const spins = spinCurrents(state);
  const { power } = state;
  const flow = state.bondHeat;
  const loops = flow ? currentsAround(state, flow, spins, description.loops) : [];
  const result: SolveResult = {
    energies: Array.from(state.energies),
    populations: Array.from(state.populations),
    heatCurrents: siteHeatCurrents(state),
    bathHeat: Array.from(state.bathHeat),
    ...(power === undefined ? {} : { power }),
    spinCurrents: Array.from(spins),
    ergotropy: total,
    ...(description.observe?.includes("ergotropyParts") ? parts : {}),
    ...(description.observe?.includes("noise") ? { noise: heatNoise(state) } : {}),
    ...(description.observe?.includes("uncertaintyRatio")
      ? { uncertaintyRatio: uncertaintyRatio(state) }
      : {}),
    ...(description.observe?.includes("audit") ? { audit: findingsOf(state, true) } : {}),
    ...(description.expectations ? { expectations: averages(state, description.expectations) } : {}),
    ...(state.hierarchy ? { hierarchy: described(state, state.hierarchy) } : {}),
    certificate: state.certificate,
    warnings: state.warnings,
    ...(flow ? { bondHeat: Array.from(flow) } : {}),
    ...(loops.length > 0 ? { loops } : {}),
  };
  return description.units ? measured(result, description.units) : result;
}

type Measured = Omit<SolveResult, "units">;

/** What each number of a result is multiplied by in laboratory units: nothing where it has none, or is an energy and has its own. */
const MEASURED: {
  readonly [Field in keyof Measured]-?:
    | "heat"
    | "noise"
    | "spin"
    | null
    | ((value: NonNullable<Measured[Field]>, by: LaboratoryUnits, result: SolveResult) => Measured[Field]);
} = {
  energies: null,
  populations: null,
  heatCurrents: "heat",
  bathHeat: "heat",
  power: "heat",
  spinCurrents: "spin",
  bondHeat: "heat",
  loops: (loops, by) =>
    loops.map((loop) => ({ ...loop, heat: by.heat * loop.heat, spin: by.spin * loop.spin })),
  ergotropy: null,
  ergotropyIncoherent: null,
  ergotropyCoherent: null,
  noise: "noise",
  uncertaintyRatio: null,
  audit: null,
  expectations: null,
  hierarchy: ({ restHeat, errors, corrected, ...rest }, by) => ({
    ...rest,
    restHeat: restHeat === null ? null : by.heat * restHeat,
    errors: observedIn(errors, by),
    ...(corrected ? { corrected: observedIn(corrected, by) } : {}),
  }),
  certificate: ({ energyBalance, entropyProduction, ...rest }, by) => ({
    ...rest,
    energyBalance: by.heat * energyBalance,
    entropyProduction: entropyProduction === null ? null : by.spin * entropyProduction,
  }),
  warnings: (warnings, by, { certificate: { entropyProduction } }) =>
    warnings.map(({ code, message }) => {
      const [own, theirs] = [1, by.spin].map((unit) => (unit * (entropyProduction ?? 0)).toExponential(2));
      return { code, message: message.replace(`${own}:`, `${theirs} k_B/s:`) };
    }),
};

const observedIn = (observed: Observations, by: LaboratoryUnits): Observations => {
  const fields = Object.entries(observed).map(([field, value]) => {
    const how = MEASURED[field as keyof Observations];
    return [field, typeof how === "string" ? times(value, by[how]) : value];
  });
  return Object.fromEntries(fields) as Observations;
};

/** A result in laboratory units. */
function measured(result: SolveResult, units: Units): SolveResult {
  const by = laboratoryUnits(units);
  const fields = Object.entries(result).map(([field, value]) => {
    const how = MEASURED[field as keyof Measured];
    if (how === null) return [field, value];
    return [field, typeof how === "string" ? times(value, by[how]) : how(value as never, by, result)];
  });
  return { ...Object.fromEntries(fields), units: { ...units, heat: "W", noise: "W^2/Hz", spin: "1/s" } };
}

/** Every number in a list, in lists or in a record, times a factor. */
function times(values: unknown, factor: number): unknown {
  if (typeof values === "number") return factor * values;
  if (Array.isArray(values)) return values.map((value) => times(value, factor));
  return Object.fromEntries(
    Object.entries(values as object).map(([key, value]) => [key, times(value, factor)]),
  );
}

function described(state: SteadyState, { neighbours, ...report }: HierarchyReport): DescribedHierarchy {
  const { corrected } = neighbours;
  return {
    ...report,
    errors: errorBars(state),
    ...(corrected ? { corrected: observations(corrected) } : {}),
  };
}

function averages(state: State, texts: readonly string[]): Record<string, number> {
  const rho = densityMatrix(state, "sites");
  const average = (text: string): number =>
    pauliAverage(pauliTerms(text, state.model.sites), state.basis, rho);
  return Object.fromEntries(texts.map((text) => [text, average(text)]));
}
