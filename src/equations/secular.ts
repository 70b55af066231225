// A secular approximation keeps a term of the tensor only if it links coherences of nearly equal frequency,
//   R_ab,cd → 0 where |(E_a − E_b) − (E_c − E_d)| > cutoff  (0 full, ∞ none).
import type { RedfieldGenerator } from "./generator";
import type { Unknowns } from "./liouvillian";

/** The cutoff, an energy, that is meant by `"none"`, `"full"` or the largest frequency difference to keep. */
export function secularCutoff(
  secular: "none" | "full" | number = "none",
  { levels }: Pick<RedfieldGenerator, "levels">,
): number {
  if (secular === "none") return Number.POSITIVE_INFINITY;
  const rounding = equalUpTo(levels);
  return secular === "full" ? rounding : Math.max(secular, rounding);
}

/** Frequencies that differ by no more are equal. */
const equalUpTo = (levels: Float64Array): number => 1e-10 * (levels[levels.length - 1] - levels[0]);

/** How much a cutoff drops. */
export function secularity(cutoff: number, levels: Float64Array): "none" | "partial" | "full" {
  if (cutoff === Number.POSITIVE_INFINITY) return "none";
  return cutoff <= equalUpTo(levels) ? "full" : "partial";
}

/** The highest frequency |E_a − E_b| that a chain of steps no longer than the cutoff reaches from zero. */
export function linkedToZero(frequencies: Float64Array, cutoff: number): number {
  let reach = 0;
  for (const frequency of frequencies.slice().sort()) {
    if (frequency - reach > cutoff) break;
    reach = frequency;
  }
  return reach;
}

/** The unknowns that a cutoff leaves coupled to the populations. */
export function coupledUnknowns(levels: Float64Array, cutoff: number): Unknowns {
  const n = levels.length;
  const frequencies = Float64Array.from({ length: n * n }, (_, i) =>
    Math.abs(levels[Math.floor(i / n)] - levels[i % n]),
  );
  const reach = linkedToZero(frequencies, cutoff);
  const kept = Array.from(frequencies.keys()).filter((i) => frequencies[i] <= reach);
  return {
    rows: Int32Array.from(kept, (i) => Math.floor(i / n)),
    columns: Int32Array.from(kept, (i) => i % n),
  };
}
