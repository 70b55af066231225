import { Matrix, solve } from "ml-matrix";
import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { redfieldGenerator } from "../../src/equations/generator";
import { secularCutoff } from "../../src/equations/secular";
import { bathOperator, hamiltonian } from "../../src/model/matrices";
import { ringModel } from "../../src/model/model";
import { siteHeatCurrents, spinCurrents } from "../../src/observables/currents";
import { steadyState } from "../../src/states/steady-state";
import { expectClose, expectRelative, largest, rounding } from "../support/close";
import { forAll, type RandomSystem, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

const systems = ringSystem({ sites: [2, 5], coupling: [-3, 0] });
const paper = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];

/** Populations and heat by hand: dp_a/dt = Σ_c (w_ac p_c − w_ca p_a) with w_ac = 2 Σ_b S_ac² W_b(E_a − E_c). */
function pauli({ model, baths }: RandomSystem): { populations: number[]; heat: number[] } {
  const { energies, vectors, size: n } = redfieldGenerator(model, baths);
  const v = Matrix.from1DArray(n, n, vectors);
  const rates = baths.map((bath) => {
    const s = v.mmul(bathOperator(model, bath.site)).mmul(v.transpose());
    const rate = transitionRate(bath);
    const w = Matrix.zeros(n, n);
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++)
        if (a !== c) w.set(a, c, 2 * s.get(a, c) ** 2 * rate(energies[a] - energies[c]));
    }
    return w;
  });
  const total = rates.reduce((sum, w) => Matrix.add(sum, w), Matrix.zeros(n, n));
  for (let c = 0; c < n; c++) total.set(c, c, -total.getColumn(c).reduce((s, x) => s + x, 0));
  total.setRow(0, new Array(n).fill(1));
  const trace = Matrix.zeros(n, 1);
  trace.set(0, 0, 1);
  const populations = solve(total, trace).to1DArray();
  const heat = rates.map((w) => {
    let sum = 0;
    for (let a = 0; a < n; a++)
      for (let c = 0; c < n; c++) sum += (energies[a] - energies[c]) * w.get(a, c) * populations[c];
    return sum;
  });
  return { populations, heat };
}

test("full: populations and heat are those of the Pauli rate equation", () => {
  forAll(systems, 40, (system) => {
    const state = steadyState(system.model, system.baths, { secular: "full" });
    const { populations, heat } = pauli(system);
    expectClose(state.populations, populations, 10 * rounding(state));
    expectClose(state.bathHeat, heat, 10 * rounding(state));
  });
});

test("full: without coherences the local currents vanish, though heat goes from bath to bath", () => {
  forAll(systems, 40, ({ model, baths }) => {
    const state = steadyState(model, baths, { secular: "full" });
    expect(largest(spinCurrents(state))).toBeLessThan(1e-13);
    expect(largest(Object.values(siteHeatCurrents(state)))).toBeLessThan(1e-13);
  });
  const state = steadyState(paper, baths, { secular: "full" });
  expect(state.bathHeat[0]).toBeGreaterThan(1e-3);
  expect(Math.abs(state.certificate.energyBalance)).toBeLessThan(1e-15);
});

test("full: the second law holds without exception, at any coupling", () => {
  forAll(systems, 100, ({ model, baths }) => {
    const { certificate, populations } = steadyState(model, baths, { secular: "full" });
    // rounding in heat of order γ divided by temperatures from 0.5
    expect(certificate.entropyProduction).toBeGreaterThanOrEqual(-1e-12);
    expect(Math.min(...populations)).toBeGreaterThanOrEqual(-1e-14);
  });
});

