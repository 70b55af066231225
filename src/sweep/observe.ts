// What a sweep can observe by name: each observable gives a group of columns. The alternative is a function of your
// own, which cannot cross to a worker thread.

import { echo, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import { sectorSize } from "../model/basis";
import { type Cycle, cycleBasis } from "../model/cycles";
import { isRing, type SpinModel } from "../model/model";
import {
  branchSites,
  CURRENT_MODES,
  type CurrentMode,
  heatCurrents,
  siteHeatCurrents,
  spinCurrents,
} from "../observables/currents";
import { ergotropyParts } from "../observables/ergotropy";
import { errorBars, type Observations, observations } from "../observables/error-bars";
import { bondHeat, loopCurrents } from "../observables/graph-currents";
import { largestInversion } from "../observables/inversion";
import { heatNoise, uncertaintyRatio } from "../observables/noise";
import type { Certificate } from "../states/certificate";
import type { SteadyState } from "../states/steady-state";

/** What error bars are given of, by the names of the columns that have the numbers; of the branches on a ring alone. */
type ByHierarchy = (typeof BY_HIERARCHY)[number];

const BY_HIERARCHY = ["heatUpper", "heatLower", "heatFromLeft", "spinCurrent", "ergotropy"] as const;

/** The columns that each observable gives; numbers as in the functions of the same name. */
export interface ObservedColumns {
  /** heat in the two branches of a ring between two baths, out of each bath, and the mode */
  readonly heatCurrents: {
    /** j_u, in J²/ħ */
    readonly heatUpper: number;
    /** j_d, in J²/ħ */
    readonly heatLower: number;
    /** Q_L, out of the first bath, in J²/ħ */
    readonly heatFromLeft: number;
    /** Q_R, out of the second bath, in J²/ħ */
    readonly heatFromRight: number;
    /** which way round the heat flows */
    readonly mode: CurrentMode;
  };
  /** `siteHeat1`, …: through each site of a ring in J²/ħ, null at a bath */
  readonly siteHeatCurrents: Readonly<Record<`siteHeat${number}`, number>>;
  /** `bathHeat1`, …: out of each bath, in J²/ħ */
  readonly bathHeat: Readonly<Record<`bathHeat${number}`, number>>;
  /** `bondHeat1`, …: along each bond, from → to, in J²/ħ */
  readonly bondHeat: Readonly<Record<`bondHeat${number}`, number>>;
  /** `loopHeat1`, `loopSpin1`, `loopMode1`, …: what circulates in each loop, in J²/ħ and J/ħ, and its mode */
  readonly loops: Readonly<
    Record<`loopHeat${number}` | `loopSpin${number}`, number> & Record<`loopMode${number}`, CurrentMode>
  >;
  /** `noise1_1`, `noise1_2`, …: S_bc of the heat from baths b ≤ c, in J³/ħ */
  readonly noise: Readonly<Record<`noise${number}_${number}`, number>>;
  /** `uncertaintyRatio1`, …: S_bb σ/Q_b² of the heat from each bath, null where there is none, as at equal temperatures */
  readonly uncertaintyRatio: Readonly<Record<`uncertaintyRatio${number}`, number | null>>;
  /** from site 1 to site 2, on a ring the same on every bond as long as baths couple through σᶻ */
  readonly spinCurrent: {
    /** j^S, in J/ħ */
    readonly spinCurrent: number;
  };
  /** `energy1`, …: ascending, in J */
  readonly energies: Readonly<Record<`energy${number}`, number>>;
  /** `population1`, …: of the same levels, probabilities */
  readonly populations: Readonly<Record<`population${number}`, number>>;
  /** the largest p_{k+1} − p_k of neighbouring levels: above zero where populations are inverted */
  readonly inversion: {
    /** a difference of probabilities */
    readonly inversion: number;
  };
  /** the ergotropy */
  readonly ergotropy: {
    /** 𝓔, in J */
    readonly ergotropy: number;
  };
  /** the ergotropy and its two parts */
  readonly ergotropyParts: {
    /** 𝓔, in J */
    readonly ergotropy: number;
    /** its part from the populations, in J */
    readonly incoherent: number;
    /** its part from the coherences, in J */
    readonly coherent: number;
  };
  /** of equation "hierarchy": how it was found, error bars, and the same numbers by corrected Redfield, null where exponents are given */
  readonly hierarchy: {
    /** how many times the memory of the baths acts at most */
    readonly tier: number;
    /** what the last tier changed in ρ, a probability */
    readonly change: number;
    /** the heat from a bath at equal temperatures, in J²/ħ */
    readonly restHeat: number | null;
  } & Readonly<Record<`${ByHierarchy}Error`, number | null>> &
    Readonly<Record<`${ByHierarchy}Corrected`, number | null>>;
  /** entropyProduction is null where a bath has T = 0, kirchhoff where the equation does not promise it, as with `secular` */
  readonly certificate: Readonly<Omit<Certificate, "accuracy" | "promises">> & {
    /** the bound of the error of a population */
    readonly accuracyPopulations: number;
    /** the bound of the error of a heat current over its gross flow */
    readonly accuracyCurrents: number;
  };
}

/** What a sweep can observe by name. */
export type ObservableName = keyof ObservedColumns;

/** A function of your own: called for each steady state, on the thread that called the sweep. */
export type Observer = (state: SteadyState) => Readonly<Record<string, number | string>>;

/** Names of observables, or a function of your own. */
export type Observe = readonly ObservableName[] | Observer;

/** What the number of columns depends on. */
export interface Shape {
  readonly sites: number;
  readonly spinsUp?: number;
  readonly baths: number;
  readonly bonds: number;
  readonly loops: number;
}

/** The shape of a model: with loops of its own, or those of a smallest cycle basis, looked for where somebody asks. */
export function shapeOf(
  model: Pick<SpinModel, "sites" | "spinsUp" | "bonds">,
  baths: readonly unknown[],
  loops?: readonly Cycle[],
): Shape {
  const { sites, spinsUp, bonds } = model;
  return {
    sites,
    spinsUp,
    baths: baths.length,
    bonds: bonds.length,
    get loops() {
      return (loops ?? cycleBasis(model)).length;
    },
  };
}

interface Observable {
  readonly columns: (shape: Shape) => readonly string[];
  /** in the order of the columns; null where there is nothing to say */
  readonly values: (state: SteadyState, loops?: readonly Cycle[]) => ArrayLike<number | null>;
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, k) => `${name}${k + 1}`);

