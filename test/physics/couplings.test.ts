// Baths that couple through σˣ or σʸ change the number of spins up: all sectors are solved together.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bath, type CouplingOperator, ohmicBath } from "../../src/baths/bath";
import { stateLines } from "../../src/figures/state-figure";
import { hamiltonian } from "../../src/model/matrices";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { spinCurrents } from "../../src/observables/currents";
import { bondHeat } from "../../src/observables/graph-currents";
import { sensitivity } from "../../src/observables/sensitivity";
import { levels } from "../../src/observables/spectrum";
import { solve } from "../../src/solve";
import { evolve } from "../../src/states/evolution";
import { densityMatrix, expectation } from "../../src/states/state";
import { steadyState } from "../../src/states/steady-state";
import { sweep } from "../../src/sweep/sweep";
import { expectClose, largest, rounding } from "../support/close";
import { fullBondEnergy, fullHamiltonian } from "../support/full-space";
import { expectAsQutip, references } from "../support/qutip";
import { forAll, real, reals } from "../support/random";
import { parts, partsOf, plus, redfieldTerms, traceOf } from "../support/redfield";
import { refusal } from "../support/refusal";
import { kernelProjector, superoperator } from "../support/superoperator";

const models = references<{ bondHeat: number[]; expectations: Record<string, number> }>("couplings");

test("there are at least twenty reference models, cross-checked", () => {
  expect(models.length).toBeGreaterThanOrEqual(20);
  for (const { crossCheck } of models) expect(crossCheck).toBeLessThan(1e-13);
});

test.each(models)("$name, as QuTiP solves it", ({ description, expected }) => {
  const texts = Object.keys(expected.expectations);
  const { expectations = {}, ...result } = solve({ ...description, expectations: texts });
  expectClose(Object.values(expectations), Object.values(expected.expectations), 1e-10, "Pauli strings");
  expectAsQutip(result, expected);
});

/** A ring with fields far from any symmetry, one bath that flips spins and up to two more. */
const systems = (operators: readonly CouplingOperator[], most = 4) =>
  fc.integer({ min: 2, max: most }).chain((sites) =>
    fc
      .record({
        interaction: real(-3, 3),
        exchange: real(0.5, 1.5),
        steps: fc.shuffledSubarray([-3, -2, -1, 1, 2, 3], { minLength: sites, maxLength: sites }),
        offsets: reals(sites, -0.3, 0.3),
        order: fc.shuffledSubarray(
          Array.from({ length: sites }, (_, l) => l + 1),
          { minLength: 1, maxLength: Math.min(3, sites) },
        ),
        numbers: fc.array(
          fc.record({
            temperature: real(0.5, 4),
            coupling: real(0.001, 0.05),
            operator: fc.constantFrom(...operators),
          }),
          { minLength: 3, maxLength: 3 },
        ),
      })
      .map(({ interaction, exchange, steps, offsets, order, numbers }) => ({
        model: ringModel({ sites, interaction, exchange, fields: steps.map((h, l) => h + offsets[l]) }),
        baths: order.map((site, b) =>
          ohmicBath({ site, ...numbers[b], operator: b === 0 ? operators[0] : numbers[b].operator }),
        ),
      })),
  );

describe.each([
  { operators: ["x", "z"] },
  { operators: ["y", "z"] },
  { operators: ["x", "y"] },
  { operators: ["y", "x", "z"] },
] as const)("baths of $operators", ({ operators }) => {
  test("the state, in the basis of configurations, solves the equation written out", () => {
    forAll(systems(operators), 25, ({ model, baths }) => {
      const state = steadyState(model, baths);
      const { real: x, imag: y } = densityMatrix(state, "sites");
      const rho = parts(x, y);
      const { turning, dissipated } = redfieldTerms(model, baths, rho);
      const derivative = dissipated.reduce(plus, turning);
      expect(largest(derivative.real.to1DArray())).toBeLessThan(1e-13);
      expect(largest(derivative.imag.to1DArray())).toBeLessThan(1e-13);
      const h = partsOf(fullHamiltonian(model));
      const heat = dissipated.map((part) => traceOf(h, part));
      expectClose(state.bathHeat, heat, 1e-12, "heat from the baths");
      // what a bond gains from its neighbours and its baths is nothing
      model.bonds.forEach((_, b) => {
        const bond = partsOf(fullBondEnergy(model, b));
        expect(Math.abs(traceOf(bond, derivative))).toBeLessThan(1e-12);
      });
    });
  });

  test("equal temperatures give the Gibbs state and stop every current", () => {
    forAll(systems(operators), 20, ({ model, baths }) => {
      const { temperature } = baths[0];
      const state = steadyState(
        model,
        baths.map((bath) => ({ ...bath, temperature })),
      );
      const weights = Array.from(state.energies, (e) => Math.exp((state.energies[0] - e) / temperature));
      const total = weights.reduce((sum, w) => sum + w, 0);
      const n = weights.length;
      const gibbs = state.real.map((_, i) => (i % (n + 1) === 0 ? weights[i % n] / total : 0));
      expectClose(state.real, gibbs, 10 * rounding(state), "X");
      expect(largest(state.imag)).toBeLessThan(10 * rounding(state));
      for (const currents of [state.bathHeat, spinCurrents(state), bondHeat(state)]) {
        expect(largest(currents)).toBeLessThan(100 * rounding(state));
      }
    });
  });

  test("there is nothing between an even and an odd number of spins up", () => {
    forAll(systems(operators), 20, ({ model, baths }) => {
      const { real: x, imag: y } = densityMatrix(steadyState(model, baths), "sites");
      const n = Math.sqrt(x.length);
      const odd = (k: number): number => k.toString(2).replaceAll("0", "").length % 2;
      const between = Array.from({ length: n * n }, (_, i) => i).filter(
        (i) => odd(Math.floor(i / n)) !== odd(i % n),
      );
      expect(largest(between.flatMap((i) => [x[i], y[i]]))).toBeLessThan(1e-14);
    });
  });
});

