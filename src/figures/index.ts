// spin-ring/figures: figures of any model, state or sweep.

export { type CurrentColumn, type CurrentRow, currentFigure } from "./current-figure";
export { type LevelPanel, levelFigure } from "./level-figure";
export { type LineFigureOptions, lineFigure, type Series } from "./line-figure";
export { modelFigure } from "./model-figure";
export { ringFigure } from "./ring-figure";
export { stateFigure } from "./state-figure";
export { type SweptRows, sweepFigure } from "./sweep-figure";
export type { Figure } from "./theme";
export { COLOURS, LEVELS } from "./theme";
