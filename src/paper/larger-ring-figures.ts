// Rings of growing size beside each other: their currents, the ergotropy of all of them, and their low levels with
// the avoided crossings that are relevant.

import {
  type CurrentColumn,
  type CurrentRow,
  currentCursor,
  currentDatasets,
  currentPanel,
} from "../figures/current-figure";
import { COLOURS, cursorOver, type Figure, figure, rounded } from "../figures/theme";
import type { ModeRegion } from "../observables/modes";
import { isExchanging, type PopulatedCrossing } from "../observables/relevant-crossings";

/** From the smallest ring to the largest, light to dark, each with a dash pattern of its own. */
const SIZES: readonly { readonly colour: string; readonly dash: readonly number[] }[] = [
  { colour: "#8FCBB0", dash: [1, 0] },
  { colour: "#3FA9B5", dash: [8, 3] },
  { colour: "#2B7FB8", dash: [8, 3, 2, 3] },
  { colour: "#2D4F9E", dash: [1, 0] },
  { colour: "#1B1B5E", dash: [2, 2] },
];

/** The look of the line of each ring, for figures of several sizes. */
export const sizeStyle = (index: number): { readonly colour: string; readonly dash: readonly number[] } =>
  SIZES[index % SIZES.length];

/**
 * Where along computed rows heat flows in which mode, with boundaries where a straight line between two rows is zero:
 * good enough to shade a figure (modeRegions has them exactly). Rows without currents are left out, with the steps to
 * their neighbours.
 */
export function shading(rows: readonly CurrentRow[]): ModeRegion[] {
  const isGap = ({ upper, lower }: CurrentRow): boolean => !Number.isFinite(upper) || !Number.isFinite(lower);
  const gap = rows.findIndex(isGap);
  if (gap >= 0) return [...shading(rows.slice(0, gap)), ...shading(rows.slice(gap + 1))];
  if (rows.length < 2) return [];
  const edges = rows.slice(1).flatMap((row, i) => {
    const before = rows[i];
    return (["upper", "lower"] as const).flatMap((branch) => {
      const [a, b] = [before[branch], row[branch]];
      const zero = before.interaction + ((row.interaction - before.interaction) * a) / (a - b);
      return a * b < 0 ? [{ zero, branch }] : [];
    });
  });
  edges.sort((a, b) => a.zero - b.zero);
  const signs = { upper: rows[0].upper > 0, lower: rows[0].lower > 0 };
  let from = rows[0].interaction;
  const regions: ModeRegion[] = [];
  for (const { zero, branch } of [...edges, { zero: rows[rows.length - 1].interaction, branch: undefined }]) {
    const { upper, lower } = signs;
    const mode = upper !== lower ? "parallel" : upper ? "clockwise" : "counterclockwise";
    regions.push({ from, to: zero, mode });
    from = zero;
    if (branch) signs[branch] = !signs[branch];
  }
  return regions;
}

/**
 * The panels of Figure 2 for several rings: one row a ring, heat currents left, spin current right, all over the same
 * interactions.
 *
 * @param rings the sweeps, smallest ring first
 * @param description the alternative text: what is to be seen
 */
export function ringCurrentsFigure(rings: readonly CurrentColumn[], description: string): Figure {
  const vconcat = rings.map((ring, c) => ({
    spacing: 24,
    hconcat: (["heat", "spin"] as const).map((panel, p) =>
      currentPanel(ring, panel, c, "abcdefghijkl"[2 * c + p], {
        width: 285,
        height: 120,
        titled: c === rings.length - 1,
      }),
    ),
  }));
  const datasets = currentDatasets(rings);
  return figure(description, { datasets, vconcat, spacing: 12, params: [currentCursor(rings)] });
}

/** 𝓔 against the interaction for one ring. */
export interface RingErgotropy {
  readonly sites: number;
  readonly rows: readonly {
    readonly interaction: number;
    readonly ergotropy: number;
    readonly incoherent: number;
  }[];
}

/**
 * The ergotropy of several rings over the same interactions, above what comes from population inversion alone.
 *
 * @param rings smallest ring first
 * @param description the alternative text: what is to be seen
 */
