// All curves against Δ: the grid is cut into parts so that workers can share it, and what they return is one flat
// array a part, which crosses between threads without being copied.
import type { ErrorCode } from "../../input/guards";
import { CURRENT_MODES, type CurrentMode } from "../../observables/currents";
import { INTERACTIONS, type Parameters } from "./parameters";
import { levelCount, solvePoint } from "./point";

/** Points of a curve: steps of 0.02 over the range of Δ. */
export const POINTS = 401;

/** The interaction at place i of the grid. */
export function gridInteraction(i: number): number {
  const [low, high] = INTERACTIONS;
  return Number((low + ((high - low) * i) / (POINTS - 1)).toFixed(10));
}

/** What stands in a row before the energies and the populations. */
const COLUMNS = [
  "heatUpper",
  "heatLower",
  "heatFromLeft",
  "spinCurrent",
  "ergotropy",
  "incoherent",
  "coherent",
  "minEigenvalue",
  "accuracyPopulations",
  "mode",
  "beyond",
  "strong",
] as const;
type Column = Exclude<(typeof COLUMNS)[number], "mode" | "beyond" | "strong">;

/** A stretch of the grid, solved. */
export interface Part {
  readonly from: number;
  /** row after row; NaN where there is no steady state */
  readonly rows: Float64Array;
  /** why there is none, by place on the grid */
  readonly refusals: readonly (readonly [place: number, message: string, code?: ErrorCode])[];
}

/** Solves places `from` to `to` − 1 of the grid. */
export function solvePart(parameters: Parameters, from: number, to: number): Part {
  const n = levelCount(parameters);
  const width = COLUMNS.length + 2 * n;
  const rows = new Float64Array((to - from) * width).fill(Number.NaN);
  const refusals: [number, string, ErrorCode?][] = [];
  for (let i = from; i < to; i++) {
    const { energies, observed, refusal, refusalCode } = solvePoint({
      ...parameters,
      delta: gridInteraction(i),
    });
    const at = (i - from) * width;
    rows.set(energies, at + COLUMNS.length);
    if (refusal !== undefined) refusals.push([i, refusal, refusalCode]);
    if (!observed) continue;
    const { mode, certificate, warnings, populations } = observed;
    const { minEigenvalue, accuracy } = certificate;
    const values = {
      ...observed,
      minEigenvalue,
      accuracyPopulations: accuracy.populations,
      mode: CURRENT_MODES.indexOf(mode),
      beyond: warnings.some(({ code }) => code.startsWith("negative")) ? 1 : 0,
      strong: warnings.some(({ code }) => code === "beyond-range") ? 1 : 0,
    };
    rows.set(
      COLUMNS.map((name) => values[name]),
      at,
    );
    rows.set(populations, at + COLUMNS.length + n);
  }
  return { from, rows, refusals };
}

/** The curves of one set of parameters over the whole grid. */
export interface Curves {
  readonly parameters: Parameters;
  readonly interactions: Float64Array;
  readonly column: Readonly<Record<Column, Float64Array>>;
  /** energies[k] is level k + 1 along the grid */
  readonly energies: readonly Float64Array[];
  readonly populations: readonly Float64Array[];
  /** undefined where there is no steady state */
  readonly modes: readonly (CurrentMode | undefined)[];
  /** where a probability or the entropy production is negative */
  readonly beyond: readonly boolean[];
  /** where the coupling is too strong for the equation */
  readonly strong: readonly boolean[];
  /** why there is no steady state, by place on the grid */
  readonly refusals: ReadonlyMap<number, string>;
  /** and the kinds of reason */
  readonly refusalCodes: ReadonlySet<ErrorCode>;
}

/** Puts the parts of a grid together. */
export function joinParts(parameters: Parameters, parts: readonly Part[]): Curves {
  const n = levelCount(parameters);
  const width = COLUMNS.length + 2 * n;
  const columns = Array.from({ length: width }, () => new Float64Array(POINTS).fill(Number.NaN));
  for (const { from, rows } of parts) {
    for (let i = 0; i * width < rows.length; i++) {
      for (let c = 0; c < width; c++) columns[c][from + i] = rows[i * width + c];
    }
  }
  const named = Object.fromEntries(COLUMNS.map((name, c) => [name, columns[c]]));
  return {
    parameters,
    interactions: Float64Array.from({ length: POINTS }, (_, i) => gridInteraction(i)),
    column: named as Record<Column, Float64Array>,
    energies: columns.slice(COLUMNS.length, COLUMNS.length + n),
    populations: columns.slice(COLUMNS.length + n),
    modes: Array.from(named.mode, (code) => CURRENT_MODES[code]),
    beyond: Array.from(named.beyond, (flag) => flag === 1),
    strong: Array.from(named.strong, (flag) => flag === 1),
    refusals: new Map(parts.flatMap(({ refusals }) => refusals.map(([i, message]) => [i, message]))),
    refusalCodes: new Set(
      parts.flatMap(({ refusals }) => refusals.flatMap(([, , code]) => (code === undefined ? [] : [code]))),
    ),
  };
}

/** The grid in `count` stretches of about equal length, as [from, to). */
export function stretches(count: number): [number, number][] {
  const edge = (k: number): number => Math.round((POINTS * k) / count);
  return Array.from({ length: count }, (_, k) => [edge(k), edge(k + 1)]);
}

/** Whether two points lie on the same curves: all but Δ is equal. */
export function sameCurves(a: Parameters, b: Parameters): boolean {
  return (Object.keys(a) as (keyof Parameters)[]).every((key) => key === "delta" || a[key] === b[key]);
}
