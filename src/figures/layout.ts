// Where the sites of a graph stand in a drawing: those of a ring on a circle, others where they are said to be, or where
// forces leave them: bonds are springs, sites repel each other. Of several starts the one with the fewest crossings is kept.
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { cycleBasis } from "../model/cycles";
import { isRing, type SpinModel } from "../model/model";
import { onCircle, type Point } from "./drawing";

/** How far from the middle sites are at most, and how long bonds are, on the canvas of drawing.ts. */
const [ACROSS, UP, BOND] = [1.4, 0.95, 1.42];
const STARTS = 12;
/** Less than this is neither a crossing nor a bond much longer than another. */
const GOOD = 2e-3;
const TICKS = 150;

const known = new WeakMap<SpinModel, readonly Point[]>();

/** The places of the sites of a model, in their order; site 1 of a ring is on the left, growing numbers run clockwise. */
export function layout(model: SpinModel): readonly Point[] {
  let places = known.get(model);
  if (!places) {
    places = laidOut(model);
    known.set(model, places);
  }
  return places;
}

/** A model that says where its sites are, drawn with each of them exactly there. */
export function pinned(model: SpinModel): SpinModel {
  known.set(
    model,
    (model.positions ?? []).map(([x, y]) => ({ x, y })),
  );
  return model;
}

function laidOut(model: SpinModel): Point[] {
  const { sites, positions } = model;
  if (isRing(model)) {
    return Array.from({ length: sites }, (_, l) => onCircle(180 - (360 * l) / sites, 1));
  }
  if (positions)
    return fitted(
      model,
      positions.map(([x, y]) => ({ x, y })),
    );
  const chain = chainOf(model);
  if (chain)
    return fitted(
      model,
      model.fields.map((_, l) => ({ x: chain.indexOf(l + 1), y: 0 })),
    );
  let best: { places: Point[]; faults: number } | undefined;
  for (const places of drawings(model)) {
    const faults = faultsOf(model, places);
    if (!best || faults < best.faults) best = { places, faults };
    if (faults < GOOD) break;
  }
  return fitted(model, upright(model, (best as { places: Point[] }).places));
}

/** From a circle; with a loop held around all that is within it, and let go; from places that are scattered. */
function* drawings(model: SpinModel): Generator<Point[]> {
  const around = (sites: readonly number[]): Point[] =>
    model.fields.map((_, l) =>
      sites.includes(l + 1)
        ? onCircle(180 - (360 * sites.indexOf(l + 1)) / sites.length, model.sites / 6)
        : { x: 0.01 * l, y: 0.01 * ((7 * l) % 5) },
    );
  yield relaxed(model, around(model.fields.map((_, l) => l + 1)));
  for (const loop of cycleBasis(model).slice(0, STARTS)) {
    const held = relaxed(model, around(loop), loop);
    yield relaxed(model, held);
    yield held;
  }
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (model.sites * seed) / 2 ** 32;
  };
  for (let start = 0; start < STARTS; start++) {
    yield relaxed(
      model,
      model.fields.map(() => ({ x: random(), y: random() })),
    );
  }
}

/** The sites of a chain from one end to the other; undefined for any other graph. */
function chainOf({ sites, bonds }: SpinModel): number[] | undefined {
  const next = (site: number, before?: number): number[] =>
    bonds
      .flatMap(({ from, to }) => (from === site ? [to] : to === site ? [from] : []))
      .filter((s) => s !== before);
  const chain = [Array.from({ length: sites }, (_, l) => l + 1).find((site) => next(site).length === 1) ?? 1];
  for (let on = next(chain[0]); on.length === 1 && chain.length < sites; ) {
    chain.push(on[0]);
    on = next(on[0], chain[chain.length - 2]);
  }
  return chain.length === sites && bonds.length === sites - 1 ? chain : undefined;
}

/** Where forces leave the sites. Those that are held stay, and the others are drawn in between them. */
function relaxed({ bonds }: SpinModel, places: readonly Point[], held: readonly number[] = []): Point[] {
  const nodes = places.map(({ x, y }, l) => ({ x, y, ...(held.includes(l + 1) ? { fx: x, fy: y } : {}) }));
  const links = bonds.map(({ from, to }) => ({ source: from - 1, target: to - 1 }));
  forceSimulation(nodes)
    .force(
      "bonds",
      forceLink(links)
        .distance(held.length > 0 ? 0 : 1)
        .strength(1)
        .iterations(2),
    )
    .force("sites", forceManyBody().strength(held.length > 0 ? -0.1 : -2))
    .force("across", forceX().strength(0.02))
    .force("up", forceY().strength(0.02))
    .stop()
    .alphaDecay(1 - 1e-3 ** (1 / TICKS))
    .tick(TICKS);
  return nodes.map(({ x, y }) => ({ x, y }));
}

