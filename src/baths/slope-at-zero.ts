// lim J(ω)/ω as ω → 0, which decides whether a warm bath has a rate W(0) = T lim J(ω)/ω, read off J alone: over some
// forty decades below the temperature, since neither the scale of J nor its form is known.
//
// With r_k = J(ω_k)/ω_k on ω_k = q^−k T, a correction ω^p to the limit makes differences d_k = r_k − r_{k−1} that fall by
// the same factor f every time, so that r_k + d_k f/(1 − f) is free of it (Aitken). Where the differences do not fall, as
// for ω^0.9 or ω log(1 + 1/ω), there is no limit.

/** No decimal or binary number: what rounding leaves of a difference must not look regular. */
const STEP = Math.PI ** 2;
const STEPS = 40;
/** How well two extrapolations must agree, relative to the limit, or to the largest r where that is nothing beside it. */
const AGREEMENT = 1e-6;
const EXACT = 1e-14;
/** How many terms back r still counts as the size of what the limit is read off. */
const WINDOW = 12;
/** How much farther J(ω)/ω may reach below where the limit was read off. */
const RISE = 4;

/** What J does near zero. */
export type NearZero =
  /** the limit of J(ω)/ω as far as one is in sight, how well it is known, and whether that will do */
  | { readonly slope: number; readonly error: number; readonly settled: boolean }
  /** J(omega) = value is no density */
  | { readonly omega: number; readonly value: unknown };

/**
 * The limit of J(ω)/ω, or where J is no density.
 *
 * @param scale where to begin, an energy above zero
 * @example slopeAtZero((w) => 0.01 * w * Math.exp(-w / 10), 2) // { slope: 0.01, error: 0, settled: true }
 */
export function slopeAtZero(density: (omega: number) => number, scale: number): NearZero {
  const omegas = Array.from({ length: STEPS }, (_, k) => scale * STEP ** -k);
  const values = omegas.map(density);
  const { end, clear } = lastKnown(values);
  // farther up J may be what it likes, also negative: that is said where it is used
  let first = end;
  while (first > 0 && isDensity(values[first - 1])) first--;
  if (first === end) {
    while (first > 0 && !isDensity(values[first - 1])) first--;
    return { omega: omegas[first], value: values[first] };
  }
  const ratios = values.slice(first, end).map((value, k) => value / omegas[first + k]);
  const { slope, error, reach } = extrapolate(ratios);
  const last = ratios[ratios.length - 1];
  const agreed = error <= AGREEMENT * Math.max(slope, reach / 10);
  return { slope, error, settled: clear && agreed && last <= RISE * reach };
}

function isDensity(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY;
}

/**
 * How many of the values say something. Zeros at the end may be true, or all that rounding left of a difference such as
 * exp(−ω) − exp(−2ω), and then the last digits before them are lost as well; `clear` where it is seen which.
 */
function lastKnown(values: readonly number[]): { end: number; clear: boolean } {
  let end = values.length;
  while (end > 0 && values[end - 1] === 0) end--;
  const all = { end: values.length, clear: true };
  if (end === values.length || end === 0) return all;
  const last = Math.abs(values[end - 1]);
  const size = Math.max(...values.map(Math.abs).filter(Number.isFinite));
  // a gap in J, sharp or exponential
  if (last > 1e-3 * size || last < 1e-12 * Math.abs(values[end - 2])) return all;
  return { end: Math.max(end - 3, 1), clear: last < 1e-13 * size };
}

/** The limit of a sequence where two extrapolations agree best, the last of equally good ones; `reach` is the largest term there. */
function extrapolate(terms: readonly number[]): { slope: number; error: number; reach: number } {
  let best = { slope: Number.NaN, error: Number.POSITIVE_INFINITY, reach: 0 };
  let before = Number.NaN;
  for (let k = 2; k < terms.length; k++) {
    const reach = Math.max(...terms.slice(Math.max(0, k - WINDOW), k + 1));
    const step = terms[k] - terms[k - 1];
    const fall = step / (terms[k - 1] - terms[k - 2]);
    const settled = Math.abs(step) <= EXACT * terms[k];
    let limit = terms[k];
    if (!settled) limit += Math.abs(fall) < 0.999 ? (step * fall) / (1 - fall) : Number.NaN;
    const error = settled ? Math.abs(step) : Math.abs(limit - before);
    if (error <= Math.max(best.error, EXACT * reach)) best = { slope: Math.max(limit, 0), error, reach };
    before = limit;
  }
  return best;
}
