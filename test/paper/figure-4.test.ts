import { describe, expect, test } from "vitest";
import { ergotropy } from "../../src/observables/ergotropy";
import {
  type CrossingMark,
  crossingFigure,
  FIGURE4,
  figure4Marks,
  figure4Rows,
  figure4State,
  figure4Summary,
} from "../../src/paper/figure-4";
import { PAPER } from "../../src/paper/paper";
import { expectClose } from "../support/close";
import { derivatives } from "../support/derivative";
import { vegaWarnings } from "../support/vega";

const rows = figure4Rows();
const marks = figure4Marks();
const summary = figure4Summary(marks);

describe("Figure 4", () => {
  test("has a curve for each field over the whole range, in order", () => {
    for (const field of PAPER.fieldsOfFigure4) {
      const curve = rows.filter((row) => row.field === field).map((row) => row.interaction);
      expect(curve).toHaveLength(FIGURE4.points);
      expect([curve[0], curve[curve.length - 1]]).toEqual([-3, 3]);
      expect(curve.every((x, i) => i === 0 || x > curve[i - 1])).toBe(true);
    }
  });

  test("no mark is beaten by any point of its curve in the neighbourhood", () => {
    const beaten = marks.filter(({ quantity, field, interaction, value }) => {
      const sign = quantity === "ergotropy" ? -1 : 1;
      return rows.some(
        (row) =>
          row.field === field &&
          Math.abs(row.interaction - interaction) < 0.03 &&
          sign * row[quantity] < sign * value - 1e-12,
      );
    });
    expect(beaten).toEqual([]);
  });

  test("the minimum of Q at h₂ = 2 is at 2.19", () => {
    expect(summary[0].dip).toBeCloseTo(2.19, 2);
  });

  test("every gap has one minimum for each field", () => {
    for (const quantity of ["gap32", "gap43", "gap54"] as const) {
      const fields = marks.filter((mark) => mark.quantity === quantity).map((mark) => mark.field);
      expect(fields, quantity).toEqual(PAPER.fieldsOfFigure4);
    }
  });

  test("as the fields fall, crossing, peak and dip all move left", () => {
    for (const key of ["crossing", "peak", "dip"] as const) {
      const places = summary.map((line) => line[key]);
      expect(
        places.every((x, i) => i === 0 || x < places[i - 1]),
        key,
      ).toBe(true);
    }
  });

  test("peak and dip lie below the crossing: within its width, but not on it", () => {
    for (const { crossing, gap, peak, dip } of summary) {
      const width = gap / 0.9;
      expect(crossing - dip).toBeGreaterThan(0.01);
      expect(dip - peak).toBeGreaterThan(0.01);
      expect(crossing - peak).toBeLessThan(width);
    }
  });

  test("the same crossing between high levels gives less than a third of the ergotropy", () => {
    for (const field of PAPER.fieldsOfFigure4) {
      const of = (side: number) =>
        marks
          .filter((m) => m.quantity === "ergotropy" && m.field === field && m.interaction * side > 0.6)
          .map((m) => m.value);
      expect(Math.max(...of(-1))).toBeLessThan(Math.max(...of(1)) / 3);
    }
  });

  test("the state behind a point is that of the row", () => {
    const row = rows[300];
    const state = figure4State(row.field, row.interaction);
    expectClose([ergotropy(state), state.bathHeat[0]], [row.ergotropy, row.heat], 1e-15);
  });

  test("compiles without a warning, heat in thousandths, and every mark on it", () => {
    const figure = crossingFigure(rows, marks, "Figure 4");
    expect(vegaWarnings(figure)).toEqual([]);
    const datasets = figure.datasets as { rows: typeof rows; marks: CrossingMark[] };
    expect(datasets.rows[7].heat / rows[7].heat).toBeCloseTo(1000, 1);
    expect(datasets.marks).toHaveLength(marks.length);
  });
});

test("at every peak of 𝓔 and every minimum of Q the curve is flat, by differences of its values far apart", () => {
  const found = marks.filter(({ quantity }) => quantity === "ergotropy" || quantity === "heat");
  expect(found.length).toBeGreaterThan(8);
  for (const { field, interaction, quantity } of found) {
    const value = (t: number): number => {
      const state = figure4State(field, interaction + t);
      return quantity === "heat" ? state.bathHeat[0] : ergotropy(state);
    };
    const [{ value: slope, error }] = derivatives((t) => [value(t)], 0.01);
    expect(Math.abs(slope), `${quantity} at ${interaction}`).toBeLessThan(3e-11);
    expect(error).toBeLessThan(1e-11);
  }
});
