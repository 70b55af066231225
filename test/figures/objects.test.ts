// Models, steady states and sweeps as figures: what they say is what the library computes.
import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { shownAs } from "../../src/cells/shown";
import { sweep } from "../../src/cells/shown-sweep";
import { certificateRows } from "../../src/figures/certificate-rows";
import { type CurrentRow, currentDatasets } from "../../src/figures/current-figure";
import { layout } from "../../src/figures/layout";
import { lineFigure } from "../../src/figures/line-figure";
import { modelFigure, modelLines } from "../../src/figures/model-figure";
import { stateFigure, stateLines } from "../../src/figures/state-figure";
import { firstRows, sweepFigure, sweepLines } from "../../src/figures/sweep-figure";
import { COLOURS, type Figure, MODE_TINTS } from "../../src/figures/theme";
import { digits } from "../../src/figures/words";
import { twoRingModel } from "../../src/model/graphs";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { figureSvg } from "../../src/node/svg";
import { bondHeat } from "../../src/observables/graph-currents";
import { modeBands } from "../../src/observables/modes";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { evolve } from "../../src/states/evolution";
import { steadyState } from "../../src/states/steady-state";
import { vegaWarnings } from "../support/vega";

const stateAt = (interaction: number) => steadyState(paperModel({ spinsUp: 2, interaction }), paperBaths());
const ness = stateAt(2.19);

const chain = spinModel({
  sites: 3,
  spinsUp: 1,
  bonds: [
    { from: 1, to: 2, exchange: 1, interaction: 0 },
    { from: 2, to: 3, exchange: 0.5, interaction: 1 },
  ],
  fields: [0, 1, 0],
});
const fields = [0.3, 2, 1, 0, -0.4, 0.7];

interface Mark {
  readonly data: { readonly values: readonly { readonly x: number; readonly y: number }[] };
  readonly mark: {
    readonly type: string;
    readonly color?: string;
    readonly fill?: string;
    readonly strokeWidth?: number;
  };
}

/** What a drawing of a state is made of. */
const marksOf = (figure: Figure): Mark[] => {
  const [{ hconcat }] = figure.vconcat as { hconcat: { layer: Mark[] }[] }[];
  return hconcat[0].layer;
};

/** The arrows of a colour, in the order of the bonds. */
const arrowsOf = (figure: Figure, colour: string) =>
  marksOf(figure)
    .filter(({ mark }) => mark.type === "line" && mark.color === colour)
    .map(({ data, mark }) => ({ from: data.values[0], to: data.values[1], width: mark.strokeWidth ?? 0 }));

/** Every text that a picture shows. */
async function words(figure: object & { description: string }): Promise<string[]> {
  return [...(await figureSvg(figure)).matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, word]) =>
    word.replace(/<[^>]*>/g, ""),
  );
}

