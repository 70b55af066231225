// What the Lindblad equations promise, keep and break, beside the Redfield equation.
import { describe, expect, test } from "vitest";
import { generalBath, ohmicBath } from "../../src/baths/bath";
import type { ModelDescription } from "../../src/description";
import { promisesOf } from "../../src/equations/equation";
import { stateLines } from "../../src/figures/state-figure";
import { ringModel, spinModel } from "../../src/model/model";
import { heatCurrents, siteHeatCurrents, spinCurrents } from "../../src/observables/currents";
import { bondHeat, loopCurrents } from "../../src/observables/graph-currents";
import { heatNoise } from "../../src/observables/noise";
import { sensitivity } from "../../src/observables/sensitivity";
import { solve } from "../../src/solve";
import { evolve } from "../../src/states/evolution";
import { type SteadyStateOptions, steadyState } from "../../src/states/steady-state";
import { sweep } from "../../src/sweep/sweep";
import { expectClose, largest, rounding } from "../support/close";
import { expectAsQutip, references } from "../support/qutip";
import { forAll, real, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

const local: SteadyStateOptions = { equation: "local-lindblad" };
const universal: SteadyStateOptions = { equation: "universal-lindblad" };
const systems = ringSystem({ sites: [2, 5], baths: [1, 4], coupling: [-3, 0] });
const paper = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const at = (temperature: number) => baths.map((bath) => ({ ...bath, temperature }));
/** A pair of sites whose baths turn spins over, far from each other in their fields. */
const pair = spinModel({ sites: 2, bonds: [{ from: 1, to: 2, exchange: 0.5 }], fields: [3, 0.5] });
const turning = (left: number, right: number) => [
  ohmicBath({ site: 1, temperature: left, operator: "x" }),
  ohmicBath({ site: 2, temperature: right, operator: "x" }),
];

const models = references<{ bondHeat?: number[] }>("equations");

test("there are at least twenty reference models, cross-checked", () => {
  expect(models.length).toBeGreaterThanOrEqual(20);
  for (const { crossCheck } of models) expect(crossCheck).toBeLessThan(1e-13);
});

test.each(models)("$name, as QuTiP solves it", ({ description, expected }) => {
  const result = solve(description);
  expectAsQutip(result, expected);
});

test("what an equation promises its states keep, at any coupling", () => {
  forAll(systems, 25, ({ model, baths: some }) => {
    const options = [{}, { secular: "full" }, { secular: 0.4 }, local, universal] as const;
    for (const option of options) {
      const { certificate, bathHeat } = steadyState(model, some, option);
      const { promises, minEigenvalue, entropyProduction, kirchhoff, accuracy } = certificate;
      const open = 1e-13 + 1e3 * accuracy.populations;
      if (promises.positivity) expect(minEigenvalue).toBeGreaterThan(-open);
      if (promises.secondLaw) expect(entropyProduction).toBeGreaterThan(-open);
      expect(kirchhoff === null).toBe(!promises.bondConservation);
      expect(Math.abs(bathHeat.reduce((sum, q) => sum + q, 0))).toBeLessThan(open);
      if (!promises.gibbs) continue;
      const one = some.map((bath) => ({ ...bath, temperature: 1.3 }));
      const { energies, populations, ...level } = steadyState(model, one, option);
      const weights = Array.from(energies, (e) => Math.exp((energies[0] - e) / 1.3));
      const total = weights.reduce((sum, w) => sum + w, 0);
      expectClose(
        populations,
        weights.map((w) => w / total),
        1e-12 + 10 * level.certificate.accuracy.populations,
      );
    }
  });
});

test("promises go with what is dropped and what is kept", () => {
  const { gibbs, positivity, bondConservation } = promisesOf("redfield", "none", true);
  expect([gibbs, positivity, bondConservation]).toEqual([false, false, true]);
  expect(promisesOf("redfield", "full", true).gibbs).toBe(true);
  expect(steadyState(paper, baths).certificate.promises).toEqual(promisesOf("redfield", "none", false));
  expect(steadyState(paper, baths, { secular: "full" }).certificate.promises.positivity).toBe(true);
  const [state] = evolve(paper, baths, "↑↑↓↓", [1], universal);
  expect(state.certificate.promises).toEqual(promisesOf("universal-lindblad", "none", false));
  expect([state.equation, state.full]).toEqual(["universal-lindblad", true]);
});

describe("local Lindblad through σᶻ", () => {
  test("ends infinitely hot, without heat or spin in or along any bond, whatever the baths", () => {
    forAll(systems, 40, (system) => {
      const state = steadyState(system.model, system.baths, local);
      const n = state.basis.size;
      expect(state.equation).toBe("local-lindblad");
      const even = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 / n : 0));
      expectClose(state.real, even, rounding(state), "X");
      const little = 100 * rounding(state);
      for (const flow of [state.imag, state.bathHeat, bondHeat(state), spinCurrents(state)])
        expect(largest(flow)).toBeLessThan(little);
      for (const { mode } of loopCurrents(state)) expect(mode).toBe("none");
    });
    expect(heatCurrents(steadyState(paper, baths, local)).mode).toBe("none");
  });

  test("nothing answers to a parameter", () => {
    const state = steadyState(paper, baths, local);
    for (const path of ["interaction", "fields.2", "baths.1.temperature", "baths.2.coupling"] as const) {
      const { populations, bathHeat, heatCurrents: through } = sensitivity(state, path);
      for (const slopes of [populations ?? [1], bathHeat, Object.values(through)])
        expect(largest(slopes)).toBeLessThan(1e-12);
    }
  });

  test("an exchange of 1e-8 is known, or refused for what it is", () => {
    const slow = ringModel({ sites: 4, spinsUp: 2, exchange: 1e-8, interaction: 2.19, fields: [0, 2, 1, 0] });
    expect(refusal(() => steadyState(slow, baths, local))).toMatch(/^the steady state is known too badly, /);
    const { populations } = steadyState({ ...slow, bonds: paper.bonds }, baths, local);
    expectClose(populations, new Array(6).fill(1 / 6), 1e-12);
  });

  test("a bath at T = 0 does nothing, and what it does not touch is not counted", () => {
    const cold = ohmicBath({ site: 3, temperature: 0 });
    const steep = generalBath({ site: 3, temperature: 1, spectralDensity: "0.01 w^3 exp(-w)" });
    expectClose(steadyState(paper, [baths[0], cold], local).populations, new Array(6).fill(1 / 6), 1e-12);
    expect(refusal(() => steadyState(paper, [cold, steep], local))).toBe(
      "the steady state is not unique: every bath has the rate 0 at the energies of its site alone, which are all that the local Lindblad equation knows: give one a temperature above 0",
    );
    // the symmetry that only the idle bath would break
    const mirrored = ringModel({ sites: 4, spinsUp: 2, fields: [0, 1, 2, 1] });
    expect(refusal(() => steadyState(mirrored, [baths[0], { ...cold, site: 2 }], local))).toMatch(
      /the exchange of sites 2 ↔ 4/,
    );
  });

  test("two sites are a damped oscillator on the way, z″ + 4W z′ + 16J² z = 0 with W = γT", () => {
    forAll(real(0.001, 0.05), 15, (w) => {
      const frequency = Math.sqrt(16 - 4 * w ** 2);
      const model = ringModel({ sites: 2, spinsUp: 1, fields: [0.7, 0.7] });
      const times = [0, 0.4, 3, 50];
      const bath = ohmicBath({ site: 1, temperature: 2, coupling: w / 2 });
      evolve(model, [bath], "↑↓", times, local).forEach((state, k) => {
        const phase = frequency * times[k];
        const z = Math.exp(-2 * w * times[k]) * (Math.cos(phase) + ((2 * w) / frequency) * Math.sin(phase));
        // levels ∓2J are (|↑↓⟩ ∓ |↓↑⟩)/√2, between which z is twice the real part of the coherence
        expectClose([2 * Math.abs(state.real[1])], [Math.abs(z)], 1e-12);
      });
    });
  });
});

