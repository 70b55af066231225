// What the imaginary part of the rates does: with C(τ) of eq. 7,
//   ∫_0^∞ dτ e^{−iετ} C(τ) = W(ε) + iΛ(ε),   Λ(ε) = −(1/π) P∫_0^∞ dω J(ω) [ (n_B + 1)/(ω + ε) − n_B/(ω − ε) ].
// The paper neglects Λ; here it can be kept, to see what that costs.
import { integrate, integrateToInfinity } from "../linalg/quadrature";
import type { Bath } from "./bath";
import { transitionRate } from "./rates";

/**
 * The level shift Λ(ε) of a bath, the imaginary partner of the transition rate W(ε).
 *
 * Both terms have the form P∫ f(ω)/(ω − ω₀) dω with f = J n_B or J (n_B + 1), which are the rates themselves,
 * W(ω) and W(−ω). A pole inside is taken out with P∫_0^{2ω₀} dω/(ω − ω₀) = 0.
 *
 * @returns Λ in units of energy (ħ = 1), to about 1e-12 of γ ω_c
 * @example levelShift(ohmicBath({ site: 1, temperature: 2 }))(0) // −γ ω_c / π
 */
export function levelShift(bath: Bath): (energy: number) => number {
  const rate = transitionRate(bath);
  const scale = "cutoff" in bath ? bath.cutoff : 10 * Math.max(1, bath.temperature);
  const known = new Map<number, number>();
  return (energy) => {
    let shift = known.get(energy);
    if (shift === undefined) {
      const emission = principalValue((omega) => rate(-omega), -energy, scale);
      const absorption = principalValue(rate, energy, scale);
      shift = (absorption - emission) / Math.PI;
      known.set(energy, shift);
    }
    return shift;
  };
}

/** P∫_0^∞ f(ω)/(ω − pole) dω for f that decays on `scale`. */
function principalValue(f: (omega: number) => number, pole: number, scale: number): number {
  if (pole <= 0) return integrateToInfinity((omega) => f(omega) / (omega - pole), 0, scale);
  const atPole = f(pole);
  const slope = (f(pole * (1 + 1e-5)) - f(pole * (1 - 1e-5))) / (2e-5 * pole);
  const near = integrate(
    (omega) => (Math.abs(omega - pole) < 1e-6 * pole ? slope : (f(omega) - atPole) / (omega - pole)),
    0,
    2 * pole,
  );
  const far = integrateToInfinity((omega) => f(omega) / (omega - pole), 2 * pole, scale);
  return near + far;
}