describe("a steady state", () => {
  test("says how heat flows, and with which currents", async () => {
    expect(stateLines(ness).join("\n")).toContain("heat flows parallel");
    expect(stateLines(stateAt(1)).join("\n")).toContain("heat flows clockwise");
    expect(stateLines(stateAt(3)).join("\n")).toContain("heat flows counterclockwise");
    const shown = await words(stateFigure(ness));
    for (const word of [
      "heat flows parallel",
      "0.001339",
      "0.001051",
      "T = 2",
      "T = 1",
      "h 2",
      "✓ stationary",
    ]) {
      expect(shown).toContain(word);
    }
  });

  test("turns its arrows when the current turns", () => {
    const onTheFirstBond = (interaction: number) =>
      arrowsOf(stateFigure(stateAt(interaction)), COLOURS.heatFromLeft)[0];
    const [clockwise, back] = [1, 3].map(onTheFirstBond); // from site 1 on the left to site 2 on top
    expect(clockwise.to.x - clockwise.from.x).toBeGreaterThan(0.3);
    expect(back.to.x - back.from.x).toBeLessThan(-0.3);
    const spins = (interaction: number) =>
      stateLines(stateAt(interaction)).find((line) => line.startsWith("spin"));
    expect(spins(2)).toMatch(/J\/ħ: \d/);
    expect(spins(2.4)).toMatch(/J\/ħ: −\d/);
  });

  test("gives rounding errors as bounds, so that its text is the same on every machine", () => {
    const values = Object.fromEntries(certificateRows(ness).map(([what, value]) => [what, value]));
    expect(values["residual of L ρ = 0"]).toBe("below 1e−12");
    expect(values["heat in minus heat out"]).toBe("below 1e−12");
  });

  test.each([
    [5e-13, "below 1e−12"],
    [-5e-13, "below 1e−12"],
    [2e-12, "2.000e−12"],
    [-2e-12, "−2.000e−12"],
  ])("with a residual or an imbalance of %s writes %s", (error, value) => {
    const certificate = { ...ness.certificate, residual: error, energyBalance: error };
    const [residual, , balance] = certificateRows({ ...ness, certificate });
    expect([residual[1], balance[1]]).toEqual([value, value]);
  });

  test("on its way says so, and nothing that holds of steady states alone", async () => {
    const [state] = evolve(paperModel({ spinsUp: 2, interaction: 1 }), paperBaths(), "↑↑↓↓", [30]);
    const lines = stateLines(state);
    expect(lines[0]).toContain("state at time 30 of a ring of 4 spins");
    expect(lines.join("\n")).toContain("certificate: ✓ a state, ✓ weak coupling");
    const shown = await words(stateFigure(state));
    for (const word of ["stationary", "first law", "NaN", "null"]) expect(shown.join()).not.toContain(word);
  });

  test("with a warning shows its code and its words in the picture", async () => {
    const message = "levels are as wide as they are apart: the Redfield equation is beyond its range here";
    const shown = await words(stateFigure({ ...ness, warnings: [{ code: "beyond-range", message }] }));
    expect(shown).toContain("beyond-range");
    expect(shown.join(" ")).toContain(message);
    expect((await words(stateFigure(ness))).join()).not.toContain("doubtful");
  });

  test("whose probabilities are negative says so, in the certificate and in words", () => {
    const cold = [
      ohmicBath({ site: 1, temperature: 0.5, coupling: 0.3 }),
      ohmicBath({ site: 3, temperature: 0.25, coupling: 0.3 }),
    ];
    const beyond = steadyState(paperModel({ spinsUp: 2, interaction: 1 }), cold);
    expect(beyond.warnings.length).toBeGreaterThan(0);
    expect(certificateRows(beyond).map(([, , verdict]) => verdict)).toContain("⚠ a negative probability");
    expect(stateLines(beyond).join("\n")).toContain("warning: negative probability");
  });

  test.each([
    [
      "one bath",
      steadyState(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), [
        ohmicBath({ site: 1, temperature: 2 }),
      ]),
    ],
    [
      "equal temperatures",
      steadyState(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), [
        ohmicBath({ site: 1, temperature: 1 }),
        ohmicBath({ site: 3, temperature: 1 }),
      ]),
    ],
    [
      "three baths",
      steadyState(
        ringModel({ sites: 6, spinsUp: 2, fields }),
        [1, 3, 4].map((site) => ohmicBath({ site, temperature: site })),
      ),
    ],
    [
      "neighbouring baths",
      steadyState(
        ringModel({ sites: 6, spinsUp: 3, fields }),
        [1, 2].map((site) => ohmicBath({ site, temperature: site })),
      ),
    ],
    [
      "a chain",
      steadyState(chain, [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })]),
    ],
    [
      "a single state",
      steadyState(ringModel({ sites: 4, spinsUp: 4 }), [ohmicBath({ site: 1, temperature: 2 })]),
    ],
  ])("is drawn without a warning for %s", async (_, state) => {
    expect(await words(stateFigure(state))).toContain("certificate");
  });

  describe("of two rings that share a site", () => {
    const model = twoRingModel({
      rings: [4, 4],
      joinedBy: "site",
      spinsUp: 2,
      interaction: -3.75,
      fields: [0, -3, 0, 0, 1, 0, 0],
    });
    const baths = [1, 6].map((site, b) => ohmicBath({ site, temperature: 2 - b }));
    const state = steadyState(model, baths);

    test("has an arrow on every bond, the way heat flows and as wide as it is large", () => {
      const arrows = arrowsOf(stateFigure(state), COLOURS.heatFromLeft);
      const [places, flow] = [layout(model), bondHeat(state)];
      expect(arrows).toHaveLength(model.bonds.length);
      const largest = Math.max(...flow.map(Math.abs));
      arrows.forEach(({ from, to, width }, b) => {
        const [a, z] = [places[model.bonds[b].from - 1], places[model.bonds[b].to - 1]];
        const along = (to.x - from.x) * (z.x - a.x) + (to.y - from.y) * (z.y - a.y);
        expect(Math.sign(along)).toBe(Math.sign(flow[b]));
        expect(Math.abs(width - 1 - (5 * Math.abs(flow[b])) / largest)).toBeLessThan(0.051);
      });
      const spins = arrowsOf(stateFigure(state), COLOURS.spinCurrent);
      expect(spins).toHaveLength(model.bonds.length);
    });

    test("is tinted by the mode of each loop, and says it in words", () => {
      const tints = marksOf(stateFigure(state)).flatMap(({ mark }) => (mark.fill ? [mark.fill] : []));
      expect(tints.filter((tint) => tint !== "white")).toEqual([MODE_TINTS.clockwise, MODE_TINTS.parallel]);
      const lines = stateLines(state).join("\n");
      expect(lines).toMatch(
        /loop 1–2–3–4: heat flows clockwise; [\d.]+ J²\/ħ of heat and −?[\d.e−]+ J\/ħ of spin/,
      );
      expect(lines).toMatch(/loop 3–5–6–7: heat flows parallel/);
      expect(lines).toMatch(/heat in J²\/ħ: [\d.e−]+ along 1–2–3, /);
    });
  });

  test("in the secular approximation has no arrow of heat, which takes no way along bonds", async () => {
    const figure = stateFigure(
      steadyState(paperModel({ spinsUp: 2, interaction: 1 }), paperBaths(), { secular: "full" }),
    );
    expect(arrowsOf(figure, COLOURS.heatFromLeft)).toEqual([]);
    expect((await words(figure)).join()).not.toContain("along");
  });

  test("with two baths at one site shows both", async () => {
    const ring = paperModel({ spinsUp: 2, interaction: 1 });
    const both = [2, 1].map((temperature) => ohmicBath({ site: 1, temperature }));
    const svg = await figureSvg(stateFigure(steadyState(ring, both)));
    const place = (word: string) => new RegExp(`translate\\(([-\\d.,]+)\\)[^>]*>${word}<`).exec(svg)?.[1];
    expect(place("T = 2")).toBeDefined();
    expect(place("T = 2")).not.toBe(place("T = 1"));
  });

  test("is known by its shape: a copy from a worker thread is shown alike", () => {
    expect(shownAs(structuredClone(ness))?.text).toBe(shownAs(ness)?.text);
    expect(shownAs(ness)?.text).toBe(stateLines(ness).join("\n"));
  });
});

