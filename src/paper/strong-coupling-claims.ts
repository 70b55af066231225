// Claim 17, of the paper's outlook: stronger coupling to the baths, by the hierarchy of equations of motion.

import { ergotropyParts } from "../observables/ergotropy";
import { errorBars } from "../observables/error-bars";
import { type SteadyStateOptions, steadyState } from "../states/steady-state";
import type { Claim, ClaimText } from "./claim";
import { PAPER } from "./paper";
import { coupled, type World } from "./world";

const { temperatures, fields, coupling, cutoff } = PAPER;
/** Where the paper has the least heat, and the parallel mode. */
const INTERACTION = 2.19;
/** The coupling in units of the paper's. */
const STRONGER = 30;
/** Both baths in the middle, for what is there without any bias. */
const MIDDLE = (temperatures.left + temperatures.right) / 2;

function strongly(world: World, options: SteadyStateOptions, bias = true, factor = STRONGER) {
  const [left, right] = bias ? [temperatures.left, temperatures.right] : [MIDDLE, MIDDLE];
  const baths = coupled(world, factor).baths(left, right);
  const state = steadyState(world.model({ spinsUp: 2, interaction: INTERACTION }), baths, {
    ...world.options,
    ...options,
  });
  return { state, ...ergotropyParts(state), heat: state.bathHeat[0] };
}
const hierarchy = { equation: "hierarchy" } as const;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const common = {
  group: "outlook",
  place: "Section 6",
  kind: "qualitative",
  parameters: {
    spinsUp: 2,
    interaction: INTERACTION,
    fields,
    T_L: temperatures.left,
    T_R: temperatures.right,
    coupling: STRONGER * coupling,
    cutoff,
  },
  limit: 1,
  comparison: "at least",
  tolerance: null,
  notebook: { file: "13-how-far.ipynb", heading: "What coherences add" },
} as const satisfies Partial<ClaimText>;

const SEEN = "more than the error bar of the hierarchy";

export const strongCouplingClaims: readonly Claim[] = [
  {
    ...common,
    id: "17a",
    title: "stronger coupling: coherences add to the ergotropy",
    statement: "With a stronger coupling to the baths coherences may add to the ergotropy.",
    quantity: "the coherent part of 𝓔 at thirty times the paper's coupling, in error bars of 𝓔",
    expected: "add",
    reading: `add: ${SEEN}`,
    measure: (world) => {
      const { state, total, coherent } = strongly(world, hierarchy);
      return {
        measured: coherent / errorBars(state).ergotropy,
        note: `${coherent.toFixed(3)} of ${total.toFixed(3)}, ${percent(coherent / total)}`,
      };
    },
  },
  {
    ...common,
    id: "17b",
    title: "stronger coupling: coherences matter for the heat current",
    statement: "With a stronger coupling to the baths coherences may add to the currents.",
    quantity:
      "distance of Q from what the rates between populations would carry at the same coupling, thirty times the paper's, in error bars of Q",
    expected: "matter",
    reading: `matter: ${SEEN}`,
    notebook: { ...common.notebook, heading: "Turning up the coupling" },
    measure: (world) => {
      const [weaker, stronger] = [STRONGER / 3, STRONGER].map((factor) => {
        const { state, heat } = strongly(world, hierarchy, true, factor);
        const rates = strongly(world, { secular: "full" }, true, factor).heat;
        return { factor, off: (heat - rates) / rates, bars: (heat - rates) / errorBars(state).bathHeat[0] };
      });
      const said = [weaker, stronger].map(
        ({ factor, off }) =>
          `${percent(Math.abs(off))} ${off > 0 ? "more" : "less"} at γ = ${(factor * coupling).toFixed(1)}`,
      );
      return {
        measured: Math.abs(stronger.bars),
        note: `${said.join(", ")}: they add first, and then hold back`,
      };
    },
  },
  {
    ...common,
    id: "17c",
    title: "stronger coupling: coherent ergotropy is made by the bias",
    statement: "What coherences add is driven by the two baths, as currents and inversion are.",
    quantity:
      "the coherent part of 𝓔 beyond that at equal temperatures, at thirty times the paper's coupling, in error bars of both",
    expected: "driven",
    reading: `driven: ${SEEN}`,
    measure: (world) => {
      const driven = strongly(world, hierarchy);
      const rest = strongly(world, hierarchy, false);
      const bar = errorBars(driven.state).ergotropy + errorBars(rest.state).ergotropy;
      const excess = driven.coherent - rest.coherent;
      return {
        measured: excess / bar,
        open: Math.abs(excess) < bar,
        note: `${driven.coherent.toFixed(3)} with the bias, ${rest.coherent.toFixed(3)} without: what coherences add is there in equilibrium, too`,
      };
    },
  },
];
