// Phases of the exchange: what a gauge changes and what it does not, Gibbs states, persistent currents.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CouplingOperator, type OhmicBath, ohmicBath } from "../../src/baths/bath";
import { modelFromDescription } from "../../src/description";
import { applyGenerator, redfieldGenerator } from "../../src/equations/generator";
import { redfieldLiouvillian } from "../../src/equations/redfield";
import { hamiltonian, hamiltonianParts } from "../../src/model/matrices";
import { type BondOptions, ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { heatCurrents, siteHeatCurrents, spinCurrents } from "../../src/observables/currents";
import { ergotropyParts } from "../../src/observables/ergotropy";
import { bondHeat, loopCurrents } from "../../src/observables/graph-currents";
import { type Sensitivity, sensitivity } from "../../src/observables/sensitivity";
import { levels, spectrum } from "../../src/observables/spectrum";
import { solve } from "../../src/solve";
import { evolve } from "../../src/states/evolution";
import { densityMatrix, type EvolvedState, expectation } from "../../src/states/state";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { applied, written } from "../support/liouvillian";
import { expectAsQutip, references } from "../support/qutip";
import { forAll, noise, real, reals } from "../support/random";
import { type Parts, parts, plus, redfieldTerms, times } from "../support/redfield";

const models = references<{ bondHeat: number[] }>("phases");

/** Sites 2 and 4 are two ways from 1 to 3 with the same phases, around which a flux runs. */
const twoWays = [
  { from: 1, to: 2, phase: 0.3 },
  { from: 2, to: 3, phase: 0.4 },
  { from: 1, to: 4, phase: 0.9 },
  { from: 4, to: 3, phase: -0.2 },
  { from: 1, to: 3, phase: 0.1 },
];

test("there are at least 25 reference models, cross-checked", () => {
  expect(models.length).toBeGreaterThanOrEqual(25);
  for (const { crossCheck } of models) expect(crossCheck).toBeLessThan(1e-13);
});

test.each(models)("$name, as QuTiP solves it", ({ description, expected }) => {
  const result = solve({ ...description, accuracy: 1 });
  expectAsQutip(result, expected);
});

test.each(models.filter(({ description }) => description.spinsUp !== undefined))(
  "$name, by iterations",
  ({ description, expected }) => {
    const { model, baths } = modelFromDescription(description);
    const state = steadyState(model, baths, { method: "krylov", accuracy: 1 });
    expectClose(state.populations, expected.populations, 1e-10, "populations");
    expectClose(bondHeat(state), expected.bondHeat, 1e-10, "heat along bonds");
  },
);

const baths = (left: number, right: number, sites: [number, number] = [1, 3]): OhmicBath[] =>
  [left, right].map((temperature, b) => ohmicBath({ site: sites[b], temperature }));

interface Phased {
  readonly sites: number;
  readonly spinsUp: number;
  readonly bonds: BondOptions[];
  readonly fields: number[];
  readonly angles: number[];
  readonly baths: OhmicBath[];
}

/** A ring with chords, a phase on every bond, and fields of its own on every site. */
const phased: fc.Arbitrary<Phased> = fc.integer({ min: 3, max: 5 }).chain((sites) =>
  fc
    .record({
      spinsUp: fc.integer({ min: 1, max: sites - 1 }),
      numbers: fc.array(
        fc.record({ exchange: real(0.5, 1.5), interaction: real(-2, 2), phase: real(-3, 3) }),
        {
          minLength: sites + 1,
          maxLength: sites + 1,
        },
      ),
      chord: fc.boolean(),
      fields: reals(sites, -2, 2),
      angles: reals(sites, -3, 3),
      temperatures: reals(2, 0.5, 3),
    })
    .map(({ spinsUp, numbers, chord, fields, angles, temperatures }) => {
      const bonds = numbers
        .slice(0, sites)
        .map((bond, l) => ({ from: l + 1, to: ((l + 1) % sites) + 1, ...bond }));
      if (chord && sites > 3) bonds.push({ from: 3, to: 1, ...numbers[sites] });
      return {
        sites,
        spinsUp,
        bonds,
        fields,
        angles,
        baths: baths(temperatures[0], temperatures[1], [1, 2]),
      };
    }),
);

const modelOf = ({ sites, spinsUp, bonds, fields }: Phased): SpinModel =>
  spinModel({ sites, spinsUp, bonds, fields });

/** Everything that no choice of a gauge may change. */
const observed = (state: SteadyState): number[] => {
  const { total, coherent } = ergotropyParts(state);
  return [
    ...state.energies,
    ...state.populations,
    ...state.eigenvalues,
    ...state.bathHeat,
    ...spinCurrents(state),
    ...bondHeat(state),
    ...Object.values(siteHeatCurrents(state)),
    total,
    coherent,
    ...loopCurrents(state).flatMap(({ heat, spin }) => [heat, spin]),
  ];
};

/** The phases after σ⁻_l → e^{−iα_l} σ⁻_l. */
const turned = (bonds: readonly BondOptions[], angles: readonly number[]): BondOptions[] =>
  bonds.map((bond) => ({
    ...bond,
    phase: (bond.phase ?? 0) + angles[bond.from - 1] - angles[bond.to - 1],
  }));

test("nothing that is observed depends on the gauge, nor on full turns", () => {
  forAll(phased, 40, (system) => {
    const plain = steadyState(modelOf(system), system.baths, { accuracy: 1 });
    const bonds = turned(system.bonds, system.angles).map((bond, b) => ({
      ...bond,
      phase: (bond.phase as number) + 2 * Math.PI * (b % 3),
    }));
    const other = steadyState(modelOf({ ...system, bonds }), system.baths, { accuracy: 1 });
    expectClose(observed(other), observed(plain), 1e-9);
  });
});

test("a bond turned round has its phase the other way, and its currents", () => {
  forAll(phased, 20, (system) => {
    const bonds = system.bonds.map(({ from, to, phase, ...rest }) => ({
      ...rest,
      from: to,
      to: from,
      phase: -(phase ?? 0),
    }));
    const [plain, back] = [system, { ...system, bonds }].map((each) =>
      steadyState(modelOf(each), each.baths, { accuracy: 1 }),
    );
    expectClose(back.populations, plain.populations, 1e-10);
    expectClose(
      spinCurrents(back),
      spinCurrents(plain).map((j) => -j),
      1e-10,
    );
    expectClose(
      bondHeat(back),
      bondHeat(plain).map((j) => -j),
      1e-10,
    );
  });
});

test("all phases negative and the ring seen from behind: the same state, its currents reversed", () => {
  forAll(phased, 20, (system) => {
    const mirror = (site: number): number => ((system.sites - site + 1) % system.sites) + 1;
    const bonds = system.bonds.map((bond) => ({ ...bond, from: mirror(bond.from), to: mirror(bond.to) }));
    const fields = system.fields.map((_, l) => system.fields[mirror(l + 1) - 1]);
    const seen = {
      ...system,
      bonds,
      fields,
      baths: system.baths.map((b) => ({ ...b, site: mirror(b.site) })),
    };
    const [plain, other] = [system, seen].map((each) =>
      steadyState(modelOf(each), each.baths, { accuracy: 1 }),
    );
    expectClose(other.populations, plain.populations, 1e-10);
    expectClose(bondHeat(other), bondHeat(plain), 1e-10);
  });
  // a ring whose flux changes its sign with the reflection 2 ↔ 4
  const at = (flux: number, fields: number[]) =>
    steadyState(ringModel({ sites: 4, spinsUp: 2, interaction: 1, flux, fields }), baths(2, 1));
  const [plain, other] = [at(0.7, [0, 2, 1, 0.5]), at(-0.7, [0, 0.5, 1, 2])];
  expectClose(other.populations, plain.populations, 1e-11);
  const [j, k] = [heatCurrents(plain), heatCurrents(other)];
  expectClose([k.upper, k.lower], [-j.lower, -j.upper], 1e-11);
});

test("the flux alone reversed is another model", () => {
  const at = (flux: number) =>
    heatCurrents(
      steadyState(
        ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, flux, fields: [0, 2, 1, 0] }),
        baths(2, 1),
      ),
    );
  expect(Math.abs(at(0.5).fromLeft - at(-0.5).fromLeft)).toBeGreaterThan(1e-6);
});

