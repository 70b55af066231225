import { describe, expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { applyGenerator, generatorIn, redfieldGenerator } from "../../src/equations/generator";
import { ringModel, spinModel } from "../../src/model/model";
import { spectrum } from "../../src/observables/spectrum";
import { hermiticityError } from "../../src/states/accuracy";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose, largest, rounding } from "../support/close";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

const paper = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const [left, right] = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];

/** dρ/dt in the steady state, of which src may not have seen any. */
function derivative({ model, baths, real, imag }: SteadyState): number {
  const d = applyGenerator(redfieldGenerator(model, baths), real, imag);
  return Math.max(largest(d.real), largest(d.imag));
}

describe("on random rings from weak to strong coupling", () => {
  const systems = ringSystem({ sites: [2, 6], coupling: [-4, 0] });

  test("the steady state does not change under the master equation, and its trace is one", () => {
    forAll(systems, 60, ({ model, baths }) => {
      const state = steadyState(model, baths);
      expect(derivative(state)).toBeLessThan(1e-12);
      expect(Math.abs(state.populations.reduce((s, p) => s + p, 0) - 1)).toBeLessThan(1e-12);
    });
  });

  test("ρ is Hermitian: X symmetric, Y antisymmetric", () => {
    forAll(systems, 60, ({ model, baths }) => {
      const { real, imag, basis } = steadyState(model, baths);
      const n = basis.size;
      const flip = (m: Float64Array, sign: number) =>
        m.map((_, i) => sign * m[(i % n) * n + Math.floor(i / n)]);
      expectClose(real, flip(real, 1), 1e-15);
      expectClose(imag, flip(imag, -1), 1e-15);
    });
  });

  test("direct solution and Krylov iterations agree", () => {
    forAll(systems, 40, ({ model, baths }) => {
      const dense = steadyState(model, baths, { method: "dense", accuracy: 1 });
      const krylov = steadyState(model, baths, { method: "krylov", accuracy: 1 });
      const tolerance = rounding(dense) + rounding(krylov);
      expectClose(krylov.real, dense.real, tolerance, "X");
      expectClose(krylov.imag, dense.imag, tolerance, "Y");
      expectClose(krylov.bathHeat, dense.bathHeat, tolerance, "heat");
    });
  });

  test("eigenvalues of ρ descend, add up to the trace and to the purity", () => {
    forAll(systems, 40, ({ model, baths }) => {
      const { eigenvalues, real, imag } = steadyState(model, baths);
      expectClose(eigenvalues, eigenvalues.slice().sort().reverse(), 0);
      expect(Math.abs(eigenvalues.reduce((s, p) => s + p, 0) - 1)).toBeLessThan(1e-12);
      const purity = real.reduce((s, x) => s + x * x, 0) + imag.reduce((s, y) => s + y * y, 0);
      expect(Math.abs(eigenvalues.reduce((s, p) => s + p * p, 0) - purity)).toBeLessThan(1e-12);
    });
  });

  test("the certificate says what can be measured on the state", () => {
    forAll(systems, 40, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const { certificate, eigenvalues, bathHeat } = state;
      expect(certificate.minEigenvalue).toBe(eigenvalues[eigenvalues.length - 1]);
      expect(certificate.residual).toBeLessThan(1e-10);
      expect(certificate.traceError).toBeLessThan(1e-12);
      expect(certificate.hermiticityError).toBeLessThan(1e-15);
      expect(certificate.energyBalance).toBe(bathHeat.reduce((s, q) => s + q, 0));
      const entropy = bathHeat.reduce((s, q, b) => s - q / baths[b].temperature, 0);
      expect(certificate.entropyProduction).toBe(entropy);
      expect(certificate.accuracy.populations).toBeLessThan(1e-6);
      expect(certificate.accuracy.currents).toBeLessThan(1e-6);
      expect(certificate.condition).toBe(certificate.accuracy.populations / Number.EPSILON);
    });
  });
});

test("where the iterations come close but not to rounding, a small sector is solved directly", () => {
  const model = ringModel({ sites: 6, spinsUp: 3, interaction: 2.19, fields: [0, 2, 1, 0, 0, 0] });
  const baths = [1, 4].map((site, b) => ohmicBath({ site, temperature: 2 - b, coupling: 5 }));
  const dense = steadyState(model, baths, { method: "dense" });
  expect(steadyState(model, baths).real).toEqual(dense.real);
  // this is such a case: the iterations alone stop short of the solution
  const iterated = steadyState(model, baths, { method: "krylov", accuracy: 1 });
  expect(Math.abs(iterated.bathHeat[0] / dense.bathHeat[0] - 1)).toBeGreaterThan(1e-11);
});

