import { expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { bathOperator, bondEnergyMatrix } from "../../src/model/matrices";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { bondHeatCurrent, heatCurrents, siteHeatCurrent, spinCurrents } from "../../src/observables/currents";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { expectReal } from "../support/expectation";
import { forAll, ringSystem } from "../support/random";

const systems = ringSystem({ sites: [3, 6], baths: [2, 4], coupling: [-3, 0] });

test("first law: what the baths give adds up to nothing", () => {
  forAll(systems, 80, ({ model, baths }) => {
    const { bathHeat } = steadyState(model, baths);
    expect(Math.abs(bathHeat.reduce((s, q) => s + q, 0))).toBeLessThan(1e-11);
  });
});

test("the spin current is the same on every bond of a ring", () => {
  forAll(systems, 80, ({ model, baths }) => {
    const currents = spinCurrents(steadyState(model, baths));
    expectClose(
      currents,
      currents.map(() => currents[0]),
      1e-11,
    );
  });
});

test("no spin current flows where there is no way round", () => {
  const chain = spinModel({
    sites: 4,
    spinsUp: 2,
    bonds: [1, 2, 3].map((from) => ({ from, to: from + 1, exchange: 1, interaction: 1.3 })),
    fields: [0, 2, 1, 0.5],
  });
  const state = steadyState(chain, [
    ohmicBath({ site: 1, temperature: 3 }),
    ohmicBath({ site: 4, temperature: 1 }),
  ]);
  expect(state.bathHeat[0]).toBeGreaterThan(1e-4);
  expectClose(spinCurrents(state), [0, 0, 0], 1e-14);
});

test("heat is not lost between two sites without a bath", () => {
  const model = ringModel({ sites: 6, spinsUp: 2, interaction: 1.1, fields: [0, 2, 1, 0, -1, 0.5] });
  const state = steadyState(model, [
    ohmicBath({ site: 1, temperature: 2 }),
    ohmicBath({ site: 4, temperature: 1 }),
  ]);
  expect(Math.abs(siteHeatCurrent(state, 2))).toBeGreaterThan(1e-4);
  expectClose([siteHeatCurrent(state, 3)], [siteHeatCurrent(state, 2)], 1e-13);
  expectClose([siteHeatCurrent(state, 6)], [siteHeatCurrent(state, 5)], 1e-13);
  const { upper, lower, fromLeft, fromRight } = heatCurrents(state);
  expectClose([upper - lower, lower - upper], [fromLeft, fromRight], 1e-13);
});

test("the two branches carry what the left bath gives, j_u − j_d = Q_L = −Q_R", () => {
  const pair = ringSystem({ sites: [4, 4], baths: [2, 2], coupling: [-3, 0] });
  forAll(pair, 80, ({ model, baths }) => {
    const [left, right] = [1, 3].map((site, b) => ({ ...baths[b], site }));
    const { upper, lower, fromLeft, fromRight } = heatCurrents(steadyState(model, [left, right]));
    expectClose([fromLeft, -fromRight], [upper - lower, upper - lower], 1e-11);
  });
});

test("on any graph the heat into each bond and out of it cancel, away from the baths", () => {
  const bonds = [
    [1, 2],
    [2, 3],
    [3, 1],
    [2, 4],
    [4, 3],
    [4, 5],
    [5, 6],
  ].map(([from, to], i) => ({
    from,
    to,
    exchange: 1 + 0.1 * i,
    interaction: 0.5 * i - 1,
  }));
  const model: SpinModel = spinModel({ sites: 6, spinsUp: 2, bonds, fields: [0, 2, 1, -1, 0.5, 3] });
  const baths: Bath[] = [ohmicBath({ site: 1, temperature: 3 }), ohmicBath({ site: 6, temperature: 1 })];
  const state = steadyState(model, baths);
  const touching = (site: number) => (b: number) => bonds[b].from === site || bonds[b].to === site;
  const into = bonds.map((_, b) => bonds.reduce((s, _b, a) => s + bondHeatCurrent(state, a, b), 0));
  const total = (of: (b: number) => boolean) => into.reduce((s, flow, b) => (of(b) ? s + flow : s), 0);
  for (let b = 0; b < bonds.length; b++) {
    if (!touching(1)(b) && !touching(6)(b)) expect(Math.abs(into[b])).toBeLessThan(1e-12);
  }
  // what the others take from the bonds at site 1 comes from its bath, what they bring to site 6 goes to its own
  expectClose([-total(touching(1)), total(touching(6))], [state.bathHeat[0], state.bathHeat[0]], 1e-12);
  expect(state.bathHeat[0]).toBeGreaterThan(1e-4);
});

test("the spins up add up to M and the bond energies to the energy", () => {
  forAll(systems, 25, ({ model, baths }) => {
    const state = steadyState(model, baths);
    const up = model.fields.map((_, l) => (1 + expectReal(state, bathOperator(model, l + 1))) / 2);
    expect(Math.abs(up.reduce((s, n) => s + n, 0) - (model.spinsUp as number))).toBeLessThan(1e-11);
    const energy = model.bonds.reduce((s, _, b) => s + expectReal(state, bondEnergyMatrix(model, b)), 0);
    expect(
      Math.abs(energy - state.populations.reduce((s, p, k) => s + p * state.energies[k], 0)),
    ).toBeLessThan(1e-11);
  });
});
