import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import {
  bathOperator,
  densityMatrix,
  ergotropyParts,
  evolve,
  expectation,
  hamiltonian,
  heatCurrentOperator,
  heatCurrents,
  invertedLevels,
  ohmicBath,
  ringModel,
  type State,
  spinCurrentOperator,
  spinCurrents,
  steadyState,
} from "../../src/index";
import { expectClose, rounding } from "../support/close";
import { fullHamiltonian, fullSpinCurrent, pair, pauli, project } from "../support/full-space";
import { forAll, noise, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";
import { inConfigurations } from "../support/superoperator";

const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const steady = steadyState(ring, baths);
const [moving] = evolve(ring, baths, "↑↑↓↓", [30]);

/** Tr(ρO) with complex numbers, written out, for ρ from the vectors of the state and O cut out of the space of all states. */
function trace(state: State, { real, imag }: { real: ArrayLike<number>; imag: ArrayLike<number> }): number {
  const n = state.basis.size;
  const rho = inConfigurations(state);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      sum += rho[i * n + j] * real[j * n + i] - rho[n * n + i * n + j] * imag[j * n + i];
    }
  }
  return sum;
}

describe.each<[string, State]>([
  ["a steady state", steady],
  ["a state on its way", moving],
])("of %s", (_, state) => {
  test("the expectation value of an operator is Tr(ρO), real, imaginary or both", () => {
    const next = noise(5);
    const { sites, spinsUp } = ring;
    const random = Array.from({ length: 36 }, () => next());
    const transposed = random.map((__, i) => random[(i % 6) * 6 + Math.floor(i / 6)]);
    const operators = [
      project(fullHamiltonian(ring), spinsUp),
      project(pauli("z", 2, sites), spinsUp),
      project(pair("x", 1, "x", 3, sites), spinsUp),
      project(pair("x", 2, "y", 3, sites), spinsUp),
      project(fullSpinCurrent(ring, 1), spinsUp),
      { real: random.map((x, i) => x + transposed[i]), imag: random.map((x, i) => x - transposed[i]) },
    ];
    for (const operator of operators) {
      expectClose([expectation(state, operator)], [trace(state, operator)], 1e-14);
    }
    expect(Math.abs(expectation(state, operators[5]))).toBeGreaterThan(0.01);
  });

  test("matrices and rows of numbers are the same operator", () => {
    const z = bathOperator(ring, 2);
    const value = expectation(state, z);
    expect(value).toBe(expectation(state, z.to1DArray()));
    expect(value).toBe(expectation(state, Float64Array.from(z.to1DArray())));
    expect(value).toBe(expectation(state, { real: z, imag: Matrix.zeros(6, 6) }));
  });

  test("energy, heat and spin currents are expectation values of their operators", () => {
    const energy = state.energies.reduce((sum, e, k) => sum + e * state.real[7 * k], 0);
    expectClose([expectation(state, hamiltonian(ring))], [energy], 1e-13);
    const spins = ring.bonds.map((__, bond) => expectation(state, { imag: spinCurrentOperator(ring, bond) }));
    expectClose(spins, spinCurrents(state), 1e-14);
    const { upper, lower } = heatCurrents(state);
    const heat = [2, 4].map((site) => expectation(state, { imag: heatCurrentOperator(ring, site) }));
    expectClose(heat, [upper, lower], 1e-14);
  });

  test("its density matrix is that of the vectors, in configurations and in levels", () => {
    const { real, imag } = densityMatrix(state, "sites");
    expectClose([...real, ...imag], inConfigurations(state), 1e-15);
    const inLevels = densityMatrix(state, "energies");
    expect(inLevels).toEqual({ real: state.real, imag: state.imag });
    const [again] = evolve(ring, baths, inLevels, [0]);
    expectClose(again.populations, state.populations, 1e-14);
    expectClose(again.imagInSector, state.imagInSector, 1e-14);
  });

  test("a density matrix that is written into leaves the state as it is", () => {
    const before = state.imag.slice();
    for (const basis of ["sites", "energies"] as const) densityMatrix(state, basis).imag.fill(1);
    expect(state.imag).toEqual(before);
    expectClose(
      spinCurrents(state),
      [0, 1, 2, 3].map((b) => expectation(state, { imag: spinCurrentOperator(ring, b) })),
      1e-14,
    );
  });
});

