// What all figures share: one colour for one quantity (after Okabe and Ito, safe for colour-blind readers),
// tints for the current modes, readable type.
import type { CurrentMode } from "../observables/currents";

/** A Vega-Lite v5 figure; `description` is its alternative text. */
export interface Figure {
  readonly $schema: string;
  readonly description: string;
  readonly [key: string]: unknown;
}

/** One colour for one quantity, everywhere. */
export const COLOURS = {
  upper: "#E69F00",
  lower: "#009E73",
  total: "#D55E00",
  spin: "#0072B2",
  hot: "#D55E00",
  cold: "#56B4E9",
  ink: "#333333",
} as const;

/** Background tints of the current modes. */
export const MODE_TINTS: Record<CurrentMode, string> = {
  clockwise: "#CDEBDD",
  parallel: "#FBF3B8",
  counterclockwise: "#F6D9E8",
  none: "#EEEEEE",
};

/** Stronger versions of the tints, for arrows and labels. */
export const MODE_COLOURS: Record<CurrentMode, string> = {
  clockwise: "#00755A",
  parallel: "#8A6D00",
  counterclockwise: "#A83E78",
  none: "#666666",
};

const FONT = "Helvetica, Arial, sans-serif";

const CONFIG = {
  font: FONT,
  background: "white",
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    grid: false,
    labelColor: "#333333",
  },
  legend: { labelFontSize: 12, titleFontSize: 12, symbolSize: 200, labelLimit: 300 },
  title: { fontSize: 14, anchor: "start", fontWeight: "bold" },
  view: { stroke: "#888888" },
} as const;

/** Completes a Vega-Lite specification with schema, alternative text and the common style. */
export function figure(description: string, spec: object): Figure {
  return { $schema: "https://vega.github.io/schema/vega-lite/v5.json", description, config: CONFIG, ...spec };
}

/**
 * Rounds the numbers in rows to six significant digits: more than a screen can show, and the same on every machine.
 * A value that is zero but for rounding errors shows as zero.
 */
export function rounded<Row extends object>(rows: readonly Row[], digits = 6): Row[] {
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === "number"
            ? Math.abs(value) < 1e-13
              ? 0
              : Number(value.toPrecision(digits))
            : value,
        ]),
      ) as Row,
  );
}
