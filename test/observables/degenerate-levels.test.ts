// Where levels coincide, an eigensolver may give any basis of their eigenspace, and another numbering of the sites gives
// another one. Nothing that is observed depends on it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OhmicBath, ohmicBath } from "../../src/baths/bath";
import { ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { degenerateLevels, levelPopulations } from "../../src/numerics/eigenspaces";
import { ergotropyParts } from "../../src/observables/ergotropy";
import { inversionRegions, invertedLevels, largestInversion } from "../../src/observables/inversion";
import { sensitivity } from "../../src/observables/sensitivity";
import { levelSlopes, levels, overlaps, type Spectrum, spectrum } from "../../src/observables/spectrum";
import { evolve } from "../../src/states/evolution";
import { type SteadyState, steadyState } from "../../src/states/steady-state";
import { expectClose, largest } from "../support/close";
import { renumberedModel, symmetricGraph, uniformRing } from "../support/degenerate";
import { derivatives } from "../support/derivative";
import { observed, slopes } from "../support/observed";
import { forAll, real } from "../support/random";

/** ρ diagonal in the energy basis but for one coherence c between two levels. */
function twoInOne(energies: number[], p: number[], [a, b]: [number, number], c: number): Float64Array {
  const populations = levelPopulations(
    Float64Array.from(energies),
    Float64Array.from({ length: p.length ** 2 }, (_, i) => {
      const [row, column] = [Math.floor(i / p.length), i % p.length];
      if (row === column) return p[row];
      return (row === a && column === b) || (row === b && column === a) ? c : 0;
    }),
    new Float64Array(p.length ** 2),
  );
  return populations;
}

describe("levels coincide", () => {
  test("where their gap is rounding, whatever the unit of energy, and only there", () => {
    for (const unit of [1e-30, 1, 1e30]) {
      const energies = Float64Array.of(-2, -2 + 1e-15, 0, 1, 1 + 1e-12, 4).map((e) => e * unit);
      expect(degenerateLevels(energies)).toEqual([{ first: 0, end: 2 }]);
    }
    expect(degenerateLevels(new Float64Array(3))).toEqual([{ first: 0, end: 3 }]);
    expect(degenerateLevels(Float64Array.of(5))).toEqual([]);
  });

  test("on a uniform ring in pairs of opposite momentum, with whatever is added to all energies", () => {
    // one spin up on N sites: E = 4J cos q + h (2 − N), q = 2π m / N
    for (const field of [0, 3, 1e6]) {
      const energies = levels(ringModel({ sites: 5, spinsUp: 1, fields: new Array(5).fill(field) }));
      expect(degenerateLevels(energies)).toEqual([
        { first: 0, end: 2 },
        { first: 2, end: 4 },
      ]);
    }
  });
});

describe("the populations of a degenerate level", () => {
  test("are the eigenvalues of ρ within it, descending: (p₁ + p₂)/2 ± √((p₁ − p₂)²/4 + c²)", () => {
    const [mean, half] = [0.2, Math.hypot(0.1, 0.05)];
    const expected = [0.6, mean + half, mean - half];
    expectClose(twoInOne([-1, 1, 1], [0.6, 0.1, 0.3], [1, 2], 0.05), expected, 1e-15);
    // levels apart keep what they hold, whatever the coherence
    expectClose(twoInOne([-1, 1, 1.1], [0.6, 0.1, 0.3], [1, 2], 0.05), [0.6, 0.1, 0.3], 0);
  });

  test("are those of a state on its way as well", () => {
    const model = ringModel({ sites: 3, spinsUp: 1 });
    const [state] = evolve(model, [ohmicBath({ site: 1, temperature: 1 })], "↑↓↓", [0]);
    // |↑↓↓⟩ has 1/3 in each momentum: 2/3 in one pure state of the pair at −2, the rest at 4
    expectClose(state.populations, [2 / 3, 0, 1 / 3], 1e-14);
  });

  test("are never inverted among themselves, and rounding inverts nothing", () => {
    const hand = (energies: number[], p: number[]) => ({
      energies: Float64Array.from(energies),
      populations: Float64Array.from(p),
    });
    expect(invertedLevels(hand([0, 1, 1], [0.5, 0.2, 0.3]))).toEqual([]);
    expect(largestInversion(hand([0, 1, 1], [0.5, 0.2, 0.3]))).toBeCloseTo(-0.3, 15);
    expect(inversionRegions(() => hand([0, 1, 1], [0.5, 0.2, 0.3]), [0, 1])).toEqual([]);
    expect(invertedLevels(hand([0, 1, 2], [0.4, 0.3, 0.3 + 1e-16]))).toEqual([]);
    expect(largestInversion(hand([0, 1, 2], [0.4, 0.3, 0.3 + 1e-16]))).toBe(0);
    expect(invertedLevels(hand([0, 1, 2], [0.4, 0.25, 0.35]))).toEqual([2]);
  });
});

/** The same model and baths with site l called order[l − 1]. */
const renumbered = ({ model, baths }: ReturnType<typeof observedSystem>, order: readonly number[]) => ({
  model: renumberedModel(model, order),
  baths: baths.map((bath) => ({ ...bath, site: order[bath.site - 1] })),
});

const observedSystem = (model: SpinModel, sites: readonly number[], hot: number) => ({
  model,
  baths: sites.map((site, b) => ohmicBath({ site, temperature: b === 0 ? hot : 1 })),
});

test("another numbering of a uniform ring changes no population, no inversion and no part of the ergotropy", () => {
  let degenerate = 0;
  const numbering = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6, maxLength: 6 });
  forAll(fc.tuple(uniformRing(), real(1.5, 4), numbering), 40, ([model, hot, order]) => {
    const system = observedSystem(model, [1, 2], hot);
    const other = renumbered(
      system,
      order.filter((site) => site <= model.sites),
    );
    const [one, two] = [system, other].map((each) => steadyState(each.model, each.baths));
    expectClose(two.energies, one.energies, 1e-13);
    expectClose(two.populations, one.populations, 1e-12);
    expect(invertedLevels(two)).toEqual(invertedLevels(one));
    expectClose([largestInversion(two)], [largestInversion(one)], 1e-12);
    const parts = (state: SteadyState) => Object.values(ergotropyParts(state));
    expectClose(parts(two), parts(one), 1e-11);
    if (degenerateLevels(one.energies).length > 0) degenerate++;
  });
  expect(degenerate).toBeGreaterThan(30);
});

