// How long a bath remembers: its correlation function (eq. 7)
//   C(τ) = ∫_0^∞ dω/π J(ω) [coth(ω/2T) cos ωτ − i sin ωτ].
// For J(ω) = γ ω e^{−aω}, a = 1/ω_c, and coth(ω/2T) = 1 + 2 Σ_k e^{−kω/T}, every term is ∫ ω e^{−sω} dω = 1/s²:
//   C(τ) = (γ/π) { 1/(a + iτ)² + 2T² Re ψ₁(1 + T(a + iτ)) }   with the trigamma function ψ₁(z) = Σ_{k≥0} 1/(k + z)².
// Of any other density, with coth(ω/2T) = 1 + 2 n_B(ω), it is the sum of two Fourier integrals.
import { checkNumber, InputError } from "../input/guards";
import { type HilbertTransforms, hilbertTransforms } from "../numerics/hilbert";
import { type Bath, checkBath } from "./bath";
import { rateFactors } from "./rates";

/** The real and the imaginary part of C(τ), in units of energy². */
export interface Correlation {
  /** Re C(τ), the noise of the bath, in J² */
  readonly real: number;
  /** Im C(τ), its response, in J² */
  readonly imag: number;
}

/**
 * The correlation function of a bath at a time difference τ (eq. 7), of an Ohmic bath exact to rounding, else by quadrature.
 *
 * Its real part is the noise of the bath, which grows with temperature; its imaginary part is the response, which does not.
 *
 * @param time τ, in units of ħ/J
 * @throws InputError for a spectral density whose integrals do not converge
 * @example bathCorrelation(ohmicBath({ site: 1, temperature: 0 }), 0).real // γ ω_c² / π
 */
export function bathCorrelation(bath: Bath, time: number): Correlation {
  checkNumber("time", time);
  return correlationOf(bath)(time);
}

/** The same for many times. */
export function correlationOf(bath: Bath): (time: number) => Correlation {
  checkBath(bath);
  if ("spectralDensity" in bath) return byQuadrature(bath);
  const { coupling, cutoff, temperature } = bath;
  const a = 1 / cutoff;
  const scale = coupling / Math.PI;
  return (time) => {
    const vacuum = inverseSquare(a, time);
    const thermal =
      temperature > 0 ? 2 * temperature ** 2 * trigamma(1 + temperature * a, temperature * time) : 0;
    return { real: scale * (vacuum.real + thermal), imag: scale * vacuum.imag };
  };
}

/** πC(τ) = ∫ J e^{−iωτ} dω + 2 ∫ J n_B cos ωτ dω */
function byQuadrature(bath: Bath): (time: number) => Correlation {
  const { reduced, thermal } = rateFactors(bath);
  let transforms: HilbertTransforms | undefined;
  const at = (time: number): Correlation => {
    transforms ??= hilbertTransforms(
      (omega) => omega * reduced(omega),
      (omega) => thermal(omega) / omega,
    );
    const vacuum = transforms.fourier(time, false);
    const warm = bath.temperature > 0 ? 2 * transforms.fourier(time, true).real : 0;
    return { real: (vacuum.real + warm) / Math.PI, imag: vacuum.imag / Math.PI };
  };
  return (time) => {
    try {
      return at(time);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(
        `the correlation function of the bath at site ${bath.site} cannot be computed at time ${time}, ${(error as Error).message}: take a spectral density that is smooth and falls off`,
        "not-converged",
      );
    }
  };
}

/** 1/(x + iy)² */
function inverseSquare(x: number, y: number): Correlation {
  const size = (x * x + y * y) ** 2;
  return { real: (x * x - y * y) / size, imag: (-2 * x * y) / size };
}

/** Re ψ₁(x + iy) for x ≥ 1: the first terms of the sum, then Stirling's series for the rest of it. */
function trigamma(x: number, y: number): number {
  let sum = 0;
  let z = x;
  for (; z < 12; z++) sum += inverseSquare(z, y).real;
  // 1/z + 1/2z² + Σ B_2k / z^{2k+1}, in powers of w = 1/z
  const size = z * z + y * y;
  const [re, im] = [z / size, -y / size];
  const square = { re: re * re - im * im, im: 2 * re * im };
  let power = { re, im };
  sum += re + square.re / 2;
  for (const bernoulli of [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6]) {
    power = {
      re: power.re * square.re - power.im * square.im,
      im: power.re * square.im + power.im * square.re,
    };
    sum += bernoulli * power.re;
  }
  return sum;
}
