// What a cell's error tells its reader: name, message, and the frames of the reader's own code.
import { inspect } from "node:util";

export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A position in a cell, as the type checker reports it. */
export const diagnosticFormat = "%s%d:%d - %s";

// frames that carry a cell rather than belong to it: Node, tslab, this kernel, and the function around a cell
const foreign =
  /\(node:|at (async )?(node:|evalmachine)|[\\/]tslab[\\/]dist[\\/]|[\\/]dist[\\/]notebook[\\/](kernel|control)\.js|\(<anonymous>\)$/;

// cells run compiled, so their line numbers are not those of the source
const inCell = /evalmachine\.<anonymous>:\d+(:\d+)?/;

export function failureOf(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : undefined;
  if (error && isInterrupt(error)) return INTERRUPTED;
  const ename = error ? String(error.name) : "Error";
  const evalue = error
    ? String(error.message)
    : `a value was thrown that is not an Error: ${inspect(thrown)}`;
  const frames = String(error?.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !foreign.test(line))
    .map((line) => line.replace(inCell, "a cell"));
  const cause = error?.cause === undefined ? [] : indent(failureOf(error.cause));
  return { ename, evalue, traceback: [`${ename}: ${evalue}`, ...frames, ...cause] };
}

// of Node, in the middle of a computation, of tslab's executor, in the middle of an await, and of a sweep
const isInterrupt = ({ code, message }: NodeJS.ErrnoException): boolean =>
  code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ||
  message === "Interrupted asynchronously" ||
  code === "interrupted";

const INTERRUPTED: Failure = {
  ename: "KeyboardInterrupt", // the name that front ends know
  evalue: "the cell was stopped",
  traceback: ["KeyboardInterrupt: the cell was stopped"],
};

function indent({ traceback }: Failure): string[] {
  return traceback.map((line, i) => `  ${i === 0 ? "caused by " : ""}${line}`);
}

/** Type and syntax errors: one line each, positions in the cell's own source. */
export function typeFailure(diagnostics: string[]): Failure {
  const evalue = diagnostics.join("\n");
  return { ename: "TypeScript", evalue, traceback: diagnostics.map((line) => `TypeScript: ${line}`) };
}
