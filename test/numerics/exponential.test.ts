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

test.each([0, 1])("damping far above the turn is as of an overdamped oscillator, on unknown %i", (damped) => {
  // y″ + 2κy′ + y = 0 with y′ = ±x
  const [damping, time] = [200, 3];
  const slow = new Float64Array(4);
  slow[damped * 3] = -2 * damping;
  const root = Math.sqrt(damping ** 2 - 1);
  const [fast, late] = [-damping - root, -1 / (damping + root)];
  const y = (Math.exp(late * time) - Math.exp(fast * time)) / (late - fast);
  const e = turningExponential(slow, pair(1), 2, time);
  expectRelative(column(e, 2, damped)[1 - damped], damped === 0 ? y : -y, 1e-12);
});

test("which unknowns turn each other is a matter of their names alone", () => {
  const slow = Float64Array.from({ length: 25 }, (_, k) => Math.sin(3 * k + 1) / 5 - (k % 6 === 0 ? 1 : 0));
  const turning = { i: Int32Array.of(0, 2), j: Int32Array.of(1, 3), omega: Float64Array.of(2, -0.7) };
  const names = [3, 1, 4, 0, 2];
  const [renamed, matrix] = [new Float64Array(25), slow.slice()];
  for (let a = 0; a < 5; a++) for (let b = 0; b < 5; b++) renamed[names[a] * 5 + names[b]] = slow[a * 5 + b];
  const other = {
    ...turning,
    i: turning.i.map((k) => names[k]),
    j: turning.j.map((k) => names[k]),
  };
  // and the turns may as well be written into the matrix
  turning.i.forEach((i, p) => {
    matrix[i * 5 + turning.j[p]] -= turning.omega[p];
    matrix[turning.j[p] * 5 + i] += turning.omega[p];
  });
  for (const time of [0.2, 3]) {
    const one = turningExponential(slow, turning, 5, time);
    const two = turningExponential(renamed, other, 5, time);
    const whole = turningExponential(matrix, still, 5, time);
    for (let k = 0; k < 5; k++) {
      const expected = column(whole, 5, k);
      expectClose(column(one, 5, k), expected, 1e-13);
      const named = column(two, 5, names[k]);
      expectClose(
        names.map((name) => named[name]),
        expected,
        1e-13,
      );
    }
  }
});

test("what decays is gone after any time, though rounding would let what stays grow", () => {
  // rates between four states, beside a pair that turns for ever
  const n = 6;
  const slow = new Float64Array(n * n);
  for (let a = 0; a < 4; a++) {
    for (let c = 0; c < 4; c++) {
      if (a === c) continue;
      const rate = 0.1 + Math.abs(Math.sin(5 * a + 3 * c));
      slow[a * n + c] += rate;
      slow[c * n + c] -= rate;
    }
  }
  const turning = { i: Int32Array.of(4), j: Int32Array.of(5), omega: Float64Array.of(0.3) };
  const start = (k: number) => unit(n, k).map((x, i) => x - (i < 4 ? 0.25 : 0));
  // where the four end, from any start
  const late = turningExponential(slow, turning, n, 1e3)(Float64Array.of(0.25, 0.25, 0.25, 0.25, 0, 0));
  const untouched = {
    left: [Float64Array.of(1, 1, 1, 1, 0, 0), unit(n, 4), unit(n, 5)],
    right: [late, unit(n, 4), unit(n, 5)],
  };
  for (const time of [1e2, 1e9, 1e18]) {
    const e = turningExponential(slow, turning, n, time, untouched);
    for (let k = 0; k < 4; k++) expectClose(e(start(k)), new Float64Array(n), 1e-14);
  }
});
