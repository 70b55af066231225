// Heat along the bonds of any graph (see states/bond-heat.ts), and what circulates in its loops.

import { EQUATION_WORDS } from "../equations/equation";
import { InputError } from "../input/guards";
import { type Cycle, checkCycles, cycleBasis, cycleSteps } from "../model/cycles";
import { dot } from "../numerics/dot";
import { luFactor, luSolve } from "../numerics/lu";
import type { State } from "../states/state";
import type { SteadyState } from "../states/steady-state";
import { type CurrentMode, roundingOf, spinCurrents } from "./currents";

/** What flows around one loop of a graph; positive is the way in which its sites are listed. */
export interface LoopCurrents {
  /** the sites of the loop, in the sense that counts as clockwise */
  readonly sites: readonly number[];
  /**
   * the heat current that circulates, in J²/ħ: of all loops together the best fit to the flow along the bonds
   */
  readonly heat: number;
  /** the spin current that circulates, in J/ħ */
  readonly spin: number;
  /** `clockwise` or `counterclockwise` where all bonds of the loop carry heat the same way round, else `parallel` */
  readonly mode: CurrentMode;
}

/**
 * The heat that flows along every bond, from → to: φ_b = Σ_{c∋v} F_bc − q_b, what the bond gives to its far end v.
 *
 * What leaves a site along its bonds is what its baths give (Kirchhoff's rule, `certificate.kirchhoff`).
 *
 * @returns one number a bond in the order of `model.bonds`, in units of J² (ħ = 1)
 * @throws InputError under a drive, which gives energy to a bond on its way, and where baths move energy far from their sites as well, with `secular` and under the universal Lindblad equation
 * @example bondHeat(steadyState(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), baths))[0] // j_u
 */
export function bondHeat({ bondHeat, equation, period }: SteadyState): Float64Array {
  if (bondHeat) return bondHeat.slice();
  if (period) {
    throw new InputError(
      "the heat along a driven bond is not the same at its two ends, the drive gives to it on the way: take heatCurrents, siteHeatCurrents or bondHeatCurrent, or leave out drive",
    );
  }
  throw new InputError(
    equation === "redfield"
      ? "the heat along a bond has no meaning in the secular approximation, where energy leaves no path: leave out secular"
      : `the heat along a bond has no meaning under ${EQUATION_WORDS[equation]}, where baths move energy far from their sites: take equation "redfield"`,
  );
}

/**
 * Heat, spin and mode of the loops of a graph: the least-squares fit of c_loop to φ_b = Σ_loops ±c_loop + a gradient.
 *
 * @param loops cycles of sites that are no sums of each other; a smallest cycle basis if left out
 * @returns one entry a loop; none for a graph without loops
 * @throws InputError for loops that are no cycles of the graph
 * @example loopCurrents(state)[0].mode
 */
export function loopCurrents(state: SteadyState, loops?: readonly Cycle[]): LoopCurrents[] {
  return currentsAround(state, bondHeat(state), spinCurrents(state), loops);
}

/** The same from what flows along the bonds, heat and spin. */
export function currentsAround(
  state: Pick<State, "model" | "baths" | "bathHeat" | "equation" | "certificate">,
  flow: Float64Array,
  spins: Float64Array,
  loops?: readonly Cycle[],
): LoopCurrents[] {
  const { model } = state;
  const cycles = loops === undefined ? cycleBasis(model) : checkCycles(model, loops);
  if (cycles.length === 0) return [];
  const steps = cycles.map((cycle) => cycleSteps(model, cycle));
  const senses = steps.map((loop) => {
    const along = new Float64Array(model.bonds.length);
    for (const { bond, sense } of loop) along[bond] = sense;
    return along;
  });
  const shared = Float64Array.from(senses.flatMap((a) => senses.map((b) => dot(a, 0, b, 0, a.length))));
  const rows = new Int32Array(cycles.length);
  luFactor(shared, cycles.length, rows);
  const bestFit = (flow: Float64Array): Float64Array => {
    const along = Float64Array.from(senses, (sense) => dot(sense, 0, flow, 0, flow.length));
    const fit = new Float64Array(cycles.length);
    luSolve(shared, cycles.length, rows, along, fit);
    return fit;
  };
  const [heat, spin] = [bestFit(flow), bestFit(spins)];
  const least = roundingOf(state, flow);
  return steps.map((loop, i) => {
    const flows = loop.map(({ bond, sense }) => sense * flow[bond]);
    const nothing = flows.every((value) => Math.abs(value) <= least);
    return { sites: cycles[i], heat: heat[i], spin: spin[i], mode: nothing ? "none" : modeOf(flows) };
  });
}

function modeOf(flows: readonly number[]): CurrentMode {
  if (flows.every((value) => value > 0)) return "clockwise";
  return flows.every((value) => value < 0) ? "counterclockwise" : "parallel";
}
