// A sweep as text, whole or in shards: a first line that says what it is, the names of the columns, one line a point.
// Shards are runs of points that follow each other, so that the whole is its shards one after the other.
import { InputError, refuse } from "../model/check";
import { isCell } from "./observe";
import { type Block, blockRows, type PlainRow } from "./points";
import type { Span } from "./run";
import { type Axis, axisList, pointValues, type SweepPlan, type SweepSpec } from "./spec";

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

/** The names of all columns, as the second line has them. */
export const columnNames = ({ axes, columns }: SweepPlan): string[] => [
  ...axes.map(({ column }) => column),
  ...columns,
  "warning",
  "error",
];

/** One line for each point of a block, with full precision: every number reads back as the same number. */
export function blockLines(plan: SweepPlan, block: Block): string {
  const names = columnNames(plan);
  const lines = blockRows(plan, block).map((row) => names.map((name) => csvCell(row[name])).join(","));
  return lines.map((line) => `${line}\n`).join("");
}

/** What reads the line of a point back; it gives undefined for a line that the point cannot have. */
export function rowReader(plan: SweepPlan): (point: number, line: string) => PlainRow | undefined {
  const names = columnNames(plan);
  return (point, line) => {
    if (!line.startsWith(`${pointValues(plan, point).join(",")},`)) return undefined;
    const values = cells(line);
    if (values.length !== names.length) return undefined;
    const row: PlainRow = {};
    for (let c = 0; c < names.length; c++) {
      const [name, cell] = [names[c], values[c]];
      if (name === "warning" || name === "error") {
        if (cell !== "") row[name] = cell;
        continue;
      }
      const number = Number(cell);
      row[name] = cell === "" ? null : String(number) === cell ? number : cell;
      if (!isCell(name, row[name])) return undefined;
    }
    return row;
  };
}

/** The cells of a line; one with a comma in it stands in quotes, its own quotes doubled. */
function cells(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}

function csvCell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  return /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
