// Which minima of a gap count, and of what kind they are, whatever the numbering of sites, the unit of energy and the grid.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { linspace } from "../../src/numerics/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../../src/observables/crossings";
import { isExchanging, populatedCrossings } from "../../src/observables/relevant-crossings";
import { paperModel } from "../../src/paper/paper";
import { expectClose } from "../support/close";
import { renumberedModel } from "../support/degenerate";
import { forAll, real, scale } from "../support/random";

/** A ring of three sites with one spin on it, or on a fourth site apart from it that has the field x. */
const apart = (x: number): SpinModel =>
  spinModel({
    sites: 4,
    spinsUp: 1,
    bonds: [
      [1, 2],
      [2, 3],
      [3, 1],
    ].map(([from, to]) => ({ from, to, exchange: 1, interaction: 0 })),
    fields: [0, 0, 0, x],
  });

/** The same with every energy in another unit. */
const inUnits = (model: SpinModel, unit: number): SpinModel => ({
  ...model,
  bonds: model.bonds.map((bond) => ({
    ...bond,
    exchange: bond.exchange * unit,
    interaction: bond.interaction * unit,
  })),
  fields: model.fields.map((h) => h * unit),
});

const everyCrossing = (modelAt: (x: number) => SpinModel, levels: number, grid: readonly number[]) =>
  Array.from({ length: levels - 1 }, (_, k) => avoidedCrossings(modelAt, k + 1, grid)).flat();

describe("a constant gap", () => {
  test.each([1, 1e-30, 1e30])("has no crossing, in units of %s", (unit) => {
    const grid = linspace(-3, 3, 61).map((x) => x * unit);
    const shifted = (x: number) => inUnits(paperModel({ spinsUp: 3, interaction: x / unit }), unit);
    expect(everyCrossing(shifted, 4, grid)).toEqual([]);
    // the ring's own levels −2 − x, −2 − x and 4 − x, below that of the site apart
    const moved = (x: number) => inUnits(apart(x / unit), unit);
    const high = linspace(2.5, 9, 40).map((x) => x * unit);
    expect(everyCrossing(moved, 4, high)).toEqual([]);
  });

  test.each([1e-7, 1e7])(
    "has none in a parameter of %s as large a unit, and beside levels that nearly coincide",
    (size) => {
      const grid = linspace(-3, 3, 61).map((x) => x / size);
      expect(everyCrossing((x) => paperModel({ spinsUp: 3, interaction: x * size }), 4, grid)).toEqual([]);
      const nearly = (x: number): SpinModel => ({ ...apart(x * size), fields: [0, 1e-8, -3e-8, x * size] });
      const high = linspace(2.5, 9, 40).map((x) => x / size);
      expect(everyCrossing(nearly, 4, high)).toEqual([]);
    },
  );

  test("is none of the populated crossings", () => {
    const grid = linspace(-3, 3, 61);
    const at = (interaction: number) => paperModel({ spinsUp: 3, interaction });
    const populations = grid.map(() => [0.25, 0.25, 0.25, 0.25]);
    expect(populatedCrossings(at, grid, populations, 0.01)).toEqual([]);
  });
});

describe("levels that truly cross", () => {
  const told = ({ level, kind, gap, width }: AvoidedCrossing) => ({ level, kind, gap, width });
  const truly = (level: number) => ({ level, kind: "true", gap: 0, width: 0 });

  test("are told once, on the grid and off it, where one level meets another", () => {
    // E = x passes 4 − x at x = 2
    for (const grid of [
      [1, 2, 3],
      [1.1, 2.3],
      [0.1, 2],
    ]) {
      const [crossing, ...others] = avoidedCrossings(apart, 3, grid);
      expect(others).toEqual([]);
      expect(told(crossing)).toEqual(truly(3));
      expectClose([crossing.at, crossing.slope], [2, 2], 1e-13);
    }
    expect(avoidedCrossings(apart, 3, [2, 3])).toEqual([]); // the interval is open on the left
  });

  test("are told once where one level meets a level of two dimensions: at the gap that closes", () => {
    // E = x meets −2 − x, twice, at x = −1
    for (const grid of [linspace(-1.9, 0.4, 8), linspace(-2, 0, 5)]) {
      const [up] = [everyCrossing(apart, 3, grid)];
      expect(up.map(told)).toEqual([truly(1)]);
      const down = everyCrossing((x) => apart(-x), 3, grid.map((x) => -x).reverse());
      expect(down.map(told)).toEqual([truly(2)]);
      expectClose([up[0].at, up[0].slope, down[0].at, down[0].slope], [-1, 2, 1, 2], 1e-12);
    }
  });

  test("are told where a level that bends meets one of two dimensions, with its slope there", () => {
    // ±2√(x² + J²) of two sites with fields x and −x, and the ring's own −2, twice
    const exchange = 0.6;
    const bent = (x: number): SpinModel =>
      spinModel({
        sites: 5,
        spinsUp: 1,
        bonds: [...apart(0).bonds, { from: 4, to: 5, exchange, interaction: 0 }],
        fields: [0, 0, 0, x, -x],
      });
    for (const grid of [
      [0.1, 2],
      [0.3, 0.9, 1.5],
    ]) {
      const found = avoidedCrossings(bent, 2, grid);
      expect(found.map(told)).toEqual([truly(2)]);
      expectClose([found[0].at, found[0].slope], [0.8, 1.6], 1e-9);
    }
  });

  test("take all levels along that meet there, also one that rounding keeps apart", () => {
    // 2x, −2x and a third one at rest, with one far above
    const three = (x: number) => spinModel({ sites: 4, spinsUp: 1, bonds: [], fields: [x, -x, 1e-12, 5] });
    for (const level of [1, 2]) {
      const [{ slope, kind }] = avoidedCrossings(three, level, [-1, 1]);
      expect([kind, slope]).toEqual(["true", 2]);
    }
  });

  test("pass through each other, where levels that bend for the sake of others exchange nothing", () => {
    const mirrored = (interaction: number) =>
      ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 0, 0.7] });
    const grid = linspace(-3, 3, 40);
    const held = grid.map(() => new Array(6).fill(1 / 6));
    const found = populatedCrossings(mirrored, grid, held, 0.1);
    const kinds = found.map(({ level, kind, exchange }) => [level, kind, exchange > 0.999]);
    expect(kinds).toEqual([
      [2, "true", true],
      [3, "avoided", false],
      [4, "true", true],
    ]);
    expect(found.every(isExchanging)).toBe(true);
    const bending = (interaction: number) =>
      ringModel({ sites: 5, spinsUp: 2, interaction, fields: [1, 0, 0, 0, 0] });
    const [bent] = avoidedCrossings(bending, 8, linspace(2, 3, 7));
    expect([bent.kind, bent.slope, bent.width]).toEqual(["avoided", 0, Number.POSITIVE_INFINITY]);
    expect(bent.gap).toBeGreaterThan(0.5);
    const even = linspace(2, 3, 7).map(() => new Array(10).fill(0.1));
    const last = populatedCrossings(bending, linspace(2, 3, 7), even, 0.1).filter(({ level }) => level === 8);
    expect(last.map(({ exchange }) => exchange)).toEqual([0]);
  });
});