test("nor does it change the populations of a symmetric graph on its way, nor the slopes of its levels", () => {
  let [several, parted] = [0, 0];
  const numbering = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6, maxLength: 6 });
  forAll(fc.tuple(symmetricGraph(), real(1.5, 4), numbering), 40, ([model, hot, all]) => {
    const order = all.filter((site) => site <= model.sites);
    const system = observedSystem(model, [1, 2], hot);
    const other = renumbered(system, order);
    const [one, two] = [system, other].map((each) =>
      evolve(each.model, each.baths, { temperature: 1.2 }, [0, 3, 100]).map(({ populations }) => populations),
    );
    one.forEach((populations, i) => {
      expectClose(two[i], populations, 1e-11); // a machine precision of ‖L‖ t, about 2000
    });
    const field = (of: SpinModel, site: number) => (h: number) => ({
      ...of,
      fields: of.fields.map((own, l) => (l === site - 1 ? h : own)),
    });
    const [before, after] = [
      levelSlopes(field(model, 2), model.fields[1]),
      levelSlopes(field(other.model, order[1]), model.fields[1]),
    ];
    expect(after.map((slope) => slope === null)).toEqual(before.map((slope) => slope === null));
    expectClose(after.map(Number), before.map(Number), 1e-11);
    if (degenerateLevels(levels(model)).some(({ first, end }) => end - first > 2)) several++;
    if (before.includes(null)) parted++;
  });
  expect(Math.min(several, parted)).toBeGreaterThan(10);
});

describe("slopes where levels coincide", () => {
  const paths = ["interaction", "exchange", "baths.1.temperature", "baths.2.coupling"] as const;
  const moved = (model: SpinModel, baths: readonly OhmicBath[], path: (typeof paths)[number], t: number) => {
    const bonds = model.bonds.map((bond) =>
      path === "interaction" || path === "exchange" ? { ...bond, [path]: bond[path] + t } : bond,
    );
    const [hot, cold] = baths;
    const warmer = path === "baths.1.temperature" ? { ...hot, temperature: hot.temperature + t } : hot;
    const closer = path === "baths.2.coupling" ? { ...cold, coupling: cold.coupling + t } : cold;
    return steadyState({ ...model, bonds }, [warmer, closer]);
  };

  test("of everything in a uniform ring are what differences show, and the same in another numbering", () => {
    forAll(fc.tuple(uniformRing(), real(1.5, 4), fc.nat(3)), 30, ([model, hot, choice]) => {
      const { baths } = observedSystem(model, [1, 2], hot);
      const path = paths[choice];
      const state = steadyState(model, baths);
      const exact = slopes(sensitivity(state, path), state.basis.size);
      const step = path === "baths.2.coupling" ? 1e-3 : 0.02;
      const unit = largest(exact) + largest(observed(state)) / step;
      derivatives((t) => observed(moved(model, baths, path, t)), step).forEach(({ value, error }, k) => {
        expect(Math.abs(exact[k] - value), `${path}, entry ${k}`).toBeLessThan(10 * error + 1e-10 * unit);
      });
      const other = renumbered(
        { model, baths },
        [3, 1, 2, 6, 4, 5].filter((site) => site <= model.sites),
      );
      const again = sensitivity(steadyState(other.model, other.baths), path);
      const one = sensitivity(state, path);
      expectClose(again.energies!, one.energies!, 1e-12 * unit);
      expectClose(again.populations!, one.populations!, 1e-10 * unit);
    });
  });

  test("are null for levels that the direction parts, and for equal populations of one level that it parts", () => {
    const model = ringModel({ sites: 5, spinsUp: 2, interaction: 1.3 });
    const driven = steadyState(model, [
      ohmicBath({ site: 1, temperature: 2 }),
      ohmicBath({ site: 2, temperature: 1 }),
    ]);
    const { energies, populations, ergotropyParts: parts } = sensitivity(driven, "fields.3");
    expect([energies, populations, parts]).toEqual([null, null, null]);
    const gibbs = steadyState(model, [
      ohmicBath({ site: 1, temperature: 1 }),
      ohmicBath({ site: 2, temperature: 1 }),
    ]);
    const warmed = sensitivity(gibbs, "baths.1.temperature");
    expect(warmed.populations).toBeNull();
    // whichever of them grows, they stay at one energy
    expectClose(Object.values(warmed.ergotropyParts!), [0, 0, 0], 1e-12);
    // both baths together leave a Gibbs state: dp_k = p_k (E_k − ⟨H⟩) / T²
    const both = sensitivity(gibbs, { "baths.1.temperature": 1, "baths.2.temperature": 1 });
    const mean = gibbs.energies.reduce((sum, e, k) => sum + e * gibbs.populations[k], 0);
    expectClose(
      both.populations!,
      gibbs.energies.map((e, k) => gibbs.populations[k] * (e - mean)),
      1e-11,
    );
  });
});

