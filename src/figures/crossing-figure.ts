// Ergotropy, total heat current and level gaps against the interaction for several strengths of the fields: Figure 4 of
// the paper.

import { refuse } from "../input/guards";
import { symbols } from "./symbols";
import {
  COLOURS,
  cursorOver,
  cursorRule,
  domainOf,
  type Figure,
  type FigureOptions,
  figure,
  INTERACTION,
  rounded,
  SHADES,
  scaled,
  WIDTH,
} from "./theme";

/** One point of one curve of each panel; energies in J, heat in J²/ħ. */
export interface CrossingRow {
  /** h₂, in units of J, which names the curve */
  readonly h2: number;
  /** Δ, in units of J */
  readonly interaction: number;
  /** 𝓔, in units of J */
  readonly ergotropy: number;
  /** j_T = Q, out of the hot bath, in units of J²/ħ */
  readonly heatFromLeft: number;
  /** E_3 − E_2, in units of J */
  readonly gap32: number;
  /** E_4 − E_3, in units of J */
  readonly gap43: number;
  /** E_5 − E_4, in units of J */
  readonly gap54: number;
}

/** A place on a curve: a peak of the ergotropy, a minimum of the heat current or of a gap. */
export interface CrossingMark {
  /** the curve, by its name in the rows */
  readonly quantity: Quantity;
  /** h₂, in units of J */
  readonly h2: number;
  /** Δ of the place, in units of J */
  readonly interaction: number;
  /** of the curve there, in its unit */
  readonly value: number;
}

/** What {@link crossingFigure} draws. */
export interface CrossingData {
  /** curve by curve, each in order of rising interaction */
  readonly rows: readonly CrossingRow[];
  /** dots on the curves */
  readonly marks: readonly CrossingMark[];
}

const QUANTITIES = ["ergotropy", "heatFromLeft", "gap32", "gap43", "gap54"] as const;
type Quantity = (typeof QUANTITIES)[number];

/** The fields of the curves, the range of the interaction, and the panels' size. */
interface Frame {
  readonly fields: readonly number[];
  readonly x: object;
  readonly interactions: readonly [number, number];
  readonly width: number;
  readonly height?: number;
}

/** What one panel shows. */
interface Panel {
  readonly letter: "a" | "b" | "c";
  readonly title: string;
  readonly quantities: readonly Quantity[];
  readonly y: { readonly title: string; readonly domain: readonly [number, number] };
  readonly height: number;
}

/** The highlighted field, and 0 for none. */
const HIGHLIGHTED = { test: "highlight === 0 || datum.h2 === highlight", value: 1 };

/**
 * Figure 4 of the paper: 𝓔, Q and three gaps, standing out more from one field to the next; dots mark the places listed.
 *
 * A menu highlights one field, a cursor through all panels tells the values.
 *
 * @throws InputError without rows
 * @example crossingFigure({ rows: crossings, marks: [] }, { description: "ergotropy, heat and gaps" })
 */
export function crossingFigure({ rows, marks }: CrossingData, options: FigureOptions): Figure {
  if (rows.length === 0) refuse("rows", "one row or more", rows.length);
  const fields = [...new Set(rows.map(({ h2 }) => h2))];
  const interactions = domainOf(rows.map(({ interaction }) => interaction));
  const x = { ...INTERACTION, scale: { domain: interactions, nice: false } };
  const frame = { fields, x, interactions, width: options.width ?? WIDTH, height: options.height };
  const drawn = rows.map((row) => ({ ...row, heatFromLeft: scaled(row.heatFromLeft, 1e3) }));
  const dots = marks.map((mark) => ({
    ...mark,
    value: mark.value * (mark.quantity === "heatFromLeft" ? 1e3 : 1),
  }));
  const over = (...keys: Quantity[]): number[] => drawn.flatMap((row) => keys.map((key) => row[key] ?? 0));
  const gaps = ["gap32", "gap43", "gap54"] as const;
  const panels: Panel[] = [
    {
      letter: "a",
      title: "ergotropy; numbers: h₂; ▾ a smallest gap",
      quantities: ["ergotropy"],
      y: { title: "ergotropy 𝓔 (J)", domain: domainOf([0, ...over("ergotropy")], 0.15) },
      height: 190,
    },
    {
      letter: "b",
      title: "total heat current; numbers: h₂",
      quantities: ["heatFromLeft"],
      y: { title: "total heat current j_T (10⁻³ J²/ħ)", domain: domainOf(over("heatFromLeft"), 0.12) },
      height: 190,
    },
    {
      letter: "c",
      title: "gaps between neighbouring levels",
      quantities: gaps,
      y: { title: "gap (J)", domain: domainOf([0, ...over(...gaps)], 0.14) },
      height: 230,
    },
  ];
  return figure(options, {
    datasets: { rows: rounded(drawn, 5), marks: rounded(dots) },
    spacing: 14,
    params: [highlight(fields), cursorOver("interaction", ["a", "b", "c"])],
    vconcat: panels.map((panel) => panelOf(panel, frame, marks)),
  });
}

