// Graphs beyond the ring, by name: two rings that share a site or a bond or are joined by a bridge, a ladder, a star.
// All bonds are alike, and every site has its place in a drawing.
import { checkInteger, checkNumber, checkObject, refuse } from "../input/guards";
import { MAX_SITES, type Position, type SpinModel, spinModel } from "./model";

/** What the models of all these graphs take. Energies are in units of J. */
export interface GraphOptions {
  /** M, how many of the spins are up; left out, all sectors are taken together */
  readonly spinsUp?: number;
  /** J of every bond; 1 by default */
  readonly exchange?: number;
  /** Δ of every bond, in J; 0 by default */
  readonly interaction?: number;
  /** h_1 … h_N, in J; 0 by default */
  readonly fields?: readonly number[];
}

/** What {@link twoRingModel} takes. */
export interface TwoRingOptions extends GraphOptions {
  /** how many sites each ring has, three or more */
  readonly rings: readonly [number, number];
  /** what joins them: one site or one bond that both have, or a bond between them */
  readonly joinedBy: "site" | "bond" | "bridge";
  /** the site of the first ring at which the second hangs, or the bond from it to the next; the one opposite to site 1 by default */
  readonly at?: number;
}

/** What {@link ladderModel} takes. */
export interface LadderOptions extends GraphOptions {
  /** how many rungs, two or more */
  readonly rungs: number;
}

/** What {@link starModel} takes. */
export interface StarOptions extends GraphOptions {
  /** N, the centre and three or more around it */
  readonly sites: number;
}

const COUPLINGS = ["spinsUp", "exchange", "interaction", "fields"];

/**
 * Two rings that share a site (N = n₁ + n₂ − 1), share a bond (n₁ + n₂ − 2), or are joined by a bridge (n₁ + n₂).
 *
 * The first ring has the sites 1, …, n₁ clockwise; with those that are new the second goes on clockwise from where it hangs.
 *
 * @returns a model as {@link spinModel} gives it, with `positions`
 * @throws InputError naming the field, the value and what is allowed
 * @example cycleBasis(twoRingModel({ rings: [4, 4], joinedBy: "site", spinsUp: 2 })) // [[1, 2, 3, 4], [3, 5, 6, 7]]
 */
export function twoRingModel(options: TwoRingOptions): SpinModel {
  checkObject("model", options, ["rings", "joinedBy", "at", ...COUPLINGS]);
  const { rings, joinedBy } = options;
  if (!Array.isArray(rings) || rings.length !== 2) refuse("rings", "a list of two numbers of sites", rings);
  const [first, second] = rings.map((size, i) => checkInteger(`rings.${i + 1}`, size, 3, MAX_SITES - 2));
  if (joinedBy !== "site" && joinedBy !== "bond" && joinedBy !== "bridge") {
    refuse("joinedBy", '"site", "bond" or "bridge"', joinedBy);
  }
  const { at = Math.floor(first / 2) + 1 } = options;
  checkInteger("at", at, 1, first);
  const shared = { site: [at], bond: [(at % first) + 1, at], bridge: [] }[joinedBy];
  const total = first + second - shared.length;
  if (total > MAX_SITES) refuse("rings", `of at most ${MAX_SITES} sites together`, total);
  const added = Array.from({ length: second - shared.length }, (_, k) => first + 1 + k);
  const ring = Array.from({ length: first }, (_, l) => l + 1);
  const hung = [...shared.slice(-1), ...added, ...shared.slice(0, -1)];
  const bonds = [...closed(ring), ...closed(hung).slice(0, joinedBy === "bond" ? -1 : undefined)];
  if (joinedBy === "bridge") bonds.push([at, first + 1]);

  // both rings have bonds of length one; the second lies beyond what is shared, as seen from the middle of the first
  const around = polygon(first, 180);
  const outward = 180 - (360 * (at - (joinedBy === "bond" ? 0.5 : 1))) / first;
  const [inner, outer] = [first, second].map((n) =>
    joinedBy === "bond" ? 0.5 / Math.tan(Math.PI / n) : radius(n),
  );
  const centre = point(outward, inner + outer + (joinedBy === "bridge" ? 1 : 0));
  const start = outward + 180 - (joinedBy === "bond" ? 180 / second : 0);
  const beyond = polygon(second, start).map(([x, y]): Position => [centre[0] + x, centre[1] + y]);
  const places = [...around, ...(joinedBy === "bridge" ? beyond : beyond.slice(1, 1 + added.length))];
  return graph(bonds, turned(places, -outward), options);
}

