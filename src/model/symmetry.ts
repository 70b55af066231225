// Permutations of the sites that leave a model as it is and every bath site in its place. One that moves any
// state of the sector commutes with H and with every bath operator, so it is conserved and the steady state
// is not unique.
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
      alike(one?.exchange ?? 0, two?.exchange ?? 0) && alike(one?.interaction ?? 0, two?.interaction ?? 0)
    );
  };
  const image: number[] = [];
  const extend = (moved: boolean): boolean => {
    const site = image.length + 1;
    if (site > sites) return moved;
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

/** A permutation in words: `sites 2 ↔ 4`, or the full list where it is more than swaps. */
export function permutationText(permutation: readonly number[]): string {
  const swaps = permutation.flatMap((to, l) => (to > l + 1 ? [`${l + 1} ↔ ${to}`] : []));
  const isInvolution = permutation.every((to, l) => permutation[to - 1] === l + 1);
  return isInvolution
    ? `sites ${swaps.join(", ")}`
    : `sites 1…${permutation.length} → ${permutation.join(", ")}`;
}
