import { describe, expect, test } from "vitest";
import { type Bath, generalBath, ohmicBath } from "../../src/baths/bath";
import { bathCorrelation } from "../../src/baths/correlator";
import { checkExponents, type Exponent, exponentRate, exponentSum } from "../../src/baths/exponents";
import { fitExponents } from "../../src/baths/fit";
import { levelShift } from "../../src/baths/lamb-shift";
import { transitionRate } from "../../src/baths/rates";
import { refusal } from "../support/refusal";

const BATHS: [string, Bath][] = [
  ["the paper's hot bath", ohmicBath({ site: 1, temperature: 2 })],
  ["the paper's cold bath", ohmicBath({ site: 1, temperature: 1 })],
  ["a bath at T = 0", ohmicBath({ site: 1, temperature: 0 })],
  ["a bath hotter than its cutoff", ohmicBath({ site: 1, temperature: 30 })],
  ["a cubic density", generalBath({ site: 1, temperature: 1, spectralDensity: "0.01 w^3 exp(-w/3)" })],
  ["a Drude density", generalBath({ site: 1, temperature: 1, spectralDensity: "0.1 w / (9 + w^2)" })],
];

const closed = (exponents: readonly Exponent[]): boolean =>
  exponents.every(({ rate, real, imag }) =>
    exponents.some(
      (other) =>
        other.rate[0] === rate[0] &&
        other.rate[1] === -rate[1] &&
        other.real[1] === -real[1] &&
        other.imag[1] === -imag[1],
    ),
  );

describe.each(BATHS)("%s", (_, bath) => {
  const fit = fitExponents(bath);

  test("is fitted by exponentials that decay and are closed under conjugation", () => {
    expect(fit.exponents.length).toBeLessThanOrEqual(6);
    expect(closed(fit.exponents)).toBe(true);
    for (const { rate } of fit.exponents) expect(rate[0]).toBeGreaterThan(0);
  });

  test("is off by no more than it says, in the rates and in C", () => {
    const rate = transitionRate(bath);
    let largest = 0;
    for (let k = -30; k <= 30; k++) largest = Math.max(largest, rate((k * fit.span) / 30));
    expect(fit.rateError).toBeLessThanOrEqual(0.01);
    for (let k = -17; k <= 17; k++) {
      const energy = (k * fit.span) / 17;
      const off = Math.abs(exponentRate(fit.exponents, energy).w - rate(energy));
      expect(off).toBeLessThanOrEqual(1.05 * fit.rateError * largest);
    }
    const start = bathCorrelation(bath, 1e-3 / fit.span);
    for (const time of [0.01, 0.1, 1, 10]) {
      const [found, exact] = [
        exponentSum(fit.exponents, time / fit.span),
        bathCorrelation(bath, time / fit.span),
      ];
      const off = Math.hypot(found.real - exact.real, found.imag - exact.imag);
      expect(off).toBeLessThanOrEqual(1.05 * fit.correlationError * Math.hypot(start.real, start.imag));
    }
  });
});

test("more terms are closer, in the rates, the level shift and C", () => {
  const bath = ohmicBath({ site: 1, temperature: 2 });
  const [few, many] = [4, 8].map((terms) => fitExponents(bath, { terms }));
  expect(many.exponents).toHaveLength(8);
  expect(many.rateError).toBeLessThan(few.rateError / 5);
  expect(many.correlationError).toBeLessThan(few.correlationError / 3);
  const off = (fit: typeof few): number =>
    Math.abs(exponentRate(fit.exponents, 1.5).shift - levelShift(bath)(1.5));
  expect(off(many)).toBeLessThan(off(few) / 3);
});

test("a coupling scales the fit and changes nothing else", () => {
  const [weak, strong] = [0.01, 1].map((coupling) =>
    fitExponents(ohmicBath({ site: 1, temperature: 1, coupling })),
  );
  weak.exponents.forEach(({ rate, real }, k) => {
    expect(Math.abs(rate[0] / strong.exponents[k].rate[0] - 1)).toBeLessThan(1e-4);
    expect(Math.abs((100 * real[0]) / strong.exponents[k].real[0] - 1)).toBeLessThan(1e-3);
  });
});

test("a bath without coupling has no exponentials", () => {
  expect(fitExponents(ohmicBath({ site: 1, temperature: 1, coupling: 0 })).exponents).toEqual([]);
});

test("what cannot be reached is refused, with what is reached", () => {
  const bath = ohmicBath({ site: 1, temperature: 2 });
  expect(refusal(() => fitExponents(bath, { accuracy: 1e-9 }))).toMatch(
    /at best, 1e-9 is asked: ask for less/,
  );
  expect(refusal(() => fitExponents(bath, { terms: 2, accuracy: 1e-3 }))).toContain("take more terms");
  for (const terms of [0, 1, 2.5, 13])
    expect(refusal(() => fitExponents(bath, { terms }))).toBe(
      `terms must be an integer from 2 to 12, got ${terms}`,
    );
  expect(refusal(() => fitExponents(bath, { accuracy: 0 }))).toContain("accuracy must be");
});

describe("exponents given by hand", () => {
  const term = (rate: number[], real = [1, 0], imag = [0, 0]): unknown => ({ rate, real, imag });

  test("of one rate are taken together", () => {
    const found = checkExponents("exponents", [term([1, 0]), term([2, 0]), term([1, 0], [2, 0], [-1, 0])]);
    expect(found).toEqual([term([1, 0], [3, 0], [-1, 0]), term([2, 0])]);
  });

  test.each([
    [[], "exponents must be how many to fit, or a list of 1 to 40"],
    [[term([0, 1])], "exponents.1.rate must be one that decays, with a real part above 0, got [0,1]"],
    [[term([-1, 0])], "exponents.1.rate must be one that decays"],
    [[term([1, 0]), term([1, 2])], "exponents.2 has no conjugate partner"],
    [[term([1, 2]), term([1, -2], [2, 0])], "exponents.1 has no conjugate partner"],
    [[term([1, 0], [1, 1])], "exponents.1 has no conjugate partner"],
    [[term([1])], "exponents.1.rate must be a complex number"],
    [[term([1, Number.NaN])], "exponents.1.rate.2 must be a finite number"],
    [[{ rate: [1, 0], amplitude: 1 }], 'exponents.1 has no field "amplitude"'],
    [[term([1, 0], [1e9, 0]), term([1 + 1e-9, 0], [-1e9 + 1, 0])], "exponents cancel each other"],
  ])("%j is refused in a line", (given, message) => {
    expect(refusal(() => checkExponents("exponents", given))).toContain(message);
  });
});
