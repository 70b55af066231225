// What the guided tours and the bars of the levels say, held to the library.
import { describe, expect, test } from "vitest";
import { addressOf, parametersOf } from "../../src/book/explorer/address";
import { feedsAt } from "../../src/book/explorer/feeds";
import { DEFAULTS, type Parameters } from "../../src/book/explorer/parameters";
import { solvePoint } from "../../src/book/explorer/point";
import { fixedText, milliText } from "../../src/book/explorer/readings";
import { PLOTS, TOURS, type TourStep } from "../../src/book/explorer/tours";
import { addressIn, viewOf } from "../../src/book/explorer/views";
import { TEACHING } from "../../src/book/teaching";
import type { ModelDescription } from "../../src/description";
import { digits } from "../../src/figures/words";
import { bathOperator, toMatrix } from "../../src/model/matrices";
import { ringModel } from "../../src/model/model";
import { findMinimum, findRoot } from "../../src/numerics/extrema";
import { invertedLevels } from "../../src/observables/inversion";
import { spectrum } from "../../src/observables/spectrum";
import { solve } from "../../src/solve";

const seen = (changes: Partial<Parameters>) => {
  const { observed, energies, state } = solvePoint({ ...DEFAULTS, ...changes });
  return { ...observed!, energies, state: state! };
};
const pairs = (changes: Partial<Parameters>) => invertedLevels(seen(changes)).join();
const [flip, inversion, laws] = TOURS;
const at = ({ to }: TourStep): Partial<Parameters> => to as Partial<Parameters>;
const described = ({ to }: TourStep): ModelDescription => to as ModelDescription;
const swapped = { tl: 1, tr: 2 };

describe("a tour", () => {
  test.each(TOURS)("$key has four to seven steps, each with a question and two sentences", ({ steps }) => {
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(7);
    for (const { ask, options, right, see, plots } of steps) {
      expect(ask).toMatch(/\?$/);
      expect(new Set(options).size).toBe(options.length);
      expect(options[right]).toBeDefined();
      expect(see.match(/[.](?= [A-Z]|$)/g)).toHaveLength(2);
      for (const plot of plots) expect(PLOTS).toContain(plot);
    }
  });

  test.each(TOURS)("$key has a link for every step, and for a lecture", (tour) => {
    for (const step of tour.steps.keys()) {
      for (const view of [
        { tour, step: step + 1 },
        { tour, step: step + 1, lecture: "spin" as const },
      ])
        expect(viewOf(addressIn(view, addressOf(DEFAULTS))).view).toEqual(view);
    }
    expect(viewOf(`#tour=${tour.key}`).view).toEqual({ tour, step: 1 });
    const point = addressOf({ ...DEFAULTS, delta: 2.4 });
    const turned = { tour, step: 2, turned: true };
    expect(viewOf(addressIn(turned, point))).toEqual({ view: turned, rest: point });
  });

  test("is not needed for a lecture, whose link goes on with the point", () => {
    const point = addressOf({ ...DEFAULTS, delta: 2.19 });
    expect(addressIn({}, point)).toBe(point);
    expect(viewOf(point)).toEqual({ view: {}, rest: point });
    expect(viewOf(addressIn({ lecture: "levels" }, point))).toEqual({
      view: { lecture: "levels" },
      rest: point,
    });
    expect(viewOf("#lecture")).toEqual({ view: { lecture: "heat" }, rest: "#" });
  });

  test.each([
    ["#tour=flop", 'tour must be flip, inversion, laws, got "flop"'],
    ["#tour", "tour must be flip, inversion, laws, got nothing"],
    ["#tour=flip&step=0", 'step must be an integer from 1 to 6, got "0"'],
    ["#tour=flip&step=1.5", 'step must be an integer from 1 to 6, got "1.5"'],
    ["#step=2", 'step must be left out without a tour, got "2"'],
    ["#lecture=sound", "lecture must be heat, spin, levels"],
    ['#tour=flip&{"sites":3}', "a tour has its own models: the link has no place for"],
  ])("%s is refused in one line", (fragment, message) => {
    expect(() => viewOf(fragment)).toThrow(message);
  });
});

