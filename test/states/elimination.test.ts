import { expect, test } from "vitest";
import { redfieldGenerator } from "../../src/equations/generator";
import { redfieldLiouvillian } from "../../src/equations/redfield";
import { ohmicBath, ringModel } from "../../src/index";
import { denseSolver } from "../../src/states/direct";
import { eliminationSolver } from "../../src/states/elimination";
import { distance, largest } from "../support/close";
import { forAll, noise, ringSystem } from "../support/random";

test("the reduced equations have the solution of the dense ones, for any right side", () => {
  let reducible = 0;
  forAll(ringSystem({ sites: [3, 5], coupling: [-4, -1.5] }), 60, ({ model, baths }) => {
    const liouvillian = redfieldLiouvillian(redfieldGenerator(model, baths));
    const reduced = eliminationSolver(liouvillian, true);
    const floors = { real: 2 ** -52, imag: 2 ** -52 };
    if (!reduced || !(reduced.errors(floors).populations < 1e-8)) return;
    reducible++;
    const dense = denseSolver(liouvillian, true);
    const n2 = liouvillian.size;
    const next = noise(n2);
    const [x, y] = [new Float64Array(n2), new Float64Array(n2)];
    for (const right of [
      Float64Array.from({ length: n2 }, (_, i) => (i === 0 ? 1 : 0)),
      x.map(() => next()),
    ]) {
      expect(reduced.solve(right, x)).toBeLessThan(1e-10 * (1 + largest(x)));
      dense.solve(right, y);
      expect(distance(x, y)).toBeLessThan(100 * (dense.errors(floors).populations + 1e-14) * largest(y));
    }
  });
  expect(reducible).toBeGreaterThan(20);
});

test("where two levels meet, the dense equations are taken", () => {
  // without fields and interaction the ring has degenerate levels
  const liouvillian = redfieldLiouvillian(
    redfieldGenerator(ringModel({ sites: 4, spinsUp: 2 }), [ohmicBath({ site: 1, temperature: 1 })]),
  );
  expect(eliminationSolver(liouvillian)).toBeUndefined();
  const { populations } = denseSolver(liouvillian).errors({ real: 2 ** -52, imag: 2 ** -52 });
  expect(populations).toBeGreaterThan(1e-3);
});

test("a lasting solver is not disturbed by the next one", () => {
  const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
  const at = (interaction: number) =>
    redfieldLiouvillian(
      redfieldGenerator(ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] }), baths),
    );
  const right = Float64Array.from({ length: 36 }, (_, i) => (i === 0 ? 1 : 0));
  const [before, after] = [new Float64Array(36), new Float64Array(36)];
  for (const make of [eliminationSolver, denseSolver]) {
    const solver = make(at(1), true);
    solver?.solve(right, before);
    make(at(2), true);
    make(at(3));
    solver?.solve(right, after);
    expect(after).toEqual(before);
    expect(largest(after)).toBeGreaterThan(0.1);
  }
});
