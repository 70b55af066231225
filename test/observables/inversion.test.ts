import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { linspace } from "../../src/numerics/extrema";
import { ergotropyParts, passiveEnergy } from "../../src/observables/ergotropy";
import { inversionRegions, invertedLevels, largestInversion } from "../../src/observables/inversion";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { forAll, ringSystem } from "../support/random";

/** Only what an inversion looks at. */
const populated = (...populations: number[]): SteadyState =>
  ({ populations: Float64Array.from(populations) }) as unknown as SteadyState;

const at =
  (left: number, right: number) =>
  (interaction: number): SteadyState =>
    steadyState(ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] }), [
      ohmicBath({ site: 1, temperature: left }),
      ohmicBath({ site: 3, temperature: right }),
    ]);

describe("regions of inversion", () => {
  test("of two crossing straight lines begin and end where they cross", () => {
    // p2 − p1 = 0.3 − x²: inverted for |x| < √0.3
    const regions = inversionRegions((x) => populated(0.5, 0.8 - x * x), linspace(-1, 1, 8));
    expect(regions).toHaveLength(1);
    expectClose([regions[0].from, regions[0].to], [-Math.sqrt(0.3), Math.sqrt(0.3)], 1e-9);
    expect(regions[0].level).toBe(1);
  });

  test("reach to the ends of the sweep where it is inverted there", () => {
    const regions = inversionRegions((x) => populated(0.1, 0.3 + x / 10, 0.3), [-1, 0.5, 2]);
    expect(regions.map(({ level }) => level)).toEqual([1, 2]);
    expectClose([regions[0].from, regions[0].to], [-1, 2], 0);
    expectClose([regions[1].from, regions[1].to], [-1, 0], 1e-9);
  });

  test("there are none where nothing is inverted", () => {
    expect(inversionRegions(() => populated(0.5, 0.3, 0.3), [0, 1, 2])).toEqual([]);
    expect(invertedLevels(populated(0.5, 0.3, 0.3))).toEqual([]);
  });
});

test("the largest inversion is that of the pair that is inverted most, and not above zero where none is", () => {
  expect(largestInversion(populated(0.1, 0.3, 0.6))).toBeCloseTo(0.3, 15);
  expect(largestInversion(populated(0.6, 0.3, 0.1))).toBeCloseTo(-0.2, 15);
  expect(largestInversion(populated(0.5, 0.5 + 1e-15))).toBe(0);
});

test("levels that are one are not inverted, whatever they hold, those around them may be", () => {
  const levels = (...energies: number[]) => ({ energies: Float64Array.from(energies) });
  expect(invertedLevels({ ...populated(0.1, 0.3, 0.6), ...levels(0, 0, 1) })).toEqual([2]);
  expect(invertedLevels({ ...populated(0.1, 0.2, 0.3, 0.4), ...levels(0, 1, 1, 2) })).toEqual([1, 3]);
  expect(invertedLevels({ ...populated(0.1, 0.2, 0.7), ...levels(1, 1, 1) })).toEqual([]);
  expect(largestInversion({ ...populated(0.3, 0.7), ...levels(1, 1) })).toBe(-1);
});

test("the hot bath on the left inverts levels 4 and 5 at low Δ, 2 and 3 at high Δ; on the right levels 3 and 4 between", () => {
  const grid = linspace(-3, 3, 61);
  const left = inversionRegions(at(2, 1), grid);
  expect(left.map(({ level }) => level)).toEqual([2, 4]);
  expect(left[0].from).toBeGreaterThan(left[1].to);
  const right = inversionRegions(at(1, 2), grid);
  expect(right.map(({ level }) => level)).toEqual([3]);
  expect(right[0].from).toBeLessThan(0);
  expect(right[0].to).toBeGreaterThan(0);
  for (const [state, region] of [
    [at(2, 1), left[0]],
    [at(1, 2), right[0]],
  ] as const) {
    const p = state(region.from).populations;
    expect(Math.abs(p[region.level] - p[region.level - 1])).toBeLessThan(1e-10);
  }
});

test("without inversion there is no incoherent ergotropy, with it there is", () => {
  forAll(ringSystem({ sites: [3, 5], baths: [2, 2], temperature: [0.5, 4] }), 60, ({ model, baths }) => {
    const state = steadyState(model, baths);
    const { incoherent } = ergotropyParts(state);
    if (invertedLevels(state).length === 0) expect(incoherent).toBe(0);
    else expect(incoherent).toBeGreaterThan(0);
  });
});

test("energy is ergotropy and passive energy, and of a Gibbs state it is all passive", () => {
  const energy = ({ energies, populations }: SteadyState) =>
    energies.reduce((sum, e, k) => sum + e * populations[k], 0);
  const driven = at(2, 1)(2);
  expectClose([passiveEnergy(driven) + ergotropyParts(driven).total], [energy(driven)], 1e-14);
  const equal = at(1.5, 1.5)(2);
  expectClose([passiveEnergy(equal)], [energy(equal)], 1e-13);
});
