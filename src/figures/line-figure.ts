// Lines over one variable, with a cursor that shows all values: the plain figure of a notebook.
import { lonelyPoints, remarkLayer } from "./remarks";
import {
  cursorOver,
  cursorRule,
  type Figure,
  type FigureOptions,
  figure,
  labelOf,
  legendOf,
  lineLooks,
  rounded,
  WIDTH,
} from "./theme";

/** One line: the field of the rows that holds it, its name, its look. */
export interface Series {
  /** the field of the rows */
  readonly key: string;
  /** its name in the legend */
  readonly label: string;
  /** as #RRGGBB */
  readonly colour: string;
  /** lengths of strokes and gaps, in pixels */
  readonly dash?: readonly number[];
}

/** An axis of {@link lineFigure}. */
export interface AxisLook {
  /** the quantity with its unit */
  readonly title: string;
  /** linear by default */
  readonly scale?: "linear" | "log";
}

/** How Vega-Lite is told of an axis. */
interface AxisEncoding {
  readonly field: string;
  readonly type: "quantitative";
  readonly title: string;
  readonly scale: Readonly<Record<string, unknown>>;
  readonly axis?: Readonly<Record<string, unknown>>;
}

/** The axes of a panel of lines, whose height is the field `value`. */
export function axesOf(
  x: AxisLook & { readonly key: string },
  y: AxisLook,
): { horizontal: AxisEncoding; vertical: AxisEncoding } {
  const axis = (field: string, { title, scale = "linear" }: AxisLook, look: object): AxisEncoding => ({
    field,
    type: "quantitative",
    title,
    scale: { type: scale, ...look },
    ...(scale === "log" ? { axis: { format: "~g" } } : {}),
  });
  return { horizontal: axis(x.key, x, { nice: false }), vertical: axis("value", y, {}) };
}

/** What {@link lineFigure} draws of its rows. */
export interface LineFigureOptions<Row extends object> extends FigureOptions {
  /** the horizontal axis */
  readonly x: AxisLook & {
    /** the field of the rows */
    readonly key: keyof Row & string;
  };
  /** the vertical axis */
  readonly y: AxisLook;
  /** the lines, in the order of the legend */
  readonly series: readonly Series[];
  /** values to mark with a thin horizontal line, such as where the lines should end */
  readonly targets?: readonly {
    /** in the unit of the vertical axis */
    readonly value: number;
    /** as #RRGGBB */
    readonly colour: string;
  }[];
}

/**
 * One panel with a line for each series, broken where a row has no value; where rows of a sweep have an `error` or a
 * `warning`, the panel is tinted.
 *
 * @param rows one a point of the horizontal axis, such as those of a sweep
 * @example lineFigure(rows, { description: "a parabola", x: { key: "x", title: "x" }, y: { title: "y" }, series: [{ key: "y", label: "x²", colour: "#0067A3" }] })
 */
export function lineFigure<Row extends object>(
  rows: readonly Row[],
  options: LineFigureOptions<Row>,
): Figure {
  const { x, y, series, targets = [], width = WIDTH, height = 300 } = options;
  const keys = series.map((line) => line.key);
  const labels = series.map(({ label }) => label);
  const legend = { ...legendOf(labels, width), labelExpr: labelOf(series, "label") };
  const { horizontal, vertical } = axesOf(x, y);
  const looks = lineLooks(
    "series",
    keys,
    series.map(({ colour, dash = [1, 0] }) => ({ colour, dash })),
    legend,
  );
  return figure(options, {
    width,
    height,
    data: { values: rounded(rows) },
    layer: [
      ...remarkLayer(rows, horizontal),
      ...targets.map(({ value, colour }) => ({
        data: { values: [{}] },
        mark: { type: "rule", color: colour, strokeWidth: 0.8, strokeDash: [1, 3] },
        encoding: { y: { datum: Number(value.toPrecision(6)) } },
      })),
      {
        transform: [{ fold: keys, as: ["series", "value"] }],
        mark: { type: "line", strokeWidth: 2.2 },
        encoding: {
          x: horizontal,
          y: vertical,
          ...looks,
        },
      },
      ...lonelyPoints(rows, horizontal, vertical, {
        field: "series",
        columns: keys,
        color: looks.color,
      }),
      {
        params: [cursorOver(x.key)],
        ...cursorRule(horizontal, [
          { field: x.key, title: x.title, format: ".4~g" },
          ...series.map((line) => ({ field: line.key, title: line.label, format: ".4~g" })),
          ...["error", "warning"].flatMap((field) => (rows.some((row) => field in row) ? [{ field }] : [])),
        ]),
      },
    ],
  });
}