test("no spin is lost on the way: what a site gains, its bonds bring", () => {
  const step = 1e-3;
  const states = evolve(ring, baths, "↑↑↓↓", [3 - step, 3, 3 + step]);
  const currents = spinCurrents(states[1]);
  for (let site = 1; site <= 4; site++) {
    const [before, , after] = states.map((state) => expectation(state, bathOperator(ring, site)));
    const gained = (after - before) / (2 * step);
    // σᶻ changes by 2 with every spin, and ĵ counts σᶻ by halves
    expect(Math.abs(gained / 2 - (currents[(site + 2) % 4] - currents[site - 1]))).toBeLessThan(1e-4);
    expect(Math.abs(gained)).toBeGreaterThan(0.001);
  }
});

test("between equally warm baths heat flows on the way, and has a mode, until it rests", () => {
  const warm = [1, 3].map((site) => ohmicBath({ site, temperature: 1 }));
  const [on, late] = evolve(ring, warm, "↑↑↓↓", [3, 1e9]).map(heatCurrents);
  expect(Math.min(Math.abs(on.upper), Math.abs(on.lower))).toBeGreaterThan(1e-3);
  const signs = [on.upper > 0, on.lower > 0].join();
  const modes: Record<string, string> = { "true,true": "clockwise", "false,false": "counterclockwise" };
  expect(on.mode).toBe(modes[signs] ?? "parallel");
  expect(Math.abs(late.upper) + Math.abs(late.lower)).toBeLessThan(1e-12);
  expect(heatCurrents(steadyState(ring, warm)).mode).toBe("none");
});

test("σᶻ of all sites adds up to the spins of the sector, in any state", () => {
  forAll(ringSystem({ sites: [2, 5] }), 20, ({ model, baths: some }) => {
    const state = steadyState(model, some);
    const sum = model.fields.reduce((s, _, l) => s + expectation(state, bathOperator(model, l + 1)), 0);
    expectClose([sum], [2 * (model.spinsUp as number) - model.sites], 10 * rounding(state));
  });
});

test("ergotropy and inversion are read from a state on its way as well", () => {
  const { total, incoherent, coherent } = ergotropyParts(moving);
  const energy = moving.energies.reduce((sum, e, k) => sum + e * moving.populations[k], 0);
  const passive = moving.energies.reduce((sum, e, k) => sum + e * moving.eigenvalues[k], 0);
  expectClose([total], [energy - passive], 1e-13);
  expect(Math.min(total, incoherent, coherent)).toBeGreaterThan(0);
  const inverted = invertedLevels(moving);
  expect(inverted.length).toBeGreaterThan(0);
  for (const k of inverted) expect(moving.populations[k]).toBeGreaterThan(moving.populations[k - 1]);
});

test("what is no observable of the sector is refused", () => {
  const of = (operator: unknown) => refusal(() => expectation(steady, operator as Matrix));
  expect(of(5)).toContain("operator must be a sum of Pauli strings, an n × n matrix");
  expect(of({})).toContain("for the 6 states of the sector, got {}");
  expect(of([1, 2, 3])).toContain("got 3 numbers");
  expect(of(Matrix.zeros(6, 5))).toContain("got 6 × 5");
  expect(of({ imag: Matrix.zeros(4, 4) })).toContain("operator.imag must be a matrix of 6 × 6 numbers");
  const bad = Matrix.zeros(6, 6).set(2, 1, Number.NaN);
  expect(of(bad)).toContain("row 3, column 2 of operator must be a finite number, got NaN");
  // the current itself is not K but iK, and both is neither
  const k = spinCurrentOperator(ring, 0);
  expect(of(k)).toContain("take (O + O†)/2 and (O − O†)/2i by themselves");
  expect(of({ real: k, imag: k })).toContain("operator must be Hermitian");
  expect(of({ imag: bathOperator(ring, 1) })).toContain("operator must be Hermitian");
  expect(refusal(() => densityMatrix(steady, "sector" as "sites"))).toContain(
    'basis must be "sites" or "energies", got "sector"',
  );
});
