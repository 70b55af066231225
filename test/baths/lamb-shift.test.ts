import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generalBath, ohmicBath } from "../../src/baths/bath";
import { bathCorrelation } from "../../src/baths/correlator";
import { levelShift } from "../../src/baths/lamb-shift";
import { transitionRate } from "../../src/baths/rates";
import { applyGenerator, redfieldGenerator } from "../../src/equations/generator";
import { ringModel } from "../../src/model/model";
import { siteHeatCurrent, spinCurrents } from "../../src/observables/currents";
import { steadyState } from "../../src/states/steady-state";
import { expectRelative } from "../support/close";
import { refusal } from "../support/refusal";

const [coupling, cutoff] = [0.01, 10];
const bath = (temperature: number, site = 1) => ohmicBath({ site, temperature, coupling, cutoff });
const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0] });
const baths = [bath(2), bath(1, 3)];

/** E₁(x) and Ei(x) by their power series, good for x up to about 5. */
const series = (x: number, sign: number) => {
  let [sum, term] = [0.5772156649015329 + Math.log(x), 1];
  for (let k = 1; k < 80; k++) {
    term *= (sign * x) / k;
    sum += term / k;
  }
  return sum;
};

describe("the correlation function", () => {
  test("at T = 0 is that of the vacuum, (γ/π) / (1/ω_c + iτ)²", () => {
    expect(bathCorrelation(bath(0), 0).real).toBeCloseTo((coupling * cutoff ** 2) / Math.PI, 14);
    const { real, imag } = bathCorrelation(bath(0), 1 / cutoff);
    expect(real).toBeCloseTo(0, 15); // 1/(1 + i)² = −i/2
    expect(imag).toBeCloseTo((-coupling * cutoff ** 2) / (2 * Math.PI), 13);
  });

  test("agrees with its defining integral at any temperature", () => {
    for (const temperature of [0.3, 1, 2, 15]) {
      for (const time of [0, 0.05, 0.4, 3]) {
        // a plain midpoint sum of ∫ dω/π J(ω) [coth(ω/2T) cos ωτ − i sin ωτ]
        let [re, im] = [0, 0];
        const step = 2e-3;
        for (let w = step / 2; w < 400; w += step) {
          const density = (coupling * w * Math.exp(-w / cutoff) * step) / Math.PI;
          re += (density * Math.cos(w * time)) / Math.tanh(w / (2 * temperature));
          im -= density * Math.sin(w * time);
        }
        const { real, imag } = bathCorrelation(bath(temperature), time);
        expect(Math.abs(real - re) + Math.abs(imag - im)).toBeLessThan(1e-7);
      }
    }
  });

  test("of a density given as a text is that of the same Ohmic bath", () => {
    for (const temperature of [0, 0.3, 2]) {
      const same = generalBath({ site: 1, temperature, spectralDensity: "0.01 w exp(-w/10)" });
      for (const time of [0, 0.03, -0.5, 3, 40]) {
        const [given, own] = [bathCorrelation(same, time), bathCorrelation(bath(temperature), time)];
        expect(Math.hypot(given.real - own.real, given.imag - own.imag)).toBeLessThan(1e-13);
      }
    }
  });

  test("of a Drude density is a sum of exponentials, and infinite at time 0, which it says", () => {
    const [strength, decay, temperature, time] = [0.05, 5, 2, 0.1];
    const drude = generalBath({ site: 1, temperature, spectralDensity: "0.5 w / (25 + w^2)" });
    // λg (cot(g/2T) − i) e^{−gt} + Σ 4λgT ν_k e^{−ν_k t} / (ν_k² − g²), ν_k = 2πTk
    let re = ((strength * decay) / Math.tan(decay / 2 / temperature)) * Math.exp(-decay * time);
    for (let k = 1; k < 200; k++) {
      const rate = 2 * Math.PI * temperature * k;
      re += (4 * strength * decay * temperature * rate * Math.exp(-rate * time)) / (rate ** 2 - decay ** 2);
    }
    const { real, imag } = bathCorrelation(drude, time);
    expect(Math.abs(real - re)).toBeLessThan(1e-13);
    expect(Math.abs(imag + strength * decay * Math.exp(-decay * time))).toBeLessThan(1e-13);
    expect(refusal(() => bathCorrelation(drude, 0))).toContain("does not converge");
  });
});

