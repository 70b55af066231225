// Permutations of the sites that leave a model as it is and every bath site in its place, up to a gauge: σ⁻_l → e^{−iα_l} σ⁻_l
// turns the phase of J_lm by α_l − α_m and nothing else, a negative J_lm being one with a phase π. One that moves any state of
// the sector commutes with H and with every bath operator, so it is conserved and the steady state is not unique.
// With all sectors together, baths may couple through σˣ_l or σʸ_l, where α_l is 0. There all spins of a part can be turned
// over as well, by Πσˣ, which changes the sign of σᶻ, σʸ and every phase: with n n = (1 + σᶻ + σᶻ′ + σᶻσᶻ′)/4, H is the same if the
// fields h_l + Σ_m Δ_lm/4 are those of the images with the other sign.
import { sizeOf } from "./basis";
import type { Contact } from "./gauge";
import type { SpinModel } from "./model";

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
  const given = new Map(baths.flatMap(({ site, operator = "z" }) => (operator === "z" ? [] : [[site, 0]])));
  const fit = { given, over: [], tolerance };
  // in a sector of more than one state, every exchange of sites moves some state
  return permutationOf(model, fixed, fit, alike, (l, m) => alike(fields[l - 1], fields[m - 1]), true);
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
    const turnOf = (operator: Contact["operator"]): number => (operator === "y" ? Math.PI : 0);
    const given = new Map(own.map(({ site, operator }) => [site, turnOf(operator)]));
    const split = own.some(
      ({ site, operator = "z" }) => operator === "z" || given.get(site) !== turnOf(operator),
    );
    if (split) continue;
    const fixed = model.fields.flatMap((_, l) => (sites.includes(l + 1) && !given.has(l + 1) ? [] : [l + 1]));
    const turned = (l: number, m: number): boolean =>
      !sites.includes(l) || alike(local[l - 1], -local[m - 1]);
    const fit = { given, over: sites, tolerance };
    const permutation = permutationOf(model, fixed, fit, alike, turned, false);
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

/** What the angles have to fit. */
interface Fit {
  /** α_l at some sites */
  readonly given: ReadonlyMap<number, number>;
  /** sites whose spins are turned over */
  readonly over: readonly number[];
  readonly tolerance: number;
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
  model: SpinModel,
  fixed: readonly number[],
  fit: Fit,
  alike: Comparison,
  sameField: (site: number, image: number) => boolean,
  moving: boolean,
): number[] | undefined {
  const { sites, bonds } = model;
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
    if (site > sites) return (moved || !moving) && gaugeFits(model, image, couplings, fit);
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

/**
 * Whether angles α_l, some of them given, make the phase of every bond (l, m) that of its image, mod 2π:
 * θ_π(l)π(m) + α_l − α_m = θ_lm, or −θ_π(l)π(m) where spins are turned over.
 */
function gaugeFits(
  { sites, bonds }: SpinModel,
  image: readonly number[],
  couplings: ReadonlyMap<number, SpinModel["bonds"][number]>,
  { given, over, tolerance }: Fit,
): boolean {
  const angles = Array.from({ length: sites }, (_, l) => given.get(l + 1) ?? Number.NaN);
  const turns = bonds.flatMap(({ from, to, exchange, phase = 0 }) => {
    const there = image[from - 1];
    const other = couplings.get(there * (sites + 1) + image[to - 1]);
    if (exchange === 0 || !other || other.exchange === 0) return [];
    const otherPhase = (other.phase ?? 0) * (other.from === there ? 1 : -1) * (over.includes(from) ? -1 : 1);
    return [{ from, to, turn: phase - otherPhase + (exchange * other.exchange < 0 ? Math.PI : 0) }];
  });
  const most = bonds.reduce((sum, { phase = 0 }) => sum + Math.abs(phase), 2 * Math.PI * sites);
  const rounding = Math.max(tolerance, 2 * Number.EPSILON * most);
  // from what is given first, then from a site of every part that this does not reach
  for (let first = -1; first < sites; first++) {
    if (first >= 0 && !Number.isNaN(angles[first])) continue;
    if (first >= 0) angles[first] = 0;
    for (let grown = true; grown; ) {
      grown = false;
      for (const { from, to, turn } of turns) {
        const [a, b] = [angles[from - 1], angles[to - 1]];
        if (Number.isNaN(a) && Number.isNaN(b)) continue;
        if (Number.isNaN(a) || Number.isNaN(b)) {
          if (Number.isNaN(a)) angles[from - 1] = b + turn;
          else angles[to - 1] = a - turn;
          grown = true;
        } else if (Math.abs(Math.sin((a - b - turn) / 2)) > rounding / 2) return false;
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
