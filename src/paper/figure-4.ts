// Figure 4: ergotropy, total heat current and level gaps against the interaction for five strengths of the fields.

import { COLOURS, cursorOver, type Figure, figure, rounded, SHADES, scaled } from "../figures/theme";
import type { SpinModel } from "../model/model";
import { findMinima, linspace } from "../numerics/extrema";
import { avoidedCrossings } from "../observables/crossings";
import { ergotropy } from "../observables/ergotropy";
import { sensitivity } from "../observables/sensitivity";
import { type SteadyState, steadyState } from "../states/steady-state";
import { halvedFields, PAPER, paperBaths, paperModel } from "./paper";

/** What Figure 4 is computed for: two spins up, h_2 / h_3 = 2, the hot bath at site 1. */
export const FIGURE4 = {
  interactions: [-3, 3],
  points: 241,
} as const;

/** One point of one curve of each panel. */
export interface CrossingRow {
  /** h_2, twice h_3 */
  readonly field: number;
  readonly interaction: number;
  readonly ergotropy: number;
  /** j_T = Q, out of the hot bath */
  readonly heat: number;
  readonly gap32: number;
  readonly gap43: number;
  readonly gap54: number;
}

/** A place on a curve: a peak of the ergotropy, a minimum of the heat current or of a gap. */
export interface CrossingMark {
  readonly quantity: "ergotropy" | "heat" | "gap32" | "gap43" | "gap54";
  readonly field: number;
  readonly interaction: number;
  readonly value: number;
}

const QUANTITIES = ["ergotropy", "heat", "gap32", "gap43", "gap54"] as const;
const GAPS = { gap32: 2, gap43: 3, gap54: 4 } as const;

/** The ring of Figure 4 at a field h_2 = 2 h_3 and an interaction Δ. */
export function figure4Ring(field: number, interaction: number): SpinModel {
  return paperModel({ spinsUp: 2, interaction, fields: halvedFields(field) });
}

/** The steady state of that ring between its baths. */
export function figure4State(field: number, interaction: number): SteadyState {
  return steadyState(figure4Ring(field, interaction), paperBaths());
}

/** The curves of Figure 4, field by field, in order of rising interaction; energies in J, heat in J²/ħ. */
export function figure4Rows(fields: readonly number[] = PAPER.fieldsOfFigure4): CrossingRow[] {
  const [low, high] = FIGURE4.interactions;
  return fields.flatMap((field) =>
    linspace(low, high, FIGURE4.points).map((interaction) => {
      const state = figure4State(field, interaction);
      const [, e2, e3, e4, e5] = state.energies;
      return {
        field,
        interaction,
        ergotropy: ergotropy(state),
        heat: state.bathHeat[0],
        gap32: e3 - e2,
        gap43: e4 - e3,
        gap54: e5 - e4,
      };
    }),
  );
}

/**
 * All peaks of 𝓔, all minima of Q and of the three gaps in the range of Figure 4, found as roots of their slopes, not
 * read off the grid. The lowest peaks of 𝓔 are so flat that rounding errors hide their place from a comparison of values.
 */
export function figure4Marks(fields: readonly number[] = PAPER.fieldsOfFigure4): CrossingMark[] {
  const [low, high] = FIGURE4.interactions;
  const grid = linspace(low, high, 121);
  return fields.flatMap((field) => {
    const slopes = (x: number) => sensitivity(figure4State(field, x), "interaction");
    const peaks = findMinima(
      (x) => -ergotropy(figure4State(field, x)),
      grid,
      (x) => -(slopes(x).ergotropy ?? 0), // without a slope at a kink
    );
    const dips = findMinima(
      (x) => figure4State(field, x).bathHeat[0],
      grid,
      (x) => slopes(x).bathHeat[0],
    );
    return [
      ...peaks.map(({ at, value }) => ({
        quantity: "ergotropy" as const,
        field,
        interaction: at,
        value: -value,
      })),
      ...dips.map(({ at, value }) => ({ quantity: "heat" as const, field, interaction: at, value })),
      ...(["gap32", "gap43", "gap54"] as const).flatMap((quantity) =>
        avoidedCrossings((x) => figure4Ring(field, x), GAPS[quantity], grid).map(({ at, gap }) => ({
          quantity,
          field,
          interaction: at,
          value: gap,
        })),
      ),
    ];
  });
}

