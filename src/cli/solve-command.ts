// spin-ring solve: model descriptions in, one JSON result a line out, in order.
import { createReadStream } from "node:fs";
import { Command } from "commander";
import type { ModelDescription } from "../description";
import { codeOf, InputError } from "../input/guards";
import { solve } from "../solve";
import { firstLine } from "../sweep/points";
import { type Line, readLines } from "./input-lines";
import { write } from "./output";

interface Options {
  readonly keepGoing?: boolean;
}

export function solveCommand(): Command {
  return new Command("solve")
    .description("solve model descriptions: JSON in, one result a line out")
    .argument("[file]", "one description, or one a line (NDJSON); standard input without it")
    .option("--keep-going", "write an error in place of a result that there is not, and go on")
    .addHelpText(
      "after",
      `
Example:
  echo '{"sites":4,"spinsUp":2,"interaction":2.19,"fields":[0,2,1,0],
         "baths":[{"site":1,"temperature":2},{"site":3,"temperature":1}]}' | spin-ring solve

Fields of a description: sites, spinsUp, exchange, interaction, flux (or bonds, of any graph), fields, baths (site,
temperature, and coupling, cutoff or spectralDensity, slopeAtZero; operator; exponents), equation, secular, lambShift,
accuracy, tier, initial, drive (frequency, amplitude), expectations, units, observe.

Bad input, or a state that cannot be vouched for, ends the run with status 2 and one line on standard error. With
--keep-going, {"error":{"code":…,"message":…}} stands in place of the result and the rest follows; the status is 2 all
the same.`,
    )
    .action(solveStream);
}

async function solveStream(file: string | undefined, { keepGoing = false }: Options): Promise<void> {
  const input = file === undefined ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  let [lines, failed, first] = [0, 0, 0];
  for await (const { number, text } of descriptions(readLines(input, file ?? "standard input"))) {
    lines++;
    try {
      await write(process.stdout, `${solved(text)}\n`);
    } catch (error) {
      if (!keepGoing) throw atLine(number, error);
      const said = { error: { code: codeOf(error), message: firstLine(error) } };
      await write(process.stdout, `${JSON.stringify(said)}\n`);
      if (failed++ === 0) first = number;
    }
  }
  if (lines === 0) throw new InputError("line 1: no model description, the input is empty");
  if (failed === 0) return;
  console.error(
    `spin-ring: ${failed} of ${lines} descriptions have no result, the first is in line ${first}`,
  );
  process.exitCode = 2;
}

/** The text of a description and the line that it begins in, from 1; undefined where that line is too long for one. */
interface Description {
  readonly number: number;
  readonly text: string | undefined;
}

const LONGEST = 100_000; // characters of a description that is written over several lines

/** One description a line; the first may be written over several. */
async function* descriptions(lines: AsyncIterable<Line>): AsyncGenerator<Description> {
  let number = 0;
  let start = 0; // where a description begins that is not complete yet
  let pending = "";
  let several = true;
  for await (const { text } of lines) {
    number++;
    if (pending !== "") {
      const longer = pending + text;
      const state = text === undefined || longer.length > LONGEST ? "broken" : stateOf(longer);
      if (state === "begun") {
        pending = `${longer}\n`;
        continue;
      }
      several = false;
      yield { number: start, text: state === "whole" ? longer : pending };
      pending = "";
      if (state === "whole") continue;
    }
    if (text?.trim() === "") continue;
    if (several && text !== undefined && text.length <= LONGEST && stateOf(text) === "begun") {
      [start, pending] = [number, `${text}\n`];
      continue;
    }
    several = false;
    yield { number, text };
  }
  if (pending !== "") yield { number: start, text: pending };
}

/** Whether a text is JSON, begins like it, or is broken before its end. */
function stateOf(text: string): "whole" | "begun" | "broken" {
  try {
    JSON.parse(text);
    return "whole";
  } catch (error) {
    const { message } = error as Error;
    const [, place = -1] = /at position (\d+)/.exec(message) ?? [];
    const ends = message.startsWith("Unexpected end") || Number(place) >= text.trimEnd().length;
    return ends ? "begun" : "broken";
  }
}

function solved(text: string | undefined): string {
  if (text === undefined) throw new InputError("a line must be shorter than 512 MB");
  let description: unknown;
  try {
    description = JSON.parse(text);
  } catch {
    const shown = text.replace(/\s+/g, " ").trim();
    throw new InputError(
      `a model description must be one JSON object, got ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}`,
    );
  }
  return JSON.stringify(solve(description as ModelDescription));
}

function atLine(number: number, error: unknown): Error {
  const message = `line ${number}: ${firstLine(error)}`;
  return error instanceof InputError ? new InputError(message, error.code) : new Error(message);
}
