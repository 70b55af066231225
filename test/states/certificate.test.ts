// What a state says about the range of its equation: how wide levels are for their distance, and what is warned of.
import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { redfieldGenerator } from "../../src/equations/generator";
import { bathOperator } from "../../src/model/matrices";
import { spinModel } from "../../src/model/model";
import { certificateWarnings, couplingRatio } from "../../src/states/certificate";
import { certify } from "../../src/states/certify";
import { expectRelative } from "../support/close";
import { forAll, ringSystem } from "../support/random";

test.each([0.4, 1e-6, 1e-10])(
  "one flip on two sites, J = %s: width over distance as worked out by hand",
  (exchange) => {
    const field = 0.7;
    const fields = [field, -field];
    const model = spinModel({ sites: 2, spinsUp: 1, bonds: [{ from: 1, to: 2, exchange }], fields });
    const baths = [0.3, 5].map((temperature, b) => ohmicBath({ site: b + 1, temperature, coupling: 0.02 }));
    // H = 2h τᶻ + 2J τˣ and S = ±τᶻ, which has cos θ between equal levels and sin θ between the two
    const gap = 4 * Math.hypot(field, exchange);
    const [cos2, sin2] = [field ** 2, exchange ** 2].map((x) => x / (field ** 2 + exchange ** 2));
    const widths = baths.map((bath) => {
      const rate = transitionRate(bath);
      return 2 * cos2 * rate(0) + sin2 * (rate(gap) + rate(-gap));
    });
    expectRelative(couplingRatio(redfieldGenerator(model, baths)), (widths[0] + widths[1]) / gap, 1e-13);
  },
);

test("it is the largest over the pairs of levels that a bath couples", () => {
  forAll(ringSystem({ sites: [2, 5] }), 30, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const { size: n, energies, vectors } = generator;
    const operators = baths.map(({ site }) => {
      const diagonal = bathOperator(model, site).diagonal();
      return (a: number, b: number) =>
        diagonal.reduce((sum, s, k) => sum + s * vectors[a * n + k] * vectors[b * n + k], 0);
    });
    const levels = Array.from({ length: n }, (_, a) => a);
    const widths = levels.map((a) =>
      baths.reduce((sum, bath, b) => {
        const rate = transitionRate(bath);
        return (
          sum + levels.reduce((s, c) => s + operators[b](a, c) ** 2 * rate(energies[c] - energies[a]), 0)
        );
      }, 0),
    );
    const ratios = levels.flatMap((a) =>
      levels
        .filter((b) => b < a && operators.some((s) => Math.abs(s(a, b)) > 1e-9))
        .map((b) => (widths[a] + widths[b]) / (energies[a] - energies[b])),
    );
    expectRelative(couplingRatio(generator), Math.max(0, ...ratios), 1e-9);
  });
});

test.each([1, -1, 1e-30, 1e30])("what is close is measured by all levels, with one %s away", (far) => {
  // sites 1 and 2 share a flip over a distance of 5J, at fields of 3J/4; site 3 is far and by itself
  const unit = Math.abs(far);
  const model = (exchange: number) =>
    spinModel({
      sites: 3,
      spinsUp: 1,
      bonds: [{ from: 1, to: 2, exchange: exchange * unit }],
      fields: [0.75 * exchange * unit, -0.75 * exchange * unit, far],
    });
  const bath = ohmicBath({ site: 1, temperature: 2 * unit, cutoff: 10 * unit });
  const ratio = (exchange: number) => couplingRatio(redfieldGenerator(model(exchange), [bath]));
  const width = 2 * transitionRate(bath)(0);
  expectRelative(ratio(1e-11), width / (5e-11 * unit), 1e-4);
  expect(ratio(1e-14)).toBe(0); // rounding has parted one level
});

test("of two parts that nothing joins, levels of the one may be as close to those of the other as they like", () => {
  const [field, exchange] = [0.7, 0.5];
  const bonds = [1, 3].map((from) => ({ from, to: from + 1, exchange }));
  const fields = [field, -field, field + 1e-7, -field - 1e-7];
  const baths = [1, 3].map((site) => ohmicBath({ site, temperature: site }));
  const generator = redfieldGenerator(spinModel({ sites: 4, spinsUp: 1, bonds, fields }), baths);
  // as above of the own bath; the other one sees no difference between the two levels, ±1 = −1 in both
  const gap = 4 * Math.hypot(field, exchange);
  const [cos2, sin2] = [field ** 2, exchange ** 2].map((x) => x / (field ** 2 + exchange ** 2));
  const [own, other] = baths.map(transitionRate);
  const widths = [
    [own, other],
    [other, own],
  ].map(([w, v]) => 2 * cos2 * w(0) + sin2 * (w(gap) + w(-gap)) + 2 * v(0));
  expectRelative(couplingRatio(generator), Math.max(...widths) / gap, 1e-6);
});

