// A claim of the paper as data: what it says and where, what to measure, what to expect, how far off it may be.
import type { World } from "./world";

/** What became of a claim. */
export type Verdict = "replicated" | "partly" | "not" | "not testable";

/** What a claim says and how it is put to the test. */
export interface ClaimText {
  /** the number of the claim, with a letter where it has several parts */
  readonly id: string;
  readonly group: "minimality" | "currents" | "ergotropy" | "outlook";
  /** the claim in a few words, and in full, both in our own */
  readonly title: string;
  readonly statement: string;
  /** section, equation or figure of the paper */
  readonly place: string;
  readonly kind: "quantitative" | "qualitative";
  /** what is measured */
  readonly quantity: string;
  readonly parameters: Readonly<Record<string, string | number | readonly number[]>>;
  /** from the paper, never from this library */
  readonly expected: number | string;
  /** how the measured value is held against it: `within` the tolerance of it, `at least`, `at most`, or the `same` words */
  readonly comparison: "within" | "at least" | "at most" | "same";
  /** the allowed distance from `expected`; null for the other comparisons */
  readonly tolerance: number | null;
  /** where to see it */
  readonly notebook: { readonly file: string; readonly heading: string };
}

/** What a world shows: a number, or words; `partly` where the paper is right up to what the note says. */
export interface Measurement {
  readonly measured: number | string;
  readonly partly?: boolean;
  readonly note?: string;
}

/** A claim with its test. */
export interface Claim extends ClaimText {
  readonly measure: (world: World) => Measurement;
}

/** One line of the ledger: a claim and what became of it; `measured` is null where nothing could be measured. */
export interface LedgerEntry extends ClaimText {
  readonly measured: number | string | null;
  readonly verdict: Verdict;
  readonly note?: string;
}

/** Whether a measured value is what the claim expects. */
export function agrees({ expected, comparison, tolerance }: ClaimText, measured: number | string): boolean {
  if (comparison === "same" || typeof measured === "string") return measured === expected;
  const reference = Number(expected);
  if (comparison === "at least") return measured >= reference;
  if (comparison === "at most") return measured <= reference;
  return Math.abs(measured - reference) <= (tolerance ?? 0);
}
