// What the interaction does in which sector: on few sites all configurations have the same number of
// neighbouring pairs, and Δ is a shift of all energies.
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { heatCurrents, spinCurrents } from "../../src/observables/currents";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose, largest } from "../support/close";

const values = [-3, -0.5, 0, 1.2, 2.19, 4];

function at(sites: number, spinsUp: number, interaction: number): SteadyState {
  const fields = [0, 2, 1, 0].slice(0, sites);
  const baths = [2, 1].map((temperature, b) => ohmicBath({ site: 1 + 2 * b, temperature }));
  return steadyState(ringModel({ sites, spinsUp, interaction, fields }), baths);
}

test.each([
  [3, 1, 0],
  [3, 2, 1],
  [4, 1, 0],
  [4, 3, 2],
])(
  "on %i sites with %i up Δ is a shift of the energies by %i Δ and changes no state",
  (sites, spinsUp, pairs) => {
    const free = at(sites, spinsUp, 0);
    for (const interaction of values) {
      const state = at(sites, spinsUp, interaction);
      expectClose(
        state.energies,
        free.energies.map((e) => e + pairs * interaction),
        1e-13,
      );
      expectClose(state.real, free.real, 1e-12);
      expectClose(state.imag, free.imag, 1e-12);
    }
  },
);

test("on four sites with two up Δ tells neighbours from next neighbours", () => {
  expect(largest(at(4, 2, 2).real.map((x, i) => x - at(4, 2, 0).real[i]))).toBeGreaterThan(1e-2);
});

describe("three of four up", () => {
  const flows = values.map((interaction) => {
    const state = at(4, 3, interaction);
    return { interaction, spin: spinCurrents(state)[0], ...heatCurrents(state) };
  });

  test("heat from the baths and spin current do not depend on Δ", () => {
    for (const { fromLeft, fromRight, spin } of flows) {
      expectClose([fromLeft, fromRight, spin], [flows[2].fromLeft, flows[2].fromRight, flows[2].spin], 1e-14);
    }
  });

  test("both branches are linear in Δ with the same slope", () => {
    const slope = (flows[5].upper - flows[0].upper) / (flows[5].interaction - flows[0].interaction);
    expect(Math.abs(slope)).toBeGreaterThan(1e-5);
    for (const { interaction, upper, lower } of flows) {
      expectClose(
        [upper - flows[2].upper, lower - flows[2].lower],
        [slope * interaction, slope * interaction],
        1e-14,
      );
    }
  });
});
