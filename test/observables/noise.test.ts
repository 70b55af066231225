// The noise of the heat currents, against the counted generator written out.
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { type Bath, type CouplingOperator, ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { ringModel, type SpinModel } from "../../src/model/model";
import { conductances } from "../../src/observables/conductance";
import { heatNoise, uncertaintyRatio } from "../../src/observables/noise";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { sweep } from "../../src/sweep/sweep";
import { expectClose } from "../support/close";
import { countedGrowth, type Terms } from "../support/counted";
import { paperRing } from "../support/paper-ring";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

const at = (site: number, temperature: number, operator: CouplingOperator = "z", coupling = 0.02): Bath =>
  ohmicBath({ site, temperature, coupling, operator });

/** f′(0) and f″(0) by differences of the sixth order. */
function derivatives(f: (x: number) => number, h: number): [number, number] {
  const [zero, ...pairs] = [0, 1, 2, 3].map((k) => [f(k * h), f(-k * h)]);
  const sum = (weights: readonly number[], sign: number): number =>
    weights.reduce((all, weight, k) => all + weight * (pairs[k][0] + sign * pairs[k][1]), 0);
  return [
    sum([3 / 4, -3 / 20, 1 / 60], -1) / h,
    (sum([3 / 2, -3 / 20, 1 / 90], 1) - (49 / 18) * zero[0]) / h ** 2,
  ];
}

const pair = ringModel({ sites: 2, interaction: 1.2, fields: [0.4, -0.3] });
const threaded = ringModel({ sites: 3, spinsUp: 1, fields: [0.4, -0.3, 1], flux: 0.9 });
const four = ringModel({ sites: 4, spinsUp: 2, interaction: 1.2, fields: [0, 2, 1, 0.3] });
const three = [at(1, 2), at(2, 1), at(3, 0.5)];
const universal = { equation: "universal-lindblad" } as const;
const local = { equation: "local-lindblad" } as const;

test.each([
  ["two levels", ringModel({ sites: 2, spinsUp: 1, fields: [0.4, -0.3] }), [at(1, 2), at(2, 0.7)], {}],
  ["three baths", four, three, {}],
  ["a flux", threaded, three, {}],
  ["baths of σˣ", pair, [at(1, 2, "x"), at(2, 0.7, "x")], {}],
  ["σʸ and σᶻ", pair, [at(1, 2, "y"), at(2, 0.7)], {}],
  ["the Lamb shift", threaded, three, { lambShift: true }],
  ["secular", four, three, { secular: "full" }],
  ["secular, with a flux and the Lamb shift", threaded, three, { secular: "full", lambShift: true }],
  ["universal Lindblad", four, three, universal],
  ["universal Lindblad, a flux", threaded, three, universal],
  ["universal Lindblad, σˣ and σʸ", pair, [at(1, 2, "x"), at(2, 0.7, "y")], universal],
  ["local Lindblad", pair, [at(1, 2, "x"), at(2, 0.7, "x")], local],
  ["local Lindblad, σʸ and σᶻ", pair, [at(1, 2, "y"), at(2, 0.7)], local],
] as [string, SpinModel, Bath[], Terms][])(
  "mean and covariances are derivatives of the counted generator's eigenvalue: %s",
  (_, model, baths, terms) => {
    const state = steadyState(model, baths, terms);
    const noise = heatNoise(state);
    const lambda = countedGrowth(model, baths, terms);
    const along = (...counted: number[]): [number, number] =>
      derivatives((s) => lambda(baths.map((__, b) => (counted.includes(b) ? s : 0))), 0.015);
    const alone = baths.map((__, b) => along(b));
    alone.forEach(([mean, own], b) => {
      expectClose([mean, own], [state.bathHeat[b], noise[b][b]], 1e-8 * noise[b][b], `bath ${b + 1}`);
      alone.slice(0, b).forEach(([, other], c) => {
        const covariance = (along(b, c)[1] - own - other) / 2;
        expectClose([noise[b][c]], [covariance], 1e-8 * noise[b][b], `S_${b + 1}${c + 1}`);
      });
    });
  },
);

test("the paper's ring at its minimum of the heat", () => {
  const result = solve({
    ...paperRing,
    observe: ["noise"],
  });
  expectClose([result.bathHeat[0]], [0.00238961], 5e-9);
  const [[ll, lr], [rl, rr]] = result.noise ?? [[], []];
  expectClose([ll, rr, -lr, -rl], Array(4).fill(0.01503645), 5e-9);
});

test("a sweep has the noise of every two baths once", async () => {
  const base = { sites: 3, spinsUp: 1, fields: [0.4, -0.3, 1], baths: [at(1, 2), at(2, 0.7), at(3, 1)] };
  const { rows } = await sweep({ base, axes: { exchange: [1, 0.5] }, observe: ["noise"] });
  for (const { exchange, ...row } of rows) {
    const [[a, b, c], [, d, e], [, , f]] = solve({ ...base, exchange, observe: ["noise"] }).noise ?? [];
    expect(row).toMatchObject({
      noise1_1: a,
      noise1_2: b,
      noise1_3: c,
      noise2_2: d,
      noise2_3: e,
      noise3_3: f,
    });
  }
});

test("energy is conserved in the fluctuations, which are symmetric and never negative", () => {
  forAll(
    ringSystem({ sites: [2, 5], baths: [2, 3], coupling: [-3, -2], temperature: [0.8, 3] }),
    20,
    ({ model, baths }) => {
      const noise = heatNoise(steadyState(model, baths));
      const scale = Math.max(...noise.map((row, b) => row[b]));
      noise.forEach((row, b) => {
        expect(Math.abs(row.reduce((sum, s) => sum + s, 0))).toBeLessThan(1e-9 * scale);
        row.forEach((s, c) => {
          expect(Math.abs(s - noise[c][b])).toBeLessThanOrEqual(1e-12 * scale);
        });
      });
      const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(noise), { assumeSymmetric: true });
      for (const eigenvalue of realEigenvalues) expect(eigenvalue).toBeGreaterThan(-1e-9 * scale);
    },
  );
});