/**
 * A ladder: two legs, sites 1, …, n and n + 1, …, 2n, and a rung between k and n + k.
 *
 * @returns a model as {@link spinModel} gives it, with `positions`
 * @throws InputError naming the field, the value and what is allowed
 * @example ladderModel({ rungs: 3, spinsUp: 3 }).bonds.length // 7
 */
export function ladderModel(options: LadderOptions): SpinModel {
  checkObject("model", options, ["rungs", ...COUPLINGS]);
  const rungs = checkInteger("rungs", options.rungs, 2, MAX_SITES / 2);
  const steps = Array.from({ length: rungs }, (_, k) => k + 1);
  const leg = (first: number): Pair[] => steps.slice(1).map((k): Pair => [first + k - 1, first + k]);
  const bonds = [...leg(0), ...leg(rungs), ...steps.map((k): Pair => [k, rungs + k])];
  const places = [1, 0].flatMap((y) => steps.map((x): Position => [x, y]));
  return graph(bonds, places, options);
}

/**
 * A star: site 1 in the centre, joined with each of the others, which are joined with it alone.
 *
 * @returns a model as {@link spinModel} gives it, with `positions`
 * @throws InputError naming the field, the value and what is allowed
 * @example starModel({ sites: 4, spinsUp: 1, fields: [0, 1, 2, 3] }).bonds.length // 3
 */
export function starModel(options: StarOptions): SpinModel {
  checkObject("model", options, ["sites", ...COUPLINGS]);
  const sites = checkInteger("sites", options.sites, 4, MAX_SITES);
  const arms = Array.from({ length: sites - 1 }, (_, k) => k + 2);
  const places = arms.map((_, k) => point(180 - (360 * k) / arms.length, 1));
  return graph(
    arms.map((arm): Pair => [1, arm]),
    [[0, 0], ...places],
    options,
  );
}

type Pair = [from: number, to: number];

function graph(pairs: readonly Pair[], positions: readonly Position[], options: GraphOptions): SpinModel {
  const { spinsUp, fields, exchange = 1, interaction = 0 } = options;
  checkNumber("exchange", exchange);
  checkNumber("interaction", interaction);
  const bonds = pairs.map(([from, to]) => ({ from, to, exchange, interaction }));
  const short = (value: number): number => Number(value.toFixed(6)) + 0; // no −0
  const places = positions.map(([x, y]): Position => [short(x), short(y)]);
  return spinModel({ sites: places.length, spinsUp, bonds, fields, positions: places });
}

const closed = (ring: readonly number[]): Pair[] =>
  ring.map((site, k): Pair => [site, ring[(k + 1) % ring.length]]);

/** Of a ring whose bonds have length one. */
const radius = (sites: number): number => 0.5 / Math.sin(Math.PI / sites);

/** Clockwise from a polar angle in degrees. */
const polygon = (sites: number, start: number): Position[] =>
  Array.from({ length: sites }, (_, k) => point(start - (360 * k) / sites, radius(sites)));

function point(degrees: number, distance: number): Position {
  const angle = (degrees * Math.PI) / 180;
  return [distance * Math.cos(angle), distance * Math.sin(angle)];
}

function turned(places: readonly Position[], degrees: number): Position[] {
  const [cos, sin] = point(degrees, 1);
  return places.map(([x, y]): Position => [cos * x - sin * y, sin * x + cos * y]);
}