describe("local Lindblad through σˣ", () => {
  test("lets heat flow from cold to hot, against the second law, and says so", () => {
    const { bathHeat, certificate, warnings } = steadyState(pair, turning(1.2, 1), local);
    const [hot] = steadyState(pair, turning(1.2, 1)).bathHeat;
    expect(hot).toBeGreaterThan(0);
    expect(bathHeat[0]).toBeLessThan(-1e-4);
    expect(certificate.entropyProduction).toBeLessThan(-1e-5);
    expect(certificate.kirchhoff).toBeLessThan(1e-12);
    expect(warnings.map(({ code }) => code)).toEqual(["negative-entropy-production"]);
    expect(warnings[0].message).toMatch(
      /: the local Lindblad equation does not keep the second law at any coupling, equation "redfield" does at weak coupling$/,
    );
  });

  test("and between equal temperatures, round a ring as well", () => {
    const [left, right] = steadyState(pair, turning(1, 1), local).bathHeat;
    expect(Math.abs(left)).toBeGreaterThan(1e-4);
    expectClose([left], [-right], 1e-14);
    const ring = ringModel({ sites: 4, interaction: 1, fields: [2, 1.2, -0.5, 0.3] });
    const level = [1, 3].map((site) => ohmicBath({ site, temperature: 1, operator: "x" }));
    expect(heatCurrents(steadyState(ring, level)).mode).toBe("none");
    const state = steadyState(ring, level, local);
    expect(heatCurrents(state).mode).not.toBe("none");
    expect(loopCurrents(state)[0].mode).not.toBe("none");
    expectClose(
      Object.values(siteHeatCurrents(state)),
      [2, 4].map((l) => bondHeat(state)[l - 2]),
      1e-14,
    );
  });

  test("sensitivities are differences of states, and of neighbouring bath sites too", () => {
    const model = ringModel({ sites: 3, interaction: 0.8, fields: [1.5, -0.4, 0.7] });
    const own = [
      ohmicBath({ site: 1, temperature: 1.4, operator: "x" }),
      ohmicBath({ site: 2, temperature: 0.7, operator: "x" }),
      ohmicBath({ site: 3, temperature: 1 }),
    ];
    const state = steadyState(model, own, local);
    const h = 1e-4;
    const moved = (path: string, by: number) => {
      const fields = [model.fields[0] + (path === "fields.1" ? by : 0), ...model.fields.slice(1)];
      const bonds = model.bonds.map((bond) => ({
        ...bond,
        interaction: bond.interaction + (path === "interaction" ? by : 0),
      }));
      const changed = own.map((bath, b) => ({
        ...bath,
        temperature: bath.temperature + (path === `baths.${b + 1}.temperature` ? by : 0),
        cutoff: bath.cutoff + (path === `baths.${b + 1}.cutoff` ? by : 0),
      }));
      return steadyState({ ...model, fields, bonds }, changed, local);
    };
    for (const path of [
      "fields.1",
      "interaction",
      "baths.1.temperature",
      "baths.2.cutoff",
      "baths.3.temperature",
    ] as const) {
      const { bathHeat, populations } = sensitivity(state, path);
      const [up, down] = [moved(path, h), moved(path, -h)];
      const slope = (of: (s: typeof up) => Float64Array) =>
        of(up).map((value, i) => (value - of(down)[i]) / (2 * h));
      expectClose(
        bathHeat,
        slope((s) => s.bathHeat),
        1e-9,
        `heat along ${path}`,
      );
      expectClose(
        populations ?? [],
        slope((s) => s.populations),
        1e-8,
        `populations along ${path}`,
      );
    }
  });

  test("the field at rest, h = 0, turns spins up and down alike: infinitely hot", () => {
    const model = spinModel({ sites: 2, bonds: [{ from: 1, to: 2 }] });
    const { populations, warnings } = steadyState(model, turning(2, 1), local);
    expectClose(
      populations,
      [1, 1, 1, 1].map((p) => p / 4),
      1e-13,
    );
    expect(warnings).toEqual([]);
  });
});