describe("the level shift", () => {
  test("at T = 0 is given by exponential integrals", () => {
    const shift = levelShift(bath(0));
    for (const e of [0.01, 0.5, 3, 8, 20]) {
      const x = e / cutoff;
      const above = cutoff + e * Math.exp(x) * series(x, -1); // −E₁(x) = γ + ln x + Σ (−x)^k / k k!
      const below = cutoff - e * Math.exp(-x) * series(x, 1); // Ei(x)
      expect(shift(e)).toBeCloseTo((-coupling / Math.PI) * above, 12);
      expect(shift(-e)).toBeCloseTo((-coupling / Math.PI) * below, 12);
    }
  });

  test("at zero energy is −γ ω_c / π at every temperature", () => {
    for (const temperature of [0, 0.2, 1, 30]) {
      expect(levelShift(bath(temperature))(0)).toBeCloseTo((-coupling * cutoff) / Math.PI, 12);
    }
  });

  test("agrees with high-precision quadrature, resonances as narrow as a thousandth among it", () => {
    const reference: { spectralDensity: string; temperature: number; energy: number; levelShift: number }[] =
      JSON.parse(readFileSync("data/lamb-shift/reference.json", "utf8"));
    expect(reference.length).toBeGreaterThan(100);
    const shifts = new Map<string, (energy: number) => number>();
    for (const { spectralDensity, temperature, energy, levelShift: expected } of reference) {
      const key = `${spectralDensity} at ${temperature}`;
      const shift = shifts.get(key) ?? levelShift(generalBath({ site: 1, temperature, spectralDensity }));
      shifts.set(key, shift);
      expectRelative(shift(energy), expected, 1e-10, `${key}, ${energy}`);
    }
  });

  test("of a function, in any units, is that of the same text", () => {
    const resonance = (unit: number) =>
      generalBath({
        site: 1,
        temperature: 2 * unit,
        spectralDensity: (w) =>
          (unit * 0.002 * (w / unit)) / (((w / unit) ** 2 - 16) ** 2 + (0.05 * (w / unit)) ** 2),
      });
    const text = generalBath({
      site: 1,
      temperature: 2,
      spectralDensity: "0.04*0.05*w/((w^2-4^2)^2+(0.05*w)^2)",
    });
    for (const unit of [1, 1e-28, 1e28]) {
      for (const energy of [-4, 0, 0.2, 3.99]) {
        expectRelative(levelShift(resonance(unit))(energy * unit), unit * levelShift(text)(energy), 1e-11);
      }
    }
  });

  test("of other spectral densities is −(1/π) ∫ J(ω)/ω dω at zero energy, or refused where that diverges", () => {
    const at = (spectralDensity: string) =>
      levelShift(generalBath({ site: 1, temperature: 1, spectralDensity }))(0);
    expect(at("0.01 w / (1 + (w/10)^2)")).toBeCloseTo(-0.05, 9);
    expect(at("0.01 w exp(-w/1000)")).toBeCloseTo(-10 / Math.PI, 8);
    expect(refusal(() => at("0.01 w"))).toMatch(/^the Lamb shift of the bath at site 1 cannot be computed/);
  });

  test("is refused where the spectral density is, with its words", () => {
    const density = (w: number) => w * Math.exp(-w) * (w > 20 ? -1 : 1);
    const bath = generalBath({ site: 1, temperature: 1, spectralDensity: density });
    expect(refusal(() => levelShift(bath)(1))).toMatch(/^the spectral density of the bath at site 1 must be/);
  });

  test("and the rate are the two parts of the half-sided Fourier transform of C(τ)", () => {
    for (const [temperature, energy] of [
      [2, 1.7],
      [1, -2.4],
      [0.5, 4],
    ]) {
      let [re, im] = [0, 0];
      const step = 1e-3;
      for (let time = step / 2; time < 120; time += step) {
        const c = bathCorrelation(bath(temperature), time);
        const [cos, sin] = [Math.cos(energy * time), Math.sin(energy * time)];
        re += step * (cos * c.real + sin * c.imag);
        im += step * (cos * c.imag - sin * c.real);
      }
      // what lies beyond τ = 120 is smaller than γ/(π τ² ε)
      expect(Math.abs(re - transitionRate(bath(temperature))(energy))).toBeLessThan(1e-6);
      expect(Math.abs(im - levelShift(bath(temperature))(energy))).toBeLessThan(1e-6);
    }
  });
});

