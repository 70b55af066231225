// spin-ring solve: model descriptions in, one JSON result a line out, in order.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Command } from "commander";
import { InputError } from "../model/check";
import { type ModelDescription, solve } from "../solve";

export function solveCommand(): Command {
  return new Command("solve")
    .description("solve model descriptions: JSON in, one result a line out")
    .argument("[file]", "one description, or one a line (NDJSON); standard input without it")
    .addHelpText(
      "after",
      `
Example:
  echo '{"sites":4,"spinsUp":2,"interaction":2.19,"fields":[0,2,1,0],
         "baths":[{"site":1,"temperature":2},{"site":3,"temperature":1}]}' | spin-ring solve

Bad input ends the run with status 2 and one line on standard error.`,
    )
    .action(solveStream);
}

async function solveStream(file: string | undefined): Promise<void> {
  const input = file === undefined ? process.stdin : createReadStream(file);
  // a failing read ends the iteration below only where it is listened for
  const failure = new Promise<never>((_, reject) => {
    input.once("error", (error: NodeJS.ErrnoException) => {
      reject(new InputError(`cannot read ${file ?? "standard input"}: ${error.code ?? error.message}`));
    });
  });
  await Promise.race([failure, solveLines(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))]);
}

const LONGEST_DESCRIPTION = 100_000;

async function solveLines(lines: AsyncIterable<string>): Promise<void> {
  let number = 0;
  let solved = 0;
  let start = 0; // a first line that is no JSON opens a description written over several lines
  let pending = "";
  for await (const line of lines) {
    number++;
    if (pending === "" && line.trim() === "") continue;
    const parsed = parse(pending + line);
    if (parsed) {
      await write(solveOne(parsed.value, pending === "" ? number : start));
      solved++;
      pending = "";
    } else if (solved === 0 && pending.length < LONGEST_DESCRIPTION) {
      if (pending === "") start = number;
      pending += `${line}\n`;
    } else {
      throw new InputError(`line ${pending === "" ? number : start}: ${jsonComplaint(pending || line)}`);
    }
  }
  if (pending !== "") throw new InputError(`line ${start}: ${jsonComplaint(pending)}`);
  if (solved === 0) throw new InputError("line 1: no model description, the input is empty");
}

function solveOne(description: unknown, line: number): string {
  try {
    return JSON.stringify(solve(description as ModelDescription));
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`line ${line}: ${error.message}`);
    throw error;
  }
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function jsonComplaint(text: string): string {
  const shown = text.replace(/\s+/g, " ").trim();
  return `a model description must be one JSON object, got ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}`;
}

async function write(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
}
