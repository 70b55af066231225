import { describe, expect, test } from "vitest";
import { type Bath, ohmicBath } from "../../src/baths/bath";
import { type Bond, ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { type SteadyStateOptions, steadyState } from "../../src/states/steady-state";
import { refusal } from "../support/refusal";

const at = (...sites: number[]): Bath[] =>
  sites.map((site, b) => ohmicBath({ site, temperature: 2 - b / 3 }));
const ring = (
  fields: number[],
  rest: { spinsUp?: number; exchange?: number; interaction?: number } = {},
): SpinModel => ringModel({ sites: fields.length, spinsUp: 2, interaction: 1.5, fields, ...rest });
const bond = (from: number, to: number, exchange = 1): Bond => ({ from, to, exchange, interaction: 1.5 });
const graph = (fields: number[], ...bonds: Bond[]): SpinModel =>
  spinModel({ sites: fields.length, spinsUp: 2, bonds, fields });
const silent = (sites: number[]): Bath[] =>
  sites.map((site) => ohmicBath({ site, temperature: 2, coupling: 0 }));

const open: [string, SpinModel, Bath[], RegExp][] = [
  ["without fields", ring([0, 0, 0, 0]), at(1, 3), /sites 2 ↔ 4/],
  ["with fields symmetric about the axis through the baths", ring([5, 2, 1, 2]), at(1, 3), /sites 2 ↔ 4/],
  ["with fields that differ by a rounding error", ring([0, 0.1 + 0.2, 1, 0.3]), at(1, 3), /sites 2 ↔ 4/],
  ["with one bath on an axis of symmetry", ring([0, 2, 1, 2]), at(1), /sites 2 ↔ 4/],
  ["of six sites without fields", ring([0, 0, 0, 0, 0, 0], { spinsUp: 3 }), at(1, 4), /sites 2 ↔ 6, 3 ↔ 5/],
  ["of two coupled to nothing", ring([1, 2, 3, 4]), silent([1, 3]), /coupling 0/],
  ["without exchange", ring([0, 2, 1, 0.5], { exchange: 0 }), at(1, 3), /without exchange/],
  ["without exchange, two sites", ring([0, 2], { spinsUp: 1, exchange: 0 }), at(1, 2), /without exchange/],
  ["in two parts", graph([1, 2, 3, 4], bond(1, 2), bond(3, 4)), at(1, 3), /no exchange joins sites 3 and 4 /],
  [
    "in two parts, one without a bath",
    graph([1, 2, 3, 4], bond(1, 2), bond(3, 4)),
    at(1, 2),
    /sites 3 and 4/,
  ],
  ["with a site alone", graph([1, 2, 3, 4], bond(1, 2), bond(2, 3)), at(1, 3), /site 4/],
  ["without bonds", graph([1, 2, 3]), at(1, 3), /without exchange/],
  [
    "joined by interaction alone",
    graph([1, 2, 3, 4], bond(1, 2), bond(2, 3, 0), bond(3, 4)),
    at(1, 3),
    /no exchange joins sites 3 and 4 /,
  ],
  [
    "a star with a dark state of two leaves, unequal bonds",
    { ...graph([0.1, 0.5, 0.3, 0.3], bond(1, 2), bond(1, 3, 1.3), bond(1, 4, 0.6)), spinsUp: 1 },
    at(1, 2),
    /levels? /,
  ],
  [
    "a mirror that a sign of a bond hides",
    graph([0, 1, 2, 1], bond(1, 2), bond(2, 3), bond(3, 4), bond(4, 1, -1)),
    at(1),
    /sites 2 ↔ 4/,
  ],
  [
    "free fermions with a mode that vanishes at the bath",
    spinModel({
      sites: 5,
      spinsUp: 2,
      bonds: [1, 0.7, 1.2, 0.9].map((exchange, l) => ({ from: l + 1, to: l + 2, exchange, interaction: 0 })),
    }),
    at(2),
    /no bath joins levels? /,
  ],
  [
    "larger, free fermions with a mode that vanishes at the bath",
    spinModel({
      sites: 9,
      spinsUp: 2,
      bonds: [1, 0.7, 1.2, 0.9, 1.1, 0.8, 1.3, 0.6].map((exchange, l) => ({
        from: l + 1,
        to: l + 2,
        exchange,
        interaction: 0,
      })),
    }),
    at(2),
    /levels? /,
  ],
  [
    "a star with two equal leaves",
    graph([0, 1, 2, 2], bond(1, 2), bond(1, 3), bond(1, 4)),
    at(1, 2),
    /sites 3 ↔ 4/,
  ],
  [
    "larger, in two parts",
    graph(
      [1, 2, 3, 4.5, 5, 7, -2, 0.3],
      bond(1, 2),
      bond(2, 3),
      bond(3, 4),
      bond(5, 6),
      bond(6, 7),
      bond(7, 8),
    ),
    at(1, 5),
    /./,
  ],
  [
    "larger, without exchange",
    ring([0, 2, 1, 0.5, 3, -1, 4, 7], { exchange: 0 }),
    at(1, 5),
    /without exchange/,
  ],
  [
    "larger, with nearly equal fields",
    ring([0, 1, 2, 3, 4, 3, 2, 1 + 1e-15], { spinsUp: 4 }),
    at(1, 5),
    /2 ↔ 8/,
  ],
];

describe.each<SteadyStateOptions>([{}, { method: "dense" }, { method: "krylov" }, { secular: "full" }])(
  "with options %o",
  (options) => {
    test.each(open)("a model %s has no unique steady state", (_, model, baths, reason) => {
      const message = refusal(() => steadyState(model, baths, options));
      expect(message).toMatch(/^the steady state is not unique: /);
      expect(message).toMatch(reason);
    });
  },
);

test.each([
  ["fields that differ at the mirrored sites", ring([0, 2, 1, 0]), at(1, 3)],
  ["a bath off the axis", ring([0, 0, 0, 0]), at(1, 2)],
  ["three baths", ring([0, 0, 0, 0]), at(1, 2, 3)],
  ["a bath at every site and no fields", ring([0, 0, 0, 0, 0]), at(1, 2, 3, 4, 5)],
  ["two sites without fields", ring([0, 0], { spinsUp: 1 }), at(1)],
  ["fields that differ by 1e-3", ring([0, 1, 1, 1 + 1e-3]), at(1, 3)],
])("%s leave one steady state", (_, model, baths) => {
  expect(steadyState(model, baths).certificate.accuracy.populations).toBeLessThan(1e-6);
});

test("how weakly the baths couple says nothing about uniqueness", () => {
  for (const coupling of [1e-2, 1e-6, 1e-10]) {
    const weak = at(1, 3).map((bath) => ({ ...bath, coupling }));
    const { certificate, warnings } = steadyState(ring([0, 2, 1, 0]), weak);
    expect(certificate.accuracy.populations).toBeLessThan(1e-10);
    expect(warnings).toEqual([]);
  }
});

describe.each<SteadyStateOptions>([{}, { method: "dense" }, { method: "krylov" }, { secular: "full" }])(
  "approaching a symmetry, with %o",
  (options) => {
    test("the state is refused before it is wrong by more than it says", () => {
      // the steady state goes to its limit smoothly, while the equations become singular as offset⁻²
      const near = (off: number) => ring([0, 1, 1, 1 + off]);
      const solve = (off: number) => steadyState(near(off), at(1, 3), options);
      const limit = steadyState(near(1e-6), at(1, 3), { secular: options.secular }).populations[0];
      for (let off = 1e-6; off > 1e-13; off /= 2) {
        let state: ReturnType<typeof solve>;
        try {
          state = solve(off);
        } catch {
          continue;
        }
        const admitted = 3e-6 + state.certificate.accuracy.populations;
        expect(Math.abs(state.populations[0] - limit), `fields that differ by ${off}`).toBeLessThan(admitted);
      }
    });
  },
);
