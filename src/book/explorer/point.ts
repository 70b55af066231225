// One point solved: the steady state of the ring with everything the page shows of it, or why there is none.

import { type OhmicBath, ohmicBath } from "../../baths/bath";
import type { ModelDescription } from "../../description";
import { type ErrorCode, InputError } from "../../input/guards";
import { sectorSize } from "../../model/basis";
import { ringModel, type SpinModel } from "../../model/model";
import { roundingOf, withoutRounding } from "../../observables/currents";
import { levels } from "../../observables/spectrum";
import { PAPER } from "../../paper/paper";
import { type SteadyState, steadyState } from "../../states/steady-state";
import { type Observed, observe } from "../../sweep/observe";
import { KNOBS, type Parameters } from "./parameters";

const OBSERVED = ["heatCurrents", "spinCurrent", "ergotropyParts"] as const;

/** What is observed in a steady state, by the names and in the units of a sweep. */
export type ObservedPoint = Observed<typeof OBSERVED> &
  Pick<SteadyState, "populations" | "certificate" | "warnings">;

/** A point of the explorer. Its levels exist even where the steady state does not. */
export interface Point {
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  readonly observed?: ObservedPoint;
  readonly state?: SteadyState;
  /** why there is no steady state to show */
  readonly refusal?: string;
  readonly refusalCode?: ErrorCode;
}

/** The number of levels in the sector of a point. */
export const levelCount = ({ up }: Parameters): number => sectorSize(PAPER.sites, up);

/** A point as a description of its model. */
export function descriptionAt({ delta, h2, h3, flux, tl, tr, gamma, up }: Parameters): ModelDescription {
  const { sites, bathSites, cutoff } = PAPER;
  return {
    sites,
    spinsUp: up,
    interaction: delta,
    fields: [0, h2, h3, 0],
    ...(flux === 0 ? {} : { flux }),
    baths: [
      { site: bathSites.left, temperature: tl, coupling: gamma, cutoff },
      { site: bathSites.right, temperature: tr, coupling: gamma, cutoff },
    ],
  };
}

/** The point whose description this is; undefined for any other model. */
export function parametersAt(description: ModelDescription): Parameters | undefined {
  const { spinsUp = -1, interaction = 0, fields = [], flux = 0, baths } = description;
  const [left, right] = baths as OhmicBath[];
  const [, h2 = 0, h3 = 0] = fields;
  const { temperature: tl, coupling: gamma } = left;
  const point = { delta: interaction, h2, h3, flux, tl, tr: right?.temperature, gamma, up: spinsUp };
  const fits = KNOBS.every(({ key, min, max }) => point[key] >= min && point[key] <= max);
  return fits && same(descriptionAt(point), description) ? point : undefined;
}

/** Whether two descriptions are made of the same fields, in whatever order. */
function same(one: ModelDescription, other: ModelDescription): boolean {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const text = ({ flux, ...rest }: ModelDescription): string =>
    JSON.stringify({ ...rest, flux: flux || 0 }, sorted);
  return text(one) === text(other);
}

/** The two baths of a point, left and right. */
function baths({ tl, tr, gamma }: Parameters): OhmicBath[] {
  const { bathSites, cutoff } = PAPER;
  return [
    ohmicBath({ site: bathSites.left, temperature: tl, coupling: gamma, cutoff }),
    ohmicBath({ site: bathSites.right, temperature: tr, coupling: gamma, cutoff }),
  ];
}

/** The ring of a point. */
export function modelAt({ delta, h2, h3, flux, up }: Parameters): SpinModel {
  const { sites } = PAPER;
  return ringModel({ sites, spinsUp: up, interaction: delta, flux, fields: [0, h2, h3, 0] });
}

/** Solves a point; where there is no steady state to vouch for the point says why instead. */
export function solvePoint(parameters: Parameters): Point {
  const model = modelAt(parameters);
  try {
    const state = steadyState(model, baths(parameters));
    const { populations, certificate, warnings } = state;
    const seen = observe(state, OBSERVED);
    const least = roundingOf(state, [seen.heatUpper, seen.heatLower]);
    const flow = (value: number): number => withoutRounding(value, least);
    const flows = {
      heatUpper: flow(seen.heatUpper),
      heatLower: flow(seen.heatLower),
      heatFromLeft: flow(seen.heatFromLeft),
      heatFromRight: flow(seen.heatFromRight),
      spinCurrent: flow(seen.spinCurrent),
    };
    const observed = { ...seen, ...flows, populations, certificate, warnings };
    return { energies: state.energies, observed, state };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { energies: levels(model), refusal: error.message, refusalCode: error.code };
  }
}
