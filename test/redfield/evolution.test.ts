import { describe, expect, test } from "vitest";
import { ringModel } from "../../src/model/model";
import { ohmicBath } from "../../src/redfield/bath";
import { evolve } from "../../src/redfield/evolution";
import { applyGenerator, redfieldGenerator } from "../../src/redfield/generator";
import { steadyState } from "../../src/redfield/steady-state";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";

const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const equal = [1, 3].map((site) => ohmicBath({ site, temperature: 1.5 }));

test("every start ends in the steady state and stays there", () => {
  const { populations, imag } = steadyState(ring, baths);
  for (const start of ["↑↑↓↓", "↓↑↓↑", { temperature: 0.4 }]) {
    for (const late of evolve(ring, baths, start, [1e4, 1e7])) {
      expectClose(late.populations, populations, 1e-11);
      expectClose(late.imag, imag, 1e-11);
    }
  }
});

test("at equal temperatures the Gibbs state does not move", () => {
  for (const { populations, imag } of evolve(ring, equal, { temperature: 1.5 }, [0, 3, 500])) {
    expectClose(populations, evolve(ring, equal, { temperature: 1.5 }, [0])[0].populations, 1e-13);
    expectClose(imag, new Float64Array(36), 1e-13);
  }
});

test("trace is kept and ρ stays Hermitian at all times", () => {
  for (const { real, imag, populations } of evolve(ring, baths, "↑↓↑↓", [0, 0.5, 7, 7, 1e3, 1e6])) {
    expect(populations.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 13);
    real.forEach((x, i) => {
      const mirrored = (i % 6) * 6 + Math.floor(i / 6);
      expect(real[mirrored]).toBe(x);
      expect(imag[mirrored] + imag[i]).toBe(0);
    });
  }
});

test("two steps are one long step", () => {
  const [, later] = evolve(ring, baths, "↑↑↓↓", [3, 10]);
  const [direct] = evolve(ring, baths, "↑↑↓↓", [10]);
  expectClose(later.real, direct.real, 1e-13);
  expectClose(later.imag, direct.imag, 1e-13);
});

test("the first instant moves as the master equation says", () => {
  const step = 1e-5;
  const [start, next] = evolve(ring, baths, "↑↑↓↓", [0, step]);
  const { real, imag } = applyGenerator(redfieldGenerator(ring, baths), start.real, start.imag);
  start.real.forEach((x, i) => {
    expect(Math.abs((next.real[i] - x) / step - real[i])).toBeLessThan(1e-3);
    expect(Math.abs((next.imag[i] - start.imag[i]) / step - imag[i])).toBeLessThan(1e-3);
  });
});

test("without coupling it is Schrödinger's equation: populations stand still, coherences turn", () => {
  const alone = [ohmicBath({ site: 1, temperature: 1, coupling: 0 })];
  const [start, later] = evolve(ring, alone, "↑↑↓↓", [0, 2.7]);
  expectClose(later.populations, start.populations, 1e-13);
  const angle = (start.energies[1] - start.energies[0]) * 2.7;
  expect(later.real[6]).toBeCloseTo(start.real[6] * Math.cos(angle), 12);
  expect(later.imag[6]).toBeCloseTo(-start.real[6] * Math.sin(angle), 12);
});

describe("an evolution is refused that", () => {
  const run = (initial: never, times: never) => refusal(() => evolve(ring, baths, initial, times));
  test.each<[string, unknown, unknown, string]>([
    ["starts outside the sector", "↑↓↓↓", [1], "initial must be 4 arrows ↑ or ↓, 2 of them up"],
    ["starts from nonsense", "abcd", [1], "initial must be"],
    ["starts from nothing", undefined, [1], "initial must be"],
    ["starts from a negative temperature", { temperature: -1 }, [1], "initial.temperature must be"],
    ["starts from a matrix of the wrong size", { real: [1], imag: [1] }, [1], "36 entries"],
    ["runs backwards", "↑↑↓↓", [2, 1], "times.2 must be at least the time before it, 2"],
    ["begins before it starts", "↑↑↓↓", [-1], "times.1 must be"],
    ["has no times", "↑↑↓↓", [], "times must be a list"],
    ["has a time that is no number", "↑↑↓↓", [Number.NaN], "times.1 must be"],
  ])("%s", (_, initial, times, message) => {
    expect(run(initial as never, times as never)).toContain(message);
  });
});
