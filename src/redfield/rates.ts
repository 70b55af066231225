// How fast a bath moves the system up or down the energy scale: the real part of
//   ∫_0^∞ dτ e^{−iετ} C(τ),   C(τ) = ∫_0^∞ dω/π J(ω) [coth(ω/2T) cos ωτ − i sin ωτ]      (eqs. 7, 10)
// which is   W(ε) = J(ε) n_B(ε) for ε > 0 (absorption),  J(|ε|) [n_B(|ε|) + 1] for ε < 0 (emission).
import { InputError } from "../model/check";
import type { Bath } from "./bath";
import { densityFromExpression } from "./expression";

/**
 * The transition rate of a bath as a function of the energy ε that the system takes up.
 *
 * Detailed balance W(−ε) = e^{ε/T} W(ε) holds to rounding; ε → 0 (W = T lim J(ω)/ω), T = 0 and ε ≫ T are exact.
 *
 * @returns W(ε) in units of energy (ħ = 1)
 * @throws InputError, when called, where J(ω) is negative or not a number
 * @example transitionRate(ohmicBath({ site: 1, temperature: 2 }))(0) // γT = 0.02
 */
export function transitionRate(bath: Bath): (energy: number) => number {
  const { temperature } = bath;
  const reduced = reducedDensity(bath);
  return (energy) => {
    const omega = Math.abs(energy);
    const thermal = thermalEnergy(omega, temperature);
    const total = energy < 0 ? thermal + omega : thermal;
    return total === 0 ? 0 : reduced(omega) * total;
  };
}

/** ω n_B(ω) = ω / (e^{ω/T} − 1), which goes to T as ω → 0 and to 0 as T → 0. */
function thermalEnergy(omega: number, temperature: number): number {
  if (temperature === 0) return 0;
  const x = omega / temperature;
  if (x === 0) return temperature;
  return x > 745 ? 0 : omega / Math.expm1(x);
}

/** J(ω)/ω with its limit at ω = 0: the part of the rates that stays finite. */
function reducedDensity(bath: Bath): (omega: number) => number {
  if (!("spectralDensity" in bath)) {
    const { coupling, cutoff } = bath;
    return (omega) => coupling * Math.exp(-omega / cutoff);
  }
  const { spectralDensity, temperature } = bath;
  const { density, slopeAtZero } =
    typeof spectralDensity === "string"
      ? densityFromExpression(spectralDensity)
      : { density: spectralDensity, slopeAtZero: Number.NaN };
  const limit = bath.slopeAtZero ?? (density(0) > 0 ? Number.POSITIVE_INFINITY : slopeAtZero);
  const slope = Number.isNaN(limit) ? slopeNearZero(density, temperature) : limit;
  return (omega) => {
    if (omega === 0) {
      if (slope >= 0 && slope < Number.POSITIVE_INFINITY) return slope;
      throw new InputError(
        `the spectral density of the bath at site ${bath.site} must go to zero at least as fast as ω for a warm bath, J(ω)/ω → ${slope}`,
      );
    }
    const value = density(omega);
    if (typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY) return value / omega;
    throw new InputError(
      `the spectral density of the bath at site ${bath.site} must be a finite number of at least 0, got J(${omega}) = ${String(value)}`,
    );
  };
}

/** lim J(ω)/ω read off where ω is small against T; infinite if it still grows there. */
function slopeNearZero(density: (omega: number) => number, temperature: number): number {
  const [nearer, near] = [1e-9, 1e-6].map((part) => density(part * temperature) / (part * temperature));
  return nearer > 2 * near ? Number.POSITIVE_INFINITY : nearer;
}
