// A drive turns the phases of bonds to and fro,
//   θ_b(t) = θ_b + A_b cos Ωt,
// in the sense in which each bond leads, from → to: a gauge field that changes in time. Its mean over a period leaves
// the exchange J_b J₀(A_b), J₀(A) the mean of cos(A cos Ωt), Bessel's function.
import { checkNumber, checkNumbers, checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import type { SpinModel } from "./model";

/** A periodic drive of the phases, θ_b(t) = θ_b + A_b cos Ωt. */
export interface Drive {
  /** Ω > 0, in J/ħ */
  readonly frequency: number;
  /** A in radians: one number for all bonds, or one a bond, in the order of `bonds` and in the sense in which each leads */
  readonly amplitude: number | readonly number[];
}

/** One with an amplitude for every bond. */
export interface CheckedDrive {
  /** Ω, in J/ħ */
  readonly frequency: number;
  /** A_b in radians, in the order of `bonds` */
  readonly amplitude: readonly number[];
}

/** Up to here the series of J₀ is summed over; no larger phase makes another physics. */
const LARGEST_AMPLITUDE = 100;

/**
 * Checks a drive.
 *
 * @throws InputError naming the field, the value and what is allowed
 */
export function checkDrive(drive: Drive, bonds: number): CheckedDrive {
  checkObject("drive", drive, ["frequency", "amplitude"]);
  for (const field of ["frequency", "amplitude"] as const) {
    if (drive[field] === undefined) throw new InputError(`drive.${field} is required`);
  }
  const frequency = checkNumber("drive.frequency", drive.frequency, 0, true);
  const { amplitude } = drive;
  const amplitudes = Array.isArray(amplitude)
    ? checkNumbers("drive.amplitude", amplitude, bonds)
    : new Array<number>(bonds).fill(checkNumber("drive.amplitude", amplitude));
  amplitudes.forEach((size, b) => {
    if (Math.abs(size) <= LARGEST_AMPLITUDE) return;
    const field = Array.isArray(amplitude) ? entry("drive.amplitude", b) : "drive.amplitude";
    refuse(field, `a number from -${LARGEST_AMPLITUDE} to ${LARGEST_AMPLITUDE}`, size);
  });
  return { frequency, amplitude: amplitudes };
}

/** The model as it is at an angle Ωt. */
export function modelAt(model: SpinModel, { amplitude }: CheckedDrive, angle: number): SpinModel {
  const bonds = model.bonds.map((bond, b) =>
    amplitude[b] === 0 ? bond : { ...bond, phase: (bond.phase ?? 0) + amplitude[b] * Math.cos(angle) },
  );
  return { ...model, bonds };
}

/** The model of the mean Hamiltonian: every exchange times J₀(A). */
export function meanModel(model: SpinModel, { amplitude }: CheckedDrive): SpinModel {
  const bonds = model.bonds.map((bond, b) => ({ ...bond, exchange: bond.exchange * besselJ0(amplitude[b]) }));
  return { ...model, bonds };
}

/** J₀(A), the mean of cos(A cos φ) over as many angles as are exact. */
export function besselJ0(amplitude: number): number {
  const count = 40 + 2 * Math.ceil(Math.abs(amplitude));
  let sum = 0;
  for (let j = 0; j < count; j++) sum += Math.cos(amplitude * Math.cos((2 * Math.PI * j) / count));
  return sum / count;
}
