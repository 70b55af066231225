// What the imaginary part of the rates does: with C(τ) of eq. 7,
//   ∫_0^∞ dτ e^{−iετ} C(τ) = W(ε) + iΛ(ε),   Λ(ε) = −(1/π) P∫_0^∞ dω J(ω) [ (n_B + 1)/(ω + ε) − n_B/(ω − ε) ].
// The paper neglects Λ; here it can be kept, to see what that costs.
import { integrate, integrateToInfinity } from "../linalg/quadrature";
import { InputError } from "../model/check";
import type { Bath } from "./bath";
import { transitionRate } from "./rates";

/**
 * The level shift Λ(ε) of a bath, the imaginary partner of the transition rate W(ε).
 *
 * J n_B and J (n_B + 1) are the rates themselves, W(ω) and W(−ω), so with e = |ε| and the sign s of ε
 *   Λ = (s/π) P∫_0^∞ dω [ W(sω)/(ω − e) − W(−sω)/(ω + e) ].
 * The two terms stay together, since each alone diverges at ω = 0 for e = 0; the pole is taken out with
 * P∫_0^{2e} dω/(ω − e) = 0.
 *
 * @returns Λ in units of energy (ħ = 1), to about ten digits
 * @throws InputError, when called, where the integral does not converge
 * @example levelShift(ohmicBath({ site: 1, temperature: 2 }))(0) // −γ ω_c / π
 */
export function levelShift(bath: Bath): (energy: number) => number {
  const rate = transitionRate(bath);
  const scale = "cutoff" in bath ? bath.cutoff : 10 * Math.max(1, bath.temperature);
  const known = new Map<number, number>();
  return (energy) => {
    let shift = known.get(energy);
    if (shift === undefined) {
      try {
        shift = dispersion(rate, energy, scale) / Math.PI;
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw new InputError(
          `the Lamb shift of the bath at site ${bath.site} cannot be computed, ${(error as Error).message}: take a spectral density that is smooth and falls off, or leave lambShift out`,
        );
      }
      known.set(energy, shift);
    }
    return shift;
  };
}

/** s P∫_0^∞ dω [ W(sω)/(ω − e) − W(−sω)/(ω + e) ] for rates that fall off on `scale`. */
function dispersion(rate: (energy: number) => number, energy: number, scale: number): number {
  const sign = energy < 0 ? -1 : 1;
  const pole = Math.abs(energy);
  const regular = (omega: number): number => rate(-sign * omega) / (omega + pole);
  const far = integrateToInfinity(
    (omega) => rate(sign * omega) / (omega - pole) - regular(omega),
    2 * pole,
    scale,
  );
  if (pole === 0) return sign * far;
  const atPole = rate(energy);
  const slope = (rate(energy * (1 + 1e-5)) - rate(energy * (1 - 1e-5))) / (2e-5 * pole);
  const near = integrate(
    (omega) =>
      (Math.abs(omega - pole) < 1e-6 * pole ? slope : (rate(sign * omega) - atPole) / (omega - pole)) -
      regular(omega),
    0,
    2 * pole,
  );
  return sign * (near + far);
}
