// The figures of rings of several sizes: sound Vega-Lite, the right shading, disks on their levels.
import { expect, test } from "vitest";
import type { CurrentRow } from "../../src/figures/current-figure";
import { linspace } from "../../src/numerics/extrema";
import { modeBands, modeRegions } from "../../src/observables/modes";
import {
  ringCurrentsFigure,
  ringErgotropyFigure,
  ringLevelsFigure,
} from "../../src/paper/larger-ring-figures";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { steadyState } from "../../src/states/steady-state";
import { observe } from "../../src/sweep/observe";
import { vegaWarnings } from "../support/vega";

const stateAt = (interaction: number) => steadyState(paperModel({ spinsUp: 2, interaction }), paperBaths());
const grid = linspace(-4, 4, 81);
const rows: CurrentRow[] = grid.map((interaction) => ({
  interaction,
  ...observe(stateAt(interaction), ["heatCurrents", "spinCurrent"]),
}));
const crossing = {
  level: 2,
  kind: "avoided" as const,
  at: 0.5,
  gap: 0.2,
  slope: 1,
  width: 0.2,
  population: 0.03,
  exchange: 0.5,
};
const levels = {
  sites: 4,
  rows: [0, 1].map((interaction) => ({ interaction, energies: [-1, 1 + interaction, 3, 20] })),
  crossings: [crossing, { ...crossing, exchange: 0.1 }],
};

test("the shading of computed rows is that of the exact mode regions, to the accuracy of a straight line", () => {
  const exact = modeRegions(stateAt, grid);
  const drawn = modeBands(rows);
  expect(drawn.map(({ mode }) => mode)).toEqual(exact.map(({ mode }) => mode));
  for (const [i, { from, to }] of drawn.entries()) {
    expect(Math.abs(from - exact[i].from)).toBeLessThan(5e-3);
    expect(Math.abs(to - exact[i].to)).toBeLessThan(5e-3);
  }
});

test("each figure compiles without a warning and has an alternative text", () => {
  const rings = [4, 6, 8].map((sites) => ({ title: `N = ${sites}`, rows, regions: modeBands(rows) }));
  const ergotropies = [4, 6].map((sites) => ({
    sites,
    rows: grid.map((interaction) => ({ interaction, ergotropy: 0.02, incoherent: 0.01 })),
  }));
  for (const figure of [
    ringCurrentsFigure(rings, { description: "three rings" }),
    ringErgotropyFigure(ergotropies, { description: "two rings" }),
    ringLevelsFigure([levels, levels, levels], { description: "three rings" }),
  ]) {
    expect(vegaWarnings(figure)).toEqual([]);
    expect(figure.description).toMatch(/rings/);
  }
});

test("a disk lies in the middle of its gap and tells whether characters are exchanged", () => {
  const figure = JSON.stringify(ringLevelsFigure([levels], { description: "one ring" }));
  // levels 1 and 2 meet at 0.5: E_2 − E_1 is 2.5 there, and half of the gap above
  expect(figure).toMatch(/"interaction":0.5,"excitation":2.6,"population":0.03,[^}]*"kind":"they exchange/);
  expect(figure).toMatch(/"excitation":2.6,[^}]*"kind":"they do not"/);
  expect(figure).not.toMatch(/"excitation":21/); // beyond the top of the panel
});
