import { describe, expect, test } from "vitest";
import { type Bath, generalBath, ohmicBath } from "../../src/baths/bath";
import { redfieldGenerator } from "../../src/equations/generator";
import { grossHeat } from "../../src/equations/heat";
import { sectorBasis } from "../../src/model/basis";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { type ExtendedSolution, extendedState } from "../../src/states/extended";
import { ClosedSets } from "../../src/states/extended-solve";
import { steadyState } from "../../src/states/steady-state";
import { expectClose, expectRelative, largest } from "../support/close";
import { forAll, ringSystem } from "../support/random";

const all = Number.POSITIVE_INFINITY;
function solved(model: SpinModel, baths: readonly Bath[], cutoff = all): ExtendedSolution {
  const found = extendedState(model, baths, sectorBasis(model.sites, model.spinsUp), cutoff);
  if (found instanceof ClosedSets) throw new Error(`not unique: ${JSON.stringify(found.sets)}`);
  return found;
}
const diagonal = ({ real, levels }: ExtendedSolution): Float64Array =>
  levels.map((_, k) => real[k * (levels.length + 1)]);
const gibbs = (levels: Float64Array, temperature: number): Float64Array => {
  const weights = levels.map((level) => Math.exp((levels[0] - level) / temperature));
  return weights.map((weight) => weight / weights.reduce((sum, w) => sum + w, 0));
};

test("32 digits and 16 give one state, with and without a secular approximation", () => {
  forAll(ringSystem({ sites: [2, 5] }), 25, ({ model, baths }) => {
    for (const secular of ["none", 0.5] as const) {
      const state = steadyState(model, baths, { secular });
      const found = solved(model, baths, secular === "none" ? all : secular);
      const { populations, currents } = state.certificate.accuracy;
      expectClose(diagonal(found), state.populations, populations + found.accuracy.populations);
      found.bathHeat.forEach((heat, b) => {
        expect(Math.abs(heat - state.bathHeat[b])).toBeLessThanOrEqual(currents * found.gross[b]);
      });
      expectClose(found.imagInSector, state.imagInSector, 1e-10);
    }
  });
});

describe("one temperature gives the Gibbs state", () => {
  const ring = (fields: number[], rest = {}): SpinModel =>
    ringModel({ sites: fields.length, spinsUp: fields.length >> 1, interaction: 1.3, fields, ...rest });
  test.each<[string, SpinModel, number, Partial<{ cutoff: number; coupling: number }>]>([
    ["rates down to 1e-16 of one another", ring([0, 1, 3]), 2, { cutoff: 0.1 }],
    ["fields far apart", ring([0, 20, -15, 7]), 5, { cutoff: 1 }],
    ["exchange that hardly moves a spin", ring([0, 2, 1, 0.3], { exchange: 1e-10 }), 1, {}],
    ["temperature beyond all energies", ring([0, 2, 1, 0.3]), 1e9, {}],
    ["temperature below all gaps", ring([0, 2, 1, 0.3]), 0.02, {}],
    ["strong interaction", ring([0, 2, 1, 0.3], { interaction: 1e3 }), 2, {}],
    ["vanishing coupling", ring([0, 2, 1, 0.3]), 1, { coupling: 1e-14 }],
  ])("%s", (_, model, temperature, bath) => {
    const found = solved(model, [
      ohmicBath({ site: 1, temperature, ...bath }),
      ohmicBath({ site: 3, temperature, ...bath, cutoff: 3 * (bath.cutoff ?? 10) }),
    ]);
    expect(found.accuracy.populations).toBeLessThan(1e-6);
    const rounding = (4 * largest(found.levels) * 2 ** -52) / temperature;
    expectClose(diagonal(found), gibbs(found.levels, temperature), found.accuracy.populations + rounding);
    found.bathHeat.forEach((heat, b) => {
      expect(Math.abs(heat)).toBeLessThanOrEqual(found.accuracy.currents * found.gross[b]);
    });
  });
});

test("how empty a level is, is known relative to itself", () => {
  const model = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0.3] });
  const found = solved(model, [ohmicBath({ site: 1, temperature: 0.05 })]);
  const expected = gibbs(found.levels, 0.05);
  expect(expected[1]).toBeLessThan(1e-20);
  expect(Math.abs(diagonal(found)[1] / expected[1] - 1)).toBeLessThan(1e-11);
});

