// Rings of growing size beside each other: their currents, the ergotropy of all of them, and their low levels with
// the avoided crossings that are relevant.

import {
  type CurrentColumn,
  currentCursor,
  currentDatasets,
  currentPanel,
  POINTS,
} from "../figures/current-figure";
import {
  COLOURS,
  cursorOver,
  cursorRule,
  domainOf,
  type Figure,
  type FigureOptions,
  figure,
  GREY,
  INTERACTION,
  type LineLook,
  legendOf,
  rounded,
  WIDTH,
  widthOf,
} from "../figures/theme";
import { isExchanging, type PopulatedCrossing } from "../observables/relevant-crossings";

/** From the smallest ring to the largest, light to dark, each with a dash pattern of its own. */
const SIZES: readonly LineLook[] = [
  { colour: "#3F9A86", dash: [1, 0] },
  { colour: "#2A8FA6", dash: [8, 3] },
  { colour: "#2B74B8", dash: [8, 3, 2, 3] },
  { colour: "#2D4F9E", dash: [1, 0] },
  { colour: "#1B1B5E", dash: [2, 2] },
];

/**
 * The look of the line of each ring, for figures of several sizes, counted from 0.
 *
 * @example sizeStyle(0).colour // "#3F9A86"
 */
export const sizeStyle = (index: number): LineLook => SIZES[index % SIZES.length];

/** With fewer points than this a line would claim what lies between them. */
const FEW = 100;

/**
 * The panels of Figure 2 for several rings: one row a ring, heat currents left, spin current right, all over the same
 * interactions. A sweep of few points is drawn as points.
 *
 * @param rings the sweeps, smallest ring first; currents in J²/ħ and J/ħ, drawn in thousandths
 * @example ringCurrentsFigure([{ title: "N = 4", rows: currents, regions: modeBands(currents) }], { description: "currents of one ring" })
 */
export function ringCurrentsFigure(rings: readonly CurrentColumn[], options: FigureOptions): Figure {
  const { width = widthOf(2, 84), height = 120 } = options;
  const columns = rings.map((ring) => ({ ...ring, points: ring.rows.length < FEW }));
  const vconcat = columns.map((ring, c) => ({
    spacing: 24,
    hconcat: (["heat", "spin"] as const).map((panel, p) =>
      currentPanel(ring, panel, c, "abcdefghijkl"[2 * c + p], {
        width,
        height,
        titled: c === rings.length - 1,
      }),
    ),
  }));
  const datasets = currentDatasets(rings);
  return figure(options, { datasets, vconcat, spacing: 12, params: [currentCursor(rings)] });
}

/** 𝓔 against the interaction for one ring. */
export interface RingErgotropy {
  /** N */
  readonly sites: number;
  /** ascending in the interaction */
  readonly rows: readonly {
    /** Δ, in units of J */
    readonly interaction: number;
    /** 𝓔, in units of J */
    readonly ergotropy: number;
    /** the part of it that populations alone give, in units of J */
    readonly incoherent: number;
  }[];
}

/**
 * The ergotropy of several rings over the same interactions, above what comes from population inversion alone.
 *
 * @param rings smallest ring first; energies in J
 * @example ringErgotropyFigure([{ sites: 4, rows: [{ interaction: 2, ergotropy: 0.02, incoherent: 0.02 }] }], { description: "ergotropy of one ring" })
 */
export function ringErgotropyFigure(rings: readonly RingErgotropy[], options: FigureOptions): Figure {
  const { width = WIDTH, height } = options;
  const values = rings.flatMap(({ sites, rows }) => rows.map((row) => ({ ring: `N = ${sites}`, ...row })));
  const all = rings.map(({ sites, rows }, i) => ({
    name: `N = ${sites}`,
    few: rows.length < FEW,
    ...sizeStyle(i),
  }));
  const x = INTERACTION;
  const domain = domainOf([0, ...values.map(({ ergotropy }) => ergotropy)], 0.05);
  /** lines, or points where there are few, with a legend below the last panel */
  const drawn = (few: boolean, key: string, last: boolean): object[] => {
    const some = all.filter((ring) => ring.few === few);
    if (some.length === 0) return [];
    const names = some.map(({ name }) => name);
    const channel = (range: readonly unknown[]): object => ({
      field: "ring",
      type: "nominal",
      scale: { domain: names, range },
      legend: last ? (few ? { title: null } : legendOf(names, width)) : null,
    });
    return [
      {
        transform: [{ filter: { field: "ring", oneOf: names } }],
        mark: few ? { ...POINTS, size: 30 } : { type: "line", strokeWidth: 2.2 },
        encoding: {
          x: last ? x : { ...x, title: null },
          y: { field: key, type: "quantitative", title: "energy (J)", scale: { domain } },
          color: channel(some.map(({ colour }) => colour)),
          ...(few
            ? { shape: channel(["circle", "diamond"]) }
            : { strokeDash: channel(some.map(({ dash }) => dash)) }),
        },
      },
    ];
  };
  const panel = (letter: "a" | "b", title: string, key: "ergotropy" | "incoherent"): object => ({
    title: `(${letter}) ${title}`,
    width,
    height: height ?? (letter === "a" ? 250 : 160),
    resolve: { scale: { color: "independent", strokeDash: "independent", shape: "independent" } },
    layer: [
      ...drawn(false, key, letter === "b"),
      ...drawn(true, key, letter === "b"),
      {
        name: letter,
        transform: [{ pivot: "ring", value: key, groupby: ["interaction"] }],
        ...cursorRule(x, [
          { field: "interaction", title: "Δ", format: ".3f" },
          ...all.map(({ name }) => ({ field: name, type: "quantitative", format: ".4f" })),
        ]),
      },
    ],
  });
  return figure(options, {
    data: { values: rounded(values, 5) },
    spacing: 14,
    params: [cursorOver("interaction", ["a", "b"])],
    vconcat: [
      panel("a", "ergotropy 𝓔", "ergotropy"),
      panel("b", "the part of it that comes from population inversion", "incoherent"),
    ],
  });
}

