import { expect, test } from "vitest";
import { cycleBasis } from "../../src/model/cycles";
import { ladderModel, starModel, twoRingModel } from "../../src/model/graphs";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { expectClose } from "../support/close";

const lengths = ({ bonds, positions = [] }: SpinModel): number[] =>
  bonds.map(({ from, to }) => {
    const [[x, y], [u, v]] = [positions[from - 1], positions[to - 1]];
    return Math.hypot(x - u, y - v);
  });

const nearest = ({ positions = [] }: SpinModel): number =>
  Math.min(
    ...positions.flatMap(([x, y], i) => positions.slice(i + 1).map(([u, v]) => Math.hypot(x - u, y - v))),
  );

test.each([
  [
    "site",
    [4, 4],
    undefined,
    [
      [1, 2, 3, 4],
      [3, 5, 6, 7],
    ],
  ],
  [
    "site",
    [4, 4],
    2,
    [
      [1, 2, 3, 4],
      [2, 5, 6, 7],
    ],
  ],
  [
    "site",
    [3, 5],
    3,
    [
      [1, 2, 3],
      [3, 4, 5, 6, 7],
    ],
  ],
  [
    "bond",
    [4, 4],
    undefined,
    [
      [1, 2, 3, 4],
      [3, 5, 6, 4],
    ],
  ],
  [
    "bond",
    [3, 5],
    1,
    [
      [1, 2, 3],
      [1, 4, 5, 6, 2],
    ],
  ],
  [
    "bond",
    [6, 3],
    6,
    [
      [1, 6, 7],
      [1, 2, 3, 4, 5, 6],
    ],
  ],
  [
    "bridge",
    [4, 4],
    undefined,
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
  ],
  [
    "bridge",
    [5, 3],
    1,
    [
      [6, 7, 8],
      [1, 2, 3, 4, 5],
    ],
  ],
] as const)(
  "two rings joined by a %s, of %j sites, at %s: the loops are the rings, clockwise as drawn",
  (joinedBy, rings, at, loops) => {
    const model = twoRingModel({ rings: [rings[0], rings[1]], joinedBy, at, spinsUp: 2 });
    const together = rings[0] + rings[1] - { site: 1, bond: 2, bridge: 0 }[joinedBy];
    expect(model.sites).toBe(together);
    expect(model.bonds.length).toBe(together + 1); // one more than a tree, and one more than a ring
    expect(cycleBasis(model)).toEqual(loops);
    expectClose(
      lengths(model),
      model.bonds.map(() => 1),
      1e-5,
    );
    expect(nearest(model)).toBeGreaterThan(0.999);
  },
);

test("a ladder has its rungs between two legs, and a loop between every two rungs", () => {
  const ladder = ladderModel({ rungs: 4, spinsUp: 3, exchange: 0.5, interaction: -1 });
  expect(ladder.sites).toBe(8);
  expect(ladder.bonds).toHaveLength(3 + 3 + 4);
  expect(ladder.bonds.every(({ exchange, interaction }) => exchange === 0.5 && interaction === -1)).toBe(
    true,
  );
  expect(cycleBasis(ladder)).toEqual([
    [1, 2, 6, 5],
    [2, 3, 7, 6],
    [3, 4, 8, 7],
  ]);
  expectClose(
    lengths(ladder),
    ladder.bonds.map(() => 1),
    1e-5,
  );
});

test("a star has one centre and no loop", () => {
  const star = starModel({ sites: 6, spinsUp: 2, fields: [0, 1, 2, 3, 4, 5] });
  expect(star.bonds.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [1, 3],
    [1, 4],
    [1, 5],
    [1, 6],
  ]);
  expect(star.fields).toEqual([0, 1, 2, 3, 4, 5]);
  expect(cycleBasis(star)).toEqual([]);
  expectClose(
    lengths(star),
    star.bonds.map(() => 1),
    1e-5,
  );
});

test("positions are plain data of a model, which stays the model it was, and say what is clockwise", () => {
  const model = twoRingModel({ rings: [3, 4], joinedBy: "bond", spinsUp: 2 });
  expect(spinModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
  const mirrored = { ...model, positions: model.positions?.map(([x, y]) => [x, -y] as const) };
  const turned = cycleBasis(model).map(([first, ...rest]) => [first, ...rest.reverse()]);
  expect(cycleBasis(mirrored)).toEqual(turned);
  expect(Object.keys(ringModel({ sites: 4, spinsUp: 2 }))).not.toContain("positions");
});

const rings = (change: object) => () =>
  twoRingModel({ rings: [4, 4], joinedBy: "site", spinsUp: 2, ...change });

test.each([
  [rings({ rings: [4, 2] }), "rings.2 must be an integer from 3 to 28, got 2"],
  [rings({ rings: [4] }), "rings must be a list of two numbers of sites, got [4]"],
  [rings({ rings: [20, 20] }), "rings must be of at most 30 sites together, got 39"],
  [rings({ joinedBy: "glue" }), 'joinedBy must be "site", "bond" or "bridge", got "glue"'],
  [rings({ at: 5 }), "at must be an integer from 1 to 4, got 5"],
  [rings({ exchange: Number.NaN }), "exchange must be a finite number, got NaN"],
  [rings({ fields: [1] }), "fields must be a list of 7 numbers, got 1 of them"],
  [rings({ field: 1 }), /^model has no field "field": it takes rings, joinedBy, at, spinsUp, /],
  [() => ladderModel({ rungs: 1, spinsUp: 1 }), "rungs must be an integer from 2 to 15, got 1"],
  [() => starModel({ sites: 3, spinsUp: 1 }), "sites must be an integer from 4 to 30, got 3"],
])("what cannot be is refused in one line: %#", (make, line) => {
  expect(make).toThrow(line);
});

test.each([
  [[[0, 0]], "positions must be a list of 2 places [x, y], got [[0,0]]"],
  ["left", 'positions must be a list of 2 places [x, y], got "left"'],
  [
    [
      [0, 0],
      [1, "up"],
    ],
    'positions.2.2 must be a finite number, got "up"',
  ],
  [[[0, 0], [1]], "positions.2 must be a list of 2 numbers, got 1 of them"],
  [
    [
      [1, 0],
      [1, 0],
    ],
    "positions.2 must be another place than that of site 1, got [1,0]",
  ],
])("positions %j are refused", (positions, line) => {
  const bonds = [{ from: 1, to: 2 }];
  expect(() => spinModel({ sites: 2, spinsUp: 1, bonds, positions: positions as never })).toThrow(line);
});
