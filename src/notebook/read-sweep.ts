// The rows of a sweep that spin-ring sweep wrote, read back as sweep itself returns them.
import { readFileSync } from "node:fs";
import { InputError } from "../model/check";
import type { PlainRow } from "../sweep/points";
import { columnNames, parseHeader } from "../sweep/shard";
import { planSweep, type SweepSpec } from "../sweep/spec";

/** A sweep that was kept in a file. */
export interface StoredSweep {
  /** what was computed */
  readonly spec: SweepSpec;
  /** one row a point, in order; numbers are the same to the bit, empty cells are null */
  readonly rows: readonly PlainRow[];
}

/** The columns of words. */
const WORDS = ["mode", "warning", "error"];

/**
 * Reads a complete file of `spin-ring sweep` (or `merge`).
 *
 * @throws InputError if it cannot be read, is no file of a sweep, or lacks rows
 * @example readSweep("map.csv").rows
 */
export function readSweep(path: string): StoredSweep {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  const [opening, names = "", ...lines] = text.trimEnd().split("\n");
  const header = parseHeader(opening);
  if (!header) throw new InputError(`${path} is no file of a sweep: its first line does not say so`);
  const plan = planSweep(header.spec);
  const columns = names.split(",");
  if (names !== columnNames(plan).join(",") || lines.length !== plan.points) {
    throw new InputError(
      `${path} must have ${plan.points} rows of ${columnNames(plan).length} columns, got ${lines.length} of ${columns.length}: compute it again`,
    );
  }
  return { spec: header.spec, rows: lines.map((line) => rowOf(columns, cells(line))) };
}

function rowOf(columns: readonly string[], values: readonly string[]): PlainRow {
  const row: PlainRow = {};
  columns.forEach((column, c) => {
    const cell = values[c] ?? "";
    if (cell !== "") row[column] = WORDS.includes(column) ? cell : Number(cell);
    else if (column !== "warning" && column !== "error") row[column] = null;
  });
  return row;
}

/** The cells of a line; one with a comma in it stands in quotes, its own quotes doubled. */
const cells = (line: string): string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
