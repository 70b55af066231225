import { describe, expect, test } from "vitest";
import { ringModel, spinModel } from "../../src/model/model";
import { findMinima, linspace } from "../../src/numerics/extrema";
import { avoidedCrossings } from "../../src/observables/crossings";
import { levelSlopes, levels, overlaps, spectrum } from "../../src/observables/spectrum";
import { expectClose } from "../support/close";
import { forAll, real, reals } from "../support/random";
import { refusal } from "../support/refusal";

/** One spin up on two sites, a field x at site 1: H = [[x, 2J], [2J, −x]], levels ±√(x² + 4J²). */
const pair = (exchange: number) => (x: number) =>
  ringModel({ sites: 2, spinsUp: 1, exchange, fields: [x, 0] });
const ring = (h2: number, h3: number) => (interaction: number) =>
  ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, h2, h3, 0] });

describe("two levels", () => {
  test("are at ±√(x² + 4J²)", () => {
    for (const x of [-3, 0, 0.7]) {
      const e = Math.sqrt(x * x + 4 * 0.25);
      expectClose(levels(pair(0.5)(x)), [-e, e], 1e-14);
    }
  });

  test("have the slopes ±x/√(x² + 4J²)", () => {
    for (const x of [-3, 0, 0.7]) {
      const slope = x / Math.sqrt(x * x + 1);
      expectClose(levelSlopes(pair(0.5), x) as number[], [-slope, slope], 1e-14);
    }
  });

  test("come closest at 0, at a distance of 4J, with the relative slope 2", () => {
    const crossings = avoidedCrossings(pair(0.01), 1, [-1, -0.3, 0.4, 1]);
    expect(crossings).toHaveLength(1);
    const [{ level, at, gap, slope, width }] = crossings;
    expect(level).toBe(1);
    expect(Math.abs(at)).toBeLessThan(1e-15);
    expectClose([gap, slope, width], [0.04, 2, 0.02], 1e-14);
  });

  test("a minimum that lies on the grid is found once", () => {
    expect(avoidedCrossings(pair(0.5), 1, [-1, 0, 1]).map(({ at }) => Math.abs(at) < 1e-15)).toEqual([true]);
  });

  test("cross where nothing couples them, and the crossing is told by its gap", () => {
    // spins at sites 1 and 2 of three, no exchange between the pair and site 3: two blocks
    const modelAt = (x: number) =>
      spinModel({
        sites: 3,
        spinsUp: 1,
        bonds: [{ from: 1, to: 2, exchange: 1, interaction: 0 }],
        fields: [0, 0, x],
      });
    // levels −2 − x, 2 − x of the pair and +x of the third: E = −2 − x meets x at x = −1
    const [crossing] = avoidedCrossings(modelAt, 1, linspace(-1.5, 0.2, 7));
    expect(Math.abs(crossing.at + 1)).toBeLessThan(1e-14);
    expect(crossing.gap).toBeLessThan(1e-14);
    expectClose([crossing.slope], [2], 1e-13);
  });
});

