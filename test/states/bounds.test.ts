// The bounds themselves: each is compared with the worst that can happen, which it may not fall short of nor exceed beyond
// reason. Errors are made a million times larger than rounding, so that they can be seen.
import fc from "fast-check";
import { inverse, Matrix, SVD } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import {
  applyGenerator,
  generatorIn,
  type RedfieldGenerator,
  redfieldGenerator,
} from "../../src/equations/generator";
import { grossHeat } from "../../src/equations/heat";
import { redfieldLiouvillian } from "../../src/equations/redfield";
import { sectorBasis } from "../../src/model/basis";
import { toMatrix } from "../../src/model/matrices";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { heatThroughSites } from "../../src/model/operators";
import {
  defectsOf,
  equationFloors,
  observedErrors,
  type StateErrors,
  stateAccuracy,
} from "../../src/states/accuracy";
import { type DirectSolver, denseSolver, LARGEST_DIRECT } from "../../src/states/direct";
import { eliminationSolver } from "../../src/states/elimination";
import { krylovErrors, krylovSolver, solveKrylov } from "../../src/states/krylov";
import { steadyState } from "../../src/states/steady-state";
import { expectRelative, largest } from "../support/close";
import { written } from "../support/liouvillian";
import { forAll, noise, type RandomSystem, ringSystem } from "../support/random";

const systems = ringSystem({ sites: [2, 4], coupling: [-3, -1.5] });
const norm = (values: Iterable<number>): number =>
  Math.sqrt(Array.from(values).reduce((s, v) => s + v * v, 0));

/** The largest that errors of up to `real` in dX and dp and of `imag` in dY can do, entry by entry of the packed state. */
function worst(generator: RedfieldGenerator, real: number, imag: number): Float64Array {
  const n = generator.size;
  const { solve } = denseSolver(redfieldLiouvillian(generator), true);
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
  [
    "reduced",
    (g: RedfieldGenerator): DirectSolver | undefined => eliminationSolver(redfieldLiouvillian(g), true),
    300,
  ],
  [
    "dense",
    (g: RedfieldGenerator): DirectSolver | undefined => denseSolver(redfieldLiouvillian(g), true),
    100,
  ],
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

test("the reduced equations say what the norms of their blocks say, where the gaps are wide", () => {
  let [known, strong, narrow] = [0, 0, 0];
  forAll(ringSystem({ sites: [2, 4], coupling: [-2, 1.2] }), 80, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const { size: n, levels } = generator;
    const all = Array.from({ length: n * n }, (_, ab) => ab);
    const lower = all.filter((ab) => Math.floor(ab / n) > ab % n);
    const upper = lower.map((ab) => (ab % n) * n + Math.floor(ab / n));
    const levelsAlone = all.filter((ab) => ab % (n + 1) === 0);
    const whole = toMatrix(written(redfieldLiouvillian(generator)));
    const block = (rows: number[], columns: number[]): Matrix => whole.selection(rows, columns);
    const d = Matrix.diag(lower.map((ab) => levels[Math.floor(ab / n)] - levels[ab % n]));
    const gap = Math.min(...d.diagonal());
    const solver = eliminationSolver(redfieldLiouvillian(generator), true);
    expect(solver === undefined).toBe(gap <= 0.05 * largest(generator.decay));
    if (!solver) {
      narrow++;
      return;
    }
    // D∘x + (B/D) A_x (x, p) = (B/D) dx − dy,  dp = A_p (x, p),  in the norm of row sums
    const rowSums = (m: Matrix): number => Math.max(...m.to2DArray().map((row) => row.reduce(addSize, 0)));
    const addSize = (sum: number, entry: number): number => sum + Math.abs(entry);
    const turned = block(upper, upper).mmul(inverse(d));
    const k = inverse(d).mmul(turned.mmul(block(lower, lower)));
    const kHere = turned.mmul(block(lower, lower)).mmul(inverse(d));
    const size = Math.max(rowSums(k), rowSums(kHere));
    const errors = solver.errors({ real: 1, imag: 3 });
    if (size >= 0.9) {
      expect(errors.populations).toBe(Number.POSITIVE_INFINITY);
      strong++;
      return;
    }
    known++;
    const eliminated = inverse(Matrix.add(d, turned.mmul(block(lower, lower)))).mmul(
      turned.mmul(block(lower, levelsAlone)),
    );
    const rates = block(levelsAlone, levelsAlone).sub(block(levelsAlone, lower).mmul(eliminated));
    rates.setRow(0, new Array<number>(n).fill(1));
    const answer = inverse(rates);
    answer.setColumn(0, new Array<number>(n).fill(0));
    const most = 1 / (1 - size);
    const coherences = 3 + rowSums(turned);
    const populations =
      rowSums(answer) * (1 + most * rowSums(block(levelsAlone, lower).mmul(inverse(d))) * coherences);
    const passed = rowSums(inverse(d).mmul(turned).mmul(block(lower, levelsAlone)));
    const x = most * (coherences / gap + passed * populations);
    const damping = rowSums(block(lower, [...lower, ...levelsAlone]));
    const y = (1 + damping * (x + populations)) / gap;
    expectRelative(errors.populations, populations, 1e-6);
    expectRelative(errors.real, Math.sqrt(n) * populations + n * x, 1e-6);
    expectRelative(errors.imag, n * y, 1e-6);
  });
  expect([known > 20, strong > 2, narrow > 2], `${[known, strong, narrow]}`).not.toContain(false);
});

