// What drawings are made of: points on a circle, arrows, shapes and words, on one canvas without axes.
import { symbols } from "./symbols";
import { COLOURS } from "./theme";

/** A place on the canvas: the ring has radius 1 around the origin. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Marks of one kind, one for each of the values, on the canvas. */
export interface Layer {
  readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
  readonly mark: Readonly<Record<string, unknown>>;
  readonly encoding: object;
}

/** A point at a polar angle in degrees, counted anticlockwise from the right. */
export function onCircle(degrees: number, radius: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** Points along an arc, from one polar angle to another, in degrees. */
export function arc(from: number, to: number, radius: number): Point[] {
  return Array.from({ length: 41 }, (_, i) => onCircle(from + ((to - from) * i) / 40, radius));
}

/** An arrow along a polyline: the line and a head turned into its last step. */
export function arrow(points: readonly Point[], colour: string, width = 4): Layer[] {
  const [before, tip] = points.slice(-2);
  const angle = (Math.atan2(tip.x - before.x, tip.y - before.y) * 180) / Math.PI;
  return [
    layer(
      points.map((point, order) => ({ ...point, order })),
      { type: "line", color: colour, strokeWidth: width },
      { order: { field: "order" } },
    ),
    layer([tip], {
      type: "point",
      shape: "triangle",
      filled: true,
      size: 65 * width,
      color: colour,
      opacity: 1,
      angle,
    }),
  ];
}

/** How far the canvas goes across and up. */
export const CANVAS = { x: [-2.4, 2.4], y: [-1.6, 1.6] } as const;

const AXES = {
  x: { field: "x", type: "quantitative", axis: null, scale: { domain: CANVAS.x, nice: false } },
  y: { field: "y", type: "quantitative", axis: null, scale: { domain: CANVAS.y, nice: false } },
};

/** One mark for each of the values. */
export function layer(values: readonly object[], mark: Layer["mark"], encoding: object = {}): Layer {
  const digits = (value: unknown): unknown => (typeof value === "number" ? Number(value.toFixed(4)) : value);
  const rows = values.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, digits(value)])),
  );
  return { data: { values: rows }, mark, encoding: { ...AXES, ...encoding } };
}

/** A filled polygon. */
export function shape(corners: readonly Point[], colour: string): Layer {
  return layer(
    corners.map((corner, order) => ({ ...corner, order })),
    { type: "line", fill: colour, strokeWidth: 0, interpolate: "linear-closed" },
    { order: { field: "order" } },
  );
}

/** Words, each at its point. */
export function text(values: readonly (Point & { label: string })[], mark: Layer["mark"] = {}): Layer {
  return layer(
    values.map((value) => ({ ...value, label: symbols(value.label) })),
    { type: "text", fontSize: 14, color: COLOURS.ink, ...mark },
    { text: { field: "label" } },
  );
}