describe("at equal temperatures", () => {
  test("the state is that of Gibbs, whatever the phases", () => {
    forAll(phased, 30, (system) => {
      const temperature = 1.3;
      const equal = system.baths.map((bath) => ({ ...bath, temperature }));
      const state = steadyState(modelOf(system), equal, { accuracy: 1 });
      const weights = state.levels.map((level) => Math.exp(-(level - state.levels[0]) / temperature));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      expectClose(
        state.populations,
        weights.map((weight) => weight / total),
        1e-10,
      );
      const n = weights.length;
      state.real.forEach((x, i) => {
        if (i % (n + 1) !== 0) expect(Math.hypot(x, state.imag[i])).toBeLessThan(1e-9);
      });
      expectClose(state.bathHeat, [0, 0], 1e-11);
    });
  });

  test("a spin current persists, ∂F/∂θ", () => {
    forAll(phased, 20, (system) => {
      const temperature = 0.8;
      const equal = system.baths.map((bath) => ({ ...bath, temperature }));
      const currents = spinCurrents(steadyState(modelOf(system), equal, { accuracy: 1 }));
      const free = (bond: number, step: number): number => {
        const bonds = system.bonds.map((each, b) =>
          b === bond ? { ...each, phase: (each.phase ?? 0) + step } : each,
        );
        const energies = levels(modelOf({ ...system, bonds }));
        return (
          -temperature * Math.log(energies.reduce((sum, energy) => sum + Math.exp(-energy / temperature), 0))
        );
      };
      const h = 1e-3;
      const slopes = system.bonds.map(
        (_, b) => (8 * (free(b, h) - free(b, -h)) - (free(b, 2 * h) - free(b, -2 * h))) / (12 * h),
      );
      expectClose(currents, slopes, 1e-9);
    });
  });

  test("the mode names the way in which heat circulates, and none where it does not", () => {
    const at = (flux: number, spinsUp = 1) =>
      steadyState(ringModel({ sites: 4, spinsUp, flux, fields: [0, 2, 1, 0] }), baths(1, 1));
    const [there, back] = [heatCurrents(at(1)), heatCurrents(at(-1))];
    expect(Math.abs(there.upper)).toBeGreaterThan(1e-2);
    expect([there.mode, back.mode].sort()).toEqual(["clockwise", "counterclockwise"]);
    expect(loopCurrents(at(1))[0].mode).toBe(there.mode);
    expect(heatCurrents(at(0)).mode).toBe("none");
    expect(heatCurrents(at(Math.PI)).mode).toBe("none");
    expect(loopCurrents(at(2 * Math.PI))[0].mode).toBe("none");
  });
});

