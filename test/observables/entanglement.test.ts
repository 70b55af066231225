// Expectation values of Pauli strings, and what sites know of each other.
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { stateLabel } from "../../src/model/basis";
import { bathOperator, hamiltonian } from "../../src/model/matrices";
import { ringModel, spinModel } from "../../src/model/model";
import { pauliTerms } from "../../src/model/pauli-strings";
import {
  entropy,
  mutualInformation,
  negativity,
  reducedDensityMatrix,
} from "../../src/observables/entanglement";
import { spectrum } from "../../src/observables/spectrum";
import { solve } from "../../src/solve";
import { evolve } from "../../src/states/evolution";
import { densityMatrix, expectation, type State } from "../../src/states/state";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { pair, pauli, project, sum, times } from "../support/full-space";
import { forAll, ringSystem } from "../support/random";
import { parts, traceOf } from "../support/redfield";
import { refusal } from "../support/refusal";

type Amplitude = readonly [re: number, im: number];

/** The pure state of two or three spins with these amplitudes of ↓↓, ↑↓, ↓↑, ↑↑, …: site 1 first. */
function pure(amplitudes: readonly Amplitude[]): State {
  const sites = Math.log2(amplitudes.length);
  const bonds = Array.from({ length: sites - 1 }, (_, l) => ({ from: l + 1, to: l + 2 }));
  const model = spinModel({ sites, bonds, fields: [1, 2.5, 4.2].slice(0, sites) });
  const { vectors } = spectrum(model);
  const n = amplitudes.length;
  const inEnergies = Array.from({ length: n }, (_, a) =>
    [0, 1].map((part) => amplitudes.reduce((total, z, k) => total + vectors[a * n + k] * z[part], 0)),
  );
  const rho = (of: (a: number[], b: number[]) => number): number[] =>
    inEnergies.flatMap((a) => inEnergies.map((b) => of(a, b)));
  const initial = {
    real: rho(([x, y], [u, v]) => x * u + y * v),
    imag: rho(([x, y], [u, v]) => y * u - x * v),
  };
  return evolve(model, [ohmicBath({ site: 1, temperature: 1 })], initial, [0])[0];
}

const R = Math.SQRT1_2;
const bell = pure([
  [0, 0],
  [R, 0],
  [R, 0],
  [0, 0],
]);

test("of a Bell state each half is unknown and the whole is known", () => {
  expectClose(reducedDensityMatrix(bell, [1]).real, [0.5, 0, 0, 0.5], 1e-14);
  expectClose([entropy(bell), entropy(bell, [1]), entropy(bell, [2, 1])], [0, Math.LN2, 0], 1e-12);
  expectClose([mutualInformation(bell, [1], [2])], [2 * Math.LN2], 1e-12);
  expectClose([negativity(bell, 1, 2), negativity(bell, 2, 1)], [0.5, 0.5], 1e-14);
  expectClose(
    ["X1 X2", "Y1 Y2", "Z1 Z2", "X1 Y2", "Z1"].map((text) => expectation(bell, text)),
    [1, 1, -1, 0, 0],
    1e-14,
  );
});

test("a phase of 90° in a Bell state turns its correlations from X X to X Y", () => {
  const turned = pure([
    [0, 0],
    [R, 0],
    [0, R],
    [0, 0],
  ]);
  expectClose(
    ["X1 X2", "X1 Y2", "Y1 X2", "Z1 Z2"].map((text) => expectation(turned, text)),
    [0, -1, 1, -1],
    1e-14,
  );
  expectClose([negativity(turned, 1, 2)], [0.5], 1e-14);
});

test("spins that point somewhere point there, and know nothing of each other", () => {
  const [a, b] = [0.7, 2.1]; // angles from z, the first spin turned towards x, the second towards y
  const [ca, sa, cb, sb] = [Math.cos(a / 2), Math.sin(a / 2), Math.cos(b / 2), Math.sin(b / 2)];
  const state = pure([
    [0, sa * sb],
    [0, ca * sb],
    [sa * cb, 0],
    [ca * cb, 0],
  ]);
  expectClose(
    ["X1", "Y1", "Z1", "X2", "Y2", "Z2", "X1 Y2"].map((text) => expectation(state, text)),
    [Math.sin(a), 0, Math.cos(a), 0, Math.sin(b), Math.cos(b), Math.sin(a) * Math.sin(b)],
    1e-14,
  );
  const second = reducedDensityMatrix(state, [2]);
  expectClose(second.real, [sb * sb, 0, 0, cb * cb], 1e-14);
  expectClose(second.imag, [0, sb * cb, -sb * cb, 0], 1e-14);
  expectClose(
    [entropy(state, [1]), mutualInformation(state, [1], [2]), negativity(state, 1, 2)],
    [0, 0, 0],
    1e-11,
  );
});

