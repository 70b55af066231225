// Rows as comma-separated values to take away, the one writer of all tables behind figures. Files of sweeps have lines of
// their own (src/sweep/shard.ts): these come one by one as points are done, with every digit and a checksum.

import { csvFormat } from "d3-dsv";

/** Ten significant digits: more than a figure shows, and the same on every machine. */
const DIGITS = 10;

const cell = (value: unknown): unknown => {
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) + 0 : undefined;
};

/**
 * Rows as CSV with one line of column names; a cell without a number is empty.
 *
 * @param columns which ones, in this order
 * @example csvText([{ x: 1, y: 1 / 3 }], ["x", "y"]) // "x,y\n1,0.3333333333\n"
 */
export function csvText(rows: readonly object[], columns: readonly string[]): string {
  const cells = rows.map((row) => {
    const values = row as Readonly<Record<string, unknown>>;
    return Object.fromEntries(columns.map((name) => [name, cell(values[name])]));
  });
  return `${csvFormat(cells, columns)}\n`;
}
