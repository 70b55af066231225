// One sweep under several equations, laid over each other: a colour for each quantity, a line style for each equation.
import { type AxisLook, axesOf } from "./line-figure";
import { symbols } from "./symbols";
import {
  COLOURS,
  cursorOver,
  cursorRule,
  type Figure,
  type FigureOptions,
  figure,
  GREY,
  LINES,
  legendOf,
  rounded,
  WIDTH,
} from "./theme";

/** The rows of a sweep under one equation. */
export interface EquationSweep {
  /** the name of the equation in the legend */
  readonly label: string;
  /** one a point of the horizontal axis, the same points for every equation */
  readonly rows: readonly object[];
}

/** What {@link equationFigure} draws of its sweeps. */
export interface EquationFigureOptions extends FigureOptions {
  /** the horizontal axis */
  readonly x: AxisLook & {
    /** the field of the rows */
    readonly key: string;
  };
  /** the vertical axis */
  readonly y: AxisLook;
  /** what is drawn of every sweep, in the order of the legend */
  readonly quantities: readonly {
    /** the field of the rows */
    readonly key: string;
    /** its name in the legend */
    readonly label: string;
    /** as #RRGGBB; that of the quantity in all figures where it has one */
    readonly colour?: string;
  }[];
}

/** Line styles of the equations, in their order. */
export const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [8, 3],
  [2, 2],
  [8, 3, 2, 3],
  [4, 2],
  [12, 3],
];

const ZERO = {
  data: { values: [{}] },
  mark: { type: "rule", color: GREY },
  encoding: { y: { datum: 0 } },
};

/**
 * The same quantities under several equations in one panel. Lines break where a point was not computed; a ring marks one that has to
 * be doubted, with the reason at the pointer.
 *
 * @param sweeps one an equation, in the order of the legend
 * @example equationFigure([{ label: "Redfield", rows }], { description: "one equation", x: { key: "x", title: "x" }, y: { title: "heat" }, quantities: [{ key: "y", label: "heat" }] })
 */
export function equationFigure(sweeps: readonly EquationSweep[], options: EquationFigureOptions): Figure {
  const { x, y, width = WIDTH, height = 300 } = options;
  const quantities = options.quantities.map((each) => ({ ...each, label: symbols(each.label) }));
  const points = sweeps.flatMap(({ label: equation, rows }) =>
    (rows as readonly Readonly<Record<string, unknown>>[]).flatMap((row) =>
      quantities.map(({ key, label }) => ({
        [x.key]: row[x.key] as number,
        equation,
        quantity: label,
        line: `${label}, ${equation}`,
        value: row[key] as number | null,
        ...(typeof row.warning === "string" && row[key] !== null ? { warning: row.warning } : {}),
      })),
    ),
  );
  const { horizontal, vertical } = axesOf(x, y);
  const own: Readonly<Record<string, string>> = COLOURS;
  const color = {
    field: "quantity",
    type: "nominal",
    scale: {
      domain: quantities.map(({ label }) => label),
      range: quantities.map(({ key, colour }, k) => colour ?? own[key] ?? LINES[k % LINES.length].colour),
    },
    legend: legendOf(
      quantities.map(({ label }) => label),
      width,
    ),
  };
  const strokeDash = {
    field: "equation",
    type: "nominal",
    scale: {
      domain: sweeps.map(({ label }) => label),
      range: sweeps.map((_, k) => DASHES[k % DASHES.length]),
    },
    legend: {
      ...legendOf(
        sweeps.map(({ label }) => label),
        width,
      ),
      symbolStrokeColor: COLOURS.ink,
    },
  };
  const doubtful = points.filter((point) => "warning" in point);
  return figure(options, {
    width,
    height,
    data: { values: rounded(points) },
    layer: [
      ...(y.scale === "log" ? [] : [ZERO]),
      {
        mark: { type: "line", strokeWidth: 2.2 },
        encoding: { x: horizontal, y: vertical, color, strokeDash, detail: { field: "line" } },
      },
      ...(doubtful.length === 0
        ? []
        : [
            {
              data: { values: rounded(doubtful) },
              mark: { type: "point", size: 14, strokeWidth: 0.8 },
              encoding: {
                x: horizontal,
                y: vertical,
                color,
                tooltip: [{ field: "equation" }, { field: "warning" }],
              },
            },
          ]),
      {
        params: [cursorOver(x.key)],
        transform: [{ pivot: "line", value: "value", groupby: [x.key] }],
        ...cursorRule(horizontal, [
          { field: x.key, title: x.title, format: ".4~g" },
          ...quantities.flatMap(({ label }) =>
            sweeps.map(({ label: equation }) => ({ field: `${label}, ${equation}`, format: ".4~g" })),
          ),
        ]),
      },
    ],
  });
}
