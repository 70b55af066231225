// Bars side by side for each of a few things that are counted, such as levels: one panel a situation, one colour a bar.
import type { AxisLook, Series } from "./line-figure";
import { symbols } from "./symbols";
import { type Figure, type FigureOptions, figure, labelOf, rounded, widthOf } from "./theme";

/** One panel of {@link barFigure}. */
export interface BarPanel<Row extends object> {
  /** above the panel */
  readonly title: string;
  /** one a group of bars, from left to right */
  readonly rows: readonly Row[];
}

/** What {@link barFigure} draws of its panels. */
export interface BarFigureOptions<Row extends object> extends FigureOptions {
  /** what the groups are: the field of the rows that names them */
  readonly x: Pick<AxisLook, "title"> & {
    /** the field of the rows */
    readonly key: keyof Row & string;
  };
  /** the common vertical axis, which begins at 0 */
  readonly y: Pick<AxisLook, "title">;
  /** the bars of a group, from left to right */
  readonly series: readonly Series[];
}

/**
 * Panels side by side, in each of them a group of bars for every row.
 *
 * @param panels from left to right
 * @example barFigure([{ title: "Δ = 0", rows: [{ level: 2, hot: 0.3, cold: 0.5 }] }], { description: "two bars", x: { key: "level", title: "level" }, y: { title: "coupling" }, series: [{ key: "hot", label: "hot bath", colour: "#C4500A" }, { key: "cold", label: "cold bath", colour: "#2378B3" }] })
 */
export function barFigure<Row extends object>(
  panels: readonly BarPanel<Row>[],
  options: BarFigureOptions<Row>,
): Figure {
  const { x, y, series, width = widthOf(panels.length, 52), height = 200 } = options;
  const keys = series.map(({ key }) => key);
  const looks = {
    domain: series.map(({ label }) => symbols(label)),
    range: series.map(({ colour }) => colour),
  };
  const tallest = Math.max(
    ...panels.flatMap(({ rows }) => rows.flatMap((row) => keys.map((key) => Number(row[key as keyof Row])))),
  );
  const hconcat = panels.map(({ title, rows }, p) => ({
    title,
    width,
    height,
    data: { values: rounded(rows) },
    transform: [
      { fold: keys, as: ["key", "value"] },
      { calculate: labelOf(series, "key"), as: "bar" },
    ],
    mark: { type: "bar" },
    encoding: {
      x: { field: x.key, type: "ordinal", title: x.title, axis: { labelAngle: 0 }, sort: null },
      xOffset: { field: "bar", type: "nominal", sort: looks.domain },
      y: {
        field: "value",
        type: "quantitative",
        title: p === 0 ? y.title : null,
        scale: { domain: [0, Number(tallest.toPrecision(3))], nice: true },
      },
      color: {
        field: "bar",
        type: "nominal",
        scale: looks,
        legend: { title: null, symbolType: "square", orient: "bottom" },
      },
      tooltip: [
        { field: "bar", type: "nominal", title: "" },
        { field: "value", type: "quantitative", format: ".3~g", title: y.title },
      ],
    },
  }));
  return figure(options, { spacing: 18, hconcat });
}