describe("phases that are none", () => {
  const ring = { sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] };
  const described = { ...ring, baths: baths(2, 1) };

  test.each([
    [0, 1],
    [2 * Math.PI, 1],
    [-4 * Math.PI, 1],
    [Math.PI, -1],
    [-3 * Math.PI, -1],
  ])("a flux of %s is a real model, to the last digits", (flux, sign) => {
    const { bonds, ...rest } = ringModel(ring);
    const { positions: _, ...plain } = rest;
    const same = solve({
      ...plain,
      baths: described.baths,
      bonds: bonds.map((bond, b) => ({ ...bond, exchange: b === 0 ? sign : 1 })),
    });
    const found = solve({ ...described, flux });
    expectClose(found.populations, same.populations, 1e-14);
    expectClose(Object.values(found.heatCurrents), Object.values(same.heatCurrents), 1e-14);
    expectClose(found.spinCurrents, same.spinCurrents, 1e-14);
    expect(found.certificate.accuracy.currents).toBeLessThan(2 * same.certificate.accuracy.currents);
  });

  test("of a bridge and of a tree do nothing", () => {
    const bonds = [
      { from: 1, to: 2, phase: 0.4 },
      { from: 2, to: 3, phase: 0.3 },
      { from: 3, to: 1, phase: 0.5 },
      { from: 3, to: 4 },
    ];
    const system = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0.3], baths: baths(2, 1, [1, 4]) };
    const [without, with_] = [0, 1.1].map((phase) =>
      solve({ ...system, bonds: bonds.map((bond, b) => (b === 3 ? { ...bond, phase } : bond)) }),
    );
    expectClose(with_.populations, without.populations, 1e-12);
    expectClose(with_.bondHeat as number[], without.bondHeat as number[], 1e-12);
    const path = [1, 2, 3].map((from) => ({ from, to: from + 1 }));
    const chain = [0, 0.7].map((phase) =>
      solve({ ...system, bonds: path.map((bond) => ({ ...bond, phase })) }),
    );
    expectClose(chain[1].populations, chain[0].populations, 1e-14);
    expectClose(chain[1].bondHeat as number[], chain[0].bondHeat as number[], 1e-14);
    expectClose(chain[1].spinCurrents, chain[0].spinCurrents, 1e-14);
  });

  test("are gone from what is solved, not from the state", () => {
    const model = ringModel({ ...ring, flux: 2 * Math.PI });
    const state = steadyState(model, described.baths);
    expect(state.realInSector).toBeUndefined();
    expect(state.vectorsImag).toBeDefined();
    expect(expectation(state, hamiltonianParts(model))).toBeCloseTo(
      state.populations.reduce((sum, p, k) => sum + p * state.energies[k], 0),
      12,
    );
  });
});

