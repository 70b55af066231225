import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { hermitianEigenvalues } from "../../src/numerics/symmetric-eigen";
import { ergotropy, ergotropyParts } from "../../src/observables/ergotropy";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { forAll, real, ringSystem } from "../support/random";

/** A state put together by hand, ρ = X + iY in the energy basis; only what ergotropy looks at. */
function state(energies: number[], x: number[][], y?: number[][]): SteadyState {
  const n = energies.length;
  const [real, imag] = [x, y ?? x.map((row) => row.map(() => 0))].map((m) => Float64Array.from(m.flat()));
  const eigenvalues = hermitianEigenvalues(real, imag, n).reverse();
  const populations = Float64Array.from(energies, (_, k) => x[k][k]);
  return { energies: Float64Array.from(energies), populations, eigenvalues } as unknown as SteadyState;
}

describe("two levels 0 and 3", () => {
  const levels = [0, 3];

  test("with p = 0.2 and 0.8 the inversion of 0.6 gives 1.8", () => {
    const parts = ergotropyParts(
      state(levels, [
        [0.2, 0],
        [0, 0.8],
      ]),
    );
    expectClose([parts.total, parts.incoherent, parts.coherent], [1.8, 1.8, 0], 1e-15);
  });

  test("with p = 0.8 and 0.2 there is nothing to take out", () => {
    expect(
      ergotropy(
        state(levels, [
          [0.8, 0],
          [0, 0.2],
        ]),
      ),
    ).toBeCloseTo(0, 15);
  });

  test("the pure excited state gives all its energy", () => {
    expect(
      ergotropy(
        state(levels, [
          [0, 0],
          [0, 1],
        ]),
      ),
    ).toBeCloseTo(3, 15);
  });

  test("equal populations with coherence c give 3 |c|, all of it coherent", () => {
    // ρ = 1/2 + c τˣ or c τʸ has eigenvalues 1/2 ± |c|
    for (const c of [-0.5, -0.1, 0.3, 0.5]) {
      for (const rho of [
        state(levels, [
          [0.5, c],
          [c, 0.5],
        ]),
        state(
          levels,
          [
            [0.5, 0],
            [0, 0.5],
          ],
          [
            [0, c],
            [-c, 0],
          ],
        ),
      ]) {
        const { total, incoherent, coherent } = ergotropyParts(rho);
        expectClose([total, incoherent, coherent], [3 * Math.abs(c), 0, 3 * Math.abs(c)], 1e-14);
      }
    }
  });
});

test("any Bloch vector: E (|r| + r_z)/2 for levels ± E/2", () => {
  const vector = fc.record({ r: real(0, 1), cosine: real(-1, 1), phase: real(-3, 3), e: real(0.1, 5) });
  forAll(vector, 100, ({ r, cosine, phase, e }) => {
    const z = r * cosine;
    const t = r * Math.sqrt(1 - cosine * cosine);
    const [x, y] = [(t * Math.cos(phase)) / 2, (t * Math.sin(phase)) / 2];
    // level 1 is the lower one: its population is (1 − r_z)/2
    const rho = state(
      [-e / 2, e / 2],
      [
        [(1 - z) / 2, x],
        [x, (1 + z) / 2],
      ],
      [
        [0, y],
        [-y, 0],
      ],
    );
    expectClose([ergotropy(rho)], [(e * (r + z)) / 2], 1e-14 * 5);
    expectClose([ergotropyParts(rho).incoherent], [e * Math.max(0, z)], 1e-13);
  });
});

test("three levels: populations are sorted against energies", () => {
  // p = 0.2, 0.5, 0.3 at 0, 1, 4: mean 1.7; passive 0.5, 0.3, 0.2: mean 1.1
  const rho = state(
    [0, 1, 4],
    [
      [0.2, 0, 0],
      [0, 0.5, 0],
      [0, 0, 0.3],
    ],
  );
  expect(ergotropy(rho)).toBeCloseTo(0.6, 15);
});

test("populations below 1e-6 and above are sorted as numbers, not as text", () => {
  const p = [5e-7, 1e-10, 0.3, 1 - 0.3 - 5e-7 - 1e-10];
  const rho = state(
    [0, 1, 2, 3],
    p.map((pk, k) => p.map((_, l) => (k === l ? pk : 0))),
  );
  const passive = p[3] * 0 + p[2] * 1 + p[0] * 2 + p[1] * 3;
  expectClose([ergotropyParts(rho).incoherent], [p[1] + 2 * p[2] + 3 * p[3] - passive], 1e-15);
});

test("on random rings it is never negative, neither is its coherent part, and it is no more than the energy above the ground state", () => {
  forAll(ringSystem({ sites: [2, 5], coupling: [-3, -1] }), 60, ({ model, baths }) => {
    const ness = steadyState(model, baths);
    const { total, incoherent, coherent } = ergotropyParts(ness);
    // rounding in populations times energies of order 10
    for (const part of [total, incoherent, coherent]) expect(part).toBeGreaterThan(-1e-13);
    expect(Math.abs(total - incoherent - coherent)).toBeLessThan(1e-14);
    const { energies, populations } = ness;
    const excess = populations.reduce((s, p, k) => s + p * (energies[k] - energies[0]), 0);
    expect(total).toBeLessThanOrEqual(excess + 1e-13);
    expect(total).toBe(ergotropy(ness));
  });
});

test("a Gibbs state is passive", () => {
  forAll(ringSystem({ sites: [2, 5], baths: [1, 2] }), 30, ({ model, baths }) => {
    const equal = baths.map((bath) => ({ ...bath, temperature: baths[0].temperature }));
    expect(Math.abs(ergotropy(steadyState(model, equal)))).toBeLessThan(1e-12);
  });
});

test("in the paper's ring most of it comes from inverted populations", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
  const ness = steadyState(
    ring,
    [2, 1].map((temperature, b) => ohmicBath({ site: 1 + 2 * b, temperature })),
  );
  const { total, incoherent } = ergotropyParts(ness);
  expect(total).toBeGreaterThan(1e-3);
  expect(incoherent).toBeGreaterThan(total / 2);
});

test("what all levels share, however large, takes no digit from the work", () => {
  const shared = {
    ...state(
      [1e17, 1e17],
      [
        [0.3, 0],
        [0, 0.7],
      ],
    ),
    levels: Float64Array.of(-1, 2),
  };
  expectClose([ergotropy(shared), ergotropyParts(shared).incoherent], [1.2, 1.2], 1e-15);
  const high = state(
    [1e16, 1e16 + 2],
    [
      [0.3, 0],
      [0, 0.7],
    ],
  );
  expectClose([ergotropy(high), ergotropyParts(high).incoherent], [0.8, 0.8], 1e-15);
});