describe("the ring of the paper", () => {
  const grid = linspace(-3, 3, 60);

  test("turning all spins over and every second exchange mirrors the levels: E_k(−Δ) = −E_{7−k}(Δ)", () => {
    forAll(real(-4, 4), 30, (x) => {
      const mirrored = Array.from(levels(ring(2, 1)(-x)), (e) => -e).reverse();
      expectClose(levels(ring(2, 1)(x)), mirrored, 1e-13);
    });
  });

  test("so its avoided crossings are mirror images to 1e-13, and that of levels 3 and 4 lies at 0", () => {
    for (const h2 of [2, 1.8, 1.6, 1.4, 1.2]) {
      const [low] = avoidedCrossings(ring(h2, h2 / 2), 2, grid);
      const [middle] = avoidedCrossings(ring(h2, h2 / 2), 3, grid);
      const [high] = avoidedCrossings(ring(h2, h2 / 2), 4, grid);
      expect(Math.abs(low.at + high.at)).toBeLessThan(1e-13);
      expect(Math.abs(low.gap - high.gap)).toBeLessThan(1e-13);
      expect(Math.abs(middle.at)).toBeLessThan(1e-13);
    }
  });

  test("a crossing found by the slope is where the gap itself is smallest", () => {
    for (const level of [2, 3, 4]) {
      const gap = (x: number) => {
        const e = levels(ring(2, 1)(x));
        return e[level] - e[level - 1];
      };
      const minima = findMinima(gap, grid);
      const crossings = avoidedCrossings(ring(2, 1), level, grid);
      expectClose(
        crossings.map(({ at }) => at),
        minima.map(({ at }) => at),
        1e-7,
      );
      // the gap bends as that of two levels, √(g² + s² x²), within a tenth of the width
      const [{ at, gap: least, slope, width }] = crossings;
      expectClose([gap(at + width / 10)], [Math.hypot(least, (slope * width) / 10)], 2e-4 * least);
    }
  });

  test("the levels cross where a mirror keeps them apart: h₃ = 0 at Δ = h₂, h₃ = h₂ at Δ = √2 h₂", () => {
    for (const h of [0.5, 1, 2]) {
      const [alone] = avoidedCrossings(ring(h, 0), 2, linspace(-0.1, 4, 41));
      const [equal] = avoidedCrossings(ring(h, h), 2, linspace(-0.1, 4, 41));
      expectClose([alone.at, alone.gap], [h, 0], 1e-13);
      expectClose([equal.at, equal.gap], [Math.SQRT2 * h, 0], 1e-13);
    }
  });

  test("the slope of a level is its weight on neighbouring pairs, 4 in all", () => {
    const slopes = levelSlopes(ring(2, 1), 1.3) as number[];
    expect(slopes.reduce((a, b) => a + b)).toBeCloseTo(4, 13);
    const step = 1e-5;
    const [up, down] = [1.3 + step, 1.3 - step].map((x) => levels(ring(2, 1)(x)));
    expectClose(
      slopes,
      Array.from(up, (e, k) => (e - down[k]) / (2 * step)),
      1e-9,
    );
  });

  test("levels 2 and 3 swap characters across their crossing, the others keep theirs", () => {
    const matrix = overlaps(spectrum(ring(1.2, 0.6)(0.8)), spectrum(ring(1.2, 0.6)(1.9)));
    expect(matrix[1][2]).toBeGreaterThan(0.9);
    expect(matrix[2][1]).toBeGreaterThan(0.9);
    for (const k of [0, 4, 5]) expect(matrix[k][k]).toBeGreaterThan(0.9);
  });
});

test("overlaps are doubly stochastic, and one with itself is the identity", () => {
  forAll(reals(2, -3, 3), 20, ([a, b]) => {
    const [before, after] = [a, b].map((x) => spectrum(ring(2, 1)(x)));
    const matrix = overlaps(before, after);
    const sums = matrix.map((_, k) => [
      matrix[k].reduce((x, y) => x + y),
      matrix.reduce((x, row) => x + row[k], 0),
    ]);
    expectClose(sums.flat(), new Array(12).fill(1), 1e-13);
    expectClose(
      overlaps(before, before).flat(),
      Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1 : 0)),
      1e-13,
    );
  });
});

test("what cannot be is refused by name", () => {
  const bent = (x: number) => ringModel({ sites: 4, spinsUp: 2, interaction: x * x, fields: [0, 2, 1, 0] });
  expect(refusal(() => avoidedCrossings(bent, 2, [0, 1]))).toContain("linearly");
  expect(refusal(() => levelSlopes(bent, 1))).toContain("linearly");
  expect(refusal(() => avoidedCrossings(ring(2, 1), 6, [0, 1]))).toBe(
    "level must be an integer from 1 to 5, got 6",
  );
  expect(refusal(() => avoidedCrossings(ring(2, 1), 2, [0]))).toContain("grid must be");
  expect(refusal(() => levelSlopes(ring(2, 1), Number.NaN))).toContain("parameter must be a finite number");
  expect(refusal(() => overlaps(spectrum(pair(1)(0)), spectrum(ring(2, 1)(0))))).toContain("2 and 6");
});

test("levels that coincide have no slope where a parameter parts them, however slowly", () => {
  const parted = (by: number) => (x: number) =>
    spinModel({ sites: 3, spinsUp: 1, bonds: [], fields: [x, x * (1 + by), 5] });
  expect(levelSlopes(parted(1e-6), 0).map((slope) => slope === null)).toEqual([true, true, false]);
  expect(levelSlopes(parted(1e-12), 0).map((slope) => slope === null)).toEqual([false, false, false]);
});
