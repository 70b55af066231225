// What a sweep runs over, as plain JSON: a model description, axes that vary its parameters, and what to observe.
// A parameter is named by its path, as in src/input/path.ts: "interaction", "fields.2", "baths.1.temperature".
// The points are the product of all axes, in a fixed order: the last axis varies fastest.

import { DESCRIPTION_FIELDS, type ModelDescription, modelFromDescription } from "../description";
import {
  checkInteger,
  checkNumber,
  checkObject,
  checkParameter,
  echo,
  InputError,
  refuse,
} from "../input/guards";
import { entry } from "../input/path";
import { sectorSize } from "../model/basis";
import { type Bond, MAX_SITES, MOST_TOGETHER, ringModel } from "../model/model";
import { linspace } from "../numerics/extrema";
import { type Observe, observedColumns, type Shape, shapeOf } from "./observe";

/** `count` equally spaced values, both ends included. */
export interface ValueRange {
  /** the first value */
  readonly from: number;
  /** the last value */
  readonly to: number;
  /** how many there are, both ends included */
  readonly count: number;
}

/** Values that a sweep goes through. */
export type AxisValues = readonly number[] | ValueRange;

/**
 * One axis of a sweep. It sets the parameter that is its name, and its column has _ for every dot in it; with `sets`
 * it drives the parameters listed there, each to offset + slope · value, and its name is free.
 */
export interface Axis {
  /** the parameter that it sets, such as `"interaction"` or `"fields.2"`; any name with `sets` */
  readonly name: string;
  /** the values that it goes through, in the unit of the parameter */
  readonly values: AxisValues;
  /** what it drives, each parameter to offset + slope · value */
  readonly sets?: Readonly<Record<string, readonly [offset: number, slope: number]>>;
}

/** Axes in order, or in short `{ interaction: linspace(-4, 4, 401) }`. */
export type Axes = readonly Axis[] | Readonly<Record<string, AxisValues>>;

/** A sweep as plain data (unless `observe` is a function); what `spin-ring sweep` reads from a file. */
export interface SweepSpec<A extends Axes = Axes, O extends Observe = Observe> {
  /** the model at every point, but for what the axes set */
  readonly base: ModelDescription;
  /** what varies: the points are all combinations, the last axis fastest */
  readonly axes: A;
  /** what each point's row has, by name or by a function of your own */
  readonly observe: O;
}

/** A parameter and what it is set to: offset + slope · value, the value itself without them. */
interface Target {
  readonly path: string;
  readonly affine?: readonly [offset: number, slope: number];
}

interface PlannedAxis {
  readonly name: string;
  /** its column: the name with _ for every dot, which a column of Vega-Lite must not have */
  readonly column: string;
  readonly values: readonly number[];
  readonly targets: readonly Target[];
}

/** A sweep that has been checked. */
export interface SweepPlan {
  readonly base: ModelDescription;
  readonly axes: readonly PlannedAxis[];
  readonly observe: Observe;
  /** how many points there are */
  readonly points: number;
  /** what is observed, by name; unknown before it runs where `observe` is a function */
  readonly columns: readonly string[];
  /** states of the largest sector among the points */
  readonly largestSector: number;
}

const LONGEST_AXIS = 1e7;
const MOST_POINTS = 1e12;
const LARGEST_SECTOR = 4000;

