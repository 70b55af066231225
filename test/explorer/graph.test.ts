// Any graph in the explorer, without a page around it: links, what can be turned, what is drawn and told.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, descriptionOf } from "../../src/book/explorer/address";
import { createSolver } from "../../src/book/explorer/curve-workers";
import { bathKnobs, bondKnobs, fieldKnobs } from "../../src/book/explorer/graph-knobs";
import {
  graphPicture,
  graphTables,
  graphText,
  openGraph,
  solveGraph,
} from "../../src/book/explorer/graph-point";
import { GRAPH_PRESETS } from "../../src/book/explorer/presets";
import { milliText } from "../../src/book/explorer/readings";
import type { ModelDescription } from "../../src/description";
import { COLOURS, MODE_TINTS } from "../../src/figures/theme";
import { solve } from "../../src/solve";

const [rings, spectator, circulator] = GRAPH_PRESETS.map(({ parameters }) => parameters);

/** Everything that a description of a graph may carry, spinsUp left out. */
const everything: ModelDescription = {
  sites: 4,
  bonds: [
    { from: 1, to: 2, phase: 0.4 },
    { from: 2, to: 3, interaction: 1.5 },
    { from: 3, to: 1, exchange: -0.7 },
    { from: 3, to: 4, exchange: 0.9 },
  ],
  positions: [
    [0, 0],
    [1, 1],
    [1, -1],
    [2, -1],
  ],
  fields: [0.3, 0, -0.2, 0.5],
  baths: [
    { site: 1, temperature: 2, operator: "x" },
    { site: 4, temperature: 1, spectralDensity: "0.01*w*exp(-w/5)", slopeAtZero: 0.01 },
  ],
  loops: [[1, 3, 2]],
  expectations: ["X1 X2 + 0.5 Z3"],
};
const all = [rings, spectator, circulator, everything];

