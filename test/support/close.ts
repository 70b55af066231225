// Assertions about numbers that are equal up to rounding.
import { expect } from "vitest";

export type Numbers = ArrayLike<number>;

/** The largest |actual − expected|; NaN anywhere counts as infinite. */
export function distance(actual: Numbers, expected: Numbers): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
}

/** Every entry within `tolerance` of what is expected. */
export function expectClose(actual: Numbers, expected: Numbers, tolerance: number, what = "values"): void {
  const far = distance(actual, expected);
  const some = (values: Numbers): string => Array.from(values).slice(0, 8).join(", ");
  const shown = far <= tolerance ? "" : `: ${some(actual)} … is not ${some(expected)} …`;
  expect(far, `${what}${shown}`).toBeLessThanOrEqual(tolerance);
}

/** Equal up to `tolerance` times the larger of the two. */
export function expectRelative(actual: number, expected: number, tolerance: number, what = "value"): void {
  const size = Math.max(Math.abs(actual), Math.abs(expected));
  expect(Math.abs(actual - expected), `${what}: ${actual} is not ${expected}`).toBeLessThanOrEqual(
    tolerance * size,
  );
}

/** The largest modulus, 0 for none. */
export const largest = (values: Numbers): number =>
  Array.from(values).reduce((m, v) => Math.max(m, Math.abs(v)), 0);

/** What rounding may do to a steady state, by its own word. */
export const rounding = ({ certificate }: { certificate: { accuracy: { populations: number } } }): number =>
  1e-14 + certificate.accuracy.populations;
