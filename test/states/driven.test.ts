// The state under a drive: at any time of the period, on its way there, whatever zone quasienergies are taken from; and what
// is refused.
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { checkDrive } from "../../src/model/drive";
import { hamiltonianParts } from "../../src/model/matrices";
import { ringModel, spinModel } from "../../src/model/model";
import { bondHeatCurrent, heatCurrents, spinCurrents } from "../../src/observables/currents";
import { ergotropy } from "../../src/observables/ergotropy";
import { bondHeat } from "../../src/observables/graph-currents";
import { heatNoise } from "../../src/observables/noise";
import { sensitivity } from "../../src/observables/sensitivity";
import { solve } from "../../src/solve";
import { drivenState, stateAt } from "../../src/states/driven";
import { evolve } from "../../src/states/evolution";
import { densityMatrix, expectation } from "../../src/states/state";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { paperRing } from "../support/paper-ring";
import { refusal } from "../support/refusal";

const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const drive = { frequency: 3, amplitude: 0.5 };
const period = (2 * Math.PI) / 3;
const state = steadyState(ring, baths, { drive });

describe("one period", () => {
  const times = Array.from({ length: 64 }, (_, j) => (j * period) / 64);
  const states = times.map((time) => stateAt(state, time));
  const mean = (of: (s: (typeof states)[number]) => number): number =>
    states.reduce((sum, each) => sum + of(each) / 64, 0);

  test("what is told of it is the mean of what is told at its times", () => {
    expectClose(
      [0, 1].map((b) => mean(({ bathHeat }) => bathHeat[b])),
      state.bathHeat,
      1e-13,
      "heat",
    );
    expectClose([mean((s) => spinCurrents(s)[0])], [spinCurrents(state)[0]], 1e-13, "spin current");
    expectClose([mean((s) => bondHeatCurrent(s, 0, 1))], [heatCurrents(state).upper], 1e-13, "j_u");
    expectClose([mean(ergotropy)], [ergotropy(state)], 1e-6, "ergotropy");
    const rho = densityMatrix(state, "sites");
    expectClose(
      Array.from(rho.real, (_, i) => mean((s) => densityMatrix(s, "sites").real[i])),
      rho.real,
      1e-13,
      "ρ",
    );
  });

  test("the energy changes by what comes in, and the state returns", () => {
    const energy = (time: number): number => {
      const now = stateAt(state, time);
      return expectation(now, hamiltonianParts(now.model));
    };
    const h = 1e-4;
    const at = 0.7;
    const now = stateAt(state, at);
    const power = spinCurrents(now).reduce((sum, j) => sum - 0.5 * 3 * Math.sin(3 * at) * j, 0);
    const slope = (energy(at + h) - energy(at - h)) / (2 * h);
    expect(Math.abs(slope - power - now.bathHeat[0] - now.bathHeat[1])).toBeLessThan(1e-6);
    expectClose([energy(at + period)], [energy(at)], 1e-12);
  });

  test("at each of its times it is a state of the model with the phases of then", () => {
    const now = stateAt(state, 0);
    expect(now.model.bonds.map(({ phase }) => phase)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(now.time).toBe(0);
    expect(now.certificate.residual).toBeNull();
    expect(() => stateAt(steadyState(ring, baths), 0)).toThrow(/needs a state with drive/);
  });
});

test("nothing depends on the zone that a quasienergy is taken from", () => {
  const checked = checkDrive(drive, 4);
  for (const zones of [
    [1, 0, 0, 0, 0, 0],
    [0, 0, -1, 0, 2, 0],
  ]) {
    const other = drivenState(ring, baths, checked, 1e-6, zones);
    expectClose(other.bathHeat, state.bathHeat, 1e-13);
    expectClose(other.real, state.real, 1e-12);
    expectClose(other.imag, state.imag, 1e-12);
  }
});

describe("evolution", () => {
  const small = spinModel({
    sites: 3,
    spinsUp: 1,
    bonds: [
      { from: 1, to: 2 },
      { from: 2, to: 3, phase: 0.4 },
      { from: 3, to: 1 },
    ],
    fields: [0.3, 0, -0.6],
  });
  const options = { drive: { frequency: 2, amplitude: [0.7, 0, -0.4] } };

  test("from any start it comes to the periodic state", () => {
    const late = 3000;
    const [end] = evolve(small, baths, "↓↑↓", [late], options);
    const expected = stateAt(steadyState(small, baths, options), late);
    expectClose(end.real, expected.real, 1e-9);
    expectClose(end.imag, expected.imag, 1e-9);
    expectClose(end.bathHeat, expected.bathHeat, 1e-9);
  });

  test("many periods at once are what they are one by one", () => {
    const times = [0.4, 1, 3.3, 7, 10, 14, 17, 20, 23.9];
    const states = evolve(small, baths, "↑↓↓", times, options);
    const [last] = evolve(small, baths, "↑↓↓", [23.9], options);
    expectClose(last.real, (states.at(-1) as typeof last).real, 1e-11);
    expectClose([states[0].certificate.traceError], [0], 1e-12);
  });

  test("without amplitude it is that without a drive", () => {
    const times = [0, 0.5, 10, 100];
    const still = evolve(small, baths, "↑↓↓", times);
    const driven = evolve(small, baths, "↑↓↓", times, { drive: { frequency: 2, amplitude: 0 } });
    for (const [k, each] of driven.entries()) {
      expectClose(each.populations, still[k].populations, 1e-10);
      expectClose(each.bathHeat, still[k].bathHeat, 1e-10);
    }
  });

  test("what comes in is what the energy grows by", () => {
    const h = 1e-3;
    const states = evolve(small, baths, "↑↓↓", [1 - h, 1, 1 + h], options);
    const [before, now, after] = states;
    const energy = (s: typeof now): number => expectation(s, hamiltonianParts(s.model));
    const spins = spinCurrents(now);
    const power = [0.7, 0, -0.4].reduce((sum, a, b) => sum - a * 2 * Math.sin(2) * spins[b], 0);
    const heat = now.bathHeat.reduce((sum, q) => sum + q, 0);
    expect(Math.abs((energy(after) - energy(before)) / (2 * h) - power - heat)).toBeLessThan(1e-4);
  });
});

describe("what is refused", () => {
  const of = (drive: unknown, more: object = {}) => {
    let code: unknown;
    const message = refusal(() => {
      try {
        solve({ ...paperRing, ...more, drive } as Parameters<typeof solve>[0]);
      } catch (error) {
        code = (error as { code?: unknown }).code;
        throw error;
      }
    });
    return { code, message };
  };

  test.each<[string, unknown, string]>([
    ["frequency 0", { frequency: 0, amplitude: 1 }, "drive.frequency must be a finite number above 0, got 0"],
    [
      "a negative one",
      { frequency: -2, amplitude: 1 },
      "drive.frequency must be a finite number above 0, got -2",
    ],
    [
      "NaN",
      { frequency: Number.NaN, amplitude: 1 },
      "drive.frequency must be a finite number above 0, got NaN",
    ],
    ["no frequency", { amplitude: 1 }, "drive.frequency is required"],
    ["no amplitude", { frequency: 1 }, "drive.amplitude is required"],
    [
      "an amplitude that is none",
      { frequency: 1, amplitude: "1" },
      'drive.amplitude must be a finite number, got "1"',
    ],
    [
      "too few amplitudes",
      { frequency: 1, amplitude: [1, 2] },
      "drive.amplitude must be a list of 4 numbers, got 2 of them",
    ],
    [
      "one that is none",
      { frequency: 1, amplitude: [1, 2, null, 4] },
      "drive.amplitude.3 must be a finite number, got null",
    ],
    [
      "one too large",
      { frequency: 1, amplitude: 1e4 },
      "drive.amplitude must be a number from -100 to 100, got 10000",
    ],
    [
      "another field",
      { frequency: 1, amplitude: 1, shape: "sin" },
      'drive has no field "shape": it takes frequency, amplitude',
    ],
    ["no object", 3, "drive must be an object, got 3"],
  ])("%s", (_, drive, message) => {
    expect(of(drive)).toMatchObject({ code: "bad-input", message });
  });

  test.each<[string, object]>([
    ["secular", { secular: "full" }],
    ["lambShift", { lambShift: true }],
    ['equation "local-lindblad"', { equation: "local-lindblad" }],
    ["initial", { initial: "↑↑↓↓" }],
  ])("%s together with a drive", (what, more) => {
    expect(of(drive, more)).toMatchObject({
      code: "bad-input",
      message: `drive goes with the Redfield equation as it stands: leave ${what} out, or the drive`,
    });
  });

  test("noise, sensitivities and heat along bonds, which are not known under a drive", () => {
    expect(of(drive, { observe: ["noise"] }).message).toMatch(/"noise" is not known under a drive/);
    expect(() => heatNoise(state)).toThrow(/not known under a drive: leave drive out/);
    expect(() => sensitivity(state, "interaction")).toThrow(/not known under a drive: leave drive out/);
    expect(() => bondHeat(state)).toThrow(/not the same at its two ends/);
  });

  test("more harmonics than fit", () => {
    const { code, message } = of({ frequency: 1e-6, amplitude: 1 });
    expect(code).toBe("too-large");
    expect(message).toMatch(/^drive.frequency = 0.000001 makes \d+ harmonics.*take a higher frequency/);
  });

  test("a state that is not unique: a symmetry that the drive keeps", () => {
    const { code } = of({ frequency: 3, amplitude: [0.5, 0.5, -0.5, -0.5] }, { fields: [0, 0, 0, 0] });
    expect(code).toBe("not-unique");
    // where all turn alike, bonds (1,2) and (4,1) are images of each other in opposite senses
    expect(solve({ ...paperRing, fields: [0, 0, 0, 0], drive }).power).toBeGreaterThan(0);
  });
});

test("a single state has nothing to do", () => {
  const full = solve({
    sites: 3,
    spinsUp: 3,
    baths: [{ site: 1, temperature: 1 }],
    drive: { frequency: 1, amplitude: 1 },
  });
  expect(full.bathHeat).toEqual([0]);
  expect(full.power).toBe(0);
});
