// The states of one magnetization sector: all ways to place M up spins on N sites, one bit a site. Without a sector they
// are all ways to place any number of them.
import { checkInteger } from "../input/guards";
import { checkTogether, MAX_SITES, type SpinModel } from "./model";

/**
 * The C(N, M) basis states of a sector, or all 2^N, in ascending order of their bit pattern; bit l − 1 set means that
 * site l is up.
 */
export interface SectorBasis {
  /** N, how many sites there are */
  readonly sites: number;
  /** M, how many of the spins are up; left out where all sectors are taken together */
  readonly spinsUp?: number;
  /** n = C(N, M) or 2^N, how many states there are */
  readonly size: number;
  /** the bit patterns, n integers in ascending order */
  readonly states: Int32Array;
}

/**
 * The number of states with `spinsUp` of `sites` spins up, C(N, M), or without `spinsUp` of all states, 2^N.
 *
 * @throws InputError if a number is out of range
 * @example sectorSize(4, 2) // 6
 */
export function sectorSize(sites: number, spinsUp?: number): number {
  checkInteger("sites", sites, 1, MAX_SITES);
  if (spinsUp === undefined) return 2 ** sites;
  checkInteger("spinsUp", spinsUp, 0, sites);
  let size = 1;
  for (let k = 1; k <= spinsUp; k++) size = (size * (sites - spinsUp + k)) / k;
  return Math.round(size);
}

const cache = new Map<number, SectorBasis>();
const swaps = new WeakMap<SectorBasis, Map<number, Int32Array>>();

/**
 * The basis of a sector, or without `spinsUp` of all states of up to 8 sites; the same object at every call.
 *
 * @throws InputError if a number is out of range
 * @example sectorBasis(4, 2).states // [3, 5, 6, 9, 10, 12]: 3 = 0b0011 has sites 1 and 2 up
 */
export function sectorBasis(sites: number, spinsUp?: number): SectorBasis {
  const size = sectorSize(sites, spinsUp);
  const key = spinsUp === undefined ? -sites : sites * (MAX_SITES + 1) + spinsUp;
  const known = cache.get(key);
  if (known) return known;
  if (spinsUp === undefined) checkTogether(sites);
  const states =
    spinsUp === undefined ? Int32Array.from({ length: size }, (_, k) => k) : patterns(size, spinsUp);
  const basis = { sites, ...(spinsUp === undefined ? {} : { spinsUp }), size, states };
  cache.set(key, basis);
  swaps.set(basis, new Map());
  return basis;
}

/** The basis that a model is written in. */
export const basisOf = ({ sites, spinsUp }: Pick<SpinModel, "sites" | "spinsUp">): SectorBasis =>
  sectorBasis(sites, spinsUp);

/** How many states a model has. */
export const sizeOf = ({ sites, spinsUp }: Pick<SpinModel, "sites" | "spinsUp">): number =>
  sectorSize(sites, spinsUp);

/** "with 2 spins up", or what all sectors together are, after a number of sites. */
export const sectorText = (spinsUp: number | undefined): string =>
  spinsUp === undefined ? "without a sector" : `with ${spinsUp} spins up`;

/** The numbers with `spinsUp` bits set, ascending. */
function patterns(size: number, spinsUp: number): Int32Array {
  const states = new Int32Array(size);
  let state = 2 ** spinsUp - 1;
  for (let k = 0; k < size; k++) {
    states[k] = state;
    // next larger number with as many bits set: carry the lowest run of ones up, drop its rest to the bottom
    const lowest = state & -state;
    const carried = state + lowest;
    if (lowest !== 0) state = carried | (((state ^ carried) / lowest) >>> 2);
  }
  return states;
}

/** How many spins are up in the k-th basis state. */
export function spinsUpIn({ states }: SectorBasis, k: number): number {
  let up = 0;
  for (let rest = states[k]; rest > 0; rest &= rest - 1) up++;
  return up;
}

/** The states by how many spins are up in them, which H keeps apart; one list of all in a sector. */
export function sectorsOf(basis: SectorBasis): number[][] {
  const all = Array.from(basis.states.keys());
  if (basis.spinsUp !== undefined) return [all];
  return Array.from({ length: basis.sites + 1 }, (_, up) => all.filter((k) => spinsUpIn(basis, k) === up));
}

/** The index of a bit pattern in the basis, −1 if it is not in the sector. */
export function indexOfState(basis: SectorBasis, state: number): number {
  const { states } = basis;
  let low = 0;
  let high = states.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (states[middle] < state) low = middle + 1;
    else high = middle;
  }
  return states[low] === state ? low : -1;
}

/** +1 if site `l` (from 1) is up in the k-th basis state, −1 if it is down: the eigenvalue of σᶻ_l. */
export function spinAt(basis: SectorBasis, k: number, site: number): 1 | -1 {
  return (basis.states[k] >>> (site - 1)) & 1 ? 1 : -1;
}

/**
 * Where exchange takes each state: entry k is the index of state k with the spins at the two sites swapped
 * if they differ, −1 if they are equal. The same array at every call.
 */
export function exchangePartners(basis: SectorBasis, from: number, to: number): Int32Array {
  const known = swaps.get(basis)!;
  const key = from < to ? from * (MAX_SITES + 1) + to : to * (MAX_SITES + 1) + from;
  let partners = known.get(key);
  if (!partners) {
    const flip = (1 << (from - 1)) | (1 << (to - 1));
    partners = basis.states.map((state, k) =>
      spinAt(basis, k, from) === spinAt(basis, k, to) ? -1 : indexOfState(basis, state ^ flip),
    );
    known.set(key, partners);
  }
  return partners;
}

/**
 * A basis state in the notation of the paper's text, `"↑↓↑↓"`, site 1 first.
 *
 * @param k from 0, as in `basis.states`
 * @throws InputError if there is no such state
 * @example stateLabel(sectorBasis(4, 2), 0) // "↑↑↓↓"
 */
export function stateLabel(basis: SectorBasis, k: number): string {
  checkInteger("k", k, 0, basis.size - 1);
  return Array.from({ length: basis.sites }, (_, l) => (spinAt(basis, k, l + 1) > 0 ? "↑" : "↓")).join("");
}
