// The numbers behind the figures of the paper, each figure's as one table; pure functions of its parameters.

import type { CurrentRow } from "../figures/current-figure";
import { linspace } from "../numerics/extrema";
import { heatCurrents, spinCurrents } from "../observables/currents";
import { ergotropyParts } from "../observables/ergotropy";
import { type ModeRegion, modeRegions } from "../observables/modes";
import { type SteadyState, steadyState } from "../states/steady-state";
import { FIGURE3, figure3Section, figure3State, type PopulationSection } from "./figure-3";
import { figure4Marks, figure4Rows } from "./figure-4";
import { PAPER, paperBaths, paperModel } from "./paper";
import type { Column, Table } from "./table-text";

/** What Figure 2 is computed for; the temperatures and fields are the paper's. */
export const FIGURE2 = { spinsUp: [3, 2], interactions: [-4, 4], points: 161 } as const;

const figure2State =
  (spinsUp: number) =>
  (interaction: number): SteadyState =>
    steadyState(paperModel({ spinsUp, interaction }), paperBaths());

/**
 * The curves of Figure 2 in one sector: 3 spins up for panels a and c, 2 for b and d.
 *
 * @returns heat currents in J²/ħ, the spin current in J/ħ
 * @throws InputError for a sector whose steady state is not unique
 * @example figure2Rows(2)
 */
export function figure2Rows(spinsUp: number, points: number = FIGURE2.points): CurrentRow[] {
  return linspace(...FIGURE2.interactions, points).map((interaction) => {
    const state = figure2State(spinsUp)(interaction);
    const { upper, lower, fromLeft, mode } = heatCurrents(state);
    return { interaction, upper, lower, total: fromLeft, spin: spinCurrents(state)[0], mode };
  });
}

/** The shading of Figure 2 in one sector: the heat-current modes, their boundaries found as roots. */
export const figure2Regions = (spinsUp: number): ModeRegion[] =>
  modeRegions(figure2State(spinsUp), linspace(...FIGURE2.interactions, FIGURE2.points), "interaction");

const up: Column = { name: "spins_up", unit: "–", meaning: "3 for panels a and c, 2 for b and d" };
const interaction: Column = { name: "interaction", unit: "J", meaning: "Δ" };
const mode: Column = {
  name: "mode",
  unit: "–",
  meaning: "clockwise, parallel or counterclockwise: how heat flows",
};
const h2: Column = { name: "h2", unit: "J", meaning: "field at site 2, twice that at site 3" };

/** Every table, in the order of the figures. */
export function figureTables(): Table[] {
  const sections = [1, -1].map(figure3Section);
  return [
    figure2(),
    figure2Shading(),
    figure3a(),
    figure3bc(sections),
    figure3Shading(sections),
    figure4(),
    figure4Places(),
  ];
}

function figure2(): Table {
  return {
    file: "figure-2.csv",
    title: "Figure 2: heat and spin currents against the interaction, T_L = 2, T_R = 1.",
    columns: [
      up,
      interaction,
      { name: "heat_upper", unit: "J²/ħ", meaning: "j_u, through site 2, positive clockwise" },
      { name: "heat_lower", unit: "J²/ħ", meaning: "j_d, through site 4, positive clockwise" },
      { name: "heat_total", unit: "J²/ħ", meaning: "j_T, out of the left bath" },
      { name: "spin", unit: "J/ħ", meaning: "j_S, on any bond, positive clockwise" },
      mode,
    ],
    rows: FIGURE2.spinsUp.flatMap((spinsUp) =>
      figure2Rows(spinsUp).map((row) => [
        spinsUp,
        row.interaction,
        row.upper,
        row.lower,
        row.total,
        row.spin,
        row.mode,
      ]),
    ),
  };
}

function figure2Shading(): Table {
  return {
    file: "figure-2-regions.csv",
    title: "The shaded background of Figure 2: where heat flows in which mode.",
    columns: [
      up,
      { name: "from", unit: "J", meaning: "Δ at the left end" },
      { name: "to", unit: "J", meaning: "Δ at the right end" },
      mode,
    ],
    rows: FIGURE2.spinsUp.flatMap((spinsUp) =>
      figure2Regions(spinsUp).map((region) => [spinsUp, region.from, region.to, region.mode]),
    ),
  };
}