const FIELDS = [0.3, 2, 1, -0.7];
const ring = (rest: object = {}): SpinModel =>
  ringModel({ sites: 4, interaction: 1.3, fields: FIELDS, ...rest });
const at = (site: number, operator: CouplingOperator, temperature = 1, coupling = 0.01): Bath =>
  ohmicBath({ site, temperature, operator, coupling });

test("turned about z, baths of σˣ are baths of σʸ", () => {
  const [x, y] = (["x", "y"] as const).map((operator) =>
    steadyState(ring(), [at(1, operator, 2), at(3, operator)]),
  );
  expectClose(y.populations, x.populations, 1e-13);
  expectClose(y.bathHeat, x.bathHeat, 1e-13);
  expectClose(spinCurrents(y), spinCurrents(x), 1e-13);
  // e^{iφ(M_k − M_l)} with φ = −π/2: with two spins more the sign changes
  const [before, after] = [x, y].map((state) => densityMatrix(state, "sites"));
  const up = Array.from({ length: 16 }, (_, k) => k.toString(2).replaceAll("0", "").length);
  const sign = (i: number): number => ((up[Math.floor(i / 16)] - up[i % 16]) % 4 === 0 ? 1 : -1);
  const turned = (part: Float64Array): Float64Array => part.map((entry, i) => sign(i) * entry);
  expectClose(after.real, turned(before.real), 1e-13);
  expectClose(after.imag, turned(before.imag), 1e-13);
  const changed = before.real.map((entry, i) => (sign(i) < 0 ? entry : 0));
  expect(largest(changed)).toBeGreaterThan(1e-4); // and there is something whose sign changes
});

test("as the coupling falls, coherences fall with it and the rates alone decide", () => {
  const baths = (coupling: number): Bath[] => [at(1, "x", 2, coupling), at(3, "x", 1, coupling)];
  const rates = steadyState(ring(), baths(1e-3), { secular: "full" }).populations;
  const off = [1e-3, 1e-4, 1e-5].map((coupling) => {
    const state = steadyState(ring(), baths(coupling));
    return Math.max(largest(state.populations.map((p, k) => p - rates[k])), largest(state.imag));
  });
  expect(off[0]).toBeGreaterThan(1e-5);
  expect(off[1] / off[0]).toBeLessThan(0.15);
  expect(off[2] / off[1]).toBeLessThan(0.15);
});

test("all sectors together have the levels of the sectors", () => {
  const together = levels(ring());
  const apart = [0, 1, 2, 3, 4].flatMap((spinsUp) => Array.from(levels(ring({ spinsUp }))));
  expectClose(
    together,
    apart.sort((a, b) => a - b),
    1e-13,
  );
});

test("baths of σᶻ alone come from a configuration to the steady state of its sector", () => {
  const baths = [at(1, "z", 2), at(3, "z")];
  const whole = steadyState(ring(), baths, { initial: "↑↓↑↓" });
  const sector = steadyState(ring({ spinsUp: 2 }), baths);
  expectClose(whole.bathHeat, sector.bathHeat, 1e-12);
  const energy = whole.populations.reduce((sum, p, k) => sum + p * whole.energies[k], 0);
  expectClose([energy], [expectation(sector, hamiltonian(ring({ spinsUp: 2 })))], 1e-12);
});

