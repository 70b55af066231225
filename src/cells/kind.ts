// Objects of the library that show themselves: known by their shape, since they are plain data that also cross to
// worker threads and JSON.
import type { SweptRows } from "../figures/sweep-figure";
import type { SpinModel } from "../model/model";
import type { State } from "../states/state";
import type { Described } from "./host";

/** How an object is shown: as a figure, and as a text where none can be seen. */
export interface Shown {
  readonly figure: Described;
  readonly text: string;
}

/** What shows itself, by what it is called. */
export interface Kinds {
  figure: Described;
  state: State;
  model: SpinModel;
  sweep: SweptRows;
}

/** Which of these something is; undefined for anything else. */
export function kindOf(value: unknown): keyof Kinds | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (Object.keys(ARE) as (keyof Kinds)[]).find((kind) => ARE[kind](value));
}

const has = (value: object, ...keys: readonly string[]): boolean => keys.every((key) => key in value);

const ARE: Readonly<Record<keyof Kinds, (value: object) => boolean>> = {
  figure: (value) =>
    has(value, "$schema", "description") &&
    String((value as { $schema: unknown }).$schema).includes("/vega-lite/"),
  state: (value) =>
    has(value, "model", "baths", "energies", "populations", "bathHeat", "certificate", "warnings") &&
    ArrayBuffer.isView((value as State).populations), // JSON makes something else of it
  model: (value) => /^bonds,fields,(positions,)?sites(,spinsUp)?$/.test(Object.keys(value).sort().join()),
  sweep: (value) =>
    has(value, "rows", "complete", "points") &&
    Array.isArray((value as SweptRows).rows) &&
    ((value as SweptRows).rows.length === 0 || Object.keys(Object((value as SweptRows).rows[0])).length > 0),
};
