// How fast a bath moves the system up or down the energy scale: the real part of
//   ∫_0^∞ dτ e^{−iετ} C(τ),   C(τ) = ∫_0^∞ dω/π J(ω) [coth(ω/2T) cos ωτ − i sin ωτ]      (eqs. 7, 10)
// which is   W(ε) = J(ε) n_B(ε) for ε > 0 (absorption),  J(|ε|) [n_B(|ε|) + 1] for ε < 0 (emission).
import { InputError, refuse } from "../input/guards";
import { type Bath, checkBath, type GeneralBath, type OhmicBath, type SpectralDensity } from "./bath";
import { densityFromExpression } from "./expression";
import { slopeAtZero } from "./slope-at-zero";

/**
 * The transition rate of a bath as a function of the energy ε that the system takes up.
 *
 * Detailed balance W(−ε) = e^{ε/T} W(ε) holds to rounding; ε → 0 (W = T lim J(ω)/ω), T = 0 and ε ≫ T are exact.
 *
 * @returns W(ε) in units of energy (ħ = 1)
 * @throws InputError for a bath that cannot be and, when called, where J(ω) is negative or not a number
 * @example transitionRate(ohmicBath({ site: 1, temperature: 2 }))(0) // γT = 0.02
 */
export function transitionRate(bath: Bath): (energy: number) => number {
  const factors = rateFactors(checkBath(bath));
  return (energy) => {
    checkEnergy(energy);
    const omega = Math.abs(energy);
    const thermal = factors.thermal(omega);
    const total = energy < 0 ? thermal + omega : thermal;
    return total === 0 ? 0 : factors.reduced(omega) * total;
  };
}

function checkEnergy(energy: number): void {
  if (typeof energy !== "number" || Number.isNaN(energy)) refuse("energy", "a number", energy);
}

/** What both directions of a transition share: W(±ω) = J(ω)/ω · [ω n_B(ω) + (0 up, ω down)] for ω ≥ 0. */
export function rateFactors(bath: Bath): {
  /** J(ω)/ω */
  readonly reduced: (omega: number) => number;
  /** |d ln(J/ω) / dω|, what a small change of ω does to it */
  readonly steepness: (omega: number) => number;
  /** ω n_B(ω) */
  readonly thermal: (omega: number) => number;
} {
  const reduced = reducedDensity(bath);
  const thermal = (omega: number): number => thermalEnergy(omega, bath.temperature);
  if (!("spectralDensity" in bath)) return { reduced, thermal, steepness: () => 1 / bath.cutoff };
  const steepness = (omega: number): number => {
    const value = omega === 0 ? 0 : reduced(omega);
    return value === 0 ? 0 : Math.abs(reduced(omega * (1 + NEARBY)) / value - 1) / (NEARBY * omega);
  };
  return { reduced, thermal, steepness };
}

/** A step that is small against the scale on which J changes and large against its rounding. */
const NEARBY = 2 ** -20;

/** How a transition rate changes with what it depends on. */
export interface RateSlopes {
  /** ∂W/∂ε at an energy in J, in 1/ħ; at ε = 0, where |ε| in J leaves a kink, the mean of both sides */
  readonly energy: (energy: number) => number;
  /** ∂W/∂T at an energy in J, in 1/ħ */
  readonly temperature: (energy: number) => number;
}

/**
 * The derivatives of {@link transitionRate}: with t = ε/T and n = 1/(e^t − 1), W = (J(|ε|)/|ε|) T t n on both sides of
 * zero, hence
 *   ∂W/∂ε = (J/|ε|) (n − t n (n + 1)) + (J/|ε|)′ T t n,   ∂W/∂T = (J/|ε|) t² n (n + 1).
 * Both are exact to rounding, but for (J/|ε|)′ of a {@link generalBath}: five values of J give it to about 1e-10 of
 * J/|ε| over its scale, where J is smooth on the scale of |ε| / 1000.
 *
 * @throws InputError for a bath that cannot be and, when called, where J(ω) is negative or not a number
 * @example rateSlopes(ohmicBath({ site: 1, temperature: 2 })).temperature(0) // γ = 0.01
 */
