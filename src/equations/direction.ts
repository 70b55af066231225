// Directions in the space of parameters, and what moves along them. H is linear in J e^{iθ}, interaction and fields, so its
// derivative is the Hamiltonian of a model whose parameters are the rates of change, (dJ + iJ dθ) e^{iθ} on a bond.

import type { Bath } from "../baths/bath";
import { checkNumber, checkParameter, InputError, refuse } from "../input/guards";
import type { Place } from "../input/path";
import { gauged } from "../model/gauge";
import { type Bond, isRing, type SpinModel } from "../model/model";

/**
 * One parameter, written as in a sweep: `"interaction"` and `"exchange"` of every bond together, `"flux"` of a ring,
 * `"bonds.1.exchange"`, `"bonds.1.interaction"` or `"bonds.1.phase"` of one bond, `"fields.2"` of a site, `"baths.1.temperature"`, `"baths.1.coupling"` or
 * `"baths.1.cutoff"` of a bath. Bonds, sites and baths count from 1.
 */
export type ParameterPath =
  | "interaction"
  | "exchange"
  | "flux"
  | `fields.${number}`
  | `bonds.${number}.${"exchange" | "interaction" | "phase"}`
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
  /** the model whose Hamiltonian is ∂H, in the gauge in which the model is solved; null where H does not change */
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
  const fields = new Array<number>(model.sites).fill(0);
  const bonds = model.bonds.map(() => ({ exchange: 0, interaction: 0, phase: 0 }));
  const bathChanges = baths.map((): BathChange => ({ temperature: 0, coupling: 0, cutoff: 0 }));
  let moves = false; // whether H does
  for (const [path, speed] of speeds(direction)) {
    const { list, index, field } = placeOf(path, model, baths);
    if (list === "baths") {
      const quantity = field as keyof BathChange;
      checkMovable(baths[index], quantity, path);
      bathChanges[index][quantity] += speed;
      continue;
    }
    moves ||= speed !== 0;
    if (list === "fields") fields[index] += speed;
    else if (field === "flux") for (const bond of bonds) bond.phase += speed / bonds.length;
    else {
      const coupling = field as "exchange" | "interaction" | "phase";
      for (const bond of list === "bonds" ? [bonds[index]] : bonds) bond[coupling] += speed;
    }
  }
  return {
    model: moves ? { ...model, bonds: turned(model, baths, bonds), fields } : null,
    baths: bathChanges,
  };
}

/** (dJ + iJ dθ) e^{iθ} of every bond, in the gauge in which the model is solved. */
function turned(
  model: SpinModel,
  baths: readonly Bath[],
  speeds: readonly { exchange: number; interaction: number; phase: number }[],
): Bond[] {
  const { model: own, angles } = gauged(model, baths);
  return model.bonds.map(({ from, to, exchange, phase = 0 }, b) => {
    const { interaction } = speeds[b];
    const [x, y] = [speeds[b].exchange, exchange * speeds[b].phase];
    // a bond that moves no spin has a phase all the same
    const flux = angles && exchange === 0 ? phase - angles[from - 1] + angles[to - 1] : own.bonds[b].phase;
    const sign = own.bonds[b].exchange * exchange < 0 ? -1 : 1;
    const rest = { from, to, interaction };
    if (y === 0 && !flux) return { ...rest, exchange: sign * x };
    return { ...rest, exchange: sign * Math.hypot(x, y), phase: (flux ?? 0) + Math.atan2(y, x) };
  });
}

function placeOf(path: string, model: SpinModel, baths: readonly Bath[]): Place {
  const { sites, bonds } = model;
  return checkParameter(path, ["interaction", "exchange", ...(isRing(model) ? ["flux"] : [])], {
    fields: { length: sites, noun: "site" },
    bonds: { length: bonds.length, noun: "bond", fields: () => ["exchange", "interaction", "phase"] },
    baths: { length: baths.length, noun: "bath", fields: () => ["temperature", "coupling", "cutoff"] },
  });
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
      `${path} is no parameter: the bath at site ${bath.site} has a spectral density of its own`,
    );
  }
}