describe("a model", () => {
  test("says its graph, its sector and what acts where", async () => {
    const ring = paperModel({ spinsUp: 2, interaction: 2.19 });
    expect(modelLines(ring)).toEqual([
      expect.stringMatching(/^ring of 4 spins, 2 up: 6 states from −[\d.]+ to [\d.]+ J$/),
      "exchange 1, interaction Δ = 2.19",
      "fields in J: 2 at site 2, 1 at site 3",
    ]);
    expect(shownAs(JSON.parse(JSON.stringify(ring)))?.text).toBe(modelLines(ring).join("\n"));
    const shown = await words(modelFigure(ring));
    for (const word of ["1", "2", "3", "4", "h 2", "h 1", "energy levels"]) expect(shown).toContain(word);
  });

  test("says what flux goes through each of its loops, whichever bond has the phase", () => {
    const said = (model: SpinModel) => modelLines(model)[1].split(", ").slice(2);
    expect(said(ringModel({ sites: 4, spinsUp: 2, flux: 1.5 }))).toEqual(["flux Φ = 1.5"]);
    const bonds = [
      [1, 2],
      [3, 2],
      [1, 3],
      [3, 4],
    ].map(([from, to], i) => ({ from, to, phase: [1, 0.25, 0, 9][i] }));
    expect(said(spinModel({ sites: 4, spinsUp: 1, bonds }))).toEqual(["flux Φ = 0.75"]); // 1 → 2 → 3 → 1; the bridge has none
  });

  test("is drawn on any graph, and a large one without its levels", async () => {
    expect(modelLines(chain)[0]).toMatch(/^3 spins with 2 bonds, 1 up: 3 states/);
    expect(modelLines(chain)[1]).toBe("exchange 0.5 to 1, interaction Δ = 0 to 1");
    await figureSvg(modelFigure(chain));
    await figureSvg(modelFigure(spinModel({ sites: 2, spinsUp: 1, bonds: [] })));
    const large = modelFigure(ringModel({ sites: 14, spinsUp: 7 }));
    expect(await words(large)).toContain("14");
    expect(JSON.stringify(large)).not.toContain("energy levels");
  });
});

