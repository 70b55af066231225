// Figure 3: a map of the ergotropy over interaction and temperature bias, and two sections through it that show
// the populations of the upper five levels with the regions where two of them are inverted.

import { contourGaps, contourRings } from "../figures/contours";
import { NOT_COMPUTED, remarkOf } from "../figures/remarks";
import { COLOURS, cursorOver, type Figure, figure, LEVELS, rounded } from "../figures/theme";
import { linspace } from "../numerics/extrema";
import { ergotropyParts } from "../observables/ergotropy";
import { type InversionRegion, inversionRegions, largestInversion } from "../observables/inversion";
import { type SteadyState, steadyState } from "../states/steady-state";
import { PAPER, paperBaths, paperModel } from "./paper";

/** What Figure 3 is computed for: two spins up, T_L = T + ΔT/2 at site 1 and T_R = T − ΔT/2 at site 3. */
export const FIGURE3 = {
  interactions: [-3, 3],
  biases: [-1, 1],
  /** points of the map along each axis */
  points: 201,
  /** points of a section */
  sectionPoints: 121,
} as const;

/** The steady state of Figure 3 at an interaction Δ and a temperature bias ΔT = T_L − T_R. */
export function figure3State(interaction: number, bias: number): SteadyState {
  const { meanTemperature } = PAPER;
  const baths = paperBaths(meanTemperature + bias / 2, meanTemperature - bias / 2);
  return steadyState(paperModel({ spinsUp: 2, interaction }), baths);
}

/** One point of the map, in units of J. */
export interface ErgotropyRow {
  readonly interaction: number;
  /** ΔT = T_L − T_R */
  readonly bias: number;
  readonly ergotropy: number;
  /** what the populations alone give */
  readonly incoherent: number;
  /** the largest p_{k+1} − p_k of neighbouring levels: above zero where populations are inverted */
  readonly inversion: number;
}

/** The line of the map at one bias, from left to right; `linspace(-1, 1, FIGURE3.points)` are the biases of the map. */
export function figure3Line(bias: number): ErgotropyRow[] {
  const [low, high] = FIGURE3.interactions;
  return linspace(low, high, FIGURE3.points).map((interaction) => {
    const state = figure3State(interaction, bias);
    const { total, incoherent } = ergotropyParts(state);
    return { interaction, bias, ergotropy: total, incoherent, inversion: largestInversion(state) };
  });
}

/** The whole map of Figure 3a, line by line from ΔT = −1 up; `onLine` is called after each of them. */
export function figure3Map(onLine?: () => void): ErgotropyRow[] {
  const [low, high] = FIGURE3.biases;
  return linspace(low, high, FIGURE3.points).flatMap((bias) => {
    const line = figure3Line(bias);
    onLine?.();
    return line;
  });
}

/** One point of a section: the populations of levels 2 to 6. */
export interface PopulationRow {
  readonly interaction: number;
  readonly bias: number;
  readonly p2: number;
  readonly p3: number;
  readonly p4: number;
  readonly p5: number;
  readonly p6: number;
}

/** A section through the map at one bias, as in Figure 3b (ΔT = 1) and 3c (ΔT = −1). */
export interface PopulationSection {
  readonly bias: number;
  readonly rows: readonly PopulationRow[];
  readonly regions: readonly InversionRegion[];
}

/** Populations along the interaction at one bias, with the exact boundaries of the inverted regions. */
export function figure3Section(bias: number): PopulationSection {
  const [low, high] = FIGURE3.interactions;
  const grid = linspace(low, high, FIGURE3.sectionPoints);
  const rows = grid.map((interaction) => {
    const [, p2, p3, p4, p5, p6] = figure3State(interaction, bias).populations;
    return { interaction, bias, p2, p3, p4, p5, p6 };
  });
  return { bias, rows, regions: inversionRegions((x) => figure3State(x, bias), grid) };
}

/** The colour scale of the paper ends at 0.02; the band above it shows where the map goes beyond. */
const THRESHOLDS = linspace(0.002, 0.02, 10).map((value) => Number(value.toFixed(3)));
/** cividis, made for colour-blind readers and even in lightness, in eleven steps */
const BANDS = [
  "#00224E",
  "#0F3168",
  "#34426C",
  "#4F526D",
  "#666370",
  "#7C7478",
  "#948677",
  "#AE9A70",
  "#C8AF62",
  "#E4C54D",
  "#FDE737",
];

