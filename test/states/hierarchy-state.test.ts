// What the hierarchy refuses, and what it says beside a state.
import { describe, expect, test } from "vitest";
import { type ModelDescription, modelFromDescription } from "../../src/description";
import { codeOf } from "../../src/input/guards";
import { errorBars } from "../../src/observables/error-bars";
import { heatNoise } from "../../src/observables/noise";
import { solve } from "../../src/solve";
import { evolve } from "../../src/states/evolution";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";

const term = { rate: [2, 0], real: [0.1, 0], imag: [-0.02, 0] } as const;
const given = (exponents: unknown, more: object = {}): ModelDescription =>
  ({
    sites: 4,
    spinsUp: 2,
    interaction: 2.19,
    fields: [0, 2, 1, 0],
    baths: [1, 3].map((site) => ({ site, temperature: 1, exponents })),
    equation: "hierarchy",
    tier: 2,
    ...more,
  }) as ModelDescription;

const codeFor = (description: ModelDescription): string => {
  try {
    solve(description);
  } catch (error) {
    return codeOf(error);
  }
  return "solved";
};

describe("refused in a line", () => {
  test.each([0, -1, 1.5, 101, Number.NaN])("a tier of %j", (tier) => {
    expect(refusal(() => solve(given([term], { tier })))).toBe(
      `tier must be an integer from 1 to 100, got ${tier}`,
    );
  });

  test("a tier beyond memory, with what it takes and what there is", () => {
    const large = given([term], { tier: 100, baths: [{ site: 1, temperature: 1, exponents: 12 }] });
    expect(refusal(() => solve(large))).toMatch(
      /^tier 100 of 12 exponentials has \d+ matrices of 6 × 6 and needs about .* GB: at most \d+ matrices fit in .* GB, take a lower tier/,
    );
    expect(codeFor(large)).toBe("too-large");
  });

  test("a tier that has not settled where an accuracy is asked", () => {
    const asked = given([{ ...term, real: [0.5, 0], imag: [-0.5, 0] }], { tier: 2, accuracy: 1e-6 });
    expect(refusal(() => solve(asked))).toMatch(
      /^tier 2 has not settled, it changes ρ by .* where 0.000001 is asked/,
    );
    expect(codeFor(asked)).toBe("not-converged");
  });

  test("exponents, an initial state, secular, lambShift and a dense solution where they do not belong", () => {
    expect(refusal(() => solve(given([term], { equation: "redfield", tier: undefined })))).toContain(
      'baths.1.exponents are for equation "hierarchy"',
    );
    expect(refusal(() => solve(given([term], { equation: "redfield" })))).toContain("tier must be left out");
    expect(refusal(() => solve(given([term], { initial: "↑↑↓↓" })))).toContain("has no initial");
    expect(refusal(() => solve(given([term], { lambShift: true })))).toContain(
      "knows neither secular nor lambShift",
    );
    const { model, baths } = modelFromDescription(given([term]));
    expect(refusal(() => steadyState(model, baths, { equation: "hierarchy", method: "dense" }))).toContain(
      "leave method out",
    );
    expect(refusal(() => evolve(model, baths, "↑↑↓↓", [1]))).toContain("baths.1.exponents are for");
  });

  test("a state that is not unique", () => {
    expect(codeFor(given([term], { fields: [0, 0, 0, 0] }))).toBe("not-unique");
    expect(codeFor(given([term], { spinsUp: undefined }))).toBe("not-unique");
  });

  test("how many to fit", () => {
    for (const count of [0, 1, 13, 2.5])
      expect(refusal(() => solve(given(count)))).toBe(
        `baths.1.exponents must be an integer from 2 to 12, got ${count}`,
      );
    expect(refusal(() => solve(given([{ ...term, rate: [-1, 0] }])))).toContain(
      "baths.1.exponents.1.rate must be",
    );
    expect(refusal(() => solve(given([{ ...term, rate: [1, 1] }])))).toContain("no conjugate partner");
  });

  test("what only equations without memory know", () => {
    const { model, baths, options } = modelFromDescription(given([term]));
    const state = steadyState(model, baths, options);
    expect(refusal(() => heatNoise(state))).toContain("is not known under the hierarchy");
    const { baths: plain } = modelFromDescription(
      given(undefined, { equation: "redfield", tier: undefined }),
    );
    expect(refusal(() => errorBars(steadyState(model, plain)))).toContain("error bars are those of");
  });
});

test("a tier that is given is taken as it is, and says where it has not settled", () => {
  const result = solve(given([{ ...term, real: [0.5, 0], imag: [-0.5, 0] }], { tier: 2 }));
  expect(result.hierarchy?.tier).toBe(2);
  expect(result.warnings.map(({ code }) => code)).toContain("not-settled");
});

test("the exponents that a result has are those that give it again", () => {
  const { tier: _, ...fitted } = given(undefined);
  const first = solve(fitted);
  const exponents = first.hierarchy?.exponents ?? [];
  const again = solve({
    ...fitted,
    tier: first.hierarchy?.tier,
    baths: fitted.baths.map((bath, b) => ({ ...bath, exponents: exponents[b] })),
  });
  expectClose(again.populations, first.populations, 1e-8);
  expect(JSON.parse(JSON.stringify(first.hierarchy))).toEqual(first.hierarchy);
});

test("a bath without coupling takes no part", () => {
  const baths = [
    { site: 1, temperature: 2, coupling: 0.05 },
    { site: 3, temperature: 1, coupling: 0 },
  ];
  const { bathHeat, hierarchy } = solve(given(undefined, { baths, tier: undefined }));
  expect(hierarchy?.terms).toBe(4);
  expect(bathHeat[1]).toBe(0);
});