/** The two low levels' crossing of each field, and what is nearest to it: the highest peak of 𝓔, the lowest Q. */
export interface CrossingSummary {
  readonly field: number;
  /** where E_3 − E_2 is smallest */
  readonly crossing: number;
  readonly gap: number;
  readonly peak: number;
  readonly ergotropy: number;
  readonly dip: number;
  readonly heat: number;
}

/** One line for each field: crossing of levels 2 and 3, highest peak of 𝓔, lowest minimum of Q. */
export function figure4Summary(marks: readonly CrossingMark[]): CrossingSummary[] {
  const fields = [...new Set(marks.map((mark) => mark.field))];
  return fields.map((field) => {
    const of = (quantity: CrossingMark["quantity"]) =>
      marks
        .filter((mark) => mark.field === field && mark.quantity === quantity)
        .sort((a, b) => a.value - b.value);
    const [crossing, dip, peak] = [of("gap32")[0], of("heat")[0], of("ergotropy").reverse()[0]];
    return {
      field,
      crossing: crossing.interaction,
      gap: crossing.value,
      peak: peak.interaction,
      ergotropy: peak.value,
      dip: dip.interaction,
      heat: dip.value,
    };
  });
}

const X = {
  field: "interaction",
  type: "quantitative",
  title: "interaction Δ (J)",
  scale: { domain: FIGURE4.interactions, nice: false },
};

/** The highlighted field, and none at the lower end of the slider. */
const HIGHLIGHT = {
  name: "highlight",
  value: 1,
  bind: { input: "range", min: 1, max: 2, step: 0.2, name: "highlight h₂ (1: all alike) " },
};
const HIGHLIGHTED = { test: "highlight < 1.1 || abs(datum.field - highlight) < 0.05", value: 1 };

/**
 * Figure 4 of the paper: 𝓔, Q and three gaps, standing out more as the field falls; dots mark the places listed.
 *
 * A slider highlights one field, a cursor through all panels tells the values.
 *
 * @param rows, marks from figure4Rows and figure4Marks
 * @param description the alternative text: what is to be seen
 */
export function crossingFigure(
  rows: readonly CrossingRow[],
  marks: readonly CrossingMark[],
  description: string,
): Figure {
  const dots = marks.map((mark) => ({ ...mark, value: mark.value * (mark.quantity === "heat" ? 1e3 : 1) }));
  return figure(description, {
    datasets: {
      rows: rounded(
        rows.map((row) => ({ ...row, heat: scaled(row.heat, 1e3) })),
        5,
      ),
      marks: rounded(dots),
    },
    spacing: 14,
    params: [HIGHLIGHT, cursorOver("interaction", ["a", "b", "c"])],
    vconcat: [
      panel(
        "a",
        "ergotropy; numbers: h₂",
        ["ergotropy"],
        { title: "ergotropy 𝓔 (J)", domain: [0, 0.025] },
        190,
      ),
      panel(
        "b",
        "total heat current; numbers: h₂",
        ["heat"],
        { title: "j_T (10⁻³ J²/ħ)", domain: [1.5, 10] },
        190,
      ),
      panel(
        "c",
        "gaps between neighbouring levels",
        ["gap32", "gap43", "gap54"],
        { title: "gap (J)", domain: [0, 2.4] },
        230,
      ),
    ],
  });
}

type Quantity = (typeof QUANTITIES)[number];