describe.each([0.001, 0.1, 1])("at equal temperatures and coupling %s", (coupling) => {
  test.each([
    [
      "a sector",
      ringModel({ sites: 4, spinsUp: 2, interaction: 1.2, fields: [0, 2, 1, 0.3] }),
      ["z", "z", "z"],
    ],
    ["all sectors", ringModel({ sites: 3, interaction: 1.2, fields: [0.3, 2, 1] }), ["x", "z", "x"]],
    ["σˣ and σʸ", ringModel({ sites: 3, interaction: 1.2, fields: [0.3, 2, 1] }), ["x", "y", "x"]],
    [
      "seven levels and more",
      ringModel({ sites: 6, spinsUp: 3, fields: [0, 2, 1, 0.3, 0.7, -0.4] }),
      ["z", "z", "z"],
    ],
  ] as [string, SpinModel, CouplingOperator[]][])(
    "noise is response, as Johnson and Nyquist have it: %s",
    (_, model, operators) => {
      const temperature = 1.4;
      const state = steadyState(
        model,
        operators.map((operator, b) => at(b + 1, temperature, operator, coupling)),
      );
      const noise = heatNoise(state);
      const slopes = conductances(state);
      const response = operators.map((_, b) =>
        operators.map((_, c) => temperature ** 2 * (slopes[b][c] + slopes[c][b])),
      );
      expectClose(noise.flat(), response.flat(), 1e-7 * noise[0][0]);
    },
  );
});

