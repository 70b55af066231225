import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { applyGenerator, redfieldGenerator } from "../../src/equations/generator";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { evolve } from "../../src/states/evolution";
import type { EvolvedState } from "../../src/states/state";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";
import { inConfigurations, kernelProjector, superoperator } from "../support/superoperator";

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

test("without coupling the state stays pure for ever", () => {
  const alone = [ohmicBath({ site: 1, temperature: 1, coupling: 0 })];
  for (const model of [ring, ringModel({ sites: 4, spinsUp: 2, interaction: 1 })]) {
    for (const { real, imag, eigenvalues } of evolve(model, alone, "↑↑↓↓", [0, 1e5, 1e9, 1e14, 1e18])) {
      const purity = real.reduce((sum, x, i) => sum + x * x + imag[i] ** 2, 0);
      expect(Math.abs(purity - 1)).toBeLessThan(1e-13);
      expect(Math.abs(eigenvalues[0] - 1)).toBeLessThan(1e-13);
    }
  }
});

describe("where the steady state depends on the start", () => {
  const mirrored = (site: number, l: number) => (l === site ? l : ((2 * site - l + 2 * 4 - 1) % 4) + 1);
  const free = ringModel({ sites: 4, spinsUp: 2 });
  const interacting = ringModel({ sites: 4, spinsUp: 2, interaction: 1 });

  test.each<[string, SpinModel, Bath[]]>([
    ["an interacting ring without fields", interacting, baths],
    ["a ring of free fermions without fields", free, baths],
    ["a ring with one bath", free, [ohmicBath({ site: 2, temperature: 2 })]],
    ["at strong coupling", interacting, baths.map((bath) => ({ ...bath, coupling: 0.5 }))],
  ])("%s comes to the projection of its start onto what lasts, and stays", (_, model, some) => {
    const { projector } = kernelProjector(superoperator(model, some));
    for (const start of ["↑↑↓↓", "↑↓↑↓", { temperature: 0.3 }]) {
      if (some.length === 1 && typeof start === "string") continue; // keeps a coherence that no bath damps
      const [first, ...late] = evolve(model, some, start, [0, 1e6, 1e9, 1e12, 1e15, 1e18]);
      const end = projector.mmul(Matrix.columnVector(inConfigurations(first))).to1DArray();
      for (const state of late) expectClose(inConfigurations(state), end, 1e-11);
    }
  });

  test("a reflection that leaves the model as it is keeps its expectation value at all times", () => {
    // sites 2 and 4 exchanged; ρ in the basis of configurations, bit l − 1 for site l
    const states = [3, 5, 6, 9, 10, 12];
    const image = states.map((bits) =>
      states.indexOf(
        [1, 2, 3, 4].reduce((sum, l) => sum + ((bits >> (l - 1)) & 1) * 2 ** (mirrored(1, l) - 1), 0),
      ),
    );
    const parity = (state: EvolvedState): number => {
      const x = inConfigurations(state);
      return image.reduce((sum, j, i) => sum + x[i * 6 + j], 0);
    };
    const [first, ...later] = evolve(interacting, baths, "↑↑↓↓", [0, 0.7, 30, 1e4, 1e17]);
    for (const state of later) expect(Math.abs(parity(state) - parity(first))).toBeLessThan(1e-12);
  });

  test("of two parts without a bond the one without a bath goes on turning, the other forgets", () => {
    // sites 1, 2 with a bath, sites 3, 4 without: from ↑↓ in each, site 3 flips as a single spin between two levels
    const [exchange, field] = [0.7, 0.5];
    const parts = spinModel({
      sites: 4,
      spinsUp: 2,
      fields: [0.3, 0, field, 0],
      bonds: [
        { from: 1, to: 2, exchange: 1, interaction: 0 },
        { from: 3, to: 4, exchange, interaction: 0 },
      ],
    });
    const bath = ohmicBath({ site: 1, temperature: 2 });
    const turn = Math.hypot(field, 2 * exchange);
    for (const state of evolve(parts, [bath], "↑↓↑↓", [0, 2, 1e3, 1e5, 1e7])) {
      const x = inConfigurations(state);
      const occupied = (site: number): number =>
        [3, 5, 6, 9, 10, 12].reduce((sum, bits, i) => sum + ((bits >> (site - 1)) & 1) * x[i * 7], 0);
      const flipped = ((2 * exchange) / turn) ** 2 * Math.sin(turn * state.time) ** 2;
      expect(Math.abs(occupied(3) - (1 - flipped))).toBeLessThan(1e-13 * (1 + 10 * state.time));
      if (state.time < 1e4) continue;
      // the two levels ±√(h² + 4J²)/… of sites 1 and 2 in the Gibbs state
      const gap = Math.hypot(0.3, 2);
      expect(Math.abs(occupied(1) - 0.5 * (1 - (0.3 / gap) * Math.tanh(gap / 2)))).toBeLessThan(1e-9);
    }
  });

  test("what turns for ever stays a state, also when the digits of its phases are lost", () => {
    const joined = [
      [1, 2],
      [3, 4],
      [4, 5],
    ].map(([from, to]) => ({ from, to, exchange: 1, interaction: 0.4 }));
    const parts = spinModel({ sites: 5, spinsUp: 2, fields: [0, 0.3, 0.2, 0, 0.5], bonds: joined });
    const late = evolve(parts, [ohmicBath({ site: 1, temperature: 2 })], "↑↓↑↓↓", [1e5, 1e9, 1e13, 1e18]);
    const purity = ({ eigenvalues }: EvolvedState) => eigenvalues.reduce((sum, p) => sum + p * p, 0);
    for (const state of late) {
      expect(state.certificate.minEigenvalue).toBeGreaterThan(-1e-14);
      expect(Math.abs(purity(state) - purity(late[0]))).toBeLessThan(1e-12);
      expect(state.warnings).toEqual([]);
    }
    expect(late.some(({ imag }) => imag.some((y) => Math.abs(y) > 0.01))).toBe(true);
  });

  test("that a start turns for ever between ground states at T = 0 is not lost in silence", () => {
    const cold = [1, 3].map((site) => ohmicBath({ site, temperature: 0 }));
    expect(refusal(() => evolve(interacting, cold, "↑↑↓↓", [1e18]))).toContain("is not known");
    expect(evolve(interacting, cold, "↑↑↓↓", [100])[0].certificate.traceError).toBeLessThan(1e-12);
  });
});

