import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { redfieldGenerator } from "../../src/equations/generator";
import { motionOf } from "../../src/equations/undamped-modes";
import { sectorBasis } from "../../src/model/basis";
import { type Bond, ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { type InitialState, initialMatrix } from "../../src/states/initial-state";
import { steadyState } from "../../src/states/steady-state";
import { longTimeState } from "../../src/states/undamped";
import { expectClose, rounding } from "../support/close";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";
import { inConfigurations, kernelProjector, superoperator } from "../support/superoperator";

const bath = (site: number, temperature = 2, coupling = 0.01) => ohmicBath({ site, temperature, coupling });
const bond = (from: number, to: number, exchange = 1, interaction = 0): Bond => ({
  from,
  to,
  exchange,
  interaction,
});
const graph = (sites: number, spinsUp: number, bonds: Bond[], fields?: number[]) =>
  spinModel({ sites, spinsUp, bonds, fields: fields ?? new Array(sites).fill(0) });

function longTime(
  model: SpinModel,
  baths: readonly Bath[],
  initial: InitialState,
  cutoff = Number.POSITIVE_INFINITY,
) {
  const generator = redfieldGenerator(model, baths);
  const start = initialMatrix(initial, generator, sectorBasis(model.sites, model.spinsUp));
  const end = longTimeState(motionOf(generator, cutoff), start);
  return { ...end, start: { ...start, vectors: generator.vectors }, vectors: generator.vectors };
}

const star = graph(4, 2, [bond(1, 2), bond(1, 3), bond(1, 4)]);
const mirror = ringModel({ sites: 4, spinsUp: 2, interaction: 1 });

describe("the long-time state of a start", () => {
  test("is the steady state where that is unique", () => {
    forAll(ringSystem({ sites: [2, 4] }), 40, ({ model, baths }) => {
      const steady = steadyState(model, baths);
      const end = longTime(model, baths, { temperature: 0.7 });
      expect(end.dimension).toBe(1);
      expectClose(end.real, steady.real, 10 * rounding(steady));
      expectClose(end.imag, steady.imag, 10 * rounding(steady));
    });
  });

  test.each<[string, SpinModel, Bath[], InitialState]>([
    ["a ring that a reflection leaves as it is", mirror, [bath(1), bath(3, 1)], "↑↑↓↓"],
    ["a star with a bath in the middle", star, [bath(1)], "↓↑↓↑"],
    ["a ring of six, one up", ringModel({ sites: 6, spinsUp: 1 }), [bath(1), bath(4, 1)], { temperature: 1 }],
    [
      "a flux 0 in disguise",
      graph(4, 1, [bond(1, 2, -1), bond(2, 3), bond(3, 4, -1), bond(4, 1)]),
      [bath(1), bath(3, 1)],
      { temperature: 1 },
    ],
    [
      "two parts, one without a bath",
      graph(4, 2, [bond(1, 2), bond(3, 4, 0.7)], [0.3, 0, 0.5, 0]),
      [bath(1)],
      { temperature: 0.7 },
    ],
    ["levels that no exchange joins", graph(3, 1, [bond(1, 2)], [0.3, 0, 1]), [bath(1), bath(3, 1)], "↑↓↓"],
    [
      "a bath in the middle of a chain",
      graph(3, 1, [bond(1, 2), bond(2, 3)]),
      [bath(2)],
      { temperature: 0.4 },
    ],
    ["a warm and a frozen bath", mirror, [bath(1), bath(3, 0)], "↑↑↓↓"],
  ])("for %s is the projection of the start onto the kernel of the generator", (_, model, baths, initial) => {
    const { projector, dimension } = kernelProjector(superoperator(model, baths));
    const end = longTime(model, baths, initial);
    const expected = projector.mmul(Matrix.columnVector(inConfigurations(end.start))).to1DArray();
    expectClose(inConfigurations(end), expected, 1e-11);
    // X and Y each hold a copy: Hermitian matrices and the others
    expect(2 * end.dimension).toBe(dimension);
    expect(end.dimension).toBeGreaterThan(1);
  });

  test("depends neither on the coupling where that is weak, nor on the unit of energy", () => {
    const at = (coupling: number, unit: number) => {
      const model = ringModel({ sites: 4, spinsUp: 2, exchange: unit, interaction: unit });
      const baths = [2, 1].map((t, i) =>
        ohmicBath({ site: 2 * i + 1, temperature: t * unit, coupling, cutoff: 10 * unit }),
      );
      const end = longTime(model, baths, "↑↑↓↓");
      expect(end.dimension).toBe(3);
      return inConfigurations(end);
    };
    const weak = at(1e-9, 1);
    for (const coupling of [1e-11, 1e-13, 1e-20]) expectClose(at(coupling, 1), weak, 1e-8);
    for (const unit of [1e-30, 1e30]) expectClose(at(1e-9, unit), weak, 1e-11);
  });

  test("with a secular cutoff is that of the equation with the cutoff", () => {
    const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0] });
    const baths = [bath(1), bath(3, 1)];
    const end = longTime(ring, baths, "↑↑↓↓", 0.6);
    const steady = steadyState(ring, baths, { secular: 0.6 });
    expectClose(end.real, steady.real, 1e-12);
  });
});

describe("there is no long-time state, and it is said why,", () => {
  const code = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "none";
  };

  test("where a coherence of the start turns for ever", () => {
    const parts = graph(4, 2, [bond(1, 2), bond(3, 4, 0.7)], [0.3, 0, 0.5, 0]);
    const run = () => longTime(parts, [bath(1)], "↑↓↑↓");
    expect(refusal(run)).toMatch(
      /^there is no long-time state of this start: a coherence of levels \d and \d/,
    );
    expect(code(run)).toBe("not-unique");
    const alone = () => longTime(mirror, [bath(1, 2, 0)], "↑↑↓↓");
    expect(code(alone)).toBe("not-unique");
    expectClose(longTime(mirror, [bath(1, 2, 0)], { temperature: 1 }).imag, new Float64Array(36), 1e-15);
  });

  test("where nothing is warm enough to tell levels apart", () => {
    const run = () => longTime(mirror, [bath(1, 0), bath(3, 0)], "↑↑↓↓");
    expect(refusal(run)).toContain("cannot be told");
    expect(code(run)).toBe("ill-conditioned");
  });
});
