// Laboratory units against the constants of the SI, by hand, and against a model in units of J.
import { describe, expect, test } from "vitest";
import { type ModelDescription, modelFromDescription } from "../../src/description";
import { laboratoryUnits } from "../../src/input/units";
import { heatNoise } from "../../src/observables/noise";
import { type SolveResult, solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { planSweep } from "../../src/sweep/spec";
import { expectClose, expectRelative } from "../support/close";
import { refusal } from "../support/refusal";

// h = 6.62607015e-34 J s, k_B = 1.380649e-23 J/K, e = 1.602176634e-19 C, c = 299792458 m/s and N_A = 6.02214076e23/mol are exact
test.each([
  ["GHz", 6.62607015e-25], // h · 10⁹/s
  ["THz", 6.62607015e-22],
  ["rad/ns", 6.62607015e-25 / (2 * Math.PI)],
  ["meV", 1.602176634e-22],
  ["µeV", 1.602176634e-25],
  ["cm^-1", 1.986445857148928e-23], // hc · 100/m
  ["1/cm", 1.986445857148928e-23],
  ["K", 1.380649e-23],
  ["mK", 1.380649e-26],
  ["zJ", 1e-21],
  ["kJ/mol", 1e3 / 6.02214076e23],
])("%s is %s J", (energy, joules) => {
  expectRelative(laboratoryUnits({ energy, temperature: "K" }).joules, joules, 1e-15);
});

test("what comes out is E/ħ per second, E²/ħ watts and E³/ħ watts squared per hertz; 1 GHz is 47.99 mK", () => {
  const { temperature, heat, noise, spin } = laboratoryUnits({ energy: "GHz", temperature: "mK" });
  expect(1 / temperature).toBeCloseTo(47.99243, 5);
  expectRelative(spin, 2 * Math.PI * 1e9, 1e-15);
  expectRelative(heat, 2 * Math.PI * 6.62607015e-34 * 1e18, 1e-15);
  expectRelative(noise, 2 * Math.PI * 6.62607015e-34 ** 2 * 1e27, 1e-15);
  expect(1 / laboratoryUnits({ energy: "meV", temperature: "K" }).temperature).toBeCloseTo(11.604518, 6);
});

describe("a description in laboratory units", () => {
  const circuit: ModelDescription = {
    sites: 4,
    spinsUp: 2,
    exchange: 5,
    interaction: 10.95,
    fields: [0, 10, 5, 0],
    units: { energy: "GHz", temperature: "mK" },
    baths: [
      { site: 1, temperature: 480, cutoff: 50 },
      { site: 3, temperature: 240, cutoff: 50 },
    ],
    observe: ["noise", "uncertaintyRatio", "ergotropyParts"],
  };
  const joules = 5 * 6.62607015e-25; // of J
  const hbar = 6.62607015e-34 / (2 * Math.PI);

  test("is the same model in units of J, its numbers times what J is", () => {
    const inJ = (mK: number): number => (mK * 1.380649e-26) / joules;
    const { units: _, ...rest } = circuit;
    const own = solve({
      ...rest,
      exchange: 1,
      interaction: 2.19,
      fields: [0, 2, 1, 0],
      baths: [
        { site: 1, temperature: inJ(480) },
        { site: 3, temperature: inJ(240) },
      ],
    });
    const found = solve(circuit);
    const each = (of: (result: SolveResult) => readonly number[], by: number, what: string): void => {
      const [there, here] = [of(found), of(own).map((value) => by * value)];
      expectClose(there, here, 1e-11 * Math.max(...here.map(Math.abs)), what);
    };
    const [watts, rate] = [joules ** 2 / hbar, joules / hbar];
    each(({ energies }) => energies, 5, "energies in GHz");
    each(({ populations }) => populations, 1, "populations");
    each(({ heatCurrents }) => Object.values(heatCurrents), watts, "heat through sites");
    each(({ bathHeat }) => bathHeat, watts, "heat from baths");
    each(({ bondHeat }) => bondHeat!, watts, "heat along bonds");
    each(({ loops }) => loops!.map(({ heat }) => heat), watts, "heat around loops");
    each(({ loops }) => loops!.map(({ spin }) => spin), rate, "spin around loops");
    each(({ spinCurrents }) => spinCurrents, rate, "spin currents");
    each(({ noise }) => noise!.flat(), joules * watts, "noise");
    each(({ uncertaintyRatio }) => uncertaintyRatio as number[], 1, "uncertainty ratio");
    each(({ certificate }) => [certificate.entropyProduction!], rate, "entropy production");
    each((r) => [r.ergotropy, r.ergotropyIncoherent!, r.ergotropyCoherent!], 5, "ergotropy in GHz");
    expect(found.units).toEqual({
      energy: "GHz",
      temperature: "mK",
      heat: "W",
      noise: "W^2/Hz",
      spin: "1/s",
    });
    expect(found.loops!.map(({ mode }) => mode)).toEqual(own.loops!.map(({ mode }) => mode));
  });

  test("says the same in any unit", () => {
    const perGHz = 6.62607015e-25 / 1.602176634e-22; // meV
    const found = solve({
      ...circuit,
      exchange: 5 * perGHz,
      interaction: 10.95 * perGHz,
      fields: [0, 10 * perGHz, 5 * perGHz, 0],
      units: { energy: "meV", temperature: "K" },
      baths: [
        { site: 1, temperature: 0.48, spectralDensity: `0.01 w exp(-w / ${50 * perGHz})` },
        { site: 3, temperature: 0.24, cutoff: 50 * perGHz },
      ],
    });
    const own = solve(circuit);
    expectRelative(found.bathHeat[0], own.bathHeat[0], 1e-9);
    expectRelative(found.noise![0][0], own.noise![0][0], 1e-9);
    expectRelative(found.spinCurrents[0], own.spinCurrents[0], 1e-9);
  });

  test("becomes a model whose temperatures are energies, a start's as well", () => {
    const { model, baths, options } = modelFromDescription({ ...circuit, initial: { temperature: 100 } });
    const { temperature, heat, noise } = laboratoryUnits({ energy: "GHz", temperature: "mK" });
    expect(baths.map((bath) => bath.temperature)).toEqual([480 * temperature, 240 * temperature]);
    expect(options.initial).toEqual({ temperature: 100 * temperature });
    const state = steadyState(model, baths);
    const result = solve(circuit);
    expect(result.bathHeat).toEqual(Array.from(state.bathHeat, (q) => heat * q));
    expect(result.noise).toEqual(heatNoise(state).map((row) => row.map((s) => noise * s)));
  });

  test("warns in the same units", () => {
    const { warnings, certificate } = solve({
      sites: 2,
      exchange: 1,
      fields: [3, 0.2],
      equation: "local-lindblad",
      units: { energy: "GHz", temperature: "mK" },
      baths: [
        { site: 1, temperature: 100, operator: "x", cutoff: 10 },
        { site: 2, temperature: 90, operator: "x", cutoff: 10 },
      ],
    });
    const { entropyProduction } = certificate;
    expect(entropyProduction).toBeLessThan(0);
    expect(warnings.map(({ message }) => message).join()).toContain(
      `negative entropy production ${entropyProduction?.toExponential(2)} k_B/s: `,
    );
  });

  test.each([
    [{ energy: "GHz" }, /^units\.temperature must be a unit of energy such as "GHz", .*, got nothing$/],
    [
      { energy: "parsec", temperature: "K" },
      /^units\.energy must be a unit of energy such as .*, got "parsec"$/,
    ],
    [{ energy: "lightning", temperature: "K" }, /^units\.energy must be .*, got "lightning"$/],
    [{ energy: "2 GHz", temperature: "K" }, /^units\.energy must be .*, got "2 GHz"$/],
    [{ energy: "GHz", temperature: "degC" }, /^units\.temperature must be .*, got "degC"$/],
    [{ energy: "1/s", temperature: "K" }, /^units\.energy must be in Hz for a frequency .*, got "1\/s"$/],
    [
      { energy: "GHz", temperature: "K", heat: "W" },
      /^units has no field "heat": it takes energy, temperature$/,
    ],
    ["GHz", /^units must be an object, got "GHz"$/],
  ])("is refused in units such as %j", (units, message) => {
    expect(refusal(() => solve({ ...circuit, units: units as never }))).toMatch(message);
  });

  test("has no defaults in J, and a sweep has no units", () => {
    const { exchange: _, ...bare } = circuit;
    expect(refusal(() => solve(bare))).toBe(
      "exchange is required where units are given: its default is in J",
    );
    const cold = { ...circuit, baths: [{ site: 1, temperature: 480 }] };
    expect(refusal(() => solve(cold))).toMatch(/^baths\.1\.cutoff is required where units are given/);
    const bond = { ...bare, interaction: undefined, bonds: [{ from: 1, to: 2 }] };
    expect(refusal(() => solve(bond))).toMatch(/^bonds\.1\.exchange is required where units are given/);
    const { observe: __, ...base } = circuit;
    const spec = { base, axes: { interaction: [1] }, observe: ["bathHeat"] as const };
    expect(refusal(() => planSweep(spec))).toMatch(/^base\.units must be left out: a sweep is in units of J/);
  });
});
