// spin-ring sweep: a sweep, or one shard of it, from a specification to a table. What is in the file already is not
// computed again, so that a run that was stopped or killed goes on where it was.
import { closeSync, createWriteStream, existsSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { progress } from "../cells/progress";
import { InputError } from "../input/guards";
import { nodeWorkers } from "../node/point-workers";
import { columnNames, type Header, lineWriter, parseShard, shardSpan, WHOLE } from "../node/shard";
import { type Block, blockComputer, failedBlock, firstLine } from "../sweep/points";
import { runPoints, type Span } from "../sweep/run-points";
import { planSweep, type SweepPlan, type SweepSpec } from "../sweep/spec";
import { readText } from "./input-lines";
import { endsWith, fileBehind, unwritable, write } from "./output";
import { difference, fileOpening, newHeader, readSweepFile, type SweepFile } from "./sweep-file";

interface Options {
  readonly shard?: string;
  readonly out?: string;
  readonly workers?: number;
}

export function sweepCommand(): Command {
  return new Command("sweep")
    .description("compute a sweep: a specification in, one line a point out, as comma-separated values")
    .argument("<spec>", "the specification, a JSON file")
    .option("--shard <i/n>", "only the i-th of n parts, to be put together by spin-ring merge")
    .option("--out <file>", "write here, and go on from what is here already; standard output without it")
    .option("--workers <number>", "worker threads; 0 for none (default: all cores)", workerNumber)
    .addHelpText(
      "after",
      `
Example of a specification:
  {"base": {"sites": 4, "spinsUp": 2, "fields": [0, 2, 1, 0],
            "baths": [{"site": 1, "temperature": 2}, {"site": 3, "temperature": 1}]},
   "axes": {"interaction": {"from": -4, "to": 4, "count": 401}},
   "observe": ["heatCurrents", "ergotropy"]}

A point that cannot be computed has its reason in the column "error" and does not end the run. A run that is
stopped ends with status 1, bad input with status 2 and one line on standard error.`,
    )
    .action(runSweep);
}

function workerNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 1024) return number;
  throw new InvalidArgumentError(`must be an integer from 0 to 1024, got ${text}`);
}

async function runSweep(path: string, options: Options): Promise<void> {
  const spec = readSpec(path);
  const plan = planSweep(spec);
  const shard = options.shard === undefined ? WHOLE : parseShard(options.shard);
  const header = newHeader(spec, plan.points, shard);
  const columns = columnNames(plan);
  const file = options.out === undefined ? undefined : fileBehind(options.out);
  const output =
    file === undefined ? toStream(header, columns, options.out) : await toFile(file, header, columns);
  const lines = lineWriter({ plan, header, columns: output.columns });
  const { from, to } = shardSpan(plan.points, shard);
  const span = { from: from + output.rows, to };
  if (output.rows > 0) {
    const rest = output.rows === to - from ? "nothing is left to do" : "going on from there";
    console.error(`spin-ring: ${options.out} has ${output.rows} of ${to - from} points, ${rest}`);
  }
  const label = options.shard === undefined ? "sweep" : `sweep ${options.shard}`;
  const bar = progress(label, to - from);
  bar.tick(output.rows);

  // in the order of the points, however the workers finish
  const waiting = new Map<number, Block>();
  let next = span.from;
  let failed = 0;
  function deliver(block: Block): void {
    waiting.set(block.from, block);
    for (let ready = waiting.get(next); ready; ready = waiting.get(next)) {
      waiting.delete(next);
      output.write(lines(ready));
      failed += ready.notes.filter(({ kind }) => kind === "error").length;
      bar.tick(ready.to - next);
      next = ready.to;
    }
  }
  await untilSignal((signal) => compute(spec, plan, span, deliver, options.workers, signal));
  await output.close();

  if (failed > 0) console.error(`spin-ring: ${failed} points have an error, see the column "error"`);
  if (next === to) return;
  if (process.stderr.isTTY) process.stderr.write("\n"); // below the bar
  const again = options.out === undefined ? "" : ", the same command goes on from there";
  console.error(`spin-ring: stopped after ${next - from} of ${to - from} points${again}`);
  process.exitCode = 1;
}

