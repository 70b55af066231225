// Relevant avoided crossings: where they are is checked against avoidedCrossings, what they exchange against two levels.
import { describe, expect, test } from "vitest";
import { ringModel, spinModel } from "../../src/model/model";
import { linspace } from "../../src/numerics/extrema";
import { avoidedCrossings } from "../../src/observables/crossings";
import {
  isExchanging,
  type PopulatedCrossing,
  populatedCrossings,
} from "../../src/observables/relevant-crossings";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";

/** Two states that a weak exchange couples: two neighbouring spins up move to one side or the other of a chain. */
const pair = (exchange: number) => (interaction: number) =>
  spinModel({
    sites: 3,
    spinsUp: 2,
    bonds: [
      { from: 1, to: 2, exchange: 0, interaction },
      { from: 2, to: 3, exchange: 0, interaction: 0 },
      { from: 1, to: 3, exchange, interaction: 0 },
    ],
    fields: [5, 0, 0],
  });
const ring = (interaction: number) => paperModel({ spinsUp: 2, interaction });
const grid = linspace(-4, 4, 81);
const populations = grid.map((x) => steadyState(ring(x), paperBaths()).populations);
const everywhere = (size: number, points: readonly number[]) =>
  points.map(() => new Array(size).fill(1 / size));

test("two levels alone exchange their characters by one half from one width before to one width after", () => {
  // ↑↑↓ at Δ, ↓↑↑ ten below it but for Δ: they meet at Δ = −10, ↑↓↑ stays away
  const points = linspace(-11, -9.05, 8);
  const [crossing, ...others] = populatedCrossings(pair(0.05), points, everywhere(3, points), 0.1);
  expect(others).toEqual([]);
  expectClose([crossing.at, crossing.gap, crossing.slope, crossing.exchange], [-10, 0.2, 1, 0.5], 1e-6);
  expect(isExchanging(crossing)).toBe(true);
  const ends = [points[0], points[7]];
  expectClose(
    populatedCrossings(pair(0.05), ends, everywhere(3, ends), 0.1).map(({ at }) => at),
    [-10],
    1e-6,
  );
});

describe("the ring of the paper", () => {
  const found = populatedCrossings(ring, grid, populations, 1e-3);

  test("has its three avoided crossings, where avoidedCrossings finds them", () => {
    const exact = [1, 2, 3, 4, 5].flatMap((level) => avoidedCrossings(ring, level, grid));
    expect(found.map(({ level }) => level)).toEqual(exact.map(({ level }) => level));
    const numbers = ({ at, gap, width }: { at: number; gap: number; width: number }) => [at, gap, width];
    expectClose(found.flatMap(numbers), exact.flatMap(numbers), 1e-5);
  });

  test("tells the smaller population of the two levels at the nearest point", () => {
    for (const { level, at, population } of found) {
      const nearest = grid.reduce((a, b) => (Math.abs(b - at) < Math.abs(a - at) ? b : a));
      const held = populations[grid.indexOf(nearest)];
      expect(population).toBe(Math.min(held[level - 1], held[level]));
    }
  });

  test("has fewer of them the more population is asked for", () => {
    const counts = [1e-3, 5e-3, 1e-2, 2e-2].map(
      (least) => populatedCrossings(ring, grid, populations, least).length,
    );
    expect(counts).toEqual([3, 2, 1, 0]);
  });
});

test("levels that run side by side are no exchange", () => {
  // six sites: the gap of levels 8 and 9 has a minimum at −2.97 whose two states go on as they were
  const six = (interaction: number) =>
    ringModel({ sites: 6, spinsUp: 3, interaction, fields: [0, 2, 1, 0, 0, 0] });
  const points = linspace(-3.2, -2.7, 6);
  const passing = populatedCrossings(six, points, everywhere(20, points), 0.01);
  const kinds = new Map(passing.map((each: PopulatedCrossing) => [each.level, isExchanging(each)]));
  expect(kinds.get(8)).toBe(false);
});

test("a list of populations that is missing, or no least population, is refused", () => {
  expect(refusal(() => populatedCrossings(ring, grid, populations.slice(1), 0.01))).toBe(
    "populations must be 81 lists, one for each point of the grid, got 80",
  );
  expect(refusal(() => populatedCrossings(ring, grid, populations, 0))).toMatch(/^least must be/);
});
