import { expect, test } from "vitest";
import { exponentialPath } from "../../src/numerics/exponential-path";
import type { LinearMap } from "../../src/numerics/matmul";
import { expectClose } from "../support/close";

/** Pairs of unknowns, each turning with its ω and decaying with its κ; odd ones drive the next. */
const damped =
  (omegas: readonly number[], decays: readonly number[]): LinearMap =>
  (x, out) => {
    omegas.forEach((omega, k) => {
      out[2 * k] = -decays[k] * x[2 * k] + omega * x[2 * k + 1];
      out[2 * k + 1] = -decays[k] * x[2 * k + 1] - omega * x[2 * k];
    });
  };

const omegas = Array.from({ length: 50 }, (_, k) => 0.2 * k);
const decays = omegas.map((_, k) => 0.4 * k);
const start = new Float64Array(100).fill(0.1);
const exact = (time: number): number[] =>
  omegas.flatMap((omega, k) => {
    const size = 0.1 * Math.exp(-decays[k] * time);
    const [cos, sin] = [Math.cos(omega * time), Math.sin(omega * time)];
    return [size * (cos + sin), size * (cos - sin)];
  });

test("what turns and decays, slowly and fast, is itself at every time", () => {
  const path = exponentialPath(damped(omegas, decays), start, 1e-12);
  for (const time of [0, 1e-3, 0.4, 0.4, 3, 20]) expectClose(path(time), exact(time), 1e-11);
});

test("a long way is as good as one with stops", () => {
  const path = exponentialPath(damped(omegas, decays), start, 1e-12);
  expectClose(path(20), exact(20), 1e-11);
});

test("a stretch that is told where it ends loses what it says at most", () => {
  const ends: { time: number; x: Float64Array; lost: number }[] = [];
  exponentialPath(damped(omegas, decays), start, 1e-9, (end) => void ends.push(end))(5);
  expect(ends.length).toBeGreaterThan(1);
  for (const { time, x, lost } of ends) {
    expect(lost).toBeGreaterThan(0);
    expectClose(x, exact(time), lost + 1e-14);
  }
});

test("a space that nothing leads out of is good for any time", () => {
  let products = 0;
  const turning: LinearMap = (x, out) => {
    products++;
    damped([1, 2], [0, 0.1])(x, out);
  };
  const path = exponentialPath(turning, Float64Array.of(1, 0, 0, 1), 1e-13);
  const [cos, sin] = [Math.cos(1000), Math.sin(1000)];
  expectClose(path(1000), [cos, -sin, 0, 0], 1e-10);
  expect(products).toBeLessThanOrEqual(4);
});

test("nothing stays nothing", () => {
  expectClose(exponentialPath(damped([1], [1]), new Float64Array(2), 1e-12)(7), [0, 0], 0);
});