describe("a sweep", () => {
  const line = [1, 2, 3].map((x) => ({
    interaction: x,
    heatUpper: x / 10,
    heatLower: -x,
    ergotropy: x * x,
    mode: "clockwise",
  }));
  const map = [1, 2].flatMap((x) => [10, 20, 30].map((y) => ({ x, y, ergotropy: x * y, note: "n" })));
  const swept = (rows: object[], rest: object = {}) => ({
    rows,
    complete: true,
    points: rows.length,
    ...rest,
  });

  test("over one axis is lines, quantities of one unit together", async () => {
    expect(sweepLines(swept(line))[0]).toBe("sweep of 3 points over interaction from 1 to 3");
    const shown = await words(sweepFigure(swept(line)));
    for (const word of ["heat current (J²/ħ)", "ergotropy (J)", "ju", "jd", "first rows"]) {
      expect(shown).toContain(word);
    }
  });

  test("over two axes is a map with one cell for each point", async () => {
    expect(sweepLines(swept(map))[0]).toBe("sweep of 6 points over x from 1 to 2 and y from 10 to 30");
    const svg = await figureSvg(sweepFigure(swept(map)));
    expect(svg.match(/aria-roledescription="rect mark"/g)?.length).toBe(6);
  });

  test("over two axes with modes is a map of each, in their tints", async () => {
    const modes = map.map(({ x, y }) => ({
      x,
      y,
      loopMode1: y > 15 ? "clockwise" : "none",
      loopMode2: "parallel",
    }));
    const svg = await figureSvg(sweepFigure(swept(modes)));
    const tinted = (mode: keyof typeof MODE_TINTS) =>
      svg.match(new RegExp(`aria-roledescription="rect mark"[^>]*fill="${MODE_TINTS[mode]}"`, "gi"))?.length;
    expect([tinted("clockwise"), tinted("none"), tinted("parallel")]).toEqual([4, 2, 6]);
  });

  test("of many points keeps its map small", () => {
    const many = Array.from({ length: 201 * 201 }, (_, i) => ({
      x: Math.floor(i / 201),
      y: i % 201,
      value: i,
    }));
    expect(JSON.stringify(sweepFigure(swept(many))).length).toBeLessThan(1e6);
  });

  test("over three axes is a table, and one that was stopped says how far it came", async () => {
    const three = [1, 2].flatMap((x) =>
      [1, 2].flatMap((y) => [1, 2].map((z) => ({ x, y, z, value: x * y * z }))),
    );
    expect(await words(sweepFigure(swept(three)))).toContain("first rows");
    const stopped = swept(three, { complete: false, points: 100 });
    expect(sweepLines(stopped)[0]).toMatch(/^sweep of 8 of 100 points over x from 1 to 2 and y .* and z /);
    const nothing = swept([], { complete: false, points: 100 });
    expect(shownAs(nothing)?.text).toBe("sweep of 0 of 100 points\nobserved: nothing yet");
    expect(await words(sweepFigure(nothing))).toEqual(["sweep of 0 of 100 points"]);
  });

  test("of very many points is drawn, with several points to a pixel and no more", async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => ({ x: i, value: -i }));
    expect(sweepLines(swept(rows))[0]).toBe("sweep of 300000 points over x from 0 to 3.000e+5");
    expect((await figureSvg(sweepFigure(swept(rows)))).length).toBeLessThan(1e5);
  });

  test("over something that is no number is a table", async () => {
    const rows = ["a", "b"].map((name, value) => ({ name, value }));
    expect(await words(sweepFigure(swept(rows)))).toContain("first rows");
  });

  test("shows what failed, and gaps where nothing was computed", async () => {
    const rows = [
      ...line,
      { interaction: 4, heatUpper: null, heatLower: null, ergotropy: null, mode: null, error: "not unique" },
    ];
    expect(sweepLines(swept(rows))[0]).toContain("1 of them could not be computed");
    expect(sweepLines(swept(rows))).toContain("not computed, 1 of 4: not unique");
    expect(await words(sweepFigure(swept(rows)))).toContain("not computed, 1 of 4: not unique");
    await figureSvg(sweepFigure(swept(rows)));
    expect(firstRows(swept(rows))[4].slice(0, 2)).toEqual(["4", "–"]);
  });
});

