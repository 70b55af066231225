// A claim of the paper as data: what it says and where, what to measure, what to expect, how far off it may be.
import type { World } from "./world";

/** What became of a claim. */
export type Verdict = "replicated" | "partly" | "not" | "open" | "not testable";

/** What a claim says and how it is put to the test. */
export interface ClaimText {
  /** the number of the claim, with a letter where it has several parts */
  readonly id: string;
  /** what part of the paper it belongs to */
  readonly group: "minimality" | "currents" | "equation" | "ergotropy" | "outlook";
  /** the claim in a few words of our own */
  readonly title: string;
  /** the claim in full, in our own words */
  readonly statement: string;
  /** section, equation or figure of the paper */
  readonly place: string;
  /** whether a number or a behaviour is claimed */
  readonly kind: "quantitative" | "qualitative";
  /** what is measured */
  readonly quantity: string;
  /** what it is measured at; energies in units of J */
  readonly parameters: Readonly<Record<string, string | number | readonly number[]>>;
  /** what the paper says, never what this library finds */
  readonly expected: number | string;
  /** ours, not the paper's: how its words, or a caption, are read */
  readonly reading?: string;
  /** the number that the words of `expected` are read as, and that is compared */
  readonly limit?: number;
  /** how the measured value is held against it: `within` the tolerance of it, `at least`, `at most`, or the `same` words */
  readonly comparison: "within" | "at least" | "at most" | "same";
  /** the allowed distance from `expected`; null for the other comparisons */
  readonly tolerance: number | null;
  /** where to see it */
  readonly notebook: {
    /** its name, in notebooks/ */
    readonly file: string;
    /** of the section */
    readonly heading: string;
  };
}

/** What a world shows, a number or words, and what becomes of the claim where that is not what is expected. */
export interface Measurement {
  /** what comes out */
  readonly measured: number | string;
  /** the paper is right up to what the note says */
  readonly partly?: boolean;
  /** what is measured does not decide it */
  readonly open?: boolean;
  /** what else is to be said, a sentence or two */
  readonly note?: string;
}

/** A claim with its test. */
export interface Claim extends ClaimText {
  /** asks a world for what the claim is about */
  readonly measure: (world: World) => Measurement;
}

/** One line of the ledger: a claim and what became of it; `measured` is null where nothing could be measured. */
export interface LedgerEntry extends ClaimText {
  /** a number in the unit of the quantity, or words */
  readonly measured: number | string | null;
  /** what became of the claim */
  readonly verdict: Verdict;
  /** what else there is to say */
  readonly note?: string;
}

/** How the fields of Figure 4 are read. */
export const CAPTION_OF_FIGURE_4 =
  "the ratio in the caption of Figure 4 is read as h₂/h₃ = 2, as in the other figures";

/** Whether a claim is about what the paper expects and leaves open, instead of what it shows. */
export const isOpenQuestion = ({ group }: Pick<ClaimText, "group">): boolean => group === "outlook";

/** Whether a measured value is what the claim expects. */
export function agrees(
  { expected, limit, comparison, tolerance }: ClaimText,
  measured: number | string,
): boolean {
  if (comparison === "same" || typeof measured === "string") return measured === expected;
  const reference = Number(limit ?? expected);
  if (comparison === "at least") return measured >= reference;
  if (comparison === "at most") return measured <= reference;
  return Math.abs(measured - reference) <= (tolerance ?? 0);
}

/**
 * What a claim expects, for a reader: the paper's number, or its word with the number that we read it as.
 *
 * @example expectedText(CLAIMS[0]) // "0 ± 1e-12"
 */
export function expectedText({ expected, limit, comparison, tolerance }: ClaimText): string {
  const bound = { within: "", same: "", "at least": "≥ ", "at most": "≤ " }[comparison];
  if (limit !== undefined) return `${expected}, read as ${bound}${limit}`;
  return `${bound}${expected}${tolerance ? ` ± ${tolerance}` : ""}`;
}
