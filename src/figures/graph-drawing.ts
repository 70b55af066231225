// A graph as a picture: sites and bonds with fields and baths, arrows for what flows along the bonds, loops tinted by mode.

import type { Bath } from "../baths/bath";
import { type Cycle, clockwise, cycleBasis, cycleSteps } from "../model/cycles";
import type { SpinModel } from "../model/model";
import { type CurrentMode, VANISHING } from "../observables/currents";
import { arrow, type Layer, layer, onCircle, type Point, shape, text } from "./drawing";
import { isWithin, layout, mean } from "./layout";
import { COLOURS, GREY, MODE_COLOURS, MODE_TINTS } from "./theme";
import { digits } from "./words";

/** What flows in a graph. */
export interface Flows {
  /** along every bond, from → to; left out where it has no meaning */
  readonly heat?: ArrayLike<number>;
  /** along every bond, from → to */
  readonly spin: ArrayLike<number>;
  /** with the mode of each */
  readonly loops: readonly { readonly sites: Cycle; readonly mode: CurrentMode }[];
  /** what is smaller is rounding */
  readonly least?: number;
}

/** The loops of a model, listed clockwise as they are drawn. */
export function drawnLoops(model: SpinModel): Cycle[] {
  const places = layout(model).map(({ x, y }) => [x, y] as const);
  return cycleBasis(model).map((cycle) => clockwise(cycle, places));
}

const HEAT = COLOURS.heatFromLeft;
const NEITHER = "#666666";
/** A drawing of this many pixels has units of this many. */
const WIDTH = 408;
const UNITS = 4.8;
/** How far spin arrows are from their bonds, and half of a bath. */
const BESIDE = 0.16;
const BATH: Point = { x: 0.38, y: 0.22 };

/** A drawing with its title, as Vega-Lite has it. */
export interface Panel {
  readonly title: string | { readonly text: string; readonly subtitle: string };
  readonly width: number;
  readonly height: number;
  readonly view: object;
  readonly layer: readonly Layer[];
}

/** The model on one canvas, with what flows in it. */
export function graphPanel(
  title: string,
  model: SpinModel,
  baths: readonly Bath[],
  flows?: Flows,
  width: number = WIDTH,
): Panel {
  const places = layout(model);
  const crowd = Math.min(1, nearest(places) / 0.76);
  const size = 620 * crowd * (width / WIDTH);
  const at: Frame = {
    model,
    places,
    loops: drawnLoops(model),
    crowd,
    pixels: width / UNITS,
    radius: (Math.sqrt(size / Math.PI) * UNITS) / width,
  };
  const sites = places.map((place, l) => ({ ...place, label: `${l + 1}` }));
  const circle = { type: "point", shape: "circle", filled: true, fill: "white", opacity: 1 };
  return {
    title: flows ? { text: title, subtitle: scales(flows) } : title,
    width,
    height: (2 * width) / 3,
    view: { stroke: null },
    layer: [
      ...(flows?.loops ?? []).map(({ sites, mode }) =>
        shape(
          sites.map((site) => places[site - 1]),
          MODE_TINTS[mode],
        ),
      ),
      ...model.bonds.map(({ from, to }) => line([places[from - 1], places[to - 1]])),
      ...(flows ? flowArrows(at, flows) : []),
      ...baths.flatMap((bath) => bathShape(at, bath, baths)),
      layer(sites, { ...circle, size, stroke: COLOURS.ink, strokeWidth: 1.5 }),
      text(sites, { fontSize: Math.round(14 * Math.sqrt(crowd)) }),
      ...labels(at, baths, flows),
    ],
  };
}

type Label = Point & { readonly label: string };

interface Frame {
  readonly model: SpinModel;
  readonly places: readonly Point[];
  readonly loops: readonly Cycle[];
  /** 1 where there is room, less where sites are close */
  readonly crowd: number;
  /** to a unit */
  readonly pixels: number;
  /** of a site */
  readonly radius: number;
}

const line = (points: readonly Point[]): Layer =>
  layer(
    points.map((point, order) => ({ ...point, order })),
    { type: "line", color: GREY, strokeWidth: 2 },
    { order: { field: "order" } },
  );