const X = {
  field: "interaction",
  type: "quantitative",
  title: "interaction Δ (J)",
  scale: { domain: FIGURE3.interactions, nice: false },
};
const KEYS = ["p2", "p3", "p4", "p5", "p6"] as const;
const SHADE = "#CFE6F5";
const SUBSCRIPTS = "₀₁₂₃₄₅₆";

/** What {@link ergotropyFigure} draws. */
export interface ErgotropyFigureOptions {
  /** from figure3Map, or rows of a sweep: those without an ergotropy are left grey */
  readonly map: readonly ErgotropyRow[];
  /** from figure3Section: the ones the slider of panel b goes through; those at ΔT = 1 and −1 must be among them */
  readonly sections: readonly PopulationSection[];
  /** peaks to mark in the map with their values */
  readonly peaks?: readonly Pick<ErgotropyRow, "interaction" | "bias" | "ergotropy">[];
}

/**
 * Figure 3 of the paper: filled contours of 𝓔 above, populations at ΔT = 1 and ΔT = −1 below with inverted regions shaded.
 *
 * A slider moves the bias of panel b, a cursor tells the populations and marks the interaction in the map.
 *
 * @param description the alternative text: what is to be seen
 */
export async function ergotropyFigure(options: ErgotropyFigureOptions, description: string): Promise<Figure> {
  const { map, sections, peaks = [] } = options;
  const columns = map.findIndex((row) => row.bias !== map[0].bias);
  const gridOf = (key: "ergotropy" | "inversion") => {
    const { interactions: x, biases: y } = FIGURE3;
    return { x, y, columns, rows: map.length / columns, values: map.map((row) => row[key]) };
  };
  const rings = await contourRings(gridOf("ergotropy"), THRESHOLDS);
  const inverted = await contourRings(gridOf("inversion"), [0]);
  const gaps = contourGaps(gridOf("ergotropy")).map(({ index, ...area }) => ({
    ...area,
    ...remarkOf(map[index]),
  }));
  return figure(description, {
    datasets: {
      rings: rings.map((ring, index) => ({ ring: index, ...ring })),
      inverted: inverted.map(({ x, y }, index) => ({ ring: index, x, y })),
      peaks: rounded(peaks.map(({ interaction, bias, ergotropy }) => ({ interaction, bias, ergotropy }))),
      populations: rounded(
        sections.flatMap((section) => section.rows),
        5,
      ),
      regions: rounded(
        sections.flatMap(({ bias, regions }) =>
          regions.map((region) => ({ bias, ...region, label: regionLabel(region.level) })),
        ),
      ),
    },
    spacing: 14,
    params: [
      {
        name: "bias",
        value: 1,
        bind: { input: "range", min: -1, max: 1, step: 0.2, name: "ΔT of panel (b) " },
      },
      cursorOver("interaction", ["b", "c"]),
    ],
    vconcat: [mapPanel(gaps), populationPanel("b"), populationPanel("c")],
    resolve: { scale: { color: "independent", fill: "independent", strokeDash: "independent" } },
  });
}

const regionLabel = (level: number): string =>
  [level + 1, level].map((k) => `p${SUBSCRIPTS[k].repeat(2)}`).join(" > ");