test("H, its states and ρ belong together in the gauge that was given", () => {
  forAll(phased, 20, (system) => {
    const model = modelOf(system);
    const { real, imag } = hamiltonianParts(model);
    const state = steadyState(model, system.baths, { accuracy: 1 });
    const n = state.basis.size;
    for (const { energies, vectors, vectorsImag } of [state, spectrum(model)]) {
      const im = vectorsImag as Float64Array;
      for (let k = 0; k < n; k++) {
        for (let i = 0; i < n; i++) {
          let [x, y] = [0, 0];
          for (let j = 0; j < n; j++) {
            x += real.get(i, j) * vectors[k * n + j] - imag.get(i, j) * im[k * n + j];
            y += real.get(i, j) * im[k * n + j] + imag.get(i, j) * vectors[k * n + j];
          }
          expect(
            Math.hypot(x - energies[k] * vectors[k * n + i], y - energies[k] * im[k * n + i]),
          ).toBeLessThan(1e-12);
        }
      }
    }
    const energy = state.populations.reduce((sum, p, k) => sum + p * state.energies[k], 0);
    expect(expectation(state, { real, imag })).toBeCloseTo(energy, 10);
    const rho = densityMatrix(state, "sites");
    let trace = 0;
    for (let k = 0; k < n; k++) trace += rho.real[k * (n + 1)];
    expect(trace).toBeCloseTo(1, 12);
  });
});

test("of three cold sites with a flux one takes more heat than the other, without coherence both the same", () => {
  const circulator = {
    sites: 3,
    spinsUp: 1,
    flux: 3.1,
    baths: [2, 1, 1].map((temperature, l) => ({ site: l + 1, temperature })),
  };
  const [q1, q2, q3] = solve(circulator).bathHeat;
  expect((q3 - q2) / q1).toBeCloseTo(0.393, 3);
  const [, s2, s3] = solve({ ...circulator, secular: "full" }).bathHeat;
  expect(s3 - s2).toBeCloseTo(0, 14);
});

