// Curves and maps of any model, without a page around them: what can be an axis, what a point is, and how a picture becomes finer.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axesOf } from "../../src/book/explorer/graph-knobs";
import { DEFAULTS, KNOBS, type Parameters } from "../../src/book/explorer/parameters";
import { descriptionAt, parametersAt, solvePoint } from "../../src/book/explorer/point";
import { GRAPH_PRESETS, RING_SITES, ringOf } from "../../src/book/explorer/presets";
import { createSurveyor, NOT_YET, type Plan, type Progress } from "../../src/book/explorer/strip-workers";
import {
  axisPart,
  axisValue,
  columnsOf,
  DOUBTS,
  isOwn,
  type Overlay,
  quantitiesOf,
  refinements,
  solveStrip,
  squareRefinements,
  under,
} from "../../src/book/explorer/survey";
import type { ModelDescription } from "../../src/description";
import { modelFromDescription } from "../../src/description";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { observe } from "../../src/sweep/observe";

const [rings, , circulator] = GRAPH_PRESETS.map(({ parameters }) => parameters);
const paper = descriptionAt(DEFAULTS);
const MODELS: [string, ModelDescription][] = [
  ["the ring of the paper", paper],
  ["a ring of six", ringOf(6)],
  ["two rings", rings],
  ["a ring with a flux and three baths", circulator],
];

describe("the ring of the page", () => {
  test("and its description say the same, and no other description is taken for one", () => {
    const points = fc.record(
      Object.fromEntries(
        KNOBS.map(({ key, min, max, integer }) => [
          key,
          integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0),
        ]),
      ) as Record<keyof Parameters, fc.Arbitrary<number>>,
    );
    fc.assert(
      fc.property(points, (point) => {
        expect(parametersAt(descriptionAt(point))).toEqual(point);
      }),
    );
    const [left, right] = paper.baths;
    for (const other of [
      { ...paper, exchange: 0.9 },
      { ...paper, interaction: 5 },
      { ...paper, fields: [1, 2, 1, 0] },
      { ...paper, equation: "local-lindblad" as const },
      { ...paper, baths: [left] },
      { ...paper, baths: [left, { ...right, coupling: 0.02 }] },
      ringOf(6),
      rings,
    ])
      expect(parametersAt(other)).toBeUndefined();
  });

  test("is solved to the bits of its description", () => {
    const { observed } = solvePoint({ ...DEFAULTS, delta: 2.19, flux: 0.3 });
    const expected = solve(descriptionAt({ ...DEFAULTS, delta: 2.19, flux: 0.3 }));
    expect([observed?.heatUpper, observed?.ergotropy]).toEqual([
      expected.heatCurrents[2],
      expected.ergotropy,
    ]);
  });

  test.each(RING_SITES)("of %i sites has a state to vouch for in the sector it opens in", (sites) => {
    expect(solve(ringOf(sites)).warnings).toEqual([]);
  });
});

describe("the axes of a model", () => {
  test.each(MODELS)("of %s have a key each, and turn what they say", (_, description) => {
    const axes = axesOf(description);
    expect(new Set(axes.map(({ key }) => key)).size).toBe(axes.length);
    for (const knob of axes) {
      for (const part of [0.2, 0.7]) {
        const value = knob.min + part * (knob.max - knob.min);
        const turned = knob.turned(description, value);
        expect(knob.value(turned), knob.key).toBeCloseTo(value, 12);
        modelFromDescription(turned);
        const back = knob.turned(turned, knob.value(description));
        if (!["exchange", "interaction", "phase"].includes(knob.key)) {
          expect(solve(back).bathHeat, knob.key).toEqual(solve(description).bathHeat);
        }
      }
    }
  });

  test("of a drive are its amplitude and its frequency, where there is one", () => {
    const driven: ModelDescription = { ...paper, drive: { frequency: 4, amplitude: 1.2 } };
    const knobs = (one: ModelDescription) => axesOf(one).filter(({ key }) => key.startsWith("drive-"));
    expect(knobs(paper)).toEqual([]);
    expect(knobs(driven).map((knob) => knob.value(driven))).toEqual([1.2, 4]);
    const [amplitude, frequency] = knobs(driven);
    expect(frequency.turned(amplitude.turned(driven, 0.3), 5).drive).toEqual({
      frequency: 5,
      amplitude: 0.3,
    });
  });

  test("are everything that the paper turns, and the bias at a constant mean", () => {
    const keys = axesOf(paper).map(({ key }) => key);
    for (const key of ["interaction", "exchange", "flux", "field-2", "temperature-1", "coupling", "bias"])
      expect(keys).toContain(key);
    const bias = axesOf(paper).find(({ key }) => key === "bias")!;
    const { baths } = bias.turned(paper, -1);
    expect(baths.map(({ temperature }) => temperature)).toEqual([1, 2]);
    expect(axesOf(rings).filter(({ key }) => key.startsWith("bond-"))).toHaveLength(18);
  });

  test("go from end to end in equal steps, or in equal factors", () => {
    const [flux, gamma] = ["flux", "coupling"].map((key) => axesOf(paper).find((knob) => knob.key === key)!);
    expect([0, 50, 100].map((i) => axisValue(flux, i, 101))).toEqual([-3.14, 0, 3.14]);
    expect([0, 50, 100].map((i) => axisValue(gamma, i, 101))).toEqual([0.001, 0.0316227766, 1]);
    for (const knob of [flux, gamma])
      for (const i of [0, 17, 100]) expect(axisPart(knob, axisValue(knob, i, 101))).toBeCloseTo(i / 100, 9);
  });
});