/** The map is committed on a coarser grid than it is drawn on: every fifth interaction, every tenth bias. */
const MAP = { interactions: 41, biases: 21 } as const;

const bias: Column = { name: "bias", unit: "J", meaning: "ΔT = T_L − T_R, with (T_L + T_R)/2 = 1.5" };

function figure3a(): Table {
  const points = linspace(...FIGURE3.biases, MAP.biases).flatMap((y) =>
    linspace(...FIGURE3.interactions, MAP.interactions).map((x) => ({ x, y })),
  );
  return {
    file: "figure-3a.csv",
    title: `Figure 3a: ergotropy against interaction and temperature bias, two spins up, on a grid of ${MAP.interactions} × ${MAP.biases}.`,
    columns: [
      bias,
      interaction,
      { name: "ergotropy", unit: "J", meaning: "𝓔" },
      { name: "incoherent", unit: "J", meaning: "the part of 𝓔 that survives dephasing in the energy basis" },
    ],
    rows: points.map(({ x, y }) => {
      const { total, incoherent } = ergotropyParts(figure3State(x, y));
      return [y, x, total, incoherent];
    }),
  };
}

function figure3bc(sections: readonly PopulationSection[]): Table {
  const populations = [2, 3, 4, 5, 6].map((k) => ({
    name: `p${k}`,
    unit: "–",
    meaning: `population of level ${k} of 6, counted by growing energy`,
  }));
  return {
    file: "figure-3bc.csv",
    title: "Figures 3b (ΔT = 1) and 3c (ΔT = −1): populations against the interaction, two spins up.",
    columns: [bias, interaction, ...populations],
    rows: sections.flatMap(({ rows }) =>
      rows.map((row) => [row.bias, row.interaction, row.p2, row.p3, row.p4, row.p5, row.p6]),
    ),
  };
}

function figure3Shading(sections: readonly PopulationSection[]): Table {
  return {
    file: "figure-3bc-inversions.csv",
    title: "The shaded background of Figures 3b and 3c: where a level holds more than the one below it.",
    columns: [
      bias,
      { name: "level", unit: "–", meaning: "the lower one of the two levels" },
      { name: "from", unit: "J", meaning: "Δ at the left end" },
      { name: "to", unit: "J", meaning: "Δ at the right end" },
    ],
    rows: sections.flatMap((section) =>
      section.regions.map((region) => [section.bias, region.level, region.from, region.to]),
    ),
  };
}

function figure4(): Table {
  return {
    file: "figure-4.csv",
    title: `Figure 4: ergotropy, total heat current and level distances for ${PAPER.fieldsOfFigure4.length} fields, two spins up, T_L = 2, T_R = 1.`,
    columns: [
      h2,
      interaction,
      { name: "ergotropy", unit: "J", meaning: "𝓔" },
      { name: "heat_total", unit: "J²/ħ", meaning: "Q, out of the left bath" },
      { name: "gap_32", unit: "J", meaning: "E₃ − E₂" },
      { name: "gap_43", unit: "J", meaning: "E₄ − E₃" },
      { name: "gap_54", unit: "J", meaning: "E₅ − E₄" },
    ],
    rows: figure4Rows().map((row) => [
      row.field,
      row.interaction,
      row.ergotropy,
      row.heat,
      row.gap32,
      row.gap43,
      row.gap54,
    ]),
  };
}

function figure4Places(): Table {
  const names = {
    ergotropy: "ergotropy",
    heat: "heat_total",
    gap32: "gap_32",
    gap43: "gap_43",
    gap54: "gap_54",
  };
  return {
    file: "figure-4-extrema.csv",
    title:
      "The places marked in Figure 4: maxima of the ergotropy, minima of the heat current and of the level distances.",
    columns: [
      h2,
      { name: "curve", unit: "–", meaning: "which column of figure-4.csv" },
      { name: "interaction", unit: "J", meaning: "Δ at the extremum" },
      { name: "value", unit: "as the curve", meaning: "the value there" },
    ],
    rows: figure4Marks().map((mark) => [mark.field, names[mark.quantity], mark.interaction, mark.value]),
  };
}
