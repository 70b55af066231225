// The verdicts on all claims at a glance: a field for each claim, a row for each group.
import type { LedgerEntry, Verdict } from "../claims/claim";
import { COLOURS, type Figure, figure } from "./theme";

/** A mark, a tint and a place for every verdict, so that none relies on its colour. */
export const VERDICTS: readonly {
  readonly verdict: Verdict;
  readonly mark: string;
  readonly tint: string;
}[] = [
  { verdict: "replicated", mark: "✓", tint: "#CDEBDD" },
  { verdict: "partly", mark: "◐", tint: "#FBF3B8" },
  { verdict: "not", mark: "✗", tint: "#F6D9E8" },
  { verdict: "not testable", mark: "?", tint: "#EEEEEE" },
];

/**
 * The scorecard as a figure.
 *
 * @param claims evaluated claims, in the order in which they are to stand
 * @example await show(scorecardFigure(evaluateClaims()))
 */
export function scorecardFigure(claims: readonly LedgerEntry[]): Figure {
  const groups = [...new Set(claims.map((claim) => claim.group))];
  const rows = claims.map((claim) => {
    const { verdict, mark } = VERDICTS.find((each) => each.verdict === claim.verdict) ?? VERDICTS[3];
    const place = claims.filter((other) => other.group === claim.group).indexOf(claim) + 1;
    return {
      place,
      group: claim.group,
      id: claim.id,
      title: claim.title,
      verdict,
      label: `${claim.id} ${mark}`,
    };
  });
  const counts = VERDICTS.map(
    ({ verdict }) => `${rows.filter((row) => row.verdict === verdict).length} ${verdict}`,
  );
  const used = VERDICTS.filter(({ verdict }) => rows.some((row) => row.verdict === verdict));
  return figure(`The claims of the paper at a glance: ${counts.join(", ")}.`, {
    width: { step: 47 },
    height: { step: 44 },
    data: { values: rows },
    encoding: {
      x: { field: "place", type: "ordinal", axis: null },
      y: {
        field: "group",
        type: "nominal",
        sort: groups,
        title: null,
        axis: { domain: false, ticks: false, labelPadding: 10 },
      },
    },
    layer: [
      {
        mark: {
          type: "rect",
          stroke: "#888888",
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
              symbolStrokeColor: "#888888",
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
  });
}
