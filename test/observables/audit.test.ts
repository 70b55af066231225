// Every finding of the audit by a model that has it, and a neighbour that has not.
import { describe, expect, test } from "vitest";
import { type Bath, generalBath, type OhmicBathOptions, ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { stateLines } from "../../src/figures/state-figure";
import { bathOperator } from "../../src/model/matrices";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { audit, type Finding, type FindingCode } from "../../src/observables/audit";
import { siteHeatCurrents } from "../../src/observables/currents";
import { bondHeat } from "../../src/observables/graph-currents";
import { solve } from "../../src/solve";
import { type SteadyStateOptions, steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { forAll, ringSystem } from "../support/random";
import { refusal } from "../support/refusal";

type Case = readonly [model: SpinModel, baths: readonly Bath[], options?: SteadyStateOptions];

const ring = (interaction = 1, fields = [0, 2, 1, 0], spinsUp = 2): SpinModel =>
  ringModel({ sites: 4, spinsUp, interaction, fields });
const baths = (left: number, right: number, more: Partial<OhmicBathOptions> = {}): Bath[] => [
  ohmicBath({ site: 1, temperature: left, ...more }),
  ohmicBath({ site: 3, temperature: right, ...more }),
];
/** Two sites whose baths turn spins over. */
const pair = (exchange: number, fields: number[]): SpinModel =>
  spinModel({ sites: 2, bonds: [{ from: 1, to: 2, exchange }], fields });
const turning = (left: number, right: number): Bath[] => [
  ohmicBath({ site: 1, temperature: left, operator: "x" }),
  ohmicBath({ site: 2, temperature: right, operator: "x" }),
];
const secular: SteadyStateOptions = { secular: "full" };
const local: SteadyStateOptions = { equation: "local-lindblad" };
const universal: SteadyStateOptions = { equation: "universal-lindblad" };

const found = (code: FindingCode, [model, own, options]: Case): Finding | undefined =>
  audit(model, own, options).find((finding) => finding.code === code);

test("the ring of the paper, away from its crossing, has nothing to be doubted for", () => {
  expect(audit(ring(), baths(2, 1))).toEqual([]);
});

describe("a model that has it, and a neighbour that has not", () => {
  const uneven = pair(0.5, [3, 0.5]);
  const level = (gap: number): Bath[] => {
    // a resonance of the bath at the distance of two levels, a hundredth wide or one
    const [ground, next] = steadyState(ring(), baths(2, 1)).energies;
    const spectralDensity = `0.001 w / (1 + ((w - ${next - ground + gap / 3}) / ${gap})^2)`;
    return [
      ohmicBath({ site: 1, temperature: 2 }),
      generalBath({ site: 3, temperature: 1, spectralDensity }),
    ];
  };
  const gapped = (from: number): Bath[] => [
    ohmicBath({ site: 1, temperature: 2 }),
    generalBath({
      site: 3,
      temperature: 1,
      spectralDensity: (w) => (w < from ? 0 : 0.01 * w),
      slopeAtZero: 0,
    }),
  ];
  const cases: readonly (readonly [FindingCode, string, Case, Case])[] = [
    [
      "beyond-range",
      "a coupling ten times as strong",
      [ring(2.19), baths(2, 1, { coupling: 0.1 })],
      [ring(2.19), baths(2, 1)],
    ],
    [
      "near-levels",
      "a pair whose exchange is less than its width",
      [pair(0.005, [1, 1]), turning(2, 1)],
      [pair(0.5, [1, 1]), turning(2, 1)],
    ],
    [
      "near-levels",
      "levels that a bath joins",
      [ring(2.19), baths(2, 1, { coupling: 0.1 })],
      [ring(2.19), baths(2, 1)],
    ],
    [
      "slow-bath",
      "a cutoff below the rates",
      [ring(), baths(2, 1, { coupling: 0.1, cutoff: 0.1 })],
      [ring(), baths(2, 1, { coupling: 0.1 })],
    ],
    ["slow-bath", "a resonance narrower than the levels", [ring(), level(0.001)], [ring(), level(1)]],
    [
      "negative-probability",
      "cold baths, strongly coupled",
      [ring(2.19), baths(0.05, 0.6, { coupling: 0.5 })],
      [ring(2.19), baths(0.6, 0.6, { coupling: 0.5 })],
    ],
    [
      "negative-entropy-production",
      "heat from cold to hot",
      [uneven, turning(1.2, 1), local],
      [uneven, turning(1.2, 1)],
    ],
    [
      "heat-at-equal-temperatures",
      "local baths on unequal sites",
      [uneven, turning(1, 1), local],
      [pair(0.5, [1, 1]), turning(1, 1), local],
    ],
    [
      "heat-at-equal-temperatures",
      "the same, asked at other temperatures",
      [uneven, turning(1.2, 1), local],
      [uneven, turning(1.2, 1), secular],
    ],
    ["gibbs-broken", "dephasing alone", [ring(), baths(1, 1), local], [ring(), baths(1, 1)]],
    [
      "gibbs-broken",
      "jumps over all levels at once",
      [ring(), baths(2, 1), universal],
      [ring(), baths(2, 1), secular],
    ],
    [
      "gibbs-broken",
      "the Lamb shift",
      [ring(), baths(1, 1), { lambShift: true }],
      [ring(), baths(1, 1), { ...secular, lambShift: true }],
    ],
    [
      "kirchhoff-broken",
      "no path for the heat",
      [ring(), baths(2, 1), secular],
      [ring(), baths(2, 1), local],
    ],
    [
      "kirchhoff-broken",
      "bonds that no bath touches are fed",
      [ring(), baths(2, 1), universal],
      [ring(), baths(2, 1)],
    ],
    [
      "lamb-shift",
      "the crossing of the paper",
      [ring(2.19), baths(2, 1)],
      [ring(2.19), baths(2, 1), { lambShift: true }],
    ],
    ["below-rounding", "cold baths", [ring(), baths(0.1, 0.05)], [ring(), baths(0.5, 0.3)]],
    ["not-unique", "a mirror", [ring(1, [0, 0, 0, 0]), baths(2, 1)], [ring(1, [0, 0.1, 0, 0]), baths(2, 1)]],
    [
      "ill-conditioned",
      "jumps of a cold bath",
      [ring(), baths(0.1, 0.05), universal],
      [ring(), baths(0.1, 0.05)],
    ],
    [
      "idle-bath",
      "a single state",
      [ring(1, [0, 2, 1, 0], 4), baths(2, 1)],
      [ring(1, [0, 2, 1, 0], 3), baths(2, 1)],
    ],
    [
      "idle-bath",
      "a coupling of 0",
      [ring(), [...baths(2, 1), ohmicBath({ site: 2, temperature: 3, coupling: 0 })]],
      [ring(), [...baths(2, 1), ohmicBath({ site: 2, temperature: 3 })]],
    ],
    ["idle-bath", "a spectral density above all energies", [ring(), gapped(20)], [ring(), gapped(2)]],
    ["idle-bath", "a local bath at T = 0", [ring(), baths(2, 0), local], [ring(), baths(2, 0)]],
  ];

  test.each(cases)("%s: %s", (code, _, has, hasNot) => {
    const finding = found(code, has);
    expect(finding).toBeDefined();
    if (!finding) return;
    const passes = ["negative-probability", "negative-entropy-production", "idle-bath"].includes(code)
      ? finding.value <= finding.limit
      : finding.value >= finding.limit;
    expect(passes).toBe(true);
    expect(Number.isFinite(finding.value)).toBe(true);
    expect(finding.message).toMatch(/^[^\n]+[^.]$/);
    expect(found(code, hasNot)).toBeUndefined();
  });
});

test("values are what they are called: levels, numbers of states, what flows", () => {
  expect(found("beyond-range", [ring(2.19), baths(2, 1, { coupling: 0.1 })])?.levels).toEqual([2, 3]);
  // through each other's mirror image: symmetric and antisymmetric states have one each, and one antisymmetric one is dark
  const mirrored = found("not-unique", [ring(1, [0, 0, 0, 0]), baths(2, 1)]);
  expect(mirrored?.value).toBeGreaterThanOrEqual(2);
  const sectors = ringModel({ sites: 4, interaction: 1, fields: [0, 2, 1, 0] });
  expect(found("not-unique", [sectors, baths(2, 1)])?.value).toBe(5);
  const uneven = pair(0.5, [3, 0.5]);
  const [level, given] = [turning(1.1, 1.1), turning(1.2, 1)].map(
    (own) => steadyState(uneven, own, local).bathHeat[0],
  );
  expect(found("heat-at-equal-temperatures", [uneven, turning(1.2, 1), local])?.message).toContain(
    `, ${Number(((100 * level) / given).toPrecision(2))} % of what flows at those given`,
  );
  const backwards = found("negative-entropy-production", [uneven, turning(1.2, 1), local]);
  expect(backwards?.message).toMatch(
    /^heat flows from the bath at site 2 to the warmer one at site 1, against the second law: the local Lindblad equation /,
  );
  expect(backwards?.value).toBeGreaterThan(-1);
  expect(backwards?.value).toBeLessThan(-0.01);
  // infinitely hot against the state of Gibbs: half the sum of |1/n − p|
  const { populations } = steadyState(ring(), baths(1, 1));
  const distance = populations.reduce((sum, p) => sum + Math.abs(p - 1 / 6), 0) / 2;
  expectClose([found("gibbs-broken", [ring(), baths(1, 1), local])?.value ?? 0], [distance], 1e-12);
  const plain = bondHeat(steadyState(ring(2.19), baths(2, 1)));
  const shifted = bondHeat(steadyState(ring(2.19), baths(2, 1), { lambShift: true }));
  const change = Math.max(...plain.map((flow, b) => Math.abs(flow - shifted[b])));
  expectClose(
    [found("lamb-shift", [ring(2.19), baths(2, 1)])?.value ?? 0],
    [change / Math.max(...plain.map(Math.abs))],
    1e-12,
  );
});

test.each([secular, universal])(
  "what goes past the bonds is what the branches of a ring miss of what the bath gives: %o",
  (options) => {
    const state = steadyState(ring(), baths(2, 1), options);
    const through = siteHeatCurrents(state);
    const missing = Math.abs(state.bathHeat[0] - (through[2] - through[4]));
    // what would flow if none came back, with S from the levels of the state
    const gross = state.baths.reduce((sum, bath) => {
      const s = bathOperator(state.model, bath.site).to2DArray();
      const rate = transitionRate(bath);
      const v = Array.from(state.energies, (_, a) => Array.from(state.vectors.slice(6 * a, 6 * a + 6)));
      return v.reduce((all, from, c) => {
        const out = v.map((to, a) => {
          const element = to.reduce((t, x, i) => t + x * s[i][i] * from[i], 0);
          const energy = state.energies[a] - state.energies[c];
          return 2 * Math.abs(energy) * element ** 2 * rate(energy) * state.real[7 * c];
        });
        return all + out.reduce((t, heat) => t + heat, 0);
      }, sum);
    }, 0);
    expectClose(
      [found("kirchhoff-broken", [ring(), baths(2, 1), options])?.value ?? 0],
      [missing / gross],
      1e-10,
    );
  },
);

test("many levels are counted instead of named", () => {
  const large = ringModel({
    sites: 8,
    spinsUp: 4,
    interaction: 0.7,
    fields: [0.3, 1.4, -0.6, 0.9, -1.2, 0.5, 0.2, -0.7],
  });
  const near = found("near-levels", [
    large,
    [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 5, temperature: 1 })],
  ]);
  expect(near?.message).toMatch(
    new RegExp(`^${near?.levels?.length} of 70 levels, levels \\d+ and \\d+ before all, are up to `),
  );
});