/**
 * Checks a sweep before anything runs.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function planSweep(spec: SweepSpec): SweepPlan {
  checkObject("sweep", spec, ["base", "axes", "observe"]);
  for (const field of ["base", "axes", "observe"] as const) {
    if (spec[field] === undefined) throw new InputError(`${field} is required`);
  }
  const axes = axisList(spec.axes).map(planAxis);
  const repeated = duplicate(axes.map(({ column }) => column));
  if (repeated !== undefined)
    throw new InputError(`axes must have different names, got ${echo(repeated)} twice`);
  const shared = duplicate(axes.flatMap(({ targets }) => targets.map(({ path }) => path)));
  if (shared !== undefined) {
    throw new InputError(`${shared} is set by two axes: give the sweep one axis that sets it`);
  }
  const base = checkBase(spec.base, axes);
  if (base.drive !== undefined) checkDriven(spec.observe);
  const points = axes.reduce((product, axis) => product * axis.values.length, 1);
  if (points > MOST_POINTS) {
    throw new InputError(`axes must make at most ${MOST_POINTS} points, got ${points}`, "too-large");
  }
  const shaped = shapes(base, axes);
  const columns = observedColumns(spec.observe, shaped);
  const taken = [...columns, "warning", "error", "warningCode", "errorCode", "checksum"];
  const clash = axes.find(({ column }) => taken.includes(column));
  if (clash) {
    throw new InputError(`axes must not be named like a column of the result, got ${echo(clash.name)}`);
  }
  const largestSector = shaped.reduce(
    (most, { sites, spinsUp }) => Math.max(most, sectorSize(sites, spinsUp)),
    1,
  );
  return { base, axes, observe: spec.observe, points, columns, largestSector };
}

function checkDriven(observe: Observe): void {
  const unknown = (["bondHeat", "loops", "noise", "uncertaintyRatio"] as const).find(
    (name) => typeof observe !== "function" && observe.includes(name),
  );
  if (unknown) throw new InputError(`observe "${unknown}" is not known under a drive: leave out one of them`);
}

/** The values of all axes at a point, in their order. */
export function pointValues({ axes }: Pick<SweepPlan, "axes">, point: number): number[] {
  const values = new Array<number>(axes.length);
  let rest = point;
  for (let a = axes.length - 1; a >= 0; a--) {
    const { length } = axes[a].values;
    values[a] = axes[a].values[rest % length];
    rest = Math.floor(rest / length);
  }
  return values;
}

/**
 * Writes the parameters of a point into one description, made once: the same object at every call.
 */
export function pointDescriber(plan: Pick<SweepPlan, "base" | "axes">): (point: number) => ModelDescription {
  const description = mutableCopy(plan.base);
  const setters = plan.axes.map(({ targets }) =>
    targets.map(({ path, affine }) => {
      const { holder, key } = locate(description, path);
      return (value: number) => {
        holder[key] = affine ? affine[0] + affine[1] * value : value;
      };
    }),
  );
  return (point) => {
    pointValues(plan, point).forEach((value, a) => {
      for (const set of setters[a]) set(value);
    });
    return description as unknown as ModelDescription;
  };
}

// --- axes ------------------------------------------------------------------------------------------------

/** The axes as a list, also where they are given in short. */
export function axisList(axes: Axes): readonly Axis[] {
  if (typeof axes !== "object" || axes === null) {
    refuse("axes", 'a list of axes, or an object such as {"interaction": [0, 1, 2]}', axes);
  }
  const list = Array.isArray(axes)
    ? (axes as readonly Axis[])
    : Object.entries(axes as Record<string, AxisValues>).map(([name, values]) => ({ name, values }));
  if (list.length === 0) throw new InputError("axes must name at least one axis, got none");
  return list;
}

function planAxis(axis: Axis, a: number): PlannedAxis {
  const { name, values, sets } = checkObject(entry("axes", a), axis, ["name", "values", "sets"]);
  if (typeof name !== "string" || !/^[A-Za-z_][\w.]*$/.test(name)) {
    refuse(`${entry("axes", a)}.name`, "a name of letters, digits, _ and dots", name);
  }
  if (sets !== undefined && name.includes(".")) {
    refuse(`${entry("axes", a)}.name`, "a name without dots where sets says what it drives", name);
  }
  return {
    name,
    column: name.replaceAll(".", "_"),
    values: axisValues(name, values),
    targets: sets === undefined ? [{ path: name }] : targets(name, sets),
  };
}

function axisValues(name: string, values: unknown): readonly number[] {
  const field = `the values of ${name}`;
  if (Array.isArray(values)) {
    if (values.length === 0) throw new InputError(`${field} must be a list of at least one number, got none`);
    return Array.from(values, (value, i) => checkNumber(`value ${i + 1} of ${name}`, value));
  }
  if (typeof values !== "object" || values === null) {
    refuse(field, 'a list of numbers or {"from": 0, "to": 1, "count": 11}', values);
  }
  const range = checkObject(field, values, ["from", "to", "count"]);
  const from = checkNumber(`${field}: from`, range.from);
  const to = checkNumber(`${field}: to`, range.to);
  const count = checkInteger(`${field}: count`, range.count, 1, LONGEST_AXIS);
  if (count === 1 && from !== to) refuse(`${field}: count`, "at least 2 where from and to differ", count);
  return linspace(from, to, count);
}

