// A state and a model, as they show themselves.
import { modelFigure, modelLines } from "../figures/model-figure";
import { stateFigure, stateLines } from "../figures/state-figure";
import type { SpinModel } from "../model/model";
import type { State } from "../states/state";
import type { Shown } from "./kind";

export const drawnState = (state: State): Shown => ({
  figure: stateFigure(state),
  text: stateLines(state).join("\n"),
});

export const drawnModel = (model: SpinModel): Shown => ({
  figure: modelFigure(model),
  text: modelLines(model).join("\n"),
});
