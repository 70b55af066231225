// What must not matter: how sites are numbered, which bath comes first, what energies are measured in. Over models from
// harmless to hopeless: the numbers agree within the sum of their bounds, and a refusal is one for all.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type OhmicBath, ohmicBath } from "../../src/baths/bath";
import { InputError } from "../../src/input/guards";
import { type Bond, type SpinModel, spinModel } from "../../src/model/model";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { forAll, real, scale } from "../support/random";

interface Model {
  readonly model: SpinModel;
  readonly baths: readonly OhmicBath[];
}

/** One parameter out of the ordinary at a time, over many powers of ten. */
const models: fc.Arbitrary<Model> = fc
  .record({
    sites: fc.integer({ min: 2, max: 4 }),
    up: fc.integer({ min: 1, max: 3 }),
    fields: fc.array(real(-2, 2), { minLength: 4, maxLength: 4 }),
    interaction: real(-3, 3),
    which: fc.constantFrom(
      "cutoff",
      "exchange",
      "coupling",
      "temperature",
      "interaction",
      "field",
      "nothing",
    ),
    cutoff: scale(-1.3, 0),
    exchange: scale(-12, 0),
    coupling: scale(-14, 1),
    temperature: scale(-3, 9),
    strong: scale(0, 9),
    field: real(-20, 20),
    two: fc.boolean(),
  })
  .map((drawn) => {
    const { sites, which } = drawn;
    const exchange = which === "exchange" ? drawn.exchange : 1;
    const interaction = which === "interaction" ? drawn.strong : drawn.interaction;
    const bonds: Bond[] = [];
    for (let l = 1; l <= (sites === 2 ? 1 : sites); l++)
      bonds.push({ from: l, to: (l % sites) + 1, exchange, interaction });
    const fields = drawn.fields.slice(0, sites);
    if (which === "field") fields[0] = drawn.field;
    const bath = (site: number, temperature: number) =>
      ohmicBath({
        site,
        temperature: which === "temperature" ? drawn.temperature * temperature : temperature,
        coupling: which === "coupling" ? drawn.coupling : 0.01,
        cutoff: which === "cutoff" ? drawn.cutoff : 10,
      });
    return {
      model: spinModel({ sites, spinsUp: Math.min(drawn.up, sites - 1), bonds, fields }),
      baths: drawn.two ? [bath(1, 2), bath(sites, 1)] : [bath(1, 2)],
    };
  });

function answer({ model, baths }: Model): SteadyState | string {
  try {
    return steadyState(model, baths);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.code;
  }
}

/** Two answers to one question, energies of the second in another unit. */
function expectSame(one: SteadyState | string, two: SteadyState | string, unit = 1): void {
  if (typeof one === "string" || typeof two === "string") {
    expect(two).toBe(one);
    return;
  }
  const [a, b] = [one.certificate.accuracy, two.certificate.accuracy];
  one.populations.forEach((p, k) => {
    expect(Math.abs(p - two.populations[k])).toBeLessThanOrEqual(a.populations + b.populations);
  });
  const flow = grossFlow(one);
  one.bathHeat.forEach((heat, i) => {
    const difference = Math.abs(heat - two.bathHeat[i] / unit ** 2);
    expect(difference).toBeLessThanOrEqual((a.currents + b.currents) * flow + 1e-290);
  });
}

/** At least the gross flow: every level as if it were full. */
function grossFlow({ energies, baths }: SteadyState): number {
  const spread = energies[energies.length - 1] - energies[0];
  return (baths as OhmicBath[])
    .map(({ temperature, coupling }) => 4 * coupling * spread * (spread + temperature))
    .reduce((sum, flow) => sum + flow, 0);
}

test("another unit of energy", () => {
  forAll(models, 60, (system) => {
    for (const unit of [2 ** 100, 2 ** -100]) {
      const { model, baths } = system;
      const scaled: Model = {
        model: {
          ...model,
          fields: model.fields.map((h) => h * unit),
          bonds: model.bonds.map((bond) => ({
            ...bond,
            exchange: bond.exchange * unit,
            interaction: bond.interaction * unit,
          })),
        },
        baths: baths.map((bath) => ({
          ...bath,
          temperature: bath.temperature * unit,
          cutoff: bath.cutoff * unit,
        })),
      };
      const [one, two] = [answer(system), answer(scaled)];
      expectSame(one, two, unit);
      if (typeof one === "string" || typeof two === "string") continue;
      // a power of two takes no digits, and what is relative knows no unit
      expect(two.certificate.accuracy).toEqual(one.certificate.accuracy);
      expect(two.certificate.couplingRatio).toBe(one.certificate.couplingRatio);
      expect(two.certificate.residual).toBe(one.certificate.residual);
    }
  });
});

/** Every site one further, bonds turned around. */
function renumbered({ model, baths }: Model): Model {
  const other = (site: number): number => (site % model.sites) + 1;
  const fields = model.fields.map((_, l) => model.fields[(l + model.sites - 1) % model.sites]);
  const bonds = model.bonds.map(({ from, to, ...rest }) => ({ from: other(to), to: other(from), ...rest }));
  return {
    model: { ...model, fields, bonds: bonds.reverse() },
    baths: baths.map((bath) => ({ ...bath, site: other(bath.site) })),
  };
}

test("another numbering of the sites", () => {
  forAll(models, 60, (system) => expectSame(answer(system), answer(renumbered(system))));
});

test.each([1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-6])(
  "another numbering of the sites, where a field of %s all but parts levels",
  (field) => {
    const bonds = [1, 2, 3, 4, 5].map((from) => ({ from, to: (from % 5) + 1, exchange: 1, interaction: 2 }));
    const model = spinModel({ sites: 5, spinsUp: 2, bonds, fields: [0, field, 0, 0, 0] });
    const system = {
      model,
      baths: [2, 1].map((temperature, b) => ohmicBath({ site: 2 * b + 1, temperature })),
    };
    expectSame(answer(system), answer(renumbered(system)));
    expectSame(answer(system), answer(renumbered(renumbered(system))));
  },
);

test("another order of the baths", () => {
  forAll(models, 60, ({ model, baths }) => {
    const turned = answer({ model, baths: [...baths].reverse() });
    const back =
      typeof turned === "string" ? turned : { ...turned, bathHeat: turned.bathHeat.slice().reverse() };
    expectSame(answer({ model, baths }), back);
  });
});

test("one temperature gives the Gibbs state within the bound, or a refusal", () => {
  let answered = 0;
  forAll(models, 100, ({ model, baths }) => {
    const { temperature } = baths[0];
    const state = answer({ model, baths: baths.map((bath) => ({ ...bath, temperature })) });
    if (typeof state === "string") {
      expect(["not-unique", "ill-conditioned"]).toContain(state);
      return;
    }
    answered++;
    const { energies, populations, certificate } = state;
    const weights = energies.map((e) => Math.exp((energies[0] - e) / temperature));
    const total = weights.reduce((sum, w) => sum + w, 0);
    // energies are rounded, and at low temperature their differences are what counts
    const rounding = (4 * 2 ** -52 * Math.max(...energies.map(Math.abs))) / temperature;
    populations.forEach((p, k) => {
      const expected = weights[k] / total;
      expect(Math.abs(p - expected)).toBeLessThanOrEqual(
        certificate.accuracy.populations + 1e-15 + Math.min(1, rounding) * expected,
      );
    });
  });
  expect(answered).toBeGreaterThan(85);
});
