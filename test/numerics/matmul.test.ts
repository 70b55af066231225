import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import { multiply, multiplyPlain, multiplyRectangular, transpose } from "../../src/numerics/matmul";
import { expectClose } from "../support/close";

const random = (n: number, seed: number, rows = n) =>
  Float64Array.from({ length: rows * n }, (_, i) => Math.sin(seed + 12.9898 * i) * 10 ** ((i % 7) - 3));

// around the sizes where the kernel takes over, pads, and starts a second block of rows
test.each([1, 2, 15, 16, 17, 18, 19, 20, 67, 255, 256, 257, 300])(
  "the kernel gives the bits of the plain loop at order %i",
  (n) => {
    const [a, b] = [random(n, 1), random(n, 2)];
    const [fast, plain] = [new Float64Array(n * n), new Float64Array(n * n)];
    multiply(a, b, n, fast);
    multiplyPlain(a, b, n, n, n, plain);
    expect(fast).toEqual(plain);
  },
);

test("sizes can follow each other in any order", () => {
  for (const n of [40, 17, 90, 18, 40]) {
    const [a, b] = [random(n, n), random(n, n + 1)];
    const [fast, plain] = [new Float64Array(n * n), new Float64Array(n * n)];
    multiply(a, b, n, fast);
    multiplyPlain(a, b, n, n, n, plain);
    expect(fast).toEqual(plain);
  }
});

test.each([
  [16, 16, 20],
  [17, 300, 33],
  [30, 18, 61],
  [3, 40, 50],
  [50, 3, 40],
])("the kernel gives the bits of the plain loop for %i × %i times a matrix of %i columns", (m, l, n) => {
  const [a, b] = [random(l, 1, m), random(n, 2, l)];
  const [fast, plain] = [new Float64Array(m * n), new Float64Array(m * n)];
  multiplyRectangular(a, b, m, l, n, fast);
  multiplyPlain(a, b, m, l, n, plain);
  expect(fast).toEqual(plain);
});

test.each([3, 17, 40])("what stands in longer arrays behind the factors is left out, at order %i", (n) => {
  const [a, b] = [random(n, 1), random(n, 2)];
  const longer = (x: Float64Array) => Float64Array.from({ length: 2 * n * n }, (_, i) => x[i] ?? Number.NaN);
  const [fast, plain] = [new Float64Array(n * n), new Float64Array(n * n)];
  multiply(longer(a), longer(b), n, fast);
  multiplyPlain(a, b, n, n, n, plain);
  expect(fast).toEqual(plain);
});

test("products agree with those of ml-matrix, also transposed", () => {
  for (const n of [3, 33]) {
    const [a, b] = [random(n, 5), random(n, 6)];
    const [A, B] = [Matrix.from1DArray(n, n, a), Matrix.from1DArray(n, n, b)];
    const out = new Float64Array(n * n);
    multiply(a, b, n, out);
    expectClose(out, A.mmul(B).to1DArray(), 1e-8);
    multiply(transpose(a, n), b, n, out);
    expectClose(out, A.transpose().mmul(B).to1DArray(), 1e-8);
  }
});

test("the embedded bytes are what the readable source compiles to", () => {
  const script = join(__dirname, "..", "..", "scripts", "build-wasm.mjs");
  expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
});