/** The most that errors of one in every equation can change Σ c_ab X_ab or Σ c_ab Y_ab. */
function worstOf(generator: RedfieldGenerator, of: "real" | "imag", coefficients: Float64Array): number {
  const n = generator.size;
  const { solve } = denseSolver(redfieldLiouvillian(generator), true);
  const [right, x] = [new Float64Array(n * n), new Float64Array(n * n)];
  let most = 0;
  for (let i = 1; i < n * n; i++) {
    right.fill(0);
    right[i] = 1;
    solve(right, x);
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
  return most;
}

test("of one functional the dense equations know the worst exactly", () => {
  forAll(systems, 10, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const n = generator.size;
    const errors = denseSolver(redfieldLiouvillian(generator), true).errors({ real: 1, imag: 1 });
    const next = noise(n);
    for (const of of ["real", "imag"] as const) {
      const coefficients = Float64Array.from({ length: n * n }, () => next());
      const most = worstOf(generator, of, coefficients);
      const told = errors.of?.([{ size: norm(coefficients), coefficients: () => ({ [of]: coefficients }) }]);
      expect(told?.[0]).toBeGreaterThan(0.999 * most);
      expect(told?.[0]).toBeLessThan(1.001 * most + 1e-9);
    }
  });
});

test("iterations that ended short of a slow direction say so, though no random error shows it", () => {
  // two baths at one site and weak exchange: what moves last is moved ten million times less than the rest
  const model = spinModel({
    sites: 3,
    spinsUp: 2,
    bonds: [
      { from: 1, to: 2, exchange: 0.007198706573229991, interaction: -0.3944365633651614 },
      { from: 1, to: 3, exchange: 1, interaction: -1.1928530875593424 },
      { from: 2, to: 3, exchange: 0.000552557998378566, interaction: -1.732690424658358 },
    ],
    fields: [-1.8764049429446459, -6.692845430225134, 0.9374985219910741],
  });
  const baths = [
    ohmicBath({ site: 3, temperature: 1, coupling: 1.3896101613703e-6 }),
    ohmicBath({ site: 3, temperature: 1, coupling: 1 }),
    ohmicBath({ site: 1, temperature: 448.3535314108534, coupling: 1 }),
  ];
  const known = steadyState(model, baths);
  const { real, errors } = solveKrylov(redfieldLiouvillian(redfieldGenerator(model, baths)));
  const error = Math.max(...Array.from(known.populations, (p, k) => Math.abs(p - real[4 * k])));
  expect(known.certificate.accuracy.populations).toBeLessThan(1e-12);
  expect(error).toBeGreaterThan(0);
  expect(error).toBeLessThanOrEqual(errors({ real: 1e-17, imag: 1e-17 }).populations);
});