test("a cutoff beyond every frequency is no approximation, a cutoff of 0 is the full one", () => {
  forAll(systems, 30, ({ model, baths }) => {
    const none = steadyState(model, baths, { method: "dense", accuracy: 1 });
    for (const secular of ["none", 1e6, Number.POSITIVE_INFINITY] as const) {
      const same = steadyState(model, baths, { secular });
      expectClose(same.real, none.real, 1e-11);
      expectClose(same.imag, none.imag, 1e-11);
      expectClose(same.bathHeat, none.bathHeat, 1e-11);
    }
    const full = steadyState(model, baths, { secular: "full" });
    const zero = steadyState(model, baths, { secular: 0 });
    expectClose(zero.real, full.real, 1e-13);
    expectClose(zero.bathHeat, full.bathHeat, 1e-13);
  });
});

test("partial: coherences faster than the cutoff can reach stay zero, the first law holds", () => {
  const { energies } = steadyState(paper, baths);
  const n = energies.length;
  const gaps = Array.from({ length: n * n }, (_, i) =>
    Math.abs(energies[Math.floor(i / n)] - energies[i % n]),
  );
  const cutoff = 1.001 * Math.min(...gaps.filter((gap) => gap > 0));
  const state = steadyState(paper, baths, { secular: cutoff });
  const kept = state.real.filter((x, i) => gaps[i] > 0 && x !== 0);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(n * n - n);
  expect(Math.abs(state.certificate.energyBalance)).toBeLessThan(1e-14);
  expect(state.certificate.residual).toBeLessThan(1e-12);
});

/** ρ from the whole tensor, real and imaginary parts side by side, with the fast terms struck out by hand. */
function byHand({ model, baths }: RandomSystem, cutoff: number): { real: number[]; imag: number[] } {
  const { energies, couplings, size: n } = redfieldGenerator(model, baths);
  const square = (flat: Float64Array): Matrix => Matrix.from1DArray(n, n, flat);
  const pairs = couplings.map(({ operator, transition }) => {
    const [s, t] = [square(operator), square(transition)];
    return { s, t, st: s.mmul(t) };
  });
  const equations = Matrix.zeros(2 * n * n, 2 * n * n);
  const at = (a: number, b: number): number => a * n + b;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const gap = energies[a] - energies[b];
      for (let c = 0; c < n; c++) {
        for (let d = 0; d < n; d++) {
          if (Math.abs(gap - (energies[c] - energies[d])) > cutoff) continue;
          let r = 0;
          for (const { s, t, st } of pairs) {
            r += t.get(a, c) * s.get(b, d) + s.get(a, c) * t.get(b, d);
            r -= (b === d ? st.get(a, c) : 0) + (a === c ? st.get(b, d) : 0);
          }
          equations.set(at(a, b), at(c, d), r);
          equations.set(n * n + at(a, b), n * n + at(c, d), r);
        }
      }
      equations.set(at(a, b), n * n + at(a, b), equations.get(at(a, b), n * n + at(a, b)) + gap);
      equations.set(n * n + at(a, b), at(a, b), equations.get(n * n + at(a, b), at(a, b)) - gap);
    }
  }
  const rhs = Matrix.zeros(2 * n * n, 1);
  rhs.set(0, 0, 1);
  for (let j = 0; j < 2 * n * n; j++) {
    equations.set(0, j, j < n * n && j % (n + 1) === 0 ? 1 : 0); // Re Tr ρ = 1
    equations.set(n * n, j, j >= n * n && (j - n * n) % (n + 1) === 0 ? 1 : 0); // Im Tr ρ = 0
  }
  const x = solve(equations, rhs).to1DArray();
  return { real: x.slice(0, n * n), imag: x.slice(n * n) };
}

test("partial: the state is that of the tensor with the faster terms struck out, and no heat is lost", () => {
  let between = 0;
  for (const secular of [0.5, 1, 2, 3, 4.5, 6, 8]) {
    const state = steadyState(paper, baths, { secular });
    const expected = byHand({ model: paper, baths }, secular);
    expectClose(state.real, expected.real, 1e-12, `X, cutoff ${secular}`);
    expectClose(state.imag, expected.imag, 1e-12, `Y, cutoff ${secular}`);
    expect(Math.abs(state.certificate.energyBalance)).toBeLessThan(1e-13);
    const { energies } = state;
    const beyond = state.real.some(
      (x, i) => x !== 0 && Math.abs(energies[Math.floor(i / 6)] - energies[i % 6]) > secular,
    );
    if (beyond) between++;
  }
  expect(between, "cutoffs that leave coherences faster than themselves, through others").toBeGreaterThan(0);
});