describe("sectors of one state", () => {
  test.each([0, 4])("%i of 4 spins up: the state is pure, nothing flows", (spinsUp) => {
    const model = ringModel({ sites: 4, spinsUp, interaction: 2.19, fields: [0, 2, 1, 0] });
    const state = steadyState(model, [left, right]);
    // all up: 4Δ + 3; all down: −3
    expectClose(state.energies, [spinsUp === 4 ? 4 * 2.19 + 3 : -3], 1e-14);
    expect(Array.from(state.populations)).toEqual([1]);
    expect(Array.from(state.eigenvalues)).toEqual([1]);
    expectClose(state.bathHeat, [0, 0], 0);
    expect(state.warnings).toEqual([]);
  });

  test("also without any coupling, by either method", () => {
    const model = ringModel({ sites: 3, spinsUp: 3 });
    for (const method of ["dense", "krylov"] as const) {
      const bath = ohmicBath({ site: 1, temperature: 2, coupling: 0 });
      expect(Array.from(steadyState(model, [bath], { method }).populations)).toEqual([1]);
    }
  });
});

test("one bath is enough, and brings the ring to its temperature", () => {
  const { populations, energies, bathHeat } = steadyState(paper, [left]);
  const weights = energies.map((e) => Math.exp((energies[0] - e) / 2));
  const sum = weights.reduce((s, w) => s + w, 0);
  expectClose(
    populations,
    weights.map((w) => w / sum),
    1e-12,
  );
  expectClose(bathHeat, [0], 1e-15);
});

test("a bath of coupling 0 among others changes nothing and takes no heat", () => {
  const idle = ohmicBath({ site: 2, temperature: 9, coupling: 0 });
  const state = steadyState(paper, [left, idle, right]);
  const without = steadyState(paper, [left, right]);
  expectClose(state.real, without.real, 1e-13);
  expect(Math.abs(state.bathHeat[1])).toBe(0);
});

test("two baths at one site act as the sum of their rates", () => {
  // half of γ twice is γ, at equal temperatures
  const half = (site: number, temperature: number) => ohmicBath({ site, temperature, coupling: 0.005 });
  const twice = steadyState(paper, [half(1, 2), half(1, 2), half(3, 1), half(3, 1)]);
  const once = steadyState(paper, [left, right]);
  expectClose(twice.real, once.real, 1e-13);
  expectClose(twice.imag, once.imag, 1e-13);
  expectClose(
    twice.bathHeat,
    [0.5, 0.5, 0.5, 0.5].map((f, b) => f * once.bathHeat[b >> 1]),
    1e-15,
  );
});

describe("baths at T = 0", () => {
  const cold = [1, 3].map((site) => ohmicBath({ site, temperature: 0 }));

  test("bring the ring to its ground state and leave entropy production undefined", () => {
    const state = steadyState(paper, cold);
    expectClose(state.populations, [1, 0, 0, 0, 0, 0], 1e-13);
    expectClose(state.bathHeat, [0, 0], 1e-14);
    expect(state.certificate.entropyProduction).toBeNull();
  });

  test("take heat from a warm one", () => {
    const { bathHeat, certificate } = steadyState(paper, [left, cold[1]]);
    expect(bathHeat[0]).toBeGreaterThan(1e-4);
    expect(Math.abs(certificate.energyBalance)).toBeLessThan(1e-15);
    expect(certificate.entropyProduction).toBeNull();
  });
});

describe("beyond the range of the Redfield equation", () => {
  test("a negative probability is a warning, not an error", () => {
    const state = steadyState(paper, [
      ohmicBath({ site: 1, temperature: 0.05, coupling: 1 }),
      ohmicBath({ site: 3, temperature: 3, coupling: 1 }),
    ]);
    expect(state.certificate.minEigenvalue).toBeLessThan(-1e-3);
    expect(state.warnings.map(({ code }) => code)).toContain("negative-probability");
  });

  test("at the parameters of the paper there is nothing to warn of", () => {
    expect(steadyState(paper, [left, right]).warnings).toEqual([]);
  });
});

test("any graph will do: two triangles that share a bond, a star, a ladder", () => {
  const graph = (sites: number, pairs: [number, number][]) =>
    spinModel({
      sites,
      spinsUp: 2,
      bonds: pairs.map(([from, to]) => ({ from, to, exchange: 1, interaction: 1.5 })),
      fields: Array.from({ length: sites }, (_, l) => 0.7 * ((3 * l) % 5) + 0.1 * l),
    });
  const graphs = [
    graph(4, [
      [1, 2],
      [2, 3],
      [3, 1],
      [2, 4],
      [4, 3],
    ]),
    graph(5, [
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 5],
    ]),
    graph(6, [
      [1, 2],
      [2, 3],
      [4, 5],
      [5, 6],
      [1, 4],
      [2, 5],
      [3, 6],
    ]),
  ];
  for (const model of graphs) {
    const state = steadyState(model, [left, right]);
    expect(derivative(state)).toBeLessThan(1e-13);
    expect(state.bathHeat[0]).toBeGreaterThan(1e-4);
    expect(Math.abs(state.certificate.energyBalance)).toBeLessThan(1e-14);
  }
});