const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, b) => b).flatMap((b) =>
    Array.from({ length: count - b }, (_, i): [number, number] => [b, b + i]),
  );

const levels = ({ sites, spinsUp }: Shape): number => sectorSize(sites, spinsUp);

const CERTIFICATE = [
  "residual",
  "traceError",
  "hermiticityError",
  "minEigenvalue",
  "energyBalance",
  "kirchhoff",
  "entropyProduction",
  "condition",
  "accuracyPopulations",
  "accuracyCurrents",
  "couplingRatio",
] as const satisfies readonly (keyof ObservedColumns["certificate"])[];

/** Columns that rows of version 0.1 do not have. */
export const LATER_COLUMNS: readonly string[] = [
  "accuracyPopulations",
  "accuracyCurrents",
  "couplingRatio",
  "kirchhoff",
];

const OBSERVABLES: Readonly<Record<ObservableName, Observable>> = {
  heatCurrents: {
    columns: () => ["heatUpper", "heatLower", "heatFromLeft", "heatFromRight", "mode"],
    values: (state) => {
      const { upper, lower, fromLeft, fromRight, mode } = heatCurrents(state);
      return [upper, lower, fromLeft, fromRight, CURRENT_MODES.indexOf(mode)];
    },
  },
  siteHeatCurrents: {
    columns: ({ sites }) => numbered("siteHeat", sites),
    values: (state) => {
      const currents = siteHeatCurrents(state);
      return Array.from({ length: state.model.sites }, (_, l) => currents[l + 1] ?? null);
    },
  },
  bathHeat: {
    columns: ({ baths }) => numbered("bathHeat", baths),
    values: ({ bathHeat }) => bathHeat,
  },
  bondHeat: {
    columns: ({ bonds }) => numbered("bondHeat", bonds),
    values: bondHeat,
  },
  loops: {
    columns: ({ loops }) =>
      numbered("", loops).flatMap((k) => [`loopHeat${k}`, `loopSpin${k}`, `loopMode${k}`]),
    values: (state, loops) =>
      loopCurrents(state, loops).flatMap(({ heat, spin, mode }) => [heat, spin, CURRENT_MODES.indexOf(mode)]),
  },
  noise: {
    columns: ({ baths }) => pairsOf(baths).map(([b, c]) => `noise${b + 1}_${c + 1}`),
    values: (state) => {
      const noise = heatNoise(state);
      return pairsOf(noise.length).map(([b, c]) => noise[b][c]);
    },
  },
  uncertaintyRatio: {
    columns: ({ baths }) => numbered("uncertaintyRatio", baths),
    values: uncertaintyRatio,
  },
  spinCurrent: {
    columns: () => ["spinCurrent"],
    values: (state) => [spinCurrents(state)[0]],
  },
  energies: {
    columns: (shape) => numbered("energy", levels(shape)),
    values: ({ energies }) => energies,
  },
  populations: {
    columns: (shape) => numbered("population", levels(shape)),
    values: ({ populations }) => populations,
  },
  inversion: {
    columns: () => ["inversion"],
    values: (state) => [largestInversion(state)],
  },
  ergotropy: {
    columns: () => ["ergotropy"],
    values: (state) => [ergotropyParts(state).total],
  },
  ergotropyParts: {
    columns: () => ["ergotropy", "incoherent", "coherent"],
    values: (state) => {
      const { total, incoherent, coherent } = ergotropyParts(state);
      return [total, incoherent, coherent];
    },
  },
  hierarchy: {
    columns: () => [
      "tier",
      "change",
      "restHeat",
      ...BY_HIERARCHY.flatMap((name) => [`${name}Error`, `${name}Corrected`]),
    ],
    values: (state) => {
      const { hierarchy } = state;
      const errors = errorBars(state); // refuses any other state
      const { tier, change, restHeat, neighbours } = hierarchy as NonNullable<typeof hierarchy>;
      const corrected = neighbours.corrected && observations(neighbours.corrected);
      const [upper, lower] = isRing(state.model) && state.baths.length === 2 ? branchSites(state) : [0, 0];
      const read = ({ heatCurrents, bathHeat, spinCurrents, ergotropy }: Observations): (number | null)[] => [
        heatCurrents[upper] ?? null,
        heatCurrents[lower] ?? null,
        bathHeat[0],
        spinCurrents[0],
        ergotropy,
      ];
      const known = corrected ? read(corrected) : [];
      return [tier, change, restHeat, ...read(errors).flatMap((error, k) => [error, known[k] ?? null])];
    },
  },
  certificate: {
    columns: () => CERTIFICATE,
    values: ({ certificate: { accuracy, ...rest } }) => {
      const { populations: accuracyPopulations, currents: accuracyCurrents } = accuracy;
      const flat = { ...rest, accuracyPopulations, accuracyCurrents };
      return CERTIFICATE.map((name) => flat[name]);
    },
  },
};

