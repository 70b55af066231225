// The numbers behind the figures of the paper, each figure's as one table: the scans of chapters 4, 5 and 6 once more,
// by the same functions, to hold them against what is on record.

import type { CrossingMark, CrossingRow } from "../figures/crossing-figure";
import type { CurrentRow } from "../figures/current-figure";
import { findMinima, linspace } from "../numerics/extrema";
import { avoidedCrossings } from "../observables/crossings";
import { ergotropy } from "../observables/ergotropy";
import { inversionRegions } from "../observables/inversion";
import { type ModeRegion, modeRegions } from "../observables/modes";
import { sensitivity } from "../observables/sensitivity";
import type { SteadyState } from "../states/steady-state";
import { observe } from "../sweep/observe";
import { halvedFields, PAPER } from "./paper";
import type { Column, Table } from "./table-text";
import { paperWorld, stateIn } from "./world";

/** What Figure 2 is computed for; the temperatures and fields are the paper's. */
export const FIGURE2 = { spinsUp: [3, 2], interactions: [-4, 4], points: 161 } as const;

const figure2State =
  (spinsUp: number) =>
  (interaction: number): SteadyState =>
    stateIn(paperWorld, { spinsUp, interaction });

/**
 * The curves of Figure 2 in one sector: 3 spins up for panels a and c, 2 for b and d.
 *
 * @returns heat currents in J²/ħ, the spin current in J/ħ
 * @throws InputError for a sector whose steady state is not unique
 * @example figure2Rows(2)
 */
export function figure2Rows(spinsUp: number, points: number = FIGURE2.points): CurrentRow[] {
  return linspace(...FIGURE2.interactions, points).map((interaction) => ({
    interaction,
    ...observe(figure2State(spinsUp)(interaction), ["heatCurrents", "spinCurrent"]),
  }));
}

/**
 * The shading of Figure 2 in one sector: the heat-current modes, their boundaries found as roots.
 *
 * @example figure2Regions(3)[0].mode // "counterclockwise"
 */
export const figure2Regions = (spinsUp: number): ModeRegion[] =>
  modeRegions(figure2State(spinsUp), linspace(...FIGURE2.interactions, FIGURE2.points), "interaction");

/** What Figure 3 is computed for: two spins up, T_L = T + ΔT/2 at site 1 and T_R = T − ΔT/2 at site 3. */
const FIGURE3 = { interactions: [-3, 3], biases: [-1, 1], points: 121 } as const;

const figure3State = (interaction: number, bias: number): SteadyState => {
  const { meanTemperature } = PAPER;
  const [left, right] = [meanTemperature + bias / 2, meanTemperature - bias / 2];
  return stateIn(paperWorld, { spinsUp: 2, interaction, left, right });
};

/** The fields h₂ = 2 h₃ of Figure 4, and the interactions. */
const FIGURE4 = { fields: PAPER.fieldsOfFigure4, interactions: [-3, 3], points: 241 } as const;

const figure4State = (h2: number, interaction: number): SteadyState =>
  stateIn(paperWorld, { spinsUp: 2, interaction, fields: halvedFields(h2) });

/**
 * The curves of Figure 4, field by field, in order of rising interaction; energies in J, heat in J²/ħ.
 *
 * @example figure4Rows().length // 1205
 */
export function figure4Rows(): CrossingRow[] {
  return FIGURE4.fields.flatMap((h2) =>
    linspace(...FIGURE4.interactions, FIGURE4.points).map((interaction) => {
      const state = figure4State(h2, interaction);
      const { heatFromLeft } = observe(state, ["heatCurrents"]);
      const [, e2, e3, e4, e5] = state.energies;
      const gaps = { gap32: e3 - e2, gap43: e4 - e3, gap54: e5 - e4 };
      return { h2, interaction, ergotropy: ergotropy(state), heatFromLeft, ...gaps };
    }),
  );
}

/**
 * All peaks of 𝓔, all minima of Q and of the three gaps in the range of Figure 4, found as roots of their slopes, not
 * read off the grid. The lowest peaks of 𝓔 are so flat that rounding errors hide their place from a comparison of values.
 *
 * @example figure4Marks().filter(({ quantity, h2 }) => quantity === "gap32" && h2 === 2).length // 1
 */
export function figure4Marks(): CrossingMark[] {
  const grid = linspace(...FIGURE4.interactions, 121);
  return FIGURE4.fields.flatMap((h2) => {
    const stateAt = (x: number): SteadyState => figure4State(h2, x);
    const slopes = (x: number) => sensitivity(stateAt(x), "interaction");
    const peaks = findMinima(
      (x) => -ergotropy(stateAt(x)),
      grid,
      (x) => -(slopes(x).ergotropy ?? 0), // without a slope at a kink
    );
    const dips = findMinima(
      (x) => stateAt(x).bathHeat[0],
      grid,
      (x) => slopes(x).bathHeat[0],
    );
    const gaps = (["gap32", "gap43", "gap54"] as const).flatMap((quantity, i) =>
      avoidedCrossings((x) => stateAt(x).model, 2 + i, grid).map(({ at, gap }) => ({
        quantity,
        at,
        value: gap,
      })),
    );
    return [
      ...peaks.map(({ at, value }) => ({ quantity: "ergotropy" as const, at, value: -value })),
      ...dips.map(({ at, value }) => ({ quantity: "heatFromLeft" as const, at, value })),
      ...gaps,
    ].map(({ quantity, at, value }) => ({ quantity, h2, interaction: at, value }));
  });
}

