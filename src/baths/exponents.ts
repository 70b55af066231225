// A bath whose memory decays by exponentials, C(t) = Σ_k (r_k + i s_k) e^{−ν_k t}, with Re C = Σ r e^{−νt}, Im C = Σ s e^{−νt}:
// ν, r and s are complex, and what is not real comes with its conjugate. Its rates and its level shift are
//   W(ε) + iΛ(ε) = ∫_0^∞ dt e^{−iεt} C(t) = Σ_k (r_k + i s_k) / (ν_k + iε).
import { checkNumber, checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";

/** A complex number in JSON, [real part, imaginary part]. */
export type ComplexNumber = readonly [number, number];

/** One exponential of a bath's correlation function, C(t) = Σ (real + i·imag) e^{−rate·t}, complex each. */
export interface Exponent {
  /** ν, in J/ħ; its real part is above 0 */
  readonly rate: ComplexNumber;
  /** r, its part in Re C, in J² */
  readonly real: ComplexNumber;
  /** s, its part in Im C, in J² */
  readonly imag: ComplexNumber;
}

/** How close to its conjugate an exponent counts as one. */
const SAME = 1e-9;
/** From here amplitudes that cancel leave no digits of C. */
const CANCELLED = 1e8;
const MOST = 40;

/**
 * Checks exponents given by hand: positive decay, closed under conjugation.
 *
 * @returns them with exponents of one rate taken together and those left out that do nothing
 */
export function checkExponents(name: string, given: unknown): Exponent[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST) {
    refuse(name, `how many to fit, or a list of 1 to ${MOST} exponents { rate, real, imag }`, given);
  }
  const exponents = (given as unknown[]).map((each, k) => checkExponent(entry(name, k), each));
  exponents.forEach(({ rate, real, imag }, k) => {
    const partner = (other: Exponent): boolean =>
      sameNumber(other.rate, rate, -1, Math.hypot(...rate)) &&
      sameNumber(other.real, real, -1, size(exponents)) &&
      sameNumber(other.imag, imag, -1, size(exponents));
    if (exponents.some(partner)) return;
    throw new InputError(
      `${entry(name, k)} has no conjugate partner, so that Re C and Im C would not be real: give one of rate [${rate[0]}, ${-rate[1] || 0}], real [${real[0]}, ${-real[1] || 0}] and imag [${imag[0]}, ${-imag[1] || 0}]`,
    );
  });
  const together = merged(exponents);
  const start = together.reduce((sum, { real, imag }) => [sum[0] + real[0], sum[1] + imag[0]], [0, 0]);
  const reach = together.reduce((sum, { real, imag }) => sum + Math.hypot(...real) + Math.hypot(...imag), 0);
  if (reach > CANCELLED * Math.hypot(...start) && reach > 0) {
    throw new InputError(
      `${name} cancel each other, their amplitudes are ${(reach / Math.hypot(...start)).toExponential(0)} times C(0): exponents with nearly equal rates are better replaced by one`,
      "ill-conditioned",
    );
  }
  return together;
}

function checkExponent(name: string, given: unknown): Exponent {
  const { rate, real = [0, 0], imag = [0, 0] } = checkObject(name, given, ["rate", "real", "imag"]);
  const complex = (field: string, value: unknown): ComplexNumber => {
    if (!Array.isArray(value) || value.length !== 2) {
      refuse(`${name}.${field}`, "a complex number [real part, imaginary part]", value);
    }
    return [
      checkNumber(entry(`${name}.${field}`, 0), value[0]),
      checkNumber(entry(`${name}.${field}`, 1), value[1]),
    ];
  };
  const checked = { rate: complex("rate", rate), real: complex("real", real), imag: complex("imag", imag) };
  if (!(checked.rate[0] > 0)) {
    refuse(`${name}.rate`, "one that decays, with a real part above 0", rate);
  }
  return checked;
}

const size = (exponents: readonly Exponent[]): number =>
  exponents.reduce((most, { real, imag }) => Math.max(most, Math.hypot(...real), Math.hypot(...imag)), 0);

const sameNumber = (a: ComplexNumber, b: ComplexNumber, sign: 1 | -1, scale: number): boolean =>
  Math.hypot(a[0] - b[0], a[1] - sign * b[1]) <= SAME * scale;

/** Of one rate together: a hierarchy of them is the same, and smaller. */
function merged(exponents: readonly Exponent[]): Exponent[] {
  const kept: Exponent[] = [];
  for (const next of exponents) {
    const at = kept.findIndex(({ rate }) => rate[0] === next.rate[0] && rate[1] === next.rate[1]);
    if (at < 0) kept.push(next);
    else
      kept[at] = {
        rate: next.rate,
        real: plus(kept[at].real, next.real),
        imag: plus(kept[at].imag, next.imag),
      };
  }
  return kept.filter(({ real, imag }) => [...real, ...imag].some((part) => part !== 0));
}

const plus = (a: ComplexNumber, b: ComplexNumber): ComplexNumber => [a[0] + b[0], a[1] + b[1]];

/** W(ε) + iΛ(ε) of exponents. */
export function exponentRate(exponents: readonly Exponent[], energy: number): { w: number; shift: number } {
  let [w, shift] = [0, 0];
  for (const { rate, real, imag } of exponents) {
    const [x, y] = [real[0] - imag[1], real[1] + imag[0]];
    const [u, v] = [rate[0], rate[1] + energy];
    const square = u * u + v * v;
    w += (x * u + y * v) / square;
    shift += (y * u - x * v) / square;
  }
  return { w, shift };
}

/** C(t) of exponents, its real and its imaginary part. */
export function exponentSum(exponents: readonly Exponent[], time: number): { real: number; imag: number } {
  let [re, im] = [0, 0];
  for (const { rate, real, imag } of exponents) {
    const decay = Math.exp(-rate[0] * time);
    const [cos, sin] = [Math.cos(rate[1] * time), -Math.sin(rate[1] * time)];
    re += decay * (real[0] * cos - real[1] * sin);
    im += decay * (imag[0] * cos - imag[1] * sin);
  }
  return { real: re, imag: im };
}