function readSpec(path: string): SweepSpec {
  const text = readText(path);
  try {
    return JSON.parse(text) as SweepSpec;
  } catch (error) {
    throw new InputError(`${path} must be one JSON object: ${firstLine(error)}`);
  }
}

async function compute(
  spec: SweepSpec,
  plan: SweepPlan,
  span: Span,
  deliver: (block: Block) => void,
  workers: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const computeBlock = blockComputer(plan);
  const threads = workers === 0 ? undefined : nodeWorkers(plan, spec, workers);
  await runPoints([span], {
    here({ from, to }, until) {
      const block = computeBlock(from, to, until);
      deliver(block);
      return block.to;
    },
    keep: deliver,
    openPool: threads?.open,
    atOnce: threads?.atOnce,
    giveUp: (point, reason) => deliver(failedBlock(plan, point, reason)),
    signal,
  });
}

/** Hands over a signal that Ctrl-C and a scheduler's SIGTERM set; a second one ends the program as ever. */
async function untilSignal(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
    ignore();
  };
  const ignore = (): void => {
    for (const name of ["SIGINT", "SIGTERM"]) process.off(name, stop);
  };
  for (const name of ["SIGINT", "SIGTERM"]) process.on(name, stop);
  await work(controller.signal).finally(ignore);
}

/** Where the lines go. */
interface Output {
  /** how many rows are there already */
  readonly rows: number;
  readonly columns: readonly string[];
  write(text: string): void;
  close(): Promise<void>;
}

/** To standard output, or to a pipe or a device. */
function toStream(header: Header, columns: readonly string[], path?: string): Output {
  const stream = path === undefined ? process.stdout : createWriteStream(path);
  if (path !== undefined) endsWith(stream, path);
  let written = write(stream, fileOpening(header, columns));
  return {
    rows: 0,
    columns,
    write(text) {
      written = written.then(() => write(stream, text));
    },
    async close() {
      await written;
      if (path !== undefined) await new Promise<void>((resolve) => stream.end(() => resolve()));
    },
  };
}

/**
 * Goes on where the last complete line of the file ends. Every line has its place: should two runs write the same
 * file, they write the same bytes to it.
 */
async function toFile(path: string, header: Header, wanted: readonly string[]): Promise<Output> {
  const nothing = { rows: 0, end: 0, columns: wanted };
  const { rows, end, columns } = existsSync(path) ? await whatIsThere(path, header, nothing) : nothing;
  const attempt = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (error) {
      throw unwritable(path, error);
    }
  };
  const file = attempt(() => openSync(path, end > 0 ? "r+" : "w"));
  let position = end;
  const write = (text: string): void => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; )
      at += attempt(() => writeSync(file, bytes, at, bytes.length - at, position + at));
    position += bytes.length;
  };
  if (end > 0) ftruncateSync(file, end);
  else write(fileOpening(header, columns));
  return { rows, columns, write, close: async () => closeSync(file) };
}

type Found = Pick<SweepFile, "rows" | "end" | "columns">;

async function whatIsThere(path: string, wanted: Header, nothing: Found): Promise<Found> {
  const found = await readSweepFile(path);
  if (!found) {
    // killed while it wrote its first lines
    if (fileOpening(wanted, nothing.columns).startsWith(readText(path))) return nothing;
    throw new InputError(`${path} is no file of a sweep: choose another --out`);
  }
  const { header } = found;
  const otherShard =
    header.shard === wanted.shard ? undefined : `is shard ${header.shard}, not ${wanted.shard}`;
  const complaint = difference(header, wanted) ?? otherShard;
  if (complaint) throw new InputError(`${path} ${complaint}: choose another --out, or remove it`);
  return found;
}