test("of three spins that are all up or all down, two are not entangled", () => {
  const amplitudes = Array.from({ length: 8 }, (_, k): Amplitude => [k === 0 || k === 7 ? R : 0, 0]);
  const state = pure(amplitudes);
  expectClose(
    [negativity(state, 1, 3), entropy(state, [2]), entropy(state, [1, 2])],
    [0, Math.LN2, Math.LN2],
    1e-12,
  );
  expectClose([expectation(state, "X1 X2 X3"), expectation(state, "Y1 Y2 X3")], [1, -1], 1e-14);
});

test("two spins in equilibrium have the correlations of their partition function", () => {
  const [temperature, field, exchange] = [1.3, 0.4, 0.8];
  const state = steadyState(
    spinModel({ sites: 2, bonds: [{ from: 1, to: 2, exchange }], fields: [field, field] }),
    [ohmicBath({ site: 1, temperature, operator: "x" }), ohmicBath({ site: 2, temperature, operator: "x" })],
  );
  const weight = (energy: number): number => Math.exp(-energy / temperature);
  const [up, down, plus, minus] = [2 * field, -2 * field, 2 * exchange, -2 * exchange].map(weight);
  const z = up + down + plus + minus;
  expectClose(
    [expectation(state, "X1 X2"), expectation(state, "Y1 Y2")],
    [(plus - minus) / z, (plus - minus) / z],
    1e-12,
  );
  expectClose([expectation(state, "Z1")], [(up - down) / z], 1e-12);
  const [mean, difference, coherence] = [
    (up + down) / (2 * z),
    (up - down) / (2 * z),
    (plus - minus) / (2 * z),
  ];
  const expected = Math.max(0, Math.hypot(difference, coherence) - mean);
  expect(expected).toBeGreaterThan(0.01);
  expectClose([negativity(state, 1, 2)], [expected], 1e-12);
});

/** An operator on all states, of a state of a sector or of all of them. */
const traced = (state: State, operator: Parameters<typeof project>[0]): number => {
  const { real, imag } = project(operator, state.model.spinsUp);
  const rho = densityMatrix(state, "sites");
  return traceOf(parts(rho.real, rho.imag), parts(real, imag));
};

describe("Pauli strings are what their Kronecker products are", () => {
  const whole = steadyState(ringModel({ sites: 3, interaction: 1.4, fields: [0.2, 1, -0.7] }), [
    ohmicBath({ site: 1, temperature: 2, operator: "y" }),
    ohmicBath({ site: 3, temperature: 0.6, operator: "y" }),
  ]);
  const sector = steadyState(ringModel({ sites: 3, spinsUp: 2, interaction: 1.4, fields: [0.2, 1, -0.7] }), [
    ohmicBath({ site: 1, temperature: 2 }),
    ohmicBath({ site: 3, temperature: 0.6 }),
  ]);
  const on = (name: "x" | "y" | "z", l: number) => pauli(name, l, 3);
  test.each([
    ["X1", on("x", 1)],
    ["Z3", on("z", 3)],
    ["X1 X2", pair("x", 1, "x", 2, 3)],
    ["X2*Y1", pair("y", 1, "x", 2, 3)],
    ["Y1Y3", pair("y", 1, "y", 3, 3)],
    ["-Y2 Z1", times(-1, pair("z", 1, "y", 2, 3))],
    ["X1 X2 + 0.5 Z3", sum(pair("x", 1, "x", 2, 3), times(0.5, on("z", 3)))],
    [
      " 2.5e-1*Z1 - X2 Y3+Y2 X3 ",
      sum(times(0.25, on("z", 1)), times(-1, pair("x", 2, "y", 3, 3)), pair("y", 2, "x", 3, 3)),
    ],
  ])("%s", (text, operator) => {
    for (const state of [whole, sector]) {
      expect(Math.abs(expectation(state, text) - traced(state, operator))).toBeLessThan(1e-14);
    }
  });
  test("and a number alone is itself", () => {
    expectClose([expectation(whole, "3 - 0.5"), expectation(sector, "-.5")], [2.5, -0.5], 1e-14);
  });
});

test("in a sector, what leads out of it has no expectation, what stays has that of its block", () => {
  forAll(ringSystem({ sites: [3, 5] }), 15, ({ model, baths }) => {
    const state = steadyState(model, baths);
    expect(expectation(state, "X1 + Y2 + X1 Z2")).toBe(0);
    expect(expectation(state, "Z2")).toBeCloseTo(expectation(state, bathOperator(model, 2)), 13);
  });
});

test("the energy is that of H written in Pauli strings", () => {
  const fields = [0.2, 1, -0.7];
  const model = ringModel({ sites: 3, interaction: 2, fields });
  const state = steadyState(model, [ohmicBath({ site: 2, temperature: 1.1, operator: "x" })]);
  const bonds = [
    [1, 2],
    [2, 3],
    [3, 1],
  ].map(([l, m]) => `X${l} X${m} + Y${l} Y${m} + 0.5 + 0.5 Z${l} + 0.5 Z${m} + 0.5 Z${l} Z${m}`);
  const text = `${bonds.join(" + ")} + 0.2 Z1 + Z2 - 0.7 Z3`;
  expect(Math.abs(expectation(state, text) - expectation(state, hamiltonian(model)))).toBeLessThan(1e-13);
});

