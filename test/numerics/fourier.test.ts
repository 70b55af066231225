import { expect, test } from "vitest";
import { harmonicOf, seriesAt, toHarmonics, toTimes } from "../../src/numerics/fourier";
import { expectClose } from "../support/close";
import { noise } from "../support/random";

const random = (length: number, seed: number): Float64Array => {
  const next = noise(seed);
  return Float64Array.from({ length }, () => next());
};

test("harmonics are the sums that define them, of every function by itself", () => {
  const [count, width] = [16, 3];
  const series = { real: random(count * width, 1), imag: random(count * width, 2) };
  const harmonics = { real: series.real.slice(), imag: series.imag.slice() };
  toHarmonics(harmonics, width);
  for (let i = 0; i < count; i++) {
    for (let m = 0; m < width; m++) {
      let [x, y] = [0, 0];
      for (let j = 0; j < count; j++) {
        const angle = (-2 * Math.PI * harmonicOf(i, count) * j) / count;
        const [re, im] = [series.real[j * width + m], series.imag[j * width + m]];
        x += (Math.cos(angle) * re - Math.sin(angle) * im) / count;
        y += (Math.cos(angle) * im + Math.sin(angle) * re) / count;
      }
      expectClose([harmonics.real[i * width + m], harmonics.imag[i * width + m]], [x, y], 1e-15);
    }
  }
  toTimes(harmonics, width);
  expectClose(harmonics.real, series.real, 1e-15);
  expectClose(harmonics.imag, series.imag, 1e-15);
});

test("a series of few harmonics is known between its times", () => {
  const f = (angle: number): [number, number] => [1 + Math.cos(3 * angle), 2 * Math.sin(2 * angle)];
  const values = Array.from({ length: 16 }, (_, j) => f((2 * Math.PI * j) / 16));
  const series = {
    real: Float64Array.from(values, ([x]) => x),
    imag: Float64Array.from(values, ([, y]) => y),
  };
  toHarmonics(series, 1);
  for (const angle of [0, 0.3, 2, -5]) {
    const { real, imag } = seriesAt(series, 1, angle);
    expectClose([real[0], imag[0]], f(angle), 1e-14);
  }
});

test("of N times the first half of the harmonics turns forward, the second back", () => {
  expect(Array.from({ length: 8 }, (_, i) => harmonicOf(i, 8))).toEqual([0, 1, 2, 3, 4, -3, -2, -1]);
});
