// Directions in the space of parameters, and what moves along them. H is linear in exchange, interaction and
// fields, so its derivative is the Hamiltonian of a model whose parameters are the rates of change.
import { checkNumber, echo, InputError, refuse } from "../model/check";
import type { SpinModel } from "../model/model";
import type { Bath } from "./bath";

/**
 * One parameter, written as in a sweep: `"interaction"` and `"exchange"` of every bond together, `"fields.2"` of a
 * site, `"baths.1.temperature"`, `"baths.1.coupling"` or `"baths.1.cutoff"` of a bath. Sites and baths count from 1.
 */
export type ParameterPath =
  | "interaction"
  | "exchange"
  | `fields.${number}`
  | `baths.${number}.${"temperature" | "coupling" | "cutoff"}`;

/** A parameter, or several that move together, each with its own speed: `{ "fields.2": 1, "fields.3": 0.5 }`. */
export type Direction = ParameterPath | { readonly [path in ParameterPath]?: number };

/** How fast the numbers of a bath change. */
export interface BathChange {
  temperature: number;
  coupling: number;
  cutoff: number;
}

/** A direction spelt out. */
export interface Change {
  /** the model whose Hamiltonian is ∂H; null where H does not change */
  readonly model: SpinModel | null;
  /** in the order of the baths */
  readonly baths: readonly BathChange[];
}

/**
 * What changes along a direction.
 *
 * @throws InputError for a parameter that the model or its baths do not have
 */
export function changeAlong(model: SpinModel, baths: readonly Bath[], direction: Direction): Change {
  let [exchange, interaction] = [0, 0];
  const fields = new Array<number>(model.sites).fill(0);
  const bathChanges = baths.map((): BathChange => ({ temperature: 0, coupling: 0, cutoff: 0 }));
  for (const [path, speed] of speeds(direction)) {
    const [, site] = /^fields\.(\d+)$/.exec(path) ?? [];
    const [, number, quantity] = /^baths\.(\d+)\.(temperature|coupling|cutoff)$/.exec(path) ?? [];
    if (path === "interaction") interaction += speed;
    else if (path === "exchange") exchange += speed;
    else if (site !== undefined && +site >= 1 && +site <= model.sites) fields[+site - 1] += speed;
    else if (number !== undefined && +number >= 1 && +number <= baths.length) {
      const name = quantity as keyof BathChange;
      checkMovable(baths[+number - 1], name, path);
      bathChanges[+number - 1][name] += speed;
    } else throw unknownParameter(path, model.sites, baths.length);
  }
  const moves = exchange !== 0 || interaction !== 0 || fields.some((speed) => speed !== 0);
  const bonds = model.bonds.map(({ from, to }) => ({ from, to, exchange, interaction }));
  return { model: moves ? { ...model, bonds, fields } : null, baths: bathChanges };
}

function speeds(direction: Direction): [string, number][] {
  if (typeof direction === "string") return [[direction, 1]];
  if (typeof direction !== "object" || direction === null || Array.isArray(direction)) {
    refuse("direction", 'a parameter such as "interaction" or speeds such as { "fields.2": 1 }', direction);
  }
  return Object.entries(direction).map(([path, speed]) => [path, checkNumber(`direction["${path}"]`, speed)]);
}

function checkMovable(bath: Bath, quantity: keyof BathChange, path: string): void {
  if (quantity === "temperature") {
    if (bath.temperature > 0) return;
    throw new InputError(`${path} must be above 0 for a derivative, got 0: take a small temperature instead`);
  }
  if ("spectralDensity" in bath) {
    throw new InputError(
      `${path} does not exist: the bath at site ${bath.site} has a spectral density of its own`,
    );
  }
}

function unknownParameter(path: string, sites: number, baths: number): InputError {
  return new InputError(
    `a direction must be made of interaction, exchange, fields.1 to fields.${sites}, baths.1 to baths.${baths} with .temperature, .coupling or .cutoff, got ${echo(path)}`,
  );
}
