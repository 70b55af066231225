import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { linspace } from "../../src/numerics/extrema";
import { heatCurrents, spinCurrents } from "../../src/observables/currents";
import { modeRegions } from "../../src/observables/modes";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";

const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const at = (spinsUp: number) => (interaction: number) =>
  steadyState(ringModel({ sites: 4, spinsUp, interaction, fields: [0, 2, 1, 0] }), baths);
const grid = linspace(-4, 4, 161);

test("three up: counterclockwise, parallel, clockwise, with the boundaries where straight lines cross zero", () => {
  const regions = modeRegions(at(3), grid);
  expect(regions.map(({ mode }) => mode)).toEqual(["counterclockwise", "parallel", "clockwise"]);
  // j_u and j_d are linear in the interaction, so two points of each tell its zero
  const zero = (branch: "upper" | "lower") => {
    const [a, b] = [-1, 1].map((x) => heatCurrents(at(3)(x))[branch]);
    return (a + b) / (a - b);
  };
  expect(regions[0].to).toBeCloseTo(zero("upper"), 9);
  expect(regions[1].to).toBeCloseTo(zero("lower"), 9);
});

test("two up: parallel, clockwise and counterclockwise, with a narrow parallel window at the inversion", () => {
  const regions = modeRegions(at(2), grid);
  expect(regions.map(({ mode }) => mode)).toEqual(["parallel", "clockwise", "parallel", "counterclockwise"]);
  expect(regions[2].to - regions[2].from).toBeLessThan(0.05);
});

test("slopes show a region that lies between two grid points", () => {
  const six = (interaction: number): SteadyState =>
    steadyState(
      ringModel({ sites: 6, spinsUp: 3, interaction, fields: [0, 2, 1, 0, 0, 0] }),
      [1, 4].map((site, b) => ohmicBath({ site, temperature: 2 - b })),
    );
  const modes = (points: number[], along?: "interaction") =>
    modeRegions(six, points, along).map(({ from, to, mode }) => [from, to, mode]);
  const coarse = [-0.8, 0.9];
  expect(modes(coarse)).toHaveLength(1);
  const fine = modes(linspace(-0.8, 0.9, 35));
  expect(fine.map(([, , mode]) => mode)).toEqual(["parallel", "counterclockwise", "parallel"]);
  const found = modes(coarse, "interaction");
  expectClose(
    found.map(([from]) => Number(from)),
    fine.map(([from]) => Number(from)),
    1e-13,
  );
});

test("regions cover the sweep without gaps, and one branch current vanishes at every boundary", () => {
  const regions = modeRegions(at(2), grid);
  expect([regions[0].from, regions.at(-1)?.to]).toEqual([-4, 4]);
  for (let i = 1; i < regions.length; i++) {
    expect(regions[i].from).toBe(regions[i - 1].to);
    const { upper, lower } = heatCurrents(at(2)(regions[i].from));
    expect(Math.min(Math.abs(upper), Math.abs(lower))).toBeLessThan(1e-16);
  }
});

test("the mirror image of a ring has the mirrored modes", () => {
  const mirrored = (interaction: number): SteadyState =>
    steadyState(ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 0, 1, 2] }), baths);
  const turn = {
    clockwise: "counterclockwise",
    counterclockwise: "clockwise",
    parallel: "parallel",
    none: "none",
  };
  const regions = modeRegions(at(2), grid);
  const images = modeRegions(mirrored, grid);
  expect(images.map(({ mode }) => turn[mode])).toEqual(regions.map(({ mode }) => mode));
  expect(spinCurrents(mirrored(1))[0]).toBeCloseTo(-spinCurrents(at(2)(1))[0], 14);
});

test("at equal temperatures nothing flows", () => {
  const equal = [1, 3].map((site) => ohmicBath({ site, temperature: 1.5 }));
  const still = (interaction: number) =>
    steadyState(ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] }), equal);
  expect(new Set(modeRegions(still, [-1, 0, 1]).map(({ mode }) => mode))).toEqual(new Set(["none"]));
});