/** What errors of the equations make of the packed state, a column each, where those of the rates add up to zero. */
function response(generator: RedfieldGenerator): Matrix {
  const n = generator.size;
  const whole = toMatrix(written(redfieldLiouvillian(generator)));
  const levels = Array.from({ length: n }, (_, a) => a * (n + 1));
  whole.setRow(
    0,
    Array.from({ length: n * n }, (_, i) => (levels.includes(i) ? 1 : 0)),
  );
  const answer = inverse(whole);
  answer.setColumn(0, new Array<number>(n * n).fill(0)); // the trace is known
  const mean = levels.reduce((sum, i) => sum.add(answer.getColumnVector(i)), Matrix.zeros(n * n, 1)).div(n);
  for (const i of levels) answer.setColumn(i, answer.getColumnVector(i).sub(mean));
  return answer;
}

/** The most that errors in dX of norm one, and others in dY, do to Σ_i f_i x_i. */
function most(answer: Matrix, f: ArrayLike<number>): number {
  const n = Math.sqrt(answer.rows);
  const passed = Matrix.rowVector(Array.from(f)).mmul(answer).to1DArray();
  const lower = (i: number): boolean => Math.floor(i / n) >= i % n;
  return norm(passed.filter((_, i) => lower(i))) + norm(passed.filter((_, i) => !lower(i)));
}

/** Σ c_ab X_ab, or of Y, in packed unknowns. */
function packed(of: "real" | "imag", c: Float64Array): number[] {
  const n = Math.sqrt(c.length);
  return Array.from(c, (_, i) => {
    const [ab, ba] = [i, (i % n) * n + Math.floor(i / n)];
    if (Math.floor(i / n) === i % n) return of === "real" ? c[i] : 0;
    if (of === "real") return ba < ab ? c[ab] + c[ba] : 0;
    return ba > ab ? c[ab] - c[ba] : 0;
  });
}

test("iterations bound what errors of a known norm do, and what a residual does", () => {
  forAll(systems, 20, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const n = generator.size;
    const solver = krylovSolver(redfieldLiouvillian(generator));
    const together = { real: 1e-9, imag: 1e-9 };
    const [errors, more] = [0, 1e-9].map((residual) =>
      krylovErrors(n, solver, { real: 1, imag: 1, together }, { residual, amplification: 1 }),
    );
    const answer = response(generator);
    const size = new SVD(answer).norm2;
    const population = (a: number) => Array.from({ length: n * n }, (_, i) => (i === a * (n + 1) ? 1 : 0));
    const populations = Math.max(...generator.levels.map((_, a) => most(answer, population(a))));
    expect(errors.singular).toBe(false);
    expect(errors.populations).toBeGreaterThanOrEqual(1e-9 * populations);
    expect(errors.real).toBeGreaterThanOrEqual(1e-9 * Math.SQRT2 * size);
    expect(errors.imag).toBeLessThanOrEqual(1e-9 * 100 * size);
    for (const part of ["populations", "real", "imag"] as const) {
      expect(more[part], part).toBeGreaterThan(errors[part]);
    }
  });
});

