// What the imaginary part of the rates does: with C(τ) of eq. 7,
//   ∫_0^∞ dτ e^{−iετ} C(τ) = W(ε) + iΛ(ε),   Λ(ε) = −(1/π) P∫_0^∞ dω J(ω) [ (n_B + 1)/(ω + ε) − n_B/(ω − ε) ].
// The paper neglects Λ; here it can be kept, to see what that costs.
// With 1/(ω + ε) kept apart this is, for either sign of ε,
//   πΛ(ε) = P∫_0^∞ dω J n_B [1/(ω − ε) − 1/(ω + ε)] − P∫_0^∞ dω J/(ω + ε).

import { InputError } from "../input/guards";
import { type HilbertTransforms, hilbertTransforms } from "../numerics/hilbert";
import { type Bath, checkBath } from "./bath";
import { rateFactors } from "./rates";

/**
 * The level shift Λ(ε) of a bath, the imaginary partner of the transition rate W(ε).
 *
 * @returns Λ in units of energy (ħ = 1), to 1e-10 of the larger of its two integrals, resonances of any width included
 * @throws InputError, when called, where the integrals do not converge
 * @example levelShift(ohmicBath({ site: 1, temperature: 2 }))(0) // −γ ω_c / π
 */
export function levelShift(bath: Bath): (energy: number) => number {
  const { reduced, thermal } = rateFactors(checkBath(bath));
  let transforms: HilbertTransforms | undefined;
  const known = new Map<number, number>();
  const shiftAt = (energy: number): number => {
    transforms ??= hilbertTransforms(
      (omega) => omega * reduced(omega),
      (omega) => thermal(omega) / omega,
    );
    const vacuum = transforms.pole(-energy);
    if (bath.temperature === 0 || energy === 0) return -vacuum / Math.PI;
    return (Math.sign(energy) * transforms.poles(Math.abs(energy)) - vacuum) / Math.PI;
  };
  return (energy) => {
    let shift = known.get(energy);
    if (shift === undefined) {
      try {
        shift = shiftAt(energy);
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw new InputError(
          `the Lamb shift of the bath at site ${bath.site} cannot be computed, ${(error as Error).message}: take a spectral density that is smooth and falls off, or leave lambShift out`,
          "not-converged",
        );
      }
      known.set(energy, shift);
    }
    return shift;
  };
}
