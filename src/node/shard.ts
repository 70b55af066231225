// A sweep as text, whole or in shards: a first line that says what it is, the names of the columns, one line a point.
// Shards are runs of points that follow each other, so that the whole is its shards one after the other.
import { hash } from "node:crypto";
import { InputError, refuse } from "../input/guards";
import { isCell, LATER_COLUMNS } from "../sweep/observe";
import { type Block, blockRows, NOTE_COLUMNS, type PlainRow } from "../sweep/points";
import type { Span } from "../sweep/run-points";
import { type Axis, axisList, pointValues, type SweepPlan, type SweepSpec } from "../sweep/spec";

/** One of so many parts of a sweep, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The whole sweep as a shard. */
export const WHOLE: Shard = { index: 1, count: 1 };

/**
 * Reads a shard as the command line has it, `3/8`.
 *
 * @throws InputError for anything else
 */
export function parseShard(text: string): Shard {
  const [, index, count] =
    /^([1-9]\d{0,6})\/([1-9]\d{0,6})$/.exec(text) ?? refuse("shard", "i/n, such as 3/8", text);
  if (Number(index) > Number(count)) refuse("shard", `one of 1/${count} to ${count}/${count}`, text);
  return { index: Number(index), count: Number(count) };
}

export const shardText = ({ index, count }: Shard): string => `${index}/${count}`;

/** The points of a shard; all shards are equally long, give or take one. */
export function shardSpan(points: number, { index, count }: Shard): Span {
  return { from: Math.floor(((index - 1) * points) / count), to: Math.floor((index * points) / count) };
}

/** What the first line of a file says: which sweep this is, computed by what, and which part of it. */
export interface Header {
  /** the version that computed it */
  readonly version: string;
  /** a hash of the specification */
  readonly sweep: string;
  readonly points: number;
  readonly shard: string;
  readonly spec: SweepSpec;
}

const OPENING = "# spin-ring sweep ";

/** The first line, without its end. */
export const headerLine = (header: Header): string => OPENING + JSON.stringify(header);

/** What a first line says; undefined if it is none. */
export function parseHeader(line: string): Header | undefined {
  if (!line.startsWith(OPENING)) return undefined;
  try {
    return JSON.parse(line.slice(OPENING.length)) as Header;
  } catch {
    return undefined;
  }
}

/** A specification in the one form that is written and hashed: axes as a list, fields in alphabetical order. */
export function canonicalSpec({ base, axes, observe }: SweepSpec): SweepSpec {
  if (typeof observe === "function")
    throw new InputError("observe must be a list of names in a sweep that is written");
  const list: readonly Axis[] = axisList(axes);
  return sorted({ base, axes: list, observe }) as SweepSpec;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}

const CHECKSUM = "checksum";

/** Columns that files of earlier versions do not have. */
const LATER: readonly string[] = [...LATER_COLUMNS, "warningCode", "errorCode", CHECKSUM];

/** The names of all columns, as the second line has them. */
export const columnNames = ({ axes, columns }: SweepPlan): string[] => [
  ...axes.map(({ column }) => column),
  ...columns,
  ...NOTE_COLUMNS,
  CHECKSUM,
];

/** The columns of a file by its second line; undefined if a file of this sweep cannot have them. */
export function columnsOf(plan: SweepPlan, line: string): readonly string[] | undefined {
  const names = line.split(",");
  const known = columnNames(plan).filter((name) => names.includes(name) || !LATER.includes(name));
  return known.join(",") === line ? names : undefined;
}

/** The lines of a file: what they belong to, and the columns that they have. */
export interface Lines {
  readonly plan: SweepPlan;
  readonly header: Pick<Header, "sweep">;
  readonly columns: readonly string[];
}

/**
 * What writes a block: a line for each point with full precision, so that every number reads back as the same number,
 * and a checksum at its end.
 */
export function lineWriter({ plan, header, columns }: Lines): (block: Block) => string {
  const sealed = columns.at(-1) === CHECKSUM;
  const names = sealed ? columns.slice(0, -1) : columns;
  return (block) => {
    const lines = blockRows(plan, block).map((row) => names.map((name) => csvCell(row[name])).join(","));
    return lines.map((line) => `${line}${sealed ? `,${checksum(header, line)}` : ""}\n`).join("");
  };
}

/** A line with the columns of its file, and how to read it. */
export interface ReadLine {
  readonly row: PlainRow;
  /** whether its checksum vouches for it */
  readonly sealed: boolean;
}

/** What reads the line of a point back; it gives undefined for a line that the point cannot have. */
export function lineReader({
  plan,
  header,
  columns,
}: Lines): (point: number, line: string) => ReadLine | undefined {
  return (point, line) => {
    if (!line.startsWith(`${pointValues(plan, point).join(",")},`)) return undefined;
    const values = cells(line);
    if (values.length !== columns.length) return undefined;
    const row: PlainRow = {};
    let sealed = false;
    for (let c = 0; c < columns.length; c++) {
      const [name, cell] = [columns[c], values[c]];
      if (name === CHECKSUM) {
        sealed = cell !== "";
        if (sealed && cell !== checksum(header, line.slice(0, line.lastIndexOf(",")))) return undefined;
        continue;
      }
      if ((NOTE_COLUMNS as readonly string[]).includes(name)) {
        if (cell !== "") row[name] = cell;
        continue;
      }
      const number = Number(cell);
      row[name] = cell === "" ? null : String(number) === cell ? number : cell;
      if (!isCell(name, row[name])) return undefined;
    }
    return { row, sealed };
  };
}

/** What makes a line of some columns one of more columns: it has nothing in those that it lacked. */
export function lineWidener(
  from: readonly string[],
  to: readonly string[],
): ((line: string) => string) | undefined {
  if (from.length === to.length) return undefined;
  return (line) => {
    const values = cells(line);
    return to.map((name) => csvCell(values[from.indexOf(name)])).join(",");
  };
}

/** Of a line without its last cell, and of the sweep that it belongs to; a letter first, lest it be taken for a number. */
const checksum = ({ sweep }: Lines["header"], line: string): string =>
  `x${hash("sha256", `${sweep} ${line}`, "hex").slice(0, 8)}`;

/** The cells of a line; one with a comma or a # in it stands in quotes, its own quotes doubled. */
function cells(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}

function csvCell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  return /[",#]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
