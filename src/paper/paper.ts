// The parameters of the paper, in one place: Section 2 and the captions of Figures 2 to 4.

import { type OhmicBath, ohmicBath } from "../baths/bath";
import { ringModel, type SpinModel } from "../model/model";

/** What the paper computes with; energies in units of J, sites from 1. */
export const PAPER = {
  /** N */
  sites: 4,
  /** h₂ = 2 and h₃ = 1 */
  fields: [0, 2, 1, 0],
  /** the bath at site 1 is the left one, that at site 3 the right one */
  bathSites: {
    /** where the branches part */
    left: 1,
    /** where they meet */
    right: 3,
  },
  /** of both baths, in units of J */
  temperatures: {
    /** T_L */
    left: 2,
    /** T_R */
    right: 1,
  },
  /** (T_L + T_R)/2 of Figure 3a */
  meanTemperature: 1.5,
  /** γ */
  coupling: 0.01,
  /** ω_c */
  cutoff: 10,
  /** h₂ of the five curves of Figure 4, with h₃ = h₂/2 */
  fieldsOfFigure4: [2, 1.8, 1.6, 1.4, 1.2],
} as const;

/** Which ring of the paper: by default its four sites and its fields. */
export interface PaperModelOptions {
  /** N */
  readonly sites?: number;
  /** M, the sector */
  readonly spinsUp: number;
  /** Δ, in units of J */
  readonly interaction: number;
  /** h_1, …, h_N, in units of J; none on rings of another size */
  readonly fields?: readonly number[];
}

/**
 * The ring of the paper in one sector at one interaction.
 *
 * @throws InputError naming the field, the value and what is allowed
 * @example paperModel({ spinsUp: 2, interaction: 2.19 })
 */
export function paperModel(options: PaperModelOptions): SpinModel {
  const { sites = PAPER.sites, fields = sites === PAPER.sites ? PAPER.fields : undefined } = options ?? {};
  return ringModel({ ...options, sites, fields });
}

/**
 * The two baths of the paper, left and right, at its temperatures or others.
 *
 * @throws InputError for a temperature below 0
 * @example paperBaths() // T_L = 2 at site 1, T_R = 1 at site 3
 */
export function paperBaths(
  left: number = PAPER.temperatures.left,
  right: number = PAPER.temperatures.right,
): OhmicBath[] {
  const { bathSites, coupling, cutoff } = PAPER;
  return [
    ohmicBath({ site: bathSites.left, temperature: left, coupling, cutoff }),
    ohmicBath({ site: bathSites.right, temperature: right, coupling, cutoff }),
  ];
}

/**
 * The four fields of a ring of Figure 4, h₃ = h₂/2, in units of J.
 *
 * @example halvedFields(1.8) // [0, 1.8, 0.9, 0]
 */
export const halvedFields = (h2: number): number[] => [0, h2, h2 / 2, 0];