describe("the steady state with the Lamb shift", () => {
  const shifted = steadyState(ring, baths, { lambShift: true });

  test("solves the equation that the matrix form states, and keeps the laws", () => {
    const { real, imag } = applyGenerator(
      redfieldGenerator(ring, baths, { lambShift: true }),
      shifted.real,
      shifted.imag,
    );
    for (const entry of [...real, ...imag]) expect(Math.abs(entry)).toBeLessThan(1e-16);
    const { traceError, energyBalance, entropyProduction } = shifted.certificate;
    expect(traceError).toBeLessThan(1e-14);
    expect(Math.abs(energyBalance)).toBeLessThan(1e-15);
    expect(entropyProduction).toBeGreaterThan(0);
  });

  test("has one spin current, and branches that carry what the hot bath gives", () => {
    const currents = spinCurrents(shifted);
    for (const current of currents) expect(Math.abs(current - currents[0])).toBeLessThan(1e-14);
    const difference = siteHeatCurrent(shifted, 2) - siteHeatCurrent(shifted, 4);
    expect(Math.abs(difference - shifted.bathHeat[0])).toBeLessThan(1e-14);
  });

  test("agrees with S̃ = S ∘ (W + iΛ) put into the master equation as it is written", () => {
    // one bath on the smallest ring, in complex 2 × 2 arithmetic
    const pair = ringModel({ sites: 2, spinsUp: 1, fields: [1, 0] });
    const generator = redfieldGenerator(pair, [bath(1.2)], { lambShift: true });
    const [e0, e1] = generator.energies;
    const s = generator.couplings[0].operator;
    type C = [number, number];
    const times = (p: C, q: C): C => [p[0] * q[0] - p[1] * q[1], p[0] * q[1] + p[1] * q[0]];
    const product = (p: C[], q: C[]): C[] =>
      [0, 1, 2, 3].map((i) =>
        [0, 1]
          .map((k) => times(p[2 * (i >> 1) + k], q[2 * k + (i & 1)]))
          .reduce(([a, b], [c, d]) => [a + c, b + d]),
      );
    const minus = (p: C[], q: C[]): C[] => p.map(([a, b], i) => [a - q[i][0], b - q[i][1]]);
    const dagger = (p: C[]): C[] => [p[0], p[2], p[1], p[3]].map(([a, b]) => [a, -b]);
    const S: C[] = Array.from(s, (x) => [x, 0]);
    const gaps = [0, e0 - e1, e1 - e0, 0];
    const tilde: C[] = gaps.map((gap, i) => [
      s[i] * transitionRate(bath(1.2))(gap),
      s[i] * levelShift(bath(1.2))(gap),
    ]);
    const [x, y] = [Float64Array.of(0.7, 0.1, 0.1, 0.3), Float64Array.of(0, 0.2, -0.2, 0)];
    const rho: C[] = Array.from(x, (re, i) => [re, y[i]]);
    const first = minus(product(product(tilde, rho), S), product(S, product(tilde, rho)));
    const back = product(rho, dagger(tilde));
    const second = minus(product(S, back), product(back, S));
    const { real, imag } = applyGenerator(generator, x, y);
    gaps.forEach((gap, i) => {
      const rotation = times([0, -gap], rho[i]);
      expect(real[i]).toBeCloseTo(first[i][0] + second[i][0] + rotation[0], 15);
      expect(imag[i]).toBeCloseTo(first[i][1] + second[i][1] + rotation[1], 15);
    });
  });

  test("differs from the one without by a part of the order of γ, which vanishes with γ", () => {
    const difference = (strength: number) => {
      const weak = baths.map((b) => ({ ...b, coupling: strength }));
      const [with_, without] = [true, false].map(
        (lambShift) => steadyState(ring, weak, { lambShift }).populations,
      );
      return Math.max(...with_.map((p, k) => Math.abs(p - without[k])));
    };
    expect(difference(0.01)).toBeGreaterThan(1e-5);
    expect(difference(0.0001) / difference(0.01)).toBeLessThan(0.02);
  });

  test("is refused for what cannot keep it", () => {
    expect(refusal(() => steadyState(ring, baths, { lambShift: true, method: "krylov" }))).toContain(
      '"krylov"',
    );
    expect(refusal(() => steadyState(ring, baths, { lambShift: 1 as never }))).toBe(
      "lambShift must be true or false, got 1",
    );
  });
});
