// The way of a state under the hierarchy: where it is known in closed form, against the same equations written out, and its laws.
import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { bathCorrelation } from "../../src/baths/correlator";
import type { ComplexNumber, Exponent } from "../../src/baths/exponents";
import { fitExponents } from "../../src/baths/fit";
import { codeOf } from "../../src/input/guards";
import { hamiltonian } from "../../src/model/matrices";
import { ringModel, spinModel } from "../../src/model/model";
import { errorBars } from "../../src/observables/error-bars";
import { evolve } from "../../src/states/evolution";
import { type EvolvedState, expectation } from "../../src/states/state";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose, largest } from "../support/close";
import { refusal } from "../support/refusal";

const hierarchy = { equation: "hierarchy" } as const;
const exponents: Exponent[] = [
  { rate: [2, 0], real: [0.1, 0], imag: [-0.05, 0] },
  { rate: [4, 3], real: [0.05, 0.02], imag: [0.01, 0.01] },
  { rate: [4, -3], real: [0.05, -0.02], imag: [0.01, -0.01] },
];
const remembering = (site: number, temperature: number, more: object = {}): Bath =>
  ohmicBath({ site, temperature, exponents, ...more });
const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, fields: [0, 2, 1, 0] });
const baths = [remembering(1, 2), remembering(3, 1)];

const times = (a: ComplexNumber, b: ComplexNumber): ComplexNumber => [
  a[0] * b[0] - a[1] * b[1],
  a[0] * b[1] + a[1] * b[0],
];
const over = (a: ComplexNumber, b: ComplexNumber): ComplexNumber => {
  const size = b[0] ** 2 + b[1] ** 2;
  return times(a, [b[0] / size, -b[1] / size]);
};

describe("a spin that its bath only dephases loses its coherence as exp(−4 ∫ (t − u) Re C(u) du)", () => {
  const spin = spinModel({ sites: 1, bonds: [], fields: [1.3] });
  const start = { real: [0.5, 0.5, 0.5, 0.5], imag: [0, 0, 0, 0] };
  const at = [0.1, 0.5, 1, 2, 5];
  const coherence = ({ real, imag }: EvolvedState): number => 2 * Math.hypot(real[1], imag[1]);

  test("as the exponents have it in closed form", () => {
    // ∫ (t − u) r e^{−νu} du = r (νt − 1 + e^{−νt})/ν²
    const closed = (time: number): number =>
      exponents.reduce((sum, { rate, real }) => {
        const [re, im] = [rate[0] * time, rate[1] * time];
        const gone: ComplexNumber = [Math.exp(-re) * Math.cos(im), -Math.exp(-re) * Math.sin(im)];
        return sum + over(times(real, [re - 1 + gone[0], im + gone[1]]), times(rate, rate))[0];
      }, 0);
    const found = evolve(spin, [remembering(1, 1)], start, at, { ...hierarchy, tier: 8 });
    expectClose(
      found.map(coherence),
      at.map((time) => Math.exp(-4 * closed(time))),
      1e-10,
    );
    for (const { real } of found) expectClose([real[0], real[3]], [0.5, 0.5], 1e-12);
  });

  test("as an Ohmic bath has it, within what the fit says that C is off by", () => {
    const bath = ohmicBath({ site: 1, temperature: 1, coupling: 0.05 });
    const { correlationError } = fitExponents(bath);
    const found = evolve(spin, [bath], start, at, { ...hierarchy, accuracy: 1e-6 });
    at.forEach((time, i) => {
      const steps = 4000;
      let sum = 0; // Simpson
      for (let k = 0; k <= steps; k++) {
        const u = (time * k) / steps;
        const weight = k === 0 || k === steps ? 1 : 2 + 2 * (k % 2);
        sum += (weight * (time - u) * bathCorrelation(bath, u).real * time) / (3 * steps);
      }
      const off = Math.abs(-Math.log(coherence(found[i])) / (4 * sum) - 1);
      expect(off).toBeLessThan(correlationError);
    });
  });
});

