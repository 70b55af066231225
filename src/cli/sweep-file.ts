// Files that hold a sweep or a shard of one: how far one has come, and whether it is what it should be.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { InputError } from "../input/guards";
import {
  canonicalSpec,
  columnsOf,
  type Header,
  headerLine,
  lineReader,
  parseHeader,
  parseShard,
  type Shard,
  shardSpan,
  shardText,
} from "../node/shard";
import { planSweep, type SweepPlan, type SweepSpec } from "../sweep/spec";
import { VERSION } from "../version";
import { readLines } from "./input-lines";

/** What a file of this sweep, or of a shard of it, begins with. */
export function newHeader(given: SweepSpec, points: number, shard: Shard): Header {
  const spec = canonicalSpec(given);
  const sweep = createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 16);
  return { version: VERSION, sweep, points, shard: shardText(shard), spec };
}

/** The first two lines of a file. */
export const fileOpening = (header: Header, columns: readonly string[]): string =>
  `${headerLine(header)}\n${columns.join(",")}\n`;

/** A file that has been read: what it says it is, and how many of its rows are there. */
export interface SweepFile {
  readonly path: string;
  readonly header: Header;
  readonly plan: SweepPlan;
  readonly columns: readonly string[];
  readonly shard: Shard;
  readonly rows: number;
  /** how many of them have no checksum */
  readonly unsealed: number;
  /** how many there should be */
  readonly wanted: number;
  /** where the rows begin and where the last complete one ends, in bytes */
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a file of a sweep and checks that every line stands where it should and is whole.
 *
 * @throws InputError if it cannot be read, is no such file or has lines out of place; undefined if it ends before its rows
 */
export async function readSweepFile(path: string): Promise<SweepFile | undefined> {
  let file: Omit<SweepFile, "rows" | "unsealed" | "end"> | undefined;
  let header: Header | undefined;
  let read: ReturnType<typeof lineReader> | undefined;
  let [rows, unsealed] = [0, 0];
  let end = 0;
  for await (const line of readLines(createReadStream(path, { highWaterMark: 1 << 20 }), path)) {
    if (!line.ended || line.text === undefined) break;
    if (!header) {
      header = parseHeader(line.text);
      if (!header) throw new InputError(`${path} is no file of a sweep: its first line does not say so`);
    } else if (!file) {
      file = { ...opened(path, header, line.text), start: line.end };
      read = lineReader(file);
    } else {
      const point = shardSpan(file.plan.points, file.shard).from + rows;
      const found = rows < file.wanted ? read?.(point, line.text) : undefined;
      if (!found) {
        throw new InputError(
          `${path}, line ${rows + 3} is damaged or out of place: remove the file and compute it again`,
        );
      }
      rows++;
      if (!found.sealed) unsealed++;
    }
    end = line.end;
  }
  return file && { ...file, rows, unsealed, end };
}

function opened(
  path: string,
  header: Header,
  names: string,
): Omit<SweepFile, "rows" | "unsealed" | "start" | "end"> {
  try {
    const plan = planSweep(header.spec);
    const shard = parseShard(header.shard);
    const same = newHeader(header.spec, plan.points, shard);
    const columns = columnsOf(plan, names);
    if (same.sweep !== header.sweep || same.points !== header.points || !columns) throw new Error();
    const { from, to } = shardSpan(plan.points, shard);
    return { path, header, plan, columns, shard, wanted: to - from };
  } catch {
    throw new InputError(
      `${path} is damaged: its first two lines do not agree, remove it and compute it again`,
    );
  }
}

/** What differs between the files of two sweeps, for a complaint; undefined if they are of the same sweep. */
export function difference(one: Header, other: Header): string | undefined {
  if (one.sweep !== other.sweep) return `is of another sweep (${one.sweep}, not ${other.sweep})`;
  if (one.version !== other.version) return `was computed by spin-ring ${one.version}, not ${other.version}`;
  return undefined;
}
