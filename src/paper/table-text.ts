// Numbers behind a figure as a table: CSV text, and where two tables differ.

/** A column of a table: its name, the unit of its numbers, and what they are. */
export interface Column {
  readonly name: string;
  /** "–" for numbers without a unit and for words */
  readonly unit: string;
  readonly meaning: string;
}

/** Rows of numbers and words, one value a column. */
export interface Table {
  /** the file name, without its folder */
  readonly file: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (number | string)[])[];
}

/** Ten significant digits: more than the comparison below asks for. */
const DIGITS = 10;
/** Values may differ by this much, relative to the largest of their column. */
const TOLERANCE = 1e-9;

/** A table as CSV with one line of column names. */
export function formatCsv({ columns, rows }: Table): string {
  const cell = (value: number | string): string =>
    typeof value === "number" ? String(Number(value.toPrecision(DIGITS)) + 0) : value;
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(cell))];
  return `${lines.map((line) => line.join(",")).join("\n")}\n`;
}

/**
 * Where a table differs from committed CSV text by more than the tolerance, as one line that
 * names row and column of the first difference and tells how many there are; nothing if they agree.
 *
 * Rows are counted as an editor does: the column names are line 1.
 */
export function tableChange(committed: string, table: Table): string | undefined {
  const [names, ...lines] = committed.trimEnd().split(/\r?\n/);
  const expected = table.columns.map(({ name }) => name).join(",");
  if (names !== expected) return `${table.file}: the columns are ${expected}, committed are ${names}`;
  if (lines.length !== table.rows.length) {
    return `${table.file}: ${table.rows.length} rows, committed are ${lines.length}`;
  }
  const allowed = table.columns.map((_, c) => {
    const largest = table.rows.reduce((size, row) => Math.max(size, Math.abs(Number(row[c])) || 0), 0);
    return TOLERANCE * largest;
  });
  const differences = table.rows.flatMap((row, r) => {
    const cells = lines[r].split(",");
    return row.flatMap((value, c) =>
      same(value, cells[c], allowed[c])
        ? []
        : [
            `${table.file}, line ${r + 2}, column ${table.columns[c].name}: ${value}, committed is ${cells[c]}`,
          ],
    );
  });
  if (differences.length === 0) return undefined;
  const more = differences.length - 1;
  return more === 0 ? differences[0] : `${differences[0]} (and ${more} more)`;
}

function same(value: number | string, cell: string | undefined, tolerance: number): boolean {
  if (typeof value === "string") return value === cell;
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