function targets(name: string, sets: unknown): Target[] {
  const field = `sets of ${name}`;
  if (typeof sets !== "object" || sets === null || Array.isArray(sets)) {
    refuse(field, 'an object such as {"baths.1.temperature": [1.5, 0.5]}', sets);
  }
  const entries = Object.entries(sets);
  if (entries.length === 0) throw new InputError(`${field} must name at least one parameter, got none`);
  return entries.map(([path, affine]) => {
    if (!Array.isArray(affine) || affine.length !== 2) {
      refuse(`${path} in ${field}`, "a pair [offset, slope]", affine);
    }
    const [offset, slope] = affine.map((value, i) =>
      checkNumber(`${i === 0 ? "the offset" : "the slope"} of ${path} in ${field}`, value),
    );
    return { path, affine: [offset, slope] };
  });
}

const duplicate = (names: readonly string[]): string | undefined =>
  names.find((name, i) => names.indexOf(name) !== i);

// --- parameters ------------------------------------------------------------------------------------------

type Mutable = Record<string | number, unknown>;

const OHMIC = ["site", "temperature", "coupling", "cutoff", "exponents"];
const GENERAL = ["site", "temperature", "slopeAtZero", "exponents"];
const BOND = ["exchange", "interaction", "phase"];
/** The same of a whole ring. */
const RING = ["exchange", "interaction", "flux"];
const START = "initial.temperature";
/** Of a drive. */
const FREQUENCY = "drive.frequency";
const AMPLITUDE = "drive.amplitude";

/** The object that holds a parameter and the key under which it does, counted from 0. */
function locate(description: Mutable, path: string): { holder: Mutable; key: string | number } {
  const sites = description.sites as number;
  const bonds = description.bonds as Mutable[] | undefined;
  const baths = description.baths as Mutable[];
  const initial = description.initial as Mutable | undefined;
  const warm = typeof initial === "object" && initial !== null && "temperature" in initial;
  const drive = description.drive as Mutable | undefined;
  const names = [
    "sites",
    "spinsUp",
    ...(bonds ? [] : RING),
    "secular",
    "tier",
    ...(warm ? [START] : []),
    ...driven(drive),
  ];
  const { list, index, field } = checkParameter(path, names, {
    fields: { length: (description.fields as unknown[] | undefined)?.length ?? sites, noun: "site" },
    bonds: { length: bonds?.length ?? (sites === 2 ? 1 : sites), noun: "bond", fields: () => BOND },
    baths: {
      length: baths.length,
      noun: "bath",
      fields: (b) => ("spectralDensity" in baths[b] ? GENERAL : OHMIC),
    },
  });
  if (list === "baths") return { holder: baths[index], key: field };
  if (list === "bonds") return { holder: (bonds ?? spellOut(description))[index], key: field };
  if (drive && field === FREQUENCY) return { holder: drive, key: "frequency" };
  if (drive && field === AMPLITUDE) return { holder: drive, key: "amplitude" };
  if (drive && field.startsWith(`${AMPLITUDE}.`)) {
    return { holder: drive.amplitude as Mutable, key: Number(field.slice(AMPLITUDE.length + 1)) - 1 };
  }
  if (field === START) return { holder: initial as Mutable, key: "temperature" };
  if (list === undefined) return { holder: description, key: field };
  description.fields ??= new Array(sites).fill(0);
  return { holder: description.fields as Mutable, key: index };
}

/** The parameters that a drive has: its amplitude, or that of every bond. */
function driven(drive: Mutable | undefined): string[] {
  if (typeof drive !== "object" || drive === null) return [];
  const { amplitude } = drive;
  return [
    FREQUENCY,
    ...(Array.isArray(amplitude) ? amplitude.map((_, b) => entry(AMPLITUDE, b)) : [AMPLITUDE]),
  ];
}

/** Turns a description of a ring into one of a graph; returns the bonds. */
function spellOut(description: Mutable): Mutable[] {
  const { sites, exchange, interaction, flux } = description as unknown as ModelDescription;
  const { bonds } = ringModel({ sites, spinsUp: 0, exchange, interaction, flux });
  for (const name of RING) delete description[name];
  description.bonds = bonds.map((bond) => ({ ...bond }));
  return description.bonds as Mutable[];
}

function mutableCopy(base: ModelDescription): Mutable {
  const copy: Mutable = { ...base };
  for (const list of ["fields", "bonds", "baths"]) {
    const entries = copy[list];
    if (!Array.isArray(entries)) continue;
    copy[list] = Array.from(entries, (each) => (typeof each === "object" && each ? { ...each } : each));
  }
  if (typeof copy.initial === "object" && copy.initial) copy.initial = { ...copy.initial };
  if (typeof copy.drive === "object" && copy.drive) {
    const drive = copy.drive as Mutable;
    copy.drive = Array.isArray(drive.amplitude)
      ? { ...drive, amplitude: [...drive.amplitude] }
      : { ...drive };
  }
  return copy;
}

