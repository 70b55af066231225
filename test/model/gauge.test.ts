// What phases of bonds come to.
import { describe, expect, test } from "vitest";
import { basisOf } from "../../src/model/basis";
import { gauged, gaugePhases } from "../../src/model/gauge";
import { hamiltonianParts } from "../../src/model/matrices";
import { type BondOptions, ringModel, spinModel } from "../../src/model/model";
import { hamiltonianArray } from "../../src/model/operators";
import { expectClose } from "../support/close";

const model = (bonds: BondOptions[], sites = 4) => spinModel({ sites, spinsUp: 2, bonds });
const triangle = (phases: number[], exchange = 1): BondOptions[] =>
  phases.map((phase, l) => ({ from: l + 1, to: ((l + 1) % 3) + 1, phase, exchange }));

test("a model without phases stays as it is", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2 });
  expect(gauged(ring)).toEqual({ model: ring, real: true });
});

describe("U H′ U† is H", () => {
  test.each([
    [
      "on a chain",
      model([
        { from: 1, to: 2, phase: 0.3 },
        { from: 3, to: 2, phase: -2 },
        { from: 3, to: 4, phase: 9 },
      ]),
    ],
    [
      "in two parts",
      model([
        { from: 1, to: 2, phase: 0.3 },
        { from: 3, to: 4, phase: 1 },
      ]),
    ],
    ["where the phases around a loop add up to nothing", model(triangle([0.4, 0.5, -0.9]))],
    ["or to full turns", model(triangle([2 * Math.PI, 7, -7]))],
    ["or to half a turn", model(triangle([1, 1, Math.PI - 2], -0.7))],
    [
      "with a bond that moves nothing",
      model([...triangle([0.4, 0.5, -0.9]), { from: 3, to: 4, exchange: 0, phase: 1 }]),
    ],
  ])("%s", (_, given) => {
    const { model: own, angles, real } = gauged(given);
    expect(real).toBe(true);
    expect(own.bonds.every(({ phase }) => phase === undefined)).toBe(true);
    const h = hamiltonianArray(own);
    const { cos, sin } = gaugePhases(basisOf(given), angles as Float64Array);
    const { real: x, imag: y } = hamiltonianParts(given);
    const n = cos.length;
    // e^{iφ_a} H′_ab e^{−iφ_b}
    const turn = (of: "real" | "imag") =>
      h.map((entry, i) => {
        const [a, b] = [Math.floor(i / n), i % n];
        const [c, s] = [cos[a] * cos[b] + sin[a] * sin[b], sin[a] * cos[b] - cos[a] * sin[b]];
        return entry * (of === "real" ? c : s);
      });
    expectClose(turn("real"), x.to1DArray(), 1e-14);
    expectClose(turn("imag"), y.to1DArray(), 1e-14);
  });
});

test("a loop with a flux keeps it, however small", () => {
  for (const flux of [1, 1e-6, 1e-14, Math.PI + 1e-6, -0.1]) {
    const given = model(triangle([flux, 0, 0]));
    expect(gauged(given)).toEqual({ model: given, real: false });
  }
});

test("what is rounding of the phases is none", () => {
  expect(gauged(ringModel({ sites: 7, spinsUp: 3, flux: 2 * Math.PI })).real).toBe(true);
  expect(gauged(ringModel({ sites: 7, spinsUp: 3, flux: -31 * Math.PI })).real).toBe(true);
});

describe("with baths that turn spins over", () => {
  const chain = [1, 2, 3].map((from) => ({ from, to: from + 1 }));
  const at = (site: number, operator: "x" | "y" | "z") => ({ site, operator });

  test("σʸ alone is σˣ in another gauge", () => {
    const { real, angles } = gauged(model(chain), [at(1, "y"), at(4, "y"), at(2, "z")]);
    expect(real).toBe(true);
    expectClose(angles as Float64Array, new Array(4).fill(-Math.PI / 2), 0);
  });

  test("both are real where the phase between them makes up for it", () => {
    const baths = [at(1, "x"), at(4, "y")];
    expect(gauged(model(chain), baths).real).toBe(false);
    const turned = chain.map((bond, b) => (b === 1 ? { ...bond, phase: Math.PI / 2 } : bond));
    expect(gauged(model(turned), baths).real).toBe(true);
    const apart = model([
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ]);
    expect(gauged(apart, baths).real).toBe(true);
  });

  test("a phase on the way between two of σˣ counts, beyond them it does not", () => {
    const phased = (b: number) => model(chain.map((bond, i) => (i === b ? { ...bond, phase: 0.5 } : bond)));
    const baths = [at(1, "x"), at(3, "x")];
    expect([0, 1, 2].map((b) => gauged(phased(b), baths).real)).toEqual([false, false, true]);
  });
});
