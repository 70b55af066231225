// spin-ring/figures: figures of any model, state or sweep.

export { type BarFigureOptions, type BarPanel, barFigure } from "./bar-figure";
export { type CrossingData, type CrossingMark, type CrossingRow, crossingFigure } from "./crossing-figure";
export { csvText } from "./csv";
export {
  type CurrentColumn,
  type CurrentFigureOptions,
  type CurrentRow,
  currentFigure,
} from "./current-figure";
export { type EquationFigureOptions, type EquationSweep, equationFigure } from "./equation-figure";
export {
  type ErgotropyData,
  type ErgotropyFigureOptions,
  type ErgotropyRow,
  ergotropyFigure,
  type PopulationRow,
  type PopulationSection,
} from "./ergotropy-figure";
export { type FitFigureOptions, fitFigure } from "./fit-figure";
export { type LevelFigureOptions, type LevelPanel, levelFigure } from "./level-figure";
export { type AxisLook, type LineFigureOptions, lineFigure, type Series } from "./line-figure";
export { modelFigure } from "./model-figure";
export { ringFigure } from "./ring-figure";
export { stateFigure } from "./state-figure";
export { type SweptRows, sweepFigure } from "./sweep-figure";
export type { DrawingOptions, Figure, FigureOptions, LineLook } from "./theme";
export { COLOURS, LEVELS } from "./theme";