test("a thousandth of a radian ends the parallel mode", () => {
  const mode = (flux: number) =>
    solve({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0], flux, baths: baths(2, 1) })
      .loops?.[0].mode;
  expect([-8.25e-4, -8.23e-4, 6.46e-4, 6.48e-4].map(mode)).toEqual([
    "counterclockwise",
    "parallel",
    "parallel",
    "clockwise",
  ]);
});

describe("dρ/dt", () => {
  /** A triangle with a flux on all eight states, its baths through any Pauli matrix. */
  const together = fc
    .record({
      phases: reals(3, -3, 3),
      fields: reals(3, -2, 2),
      operators: fc.constantFrom("xz", "xy", "zz", "yy", "zx"),
    })
    .map(({ phases, fields, operators }) => ({
      model: spinModel({
        sites: 3,
        fields,
        bonds: phases.map((phase, l) => ({ from: l + 1, to: ((l + 1) % 3) + 1, interaction: l, phase })),
      }),
      baths: [...operators].map((operator, b) =>
        ohmicBath({ site: b + 1, temperature: 1 + b, coupling: 0.3, operator: operator as CouplingOperator }),
      ),
    }));
  const rho = (n: number): [Float64Array, Float64Array] => {
    const next = noise(n);
    const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
    for (let a = 0; a < n; a++) {
      for (let b = 0; b <= a; b++) {
        x[a * n + b] = x[b * n + a] = next();
        if (a > b) y[a * n + b] = next();
        y[b * n + a] = -y[a * n + b];
      }
    }
    return [x, y];
  };

  test("is the equation on all states with all operators spelt out", () => {
    forAll(together, 12, ({ model, baths }) => {
      const generator = redfieldGenerator(model, baths);
      const { size: n, vectors, vectorsImag } = generator;
      expect(vectorsImag).toBeDefined();
      const [x, y] = rho(n);
      const back = (re: Float64Array, im: Float64Array): Parts => {
        const v = parts(vectors, vectorsImag as Float64Array);
        const columns = { real: v.real.transpose(), imag: v.imag.transpose() };
        const conjugate = { real: v.real, imag: v.imag.clone().neg() };
        return times(times(columns, parts(re, im)), conjugate);
      };
      const { turning, dissipated } = redfieldTerms(model, baths, back(x, y));
      const expected = dissipated.reduce(plus, turning);
      const { real, imag } = applyGenerator(generator, x, y);
      const found = back(real, imag);
      expectClose(found.real.to1DArray(), expected.real.to1DArray(), 1e-11);
      expectClose(found.imag.to1DArray(), expected.imag.to1DArray(), 1e-11);
    });
  });

  test("is the same applied and written down, and P⁻¹ undoes what it was made from", () => {
    forAll(together, 12, ({ model, baths }) => {
      const liouvillian = redfieldLiouvillian(redfieldGenerator(model, baths));
      const matrix = written(liouvillian);
      expectClose(applied(liouvillian), matrix, 1e-12);
      const { size } = liouvillian;
      const n = Math.sqrt(size);
      const [v, out] = [new Float64Array(size), new Float64Array(size)];
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < a; b++) {
          // a coherence and its own part of L alone
          const [ab, ba] = [a * n + b, b * n + a];
          v.fill(0);
          for (const i of [ab, ba]) v[i] = matrix[i * size + ab] * 0.3 - matrix[i * size + ba] * 0.7;
          liouvillian.preconditioner().precondition(v, out);
          expectClose([out[ab], out[ba]], [0.3, -0.7], 1e-10);
        }
      }
    });
  });
});

