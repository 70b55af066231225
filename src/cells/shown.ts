// How objects show themselves. A page brings what draws them when it is needed, and has its own file in place of this one.
import { drawnModel, drawnState } from "./drawn-state";
import { drawnSweep } from "./drawn-sweep";
import { type Kinds, kindOf, type Shown } from "./kind";

const DRAWN: { readonly [K in keyof Kinds]: (value: Kinds[K]) => Shown } = {
  figure: (figure) => ({ figure, text: figure.description }),
  state: drawnState,
  model: drawnModel,
  sweep: drawnSweep,
};

/** How to show a figure, a model, a state or a sweep; undefined for anything else. */
export function shownAs(value: unknown): Shown | undefined {
  const kind = kindOf(value);
  return kind && DRAWN[kind](value as never);
}