test("reduced states belong to each other, whatever the order of their sites", () => {
  forAll(
    ringSystem({ sites: [4, 5], baths: [2, 3], coupling: [-3, -2], temperature: [1, 4] }),
    10,
    ({ model, baths }) => {
      const state = steadyState(model, baths);
      const [pairOf, swapped, single] = [[1, 3], [3, 1], [3]].map((sites) =>
        reducedDensityMatrix(state, sites),
      );
      const swap = [0, 2, 1, 3];
      expectClose(
        pairOf.real,
        pairOf.real.map((_, i) => swapped.real[4 * swap[i >> 2] + swap[i & 3]]),
        1e-16,
      );
      const over1 = (part: Float64Array): number[] =>
        [0, 1, 2, 3].map(
          (i) => part[4 * (2 * (i >> 1)) + 2 * (i & 1)] + part[4 * (2 * (i >> 1) + 1) + 2 * (i & 1) + 1],
        );
      expectClose(over1(pairOf.real), single.real, 1e-15);
      expectClose([single.real[3] - single.real[0]], [expectation(state, "Z3")], 1e-14);
      expect(stateLabel(pairOf.basis, 1)).toBe("↑↓");
      // Araki and Lieb, subadditivity
      const [a, b, both] = [entropy(state, [1]), entropy(state, [2, 3]), entropy(state, [1, 2, 3])];
      expect(both).toBeLessThanOrEqual(a + b + 1e-12);
      expect(both).toBeGreaterThanOrEqual(Math.abs(a - b) - 1e-12);
      expect(mutualInformation(state, [1], [2, 3])).toBeCloseTo(a + b - both, 14);
    },
  );
});

test("solve gives what expectation gives, by the same text", () => {
  const description = {
    sites: 3,
    interaction: 1.3,
    fields: [0.2, 1, -0.7],
    baths: [
      { site: 1, temperature: 2, operator: "y" as const },
      { site: 2, temperature: 1 },
    ],
    expectations: ["Z1", "X1 X2 - Y1 Y2", "X1 Y3"],
  };
  const { expectations = {} } = solve(description);
  const { expectations: _, baths, ...model } = description;
  const state = steadyState(
    ringModel(model),
    baths.map((bath) => ohmicBath(bath)),
  );
  expect(expectations).toEqual(
    Object.fromEntries(description.expectations.map((text) => [text, expectation(state, text)])),
  );
});

test.each([
  ["", /^operator must be a sum of Pauli strings such as "X1 X2 \+ 0.5 Z3", got ""/],
  ["X1 +", /must be a sum/],
  ["+ - X1", /must be a sum/],
  ["X1 * * X2", /must be a sum/],
  ["X1 2", /must be a sum/],
  ["X", /must be a sum/],
  ["x1", /must be a sum/],
  ["X1 & X2", /must be a sum/],
  ["X1 * ", /must be a sum/],
  ["1e999", /numbers of at most 1e100/],
  ["X0", /^X0 in operator must be at a site from 1 to 4, got "X0"/],
  ["Z1 Y5", /^Y5 in operator must be at a site from 1 to 4/],
  ["X1 Y1", /^operator must have each site at most once in a product, got site 1 twice in "X1 Y1"/],
  [7, /must be a sum of Pauli strings.*got 7/],
])("%s is no Pauli string", (text, complaint) => {
  expect(refusal(() => pauliTerms(text, 4))).toMatch(complaint);
});

test("sites that are not there, or there twice, are refused", () => {
  const description = { sites: 2, spinsUp: 1, baths: [{ site: 1, temperature: 1 }], fields: [0, 1] };
  expect(refusal(() => reducedDensityMatrix(bell, []))).toMatch(/^sites must be a list of at least one site/);
  expect(refusal(() => entropy(bell, [3]))).toBe("sites.1 must be an integer from 1 to 2, got 3");
  expect(refusal(() => entropy(bell, [1, 1]))).toBe("sites.2 must be a site that is not named before, got 1");
  expect(refusal(() => mutualInformation(bell, [1], [1]))).toBe(
    "others must have none of sites, got site 1 in both",
  );
  expect(refusal(() => negativity(bell, 2, 2))).toBe("other must be another site than 2, got 2");
  expect(refusal(() => solve({ ...description, expectations: ["Z1", "Z3"] }))).toBe(
    'Z3 in expectations.2 must be at a site from 1 to 2, got "Z3"',
  );
  expect(refusal(() => solve({ ...description, expectations: ["Z1", "Z1"] }))).toBe(
    'expectations names "Z1" twice',
  );
});

test("a state with a negative probability has no entropy", () => {
  const state = steadyState(ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] }), [
    ohmicBath({ site: 1, temperature: 1, coupling: 0.5 }),
    ohmicBath({ site: 3, temperature: 0.1, coupling: 0.5 }),
  ]);
  expect(state.certificate.minEigenvalue).toBeLessThan(-1e-6);
  expect(refusal(() => entropy(state))).toMatch(
    /^the entropy of the state needs probabilities of at least 0, the smallest is -.*: the Redfield equation is beyond/,
  );
});