const highlight = (fields: readonly number[]): object => ({
  name: "highlight",
  value: 0,
  bind: {
    input: "select",
    options: [0, ...fields],
    labels: ["all alike", ...fields.map(String)],
    name: "highlight h₂ ",
  },
});

/** A shade for each field, from light to dark. */
const shades = (quantity: Quantity, count: number): string[] =>
  Array.from(
    { length: count },
    (_, i) => SHADES[quantity][count === 1 ? 2 : Math.round((4 * i) / (count - 1))],
  );

function panelOf(
  { letter, title, quantities, y, height }: Panel,
  frame: Frame,
  marks: readonly CrossingMark[],
): object {
  const { fields, x } = frame;
  const color = {
    field: "curve",
    type: "nominal",
    scale: {
      domain: QUANTITIES.flatMap((quantity) => fields.map((h2) => `${quantity} ${h2}`)),
      range: QUANTITIES.flatMap((quantity) => shades(quantity, fields.length)),
    },
    legend: null,
  };
  const vertical = {
    field: "value",
    type: "quantitative",
    title: y.title,
    axis: { minExtent: 48 },
    scale: { domain: y.domain, nice: false },
  };
  const opacity = { condition: HIGHLIGHTED, value: 0.12 };
  const inPanel = `indexof(${JSON.stringify(quantities)}, datum.quantity) >= 0`;
  const visible = `datum.quantity !== 'ergotropy' || datum.value > ${(y.domain[1] / 25).toPrecision(3)}`; // a dot on the axis says nothing
  const curve = { calculate: "datum.quantity + ' ' + datum.h2", as: "curve" };
  return {
    title: { text: `(${letter}) ${title}`, frame: "group" },
    width: frame.width,
    height: frame.height ?? height,
    layer: [
      {
        data: { name: "rows" },
        transform: [{ fold: quantities, as: ["quantity", "value"] }, curve],
        mark: { type: "line", strokeWidth: 1.8, clip: true },
        encoding: { x, y: vertical, color, opacity },
      },
      {
        data: { name: "marks" },
        transform: [{ filter: inPanel }, { filter: visible }, curve],
        mark: { type: "point", filled: true, size: 42, opacity: 1, stroke: "white", strokeWidth: 0.8 },
        encoding: { x, y: vertical, color, opacity },
      },
      ...(letter === "c"
        ? gapLabels(vertical, y.domain[1], frame)
        : fieldLabels(letter === "a" ? "ergotropy" : "heatFromLeft", vertical, y.domain[1], frame, marks)),
      cursor(letter, quantities, frame),
    ],
  };
}

