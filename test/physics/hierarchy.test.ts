// Hierarchies: against QuTiP's, their limits, and what every exact equation keeps.
import { describe, expect, test } from "vitest";
import type { Exponent } from "../../src/baths/exponents";
import { type ModelDescription, modelFromDescription } from "../../src/description";
import { errorBars } from "../../src/observables/error-bars";
import { solve } from "../../src/solve";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose, largest } from "../support/close";
import { expectAsQutip, references } from "../support/qutip";

const models = references<{ bondHeat: number[] }>("hierarchy");

test("there are at least ten reference hierarchies, with phases, of every operator and of several tiers", () => {
  expect(models.length).toBeGreaterThanOrEqual(10);
  for (const { crossCheck } of models) expect(crossCheck).toBeLessThan(1e-12);
  const all = models.map(({ description }) => description);
  expect(new Set(all.map(({ tier }) => tier)).size).toBeGreaterThanOrEqual(4);
  expect(all.some(({ baths }) => baths.length === 3)).toBe(true);
  expect(all.some(({ bonds = [] }) => bonds.some(({ phase }) => phase))).toBe(true);
  for (const operator of ["x", "y", "z"] as const)
    expect(all.some(({ baths }) => baths.some((bath) => bath.operator === operator))).toBe(true);
});

test.each(models)("$name", ({ description, expected }) => {
  const result = solve(description);
  expectAsQutip(result, expected);
  expect(result.hierarchy?.tier).toBe(description.tier);
});

const paper = (coupling: number, more: Partial<ModelDescription> = {}): ModelDescription => ({
  sites: 4,
  spinsUp: 2,
  interaction: 2.19,
  fields: [0, 2, 1, 0],
  baths: [
    { site: 1, temperature: 2, coupling },
    { site: 3, temperature: 1, coupling },
  ],
  ...more,
});
const stateOf = (description: ModelDescription): SteadyState => {
  const { model, baths, options } = modelFromDescription(description);
  return steadyState(model, baths, options);
};
const hierarchy = { equation: "hierarchy" } as const;

describe("at weak coupling", () => {
  test("corrected Redfield goes to Redfield with the Lamb shift, by steps as small as the coupling", () => {
    const off = [1e-3, 1e-4].map((coupling) => {
      const corrected = solve(paper(coupling, hierarchy)).hierarchy?.corrected;
      const redfield = solve(paper(coupling, { lambShift: true }));
      return largest(redfield.populations.map((p, k) => p - (corrected?.populations[k] ?? Number.NaN)));
    });
    expect(off[0]).toBeLessThan(1e-3);
    expect(off[1]).toBeLessThan(off[0] / 5);
  });

  test("given exponents go to the Redfield equation of their rates and shifts", () => {
    const off = [1, 0.1].map((strength) => {
      const exponents: Exponent[] = [
        { rate: [3, 0], real: [0.01 * strength, 0], imag: [-0.004 * strength, 0] },
        { rate: [2, 4], real: [0.01 * strength, 0.002 * strength], imag: [0, 0] },
        { rate: [2, -4], real: [0.01 * strength, -0.002 * strength], imag: [0, 0] },
      ];
      const baths = [1, 3].map((site) => ({ site, temperature: site, exponents }));
      const { hierarchy: report, populations } = stateOf(paper(0, { baths, tier: 1, ...hierarchy }));
      return largest(populations.map((p, k) => p - (report?.neighbours.before.populations[k] ?? Number.NaN)));
    });
    expect(off[0]).toBeGreaterThan(0);
    expect(off[1]).toBeLessThan(off[0] / 5);
  });

  test("the branch currents of the paper at Δ = 2.19 are off, its heat is not", () => {
    const { bathHeat, hierarchy: report } = solve(paper(0.01, hierarchy));
    const redfield = solve(paper(0.01));
    const corrected = report?.corrected;
    expect(Math.abs(redfield.bathHeat[0] / bathHeat[0] - 1)).toBeLessThan(0.03);
    // where independent code has 0.00180 and −0.00062, each to 5e-5
    expectClose([corrected?.heatCurrents[2] ?? 0, corrected?.heatCurrents[4] ?? 0], [0.0018, -0.00062], 5e-5);
    expect(Math.abs(redfield.heatCurrents[2] - 0.0018)).toBeGreaterThan(4e-4);
  });
});

