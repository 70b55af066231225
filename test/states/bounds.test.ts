// The bounds themselves: each is compared with the worst that can happen, which it may not fall short of nor exceed beyond
// reason. Errors are made a million times larger than rounding, so that they can be seen.
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { type DirectSolver, denseSolver } from "../../src/equations/dense";
import {
  applyGenerator,
  generatorIn,
  type RedfieldGenerator,
  redfieldGenerator,
} from "../../src/equations/generator";
import { reducedSolver } from "../../src/equations/reduced";
import { sectorBasis } from "../../src/model/basis";
import { ringModel } from "../../src/model/model";
import { heatThroughSites } from "../../src/model/operators";
import { equationFloors, grossHeat, type StateErrors, stateAccuracy } from "../../src/states/accuracy";
import { krylovErrors, krylovSolver } from "../../src/states/krylov";
import { steadyState } from "../../src/states/steady-state";
import { largest } from "../support/close";
import { forAll, noise, type RandomSystem, ringSystem } from "../support/random";

const systems = ringSystem({ sites: [2, 4], coupling: [-3, -1.5] });
const full = Number.POSITIVE_INFINITY;
const norm = (values: Iterable<number>): number =>
  Math.sqrt(Array.from(values).reduce((s, v) => s + v * v, 0));

/** The largest that errors of up to `real` in dX and dp and of `imag` in dY can do, entry by entry of the packed state. */
function worst(generator: RedfieldGenerator, real: number, imag: number): Float64Array {
  const n = generator.size;
  const { solve } = denseSolver(generator, full, true);
  const reach = new Float64Array(n * n);
  const [right, column] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let i = 1; i < n * n; i++) {
    right.fill(0);
    right[i] = Math.floor(i / n) >= i % n ? real : imag;
    solve(right, column);
    column.forEach((x, k) => {
      reach[k] += Math.abs(x);
    });
  }
  return reach;
}

/** The same as the solvers bound it. */
function parts(reach: Float64Array): StateErrors {
  const n = Math.sqrt(reach.length);
  const at = (i: number): [number, number] => [Math.floor(i / n), i % n];
  const off = (keep: (a: number, b: number) => boolean): number[] =>
    Array.from(reach).filter((_, i) => keep(...at(i)));
  return {
    populations: Math.max(...off((a, b) => a === b)),
    real: norm([...off((a, b) => a >= b), ...off((a, b) => a > b)]),
    imag: Math.SQRT2 * norm(off((a, b) => a < b)),
  };
}

describe.each([
  ["reduced", (g: RedfieldGenerator): DirectSolver | undefined => reducedSolver(g, true), 300],
  ["dense", (g: RedfieldGenerator): DirectSolver | undefined => denseSolver(g, full, true), 100],
] as const)("of the %s equations", (_, solver, slack) => {
  test.each([
    [1, 0],
    [0, 1],
    [1, 3],
  ])("errors of %s in dX and %s in dY reach no farther than it says", (real, imag) => {
    let known = 0;
    forAll(systems, 15, ({ model, baths }) => {
      const generator = redfieldGenerator(model, baths);
      const errors = solver(generator)?.errors({ real, imag });
      if (!errors || !Number.isFinite(errors.populations)) return;
      known++;
      const most = parts(worst(generator, real, imag));
      for (const part of ["populations", "real", "imag"] as const) {
        expect(errors[part], part).toBeGreaterThanOrEqual(0.999 * most[part]);
        expect(errors[part], part).toBeLessThanOrEqual(slack * Math.max(most[part], most.populations));
      }
    });
    expect(known).toBeGreaterThan(5);
  });
});

test("of one functional the dense equations know the worst exactly", () => {
  forAll(systems, 10, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const n = generator.size;
    const solver = denseSolver(generator, full, true);
    const errors = solver.errors({ real: 1, imag: 1 });
    const next = noise(n);
    for (const of of ["real", "imag"] as const) {
      const coefficients = Float64Array.from({ length: n * n }, () => next());
      let most = 0;
      const [right, x] = [new Float64Array(n * n), new Float64Array(n * n)];
      for (let i = 1; i < n * n; i++) {
        right.fill(0);
        right[i] = 1;
        solver.solve(right, x);
        let change = 0;
        for (let a = 0; a < n; a++) {
          for (let b = 0; b < n; b++) {
            const [low, high] = [Math.max(a, b) * n + Math.min(a, b), Math.min(a, b) * n + Math.max(a, b)];
            if (of === "real") change += coefficients[a * n + b] * x[low];
            else if (a !== b) change += coefficients[a * n + b] * (a < b ? x[high] : -x[high]);
          }
        }
        most += Math.abs(change);
      }
      expect(errors.of?.({ of, coefficients })).toBeGreaterThan(0.999 * most);
      expect(errors.of?.({ of, coefficients })).toBeLessThan(1.001 * most + 1e-9);
    }
  });
});

test("iterations bound what errors do, too", () => {
  forAll(systems, 10, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const errors = krylovErrors(generator.size, krylovSolver(generator), { real: 1e-9, imag: 1e-9 }, 0);
    const most = parts(worst(generator, 1e-9, 1e-9));
    expect(errors.singular).toBe(false);
    for (const part of ["populations", "real", "imag"] as const) {
      expect(errors[part], part).toBeGreaterThanOrEqual(0.5 * most[part]);
      expect(errors[part], part).toBeLessThanOrEqual(300 * Math.max(most[part], most.populations));
    }
  });
});