test("from any start, baths that flip spins lead to their one steady state", () => {
  const model = ringModel({ sites: 3, interaction: 1.3, fields: [0.3, 2, 1] });
  for (const [first, second] of [
    ["x", "x"],
    ["y", "y"],
    ["x", "y"],
  ] as const) {
    const baths = [at(1, first, 2, 0.05), at(3, second, 1, 0.05)];
    const end = steadyState(model, baths);
    for (const start of ["↓↓↓", "↑↓↑"]) {
      const [last] = evolve(model, baths, start, [1e5]);
      expectClose(last.real, end.real, 1e-10);
      expectClose(last.imag, end.imag, 1e-10);
    }
  }
});

test.each([
  ["x", "x"],
  ["y", "z"],
  ["x", "y"],
] as const)("sensitivities are what differences show, of baths of %s and %s", (first, second) => {
  const baths = [at(1, first, 2), at(3, second)];
  const slopes = sensitivity(steadyState(ring(), baths), "interaction");
  const [below, above] = [-1, 1].map((sign) => steadyState(ring({ interaction: 1.3 + sign * 3e-5 }), baths));
  const difference = (of: (state: typeof below) => ArrayLike<number>): number[] =>
    Array.from(of(above), (value, i) => (value - of(below)[i]) / 6e-5);
  expectClose(
    slopes.bathHeat,
    difference((state) => state.bathHeat),
    1e-8,
  );
  expectClose(slopes.spinCurrents, difference(spinCurrents), 1e-8);
  expectClose(
    slopes.populations ?? [],
    difference((state) => state.populations),
    1e-7,
  );
});

test("eight sites are solved, and Kirchhoff's rule holds at each", () => {
  const fields = [0.3, 2, 1, -0.7, 1.6, 0.1, -1.1, 0.8];
  const { bondHeat: flow = [], bathHeat } = solve({
    sites: 8,
    interaction: 1.3,
    fields,
    baths: [at(1, "x", 2), at(4, "x")],
  });
  fields.forEach((_, l) => {
    const given = l === 0 ? bathHeat[0] : l === 3 ? bathHeat[1] : 0;
    expect(Math.abs(flow[l] - flow[(l + 7) % 8] - given)).toBeLessThan(1e-10);
  });
});

test("what is said of a state names its operators, and the spin current of every bond", () => {
  const state = steadyState(ring(), [at(1, "x", 2), at(3, "y")]);
  const [first, heat, ...others] = stateLines(state);
  expect(first).toMatch(/^steady state of a ring of 4 spins, all sectors, /);
  expect(heat).toMatch(/site 1 \(T = 2, σˣ\), .* site 3 \(T = 1, σʸ\)/);
  expect(others.join("\n")).toMatch(/^spin current in J\/ħ: (\S+ along \d–\d, ){3}\S+ along 4–1, positive/m);
});

test("a sweep solves what solve does", async () => {
  const base = { sites: 3, fields: [0.3, 2, 1], baths: [at(1, "x", 2), at(3, "x")] };
  const { rows } = await sweep({
    base,
    axes: { interaction: [0.5, 1.5] },
    observe: ["bathHeat", "populations"],
  });
  rows.forEach((row) => {
    const { bathHeat, populations } = solve({ ...base, interaction: row.interaction as number });
    expect([row.bathHeat1, row.population8]).toEqual([bathHeat[0], populations[7]]);
  });
});

const chain = (fields: number[], interaction = 0): SpinModel =>
  spinModel({
    sites: fields.length,
    bonds: fields.slice(1).map((_, l) => ({ from: l + 1, to: l + 2, interaction })),
    fields,
  });
const pieces = (fields: number[]): SpinModel =>
  spinModel({
    sites: 4,
    bonds: [
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ],
    fields,
  });

