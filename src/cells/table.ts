// A table below a cell: HTML where the front end can show it, aligned text everywhere else.
import { symbols, symbolsInHtml } from "../figures/symbols";
import { InputError } from "../input/guards";
import { displayWriter, type Formats } from "./host";

/** What stands in a cell of a table: a number as it is, rounded where it should be, or a text. */
export type TableCell = string | number;

/**
 * Shows a table below the cell.
 *
 * Numbers are shown as they are: round them first, so that the notebook is the same on every machine.
 *
 * @param rows one list a row, as long as `columns`
 * @param columns the column names
 * @throws InputError if a row has too few or too many cells
 * @example showTable([["two", 2.19], ["three", 0.43]], ["spins up", "Δ"], "Where the mode changes")
 */
export function showTable(
  rows: readonly (readonly TableCell[])[],
  columns: readonly string[],
  caption = "",
): void {
  rows.forEach(({ length }, i) => {
    if (length !== columns.length)
      throw new InputError(`row ${i + 1} of the table must have ${columns.length} cells, got ${length}`);
  });
  const write = displayWriter();
  if (write) write({ data: tableData(rows, columns, caption), metadata: {}, transient: {} });
  else console.log(tableText(rows, columns, caption));
}

/** A table as HTML and as text. */
export const tableData = (
  rows: readonly (readonly TableCell[])[],
  columns: readonly string[],
  caption: string,
): Formats => ({
  "text/html": tableHtml(rows, columns, caption),
  "text/plain": tableText(rows, columns, caption),
});

function tableHtml(
  rows: readonly (readonly TableCell[])[],
  columns: readonly string[],
  caption: string,
): string {
  const cell = (tag: string, value: TableCell): string => {
    const align = typeof value === "number" ? "right" : "left"; // front ends disagree on the default
    return `<${tag} style="text-align: ${align}">${symbolsInHtml(String(value))}</${tag.split(" ")[0]}>`;
  };
  const head = columns.map((name) => cell('th scope="col"', name)).join("");
  const body = rows.map((row) => `<tr>${row.map((value) => cell("td", value)).join("")}</tr>`);
  const title = caption === "" ? "" : `<caption>${symbolsInHtml(caption)}</caption>\n`;
  return `<table>\n${title}<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

function tableText(
  rows: readonly (readonly TableCell[])[],
  columns: readonly string[],
  caption: string,
): string {
  const text = alignedColumns(
    [columns, ...rows].map((row) => row.map((value) => (typeof value === "number" ? value : symbols(value)))),
  );
  return caption === "" ? text : `${symbols(caption)}\n${text}`;
}

/** Lines of words in columns, ruled off below the first; numbers stand to the right. */
export function alignedColumns(rows: readonly (readonly TableCell[])[]): string {
  const lines = rows.map((row) => row.map(String));
  const widths = lines[0].map((_, c) => Math.max(...lines.map((line) => width(line[c]))));
  const aligned = lines.map((line, r) =>
    line
      .map((value, c) => {
        const space = " ".repeat(widths[c] - width(value));
        return typeof rows[r][c] === "number" ? space + value : value + space;
      })
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((size) => "─".repeat(size)).join("  ");
  return [aligned[0], rule, ...aligned.slice(1)].join("\n");
}

/** Characters, where the length of a string counts a letter such as 𝓔 twice. */
const width = (text: string): number => [...text].length;
