// The memory of a bath as a sum of exponentials, which an equation of motion can carry along (exponents.ts). They are fitted to what
// the system feels of the bath, F(ε) = W(ε) + iΛ(ε): with s = iε the transforms of Re C and Im C,
//   R(s) = ½ [F(ε) + F(−ε)*],   I(s) = [F(ε) − F(−ε)*] / 2i,
// are real rational functions with one denominator of quadratic factors s² + as + b, and of s + a where their number is odd. For
// given a, b > 0 the numerators follow by linear least squares, so that only the denominators are searched for
// (Golub and Pereyra, SIAM J. Numer. Anal. 10, 413 (1973)). Pairs of real rates and conjugate pairs turn into each other.
import { checkInteger, checkNumber, checkObject, InputError } from "../input/guards";
import { descend, leastSquares } from "../numerics/least-squares";
import { type Bath, checkBath } from "./bath";
import { correlationOf } from "./correlator";
import { type ComplexNumber, type Exponent, exponentRate, exponentSum } from "./exponents";
import { levelShift } from "./lamb-shift";
import { rateFactors, transitionRate } from "./rates";

/** A bath's correlation function as a sum of exponentials, and what that is off by. */
export interface ExponentFit {
  /** C(t) ≈ Σ (real + i·imag) e^{−rate·t}, closed under conjugation */
  readonly exponents: readonly Exponent[];
  /** the largest |C_fit − C| over the largest |C|, from 1/1000 of the time ħ/span on, dimensionless */
  readonly correlationError: number;
  /** the largest |W_fit − W| over the largest W, for energies up to `span`, dimensionless */
  readonly rateError: number;
  /** the energies that count, in J: up to where J(ω) is largest, which is ω_c for an Ohmic bath */
  readonly span: number;
}

/** What {@link fitExponents} can be told. */
export interface ExponentFitOptions {
  /** how many exponentials, from 2 to 12; left out, as few as reach `accuracy`, 8 at most */
  readonly terms?: number;
  /** the largest `rateError` that is let pass; 0.01 by default, none where `terms` is given */
  readonly accuracy?: number;
}

const ACCURACY = 0.01;
const [FEWEST, MOST] = [2, 12];
/** How many are tried where none are asked for. */
const MOST_TRIED = 8;
/** Frequencies: between 0 and the span, below that and beyond it, and how much the latter count. */
const [WITHIN, BELOW, BEYOND] = [40, 10, 24];
const FARTHEST = 60;
const BEYOND_WEIGHT = 0.3;
/** From when on C(t) is compared, over ħ/span: of some densities C(0) is infinite. */
const EARLIEST = 1e-3;
/** What amplitudes that cancel each other are charged. */
const RIDGE = 1e-4;

/**
 * A fit of a bath's correlation function by exponentials, C(t) ≈ Σ (r + is) e^{−νt}, {ν} closed under conjugation.
 *
 * It is made for W(ε) + iΛ(ε), which is all that a weakly coupled system feels, and says what C(t) is off by as well.
 *
 * @throws InputError for bad options (`bad-input`), or where the accuracy asked is not reached (`not-converged`)
 * @example fitExponents(ohmicBath({ site: 1, temperature: 2 })).exponents.length // 4
 */
export function fitExponents(bath: Bath, options: ExponentFitOptions = {}): ExponentFit {
  checkBath(bath);
  const { terms, accuracy } = options;
  checkObject("options", options, ["terms", "accuracy"]);
  if (terms !== undefined) checkInteger("terms", terms, FEWEST, MOST);
  if (accuracy !== undefined) checkNumber("accuracy", accuracy, 0, true);
  const asked = accuracy ?? (terms === undefined ? ACCURACY : Number.POSITIVE_INFINITY);
  const target = targetOf(bath);
  if (target.largest === 0) return { exponents: [], correlationError: 0, rateError: 0, span: target.span };
  let best: ExponentFit | undefined;
  for (let count = terms ?? FEWEST; count <= (terms ?? MOST_TRIED); count++) {
    const fit = fitOf(target, count);
    if (fit.rateError <= asked) return fit;
    if (!best || fit.rateError < best.rateError) best = fit;
  }
  const found = best as ExponentFit;
  throw new InputError(
    `${found.exponents.length} exponentials give the rates of the bath at site ${bath.site} to ${found.rateError.toExponential(1)} of the largest at best, ${asked} is asked: ${terms === undefined ? "ask for less" : "take more terms"}, or give exponents of your own`,
    "not-converged",
  );
}

