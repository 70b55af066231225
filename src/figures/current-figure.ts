// Branch currents, total heat current and spin current against the interaction, shaded by mode: Figure 2 of the paper,
// and the same for rings of any size.
import { CURRENT_MODES, type CurrentMode } from "../observables/currents";
import type { ModeRegion } from "../observables/modes";
import { remarkLayer } from "./remarks";
import { symbols } from "./symbols";
import {
  COLOURS,
  cursorOver,
  cursorRule,
  type Figure,
  type FigureOptions,
  figure,
  GREY,
  INTERACTION,
  type LineLook,
  labelOf,
  legendOf,
  lineLooks,
  MODE_TINTS,
  rounded,
  scaled,
  WIDTH,
  widthOf,
} from "./theme";

/** A row of a sweep of `heatCurrents` and `spinCurrent` over the interaction, null where there is no steady state. */
export interface CurrentRow {
  /** Δ, in units of J */
  readonly interaction: number;
  /** j_u, in units of J²/ħ, positive clockwise */
  readonly heatUpper: number | null;
  /** j_d, in units of J²/ħ, positive clockwise */
  readonly heatLower: number | null;
  /** j_T, out of the first bath, in units of J²/ħ */
  readonly heatFromLeft: number | null;
  /** j_S, in units of J/ħ, positive clockwise */
  readonly spinCurrent: number | null;
  /** how heat flows */
  readonly mode: CurrentMode | null;
}

/** One sweep: a column of panels. */
export interface CurrentColumn {
  /** what the sweep is of */
  readonly title: string;
  /** one a value of the interaction, ascending */
  readonly rows: readonly CurrentRow[];
  /** the shading, from modeRegions or modeBands */
  readonly regions: readonly ModeRegion[];
  /** interactions to mark with a labelled line, such as where the total heat current is smallest */
  readonly marks?: readonly {
    /** the one above, or the one below */
    readonly panel: "heat" | "spin";
    /** Δ, in units of J */
    readonly interaction: number;
    /** beside the line */
    readonly label: string;
  }[];
  /** whether they are drawn as points, being too few for lines */
  readonly points?: boolean;
}

/** What {@link currentFigure} is told beside its columns. */
export interface CurrentFigureOptions extends FigureOptions {
  /** heat currents in a narrow range of the interaction, to be drawn below */
  readonly zoom?: CurrentColumn;
}

/** The look of every current, by its name in the rows. */
export const CURRENT_LINES: readonly (LineLook & {
  readonly key: Exclude<keyof CurrentRow, "interaction" | "mode">;
  readonly label: string;
})[] = [
  { key: "heatUpper", label: symbols("j_u upper branch"), colour: COLOURS.heatUpper, dash: [8, 3] },
  { key: "heatLower", label: symbols("j_d lower branch"), colour: COLOURS.heatLower, dash: [8, 3, 2, 3] },
  {
    key: "heatFromLeft",
    label: symbols("j_T out of the hot bath"),
    colour: COLOURS.heatFromLeft,
    dash: [1, 0],
  },
  { key: "spinCurrent", label: symbols("j_S spin current"), colour: COLOURS.spinCurrent, dash: [2, 2] },
];

const MODES = CURRENT_MODES.filter((mode) => mode !== "none");

/** What is too coarse for a line. */
export const POINTS = { type: "point", filled: true, size: 18, opacity: 1 } as const;

/** Currents are shown in thousandths. */
const UNIT = 1e3;

/**
 * Figure 2 of the paper: heat currents above, spin current below, one column a sector; a cursor shows all
 * values of a column at one interaction.
 *
 * @param columns the sweeps, left to right; currents in J²/ħ and J/ħ, drawn in thousandths
 * @example currentFigure([{ title: "two spins up", rows: currents, regions: [] }], { description: "currents against the interaction" })
 */
export function currentFigure(columns: readonly CurrentColumn[], options: CurrentFigureOptions): Figure {
  const { width = widthOf(columns.length, 80), height = 210, zoom } = options;
  const panels = (["heat", "spin"] as const).flatMap((panel, row) =>
    columns.map((column, c) =>
      currentPanel(column, panel, c, "abcdefgh"[row * columns.length + c], { width, height, titled: true }),
    ),
  );
  const c = columns.length;
  const look = { width: WIDTH, height: 150, titled: true };
  return figure(options, {
    datasets: currentDatasets(zoom ? [...columns, within(zoom)] : columns),
    spacing: 24,
    vconcat: [
      { concat: panels, columns: c, spacing: 24 },
      ...(zoom ? [currentPanel(zoom, "heat", c, "abcdefghi"[2 * c], look)] : []),
    ],
    params: [cursorOver("interaction", [...cursorViews(columns), ...(zoom ? [`heat${c}`] : [])])],
  });
}

