import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { changeAlong, type ParameterPath } from "../../src/equations/direction";
import { generatorIn } from "../../src/equations/generator";
import { redfieldLiouvillian } from "../../src/equations/redfield";
import { ringModel } from "../../src/model/model";
import { directResponse, iterativeResponse, respond, response } from "../../src/states/response";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose, largest, rounding } from "../support/close";
import { derivatives } from "../support/derivative";
import { densityMatrix } from "../support/expectation";
import { forAll, ringSystem } from "../support/random";

const systems = ringSystem({ sites: [3, 6], baths: [1, 3], coupling: [-3, -1] });
const paths: ParameterPath[] = ["interaction", "exchange", "fields.2", "baths.1.temperature"];

test("the direct and the iterative solver find the same derivative", () => {
  forAll(systems, 30, ({ model, baths }) => {
    const state = steadyState(model, baths);
    const generator = generatorIn(state, state.baths);
    const liouvillian = redfieldLiouvillian(generator);
    const none = { real: 0, imag: 0 };
    const [direct, iterative] = [directResponse(liouvillian, none), iterativeResponse(liouvillian, none)];
    for (const path of paths) {
      const change = changeAlong(model, baths, path);
      const [a, b] = [direct, iterative].map((solve) => respond(state, change, generator, solve));
      const tolerance = rounding(state) * (1 + largest(a.real));
      expectClose(b.real, a.real, tolerance, `dX/d${path}`);
      expectClose(b.imag, a.imag, tolerance, `dY/d${path}`);
      expectClose(b.bathHeat, a.bathHeat, tolerance, `dQ/d${path}`);
    }
  });
});

test("dρ is Hermitian, has no trace and conserves energy", () => {
  forAll(systems, 30, ({ model, baths }) => {
    const state = steadyState(model, baths);
    const n = state.basis.size;
    for (const path of paths) {
      const { real, imag, bathHeat } = response(state, path);
      let trace = 0;
      for (let a = 0; a < n; a++) {
        trace += real[a * n + a];
        for (let b = 0; b < n; b++) {
          expect(real[a * n + b]).toBe(real[b * n + a]);
          expect(imag[a * n + b] + imag[b * n + a]).toBe(0);
        }
      }
      expect(Math.abs(trace)).toBeLessThan(1e-12 * (1 + largest(real)));
      const total = bathHeat.reduce((sum, q) => sum + q, 0);
      expect(Math.abs(total)).toBeLessThan(1e-11 * (1 + largest(bathHeat)));
    }
  });
});

// the energy basis moves with the parameter, the basis of spins up and down does not
const inSectorBasis = (state: SteadyState): number[] => {
  const { x, y } = densityMatrix(state);
  return [...x.to1DArray(), ...y.to1DArray()];
};

test("every element of dρ is what differences show, to nine digits and more", () => {
  const at = (interaction: number, left: number) =>
    steadyState(
      ringModel({ sites: 6, spinsUp: 3, interaction, fields: [0, 2, 1, 0.4, -0.3, 0.1] }),
      [1, 4].map((site) => ohmicBath({ site, temperature: site === 1 ? left : 1, coupling: 0.05 })),
    );
  const state = at(1.3, 2);
  const cases = [
    ["interaction", (t: number) => at(1.3 + t, 2)],
    ["baths.1.temperature", (t: number) => at(1.3, 2 + t)],
  ] as const;
  for (const [path, moved] of cases) {
    const exact = inSectorBasis({ ...state, ...response(state, path) });
    const found = derivatives((t) => inSectorBasis(moved(t)), 0.05);
    expectClose(
      exact,
      found.map(({ value }) => value),
      1e-9 * largest(exact),
      path,
    );
    expect(largest(found.map(({ error }) => error))).toBeLessThan(1e-9 * largest(exact));
  }
});