describe("slopes", () => {
  const observedAlong = (slopes: Sensitivity): number[] => [
    ...(slopes.energies ?? []),
    ...(slopes.populations ?? []),
    ...slopes.bathHeat,
    ...slopes.spinCurrents,
    ...Object.values(slopes.heatCurrents),
    slopes.ergotropy ?? 0,
  ];
  const values = (state: SteadyState): number[] => [
    ...state.energies,
    ...state.populations,
    ...state.bathHeat,
    ...spinCurrents(state),
    ...Object.values(siteHeatCurrents(state)),
    ergotropyParts(state).total,
  ];
  const difference = (at: (x: number) => SteadyState): number[] => {
    const h = 2e-3;
    const [a, b, c, d] = [-2 * h, -h, h, 2 * h].map((x) => values(at(x)));
    return a.map((_, i) => (8 * (c[i] - b[i]) - (d[i] - a[i])) / (12 * h));
  };

  test.each(["bonds.1.phase", "bonds.2.exchange", "interaction", "fields.2", "baths.1.temperature"] as const)(
    "along %s are those of differences",
    (path) => {
      forAll(phased, 8, (system) => {
        const options = { accuracy: 1e-3 };
        const moved = (x: number): SteadyState => {
          const bonds = system.bonds.map((bond, b) => ({
            ...bond,
            phase: (bond.phase ?? 0) + (path === "bonds.1.phase" && b === 0 ? x : 0),
            exchange: (bond.exchange ?? 1) + (path === "bonds.2.exchange" && b === 1 ? x : 0),
            interaction: (bond.interaction ?? 0) + (path === "interaction" ? x : 0),
          }));
          const fields = system.fields.map((h, l) => h + (path === "fields.2" && l === 1 ? x : 0));
          const warmed = system.baths.map((bath, b) => ({
            ...bath,
            temperature: bath.temperature + (path === "baths.1.temperature" && b === 0 ? x : 0),
          }));
          return steadyState(modelOf({ ...system, bonds, fields }), warmed, options);
        };
        const state = moved(0);
        const slopes = observedAlong(sensitivity(state, path));
        const gaps = state.energies.slice(1).map((e, k) => e - state.energies[k]);
        if (Math.min(...gaps) < 0.1) return;
        expectClose(slopes, difference(moved), 1e-6);
      });
    },
  );

  test.each([0, 0.8, Math.PI, 2 * Math.PI])("along the flux, at %s", (flux) => {
    const at = (x: number): SteadyState =>
      steadyState(
        ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, flux: flux + x, fields: [0, 2, 1, 0.4] }),
        baths(2, 1),
      );
    expectClose(observedAlong(sensitivity(at(0), "flux")), difference(at), 1e-7);
  });
});

describe("on its way", () => {
  const times = [0, 0.3, 7, 2e6];

  test("a state ends in the steady one, its energy that of the baths", () => {
    forAll(phased, 8, (system) => {
      const model = modelOf(system);
      const start = "↑".repeat(system.spinsUp) + "↓".repeat(system.sites - system.spinsUp);
      const end = steadyState(model, system.baths, { accuracy: 1e-3 });
      const last = evolve(model, system.baths, start, [1e8]).at(-1) as EvolvedState;
      expectClose(last.populations, end.populations, 1e-8);
      expectClose(spinCurrents(last), spinCurrents(end), 1e-8);
      const h = 1e-3;
      const energies = evolve(model, system.baths, start, [2 - h, 2, 2 + h]).map(({ populations, levels }) =>
        populations.reduce((sum, p, k) => sum + p * levels[k], 0),
      );
      const [, now] = evolve(model, system.baths, start, [2 - h, 2]);
      const given = now.bathHeat.reduce((sum, q) => sum + q, 0);
      expect((energies[2] - energies[0]) / (2 * h)).toBeCloseTo(given, 5);
    });
  });

  test("the gauge does not matter to it", () => {
    forAll(phased, 8, (system) => {
      const start = "↑".repeat(system.spinsUp) + "↓".repeat(system.sites - system.spinsUp);
      const [plain, other] = [system, { ...system, bonds: turned(system.bonds, system.angles) }].map((each) =>
        evolve(modelOf(each), each.baths, start, times),
      );
      plain.forEach((state, i) => {
        expectClose(other[i].populations, state.populations, 1e-9);
        expectClose(spinCurrents(other[i]), spinCurrents(state), 1e-9);
      });
    });
  });

  test("where the steady state is not unique, it is the one that the start belongs to", () => {
    const model = spinModel({ sites: 4, spinsUp: 2, bonds: twoWays });
    const [one, other] = ["↑↑↓↓", "↑↓↑↓"].map((initial) => {
      const end = steadyState(model, baths(2, 1), { initial });
      const [late] = evolve(model, baths(2, 1), initial, [1e7]);
      expectClose(end.populations, late.populations, 1e-9);
      expect(end.certificate.kirchhoff).toBeLessThan(1e-9);
      return end;
    });
    expect(Math.abs(one.populations[0] - other.populations[0])).toBeGreaterThan(1e-3);
  });
});