function nearest(places: readonly Point[]): number {
  const apart = places.flatMap((p, i) => places.slice(i + 1).map((q) => Math.hypot(p.x - q.x, p.y - q.y)));
  return Math.min(...apart);
}

/** One end of a bond, the other, the unit vector between them, and which side of it is inside a loop: 1 left, −1 right. */
function alongBond({ model, places, loops }: Frame, bond: number) {
  const { from, to } = model.bonds[bond];
  const [a, b] = [places[from - 1], places[to - 1]];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const unit = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const loop = loops.find((cycle) => cycleSteps(model, cycle).some((step) => step.bond === bond));
  const middle = loop ? mean(loop.map((site) => places[site - 1])) : { x: 0, y: 0 };
  const side = unit.x * (middle.y - a.y) - unit.y * (middle.x - a.x) < 0 ? -1 : 1;
  return { a, b, length, unit, inwards: { x: -side * unit.y, y: side * unit.x } };
}

const moved = (place: Point, by: Point, distance: number): Point => ({
  x: place.x + distance * by.x,
  y: place.y + distance * by.y,
});

const largestOf = (values: ArrayLike<number>): number => Math.max(0, ...Array.from(values, Math.abs));

/** Heat on the bonds, spin beside them on the inner side of a loop, each as wide as it is large. */
function flowArrows(at: Frame, { heat, spin, least = VANISHING }: Flows): Layer[] {
  const drawn = (values: ArrayLike<number>, colour: string, widest: number, beside: number): Layer[] => {
    const largest = largestOf(values);
    return Array.from(values).flatMap((value, bond) => {
      if (value === 0 || Math.abs(value) < Math.max(least, 1e-9 * largest)) return [];
      const { a, b, length, unit, inwards } = alongBond(at, bond);
      const width = Number(((1 + ((widest - 1) * Math.abs(value)) / largest) * at.crowd).toFixed(1));
      const head = Math.sqrt(65 * width) / 2 / at.pixels;
      const clear = Math.min(at.radius * (beside > 0 ? 1.2 : 1) + head, 0.45 * length);
      const ends = [
        moved(a, unit, value > 0 ? at.radius : clear),
        moved(b, unit, value > 0 ? -clear : -at.radius),
      ];
      const points = ends.map((end) => moved(end, inwards, beside * at.crowd));
      return arrow(value > 0 ? points : points.reverse(), colour, width);
    });
  };
  return [...(heat ? drawn(heat, HEAT, 6, 0) : []), ...drawn(spin, COLOURS.spinCurrent, 3.5, BESIDE)];
}

/** A way along bonds between junctions, ends and baths: what flows is the same all along it. */
export interface Branch {
  readonly bonds: readonly number[];
  /** in the sense of the first bond */
  readonly sites: readonly number[];
}

/** The branches of a graph between its baths. */
export function branches(model: SpinModel, baths: readonly Bath[]): Branch[] {
  const touching = (site: number): number[] =>
    model.bonds.flatMap(({ from, to }, b) => (from === site || to === site ? [b] : []));
  const seen = new Set<number>();
  return model.bonds.flatMap((bond, b) => {
    if (seen.has(b)) return [];
    const bonds = [b];
    const onwards = (site: number): number[] => {
      const next = touching(site).filter((c) => !bonds.includes(c));
      const passes = touching(site).length === 2 && baths.every((bath) => bath.site !== site);
      if (!passes || next.length !== 1) return [site];
      bonds.push(next[0]);
      const { from, to } = model.bonds[next[0]];
      return [site, ...onwards(from === site ? to : from)];
    };
    const ahead = onwards(bond.to);
    const sites = [...onwards(bond.from).reverse(), ...ahead];
    for (const each of bonds) seen.add(each);
    return [{ bonds, sites }];
  });
}

