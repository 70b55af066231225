// One spin up on two sites, written out. H = ε σᶻ + 2J σˣ with ε = h_1 − h_2, levels ∓Ω/2 with
// Ω = 2 √(ε² + 4J²). Both baths couple through the same σᶻ (up to its sign), whose elements are
// s = 2J/√(ε² + 4J²) between the levels and ±c on the diagonal. For ρ = (1 + r·τ)/2 in the energy basis the
// Redfield equation reads dr/dt = Ω ẑ×r + 4 S×(g×r + k) with S = (s, 0, c), g = (s(W↑ + W↓)/2, 0, cW_0),
// k = (0, s(W↑ − W↓)/2, 0): its only zero is r = (0, 0, r_z) with r_z = (W↑ − W↓)/(W↑ + W↓), so the
// coherences vanish although no secular approximation is made.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ringModel, spinModel } from "../../src/model/model";
import { spinCurrents } from "../../src/observables/currents";
import { ergotropy } from "../../src/observables/ergotropy";
import { evolve } from "../../src/states/evolution";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { forAll, real, scale } from "../support/random";

const bath = fc.record({ temperature: real(0.3, 4), coupling: scale(-4, 0), cutoff: real(3, 20) });
const system = fc.record({
  exchange: real(0.3, 2),
  fields: fc.tuple(real(-2, 2), real(-2, 2)),
  left: bath,
  right: bath,
});

/** J n_B and J (n_B + 1) at one energy, written anew. */
function rates(
  omega: number,
  b: { temperature: number; coupling: number; cutoff: number },
): [number, number] {
  const density = b.coupling * omega * Math.exp(-omega / b.cutoff);
  const bose = 1 / (Math.exp(omega / b.temperature) - 1);
  return [density * bose, density * (bose + 1)];
}

test("levels, populations, coherences, heat and currents have their closed form", () => {
  forAll(system, 200, ({ exchange, fields, left, right }) => {
    const root = Math.hypot(fields[0] - fields[1], 2 * exchange);
    const omega = 2 * root;
    const s2 = ((2 * exchange) / root) ** 2;
    const [upL, downL] = rates(omega, left);
    const [upR, downR] = rates(omega, right);
    const [up, down] = [upL + upR, downL + downR];
    const [p0, p1] = [down / (up + down), up / (up + down)];
    const heat = (u: number, d: number): number => 2 * s2 * omega * (u * p0 - d * p1);

    const model = ringModel({ sites: 2, spinsUp: 1, exchange, interaction: 3, fields });
    const state = steadyState(model, [
      { site: 1, ...left },
      { site: 2, ...right },
    ]);
    expectClose(state.energies, [-root, root], 1e-14);
    expectClose(state.populations, [p0, p1], 1e-13);
    expectClose([state.real[1], state.real[2], ...state.imag], [0, 0, 0, 0, 0, 0], 1e-13);
    expectClose(state.bathHeat, [heat(upL, downL), heat(upR, downR)], 1e-13);
    expectClose(spinCurrents(state), [0], 1e-13);
    expectClose([ergotropy(state)], [0], 1e-13);
    expect(p0).toBeGreaterThan(p1);
  });
});

test("a single spin between baths of σˣ relaxes, and passes heat, in closed form", () => {
  forAll(system, 100, ({ fields: [h], left, right }) => {
    fc.pre(Math.abs(h) > 0.1);
    const omega = 2 * Math.abs(h);
    const [upL, downL] = rates(omega, left);
    const [upR, downR] = rates(omega, right);
    const total = upL + upR + downL + downR;
    const p1 = (upL + upR) / total;
    const model = spinModel({ sites: 1, fields: [h], bonds: [] });
    const baths = [left, right].map((each) => ({ site: 1, operator: "x" as const, ...each }));
    const state = steadyState(model, baths);
    const heat = 2 * omega * (upL * (1 - p1) - downL * p1);
    expectClose(state.energies, [-omega / 2, omega / 2], 1e-14);
    expectClose(state.populations, [1 - p1, p1], 1e-13);
    expectClose(state.bathHeat, [heat, -heat], 1e-12);
    const time = 0.5 / total;
    const [half] = evolve(model, baths, h > 0 ? "↑" : "↓", [time]);
    expectClose([half.populations[1]], [p1 + (1 - p1) * Math.exp(-1)], 1e-12);
  });
});

test("the heat current follows the Bose functions of both baths", () => {
  // equal baths but for T: Q = s² Ω J (n_L − n_R) / (n_L + n_R + 1) from p_1/p_0 = (n_L + n_R)/(n_L + n_R + 2)
  const [omega, density] = [4, 0.01 * 4 * Math.exp(-0.4)];
  const bose = (t: number) => 1 / (Math.exp(omega / t) - 1);
  const [nl, nr] = [bose(2), bose(1)];
  const state = steadyState(
    ringModel({ sites: 2, spinsUp: 1 }),
    [2, 1].map((temperature, b) => ({ site: b + 1, temperature, coupling: 0.01, cutoff: 10 })),
  );
  const q = (2 * omega * density * (nl - nr)) / (2 * (nl + nr + 1));
  expectClose(state.bathHeat, [q, -q], 1e-15);
});
