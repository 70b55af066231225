// What small differences of temperature drive, L_bc = ∂Q_b/∂T_c. At equal temperatures T² L is symmetric, with a flux
// L_bc(Φ) = L_cb(−Φ) (Casimir, Rev. Mod. Phys. 17, 343 (1945)), and half of the noise: S_bc = T² (L_bc + L_cb).
import type { ParameterPath } from "../equations/direction";
import { response } from "../states/response";
import type { SteadyState } from "../states/steady-state";

/**
 * The **conductances** of a steady state, L_bc = ∂Q_b/∂T_c: the heat out of bath b that a little more warmth in bath c drives, at
 * any temperatures. Energy is conserved, Σ_b L_bc = 0.
 *
 * @returns row b, column c in the order of the baths, in J/ħ
 * @throws InputError as `sensitivity`: for a bath at T = 0, and a state with secular or lambShift
 * @example conductances(steadyState(ring, baths))[0][1] // ∂Q_L/∂T_R
 */
export function conductances(state: SteadyState): number[][] {
  const columns = state.baths.map(
    (_, c) => response(state, `baths.${c + 1}.temperature` as ParameterPath).bathHeat,
  );
  return state.baths.map((_, b) => columns.map((heat) => heat[b]));
}
