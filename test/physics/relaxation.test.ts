import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { applyGenerator, redfieldGenerator } from "../../src/equations/generator";
import { ringModel } from "../../src/model/model";
import { steadyState } from "../../src/states/steady-state";
import { distance, expectClose } from "../support/close";
import { noise } from "../support/random";

type State = { real: Float64Array; imag: Float64Array };

const add = (a: Float64Array, factor: number, b: Float64Array) => a.map((x, i) => x + factor * b[i]);
const step = (rho: State, factor: number, d: State): State => ({
  real: add(rho.real, factor, d.real),
  imag: add(rho.imag, factor, d.imag),
});

/** The classical Runge–Kutta method, whose fixed points are those of the equation itself. */
function evolve(derivative: (rho: State) => State, start: State, time: number, steps: number): State {
  const dt = time / steps;
  let rho = start;
  for (let i = 0; i < steps; i++) {
    const k1 = derivative(rho);
    const k2 = derivative(step(rho, dt / 2, k1));
    const k3 = derivative(step(rho, dt / 2, k2));
    const k4 = derivative(step(rho, dt, k3));
    for (const [k, weight] of [
      [k1, 1],
      [k2, 2],
      [k3, 2],
      [k4, 1],
    ] as const) {
      rho = step(rho, (dt * weight) / 6, k);
    }
  }
  return rho;
}

/** A random Hermitian matrix of trace 1. */
function randomStart(n: number, seed: number): State {
  const next = noise(seed);
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    real[a * n + a] = 1 / n;
    for (let b = 0; b < a; b++) {
      real[a * n + b] = real[b * n + a] = next() / n;
      imag[a * n + b] = next() / n;
      imag[b * n + a] = -imag[a * n + b];
    }
  }
  return { real, imag };
}

test("from any start the master equation leads to the steady state", () => {
  const model = ringModel({ sites: 4, spinsUp: 1, fields: [0, 2, 1, 0] });
  const baths = [
    ohmicBath({ site: 1, temperature: 2, coupling: 0.3 }),
    ohmicBath({ site: 3, temperature: 1, coupling: 0.3 }),
  ];
  const generator = redfieldGenerator(model, baths);
  const goal = steadyState(model, baths);
  for (const seed of [1, 2, 3]) {
    const start = randomStart(generator.size, seed);
    expect(distance(start.real, goal.real)).toBeGreaterThan(0.1);
    const end = evolve((rho) => applyGenerator(generator, rho.real, rho.imag), start, 200, 4000);
    expectClose(end.real, goal.real, 1e-9, "X");
    expectClose(end.imag, goal.imag, 1e-9, "Y");
  }
});