/** Bonds that cross and sites on bonds; less heavily sites within loops that they are not part of, and uneven bonds. */
function faultsOf(model: SpinModel, places: readonly Point[]): number {
  const ends = model.bonds.map(({ from, to }) => [from - 1, to - 1]);
  let faults = 0;
  ends.forEach(([a, b], i) => {
    for (const [c, d] of ends.slice(i + 1)) {
      if ([c, d].includes(a) || [c, d].includes(b)) continue;
      const apart = (p: number, q: number, r: number, s: number): boolean =>
        turn(places[p], places[q], places[r]) * turn(places[p], places[q], places[s]) > 0;
      if (!apart(a, b, c, d) && !apart(c, d, a, b)) faults += 1;
    }
    places.forEach((place, l) => {
      if (l !== a && l !== b && distanceTo(place, places[a], places[b]) < 0.25) faults += 1;
    });
  });
  const lengths = ends.map(([a, b]) => Math.hypot(places[a].x - places[b].x, places[a].y - places[b].y));
  faults += 1e-3 * Math.log2(Math.max(1, ...lengths) / Math.min(Math.max(1, ...lengths), ...lengths));
  for (const cycle of cycleBasis(model)) {
    const corners = cycle.map((site) => places[site - 1]);
    places.forEach((place, l) => {
      if (!cycle.includes(l + 1) && isWithin(place, corners)) faults += 1e-2;
    });
  }
  return faults;
}

/** Above zero where the way from p over q to r turns left. */
const turn = (p: Point, q: Point, r: Point): number => (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);

function distanceTo(place: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((place.x - a.x) * dx + (place.y - a.y) * dy) / (dx * dx + dy * dy);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(a.x + t * dx - place.x, a.y + t * dy - place.y);
}

/** Whether a place is within a polygon. */
export function isWithin({ x, y }: Point, corners: readonly Point[]): boolean {
  return corners.reduce((within, p, k) => {
    const q = corners[(k + 1) % corners.length];
    const crosses = p.y > y !== q.y > y && x < p.x + ((q.x - p.x) * (y - p.y)) / (q.y - p.y);
    return crosses ? !within : within;
  }, false);
}

/** Turned so that it is wide, site 1 on the left and the first loop clockwise. */
function upright(model: SpinModel, places: readonly Point[]): Point[] {
  const middle = mean(places);
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of places) {
    xx += (x - middle.x) ** 2;
    xy += (x - middle.x) * (y - middle.y);
    yy += (y - middle.y) ** 2;
  }
  const round = Math.hypot(2 * xy, xx - yy) < 0.05 * (xx + yy);
  const angle = round
    ? Math.atan2(places[0].y - middle.y, places[0].x - middle.x) + Math.PI
    : Math.atan2(2 * xy, xx - yy) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = places.map((p) => {
    const [x, y] = [p.x - middle.x, p.y - middle.y];
    return { x: cos * x + sin * y, y: cos * y - sin * x };
  });
  const left = turned[0].x > 0 ? -1 : 1;
  const [loop = []] = cycleBasis(model);
  const corners = loop.map((site) => turned[site - 1]);
  const up = left * areaOf(corners) > 0 ? -1 : 1;
  return turned.map(({ x, y }) => ({ x: left * x, y: up * y }));
}

/** The mean of some places. */
export const mean = (places: readonly Point[]): Point => ({
  x: places.reduce((sum, { x }) => sum + x, 0) / places.length,
  y: places.reduce((sum, { y }) => sum + y, 0) / places.length,
});

/** Above zero where the corners run anticlockwise. */
const areaOf = (corners: readonly Point[]): number =>
  corners.reduce((sum, p, k) => {
    const q = corners[(k + 1) % corners.length];
    return sum + (p.x * q.y - p.y * q.x) / 2;
  }, 0);

/** Moved and scaled to fit the canvas. */
function fitted({ bonds }: SpinModel, places: readonly Point[]): Point[] {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const lengths = bonds.map(({ from, to }) => {
    const [a, b] = [places[from - 1], places[to - 1]];
    return Math.hypot(a.x - b.x, a.y - b.y);
  });
  const length = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
  const scale = Math.min(
    ...[(2 * ACROSS) / (right - left), (2 * UP) / (high - low), BOND / length].filter(Number.isFinite),
  );
  return places.map(({ x, y }) => ({
    x: scale * (x - (left + right) / 2),
    y: scale * (y - (low + high) / 2),
  }));
}