test("a spin that its bath turns over goes as the hierarchy written out and integrated step by step", () => {
  const bath = { ...remembering(1, 1), operator: "x" } as const;
  const spin = spinModel({ sites: 1, bonds: [], fields: [1.3] });
  const tier = 3;
  const found = evolve(spin, [bath], "↑", [0.3, 1, 4], { ...hierarchy, tier });
  const h = hamiltonian(spin);
  const direct = integrated([h.get(0, 0), h.get(1, 1)], tier, [0.3, 1, 4]);
  found.forEach((state, i) => {
    for (const pauli of ["X", "Y", "Z"] as const)
      expect(Math.abs(expectation(state, `${pauli}1`) - direct[i][pauli])).toBeLessThan(1e-9);
    expect(Math.abs(state.bathHeat[0] - direct[i].heat)).toBeLessThan(1e-9);
  });
});

describe("on its way", () => {
  const found = evolve(ring, baths, "↑↑↓↓", [0, 0.4, 3, 20], { ...hierarchy, tier: 3 });

  test("trace is kept and ρ stays Hermitian and positive", () => {
    for (const { real, imag, certificate } of found) {
      expect(certificate.traceError).toBeLessThan(1e-12);
      expect(certificate.minEigenvalue).toBeGreaterThan(-1e-12);
      real.forEach((x, i) => {
        const mirrored = (i % 6) * 6 + Math.floor(i / 6);
        expect(real[mirrored]).toBe(x);
        expect(imag[mirrored] + imag[i]).toBe(0);
      });
    }
  });

  test("what the baths give is what the energy grows by", () => {
    const step = 0.004;
    for (const time of [0.4, 3]) {
      const around = [-2, -1, 0, 1, 2].map((k) => time + k * step);
      const states = evolve(ring, baths, "↑↑↓↓", around, { ...hierarchy, tier: 3 });
      const energy = states.map((state) => expectation(state, hamiltonian(ring)));
      const slope = (energy[0] - 8 * energy[1] + 8 * energy[3] - energy[4]) / (12 * step);
      expect(largest(states[2].bathHeat)).toBeGreaterThan(0.01);
      expect(Math.abs(slope - states[2].bathHeat[0] - states[2].bathHeat[1])).toBeLessThan(1e-6);
    }
  });

  test("nothing flows at the start, where the baths remember nothing", () => {
    expectClose(found[0].bathHeat, [0, 0], 1e-12);
    expectClose(
      found[0].populations,
      evolve(ring, [ohmicBath({ site: 1, temperature: 1 })], "↑↑↓↓", [0])[0].populations,
      1e-12,
    );
  });

  test("times that are asked for together are those that are asked for alone", () => {
    const [alone] = evolve(ring, baths, "↑↑↓↓", [3], { ...hierarchy, tier: 3 });
    expectClose(alone.real, found[2].real, 1e-10);
    expectClose(alone.bathHeat, found[2].bathHeat, 1e-10);
  });

  test("whatever the start, it ends in the steady state, however late", () => {
    const end = steadyState(ring, baths, { ...hierarchy, tier: 2 });
    for (const start of ["↑↑↓↓", { temperature: 0.4 }]) {
      for (const late of evolve(ring, baths, start, [1e3, 1e4, 1e9], { ...hierarchy, tier: 2 })) {
        expectClose(late.real, end.real, 1e-9);
        expectClose(late.imag, end.imag, 1e-9);
        expectClose(late.bathHeat, end.bathHeat, 1e-9);
      }
    }
  });

  test("the steady state does not start anew: its baths would have to remember", () => {
    const end = steadyState(ring, baths, { ...hierarchy, tier: 2 });
    const [soon] = evolve(ring, baths, { real: end.real, imag: end.imag }, [0.5], { ...hierarchy, tier: 2 });
    expect(largest(soon.real.map((x, i) => x - end.real[i]))).toBeGreaterThan(1e-3);
  });
});

describe("where there is no end that is the same for all", () => {
  test("without coupling the state stays pure", () => {
    const alone = [ohmicBath({ site: 1, temperature: 1, coupling: 0 })];
    const own = evolve(ring, alone, "↑↑↓↓", [2.7, 50], hierarchy);
    const plain = evolve(ring, alone, "↑↑↓↓", [2.7, 50]);
    own.forEach(({ real, imag, eigenvalues }, i) => {
      expectClose(real, plain[i].real, 1e-9);
      expectClose(imag, plain[i].imag, 1e-9);
      expect(Math.abs(eigenvalues[0] - 1)).toBeLessThan(1e-9);
    });
  });

  test("a reflection that leaves the model as it is keeps its expectation value", () => {
    const even = ringModel({ sites: 4, spinsUp: 2, interaction: 1 });
    expect(refusal(() => steadyState(even, baths, hierarchy))).toContain("not unique");
    const swap = "0.5 X2 X4 + 0.5 Y2 Y4 + 0.5 Z2 Z4"; // sites 2 and 4 exchanged, less a half
    const [first, ...later] = evolve(even, baths, "↑↑↓↓", [0, 0.7, 30], { ...hierarchy, tier: 2 });
    for (const state of later)
      expect(Math.abs(expectation(state, swap) - expectation(first, swap))).toBeLessThan(1e-9);
  });
});