test("the approximation becomes exact as the coupling goes to zero", () => {
  const distances = [1e-2, 1e-4, 1e-6].map((coupling) => {
    const weak = baths.map((bath) => ({ ...bath, coupling }));
    const [none, full] = (["none", "full"] as const).map((secular) => steadyState(paper, weak, { secular }));
    return largest(none.populations.map((p, k) => p - full.populations[k]));
  });
  // the difference is of second order in γ
  expect(distances[0]).toBeLessThan(1e-2);
  expect(distances[1]).toBeLessThan(2e-4 * distances[0]);
  expect(distances[2]).toBeLessThan(1e-10);
});

test("equal temperatures give the Gibbs state at every cutoff", () => {
  const equal = baths.map((bath) => ({ ...bath, temperature: 1.3 }));
  for (const secular of ["none", "full", 0.1, 0.5, 1, 2, 5, 20] as const) {
    const { energies, populations } = steadyState(paper, equal, { secular });
    const weights = energies.map((e) => Math.exp(-(e - energies[0]) / 1.3));
    const sum = weights.reduce((s, w) => s + w, 0);
    expectClose(
      populations,
      weights.map((w) => w / sum),
      1e-12,
      `secular ${secular}`,
    );
  }
});

test("full, with degenerate levels: the coherence between them is kept, so the basis does not matter", () => {
  // the homogeneous ring of three has levels 4J, −2J, −2J with one spin up
  const model = ringModel({ sites: 3, spinsUp: 1 });
  const bathPair = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 2, temperature: 0.7 })];
  const state = steadyState(model, bathPair, { secular: "full" });
  expectClose(state.energies, [-2, -2, 4], 1e-14);
  const v = Matrix.from1DArray(3, 3, state.vectors);
  const rho = v
    .transpose()
    .mmul(Matrix.from1DArray(3, 3, state.real))
    .mmul(v);
  // the same ring with sites 1 and 2 exchanged, baths and all
  const mirrored = steadyState(
    model,
    [2, 1].map((site, b) => ({ ...bathPair[b], site })),
    { secular: "full" },
  );
  const w = Matrix.from1DArray(3, 3, mirrored.vectors);
  const mirror = w
    .transpose()
    .mmul(Matrix.from1DArray(3, 3, mirrored.real))
    .mmul(w);
  const swap = [1, 0, 2];
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      expect(Math.abs(mirror.get(swap[a], swap[b]) - rho.get(a, b))).toBeLessThan(1e-12);
    }
  }
  expect(state.bathHeat[0]).toBeGreaterThan(1e-4);
  expect(hamiltonian(model).rows).toBe(3);
});

test("Krylov iterations do not take a secular cutoff", () => {
  expect(refusal(() => steadyState(paper, baths, { secular: "full", method: "krylov" }))).toContain("krylov");
});

test("frequencies are equal to a part in 10¹⁰ of the spectrum, in any unit of energy", () => {
  for (const unit of [1, 1e-30, 1e30]) {
    const [model, bath] = [
      ringModel({ sites: 4, spinsUp: 2, exchange: unit, fields: [0, 2 * unit, unit, 0] }),
      ohmicBath({ site: 1, temperature: unit, cutoff: 10 * unit }),
    ];
    const generator = redfieldGenerator(model, [bath]);
    const span = generator.energies[generator.size - 1] - generator.energies[0];
    expectRelative(secularCutoff("full", generator), 1e-10 * span, 1e-6);
    expect(secularCutoff(0, generator)).toBe(secularCutoff("full", generator));
    expect(secularCutoff(1e-3 * span, generator)).toBe(1e-3 * span);
    expect(secularCutoff("none", generator)).toBe(Number.POSITIVE_INFINITY);
  }
});
