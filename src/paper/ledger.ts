// The ledger as a file: its text, and what has changed against the committed one.
import type { LedgerEntry } from "./claim";

const PAPER = "https://doi.org/10.3390/e21030228";
const UNITS = "ħ = k_B = J = 1, sites from 1, levels from 1 by growing energy";

/** The ledger as JSON, one claim after the other, ready to be committed. */
export const formatLedger = (claims: readonly LedgerEntry[]): string =>
  `${JSON.stringify({ paper: PAPER, units: UNITS, claims }, null, 2)}\n`;

/**
 * The claims of a ledger.
 *
 * @throws if the text is not a ledger, in one line
 */
export function parseLedger(text: string): LedgerEntry[] {
  const { claims } = JSON.parse(text) ?? {};
  if (!Array.isArray(claims)) throw new Error("there is no list of claims in it");
  return claims;
}

/** Measured numbers may differ by this much, relative to their size, from machine to machine. */
const SAME = 1e-5;

/**
 * What of the committed ledger does not hold any more, one line each; empty if all of it does.
 *
 * Notes are not compared.
 */
export function ledgerChanges(committed: readonly LedgerEntry[], fresh: readonly LedgerEntry[]): string[] {
  const before = new Map(committed.map((entry) => [entry.id, entry]));
  const gone = committed.filter(({ id }) => !fresh.some((entry) => entry.id === id));
  return [
    ...fresh.flatMap((entry) => {
      const known = before.get(entry.id);
      return known ? entryChanges(known, entry) : [`claim ${entry.id} is not in the committed ledger`];
    }),
    ...gone.map(({ id }) => `claim ${id} of the committed ledger does not exist any more`),
  ];
}

function entryChanges(known: LedgerEntry, fresh: LedgerEntry): string[] {
  const name = `claim ${fresh.id} (${fresh.title})`;
  const found = `measured ${fresh.measured ?? "nothing"}, committed ${known.measured ?? "nothing"}`;
  if (known.verdict !== fresh.verdict) {
    return [`${name}: the verdict is "${fresh.verdict}", committed is "${known.verdict}"; ${found}`];
  }
  if (!sameMeasure(known.measured, fresh.measured)) return [`${name}: ${found}`];
  return text(known) === text(fresh) ? [] : [`${name}: its description is not the committed one`];
}

function sameMeasure(a: LedgerEntry["measured"], b: LedgerEntry["measured"]): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

const text = ({ measured, verdict, note, ...rest }: LedgerEntry): string => JSON.stringify(rest);
