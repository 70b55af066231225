// The hierarchy in time at weak coupling: against the time-local equation of second order (TCL2) with the bath's own C(t), integrated here,
//   dρ/dt = −i[H, ρ] + Σ_b ( [Λ_b(t)ρ, S_b] + h.c. ),   Λ_b(t)_ac = S_ac ∫_0^t C_b(u) e^{−i(E_a − E_c)u} du,
// which it leaves by terms of fourth order in the coupling operator, and against the Redfield equation once the baths' memory has passed.
import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { correlationOf } from "../../src/baths/correlator";
import { type Exponent, exponentSum } from "../../src/baths/exponents";
import { fitExponents } from "../../src/baths/fit";
import { ringModel } from "../../src/model/model";
import { evolve } from "../../src/states/evolution";
import type { DensityMatrix, EvolvedState } from "../../src/states/state";
import { largest } from "../support/close";

const hierarchy = { equation: "hierarchy" } as const;
const ring = ringModel({ sites: 3, spinsUp: 1, interaction: 1, fields: [0, 1.2, 0.5] });
const ohmic = (coupling: number, exponents?: number): Bath[] =>
  [2, 1].map((temperature, b) => ohmicBath({ site: b + 1, temperature, coupling, cutoff: 5, exponents }));
const off = (a: DensityMatrix, b: DensityMatrix): number =>
  largest(a.real.map((x, i) => Math.hypot(x - b.real[i], a.imag[i] - b.imag[i])));

type Correlation = (time: number) => { readonly real: number; readonly imag: number };