/** A generator whose eigenvectors and levels are off by a part η of what they may be off by. */
function disturbed({ model, baths }: RandomSystem, size: number, seed: number): RedfieldGenerator {
  const { levels, vectors } = redfieldGenerator(model, baths);
  const n = levels.length;
  const next = noise(seed);
  // (1 + A) V with a small antisymmetric A, and levels moved
  const turned = vectors.slice();
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const angle = size * next();
      for (let i = 0; i < n; i++) {
        turned[a * n + i] += angle * vectors[b * n + i];
        turned[b * n + i] -= angle * vectors[a * n + i];
      }
    }
  }
  const scale = Math.max(...levels.map(Math.abs));
  const moved = levels.map((level) => level + size * scale * next());
  const basis = sectorBasis(model.sites, model.spinsUp);
  return generatorIn({ basis, energies: moved, levels: moved, vectors: turned }, baths);
}

test("what S, W and the levels are off by leaves no more of the equations than the floors say", () => {
  let close = 0;
  forAll(systems, 25, (system) => {
    const state = steadyState(system.model, system.baths);
    const generator = redfieldGenerator(system.model, system.baths);
    const n = generator.size;
    const unit = 8 * Math.sqrt(n) * 2 ** -53;
    const floors = equationFloors(generator, state.real, state.imag, 0);
    const size = 1e-8;
    const [before, after] = [generator, disturbed(system, size, n)].map((g) =>
      applyGenerator(g, state.real, state.imag),
    );
    const real = largest(before.real.map((x, i) => x - after.real[i])) / size;
    const imag = largest(before.imag.map((x, i) => x - after.imag[i])) / size;
    expect(real).toBeLessThanOrEqual(floors.real / unit);
    expect(imag).toBeLessThanOrEqual(floors.imag / unit);
    if (real > floors.real / unit / 1000) close++;
  });
  expect(close).toBeGreaterThan(12);
});

test("a residual is added to the floors as it is", () => {
  const { model, baths, real, imag } = steadyState(ringModel({ sites: 3, spinsUp: 1, fields: [0, 1, 3] }), [
    ohmicBath({ site: 1, temperature: 2 }),
  ]);
  const generator = redfieldGenerator(model, baths);
  const [none, some] = [0, 1e-3].map((residual) => equationFloors(generator, real, imag, residual));
  expect(some.real - none.real).toBeCloseTo(1e-3, 12);
  expect(some.imag - none.imag).toBeCloseTo(1e-3, 12);
});

describe("what is read from a state", () => {
  const accuracyOf = (system: RandomSystem, errors: Partial<StateErrors>) => {
    const generator = redfieldGenerator(system.model, system.baths);
    const { real, populations } = steadyState(system.model, system.baths);
    const gross = grossHeat(generator, populations);
    const accuracy = stateAccuracy(
      generator,
      system.model,
      real,
      gross,
      { populations: 0, real: 0, imag: 0, ...errors },
      1,
    );
    return { generator, gross, accuracy };
  };

  test("heat from a bath is off by no more than X can make it", () => {
    forAll(systems, 20, (system) => {
      const { generator, gross, accuracy } = accuracyOf(system, { real: 1e-3 });
      const { size: n, levels, couplings } = generator;
      const most = couplings.map(({ operator, transition }, b) => {
        // Q = Σ_dc X_dc q_dc; the most that δX of norm 1e-3 can do is 1e-3 ‖q‖
        const q = Array.from({ length: n * n }, (_, dc) => {
          const [d, c] = [Math.floor(dc / n), dc % n];
          let sum = 0;
          for (let a = 0; a < n; a++)
            sum += 2 * (levels[a] - levels[c]) * transition[a * n + d] * operator[c * n + a];
          return sum;
        });
        return (1e-3 * norm(q)) / gross[b];
      });
      expect(accuracy.currents).toBeGreaterThanOrEqual(Math.max(...most));
      expect(accuracy.currents).toBeLessThanOrEqual(100 * Math.max(...most));
    });
  });

  test("heat along the ring by no more than Y can make it", () => {
    forAll(ringSystem({ sites: [3, 4], coupling: [-3, -1.5] }), 20, (system) => {
      const { generator, gross, accuracy } = accuracyOf(system, { imag: 1e-3 });
      const n = generator.size;
      const total = gross.reduce((sum, flow) => sum + flow, 0);
      const most = Array.from(heatThroughSites(system.model), (k) =>
        norm(k.map((x, i) => (x - k[(i % n) * n + Math.floor(i / n)]) / 2)),
      );
      expect(accuracy.currents).toBeGreaterThanOrEqual((1e-3 * Math.max(...most)) / total);
      expect(accuracy.currents).toBeLessThanOrEqual((1e-3 * 30 * Math.max(...most)) / total);
    });
  });

  test("a population by what turns its level into its neighbours", () => {
    forAll(systems, 20, (system) => {
      const { model, baths } = system;
      const generator = redfieldGenerator(model, baths);
      const { size: n, levels } = generator;
      const { populations, real } = steadyState(model, baths);
      const gross = grossHeat(generator, populations);
      const none = { populations: 0, real: 0, imag: 0 };
      const rest = 8 * Math.sqrt(n) * 2 ** -53 * Math.max(...levels.map(Math.abs));
      let most = 0;
      for (let a = 0; a < n; a++) {
        let moved = 0;
        for (let b = 0; b < n; b++)
          if (b !== a) moved += 2 * Math.abs(real[a * n + b] * (rest / (levels[a] - levels[b])));
        most = Math.max(most, moved);
      }
      const bound = stateAccuracy(generator, model, real, gross, none, 1).populations;
      expect(bound - 2 ** -52).toBeCloseTo(most, 18);
      expect(bound).toBeGreaterThanOrEqual(2 ** -52);
    });
  });
});
