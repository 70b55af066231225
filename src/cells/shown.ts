// Objects of the library that show themselves: known by their shape, since they are plain data that also cross to
// worker threads and JSON.
import { modelFigure, modelLines } from "../figures/model-figure";
import { stateFigure, stateLines } from "../figures/state-figure";
import { firstRows, type SweptRows, sweepFigure, sweepLines } from "../figures/sweep-figure";
import type { SpinModel } from "../model/model";
import type { State } from "../states/state";
import type { Described } from "./host";
import { alignedColumns } from "./table";

/** How an object is shown: as a figure, and as a text where none can be seen. */
export interface Shown {
  readonly figure: Described;
  readonly text: string;
}

/** How to show a figure, a model, a state or a sweep; undefined for anything else. */
export function shownAs(value: unknown): Shown | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isFigure(value)) return { figure: value, text: value.description };
  if (isState(value)) return { figure: stateFigure(value), text: stateLines(value).join("\n") };
  if (isModel(value)) return { figure: modelFigure(value), text: modelLines(value).join("\n") };
  if (isSweep(value)) {
    const [names, ...rows] = firstRows(value);
    const table = names.length > 0 ? [alignedColumns([names, ...rows])] : [];
    const text = [...sweepLines(value), ...table].join("\n");
    return { figure: sweepFigure(value), text };
  }
  return undefined;
}

const has = (value: object, ...keys: readonly string[]): boolean => keys.every((key) => key in value);

const isFigure = (value: object): value is Described & { $schema: string } =>
  has(value, "$schema", "description") &&
  String((value as { $schema: unknown }).$schema).includes("/vega-lite/");

const isState = (value: object): value is State =>
  has(value, "model", "baths", "energies", "populations", "bathHeat", "certificate", "warnings") &&
  ArrayBuffer.isView((value as { populations: unknown }).populations); // JSON makes something else of it

const isModel = (value: object): value is SpinModel =>
  /^bonds,fields,(positions,)?sites(,spinsUp)?$/.test(Object.keys(value).sort().join());

const isSweep = (value: object): value is SweptRows =>
  has(value, "rows", "complete", "points") &&
  Array.isArray((value as SweptRows).rows) &&
  ((value as SweptRows).rows.length === 0 || Object.keys(Object((value as SweptRows).rows[0])).length > 0);