test("a method that there is not is refused", () => {
  const options = { method: "guess" } as unknown as { method: "dense" };
  expect(refusal(() => steadyState(paper, [left], options))).toMatch(/^method must be .* got "guess"$/);
  expect(refusal(() => steadyState(paper, [left], null as unknown as object))).toMatch(/^options must be /);
});

test.each([
  [
    "one weak bath",
    4,
    [-2.299142, -1.3, -0.3, 1.7, 0.7, -3.3],
    [{ site: 1, temperature: 0.5, coupling: 0.001, cutoff: 5 }],
  ],
  [
    "a strong bath and a weak one",
    2,
    [2.7, 3.7, 1.7, -2.3, -0.184818, -1.3],
    [
      { site: 2, temperature: 0.77986, coupling: 0.9241, cutoff: 6.64775 },
      { site: 3, temperature: 0.5, coupling: 1e-4, cutoff: 5 },
    ],
  ],
])("a sector of 15 states with %s is solved, and as well as directly", (_, spinsUp, fields, baths) => {
  const model = ringModel({ sites: 6, spinsUp, exchange: 0.5, interaction: -4, fields });
  const dense = steadyState(model, baths, { method: "dense", accuracy: 1 });
  const state = steadyState(model, baths);
  expectClose(state.populations, dense.populations, rounding(dense) + rounding(state));
});

test("what is not Hermitian is measured in the real and in the imaginary part", () => {
  const [x, y] = [Float64Array.of(1, 2, 2, 3), Float64Array.of(0, 4, -4, 0)];
  expect(hermiticityError(x, y, 2)).toBe(0);
  expect(
    hermiticityError(
      x.map((entry, i) => (i === 1 ? 2.5 : entry)),
      y,
      2,
    ),
  ).toBe(0.5);
  expect(
    hermiticityError(
      x,
      y.map((entry, i) => (i === 2 ? -4.25 : entry)),
      2,
    ),
  ).toBe(0.25);
  expect(
    hermiticityError(
      x,
      y.map((entry, i) => (i === 3 ? 0.125 : entry)),
      2,
    ),
  ).toBe(0.25); // none on the diagonal
});

test("a state found with 32 digits is written in the same energy basis as all others", () => {
  for (const fields of [
    [0, 2, 1, 0],
    [0, 2, 0, 2.5],
  ]) {
    const model = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields });
    const narrow = [2, 1].map((temperature, i) => ohmicBath({ site: 2 * i + 1, temperature, cutoff: 0.1 }));
    expectClose(steadyState(model, narrow).vectors, spectrum(model).vectors, 1e-13);
  }
});

test("the residual is the largest |dρ/dt| over the largest rate, by whatever method", () => {
  const narrow = ohmicBath({ site: 1, temperature: 2, cutoff: 0.1 });
  for (const state of [
    steadyState(paper, [left, right]),
    steadyState(paper, [left, right], { method: "dense" }),
    steadyState(paper, [left, right], { method: "krylov" }),
    steadyState(paper, [narrow]),
  ]) {
    const generator = generatorIn(state, state.baths);
    const { real, imag } = applyGenerator(generator, state.real, state.imag);
    const residual = Math.max(largest(real), largest(imag)) / largest(generator.decay);
    expect(state.certificate.residual).toBeGreaterThan(0.5 * residual);
    expect(state.certificate.residual).toBeLessThan(2 * residual);
  }
});

test.each([1e-20, 1e20])("the residual of a secular state is rounding in units of %s, too", (unit) => {
  const fields = paper.fields.map((h) => h * unit);
  const model = ringModel({ sites: 4, spinsUp: 2, exchange: unit, interaction: 2.19 * unit, fields });
  const baths = [left, right].map((bath) =>
    ohmicBath({ ...bath, temperature: bath.temperature * unit, cutoff: bath.cutoff * unit }),
  );
  for (const secular of ["full", 0.5 * unit, 5 * unit] as const) {
    const { residual } = steadyState(model, baths, { secular, method: "dense" }).certificate;
    expect(residual).toBeLessThan(1e-13);
  }
});

test("where doubles do not do, a state with the Lamb shift is refused, not given without it", () => {
  const narrow = ohmicBath({ site: 1, temperature: 2, cutoff: 0.1 });
  expect(refusal(() => steadyState(paper, [narrow], { lambShift: true }))).toMatch(
    /^the steady state is known too badly/,
  );
  expect(steadyState(paper, [narrow]).certificate.accuracy.populations).toBeLessThan(1e-12);
});
