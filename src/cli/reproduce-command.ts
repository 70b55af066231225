// spin-ring reproduce: runs the notebooks anew, each in a fresh kernel, and writes their outputs back; then asks
// whether the claims and the numbers on record still hold.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { InputError } from "../input/guards";
import type { RunOptions, RunResult } from "../runner/run-notebook";
import { KERNEL_PEERS, needPeers } from "./peers";
import { checkRecord } from "./record";

const notebookFolder = join(__dirname, "..", "..", "notebooks");

export function reproduceCommand(): Command {
  return new Command("reproduce")
    .description(
      "run the notebooks and write their outputs back, then check the claims and figures on record",
    )
    .argument(
      "[notebooks...]",
      "notebook files: run these alone (default: all in notebooks/, then the checks)",
    )
    .option("--update", "write data/claims.json and data/figures/ anew where they have changed")
    .option("--keep-going", "run on after a cell that fails, and write what the others computed")
    .option("--timeout <seconds>", "longest time for one cell", positive, 300)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .addHelpText(
      "after",
      `
After all notebooks, every claim of the paper is evaluated and the numbers behind its figures are computed
again. A verdict that is not the one in data/claims.json, or a number that is not the one in data/figures/,
ends the run with status 1. Has it changed on purpose, --update puts the new one on record: commit it.`,
    )
    .action(async (given: string[], { timeout, update = false, keepGoing = false }: Options) => {
      if (update && given.length > 0) {
        throw new InputError(`--update must go with a run of all notebooks, got ${given.join(" ")}`);
      }
      needPeers("reproduce", KERNEL_PEERS);
      const paths = given.length > 0 ? given : ownNotebooks();
      if (paths.length === 0) console.error(`spin-ring: there are no notebooks in ${notebookFolder}`);
      const ran = paths.length > 0 && (await reproduce(paths, timeout, keepGoing));
      const holds = given.length > 0 || checkRecord({ update });
      if (!ran || !holds) process.exitCode = 1;
    });
}

interface Options {
  timeout: number;
  update?: boolean;
  keepGoing?: boolean;
}

function positive(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 86400) return seconds;
  throw new InvalidArgumentError(`must be a number of seconds from 0 to 86400, got ${text}`);
}

export function ownNotebooks(): string[] {
  const names = existsSync(notebookFolder) ? readdirSync(notebookFolder) : [];
  const notebooks = names.filter((name) => name.endsWith(".ipynb")).sort();
  return notebooks.map((name) => relative(process.cwd(), join(notebookFolder, name)));
}

/** Runs every notebook, also after one has failed; says on standard error what failed. */
async function reproduce(paths: string[], timeoutSeconds: number, keepGoing: boolean): Promise<boolean> {
  const { runNotebook } = await import("../runner/run-notebook.js");
  const started = performance.now();
  const done: RunResult[] = [];
  let failed = 0;
  const complain = (message: string): void => {
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
    console.error(`spin-ring: ${message}`);
  };
  const folders = new Set<string>();
  for (const path of paths) {
    const title = basename(path, ".ipynb");
    try {
      const onCell = (cell: Step): void => report(title, cell);
      const result = await runNotebook(path, { timeoutSeconds, keepGoing, onCell });
      done.push(result);
      folders.add(dirname(path));
      for (const { message, printed } of result.failures) {
        complain(`${path}: ${message}`);
        process.stderr.write(printed.replace(/^(?=.)/gm, "  "));
      }
      if (result.failures.length > 0) failed++;
    } catch (error) {
      complain((error as Error).message);
      failed++;
    }
  }
  if (done.length > 0) {
    const sum = (key: "cells" | "figures") => done.reduce((total, result) => total + result[key], 0);
    const what = `${count(sum("cells"), "cell")}, ${count(sum("figures"), "figure")}`;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const where = [...folders].join(", ");
    console.log(`wrote ${count(done.length, "notebook")} in ${where}: ${what}, ${seconds} s`);
  }
  if (failed > 0) console.error(`spin-ring: ${failed} of ${count(paths.length, "notebook")} failed`);
  return failed === 0;
}

type Step = Parameters<NonNullable<RunOptions["onCell"]>>[0];

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

// a terminal sees the line change, anything else gets a line for each cell that is done
function report(title: string, { number, of, seconds }: Step): void {
  const line = `${title}  cell ${number}/${of}`;
  if (process.stdout.isTTY) {
    const time = seconds === undefined ? "" : `  ${seconds.toFixed(2)} s`;
    process.stdout.write(`\r\x1b[K${line}${time}${seconds !== undefined && number === of ? "\n" : ""}`);
  } else if (seconds !== undefined) {
    console.log(`${line}  ${seconds.toFixed(2)} s`);
  }
}