test("however weak the coupling, populations and coherences go their way in units of 1/γ", () => {
  const at = (coupling: number) =>
    evolve(
      ring,
      baths.map((bath) => ({ ...bath, coupling })),
      "↑↑↓↓",
      [0.3 / coupling, 2 / coupling],
    ).map(({ populations, real, imag }) => ({
      populations,
      moduli: real.map((x, i) => Math.hypot(x, imag[i])),
    }));
  const weak = at(1e-9);
  for (const coupling of [1e-12, 1e-17]) {
    at(coupling).forEach(({ populations, moduli }, i) => {
      expectClose(populations, weak[i].populations, 1e-8);
      expectClose(moduli, weak[i].moduli, 1e-8);
    });
  }
});

test("steps that are nearly equal do not share a propagator, equal ones may", () => {
  for (const time of [10 + 1e-8, 10 * (1 + 1e-12)]) {
    const [, later] = evolve(ring, baths, "↑↑↓↓", [5, time]);
    const [direct] = evolve(ring, baths, "↑↑↓↓", [time]);
    expectClose(later.imag, direct.imag, 1e-13);
  }
  const grid = Array.from({ length: 200 }, (_, k) => 0.1 * (k + 1));
  const last = evolve(ring, baths, "↑↑↓↓", grid)[199];
  expectClose(last.imag, evolve(ring, baths, "↑↑↓↓", [grid[199]])[0].imag, 1e-13);
});

describe("what steadyState can be told", () => {
  test("holds on the way there as well", () => {
    for (const options of [
      { secular: "full" },
      { secular: 0.6 },
      { lambShift: true },
      { method: "dense" },
    ] as const) {
      const { populations, imag, bathHeat, full } = steadyState(ring, baths, options);
      const [late] = evolve(ring, baths, "↑↑↓↓", [1e6], options);
      expectClose(late.populations, populations, 1e-11);
      expectClose(late.imag, imag, 1e-11);
      expectClose(late.bathHeat, bathHeat, 1e-13);
      expect(late.full).toBe(full);
    }
  });

  test("the first instant moves as the equation with the Lamb shift says", () => {
    const step = 1e-5;
    const [start, next] = evolve(ring, baths, "↑↑↓↓", [0, step], { lambShift: true });
    const { real } = applyGenerator(
      redfieldGenerator(ring, baths, { lambShift: true }),
      start.real,
      start.imag,
    );
    start.real.forEach((x, i) => {
      expect(Math.abs((next.real[i] - x) / step - real[i])).toBeLessThan(1e-3);
    });
  });

  test("is checked, and refused where it makes no sense", () => {
    const told = (options: object) => refusal(() => evolve(ring, baths, "↑↑↓↓", [1], options));
    expect(told({ method: "krylov" })).toContain('method must be "auto" or "dense"');
    expect(told({ secular: "some" })).toContain("secular must be");
    expect(told({ tolerance: 1 })).toContain('"tolerance"');
    expect(told({ initial: "↑↑↓↓" })).toContain("third argument");
    expect(told({ accuracy: 1e-30 })).toContain("is not known");
    const start = () => evolve(ring, baths, "↑↑↓↓", [0], { accuracy: 1e-30 });
    expect(refusal(start)).toMatch(/^the state at time 0 is not known: rounding has moved its trace or/);
  });
});

