// Filled contours as polygons: the marching squares of d3-contour, in the coordinates of the data.
// Vega-Lite has no mark for contours, but it fills closed lines; painted from the outermost ring to the innermost,
// a hole is simply a ring in the colour of what it encloses.

import { contours } from "d3-contour";

/** Values on a regular grid, `values[j * columns + i]` at the i-th x and the j-th y; what is no number is a gap. */
export interface Grid {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  readonly columns: number;
  readonly rows: number;
  readonly values: ArrayLike<number | null>;
}

/** A part of the plane that no contour crosses in earnest: the squares around a point without a value. */
export interface ContourGap {
  /** of the point, in `values` */
  readonly index: number;
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** The gaps of a grid, to be painted over its contours, which would cross them by interpolation. */
export function contourGaps({ x, y, columns, rows, values }: Grid): ContourGap[] {
  const along = ([from, to]: readonly [number, number], at: number, count: number): number =>
    from + ((to - from) * Math.min(Math.max(at, 0), count - 1)) / (count - 1);
  return Array.from(values).flatMap((value, index) => {
    if (isValue(value)) return [];
    const [i, j] = [index % columns, Math.floor(index / columns)];
    const [left, right] = [along(x, i - 1, columns), along(x, i + 1, columns)];
    return [{ index, x: left, x2: right, y: along(y, j - 1, rows), y2: along(y, j + 1, rows) }];
  });
}

const isValue = (value: number | null): value is number => value !== null && Number.isFinite(value);

/** A closed ring; within it, up to the rings inside it, values are at least `above` (below that of a hole's rim). */
export interface ContourRing {
  readonly above: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

type Point = readonly [number, number];

/**
 * The contours of a grid as closed rings, to be filled in the order in which they come: each one covers those before it.
 *
 * `thresholds` ascend; a ring around lower values (a hole) has the threshold below, `floor` under the first one. Around
 * points without a value they mean nothing: see {@link contourGaps}.
 *
 * @param digits significant digits that coordinates are rounded to
 * @example contourRings({ x: [0, 1], y: [0, 1], columns: 2, rows: 2, values: [0, 1, 0, 1] }, [0.5])
 */
export function contourRings(
  grid: Grid,
  thresholds: readonly number[],
  floor = 0,
  digits = 4,
): ContourRing[] {
  const { columns, rows, values } = grid;
  const nothing = Math.min(floor, ...thresholds) - 1; // below every contour
  const filled = Array.from(values, (value) => (isValue(value) ? value : nothing));
  const found = contours()
    .size([columns, rows])
    .thresholds([...thresholds])(filled);
  const rings = found.flatMap(({ value, coordinates }) =>
    coordinates.flatMap((polygon) =>
      polygon.map((ring, hole) => {
        const below = thresholds[thresholds.indexOf(value) - 1] ?? floor;
        const points = withoutStraight(ring.map(([u, v]) => inData(grid, [u, v], digits)));
        const size = Math.abs(area(points));
        return {
          above: hole === 0 ? value : below,
          size,
          x: points.map(([x]) => x),
          y: points.map(([, y]) => y),
        };
      }),
    ),
  );
  return rings
    .filter(({ x }) => x.length > 2)
    .sort((a, b) => b.size - a.size)
    .map(({ above, x, y }) => ({ above, x, y }));
}

/** From cells to data: d3-contour has value i at i + ½ and closes rings half a cell outside, which goes back to the edge. */
function inData({ x, y, columns, rows }: Grid, [u, v]: Point, digits: number): Point {
  const along = ([from, to]: readonly [number, number], at: number, count: number) => {
    const fraction = Math.min(Math.max(at - 0.5, 0), count - 1) / (count - 1);
    return Number((from + (to - from) * fraction).toPrecision(digits));
  };
  return [along(x, u, columns), along(y, v, rows)];
}

/** Leaves out points on a straight line between their neighbours. */
function withoutStraight(ring: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of ring) {
    const [a, b] = kept.slice(-2);
    if (b && point[0] === b[0] && point[1] === b[1]) continue;
    if (b && (b[0] - a[0]) * (point[1] - a[1]) === (b[1] - a[1]) * (point[0] - a[0])) kept.pop();
    kept.push(point);
  }
  return kept;
}

function area(ring: readonly Point[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}