/**
 * The columns of a sweep, over all shapes that its points can have; none for a function of your own.
 *
 * @throws InputError for a name that is not known or given twice
 */
export function observedColumns(observe: Observe, shapes: readonly Shape[]): string[] {
  if (typeof observe === "function") return [];
  if (!Array.isArray(observe))
    refuse("observe", "a list of names or a function of the steady state", observe);
  if (observe.length === 0) throw new InputError(`observe must name at least one of ${names()}`);
  const named = observe as readonly ObservableName[];
  named.forEach((name, i) => {
    if (!Object.hasOwn(OBSERVABLES, name)) refuse(entry("observe", i), `one of ${names()}`, name);
    if (named.indexOf(name) !== i) throw new InputError(`observe names ${echo(name)} twice`);
  });
  return [...new Set(named.flatMap((name) => shapes.flatMap((shape) => OBSERVABLES[name].columns(shape))))];
}

const names = (): string => Object.keys(OBSERVABLES).join(", ");

/**
 * A writer of one row of numbers: what is observed in a state goes to the place of its column, NaN stands for null
 * and words are counted.
 *
 * @param loops whose currents are observed, a smallest cycle basis by default
 * @throws InputError (the writer) where an observable does not apply to the state or is not a finite number
 */
export function rowWriter(
  observe: readonly ObservableName[],
  columns: readonly string[],
  loops?: readonly Cycle[],
): (state: SteadyState, row: Float64Array) => void {
  const found = new Map<string, { places: Int32Array[]; loops?: readonly Cycle[] }>();
  return (state, row) => {
    const { sites, spinsUp } = state.model;
    const key = `${sites} ${spinsUp}`;
    let known = found.get(key);
    if (!known) {
      const around = loops ?? (observe.includes("loops") ? cycleBasis(state.model) : undefined);
      const shape = shapeOf(state.model, state.baths, around);
      const placesOf = (name: ObservableName): Int32Array =>
        Int32Array.from(OBSERVABLES[name].columns(shape), (column) => columns.indexOf(column));
      known = { places: observe.map(placesOf), loops: around };
      found.set(key, known);
    }
    const { places } = known;
    row.fill(Number.NaN);
    for (let o = 0; o < observe.length; o++) {
      const values = OBSERVABLES[observe[o]].values(state, known.loops);
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        if (value === null) continue;
        if (!Number.isFinite(value)) throw notFinite(columns[places[o][i]], value);
        row[places[o][i]] = value;
      }
    }
  };
}

