// The largest rings that fit into a test: their Krylov space holds vectors of a million floats.
import { expect, test } from "vitest";
import { ergotropy, ohmicBath, ringModel, spinCurrents, steadyState } from "../../src";

test.each([10, 12])("a ring of %i sites is known to the digits that are asked, and conserves", (sites) => {
  const fields = Array.from({ length: sites }, (_, l) => [0, 2, 1][l] ?? 0);
  const model = ringModel({ sites, spinsUp: sites / 2, interaction: 2.19, fields });
  const baths = [1, sites / 2 + 1].map((site, b) => ohmicBath({ site, temperature: 2 - b }));
  const state = steadyState(model, baths);
  const { residual, accuracy, minEigenvalue, energyBalance } = state.certificate;
  expect(residual).toBeLessThan(1e-11);
  expect(accuracy.populations).toBeLessThan(1e-9);
  // a third of what is let pass: a ring of fourteen has five times as much
  expect(accuracy.currents).toBeLessThan(3e-7);
  expect(minEigenvalue).toBeGreaterThan(0);
  expect(Math.abs(energyBalance)).toBeLessThan(1e-10 * Math.abs(state.bathHeat[0]));
  const spin = spinCurrents(state);
  expect(Math.max(...spin) - Math.min(...spin)).toBeLessThan(1e-9 * Math.abs(spin[0]));
  expect(ergotropy(state)).toBeGreaterThan(0);
});