test.each([1e-7, 1e7])("a parameter of %s as large a unit has the same crossings", (size) => {
  for (const fields of [
    [0, 0, 0, 0, 0],
    [0, 1, 0, 0, 1],
  ]) {
    const ring = (interaction: number) => ringModel({ sites: 5, spinsUp: 2, interaction, fields });
    const grid = linspace(-2.99, 3.01, 25);
    const [one, two] = [1, size].map((unit) =>
      everyCrossing(
        (x) => ring(x * unit),
        10,
        grid.map((x) => x / unit),
      ).map(({ level, kind, at }) => [level, kind, (at * unit).toFixed(6)]),
    );
    expect(two).toEqual(one);
    expect(one.length).toBeGreaterThan(0);
  }
});

test("degenerate levels that repel have the slope of each of their pairs", () => {
  // three pairs of sites with fields x and −x and an exchange J = 0.3, the pairs in a ring: −4 ± 2√(x² + J²), twice each
  const bond = (from: number, to: number, exchange: number) => ({ from, to, exchange, interaction: 0 });
  const pairs = [1, 3, 5];
  const ring = [0, 1].flatMap((l) => pairs.map((a, k) => bond(a + l, pairs[(k + 1) % 3] + l, 2)));
  const bonds = [...pairs.map((a) => bond(a, a + 1, 0.3)), ...ring];
  const at = (x: number) => spinModel({ sites: 6, spinsUp: 1, bonds, fields: [x, -x, x, -x, x, -x] });
  for (const grid of [
    [-1, 0.7],
    [-0.9, 0, 1],
  ]) {
    for (const order of [
      [1, 2, 3, 4, 5, 6],
      [2, 5, 1, 6, 4, 3],
      [6, 1, 3, 2, 5, 4],
      [4, 3, 6, 1, 2, 5],
    ]) {
      const found = avoidedCrossings((x) => renumberedModel(at(x), order), 2, grid);
      expect(found.map(({ kind }) => kind)).toEqual(["avoided"]);
      const [{ at: place, gap, slope, width }] = found;
      expectClose([place, gap, slope, width], [0, 1.2, 4, 0.3], 1e-12);
    }
  }
});

test("another numbering of the sites or another unit of energy changes no crossing", () => {
  const numbering = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5, maxLength: 5 });
  const fields = fc.constantFrom([0, 0, 0, 0, 0], [0, 1, 0, 0, 1], [0, 2, 1, 0, 0]);
  forAll(fc.tuple(numbering, scale(-30, 30), fields, real(0, 0.05)), 12, ([order, unit, h, offset]) => {
    const ring = (interaction: number) => ringModel({ sites: 5, spinsUp: 2, interaction, fields: h });
    const other = (x: number) => inUnits(renumberedModel(ring(x / unit), order), unit);
    const grid = linspace(-3 + offset, 3 + offset, 41);
    const [one, two] = [
      everyCrossing(ring, 10, grid),
      everyCrossing(
        other,
        10,
        grid.map((x) => x * unit),
      ),
    ];
    expect(two.map(({ level, kind }) => [level, kind])).toEqual(one.map(({ level, kind }) => [level, kind]));
    const numbers = (found: AvoidedCrossing[], u: number) =>
      found.flatMap(({ at, gap, slope, width }) => [at / u, gap / u, slope, Math.min(width / u, 1e3)]);
    expectClose(numbers(two, unit), numbers(one, 1), 1e-9);
  });
});