test("a start names one of many steady states: that there are many is still found, and the rest as well", () => {
  const codes = audit(ring(1, [0, 0, 0, 0]), baths(2, 1), { ...universal, initial: "↑↑↓↓" }).map(
    ({ code }) => code,
  );
  expect(codes[0]).toBe("not-unique");
  expect(codes).toContain("kirchhoff-broken");
});

test("the energy unit does not matter", () => {
  const scaled = (by: number): Case => [
    ringModel({ sites: 4, spinsUp: 2, exchange: by, interaction: 2.19 * by, fields: [0, 2 * by, by, 0] }),
    baths(2 * by, by, { coupling: 0.1, cutoff: 10 * by }),
  ];
  const all = (by: number) =>
    audit(...scaled(by)).map(({ code, levels, value }) => [code, levels, value.toPrecision(6)]);
  const one = all(1);
  expect(one.length).toBeGreaterThan(2);
  for (const by of [1e-6, 1e6]) expect(all(by)).toEqual(one);
});

test("laboratory units change no finding", () => {
  const of = (by: number) => ({
    sites: 2,
    bonds: [{ from: 1, to: 2, exchange: by / 2 }],
    fields: [3 * by, by / 2],
  });
  const own = turning(1.2, 1).map((bath) => ({ ...bath, temperature: bath.temperature * 3 }));
  const cutoff = 30;
  const audited = (units: object) =>
    solve({
      ...of(3),
      ...units,
      baths: own.map((bath) => ({ ...bath, cutoff })),
      ...local,
      observe: ["audit"],
    }).audit;
  expect(audited({})?.length).toBe(3);
  expect(audited({ units: { energy: "meV", temperature: "meV" } })).toEqual(audited({}));
});

