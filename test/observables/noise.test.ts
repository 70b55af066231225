// The noise of the heat currents, against the counted generator written out.
import { EigenvalueDecomposition, LuDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { type Bath, type CouplingOperator, ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { ringModel, type SpinModel } from "../../src/model/model";
import { heatNoise } from "../../src/observables/noise";
import { sensitivity } from "../../src/observables/sensitivity";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { sweep } from "../../src/sweep/sweep";
import { expectClose } from "../support/close";
import { fullHamiltonian, pauli, project } from "../support/full-space";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

/** λ(s), the eigenvalue of the counted generator that is 0 at s = 0, with R_ab,cd e^{s_bath(E_a + E_b − E_c − E_d)/2}. */
function growth(model: SpinModel, baths: readonly Bath[]): (s: readonly number[]) => number {
  const matrixOf = (operator: Parameters<typeof project>[0]): Matrix => {
    const { real } = project(operator, model.spinsUp);
    const size = Math.sqrt(real.length);
    return Matrix.from1DArray(size, size, real);
  };
  const { realEigenvalues: e, eigenvectorMatrix: v } = new EigenvalueDecomposition(
    matrixOf(fullHamiltonian(model)),
    { assumeSymmetric: true },
  );
  const n = e.length;
  const couplings = baths.map((bath) => {
    const s = v
      .transpose()
      .mmul(matrixOf(pauli(bath.operator ?? "z", bath.site, model.sites)))
      .mmul(v);
    const rate = transitionRate(bath);
    const tilde = new Matrix(s.to2DArray().map((row, a) => row.map((x, c) => x * rate(e[a] - e[c]))));
    return { s, tilde, loss: s.mmul(tilde) };
  });
  return (field) => {
    // ρ = X + iY: dX = R[X] + D∘Y, dY = R[Y] − D∘X
    const l = Matrix.zeros(2 * n * n, 2 * n * n);
    const add = (row: number, column: number, value: number): void => {
      l.set(row, column, l.get(row, column) + value);
    };
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const ab = a * n + b;
        add(ab, n * n + ab, e[a] - e[b]);
        add(n * n + ab, ab, e[b] - e[a]);
        for (let c = 0; c < n; c++) {
          for (let d = 0; d < n; d++) {
            couplings.forEach(({ s, tilde, loss }, k) => {
              let value = tilde.get(a, c) * s.get(b, d) + s.get(a, c) * tilde.get(b, d);
              if (b === d) value -= loss.get(a, c);
              if (a === c) value -= loss.get(b, d);
              value *= Math.exp((field[k] * (e[a] + e[b] - e[c] - e[d])) / 2);
              add(ab, c * n + d, value);
              add(n * n + ab, n * n + c * n + d, value);
            });
          }
        }
      }
    }
    // inverse iteration from 1/n, with λ = Tr(Lρ)/Tr ρ
    let rho = Matrix.zeros(2 * n * n, 1);
    for (let a = 0; a < n; a++) rho.set(a * (n + 1), 0, 1 / n);
    const trace = (x: Matrix): number =>
      Array.from({ length: n }, (_, a) => x.get(a * (n + 1), 0)).reduce((p, q) => p + q, 0);
    let lambda = 1e-6;
    for (let round = 0; round < 8; round++) {
      const lu = new LuDecomposition(Matrix.sub(l, Matrix.eye(2 * n * n).mul(lambda * (1 + 1e-6) + 1e-12)));
      for (let k = 0; k < 3; k++) {
        rho = lu.solve(rho);
        rho = rho.div(trace(rho));
      }
      lambda = trace(l.mmul(rho));
    }
    return lambda;
  };
}

const at = (site: number, temperature: number, operator: CouplingOperator = "z", coupling = 0.02): Bath =>
  ohmicBath({ site, temperature, coupling, operator });

describe("mean and covariances are the derivatives of the counted generator's eigenvalue", () => {
  test.each([
    ["two levels", ringModel({ sites: 2, spinsUp: 1, fields: [0.4, -0.3] }), [at(1, 2), at(2, 0.7)]],
    ["a triangle", ringModel({ sites: 3, spinsUp: 1, fields: [0.4, -0.3, 1] }), [at(1, 2), at(2, 0.7)]],
    [
      "three baths",
      ringModel({ sites: 4, spinsUp: 2, interaction: 1.2, fields: [0, 2, 1, 0.3] }),
      [at(1, 2), at(2, 1), at(3, 0.5)],
    ],
    [
      "baths of σˣ",
      ringModel({ sites: 2, interaction: 1.2, fields: [0.4, -0.3] }),
      [at(1, 2, "x"), at(2, 0.7, "x")],
    ],
    [
      "σˣ and σᶻ",
      ringModel({ sites: 2, interaction: 1.2, fields: [0.4, -0.3] }),
      [at(1, 2, "x"), at(2, 0.7)],
    ],
  ] as [string, SpinModel, Bath[]][])("%s", (_, model, baths) => {
    const state = steadyState(model, baths);
    const lambda = growth(model, baths);
    const along = (...steps: [bath: number, step: number][]): number =>
      lambda(baths.map((_, b) => steps.reduce((sum, [k, step]) => sum + (k === b ? step : 0), 0)));
    // an error of order h² is taken out by a second difference of half the step
    const extrapolated = (difference: (h: number) => number): number =>
      (4 * difference(0.01) - difference(0.02)) / 3;
    const noise = heatNoise(state);
    baths.forEach((_, b) => {
      const mean = extrapolated((h) => (along([b, h]) - along([b, -h])) / (2 * h));
      expectClose([mean], [state.bathHeat[b]], 2e-6 * noise[b][b], `mean of bath ${b + 1}`);
      baths.slice(0, b + 1).forEach((_, c) => {
        const covariance = extrapolated((h) =>
          b === c
            ? (along([b, h]) + along([b, -h]) - 2 * along()) / h ** 2
            : (along([b, h], [c, h]) -
                along([b, h], [c, -h]) -
                along([b, -h], [c, h]) +
                along([b, -h], [c, -h])) /
              (4 * h ** 2),
        );
        expectClose([noise[b][c]], [covariance], 1e-5 * noise[b][b], `S_${b + 1}${c + 1}`);
      });
    });
  });
});

test("the paper's ring at its minimum of the heat", () => {
  const result = solve({
    sites: 4,
    spinsUp: 2,
    interaction: 2.19,
    fields: [0, 2, 1, 0],
    baths: [
      { site: 1, temperature: 2 },
      { site: 3, temperature: 1 },
    ],
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
      const slopes = operators.map(
        (_, c) => sensitivity(state, `baths.${c + 1}.temperature` as "baths.1.temperature").bathHeat,
      );
      const noise = heatNoise(state);
      const response = operators.map((_, b) =>
        operators.map((_, c) => temperature ** 2 * (slopes[c][b] + slopes[b][c])),
      );
      expectClose(noise.flat(), response.flat(), 1e-7 * noise[0][0]);
    },
  );
});

test("what solves another equation has no noise, and no model with one bath any", () => {
  const model = ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] });
  const secular = steadyState(model, [at(1, 2), at(3, 1)], { secular: "full" });
  expect(refusal(() => heatNoise(secular))).toBe(
    "the noise of the heat needs a steady state of the full Redfield equation: compute it without secular and lambShift",
  );
  expect(Math.abs(heatNoise(steadyState(model, [at(1, 2)]))[0][0])).toBeLessThan(1e-12);
});
