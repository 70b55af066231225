import { describe, expect, test } from "vitest";
import { ergotropyFigure } from "../../src/figures/ergotropy-figure";
import { linspace } from "../../src/numerics/extrema";
import { ergotropy } from "../../src/observables/ergotropy";
import { inversionRegions } from "../../src/observables/inversion";
import { PAPER } from "../../src/paper/paper";
import { paperWorld, stateIn } from "../../src/paper/world";
import { observe } from "../../src/sweep/observe";
import { expectClose } from "../support/close";
import { vegaWarnings } from "../support/vega";

const { meanTemperature } = PAPER;
const stateAt = (interaction: number, bias: number) =>
  stateIn(paperWorld, {
    spinsUp: 2,
    interaction,
    left: meanTemperature + bias / 2,
    right: meanTemperature - bias / 2,
  });
// a coarse map
const lines = linspace(-1, 1, 21).map((bias) =>
  linspace(-3, 3, 201).map((interaction) => ({
    interaction,
    bias,
    ...observe(stateAt(interaction, bias), ["ergotropyParts", "inversion"]),
  })),
);
const map = lines.flat();
const grid = linspace(-3, 3, 121);
const sections = [-1, 1].map((bias) => ({
  bias,
  rows: grid.map((interaction) => ({ interaction, ...observe(stateAt(interaction, bias), ["populations"]) })),
  regions: inversionRegions((x) => stateAt(x, bias), grid),
}));
const options = { description: "Figure 3", meanTemperature };

describe("Figure 3", () => {
  test("the map has its largest value at the upper edge, a little above the scale of the paper", () => {
    const highest = map.reduce((a, b) => (b.ergotropy > a.ergotropy ? b : a));
    expect(highest.bias).toBe(1);
    expect(highest.ergotropy).toBeGreaterThan(0.02);
    expect(highest.ergotropy).toBeLessThan(0.022);
  });

  test("without a bias there is no ergotropy, and more bias never gives less", () => {
    expect(Math.max(...lines[10].map((row) => Math.abs(row.ergotropy)))).toBeLessThan(1e-13);
    const falling = lines.slice(10, 20).flatMap((line, j) => {
      const [up, down] = [lines[11 + j], lines[9 - j]];
      const before = lines[10 - j];
      return line.filter(
        (row, i) =>
          up[i].ergotropy < row.ergotropy - 1e-13 || down[i].ergotropy < before[i].ergotropy - 1e-13,
      );
    });
    expect(falling).toEqual([]);
  });

  test("every point above 0.002 has an inverted pair of levels", () => {
    const hot = map.filter((row) => row.ergotropy > 0.002);
    expect(hot.length).toBeGreaterThan(100);
    expect(hot.filter((row) => row.inversion <= 0)).toEqual([]);
  });

  test("incoherent ergotropy and inversion go together", () => {
    expect(map.filter((row) => row.incoherent > 0 !== row.inversion > 0)).toEqual([]);
  });

  test("it is symmetric neither in the interaction nor in the bias", () => {
    const at = (interaction: number, bias: number) => ergotropy(stateAt(interaction, bias));
    expect(at(2, 1) / at(-2, 1)).toBeGreaterThan(5);
    expect(at(2, 1) / at(2, -1)).toBeGreaterThan(100);
  });

  test("a section holds what is left beside the ground state, at the temperatures of its bias", () => {
    expect(stateAt(0, -1).baths.map((bath) => bath.temperature)).toEqual([1, 2]);
    const { interaction, ...populations } = sections[0].rows[30];
    expectClose(
      [Object.values(populations as Record<string, number>).reduce((sum, p) => sum + p, 0)],
      [1],
      1e-12,
    );
  });

  test("compiles without a warning, and shows the sections it was given", () => {
    const figure = ergotropyFigure({ map, sections, peaks: [map[5]] }, options);
    expect(vegaWarnings(figure)).toEqual([]);
    const datasets = figure.datasets as { populations: object[]; regions: { label: string }[] };
    expect(datasets.populations).toHaveLength(2 * grid.length);
    expect(datasets.populations[0]).not.toHaveProperty("p1");
    expect(datasets.regions.map(({ label }) => label)).toEqual(["p₄₄ > p₃₃", "p₃₃ > p₂₂", "p₅₅ > p₄₄"]);
  });

  test("refuses what is no map, and a map without sections", () => {
    expect(() => ergotropyFigure({ map: map.slice(0, 201), sections }, options)).toThrow(
      'map must be two or more lines of equal length, one a bias, got "201 rows"',
    );
    expect(() => ergotropyFigure({ map: map.slice(1), sections }, options)).toThrow(/^map must be/);
    expect(() => ergotropyFigure({ map, sections: [] }, options)).toThrow(
      "sections must be one section or more, got 0",
    );
  });

  test("follows a reader who changes its ranges, its levels and its size", () => {
    const rows = [0, 5].map((interaction) => ({ interaction, population1: 0.6, population2: 0.4 }));
    const small = [-2, 0, 2].flatMap((bias) =>
      [0, 5].map((interaction) => ({ interaction, bias, ergotropy: 0.01 * interaction, inversion: -1 })),
    );
    const figure = ergotropyFigure(
      { map: small, sections: [-2, 2].map((bias) => ({ bias, rows, regions: [] })) },
      { description: "another map", meanTemperature: 3, width: 300, height: 100 },
    );
    expect(vegaWarnings(figure)).toEqual([]);
    const text = JSON.stringify(figure);
    expect(text).toContain('"domain":[0,5]');
    expect(text).toContain('"min":-2,"max":2,"step":4');
    expect(text).not.toContain('"width":560');
    expect(Object.keys((figure.datasets as { populations: object[] }).populations[0])).toEqual([
      "interaction",
      "bias",
      "p2",
    ]);
  });
});