describe("a strip", () => {
  const strip = (base: ModelDescription, key: string, values: number[], quantity = "heat") => {
    const { observe: name } = quantitiesOf(base).find((one) => one.key === quantity)!;
    const columns = columnsOf(base, name);
    const points = values.map((value) => [value]);
    const solved = solveStrip(
      { base, observe: name, columns, keys: [key], points },
      Number.POSITIVE_INFINITY,
    );
    return { ...solved, columns, name };
  };

  test.each(MODELS)("of %s has the numbers of the library, bit for bit", (_, base) => {
    const knob = axesOf(base).find(({ key }) => key === "field-2")!;
    const values = [-1.3, 0.4];
    for (const { key, columns: drawn } of quantitiesOf(base)) {
      const { rows, columns, name, refusals } = strip(base, "field-2", values, key);
      expect(refusals).toEqual([]);
      values.forEach((value, i) => {
        const { model, baths, options } = modelFromDescription(knob.turned(base, value));
        const expected = observe(steadyState(model, baths, options), [name]) as Record<string, unknown>;
        for (const column of drawn) {
          const found = rows[i * columns.length + columns.indexOf(column.key)];
          if (key !== "loops" && key !== "spin") expect(found, column.key).toBe(expected[column.key]);
        }
      });
    }
  });

  test("says what a point has to be doubted for, and why there is none", () => {
    const { doubts, refusals, rows } = strip({ ...paper, interaction: -3.5 }, "coupling", [0.01, 0.4, 1]);
    expect(Array.from(doubts, (doubt) => DOUBTS[doubt])).toEqual(["fine", "strong", "beyond"]);
    expect(refusals).toEqual([]);
    expect(rows.every(Number.isFinite)).toBe(true);
    const even = strip(paper, "field-2", [1, 0]);
    expect(Array.from(even.doubts, (doubt) => DOUBTS[doubt])).toEqual(["fine", "refused"]);
    expect(even.refusals).toEqual([[1, expect.stringContaining("exchange of sites 2 ↔ 4"), "not-unique"]]);
    expect(even.rows[even.columns.length]).toBeNaN();
  });

  test("stops after the point at which its time is over", () => {
    const { observe: name } = quantitiesOf(paper)[0];
    const points = [[1], [2], [3]];
    const solved = solveStrip(
      { base: paper, observe: name, columns: columnsOf(paper, name), keys: ["interaction"], points },
      0,
    );
    expect(solved.count).toBe(1);
    expect(solved.rows.length).toBe(columnsOf(paper, name).length);
  });

  test.each(["redfield", "secular", "local-lindblad", "universal-lindblad"] as Overlay[])(
    "under the equation %s is what the library says under it",
    (overlay) => {
      const base = under({ ...paper, equation: "hierarchy", tier: 3 }, overlay);
      expect(isOwn(base, overlay)).toBe(true);
      const { rows, columns } = strip(base, "interaction", [2.5]);
      const expected = solve({ ...base, interaction: 2.5 });
      expect(rows[columns.indexOf("heatFromLeft")]).toBe(
        overlay === "local-lindblad" ? 0 : expected.bathHeat[0], // where nothing flows but rounding
      );
    },
  );

  test("of an equation that a model does not go with says so at every point", () => {
    const driven: ModelDescription = { ...paper, drive: { frequency: 3, amplitude: 0.5 } };
    const { observe: name } = quantitiesOf(driven)[0];
    const { refusals } = solveStrip(
      {
        base: under(driven, "local-lindblad"),
        observe: name,
        columns: columnsOf(driven, name),
        keys: ["interaction"],
        points: [[1], [2]],
      },
      Number.POSITIVE_INFINITY,
    );
    expect(refusals).toHaveLength(2);
    expect(refusals[0][1]).toMatch(/^drive goes with the Redfield equation as it stands/);
  });
});

