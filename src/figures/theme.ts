// What all figures share: one width, one colour for one quantity (the hues of Okabe and Ito, safe for colour-blind readers,
// each so dark that a line stands out on every shading), tints for the current modes, readable type.
import { type CurrentMode, VANISHING } from "../observables/currents";
import { symbols } from "./symbols";

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
  heatUpper: "#5C3B00",
  /** j_d, the lower branch */
  heatLower: "#00795A",
  /** out of the first bath: j_T */
  heatFromLeft: "#C4500A",
  /** out of the second bath */
  heatFromRight: "#2378B3",
  /** j_S */
  spinCurrent: "#3A43B8",
  /** 𝓔 */
  ergotropy: "#1F7D2F",
  /** the part of 𝓔 that populations alone give */
  incoherent: "#0F4A1C",
  /** the part of 𝓔 that coherences add */
  coherent: "#8D56B8",
  /** a bath warmer than the others */
  hot: "#C4500A",
  /** a bath colder than the others */
  cold: "#2378B3",
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

/** Behind the curves where populations are inverted. */
export const INVERTED_TINT = "#CFE6F5";

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

/** Frames, bonds, the line at zero. */
export const GREY = "#7C7C7C";

/** Width of a panel that stands alone, in pixels; panels beside each other share it. */
export const WIDTH = 640;

/** The width of one of several panels beside each other, with so much between them. */
export const widthOf = (panels: number, between: number): number =>
  Math.floor((WIDTH - (panels - 1) * between) / panels);

/** A legend of lines below a figure, as many beside each other as there is room for. */
export function legendOf(labels: readonly string[], width: number = WIDTH): object {
  const letters = Math.max(...labels.map((label) => label.length));
  const columns = Math.max(1, Math.min(labels.length, Math.floor(width / (54 + 6.5 * letters))));
  return { title: null, orient: "bottom", columns, symbolType: "stroke", symbolSize: 700 };
}

/** Titles and words of a figure with their symbols set; its data stay as they are. */
const withSymbols = (value: unknown, key = ""): unknown =>
  typeof value === "string"
    ? WORDS.includes(key)
      ? symbols(value)
      : value
    : Array.isArray(value)
      ? value.map((each) => withSymbols(each, key))
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([name, each]) => [
              name,
              /^data/.test(name) ? each : withSymbols(each, name),
            ]),
          )
        : value;
const WORDS = ["title", "subtitle", "text"];

/** The label of each key, as Vega reads it. */
export const labelOf = (
  lines: readonly { readonly key: string; readonly label: string }[],
  datum: string,
): string =>
  `(${JSON.stringify(Object.fromEntries(lines.map(({ key, label }) => [key, symbols(label)])))})[datum.${datum}]`;

/** The look of a line, told from others by its dashes too. */
export interface LineLook {
  /** as #RRGGBB */
  readonly colour: string;
  /** lengths of strokes and gaps, in pixels */
  readonly dash: readonly number[];
}

/** The energy levels of a six-state sector, lowest first (after Paul Tol), each with a dash pattern of its own. */
export const LEVELS: readonly LineLook[] = [
  { colour: "#707070", dash: [1, 0] },
  { colour: "#B86A00", dash: [1, 0] },
  { colour: "#007E74", dash: [8, 3] },
  { colour: "#9A1428", dash: [8, 3, 2, 3] },
  { colour: "#A066C4", dash: [4, 2] },
  { colour: "#2B1D52", dash: [2, 2] },
];

/** Lines of what has no colour of its own. */
export const LINES: readonly LineLook[] = [
  { colour: "#0067A3", dash: [1, 0] },
  { colour: "#C4500A", dash: [6, 3] },
  { colour: "#00795A", dash: [2, 2] },
  { colour: "#B0558A", dash: [8, 3, 2, 3] },
  { colour: "#5C3B00", dash: [4, 2] },
  { colour: "#707070", dash: [1, 2] },
];

/** Ramps from light to dark for curves of one quantity at falling field. */
export const SHADES = {
  ergotropy: ["#52A25F", "#268A37", "#1C702A", "#165620", "#103F18"],
  heatFromLeft: ["#D27B46", "#C65713", "#A44308", "#7E3406", "#5D2605"],
  gap32: ["#BB8822", "#A36E00", "#845800", "#664400", "#4A3200"],
  gap43: ["#AA80CA", "#9562BD", "#7C4BA1", "#5F3A7C", "#462B5B"],
  gap54: ["#5397CB", "#327DB7", "#286594", "#1F4E71", "#173954"],
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
    labelSeparation: 3,
    labelColor: "#333333",
  },
  legend: {
    orient: "bottom",
    labelFontSize: 12,
    titleFontSize: 12,
    symbolSize: 200,
    labelLimit: 300,
    columnPadding: 16,
    layout: { bottom: { direction: "vertical", anchor: "start" } },
  },
  title: { fontSize: 14, anchor: "start", fontWeight: "bold" },
  axisX: { labelFlush: false },
  view: { stroke: GREY },
} as const;

/** The horizontal axis of every figure over the interaction. */
export const INTERACTION = {
  field: "interaction",
  type: "quantitative",
  title: "interaction Δ (J)",
  scale: { nice: false, zero: false },
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
    ...(withSymbols({ ...(title === undefined ? {} : { title }), ...spec }) as object),
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