describe("the slopes of levels along a parameter", () => {
  test("are null where it parts coinciding levels, and a number where both sides agree", () => {
    for (const site of [1, 2, 3]) {
      const field = (h: number) =>
        ringModel({ sites: 3, spinsUp: 1, fields: [1, 2, 3].map((l) => (l === site ? h : 0)) });
      const [one, two, three] = levelSlopes(field, 0);
      expect([one, two]).toEqual([null, null]);
      expect(three).toBeCloseTo(-1 / 3, 14);
    }
    // fields x, 0 and −x on three sites that nothing joins: three levels at 0 with the slopes −2, 0 and 2
    const apart = (x: number) => spinModel({ sites: 3, spinsUp: 1, bonds: [], fields: [x, 0, -x] });
    expect(levelSlopes(apart, 0)).toEqual([null, 0, null]);
  });

  test("exist where the parameter keeps them together, in any numbering and any unit of energy", () => {
    for (const unit of [1e-30, 1, 1e30]) {
      const ring = (x: number) =>
        ringModel({
          sites: 5,
          spinsUp: 2,
          exchange: unit,
          interaction: x,
          fields: new Array(5).fill(unit / 3),
        });
      const slopes = levelSlopes(ring, 1.3 * unit) as number[];
      const other = levelSlopes((x) => renumberedModel(ring(x), [3, 5, 1, 2, 4]), 1.3 * unit) as number[];
      expectClose(other, slopes, 1e-12);
      // ten configurations, five of them with neighbours
      expect(slopes.reduce((a, b) => a + b)).toBeCloseTo(5, 12);
      const [up, down] = [1.3005, 1.2995].map((x) => levels(ring(x * unit)));
      expectClose(
        slopes,
        Array.from(up, (e, k) => (e - down[k]) / (1e-3 * unit)),
        1e-5,
      );
    }
  });
});

test("overlaps do not depend on the basis of an eigenspace, and still add up to one", () => {
  const turned = ({ energies, vectors }: Spectrum, angle: number): Spectrum => {
    const n = energies.length;
    const out = vectors.slice();
    for (const { first } of degenerateLevels(energies)) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let i = first * n; i < (first + 1) * n; i++) {
        [out[i], out[i + n]] = [c * vectors[i] - s * vectors[i + n], s * vectors[i] + c * vectors[i + n]];
      }
    }
    return { energies, vectors: out };
  };
  forAll(fc.tuple(symmetricGraph(), real(0.5, 3), real(0, 6)), 30, ([model, interaction, angle]) => {
    const before = spectrum(model);
    const bonds = model.bonds.map((bond) => ({ ...bond, interaction }));
    const after = spectrum({ ...model, bonds });
    const matrix = overlaps(before, after);
    expectClose(overlaps(turned(before, angle), turned(after, -3 * angle)).flat(), matrix.flat(), 1e-12);
    const ones = new Array<number>(matrix.length).fill(1);
    expectClose(
      matrix.map((row) => row.reduce((a, b) => a + b)),
      ones,
      1e-12,
    );
    expectClose(
      matrix.map((_, l) => matrix.reduce((sum, row) => sum + row[l], 0)),
      ones,
      1e-12,
    );
  });
});
