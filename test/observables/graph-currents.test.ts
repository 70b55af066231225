import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { redfieldGenerator } from "../../src/equations/generator";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { heatCurrents, spinCurrents } from "../../src/observables/currents";
import { bondHeat, loopCurrents } from "../../src/observables/graph-currents";
import { kirchhoffError } from "../../src/states/bond-heat";
import { certify } from "../../src/states/certify";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { forAll, graphModel, real, ringSystem } from "../support/random";

const bathsOn = (sites: number): fc.Arbitrary<Bath[]> =>
  fc
    .array(fc.record({ site: fc.integer({ min: 1, max: sites }), temperature: real(0.5, 4) }), {
      minLength: 1,
      maxLength: 4,
    })
    .map((baths) => baths.map((bath) => ohmicBath({ ...bath, coupling: 0.05 })));

const systems = graphModel([3, 5]).chain((model) => bathsOn(model.sites).map((baths) => ({ model, baths })));

/** The state, or nothing where it is refused. */
function stateOf(model: SpinModel, baths: Bath[], lambShift = false): SteadyState | undefined {
  try {
    return steadyState(model, baths, { lambShift });
  } catch {
    return undefined;
  }
}

/** The largest of the numbers, or so much that rounding stays below a part of it. */
const size = (values: Iterable<number>): number => Math.max(1e-3, ...Array.from(values, Math.abs));

describe("the heat along the bonds", () => {
  test("of a ring between two baths is j_u on one branch and j_d on the other", () => {
    const apart = ringSystem({ sites: [4, 6], baths: [2, 2], coupling: [-2, -1] }).filter(
      ({ model, baths: [a, b] }) => {
        const distance = Math.abs(a.site - b.site);
        return distance > 1 && distance < model.sites - 1;
      },
    );
    forAll(apart, 20, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const { upper, lower } = heatCurrents(state);
      const [left, right] = baths.map(({ site }) => site);
      const onUpper = (site: number) =>
        (site - left + model.sites) % model.sites < (right - left + model.sites) % model.sites;
      const expected = model.bonds.map(({ from }) => (onUpper(from) ? upper : lower));
      expectClose(bondHeat(state), expected, 1e-11);
    });
  });

  test.each([false, true])("leaves every site as its baths give it, on any graph, Lamb shift %s", (shift) => {
    let solved = 0;
    forAll(systems, shift ? 20 : 60, ({ model, baths }) => {
      const state = stateOf(model, baths, shift);
      if (!state) return;
      solved++;
      const flow = bondHeat(state);
      for (let site = 1; site <= model.sites; site++) {
        const leaving = model.bonds.reduce(
          (sum, { from, to }, b) => sum + (from === site ? flow[b] : to === site ? -flow[b] : 0),
          0,
        );
        const given = baths.reduce((sum, bath, b) => sum + (bath.site === site ? state.bathHeat[b] : 0), 0);
        expectClose([leaving], [given], 1e-10 * size([...flow, ...state.bathHeat]));
      }
      expect(state.certificate.kirchhoff).toBeLessThan(1e-10);
    });
    expect(solved).toBeGreaterThan(shift ? 10 : 30);
  });

  test("is as much where a bond begins as where it ends, baths at both", () => {
    const everywhere = ringSystem({ sites: [3, 4], baths: [4, 4] });
    forAll(everywhere, 15, ({ model, baths }) => {
      const turned = spinModel({
        ...model,
        bonds: model.bonds.map((bond) => ({ ...bond, from: bond.to, to: bond.from })),
      });
      const flow = bondHeat(steadyState(model, baths));
      const back = bondHeat(steadyState(turned, baths)).map((value) => -value);
      expectClose(back, flow, 1e-11 * size(flow));
    });
  });
});

test("in the secular approximation energy goes from bath to bath along no bond, and none is told", () => {
  const baths = [1, 3].map((site) => ohmicBath({ site, temperature: site }));
  const model = ringModel({ sites: 4, spinsUp: 1, fields: [0, 1, 3, 0] });
  const state = steadyState(model, baths, { secular: "full" });
  expect(state.certificate.kirchhoff).toBe(null);
  const line =
    "the heat along a bond has no meaning in the secular approximation, where energy leaves no path: leave out secular";
  expect(() => bondHeat(state)).toThrow(line);
});