/** How much heat flows, once a branch, the fields at the sites and the modes within the loops: where there is room. */
function labels(at: Frame, baths: readonly Bath[], flows?: Flows): Layer[] {
  const { model, places, pixels, radius } = at;
  const { loops = [], least = VANISHING } = flows ?? {};
  const bonds = model.bonds.map((_, bond) => alongBond(at, bond));
  const taken = [
    ...places.flatMap((place) => boxPoints(place, 2 * radius, 2 * radius)),
    ...bonds.flatMap(({ a, b, inwards }) => {
      const line = linePoints(a, b);
      return flows ? [...line, ...line.map((point) => moved(point, inwards, BESIDE * at.crowd))] : line;
    }),
    ...baths.flatMap((bath) => {
      const [place, site] = bathPlaces(at, bath, baths);
      return [...boxPoints(place, 2 * BATH.x, 2 * BATH.y), ...linePoints(place, site)];
    }),
  ];
  /** at the best of the places, or nowhere if none is good enough; how wide it is goes where the way leads */
  const put = (label: string, size: number, ways: readonly [Point, Point][], bearable: number): Label[] => {
    const [w, h] = [(0.62 * size * label.length) / pixels, size / pixels];
    const beyond = ({ x, y }: Point): boolean =>
      Math.abs(x) + w / 2 > UNITS / 2 || Math.abs(y) + h / 2 > UNITS / 3;
    const crowd = (p: Point): number =>
      taken.filter(({ x, y }) => Math.abs(x - p.x) < w / 2 && Math.abs(y - p.y) < h / 2 + 0.03).length +
      (beyond(p) ? 100 : 0);
    const tried = ways.map(([from, out]) => {
      const place = { x: from.x + (out.x * w) / 2, y: from.y + (out.y * h) / 2 };
      return { place, crowd: crowd(place) };
    });
    const best = tried.reduce((a, b) => (b.crowd < a.crowd ? b : a));
    if (best.crowd > bearable) return [];
    taken.push(...boxPoints(best.place, w, h));
    return [{ ...best.place, label }];
  };
  const parts = flows?.heat ? branches(model, baths) : [];
  const sizes = parts.flatMap((part) => {
    const value = Math.abs(Number(flows?.heat?.[part.bonds[0]]));
    const ways = part.bonds.flatMap((bond): [Point, Point][] => {
      const { a, b, inwards } = bonds[bond];
      const out = { x: -inwards.x, y: -inwards.y };
      return [
        [moved(mean([a, b]), out, 0.1), out],
        [moved(mean([a, b]), inwards, 0.1 + BESIDE), inwards],
      ];
    });
    return value <= least ? [] : put(digits(value, least), 12, ways, 4);
  });
  const fields = model.fields.flatMap((field, l) => {
    const ways = freeDirections(at, l + 1).map((out): [Point, Point] => [
      moved(places[l], out, radius + 0.05),
      out,
    ]);
    return field === 0 ? [] : put(`h ${short(field)}`, 11, ways, 8);
  });
  const modes = loops.flatMap(({ sites, mode }) => {
    const middle = mean(sites.map((site) => places[site - 1]));
    const found = put(mode, 12, [[middle, { x: 0, y: 0 }]], 0);
    return found.map((word) => text([word], { fontSize: 12, color: MODE_COLOURS[mode], fontWeight: "bold" }));
  });
  return [
    ...(sizes.length > 0 ? [text(sizes, { fontSize: 12, color: HEAT })] : []),
    ...(fields.length > 0 ? [text(fields, { fontSize: 11 })] : []),
    ...modes,
  ];
}

const linePoints = (a: Point, b: Point): Point[] =>
  [1, 2, 3, 4, 5, 6, 7].map((k) => ({ x: a.x + ((b.x - a.x) * k) / 8, y: a.y + ((b.y - a.y) * k) / 8 }));

/** Points all over a box. */
const boxPoints = ({ x, y }: Point, width: number, height: number): Point[] =>
  [-0.5, -0.25, 0, 0.25, 0.5].flatMap((across) =>
    [-0.5, 0, 0.5].map((up) => ({ x: x + across * width, y: y + up * height })),
  );

