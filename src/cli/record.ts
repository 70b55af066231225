// What the repository has on record about the paper: data/claims.json and data/figures/. Recomputed and compared,
// or written anew on purpose.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { LedgerEntry } from "../paper/claim";
import { claimLine, evaluateClaims } from "../paper/evaluate";
import { figureTables } from "../paper/figure-tables";
import { formatLedger, ledgerChanges, parseLedger } from "../paper/ledger";
import { tally } from "../paper/scorecard-figure";
import { describeTables, formatCsv, tableChange } from "../paper/table-text";

const dataFolder = join(__dirname, "..", "..", "data");

/**
 * Evaluates all claims and computes the numbers behind all figures, with a line on standard output for each.
 *
 * What differs from the record goes to standard error and makes it false; `update` writes it to the record instead.
 */
export function checkRecord({ update, folder = dataFolder }: { update: boolean; folder?: string }): boolean {
  const changes = [...claims(folder, update), ...figures(folder, update)];
  for (const change of changes) console.error(`spin-ring: ${change}`);
  if (changes.length > 0)
    console.error("spin-ring: spin-ring reproduce --update writes the record anew, if that is what you want");
  return changes.length === 0;
}

function claims(folder: string, update: boolean): string[] {
  const fresh = evaluateClaims(undefined, (entry) => console.log(claimLine(entry)));
  console.log(`${fresh.length} claims: ${tally(fresh)}`);

  const path = join(folder, "claims.json");
  const changes = ledgerComplaints(path, fresh);
  const text = formatLedger(fresh);
  if (update && changes.length === 0 && readIfThere(path) !== text) changes.push(`${here(path)}: new notes`);
  return settle(path, text, changes, update);
}

function ledgerComplaints(path: string, fresh: readonly LedgerEntry[]): string[] {
  const committed = readIfThere(path);
  if (committed === undefined) return [`${here(path)} is missing`];
  try {
    return ledgerChanges(parseLedger(committed), fresh);
  } catch (error) {
    return [`${here(path)} is not a ledger: ${(error as Error).message.split("\n")[0]}`];
  }
}

function figures(folder: string, update: boolean): string[] {
  const tables = figureTables();
  const changes = tables.flatMap((table) => {
    const path = join(folder, "figures", table.file);
    const committed = readIfThere(path);
    const change = committed === undefined ? `${here(path)} is missing` : tableChange(committed, table);
    console.log(`${here(path)}  ${table.rows.length} rows`);
    return settle(path, formatCsv(table), change === undefined ? [] : [change], update);
  });
  const path = join(folder, "figures", "README.md");
  const dictionary = describeTables(tables);
  const stale = readIfThere(path) === dictionary ? [] : [`${here(path)} does not describe these files`];
  return [...changes, ...settle(path, dictionary, stale, update)];
}

/** Writes only what has changed, so that the last digits of another machine leave no trace. */
function settle(path: string, text: string, changes: string[], update: boolean): string[] {
  if (!update || changes.length === 0) return changes;
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  for (const change of changes) console.log(change);
  console.log(`wrote ${here(path)}`);
  return [];
}

const readIfThere = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined;
const here = (path: string): string => relative(process.cwd(), path);