describe("Kirchhoff's rule", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 1, fields: [0, 2, 1, 0] });
  const baths = [1, 2].map((site) => ohmicBath({ site, temperature: site }));
  const ness = steadyState(ring, baths);

  test("is broken by as much as one flow is off, over all that flows", () => {
    const flow = bondHeat(ness);
    const off = 0.1 * Math.abs(flow[2]);
    flow[2] += off;
    const all = flow.reduce((sum, heat) => sum + Math.abs(heat), 0);
    expectClose([kirchhoffError(ness, flow, ness.bathHeat, [2, 3])], [off / (all + 5)], 1e-15);
    expectClose([kirchhoffError(ness, flow, ness.bathHeat, [0, 0])], [off / all], 1e-15);
  });

  test("holds where cold baths hardly exchange anything", () => {
    const cold = [1, 2, 2].map((site, b) => ohmicBath({ site, temperature: 0.05 + 0.02 * b }));
    const { bathHeat, certificate } = steadyState(ring, cold);
    expect(Math.max(...bathHeat)).toBeLessThan(1e-12);
    expect(certificate.kirchhoff).toBeLessThan(1e-12);
  });

  test("is what a state has to obey that is let pass", () => {
    const { generator, real, imag } = { ...ness, generator: redfieldGenerator(ring, baths) };
    const candidate = { generator, real, imag, bathHeat: Float64Array.of(1, -1), gross: [1, 1] };
    const defects = { traceError: 0, hermiticityError: 0 };
    const accuracy = { populations: 0, currents: 0 };
    const known = { accuracy, defects, couplingRatio: 0, residual: 0, converged: true, settled: true };
    const { equation } = generator;
    const system = { model: ring, baths, generator, equation, cutoff: Number.POSITIVE_INFINITY, asked: 0.1 };
    expect(() => certify(system, { ...candidate, ...known })).toThrow(
      /^the heat along the bonds is lost in rounding, it breaks Kirchhoff's rule by 5e-1 of what flows, more than the 0.1 asked: [^\n]+$/,
    );
  });
});

describe("the currents around loops", () => {
  test("of a ring between opposite baths circulate with the mean of its branches", () => {
    const opposite = ringSystem({ sites: [4, 4], baths: [2, 2] }).filter(
      ({ baths: [a, b] }) => Math.abs(a.site - b.site) === 2,
    );
    forAll(opposite, 20, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const { upper, lower, mode } = heatCurrents(state);
      const [loop] = loopCurrents(state);
      expect([loop.sites, loop.mode]).toEqual([[1, 2, 3, 4], mode]);
      expectClose([loop.heat, loop.spin], [(upper + lower) / 2, spinCurrents(state)[0]], 1e-11);
    });
  });

  test("listed the other way round have the other sign and the other mode", () => {
    forAll(ringSystem({ sites: [4, 5], baths: [2, 3] }), 10, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const sites = model.fields.map((_, l) => l + 1);
      const [along] = loopCurrents(state, [sites]);
      const [against] = loopCurrents(state, [[...sites].reverse()]);
      expectClose([against.heat, against.spin], [-along.heat, -along.spin], 1e-14);
      const other = {
        clockwise: "counterclockwise",
        counterclockwise: "clockwise",
        parallel: "parallel",
        none: "none",
      };
      expect(against.mode).toBe(other[along.mode]);
    });
  });

  test("carry all of the spin that flows along every bond", () => {
    forAll(systems, 30, ({ model, baths }) => {
      const state = stateOf(model, baths);
      if (!state) return;
      const left = [...spinCurrents(state)];
      for (const { sites, spin } of loopCurrents(state)) {
        sites.forEach((site, k) => {
          const next = sites[(k + 1) % sites.length];
          model.bonds.forEach(({ from, to }, b) => {
            if (from === site && to === next) left[b] -= spin;
            if (from === next && to === site) left[b] += spin;
          });
        });
      }
      expectClose(
        left,
        left.map(() => 0),
        1e-11 * size(spinCurrents(state)),
      );
    });
  });

  test("rest at equal temperatures", () => {
    const baths = [1, 3].map((site) => ohmicBath({ site, temperature: 1 }));
    const model = spinModel({
      sites: 4,
      spinsUp: 2,
      bonds: [1, 2, 3, 4].map((from) => ({ from, to: (from % 4) + 1, interaction: 1 })),
      fields: [0, 2, 1, 0],
    });
    expect(loopCurrents(steadyState(model, baths))[0].mode).toBe("none");
  });

  test("are told where the Lamb shift moves heat at equal temperatures", () => {
    const baths = [1, 3].map((site) => ohmicBath({ site, temperature: 1, coupling: 0.1 }));
    const model = ringModel({ sites: 4, spinsUp: 2, interaction: 1, fields: [0, 2, 1, 0] });
    const state = steadyState(model, baths, { lambShift: true });
    const [loop] = loopCurrents(state);
    const { upper, lower, mode } = heatCurrents(state);
    expect(Math.min(-upper, -lower)).toBeGreaterThan(1e-4);
    expect([loop.mode, mode]).toEqual(["counterclockwise", "counterclockwise"]);
  });
});