export function ringErgotropyFigure(rings: readonly RingErgotropy[], description: string): Figure {
  const values = rings.flatMap(({ sites, rows }) => rows.map((row) => ({ ring: `N = ${sites}`, ...row })));
  const names = rings.map(({ sites }) => `N = ${sites}`);
  const styles = rings.map((_, i) => sizeStyle(i));
  const x = {
    field: "interaction",
    type: "quantitative",
    title: "interaction Δ (J)",
    scale: { nice: false },
  };
  const legend = { title: null, orient: "right", symbolType: "stroke", symbolSize: 700 };
  const tallest = Math.max(...values.map(({ ergotropy }) => ergotropy));
  const panel = (letter: "a" | "b", title: string, key: "ergotropy" | "incoherent"): object => ({
    title: `(${letter}) ${title}`,
    width: 560,
    height: letter === "a" ? 250 : 160,
    layer: [
      {
        mark: { type: "line", strokeWidth: 2.2 },
        encoding: {
          x: letter === "b" ? x : { ...x, title: null },
          y: {
            field: key,
            type: "quantitative",
            title: "energy (J)",
            scale: { domain: [0, Number((1.05 * tallest).toPrecision(3))] },
          },
          color: {
            field: "ring",
            type: "nominal",
            sort: names,
            scale: { domain: names, range: styles.map(({ colour }) => colour) },
            legend,
          },
          strokeDash: {
            field: "ring",
            type: "nominal",
            scale: { domain: names, range: styles.map(({ dash }) => dash) },
            legend,
          },
        },
      },
      {
        name: letter,
        transform: [{ pivot: "ring", value: key, groupby: ["interaction"] }],
        mark: { type: "rule", color: COLOURS.ink, aria: false },
        encoding: {
          x,
          opacity: { condition: { param: "cursor", empty: false, value: 0.8 }, value: 0 },
          tooltip: [
            { field: "interaction", title: "Δ", format: ".3f" },
            ...names.map((name) => ({ field: name, type: "quantitative", format: ".4f" })),
          ],
        },
      },
    ],
  });
  return figure(description, {
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
  readonly sites: number;
  readonly rows: readonly { readonly interaction: number; readonly energies: readonly number[] }[];
  readonly crossings: readonly PopulatedCrossing[];
}

/** Excitation energies up to here are shown. */
const HIGHEST = 8;

/**
 * Excitation energies E_k − E_1 of several rings; a disk on every smallest gap of two populated levels, its area in
 * proportion to the smaller one of the two populations, filled where the two states exchange their characters.
 *
 * @param rings smallest ring first
 * @param description the alternative text: what is to be seen
 */
export function ringLevelsFigure(rings: readonly RingLevels[], description: string): Figure {
  const panels = rings.map(({ sites, rows, crossings }, r) => {
    const lines = rows.flatMap(({ interaction, energies }) =>
      energies.flatMap((energy, k) => {
        const excitation = energy - energies[0];
        return excitation < HIGHEST ? [{ interaction, excitation, level: k + 1 }] : [];
      }),
    );
    const disks = crossings.map(({ level, at, gap, population, ...crossing }) => ({
      interaction: at,
      excitation: excitationAt(rows, at, level) + gap / 2,
      population,
      gap,
      levels: `${level} and ${level + 1}`,
      kind: isExchanging({ level, at, gap, population, ...crossing }) ? EXCHANGING : PASSING,
    }));
    return levelsPanel(`(${"abcdef"[r]}) N = ${sites}`, lines, disks, r);
  });
  return figure(description, { columns: 2, spacing: 16, concat: panels });
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

function levelsPanel(title: string, lines: object[], disks: object[], r: number): object {
  const x = {
    field: "interaction",
    type: "quantitative",
    title: r < 2 ? null : "interaction Δ (J)",
    scale: { nice: false },
  };
  const y = {
    field: "excitation",
    type: "quantitative",
    title: r % 2 === 0 ? "E_k − E_1 (J)" : null,
    axis: { minExtent: 24, titlePadding: 8 },
    scale: { domain: [0, HIGHEST] },
  };
  return {
    title,
    width: 285,
    height: 230,
    layer: [
      {
        data: { values: rounded(lines, 4) },
        mark: { type: "line", strokeWidth: 1, color: "#999999", clip: true },
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
