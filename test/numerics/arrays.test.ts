import { expect, test } from "vitest";
import { arrays, keptBySize, zeros } from "../../src/numerics/arrays";

test("arrays are of zeros and share no entry with those before them", () => {
  for (const length of [0, 1, 7, 100, 5000, 100_000]) {
    const [one, two, ...more] = [zeros(length), zeros(length), ...arrays(3, length)];
    one.fill(1);
    for (const [k, array] of [two, ...more].entries()) {
      expect(array.length).toBe(length);
      expect(array.every((x) => x === 0)).toBe(true);
      array.fill(k + 2);
    }
    expect(one.every((x) => x === 1)).toBe(true);
    expect(two.every((x) => x === 2)).toBe(true);
  }
});

test("up to a size the same is given again, beyond it something new", () => {
  const make = keptBySize((size) => ({ size }), 4);
  expect(make(4)).toBe(make(4));
  expect(make(4)).toEqual({ size: 4 });
  expect(make(3)).not.toBe(make(4));
  expect(make(5)).not.toBe(make(5));
  expect(make(5)).toEqual({ size: 5 });
});
