import { describe, expect, test } from "vitest";
import { linspace } from "../../src/numerics/extrema";
import { ergotropy } from "../../src/observables/ergotropy";
import {
  ergotropyFigure,
  FIGURE3,
  figure3Line,
  figure3Section,
  figure3State,
  type PopulationRow,
} from "../../src/paper/figure-3";
import { expectClose } from "../support/close";
import { vegaWarnings } from "../support/vega";

// a coarse map: every tenth line
const lines = linspace(-1, 1, 21).map(figure3Line);
const map = lines.flat();
const sections = [-1, 1].map(figure3Section);

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
    const at = (interaction: number, bias: number) => ergotropy(figure3State(interaction, bias));
    expect(at(2, 1) / at(-2, 1)).toBeGreaterThan(5);
    expect(at(2, 1) / at(2, -1)).toBeGreaterThan(100);
  });

  test("a section holds what is left beside the ground state, at the temperatures of its bias", () => {
    const [swapped] = sections;
    expect(figure3State(0, -1).baths.map((bath) => bath.temperature)).toEqual([1, 2]);
    const { interaction, p2, p3, p4, p5, p6 } = swapped.rows[30];
    const ground = figure3State(interaction, -1).populations[0];
    expectClose([ground + p2 + p3 + p4 + p5 + p6], [1], 1e-12);
    expect(swapped.rows).toHaveLength(FIGURE3.sectionPoints);
  });

  test("compiles without a warning, and shows the sections it was given", async () => {
    const figure = await ergotropyFigure({ map, sections, peaks: [map[5]] }, "Figure 3");
    expect(vegaWarnings(figure)).toEqual([]);
    const datasets = figure.datasets as { populations: PopulationRow[]; regions: { label: string }[] };
    expect(datasets.populations).toHaveLength(2 * FIGURE3.sectionPoints);
    expect(datasets.regions.map(({ label }) => label)).toEqual(["p₄₄ > p₃₃", "p₃₃ > p₂₂", "p₅₅ > p₄₄"]);
  });
});
