// Permutations of the sites that leave a model as it is and every bath site in its place, up to signs: σ⁻_l → s_l σ⁻_l with
// s_l = ±1 turns J_lm into s_l s_m J_lm and nothing else. One that moves any state of the sector commutes with H and with
// every bath operator, so it is conserved and the steady state is not unique.
import { sectorBasis } from "./basis";
import type { SpinModel } from "./model";

/**
 * A site permutation π other than the identity, with H unchanged, π(site) = site for every bath, and an effect on
 * the sector; undefined if there is none.
 *
 * @param fixedSites sites that must stay, from 1
 * @param tolerance values that differ by less than this part of the largest count as equal; the default is rounding
 * @returns π as a list: site l goes to π[l − 1]
 * @example conservedPermutation(ringModel({ sites: 4, spinsUp: 2 }), [1, 3]) // [1, 4, 3, 2]
 */
export function conservedPermutation(
  model: SpinModel,
  fixedSites: readonly number[],
  tolerance = 1e-15,
): number[] | undefined {
  const { sites, spinsUp, bonds, fields } = model;
  if (sectorBasis(sites, spinsUp).size === 1) return undefined;
  let scale = 0;
  for (const field of fields) scale = Math.max(scale, Math.abs(field));
  for (const { exchange, interaction } of bonds)
    scale = Math.max(scale, Math.abs(exchange), Math.abs(interaction));
  const alike = (x: number, y: number): boolean => Math.abs(x - y) <= tolerance * scale;
  // mostly every free site has a field of its own, and none can move
  const isFree = (l: number): boolean => !fixedSites.includes(l + 1);
  let exchangeable = false;
  for (let l = 0; l < sites; l++) {
    for (let m = 0; m < l; m++) exchangeable ||= alike(fields[l], fields[m]) && isFree(l) && isFree(m);
  }
  if (!exchangeable) return undefined;
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
    if (site > sites) return moved && signsFit(bonds, image, couplings, sites);
    for (let candidate = 1; candidate <= sites; candidate++) {
      if (fixedSites.includes(site) ? candidate !== site : fixedSites.includes(candidate)) continue;
      if (image.includes(candidate) || !alike(fields[site - 1], fields[candidate - 1])) continue;
      if (!image.every((other, l) => sameBond(l + 1, site, other, candidate))) continue;
      image.push(candidate);
      if (extend(moved || candidate !== site)) return true;
      image.pop();
    }
    return false;
  };
  // in a sector of more than one state, every exchange of sites moves some state
  return extend(false) ? image : undefined;
}

/** Whether signs s_l = ±1 make every bond (l, m) of the model that of its images: s_l s_m J_π(l)π(m) = J_lm. */
function signsFit(
  bonds: SpinModel["bonds"],
  image: readonly number[],
  couplings: ReadonlyMap<number, SpinModel["bonds"][number]>,
  sites: number,
): boolean {
  const sign = new Array<number>(sites).fill(0);
  const turns = bonds.flatMap(({ from, to, exchange }) => {
    const other = couplings.get(image[from - 1] * (sites + 1) + image[to - 1])?.exchange ?? 0;
    return exchange === 0 || other === 0 ? [] : [{ from, to, turn: Math.sign(exchange * other) }];
  });
  for (let first = 0; first < sites; first++) {
    if (sign[first] !== 0) continue;
    sign[first] = 1;
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
