// Any graph in the explorer, without a page around it: links, what can be turned, what is drawn and told.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, descriptionOf } from "../../src/book/explorer/address";
import { createSolver } from "../../src/book/explorer/curve-workers";
import {
  BLANK,
  bondBetween,
  chosenAt,
  drawable,
  freePlace,
  withBath,
  withBond,
  withBondChanged,
  withBondReversed,
  withOperator,
  withoutBath,
  withoutSite,
  withPlace,
  withSite,
} from "../../src/book/explorer/graph-edit";
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
import { type ModelDescription, modelFromDescription } from "../../src/description";
import { layout } from "../../src/figures/layout";
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
    [
      `#${JSON.stringify({ ...BLANK, units: { energy: "GHz", temperature: "K" } })}`,
      "units must be left out",
    ],
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

  test("has the numbers of the library, and 0 for a current that is rounding", () => {
    const chain: ModelDescription = { ...BLANK, baths: BLANK.baths.map((bath) => ({ ...bath, cutoff: 7 })) };
    const even = { ...circulator, baths: circulator.baths.map((bath) => ({ ...bath, temperature: 1 })) };
    const [moved, atRest] = [chain, even].map((one) => solveGraph(one).result);
    expect(moved?.bathHeat).toEqual(solve(chain).bathHeat);
    expect(moved?.spinCurrents).toEqual([0]); // there is no way round
    expect(atRest?.bathHeat).toEqual([0, 0, 0]);
    expect(atRest?.bondHeat).toEqual(solve(even).bondHeat); // what persists under a flux
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

describe("a graph drawn by hand", () => {
  const ring: ModelDescription = { ...circulator, fields: [0.3, 0, -0.2] };
  const [asDrawn, asDrawnRing] = [rings, ring].map((one) => drawable(one, openGraph(one).model));

  test("is the same model with bonds and places of its own", () => {
    expect(asDrawnRing.bonds).toHaveLength(3);
    for (const [one, other] of [
      [ring, asDrawnRing],
      [rings, asDrawn],
    ])
      solve(one).bathHeat.forEach((heat, b) => void expect(solve(other).bathHeat[b]).toBeCloseTo(heat, 12));
  });

  test("with a site more and less again is what it was", () => {
    for (const one of [asDrawn, asDrawnRing]) {
      const more = withBath(withBond(withSite(one, { x: 0, y: 1 }), 1, one.sites + 1), one.sites + 1);
      expect(more.sites).toBe(one.sites + 1);
      expect(withoutSite(more, more.sites)).toEqual(one);
    }
  });

  test("without a site keeps what the others are, under their new numbers", () => {
    const without = withoutSite(asDrawn, 3);
    const pairs = (one: ModelDescription) => (one.bonds ?? []).map(({ from, to }) => [from, to]);
    const renumbered = pairs(asDrawn)
      .filter((pair) => !pair.includes(3))
      .map((pair) => pair.map((site) => (site > 3 ? site - 1 : site)));
    expect(pairs(without)).toEqual(renumbered);
    expect(bondBetween(without, 1, 2)).toBe(1);
    expect(without.fields).toEqual([0, -1.4, 0, -1.6]);
    expect(without.baths.map(({ site }) => site)).toEqual([1, 3]);
    modelFromDescription(without);
    expect(withoutSite({ ...asDrawn, spinsUp: 5 }, 1).spinsUp).toBe(4);
  });

  test("has one bond between two sites, which may lead either way", () => {
    expect(withBond(asDrawn, 2, 1)).toBe(asDrawn);
    expect(withBond(asDrawn, 2, 2)).toBe(asDrawn);
    const phased = withBondChanged(asDrawn, 2, (bond) => [{ ...bond, phase: 0.7 }]);
    const turned = withBondReversed(phased, 2);
    const [one, other] = [phased, turned].map((graph) => solve(graph));
    expect(other.bathHeat[0]).toBeCloseTo(one.bathHeat[0], 12);
    expect(other.spinCurrents[1]).toBeCloseTo(-one.spinCurrents[1], 12);
    expect(withBondChanged(asDrawn, 1, () => []).bonds).toHaveLength(5);
  });

  test("takes a bath that couples by another operator, in all sectors together", () => {
    const turned = withOperator(asDrawnRing, 2, "x");
    expect([turned.spinsUp, turned.baths[1]]).toEqual([undefined, { ...ring.baths[1], operator: "x" }]);
    expect(solve(turned).bathHeat).toHaveLength(3);
    expect(withOperator(turned, 2, "z").spinsUp).toBe(1);
    expect(withoutBath(turned, 2).spinsUp).toBe(1);
    expect(withoutBath(turned, 2).baths).toEqual([ring.baths[0], ring.baths[2]]);
  });

  test("stands where it was put, and what is at a place is found there", () => {
    const placed = withPlace(withSite(asDrawn, freePlace(asDrawn)), 1, { x: -1.5, y: 9 });
    const { model } = openGraph(placed);
    expect(model.positions).toEqual(placed.positions);
    expect(layout(model).map(({ x, y }) => [x, y])).toEqual(placed.positions);
    expect(placed.positions?.[0]).toEqual([-1.5, 1.1]); // within the canvas
    model.positions?.forEach(([x, y], l) => void expect(chosenAt(model, { x, y })).toEqual({ site: l + 1 }));
    const apart = openGraph(asDrawn).model;
    apart.bonds.forEach(({ from, to }, b) => {
      const [[ax, ay], [bx, by]] = [apart.positions![from - 1], apart.positions![to - 1]];
      expect(chosenAt(apart, { x: (ax + bx) / 2, y: (ay + by) / 2 })).toEqual({ bond: b + 1 });
    });
    expect(chosenAt(apart, { x: 2.2, y: -1.5 })).toBeUndefined();
  });

  test("may have no bath yet: it is drawn, its link opens, and the refusal says what it needs", () => {
    const bare = { ...BLANK, baths: [] };
    const graph = openGraph(bare);
    expect(graphPicture(graph, {}).layer.length).toBeGreaterThan(2);
    expect(descriptionOf(addressOf(bare))).toEqual(bare);
    expect(solveGraph(bare).refusal).toBe("there is no bath yet: choose a site and add one");
    expect(solve(BLANK).bathHeat).toHaveLength(2);
  });

  test("keeps a drive, a bond turned round too, and what its description asks for as far as it still can be", () => {
    const driven: ModelDescription = { ...asDrawnRing, drive: { frequency: 3, amplitude: 0.5 } };
    const [one, other] = [driven, withBondReversed(driven, 1)].map((graph) => solve(graph));
    expect(other.bathHeat[0]).toBeCloseTo(one.bathHeat[0], 12);
    expect(other.spinCurrents[0]).toBeCloseTo(-one.spinCurrents[0], 12);
    const apart: ModelDescription = {
      ...driven,
      drive: { frequency: 3, amplitude: [0.1, 0.2, 0.3] },
      expectations: ["Z1"],
      initial: { temperature: 1 },
      loops: [[1, 2, 3]],
    };
    const more = withBond(withSite(apart, { x: 0, y: 0 }), 4, 1);
    expect(more).toMatchObject({ drive: { amplitude: [0.1, 0.2, 0.3, 0] }, expectations: ["Z1"] });
    expect([more.initial, more.loops]).toEqual([{ temperature: 1 }, undefined]);
    const less = withoutSite(apart, 3);
    expect([less.drive?.amplitude, less.expectations]).toEqual([[0.1], undefined]);
    expect(withoutSite({ ...apart, initial: "↑↓↓" }, 3).initial).toBeUndefined();
  });

  test("has room for every site, or says beside which there is none", () => {
    expect(() => withPlace(BLANK, 1, { x: 0.6, y: 0.1 })).toThrow(
      "there is no room beside site 2: choose a place farther away",
    );
    expect(withPlace(BLANK, 1, { x: -0.7, y: 0.1 }).positions?.[0]).toEqual([-0.7, 0.1]);
  });

  test("has a limit in either direction, and says so", () => {
    let grown = BLANK;
    for (let l = 3; l <= 12; l++) grown = withSite(grown, freePlace(grown));
    expect(new Set(grown.positions?.map(String)).size).toBe(12);
    expect(() => withSite(grown, { x: 0, y: 0 })).toThrow("at most 12 sites");
    expect(() => withoutSite(withoutSite(BLANK, 1), 1)).toThrow("at least one site");
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