describe("a picture", () => {
  test("becomes finer by halves, each place once", () => {
    const levels = refinements(401, 16);
    expect(levels.map(({ length }) => length)).toEqual([26, 25, 50, 100, 200]);
    expect(levels.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 401 }, (_, i) => i));
    const square = squareRefinements(129, 16);
    expect(square[0]).toHaveLength(81);
    const places = square.flat().map(([i, j]) => j * 129 + i);
    expect(new Set(places).size).toBe(129 * 129);
    expect(places).toHaveLength(129 * 129);
  });

  const planOf = (base: ModelDescription, count: number): Plan => ({
    bases: [base, under(base, "secular")],
    observe: "bathHeat",
    columns: columnsOf(base, "bathHeat"),
    keys: ["interaction"],
    places: count,
    values: (place) => [place / 10],
    levels: refinements(count, 4),
  });
  /** Runs a surveyor, as without workers, until a step ends it. */
  const survey = (
    act: (progress: Progress, surveyor: ReturnType<typeof createSurveyor>) => boolean,
  ): Promise<Progress[]> =>
    new Promise((resolve) => {
      const steps: Progress[] = [];
      const surveyor = createSurveyor("", (progress) => {
        steps.push(progress);
        if (act(progress, surveyor)) resolve(steps);
      });
      surveyor.start(planOf(paper, 9));
    });
  const known = ({ series: [{ doubts }] }: Progress): number[] =>
    [...doubts.keys()].filter((place) => doubts[place] !== NOT_YET);

  test("is coarse first, of all its equations, and in the end complete", async () => {
    const coarse: number[][] = [];
    const steps = await survey((progress) => {
      if (progress.level === 0) coarse.push(known(progress));
      return progress.state === "done";
    });
    for (const places of coarse) expect(places.every((place) => place % 4 === 0)).toBe(true);
    const { series, done } = steps.at(-1)!;
    expect(done).toBe(18);
    for (const { doubts, rows } of series) {
      expect(doubts.every((doubt) => doubt === 0)).toBe(true);
      expect(rows.every(Number.isFinite)).toBe(true);
    }
    expect(series[0].rows[2 * 7]).toBe(solve({ ...paper, interaction: 0.7 }).bathHeat[0]);
    expect(series[1].rows[2 * 7]).toBe(solve({ ...paper, interaction: 0.7, secular: "full" }).bathHeat[0]);
  });

  test("can be stopped at a point, and goes on from there", async () => {
    let stopped = 0;
    const steps = await survey(({ state, done }, surveyor) => {
      if (state === "running" && stopped === 0) {
        stopped = done;
        surveyor.stop();
      } else if (state === "stopped") surveyor.resume();
      return state === "done";
    });
    expect(steps.map(({ state }) => state)).toContain("stopped");
    expect(stopped).toBeLessThan(18);
    expect(steps.at(-1)?.done).toBe(18);
  });

  test("that is begun anew leaves nothing of the one before", async () => {
    let begun = false;
    const steps = await survey(({ state }, surveyor) => {
      if (!begun) {
        begun = true;
        surveyor.start(planOf({ ...paper, flux: 0.5 }, 9));
      }
      return state === "done";
    });
    const fluxes = steps.slice(1).map(({ plan }) => plan.bases[0].flux);
    expect(new Set(fluxes)).toEqual(new Set([0.5]));
  });
});