describe("a link", () => {
  test.each(all.map((one) => [one]))("gives back the whole description it was made from", (description) => {
    const link = addressOf(description);
    expect(descriptionOf(link)).toEqual(JSON.parse(JSON.stringify(description)));
    expect(link).not.toMatch(/[\s()[\]"{}<>]/); // stays whole in a text or in Markdown
  });

  test("may be encoded by hand, or not at all", () => {
    expect(descriptionOf(`#${encodeURIComponent(JSON.stringify(circulator))}`)).toEqual(circulator);
    expect(descriptionOf(`#${JSON.stringify(circulator)}`)).toEqual(circulator);
    expect(descriptionOf("#delta=2.19")).toBeUndefined();
  });

  test.each([
    ['#{"sites":4', "is cut off or garbled"],
    ['#{"sites":4,"bonds":[]}', "baths is required"],
    ['#{"sites":2,"bonds":[{"from":1,"to":3}],"baths":[{"site":1,"temperature":1}]}', "bonds.1.to must be"],
    [
      '#{"sites":4,"flux":1,"bonds":[{"from":1,"to":2}],"baths":[{"site":1,"temperature":1}]}',
      "flux must be",
    ],
    ['#{"sites":4,"colour":"red","baths":[]}', "colour"],
  ])("that holds no model, %s, is refused in one line", (fragment, message) => {
    expect(() => descriptionOf(fragment)).toThrow(expect.objectContaining({ name: "InputError" }));
    expect(() => descriptionOf(fragment)).toThrow(message);
  });
});

describe("a point", () => {
  test.each([
    ["two rings", rings],
    ["a spectator", spectator],
    ["a ring with a flux", circulator],
  ])("of %s has the numbers of the library, loops clockwise as they are drawn", (_, description) => {
    const graph = openGraph(description);
    const point = solveGraph(graph.description);
    const expected = solve(description);
    const tables = graphTables(graph, point.result!);
    expect(tables.bonds.map(([, heat]) => heat)).toEqual(expected.bondHeat?.map(milliText));
    expect(tables.bonds.map(([, , spin]) => spin)).toEqual(expected.spinCurrents.map(milliText));
    expect(tables.baths.map(([, , heat]) => heat)).toEqual(expected.bathHeat.map(milliText));
    expect(tables.levels.map(([, energy]) => Number(energy.replace("−", "-")))).toEqual(
      expected.energies.map((energy) => expect.closeTo(energy, 3)),
    );
    expect(tables.loops.map(([, , , mode]) => mode)).toEqual(expected.loops?.map(({ mode }) => mode));
    expect(graphText(graph, point)).toContain(`${milliText(expected.bathHeat[0])} from the bath at site 1`);
  });

  test("is drawn with an arrow for what flows along each bond, and its loops in the tints of their modes", () => {
    const graph = openGraph(rings);
    const point = solveGraph(graph.description);
    const { layer } = graphPicture(graph, point);
    const heads = (color: string) =>
      layer.filter(({ mark }) => mark.shape === "triangle" && mark.color === color);
    expect(heads(COLOURS.heatFromLeft).length).toBe(6);
    expect(heads(COLOURS.spinCurrent).length).toBe(6);
    const tints = layer.flatMap(({ mark }) => (mark.fill && mark.fill !== "white" ? [mark.fill] : []));
    expect(tints).toEqual([MODE_TINTS.clockwise, MODE_TINTS.counterclockwise]);
  });

  test("keeps the places of its sites while it turns", () => {
    const { positions: _, ...unplaced } = rings;
    const before = openGraph(unplaced).model;
    const [delta] = bondKnobs(unplaced);
    const after = openGraph(delta.turned(unplaced, 0.5), before).model;
    expect(after.positions).toBe(before.positions);
    expect(after.bonds.every(({ exchange }) => exchange === 0.5)).toBe(true);
  });

  test("without a steady state is a line and the model alone", () => {
    const even = { ...spectator, fields: [0, 2, 1, 0, 1, 0, 1] };
    const graph = openGraph(even);
    const point = solveGraph(graph.description);
    expect(point.refusal).toMatch(/not unique/);
    expect(graphText(graph, point)).toMatch(
      /^No steady state of this graph to show: the steady state is not unique/,
    );
    expect(graphPicture(graph, point).layer.some(({ mark }) => mark.shape === "triangle")).toBe(false);
  });
});

describe("the knobs", () => {
  test.each(all.map((one) => [one]))("turn what they say and nothing else", (description) => {
    const bonds = description.bonds ?? [];
    const knobs = [
      ...[undefined, ...bonds.keys()].flatMap((bond) => bondKnobs(description, bond)),
      ...fieldKnobs(description),
      ...bathKnobs(description),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...knobs), fc.double({ min: 0, max: 1, noNaN: true }), (knob, part) => {
        const value = knob.min + part * (knob.max - knob.min);
        const turned = knob.turned(description, value);
        expect(knob.value(turned)).toBe(value);
        expect(knob.turned(turned, knob.value(description))).toEqual(
          knob.turned(description, knob.value(description)),
        );
        const others = knobs.filter((one) => one.key !== knob.key);
        for (const other of others) expect(other.value(turned)).toBe(other.value(description));
      }),
      { numRuns: 50 },
    );
  });

  test("have room for what a link brings, and open where it stands", () => {
    const wide = { ...circulator, fields: [-40, 0, 0], interaction: 7 };
    const [, interaction] = bondKnobs(wide);
    expect([interaction.min, interaction.max, interaction.value(wide)]).toEqual([-10, 10, 7]);
    const [field] = fieldKnobs(wide);
    expect([field.min, field.max, field.value(wide)]).toEqual([-80, 80, -40]);
  });

  test("of a single bond leave the others, those of every bond take all", () => {
    const [, , phase] = bondKnobs(rings, 4);
    const phases = (description: ModelDescription) => description.bonds?.map((bond) => bond.phase ?? 0);
    expect(phases(phase.turned(rings, 1))).toEqual([0, 0, 0, 0, 1, 0]);
    expect(phases(bondKnobs(rings)[2].turned(rings, 1))).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

test("the presets show what they promise", () => {
  const modes = (description: ModelDescription) => solve(description).loops?.map(({ mode }) => mode);
  expect(modes(rings)).toEqual(["clockwise", "counterclockwise"]);
  const { loops = [], warnings } = solve(spectator);
  const hung = loops.find(({ sites }) => sites.includes(5))!;
  expect(Math.min(Math.abs(hung.heat), Math.abs(hung.spin))).toBeGreaterThan(1e-5);
  expect(warnings).toEqual([]);
  const [, two, three] = solve(circulator).bathHeat;
  expect(Math.abs(three - two)).toBeGreaterThan(0.3 * Math.abs(three + two));
});

test("of models asked for while one is solved only the latest is answered", async () => {
  const answered: ModelDescription[] = [];
  await new Promise<void>((resolve) => {
    const ask = createSolver("", (point, description) => {
      expect(point).toEqual(solveGraph(description));
      answered.push(description);
      if (answered.length === 2) resolve();
    });
    for (const one of [circulator, spectator, rings]) ask(one);
  });
  expect(answered).toEqual([circulator, rings]);
});
