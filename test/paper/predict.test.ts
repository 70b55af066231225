// Predictions: nothing until somebody commits to something, and then that.
import { afterEach, describe, expect, test } from "vitest";
import { readSettings, writeDisplays } from "../../src/cells/host";
import { CONTROL } from "../../src/cells/knob";
import { predict } from "../../src/paper/predict";

const axes = { x: { from: 0, to: 4, title: "Δ" }, y: { from: 0, to: 1, title: "heat" } };
const shown: Record<string, unknown>[] = [];
const listen = (): void => writeDisplays(({ data }) => shown.push(data));

afterEach(() => {
  shown.length = 0;
  readSettings(() => undefined);
  writeDisplays(undefined as never);
});

test("a prediction that nobody has made is nothing, and says what is asked", () => {
  listen();
  expect(predict.choice("Which way?", { of: ["left", "right"] })).toBe(undefined);
  expect(predict.number("How many?")).toBe(undefined);
  expect(predict.curve("How does it go?", { ...axes, covers: 2 })).toBe(undefined);
  expect(shown.map((data) => data["text/plain"])).toEqual([
    'Predict: Which way? (one of "left", "right": add guess to the call)',
    "Predict: How many? (a number: add guess to the call)",
    "Predict: How does it go? (two or more points [x, y] from left to right: add guess to the call)",
  ]);
  expect(shown[2][CONTROL]).toEqual({ kind: "prediction", label: "How does it go?", axes, covers: 2 });
});

test("a guess is the prediction, and so is what a reader commits to in the page, where it can be", () => {
  listen();
  expect(predict.choice("Which way?", { of: ["left", "right"], guess: "left" })).toBe("left");
  expect(predict.number("How many?", { guess: 3 })).toBe(3);
  readSettings((label) => (label === "How many?" ? 5 : "up"));
  expect(predict.number("How many?", { guess: 3 })).toBe(5);
  expect(predict.choice("Which way?", { of: ["left", "right"], guess: "left" })).toBe("left");
  expect(shown.at(-2)?.["text/plain"]).toBe("You predict: 5");
});

test("a curve is a function of straight lines, level beyond its ends", () => {
  listen();
  const curve = predict.curve("How?", { ...axes, guess: [[1, 0.5], [3, 1], [4, 0]] }); // biome-ignore format: points
  expect([0, 1, 2, 3, 3.5, 4, 9].map((x) => curve?.(x))).toEqual([0.5, 0.5, 0.75, 1, 0.5, 0, 0]);
  expect(shown[0]["text/plain"]).toBe("You predict: a curve");
});

describe("refused is", () => {
  test.each<[string, () => unknown]>([
    [
      'guess must be one of "a", "b", got "c"',
      () => predict.choice("?", { of: ["a", "b"], guess: "c" as "a" }),
    ],
    ["of must be a list of two or more, got []", () => predict.choice("?", { of: [] })],
    ["guess must be a number, got NaN", () => predict.number("?", { guess: Number.NaN })],
    [
      "guess must be two or more points [x, y] from left to right, got [[1,0],[0,1]]",
      () => predict.curve("?", { ...axes, guess: [[1, 0], [0, 1]] }), // biome-ignore format: points
    ],
    [
      "x.to must be a finite number above 4, got 4",
      () => predict.curve("?", { ...axes, x: { ...axes.x, from: 4 } }),
    ],
    ["covers must be an integer from 1 to 100, got 0", () => predict.number("?", { covers: 0 })],
    ["a prediction must ask something", () => predict.number(" ")],
  ])("%s", (message, call) => expect(call).toThrow(message));
});
