// Ergotropy: the most energy that a unitary can take out of a state,
//   𝓔 = Tr(ρH) − Σ_k r_k E_k,   r_1 ≥ r_2 ≥ …  the eigenvalues of ρ,   E_1 ≤ E_2 ≤ …   (eqs. 14, 15)
// Under a drive it is the mean over a period of the ergotropy of ρ(t), with H(t) as it is at that time.
import { distributionOf, instants, periodOf } from "../states/driven";
import type { State } from "../states/state";

/** What ergotropy depends on; a state has it, and so has what is put together by hand. */
export type EnergyDistribution = Pick<State, "energies" | "populations" | "eigenvalues"> &
  Partial<Pick<State, "levels">>;

/** Ergotropy and its two parts, in units of J. */
export interface ErgotropyParts {
  /** 𝓔, the most work that a unitary can draw, in J */
  readonly total: number;
  /**
   * what the populations alone give, in J: that of the state dephased between its levels, not within a
   * degenerate one
   */
  readonly incoherent: number;
  /** what the coherences between levels add, in J, never negative */
  readonly coherent: number;
}

/**
 * The energy of the passive state, the least that a unitary can leave: Tr(ρ_passive H) = Σ_k r_k E_k, the largest
 * eigenvalue of ρ on the lowest level (eq. 15), in units of J.
 *
 * @example passiveEnergy({ energies: Float64Array.of(0, 1), populations: Float64Array.of(0.3, 0.7), eigenvalues: Float64Array.of(0.7, 0.3) }) // 0.3
 */
export function passiveEnergy({ energies, eigenvalues }: EnergyDistribution): number {
  return energies.reduce((sum, energy, k) => sum + eigenvalues[k] * energy, 0);
}

/**
 * The ergotropy of a state, 𝓔 = Tr(ρH) − Tr(ρ_passive H) (eq. 14), in units of J.
 *
 * Of a driven state it is the mean over a period, of ρ(t) and H(t); `ergotropy(stateAt(state, t))` is that of one time, and
 * `ergotropy({ energies, populations, eigenvalues })` of these three alone that of the mean state and the mean Hamiltonian.
 *
 * @example ergotropy(steadyState(ring, baths))
 */
export function ergotropy(state: EnergyDistribution): number {
  return periodOf(state)
    ? ergotropyParts(state).total
    : spread(state.levels ?? state.energies, state.populations, state.eigenvalues);
}

/**
 * The ergotropy split into the part that survives dephasing, Σ_k Π_k ρ Π_k with Π_k on the eigenspace of a level, which
 * needs population inversion, and the rest, which needs coherence between levels.
 *
 * @example ergotropyParts(state).incoherent
 */
export function ergotropyParts(state: EnergyDistribution): ErgotropyParts {
  const period = periodOf(state);
  if (!period) return partsOf(state);
  const sum = { total: 0, incoherent: 0, coherent: 0 };
  let count = 0;
  for (const moment of instants(period)) {
    const parts = partsOf(distributionOf(moment));
    for (const part of PARTS) sum[part] += parts[part];
    count++;
  }
  for (const part of PARTS) sum[part] /= count;
  return sum;
}

const PARTS = ["total", "incoherent", "coherent"] as const;

function partsOf(state: EnergyDistribution): ErgotropyParts {
  const total = spread(state.levels ?? state.energies, state.populations, state.eigenvalues);
  const ordered = state.populations.slice().sort().reverse();
  const incoherent = spread(state.levels ?? state.energies, state.populations, ordered);
  return { total, incoherent, coherent: total - incoherent };
}

/** Σ_k (p_k − r_k) (E_k − E_1); differences first, so that a small ergotropy keeps its digits. */
function spread(energies: Float64Array, populations: Float64Array, passive: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < energies.length; k++)
    sum += (populations[k] - passive[k]) * (energies[k] - energies[0]);
  return sum;
}
