// What a link holds, what the presets are, and how sliders and numbers go together.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, parametersOf } from "../../src/book/explorer/address";
import {
  DEFAULTS,
  KNOBS,
  numberOf,
  type Parameters,
  sliderPosition,
  sliderRange,
  sliderValue,
} from "../../src/book/explorer/parameters";
import { solvePoint } from "../../src/book/explorer/point";
import { GRAPH_PRESETS, PRESETS } from "../../src/book/explorer/presets";
import { findingTexts, fixedText, milliText, noiseText, numberText } from "../../src/book/explorer/readings";
import { invertedLevels } from "../../src/observables/inversion";
import { PAPER } from "../../src/paper/paper";
import { solve } from "../../src/solve";

const points: fc.Arbitrary<Parameters> = fc.record(
  Object.fromEntries(
    KNOBS.map(({ key, min, max, integer }) => [
      key,
      integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0),
    ]),
  ) as Record<keyof Parameters, fc.Arbitrary<number>>,
);

describe("a link", () => {
  test("gives back the point it was made from", () => {
    fc.assert(
      fc.property(points, (parameters) => {
        expect(parametersOf(addressOf(parameters))).toEqual(parameters);
      }),
    );
  });

  test("takes defaults for what it leaves out", () => {
    expect(parametersOf("#delta=2.19&up=3")).toEqual({ ...DEFAULTS, delta: 2.19, up: 3 });
    expect(parametersOf("")).toEqual(DEFAULTS);
    expect(parametersOf("#")).toEqual(DEFAULTS);
  });

  test("can have its separators encoded, as mail programs do", () => {
    expect(parametersOf("#delta%3D2.19%26up%3D1")).toEqual({ ...DEFAULTS, delta: 2.19, up: 1 });
  });

  test.each([
    ["#delta=99", "delta must be a number from -4 to 4, got 99"],
    ["#delta=", 'delta must be a number from -4 to 4, got ""'],
    ["#delta", 'delta must be a number from -4 to 4, got ""'],
    ["#tl=warm", 'tl must be a number from 0 to 4, got "warm"'],
    ["#tl=-1", "tl must be a number from 0 to 4, got -1"],
    ["#gamma=NaN", 'gamma must be a number from 0 to 1, got "NaN"'],
    ["#gamma=0x1", 'gamma must be a number from 0 to 1, got "0x1"'],
    ["#h2=1e999", "h2 must be a number from -3 to 3, got Infinity"],
    ["#up=1.5", "up must be an integer from 0 to 4, got 1.5"],
    ["#delta=1&delta=2", "delta stands twice in the link"],
    ["#speed=1", 'the link has no place for "speed": it takes delta, h2, h3, flux, tl, tr, gamma, up'],
    ["#__proto__=1", 'the link has no place for "__proto__"'],
    ["#delta=%E0%A4%A", '"#delta=%E0%A4%A" is cut off or garbled'],
  ])("such as %s is refused in one line", (fragment, message) => {
    expect(() => parametersOf(fragment)).toThrow(message);
  });

  test("of any text is a point or one line, never anything else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const point = parametersOf(`#${text}`);
          for (const { key, min, max } of KNOBS) {
            expect(point[key]).toBeGreaterThanOrEqual(min);
            expect(point[key]).toBeLessThanOrEqual(max);
          }
        } catch (error) {
          expect((error as Error).name).toBe("InputError");
          expect((error as Error).message).not.toContain("\n");
        }
      }),
    );
  });
});

