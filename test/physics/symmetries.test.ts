import fc from "fast-check";
import { expect, test } from "vitest";
import type { OhmicBath } from "../../src/baths/bath";
import { ringModel, type SpinModel } from "../../src/model/model";
import { siteHeatCurrents, spinCurrents } from "../../src/observables/currents";
import { ergotropy } from "../../src/observables/ergotropy";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { forAll, type RandomSystem, ringSystem, scale } from "../support/random";

const systems = ringSystem({ sites: [3, 6], baths: [2, 3], coupling: [-3, -1] });

/** What does not depend on how sites or states are numbered. */
const scalars = (state: SteadyState): number[] => [
  ...state.energies,
  ...state.populations,
  ...state.eigenvalues,
  ergotropy(state),
];

/** The system with site l renamed to rename(l). */
function relabel({ model, baths }: RandomSystem, rename: (site: number) => number): RandomSystem {
  const fields = new Array<number>(model.sites);
  model.fields.forEach((h, l) => {
    fields[rename(l + 1) - 1] = h;
  });
  return {
    model: rebuilt(model, fields),
    baths: baths.map((bath) => ({ ...bath, site: rename(bath.site) })),
  };
}

const rebuilt = ({ sites, spinsUp, bonds }: SpinModel, fields: number[]): SpinModel =>
  ringModel({ sites, spinsUp, exchange: bonds[0].exchange, interaction: bonds[0].interaction, fields });

test("turning the ring by any number of sites turns the currents with it", () => {
  forAll(fc.tuple(systems, fc.integer({ min: 1, max: 5 })), 60, ([system, by]) => {
    const n = system.model.sites;
    const rename = (site: number) => ((site - 1 + by) % n) + 1;
    const turned = relabel(system, rename);
    const [before, after] = [system, turned].map((s) => steadyState(s.model, s.baths));
    expectClose(scalars(after), scalars(before), 1e-10);
    expectClose(after.bathHeat, before.bathHeat, 1e-10);
    expectClose(spinCurrents(after), spinCurrents(before), 1e-10);
    for (const [site, current] of Object.entries(siteHeatCurrents(before))) {
      expectClose([siteHeatCurrents(after)[rename(Number(site))]], [current], 1e-10);
    }
  });
});

test("reflecting the ring turns every current round and leaves the heat from the baths", () => {
  forAll(systems, 60, (system) => {
    const n = system.model.sites;
    const rename = (site: number) => n + 1 - site;
    const mirrored = relabel(system, rename);
    const [before, after] = [system, mirrored].map((s) => steadyState(s.model, s.baths));
    expectClose(scalars(after), scalars(before), 1e-10);
    expectClose(after.bathHeat, before.bathHeat, 1e-10);
    expectClose(
      spinCurrents(after),
      spinCurrents(before).map((j) => -j),
      1e-10,
    );
    for (const [site, current] of Object.entries(siteHeatCurrents(before))) {
      expectClose([siteHeatCurrents(after)[rename(Number(site))]], [-current], 1e-10);
    }
  });
});

test("the order in which the baths are given does not matter", () => {
  forAll(systems, 40, ({ model, baths }) => {
    const before = steadyState(model, baths);
    const after = steadyState(model, [...baths].reverse());
    expectClose(after.real, before.real, 1e-12);
    expectClose(after.imag, before.imag, 1e-12);
    expectClose(Array.from(after.bathHeat).reverse(), before.bathHeat, 1e-12);
  });
});

test("all energies times s: the same state, spin currents times s, heat currents times s²", () => {
  forAll(fc.tuple(systems, scale(-6, 6)), 60, ([{ model, baths }, s]) => {
    const bonds = model.bonds.map((b) => ({
      ...b,
      exchange: s * b.exchange,
      interaction: s * b.interaction,
    }));
    const scaled = steadyState(
      { ...model, bonds, fields: model.fields.map((h) => s * h) },
      baths.map((b) => ({ ...b, temperature: s * b.temperature, cutoff: s * b.cutoff })),
    );
    const state = steadyState(model, baths);
    expectClose(scaled.real, state.real, 1e-10, "X");
    expectClose(scaled.imag, state.imag, 1e-10, "Y");
    const by = (power: number, values: ArrayLike<number>) => Array.from(values, (v) => v / s ** power);
    expectClose(by(1, scaled.energies), state.energies, 1e-12, "energies");
    expectClose(by(1, [ergotropy(scaled)]), [ergotropy(state)], 1e-10, "ergotropy");
    expectClose(by(1, spinCurrents(scaled)), spinCurrents(state), 1e-10, "spin currents");
    expectClose(by(2, scaled.bathHeat), state.bathHeat, 1e-10, "heat");
    const currents = (of: SteadyState) => Object.values(siteHeatCurrents(of));
    expectClose(by(2, currents(scaled)), currents(state), 1e-10, "heat currents");
    expect(Math.abs(scaled.certificate.residual)).toBeLessThan(1e-9);
    expect(scaled.warnings.length).toBe(state.warnings.length);
  });
});

test("on a ring of even length the sign of J can be gauged away", () => {
  // σᶻ on every other site turns J into −J and commutes with fields, interaction and baths
  forAll(systems, 60, ({ model, baths }) => {
    if (model.sites % 2 === 1) return;
    const state = steadyState(model, baths);
    const flipped = steadyState(
      { ...model, bonds: model.bonds.map((b) => ({ ...b, exchange: -b.exchange })) },
      baths,
    );
    expectClose(scalars(flipped), scalars(state), 1e-10);
    expectClose(flipped.bathHeat, state.bathHeat, 1e-10);
    expectClose(spinCurrents(flipped), spinCurrents(state), 1e-10);
    const [a, b] = [flipped, state].map((s) => Object.values(siteHeatCurrents(s)));
    expectClose(a, b, 1e-10);
  });
});

test("on a ring of odd length it cannot", () => {
  const at = (exchange: number): SteadyState => {
    const baths: OhmicBath[] = [1, 2].map((site) => ({
      site,
      temperature: 2 / site,
      coupling: 0.01,
      cutoff: 10,
    }));
    return steadyState(ringModel({ sites: 3, spinsUp: 1, exchange, fields: [0, 2, 1] }), baths);
  };
  expect(Math.abs(at(1).populations[0] - at(-1).populations[0])).toBeGreaterThan(1e-3);
});

test("a uniform field does nothing but shift the energies", () => {
  forAll(systems, 40, ({ model, baths }) => {
    const shifted = steadyState({ ...model, fields: model.fields.map((h) => h + 1.7) }, baths);
    const state = steadyState(model, baths);
    const shift = 1.7 * (2 * (model.spinsUp as number) - model.sites);
    expectClose(
      shifted.energies,
      state.energies.map((e) => e + shift),
      1e-12,
    );
    expectClose(shifted.real, state.real, 1e-10);
    expectClose(shifted.bathHeat, state.bathHeat, 1e-10);
    expectClose(spinCurrents(shifted), spinCurrents(state), 1e-10);
  });
});