test("rates over a hundred orders of magnitude are not vouched for by the state they give", () => {
  // one bath, so the Gibbs state is right; the ground state is left at 1e-96 of the fastest rate
  const bond = (from: number, to: number, exchange: number) => ({ from, to, exchange, interaction: 0 });
  const model = spinModel({
    sites: 4,
    spinsUp: 1,
    bonds: [
      bond(1, 2, 1),
      bond(1, 3, 1.2380908511766241e-12),
      bond(2, 4, 0.4346993884537369),
      bond(3, 4, -1),
    ],
    fields: [-10.641669994220138, 0, 0, -2.8252896200865507],
  });
  const bath = ohmicBath({ site: 2, temperature: 2, coupling: 1, cutoff: 0.07217903670290678 });
  const found = extendedState(model, [bath], sectorBasis(4, 1), all);
  if (found instanceof ClosedSets) return;
  expectClose(diagonal(found), gibbs(found.levels, 2), found.accuracy.populations + 1e-13);
});

test("what all levels share takes no digits", () => {
  const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
  const at = (interaction: number) =>
    steadyState(ringModel({ sites: 4, spinsUp: 3, interaction, fields: [0, 2, 1, 0] }), baths);
  // three up: the interaction adds 2Δ to every level
  const [none, huge] = [at(0), at(1e12)];
  expectClose(huge.populations, none.populations, 1e-12);
  expectClose(huge.bathHeat, none.bathHeat, 1e-12 * largest(none.bathHeat));
});

test("levels that no bath moves are named", () => {
  const bond = (from: number, to: number, exchange: number) => ({ from, to, exchange, interaction: 0 });
  const star = spinModel({
    sites: 4,
    spinsUp: 1,
    bonds: [bond(1, 2, 1), bond(1, 3, 1.3), bond(1, 4, 0.6)],
    fields: [0.1, 0.5, 0.3, 0.3],
  });
  const baths = [1, 2].map((site) => ohmicBath({ site, temperature: 3 - site }));
  const found = extendedState(star, baths, sectorBasis(4, 1), all);
  // of the two leaves alike one combination never meets the hub: energy 0.3 − (0.1 + 0.5 + 0.3)
  const dark = steadyState({ ...star, fields: [0.1, 0.5, 0.3, 0.3 + 1e-3] }, baths).energies.findIndex(
    (energy) => Math.abs(energy + 0.6) < 0.05,
  );
  expect(found).toBeInstanceOf(ClosedSets);
  expect((found as ClosedSets).sets).toContainEqual([dark]);
});

test("a spectral density that solves models of its own disturbs nothing", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
  const other = ringModel({ sites: 4, spinsUp: 2, interaction: 1, fields: [0, 1, 3, 0.5] });
  const density = (w: number) => 0.01 * w * Math.exp(-w / 10);
  const nested = (w: number) => {
    steadyState(other, [ohmicBath({ site: 2, temperature: 3 }), ohmicBath({ site: 4, temperature: 0.5 })]);
    return density(w);
  };
  const cold = ohmicBath({ site: 3, temperature: 1 });
  const by = (spectralDensity: (w: number) => number, lambShift: boolean) =>
    steadyState(ring, [generalBath({ site: 1, temperature: 2, spectralDensity, slopeAtZero: 0.01 }), cold], {
      lambShift,
    });
  expect(by(nested, false).bathHeat).toEqual(by(density, false).bathHeat);
});

test("the gross flow with 32 digits is that with 16, at any coupling", () => {
  forAll(ringSystem({ sites: [2, 4], coupling: [-6, -1] }), 15, ({ model, baths }) => {
    const found = solved(model, baths);
    const gross = grossHeat(redfieldGenerator(model, baths), diagonal(found));
    found.gross.forEach((flow, b) => {
      expectRelative(flow, gross[b], 1e-10);
    });
  });
});

test("levels that are one are told, those beside them are not", () => {
  const joined = (field: number) =>
    spinModel({
      sites: 4,
      spinsUp: 1,
      bonds: [1, 2, 3].flatMap((from) => [2, 3, 4].filter((to) => to > from).map((to) => ({ from, to }))),
      fields: [0, 0, 0, field],
    });
  const baths = [1, 2, 3, 4].map((site) => ohmicBath({ site, temperature: site }));
  expect(solved(joined(0), baths).degenerate).toEqual([{ first: 0, end: 3 }]);
  expect(solved(joined(-1), baths).degenerate).toEqual([{ first: 1, end: 3 }]);
  expect(solved(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), baths).degenerate).toEqual([]);
});