function mapPanel(gaps: readonly object[]): object {
  const [low, high] = FIGURE3.biases;
  const y = {
    type: "quantitative",
    title: "temperature bias ΔT (J)",
    axis: { minExtent: 44 },
    scale: { domain: [low, high], nice: false },
  };
  return {
    title: { text: "(a) ergotropy; dotted: some level holds more than the one below it", frame: "group" },
    width: 560,
    height: 300,
    view: { fill: BANDS[0] },
    layer: [
      {
        data: { name: "rings" },
        transform: [{ flatten: ["x", "y"] }],
        mark: { type: "line", interpolate: "linear-closed", stroke: "white", strokeWidth: 0.4, clip: true },
        encoding: {
          x: { ...X, field: "x" },
          y: { ...y, field: "y" },
          order: { value: null },
          detail: { field: "ring" },
          fill: {
            field: "above",
            type: "quantitative",
            scale: { type: "threshold", domain: THRESHOLDS, range: BANDS },
            legend: {
              title: "𝓔 (J), contours every 0.002",
              titleLimit: 300,
              orient: "top",
              type: "gradient",
              direction: "horizontal",
              gradientLength: 520,
              gradientThickness: 12,
              format: ".3f",
            },
          },
        },
      },
      {
        data: { name: "inverted" },
        transform: [{ flatten: ["x", "y"] }],
        mark: {
          type: "line",
          interpolate: "linear-closed",
          stroke: "white",
          strokeWidth: 1.4,
          strokeDash: [1, 4],
          clip: true,
        },
        encoding: {
          x: { ...X, field: "x" },
          y: { ...y, field: "y" },
          order: { value: null },
          detail: { field: "ring" },
        },
      },
      ...(gaps.length === 0
        ? []
        : [
            {
              data: { values: rounded(gaps) },
              mark: { type: "rect", color: NOT_COMPUTED },
              encoding: {
                x: { ...X, field: "x" },
                x2: { field: "x2" },
                y: { ...y, field: "y" },
                y2: { field: "y2" },
                tooltip: [{ field: "kind" }, { field: "code" }, { field: "reason" }],
              },
            },
          ]),
      {
        transform: [{ calculate: "bias", as: "bias" }],
        data: { values: [{}] },
        mark: { type: "rule", color: "white", strokeDash: [6, 4] },
        encoding: { y: { ...y, field: "bias" } },
      },
      {
        data: { name: "peaks" },
        mark: { type: "point", filled: true, size: 40, color: "white", stroke: COLOURS.ink, opacity: 1 },
        encoding: { x: X, y: { ...y, field: "bias" } },
      },
      {
        data: { name: "peaks" },
        mark: {
          type: "text",
          fontSize: 12,
          color: { expr: "datum.ergotropy > 0.012 ? '#333333' : 'white'" },
          dy: { expr: "datum.bias > 0 ? 14 : -12" },
        },
        encoding: {
          x: X,
          y: { ...y, field: "bias" },
          text: { field: "ergotropy", type: "quantitative", format: ".4f" },
        },
      },
      {
        data: { name: "populations" },
        transform: [{ filter: "datum.bias === 1" }],
        mark: { type: "rule", color: "white", aria: false },
        encoding: {
          x: X,
          opacity: { condition: { param: "cursor", empty: false, value: 0.9 }, value: 0 },
        },
      },
    ],
  };
}

function populationPanel(letter: "b" | "c"): object {
  const filter = { filter: letter === "b" ? "abs(datum.bias - bias) < 0.01" : "datum.bias === -1" };
  const title =
    letter === "b"
      ? {
          expr: "'(b) populations at ΔT = ' + format(bias, '.1f') + ': T_L = ' + format(1.5 + bias / 2, '.1f') + ', T_R = ' + format(1.5 - bias / 2, '.1f')",
        }
      : "(c) populations at ΔT = −1: T_L = 1, T_R = 2";
  const legend = { title: null, orient: "right", symbolType: "stroke", symbolSize: 700, labelExpr: names() };
  return {
    title: { text: title, frame: "group" },
    width: 560,
    height: 180,
    layer: [
      {
        data: { name: "regions" },
        transform: [filter],
        mark: { type: "rect", color: SHADE },
        encoding: { x: { ...X, field: "from" }, x2: { field: "to" } },
      },
      {
        data: { name: "regions" },
        transform: [filter, { calculate: "(datum.from + datum.to) / 2", as: "middle" }],
        mark: { type: "text", baseline: "top", fontSize: 12, dy: 4, color: COLOURS.ink },
        encoding: { x: { ...X, field: "middle" }, y: { value: 0 }, text: { field: "label" } },
      },
      {
        data: { name: "populations" },
        transform: [filter, { fold: KEYS, as: ["level", "value"] }],
        mark: { type: "line", strokeWidth: 2.2, clip: true },
        encoding: {
          x: X,
          y: {
            field: "value",
            type: "quantitative",
            title: "population",
            axis: { minExtent: 44 },
            scale: { domain: [0, 0.14], nice: false },
          },
          color: {
            field: "level",
            type: "nominal",
            scale: { domain: KEYS, range: KEYS.map((_, i) => LEVELS[i + 1].colour) },
            legend,
          },
          strokeDash: {
            field: "level",
            type: "nominal",
            scale: { domain: KEYS, range: KEYS.map((_, i) => LEVELS[i + 1].dash) },
            legend,
          },
        },
      },
      {
        name: letter,
        data: { name: "populations" },
        transform: [filter],
        mark: { type: "rule", color: COLOURS.ink, aria: false },
        encoding: {
          x: X,
          opacity: { condition: { param: "cursor", empty: false, value: 0.8 }, value: 0 },
          tooltip: [
            { field: "interaction", title: "Δ", format: ".3f" },
            ...KEYS.map((key, i) => ({ field: key, title: `level ${i + 2}`, format: ".5f" })),
          ],
        },
      },
    ],
  };
}

const names = (): string =>
  `({${KEYS.map((key, i) => `${key}: 'p${SUBSCRIPTS[i + 2].repeat(2)}'`).join(", ")}})[datum.label]`;
