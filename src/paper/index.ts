// spin-ring/paper: the paper's parameters, claims and figures.

export { type Claim, expectedText, type LedgerEntry, type Verdict } from "./claim";
export { CLAIMS, claimLine, evaluateClaims } from "./evaluate";
export {
  type ErgotropyFigureOptions,
  type ErgotropyRow,
  ergotropyFigure,
  FIGURE3,
  figure3Line,
  figure3Map,
  figure3Section,
  figure3State,
  type PopulationRow,
  type PopulationSection,
} from "./figure-3";
export {
  type CrossingMark,
  type CrossingRow,
  type CrossingSummary,
  crossingFigure,
  FIGURE4,
  figure4Marks,
  figure4Ring,
  figure4Rows,
  figure4State,
  figure4Summary,
} from "./figure-4";
export {
  type RingErgotropy,
  type RingLevels,
  ringCurrentsFigure,
  ringErgotropyFigure,
  ringLevelsFigure,
  shading,
  sizeStyle,
} from "./larger-ring-figures";
export { halvedFields, PAPER, paperBaths, paperModel } from "./paper";
export { scorecardFigure } from "./scorecard-figure";
export { paperWorld, type World } from "./world";