test("what solves no equation has no noise, what has more than one steady state none, and no model with one bath any", () => {
  const model = ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] });
  const state = steadyState(model, [at(1, 2), at(3, 1)]);
  const real = state.real.map((x, i) => (i === 0 ? x + 1e-3 : i === 7 ? x - 1e-3 : x));
  expect(refusal(() => heatNoise({ ...state, real }))).toBe(
    "the noise of the heat needs a steady state of the Redfield equation as steadyState finds it: this one does not solve it",
  );
  const one = steadyState({ ...model, fields: [0, 0, 0, 0] }, [at(1, 2), at(3, 1)], { initial: "↑↓↓↑" });
  expect(refusal(() => heatNoise(one))).toMatch(
    /lost in rounding, known to .*, if there is but one steady state:/,
  );
  expect(Math.abs(heatNoise(steadyState(model, [at(1, 2)]))[0][0])).toBeLessThan(1e-12);
});

describe("the uncertainty ratio", () => {
  const bathsAt = (left: number, right: number, coupling = 0.01): Bath[] => [
    at(1, left, "z", coupling),
    at(3, right, "z", coupling),
  ];
  test("of two levels is that of their rates, (u d′ + u′ d − 2j²)/Γ over j, times what a quantum costs", () => {
    const [J, h] = [0.8, 0.35];
    const model = ringModel({ sites: 2, spinsUp: 1, exchange: J, fields: [h, -h] });
    const baths = [at(1, 2), at(2, 0.7)];
    const gap = 2 * Math.hypot(2 * h, 2 * J);
    const seen = 2 * (J / Math.hypot(h, J)) ** 2; // 2 |⟨1|σᶻ|2⟩|²
    const [[u, d], [v, w]] = baths.map((bath) =>
      [gap, -gap].map((energy) => seen * transitionRate(bath)(energy)),
    );
    const all = u + d + v + w;
    const quanta = (u * w - d * v) / all;
    const spread = (u * w + d * v - 2 * quanta ** 2) / all;
    const state = steadyState(model, baths, { secular: "full" });
    expectClose([state.bathHeat[0], heatNoise(state)[0][0]], [gap * quanta, gap ** 2 * spread], 1e-14);
    const ratio = (spread / quanta) * gap * (1 / 0.7 - 1 / 2);
    expectClose(uncertaintyRatio(state) as number[], [ratio, ratio], 1e-11);
  });

  test("is at least 2 where probabilities alone move heat, for every bath", () => {
    forAll(ringSystem({ sites: [2, 4], baths: [2, 3], coupling: [-3, 0] }), 40, ({ model, baths }) => {
      for (const ratio of uncertaintyRatio(steadyState(model, baths, { secular: "full" })))
        expect(ratio ?? 2).toBeGreaterThan(2 - 1e-6);
    });
  });

  test("comes to 2 as temperatures become equal, and is none where they are, or where a bath is at T = 0", () => {
    const near = [0.2, 0.1].map(
      (d) => uncertaintyRatio(steadyState(four, bathsAt(1 + d / 2, 1 - d / 2)))[0]!,
    );
    expect((near[0] - 2) / (near[1] - 2)).toBeCloseTo(4, 1);
    expectClose([(4 * near[1] - near[0]) / 3], [2], 1e-3);
    expect(uncertaintyRatio(steadyState(four, bathsAt(1, 1)))).toEqual([null, null]);
    expect(uncertaintyRatio(steadyState(four, bathsAt(1, 0)))).toEqual([null, null]);
  });

  test("is observed in descriptions and sweeps", async () => {
    const base = { sites: 3, spinsUp: 1, fields: [0.4, -0.3, 1], baths: [at(1, 2), at(2, 0.7)] };
    const {
      noise,
      uncertaintyRatio: ratios,
      bathHeat,
    } = solve({ ...base, observe: ["noise", "uncertaintyRatio"] });
    const [q] = bathHeat;
    expectClose(
      ratios as number[],
      [0, 1].map(() => (noise![0][0] * (1 / 0.7 - 1 / 2)) / q),
      1e-11,
    );
    const { rows } = await sweep({
      base,
      axes: { "baths.1.temperature": [2, 0.7] },
      observe: ["uncertaintyRatio"],
    });
    expect(rows).toMatchObject([
      { uncertaintyRatio1: ratios![0], uncertaintyRatio2: ratios![1] },
      { uncertaintyRatio1: null, uncertaintyRatio2: null },
    ]);
  });
});
