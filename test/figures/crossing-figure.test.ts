import { describe, expect, test } from "vitest";
import { type CrossingMark, crossingFigure } from "../../src/figures/crossing-figure";
import { ergotropy } from "../../src/observables/ergotropy";
import { figure4Marks, figure4Rows } from "../../src/paper/figure-tables";
import { halvedFields, PAPER } from "../../src/paper/paper";
import { paperWorld, stateIn } from "../../src/paper/world";
import { expectClose } from "../support/close";
import { derivatives } from "../support/derivative";
import { vegaWarnings } from "../support/vega";

const stateAt = (h2: number, interaction: number) =>
  stateIn(paperWorld, { spinsUp: 2, interaction, fields: halvedFields(h2) });
const rows = figure4Rows();
const marks = figure4Marks();
const least = (h2: number, quantity: CrossingMark["quantity"], sign = 1) =>
  marks
    .filter((mark) => mark.h2 === h2 && mark.quantity === quantity)
    .reduce((a, b) => (sign * b.value < sign * a.value ? b : a));
const summary = PAPER.fieldsOfFigure4.map((h2) => {
  const [low, dip, peak] = [least(h2, "gap32"), least(h2, "heatFromLeft"), least(h2, "ergotropy", -1)];
  return { crossing: low.interaction, gap: low.value, dip: dip.interaction, peak: peak.interaction };
});

describe("Figure 4", () => {
  test("has a curve for each field over the whole range, in order", () => {
    for (const h2 of PAPER.fieldsOfFigure4) {
      const curve = rows.filter((row) => row.h2 === h2).map((row) => row.interaction);
      expect(curve).toHaveLength(241);
      expect([curve[0], curve[curve.length - 1]]).toEqual([-3, 3]);
      expect(curve.every((x, i) => i === 0 || x > curve[i - 1])).toBe(true);
    }
  });

  test("no mark is beaten by any point of its curve in the neighbourhood", () => {
    const beaten = marks.filter(({ quantity, h2, interaction, value }) => {
      const sign = quantity === "ergotropy" ? -1 : 1;
      return rows.some(
        (row) =>
          row.h2 === h2 &&
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
      const fields = marks.filter((mark) => mark.quantity === quantity).map((mark) => mark.h2);
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
    for (const h2 of PAPER.fieldsOfFigure4) {
      const of = (side: number) =>
        marks
          .filter((m) => m.quantity === "ergotropy" && m.h2 === h2 && m.interaction * side > 0.6)
          .map((m) => m.value);
      expect(Math.max(...of(-1))).toBeLessThan(Math.max(...of(1)) / 3);
    }
  });

  test("the state behind a point is that of the row", () => {
    const row = rows[300];
    const state = stateAt(row.h2, row.interaction);
    expectClose([ergotropy(state), state.bathHeat[0]], [row.ergotropy, row.heatFromLeft], 1e-15);
  });

  test("compiles without a warning, heat in thousandths, and every mark on it", () => {
    const figure = crossingFigure({ rows, marks }, { description: "Figure 4" });
    expect(vegaWarnings(figure)).toEqual([]);
    const datasets = figure.datasets as { rows: typeof rows; marks: CrossingMark[] };
    expect(datasets.rows[7].heatFromLeft / rows[7].heatFromLeft).toBeCloseTo(1000, 1);
    expect(datasets.marks).toHaveLength(marks.length);
  });

  test("refuses to draw nothing", () => {
    expect(() => crossingFigure({ rows: [], marks }, { description: "nothing" })).toThrow(
      "rows must be one row or more, got 0",
    );
  });

  test("follows a reader who changes fields, range and size", () => {
    const few = rows.filter(({ h2, interaction }) => h2 < 1.5 && interaction > 0);
    const figure = crossingFigure(
      { rows: few.map((row) => ({ ...row, h2: row.h2 + 0.05 })), marks: [] },
      { description: "two fields", width: 300, height: 100 },
    );
    expect(vegaWarnings(figure)).toEqual([]);
    const text = JSON.stringify(figure);
    const has = (words: string): [string, boolean] => [words, text.includes(words)];
    expect(["E₃ − E₂, h₂ = 1.45", '"options":[0,1.45,1.25]', '"domain":[0.025,3]'].map(has)).toEqual([
      ["E₃ − E₂, h₂ = 1.45", true],
      ['"options":[0,1.45,1.25]', true],
      ['"domain":[0.025,3]', true],
    ]);
    expect(text.includes('"width":560')).toBe(false);
  });
});

test("at every peak of 𝓔 and every minimum of Q the curve is flat, by differences of its values far apart", () => {
  const found = marks.filter(({ quantity }) => quantity === "ergotropy" || quantity === "heatFromLeft");
  expect(found.length).toBeGreaterThan(8);
  for (const { h2, interaction, quantity } of found) {
    const value = (t: number): number => {
      const state = stateAt(h2, interaction + t);
      return quantity === "heatFromLeft" ? state.bathHeat[0] : ergotropy(state);
    };
    const [{ value: slope, error }] = derivatives((t) => [value(t)], 0.01);
    expect(Math.abs(slope), `${quantity} at ${interaction}`).toBeLessThan(3e-11);
    expect(error).toBeLessThan(1e-11);
  }
});
