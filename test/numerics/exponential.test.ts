import { expect, test } from "vitest";
import { type Turning, turningExponential } from "../../src/numerics/exponential";
import { expectClose, expectRelative } from "../support/close";

const still: Turning = { i: new Int32Array(0), j: new Int32Array(0), omega: new Float64Array(0) };
const pair = (omega: number): Turning => ({
  i: Int32Array.of(0),
  j: Int32Array.of(1),
  omega: Float64Array.of(omega),
});
const unit = (n: number, k: number) => Float64Array.from({ length: n }, (_, i) => (i === k ? 1 : 0));
const column = (e: (x: Float64Array) => Float64Array, n: number, k: number) => e(unit(n, k));

test("a rotation is itself at every angle, whether it is told apart or not", () => {
  for (const angle of [0, 1e-9, 0.3, 1, 20]) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const told = turningExponential(new Float64Array(4), pair(1), 2, angle);
    const plain = turningExponential(Float64Array.of(0, -1, 1, 0), still, 2, angle);
    const half = turningExponential(Float64Array.of(0, -0.5, 0.5, 0), pair(0.5), 2, angle);
    for (const e of [told, plain, half]) expectClose(column(e, 2, 0), [c, s], 1e-14 * (1 + angle));
  }
});

test("a nilpotent matrix has a finite series", () => {
  const e = turningExponential(Float64Array.of(0, 2, 3, 0, 0, 4, 0, 0, 0), still, 3, 1);
  expectClose(column(e, 3, 1), [2, 1, 0], 1e-14);
  expectClose(column(e, 3, 2), [7, 4, 1], 1e-14);
});

test("what is turned and damped at once is so as a damped oscillator is", () => {
  // dx = −y, dy = x − 2κy: y″ + 2κy′ + y = 0
  for (const damping of [1e-3, 0.3]) {
    for (const time of [0.1, 7, 300]) {
      const e = turningExponential(Float64Array.of(0, 0, 0, -2 * damping), pair(1), 2, time);
      const omega = Math.sqrt(1 - damping ** 2);
      const y = (Math.exp(-damping * time) * Math.sin(omega * time)) / omega;
      expectClose([column(e, 2, 0)[1]], [y], 1e-13);
    }
  }
});

test("what only turns goes on as it was, however long the time, and all the rest decays", () => {
  const columns = Float64Array.of(-1, 2, 1, -2); // columns add up to zero
  const sum = { left: [Float64Array.of(1, 1)], right: [Float64Array.of(2 / 3, 1 / 3)] };
  for (const time of [1e2, 1e9, 1e18]) {
    expectClose(turningExponential(columns, still, 2, time, sum)(Float64Array.of(1, -1)), [0, 0], 1e-14);
  }
});

test("a slow rate keeps its digits beside a fast turn", () => {
  // unknowns 1 and 2 turn and are damped by 1e-12, unknown 3 decays by 1e-9
  const slow = Float64Array.of(-1e-12, 0, 0, 0, -1e-12, 0, 0, 0, -1e-9);
  const e = turningExponential(slow, pair(1e3), 3, 2 ** 31);
  expectRelative(column(e, 3, 2)[2], Math.exp(-(2 ** 31) * 1e-9), 1e-13);
  expectRelative(Math.hypot(...column(e, 3, 0)), Math.exp(-(2 ** 31) * 1e-12), 1e-13);
  expect(column(e, 3, 2)[0]).toBe(0);
});