/** Values that no check refuses, whatever the rest of the description. */
const HARMLESS: Mutable = {
  spinsUp: 0,
  temperature: 1,
  coupling: 0.01,
  cutoff: 10,
  site: 1,
  exponents: 4,
  tier: 1,
  frequency: 1,
};

// what the axes leave as it is must be right; what they set is judged point by point
function checkBase(base: ModelDescription, axes: readonly PlannedAxis[]): ModelDescription {
  checkObject("base", base, DESCRIPTION_FIELDS);
  if (base.expectations !== undefined) {
    refuse("base.expectations", "left out: observe them with a function", base.expectations);
  }
  if (base.units !== undefined)
    refuse("base.units", "left out: a sweep is in units of J, laboratoryUnits has the factors", base.units);
  if (base.observe !== undefined) refuse("base.observe", "left out: give observe beside base", base.observe);
  const copy = mutableCopy(base);
  const paths = axes.flatMap(({ targets }) => targets.map(({ path }) => path));
  const first = (...starts: string[]): string | undefined =>
    paths.find((path) => starts.some((start) => path === start || path.startsWith(`${start}.`)));
  if (first("sites")) {
    const other = first("fields", ...(base.bonds ? [] : ["bonds"]));
    if (other) {
      throw new InputError(
        `axes must not set both sites and ${other}: make one sweep for each number of sites`,
      );
    }
    const most = copy.spinsUp === undefined && !first("spinsUp") ? MOST_TOGETHER : MAX_SITES;
    copy.sites = Array.isArray(copy.fields) ? copy.fields.length : most;
  }
  const [every, one] = [first(...RING), first("bonds")];
  if (every && one && !base.bonds) {
    throw new InputError(`axes must not set both ${every} and ${one}: set bond by bond what differs`);
  }
  checkLists(copy);
  for (const path of paths) {
    const { holder, key } = locate(copy, path);
    if (key !== "sites") holder[key] = HARMLESS[key] ?? 0;
  }
  if (first("sites", "spinsUp")) delete copy.initial; // what fits into one sector does not fit into another
  const { baths } = modelFromDescription(copy as unknown as ModelDescription);
  baths.forEach((bath, b) => {
    if ("spectralDensity" in bath && typeof bath.spectralDensity === "function") {
      refuse(`${entry("baths", b)}.spectralDensity`, "an expression in w in a sweep", bath.spectralDensity);
    }
  });
  return base;
}

/** What paths lead through. */
function checkLists({ sites, fields, bonds, baths }: Mutable): void {
  checkInteger("sites", sites, 1, MAX_SITES);
  if (fields !== undefined && !Array.isArray(fields)) refuse("fields", "a list of numbers", fields);
  for (const [name, list] of Object.entries({ bonds, baths })) {
    if (name === "bonds" && list === undefined) continue;
    if (!Array.isArray(list)) refuse(name, "a list of objects", list);
    list.forEach((each, i) => {
      if (typeof each !== "object" || each === null) refuse(entry(name, i), "an object", each);
    });
  }
}

/** All shapes that the points of a sweep can have, most often one; leaves out those that no solver takes. */
function shapes(base: ModelDescription, axes: readonly PlannedAxis[]): Shape[] {
  const shaping = axes.flatMap((axis) => {
    const targets = axis.targets.filter(({ path }) => path === "sites" || path === "spinsUp");
    return targets.length > 0 ? [{ ...axis, targets }] : [];
  });
  const points = shaping.reduce((product, axis) => product * axis.values.length, 1);
  const describe = pointDescriber({ base, axes: shaping });
  return Array.from({ length: points }, (_, point) => {
    return { ...describe(point) };
  })
    .filter(({ sites, spinsUp }) => {
      if (!Number.isInteger(sites) || sites < 2) return false;
      if (spinsUp === undefined) return sites <= MOST_TOGETHER;
      const possible = Number.isInteger(spinsUp) && spinsUp >= 0 && spinsUp <= sites;
      return possible && sectorSize(sites, spinsUp) <= LARGEST_SECTOR;
    })
    .map(({ sites, spinsUp, bonds = ringModel({ sites, spinsUp }).bonds, baths, loops }) =>
      shapeOf({ sites, spinsUp, bonds: bonds as readonly Bond[] }, baths, loops),
    );
}
