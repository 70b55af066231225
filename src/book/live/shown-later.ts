// In place of cells/shown.ts: what draws a state, a model or a sweep is brought when there is one.
import type * as drawnState from "../../cells/drawn-state";
import type * as drawnSweep from "../../cells/drawn-sweep";
import { type Kinds, kindOf, type Shown } from "../../cells/kind";
import { isRing, type SpinModel } from "../../model/model";
import { bring, of } from "./loader";

const DRAWN: { readonly [K in keyof Kinds]: (value: Kinds[K]) => Shown | Promise<Shown> } = {
  figure: (figure) => ({ figure, text: figure.description }),
  state: async (state) => (await drawing(state.model)).drawnState(state),
  model: async (model) => (await drawing(model)).drawnModel(model),
  async sweep(swept) {
    await bring("sweeps");
    return of<typeof drawnSweep>("cells/drawn-sweep").drawnSweep(swept);
  },
};

async function drawing(model: SpinModel): Promise<typeof drawnState> {
  await bring("drawing");
  if (!isRing(model) && !model.positions) await bring("forces");
  return of<typeof drawnState>("cells/drawn-state");
}

export async function shownAs(value: unknown): Promise<Shown | undefined> {
  const kind = kindOf(value);
  return kind && DRAWN[kind](value as never);
}