type Every<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;

/** The columns of several observables together. */
export type Observed<O extends readonly ObservableName[]> = Every<ObservedColumns[O[number]]>;

/**
 * What is observed in one state, by the names and in the units of a sweep: its row, without the axes.
 *
 * @param names as in the `observe` of a sweep
 * @throws InputError for a name that is not known or given twice, or an observable that the state has not
 * @example observe(state, ["heatCurrents", "spinCurrent"]).mode // "clockwise"
 */
export function observe<const O extends readonly ObservableName[]>(
  state: SteadyState,
  names: O,
): Observed<O> {
  const columns = observedColumns(names, [shapeOf(state.model, state.baths)]);
  const row = new Float64Array(columns.length);
  rowWriter(names, columns)(state, row);
  return Object.fromEntries(columns.map((name, c) => [name, cellValue(name, row[c])])) as Observed<O>;
}

/** A cell as its reader sees it. */
export function cellValue(column: string, number: number): number | string | null {
  if (Number.isNaN(number)) return null;
  return isMode(column) ? CURRENT_MODES[number] : number;
}

/** Whether a column has the mode of a current. */
export const isMode = (column: string): boolean => /^(mode|loopMode\d+)$/.test(column);

/** Whether a column observed by name can have a value, as {@link cellValue} gives it. */
export function isCell(column: string, value: unknown): boolean {
  return (
    value === null || (isMode(column) ? CURRENT_MODES.includes(value as CurrentMode) : Number.isFinite(value))
  );
}

/**
 * Calls an observer of the user's own.
 *
 * @param taken columns that it must not give
 * @throws InputError if it gives anything but numbers and words
 */
export function observeWith(
  observer: Observer,
  state: SteadyState,
  taken: readonly string[],
): Record<string, number | string> {
  const row: unknown = observer(state);
  if (row instanceof Promise) {
    throw new InputError("observe must be a function that returns numbers and words at once, got a promise");
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    refuse("observe", "a function that returns an object of numbers and words", row);
  }
  for (const [column, value] of Object.entries(row)) {
    if (taken.includes(column))
      throw new InputError(`observe must not give ${column}: the row has it already`);
    if (typeof value === "string") continue;
    if (typeof value !== "number") refuse(`${column} in observe`, "a number or a word", value);
    if (!Number.isFinite(value)) throw notFinite(column, value);
  }
  return row as Record<string, number | string>;
}

const notFinite = (column: string, value: number): InputError =>
  new InputError(`${column} is not a finite number here but ${value}`, "ill-conditioned");