describe("at any coupling", () => {
  const strong = stateOf(paper(0.3, hierarchy));

  test("heat is conserved, in the whole and at every site, and flows from hot to cold", () => {
    const { energyBalance, kirchhoff, entropyProduction, minEigenvalue } = strong.certificate;
    expect(Math.abs(energyBalance)).toBeLessThan(1e-8);
    expect(kirchhoff).toBeLessThan(1e-8);
    expect(entropyProduction).toBeGreaterThan(0);
    expect(minEigenvalue).toBeGreaterThan(0);
    expect(strong.warnings).toEqual([]);
  });

  test("tiers are raised until the state changes no more than asked", () => {
    expect(strong.hierarchy?.change).toBeLessThan(5e-3);
    const closer = stateOf(paper(0.1, { ...hierarchy, accuracy: 1e-4 })).hierarchy;
    const looser = stateOf(paper(0.1, hierarchy)).hierarchy;
    expect(closer?.tier).toBeGreaterThan(looser?.tier ?? 0);
    expect(closer?.change).toBeLessThan(1e-4);
    expect(closer?.matrices).toBe(495); // (8 + 4)! / (8! 4!)
  });

  test("the error bar of the heat covers what flows at equal temperatures", () => {
    const equal = paper(0.1, {
      ...hierarchy,
      baths: [1, 3].map((site) => ({ site, temperature: 1, coupling: 0.1 })),
    });
    const state = stateOf(equal);
    const { bathHeat } = errorBars(state);
    bathHeat.forEach((bar, b) => {
      expect(Math.abs(state.bathHeat[b])).toBeLessThanOrEqual(bar);
    });
    const driven = solve(paper(0.1, hierarchy));
    expect(largest(state.bathHeat)).toBeLessThan(0.02 * driven.bathHeat[0]);
  });

  test("the state at equal temperatures is not that of Gibbs", () => {
    const baths = [1, 3].map((site) => ({ site, temperature: 1, coupling: 0.3 }));
    const { populations } = solve(paper(0.3, { ...hierarchy, baths }));
    const gibbs = solve(paper(0.3, { baths })).populations;
    expect(Math.abs(populations[0] - gibbs[0])).toBeGreaterThan(0.05);
  });

  test("error bars cover what more terms and another tier change", () => {
    const few = solve(paper(0.1, hierarchy));
    const baths = paper(0.1).baths.map((bath) => ({ ...bath, exponents: 6 }));
    const many = solve(paper(0.1, { ...hierarchy, baths, tier: 4 }));
    const errors = few.hierarchy?.errors;
    many.populations.forEach((p, k) => {
      expect(Math.abs(p - few.populations[k])).toBeLessThanOrEqual(2 * (errors?.populations[k] ?? 0));
    });
    many.bathHeat.forEach((q, b) => {
      expect(Math.abs(q - few.bathHeat[b])).toBeLessThanOrEqual(2 * (errors?.bathHeat[b] ?? 0));
    });
    expect(Math.abs(many.ergotropy - few.ergotropy)).toBeLessThanOrEqual(2 * (errors?.ergotropy ?? 0));
  });
});

describe("whatever describes the same gives the same", () => {
  const exponents: Exponent[] = [
    { rate: [2, 0], real: [0.3, 0], imag: [-0.1, 0] },
    { rate: [4, 3], real: [0.2, 0.1], imag: [0.05, 0] },
    { rate: [4, -3], real: [0.2, -0.1], imag: [0.05, 0] },
  ];
  const baths = [1, 3].map((site) => ({ site, temperature: site, exponents }));
  const own = solve(paper(0, { ...hierarchy, baths, tier: 3 }));

  test("one exponential in two halves", () => {
    const halved = exponents.flatMap(({ rate, real, imag }) =>
      [0.25, 0.75].map(
        (part): Exponent => ({
          rate,
          real: [part * real[0], part * real[1]],
          imag: [part * imag[0], part * imag[1]],
        }),
      ),
    );
    const same = solve(
      paper(0, { ...hierarchy, tier: 3, baths: baths.map((b) => ({ ...b, exponents: halved })) }),
    );
    expectClose(same.populations, own.populations, 1e-11);
    expectClose(same.bathHeat, own.bathHeat, 1e-11);
  });

  test("all energies in another unit", () => {
    const by = (factor: number, [re, im]: Exponent["rate"]): Exponent["rate"] => [factor * re, factor * im];
    const unit = 1e3;
    const scaled = solve({
      ...paper(0, { ...hierarchy, tier: 3 }),
      exchange: unit,
      interaction: 2.19 * unit,
      fields: [0, 2 * unit, unit, 0],
      baths: baths.map((bath) => ({
        ...bath,
        temperature: unit * bath.temperature,
        exponents: exponents.map(({ rate, real, imag }) => ({
          rate: by(unit, rate),
          real: by(unit * unit, real),
          imag: by(unit * unit, imag),
        })),
      })),
    });
    expectClose(scaled.populations, own.populations, 1e-11);
    expectClose(
      scaled.bathHeat.map((q) => q / unit ** 2),
      own.bathHeat,
      1e-11,
    );
  });

  test("a phase that is none", () => {
    const bonds = [1, 2, 3, 4].map((from) => ({
      from,
      to: (from % 4) + 1,
      interaction: 2.19,
      phase: [0.4, -1, 0.9, -0.3][from - 1],
    }));
    const { interaction: _, ...rest } = paper(0, { ...hierarchy, baths, tier: 3 });
    const turned = solve({ ...rest, bonds });
    expectClose(turned.populations, own.populations, 1e-11);
    expectClose(turned.spinCurrents, own.spinCurrents, 1e-11);
    expectClose(turned.bondHeat ?? [], own.bondHeat ?? [], 1e-11);
  });
});
