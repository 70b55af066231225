// spin-ring/paper but for the claims, which are long and which one chapter uses (claims.ts).
export {
  expectedText,
  figure2Regions,
  figure2Rows,
  figure4Marks,
  figure4Rows,
  halvedFields,
  PAPER,
  paperBaths,
  paperModel,
  paperWorld,
  ringCurrentsFigure,
  ringErgotropyFigure,
  ringLevelsFigure,
  scorecardFigure,
  sizeStyle,
} from "../../paper/index";
