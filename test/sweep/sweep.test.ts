// Sweeps on the calling thread: their order, their rows, what goes wrong with single points and with whole sweeps.
import { describe, expect, test } from "vitest";
import { type ModelDescription, modelFromDescription } from "../../src/description";
import { InputError } from "../../src/input/guards";
import { twoRingModel } from "../../src/model/graphs";
import { linspace } from "../../src/numerics/extrema";
import { heatCurrents, spinCurrents } from "../../src/observables/currents";
import { ergotropyParts } from "../../src/observables/ergotropy";
import { paperWorld, stateIn } from "../../src/paper/world";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { observe as observeState } from "../../src/sweep/observe";
import type { PlainRow } from "../../src/sweep/points";
import type { SweepSpec } from "../../src/sweep/spec";
import { sweep } from "../../src/sweep/sweep";
import { grid, ring } from "./ring";

const state = (description: ModelDescription) => {
  const { model, baths, options } = modelFromDescription(description);
  return steadyState(model, baths, options);
};
const plain = (rows: readonly object[]): PlainRow[] => rows as PlainRow[];

/** The bonds of the ring, one of them changed. */
const withBond = (number: number, change: object) =>
  [1, 2, 3, 4].map((from) => ({ from, to: (from % 4) + 1, ...(from === number ? change : {}) }));

describe("a drive", () => {
  const base: ModelDescription = {
    sites: 3,
    spinsUp: 1,
    fields: [0, 1, 0.4],
    baths: ring.baths,
    drive: { frequency: 2, amplitude: 0 },
  };

  test("frequency and amplitude are axes, and the base stays as it is", async () => {
    const { rows } = await sweep({
      base,
      axes: { "drive.frequency": [2, 5], "drive.amplitude": [0, 0.7] },
      observe: ["bathHeat", "ergotropy"],
    });
    for (const row of rows) {
      const drive = { frequency: row.drive_frequency, amplitude: row.drive_amplitude };
      const { bathHeat, ergotropy } = solve({ ...base, drive });
      expect([row.bathHeat1, row.bathHeat2, row.ergotropy]).toEqual([...bathHeat, ergotropy]);
    }
    expect(base.drive).toEqual({ frequency: 2, amplitude: 0 });
  });

  test("so is the amplitude of one bond", async () => {
    const { rows } = await sweep({
      base: { ...base, drive: { frequency: 2, amplitude: [0, 0.3, 0] } },
      axes: { "drive.amplitude.3": [0.5] },
      observe: ["bathHeat"],
    });
    const { bathHeat } = solve({ ...base, drive: { frequency: 2, amplitude: [0, 0.3, 0.5] } });
    expect(plain(rows)[0].bathHeat1).toBe(bathHeat[0]);
  });

  test("what cannot be driven is an error of its point, what is not known under a drive one of the sweep", async () => {
    const axes = { "drive.frequency": [0, 2] };
    const { rows } = await sweep({ base, axes, observe: ["ergotropy"] });
    expect(plain(rows)[0].error).toBe("drive.frequency must be a finite number above 0, got 0");
    await expect(sweep({ base, axes, observe: ["noise"] })).rejects.toThrow(
      'observe "noise" is not known under a drive: leave out one of them',
    );
  });
});