function panel(
  letter: "a" | "b" | "c",
  title: string,
  quantities: readonly Quantity[],
  y: { title: string; domain: number[] },
  height: number,
): object {
  const color = {
    field: "curve",
    type: "nominal",
    scale: {
      domain: QUANTITIES.flatMap((quantity) => PAPER.fieldsOfFigure4.map((field) => `${quantity} ${field}`)),
      range: QUANTITIES.flatMap((quantity) => SHADES[quantity]),
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
  const visible = "datum.quantity !== 'ergotropy' || datum.value > 0.001"; // a dot on the axis says nothing
  const curve = { calculate: "datum.quantity + ' ' + datum.field", as: "curve" };
  return {
    title: { text: `(${letter}) ${title}`, frame: "group" },
    width: 560,
    height,
    layer: [
      {
        data: { name: "rows" },
        transform: [{ fold: quantities, as: ["quantity", "value"] }, curve],
        mark: { type: "line", strokeWidth: 1.8, clip: true },
        encoding: { x: X, y: vertical, color, opacity },
      },
      {
        data: { name: "marks" },
        transform: [{ filter: inPanel }, { filter: visible }, curve],
        mark: { type: "point", filled: true, size: 42, opacity: 1, stroke: "white", strokeWidth: 0.8 },
        encoding: { x: X, y: vertical, color, opacity },
      },
      ...(letter === "c"
        ? gapLabels(vertical)
        : fieldLabels(letter === "a" ? "ergotropy" : "heat", vertical)),
      cursor(letter, quantities),
    ],
  };
}

// each curve of (a) and (b) carries its h₂, on its last flank or under its minimum; arrowheads show the crossings
function fieldLabels(quantity: "ergotropy" | "heat", y: object): object[] {
  const text = { type: "text", fontSize: 11, color: COLOURS.ink };
  const label = { calculate: "format(datum.field, '.1f')", as: "label" };
  const names =
    quantity === "ergotropy"
      ? {
          data: { name: "rows" },
          transform: [
            { filter: "datum.ergotropy > 0.0045" },
            { joinaggregate: [{ op: "max", field: "interaction", as: "last" }], groupby: ["field"] },
            { filter: "datum.interaction === datum.last" },
            { calculate: "datum.ergotropy", as: "value" },
            label,
          ],
          mark: { ...text, align: "right", dx: -7 },
        }
      : {
          data: { name: "marks" },
          transform: [
            { filter: "datum.quantity === 'heat'" },
            { joinaggregate: [{ op: "min", field: "value", as: "least" }], groupby: ["field"] },
            { filter: "datum.value === datum.least" },
            label,
          ],
          mark: { ...text, dy: 13 },
        };
  return [
    { ...names, encoding: { x: X, y, text: { field: "label" } } },
    {
      data: { name: "marks" },
      transform: [
        { filter: "datum.quantity === 'gap32' || datum.quantity === 'gap54'" },
        { calculate: "datum.quantity + ' ' + datum.field", as: "curve" },
      ],
      mark: { type: "point", shape: "triangle-down", filled: true, size: 60, yOffset: 6 },
      encoding: {
        x: X,
        y: { value: 0 },
        color: { field: "curve", type: "nominal", legend: null },
        opacity: { condition: HIGHLIGHTED, value: 0.12 },
      },
    },
    ...[
      { interaction: 1.25, label: "smallest E₃ − E₂", align: "right", color: SHADES.gap32[3] },
      { interaction: -1.25, label: "smallest E₅ − E₄", align: "left", color: SHADES.gap54[3] },
    ].map(({ align, color, ...datum }) => ({
      data: { values: [datum] },
      mark: { type: "text", align, color, baseline: "top", fontSize: 11 },
      encoding: { x: X, y: { value: 1 }, text: { field: "label" } },
    })),
  ];
}

function gapLabels(y: object): object[] {
  const labels = [
    { interaction: -2.62, value: 2.27, label: "E₃ − E₂", colour: SHADES.gap32[3] },
    { interaction: 0, value: 0.07, label: "E₄ − E₃", colour: SHADES.gap43[3] },
    { interaction: 2.62, value: 2.27, label: "E₅ − E₄", colour: SHADES.gap54[3] },
  ];
  return labels.map((label) => ({
    data: { values: [label] },
    mark: { type: "text", fontSize: 12, fontWeight: "bold", color: label.colour },
    encoding: { x: X, y, text: { field: "label" } },
  }));
}

const TOOLTIPS = { ergotropy: "𝓔", heat: "j_T", gap32: "E₃ − E₂", gap43: "E₄ − E₃", gap54: "E₅ − E₄" };

function cursor(letter: string, quantities: readonly Quantity[]): object {
  return {
    name: letter,
    data: { name: "rows" },
    transform: [
      { fold: quantities, as: ["quantity", "value"] },
      { calculate: "datum.quantity + replace('' + datum.field, '.', '_')", as: "column" },
      { pivot: "column", value: "value", groupby: ["interaction"] },
    ],
    mark: { type: "rule", color: COLOURS.ink, aria: false },
    encoding: {
      x: X,
      opacity: { condition: { param: "cursor", empty: false, value: 0.8 }, value: 0 },
      tooltip: [
        { field: "interaction", title: "Δ", format: ".3f" },
        ...quantities.flatMap((quantity) =>
          PAPER.fieldsOfFigure4.map((field) => ({
            field: `${quantity}${String(field).replace(".", "_")}`,
            title: `${TOOLTIPS[quantity]}, h₂ = ${field}`,
            format: ".4f",
          })),
        ),
      ],
    },
  };
}
