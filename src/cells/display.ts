// One display carries the live figure, a picture and a description: each front end takes the best it can show.
import type { SweptRows } from "../figures/sweep-figure";
import { InputError, refuse } from "../input/guards";
import type { SpinModel } from "../model/model";
import type { State } from "../states/state";
import { type Described, displayWriter, type Formats, host } from "./host";
import type { Shown } from "./kind";
import { shownAs } from "./shown";

/**
 * Shows a figure, a model, a state or a sweep below the cell; outside a notebook prints it in words.
 *
 * @param value a Vega-Lite figure with a description, or an object of this library
 * @throws one line if it is something else
 * @example await show(steadyState(ring, baths))
 */
export async function show<F extends Described | SpinModel | State | SweptRows>(value: F): Promise<void> {
  const known = await shownAs(value); // which a page has to wait for
  if (!known && !isDrawing(value)) {
    const allowed = "a figure, a model, a state or a sweep";
    if (value instanceof Promise) {
      throw new InputError(`what is shown must be ${allowed}, got a promise: put await before it`);
    }
    refuse("what is shown", allowed, value);
  }
  const figure = value as Described;
  await display(known ?? { figure, text: figure.description });
}

/** What any Vega-Lite figure has one of. */
const DRAWS = ["$schema", "mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat"];

const isDrawing = (value: unknown): boolean =>
  typeof value === "object" && value !== null && DRAWS.some((key) => Object.hasOwn(value, key));

/** One display in all formats; outside a notebook the text alone. */
export async function display(shown: Shown): Promise<void> {
  const write = displayWriter();
  if (write) write({ data: await figureData(shown), metadata: {}, transient: {} });
  else console.log(shown.text);
}

/** A figure live, as a picture where there is what draws one, and in words. */
export async function figureData({ figure, text }: Shown): Promise<Formats> {
  const type = isVega(figure) ? "application/vnd.vega.v5+json" : "application/vnd.vegalite.v5+json";
  const picture = await host().picture?.(figure);
  return {
    [type]: figure,
    ...(picture === undefined ? {} : { "image/svg+xml": picture }),
    "text/plain": text,
  };
}

/** Whether a figure is Vega, which says so, rather than Vega-Lite. */
export const isVega = (figure: object): boolean =>
  "$schema" in figure && String(figure.$schema).includes("/vega/");