describe("tiers", () => {
  test("are raised until ρ settles at every time asked for, and said", () => {
    const [early, late] = evolve(ring, baths, "↑↑↓↓", [0.1, 5], { ...hierarchy, accuracy: 1e-4 });
    expect(early.hierarchy?.tier).toBe(late.hierarchy?.tier);
    expect(early.hierarchy?.change).toBeLessThan(late.hierarchy?.change ?? 0);
    expect(late.hierarchy?.change).toBeLessThan(1e-4);
    const [closer] = evolve(ring, baths, "↑↑↓↓", [5], { ...hierarchy, accuracy: 1e-6 });
    expect(largest(closer.real.map((x, i) => x - late.real[i]))).toBeLessThan(1e-4);
    expect(closer.hierarchy?.tier).toBeGreaterThan(late.hierarchy?.tier ?? 0);
  });

  test("that are given are taken as they are, with a warning where they have not settled", () => {
    const [early, late] = evolve(ring, baths, "↑↑↓↓", [0.01, 3], { ...hierarchy, tier: 1 });
    expect(early.warnings).toEqual([]);
    expect(late.warnings.map(({ code }) => code)).toContain("not-settled");
    expect(late.hierarchy?.tier).toBe(1);
  });
});

describe("refused in a line", () => {
  const told = (options: object, some: readonly Bath[] = baths, at: readonly number[] = [1]) =>
    refusal(() => evolve(ring, some, "↑↑↓↓", at, { ...hierarchy, ...options }));

  test("what the steady state is refused for, and a start or times that are none", () => {
    expect(told({ tier: 0 })).toBe("tier must be an integer from 1 to 100, got 0");
    expect(told({ method: "dense" })).toContain("leave method out");
    expect(told({ secular: "full" })).toContain("knows neither secular nor lambShift");
    expect(told({ drive: { frequency: 1, amplitude: 1 } })).toContain(
      "drive goes with the Redfield equation",
    );
    expect(told({}, baths, [2, 1])).toContain("times.2 must be at least the time before it");
    expect(refusal(() => evolve(ring, baths, "↑↓↓↓", [1], hierarchy))).toContain("initial must be 4 arrows");
    const alone = [{ ...baths[0], exponents: [exponents[1]] }];
    expect(told({}, alone)).toContain("has no conjugate partner");
  });

  test("a tier beyond memory", () => {
    expect(told({ tier: 100 })).toMatch(
      /^tier 100 of 6 exponentials has \d+ matrices of 6 × 6 and needs about/,
    );
  });

  test("a tier that has not settled where an accuracy is asked", () => {
    expect(told({ tier: 1, accuracy: 1e-9 })).toMatch(/^tier 1 has not settled, it changes ρ by .* is asked/);
  });

  test("error bars, which those of a steady state are", () => {
    const [state] = evolve(ring, baths, "↑↑↓↓", [1], { ...hierarchy, tier: 2 });
    expect(refusal(() => errorBars(state as unknown as SteadyState))).toContain("error bars are those of");
  });

  test("a tier that lets the state grow", () => {
    const strong = [{ ...baths[0], exponents: [{ rate: [0.05, 0], real: [9, 0], imag: [-9, 0] }] } as Bath];
    const spin = spinModel({ sites: 1, bonds: [], fields: [1.3] });
    const wild = () =>
      evolve(spin, [{ ...strong[0], operator: "x" } as Bath], "↑", [1000], { ...hierarchy, tier: 1 });
    expect(refusal(wild)).toMatch(
      /^tier 1 of the hierarchy lets the state grow without bound: take a higher/,
    );
    try {
      wild();
    } catch (error) {
      expect(codeOf(error)).toBe("not-converged");
    }
  });
});

