// A graph as it is drawn by hand: sites, bonds and baths come and go, and what is numbered after them keeps up.
import { type ModelDescription, modelFromDescription } from "../../description";
import type { Point } from "../../figures/drawing";
import { InputError } from "../../input/guards";
import { checkDrive } from "../../model/drive";
import type { BondOptions, SpinModel } from "../../model/model";

/** What of a graph is chosen, counted from 1. */
export type Chosen =
  | { readonly site: number; readonly bond?: undefined }
  | { readonly bond: number; readonly site?: undefined };

/** More sites than these are not drawn by hand. */
const MOST_SITES = 12;
/** How far from the middle of the canvas a site may stand, whose bath still fits, and how far from another. */
export const FARTHEST: Point = { x: 1.6, y: 1.1 };
const ROOM = 0.4;
/** How far from the middle of a site or a bond it still is. */
const [SITE_REACH, BOND_REACH] = [0.2, 0.14];

/** Where a drawing begins. */
export const BLANK: ModelDescription = {
  sites: 2,
  spinsUp: 1,
  bonds: [{ from: 1, to: 2 }],
  positions: [
    [-0.8, 0],
    [0.8, 0],
  ],
  baths: [
    { site: 1, temperature: 2 },
    { site: 2, temperature: 1 },
  ],
};

/** A model as a graph of bonds and places that can be changed, as it is. */
export function drawable(description: ModelDescription, { bonds, positions }: SpinModel): ModelDescription {
  const { exchange: _, interaction: __, flux: ___, ...rest } = description;
  return { ...rest, bonds, positions: positions?.map(([x, y]) => [rounded(x), rounded(y)]) };
}

const rounded = (value: number): number => Number(value.toFixed(3)) || 0;

const placesOf = ({ positions = [] }: ModelDescription): readonly (readonly [number, number])[] => positions;

/** With a site more, at a place of the canvas. */
export function withSite(description: ModelDescription, place: Point): ModelDescription {
  const { sites, fields } = description;
  if (sites >= MOST_SITES)
    throw new InputError(`a drawing has at most ${MOST_SITES} sites: take one away first`);
  return {
    ...resized(description),
    sites: sites + 1,
    ...(fields ? { fields: [...fields, 0] } : {}),
    positions: [...placesOf(description), roomAt(description, place)],
  };
}

/** With a site at another place. */
export const withPlace = (description: ModelDescription, site: number, place: Point): ModelDescription => ({
  ...description,
  positions: placesOf(description).map((old, l) => (l === site - 1 ? roomAt(description, place, site) : old)),
});

/** Without a site, its bonds and its baths, and without what names sites by their numbers. */
export function withoutSite(description: ModelDescription, site: number): ModelDescription {
  const { sites, spinsUp, fields, bonds = [], baths } = description;
  if (sites === 1) throw new InputError("a drawing has at least one site");
  const others = <T>(list: readonly T[]): T[] => list.filter((_, l) => l !== site - 1);
  const after = (other: number): number => (other > site ? other - 1 : other);
  const touching = bonds.flatMap(({ from, to }, b) => (from === site || to === site ? [b + 1] : []));
  const bare = touching.reduceRight((graph, bond) => withBondChanged(graph, bond, () => []), description);
  const { expectations: _, ...rest } = resized(bare);
  return inItsSector(description, {
    ...rest,
    sites: sites - 1,
    ...(spinsUp === undefined ? {} : { spinsUp: Math.min(spinsUp, sites - 1) }),
    ...(fields ? { fields: others(fields) } : {}),
    positions: others(placesOf(description)),
    bonds: bare.bonds?.map((bond) => ({ ...bond, from: after(bond.from), to: after(bond.to) })),
    baths: baths.filter((bath) => bath.site !== site).map((bath) => ({ ...bath, site: after(bath.site) })),
  });
}

/** Without loops of sites and a start that has as many states as before. */
function resized({ loops: _, initial, ...rest }: ModelDescription): ModelDescription {
  return typeof initial === "object" && "temperature" in initial ? { ...rest, initial } : rest;
}

/** The place of the bond between two sites, from 1; 0 where there is none. */
export const bondBetween = ({ bonds = [] }: ModelDescription, one: number, other: number): number =>
  1 + bonds.findIndex(({ from, to }) => (from === one && to === other) || (from === other && to === one));

/** With a bond from one site to another, which is not driven; as it is where they are joined already. */
export function withBond(description: ModelDescription, from: number, to: number): ModelDescription {
  const { bonds = [] } = description;
  if (from === to || bondBetween(description, from, to) > 0) return description;
  return { ...driven(description, (amplitudes) => [...amplitudes, 0]), bonds: [...bonds, { from, to }] };
}

/** With a bond changed, or without it. */
export function withBondChanged(
  description: ModelDescription,
  bond: number,
  change: (bond: BondOptions) => BondOptions[],
): ModelDescription {
  const bonds = (description.bonds ?? []).map((one, b) => (b === bond - 1 ? change(one) : [one]));
  return {
    ...driven(description, (amplitudes) => amplitudes.filter((_, b) => bonds[b].length > 0)),
    bonds: bonds.flat(),
  };
}