test("near levels of another parity, whose coherence no population feeds, do not count; near levels that σᶻ joins do", () => {
  const near = 1e-4;
  const model = spinModel({
    sites: 2,
    bonds: [{ from: 1, to: 2, exchange: near / 2 }],
    fields: [near, -near],
  });
  const flips = ohmicBath({ site: 1, temperature: 2, operator: "x" });
  const parts = ohmicBath({ site: 2, temperature: 1 });
  expect(couplingRatio(redfieldGenerator(model, [flips]))).toBe(0);
  expect(couplingRatio(redfieldGenerator(model, [flips, parts]))).toBeGreaterThan(100);
});

test("levels that no bath connects may be as close as they like", () => {
  // spins that exchange nothing: every bath leaves every level where it is
  const model = spinModel({
    sites: 2,
    spinsUp: 1,
    bonds: [{ from: 1, to: 2, exchange: 0, interaction: 1 }],
    fields: [1e-6, 0],
  });
  expect(couplingRatio(redfieldGenerator(model, [ohmicBath({ site: 1, temperature: 2 })]))).toBe(0);
});

test.each([
  ["negative-probability", { minEigenvalue: -2e-9 }],
  ["negative-entropy-production", { entropyProduction: -2e-6 }],
  ["beyond-range", { couplingRatio: 0.5 }],
])("%s is a matter of being larger than rounding, or than half", (code, change) => {
  const sound = { minEigenvalue: -0.5e-9, entropyProduction: -0.5e-6, couplingRatio: 0.499 };
  expect(certificateWarnings("redfield", sound, 1e-9, 1e-6)).toEqual([]);
  expect(
    certificateWarnings("redfield", { ...sound, ...change }, 1e-9, 1e-6).map((warning) => warning.code),
  ).toEqual([code]);
});

test("where a bath has no temperature there is no second law to break", () => {
  const cold = { minEigenvalue: 0, entropyProduction: null, couplingRatio: 0 };
  expect(certificateWarnings("redfield", cold, 1e-9, 1e-6)).toEqual([]);
});

test("what rounding can make is not warned of: 2n errors of a population, two of every heat over its temperature", () => {
  const model = spinModel({ sites: 2, spinsUp: 1, bonds: [{ from: 1, to: 2 }], fields: [1, 0] });
  const baths = [2, 0.5].map((temperature, b) => ohmicBath({ site: b + 1, temperature, coupling: 1e-4 }));
  const warned = (lowest: number, populations: number, heat: number, currents: number) => {
    const generator = redfieldGenerator(model, baths);
    const state = certify(
      { model, baths, equation: "redfield", cutoff: Number.POSITIVE_INFINITY, asked: 1 },
      {
        generator,
        real: Float64Array.of(1 - lowest, 0, 0, lowest),
        imag: new Float64Array(4),
        bathHeat: Float64Array.of(heat, 0),
        gross: [4, 1],
        accuracy: { populations, currents },
        defects: { traceError: 0, hermiticityError: 0 },
        couplingRatio: 0,
        residual: 0,
        converged: true,
        settled: true,
      },
    );
    return state.warnings.map(({ code }) => code);
  };
  expect(warned(-3.5e-3, 1e-3, 0, 0)).toEqual([]);
  expect(warned(-4.5e-3, 1e-3, 0, 0)).toEqual(["negative-probability"]);
  expect(warned(-0.5e-14, 0, 0, 0)).toEqual([]);
  expect(warned(-2e-14, 0, 0, 0)).toEqual(["negative-probability"]);
  // σ = −q/2 against 2 · 0.01 · (4/2 + 1/0.5) = 0.08
  expect(warned(0, 0, 0.15, 0.01)).toEqual([]);
  expect(warned(0, 0, 0.17, 0.01)).toEqual(["negative-entropy-production"]);
  expect(warned(0, 0, -0.17, 0.01)).toEqual([]);
});
