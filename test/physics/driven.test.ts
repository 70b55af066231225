// What a drive does, in the limits that are known, and against other ways to the same numbers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ModelDescription } from "../../src/description";
import { besselJ0 } from "../../src/model/drive";
import { type SolveResult, solve } from "../../src/solve";
import { expectClose, largest } from "../support/close";
import { byMonodromy } from "../support/monodromy";
import { paperRing } from "../support/paper-ring";

interface Reference {
  readonly name: string;
  readonly description: ModelDescription;
  readonly expected: Pick<SolveResult, "bathHeat" | "spinCurrents" | "ergotropy" | "heatCurrents"> & {
    readonly power: number;
    readonly minEigenvalue: number;
    readonly probabilities: number[];
    readonly configurations: number[];
  };
}

const { models }: { models: Reference[] } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "data", "driven", "reference.json"), "utf8"),
);

const driven = (frequency: number, amplitude: number | number[], more: Partial<ModelDescription> = {}) =>
  solve({ ...paperRing, ...more, drive: { frequency, amplitude } });

describe("values from numpy, by another way throughout", () => {
  test("there are at least ten models, with fluxes, amplitudes a bond, graphs and all sectors", () => {
    expect(models.length).toBeGreaterThanOrEqual(10);
    const of = (has: (description: ModelDescription) => unknown): number =>
      models.filter(({ description }) => has(description)).length;
    expect(of(({ bonds }) => bonds?.some(({ phase }) => phase))).toBeGreaterThanOrEqual(5);
    expect(of(({ drive }) => typeof drive?.amplitude === "object")).toBeGreaterThanOrEqual(5);
    expect(of(({ spinsUp }) => spinsUp === undefined)).toBeGreaterThanOrEqual(1);
  });

  test.each(models)("$name", ({ description, expected }) => {
    const result = solve({
      ...description,
      expectations: Array.from({ length: description.sites }, (_, l) => `Z${l + 1}`),
    });
    expectClose(result.bathHeat, expected.bathHeat, 1e-11, "heat");
    expectClose([result.power as number], [expected.power], 1e-11, "power");
    expectClose(result.spinCurrents, expected.spinCurrents, 1e-11, "spin currents");
    expect(Object.keys(result.heatCurrents)).toEqual(Object.keys(expected.heatCurrents));
    expectClose(Object.values(result.heatCurrents), Object.values(expected.heatCurrents), 1e-11, "currents");
    expectClose([result.ergotropy], [expected.ergotropy], 1e-9, "ergotropy");
    expectClose([result.certificate.minEigenvalue], [expected.minEigenvalue], 1e-9, "smallest eigenvalue");
    const spins = Array.from({ length: description.sites }, (_, l) =>
      expected.probabilities.reduce(
        (sum, p, k) => sum + (((expected.configurations[k] >> l) & 1) === 1 ? p : -p),
        0,
      ),
    );
    expectClose(Object.values(result.expectations ?? {}), spins, 1e-11, "σᶻ of the mean state");
  });
});

test("one spin on three sites, by the map of one period and steps of Runge and Kutta", () => {
  const chain = {
    bonds: [
      { from: 1, to: 2, exchange: 1, phase: 0.4, amplitude: 0.6 },
      { from: 2, to: 3, exchange: 0.8, phase: 0, amplitude: -0.3 },
      { from: 3, to: 1, exchange: 1.1, phase: 0.9, amplitude: 0.5 },
    ],
    fields: [0.2, -0.5, 0.7],
    baths: [
      { site: 1, temperature: 2, coupling: 0.05, cutoff: 10 },
      { site: 3, temperature: 0.8, coupling: 0.03, cutoff: 6 },
    ],
    frequency: 2.7,
  };
  const expected = byMonodromy(chain);
  const { power, bathHeat } = solve({
    sites: 3,
    spinsUp: 1,
    bonds: chain.bonds.map(({ amplitude, ...bond }) => bond),
    fields: chain.fields,
    baths: chain.baths,
    drive: { frequency: chain.frequency, amplitude: chain.bonds.map(({ amplitude }) => amplitude) },
  });
  expectClose([...bathHeat, power as number], [...expected.bathHeat, expected.power], 1e-8);
});

test("the heat of all baths and the power add up to zero, and entropy is produced", () => {
  for (const [frequency, amplitude] of [
    [3, 0.5],
    [1, 1.5],
    [0.4, 0.3],
    [12, 2],
  ]) {
    const { bathHeat, power = Number.NaN, certificate } = driven(frequency, amplitude);
    const size = largest(bathHeat);
    expect(Math.abs(bathHeat.reduce((sum, q) => sum + q, power))).toBeLessThan(1e-11 * size);
    expect(Math.abs(certificate.energyBalance)).toBeLessThan(1e-11 * size);
    expect(certificate.entropyProduction).toBeGreaterThan(0);
  }
});

