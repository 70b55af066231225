// A map of the ergotropy over interaction and temperature bias, and two sections through it that show the populations of
// the levels above the lowest with the regions where two of them are inverted: Figure 3 of the paper.

import { refuse } from "../input/guards";
import type { InversionRegion } from "../observables/inversion";
import { contourGaps, contourRings } from "./contours";
import { NOT_COMPUTED, remarkOf } from "./remarks";
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
  INVERTED_TINT,
  LEVELS,
  labelOf,
  legendOf,
  lineLooks,
  rounded,
  WIDTH,
} from "./theme";

/** One point of the map, in units of J; null where there is no steady state. */
export interface ErgotropyRow {
  /** Δ, in units of J */
  readonly interaction: number;
  /** ΔT = T_L − T_R, in units of J */
  readonly bias: number;
  /** 𝓔, in units of J */
  readonly ergotropy: number | null;
  /** the largest p_{k+1} − p_k of neighbouring levels: above zero where populations are inverted */
  readonly inversion: number | null;
}

/** The populations along a section, as a sweep of `populations` has them. */
export interface PopulationRow {
  /** Δ, in units of J */
  readonly interaction: number;
  readonly [population: `population${number}`]: number | null;
}

/** A section through the map at one bias, with the regions of population inversion. */
export interface PopulationSection {
  /** ΔT = T_L − T_R, in units of J */
  readonly bias: number;
  /** ascending in the interaction */
  readonly rows: readonly PopulationRow[];
  /** from inversionRegions */
  readonly regions: readonly InversionRegion[];
}

/** What {@link ergotropyFigure} draws. */
export interface ErgotropyData {
  /** line by line, from the lowest bias up, each from left to right; points without an ergotropy are left grey */
  readonly map: readonly ErgotropyRow[];
  /** in equal steps of the bias: panel b shows the highest one, the slider of panel c goes through them */
  readonly sections: readonly PopulationSection[];
  /** to mark in the map with their values */
  readonly peaks?: readonly Pick<ErgotropyRow, "interaction" | "bias" | "ergotropy">[];
}

/** What {@link ergotropyFigure} is told beside its data. */
export interface ErgotropyFigureOptions extends FigureOptions {
  /** (T_L + T_R)/2, in units of J, to name both temperatures above the sections */
  readonly meanTemperature: number;
}

/** The colour scale of the paper ends at 0.02; the band above it shows where the map goes beyond. */
const THRESHOLDS = Array.from({ length: 10 }, (_, i) => (2 * i + 2) / 1000);
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

/** The range of the interaction and of the bias, the panels' sizes, and the levels that are drawn. */
interface Frame {
  readonly x: object;
  readonly interactions: readonly [number, number];
  readonly biases: readonly [number, number];
  readonly width: number;
  readonly height?: number;
  readonly mean: number;
  /** from 2 */
  readonly levels: readonly number[];
  readonly populations: readonly [number, number];
}

/**
 * Figure 3 of the paper: filled contours of 𝓔 above, populations at two biases below with inverted regions shaded.
 *
 * A slider below them moves the bias of panel c, a cursor tells the populations and marks the interaction in the map.
 *
 * @throws InputError for a map that is no grid, and without sections
 * @example ergotropyFigure({ map, sections }, { description: "ergotropy", meanTemperature: 1.5 })
 */
export function ergotropyFigure(data: ErgotropyData, options: ErgotropyFigureOptions): Figure {
  const { map, sections, peaks = [] } = data;
  const columns = map.findIndex((row) => row.bias !== map[0].bias);
  if (columns < 2 || map.length % columns !== 0)
    refuse("map", "two or more lines of equal length, one a bias", `${map.length} rows`);
  if (sections.length === 0) refuse("sections", "one section or more", sections.length);
  const frame = frameOf(data, options);
  const { interactions, biases, levels } = frame;
  const gridOf = (key: "ergotropy" | "inversion") => ({
    x: interactions,
    y: biases,
    columns,
    rows: map.length / columns,
    values: map.map((row) => row[key]),
  });
  const rings = contourRings(gridOf("ergotropy"), THRESHOLDS);
  const inverted = contourRings(gridOf("inversion"), [0]);
  const gaps = contourGaps(gridOf("ergotropy")).map(({ index, ...area }) => ({
    ...area,
    ...remarkOf(map[index]),
  }));
  const [low, high] = biases;
  const step = Number(((high - low) / Math.max(1, sections.length - 1)).toPrecision(6));
  return figure(options, {
    datasets: {
      rings: rings.map((ring, index) => ({ ring: index, ...ring })),
      inverted: inverted.map(({ x, y }, index) => ({ ring: index, x, y })),
      peaks: rounded(peaks.map(({ interaction, bias, ergotropy }) => ({ interaction, bias, ergotropy }))),
      populations: rounded(
        sections.flatMap(({ bias, rows }) =>
          rows.map((row) => ({
            interaction: row.interaction,
            bias,
            ...Object.fromEntries(levels.map((k) => [`p${k}`, row[`population${k}`]])),
          })),
        ),
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
        value: low,
        bind: { input: "range", min: low, max: high, step, name: "ΔT of panel (c) " },
      },
      cursorOver("interaction", ["b", "c"]),
    ],
    vconcat: [mapPanel(frame, gaps), populationPanel(frame, "b"), populationPanel(frame, "c")],
    resolve: { scale: { color: "independent", fill: "independent", strokeDash: "independent" } },
  });
}