test("and tell about what they do to the currents of a ring of six", () => {
  forAll(ringSystem({ sites: [6, 6], coupling: [-3, -1.5] }), 6, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    if (generator.size <= LARGEST_DIRECT) return;
    const solver = krylovSolver(redfieldLiouvillian(generator));
    const errors = krylovErrors(generator.size, solver, {
      real: 1,
      imag: 1,
      together: { real: 1e-9, imag: 1e-9 },
    });
    const answer = response(generator);
    for (const [of, all] of [
      ["real", heats(generator)],
      ["imag", flows(generator, model)],
    ] as const) {
      const told = errors.of?.(all.map((c) => ({ size: norm(c), coefficients: () => ({ [of]: c }) }))) ?? [];
      all.forEach((c, k) => {
        const worst = 1e-9 * most(answer, packed(of, c));
        expect(told[k]).toBeGreaterThan(worst);
      });
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
  return generatorIn({ model, basis, energies: moved, levels: moved, vectors: turned }, baths);
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
    const [x, y] = [
      before.real.map((x, i) => x - after.real[i]),
      before.imag.map((y, i) => y - after.imag[i]),
    ];
    const { together } = floors;
    expect(norm(x) / size).toBeLessThanOrEqual((together?.real ?? 0) / unit);
    expect(norm(y) / size).toBeLessThanOrEqual((together?.imag ?? 0) / unit);
    const rates = x.filter((_, i) => i % (n + 1) === 0);
    expect(Math.abs(rates.reduce((sum, rate) => sum + rate, 0))).toBeLessThan(1e-14);
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

test("the floors are those of a state of this size, and grow with it", () => {
  forAll(systems, 10, ({ model, baths }) => {
    const { real, imag } = steadyState(model, baths);
    const generator = redfieldGenerator(model, baths);
    const [once, thrice] = [1, 3].map((size) =>
      equationFloors(
        generator,
        real.map((x) => size * x),
        imag.map((y) => size * y),
        0,
      ),
    );
    expectRelative(thrice.real, 3 * once.real, 1e-14);
    expectRelative(thrice.imag, 3 * once.imag, 1e-14);
  });
});

/** The coefficients of the heat from each bath, Q = Σ_dc X_dc q_dc. */
const heats = ({ size: n, levels, couplings }: RedfieldGenerator): Float64Array[] =>
  couplings.map(({ operator, transition }) =>
    Float64Array.from({ length: n * n }, (_, dc) => {
      const [d, c] = [Math.floor(dc / n), dc % n];
      let sum = 0;
      for (let a = 0; a < n; a++)
        sum += 2 * (levels[a] - levels[c]) * transition[a * n + d] * operator[c * n + a];
      return sum;
    }),
  );

/** The coefficients of the heat through every site, Q = Σ_ab Y_ab k_ab, in the energy basis. */
const flows = ({ size: n, vectors }: RedfieldGenerator, model: SpinModel): Float64Array[] => {
  const v = toMatrix(vectors);
  return Array.from(heatThroughSites(model), ({ real }) => {
    const k = v.mmul(toMatrix(real)).mmul(v.transpose());
    return Float64Array.from({ length: n * n }, (_, ab) => {
      const [a, b] = [Math.floor(ab / n), ab % n];
      return (k.get(b, a) - k.get(a, b)) / 2;
    });
  });
};

describe("what is read from a state", () => {
  const accuracyOf = (system: RandomSystem, errors: Partial<StateErrors>) => {
    const generator = redfieldGenerator(system.model, system.baths);
    const { real, populations } = steadyState(system.model, system.baths);
    const gross = grossHeat(generator, populations);
    const accuracy = stateAccuracy(
      generator,
      system.model,
      { real },
      gross,
      { populations: 0, real: 0, imag: 0, ...errors },
      1,
    );
    return { generator, gross, accuracy };
  };

  test("heat from a bath is off by no more than X can make it", () => {
    forAll(systems, 20, (system) => {
      const { generator, gross, accuracy } = accuracyOf(system, { real: 1e-3 });
      // the most that δX of norm 1e-3 can do is 1e-3 ‖q‖
      const most = heats(generator).map((q, b) => (1e-3 * norm(q)) / gross[b]);
      expect(accuracy.currents).toBeGreaterThanOrEqual(Math.max(...most));
      expect(accuracy.currents).toBeLessThanOrEqual(100 * Math.max(...most));
    });
  });

  test("heat along the ring by no more than Y can make it", () => {
    const uniform = ringModel({ sites: 6, spinsUp: 3 });
    const many: RandomSystem = { model: uniform, baths: [ohmicBath({ site: 1, temperature: 2 })] };
    const few = ringSystem({ sites: [3, 4], coupling: [-3, -1.5] });
    forAll(fc.oneof(few, fc.constant(many)), 20, ({ model, baths }) => {
      const generator = redfieldGenerator(model, baths);
      const n = generator.size;
      const mixed = new Float64Array(n).fill(1 / n);
      const gross = grossHeat(generator, mixed);
      const total = gross.reduce((sum, flow) => sum + flow, 0);
      const errors = { populations: 0, real: 0, imag: 1e-3 };
      const { currents } = stateAccuracy(
        generator,
        model,
        { real: new Float64Array(n * n) },
        gross,
        errors,
        1,
      );
      const most = Math.max(...flows(generator, model).map(norm));
      expect(currents).toBeGreaterThanOrEqual((1e-3 * most) / total);
      expect(currents).toBeLessThanOrEqual((1e-3 * 30 * most) / total);
    });
  });

  test("where the norms leave too much open, every current by what the equations make of it", () => {
    forAll(ringSystem({ sites: [3, 4], coupling: [-3, -1.5] }), 15, ({ model, baths }) => {
      const generator = redfieldGenerator(model, baths);
      const { real, populations } = steadyState(model, baths);
      const gross = grossHeat(generator, populations);
      const errors = denseSolver(redfieldLiouvillian(generator), true).errors({ real: 1e-9, imag: 1e-9 });
      const { currents } = stateAccuracy(generator, model, { real }, gross, errors, 0);
      const total = gross.reduce((sum, flow) => sum + flow, 0);
      const most = Math.max(
        ...heats(generator).map((q, b) => (1e-9 * worstOf(generator, "real", q)) / gross[b]),
        ...flows(generator, model).map((k) => (1e-9 * worstOf(generator, "imag", k)) / total),
      );
      expectRelative(currents, most, 1e-3);
      expect(stateAccuracy(generator, model, { real }, gross, errors, 1).currents).toBeGreaterThan(
        0.99 * most,
      );
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
      const bound = stateAccuracy(generator, model, { real }, gross, none, 1).populations;
      expect(bound - 2 ** -52).toBeCloseTo(most, 18);
      expect(bound).toBeGreaterThanOrEqual(2 ** -52);
    });
  });

  test("trace, Hermiticity and energy balance are errors as they are seen, where the bounds say less", () => {
    const bounds = { populations: 1e-9, currents: 2e-9 };
    const sound = { real: [0.75, 0.1, 0.1, 0.25], imag: [0, 0.2, -0.2, 0], heat: [3, -3], gross: [5, 3] };
    const seen = (change: Partial<typeof sound>) => {
      const { real, imag, heat, gross } = { ...sound, ...change };
      const [x, y, q] = [real, imag, heat].map((list) => Float64Array.from(list));
      return observedErrors(bounds, defectsOf(x, y), q, gross);
    };
    expect(seen({})).toEqual(bounds);
    expect(seen({ real: [0.75, 0.1, 0.1, 0.2] }).populations).toBeCloseTo(0.05, 14);
    expect(seen({ real: [0.75, 0.1, 0.13, 0.25] }).populations).toBeCloseTo(0.03, 14);
    expect(seen({ imag: [0, 0.2, 0.3, 0] }).populations).toBeCloseTo(0.5, 14);
    expect(seen({ imag: [0.1, 0.2, -0.2, 0] }).populations).toBeCloseTo(0.2, 14);
    expect(seen({ heat: [3, -2.9] })).toEqual({ ...bounds, currents: expect.closeTo(0.1 / 8, 14) });
    expect(seen({ heat: [3, -3.1] }).currents).toBeCloseTo(0.1 / 8, 14);
    expect(seen({ heat: [1, 0], gross: [0, 0] })).toEqual(bounds);
  });
});
