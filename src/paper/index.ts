// spin-ring/paper: the paper's parameters, claims, figures and exercises.

export type { Point, Span } from "../cells/knob";
export { answer } from "./answer";
export {
  type Claim,
  type ClaimText,
  expectedText,
  type LedgerEntry,
  type Measurement,
  type Verdict,
} from "./claim";
export { CLAIMS, claimLine, evaluateClaims } from "./evaluate";
export type { Answer } from "./exercise";
export { figure2Regions, figure2Rows, figure4Marks, figure4Rows } from "./figure-tables";
export {
  type RingErgotropy,
  type RingLevels,
  ringCurrentsFigure,
  ringErgotropyFigure,
  ringLevelsFigure,
  sizeStyle,
} from "./larger-ring-figures";
export { halvedFields, PAPER, type PaperModelOptions, paperBaths, paperModel } from "./paper";
export { type PredictionOptions, type Predictions, predict } from "./predict";
export { scorecardFigure } from "./scorecard-figure";
export { paperWorld, type World } from "./world";
