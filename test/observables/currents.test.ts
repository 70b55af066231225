import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { bondEnergyMatrix, heatCurrentOperator, spinCurrentOperator } from "../../src/model/matrices";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import {
  bondHeatCurrent,
  heatCurrents,
  siteHeatCurrent,
  siteHeatCurrents,
  spinCurrents,
} from "../../src/observables/currents";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { expectImag } from "../support/expectation";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

const paper = (interaction: number, spinsUp = 2): SpinModel =>
  ringModel({ sites: 4, spinsUp, interaction, fields: [0, 2, 1, 0] });
const baths = (left: number, right: number, sites = [1, 3]) =>
  [left, right].map((temperature, b) => ohmicBath({ site: sites[b], temperature }));

describe("on random rings", () => {
  const systems = ringSystem({ sites: [2, 5], coupling: [-2, 0] });

  test("spin currents are the expectation values of their operators", () => {
    forAll(systems, 25, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const expected = model.bonds.map((_, i) => expectImag(state, spinCurrentOperator(model, i)));
      expectClose(spinCurrents(state), expected, 1e-13);
    });
  });

  test("heat currents are the expectation values of their operators, at every site without a bath", () => {
    forAll(systems, 25, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const currents = siteHeatCurrents(state);
      const free =
        model.sites === 2
          ? []
          : [1, 2, 3, 4, 5].slice(0, model.sites).filter((l) => !baths.some((b) => b.site === l));
      expect(Object.keys(currents).map(Number)).toEqual(free);
      for (const site of free) {
        const expected = expectImag(state, heatCurrentOperator(model, site));
        expectClose([currents[site], siteHeatCurrent(state, site)], [expected, expected], 1e-12);
      }
    });
  });

  test("the heat current between any two bonds is the expectation value of i[h_a, h_b]", () => {
    forAll(systems, 15, ({ model, baths }) => {
      const state = steadyState(model, baths);
      for (let a = 0; a < model.bonds.length; a++) {
        for (let b = 0; b < model.bonds.length; b++) {
          const [ha, hb] = [bondEnergyMatrix(model, a), bondEnergyMatrix(model, b)];
          const expected = expectImag(state, ha.mmul(hb).sub(hb.mmul(ha)));
          expectClose([bondHeatCurrent(state, a, b)], [expected], 1e-12);
        }
      }
    });
  });
});

test("the modes of two spins up are those of the paper: parallel, clockwise, counterclockwise as Δ grows", () => {
  const modes = [-4, 0, 1, 1.8, 2.6, 4].map((d) => heatCurrents(steadyState(paper(d), baths(2, 1))).mode);
  const order = modes.filter((mode, i) => mode !== modes[i - 1]);
  expect(order).toEqual(["parallel", "clockwise", "counterclockwise"]);
});

test("the modes of three spins up are those of the paper: counterclockwise, parallel, clockwise", () => {
  const modes = [-20, -8, -4, -2, 0, 2, 4, 8, 20].map(
    (d) => heatCurrents(steadyState(paper(d, 3), baths(2, 1))).mode,
  );
  const order = modes.filter((mode, i) => mode !== modes[i - 1]);
  expect(order).toEqual(["counterclockwise", "parallel", "clockwise"]);
});

test("upper and lower branch are those that lead clockwise from the first and from the second bath", () => {
  for (const sites of [
    [1, 3],
    [3, 1],
    [2, 4],
    [4, 2],
  ]) {
    const model = ringModel({ sites: 4, spinsUp: 2, interaction: 1, fields: [0.3, 2, 1, -0.4] });
    const state = steadyState(model, baths(2, 1, sites));
    const all = siteHeatCurrents(state);
    const { upper, lower, fromLeft, fromRight } = heatCurrents(state);
    expect([upper, lower]).toEqual(sites.map((site) => all[(site % 4) + 1]));
    expect([fromLeft, fromRight]).toEqual(Array.from(state.bathHeat));
    expect(Math.abs(upper - lower - fromLeft)).toBeLessThan(1e-14);
  }
});

test("the mode is that of the signs", () => {
  for (const interaction of [-3, 0, 1.5, 2.5, 4]) {
    const { upper, lower, mode } = heatCurrents(steadyState(paper(interaction), baths(2, 1)));
    const expected = upper * lower < 0 ? "parallel" : upper > 0 ? "clockwise" : "counterclockwise";
    expect(mode).toBe(expected);
  }
});

test("at equal temperatures and in sectors of one state no heat flows at all", () => {
  expect(heatCurrents(steadyState(paper(1), baths(1.5, 1.5))).mode).toBe("none");
  for (const spinsUp of [0, 4]) {
    const state = steadyState(paper(1, spinsUp), baths(2, 1));
    expectClose(Object.values(siteHeatCurrents(state)), [0, 0], 0);
    expectClose(spinCurrents(state), [0, 0, 0, 0], 0);
    expect(heatCurrents(state).mode).toBe("none");
  }
});

describe("a question without an answer is refused:", () => {
  const state = steadyState(paper(1), baths(2, 1));

  test.each([
    [
      "heat through a site with a bath",
      () => siteHeatCurrent(state, 1),
      /^site must be one without a bath, got 1/,
    ],
    ["heat through site 0", () => siteHeatCurrent(state, 0), /^site must be an integer from 1 to 4, got 0$/],
    ["heat through site 2.5", () => siteHeatCurrent(state, 2.5), /^site must .* got 2\.5$/],
    [
      "heat from bond −1",
      () => bondHeatCurrent(state, -1, 0),
      /^before must be an integer from 0 to 3, got -1$/,
    ],
    ["heat to bond 4", () => bondHeatCurrent(state, 0, 4), /^after must be an integer from 0 to 3, got 4$/],
  ])("%s", (_, act, message) => {
    expect(refusal(act)).toMatch(message);
  });

  test("branches of anything but a ring between two baths with free sites in between", () => {
    const chain = spinModel({
      sites: 3,
      spinsUp: 1,
      bonds: [1, 2].map((from) => ({ from, to: from + 1, exchange: 1, interaction: 0 })),
    });
    const two = ringModel({ sites: 2, spinsUp: 1 });
    const cases = [
      steadyState(chain, baths(2, 1)),
      steadyState(two, baths(2, 1, [1, 2])),
      steadyState(paper(1), baths(2, 1).slice(1)),
      steadyState(paper(1), baths(2, 1, [1, 2])),
      steadyState(paper(1), baths(2, 1, [4, 1])),
      steadyState(paper(1), [...baths(2, 1), ohmicBath({ site: 2, temperature: 1 })]),
    ];
    for (const state of cases) expect(refusal(() => heatCurrents(state))).toMatch(/^heatCurrents needs /);
    expect(siteHeatCurrents(cases[0])).toEqual({});
    expect(siteHeatCurrents(cases[1])).toEqual({});
  });
});