describe("a point that was refused is a gap, with its reason:", () => {
  const refused = { value: null, error: "no state, for a reason", errorCode: "not-unique" };
  const rowsWith = (count: number, ...gaps: number[]) =>
    Array.from({ length: count }, (_, x) => ({ x, value: x * x, ...(gaps.includes(x) ? refused : {}) }));
  const swept = (rows: object[]) => ({ rows, complete: true, points: rows.length });
  const strokes = (svg: string): number =>
    Array.from(svg.matchAll(/aria-roledescription="line mark"[^>]*d="([^"]*)"|d="([^"]*)"[^>]*"line mark"/g))
      .map(([, one, other]) => ((one ?? other).match(/M/g) ?? []).length)
      .reduce((sum, n) => sum + n, 0);
  const spoken = /"kind":"not computed","code":"not-unique","reason":"no state, for a reason"/;

  test("in the lines of a sweep, also where several points come to a pixel", async () => {
    expect(strokes(await figureSvg(sweepFigure(swept(rowsWith(40)))))).toBe(1);
    for (const rows of [rowsWith(40, 7), rowsWith(30_000, 20_011)]) {
      const figure = sweepFigure(swept(rows));
      expect(strokes(await figureSvg(figure))).toBe(2);
      expect(JSON.stringify(figure)).toMatch(spoken);
    }
  });

  test("in lineFigure, where a point between two gaps is a dot", async () => {
    const figure = (rows: object[]) =>
      lineFigure(rows as { x: number }[], {
        description: "squares",
        x: { key: "x", title: "x" },
        y: { title: "y" },
        series: [{ key: "value", label: "x²", colour: "#0072B2" }],
      });
    expect(vegaWarnings(figure(rowsWith(40, 7, 9)))).toEqual([]);
    const svg = await figureSvg(figure(rowsWith(40, 7, 9)));
    expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(1);
    expect(await figureSvg(figure(rowsWith(40, 7)))).not.toContain('"point"');
    expect(JSON.stringify(figure(rowsWith(40, 7)))).toMatch(spoken);
    expect(JSON.stringify(figure(rowsWith(40)))).not.toContain("not computed");
  });

  test("in a map, where it is grey", async () => {
    const rows = [1, 2].flatMap((x) => rowsWith(5, 2 * x).map(({ x: y, ...rest }) => ({ x, y, ...rest })));
    const svg = await figureSvg(sweepFigure(swept(rows)));
    expect(svg.match(/aria-roledescription="rect mark"/g)).toHaveLength(10);
    expect(svg.match(/fill="#E2E2E2"/gi)).toHaveLength(2);
    expect(await words(sweepFigure(swept(rows)))).toContain("value; grey: not computed");
  });

  test("in currents and their modes", async () => {
    const row = (interaction: number, heatUpper: number | null): CurrentRow => {
      const mode = heatUpper === null ? null : heatUpper > 0 ? "clockwise" : "parallel";
      return { interaction, heatUpper, heatLower: 1, heatFromLeft: 1, spinCurrent: 1, mode };
    };
    const rows = [row(0, 1), row(1, 1), row(2, null), row(3, -1), row(4, -1)];
    expect(modeBands(rows)).toEqual([
      { from: 0, to: 1, mode: "clockwise" },
      { from: 3, to: 4, mode: "parallel" },
    ]);
    const [drawn] = currentDatasets([{ title: "", rows, regions: [] }]).rows0.slice(2) as CurrentRow[];
    expect(drawn.heatUpper).toBeNull();
  });
});

test("a sweep whose state is beyond the range of its equation says so", async () => {
  const coupling = 1;
  const base = {
    sites: 4,
    spinsUp: 2,
    fields: [0, 2, 1, 0],
    baths: [
      { site: 1, temperature: 2, coupling },
      { site: 3, temperature: 1, coupling },
    ],
  };
  const swept = await sweep({ base, axes: { interaction: [-4, -3.6, 0] }, observe: ["ergotropy"] });
  expect(sweepLines(swept)[2]).toMatch(
    /^doubtful \(negative-probability; beyond-range\), 2 of 3, the first: negative probability .* beyond its range/,
  );
  expect((await words(sweepFigure(swept))).join(" ")).toContain(
    "doubtful (negative-probability; beyond-range), 2 of 3",
  );
});

test("what is none of these is not taken for one", () => {
  for (const value of [
    null,
    1,
    "text",
    [1],
    { rows: [] },
    { rows: [null], complete: true, points: 1 },
    { sites: 4 },
    { description: "d" },
    new Map(),
  ]) {
    expect(shownAs(value)).toBeUndefined();
  }
});

test.each([
  [2e-13, "2.000e−13"],
  [-2e-13, "−2.000e−13"],
  [5e-14, "0"],
  [-5e-14, "0"],
  [0.00123456, "0.001235"],
  [0.000999, "9.990e−4"],
  [-123456, "−1.235e+5"],
  [Number.NaN, "–"],
])("the number %s reads %s", (value, text) => {
  expect(digits(value)).toBe(text);
});