/** The low levels of one ring and the smallest gaps between them. */
export interface RingLevels {
  /** N */
  readonly sites: number;
  /** ascending in the interaction */
  readonly rows: readonly {
    /** Δ, in units of J */
    readonly interaction: number;
    /** ascending, in units of J */
    readonly energies: readonly number[];
  }[];
  /** from populatedCrossings */
  readonly crossings: readonly PopulatedCrossing[];
}

/** Excitation energies up to here are shown. */
const HIGHEST = 8;

/**
 * Excitation energies E_k − E_1 of several rings; a disk on every smallest gap of two populated levels, its area in
 * proportion to the smaller one of the two populations, filled where the two states exchange their characters.
 *
 * @param rings smallest ring first; energies in J
 * @example ringLevelsFigure([{ sites: 4, rows: [{ interaction: 0, energies: [-1, 1] }], crossings: [] }], { description: "levels of one ring" })
 */
export function ringLevelsFigure(rings: readonly RingLevels[], options: FigureOptions): Figure {
  const panels = rings.map(({ sites, rows, crossings }, r) => {
    const above = (i: number, k: number): boolean => {
      const energies = rows[i]?.energies ?? [];
      return !(energies[k] - energies[0] < HIGHEST);
    };
    const lines = rows.flatMap(({ interaction, energies }, i) =>
      energies.flatMap((energy, k) =>
        // one point beyond the frame, where the line is cut off
        [i - 1, i, i + 1].every((each) => above(each, k))
          ? []
          : [{ interaction, excitation: energy - energies[0], level: k + 1 }],
      ),
    );
    const disks = crossings.map(({ level, at, gap, population, ...crossing }) => ({
      interaction: at,
      excitation: excitationAt(rows, at, level) + gap / 2,
      population,
      gap,
      levels: `${level} and ${level + 1}`,
      kind: isExchanging({ level, at, gap, population, ...crossing }) ? EXCHANGING : PASSING,
    }));
    return levelsPanel(`(${"abcdef"[r]}) N = ${sites}`, lines, disks, r, options);
  });
  return figure(options, { columns: 2, spacing: 16, concat: panels });
}

const EXCHANGING = "they exchange their characters";
const PASSING = "they do not";

/** E_k − E_1 between two rows, on the line between the smaller ones of them. */
function excitationAt(rows: RingLevels["rows"], at: number, level: number): number {
  const i = Math.max(
    1,
    rows.findIndex(({ interaction }) => interaction >= at),
  );
  const [a, b] = [rows[i - 1], rows[i]];
  const part = (at - a.interaction) / (b.interaction - a.interaction);
  const excitation = ({ energies }: (typeof rows)[0]): number => energies[level - 1] - energies[0];
  return (1 - part) * excitation(a) + part * excitation(b);
}

function levelsPanel(
  title: string,
  lines: object[],
  disks: object[],
  r: number,
  { width = widthOf(2, 60), height = 230 }: FigureOptions,
): object {
  const x = r < 2 ? { ...INTERACTION, title: null } : INTERACTION;
  const y = {
    field: "excitation",
    type: "quantitative",
    title: r % 2 === 0 ? "E_k − E_1 (J)" : null,
    axis: { minExtent: 24, titlePadding: 8 },
    scale: { domain: [0, HIGHEST] },
  };
  return {
    title,
    width,
    height,
    layer: [
      {
        data: { values: rounded(lines, 4) },
        mark: { type: "line", strokeWidth: 1, color: GREY, clip: true },
        encoding: { x, y, detail: { field: "level" } },
      },
      {
        data: { values: rounded(disks, 4) },
        mark: { type: "point", strokeWidth: 1.6, stroke: COLOURS.ergotropy, opacity: 1, clip: true },
        encoding: {
          x,
          y,
          size: {
            field: "population",
            type: "quantitative",
            scale: { domain: [0, 0.1], range: [0, 260] },
            legend: null,
          },
          fill: {
            field: "kind",
            type: "nominal",
            scale: { domain: [EXCHANGING, PASSING], range: [COLOURS.ergotropy, "#FFFFFF"] },
            legend: {
              title: "where the gap of two populated levels is smallest,",
              titleLimit: 500,
              orient: "bottom",
              symbolStrokeColor: COLOURS.ergotropy,
              symbolSize: 100,
            },
          },
          tooltip: [
            { field: "levels" },
            { field: "interaction", title: "Δ", format: ".4f" },
            { field: "gap", title: "gap", format: ".4f" },
            { field: "population", title: "smaller population", format: ".4f" },
          ],
        },
      },
    ],
  };
}
