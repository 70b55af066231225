// Exercises: what the library computes is what the solution in the notebook says, and mistakes are told apart.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readSettings, writeDisplays } from "../../src/cells/host";
import { CONTROL } from "../../src/cells/knob";
import { answer } from "../../src/paper/answer";
import { assess } from "../../src/paper/exercise";
import { EXERCISES } from "../../src/paper/exercises";
import { readNotebook, sourceOf } from "../../src/runner/ipynb";

const folder = join(__dirname, "..", "..", "notebooks");
/** The cells that ask, with the text that follows. */
const asked = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .flatMap((name) => {
      const { cells } = readNotebook(join(folder, name));
      return cells.flatMap((cell, i): [string, string][] => {
        const [, id] = (cell.cell_type === "code" && /answer\("([\d.]+)"\);$/.exec(sourceOf(cell))) || [];
        return id === undefined ? [] : [[id, sourceOf(cells[i + 1])]];
      });
    }),
);

test("every exercise is asked once, in its chapter, and every one that is asked there is", () => {
  expect([...asked.keys()]).toEqual(Object.keys(EXERCISES));
});

/** The numbers of a text, each with how far off its last digit lets it be. */
const numbersIn = (text: string): [value: number, within: number][] =>
  [...text.replaceAll("−", "-").matchAll(/-?\d+(?:\.(\d+))?/g)].map(([written, decimals = ""]) => [
    Number(written),
    0.5001 * 10 ** -decimals.length,
  ]);

describe.each(Object.entries(EXERCISES))("exercise %s", (id, exercise) => {
  const { expected, of, mistakes = [], hints } = exercise;
  const right = expected();

  test("has the solution that the notebook gives", () => {
    const [solution] = (asked.get(id) ?? "").split("</details>");
    if (typeof right === "string") {
      expect(of).toContain(right);
      expect(solution.toLowerCase()).toContain(right);
    } else {
      const close = numbersIn(solution).filter(([value, within]) => Math.abs(value - right) <= within);
      // a whole number that is rounded says too little
      const said = close.filter(([value]) => value !== 0 && Math.abs(value / right - 1) < 0.03);
      expect(said).not.toEqual([]);
      expect(said.some(([value]) => assess(exercise, value, 0).right)).toBe(true);
    }
  });

  test("tells the mistakes from what is right, and each has its hint", () => {
    expect(assess(exercise, right, 0)).toEqual({ right: true, hint: "" });
    for (const [gives, hint] of mistakes)
      expect(assess(exercise, gives(), 0)).toEqual({ right: false, hint });
    expect(new Set(mistakes.map(([, hint]) => hint)).size).toBe(mistakes.length);
  });

  test("gives one hint after the other for anything else", () => {
    const wrong = of ? (of.find((each) => each !== right) as string) : 123.456;
    const given = [0, 1, 2, 9].map((tries) => assess(exercise, wrong, tries).hint);
    expect(given).toEqual([0, 1, 1, 1].map((i) => hints[Math.min(i, hints.length - 1)]));
  });
});

test("no answer is to be read in the source, digit by digit", () => {
  const source = readFileSync(join(__dirname, "..", "..", "src", "paper", "exercises.ts"), "utf8");
  const digits = Object.values(EXERCISES)
    .map(({ expected }) => expected())
    .filter((right) => typeof right === "number" && !Number.isInteger(right))
    .map((right) =>
      Number(right)
        .toPrecision(3)
        .replace(/^-?[0.]*|0*(e.*)?$/g, ""),
    )
    .filter((each) => each.replace(".", "").length > 2);
  expect(digits.length).toBeGreaterThan(10);
  for (const each of digits) expect(source).not.toContain(each);
});

test("a sign, a factor of two, a power of ten and one divided by it are seen in any number", () => {
  const exercise = { asks: "", expected: () => 0.037, hints: ["other"] };
  const hint = (given: number): string => assess(exercise, given, 0).hint;
  expect(hint(-0.037)).toMatch(/sign/);
  expect(hint(0.074)).toMatch(/factor of 2/);
  expect(hint(0.0185)).toMatch(/factor of 2/);
  expect(hint(-0.074)).toMatch(/sign .* factor of 2/);
  expect(hint(37)).toMatch(/power of ten/);
  expect(hint(27)).toMatch(/other way round/);
  expect(hint(0.05)).toBe("other");
  expect(assess(exercise, 0.0372, 0).right).toBe(true);
  expect(assess(exercise, 0.0375, 0).right).toBe(false);
  expect(hint(0.0375)).toMatch(/^Nearly/);
});

describe("an answer", () => {
  const printed = (call: () => void): string => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    call();
    const lines = log.mock.calls.map(([line]) => line).join("\n");
    log.mockRestore();
    return lines;
  };
  afterEach(() => {
    readSettings(() => undefined);
    writeDisplays(undefined as never);
  });

  test("that nobody has given is asked for, without a verdict", () => {
    expect(printed(() => answer("1.1"))).toBe(
      'Exercise 1.1: the sum of the six energies at Δ = 2.19? To answer: answer("1.1", a number)',
    );
    expect(printed(() => answer("1.2"))).toContain('answer("1.2", "no heat flows" or "it refuses" or');
  });

  test("is judged, and the next wrong one gets the next hint", () => {
    expect(printed(() => answer("1.1", 4 * 2.19))).toBe("✓ 1.1: right. The library has 8.76.");
    expect(printed(() => answer("1.2", "it refuses"))).toBe("✓ 1.2: right.");
    const { hints } = EXERCISES["4.2"];
    expect(printed(() => answer("4.2", 7))).toBe(`✗ 4.2: ${hints[0]}`);
    expect(printed(() => answer("4.2", 7))).toBe(`✗ 4.2: ${hints[0]}`);
    expect(printed(() => answer("4.2", 8))).toBe(`✗ 4.2: ${hints[1]}`);
  });

  test("that a reader gives in the page counts, and the page is told the verdict alone", () => {
    const shown: Record<string, unknown>[] = [];
    writeDisplays(({ data }) => shown.push(data));
    answer("1.1");
    readSettings(() => 4 * 2.19);
    answer("1.1");
    const [open, given] = shown.map((data) => data[CONTROL] as { verdict?: { right: boolean } });
    expect(open).toEqual({
      kind: "answer",
      label: "1.1",
      asks: "the sum of the six energies at Δ = 2.19",
      of: undefined,
      value: undefined,
      verdict: undefined,
    });
    expect(given.verdict?.right).toBe(true);
  });

  test("of another kind, or to no exercise, is refused", () => {
    expect(() => answer("9.9", 1)).toThrow('there is no exercise "9.9": there are 0.1, 0.2,');
    expect(() => answer("1.1", "many")).toThrow('the answer to 1.1 must be a number, got "many"');
    expect(() => answer("1.2", "perhaps")).toThrow('the answer to 1.2 must be one of "no heat flows"');
  });
});
