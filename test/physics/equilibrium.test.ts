import { expect, test } from "vitest";
import { generalBath, ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { siteHeatCurrents, spinCurrents } from "../../src/observables/currents";
import { steadyState } from "../../src/states/steady-state";
import { expectClose, largest, rounding } from "../support/close";
import { forAll, type RandomSystem, ringSystem } from "../support/random";

/** The same system with every bath at the temperature of the first. */
const levelled = ({ model, baths }: RandomSystem): RandomSystem => ({
  model,
  baths: baths.map((bath) => ({ ...bath, temperature: baths[0].temperature })),
});

function gibbs(energies: Float64Array, temperature: number): number[] {
  const weights = Array.from(energies, (e) => Math.exp((energies[0] - e) / temperature));
  const sum = weights.reduce((s, w) => s + w, 0);
  return weights.map((w) => w / sum);
}

/** X of a state that is diagonal in the energy basis. */
const diagonal = (p: number[]): number[] => p.flatMap((pk, k) => p.map((_, l) => (k === l ? pk : 0)));

// whatever the couplings: the Redfield equation without Lamb shift has e^{−H/T} as an exact solution
const systems = ringSystem({ sites: [2, 6], baths: [1, 4], coupling: [-3, 0] });

test("equal temperatures give the Gibbs state, coherences and all", () => {
  forAll(systems, 100, (system) => {
    const { model, baths } = levelled(system);
    const state = steadyState(model, baths);
    expectClose(state.real, diagonal(gibbs(state.energies, baths[0].temperature)), rounding(state), "X");
    expectClose(
      state.imag,
      state.imag.map(() => 0),
      1e-12,
      "Y",
    );
  });
});

test("equal temperatures stop every current", () => {
  forAll(systems, 60, (system) => {
    const { model, baths } = levelled(system);
    const state = steadyState(model, baths);
    expect(largest(state.bathHeat)).toBeLessThan(rounding(state));
    expect(largest(spinCurrents(state))).toBeLessThan(10 * rounding(state));
    expect(largest(Object.values(siteHeatCurrents(state)))).toBeLessThan(10 * rounding(state));
    expect(state.warnings.filter(({ code }) => code !== "beyond-range")).toEqual([]);
  });
});

test("baths of different spectral densities agree on the Gibbs state", () => {
  const model = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
  const temperature = 0.8;
  const state = steadyState(model, [
    generalBath({ site: 1, temperature, spectralDensity: "0.01 w^3 exp(-w/4)" }),
    generalBath({ site: 3, temperature, spectralDensity: (w) => (0.1 * w) / (1 + w * w) }),
    ohmicBath({ site: 4, temperature, coupling: 0.5, cutoff: 3 }),
  ]);
  expectClose(state.real, diagonal(gibbs(state.energies, temperature)), 1e-12);
});

test("a degenerate ring reaches the Gibbs state too", () => {
  // one spin up on three equal sites: 4J, −2J, −2J
  const model = ringModel({ sites: 3, spinsUp: 1 });
  const state = steadyState(
    model,
    [1, 3].map((site) => ohmicBath({ site, temperature: 1.7 })),
  );
  expectClose(state.energies, [-2, -2, 4], 1e-14);
  expectClose(state.real, diagonal(gibbs(state.energies, 1.7)), 1e-12);
});

test("at very high temperature all states are equally likely", () => {
  forAll(ringSystem({ sites: [2, 5] }), 20, ({ model, baths }) => {
    // γT as it was: baths that shake much faster than the spins move would keep them from moving at all
    const hot = baths.map((bath) => ({ ...bath, temperature: 1e9, coupling: bath.coupling * 1e-9 }));
    const state = steadyState(model, hot);
    const level = state.populations.map(() => 1 / state.basis.size);
    expectClose(state.populations, level, 1e-7 + 10 * rounding(state));
  });
});

test.each([1e3, 1e5, 1e7, 1e8, 1e9, 1e11])(
  "where the baths keep the spins from moving, at T = %s, the state is known nevertheless",
  (temperature) => {
    // slowest relaxation J²/γT against fastest γT: the equations become singular as (γT)⁻²
    for (const fields of [
      [-0.3, -2.3],
      [-0.3, -1.3],
      [2.7, 0.7],
      [2.7, -0.3],
    ]) {
      const model = ringModel({ sites: 2, spinsUp: 1, exchange: 0.5, fields });
      const state = steadyState(model, [ohmicBath({ site: 2, temperature, coupling: 0.001, cutoff: 5 })]);
      expectClose(state.populations, gibbs(state.energies, temperature), 10 * rounding(state));
    }
  },
);

test("at very low temperature only the ground state is left, at any T down to 0", () => {
  forAll(ringSystem({ sites: [2, 4] }), 20, ({ model, baths }) => {
    for (const temperature of [1e-3, 1e-9, 1e-300, 0]) {
      const { populations, energies } = steadyState(
        model,
        baths.map((bath) => ({ ...bath, temperature })),
      );
      const expected = gibbs(energies, temperature || 1e-300);
      expectClose(populations, expected, 1e-11);
    }
  });
});
