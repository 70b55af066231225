import { describe, expect, test } from "vitest";
import { type Cycle, checkCycles, cycleBasis, cycleSteps } from "../../src/model/cycles";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { forAll, graphModel } from "../support/random";

const graph = (sites: number, ...pairs: [number, number][]): SpinModel =>
  spinModel({ sites, spinsUp: 1, bonds: pairs.map(([from, to]) => ({ from, to })) });

const bowtie = graph(5, [1, 2], [2, 3], [3, 1], [3, 4], [4, 5], [5, 3]);
const ladder = graph(6, [1, 2], [2, 3], [4, 5], [5, 6], [1, 4], [2, 5], [3, 6]);

describe("a cycle basis", () => {
  test("of a ring is the ring in the order of its sites", () => {
    expect(cycleBasis(ringModel({ sites: 5, spinsUp: 2 }))).toEqual([[1, 2, 3, 4, 5]]);
  });

  test("of rings that share a site, or bonds, has each of them", () => {
    expect(cycleBasis(bowtie)).toEqual([
      [1, 2, 3],
      [3, 4, 5],
    ]);
    expect(cycleBasis(ladder)).toEqual([
      [1, 2, 5, 4],
      [2, 3, 6, 5],
    ]);
  });

  test("of a tree is empty", () => {
    expect(cycleBasis(graph(4, [1, 2], [2, 3], [2, 4]))).toEqual([]);
  });

  test("has as many cycles as there are bonds beyond a tree, and no basis is shorter", () => {
    forAll(graphModel([3, 6]), 60, (model) => {
      const basis = cycleBasis(model);
      expect(basis.length).toBe(model.bonds.length - model.sites + 1); // connected
      const length = (cycles: readonly Cycle[]) => cycles.reduce((sum, cycle) => sum + cycle.length, 0);
      expect(length(basis)).toBe(length(shortestIndependent(model)));
    });
  });
});

/** The same by brute force: all cycles by length, each that raises the rank. */
function shortestIndependent(model: SpinModel): Cycle[] {
  const all: Cycle[] = [];
  const extend = (path: number[]): void => {
    for (let site = path[0]; site <= model.sites; site++) {
      const joined = model.bonds.some(
        ({ from, to }) =>
          [from, to].includes(site) && [from, to].includes(path[path.length - 1]) && from !== to,
      );
      if (!joined || site === path[path.length - 1]) continue;
      if (site === path[0] && path.length > 2 && path[1] < path[path.length - 1]) all.push(path);
      else if (!path.includes(site)) extend([...path, site]);
    }
  };
  for (let site = 1; site <= model.sites; site++) extend([site]);
  const rows: bigint[] = [];
  return all
    .sort((a, b) => a.length - b.length)
    .filter((cycle) => {
      let mask = cycleSteps(model, cycle).reduce((bits, { bond }) => bits ^ (1n << BigInt(bond)), 0n);
      for (const row of rows) if ((mask ^ row) < mask) mask ^= row;
      if (mask === 0n) return false;
      rows.push(mask);
      rows.sort((a, b) => (a < b ? 1 : -1));
      return true;
    });
}

test("the steps of a cycle name its bonds, and whether they point along it", () => {
  expect(cycleSteps(bowtie, [1, 3, 2])).toEqual([
    { bond: 2, sense: -1 },
    { bond: 1, sense: -1 },
    { bond: 0, sense: -1 },
  ]);
});

test.each([
  ["ring", 'loops must be a list of cycles of sites, got "ring"'],
  [[[1, 2]], "loops.1 must be at least three sites from 1 to 5, got [1,2]"],
  [[[1, 2, 6]], "loops.1 must be at least three sites from 1 to 5, got [1,2,6]"],
  [[[1, 2, 3, 4, 5, 3]], "loops.1 passes site 3 twice"],
  [[[1, 2, 4]], "loops.1 is no cycle: no bond joins sites 2 and 4"],
  [
    [
      [1, 2, 3],
      [2, 1, 3],
    ],
    "loops.2 is made of the loops before it: leave it out",
  ],
])("loops %j are refused in one line", (loops, line) => {
  expect(() => checkCycles(bowtie, loops as Cycle[])).toThrow(line);
});