const spinsUp: Column = { name: "spinsUp", unit: "–", meaning: "3 for panels a and c, 2 for b and d" };
const interaction: Column = { name: "interaction", unit: "J", meaning: "Δ" };
const from: Column = { name: "from", unit: "J", meaning: "Δ at the left end" };
const to: Column = { name: "to", unit: "J", meaning: "Δ at the right end" };
const mode: Column = {
  name: "mode",
  unit: "–",
  meaning: "clockwise, parallel or counterclockwise: how heat flows",
};
const bias: Column = { name: "bias", unit: "J", meaning: "ΔT = T_L − T_R, with (T_L + T_R)/2 = 1.5" };
const h2: Column = { name: "h2", unit: "J", meaning: "field at site 2, twice that at site 3" };

/** Every table, in the order of the figures. */
export function figureTables(): Table[] {
  return [figure2(), figure2Shading(), figure3a(), figure3bc(), figure3Shading(), figure4(), figure4Places()];
}

function figure2(): Table {
  return {
    file: "figure-2.csv",
    title: "Figure 2: heat and spin currents against the interaction, T_L = 2, T_R = 1.",
    columns: [
      spinsUp,
      interaction,
      { name: "heatUpper", unit: "J²/ħ", meaning: "j_u, through site 2, positive clockwise" },
      { name: "heatLower", unit: "J²/ħ", meaning: "j_d, through site 4, positive clockwise" },
      { name: "heatFromLeft", unit: "J²/ħ", meaning: "j_T, out of the left bath" },
      { name: "spinCurrent", unit: "J/ħ", meaning: "j_S, on any bond, positive clockwise" },
      mode,
    ],
    rows: FIGURE2.spinsUp.flatMap((up) => figure2Rows(up).map((row) => ({ spinsUp: up, ...row }))),
  };
}

function figure2Shading(): Table {
  return {
    file: "figure-2-regions.csv",
    title: "The shaded background of Figure 2: where heat flows in which mode.",
    columns: [spinsUp, from, to, mode],
    rows: FIGURE2.spinsUp.flatMap((up) => figure2Regions(up).map((region) => ({ spinsUp: up, ...region }))),
  };
}

/** The map is committed on a coarser grid than it is drawn on: every fifth interaction, every tenth bias. */
const MAP = { interactions: 41, biases: 21 } as const;

function figure3a(): Table {
  return {
    file: "figure-3a.csv",
    title: `Figure 3a: ergotropy against interaction and temperature bias, two spins up, on a grid of ${MAP.interactions} × ${MAP.biases}.`,
    columns: [
      bias,
      interaction,
      { name: "ergotropy", unit: "J", meaning: "𝓔" },
      { name: "incoherent", unit: "J", meaning: "the part of 𝓔 that survives dephasing in the energy basis" },
    ],
    rows: linspace(...FIGURE3.biases, MAP.biases).flatMap((y) =>
      linspace(...FIGURE3.interactions, MAP.interactions).map((x) => ({
        bias: y,
        interaction: x,
        ...observe(figure3State(x, y), ["ergotropyParts"]),
      })),
    ),
  };
}

/** The biases of Figures 3b and 3c, and the interactions of every section. */
const SECTIONS = [1, -1];
const section = linspace(...FIGURE3.interactions, FIGURE3.points);

function figure3bc(): Table {
  const populations = [2, 3, 4, 5, 6].map((k) => ({
    name: `population${k}`,
    unit: "–",
    meaning: `population of level ${k} of 6, counted by growing energy`,
  }));
  return {
    file: "figure-3bc.csv",
    title: "Figures 3b (ΔT = 1) and 3c (ΔT = −1): populations against the interaction, two spins up.",
    columns: [bias, interaction, ...populations],
    rows: SECTIONS.flatMap((y) =>
      section.map((x) => ({ bias: y, interaction: x, ...observe(figure3State(x, y), ["populations"]) })),
    ),
  };
}

function figure3Shading(): Table {
  return {
    file: "figure-3bc-inversions.csv",
    title: "The shaded background of Figures 3b and 3c: where a level holds more than the one below it.",
    columns: [bias, { name: "level", unit: "–", meaning: "the lower one of the two levels" }, from, to],
    rows: SECTIONS.flatMap((y) =>
      inversionRegions((x) => figure3State(x, y), section).map((region) => ({ bias: y, ...region })),
    ),
  };
}

function figure4(): Table {
  return {
    file: "figure-4.csv",
    title: `Figure 4: ergotropy, total heat current and level distances for ${FIGURE4.fields.length} fields, two spins up, T_L = 2, T_R = 1.`,
    columns: [
      h2,
      interaction,
      { name: "ergotropy", unit: "J", meaning: "𝓔" },
      { name: "heatFromLeft", unit: "J²/ħ", meaning: "Q, out of the left bath" },
      { name: "gap32", unit: "J", meaning: "E₃ − E₂" },
      { name: "gap43", unit: "J", meaning: "E₄ − E₃" },
      { name: "gap54", unit: "J", meaning: "E₅ − E₄" },
    ],
    rows: figure4Rows(),
  };
}

function figure4Places(): Table {
  return {
    file: "figure-4-extrema.csv",
    title:
      "The places marked in Figure 4: maxima of the ergotropy, minima of the heat current and of the level distances.",
    columns: [
      h2,
      { name: "quantity", unit: "–", meaning: "which column of figure-4.csv" },
      { name: "interaction", unit: "J", meaning: "Δ at the extremum" },
      { name: "value", unit: "as the quantity", meaning: "the value there" },
    ],
    rows: figure4Marks(),
  };
}