/** Without loops along bonds that may be gone, and with the amplitudes of a drive that has one a bond. */
function driven(
  { loops: _, ...rest }: ModelDescription,
  change: (amplitudes: readonly number[]) => number[],
): ModelDescription {
  const { drive } = rest;
  if (!drive || typeof drive.amplitude === "number") return rest;
  return { ...rest, drive: { ...drive, amplitude: change(drive.amplitude) } };
}

/** With a bond that leads the other way, and is the same. */
export function withBondReversed(description: ModelDescription, bond: number): ModelDescription {
  const { drive, bonds = [] } = description;
  const turned = withBondChanged(description, bond, ({ from, to, phase, ...rest }) => [
    { ...rest, from: to, to: from, ...(phase ? { phase: -phase } : {}) },
  ]);
  if (!drive) return turned;
  const { frequency, amplitude } = checkDrive(drive, bonds.length);
  return {
    ...turned,
    drive: { frequency, amplitude: amplitude.map((each, b) => (b === bond - 1 ? -each : each)) },
  };
}

/** With a bath at a site: as warm as the paper's cold one. */
export const withBath = (description: ModelDescription, site: number): ModelDescription => ({
  ...description,
  baths: [...description.baths, { site, temperature: 1 }],
});

/** Without a bath, counted from 1. */
export const withoutBath = (description: ModelDescription, bath: number): ModelDescription =>
  inItsSector(description, { ...description, baths: description.baths.filter((_, b) => b !== bath - 1) });

/** With the operator of a bath, counted from 1. */
export const withOperator = (
  description: ModelDescription,
  bath: number,
  operator: "x" | "y" | "z",
): ModelDescription =>
  inItsSector(description, {
    ...description,
    baths: description.baths.map((one, b): ModelDescription["baths"][number] =>
      b === bath - 1 ? { ...one, operator } : one,
    ),
  });

/** Where baths begin to turn spins over all sectors belong together, and where the last one stops half of the spins are up. */
function inItsSector(before: ModelDescription, after: ModelDescription): ModelDescription {
  const [turned, turns] = [before, after].map(({ baths }) =>
    baths.some(({ operator = "z" }) => operator !== "z"),
  );
  const { spinsUp, ...rest } = after;
  if (turns) return rest;
  return turned && spinsUp === undefined ? { ...rest, spinsUp: Math.floor(after.sites / 2) } : after;
}

/** A place as a description has it, with room for the site; `itself` may be near. */
function roomAt(description: ModelDescription, { x, y }: Point, itself?: number): [number, number] {
  const clamp = (value: number, most: number): number => rounded(Math.max(-most, Math.min(most, value)));
  const [a, b] = [clamp(x, FARTHEST.x), clamp(y, FARTHEST.y)];
  const near = placesOf(description).findIndex(
    ([c, d], l) => l + 1 !== itself && Math.hypot(a - c, b - d) < ROOM,
  );
  if (near >= 0)
    throw new InputError(`there is no room beside site ${near + 1}: choose a place farther away`);
  return [a, b];
}

/** Whether sites can be drawn exactly where a description puts them. */
export const stands = (description: ModelDescription): boolean =>
  placesOf(description).length > 0 &&
  placesOf(description).every(
    ([x, y], l, places) =>
      Math.abs(x) <= FARTHEST.x &&
      Math.abs(y) <= FARTHEST.y &&
      places.slice(l + 1).every(([a, b]) => Math.hypot(a - x, b - y) >= SITE_REACH),
  );

/** Where a new site has most room. */
export function freePlace(description: ModelDescription): Point {
  const places = placesOf(description);
  let best = { place: { x: 0, y: 0 }, room: -1 };
  for (let x = -1.6; x <= 1.6; x += 0.4) {
    for (let y = -1; y <= 1; y += 0.5) {
      const room = Math.min(...places.map(([a, b]) => Math.hypot(a - x, b - y)), 1.2);
      if (room > best.room + 1e-9) best = { place: { x, y }, room };
    }
  }
  return best.place;
}

/** What of a graph is at a place of the canvas, if anything: a site before a bond. */
export function chosenAt({ positions = [], bonds }: SpinModel, { x, y }: Point): Chosen | undefined {
  const near = positions.findIndex(([a, b]) => Math.hypot(a - x, b - y) < SITE_REACH);
  if (near >= 0) return { site: near + 1 };
  const bond = bonds.findIndex(({ from, to }) => {
    const [[ax, ay], [bx, by]] = [positions[from - 1], positions[to - 1]];
    const [dx, dy] = [bx - ax, by - ay];
    const part = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(ax + part * dx - x, ay + part * dy - y) < BOND_REACH;
  });
  return bond >= 0 ? { bond: bond + 1 } : undefined;
}

/** A model that may have no bath yet, with the baths it has. */
export function drawn(
  description: ModelDescription,
): Pick<ReturnType<typeof modelFromDescription>, "model" | "baths"> {
  if (description.units !== undefined)
    throw new InputError("units must be left out of a link to the explorer, which shows all in units of J");
  if (!Array.isArray(description.baths) || description.baths.length > 0)
    return modelFromDescription(description);
  const { model } = modelFromDescription({ ...description, baths: [{ site: 1, temperature: 1 }] });
  return { model, baths: [] };
}
