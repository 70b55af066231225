import { expect, test } from "vitest";
import { makeOrthogonal } from "../../src/numerics/dot";
import { expectClose } from "../support/close";
import { noise } from "../support/random";

test("whatever the number of orthonormal vectors, a vector is its overlaps with them and a rest that has none", () => {
  const [n, next] = [23, noise(5)];
  const vectors: Float64Array[] = [];
  for (let count = 0; count < 12; count++) {
    const given = Float64Array.from({ length: n }, next);
    const rest = given.slice();
    const overlaps = new Float64Array(2 * count + 1);
    makeOrthogonal(rest, vectors, count, overlaps, 2, 1);
    const again = new Float64Array(count);
    makeOrthogonal(rest.slice(), vectors, count, again);
    expectClose(again, new Float64Array(count), 1e-14);
    expectClose(
      rest.map((x, i) => vectors.reduce((sum, v, j) => sum + overlaps[2 * j + 1] * v[i], x)),
      given,
      1e-14,
    );
    const size = Math.hypot(...rest);
    vectors.push(rest.map((x) => x / size));
  }
  expect(vectors).toHaveLength(12);
});
