// The Lindblad equations as generators: against their definition, and the ways of writing them against each other.
import { describe, expect, test } from "vitest";
import { type CouplingOperator, ohmicBath } from "../../src/baths/bath";
import { applyGenerator, redfieldGenerator } from "../../src/equations/generator";
import { heatFromBaths } from "../../src/equations/heat";
import { redfieldLiouvillian } from "../../src/equations/redfield";
import { ringModel, spinModel } from "../../src/model/model";
import { inConfigurations } from "../../src/states/state";
import { expectClose, largest } from "../support/close";
import { fullHamiltonian, project } from "../support/full-space";
import { jumpsOf, lindbladTerms } from "../support/lindblad";
import { applied, written } from "../support/liouvillian";
import { forAll, noise, real, ringSystem } from "../support/random";
import { parts, plus, traceOf } from "../support/redfield";

const EQUATIONS = ["local-lindblad", "universal-lindblad"] as const;
const inSectors = ringSystem({ sites: [2, 4], baths: [1, 3], coupling: [-3, 0] });

/** With all sectors together, on neighbouring sites as well. */
const together = (operators: readonly CouplingOperator[]) =>
  ringSystem({ sites: [2, 3], baths: [1, 3], coupling: [-3, 0] }).map(({ model, baths }) => ({
    model: { ...model, spinsUp: undefined },
    baths: baths.map((bath, b) => {
      const operator = operators[b % operators.length];
      return operator === "z" ? bath : { ...bath, operator };
    }),
  }));

/** Any Hermitian matrix. */
function randomHermitian(n: number): { real: Float64Array; imag: Float64Array } {
  const next = noise(5);
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      x[a * n + b] = x[b * n + a] = next();
      if (a === b) continue;
      y[a * n + b] = next();
      y[b * n + a] = -y[a * n + b];
    }
  }
  return { real: x, imag: y };
}

describe.each(EQUATIONS)("%s", (equation) => {
  test.each([
    ["σᶻ in a sector", inSectors],
    ["σˣ", together(["x"])],
    ["σˣ and σᶻ", together(["x", "z"])],
    ["σʸ", together(["y"])],
  ])("is its jumps applied to any ρ, and so is the heat of every bath: %s", (_, systems) => {
    forAll(systems, 12, ({ model, baths }) => {
      const generator = redfieldGenerator(model, baths, { equation });
      const { size: n, vectors } = generator;
      const rho = randomHermitian(n);
      const moved = applyGenerator(generator, rho.real, rho.imag);
      const basis = { size: n } as never;
      const inSites = (of: { real: Float64Array; imag: Float64Array }) =>
        inConfigurations({ ...of, basis, vectors });
      const flat = inSites(rho);
      // σʸ is solved as σˣ, which no jump up or down and no L of the other gauge can tell: compare in that gauge
      const own = baths.map((bath) => ("operator" in bath ? { ...bath, operator: "x" as const } : bath));
      const { turning, dissipated } = lindbladTerms(
        model,
        jumpsOf(model, own, equation),
        parts(flat.real, flat.imag),
      );
      const expected = dissipated.reduce(plus, turning);
      const found = inSites(moved);
      expectClose(found.real, expected.real.to1DArray(), 1e-12, "X");
      expectClose(found.imag, expected.imag.to1DArray(), 1e-12, "Y");
      const h = project(fullHamiltonian(model), model.spinsUp);
      const heat = heatFromBaths(generator, rho.real, rho.imag, Number.POSITIVE_INFINITY);
      expectClose(
        heat,
        dissipated.map((r) => traceOf(parts(h.real, h.imag), r)),
        1e-11,
        "heat",
      );
    });
  });

  test("written down, applied, and in blocks it is the same L", () => {
    for (const systems of [inSectors, together(["x", "z"])]) {
      forAll(systems, 12, ({ model, baths }) => {
        const liouvillian = redfieldLiouvillian(redfieldGenerator(model, baths, { equation }));
        const matrix = written(liouvillian);
        expectClose(applied(liouvillian), matrix, 1e-13 * (1 + largest(matrix)));
        expect(liouvillian.blocks).toBeDefined();
      });
    }
  });

  test("a flux makes it complex, and it is its jumps even so", () => {
    forAll(real(0.3, 2.8), 8, (flux) => {
      const model = ringModel({ sites: 3, flux, interaction: 1.3, fields: [0.4, 1.1, -0.6] });
      const baths = [
        ohmicBath({ site: 1, temperature: 2, operator: "x" }),
        ohmicBath({ site: 2, temperature: 1 }),
      ];
      const generator = redfieldGenerator(model, baths, { equation });
      expect(generator.vectorsImag).toBeDefined();
      const matrix = written(redfieldLiouvillian(generator));
      expectClose(applied(redfieldLiouvillian(generator)), matrix, 1e-13 * (1 + largest(matrix)));
      const rho = randomHermitian(generator.size);
      const { real: x } = applyGenerator(generator, rho.real, rho.imag);
      expect(Math.abs(x.reduce((sum, p, i) => sum + (i % 9 === 0 ? p : 0), 0))).toBeLessThan(1e-13);
    });
  });
});

test("a spin alone between its two levels relaxes as detailed balance has it, under both", () => {
  forAll(real(-2, 2), 20, (field) => {
    const model = spinModel({ sites: 2, bonds: [{ from: 1, to: 2, exchange: 0 }], fields: [field, 0.3] });
    const bath = ohmicBath({ site: 1, temperature: 0.8, operator: "x" });
    for (const equation of EQUATIONS) {
      const generator = redfieldGenerator(model, [bath], { equation });
      const gibbs = Float64Array.from(generator.energies, (e) => Math.exp(-e / 0.8));
      const total = gibbs.reduce((sum, p) => sum + p, 0);
      const rho = new Float64Array(16);
      gibbs.forEach((p, k) => {
        rho[5 * k] = p / total;
      });
      const { real: x } = applyGenerator(generator, rho, new Float64Array(16));
      expectClose(x, new Float64Array(16), 1e-15);
    }
  });
});