test("as the amplitude goes to zero the state is that without a drive, with corrections of its square", () => {
  const still = solve(paperRing);
  const off = (amplitude: number): number => driven(3, amplitude).bathHeat[0] - still.bathHeat[0];
  expectClose(driven(3, 0).bathHeat, still.bathHeat, 1e-12);
  expectClose(driven(3, 0).populations, still.populations, 1e-12);
  expect(Math.abs(off(0.002) / off(0.001) - 4)).toBeLessThan(1e-3);
  expect(driven(3, 0).power).toBe(0);
});

test("as the frequency grows the mean state is that of the exchange times J₀(A), with corrections of 1/Ω²", () => {
  const amplitude = 1.3;
  const averaged = solve({ ...paperRing, exchange: besselJ0(amplitude) });
  const off = (frequency: number): number => {
    const result = driven(frequency, amplitude);
    expectClose(result.energies, averaged.energies, 1e-12, "levels of the mean Hamiltonian");
    return Math.max(
      ...result.populations.map((p, k) => Math.abs(p - averaged.populations[k])),
      ...result.bathHeat.map((q, b) => Math.abs(q - averaged.bathHeat[b])),
    );
  };
  const [slow, fast] = [off(200), off(400)];
  expect(slow).toBeLessThan(1e-3);
  expect(slow / fast).toBeGreaterThan(1.9);
});

test("J₀ is Bessel's function: its values and its first zeros", () => {
  expectClose([0, 1, 2.5].map(besselJ0), [1, 0.7651976865579666, -0.04838377646819794], 1e-15);
  expectClose([2.404825557695773, 5.520078110286311, 14.930917708487785].map(besselJ0), [0, 0, 0], 1e-15);
});

test("where J₀ vanishes heat hardly passes, and what is nearly not unique is refused", () => {
  const zero = 2.404825557695773;
  const field = { fields: [0, 2, 1, 0.4] };
  const passed = (amplitude: number): number => {
    const { bathHeat } = driven(60, amplitude, field);
    return (bathHeat[0] - bathHeat[1]) / 2;
  };
  expect(Math.abs(passed(2.2))).toBeLessThan(0.1 * Math.abs(passed(0.5)));
  expect(() => driven(1e5, zero, field)).toThrow(/not unique/);
});

test("between equal temperatures a drive heats both baths, and does so by turning the flux alone", () => {
  const equal = paperRing.baths.map((bath) => ({ ...bath, temperature: 1.5 }));
  const { bathHeat, power } = driven(3, 0.5, { baths: equal });
  expect(largest(solve({ ...paperRing, baths: equal }).bathHeat)).toBeLessThan(1e-12);
  expect(power).toBeGreaterThan(0);
  expect(bathHeat.every((q) => q < 0)).toBe(true);
});

test("the mean spin current is the same on every bond of a ring", () => {
  const { spinCurrents } = driven(2, [0.4, -0.9, 0, 0.7], { flux: 0.6 });
  expectClose(spinCurrents, new Array(4).fill(spinCurrents[0]), 1e-12);
  expect(Math.abs(spinCurrents[0])).toBeGreaterThan(1e-4);
});

test("a bond turned round has its phase and its amplitude turned round as well", () => {
  const bonds = [
    { from: 1, to: 2, phase: 0.3 },
    { from: 2, to: 3 },
    { from: 3, to: 1, exchange: 0.7 },
  ];
  const base = { ...paperRing, sites: 3, spinsUp: 1, interaction: undefined, fields: [0, 0.5, 1] };
  const one = solve({ ...base, bonds, drive: { frequency: 2, amplitude: [0.4, 0.8, -0.2] } });
  const other = solve({
    ...base,
    bonds: [{ from: 2, to: 1, phase: -0.3 }, bonds[1], bonds[2]],
    drive: { frequency: 2, amplitude: [-0.4, 0.8, -0.2] },
  });
  expectClose(other.bathHeat, one.bathHeat, 1e-12);
  expectClose([other.spinCurrents[0]], [-one.spinCurrents[0]], 1e-12);
});

test("units of energy make no difference", () => {
  const one = driven(3, 0.5);
  const scale = 1e3;
  const other = solve({
    ...paperRing,
    exchange: scale,
    interaction: 2.19 * scale,
    fields: [0, 2 * scale, scale, 0],
    baths: paperRing.baths.map((bath) => ({
      ...bath,
      temperature: bath.temperature * scale,
      cutoff: 10 * scale,
    })),
    drive: { frequency: 3 * scale, amplitude: 0.5 },
  });
  expectClose(
    other.bathHeat.map((q) => q / scale ** 2),
    one.bathHeat,
    1e-11,
  );
});