export function rateSlopes(bath: Bath): RateSlopes {
  checkBath(bath);
  const { temperature } = bath;
  const reduced = reducedDensity(bath);
  const steepness = "spectralDensity" in bath ? numericalSlope(reduced, temperature) : ohmicSlope(bath);
  const side = (energy: number, sign: number): number => {
    checkEnergy(energy);
    const omega = Math.abs(energy);
    const thermal = thermalEnergy(omega, temperature) + (sign < 0 ? omega : 0);
    const planck = temperature === 0 ? Math.min(sign, 0) : planckSlope(energy / temperature);
    return reduced(omega) * planck + (thermal === 0 ? 0 : sign * steepness(omega) * thermal);
  };
  return {
    energy: (energy) => (energy === 0 ? (side(0, 1) + side(0, -1)) / 2 : side(energy, Math.sign(energy))),
    temperature: (energy) => {
      checkEnergy(energy);
      const half = temperature === 0 ? Number.POSITIVE_INFINITY : energy / (2 * temperature);
      const part = half === 0 ? 1 : half / Math.sinh(half);
      return part > 0 || part < 0 ? reduced(Math.abs(energy)) * part * part : 0;
    },
  };
}

/** d/dt of t/(e^t − 1), by its power series where the closed form would cancel. */
function planckSlope(t: number): number {
  if (Math.abs(t) < 0.1) {
    const s = t * t;
    return -1 / 2 + (t / 6) * (1 - (s / 30) * (1 - (s / 28) * (1 - s / 30)));
  }
  if (t > 700) return 0;
  const n = 1 / Math.expm1(t);
  return n + (t * n) / Math.expm1(-t); // n + 1 = −1/(e^{−t} − 1)
}

/** (J/ω)′ = −γ e^{−ω/ω_c} / ω_c */
function ohmicSlope({ coupling, cutoff }: OhmicBath): (omega: number) => number {
  return (omega) => (-coupling / cutoff) * Math.exp(-omega / cutoff);
}

/** f′ from five values, central where there is room on the side of zero, else to the right. */
function numericalSlope(f: (omega: number) => number, temperature: number): (omega: number) => number {
  return (omega) => {
    const h = 1e-3 * Math.max(omega, temperature / 10);
    const at = (steps: number): number => f(omega + steps * h);
    return omega > 2 * h
      ? (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
      : (-25 * at(0) + 48 * at(1) - 36 * at(2) + 16 * at(3) - 3 * at(4)) / (12 * h);
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
  const { density, derivative } =
    typeof spectralDensity === "string"
      ? densityFromExpression(spectralDensity)
      : { density: spectralDensity, derivative: Number.NaN };
  if (temperature === 0 && density(0) > 0) {
    throw new InputError(
      `the spectral density of the bath at site ${bath.site} must go to zero with ω, got J(0) = ${density(0)}`,
    );
  }
  let slope: number | undefined;
  return (omega) => {
    if (omega === 0) {
      slope ??= bath.slopeAtZero ?? slopeOf(bath, density, derivative);
      return slope;
    }
    const value = density(omega);
    if (typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY) return value / omega;
    throw notADensity(bath, omega, value);
  };
}

/** lim J(ω)/ω or a refusal. Text and functions are measured alike; the derivative of a text may only sharpen what is seen. */
function slopeOf(bath: GeneralBath, density: SpectralDensity, derivative: number): number {
  const near = slopeAtZero(density, bath.temperature || 1);
  if ("omega" in near) throw notADensity(bath, near.omega, near.value);
  const { slope, error, settled } = near;
  if (!(density(0) > 0)) {
    if (Math.abs(derivative - slope) <= 10 * error && error <= 1e-3 * derivative) return derivative;
    if (settled) return slope;
  }
  throw new InputError(
    `the spectral density of the bath at site ${bath.site} must go to zero at least as fast as ω for a warm bath, but no finite limit of J(ω)/ω is in sight: give slopeAtZero if there is one`,
  );
}

function notADensity(bath: Bath, omega: number, value: unknown): InputError {
  return new InputError(
    `the spectral density of the bath at site ${bath.site} must be a finite number of at least 0, got J(${omega}) = ${String(value)}`,
  );
}
