import { expect, test } from "vitest";
import { type Bath, generalBath, ohmicBath } from "../../src/baths/bath";
import { rateSlopes, transitionRate } from "../../src/baths/rates";
import { expectClose, expectRelative } from "../support/close";
import { derivatives } from "../support/derivative";

const ohmic = { site: 1, temperature: 0.7, coupling: 0.03, cutoff: 4 };
const kinds: [string, (temperature: number) => Bath, number][] = [
  ["Ohmic", (temperature) => ohmicBath({ ...ohmic, temperature }), 1e-11],
  [
    "super-Ohmic expression",
    (temperature) => generalBath({ site: 1, temperature, spectralDensity: "0.03 w^3 exp(-w/4)" }),
    1e-9,
  ],
  [
    "Lorentzian function",
    (temperature) => generalBath({ site: 1, temperature, spectralDensity: (w) => (0.03 * w) / (1 + w * w) }),
    1e-9,
  ],
];
const energies = [-30, -5, -1, -0.2, -0.08, -1e-2, 1e-2, 0.05, 0.3, 1, 4, 20];

test.each(kinds)("∂W/∂ε and ∂W/∂T are what differences of W show: %s", (_, bath, tolerance) => {
  for (const energy of energies) {
    const rate = (e: number, t: number) => transitionRate(bath(0.7 + t))(e);
    const scale = Math.abs(rate(energy, 0)) + rate(-0.1, 0);
    const [inEnergy] = derivatives((t) => [rate(energy + t, 0)], Math.abs(energy) / 4);
    const [inTemperature] = derivatives((t) => [rate(energy, t)], 0.1);
    const slopes = rateSlopes(bath(0.7));
    const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(tolerance * scale);
    close(slopes.energy(energy), inEnergy.value);
    close(slopes.temperature(energy), inTemperature.value);
  }
});

test("close to zero energy the slopes tend to those of W = γ e^{−|ε|/ω_c} (T − ε/2 + …)", () => {
  const { energy, temperature } = rateSlopes(ohmicBath(ohmic));
  const { coupling, cutoff, temperature: t } = ohmic;
  for (const distance of [1e-3, 1e-6, 1e-9, 1e-12]) {
    const tolerance = 3 * distance + 1e-14;
    expectRelative(energy(distance), coupling * (-1 / 2 - t / cutoff), tolerance);
    expectRelative(energy(-distance), coupling * (-1 / 2 + t / cutoff), tolerance);
    expectRelative(temperature(distance), coupling, tolerance);
  }
  expectRelative(energy(0), -coupling / 2, 1e-15);
  expect(temperature(0)).toBe(coupling);
});

test("so they do where the spectral density is a function", () => {
  const [t, spectralDensity] = [0.7, (w: number) => (0.03 * w) / (1 + w * w)];
  const { energy } = rateSlopes(generalBath({ site: 1, temperature: t, spectralDensity }));
  for (const w of [1e-3, 1.2e-4, 1e-5, 1e-7]) {
    // J/ω (T ∓ ω/2 + ω²/12T), for steps up and down
    const [ratio, slope] = [0.03 / (1 + w * w), (-0.06 * w) / (1 + w * w) ** 2];
    expectRelative(energy(w), slope * (t - w / 2) + ratio * (-1 / 2 + w / (6 * t)), 1e-6);
    expectRelative(energy(-w), -slope * (t + w / 2) - ratio * (1 / 2 + w / (6 * t)), 1e-6);
  }
});

test("the slopes of detailed balance, W(−ε) = e^{ε/T} W(ε)", () => {
  const rate = transitionRate(ohmicBath(ohmic));
  const { energy, temperature } = rateSlopes(ohmicBath(ohmic));
  const t = ohmic.temperature;
  for (const e of [1e-7, 0.01, 0.069, 0.071, 0.5, 3, 12]) {
    const ratio = Math.exp(e / t);
    const tolerance = 1e-14 * ratio * (Math.abs(energy(e)) + rate(e) / t + (rate(e) * e) / t ** 2);
    expectClose([-energy(-e)], [ratio * (energy(e) + rate(e) / t)], tolerance);
    expectClose([temperature(-e)], [ratio * (temperature(e) - (e / t ** 2) * rate(e))], tolerance);
  }
});

test("a bath at T = 0 only takes up energy, and no slope is NaN however cold it is", () => {
  const cold = rateSlopes(ohmicBath({ ...ohmic, temperature: 0 }));
  const { coupling, cutoff } = ohmic;
  expect(cold.energy(1)).toBe(0);
  expectRelative(cold.energy(-1), coupling * Math.exp(-1 / cutoff) * (1 / cutoff - 1), 1e-15);
  for (const temperature of [0, 1e-300, 1e-12, 1e-3, 1e12]) {
    const slopes = rateSlopes(ohmicBath({ ...ohmic, temperature }));
    for (const e of [-1e3, -1, -1e-9, 0, 1e-9, 1, 1e3]) {
      expect(Number.isFinite(slopes.energy(e)) && Number.isFinite(slopes.temperature(e))).toBe(true);
    }
  }
});
