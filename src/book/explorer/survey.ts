// What a model does along one or two of its parameters, whatever they are: which axes and quantities it has, under which
// equations, and the points of a grid in the order in which a picture of them becomes finer.
import { type ModelDescription, modelFromDescription } from "../../description";
import type { EquationName } from "../../equations/equation";
import type { ErrorCode, InputError } from "../../input/guards";
import { sectorSize } from "../../model/basis";
import { cycleBasis } from "../../model/cycles";
import { isRing } from "../../model/model";
import { branchSites, roundingOf, withoutRounding } from "../../observables/currents";
import { stateOfChecked } from "../../states/steady-state";
import { type ObservableName, observedColumns, rowWriter, shapeOf } from "../../sweep/observe";
import { axesOf } from "./graph-knobs";
import { DECADES, type Knob } from "./parameters";

/** What can be drawn of a model: columns of a sweep that share an axis. */
export interface Quantity {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  /** the axis is in this unit */
  readonly scale: number;
  readonly observe: ObservableName;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
}

/** The equations that can be laid over one another; the first is the one that the model itself asks for. */
export const OVERLAYS = ["own", "redfield", "secular", "local-lindblad", "universal-lindblad"] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** A model under another equation. */
export function under(description: ModelDescription, overlay: Overlay): ModelDescription {
  if (overlay === "own") return description;
  const { equation: _, secular: __, tier: ___, lambShift, ...rest } = description;
  if (overlay === "secular") return { ...rest, secular: "full", ...(lambShift ? { lambShift } : {}) };
  return { ...rest, equation: overlay satisfies EquationName };
}

/** Whether an equation is the one that the model itself asks for. */
export const isOwn = (
  { equation = "redfield", secular = "none" }: ModelDescription,
  overlay: Overlay,
): boolean =>
  overlay === "own" ||
  (overlay === "secular"
    ? equation === "redfield" && secular === "full"
    : overlay === equation && secular === "none");

/** More levels than these are not drawn one by one. */
const MOST_LEVELS = 8;

/** What can be drawn of a model, what is drawn first of all first. */
export function quantitiesOf(description: ModelDescription): Quantity[] {
  const { model, baths } = modelFromDescription(description);
  const heat = { unit: "10⁻³ J²/ħ", scale: 1e-3 };
  const spin = { unit: "10⁻³ J/ħ", scale: 1e-3 };
  const numbered = (name: string, symbol: string, count: number): Quantity["columns"] =>
    Array.from({ length: count }, (_, k) => ({ key: `${name}${k + 1}`, label: `${symbol}_${k + 1}` }));
  const loops = description.loops ?? cycleBasis(model);
  const around = (name: string): Quantity["columns"] =>
    loops.map((sites, k) => ({ key: `${name}${k + 1}`, label: sites.join("–") }));
  const branched = hasBranches(description);
  const levels = Math.min(MOST_LEVELS, sectorSize(model.sites, model.spinsUp));
  const all: Quantity[] = [
    branched
      ? {
          key: "heat",
          title: "Heat currents",
          ...heat,
          observe: "heatCurrents",
          columns: [
            { key: "heatUpper", label: "j_u" },
            { key: "heatLower", label: "j_d" },
            { key: "heatFromLeft", label: "Q_L" },
          ],
        }
      : {
          key: "heat",
          title: "Heat from the baths",
          ...heat,
          observe: "bathHeat",
          columns: numbered("bathHeat", "Q", baths.length),
        },
    isRing(model)
      ? {
          key: "spin",
          title: "Spin current",
          ...spin,
          observe: "spinCurrent",
          columns: [{ key: "spinCurrent", label: "j_S" }],
        }
      : {
          key: "spin",
          title: "Spins round the loops",
          ...spin,
          observe: "loops",
          columns: around("loopSpin"),
        },
    ...(branched
      ? []
      : ([
          {
            key: "loops",
            title: "Heat round the loops",
            ...heat,
            observe: "loops",
            columns: around("loopHeat"),
          },
        ] as const)),
    {
      key: "ergotropy",
      title: "Ergotropy",
      unit: "10⁻³ J",
      scale: 1e-3,
      observe: "ergotropyParts",
      columns: [
        { key: "ergotropy", label: "𝓔" },
        { key: "incoherent", label: "incoherent" },
        { key: "coherent", label: "coherent" },
      ],
    },
    {
      key: "inversion",
      title: "Largest inversion",
      unit: "",
      scale: 1,
      observe: "inversion",
      columns: [{ key: "inversion", label: "pₖ₊₁ − pₖ" }],
    },
    {
      key: "energies",
      title: "Energy levels",
      unit: "J",
      scale: 1,
      observe: "energies",
      columns: numbered("energy", "E", levels),
    },
    {
      key: "populations",
      title: "Populations",
      unit: "",
      scale: 1,
      observe: "populations",
      columns: numbered("population", "p", levels),
    },
    {
      key: "noise",
      title: "Noise of the heat",
      unit: "10⁻³ J³/ħ",
      scale: 1e-3,
      observe: "noise",
      columns: baths.map((_, b) => ({ key: `noise${b + 1}_${b + 1}`, label: `S_${b + 1}` })),
    },
    {
      key: "uncertaintyRatio",
      title: "Uncertainty ratio",
      unit: "",
      scale: 1,
      observe: "uncertaintyRatio",
      columns: numbered("uncertaintyRatio", "R", baths.length),
    },
  ];
  return all.filter(({ columns }) => columns.length > 0);
}

