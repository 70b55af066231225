// Against mathjs with 120 digits.
import { all, type BigNumber, create } from "mathjs";
import { expect, test } from "vitest";
import {
  add,
  at,
  type Double2,
  div,
  dot2,
  exp,
  expm1,
  from,
  luFactor2,
  type Matrix2,
  mul,
  multiply2,
  put,
  sqrt,
  sub,
  symmetricEigen2,
  zeros2,
} from "../../src/numerics/double-double";
import { noise } from "../support/random";

const math = create(all, { number: "BigNumber", precision: 120 });
/** The value of a double, digit by digit. */
function exact(x: number): BigNumber {
  let [k, y] = [0, x];
  for (; !Number.isInteger(y); y *= 2) k++;
  return math.bignumber(BigInt(y).toString()).dividedBy(math.bignumber(2).pow(k));
}
const big = ([h, l]: Double2): BigNumber => exact(h).plus(exact(l));
/** What is off, relative to the value expected. */
const off = (actual: Double2, expected: BigNumber): number =>
  Math.abs(
    big(actual)
      .minus(expected)
      .dividedBy(expected.isZero() ? 1 : expected)
      .toNumber(),
  );

const next = noise(5);
const wide = (): Double2 => {
  const h = next() * 10 ** (12 * next());
  return [h, h * 1e-17 * next()];
};

test("sums, differences, products, quotients and roots have 31 digits", () => {
  for (let i = 0; i < 300; i++) {
    const [a, b] = [wide(), wide()];
    expect(off(mul(a, b), big(a).times(big(b)))).toBeLessThan(1e-31);
    expect(off(div(a, b), big(a).dividedBy(big(b)))).toBeLessThan(1e-31);
    expect(off(add(a, b), big(a).plus(big(b)))).toBeLessThan(1e-31);
    // what is left of two that nearly cancel keeps the digits that are in them
    expect(off(sub(a, [a[0], b[1] * 1e-20]), big(a).minus(big([a[0], b[1] * 1e-20])))).toBeLessThan(1e-15);
    const positive: Double2 = a[0] < 0 ? [-a[0], -a[1]] : a;
    expect(off(sqrt(positive), big(positive).squareRoot())).toBeLessThan(1e-31);
  }
});

test("exponentials have 30 digits, also of small and of very negative numbers", () => {
  for (const x of [1e-20, -1e-9, 0.3, -0.7, 1, -5, 40.25, -200, 600, -650]) {
    const a: Double2 = [x, x * 3e-18];
    const expected = math.exp(big(a));
    expect(off(exp(a), expected), `exp ${x}`).toBeLessThan(1e-29);
    expect(off(expm1(a), expected.minus(1)), `expm1 ${x}`).toBeLessThan(1e-29);
  }
  expect(exp([-800, 0])).toEqual([0, 0]);
  expect(expm1([-800, 0])).toEqual([-1, 0]);
  expect(expm1([0, 0])[0]).toBe(0);
});

/** A symmetric matrix with entries of very different sizes. */
function graded(n: number, small: number): Matrix2 {
  const a = zeros2(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value: Double2 =
        i === j ? [3 * next(), 1e-17 * next()] : [small * next(), small * 1e-17 * next()];
      put(a, i * n + j, value);
      put(a, j * n + i, value);
    }
  }
  return a;
}

test.each([1, 1e-6, 1e-12])(
  "eigenvectors of a matrix with exchange %s are exact, and so is what they mix",
  (small) => {
    const n = 6;
    const a = graded(n, small);
    const { values, vectors } = symmetricEigen2({ hi: a.hi.slice(), lo: a.lo.slice() }, n);
    const [columns, left, turned, square] = [zeros2(n * n), zeros2(n * n), zeros2(n * n), zeros2(n * n)];
    for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) put(columns, i * n + k, at(vectors, k * n + i));
    multiply2(vectors, columns, n, n, n, square);
    multiply2(vectors, a, n, n, n, left);
    multiply2(left, columns, n, n, n, turned);
    for (let k = 0; k < n; k++) {
      if (k > 0) expect(values.hi[k]).toBeGreaterThanOrEqual(values.hi[k - 1]);
      for (let l = 0; l < n; l++) {
        const expected = k === l ? at(values, k) : from(0);
        expect(Math.abs(sub(at(square, k * n + l), from(k === l ? 1 : 0))[0])).toBeLessThan(1e-29);
        expect(Math.abs(sub(at(turned, k * n + l), expected)[0])).toBeLessThan(1e-29);
      }
    }
  },
);

test("LU with pivots solves what a double could not, and a singular matrix has no pivot", () => {
  const n = 8;
  const a = zeros2(n * n); // Hilbert's matrix and less: condition 1e10, its rows from 1 to 1e-12
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) put(a, i * n + j, div(from(10 ** -((3 * i) >> 1)), from(i + j + 1)));
  const lu = { hi: a.hi.slice(), lo: a.lo.slice() };
  const rows = new Int32Array(n);
  expect(luFactor2(lu, n, rows, n)).toBeGreaterThan(1e-12);
  const exact = zeros2(n);
  for (let i = 0; i < n; i++) exact.hi[i] = i + 1;
  const x = zeros2(n);
  for (let i = 0; i < n; i++) put(x, i, dot2(a, rows[i] * n, 1, exact, 0, n));
  for (let i = 1; i < n; i++) put(x, i, sub(at(x, i), dot2(lu, i * n, 1, x, 0, i)));
  for (let i = n - 1; i >= 0; i--)
    put(x, i, div(sub(at(x, i), dot2(lu, i * (n + 1) + 1, 1, x, i + 1, n - i - 1)), at(lu, i * (n + 1))));
  for (let i = 0; i < n; i++) expect(Math.abs(sub(at(x, i), from(i + 1))[0])).toBeLessThan(1e-19);

  const twice = zeros2(4);
  twice.hi.set([1, 2, 2, 4]);
  expect(luFactor2(twice, 2, new Int32Array(2), 2)).toBe(0);
});