/** What the widest arrows stand for. */
function scales({ heat, spin, least = VANISHING }: Flows): string {
  const say = (what: string, colour: string, values: ArrayLike<number>, unit: string): string =>
    largestOf(values) <= least
      ? `no ${what} flows`
      : `${colour}: ${what}, widest ${digits(largestOf(values), least)} ${unit}`;
  return [...(heat ? [say("heat", "orange", heat, "J²/ħ")] : []), say("spin", "blue", spin, "J/ħ")].join(
    "; ",
  );
}

/** The directions at a site in the middle of the angles between its bonds: outside of all loops first, then the widest. */
function freeDirections({ model, places, loops }: Frame, site: number): Point[] {
  const here = places[site - 1];
  const angles = model.bonds
    .flatMap(({ from, to }) => (from === site ? [to] : to === site ? [from] : []))
    .map((other) => Math.atan2(places[other - 1].y - here.y, places[other - 1].x - here.x))
    .sort((a, b) => a - b);
  if (angles.length === 0) return [onCircle(90, 1)];
  const gaps = angles.flatMap((angle, k) => {
    const gap = (angles[k + 1] ?? angles[0] + 2 * Math.PI) - angle;
    const parts = gap > Math.PI ? [1, 0.5, 1.5] : [1]; // a wide one has room beside its middle
    return parts.map((part) => {
      const middle = angle + (part * gap) / 2;
      const out = { x: Math.cos(middle), y: Math.sin(middle) };
      const beside = moved(here, out, 0.1);
      const inside = loops.some((cycle) =>
        isWithin(
          beside,
          cycle.map((at) => places[at - 1]),
        ),
      );
      return {
        out,
        rank:
          (inside ? 100 : 0) +
          (part === 1 ? 0 : 10) -
          Number(gap.toFixed(3)) -
          0.1 * (here.x * out.x + here.y * out.y),
      };
    });
  });
  return gaps.sort((a, b) => a.rank - b.rank).map(({ out }) => out);
}

/** hot, cold, or neither where all are equally warm or others are warmer and colder */
function warmth(bath: Bath, baths: readonly Bath[]): string {
  const temperatures = baths.map(({ temperature }) => temperature);
  const [low, high] = [Math.min(...temperatures), Math.max(...temperatures)];
  if (bath.temperature === low && low < high) return COLOURS.cold;
  if (bath.temperature === high && low < high) return COLOURS.hot;
  return NEITHER;
}

/** Where a bath is, and where its site. */
function bathPlaces(at: Frame, bath: Bath, baths: readonly Bath[]): [Point, Point] {
  const site = at.places[bath.site - 1];
  const [out] = freeDirections(at, bath.site);
  const outer = moved(site, out, 0.9);
  const here = baths.filter((other) => other.site === bath.site);
  const place = here.indexOf(bath) - (here.length - 1) / 2; // several baths of a site stand beside each other
  const upright = Math.abs(out.x) < 0.5;
  const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
  const x = within(outer.x, 2) + (upright ? 0.9 * place : 0);
  const y = within(outer.y, 1.35) - (upright ? 0 : 0.55 * place); // the canvas is wider than high
  return [{ x, y }, site];
}

function bathShape(at: Frame, bath: Bath, baths: readonly Bath[]): Layer[] {
  const colour = warmth(bath, baths);
  const [{ x, y }, site] = bathPlaces(at, bath, baths);
  const ends = { x2: { field: "x2" }, y2: { field: "y2" } };
  return [
    layer(
      [{ ...site, x2: x, y2: y }],
      { type: "rule", strokeWidth: 3, strokeDash: [3, 3], color: colour },
      ends,
    ),
    layer(
      [{ x: x - BATH.x, x2: x + BATH.x, y: y - BATH.y, y2: y + BATH.y }],
      { type: "rect", color: colour, cornerRadius: 7 },
      ends,
    ),
    text([{ x, y, label: `T = ${short(bath.temperature)}` }], { fontWeight: "bold", color: "white" }),
  ];
}

/** A parameter in a few digits. */
export const short = (value: number): string => String(Number(value.toPrecision(4))).replace("-", "−");