describe("rows", () => {
  test("come in the order of the axes, the last one fastest", async () => {
    const { rows, complete, points, failed } = await sweep({
      base: ring,
      axes: { "baths.1.temperature": [2, 3], interaction: [0, 1, 2] },
      observe: ["ergotropy"],
    });
    expect(rows.map((row) => [row.baths_1_temperature, row.interaction])).toEqual([
      [2, 0],
      [2, 1],
      [2, 2],
      [3, 0],
      [3, 1],
      [3, 2],
    ]);
    expect({ complete, points, failed }).toEqual({ complete: true, points: 6, failed: 0 });
  });

  test("hold what the functions of the library give at the same point, to the bit", async () => {
    const { rows } = await sweep({
      base: ring,
      axes: { interaction: linspace(-3, 3, 7) },
      observe: [
        "heatCurrents",
        "siteHeatCurrents",
        "bathHeat",
        "spinCurrent",
        "energies",
        "populations",
        "ergotropyParts",
        "certificate",
      ],
    });
    for (const row of rows) {
      const description = { ...ring, interaction: row.interaction };
      const direct = state(description);
      const result = solve(description);
      const { upper, lower, fromLeft, fromRight, mode } = heatCurrents(direct);
      const { total, incoherent, coherent } = ergotropyParts(direct);
      const { accuracy, couplingRatio, promises: _, ...certificate } = result.certificate;
      const populations = Object.fromEntries(result.populations.map((p, k) => [`population${k + 1}`, p]));
      const energies = Object.fromEntries(result.energies.map((e, k) => [`energy${k + 1}`, e]));
      expect(row).toEqual({
        interaction: row.interaction,
        heatUpper: upper,
        heatLower: lower,
        heatFromLeft: fromLeft,
        heatFromRight: fromRight,
        mode,
        siteHeat1: null,
        siteHeat2: result.heatCurrents[2],
        siteHeat3: null,
        siteHeat4: result.heatCurrents[4],
        bathHeat1: result.bathHeat[0],
        bathHeat2: result.bathHeat[1],
        spinCurrent: spinCurrents(direct)[0],
        ...energies,
        ...populations,
        ergotropy: total,
        incoherent,
        coherent,
        ...certificate,
        accuracyPopulations: accuracy.populations,
        accuracyCurrents: accuracy.currents,
        couplingRatio,
      });
    }
  });

  describe("of a graph", () => {
    const base = {
      ...twoRingModel({
        rings: [3, 3],
        joinedBy: "site",
        spinsUp: 2,
        interaction: 1.5,
        fields: [0, 1, 0.4, 0, 2],
      }),
      baths: [
        { site: 1, temperature: 2 },
        { site: 4, temperature: 1 },
      ],
    };

    test.each([
      undefined,
      [
        [3, 2, 1],
        [4, 5, 2],
      ],
      [[2, 4, 5]],
    ])("have heat, spin and mode of the loops %j", async (loops) => {
      const named = { ...base, ...(loops ? { loops } : {}) };
      const observe = ["bondHeat", "loops"] as const;
      const { rows } = await sweep({ base: named, axes: { "fields.2": [-1, 1] }, observe });
      for (const row of rows) {
        const fields = [0, row.fields_2, 0.4, 0, 2];
        const result = solve({ ...named, fields });
        const around = (result.loops ?? []).flatMap(({ heat, spin, mode }, k) => [
          [`loopHeat${k + 1}`, heat],
          [`loopSpin${k + 1}`, spin],
          [`loopMode${k + 1}`, mode],
        ]);
        const along = (result.bondHeat ?? []).map((heat, b) => [`bondHeat${b + 1}`, heat]);
        expect(along).toHaveLength(6);
        const doubts =
          row.warning === undefined ? {} : { warning: row.warning, warningCode: row.warningCode };
        expect(row).toEqual({
          fields_2: row.fields_2,
          ...Object.fromEntries([...along, ...around]),
          ...doubts,
        });
        if (!loops)
          expect(observeState(state({ ...named, fields }), observe)).toEqual(
            Object.fromEntries([...along, ...around]),
          );
      }
    });

    test("have as many columns as the largest ring has bonds, and null where a ring has fewer", async () => {
      const rest = { spinsUp: 1, baths: [{ site: 1, temperature: 2 }] };
      const { rows } = await sweep({
        base: { sites: 4, ...rest },
        axes: { sites: [2, 3] },
        observe: ["bondHeat", "loops"],
      });
      expect(Object.keys(rows[0]).slice(0, 7)).toEqual([
        "sites",
        "bondHeat1",
        "bondHeat2",
        "bondHeat3",
        "loopHeat1",
        "loopSpin1",
        "loopMode1",
      ]);
      expect([rows[0].bondHeat2, rows[0].loopMode1]).toEqual([null, null]);
    });

    test("say where heat has no way along bonds", async () => {
      const { rows } = await sweep({ base, axes: { secular: [0.5] }, observe: ["bondHeat"] });
      expect(rows[0].error).toMatch(/^the heat along a bond has no meaning in the secular approximation/);
    });

    test("are not begun with loops that are none", async () => {
      const spec = {
        base: { ...base, loops: [[1, 2, 4]] },
        axes: { "fields.2": [1] },
        observe: ["loops"],
      } as const;
      await expect(sweep(spec)).rejects.toThrow("loops.1 is no cycle: no bond joins sites 4 and 1");
    });
  });

  test("of one axis that drives both temperatures are those of Figure 3a", async () => {
    const { rows } = await sweep({
      base: ring,
      axes: [
        {
          name: "bias",
          values: { from: -1, to: 1, count: 5 },
          sets: { "baths.1.temperature": [1.5, 0.5], "baths.2.temperature": [1.5, -0.5] },
        },
        { name: "interaction", values: [0.5, 2.19] },
      ],
      observe: ["ergotropy", "inversion"],
    });
    for (const { bias, interaction, ergotropy, inversion } of rows) {
      const direct = stateIn(paperWorld, {
        spinsUp: 2,
        interaction,
        left: 1.5 + bias / 2,
        right: 1.5 - bias / 2,
      });
      expect(ergotropy).toBe(ergotropyParts(direct).total);
      const excess = [1, 2, 3, 4, 5].map((k) => direct.populations[k] - direct.populations[k - 1]);
      expect(inversion).toBe(Math.max(...excess));
    }
  });

  test.each<[string, number, Partial<ModelDescription>]>([
    ["exchange", 0.7, { exchange: 0.7 }],
    ["interaction", 1.2, { interaction: 1.2 }],
    ["spinsUp", 1, { spinsUp: 1 }],
    ["fields.4", 0.3, { fields: [0, 2, 1, 0.3] }],
    ["baths.2.site", 4, { baths: [ring.baths[0], { site: 4, temperature: 1 }] }],
    ["baths.2.temperature", 0.4, { baths: [ring.baths[0], { site: 3, temperature: 0.4 }] }],
    ["baths.1.coupling", 0.1, { baths: [{ site: 1, temperature: 2, coupling: 0.1 }, ring.baths[1]] }],
    ["secular", 0.5, { secular: 0.5 }],
    ["bonds.4.interaction", 0.6, { bonds: withBond(4, { interaction: 0.6 }) }],
    ["bonds.1.exchange", 0.7, { bonds: withBond(1, { exchange: 0.7 }) }],
    ["flux", 0.9, { flux: 0.9 }],
    ["bonds.2.phase", 0.9, { bonds: withBond(2, { phase: 0.9 }) }],
    ["baths.1.cutoff", 5, { baths: [{ site: 1, temperature: 2, cutoff: 5 }, ring.baths[1]] }],
  ])("the path %s sets that parameter and no other", async (path, value, change) => {
    const before = JSON.stringify(ring);
    const { rows } = await sweep({ base: ring, axes: { [path]: [value] }, observe: ["bathHeat"] });
    const { bathHeat } = solve({ ...ring, ...change });
    expect([plain(rows)[0].bathHeat1, plain(rows)[0].bathHeat2]).toEqual(bathHeat);
    expect(JSON.stringify(ring)).toBe(before);
  });

  test("go through the starts where there is more than one steady state", async () => {
    const base = { ...ring, fields: [0, 0, 1, 0], interaction: 1, initial: { temperature: 9 } };
    const temperatures = [0.5, 2];
    const { rows } = await sweep({
      base,
      axes: { "initial.temperature": temperatures },
      observe: ["bathHeat"],
    });
    const heat = temperatures.map((temperature) => solve({ ...base, initial: { temperature } }).bathHeat[0]);
    expect(plain(rows).map(({ bathHeat1 }) => bathHeat1)).toEqual(heat);
    expect(heat[0]).not.toBeCloseTo(heat[1], 6);
  });

  test("of a bath with a spectral density of its own hold what the library gives", async () => {
    const baths = [{ site: 1, temperature: 2, spectralDensity: "0.01 w exp(-w/10)" }, ring.baths[1]];
    const base = { ...ring, baths } as ModelDescription;
    const { rows } = await sweep({ base, axes: { "baths.1.temperature": [1.5] }, observe: ["ergotropy"] });
    const warm = [{ ...baths[0], temperature: 1.5 }, ring.baths[1]];
    expect(rows[0].ergotropy).toBe(solve({ ...base, baths: warm }).ergotropy);
  });

  test("of sectors of different sizes share their columns, null where a level does not exist", async () => {
    const { rows } = await sweep({ base: ring, axes: { spinsUp: [1, 2] }, observe: ["energies"] });
    const [one, two] = [1, 2].map((spinsUp) => solve({ ...ring, spinsUp }).energies);
    const columns = [1, 2, 3, 4, 5, 6].map((k) => `energy${k}`);
    expect(plain(rows).map((row) => columns.map((column) => row[column]))).toEqual([
      [...one, null, null],
      two,
    ]);
  });

  test("may come from a function of one's own", async () => {
    const { rows } = await sweep({
      base: ring,
      axes: { interaction: [0, 1] },
      observe: (s) => ({ warmest: Math.max(...s.bathHeat), who: "me" }),
    });
    expect(rows).toEqual(
      [0, 1].map((interaction) => ({
        interaction,
        warmest: Math.max(...solve({ ...ring, interaction }).bathHeat),
        who: "me",
      })),
    );
  });

  test("say where the equation is beyond its range", async () => {
    const strong = [ring.baths[0], { site: 3, temperature: 0.1 }].map((bath) => ({ ...bath, coupling: 1 }));
    const { rows } = await sweep({
      base: { ...ring, baths: strong },
      axes: { interaction: [2] },
      observe: ["ergotropy"],
    });
    const { warnings } = solve({ ...ring, baths: strong, interaction: 2 });
    expect(warnings.length).toBeGreaterThan(0);
    expect(rows[0].warning).toBe(warnings.map(({ message }) => message).join("; "));
    expect(rows[0].warningCode).toBe(warnings.map(({ code }) => code).join("; "));
  });
});