/** The regions of a column where its rows are. */
function within({ rows, regions, ...rest }: CurrentColumn): CurrentColumn {
  const [low, high] = [rows[0].interaction, rows[rows.length - 1].interaction];
  const inside = regions.filter(({ from, to }) => to > low && from < high);
  const cut = ({ mode, from, to }: ModeRegion): ModeRegion => ({
    mode,
    from: Math.max(from, low),
    to: Math.min(to, high),
  });
  return { ...rest, rows, regions: inside.map(cut) };
}

/** The rows of all columns, in thousandths, and their regions. */
export function currentDatasets(columns: readonly CurrentColumn[]): Record<string, object[]> {
  const datasets: Record<string, object[]> = {};
  columns.forEach((column, c) => {
    const inThousandths = column.rows.map((row) => ({
      ...row,
      ...Object.fromEntries(CURRENT_LINES.map(({ key }) => [key, scaled(row[key], UNIT)])),
    }));
    datasets[`rows${c}`] = rounded(inThousandths);
    datasets[`regions${c}`] = rounded(column.regions);
  });
  return datasets;
}

/** A cursor through the panels of all columns. */
export const currentCursor = (columns: readonly CurrentColumn[]): object =>
  cursorOver("interaction", cursorViews(columns));

const cursorViews = (columns: readonly CurrentColumn[]): string[] =>
  ["heat", "spin"].flatMap((panel) => columns.map((_, c) => `${panel}${c}`));

/** How large a panel is, and whether it has the title of its horizontal axis. */
export interface PanelLook {
  readonly width: number;
  readonly height: number;
  readonly titled: boolean;
}

/** One panel of a column; its rows and regions are the datasets `rows` and `regions` with the column's number. */
export function currentPanel(
  column: CurrentColumn,
  panel: "heat" | "spin",
  c: number,
  letter: string,
  { width, height, titled }: PanelLook,
): object {
  const lines = CURRENT_LINES.filter((line) => (line.key === "spinCurrent") === (panel === "spin"));
  const small = height < 150;
  const quantity = panel === "heat" ? "heat currents" : "spin current";
  const text = `(${letter}) ${column.title}${small ? `, ${quantity}` : ""}`;
  const [symbol, unit] = panel === "heat" ? ["j", "(10⁻³ J²/ħ)"] : ["j_S", "(10⁻³ J/ħ)"];
  const x = titled ? INTERACTION : { ...INTERACTION, title: null };
  const keys = CURRENT_LINES.map((line) => line.key);
  const labels = CURRENT_LINES.map(({ label }) => label);
  const legend = { ...legendOf(labels), labelExpr: labelOf(CURRENT_LINES, "label") };
  return {
    title: small ? { text, frame: "group", offset: 6 } : text,
    width,
    height,
    layer: [
      {
        data: { name: `regions${c}` },
        mark: { type: "rect" },
        encoding: {
          x: { field: "from", type: "quantitative" },
          x2: { field: "to" },
          fill: {
            field: "mode",
            type: "nominal",
            scale: { domain: MODES, range: MODES.map((mode) => MODE_TINTS[mode]) },
            legend: {
              title: "heat flows",
              orient: "bottom",
              symbolType: "square",
              symbolStrokeColor: GREY,
            },
          },
        },
      },
      ...remarkLayer(column.rows, x),
      { data: { values: [{}] }, mark: { type: "rule", color: GREY }, encoding: { y: { datum: 0 } } },
      {
        data: { name: `rows${c}` },
        transform: [{ fold: lines.map((line) => line.key), as: ["quantity", "value"] }],
        mark: column.points ? POINTS : { type: "line", strokeWidth: 2.2 },
        encoding: {
          x,
          y: {
            field: "value",
            type: "quantitative",
            title: `${small ? symbol : `${panel} current`} ${unit}`,
            ...(small ? { axis: { minExtent: 34, titleFontSize: 11 } } : {}),
          },
          ...lineLooks("quantity", keys, CURRENT_LINES, legend),
        },
      },
      ...markLayers(column, panel),
      {
        name: `${panel}${c}`,
        data: { name: `rows${c}` },
        ...cursorRule(x, [
          { field: "interaction", title: "Δ", format: ".3f" },
          ...lines.map((line) => ({ field: line.key, title: line.label, format: ".4f" })),
          { field: "mode", title: "heat flows" },
        ]),
      },
    ],
  };
}

function markLayers(column: CurrentColumn, panel: "heat" | "spin"): object[] {
  const marks = rounded((column.marks ?? []).filter((mark) => mark.panel === panel));
  if (marks.length === 0) return [];
  const x = { field: "interaction", type: "quantitative" };
  const text = {
    type: "text",
    align: "left",
    baseline: "top",
    dx: 4,
    dy: 6,
    fontSize: 11,
    color: COLOURS.ink,
  };
  return [
    {
      data: { values: marks },
      mark: { type: "rule", color: COLOURS.ink, strokeDash: [4, 3] },
      encoding: { x },
    },
    { data: { values: marks }, mark: text, encoding: { x, y: { value: 0 }, text: { field: "label" } } },
  ];
}