/** Whether a model is a ring with an upper and a lower branch between two baths. */
export function hasBranches(description: ModelDescription): boolean {
  const { model, baths } = modelFromDescription(description);
  try {
    return branchSites({ model, baths }).length === 2;
  } catch {
    return false;
  }
}

/** Points of one model: what is turned, to which values, and what is looked at. */
export interface Strip {
  readonly base: ModelDescription;
  readonly observe: ObservableName;
  /** those of {@link columnsOf} */
  readonly columns: readonly string[];
  /** the knobs that are turned, by key */
  readonly keys: readonly string[];
  /** for each point a value of each knob */
  readonly points: readonly (readonly number[])[];
}

/** Milliseconds that a strip takes in a worker, or one point. */
export const STRIP_TIME = 30;

/** What a point has to be doubted for, if anything. */
export const DOUBTS = ["fine", "strong", "beyond", "refused"] as const;
export type Doubt = (typeof DOUBTS)[number];

/** The first points of a strip, as many as there was time for. */
export interface SolvedStrip {
  /** how many points are solved */
  readonly count: number;
  /** a row a point; NaN where there is no number, words counted */
  readonly rows: Float64Array;
  /** a place of DOUBTS a point */
  readonly doubts: Uint8Array;
  /** why a point has no state */
  readonly refusals: readonly (readonly [place: number, message: string, code?: ErrorCode])[];
  /** milliseconds that it took */
  readonly took: number;
}

/** The columns that the rows of a strip have. */
export function columnsOf(base: ModelDescription, observe: ObservableName): string[] {
  const { model, baths } = modelFromDescription(base);
  return observedColumns([observe], [shapeOf(model, baths, base.loops)]);
}

/** Solves the points of a strip in order until so many milliseconds have passed, one at least. */
export function solveStrip(
  { base, observe, columns, keys, points }: Strip,
  milliseconds: number,
): SolvedStrip {
  const start = performance.now();
  const axes = axesOf(base);
  const knobs = keys.map((key) => axes.find((knob) => knob.key === key)!);
  const write = rowWriter([observe], columns, base.loops);
  const flowing = columns.flatMap((name, c) =>
    /^(heat|bathHeat|loopHeat|loopSpin|spin)/.test(name) ? [c] : [],
  );
  const rows = new Float64Array(points.length * columns.length).fill(Number.NaN);
  const doubts = new Uint8Array(points.length);
  const refusals: [number, string, ErrorCode?][] = [];
  let count = 0;
  do {
    const row = rows.subarray(count * columns.length, (count + 1) * columns.length);
    const values = points[count];
    try {
      const turned = knobs.reduce((at, knob, k) => knob.turned(at, values[k]), base);
      const { model, baths, options } = modelFromDescription(turned);
      const state = stateOfChecked(model, baths, options);
      doubts[count] = DOUBTS.indexOf(doubtOf(state.warnings));
      write(state, row);
      if (flowing.length > 0) {
        const least = roundingOf(
          state,
          Array.from(flowing, (c) => row[c]),
        );
        for (const c of flowing) row[c] = withoutRounding(row[c], least);
      }
    } catch (error) {
      const { message, code } = error as InputError;
      row.fill(Number.NaN);
      doubts[count] = DOUBTS.indexOf("refused");
      refusals.push([count, message, code]);
    }
    count++;
  } while (count < points.length && performance.now() - start < milliseconds);
  return {
    count,
    rows: rows.slice(0, count * columns.length),
    doubts: doubts.slice(0, count),
    refusals,
    took: performance.now() - start,
  };
}

/** What the warnings of a state make of it. */
export function doubtOf(warnings: readonly { readonly code: string }[]): Doubt {
  if (warnings.some(({ code }) => code.startsWith("negative"))) return "beyond";
  return warnings.some(({ code }) => code === "beyond-range") ? "strong" : "fine";
}

/** The places of a grid of `count` values, those of every `step`-th first, then those between, and so on. */
export function refinements(count: number, step: number): number[][] {
  const levels = [places(count, step)];
  for (let half = step / 2; half >= 1; half /= 2) {
    levels.push(places(count, half).filter((i) => i % (2 * half) !== 0));
  }
  return levels;
}

/** The same of a square grid: each place is a column and a row. */
export function squareRefinements(count: number, step: number): [number, number][][] {
  const levels: [number, number][][] = [];
  for (let each = step; each >= 1; each /= 2) {
    const on = places(count, each);
    const isNew = (i: number, j: number): boolean =>
      each === step || i % (2 * each) !== 0 || j % (2 * each) !== 0;
    levels.push(on.flatMap((j) => on.flatMap((i): [number, number][] => (isNew(i, j) ? [[i, j]] : []))));
  }
  return levels;
}

const places = (count: number, step: number): number[] =>
  Array.from({ length: Math.floor((count - 1) / step) + 1 }, (_, i) => i * step);

/** The value of a knob at a place of an axis: equal steps, or equal factors where its slider has them. */
export function axisValue({ min, max, logarithmic }: Knob<string>, place: number, count: number): number {
  const part = place / (count - 1);
  if (logarithmic) return Number((max * 10 ** (DECADES * (part - 1))).toPrecision(10));
  return Number((min + (max - min) * part).toFixed(10));
}

/** Where a value stands on an axis, as a part of its length. */
export function axisPart({ min, max, logarithmic }: Knob<string>, value: number): number {
  const part = logarithmic ? 1 + Math.log10(value / max) / DECADES : (value - min) / (max - min);
  return Math.max(0, Math.min(1, part));
}
