// What the text of a notebook says of values.
import { expect, test } from "vitest";
import { boundTexts, saidLike, stepsOf } from "../../src/cells/prose";

test("bound places are found, with what they say", () => {
  const text =
    'At Δ = <span data-value="Delta">2.19</span> heat flows <span data-value="rows[0].mode">parallel</span>.';
  expect(boundTexts(text)).toEqual([
    { path: "Delta", text: "2.19" },
    { path: "rows[0].mode", text: "parallel" },
  ]);
  expect(boundTexts("<span>2</span> <span class='a'>3</span>")).toEqual([]);
});

test("a path is a name and what of it, and nothing that could do something", () => {
  expect(stepsOf("minimum.at")).toEqual(["minimum", "at"]);
  expect(stepsOf("rows[10].pΔ")).toEqual(["rows", "10", "pΔ"]);
  for (const none of ["", "f()", "a b", "a;b", "a[b]", "1", "a..b", "a[-1]", "`a`", "a["])
    expect(stepsOf(none), none).toBe(undefined);
});

test("a value is said with the decimals that are written, and the minus of prose", () => {
  expect(saidLike("2.19", 2.188190244)).toBe("2.19");
  expect(saidLike("2", 2.6)).toBe("3");
  expect(saidLike("−0.0011", -0.00108)).toBe("−0.0011");
  expect(saidLike("0.0011", -0.00108)).toBe("−0.0011");
  expect(saidLike("2.39e−3", 0.0023896)).toBe("2.39e−3");
  expect(saidLike("parallel", "clockwise")).toBe("clockwise");
  // what a reader would take for a sign is rounding
  expect(saidLike("0.00", -1e-9)).toBe("0.00");
  expect(saidLike("0.1", Number.NaN)).toBe("NaN");
});
