// Permutations of the sites that leave a model as it is and every bath site in its place, up to signs: σ⁻_l → s_l σ⁻_l with
// s_l = ±1 turns J_lm into s_l s_m J_lm and nothing else. One that moves any state of the sector commutes with H and with
// every bath operator, so it is conserved and the steady state is not unique.
// With all sectors together, baths may couple through σˣ_l or σʸ_l, which s_l multiplies. There all spins of a part can be turned
// over as well, by Πσˣ, which changes the sign of σᶻ and σʸ: with n n = (1 + σᶻ + σᶻ′ + σᶻσᶻ′)/4, H is the same if the
// fields h_l + Σ_m Δ_lm/4 are those of the images with the other sign.
import { sizeOf } from "./basis";
import type { SpinModel } from "./model";

/** Where a bath couples, and through which Pauli matrix: σᶻ if none is named. */
interface Contact {
  readonly site: number;
  readonly operator?: "x" | "y" | "z";
}

/**
 * A site permutation π other than the identity, with H unchanged, π(site) = site for every bath, and an effect on
 * the states; undefined if there is none.
 *
 * @param baths at sites that must stay
 * @param tolerance values that differ by less than this part of the largest count as equal; the default is rounding
 * @returns π as a list: site l goes to π[l − 1]
 * @example conservedPermutation(ringModel({ sites: 4, spinsUp: 2 }), [{ site: 1 }, { site: 3 }]) // [1, 4, 3, 2]
 */
export function conservedPermutation(
  model: SpinModel,
  baths: readonly Contact[],
  tolerance = 1e-15,
): number[] | undefined {
  const { sites, fields } = model;
  if (sizeOf(model) === 1) return undefined;
  const alike = comparison(model, tolerance);
  const fixed = baths.map(({ site }) => site);
  // mostly every free site has a field of its own, and none can move
  const isFree = (l: number): boolean => !fixed.includes(l + 1);
  let exchangeable = false;
  for (let l = 0; l < sites; l++) {
    for (let m = 0; m < l; m++) exchangeable ||= alike(fields[l], fields[m]) && isFree(l) && isFree(m);
  }
  if (!exchangeable) return undefined;
  const signs = new Map(baths.flatMap(({ site, operator = "z" }) => (operator === "z" ? [] : [[site, 1]])));
  // in a sector of more than one state, every exchange of sites moves some state
  return permutationOf(model, fixed, signs, alike, (l, m) => alike(fields[l - 1], fields[m - 1]), true);
}

/**
 * Sites whose spins can all be turned over, with a permutation of them, so that H and every bath operator stay as they are;
 * undefined if there are none. For models with all sectors together.
 *
 * @returns the sites, and π as in {@link conservedPermutation}, the identity where turning over is all
 */
export function conservedFlip(
  model: SpinModel,
  baths: readonly Contact[],
  tolerance = 1e-15,
): { readonly sites: readonly number[]; readonly permutation: number[] } | undefined {
  const alike = comparison(model, 4 * tolerance);
  const local = model.fields.map((field, l) =>
    model.bonds.reduce(
      (sum, { from, to, interaction }) => sum + (from === l + 1 || to === l + 1 ? interaction / 4 : 0),
      field,
    ),
  );
  for (const sites of joinedSites(
    model,
    ({ exchange, interaction }) => exchange !== 0 || interaction !== 0,
  )) {
    const own = baths.filter(({ site }) => sites.includes(site));
    const signs = new Map(own.map(({ site, operator }) => [site, operator === "y" ? -1 : 1]));
    const split = own.some(
      ({ site, operator = "z" }) => operator === "z" || signs.get(site) !== (operator === "y" ? -1 : 1),
    );
    if (split) continue;
    const fixed = model.fields.flatMap((_, l) => (sites.includes(l + 1) && !signs.has(l + 1) ? [] : [l + 1]));
    const turned = (l: number, m: number): boolean =>
      !sites.includes(l) || alike(local[l - 1], -local[m - 1]);
    const permutation = permutationOf(model, fixed, signs, alike, turned, false);
    if (permutation) return { sites, permutation };
  }
  return undefined;
}

