import { describe, expect, test } from "vitest";
import { contourGaps, contourRings, type Grid } from "../../src/figures/contours";
import { linspace } from "../../src/numerics/extrema";

function sampled(f: (x: number, y: number) => number, columns = 41, rows = 31): Grid {
  const x = [-2, 2] as const;
  const y = [-1.5, 1.5] as const;
  const values = linspace(...y, rows).flatMap((v) => linspace(...x, columns).map((u) => f(u, v)));
  return { x, y, columns, rows, values };
}

const area = (x: readonly number[], y: readonly number[]): number =>
  Math.abs(x.reduce((sum, u, i) => sum + (u * y[(i + 1) % y.length] - x[(i + 1) % x.length] * y[i]) / 2, 0));

describe("contours", () => {
  test("of a slope are straight: a rectangle from the contour to the edge, in its corners alone", () => {
    const [ring, ...others] = contourRings(
      sampled((x) => x),
      [0.33],
      0,
      6,
    );
    expect(others).toEqual([]);
    expect(ring.x.every((x) => Math.abs(x - 0.33) < 1e-5 || x === 2)).toBe(true);
    expect(area(ring.x, ring.y)).toBeCloseTo((2 - 0.33) * 3, 4);
    expect(ring.x.length).toBeLessThan(9);
  });

  test("of a round hill are circles, painted from the outside in", () => {
    const rings = contourRings(
      sampled((x, y) => 1 - x * x - y * y, 161, 121),
      [0.2, 0.6],
    );
    expect(rings.map(({ above }) => above)).toEqual([0.2, 0.6]);
    for (const { above, x, y } of rings) {
      for (const [i, u] of x.entries()) expect(Math.hypot(u, y[i])).toBeCloseTo(Math.sqrt(1 - above), 2);
    }
  });

  test("a crater is a ring with the threshold below that of its rim", () => {
    // a wall of height 1 around r = 1
    const wall = sampled((x, y) => 1 - (Math.hypot(x, y) - 1) ** 2 * 9, 161, 121);
    const rings = contourRings(wall, [0.25, 0.5]);
    // outside at 0.25 and 0.5, then going down again: below 0.5 is 0.25, below 0.25 the floor
    expect(rings.map(({ above }) => above)).toEqual([0.25, 0.5, 0.25, 0]);
    const radii = rings.map(({ x, y }) => Math.hypot(x[0], y[0]));
    expect(radii).toEqual([...radii].sort((a, b) => b - a));
  });

  test("stay within the grid, and there are none beyond the values", () => {
    const hill = sampled((x, y) => x + y);
    for (const { x, y } of contourRings(hill, linspace(-3, 3, 7))) {
      expect(Math.max(...x.map(Math.abs))).toBeLessThanOrEqual(2);
      expect(Math.max(...y.map(Math.abs))).toBeLessThanOrEqual(1.5);
    }
    expect(contourRings(hill, [4])).toEqual([]);
  });

  test("have a gap of four squares around a point without a value, half of that at an edge", () => {
    const slope = sampled((x) => x, 5, 4); // steps of 1 in both directions
    const values = Array.from(slope.values);
    values[7] = null; // x = 0, y = −0.5
    values[0] = Number.NaN;
    const grid = { ...slope, values };
    expect(contourGaps(slope)).toEqual([]);
    expect(contourGaps(grid)).toEqual([
      { index: 0, x: -2, x2: -1, y: -1.5, y2: -0.5 },
      { index: 7, x: -1, x2: 1, y: -1.5, y2: 0.5 },
    ]);
    // outside the gaps the contour is where it was
    const [ring] = contourRings(grid, [0.5], -9);
    for (const [i, x] of ring.x.entries()) {
      const y = ring.y[i];
      const inGap = contourGaps(grid).some((g) => x >= g.x && x <= g.x2 && y >= g.y && y <= g.y2);
      expect(inGap || x === 0.5 || x === 2).toBe(true);
    }
  });
});
