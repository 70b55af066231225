// What all figures share: one colour for one quantity (after Okabe and Ito, safe for colour-blind readers),
// tints for the current modes, readable type.
import { type CurrentMode, VANISHING } from "../observables/currents";

/** A Vega-Lite v5 figure; `description` is its alternative text. */
export interface Figure {
  /** of Vega-Lite 5 */
  readonly $schema: string;
  /** the alternative text: what is to be seen */
  readonly description: string;
  readonly [key: string]: unknown;
}

/** One colour for one quantity, by its name in the rows of a sweep; baths and ink. */
export const COLOURS = {
  /** j_u, the upper branch */
  heatUpper: "#E69F00",
  /** j_d, the lower branch */
  heatLower: "#009E73",
  /** out of the first bath: j_T */
  heatFromLeft: "#D55E00",
  /** out of the second bath */
  heatFromRight: "#56B4E9",
  /** j_S */
  spinCurrent: "#0072B2",
  /** 𝓔 */
  ergotropy: "#228833",
  /** the part of 𝓔 that populations alone give */
  incoherent: "#176423",
  /** the part of 𝓔 that coherences add */
  coherent: "#8D56B8",
  /** a bath warmer than the others */
  hot: "#D55E00",
  /** a bath colder than the others */
  cold: "#56B4E9",
  /** lines and words */
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

/** How heat flows, in half a sentence. */
export const MODE_WORDS: Readonly<Record<CurrentMode, string>> = {
  clockwise: "heat flows clockwise",
  counterclockwise: "heat flows counterclockwise",
  parallel: "heat flows parallel",
  none: "no heat flows",
};

/** The look of a line, told from others by its dashes too. */
export interface LineLook {
  /** as #RRGGBB */
  readonly colour: string;
  /** lengths of strokes and gaps, in pixels */
  readonly dash: readonly number[];
}

/** The energy levels of a six-state sector, lowest first (after Paul Tol), each with a dash pattern of its own. */
export const LEVELS: readonly LineLook[] = [
  { colour: "#7F7F7F", dash: [1, 0] },
  { colour: "#EE7733", dash: [1, 0] },
  { colour: "#009988", dash: [8, 3] },
  { colour: "#CC3311", dash: [8, 3, 2, 3] },
  { colour: "#9255B5", dash: [4, 2] },
  { colour: "#6F4E37", dash: [2, 2] },
];

/** Ramps from light to dark for curves of one quantity at falling field. */
export const SHADES = {
  ergotropy: ["#8ACB7C", "#5BAE57", "#228833", "#176423", "#0C3D13"],
  heatFromLeft: ["#FFA366", "#F07C2B", "#D55E00", "#9C4300", "#5E2800"],
  gap32: ["#FFC166", "#F2A02E", "#D07F00", "#955B00", "#593600"],
  gap43: ["#CDA8E6", "#AE7ED2", "#8D56B8", "#683892", "#42205F"],
  gap54: ["#9CCBEE", "#65ABDF", "#3585C2", "#1C5F94", "#0B3A60"],
} as const;

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

/** The horizontal axis of every figure over the interaction. */
export const INTERACTION = {
  field: "interaction",
  type: "quantitative",
  title: "interaction Δ (J)",
  scale: { nice: false },
} as const;

/** The parameter of a cursor that snaps to the nearest value of a field, in one view or linked over several. */
export function cursorOver(field: string, views?: readonly string[]): object {
  const select = { type: "point", on: "pointermove", nearest: true, fields: [field], clear: "pointerout" };
  return { name: "cursor", select, ...(views ? { views } : {}) };
}

/** A vertical line where the cursor is, and what it tells. */
export const cursorRule = (x: object, tooltip: readonly object[]): object => ({
  mark: { type: "rule", color: COLOURS.ink, aria: false },
  encoding: {
    x,
    opacity: { condition: { param: "cursor", empty: false, value: 0.8 }, value: 0 },
    tooltip,
  },
});

/** Colour and dashes of lines that a field tells apart, with one legend for both. */
export function lineLooks(
  field: string,
  keys: readonly string[],
  looks: readonly LineLook[],
  legend: object | null,
): { readonly color: object; readonly strokeDash: object } {
  const channel = (range: readonly unknown[]): object => ({
    field,
    type: "nominal",
    scale: { domain: keys, range },
    legend,
  });
  return {
    color: channel(looks.map(({ colour }) => colour)),
    strokeDash: channel(looks.map(({ dash }) => dash)),
  };
}

/** What every figure can be told. */
export interface FigureOptions {
  /** the alternative text: what is to be seen */
  readonly description: string;
  /** above the figure */
  readonly title?: string;
  /** of a panel, in pixels */
  readonly width?: number;
  /** of a panel, in pixels; by default what suits it, panel by panel */
  readonly height?: number;
}

/** What a figure that describes itself can be told instead; a drawing keeps its proportions, its width decides. */
export type DrawingOptions = Partial<Omit<FigureOptions, "height">>;

/** Completes a Vega-Lite specification with schema, alternative text, title and the common style. */
export function figure({ description, title }: FigureOptions, spec: object): Figure {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description,
    config: CONFIG,
    ...(title === undefined ? {} : { title }),
    ...spec,
  };
}

/** From the smallest to the largest of the values, and beyond them by a part of that range where it is not zero. */
export function domainOf(values: readonly number[], margin = 0): [low: number, high: number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const room = margin * (high - low);
  const short = (value: number): number => Number(value.toPrecision(margin === 0 ? 6 : 3));
  return [low === 0 ? 0 : short(low - room), short(high + room)];
}

/** A value in another unit; null, a gap in a curve, where it is none. */
export const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : finite(value * factor);

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Rounds the numbers in rows to six significant digits: more than a screen can show, and the same on every machine.
 * A value that is zero but for rounding errors shows as zero, one that is no number as a gap.
 */
export function rounded<Row extends object>(rows: readonly Row[], digits = 6): Row[] {
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === "number"
            ? Math.abs(value) < VANISHING
              ? 0
              : finite(Number(value.toPrecision(digits)))
            : value,
        ]),
      ) as Row,
  );
}