/** What is fitted: R and I at s = iε, and what the fit is measured by. */
interface Target {
  readonly span: number;
  readonly energies: readonly number[];
  readonly weights: readonly number[];
  readonly transforms: readonly (readonly [ComplexNumber, ComplexNumber])[];
  /** max W up to the span */
  readonly largest: number;
  readonly rate: (energy: number) => number;
  readonly correlation: (time: number) => { readonly real: number; readonly imag: number };
  readonly warmth: number;
}

function targetOf(bath: Bath): Target {
  const rate = transitionRate(bath);
  const shift = levelShift(bath);
  const correlation = correlationOf(bath);
  const span = spanOf(bath);
  const up = (k: number, count: number, from: number, to: number): number =>
    from * (to / from) ** (k / count);
  const energies = [
    ...Array.from({ length: BELOW }, (_, k) => up(k, BELOW, 1e-3 * span, span / WITHIN)),
    ...Array.from({ length: WITHIN }, (_, k) => ((k + 1) * span) / WITHIN),
    ...Array.from({ length: BEYOND }, (_, k) => up(k + 1, BEYOND, span, FARTHEST * span)),
  ];
  const weights = energies.map((energy) => (energy <= span ? 1 : BEYOND_WEIGHT));
  const transforms = energies.map((energy): [ComplexNumber, ComplexNumber] => {
    const [plus, minus] = [energy, -energy].map((e) => [rate(e), shift(e)]);
    return [
      [(plus[0] + minus[0]) / 2, (plus[1] - minus[1]) / 2],
      [(plus[1] + minus[1]) / 2, (minus[0] - plus[0]) / 2],
    ];
  });
  const within = energies.filter((energy) => energy <= span);
  const largest = [0, ...within, ...within.map((e) => -e)].reduce((most, e) => Math.max(most, rate(e)), 0);
  return { span, energies, weights, transforms, largest, rate, correlation, warmth: bath.temperature };
}

/** Where J(ω) is largest. */
function spanOf(bath: Bath): number {
  if (!("spectralDensity" in bath)) return bath.cutoff;
  const { reduced } = rateFactors(bath);
  let [span, largest] = [1, 0];
  for (let k = -300; k <= 300; k++) {
    const omega = 2 ** (k / 8);
    const density = omega * reduced(omega);
    if (density > largest) [span, largest] = [omega, density];
  }
  return span;
}

/** The fit with so many terms. */
function fitOf(target: Target, terms: number): ExponentFit {
  const { span, energies, weights, transforms, largest, correlation, warmth } = target;
  const start = correlation(EARLIEST / span);
  const ridge = (RIDGE * largest) / Math.hypot(start.real, start.imag);
  const pairs = Math.floor(terms / 2);
  const m = energies.length;
  const right = [0, 1].map((part) => {
    const b = new Float64Array(2 * m + terms);
    transforms.forEach((both, i) => {
      for (const half of [0, 1]) b[half * m + i] = weights[i] * both[part][half];
    });
    return b;
  });
  // √b/(s² + as + b) and s/(s² + as + b), at last 1/(s + a)
  const basis = (p: readonly number[]): Float64Array[] => {
    const columns = Array.from({ length: terms }, () => new Float64Array(2 * m + terms));
    const put = (column: number, i: number, re: number, im: number): void => {
      columns[column][i] = weights[i] * re;
      columns[column][m + i] = weights[i] * im;
    };
    energies.forEach((e, i) => {
      for (let k = 0; k < pairs; k++) {
        const [linear, constant] = [Math.exp(p[2 * k]), Math.exp(p[2 * k + 1])];
        const [re, im] = [constant - e * e, linear * e];
        const square = re * re + im * im;
        put(2 * k, i, (Math.sqrt(constant) * re) / square, (-Math.sqrt(constant) * im) / square);
        put(2 * k + 1, i, (e * im) / square, (e * re) / square);
      }
      if (terms % 2) {
        const rate = Math.exp(p[terms - 1]);
        put(terms - 1, i, rate / (rate * rate + e * e), -e / (rate * rate + e * e));
      }
    });
    columns.forEach((column, k) => {
      column[2 * m + k] = ridge;
    });
    return columns;
  };
  const residuals = (p: readonly number[]): Float64Array => {
    const columns = basis(p);
    const fits = leastSquares(columns, ...right);
    const off = new Float64Array(2 * right[0].length);
    fits.forEach((fit, part) => {
      for (let i = 0, at = part * right[0].length; i < right[0].length; i++, at++) {
        off[at] = -right[part][i];
        for (let k = 0; k < terms; k++) off[at] += fit[k] * columns[k][i];
      }
    });
    return off;
  };
  const p = descend(residuals, guess(terms, span, warmth));
  const [forReal, forImag] = leastSquares(basis(p), ...right);
  const exponents: Exponent[] = [];
  const both = (k: number): [number, number] => [forReal[k], forImag[k]];
  for (let k = 0; k < pairs; k++) {
    const [linear, constant] = [Math.exp(p[2 * k]), Math.exp(p[2 * k + 1])];
    exponents.push(...pairOf(linear, constant, both(2 * k), both(2 * k + 1)));
  }
  if (terms % 2) {
    const [r, s] = both(terms - 1);
    exponents.push({ rate: [Math.exp(p[terms - 1]), 0], real: [r, 0], imag: [s, 0] });
  }
  exponents.sort((x, y) => x.rate[0] - y.rate[0] || x.rate[1] - y.rate[1]);
  return { exponents, span, ...errorsOf(target, exponents) };
}

