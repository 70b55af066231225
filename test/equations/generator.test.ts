import { add, type Complex, complex, conj, type Matrix, matrix, multiply, subtract, transpose } from "mathjs";
import { Matrix as RealMatrix } from "ml-matrix";
import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { rateSlopes, transitionRate } from "../../src/baths/rates";
import { applyGenerator, redfieldGenerator } from "../../src/equations/generator";
import { bathOperator, hamiltonian } from "../../src/model/matrices";
import { ringModel } from "../../src/model/model";
import { distance, expectClose, expectRelative, largest } from "../support/close";
import { forAll, noise, type RandomSystem, ringSystem } from "../support/random";

interface State {
  readonly real: Float64Array;
  readonly imag: Float64Array;
}

/** Any Hermitian matrix, positive or not. */
function randomHermitian(n: number, seed: number): State {
  const next = noise(seed);
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      real[a * n + b] = real[b * n + a] = next();
      imag[a * n + b] = a === b ? 0 : next();
      imag[b * n + a] = -imag[a * n + b];
    }
  }
  return { real, imag };
}

/** dρ/dt as it is written: −i[H, ρ] + Σ_b ([S̃ρ, S] + [S, ρS̃†]), with complex matrices. */
function byDefinition({ model, baths }: RandomSystem, { real, imag }: State, n: number): State {
  const { energies, vectors } = redfieldGenerator(model, baths);
  const v = RealMatrix.from1DArray(n, n, vectors);
  const square = (entry: (a: number, b: number) => number | Complex): Matrix =>
    matrix(Array.from({ length: n }, (_, a) => Array.from({ length: n }, (_, b) => entry(a, b) as number)));
  const commute = (a: Matrix, b: Matrix): Matrix => subtract(multiply(a, b), multiply(b, a));
  const rho = square((a, b) => complex(real[a * n + b], imag[a * n + b]));
  const h = square((a, b) => (a === b ? energies[a] : 0));
  let derivative = multiply(complex(0, -1), commute(h, rho)) as Matrix;
  for (const bath of baths) {
    const inEnergyBasis = v.mmul(bathOperator(model, bath.site)).mmul(v.transpose());
    const rate = transitionRate(bath);
    const s = square((a, b) => inEnergyBasis.get(a, b));
    const weighted = square((a, b) => inEnergyBasis.get(a, b) * rate(energies[a] - energies[b]));
    const dagger = conj(transpose(weighted)) as Matrix;
    const terms = add(commute(multiply(weighted, rho), s), commute(s, multiply(rho, dagger)));
    derivative = add(derivative, terms);
  }
  const entries = (derivative.toArray() as Complex[][]).flat().map((z) => complex(z));
  return {
    real: Float64Array.from(entries, (z) => z.re),
    imag: Float64Array.from(entries, (z) => z.im),
  };
}

const systems = ringSystem({ sites: [2, 4], coupling: [-2, 0] });

test("the energy basis diagonalizes H", () => {
  forAll(systems, 30, ({ model, baths }) => {
    const { size: n, energies, vectors } = redfieldGenerator(model, baths);
    const v = RealMatrix.from1DArray(n, n, vectors);
    const diagonal = v.mmul(hamiltonian(model)).mmul(v.transpose());
    expectClose(diagonal.to1DArray(), RealMatrix.diag(Array.from(energies)).to1DArray(), 1e-13);
  });
});

test("no rate between two levels is faster, nor changes faster with the energy, than it says", () => {
  forAll(systems, 20, ({ model, baths }) => {
    const { levels, couplings } = redfieldGenerator(model, baths);
    baths.forEach((bath, b) => {
      const steps = Array.from(levels).flatMap((a) => Array.from(levels, (c) => a - c));
      const fastest = Math.max(...steps.map(transitionRate(bath)));
      expectRelative(couplings[b].fastest, fastest, 1e-14);
      const steepest = Math.max(...steps.map((step) => Math.abs(rateSlopes(bath).energy(step))));
      expect(couplings[b].steepest).toBeGreaterThanOrEqual(steepest * (1 - 1e-12));
      expect(couplings[b].steepest).toBeLessThan(10 * steepest);
    });
  });
});

test("applied to any ρ it is the Redfield equation as written", () => {
  forAll(systems, 30, (system) => {
    const generator = redfieldGenerator(system.model, system.baths);
    const rho = randomHermitian(generator.size, 7);
    const mine = applyGenerator(generator, rho.real, rho.imag);
    const expected = byDefinition(system, rho, generator.size);
    expectClose(mine.real, expected.real, 1e-12, "real part");
    expectClose(mine.imag, expected.imag, 1e-12, "imaginary part");
  });
});

// from 40 states on the products go through the sector basis
const fields = [0, 1.7, -0.6, 2.4, 0.9, -1.3, 0.4, -2.2];
test.each([
  [1, 56, 3],
  [2, 56, 5],
  [3, 70, 4],
])("so it is in large sectors, with %d baths on %d states", (count, size, spinsUp) => {
  const model = ringModel({ sites: 8, spinsUp, exchange: 1.1, interaction: -0.8, fields });
  const baths = [5, 2, 8].slice(0, count).map((site, b) => {
    return ohmicBath({ site, temperature: 0.5 + b, coupling: 0.3 * (b + 1), cutoff: 6 - b });
  });
  const generator = redfieldGenerator(model, baths);
  expect(generator.size).toBe(size);
  const rho = randomHermitian(size, 5);
  const mine = applyGenerator(generator, rho.real, rho.imag);
  const expected = byDefinition({ model, baths }, rho, size);
  const tolerance = 1e-14 * largest(expected.real) * size;
  expectClose(mine.real, expected.real, tolerance, "real part");
  expectClose(mine.imag, expected.imag, tolerance, "imaginary part");
});

test("it keeps trace and Hermiticity of any ρ", () => {
  forAll(systems, 50, ({ model, baths }) => {
    const generator = redfieldGenerator(model, baths);
    const { size: n } = generator;
    const { real, imag } = randomHermitian(n, 11);
    const d = applyGenerator(generator, real, imag);
    const trace = Array.from({ length: n }, (_, a) => d.real[a * n + a]).reduce((s, x) => s + x, 0);
    expect(Math.abs(trace)).toBeLessThan(1e-13 * n);
    const flip = (m: Float64Array, sign: number) =>
      m.map((_, i) => sign * m[(i % n) * n + Math.floor(i / n)]);
    expect(distance(d.real, flip(d.real, 1))).toBeLessThan(1e-14);
    expect(distance(d.imag, flip(d.imag, -1))).toBeLessThan(1e-14);
  });
});
