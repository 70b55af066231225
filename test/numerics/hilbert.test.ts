import { describe, expect, test } from "vitest";
import { hilbertTransforms } from "../../src/numerics/hilbert";
import { expectRelative } from "../support/close";

const one = () => 1;
/** P∫_0^∞ ω/((1 + ω²)(ω − x)) dω, by partial fractions */
const drude = (x: number): number => (Math.PI / 2 - (x === 0 ? 0 : x * Math.log(Math.abs(x)))) / (1 + x * x);

describe("a principal value integral", () => {
  test("has its value wherever the pole is, on the edge of two panels as well", () => {
    const { pole } = hilbertTransforms((w) => w / (1 + w * w), one);
    for (const x of [-1e6, -3, -1e-9, 0, 1e-12, 1e-3, 0.3, 1, 2, 7, 1e3])
      expectRelative(pole(x), drude(x), 1e-11);
    for (let k = -30; k <= 30; k++)
      expectRelative(pole(1.03 * 2 ** (k / 4)), drude(1.03 * 2 ** (k / 4)), 1e-11);
  });

  test("against two poles is the difference of both, without its cancellation", () => {
    const { poles } = hilbertTransforms((w) => w / (1 + w * w), one);
    for (const x of [0.2, 1.5, 5]) expectRelative(poles(x), drude(x) - drude(-x), 1e-11);
    expectRelative(poles(1e-8), -2e-8 * Math.log(1e-8), 1e-11); // to first order in x
  });

  test("does not depend on the unit", () => {
    for (const unit of [1e-28, 1e-3, 1e28]) {
      const { pole } = hilbertTransforms((w) => w / unit / (1 + (w / unit) ** 2), one);
      for (const x of [-2, 0.7]) expectRelative(pole(x * unit), drude(x), 1e-11);
    }
  });

  test("sees kinks, jumps and lines of any width", () => {
    const step = hilbertTransforms((w) => (w > 1 && w < 3 ? 1 : 0), one);
    expectRelative(step.pole(2.5), Math.log(0.5 / 1.5), 1e-11);
    expectRelative(step.pole(-1), Math.log(2), 1e-11);
    const tent = hilbertTransforms((w) => Math.max(0, Math.min(w, 2 - w)), one);
    expectRelative(tent.pole(0), 2 * Math.log(2), 1e-11);
    for (const [centre, width] of [
      [4, 0.03],
      [5.3, 0.03],
      [17.7, 1e-4],
    ]) {
      const line = hilbertTransforms((w) => (w * width) / ((w - centre) ** 2 + width ** 2), one);
      expectRelative(line.pole(0), Math.PI / 2 + Math.atan(centre / width), 1e-11);
    }
  });

  test("that diverges, or has no end of structure, is an error, not a number", () => {
    expect(() => hilbertTransforms(one, one)).toThrow(/diverges|falls off too slowly/);
    expect(() => hilbertTransforms((w) => w, one)).toThrow(/falls off too slowly/);
    expect(() => hilbertTransforms((w) => Math.exp(-w), one)).toThrow(/diverges at zero/);
    expect(() => hilbertTransforms((w) => w * Math.exp(-w) * (2 + Math.sin(1e7 * w)), one)).toThrow(
      /too many features/,
    );
  });
});