/** Quadratic factors of rates that are spread evenly in their logarithm, fastest first. */
function guess(terms: number, span: number, warmth: number): number[] {
  const slowest = Math.max(warmth, span / 20) / 2;
  const rates = Array.from(
    { length: terms },
    (_, k) => 3 * span * (slowest / (3 * span)) ** (k / (terms - 1)),
  );
  const p: number[] = [];
  for (let k = 0; k + 1 < terms; k += 2) {
    p.push(Math.log(rates[k] + rates[k + 1]), Math.log(1.2 * rates[k] * rates[k + 1]));
  }
  if (terms % 2) p.push(Math.log(rates[terms - 1]));
  return p;
}

/** The two exponentials of (c √b + d s)/(s² + as + b), for Re C and Im C. */
function pairOf(
  a: number,
  b: number,
  [cr, ci]: readonly number[],
  [dr, di]: readonly number[],
): [Exponent, Exponent] {
  const root = Math.sqrt(b);
  const square = (a * a) / 4 - b;
  if (square >= 0) {
    // real and apart: never one rate to the last bit
    const half = Math.sqrt(square) || a * 1e-8;
    const term = (rate: number, other: number): Exponent => ({
      rate: [rate, 0],
      real: [(cr * root - dr * rate) / (other - rate), 0],
      imag: [(ci * root - di * rate) / (other - rate), 0],
    });
    const [slow, fast] = [b / (a / 2 + half), a / 2 + half];
    return [term(slow, fast), term(fast, slow)];
  }
  const turn = Math.sqrt(-square);
  // residue at s = −ν for ν = a/2 + i turn: (c √b − d ν) / (ν* − ν)
  const residue = (c: number, d: number): ComplexNumber => [d / 2, (c * root - (d * a) / 2) / (2 * turn)];
  const [real, imag] = [residue(cr, dr), residue(ci, di)];
  return [
    { rate: [a / 2, turn], real, imag },
    { rate: [a / 2, -turn], real: [real[0], -real[1]], imag: [imag[0], -imag[1]] },
  ];
}

function errorsOf(
  { span, largest, rate, correlation }: Target,
  exponents: readonly Exponent[],
): Pick<ExponentFit, "correlationError" | "rateError"> {
  let [rateError, correlationError] = [0, 0];
  for (let k = -100; k <= 100; k++) {
    const energy = (k * span) / 100;
    rateError = Math.max(rateError, Math.abs(exponentRate(exponents, energy).w - rate(energy)) / largest);
  }
  let start = 0;
  for (let k = 0; k <= 300; k++) {
    const time = (EARLIEST * 10 ** (k / 60)) / span;
    const [fit, exact] = [exponentSum(exponents, time), correlation(time)];
    start = Math.max(start, Math.hypot(exact.real, exact.imag));
    correlationError = Math.max(correlationError, Math.hypot(fit.real - exact.real, fit.imag - exact.imag));
  }
  return { correlationError: correlationError / start, rateError };
}
