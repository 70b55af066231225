// Heat along the bonds of any graph, and what circulates in its loops.
//
// At a site v energy passes from bond to bond, F_bc = −2 Im Tr(ρ h_b h_c) (eq. 12), and a bath there feeds
// q_b = Tr(h_b R_v[ρ]) into each bond that touches v. What a bond gives at its far end is what flows along it,
//   φ_b = Σ_{c∋v} F_bc − q_b    for b from u to v,
// and in a steady state as much comes in at u. Around a ring φ is j_u on one branch and j_d on the other.

import { Matrix, solve } from "ml-matrix";
import { generatorIn } from "../equations/generator";
import { InputError } from "../input/guards";
import { type Cycle, checkCycles, cycleBasis, cycleSteps } from "../model/cycles";
import { type BondEnergy, bondEnergy, siteSpin } from "../model/operators";
import { zeros } from "../numerics/arrays";
import { toSectorBasis } from "../numerics/basis-change";
import { multiply } from "../numerics/matmul";
import type { SteadyState } from "../states/steady-state";
import { bondFlow, type CurrentMode, spinCurrents } from "./currents";

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
 * What leaves a site along its bonds is what its baths give. Read where a bond meets no bath, if it has such an end.
 *
 * @returns one number a bond in the order of `model.bonds`, in units of J² (ħ = 1)
 * @throws InputError where a bond has baths at both ends and the state was solved with secular or lambShift
 * @example bondHeat(steadyState(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }), baths))[0] // j_u
 */
export function bondHeat(state: SteadyState): Float64Array {
  const { model, baths } = state;
  const energies = model.bonds.map((_, bond) => bondEnergy(model, bond));
  const bathsAt = (site: number): number[] => baths.flatMap((bath, b) => (bath.site === site ? [b] : []));
  const flow = zeros(model.bonds.length);
  model.bonds.forEach(({ from, to }, b) => {
    const end = bathsAt(to).length > 0 && bathsAt(from).length === 0 ? from : to;
    let given = 0; // to the other bonds and the baths at this end
    model.bonds.forEach((other, c) => {
      if (c === b || (other.from !== end && other.to !== end)) return;
      given += bondFlow(state.imagInSector, energies[b], energies[c]);
    });
    for (const bath of bathsAt(end)) given -= fed(state, bath, energies[b]);
    flow[b] = (end === to ? given : -given) || 0;
  });
  return flow;
}

/** What a state was not solved with. */
const PARTIAL =
  "the heat along a bond with baths at both ends is known for the full Redfield equation alone: leave out secular and lambShift";

/** q = Tr(h R[ρ]) = 2 Re Tr([S, h] S̃ρ): what a bath feeds into a bond at its site. */
function fed(state: SteadyState, bath: number, { amplitude, partners }: BondEnergy): number {
  if (!state.full) throw new InputError(PARTIAL);
  const moved = transported(state)[bath];
  const spins = siteSpin(state.basis, state.baths[bath].site);
  const n = spins.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const p = partners[k];
    if (p >= 0) sum += (spins[k] - spins[p]) * amplitude * moved[p * n + k];
  }
  return 2 * sum;
}

const known = new WeakMap<SteadyState, Float64Array[]>();

/** Re S̃ρ of every bath, in the sector basis. */
function transported(state: SteadyState): Float64Array[] {
  let all = known.get(state);
  if (!all) {
    const { size: n } = state.basis;
    const { couplings } = generatorIn(state, state.baths);
    all = couplings.map(({ transition }) => {
      const product = zeros(n * n);
      multiply(transition, state.real, n, product);
      return toSectorBasis(product, state.vectors, n);
    });
    known.set(state, all);
  }
  return all;
}

/** Below this part of what the baths exchange nothing flows but rounding. */
const NOTHING = 1e-12;

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
  state: SteadyState,
  flow: Float64Array,
  spins: Float64Array,
  loops?: readonly Cycle[],
): LoopCurrents[] {
  const { model, baths, bathHeat } = state;
  const cycles = loops === undefined ? cycleBasis(model) : checkCycles(model, loops);
  if (cycles.length === 0) return [];
  const steps = cycles.map((cycle) => cycleSteps(model, cycle));
  const around = Matrix.zeros(model.bonds.length, cycles.length);
  steps.forEach((loop, i) => {
    for (const { bond, sense } of loop) around.set(bond, i, sense);
  });
  const bestFit = (flow: Float64Array): number[] =>
    solve(around.transpose().mmul(around), around.transpose().mmul(Matrix.columnVector(flow))).to1DArray();
  const [heat, spin] = [bestFit(flow), bestFit(spins)];
  const exchanged = bathHeat.reduce((sum, q) => sum + Math.abs(q), 0);
  const resting = baths.every(({ temperature }) => temperature === baths[0].temperature);
  return steps.map((loop, i) => {
    const flows = loop.map(({ bond, sense }) => sense * flow[bond]);
    const nothing = resting || flows.every((value) => Math.abs(value) <= NOTHING * exchanged);
    return { sites: cycles[i], heat: heat[i], spin: spin[i], mode: nothing ? "none" : modeOf(flows) };
  });
}

function modeOf(flows: readonly number[]): CurrentMode {
  if (flows.every((value) => value > 0)) return "clockwise";
  return flows.every((value) => value < 0) ? "counterclockwise" : "parallel";
}