describe("universal Lindblad", () => {
  test("is positive where Redfield is not", () => {
    const cold = [
      ohmicBath({ site: 1, temperature: 0.05, coupling: 0.5 }),
      ohmicBath({ site: 3, temperature: 0.6, coupling: 0.5 }),
    ];
    expect(steadyState(paper, cold).certificate.minEigenvalue).toBeLessThan(-1e-6);
    expect(steadyState(paper, cold, universal).certificate.minEigenvalue).toBeGreaterThan(0);
  });

  test("ends in the state of Gibbs up to what is linear in γ", () => {
    const off = (coupling: number) => {
      const {
        real: x,
        energies,
        imag,
      } = steadyState(
        paper,
        at(1).map((bath) => ({ ...bath, coupling })),
        universal,
      );
      const weights = energies.map((e) => Math.exp(energies[0] - e));
      const total = weights.reduce((sum, w) => sum + w, 0);
      return Math.max(
        largest(x.map((value, i) => value - (i % 7 === 0 ? weights[i / 7] / total : 0))),
        largest(imag),
      );
    };
    const [one, two] = [off(1e-3), off(2e-3)];
    expect(one).toBeGreaterThan(1e-6);
    expect(two / one).toBeGreaterThan(1.95);
    expect(two / one).toBeLessThan(2.05);
  });

  test("goes to Redfield as γ → 0", () => {
    const heat = (options: SteadyStateOptions) =>
      steadyState(
        paper,
        baths.map((bath) => ({ ...bath, coupling: 1e-5 })),
        options,
      ).bathHeat[0] / 1e-5;
    expect(Math.abs(heat(universal) / heat({}) - 1)).toBeLessThan(1e-3);
  });

  test("knows a bath at T = 0, which gives nothing, and refuses two, between which there is no flow to compare errors with", () => {
    const cold = [baths[0], ohmicBath({ site: 3, temperature: 0 })];
    const { bathHeat, certificate } = steadyState(paper, cold, universal);
    expect(bathHeat[1]).toBeLessThan(0);
    expect(certificate.minEigenvalue).toBeGreaterThan(0);
    expect(certificate.entropyProduction).toBe(null);
    expect(refusal(() => steadyState(paper, at(0), universal))).toMatch(
      /^the heat currents are not known: every bath has the temperature 0, /,
    );
  });

  test("on neighbouring sites, by iterations, and of twenty states, is the same equation", () => {
    const model = ringModel({
      sites: 6,
      spinsUp: 3,
      interaction: 0.7,
      fields: [0.3, 1.4, -0.6, 0.9, -1.2, 0.5],
    });
    const own = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 2, temperature: 1 })];
    for (const options of [universal, local]) {
      const [dense, krylov] = (["dense", "krylov"] as const).map((method) =>
        steadyState(model, own, { ...options, method }),
      );
      expectClose(krylov.real, dense.real, 1e-11);
      expectClose(krylov.imag, dense.imag, 1e-11);
      expectClose(krylov.bathHeat, dense.bathHeat, 1e-13);
    }
  });

  test("feeds bonds far from its baths, so that no heat along them is told", () => {
    const state = steadyState(paper, baths, universal);
    expect([state.bondHeat, state.certificate.kirchhoff]).toEqual([undefined, null]);
    expect(refusal(() => bondHeat(state))).toBe(
      'the heat along a bond has no meaning under the universal Lindblad equation, where baths move energy far from their sites: take equation "redfield"',
    );
    const cold = steadyState(paper, [baths[0], { ...baths[1], temperature: 0 }], universal);
    expect(refusal(() => sensitivity(cold, "interaction"))).toMatch(
      /^baths\.2\.temperature must be above 0 for a derivative under the universal Lindblad equation, got 0: /,
    );
  });

  test("an exchange of 1e-8 is known, or refused for what it is", () => {
    const slow = ringModel({ sites: 4, spinsUp: 2, exchange: 1e-8, interaction: 2.19, fields: [0, 2, 1, 0] });
    expect(refusal(() => steadyState(slow, baths, universal))).toMatch(
      /^the steady state is known too badly, /,
    );
  });
});

