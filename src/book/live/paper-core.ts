// spin-ring/paper but for what is long and comes when it is asked for: claims (claims.ts), exercises (exercises-page.ts).
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
  predict,
  ringCurrentsFigure,
  ringErgotropyFigure,
  ringLevelsFigure,
  scorecardFigure,
  sizeStyle,
} from "../../paper/index";
