import { expect, test } from "vitest";
import { matrixExponential } from "../../src/linalg/exponential";
import { integrate, integrateToInfinity } from "../../src/linalg/quadrature";
import { expectClose } from "../support/close";

test("the exponential of a rotation generator is the rotation, at every angle", () => {
  for (const angle of [0, 1e-9, 0.3, 1, 20]) {
    const turn = matrixExponential(Float64Array.of(0, angle, -angle, 0), 2);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    expectClose(turn, [c, s, -s, c], 1e-14 * (1 + angle));
  }
});

test("a nilpotent matrix has a finite series", () => {
  expectClose(
    matrixExponential(Float64Array.of(0, 2, 3, 0, 0, 4, 0, 0, 0), 3),
    [1, 2, 7, 0, 1, 4, 0, 0, 1],
    1e-14,
  );
});

test("a conserved functional stays conserved however large the matrix", () => {
  const decay = (t: number) => Float64Array.of(-t, 2 * t, t, -2 * t); // columns add up to zero
  const far = matrixExponential(decay(1e6), 2, [1, 1]);
  expectClose(far, [2 / 3, 2 / 3, 1 / 3, 1 / 3], 1e-14);
});

test("integrals with known values come out to 13 digits", () => {
  expect(integrate(Math.exp, 0, 1)).toBeCloseTo(Math.E - 1, 13);
  expect(integrate(Math.sqrt, 0, 1)).toBeCloseTo(2 / 3, 13);
  expect(integrate(Math.log, 0, 1)).toBeCloseTo(-1, 13);
  expect(integrateToInfinity((x) => Math.exp(-x), 0, 1)).toBeCloseTo(1, 13);
  expect(integrateToInfinity((x) => x ** 3 * Math.exp(-x / 2), 0, 1)).toBeCloseTo(96, 9);
  expect(integrateToInfinity((x) => Math.exp(-(x - 3)) / x, 3, 1)).toBeCloseTo(0.2620837402553, 12);
});

test("an integral that diverges or cannot be resolved is an error, not a number", () => {
  expect(integrateToInfinity((x) => 1 / (1 + x * x), 0, 1)).toBeCloseTo(Math.PI / 2, 10);
  expect(() => integrateToInfinity(() => 1, 0, 1)).toThrow(/does not converge/);
  expect(() => integrate((x) => Math.sin(1e7 * x), 0, 1)).toThrow(/does not converge/);
});