describe("uniqueness", () => {
  const ring = { sites: 4, spinsUp: 2, baths: baths(2, 1) };

  test("without fields a flux makes the state unique, unless it is 0 or π", () => {
    expect(solve({ ...ring, flux: 1 }).certificate.accuracy.populations).toBeLessThan(1e-9);
    for (const flux of [0, Math.PI, 2 * Math.PI])
      expect(() => solve({ ...ring, flux })).toThrow(/not unique/);
  });

  test("a mirror that reverses no loop is found in any gauge", () => {
    expect(() => solve({ ...ring, bonds: twoWays })).toThrow("the exchange of sites 2 ↔ 4");
    const other = twoWays.map((bond, b) => (b === 3 ? { ...bond, phase: 0.5 } : bond));
    expect(solve({ ...ring, bonds: other }).populations).toHaveLength(6);
  });

  test("what no permutation shows, the operators do: a state that the bath does not see", () => {
    // of sites 4 and 5, hung on site 3 by J and 2J, the superposition (2, −1) meets nothing
    const bonds = [
      { from: 1, to: 2, phase: 1 },
      { from: 2, to: 3 },
      { from: 3, to: 1 },
      { from: 3, to: 4 },
      { from: 3, to: 5, exchange: 2 },
    ];
    expect(() => solve({ sites: 5, spinsUp: 1, bonds, baths: baths(2, 1, [1, 2]) })).toThrow(
      expect.objectContaining({ code: "not-unique" }),
    );
  });

  test("turning all spins over reverses a flux, and so does a mirror: both together leave it", () => {
    const turning = (operator: CouplingOperator, fields: number[]) => () =>
      solve({ sites: 4, flux: 1, fields, baths: ring.baths.map((bath) => ({ ...bath, operator })) });
    for (const operator of ["x", "y"] as const) {
      const message = "turning all spins over with the exchange of sites 2 ↔ 4";
      expect(turning(operator, [0, 0, 0, 0])).toThrow(message);
      expect(turning(operator, [0, 0.5, 0, -0.5])).toThrow(message);
      expect(turning(operator, [0, 0.5, 0, 0.5])).not.toThrow();
    }
  });

  test("nearly not unique is refused as that", () => {
    expect(() => solve({ ...ring, flux: 1e-6 })).toThrow(
      expect.objectContaining({ code: "ill-conditioned" }),
    );
  });
});

describe("refused", () => {
  const ring = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths: baths(2, 1) };
  const one = { from: 1, to: 2 };

  test.each([
    ["flux must be left out where bonds are given", { ...ring, flux: 1, bonds: [one] }],
    ["flux must be a finite number", { ...ring, flux: "1" }],
    ["bonds.1.phase must be a finite number", { ...ring, bonds: [{ ...one, phase: Number.NaN }] }],
    ["flux must be left out for two sites", { ...ring, sites: 2, spinsUp: 1, fields: [0, 1], flux: 1 }],
  ])("%s", (message, description) => {
    expect(() => solve(description as never)).toThrow(message);
  });

  test("a real matrix of a model with phases", () => {
    const model = ringModel({ sites: 4, spinsUp: 2, flux: 1 });
    expect(() => hamiltonian(model)).toThrow(
      "bonds.1.phase must be 0 for a real matrix, got 0.25: take hamiltonianParts, or the currents of a state",
    );
  });
});