test.each([local, universal])(
  "$equation: on the way from any start it comes to its steady state, and never below zero",
  (options) => {
    for (const [model, own] of [
      [paper, baths],
      [pair, turning(1.2, 0.6)],
    ] as const) {
      const state = steadyState(model, own, options);
      const path = evolve(model, own, { temperature: 0.3 }, [0, 1, 30, 1e6], options);
      for (const { certificate } of path) expect(certificate.minEigenvalue).toBeGreaterThan(-1e-13);
      const late = path[3];
      expectClose(late.populations, state.populations, 1e-11);
      expectClose(late.bathHeat, state.bathHeat, 1e-12);
    }
  },
);

test("a state that shows itself names its equation, and what that keeps", () => {
  const words = stateLines(steadyState(paper, baths, universal)).join("\n");
  expect(words).toMatch(/, by the universal Lindblad equation$/m);
  expect(words).toMatch(/, keeps the first law, positivity$/m);
  expect(words).toMatch(/^spin current in J\/ħ: .* along 1–2, .* along 4–1, positive clockwise$/m);
  expect(stateLines(steadyState(paper, baths)).join()).not.toMatch(/equation|keeps/);
});

test.each([local, universal])("$equation: noise of the heat conserves energy", (options) => {
  const state = steadyState(pair, turning(1.2, 0.6), options);
  const [[ll, lr], [rl, rr]] = heatNoise(state);
  expect(ll).toBeGreaterThan(0);
  expectClose([rr, -lr, -rl], [ll, ll, ll], 1e-10);
});