/** ρ(t) by TCL2 from the first of the states, by the rule of Runge and Kutta with Λ known at half steps. */
function timeLocal(start: EvolvedState, correlations: readonly Correlation[], time: number): DensityMatrix {
  const { levels, vectors, basis, baths } = start;
  const n = levels.length;
  const steps = Math.ceil(time * 160);
  const h = time / steps;
  const spins = baths.map(
    ({ site }) =>
      (i: number) =>
        (basis.states[i] >> (site - 1)) & 1 ? 1 : -1,
  );
  const elements = spins.map((spin) =>
    Array.from({ length: n * n }, (_, ac) => {
      const [a, c] = [Math.floor(ac / n), ac % n];
      return basis.states.reduce((sum, _, i) => sum + vectors[a * n + i] * spin(i) * vectors[c * n + i], 0);
    }),
  );
  const FINE = 8; // points of Simpson's rule in half a step
  /** Λ_b at every half step, real and imaginary parts */
  const memories = correlations.map((correlation, b) => {
    const sum = Array.from({ length: n * n }, () => [0, 0]);
    const all = [sum.map(() => [0, 0])];
    for (let half = 0; half < 2 * steps; half++) {
      const d = h / 2 / FINE;
      for (let k = 0; k <= FINE; k++) {
        const u = (half * h) / 2 + k * d;
        const weight = ((k === 0 || k === FINE ? 1 : 2 + 2 * (k % 2)) * d) / 3;
        const { real, imag } = correlation(u);
        sum.forEach((z, ac) => {
          const angle = (levels[Math.floor(ac / n)] - levels[ac % n]) * u;
          const [cos, sin] = [Math.cos(angle), -Math.sin(angle)];
          z[0] += weight * (real * cos - imag * sin);
          z[1] += weight * (real * sin + imag * cos);
        });
      }
      all.push(sum.map(([x, y], ac) => [elements[b][ac] * x, elements[b][ac] * y]));
    }
    return all;
  });
  /** dρ/dt of z = [X, Y] interleaved */
  const slope = (half: number, z: Float64Array): Float64Array => {
    const out = new Float64Array(2 * n * n);
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) {
        const at = 2 * (a * n + c);
        const gap = levels[a] - levels[c];
        out[at] += gap * z[at + 1];
        out[at + 1] -= gap * z[at];
      }
    }
    memories.forEach((memory, b) => {
      const moved = new Float64Array(2 * n * n); // Λρ
      for (let a = 0; a < n; a++) {
        for (let k = 0; k < n; k++) {
          const [x, y] = memory[half][a * n + k];
          for (let c = 0; c < n; c++) {
            const [at, from] = [2 * (a * n + c), 2 * (k * n + c)];
            moved[at] += x * z[from] - y * z[from + 1];
            moved[at + 1] += x * z[from + 1] + y * z[from];
          }
        }
      }
      for (let a = 0; a < n; a++) {
        for (let c = 0; c < n; c++) {
          for (let part = 0; part < 2; part++) {
            let sum = 0; // [Λρ, S]
            for (let k = 0; k < n; k++)
              sum +=
                moved[2 * (a * n + k) + part] * elements[b][k * n + c] -
                elements[b][a * n + k] * moved[2 * (k * n + c) + part];
            out[2 * (a * n + c) + part] += sum;
            out[2 * (c * n + a) + part] += part === 0 ? sum : -sum;
          }
        }
      }
    });
    return out;
  };
  const add = (z: Float64Array, by: number, d: Float64Array): Float64Array => z.map((x, i) => x + by * d[i]);
  let z: Float64Array = Float64Array.from({ length: 2 * n * n }, (_, i) =>
    i % 2 ? start.imag[(i - 1) / 2] : start.real[i / 2],
  );
  for (let s = 0; s < steps; s++) {
    const k1 = slope(2 * s, z);
    const k2 = slope(2 * s + 1, add(z, h / 2, k1));
    const k3 = slope(2 * s + 1, add(z, h / 2, k2));
    const k4 = slope(2 * s + 2, add(z, h, k3));
    z = add(add(add(add(z, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
  }
  return { real: z.filter((_, i) => i % 2 === 0), imag: z.filter((_, i) => i % 2 === 1) };
}

describe("leaves TCL2 by the square of the coupling", () => {
  const couplings = [0.005, 0.0025];
  const free = evolve(ring, ohmic(0), "↑↓↓", [3])[0];

  test("where C(t) is the exponentials, with half the coupling by a quarter", () => {
    const unit = fitExponents(ohmic(1)[0]).exponents;
    const scaled = ([re, im]: Exponent["real"], by: number): Exponent["real"] => [by * re, by * im];
    const differences = couplings.map((coupling) => {
      const baths = ohmic(0).map((bath, b) => {
        const by = coupling * (b + 1);
        const exponents = unit.map(
          ({ rate, real, imag }): Exponent => ({ rate, real: scaled(real, by), imag: scaled(imag, by) }),
        );
        return { ...bath, exponents };
      });
      const [start, later] = evolve(ring, baths, "↑↓↓", [0, 3], { ...hierarchy, tier: 3 });
      const memories = baths.map(
        ({ exponents }) =>
          (time: number) =>
            exponentSum(exponents, time),
      );
      const difference = off(later, timeLocal(start, memories, 3));
      expect(difference).toBeLessThan(0.01 * off(later, free));
      return difference;
    });
    expect(differences[0] / differences[1]).toBeGreaterThan(3.6);
    expect(differences[0] / differences[1]).toBeLessThan(4.4);
  });

  test("where C(t) is that of an Ohmic bath, and by what its fit is off", () => {
    const fitted = Math.max(...ohmic(1).map((bath) => fitExponents(bath, { terms: 6 }).rateError));
    expect(fitted).toBeLessThan(0.002);
    for (const coupling of couplings) {
      const [start, later] = evolve(ring, ohmic(coupling, 6), "↑↓↓", [0, 3], { ...hierarchy, tier: 3 });
      const memories = ohmic(coupling).map((bath) => correlationOf(bath));
      expect(off(later, timeLocal(start, memories, 3)) / off(later, free)).toBeLessThan(
        coupling / 3 + fitted,
      );
    }
  });
});

test("once the memory has passed it goes on by the Redfield equation with the Lamb shift, which a start alone does not", () => {
  const redfield = { lambShift: true };
  const [passed, later] = evolve(ring, ohmic(0.005, 6), "↑↓↓", [8, 12], { ...hierarchy, tier: 3 });
  const { real, imag } = passed;
  const [after] = evolve(ring, ohmic(0.005), { real, imag }, [4], redfield);
  const [whole] = evolve(ring, ohmic(0.005), "↑↓↓", [12], redfield);
  expect(off(passed, later)).toBeGreaterThan(0.1);
  expect(off(whole, later)).toBeLessThan(0.01);
  expect(off(after, later)).toBeLessThan(off(whole, later) / 10);
});