describe("the presets", () => {
  const presetOf = (label: string) => PRESETS.find((one) => one.label === label)!;
  const seenAt = (label: string, changes: Partial<Parameters> = {}) => {
    const { observed, energies } = solvePoint({ ...presetOf(label).parameters, ...changes });
    return { ...observed!, energies };
  };

  test("cover every figure and a flux, with the three modes of Figure 1 and the five fields of Figure 4", () => {
    const groups = [...new Set(PRESETS.map(({ group }) => group))];
    expect(groups.map((group) => /Figure \d|flux/.exec(group)?.[0])).toEqual([
      ...[1, 2, 3, 4].map((figure) => `Figure ${figure}`),
      "flux",
    ]);
    for (const { label, parameters } of PRESETS.filter(({ group }) => group.endsWith("Figure 1")))
      expect(solvePoint(parameters).observed?.mode).toBe(label);
    const four = PRESETS.filter(({ group }) => group.endsWith("Figure 4")).map(
      ({ parameters }) => parameters,
    );
    expect(four.map(({ h2 }) => h2)).toEqual([...PAPER.fieldsOfFigure4]);
    for (const { h2, h3 } of four) expect(h3).toBe(h2 / 2);
  });

  test("are points that a link can hold and that have a steady state, each with a sentence of its own", () => {
    for (const { parameters, label, hint } of PRESETS) {
      expect(parametersOf(addressOf(parameters))).toEqual(parameters);
      expect(solvePoint(parameters).observed?.warnings, label).toEqual([]);
      expect(hint).toMatch(/^[A-Z].*\.$/);
      expect(hint.split(" ").length, label).toBeGreaterThan(9);
    }
    const all = [...PRESETS, ...GRAPH_PRESETS].map(({ hint }) => hint);
    expect(new Set(all).size).toBe(all.length);
  });

  test("that promise the highest ergotropy have it", () => {
    const promising = PRESETS.filter(({ hint }) => /highest|hot spot|most ergotropy/.test(hint));
    expect(promising.length).toBe(7);
    for (const { hint, label, parameters } of promising) {
      const at = (delta: number) => solvePoint({ ...parameters, delta }).observed?.ergotropy ?? 0;
      const here = at(parameters.delta);
      for (let delta = -4; delta <= 4; delta += 0.1)
        expect(here, `${label}, ${hint}`).toBeGreaterThan(0.999 * at(delta));
    }
  });

  test("of the modes say which arrow leads from the cold side to the hot one", () => {
    expect(seenAt("parallel").heatUpper).toBeGreaterThan(0);
    expect(seenAt("parallel").heatLower).toBeLessThan(0);
    expect(seenAt("clockwise").heatLower).toBeGreaterThan(0); // from site 3 over 4 to 1
    expect(seenAt("counterclockwise").heatUpper).toBeLessThan(0); // from site 3 over 2 to 1
  });

  test("of the interaction say what it does and does not", () => {
    const three = [-4, 1, 4].map((delta) => seenAt("nothing, with three up", { delta }));
    for (const key of ["heatFromLeft", "spinCurrent"] as const)
      for (const seen of three) expect(Math.abs(seen[key] - three[0][key])).toBeLessThan(1e-13);
    expect(Math.abs(three[0].heatUpper - three[2].heatUpper)).toBeGreaterThan(1e-3);
    const modes = [-4, 0, 1, 2, 3, 4].map((delta) => seenAt("three modes, with two up", { delta }).mode);
    expect([...new Set(modes)]).toEqual(["parallel", "clockwise", "counterclockwise"]);
    const heat = (delta: number) => seenAt("the turn, Δ ≈ 2.19", { delta }).heatFromLeft;
    for (let delta = -4; delta <= 4; delta += 0.1) expect(heat(delta)).toBeGreaterThan(0.9999 * heat(2.19));
    const [before, after] = [2.19, 2.2].map((delta) => seenAt("the turn, Δ ≈ 2.19", { delta }).spinCurrent);
    expect([Math.sign(before), Math.sign(after)]).toEqual([1, -1]);
  });

  test("of work say which levels are inverted", () => {
    const pairs = (label: string, delta?: number) =>
      invertedLevels(seenAt(label, delta === undefined ? {} : { delta })).join();
    expect(pairs("most of it")).toBe("2");
    expect(pairs("right bath hot")).toBe("3");
    expect(pairs("levels 2 and 3")).toBe("2");
    expect(pairs("levels 2 and 3", -2.5)).toBe("4");
    for (let delta = -4; delta <= 4; delta += 0.25)
      expect(pairs("levels 3 and 4", delta)).toBe(delta > -0.93 && delta < 0.87 ? "3" : "");
  });

  test("of smaller fields lie just left of where levels 2 and 3 come closest, and both move left", () => {
    const four = PRESETS.filter(({ group }) => group.endsWith("Figure 4")).map(
      ({ parameters }) => parameters,
    );
    const closest = four.map((parameters) => {
      const gaps = Array.from({ length: 301 }, (_, i) => {
        const { energies } = solvePoint({ ...parameters, delta: i / 100 });
        return { delta: i / 100, gap: energies[2] - energies[1] };
      });
      return gaps.reduce((a, b) => (b.gap < a.gap ? b : a)).delta;
    });
    for (const [i, { delta }] of four.entries()) {
      expect(delta).toBeLessThan(closest[i]);
      expect(closest[i] - delta).toBeLessThan(0.5);
      if (i > 0) expect(closest[i]).toBeLessThan(closest[i - 1]);
      if (i > 0) expect(delta).toBeLessThan(four[i - 1].delta);
    }
  });

  test("of a flux say what it takes away, and what there is without any bias", () => {
    expect(seenAt("a little of it").mode).not.toBe("parallel");
    for (let delta = 2.1; delta < 2.3; delta += 0.005)
      expect(seenAt("a little of it", { delta }).mode).not.toBe("parallel");
    expect(seenAt("a little of it", { flux: 0 }).mode).toBe("parallel");
    const { heatUpper, spinCurrent, heatFromLeft } = seenAt("equal baths");
    expect(Math.min(Math.abs(heatUpper), Math.abs(spinCurrent))).toBeGreaterThan(1e-3);
    expect(Math.abs(heatFromLeft)).toBeLessThan(1e-13);
  });

  test("of graphs say what goes round in their loops, and which bath gets more", () => {
    const of = (label: string) => solve(GRAPH_PRESETS.find((one) => one.label === label)!.parameters);
    const [first, second] = of("two rings").loops!.map(({ mode }) => mode);
    expect([first, second].sort()).toEqual(["clockwise", "counterclockwise"]);
    const { loops = [], bathHeat } = of("spectator");
    const untouched = loops.find(({ sites }) => !sites.includes(1))!;
    expect(Math.min(Math.abs(untouched.heat), Math.abs(untouched.spin))).toBeGreaterThan(1e-6);
    expect(bathHeat.length).toBe(2);
    const [, one, other] = of("circulator").bathHeat;
    expect(Math.abs(one - other)).toBeGreaterThan(0.1 * Math.abs(one + other));
  });
});