test.each([
  ["baths of σᶻ alone", ring(), [at(1, "z"), at(3, "z")], /keeps the number of spins up: give spinsUp/],
  ["a part without any bath", pieces([1, 2, 3, 4]), [at(1, "x")], /joins with sites 3 and 4, and/],
  [
    "a part with a bath of σᶻ",
    pieces([1, 2, 3, 4]),
    [at(1, "x"), at(3, "z")],
    /joins with sites 3 and 4, and/,
  ],
  [
    "a site on its own",
    spinModel({ sites: 3, bonds: [{ from: 1, to: 2 }], fields: [1, 2, 3] }),
    [at(1, "x")],
    /joins with site 3/,
  ],
  ["a bath of coupling 0", ring(), [at(1, "x", 1, 0), at(3, "z")], /keeps the number of spins up/],
  [
    "fields that a reflection leaves",
    ring({ fields: [0.3, 2, 1, 2] }),
    [at(1, "x"), at(3, "x")],
    /sites 2 ↔ 4/,
  ],
  ["no field at all", chain([0, 0, 0]), [at(1, "x")], /turning all spins over leaves/],
  [
    "fields that undo the interaction",
    ring({ interaction: 2, fields: [-1, -1, -1, -1] }),
    [at(1, "y"), at(2, "y")],
    /turning all spins over leaves/,
  ],
  [
    "fields that change their sign",
    chain([0, 1, 0, -1, 0].slice(0, 5)),
    [at(3, "x")],
    /turning all spins over with the exchange of sites 1 ↔ 5, 2 ↔ 4/,
  ],
  [
    "a free spin without a field",
    spinModel({ sites: 2, bonds: [], fields: [0, 1] }),
    [at(1, "x"), at(2, "x")],
    /turning the spins of site 1 over/,
  ],
] as [string, SpinModel, Bath[], RegExp][])(
  "%s: not unique, and said before anything is solved",
  (_, model, baths, reason) => {
    expect(refusal(() => steadyState(model, baths))).toMatch(/^the steady state is not unique/);
    expect(refusal(() => steadyState(model, baths))).toMatch(reason);
  },
);

test("what no symmetry of the sites shows is seen once it is solved: an odd operator that nothing moves", () => {
  // free fermions, of which σˣ at the end moves some alone
  const model = chain([0, -1, 0]);
  expect(refusal(() => steadyState(model, [at(1, "x", 1, 0.05)]))).toMatch(
    /^the steady state is not unique: the baths leave superpositions of levels .* alone/,
  );
  const whole = steadyState(chain([0, -1, 0.2]), [at(1, "x", 1, 0.05)]);
  expect(whole.certificate.accuracy.populations).toBeLessThan(1e-6);
});

test("what is solved has one steady state, what is refused has more", () => {
  const few = fc.constantFrom(0, 0, 1, -1);
  const models = fc.record({
    fields: fc.array(few, { minLength: 3, maxLength: 3 }),
    interaction: fc.constantFrom(0, 1, -2),
    closed: fc.boolean(),
    baths: fc.array(
      fc.record({
        site: fc.constantFrom(1, 2, 3),
        operator: fc.constantFrom("x", "x", "z"),
        temperature: fc.constantFrom(1, 2),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  });
  const counted = { one: 0, more: 0 };
  forAll(models, 16, ({ fields, interaction, closed, baths }) => {
    const model = closed ? ringModel({ sites: 3, interaction, fields }) : chain(fields, interaction);
    const some = baths.map(({ operator, ...bath }) =>
      ohmicBath({ ...bath, operator: operator as "x" | "z" }),
    );
    const { dimension } = kernelProjector(superoperator(model, some));
    if (dimension === 2) {
      counted.one++;
      expect(steadyState(model, some).certificate.accuracy.populations).toBeLessThan(1e-6);
    } else {
      counted.more++;
      expect(refusal(() => steadyState(model, some))).toMatch(/^the steady state is not unique/);
    }
  });
  expect(Math.min(counted.one, counted.more)).toBeGreaterThan(2);
});

test("what turning the spins over would leave, a bath of σᶻ or a field does not", () => {
  for (const [model, baths] of [
    [chain([0, 0, 0.4]), [at(1, "x")]],
    [spinModel({ sites: 2, bonds: [], fields: [0.5, 1] }), [at(1, "x"), at(2, "x")]],
    [chain([0, 0.2]), [at(1, "x"), at(2, "z")]],
  ] as [SpinModel, Bath[]][]) {
    expect(steadyState(model, baths).certificate.accuracy.populations).toBeLessThan(1e-6);
  }
});

test("what cannot be is refused in one line", () => {
  const base = { sites: 4, fields: FIELDS, baths: [at(1, "x", 2), at(3, "x")] };
  expect(refusal(() => solve({ ...base, spinsUp: 2 }))).toBe(
    'baths.1.operator must be "z" where spinsUp is given, got "x": it changes the number of spins up, leave spinsUp out',
  );
  expect(refusal(() => solve({ ...base, sites: 9, fields: undefined }))).toMatch(
    /^sites = 9 without spinsUp has 512 states: at most 8 sites with 256 states fit/,
  );
  expect(refusal(() => ohmicBath({ site: 1, temperature: 1, operator: "w" as "x" }))).toBe(
    'bath.operator must be "x", "y" or "z", got "w"',
  );
  expect(refusal(() => solve({ ...base, initial: "↑↓" }))).toBe('initial must be 4 arrows ↑ or ↓, got "↑↓"');
});
