import { expect, test } from "vitest";
import { ohmicBath, ringModel } from "../../src/index";
import { denseSolver, directSolver } from "../../src/redfield/dense";
import { redfieldGenerator } from "../../src/redfield/generator";
import { reducedSolver } from "../../src/redfield/reduced";
import { distance, largest } from "../support/close";
import { forAll, noise, ringSystem } from "../support/random";

const full = Number.POSITIVE_INFINITY;

test("the reduced equations have the solution of the dense ones, for any right side", () => {
  let reducible = 0;
  forAll(ringSystem({ sites: [3, 5], coupling: [-4, -1.5] }), 60, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const reduced = reducedSolver(generator, true);
    if (!reduced || reduced.condition > 1e8) return;
    reducible++;
    const dense = denseSolver(generator, full, true);
    const n2 = generator.size ** 2;
    const next = noise(n2);
    const [x, y] = [new Float64Array(n2), new Float64Array(n2)];
    for (const right of [
      Float64Array.from({ length: n2 }, (_, i) => (i === 0 ? 1 : 0)),
      x.map(() => next()),
    ]) {
      expect(reduced.solve(right, x)).toBeLessThan(1e-10 * (1 + largest(x)));
      dense.solve(right, y);
      expect(distance(x, y)).toBeLessThan(1e-14 * (dense.condition + 100) * largest(y));
    }
  });
  expect(reducible).toBeGreaterThan(20);
});

test("where two levels meet, the dense equations are taken", () => {
  // without fields and interaction the ring has degenerate levels
  const generator = redfieldGenerator(ringModel({ sites: 4, spinsUp: 2 }), [
    ohmicBath({ site: 1, temperature: 1 }),
  ]);
  expect(reducedSolver(generator)).toBeUndefined();
  expect(directSolver(generator, full).condition).toBeGreaterThan(1e12);
});

test("a lasting solver is not disturbed by the next one", () => {
  const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
  const at = (interaction: number) =>
    redfieldGenerator(ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] }), baths);
  const right = Float64Array.from({ length: 36 }, (_, i) => (i === 0 ? 1 : 0));
  const [before, after] = [new Float64Array(36), new Float64Array(36)];
  const solver = directSolver(at(1), full, true);
  solver.solve(right, before);
  directSolver(at(2), full, true);
  directSolver(at(3), full);
  solver.solve(right, after);
  expect(after).toEqual(before);
});
