// The verdicts on all claims at a glance: a field for each claim, one row or more for each group.

import { symbols } from "../figures/symbols";
import { COLOURS, type Figure, type FigureOptions, figure, GREY } from "../figures/theme";
import { isOpenQuestion, type LedgerEntry, type Verdict } from "./claim";

/** A mark, a tint and a place for every verdict, so that none relies on its colour. */
export const VERDICTS: readonly {
  readonly verdict: Verdict;
  readonly mark: string;
  readonly tint: string;
}[] = [
  { verdict: "replicated", mark: "✓", tint: "#CDEBDD" },
  { verdict: "partly", mark: "◐", tint: "#FBF3B8" },
  { verdict: "not", mark: "✗", tint: "#F6D9E8" },
  { verdict: "open", mark: "○", tint: "#D9E8F6" },
  { verdict: "not testable", mark: "?", tint: "#EEEEEE" },
];

/** How many claims ended how, in the order of the verdicts: `36 replicated, 3 partly`; with their marks if asked. */
export function tally(claims: readonly Pick<LedgerEntry, "verdict">[], marks = false): string {
  const counts = VERDICTS.flatMap(({ verdict, mark }) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count > 0 ? [`${marks ? `${mark} ` : ""}${count} ${verdict}`] : [];
  });
  return counts.join(", ");
}

/** Fields beside each other; a larger group takes more rows, of equal lengths. */
const LONGEST_ROW = 5;

/**
 * The scorecard as a figure.
 *
 * @param claims evaluated claims, in the order in which they are to stand
 * @example await show(scorecardFigure(evaluateClaims()))
 */
export function scorecardFigure(
  claims: readonly LedgerEntry[],
  options: Partial<FigureOptions> = {},
): Figure {
  const groups = [...new Set(claims.map((claim) => claim.group))];
  const rows = groups.flatMap((group) => {
    const members = claims.filter((claim) => claim.group === group);
    const length = Math.ceil(members.length / Math.ceil(members.length / LONGEST_ROW));
    return members.map(({ id, title, verdict }, i) => {
      const { mark } = VERDICTS.find((each) => each.verdict === verdict) ?? VERDICTS[4];
      const row = `${group} ${Math.floor(i / length) + 1}`;
      return { place: (i % length) + 1, row, id, title: symbols(title), verdict, label: `${id} ${mark}` };
    });
  });
  const used = VERDICTS.filter(({ verdict }) => rows.some((row) => row.verdict === verdict));
  const [statements, questions] = [false, true].map((open) =>
    tally(claims.filter((claim) => isOpenQuestion(claim) === open)),
  );
  const outlook = questions && ` Of the questions that it leaves open: ${questions}.`;
  const description = `The statements of the paper at a glance: ${statements}.${outlook}`;
  return figure(
    { description, ...options },
    {
      width: options.width ?? { step: 100 },
      height: options.height ?? { step: 32 },
      data: { values: rows },
      encoding: {
        x: { field: "place", type: "ordinal", axis: null },
        y: {
          field: "row",
          type: "nominal",
          sort: null,
          title: null,
          axis: {
            domain: false,
            ticks: false,
            labelPadding: 10,
            // the first row of a group bears its name
            labelExpr: "test(/ 1$/, datum.value) ? replace(datum.value, / 1$/, '') : ''",
          },
        },
      },
      layer: [
        {
          mark: {
            type: "rect",
            stroke: GREY,
            cornerRadius: 4,
            width: { band: 0.9 },
            height: { band: 0.84 },
          },
          encoding: {
            fill: {
              field: "verdict",
              type: "nominal",
              scale: { domain: used.map(({ verdict }) => verdict), range: used.map(({ tint }) => tint) },
              legend: {
                title: null,
                orient: "bottom",
                symbolType: "square",
                symbolStrokeColor: GREY,
                labelExpr: `({${used.map(({ verdict, mark }) => `'${verdict}': '${mark} ${verdict}'`).join(", ")}})[datum.label]`,
              },
            },
            tooltip: [
              { field: "id", title: "claim" },
              { field: "title", title: "what the paper says" },
              { field: "verdict", title: "verdict" },
            ],
          },
        },
        { mark: { type: "text", fontSize: 13, color: COLOURS.ink }, encoding: { text: { field: "label" } } },
      ],
    },
  );
}
