// spin-ring merge: the shards of a sweep put together, once it is certain that they are all there and belong together.
// The result is, to the byte, what one run of the whole sweep would have written.
import { chmodSync, createReadStream, createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { InputError } from "../input/guards";
import { lineWidener, WHOLE } from "../node/shard";
import { readLines } from "./input-lines";
import { endsWith, fileBehind, unwritable } from "./output";
import { difference, fileOpening, newHeader, readSweepFile, type SweepFile } from "./sweep-file";

export function mergeCommand(): Command {
  return new Command("merge")
    .description("put the shards of a sweep together")
    .argument("<files...>", "the files of all shards, in any order")
    .option("--out <file>", "where to write; standard output without it")
    .addHelpText(
      "after",
      `
A shard that is missing, given twice, not complete, damaged or of another sweep ends the command with status 2
before anything is written. Shards of earlier versions have no checksums; they are taken with a note.`,
    )
    .action(merge);
}

async function merge(paths: string[], { out }: { out?: string }): Promise<void> {
  const target = out === undefined ? undefined : fileBehind(out);
  const overwritten = paths.find((path) => target !== undefined && fileBehind(path) === target);
  if (overwritten !== undefined) throw new InputError(`--out must be another file than ${overwritten}`);
  const shards = await readShards(paths);
  noteUnsealed(shards);
  // shards of earlier versions have fewer columns
  const { columns } = shards.reduce((widest, shard) =>
    shard.columns.length > widest.columns.length ? shard : widest,
  );
  const [{ header, plan }] = shards;
  const opening = fileOpening(newHeader(header.spec, plan.points, WHOLE), columns);
  const lines = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from(opening);
    for (const shard of shards) yield* rowsOf(shard, columns);
  };
  if (target === undefined) {
    if (out === undefined) return pipeline(lines, process.stdout, { end: false });
    const stream = createWriteStream(out);
    endsWith(stream, out);
    return pipeline(lines, stream);
  }
  const partial = `${target}.partial`;
  try {
    const before = statSync(target, { throwIfNoEntry: false });
    await pipeline(lines, createWriteStream(partial));
    if (before) chmodSync(partial, before.mode);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw unwritable(partial, error);
  }
}

/** The rows of a shard with all columns. */
async function* rowsOf(
  { path, start, end, columns }: SweepFile,
  all: readonly string[],
): AsyncGenerator<Buffer> {
  if (end === start) return;
  const bytes = createReadStream(path, { start, end: end - 1 });
  const widen = lineWidener(columns, all);
  if (!widen) yield* bytes;
  else for await (const { text } of readLines(bytes, path)) yield Buffer.from(`${widen(text as string)}\n`);
}

function noteUnsealed(shards: readonly SweepFile[]): void {
  const found = shards.filter(({ unsealed }) => unsealed > 0);
  if (found.length === 0) return;
  const [{ path }] = found;
  const which =
    found.length === 1 ? `${path} has rows` : `${path} and ${found.length - 1} more files have rows`;
  console.error(`spin-ring: ${which} without a checksum, taken as they stand`);
}

/** The shards in their order. */
async function readShards(paths: readonly string[]): Promise<SweepFile[]> {
  const byIndex = new Map<number, SweepFile>();
  let first: SweepFile | undefined;
  for (const path of paths) {
    const file = await readSweepFile(path);
    if (!file)
      throw new InputError(`${path} is not complete: it ends before its first row, run its shard again`);
    first ??= file;
    const { header, shard, rows, wanted } = file;
    const complaint = difference(header, first.header);
    if (complaint)
      throw new InputError(`${path} ${complaint}, as ${first.path} is: merge one sweep at a time`);
    if (shard.count !== first.shard.count) {
      throw new InputError(
        `${path} is shard ${header.shard} and ${first.path} is shard ${first.header.shard}: take those of one division`,
      );
    }
    const twin = byIndex.get(shard.index);
    if (twin) throw new InputError(`shard ${header.shard} is given twice: ${twin.path} and ${path}`);
    if (rows < wanted) {
      throw new InputError(
        `${path} is not complete: it has ${rows} of ${wanted} rows, run shard ${header.shard} again`,
      );
    }
    byIndex.set(shard.index, file);
  }
  const { count } = (first as SweepFile).shard;
  const indices = Array.from({ length: count }, (_, i) => i + 1);
  const missing = indices.filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    const list = missing.slice(0, 10).map((index) => `${index}/${count}`);
    const more = missing.length > 10 ? ` and ${missing.length - 10} more` : "";
    throw new InputError(
      `shards are missing: ${list.join(", ")}${more}, run spin-ring sweep with --shard for each`,
    );
  }
  return indices.map((index) => byIndex.get(index) as SweepFile);
}
