// One point solved: the steady state of the ring with everything the page shows of it, or why there is none.

import { type OhmicBath, ohmicBath } from "../../baths/bath";
import { type ErrorCode, InputError, type Warning } from "../../input/guards";
import { sectorSize } from "../../model/basis";
import { type CurrentMode, heatCurrents, spinCurrents } from "../../observables/currents";
import { ergotropyParts } from "../../observables/ergotropy";
import { levels } from "../../observables/spectrum";
import { PAPER, paperModel } from "../../paper/paper";
import type { Certificate } from "../../states/certificate";
import { steadyState } from "../../states/steady-state";
import type { Parameters } from "./parameters";

/** What is observed in a steady state; currents in J²/ħ (heat) and J/ħ (spin), energies in J. */
export interface Observed {
  /** j_u */
  readonly upper: number;
  /** j_d */
  readonly lower: number;
  /** j_T = Q_L, out of the left bath */
  readonly total: number;
  /** j_S, clockwise, the same on every bond */
  readonly spin: number;
  readonly mode: CurrentMode;
  readonly ergotropy: number;
  /** what population inversion alone gives */
  readonly incoherent: number;
  /** what the coherences add */
  readonly coherent: number;
  /** ρ_kk in the order of the energies */
  readonly populations: Float64Array;
  readonly certificate: Certificate;
  readonly warnings: readonly Warning[];
}

/** A point of the explorer. Its levels exist even where the steady state does not. */
export interface Point {
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  readonly observed?: Observed;
  /** why there is no steady state to show */
  readonly refusal?: string;
  readonly refusalCode?: ErrorCode;
}

/** Below this a current is a rounding error. */
export const VANISHING = 1e-13;

/** The number of levels in the sector of a point. */
export const levelCount = ({ up }: Parameters): number => sectorSize(PAPER.sites, up);

/** The two baths of a point, left and right. */
function baths({ tl, tr, gamma }: Parameters): OhmicBath[] {
  const { bathSites, cutoff } = PAPER;
  return [
    ohmicBath({ site: bathSites.left, temperature: tl, coupling: gamma, cutoff }),
    ohmicBath({ site: bathSites.right, temperature: tr, coupling: gamma, cutoff }),
  ];
}

/** Solves a point; where there is no steady state to vouch for the point says why instead. */
export function solvePoint(parameters: Parameters): Point {
  const { delta, h2, h3, up } = parameters;
  const model = paperModel({ spinsUp: up, interaction: delta, fields: [0, h2, h3, 0] });
  try {
    const state = steadyState(model, baths(parameters));
    const { upper, lower, fromLeft, mode } = heatCurrents(state);
    const { total, incoherent, coherent } = ergotropyParts(state);
    // the sign of a rounding error is no mode
    const flows = Math.max(Math.abs(upper), Math.abs(lower)) > VANISHING;
    return {
      energies: state.energies,
      observed: {
        upper,
        lower,
        total: fromLeft,
        spin: spinCurrents(state)[0],
        mode: flows ? mode : "none",
        ergotropy: total,
        incoherent,
        coherent,
        populations: state.populations,
        certificate: state.certificate,
        warnings: state.warnings,
      },
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { energies: levels(model), refusal: error.message, refusalCode: error.code };
  }
}
