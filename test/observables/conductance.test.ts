// What warmth drives: conductances against differences, and how far they are reciprocal.
import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { conductances } from "../../src/observables/conductance";
import { steadyState } from "../../src/states/steady-state";
import { expectClose, largest } from "../support/close";
import { derivatives } from "../support/derivative";
import { refusal } from "../support/refusal";

const ring = (flux: number) => ringModel({ sites: 3, spinsUp: 1, fields: [0, 0.9, 0.4], flux });
const bathsAt = (temperatures: readonly number[], coupling = 0.01): Bath[] =>
  temperatures.map((temperature, b) => ohmicBath({ site: b + 1, temperature, coupling: coupling * (b + 1) }));

test("conductances are what differences of the heat show, and conserve energy", () => {
  const temperatures = [2, 1.4, 0.8];
  const matrix = conductances(steadyState(ring(1), bathsAt(temperatures)));
  temperatures.forEach((_, c) => {
    const moved = (t: number) => temperatures.map((own, b) => (b === c ? own + t : own));
    const slopes = derivatives((t) => steadyState(ring(1), bathsAt(moved(t))).bathHeat, 0.1);
    const column = matrix.map((row) => row[c]);
    expectClose(
      column,
      slopes.map(({ value }) => value),
      1e-10,
    );
    expectClose([column.reduce((sum, each) => sum + each, 0)], [0], 1e-15);
  });
});

describe("at equal temperatures", () => {
  /** the largest |L_bc(Φ) − L_cb(−Φ)| over the largest L */
  const broken = (flux: number, coupling: number, count = 3): number => {
    const at = (phi: number) =>
      conductances(steadyState(ring(phi), bathsAt([1.5, 1.5, 1.5].slice(0, count), coupling)));
    const [there, back] = [at(flux), at(-flux)];
    const apart = there.flatMap((row, b) => row.map((value, c) => value - back[c][b]));
    return largest(apart) / largest(there.flat());
  };

  test("two baths are reciprocal at any coupling, since energy is conserved", () => {
    for (const coupling of [0.001, 0.1, 1]) expect(broken(0, coupling, 2)).toBeLessThan(1e-12);
  });

  // the Redfield equation has the steady state of Gibbs but no detailed balance of its coherences
  test("three are as the coupling becomes weak: without a flux up to the second power, with a flux up to the first", () => {
    expect(broken(0, 0.002)).toBeLessThan(1e-4);
    expect(broken(0, 0.002) / broken(0, 0.001)).toBeCloseTo(4, 1);
    expect(broken(1, 0.002)).toBeLessThan(2e-3);
    expect(broken(1, 0.002) / broken(1, 0.001)).toBeCloseTo(2, 1);
  });
});

test("a state that has no slope has no conductance", () => {
  const secular = steadyState(ring(0), bathsAt([2, 1]), { secular: "full" });
  expect(refusal(() => conductances(secular))).toMatch(/needs a steady state of the full Redfield equation/);
  expect(refusal(() => conductances(steadyState(ring(0), bathsAt([2, 0]))))).toMatch(
    /^baths\.2\.temperature must/,
  );
});
