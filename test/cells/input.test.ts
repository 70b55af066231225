// Inputs: what the cell says, unless a reader has set something that can be.
import { afterEach, describe, expect, test } from "vitest";
import { numberOf } from "../../src/book/live/controls";
import { type Display, readSettings, writeDisplays } from "../../src/cells/host";
import { input } from "../../src/cells/input";
import { CONTROL } from "../../src/cells/knob";

const range = { from: 0, to: 4, step: 0.01, value: 2.19 };

function presented(make: () => unknown): Display["data"] {
  const written: Display[] = [];
  writeDisplays((display) => written.push(display));
  make();
  expect(written).toHaveLength(1);
  return written[0].data;
}
const told =
  (settings: Record<string, unknown>) =>
  (label: string): unknown =>
    settings[label];

afterEach(() => {
  readSettings(() => undefined);
  writeDisplays(undefined as never);
});

test("an input is what its cell says, and says what to edit", () => {
  const data = presented(() => expect(input.number("Δ", range)).toBe(2.19));
  expect(data[CONTROL]).toEqual({ kind: "number", label: "Δ", ...range });
  expect(data["text/plain"]).toBe('Δ = 2.19 (0 to 4: edit "value: 2.19" in this cell and run it)');
  presented(() => expect(input.choice("spins up", { of: [2, 3], value: 2 })).toBe(2));
  presented(() => expect(input.switch("Lamb shift", { value: false })).toBe(false));
});

test("a script has the constants, and nothing is written", () => {
  expect(input.number("Δ", range)).toBe(2.19);
});

test("what a reader has set is taken, and the words say that the cell says otherwise", () => {
  readSettings(told({ Δ: 3, "spins up": 3, "Lamb shift": true }));
  const data = presented(() => expect(input.number("Δ", range)).toBe(3));
  expect(data[CONTROL]).toMatchObject({ value: 3, written: 2.19 });
  expect(data["text/plain"]).toBe("Δ = 3 (the cell says 2.19)");
  presented(() => expect(input.choice("spins up", { of: [2, 3], value: 2 })).toBe(3));
  presented(() => expect(input.switch("Lamb shift", { value: false })).toBe(true));
});

test("what cannot be is not taken", () => {
  readSettings(told({ Δ: 4.5, "spins up": "3", "Lamb shift": "yes" }));
  presented(() => expect(input.number("Δ", range)).toBe(2.19));
  presented(() => expect(input.choice("spins up", { of: [2, 3], value: 2 })).toBe(2));
  presented(() => expect(input.switch("Lamb shift", { value: false })).toBe(false));
  readSettings(told({ Δ: Number.NaN }));
  presented(() => expect(input.number("Δ", range)).toBe(2.19));
});

test("a choice has the type of what there is to choose from", () => {
  const sector: 2 | 3 = input.choice("spins up", { of: [2, 3], value: 2 });
  // @ts-expect-error 4 is none of them
  expect(() => input.choice("spins up", { of: [2, 3], value: 4 })).toThrow(
    "value must be one of 2, 3, got 4",
  );
  expect(sector).toBe(2);
});

describe("an input is refused", () => {
  test.each<[string, () => unknown]>([
    ["to must be a finite number above 4, got 4", () => input.number("Δ", { ...range, from: 4 })],
    ["step must be a finite number above 0, got 0", () => input.number("Δ", { ...range, step: 0 })],
    ["value must be a number from 0 to 4, got 5", () => input.number("Δ", { ...range, value: 5 })],
    ["from must be a finite number, got NaN", () => input.number("Δ", { ...range, from: Number.NaN })],
    [
      'input has no field "min": it takes from, to, step, value',
      () => input.number("Δ", { ...range, min: 1 } as never),
    ],
    ["input must be an object, got nothing", () => input.number("Δ", undefined as never)],
    ["an input must be called something", () => input.switch("", { value: true })],
    ["value must be true or false, got 1", () => input.switch("on", { value: 1 as never })],
    [
      'of must be a list of two or more different numbers or texts, got ["a","a"]',
      () => input.choice("which", { of: ["a", "a"], value: "a" }),
    ],
  ])("%s", (message, make) => expect(make).toThrow(message));
});

test("a typed number has a point or a comma, and any minus sign", () => {
  const read = ["2.19", "2,19", " 7 ", "-1,5", "−1.5", "1e-3", "1e−3", ",5", "+2"].map(numberOf);
  expect(read).toEqual([2.19, 2.19, 7, -1.5, -1.5, 1e-3, 1e-3, 0.5, 2]);
  const none = ["", "abc", "1.000,5", "1 000", "NaN", "Infinity", "0x10", "1-2", "--1"].map(numberOf);
  expect(none).toEqual(none.map(() => undefined));
});