describe("a point that cannot be computed is a row with its error, and the others stand:", () => {
  test.each<[string, string, number[], RegExp]>([
    ["no unique steady state", "fields.2", [2, 0], /not unique: the exchange of sites 2 ↔ 4/],
    ["a negative temperature", "baths.1.temperature", [1, -1], /temperature must be .* got -1/],
    ["half a spin", "spinsUp", [2, 1.5], /spinsUp must be an integer from 0 to 4, got 1.5/],
    ["a bath off the ring", "baths.2.site", [3, 5], /site must be an integer from 1 to 4, got 5/],
    [
      "neighbouring baths, for the branches",
      "baths.2.site",
      [3, 2],
      /heatCurrents needs a site without a bath/,
    ],
  ])("%s", async (_, path, values, complaint) => {
    const spec: SweepSpec = {
      base: { ...ring, fields: [0, 2, 0, 0] },
      axes: { [path]: values },
      observe: ["heatCurrents", "ergotropy"],
    };
    const { rows, complete, failed } = await sweep(spec);
    const [good, bad] = plain(rows);
    expect([complete, failed]).toEqual([true, 1]);
    expect(good.error).toBeUndefined();
    expect(good.ergotropy).toEqual(expect.any(Number));
    expect(bad.error).toMatch(complaint);
    expect([bad.errorCode, good.errorCode]).toEqual([
      /not unique/.test(`${bad.error}`) ? "not-unique" : "bad-input",
      undefined,
    ]);
    expect([bad.heatUpper, bad.mode, bad.ergotropy]).toEqual([null, null, null]);
  });

  test("a sector that would not fit into memory, with the estimate", async () => {
    const { rows } = await sweep({
      base: { ...ring, sites: 24, fields: undefined },
      axes: { spinsUp: [0, 12] },
      observe: ["ergotropy"],
    });
    expect(rows[0].error).toBeUndefined();
    expect(rows[1].error).toMatch(/2704156 states and needs about .* GB/);
    expect(rows[1].errorCode).toBe("too-large");
  });

  test("what a function of one's own throws, or gives that is no number", async () => {
    const observe = (given: () => unknown) => (): Record<string, number> => given() as Record<string, number>;
    const outcomes: [() => unknown, RegExp][] = [
      [
        () => {
          throw new RangeError("too far\nmore");
        },
        /^too far$/,
      ],
      [() => ({ x: Number.NaN }), /^x is not a finite number here but NaN$/],
      [() => ({ x: [1] }), /^x in observe must be a number or a word/],
      [() => 3, /^observe must be a function that returns an object/],
      [async () => ({ x: 1 }), /^observe must .* got a promise$/],
      [() => ({ interaction: 7 }), /^observe must not give interaction: the row has it already$/],
      [() => ({ error: "none" }), /^observe must not give error/],
    ];
    for (const [given, complaint] of outcomes) {
      const { rows, failed } = await sweep({
        base: ring,
        axes: { interaction: [1] },
        observe: observe(given),
      });
      expect(failed).toBe(1);
      expect(rows[0].error).toMatch(complaint);
      expect(rows[0].errorCode).toBe(
        /not a finite/.test(`${rows[0].error}`) ? "ill-conditioned" : "bad-input",
      );
    }
  });

  test("no number of any row is NaN or infinite", async () => {
    const { rows, failed } = await sweep(grid(3, 9));
    expect(failed).toBe(9);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe("a sweep that cannot be is refused before anything runs:", () => {
  const good = { base: ring, axes: { interaction: [1] }, observe: ["ergotropy"] };
  const axis = (name: string, rest: object = {}): object => ({ name, values: [1], ...rest });

  test.each<[string, object, RegExp]>([
    ["an unknown field", { ...good, bse: 1 }, /no field "bse"/],
    ["no base", { ...good, base: undefined }, /base is required/],
    ["a wrong value in the base", { ...good, base: { ...ring, spinsUp: 7 } }, /spinsUp .* got 7/],
    [
      "what to observe in the base",
      { ...good, base: { ...ring, observe: ["ergotropyParts"] } },
      /base\.observe must be left out: give observe beside base/,
    ],
    ["an unknown field in the base", { ...good, base: { ...ring, delta: 1 } }, /no field "delta"/],
    [
      "a wrong bath that no axis touches",
      { ...good, base: { ...ring, baths: [{ site: 1, temperature: -1 }] } },
      /temperature .* got -1/,
    ],
    [
      "a spectral density that is a function",
      { ...good, base: { ...ring, baths: [{ site: 1, temperature: 1, spectralDensity: Math.abs }] } },
      /baths\.1.spectralDensity must be an expression in w in a sweep, got a function/,
    ],
    ["no axis", { ...good, axes: {} }, /at least one axis/],
    ["axes that are none", { ...good, axes: 3 }, /axes must be a list of axes/],
    ["an unknown parameter", { ...good, axes: { delta: [1] } }, /delta is no parameter: there are sites/],
    [
      "an unknown parameter of a bath",
      { ...good, axes: { "baths.1.beta": [1] } },
      /beta is no parameter: a bath has/,
    ],
    [
      "a bond that is not there",
      { ...good, axes: { "bonds.5.exchange": [1] } },
      /bonds.5.exchange is no parameter: there is no bond 5, they count from 1 to 4/,
    ],
    [
      "an end of a bond",
      { ...good, axes: { "bonds.1.to": [1] } },
      /bonds.1.to is no parameter: a bond has exchange, interaction, phase/,
    ],
    [
      "the interaction of a graph",
      { ...good, base: { ...ring, bonds: withBond(1, {}) } },
      /interaction is no parameter: there are sites, spinsUp, secular, .*bonds.1.exchange/,
    ],
    [
      "all bonds together and one of them",
      { ...good, axes: { interaction: [1], "bonds.1.interaction": [2] } },
      /must not set both interaction and bonds.1.interaction/,
    ],
    [
      "a bond that is none",
      { ...good, base: { ...ring, bonds: [null] }, axes: { "bonds.1.exchange": [1] } },
      /bonds.1 must be an object, got null/,
    ],
    [
      "a start that is none",
      { ...good, base: { ...ring, initial: "↑↓" } },
      /^initial must be 4 arrows ↑ or ↓, 2 of them up, got "↑↓"/,
    ],
    ["a field that cannot vary", { ...good, axes: { lambShift: [1] } }, /lambShift is no parameter/],
    ["a site that is not there", { ...good, axes: { "fields.5": [1] } }, /no site 5, they count from 1 to 4/],
    ["a site 0", { ...good, axes: { "fields.0": [1] } }, /no site 0/],
    [
      "a bath that is not there",
      { ...good, axes: { "baths.3.site": [1] } },
      /no bath 3, they count from 1 to 2/,
    ],
    [
      "values that are no numbers",
      { ...good, axes: { interaction: [1, "2"] } },
      /value 2 of interaction must be a finite number, got "2"/,
    ],
    ["a value that is not finite", { ...good, axes: { interaction: [Number.NaN] } }, /got NaN/],
    ["no values", { ...good, axes: { interaction: [] } }, /at least one number/],
    [
      "a count of 0",
      { ...good, axes: { interaction: { from: 0, to: 1, count: 0 } } },
      /count must be an integer from 1 to .* got 0/,
    ],
    [
      "a range of one value with two ends",
      { ...good, axes: { interaction: { from: 0, to: 1, count: 1 } } },
      /count must be at least 2/,
    ],
    [
      "two axes of one name",
      { ...good, axes: [axis("interaction"), axis("interaction")] },
      /different names, got "interaction" twice/,
    ],
    [
      "a parameter set by two axes",
      { ...good, axes: [axis("interaction"), axis("x", { sets: { interaction: [0, 1] } })] },
      /interaction is set by two axes/,
    ],
    [
      "an axis named like a column",
      { ...good, axes: [axis("ergotropy", { sets: { interaction: [0, 1] } })] },
      /named like a column/,
    ],
    [
      "sets that are no pair",
      { ...good, axes: [axis("x", { sets: { interaction: 2 } })] },
      /pair \[offset, slope\]/,
    ],
    ["sets that set nothing", { ...good, axes: [axis("x", { sets: {} })] }, /at least one parameter/],
    ["nothing to observe", { ...good, observe: [] }, /at least one of heatCurrents/],
    ["an unknown observable", { ...good, observe: ["heat"] }, /observe\.1 must be one of .* got "heat"/],
    ["an observable twice", { ...good, observe: ["ergotropy", "ergotropy"] }, /"ergotropy" twice/],
    [
      "more rows than fit",
      { ...good, axes: { interaction: { from: 0, to: 1, count: 1e7 }, exchange: [1, 2, 3] } },
      /30000000 rows of 3 columns and needs about 4.1 GB: at most 11029411/,
    ],
  ])("%s", async (_, spec, complaint) => {
    const error = await sweep(spec as SweepSpec).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(complaint);
    expect((error as InputError).code).toBe(
      /needs about|at most/.test(`${error}`) ? "too-large" : "bad-input",
    );
    expect((error as InputError).message).not.toContain("\n");
  });
});

describe("a sweep that is stopped", () => {
  const spec = grid(11, 1001); // more points than one slice may hold, however fast they are

  /** Stops a sweep from its own progress, as soon as there is any. */
  async function broken() {
    const stop = new AbortController();
    const seen: number[] = [];
    const result = await sweep(spec, {
      signal: stop.signal,
      onProgress({ done }) {
        seen.push(done);
        if (done > 0) stop.abort();
      },
    });
    return { result, seen };
  }

  test("returns the rows there are, and goes on from them to the same rows as an unbroken one", async () => {
    const whole = await sweep(spec);
    const { result, seen } = await broken();
    expect(result.complete).toBe(false);
    expect(result.rows.length).toBe(seen.at(-1));
    expect(result.rows.length).toBeGreaterThan(0);
    expect(result.rows.length).toBeLessThan(result.points);
    expect(result.rows).toEqual(whole.rows.slice(0, result.rows.length));

    const read = JSON.parse(JSON.stringify(result.rows)) as object[]; // as from a file
    let first = -1;
    const rest = await sweep(spec, {
      resume: read,
      onProgress({ done }) {
        if (first < 0) first = done;
      },
    });
    expect(rest).toEqual(whole);
    expect(first).toBe(result.rows.length - result.failed);
  });

  test("before it began computes nothing", async () => {
    const { rows, complete } = await sweep(spec, { signal: AbortSignal.abort() });
    expect([rows.length, complete]).toEqual([0, false]);
  });

  test("tries a point with an error again when it is resumed", async () => {
    const { rows } = await sweep(grid(2, 2));
    const spoiled = rows.map((row) => ({ ...row, error: "the worker died" }));
    expect((await sweep(grid(2, 2), { resume: spoiled })).rows).toEqual(rows);
  });

  test("goes on from rows of version 0.1, whose certificate was shorter", async () => {
    const whole = await sweep(grid(2, 2));
    const shorter = whole.rows.map(
      ({
        accuracyPopulations,
        accuracyCurrents,
        couplingRatio,
        kirchhoff,
        ...row
      }: Record<string, unknown>) => row,
    );
    const { rows } = await sweep(grid(2, 2), { resume: shorter });
    expect(rows.slice(2)).toEqual(shorter.slice(2));
  });

  test("can be taken up by a finer one that has its points", async () => {
    const finer = grid(3, 2);
    expect(await sweep(finer, { resume: (await sweep(grid(2, 2))).rows })).toEqual(await sweep(finer));
  });

  test("cannot be resumed from the rows of another one", async () => {
    const { rows } = await sweep(grid(2, 2));
    await expect(sweep(grid(2, 3), { resume: [{ interaction: 7 }] })).rejects.toThrow(
      /resume\.1 must be a row of this sweep, got one at fields_2 undefined, interaction 7/,
    );
    await expect(
      sweep({ ...grid(2, 2), observe: ["spinCurrent"] }, { resume: rows.slice(2) }),
    ).rejects.toThrow(/resume\.1 must be a row of this sweep, it has no spinCurrent/);
    const spoilt = [...rows.slice(2, 3), { ...rows[3], ergotropy: Number.NaN }];
    await expect(sweep(grid(2, 2), { resume: spoilt })).rejects.toThrow(
      /^ergotropy in resume\.2 must be as a sweep gives it, got NaN$/,
    );
  });

  test.each([
    ["an option that is not known", { wokers: 1 }, /options has no field "wokers"/],
    ["a signal", { signal: "stop" }, /signal must be an AbortSignal, got "stop"/],
    ["rows", { resume: 5 }, /resume must be a list of rows, got 5/],
    ["a row", { resume: [null] }, /resume\.1 must be a row of this sweep, got null/],
    ["progress", { onProgress: true }, /onProgress must be a function, got true/],
  ])("is told plainly: %s", async (_, options, complaint) => {
    await expect(sweep(grid(2, 2), options as never)).rejects.toThrow(complaint);
  });
});

test("timers have their turn while the calling thread computes", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  const seen: number[] = [];
  // on no machine can that many be one slice
  const { points } = await sweep(grid(41, 301), { onProgress: ({ done }) => seen.push(done) });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(points);
  expect(seen.length).toBeGreaterThan(2);
});
