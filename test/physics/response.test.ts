// What is known about the response of a steady state without computing it.
import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import type { Direction } from "../../src/equations/direction";
import { ringModel } from "../../src/model/model";
import { spinCurrents } from "../../src/observables/currents";
import { sensitivity } from "../../src/observables/sensitivity";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { response } from "../../src/states/response";
import { steadyState } from "../../src/states/steady-state";
import { expectClose, expectRelative, largest } from "../support/close";
import { observed, slopes } from "../support/observed";
import { forAll, type RandomSystem, real, ringSystem } from "../support/random";

const systems = ringSystem({ sites: [3, 6], baths: [1, 3], coupling: [-3, -1], temperature: [1, 4] });
const levelled = ({ model, baths }: RandomSystem): RandomSystem => ({
  model,
  baths: baths.map((bath) => ({ ...bath, temperature: baths[0].temperature })),
});
const temperatures = (baths: readonly unknown[]): Direction =>
  Object.fromEntries(baths.map((_, b) => [`baths.${b + 1}.temperature`, 1]));
const mean = (weights: ArrayLike<number>, values: ArrayLike<number>): number =>
  Array.from(weights).reduce((sum, w, k) => sum + w * values[k], 0);

test("in equilibrium the populations follow the Gibbs state: dp_k/dT = p_k (E_k − ⟨E⟩)/T²", () => {
  forAll(systems, 40, (system) => {
    const { model, baths } = levelled(system);
    const state = steadyState(model, baths);
    const { energies, populations: p, basis } = state;
    const energy = mean(p, energies);
    const expected = p.map((pk, k) => (pk * (energies[k] - energy)) / baths[0].temperature ** 2);
    const { real, imag } = response(state, temperatures(baths));
    const n = basis.size;
    expectClose(
      real,
      real.map((_, i) => (i % (n + 1) === 0 ? expected[i / (n + 1)] : 0)),
      1e-10,
      "dX",
    );
    expect(largest(imag)).toBeLessThan(1e-11);
  });
});

test("and the levels: dp_k = −p_k (dE_k − ⟨dE⟩)/T, whatever moves them; nothing flows, nothing can be extracted", () => {
  forAll(systems, 40, (system) => {
    const { model, baths } = levelled(system);
    const state = steadyState(model, baths);
    const { populations: p } = state;
    for (const along of ["interaction", "exchange", "fields.2"] as const) {
      const { energies, populations, bathHeat, heatCurrents, spinCurrents, ergotropy } = sensitivity(
        state,
        along,
      );
      const shift = mean(p, energies!);
      const expected = p.map((pk, k) => (-pk * (energies![k] - shift)) / baths[0].temperature);
      expectClose(populations!, expected, 1e-9, along);
      const flows = [...bathHeat, ...Object.values(heatCurrents), ...spinCurrents];
      expect(largest(flows)).toBeLessThan(1e-10);
      if (ergotropy !== null) expect(Math.abs(ergotropy)).toBeLessThan(1e-9);
    }
  });
});

test("out of equilibrium heat flows from hot to cold: the conductance dQ_L/dT_L is positive, −dQ_L/dT_R the same", () => {
  const pair = ringSystem({ sites: [3, 6], baths: [2, 2], coupling: [-3, -1] });
  forAll(pair, 40, (system) => {
    const { model, baths } = levelled(system);
    const state = steadyState(model, baths);
    const [left, right] = ["baths.1.temperature", "baths.2.temperature"] as const;
    const [own, other] = [left, right].map((path) => sensitivity(state, path).bathHeat[0]);
    expect(own).toBeGreaterThan(0);
    expectRelative(own, -other, 1e-8);
  });
});

test("Onsager: in equilibrium dQ_i/dT_j = dQ_j/dT_i, but for the order γ³ beyond which Redfield does not go", () => {
  const triple = ringSystem({ sites: [4, 5], baths: [3, 3], coupling: [-4, -3.5] });
  forAll(triple, 20, (system) => {
    const { model, baths } = levelled(system);
    const conductance = (weaker: number) => {
      const coupled = baths.map((bath) => ({ ...bath, coupling: bath.coupling / weaker }));
      const state = steadyState(model, coupled);
      return coupled.map((_, b) => sensitivity(state, `baths.${b + 1}.temperature`).bathHeat);
    };
    const asymmetry = (q: Float64Array[]) => Math.abs(q[0][1] - q[1][0]);
    const [strong, weak] = [conductance(1), conductance(4)];
    expect(asymmetry(strong)).toBeLessThan(0.02 * largest(strong[0]));
    expect(asymmetry(weak)).toBeLessThan(asymmetry(strong) / 30 + 1e-13 * largest(weak[0]));
  });
});

