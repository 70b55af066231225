import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { steadyState } from "../../src/states/steady-state";
import { forAll, real, ringSystem } from "../support/random";

describe("at weak coupling", () => {
  const systems = ringSystem({ sites: [2, 5], baths: [2, 3], coupling: [-4, -3], temperature: [0.5, 4] });

  test("entropy is never destroyed", () => {
    forAll(systems, 200, ({ model, baths }) => {
      const { certificate } = steadyState(model, baths);
      // The rate equation, which is what is left as γ → 0, produces entropy of order γ; the Redfield equation
      // adds coherences, whose share is of order γ² and has no sign: hence the allowance of γ² times energies.
      const gamma = Math.max(...baths.map((bath) => bath.coupling));
      expect(certificate.entropyProduction).toBeGreaterThanOrEqual(-(gamma ** 2));
    });
  });

  test("probabilities are not negative", () => {
    forAll(systems, 200, ({ model, baths }) => {
      const gamma = Math.max(...baths.map((bath) => bath.coupling));
      // guaranteed up to coherences of order γ in levels that are almost empty
      expect(steadyState(model, baths).certificate.minEigenvalue).toBeGreaterThan(-(gamma ** 2));
    });
  });
});

test("the hotter of the paper's two baths gives heat, whichever it is", () => {
  const pair = fc.record({ cold: real(0.5, 3), difference: real(0.1, 3), interaction: real(-4, 4) });
  forAll(pair, 150, ({ cold, difference, interaction }) => {
    const ring = ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] });
    const hot = cold + difference;
    const heat = (left: number, right: number) =>
      steadyState(
        ring,
        [left, right].map((temperature, b) => ohmicBath({ site: 1 + 2 * b, temperature })),
      ).bathHeat;
    expect(heat(hot, cold)[0]).toBeGreaterThan(0);
    expect(heat(cold, hot)[1]).toBeGreaterThan(0);
  });
});

test("nowhere in the range of the paper's figures is a probability negative", () => {
  for (const spinsUp of [2, 3]) {
    for (let interaction = -4; interaction <= 4; interaction += 0.25) {
      for (const [left, right] of [
        [2, 1],
        [1, 2],
      ]) {
        const ring = ringModel({ sites: 4, spinsUp, interaction, fields: [0, 2, 1, 0] });
        const baths = [left, right].map((temperature, b) => ohmicBath({ site: 1 + 2 * b, temperature }));
        const { certificate, warnings } = steadyState(ring, baths);
        expect(certificate.minEigenvalue).toBeGreaterThan(0);
        expect(warnings).toEqual([]);
      }
    }
  }
});
