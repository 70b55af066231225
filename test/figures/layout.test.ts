import { expect, test } from "vitest";
import { layout } from "../../src/figures/layout";
import { ladderModel } from "../../src/model/graphs";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { expectClose } from "../support/close";
import { forAll, graphModel } from "../support/random";

const graph = (sites: number, ...pairs: [number, number][]): SpinModel =>
  spinModel({ sites, spinsUp: 1, bonds: pairs.map(([from, to]) => ({ from, to })) });

/** How many pairs of bonds cross, by whether the ends of each lie on both sides of the other. */
function crossings(model: SpinModel): number {
  const places = layout(model);
  const side = (a: number, b: number, c: number): number => {
    const [p, q, r] = [a, b, c].map((site) => places[site - 1]);
    return Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  };
  let count = 0;
  model.bonds.forEach((one, i) => {
    for (const other of model.bonds.slice(i + 1)) {
      if ([other.from, other.to].some((site) => site === one.from || site === one.to)) continue;
      const [a, b, c, d] = [one.from, one.to, other.from, other.to];
      if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) count++;
    }
  });
  return count;
}

test("a ring stands on a circle, site 1 on the left, growing numbers clockwise", () => {
  const places = layout(ringModel({ sites: 4, spinsUp: 2 })).flatMap(({ x, y }) => [x, y]);
  expectClose(places, [-1, 0, 0, 1, 1, 0, 0, -1], 1e-12);
});

test("a chain stands in a line, wherever its sites are in it", () => {
  const places = layout(graph(4, [3, 1], [1, 4], [4, 2]));
  expectClose(
    places.map(({ y }) => y),
    [0, 0, 0, 0],
    1e-12,
  );
  const order = [1, 2, 3, 4].sort((a, b) => places[a - 1].x - places[b - 1].x);
  expect([
    [3, 1, 4, 2],
    [2, 4, 1, 3],
  ]).toContainEqual(order);
});

test("positions that are given are kept, but for scale and middle", () => {
  const ladder = ladderModel({ rungs: 3, spinsUp: 2 });
  const [places, given] = [layout(ladder), ladder.positions ?? []];
  const scale = (places[1].x - places[0].x) / (given[1][0] - given[0][0]);
  places.forEach(({ x, y }, l) => {
    expectClose(
      [x - places[0].x, y - places[0].y],
      given[l].map((u, i) => scale * (u - given[0][i])),
      1e-9,
    );
  });
});

test.each<[string, SpinModel]>([
  ["four sites all joined", graph(4, [1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4])],
  ["two triangles with a site in common", graph(5, [1, 2], [2, 3], [3, 1], [3, 4], [4, 5], [5, 3])],
  [
    "a cube",
    graph(8, [1, 2], [2, 3], [3, 4], [4, 1], [5, 6], [6, 7], [7, 8], [8, 5], [1, 5], [2, 6], [3, 7], [4, 8]),
  ],
])("of %s no bonds cross", (_, model) => {
  expect(crossings(model)).toBe(0);
});

test("any graph fits the canvas, its sites apart, the same at every time", () => {
  forAll(graphModel([2, 7]), 15, (model) => {
    const places = layout(model);
    expect(places).toHaveLength(model.sites);
    for (const { x, y } of places) expect(Math.abs(x) <= 1.5 && Math.abs(y) <= 1.01).toBe(true);
    const apart = places.flatMap((p, i) => places.slice(i + 1).map((q) => Math.hypot(p.x - q.x, p.y - q.y)));
    expect(Math.min(...apart)).toBeGreaterThan(0.15);
    expect(layout(structuredClone(model))).toEqual(places);
  });
});

test("sites without bonds stand beside each other", () => {
  const [a, b] = layout(graph(2));
  expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(0.5);
});