test("any valid model has an audit, with finite numbers and messages of one line", () => {
  forAll(ringSystem({ sites: [2, 4], baths: [1, 3], coupling: [-4, 0] }), 25, (system) => {
    for (const options of [{}, secular, universal, local]) {
      for (const { message, value, limit } of audit(system.model, system.baths, options)) {
        expect([Number.isFinite(value), Number.isFinite(limit), message.includes("\n")]).toEqual([
          true,
          true,
          false,
        ]);
      }
    }
  });
});

test("what is no model is refused, and one too large for memory", () => {
  expect(refusal(() => audit(ring(), []))).toMatch(/^baths must be a list of at least one bath/);
  expect(refusal(() => audit(ring(), baths(2, 1), { initial: "↑↓" }))).toMatch(/^initial must/);
  const huge = ringModel({ sites: 20, spinsUp: 10 });
  expect(refusal(() => audit(huge, baths(2, 1)))).toMatch(
    /^sites = 20 with spinsUp = 10 has 184756 states and needs about /,
  );
});

test("a description observes it, and a state that shows itself says what it finds", () => {
  const description = { sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0], baths: baths(2, 1) };
  expect(solve(description).audit).toBeUndefined();
  expect(solve({ ...description, observe: ["audit"] }).audit).toEqual(audit(ring(2.19), baths(2, 1)));
  const words = stateLines(steadyState(pair(0.005, [1, 1]), turning(2, 1), secular));
  expect(words.filter((line) => line.startsWith("found: "))).toEqual([
    expect.stringMatching(/^found: levels 2 and 3 are up to 2\.8 of their distance wide/),
  ]);
  const strong = stateLines(steadyState(ring(2.19), baths(2, 1, { coupling: 0.1 })));
  expect(strong.filter((line) => /the coupling is strong/.test(line)).length).toBe(1);
});