test("a state on its way says what it is worth", () => {
  const [state] = evolve(ring, baths, "↑↑↓↓", [30]);
  const { traceError, hermiticityError, minEigenvalue, residual, entropyProduction } = state.certificate;
  expect(traceError).toBeLessThan(1e-13);
  expect(hermiticityError).toBeLessThan(1e-13);
  expect(minEigenvalue).toBe(state.eigenvalues[5]);
  expect([residual, entropyProduction]).toEqual([null, null]);
  expect(state.warnings).toEqual([]);
  // beyond weak coupling the equation leaves the states: a short time after the start a probability is negative
  const attractive = ringModel({ sites: 4, spinsUp: 2, interaction: -3.5, fields: [0, 2, 1, 0] });
  const strong = [0.5, 0.25].map((temperature, i) =>
    ohmicBath({ site: 2 * i + 1, temperature, coupling: 1 }),
  );
  const [wrong] = evolve(attractive, strong, "↑↑↓↓", [0.2]);
  expect(wrong.certificate.minEigenvalue).toBeLessThan(-0.01);
  expect(wrong.warnings.map(({ code }) => code)).toContain("negative-probability");
});

test("a state that went through JSON goes on from where it was", () => {
  const [half, whole] = evolve(ring, baths, "↑↑↓↓", [4, 9]);
  const { real, imag } = half;
  const copied = JSON.parse(JSON.stringify({ real: Array.from(real), imag: Array.from(imag) }));
  for (const initial of [{ real, imag }, copied]) {
    const [state] = evolve(ring, baths, initial, [5]);
    expectClose(state.real, whole.real, 1e-13);
  }
  const { real: x, imag: y } = steadyState(ring, baths);
  expectClose(evolve(ring, baths, { real: x, imag: y }, [1e3])[0].real, x, 1e-13);
});

describe("an evolution is refused that", () => {
  const pure = Array.from({ length: 36 }, (_, i): number => (i === 0 ? 1 : 0));
  const zero = pure.with(0, 0);
  const matrix = (real: number[]) => ({ real, imag: zero });
  const run = (initial: never, times: never) => refusal(() => evolve(ring, baths, initial, times));
  test.each<[string, unknown, unknown, string]>([
    ["starts outside the sector", "↑↓↓↓", [1], "initial must be 4 arrows ↑ or ↓, 2 of them up"],
    ["starts from nonsense", "abcd", [1], "initial must be"],
    ["starts from nothing", undefined, [1], "initial must be"],
    ["starts from a negative temperature", { temperature: -1 }, [1], "initial.temperature must be"],
    [
      "starts from a matrix of the wrong size",
      { real: [1], imag: [1] },
      [1],
      "initial.real must be a list of 36 numbers",
    ],
    [
      "starts from a matrix with other fields",
      { ...matrix(pure), rows: 6 },
      [1],
      'initial has no field "rows"',
    ],
    [
      "starts from no number",
      matrix(pure.with(7, Number.NaN)),
      [1],
      "initial.real.8 must be a finite number",
    ],
    ["starts with trace 5", matrix(pure.with(0, 5)), [1], "the trace of initial must be 1, got 5"],
    ["starts from no Hermitian matrix", matrix(pure.with(1, 0.4)), [1], "initial must be Hermitian, got"],
    [
      "starts with a real diagonal only in part",
      { real: pure, imag: zero.with(0, 0.1) },
      [1],
      "must be Hermitian",
    ],
    [
      "starts from a negative probability",
      matrix(pure.with(0, 1.5).with(7, -0.5)),
      [1],
      "eigenvalue of initial must be",
    ],
    [
      "starts from a coherence too large",
      matrix(pure.with(1, 0.4).with(6, 0.4)),
      [1],
      "eigenvalue of initial must be",
    ],
    ["runs backwards", "↑↑↓↓", [2, 1], "times.2 must be at least the time before it, 2"],
    ["begins before it starts", "↑↑↓↓", [-1], "times.1 must be"],
    ["has no times", "↑↑↓↓", [], "times must be a list"],
    ["has a time that is no number", "↑↑↓↓", [Number.NaN], "times.1 must be"],
  ])("%s", (_, initial, times, message) => {
    expect(run(initial as never, times as never)).toContain(message);
  });
});
