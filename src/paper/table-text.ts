// Numbers behind a figure as a table: CSV text, and where two tables differ.

import { csvParseRows } from "d3-dsv";
import { csvText } from "../figures/csv";

/** A column of a table: its name, the unit of its numbers, and what they are. */
export interface Column {
  readonly name: string;
  /** "–" for numbers without a unit and for words */
  readonly unit: string;
  readonly meaning: string;
}

/** Rows of numbers and words, with more than the columns where it comes from so. */
export interface Table {
  /** the file name, without its folder */
  readonly file: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly object[];
}

const cellOf = (row: object, { name }: Column): unknown => (row as Record<string, unknown>)[name];

/** Values may differ by this much, relative to the largest of their column. */
const TOLERANCE = 1e-9;

/** A table as CSV with one line of column names. */
export const formatCsv = ({ columns, rows }: Table): string =>
  csvText(
    rows,
    columns.map(({ name }) => name),
  );

/**
 * Where a table differs from committed CSV text by more than the tolerance, as one line that
 * names row and column of the first difference and tells how many there are; nothing if they agree.
 *
 * Rows are counted as an editor does: the column names are line 1.
 */
export function tableChange(committed: string, table: Table): string | undefined {
  const [header = [], ...lines] = csvParseRows(committed.trimEnd());
  const names = header.join(",");
  const expected = table.columns.map(({ name }) => name).join(",");
  if (names !== expected) return `${table.file}: the columns are ${expected}, committed are ${names}`;
  if (lines.length !== table.rows.length) {
    return `${table.file}: ${table.rows.length} rows, committed are ${lines.length}`;
  }
  const allowed = table.columns.map((column) => {
    const sizes = table.rows.map((row) => Math.abs(Number(cellOf(row, column))) || 0);
    return TOLERANCE * sizes.reduce((a, b) => Math.max(a, b), 0);
  });
  const differences = table.rows.flatMap((row, r) =>
    table.columns.flatMap((column, c) => {
      const [value, cell] = [cellOf(row, column), lines[r][c]];
      if (same(value, cell, allowed[c])) return [];
      return [`${table.file}, line ${r + 2}, column ${column.name}: ${value}, committed is ${cell}`];
    }),
  );
  if (differences.length === 0) return undefined;
  const more = differences.length - 1;
  return more === 0 ? differences[0] : `${differences[0]} (and ${more} more)`;
}

function same(value: unknown, cell: string | undefined, tolerance: number): boolean {
  if (typeof value !== "number") return value === cell;
  if (cell === undefined || cell.trim() === "") return false;
  return Math.abs(value - Number(cell)) <= tolerance; // false for NaN
}

/** The data dictionary: what is in every table, and in which unit. */
export function describeTables(tables: readonly Table[]): string {
  const sections = tables.map(({ file, title, columns, rows }) =>
    [
      `## ${file}`,
      "",
      `${title} ${rows.length} rows.`,
      "",
      "| column | unit | meaning |",
      "|---|---|---|",
      ...columns.map(({ name, unit, meaning }) => `| \`${name}\` | ${unit} | ${meaning} |`),
    ].join("\n"),
  );
  return `${HEADER}\n\n${sections.join("\n\n")}\n`;
}

const HEADER = `# Numbers behind the figures

One file for each figure of Xu, Choo, Balachandran and Poletti, *Entropy* **21**, 228 (2019), as comma-separated values with one line of column names, ten significant digits, ħ = k_B = J = 1. \`npm run reproduce\` computes them all anew and fails where one differs by more than 1e-9 of the largest value in its column; \`spin-ring reproduce --update\` writes them, and this page.

In all of them: four sites, γ = 0.01 and ω_c = 10 for both baths, the left bath at site 1, the right one at site 3, h₂ = 2 and h₃ = 1 unless a column says otherwise.`;
