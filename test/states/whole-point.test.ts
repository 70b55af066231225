import { expect, test } from "vitest";
import { generalBath, ohmicBath, ringModel, steadyState } from "../../src/index";
import { trusted } from "../../src/states/candidates";
import { wholePoint } from "../../src/states/whole-point";
import { distance, largest, rounding } from "../support/close";
import { forAll, ringSystem } from "../support/random";

test("a point in one call of the kernel is what the plain steps make of it", () => {
  let inOneCall = 0;
  forAll(
    ringSystem({ sites: [2, 5], coupling: [-4, -1], temperature: [0.2, 4] }),
    150,
    ({ model, baths }) => {
      for (const cold of [false, true]) {
        const warm = baths.map((bath, b) => (cold && b === 0 ? { ...bath, temperature: 0 } : bath));
        const found = wholePoint(model, warm);
        if (!found || !trusted(found, 1e-6)) continue;
        inOneCall++;
        const plain = steadyState(model, warm, { method: "dense" });
        const state = steadyState(model, warm);
        expect(state.real).toEqual(found.real);
        const error = 4 * rounding(plain);
        for (const part of ["real", "imag", "imagInSector", "populations", "eigenvalues"] as const)
          expect(distance(state[part], plain[part]), part).toBeLessThan(error);
        for (const part of ["energies", "levels", "vectors"] as const)
          expect(distance(state[part], plain[part]), part).toBeLessThan(1e-13 * (1 + largest(plain[part])));
        const flow = found.gross.reduce((sum, heat) => sum + heat, 0);
        expect(distance(state.bathHeat, plain.bathHeat)).toBeLessThan(
          4 * flow * plain.certificate.accuracy.currents,
        );
        expect(distance(state.bondHeat ?? [], plain.bondHeat ?? [])).toBeLessThan(
          error * largest(plain.energies) ** 2,
        );
        const [one, other] = [state.certificate, plain.certificate];
        expect(one.couplingRatio / other.couplingRatio).toBeCloseTo(1, 10);
        for (const bound of ["populations", "currents"] as const) {
          const ratio = one.accuracy[bound] / other.accuracy[bound];
          expect(ratio, bound).toBeGreaterThan(0.5);
          expect(ratio, bound).toBeLessThan(2);
        }
        expect(one.residual).toBeLessThan(1e-13);
        expect([one.hermiticityError, one.traceError < 1e-14]).toEqual([0, true]);
      }
    },
  );
  expect(inOneCall).toBeGreaterThan(100);
});

test("what is out of the ordinary is left to the plain steps", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
  const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
  expect(wholePoint(ring, baths)?.converged).toBe(true);
  const general = generalBath({ site: 1, temperature: 2, spectralDensity: "0.01 w exp(-w/10)" });
  expect(wholePoint(ring, [general, baths[1]])).toBeUndefined();
  expect(distance(steadyState(ring, [general, baths[1]]).real, steadyState(ring, baths).real)).toBeLessThan(
    1e-13,
  );
  // without fields levels meet; six sites have 20 states, none up has one
  expect(wholePoint(ringModel({ sites: 4, spinsUp: 2 }), baths)).toBeUndefined();
  expect(wholePoint(ringModel({ sites: 6, spinsUp: 3, fields: [0, 2, 1, 0, 0, 0] }), baths)).toBeUndefined();
  expect(wholePoint(ringModel({ sites: 4, spinsUp: 0 }), baths)).toBeUndefined();
});

test("one point leaves nothing behind for the next, and keeps what it gave", () => {
  const at = (interaction: number, baths = 2) =>
    steadyState(
      ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] }),
      [1, 3, 2].slice(0, baths).map((site) => ohmicBath({ site, temperature: site })),
    );
  const first = at(1);
  const kept = [first.real.slice(), first.vectors.slice(), first.energies.slice()];
  at(2);
  at(2, 3);
  at(2, 1);
  expect([first.real, first.vectors, first.energies]).toEqual(kept);
  expect(at(1)).toEqual(first);
});