// each curve of (a) and (b) carries its h₂, on its last flank or under its minimum; arrowheads show the crossings
function fieldLabels(
  quantity: "ergotropy" | "heatFromLeft",
  y: object,
  top: number,
  { x, fields }: Frame,
  marks: readonly CrossingMark[],
): object[] {
  const [low, high] = [Math.min(...fields), Math.max(...fields)];
  const text = { type: "text", fontSize: 11, color: COLOURS.ink };
  const label = { calculate: "format(datum.h2, '.1f')", as: "label" };
  const names =
    quantity === "ergotropy"
      ? {
          data: { name: "rows" },
          transform: [
            // each a little higher than the last one, or they would lie on each other
            {
              filter: `datum.ergotropy > ${(0.15 * top).toPrecision(3)} + ${(0.3 * top).toPrecision(3)} * (datum.h2 - ${low}) / ${high - low || 1}`,
            },
            { joinaggregate: [{ op: "max", field: "interaction", as: "last" }], groupby: ["h2"] },
            { filter: "datum.interaction === datum.last" },
            { calculate: "datum.ergotropy", as: "value" },
            label,
          ],
          mark: { ...text, align: "right", dx: -7 },
        }
      : {
          data: { name: "marks" },
          transform: [
            { filter: "datum.quantity === 'heatFromLeft'" },
            { joinaggregate: [{ op: "min", field: "value", as: "least" }], groupby: ["h2"] },
            { filter: "datum.value === datum.least" },
            label,
          ],
          mark: { ...text, dy: 13 },
        };
  return [
    { ...names, encoding: { x, y, text: { field: "label" } } },
    {
      data: { name: "marks" },
      transform: [
        { filter: "datum.quantity === 'gap32' || datum.quantity === 'gap54'" },
        { calculate: "datum.quantity + ' ' + datum.h2", as: "curve" },
      ],
      mark: { type: "point", shape: "triangle-down", filled: true, size: 60, yOffset: 6 },
      encoding: {
        x,
        y: { value: 0 },
        color: { field: "curve", type: "nominal", legend: null },
        opacity: { condition: HIGHLIGHTED, value: 0.12 },
      },
    },
    ...crossingNames(marks).map(({ align, color, ...datum }) => ({
      data: { values: [datum] },
      mark: { type: "text", align, color, baseline: "top", fontSize: 11 },
      encoding: { x, y: { value: 1 }, text: { field: "label" } },
    })),
  ];
}

/** Names for the arrowheads, beside the innermost ones. */
function crossingNames(
  marks: readonly CrossingMark[],
): { interaction: number; label: string; align: string; color: string }[] {
  const at = (quantity: Quantity): number[] =>
    marks.filter((mark) => mark.quantity === quantity).map(({ interaction }) => interaction);
  const [low, high] = [at("gap32"), at("gap54")];
  return [
    ...(low.length > 0
      ? [
          {
            interaction: Math.min(...low) - 0.1,
            label: "E₃ − E₂",
            align: "right",
            color: SHADES.gap32[3],
          },
        ]
      : []),
    ...(high.length > 0
      ? [
          {
            interaction: Math.max(...high) + 0.1,
            label: "E₅ − E₄",
            align: "left",
            color: SHADES.gap54[3],
          },
        ]
      : []),
  ];
}

function gapLabels(y: object, top: number, { x, interactions: [low, high] }: Frame): object[] {
  const labels = [
    { interaction: low, value: 0.95 * top, label: "E₃ − E₂", colour: SHADES.gap32[3], align: "left", dx: 8 },
    {
      interaction: (low + high) / 2,
      value: 0.03 * top,
      label: "E₄ − E₃",
      colour: SHADES.gap43[3],
      align: "center",
      dx: 0,
    },
    {
      interaction: high,
      value: 0.95 * top,
      label: "E₅ − E₄",
      colour: SHADES.gap54[3],
      align: "right",
      dx: -8,
    },
  ];
  return labels.map(({ colour, align, dx, ...label }) => ({
    data: { values: rounded([label], 4) },
    mark: { type: "text", fontSize: 12, fontWeight: "bold", color: colour, align, dx },
    encoding: { x, y, text: { field: "label" } },
  }));
}

const TOOLTIPS = {
  ergotropy: "𝓔",
  heatFromLeft: symbols("j_T"),
  gap32: "E₃ − E₂",
  gap43: "E₄ − E₃",
  gap54: "E₅ − E₄",
};

function cursor(letter: string, quantities: readonly Quantity[], { x, fields }: Frame): object {
  return {
    name: letter,
    data: { name: "rows" },
    transform: [
      { fold: quantities, as: ["quantity", "value"] },
      { calculate: "datum.quantity + replace('' + datum.h2, '.', '_')", as: "column" },
      { pivot: "column", value: "value", groupby: ["interaction"] },
    ],
    ...cursorRule(x, [
      { field: "interaction", title: "Δ", format: ".3f" },
      ...quantities.flatMap((quantity) =>
        fields.map((h2) => ({
          field: `${quantity}${String(h2).replace(".", "_")}`,
          title: `${TOOLTIPS[quantity]}, h₂ = ${h2}`,
          format: ".4f",
        })),
      ),
    ]),
  };
}