/** The parts of a graph that its bonds of some kind join, each a list of sites. */
export function joinedSites(
  { sites, bonds }: Pick<SpinModel, "sites" | "bonds">,
  joins: (bond: SpinModel["bonds"][number]) => boolean,
): number[][] {
  const part = Array.from({ length: sites + 1 }, (_, l) => l);
  for (const bond of bonds.filter(joins)) {
    const [kept, gone] = [part[bond.from], part[bond.to]];
    for (let l = 1; l <= sites; l++) if (part[l] === gone) part[l] = kept;
  }
  const all = part.slice(1);
  return [...new Set(all)].map((name) => all.flatMap((of, l) => (of === name ? [l + 1] : [])));
}

type Comparison = (x: number, y: number) => boolean;

function comparison({ bonds, fields }: SpinModel, tolerance: number): Comparison {
  let scale = 0;
  for (const field of fields) scale = Math.max(scale, Math.abs(field));
  for (const { exchange, interaction } of bonds)
    scale = Math.max(scale, Math.abs(exchange), Math.abs(interaction));
  return (x, y) => Math.abs(x - y) <= tolerance * scale;
}

/** @param moving whether the identity does not count */
function permutationOf(
  { sites, bonds }: SpinModel,
  fixed: readonly number[],
  signs: ReadonlyMap<number, number>,
  alike: Comparison,
  sameField: (site: number, image: number) => boolean,
  moving: boolean,
): number[] | undefined {
  const couplings = new Map<number, (typeof bonds)[number]>();
  for (const bond of bonds) {
    couplings.set(bond.from * (sites + 1) + bond.to, bond);
    couplings.set(bond.to * (sites + 1) + bond.from, bond);
  }
  const sameBond = (l: number, m: number, l2: number, m2: number): boolean => {
    const one = couplings.get(l * (sites + 1) + m);
    const two = couplings.get(l2 * (sites + 1) + m2);
    return (
      alike(Math.abs(one?.exchange ?? 0), Math.abs(two?.exchange ?? 0)) &&
      alike(one?.interaction ?? 0, two?.interaction ?? 0)
    );
  };
  const image: number[] = [];
  const extend = (moved: boolean): boolean => {
    const site = image.length + 1;
    if (site > sites) return (moved || !moving) && signsFit(bonds, image, couplings, sites, signs);
    for (let candidate = 1; candidate <= sites; candidate++) {
      if (fixed.includes(site) ? candidate !== site : fixed.includes(candidate)) continue;
      if (image.includes(candidate) || !sameField(site, candidate)) continue;
      if (!image.every((other, l) => sameBond(l + 1, site, other, candidate))) continue;
      image.push(candidate);
      if (extend(moved || candidate !== site)) return true;
      image.pop();
    }
    return false;
  };
  return extend(false) ? image : undefined;
}

/** Whether signs s_l = ±1 make every bond (l, m) of the model that of its images: s_l s_m J_π(l)π(m) = J_lm, some of them given. */
function signsFit(
  bonds: SpinModel["bonds"],
  image: readonly number[],
  couplings: ReadonlyMap<number, SpinModel["bonds"][number]>,
  sites: number,
  given: ReadonlyMap<number, number>,
): boolean {
  const sign = Array.from({ length: sites }, (_, l) => given.get(l + 1) ?? 0);
  const turns = bonds.flatMap(({ from, to, exchange }) => {
    const other = couplings.get(image[from - 1] * (sites + 1) + image[to - 1])?.exchange ?? 0;
    return exchange === 0 || other === 0 ? [] : [{ from, to, turn: Math.sign(exchange * other) }];
  });
  // from what is given first, then from a site of every part that this does not reach
  for (let first = -1; first < sites; first++) {
    if (first >= 0 && sign[first] !== 0) continue;
    if (first >= 0) sign[first] = 1;
    for (let grown = true; grown; ) {
      grown = false;
      for (const { from, to, turn } of turns) {
        const [a, b] = [sign[from - 1], sign[to - 1]];
        if (a !== 0 && b !== 0) {
          if (a * b !== turn) return false;
        } else if (a !== 0 || b !== 0) {
          sign[from - 1] = a || b * turn;
          sign[to - 1] = b || a * turn;
          grown = true;
        }
      }
    }
  }
  return true;
}

/** A permutation in words: `sites 2 ↔ 4`, or the full list where it is more than swaps. */
export function permutationText(permutation: readonly number[]): string {
  const swaps = permutation.flatMap((to, l) => (to > l + 1 ? [`${l + 1} ↔ ${to}`] : []));
  const isInvolution = permutation.every((to, l) => permutation[to - 1] === l + 1);
  return isInvolution
    ? `sites ${swaps.join(", ")}`
    : `sites 1…${permutation.length} → ${permutation.join(", ")}`;
}