test("a number is typed with a decimal comma or a point, and with any minus sign", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(numberOf(String(value))).toBe(Number(String(value)));
      expect(numberOf(` ${String(value).replace(".", ",").replace("-", "−")} `)).toBe(Number(String(value)));
    }),
  );
  expect(numberOf(",5")).toBe(0.5);
  expect(numberOf("2,")).toBe(2);
  expect(numberOf(" ")).toBe(undefined);
  for (const none of ["1,234.5", "1.2.3", "1,2,3", ",", "-", "1e", "0x1", "Infinity", "1 2"])
    expect(numberOf(none)).toBe(none);
});

describe("a slider", () => {
  test.each(KNOBS)("of $key has a place for every value and its ends at the ends", (knob) => {
    const { min, max } = sliderRange(knob);
    expect(sliderValue(knob, min)).toBe(knob.min);
    expect(sliderValue(knob, max)).toBe(knob.max);
    expect(sliderPosition(knob, knob.min)).toBe(min);
    expect(sliderPosition(knob, knob.max)).toBe(max);
  });

  test("of γ returns to the value it shows, and has the paper's", () => {
    const gamma = KNOBS.find(({ key }) => key === "gamma")!;
    const { min, max } = sliderRange(gamma);
    for (let position = min; position <= max; position++) {
      expect(sliderPosition(gamma, sliderValue(gamma, position))).toBe(position);
    }
    expect(sliderValue(gamma, sliderPosition(gamma, PAPER.coupling))).toBe(PAPER.coupling);
  });
});

test("numbers are written as in print, small ones with a power of ten", () => {
  expect(numberText(-0.00001234)).toBe("−1.234 × 10⁻⁵");
  expect(numberText(12.3456)).toBe("12.35");
  expect(numberText(Number.NaN)).toBe("–");
  expect(milliText(-0.0105057)).toBe("−10.51");
  expect([0, 3e-17, -2.5e-9].map(milliText)).toEqual(["0", "3.000 × 10⁻¹⁴", "−0.000002500"]);
  expect(fixedText(-1e-12, 3)).toBe("0.000");
});

test("how steady the heat is, is said where anything fluctuates", () => {
  const at = (parameters: Partial<Parameters>): string =>
    noiseText(solvePoint({ ...DEFAULTS, ...parameters }));
  expect(at({ delta: 2.19 })).toBe(
    "Noise of the heat between the baths 0.01504 J³/ħ; uncertainty ratio 3.146, at least 2 but for coherences.",
  );
  expect(at({ tl: 1 })).toMatch(/^Noise of the heat between the baths [0-9.]+ J³\/ħ\.$/);
  expect(at({ up: 4 })).toBe("");
  expect(at({ h2: 0, h3: 0 })).toBe("");
});

test("what the audit finds is listed, but for what is warned of", () => {
  const at = (parameters: Partial<Parameters>): string[] =>
    findingTexts(solvePoint({ ...DEFAULTS, ...parameters }));
  expect(at({})).toEqual([]);
  expect(at({ delta: 2.19 })).toEqual([
    expect.stringMatching(
      /^The Lamb shift, which is left out, changes the heat from site 4 to 1 by 39 % of the largest .*\.$/,
    ),
  ]);
  expect(at({ gamma: 1 }).join()).not.toMatch(/the coupling is strong/);
  expect(at({ h2: 0, h3: 0 })).toEqual([]);
});
