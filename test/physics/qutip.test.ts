// Every model of data/qutip/reference.json, computed there by QuTiP and checked in extended precision.
import { describe, expect, test } from "vitest";
import { modelFromDescription } from "../../src/description";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { references } from "../support/qutip";

const models = references<{
  coherence?: number[][];
  heatCurrents: Record<string, number>;
  purity: number;
}>("reference");

test("there are at least twenty reference models, cross-checked, and some with coherences", () => {
  expect(models.length).toBeGreaterThanOrEqual(20);
  for (const { crossCheck } of models) expect(crossCheck).toBeLessThan(1e-13);
  expect(models.filter(({ expected }) => expected.coherence).length).toBeGreaterThanOrEqual(10);
});

// with six sites the direct solution has 400 unknowns, too slow to repeat here
const small = models.filter(({ description }) => description.sites <= 5);

describe.each([
  { method: "dense", among: small },
  { method: "krylov", among: models },
] as const)("$method solution", ({ method, among }) => {
  test.each(among)("$name", ({ description, expected }) => {
    const { model, baths } = modelFromDescription(description);
    const state = steadyState(model, baths, { method, accuracy: 1 });
    expectClose(state.energies, expected.energies, 1e-10, "energies");
    expectClose(state.populations, expected.populations, 1e-10, "populations");
    expectClose(state.bathHeat, expected.bathHeat, 1e-10, "heat from the baths");
    expectClose([state.certificate.minEigenvalue], [expected.minEigenvalue], 1e-10, "smallest eigenvalue");
    const moduli = state.real.map((x, i) => Math.hypot(x, state.imag[i]));
    if (expected.coherence) expectClose(moduli, expected.coherence.flat(), 1e-10, "coherences");
    expectClose([moduli.reduce((s, r) => s + r * r, 0)], [expected.purity], 1e-10, "purity");
  });
});

test.each(models)("$name, as spin-ring solve gives it", ({ description, expected }) => {
  const result = solve(description);
  expectClose(result.populations, expected.populations, 1e-10, "populations");
  expect(Object.keys(result.heatCurrents)).toEqual(Object.keys(expected.heatCurrents));
  expectClose(
    Object.values(result.heatCurrents),
    Object.values(expected.heatCurrents),
    1e-10,
    "heat currents",
  );
  expectClose(result.bathHeat, expected.bathHeat, 1e-10, "heat from the baths");
  expectClose(result.spinCurrents, expected.spinCurrents, 1e-10, "spin currents");
  expectClose([result.ergotropy], [expected.ergotropy], 1e-10, "ergotropy");
});
