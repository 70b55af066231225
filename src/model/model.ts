// A model is spins on a graph: bonds carry exchange and interaction, sites carry fields,
//   H = Σ_bonds(l,m) [ 2J_lm (e^{iθ_lm} σ⁺_l σ⁻_m + h.c.) + Δ_lm n_l n_m ] + Σ_l h_l σᶻ_l,   n = (1 + σᶻ)/2,
// restricted to the sector of states with a given number of spins up, or all sectors together. The ring of the paper
// (eq. 1) is one builder on it.
import { checkInteger, checkNumber, checkNumbers, checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";

/** The most sites a state can be numbered for (one bit a site). */
export const MAX_SITES = 30;

/** The most sites whose sectors are solved together, 2^8 = 256 states. */
export const MOST_TOGETHER = 8;

/** A coupling between two sites, in units of J: `exchange` J_lm moves a spin, `interaction` Δ_lm costs energy when both are up. */
export interface Bond {
  /** the site it starts at, from 1: currents along the bond are positive from here */
  readonly from: number;
  /** the site it leads to, from 1 */
  readonly to: number;
  /** J_lm, which moves a spin with amplitude 2 J_lm, in J */
  readonly exchange: number;
  /** Δ_lm, what it costs when both spins are up, in J */
  readonly interaction: number;
  /** θ_lm in radians, which a spin gains as it moves from `to` to `from`; left out where it is 0 */
  readonly phase?: number;
}

/** A place in a drawing: x to the right, y upwards, in any unit. */
export type Position = readonly [x: number, y: number];

/** Spins on a graph, in one magnetization sector or in all of them; plain data. Sites count from 1, `fields[l − 1]` acts on site l. */
export interface SpinModel {
  /** N, how many sites there are */
  readonly sites: number;
  /** M, how many of the spins are up, which H conserves; left out, all 2^N states are meant */
  readonly spinsUp?: number;
  /**
   * every pair of sites that is joined, at most one bond each; a ring has (1,2), (2,3), …, (N,1) in this
   * order
   */
  readonly bonds: readonly Bond[];
  /** h_1 … h_N, +h_l where spin l is up and −h_l where it is down, in J */
  readonly fields: readonly number[];
  /** where each site is drawn, where it was said */
  readonly positions?: readonly Position[];
}

/** A bond as {@link spinModel} takes it: `exchange` is 1 and `interaction` 0 unless it says otherwise. */
export interface BondOptions {
  /** the site it starts at, from 1: currents along the bond are positive from here */
  readonly from: number;
  /** the site it leads to, from 1, another one */
  readonly to: number;
  /** J_lm, in J; 1 by default */
  readonly exchange?: number;
  /** Δ_lm, in J; 0 by default */
  readonly interaction?: number;
  /** θ_lm of the exchange 2J_lm (e^{iθ} σ⁺_from σ⁻_to + h.c.), in radians; 0 by default */
  readonly phase?: number;
}

/** What {@link spinModel} takes. */
export interface SpinModelOptions {
  /** N, an integer from 1 to 30 */
  readonly sites: number;
  /** M, an integer from 0 to N; left out, all sectors are taken together, which up to 8 sites allow */
  readonly spinsUp?: number;
  /** the pairs of sites that are joined, each at most once */
  readonly bonds: readonly BondOptions[];
  /** h_1 … h_N, N numbers in J; 0 by default */
  readonly fields?: readonly number[];
  /** where each site is drawn, N different places; what is clockwise is then as drawn. A layout is found if left out */
  readonly positions?: readonly Position[];
}

/** What {@link ringModel} takes. Energies are in units of J. */
export interface RingOptions {
  /** N, an integer from 2 to 30 */
  readonly sites: number;
  /** M, an integer from 0 to N; left out, all sectors are taken together, which up to 8 sites allow */
  readonly spinsUp?: number;
  /** J of every bond; 1 by default, which makes it the unit of energy */
  readonly exchange?: number;
  /** Δ of every bond, in J; 0 by default */
  readonly interaction?: number;
  /** Φ through the ring in radians, a phase Φ/N on every bond; 0 by default */
  readonly flux?: number;
  /** h_1 … h_N, N numbers in J; 0 by default */
  readonly fields?: readonly number[];
}

/**
 * A model on any graph, every field checked.
 *
 * @param options sites from 1; at most one bond between two sites, `exchange` J_lm (default 1), `interaction` Δ_lm
 * and `phase` θ_lm (default 0); `fields` default to 0
 * @throws InputError naming the field, the value and what is allowed
 * @example spinModel({ sites: 3, spinsUp: 1, bonds: [{ from: 1, to: 2 }, { from: 2, to: 3, exchange: 0.5 }] })
 */
export function spinModel(options: SpinModelOptions): SpinModel {
  checkObject("model", options, ["sites", "spinsUp", "bonds", "fields", "positions"]);
  const { sites, spinsUp, fields } = checkSites(options, 1);
  if (!Array.isArray(options.bonds)) refuse("bonds", "a list of bonds", options.bonds);
  const seen = new Set<number>();
  const bonds: Bond[] = [];
  for (let i = 0; i < options.bonds.length; i++) {
    const bond: BondOptions = options.bonds[i];
    const name = entry("bonds", i);
    checkObject(name, bond, ["from", "to", "exchange", "interaction", "phase"]);
    const from = checkInteger(`${name}.from`, bond.from, 1, sites);
    const to = checkInteger(`${name}.to`, bond.to, 1, sites);
    if (from === to) refuse(`${name}.to`, `another site than ${from}`, to);
    const pair = Math.min(from, to) * (sites + 1) + Math.max(from, to);
    if (seen.has(pair))
      throw new InputError(
        `${name} joins sites ${from} and ${to} a second time: add the couplings up in one bond`,
      );
    seen.add(pair);
    const { exchange = 1, interaction = 0, phase = 0 } = bond;
    checkNumber(`${name}.exchange`, exchange);
    checkNumber(`${name}.interaction`, interaction);
    checkNumber(`${name}.phase`, phase);
    bonds.push(withPhase({ from, to, exchange, interaction }, phase));
  }
  const model = modelOf(sites, spinsUp, bonds, fields);
  const { positions } = options;
  return positions ? { ...model, positions: checkPositions(positions, sites) } : model;
}

const modelOf = (sites: number, spinsUp: number | undefined, bonds: Bond[], fields: number[]): SpinModel =>
  spinsUp === undefined ? { sites, bonds, fields } : { sites, spinsUp, bonds, fields };

function checkPositions(positions: readonly Position[], sites: number): Position[] {
  if (!Array.isArray(positions) || positions.length !== sites) {
    refuse("positions", `a list of ${sites} places [x, y]`, positions);
  }
  const seen = new Map<string, number>();
  return positions.map((position, l) => {
    const name = entry("positions", l);
    const [x, y] = checkNumbers(name, position, 2);
    const taken = seen.get(`${x} ${y}`);
    if (taken !== undefined) refuse(name, `another place than that of site ${taken}`, position);
    seen.set(`${x} ${y}`, l + 1);
    return [x, y];
  });
}

const withPhase = (bond: Bond, phase: number): Bond => (phase === 0 ? bond : { ...bond, phase });

/**
 * The ring of the paper: bonds (1,2), (2,3), …, (N,1), all alike,
 * H = Σ_l [ J(σˣ_l σˣ_{l+1} + σʸ_l σʸ_{l+1}) + Δ n_l n_{l+1} ] + Σ_l h_l σᶻ_l (eq. 1), with a flux Φ through it
 * J(σˣσˣ + σʸσʸ) → 2J(e^{iΦ/N} σ⁺_l σ⁻_{l+1} + h.c.).
 *
 * Two sites make a single bond.
 *
 * @param options `exchange` J (default 1), `interaction` Δ (default 0), `flux` Φ (default 0), `fields` h_1 … h_N (default 0)
 * @throws InputError naming the field, the value and what is allowed
 * @example ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] })
 */
export function ringModel(options: RingOptions): SpinModel {
  checkObject("model", options, ["sites", "spinsUp", "exchange", "interaction", "flux", "fields"]);
  const { sites, spinsUp, fields } = checkSites(options, 2);
  const exchange = checkNumber("exchange", options.exchange === undefined ? 1 : options.exchange);
  const interaction = checkNumber("interaction", options.interaction === undefined ? 0 : options.interaction);
  const flux = checkNumber("flux", options.flux === undefined ? 0 : options.flux);
  if (sites === 2 && flux !== 0) refuse("flux", "left out for two sites, whose one bond is no ring", flux);
  const bonds: Bond[] = [];
  for (let from = 1; from <= (sites === 2 ? 1 : sites); from++) {
    bonds.push(withPhase({ from, to: (from % sites) + 1, exchange, interaction }, flux / sites));
  }
  return modelOf(sites, spinsUp, bonds, fields);
}

/** Whether the bonds are (1,2), (2,3), …, (N,1) in this order, so that "clockwise" has a meaning. */
export function isRing(model: SpinModel): boolean {
  const { sites, bonds } = model;
  return (
    sites > 2 &&
    bonds.length === sites &&
    bonds.every((bond, l) => bond.from === l + 1 && bond.to === ((l + 1) % sites) + 1)
  );
}

function checkSites(
  options: { sites: number; spinsUp?: number; fields?: readonly number[] },
  fewest: number,
): { sites: number; spinsUp?: number; fields: number[] } {
  const sites = checkInteger("sites", options.sites, fewest, MAX_SITES);
  if (options.spinsUp === undefined) checkTogether(sites);
  else checkInteger("spinsUp", options.spinsUp, 0, sites);
  const fields =
    options.fields === undefined ? new Array(sites).fill(0) : checkNumbers("fields", options.fields, sites);
  return { sites, spinsUp: options.spinsUp, fields };
}

/** Refuses more sites than can be solved with all their sectors together. */
export function checkTogether(sites: number): void {
  if (sites <= MOST_TOGETHER) return;
  throw new InputError(
    `sites = ${sites} without spinsUp has ${2 ** sites} states: at most ${MOST_TOGETHER} sites with ${2 ** MOST_TOGETHER} states fit, take fewer sites or give spinsUp`,
    "too-large",
  );
}