/** ρ(t) of one spin with S = σˣ, started up: dρ_n/dt without scaling, by the classical rule of Runge and Kutta. */
function integrated(
  energies: readonly number[],
  tier: number,
  at: readonly number[],
): { X: number; Y: number; Z: number; heat: number }[] {
  type Spin = ComplexNumber[]; // ρ_00, ρ_01, ρ_10, ρ_11 over the basis of `hamiltonian`
  const counts: number[][] = [];
  for (let a = 0; a <= tier; a++)
    for (let b = 0; a + b <= tier; b++) for (let c = 0; a + b + c <= tier; c++) counts.push([a, b, c]);
  const place = (n: readonly number[]): number => counts.findIndex((m) => m.every((x, k) => x === n[k]));
  const neighbour = (n: readonly number[], k: number, by: number): number =>
    place(n.map((x, i) => (i === k ? x + by : x)));
  const plus = (a: ComplexNumber, b: ComplexNumber): ComplexNumber => [a[0] + b[0], a[1] + b[1]];
  const left = (r: Spin): Spin => [r[2], r[3], r[0], r[1]]; // σˣρ
  const right = (r: Spin): Spin => [r[1], r[0], r[3], r[2]]; // ρσˣ
  const minusI = (z: ComplexNumber): ComplexNumber => [z[1], -z[0]];
  const slope = (all: Spin[]): Spin[] =>
    counts.map((n, m) => {
      const decay = n.reduce<ComplexNumber>(
        (sum, count, k) => plus(sum, [count * exponents[k].rate[0], count * exponents[k].rate[1]]),
        [0, 0],
      );
      const out = all[m].map((z, i): ComplexNumber => {
        const gap = energies[Math.floor(i / 2)] - energies[i % 2];
        return times([-decay[0], -decay[1] - gap], z);
      });
      exponents.forEach(({ real, imag }, k) => {
        const above = neighbour(n, k, 1);
        const below = n[k] > 0 ? neighbour(n, k, -1) : -1;
        for (let i = 0; i < 4; i++) {
          if (above >= 0) {
            const [l, r] = [left(all[above])[i], right(all[above])[i]];
            out[i] = plus(out[i], minusI([l[0] - r[0], l[1] - r[1]]));
          }
          if (below < 0) continue;
          const c: ComplexNumber = [real[0] - imag[1], real[1] + imag[0]];
          const back: ComplexNumber = [real[0] + imag[1], real[1] - imag[0]];
          const [l, r] = [times(c, left(all[below])[i]), times(back, right(all[below])[i])];
          out[i] = plus(out[i], minusI([n[k] * (l[0] - r[0]), n[k] * (l[1] - r[1])]));
        }
      });
      return out;
    });
  const add = (a: Spin[], by: number, b: Spin[]): Spin[] =>
    a.map((one, m) => one.map((z, i): ComplexNumber => [z[0] + by * b[m][i][0], z[1] + by * b[m][i][1]]));
  // the spin up is the state of the field's energy, the second of the basis: bit 1
  let all = counts.map((_, m): Spin => {
    const up: ComplexNumber = [m === 0 ? 1 : 0, 0];
    return [[0, 0], [0, 0], [0, 0], up];
  });
  let now = 0;
  return at.map((time) => {
    const steps = Math.round((time - now) * 500);
    const h = (time - now) / steps;
    for (let s = 0; s < steps; s++) {
      const k1 = slope(all);
      const k2 = slope(add(all, h / 2, k1));
      const k3 = slope(add(all, h / 2, k2));
      const k4 = slope(add(all, h, k3));
      all = add(add(add(add(all, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
    }
    now = time;
    const [down, , , up] = all[0];
    const pushed = exponents.map((_, k) => all[neighbour([0, 0, 0], k, 1)]);
    const flow = (i: number): number =>
      pushed.reduce(
        (sum, rho) =>
          sum + minusI([left(rho)[i][0] - right(rho)[i][0], left(rho)[i][1] - right(rho)[i][1]])[0],
        0,
      );
    return {
      X: 2 * all[0][1][0],
      Y: 2 * all[0][1][1],
      Z: up[0] - down[0],
      heat: energies[0] * flow(0) + energies[1] * flow(3),
    };
  });
}
