import fc from "fast-check";
import { permutations } from "mathjs";
import { expect, test } from "vitest";
import { type Bond, ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { conservedPermutation, permutationText } from "../../src/model/symmetry";
import { forAll } from "../support/random";

const bonds = (...pairs: [number, number][]): Bond[] =>
  pairs.map(([from, to]) => ({ from, to, exchange: 1, interaction: 0 }));

const at = (...sites: number[]) => sites.map((site) => ({ site }));

/** Whether π maps the model onto itself, up to signs: fields and interactions as they are, s_l s_m J_π(l)π(m) = J_lm. */
function leavesUnchanged(model: SpinModel, image: number[]): boolean {
  const bond = (l: number, m: number): Pick<Bond, "exchange" | "interaction"> =>
    model.bonds.find((b) => (b.from === l && b.to === m) || (b.from === m && b.to === l)) ?? {
      exchange: 0,
      interaction: 0,
    };
  const signs = Array.from({ length: 2 ** model.sites }, (_, bits) =>
    image.map((_, l) => ((bits >> l) & 1 ? -1 : 1)),
  );
  const pairs = image.flatMap((_, l) => image.slice(0, l).map((_, m) => [l, m]));
  return (
    image.every((to, l) => model.fields[l] === model.fields[to - 1]) &&
    pairs.every(([l, m]) => bond(l + 1, m + 1).interaction === bond(image[l], image[m]).interaction) &&
    signs.some((s) =>
      pairs.every(
        ([l, m]) => s[l] * s[m] * bond(image[l], image[m]).exchange - bond(l + 1, m + 1).exchange === 0,
      ),
    )
  );
}

function allPermutations(n: number): number[][] {
  if (n === 0) return [[]];
  return allPermutations(n - 1).flatMap((p) =>
    Array.from({ length: n }, (_, at) => [...p.slice(0, at), n, ...p.slice(at)]),
  );
}

test("the helper lists all permutations", () => {
  expect(new Set(allPermutations(4).map(String)).size).toBe(permutations(4));
});

test("the ring without fields is unchanged by the reflection about the axis through the baths", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2 });
  expect(conservedPermutation(ring, at(1, 3))).toEqual([1, 4, 3, 2]);
});

test.each([
  ["two fields that differ", ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), [1, 3]],
  ["baths off any axis", ringModel({ sites: 5, spinsUp: 2 }), [1, 2]],
  ["a sector of one state", ringModel({ sites: 4, spinsUp: 4 }), [1, 3]],
  ["a bath at every site", ringModel({ sites: 4, spinsUp: 2 }), [1, 2, 3, 4]],
])("%s leave nothing to exchange", (_, model, baths) => {
  expect(conservedPermutation(model, at(...baths))).toBeUndefined();
});

test("equal leaves of a star can be exchanged, and the largest tolerance counts", () => {
  const star = (field: number) =>
    spinModel({ sites: 4, spinsUp: 1, bonds: bonds([1, 2], [1, 3], [1, 4]), fields: [0, 1, 2, field] });
  expect(conservedPermutation(star(2), at(1, 2))).toEqual([1, 2, 4, 3]);
  expect(conservedPermutation(star(2.0001), at(1, 2))).toBeUndefined();
  expect(conservedPermutation(star(2.0001), at(1, 2), 1e-3)).toEqual([1, 2, 4, 3]);
});

test("what counts as equal is measured by the largest number, of either sign and in any unit of energy", () => {
  const star = (unit: number, difference: number) =>
    spinModel({
      sites: 4,
      spinsUp: 1,
      bonds: bonds([1, 2], [1, 3], [1, 4]).map((bond) => ({ ...bond, exchange: 1e-3 * unit })),
      fields: [0, 1, 20, 20 * (1 + difference)].map((field) => field * unit),
    });
  for (const unit of [1, -1, 1e-30, -1e30]) {
    expect(conservedPermutation(star(unit, 3e-13), at(1, 2), 1e-12)).toEqual([1, 2, 4, 3]);
    expect(conservedPermutation(star(unit, 3e-12), at(1, 2), 1e-12)).toBeUndefined();
  }
  // the couplings may be the largest, too
  for (const part of ["exchange", "interaction"] as const) {
    const pairs = bonds([1, 2], [1, 3]).map((bond, i) => ({ ...bond, [part]: -10 + 3e-12 * i }));
    const model = spinModel({ sites: 3, spinsUp: 1, bonds: pairs, fields: [0, 1, 1] });
    expect(conservedPermutation(model, at(1), 1e-12)).toEqual([1, 3, 2]);
    expect(conservedPermutation(model, at(1))).toBeUndefined(); // left alone, only rounding counts as equal
  }
});

test("a permutation is found exactly where trying all of them finds one", () => {
  const few = fc.constantFrom(0, 1);
  const none = fc.constant(0);
  const graph = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.boolean()).chain(([sites, signsAlone]) =>
    fc.record({
      sites: fc.constant(sites),
      fields: fc.array(signsAlone ? none : few, { minLength: sites, maxLength: sites }),
      couplings: fc.array(
        signsAlone ? fc.tuple(fc.constantFrom(1, -1), none) : fc.tuple(fc.constantFrom(0, 1, -1), few),
        { minLength: 10, maxLength: 10 },
      ),
      fixed: fc.subarray(
        Array.from({ length: sites }, (_, l) => l + 1),
        { minLength: 1 },
      ),
      turned: fc.boolean(),
    }),
  );
  forAll(graph, 200, ({ sites, fields, couplings, fixed, turned }) => {
    const all = [
      [1, 2],
      [2, 3],
      [1, 3],
      [3, 4],
      [1, 4],
      [2, 4],
      [4, 5],
      [1, 5],
      [2, 5],
      [3, 5],
    ];
    const list = all.flatMap(([from, to], i) =>
      to <= sites
        ? [
            {
              from: turned ? to : from,
              to: turned ? from : to,
              exchange: couplings[i][0],
              interaction: couplings[i][1],
            },
          ]
        : [],
    );
    const model = spinModel({ sites, spinsUp: 1, bonds: list, fields });
    const found = conservedPermutation(model, at(...fixed));
    const valid = allPermutations(sites).filter(
      (p) =>
        p.some((to, l) => to !== l + 1) && fixed.every((l) => p[l - 1] === l) && leavesUnchanged(model, p),
    );
    if (found) expect(valid).toContainEqual(found);
    else expect(valid).toEqual([]);
  });
});

test("swaps are named as such, other permutations in full", () => {
  expect(permutationText([1, 4, 3, 2])).toBe("sites 2 ↔ 4");
  expect(permutationText([1, 6, 5, 4, 3, 2])).toBe("sites 2 ↔ 6, 3 ↔ 5");
  expect(permutationText([1, 3, 4, 2])).toBe("sites 1…4 → 1, 3, 4, 2");
});