function frameOf({ map, sections }: ErgotropyData, options: ErgotropyFigureOptions): Frame {
  const { width = WIDTH, height, meanTemperature: mean } = options;
  const first = sections[0].rows[0] ?? {};
  const levels = Object.keys(first)
    .flatMap((key) => /^population(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .filter((k) => k > 1);
  const interactions = domainOf(map.map(({ interaction }) => interaction));
  return {
    x: { ...INTERACTION, scale: { domain: interactions, nice: false } },
    interactions,
    biases: domainOf(map.map(({ bias }) => bias)),
    width,
    height,
    mean,
    levels,
    populations: domainOf(
      [
        0,
        ...sections.flatMap(({ rows }) =>
          rows.flatMap((row) => levels.map((k) => row[`population${k}`] ?? 0)),
        ),
      ],
      0.16,
    ),
  };
}

/** p with the level twice below it, ρ_kk in the energy basis. */
const symbol = (level: number): string => symbols(`p_${level}${level}`);

const regionLabel = (level: number): string => `${symbol(level + 1)} > ${symbol(level)}`;

function mapPanel({ x, biases, width, height = 300 }: Frame, gaps: readonly object[]): object {
  const y = {
    type: "quantitative",
    title: "temperature bias ΔT (J)",
    axis: { minExtent: 44 },
    scale: { domain: biases, nice: false },
  };
  return {
    title: { text: "(a) ergotropy; dotted: populations inverted", frame: "group" },
    width,
    height,
    view: { fill: BANDS[0] },
    layer: [
      {
        data: { name: "rings" },
        transform: [{ flatten: ["x", "y"] }],
        mark: { type: "line", interpolate: "linear-closed", stroke: "white", strokeWidth: 0.4, clip: true },
        encoding: {
          x: { ...x, field: "x" },
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
              gradientLength: 560,
              gradientThickness: 12,
              format: ".3f",
            },
          },
        },
      },
      {
        data: { name: "inverted" },
        transform: [{ flatten: ["x", "y"] }],
        encoding: {
          x: { ...x, field: "x" },
          y: { ...y, field: "y" },
          order: { value: null },
          detail: { field: "ring" },
        },
        // white dots on a dark line: one of the two is seen on every ground
        layer: [
          { stroke: COLOURS.ink, strokeWidth: 2.6 },
          { stroke: "white", strokeWidth: 1.6, strokeDash: [2, 4] },
        ].map((look) => ({ mark: { type: "line", interpolate: "linear-closed", clip: true, ...look } })),
      },
      ...(gaps.length === 0
        ? []
        : [
            {
              data: { values: rounded(gaps) },
              mark: { type: "rect", color: NOT_COMPUTED },
              encoding: {
                x: { ...x, field: "x" },
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
        encoding: { y: { ...y, field: "bias" } },
        layer: [{ color: COLOURS.ink }, { color: "white", strokeDash: [6, 4] }].map((look) => ({
          mark: { type: "rule", strokeWidth: 1.4, ...look },
        })),
      },
      {
        data: { name: "peaks" },
        mark: { type: "point", filled: true, size: 40, color: "white", stroke: COLOURS.ink, opacity: 1 },
        encoding: { x, y: { ...y, field: "bias" } },
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
          x,
          y: { ...y, field: "bias" },
          text: { field: "ergotropy", type: "quantitative", format: ".4f" },
        },
      },
      {
        data: { name: "populations" },
        transform: [{ filter: `datum.bias === ${biases[1]}` }],
        mark: { type: "rule", color: "white", aria: false },
        encoding: {
          x,
          opacity: { condition: { param: "cursor", empty: false, value: 0.9 }, value: 0 },
        },
      },
    ],
  };
}

function populationPanel(frame: Frame, letter: "b" | "c"): object {
  const { x, biases, width, height = 180, mean, levels, populations } = frame;
  const keys = levels.map((k) => `p${k}`);
  const looks = levels.map((k) => LEVELS[(k - 1) % LEVELS.length]);
  const filter = { filter: letter === "c" ? "abs(datum.bias - bias) < 0.01" : `datum.bias === ${biases[1]}` };
  const bias = letter === "c" ? "bias" : `${biases[1]}`;
  const number = (value: string): string => `replace(format(${value}, '.1f'), '-', '−')`;
  const title = {
    expr: symbols(
      `'(${letter}) ΔT = ' + ${number(bias)} + ', T_L = ' + ${number(`${mean} + ${bias} / 2`)} + ', T_R = ' + ${number(`${mean} - ${bias} / 2`)}`,
    ),
  };
  const named = levels.map((k) => ({ key: `p${k}`, label: symbol(k) }));
  const legend = letter === "b" ? null : { ...legendOf(keys, width), labelExpr: labelOf(named, "label") };
  return {
    title: { text: title, frame: "group" },
    width,
    height,
    layer: [
      {
        data: { name: "regions" },
        transform: [filter],
        mark: { type: "rect", color: INVERTED_TINT },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" } },
      },
      {
        data: { name: "regions" },
        transform: [filter, { calculate: "(datum.from + datum.to) / 2", as: "middle" }],
        mark: { type: "text", baseline: "top", fontSize: 12, dy: 4, color: COLOURS.ink },
        encoding: { x: { ...x, field: "middle" }, y: { value: 0 }, text: { field: "label" } },
      },
      {
        data: { name: "populations" },
        transform: [filter, { fold: keys, as: ["level", "value"] }],
        mark: { type: "line", strokeWidth: 2.2, clip: true },
        encoding: {
          x,
          y: {
            field: "value",
            type: "quantitative",
            title: "population",
            axis: { minExtent: 44 },
            scale: { domain: populations, nice: false },
          },
          ...lineLooks("level", keys, looks, legend),
        },
      },
      {
        name: letter,
        data: { name: "populations" },
        transform: [filter],
        ...cursorRule(x, [
          { field: "interaction", title: "Δ", format: ".3f" },
          ...levels.map((k) => ({ field: `p${k}`, title: `level ${k}`, format: ".5f" })),
        ]),
      },
    ],
  };
}