test("every link of the lecturers' page opens the point or the tour that it names", () => {
  const [{ source }] = TEACHING.cells;
  const links = [...String(source).matchAll(/explorer\.html(#[^)]*)/g)].map(([, fragment]) => fragment);
  for (const { key } of TOURS) expect(links).toContain(`#lecture&tour=${key}`);
  for (const link of links) {
    const { view, rest } = viewOf(link);
    expect(view.tour ? rest : addressOf(parametersOf(rest)).length, link).not.toBe(0);
  }
});

describe("the flip", () => {
  const [parallel, back, least, turned, mirrored, three] = flip.steps;
  test("begins without a flow, and then both ways lead from hot to cold", () => {
    expect(seen(flip.from).mode).toBe("none");
    const { mode, heatUpper, heatLower } = seen(at(parallel));
    expect([mode, Math.sign(heatUpper), Math.sign(heatLower)]).toEqual(["parallel", 1, -1]);
    expect(parallel.see).toContain(milliText(heatUpper));
    expect(parallel.see).toContain(milliText(-heatLower));
  });

  test("goes on with heat that runs back through site 4, and no law broken", () => {
    const { mode, heatLower, heatFromLeft, certificate } = seen(at(back));
    expect([mode, Math.sign(heatLower), Math.sign(heatFromLeft)]).toEqual(["clockwise", 1, 1]);
    expect(certificate.entropyProduction).toBeGreaterThan(0);
    expect(back.see).toContain(milliText(heatFromLeft));
  });

  test("comes to the least heat, a third, where levels 2 and 3 hardly see one of the baths", () => {
    const heat = (delta: number) => seen({ delta }).heatFromLeft;
    expect(Math.abs(findMinimum(heat, 2, 2.4).at - at(least).delta!)).toBeLessThan(0.005);
    for (let delta = -4; delta <= 4; delta += 0.1) expect(heat(delta)).toBeGreaterThan(heat(2.19));
    expect(heat(2.19) / heat(1.5)).toBeGreaterThan(0.3);
    expect(heat(2.19) / heat(1.5)).toBeLessThan(0.37);
    expect(least.see).toContain(milliText(heat(2.19)));
    const { left, right } = feedsAt({ ...DEFAULTS, ...at(least) });
    expect(left[0]).toBeLessThan(0.05 * right[0]);
    expect(right[1]).toBeLessThan(0.1 * left[1]);
  });

  test("turns the spin current and both ways of the heat at the places that it names", () => {
    expect(seen(at(least)).spinCurrent).toBeGreaterThan(0);
    const { mode, spinCurrent } = seen(at(turned));
    expect([mode, Math.sign(spinCurrent)]).toEqual(["counterclockwise", -1]);
    for (const key of ["spinCurrent", "heatLower", "heatUpper"] as const)
      expect(turned.see).toContain(findRoot((delta) => seen({ delta })[key], 2.1, 2.3).toFixed(3));
  });

  test("turns everything round when hot and cold are swapped, but to another size", () => {
    const [before, after] = [seen(at(turned)), seen(at(mirrored))];
    for (const key of ["heatUpper", "heatLower", "heatFromLeft", "spinCurrent"] as const)
      expect(Math.sign(after[key])).toBe(-Math.sign(before[key]));
    expect(mirrored.see).toContain(milliText(before.spinCurrent));
    expect(mirrored.see).toContain(milliText(after.spinCurrent));
  });

  test("ends with three spins up, whose current no Δ changes", () => {
    const currents = [-4, 0, 2.3, 4].map((delta) => seen({ ...at(three), delta }).spinCurrent);
    for (const current of currents) expect(Math.abs(current - currents[0])).toBeLessThan(1e-13);
    expect(Math.abs(currents[0])).toBeGreaterThan(1e-4);
  });
});

describe("the inversion", () => {
  const [equal, fed, fuller, work, swap, other] = inversion.steps;
  test("begins with equal baths: Boltzmann's factors, and no work, wherever Δ is", () => {
    for (let delta = -4; delta <= 4; delta += 0.5) {
      const { populations, energies, ergotropy } = seen({ ...at(equal), delta });
      for (let k = 1; k < populations.length; k++)
        expect(populations[k] / populations[0]).toBeCloseTo(Math.exp((energies[0] - energies[k]) / 1.5), 8);
      expect(Math.abs(ergotropy)).toBeLessThan(1e-13);
    }
  });

  test("says which bath feeds levels 2 and 3", () => {
    const { left, right } = feedsAt({ ...DEFAULTS, ...at(fed) });
    expect(fed.see).toContain(
      `Level 2 sees the cold bath with ${fixedText(right[0], 2)} and the hot one with ${fixedText(left[0], 2)}, level 3 the cold one with ${fixedText(right[1], 2)} and the hot one with ${fixedText(left[1], 2)}`,
    );
  });

  test("finds level 3 the fuller, by the criterion of level temperatures", () => {
    expect(pairs(at(fuller))).toBe("2");
    const { populations: p, energies: e } = seen(at(fuller));
    expect(fuller.see).toContain(`Level 3 holds ${p[2].toFixed(4)} and level 2 holds ${p[1].toFixed(4)}`);
    const needed = (e[2] - e[0]) / (e[1] - e[0]);
    expect(fuller.see).toContain(needed.toFixed(3));
    const warmth = (k: number) => (e[k] - e[0]) / Math.log(p[0] / p[k]);
    expect(warmth(2) / warmth(1)).toBeGreaterThan(needed);
  });

  test("finds most work left of the crossing, where the inversion is largest and the gap smallest", () => {
    const ergotropy = (delta: number) => seen({ delta }).ergotropy;
    for (let delta = -4; delta <= 4; delta += 0.1)
      expect(ergotropy(2)).toBeGreaterThan(0.9999 * ergotropy(delta));
    expect(work.see).toContain(
      `${milliText(ergotropy(2))} thousandths of J, at 2.27 only ${milliText(ergotropy(2.27))}`,
    );
    const peaks = (of: (delta: number) => number) => findMinimum((delta) => -of(delta), 1.8, 2.8).at;
    const inverted = peaks((delta) => seen({ delta }).populations[2] - seen({ delta }).populations[1]);
    const closest = peaks((delta) => seen({ delta }).energies[1] - seen({ delta }).energies[2]);
    expect(Math.abs(inverted - closest)).toBeLessThan(0.15);
    expect(closest).toBeCloseTo(2.27, 2);
    expect(closest - 2).toBeGreaterThan(2 * Math.abs(inverted - closest));
  });

  test("has a 515th of it left with the baths swapped, and no inversion", () => {
    const [before, after] = [seen(at(work)).ergotropy, seen(at(swap)).ergotropy];
    expect(Math.abs(before / after - 515)).toBeLessThan(1);
    expect(swap.see).toContain(milliText(after));
    expect(pairs(at(swap))).toBe("");
    const { left, right } = feedsAt({ ...DEFAULTS, ...at(swap) });
    expect([right[0] > 3 * left[0], left[1] > 3 * right[1]]).toEqual([true, true]);
  });

  test("ends with levels 3 and 4 inverted, the upper one fed by the right bath, which is hot", () => {
    expect(pairs(at(other))).toBe("3");
    const { populations } = seen(at(other));
    for (const k of [2, 3]) expect(other.see).toContain(`evel ${k + 1} holds ${populations[k].toFixed(4)}`);
    const { left, right } = feedsAt({ ...DEFAULTS, ...at(other) });
    expect(right[2]).toBeGreaterThan(3 * left[2]);
    expect(left[1]).toBeGreaterThan(3 * right[1]);
    expect(pairs({ delta: 0 })).toBe("");
    expect(at(other)).toMatchObject(swapped);
  });
});

describe("the broken laws", () => {
  const [negative, wide, equal, shifted, local] = laws.steps;
  const codes = (changes: Partial<Parameters>) => seen(changes).warnings.map(({ code }) => code);
  test("begin with a state that is one, and a negative probability at strong coupling", () => {
    expect(codes(laws.from)).toEqual([]);
    expect(seen(laws.from).certificate.minEigenvalue).toBeGreaterThan(0);
    const { minEigenvalue } = seen(at(negative)).certificate;
    expect(minEigenvalue).toBeLessThan(0);
    expect(negative.see).toContain(digits(minEigenvalue).replace("-", "−"));
    expect(codes(at(negative))).toContain("negative-probability");
  });

  test("go on with levels wider than they are apart, and nothing negative", () => {
    const { certificate, warnings } = seen(at(wide));
    expect(certificate.minEigenvalue).toBeGreaterThan(0);
    expect(certificate.couplingRatio!.toPrecision(2)).toBe("1.5");
    expect(wide.see).toContain("1.5 times");
    expect(warnings.map(({ code }) => code)).toEqual(["beyond-range"]);
  });

  test("keep one: between equal baths nothing flows, in Gibbs's state, at the strongest coupling", () => {
    const { heatFromLeft, heatUpper, spinCurrent, populations, energies } = seen(at(equal));
    for (const current of [heatFromLeft, heatUpper, spinCurrent])
      expect(Math.abs(current)).toBeLessThan(1e-12);
    for (let k = 1; k < populations.length; k++)
      expect(populations[k] / populations[0]).toBeCloseTo(Math.exp(energies[0] - energies[k]), 8);
  });

  test("let heat flow between equal baths once the Lamb shift is there", () => {
    const { baths } = described(shifted);
    expect(baths.map(({ temperature }) => temperature)).toEqual([1, 1]);
    const { bathHeat, certificate } = solve(described(shifted));
    expect(bathHeat[0]).toBeLessThan(0);
    expect(shifted.see).toContain(milliText(bathHeat[1]));
    expect(shifted.see).toContain(digits(certificate.minEigenvalue).replace("-", "−"));
    expect(certificate.minEigenvalue).toBeLessThan(
      seen({ delta: 0, gamma: 0.1, tl: 1, tr: 1 }).certificate.minEigenvalue,
    );
    const { lambShift: _, ...without } = described(shifted);
    expect(Math.abs(solve(without).bathHeat[0])).toBeLessThan(1e-13);
  });

  test("end with heat from cold to hot, at any coupling, and no negative probability", () => {
    const { bathHeat, certificate, warnings } = solve(described(local));
    expect(described(local).baths.map(({ temperature }) => temperature)).toEqual([1.2, 1]);
    expect(bathHeat[1]).toBeGreaterThan(0);
    expect(local.see).toContain(milliText(bathHeat[1]));
    expect(certificate.minEigenvalue).toBeGreaterThan(0);
    expect(warnings.map(({ code }) => code)).toContain("negative-entropy-production");
    for (const coupling of [1e-4, 0.1]) {
      const { baths, ...rest } = described(local);
      const weaker = solve({ ...rest, baths: baths.map((bath) => ({ ...bath, coupling })) });
      expect(weaker.bathHeat[1]).toBeGreaterThan(0);
    }
  });
});

describe("the bars of who feeds which level", () => {
  test("are the elements of σᶻ at the sites of the baths, with a flux as without", () => {
    for (const flux of [0, 0.7]) {
      const parameters = { ...DEFAULTS, delta: 1.3, flux };
      const model = ringModel({ sites: 4, spinsUp: 2, interaction: 1.3, flux, fields: [0, 2, 1, 0] });
      const { vectors, vectorsImag } = spectrum(model);
      const [re, im] = [toMatrix(vectors), toMatrix(vectorsImag ?? new Float64Array(36))];
      const feeds = feedsAt(parameters);
      for (const [site, values] of [
        [1, feeds.left],
        [3, feeds.right],
      ] as const) {
        const S = bathOperator(model, site);
        const real = re.mmul(S).mmul(re.transpose()).add(im.mmul(S).mmul(im.transpose()));
        const imag = re.mmul(S).mmul(im.transpose()).sub(im.mmul(S).mmul(re.transpose()));
        expect(values.length).toBe(5);
        for (const [k, value] of values.entries())
          expect(value).toBeCloseTo(real.get(0, k + 1) ** 2 + imag.get(0, k + 1) ** 2, 12);
      }
    }
  });

  test("sum to what is left of σᶻ squared, which is 1, and do not depend on how levels that coincide are mixed", () => {
    const total = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);
    for (const h3 of [0, 1, 2]) {
      const { left, right } = feedsAt({ ...DEFAULTS, h3, delta: 2 });
      for (const values of [left, right]) expect(total(values)).toBeLessThan(1 + 1e-12);
    }
    const { left } = feedsAt({ ...DEFAULTS, h2: 0, h3: 0, delta: 0 });
    const { energies } = solvePoint({ ...DEFAULTS, h2: 0, h3: 0, delta: 0 });
    for (let k = 2; k < energies.length; k++)
      if (Math.abs(energies[k] - energies[k - 1]) < 1e-9) expect(left[k - 1]).toBeCloseTo(left[k - 2], 12);
  });
});