test.each([local, universal])(
  "$equation: with a flux and σˣ beside σʸ it is known on its way and in the end",
  (options) => {
    const model = ringModel({ sites: 3, flux: 0.9, interaction: 1.1, fields: [0.4, 1.3, -0.6] });
    const own = [
      ohmicBath({ site: 1, temperature: 2, operator: "x" }),
      ohmicBath({ site: 2, temperature: 1, operator: "y" }),
    ];
    const state = steadyState(model, own, options);
    expect(state.vectorsImag).toBeDefined();
    expect(state.certificate.minEigenvalue).toBeGreaterThan(0);
    if (state.certificate.promises.bondConservation) expect(state.certificate.kirchhoff).toBeLessThan(1e-12);
    const [late] = evolve(model, own, "↑↓↓", [1e5], options);
    expectClose(late.populations, state.populations, 1e-10);
    expectClose(late.bathHeat, state.bathHeat, 1e-11);
    const krylov = steadyState(model, own, { ...options, method: "krylov" });
    expectClose(krylov.populations, state.populations, 1e-11);
    if (options !== local) return;
    const h = 1e-4;
    const at = (field: number) =>
      steadyState({ ...model, fields: [field, ...model.fields.slice(1)] }, own, local).bathHeat;
    const slope = at(0.4 + h).map((q, b) => (q - at(0.4 - h)[b]) / (2 * h));
    expectClose(sensitivity(state, "fields.1").bathHeat, slope, 1e-8);
  },
);

test("secular and lambShift are Redfield's, and an unknown name is refused", () => {
  const told = (options: object) => refusal(() => steadyState(paper, baths, options));
  expect(told({ equation: "lindblad" })).toBe(
    'equation must be one of "redfield", "local-lindblad", "universal-lindblad", "hierarchy", got "lindblad"',
  );
  for (const { equation } of [local, universal]) {
    for (const more of [{ secular: "full" }, { secular: 0.5 }, { lambShift: true }]) {
      expect(told({ equation, ...more })).toBe(
        `equation "${equation}" knows neither secular nor lambShift: leave them out or take equation "redfield"`,
      );
    }
    expect(steadyState(paper, baths, { equation, secular: "none", lambShift: false }).equation).toBe(
      equation,
    );
  }
});

test("descriptions and sweeps carry it, and a strong coupling names the equation", async () => {
  const description: ModelDescription = {
    sites: 4,
    spinsUp: 2,
    interaction: 2.19,
    fields: [0, 2, 1, 0],
    baths,
    equation: "universal-lindblad",
  };
  const { bathHeat, certificate } = solve(description);
  expect(certificate.promises.positivity).toBe(true);
  const axes = { interaction: [1, 2.19] };
  const { rows } = await sweep({ base: description, axes, observe: ["heatCurrents", "certificate"] });
  expectClose([rows[1].heatFromLeft], [bathHeat[0]], 1e-15);
  expect(rows[1].kirchhoff).toBe(null);
  const strong = solve({ ...description, baths: baths.map((bath) => ({ ...bath, coupling: 1 })) });
  expect(strong.warnings.map(({ message }) => message).join()).toMatch(
    /the universal Lindblad equation is beyond its range here/,
  );
});
