import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { generatorIn, redfieldGenerator } from "../../src/equations/generator";
import { grossHeat } from "../../src/equations/heat";
import { bathOperator } from "../../src/model/matrices";
import { ringModel } from "../../src/model/model";
import { linspace } from "../../src/numerics/extrema";
import { spectrum } from "../../src/observables/spectrum";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { couplingRatio } from "../../src/states/certificate";
import { steadyState } from "../../src/states/steady-state";
import { expectRelative } from "../support/close";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

const baths = (coupling: number) =>
  [2, 1].map((temperature, b) => ohmicBath({ site: 2 * b + 1, temperature, coupling }));

describe("the coupling ratio", () => {
  test("warns at five times the paper's coupling, near the crossing, and nowhere in the paper's figures", () => {
    const { warnings } = steadyState(paperModel({ spinsUp: 2, interaction: 2.19 }), baths(0.05));
    expect(warnings.map(({ code }) => code)).toEqual(["beyond-range"]);
    for (const h2 of [2, 1.8, 1.6, 1.4, 1.2]) {
      for (const interaction of linspace(-4, 4, 81)) {
        for (const spinsUp of [2, 3]) {
          const model = ringModel({ sites: 4, spinsUp, interaction, fields: [0, h2, h2 / 2, 0] });
          expect(steadyState(model, paperBaths()).warnings).toEqual([]);
        }
      }
    }
  });

  test("leaves out coherences that no bath couples, and levels that are one", () => {
    const uniform = ringModel({ sites: 3, spinsUp: 1 });
    const { certificate } = steadyState(
      uniform,
      [1, 3].map((site) => ohmicBath({ site, temperature: 1 })),
    );
    expect(certificate.couplingRatio).toBeLessThan(1);
    const state = steadyState(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), baths(0.01));
    const generator = generatorIn(state, state.baths);
    const silent = generator.couplings.map((coupling) => ({
      ...coupling,
      operator: coupling.operator.map(() => 0),
    }));
    expect(couplingRatio({ ...generator, couplings: silent })).toBe(0);
  });
});

test("the gross flow is all heat that goes up or down between two levels", () => {
  forAll(ringSystem({ sites: [2, 4] }), 20, ({ model, baths }) => {
    const { energies, vectors } = spectrum(model);
    const n = energies.length;
    const populations = energies.map((_, k) => (k + 1) / ((n * (n + 1)) / 2));
    const flows = grossHeat(redfieldGenerator(model, baths), populations);
    baths.forEach((bath, b) => {
      const rate = transitionRate(bath);
      const spins = bathOperator(model, bath.site).diagonal();
      let flow = 0;
      for (let a = 0; a < n; a++) {
        for (let c = 0; c < n; c++) {
          const s = spins.reduce((sum, spin, i) => sum + spin * vectors[a * n + i] * vectors[c * n + i], 0);
          const step = energies[a] - energies[c];
          flow += Math.abs(step) * 2 * s * s * rate(step) * populations[c];
        }
      }
      expectRelative(flows[b], flow, 1e-12);
    });
  });
});

describe("accuracy", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0] });

  test("that is asked for is kept or refused", () => {
    const state = steadyState(ring, baths(0.01));
    const { populations, currents } = state.certificate.accuracy;
    const loosest = Math.max(populations, currents);
    expect(steadyState(ring, baths(0.01), { accuracy: loosest }).real).toEqual(state.real);
    // less than that: 32 digits
    const sharper = steadyState(ring, baths(0.01), { accuracy: 1e-14 });
    expect(sharper.certificate.accuracy.populations).toBeLessThanOrEqual(1e-14);
    expect(Math.abs(sharper.populations[0] - state.populations[0])).toBeLessThanOrEqual(populations + 1e-14);
    expect(refusal(() => steadyState(ring, baths(0.01), { accuracy: 1e-17 }))).toMatch(
      /^the steady state is known too badly, populations to 15 digits/,
    );
    expect(refusal(() => steadyState(ring, baths(0.01), { accuracy: 0 }))).toMatch(/^accuracy must be /);
  });

  test("of the heat from a bath is measured by what flows there, beside one that is five hundred times stronger", () => {
    const fields = [-0.0032, 0.006, 0.0039, 0.0019, -0.003, -0.0057, -0.001, 0.0076];
    const model = ringModel({ sites: 8, spinsUp: 3, interaction: 0.29, fields });
    const [strong, weak] = [
      [1, 0.075],
      [5, 0.00015],
    ].map(([site, coupling]) => ohmicBath({ site, temperature: site === 1 ? 1 : 2, coupling }));
    const { bathHeat, certificate } = steadyState(model, [strong, weak]);
    expect(certificate.accuracy.currents).toBeLessThan(1e-6);
    expect(Math.abs(bathHeat[0] + bathHeat[1])).toBeLessThan(1e-8 * bathHeat[1]);
  });

  test("of one method that does not do says which one does", () => {
    const narrow = [ohmicBath({ site: 1, temperature: 2, cutoff: 0.1 })];
    const method = "dense";
    expect(refusal(() => steadyState(ring, narrow, { method }))).toMatch(/method "auto" does$/);
    expect(steadyState(ring, narrow).certificate.accuracy.populations).toBeLessThan(1e-6);
  });
});