test("units: an observable that scales as energy^d has Σ_p p ∂O/∂p = d O over all energies p (Euler)", () => {
  forAll(ringSystem({ sites: [3, 6], baths: [1, 3], coupling: [-2, -1] }), 40, ({ model, baths }) => {
    const state = steadyState(model, baths);
    const energies: Direction = Object.fromEntries([
      ["exchange", model.bonds[0].exchange],
      ["interaction", model.bonds[0].interaction],
      ...model.fields.map((h, l) => [`fields.${l + 1}`, h]),
      ...baths.flatMap(({ temperature, cutoff }, b) => [
        [`baths.${b + 1}.temperature`, temperature],
        [`baths.${b + 1}.cutoff`, cutoff],
      ]),
    ]);
    const n = state.basis.size;
    const change = sensitivity(state, energies);
    const values = observed(state);
    const free = Object.keys(change.heatCurrents).length;
    const degrees = [
      ...new Array<number>(n).fill(1),
      ...new Array<number>(n).fill(0),
      ...new Array<number>(free + baths.length).fill(2),
      ...new Array<number>(model.bonds.length).fill(1),
      ...[1, 1, 1],
    ];
    const found = slopes(change, n);
    found.forEach((slope, k) => {
      if (Number.isNaN(slope)) return;
      expect(Math.abs(slope - degrees[k] * values[k]), `entry ${k}`).toBeLessThan(1e-8);
    });
  });
});

test("a field that is everywhere the same, and with three up of four the interaction, only shift levels", () => {
  const uniform = { "fields.1": 1, "fields.2": 1, "fields.3": 1, "fields.4": 1 };
  const cases: [number, Direction][] = [
    [2, uniform],
    [1, uniform],
    [1, "interaction"],
    [3, "interaction"],
  ];
  for (const [spinsUp, along] of cases) {
    const state = steadyState(paperModel({ spinsUp, interaction: 1.3 }), paperBaths());
    const { energies, populations, bathHeat, spinCurrents, ergotropy } = sensitivity(state, along);
    expect(Math.max(...energies!) - Math.min(...energies!)).toBeLessThan(1e-13);
    expect(largest([...populations!, ...bathHeat, ...spinCurrents, ergotropy!])).toBeLessThan(1e-12);
  }
});

test("three up: the interaction moves both branch currents by twice the spin current, which carries the vacancy", () => {
  forAll(real(-4, 4), 20, (interaction) => {
    const state = steadyState(paperModel({ spinsUp: 3, interaction }), paperBaths());
    const { heatCurrents } = sensitivity(state, "interaction");
    const spin = spinCurrents(state)[0];
    expectClose([heatCurrents[2], heatCurrents[4]], [2 * spin, 2 * spin], 1e-12);
    expect(Math.abs(spin)).toBeGreaterThan(1e-4);
  });
});

test("a mirror image responds as the original does", () => {
  const fields = [0, 2, 1, 0.4, -0.3, 0.8];
  const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 4, temperature: 1 })];
  const ring = { sites: 6, spinsUp: 2, interaction: 1.2 };
  // site l ↔ site 2 − l, so that 1 and 4 stay
  const turned = fields.map((_, l) => fields[(6 - l) % 6]);
  const [state, image] = [fields, turned].map((h) => steadyState(ringModel({ ...ring, fields: h }), baths));
  const [one, other] = [sensitivity(state, "fields.2"), sensitivity(image, "fields.6")];
  expectClose(other.bathHeat, one.bathHeat, 1e-12);
  expectRelative(other.heatCurrents[6], -one.heatCurrents[2], 1e-9);
  expectRelative(other.ergotropy!, one.ergotropy!, 1e-9);
});
