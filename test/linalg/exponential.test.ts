import { test } from "vitest";
import { matrixExponential } from "../../src/linalg/exponential";
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
