// What a cell's error tells its reader: name, message, and the frames of the reader's own code.
import { inspect, types } from "node:util";
import type { Finding } from "../cells/language";
import { plainWords } from "../cells/scope";
import { ownFrames } from "./frames";

/** What is wrong with a cell that therefore did not run. */
export class CellError extends Error {
  constructor(
    readonly cell: string,
    readonly findings: readonly Finding[],
  ) {
    const words = findings.map(
      ({ file, line, column, message }) => `${file ? `${file} ` : ""}${line}:${column} - ${message}`,
    );
    super(words.join("\n"));
    this.name = "TypeScript";
  }
}

export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

export function failureOf(thrown: unknown, seen: ReadonlySet<unknown> = new Set()): Failure {
  try {
    return told(thrown, seen);
  } catch {
    const [ename, evalue] = ["Error", "what was thrown cannot be read: reading it throws, too"];
    return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
  }
}

function told(thrown: unknown, seen: ReadonlySet<unknown>): Failure {
  if (thrown instanceof CellError) return typeFailure(thrown);
  const error = types.isNativeError(thrown) || thrown instanceof Error ? thrown : undefined;
  if (error && isInterrupt(error)) return INTERRUPTED;
  const ename = error ? String(error.name) : "Error";
  const evalue = error
    ? plainWords(String(error.message))
    : `a value was thrown that is not an Error: ${inspect(thrown)}`;
  const inner = new Set([...seen, thrown]);
  const shown = (each: unknown, words: string): string[] =>
    inner.has(each) ? [] : indent(failureOf(each, inner), words);
  const {
    errors,
    suppressed,
    error: latest,
  } = Object(error) as Partial<AggregateError> & Record<string, unknown>;
  const members = [
    ...(Array.isArray(errors) ? errors.flatMap((each) => shown(each, "")) : []),
    // of `using`: what the end of a block threw, and what had been thrown before
    ...(ename === "SuppressedError" ? [...shown(latest, ""), ...shown(suppressed, "suppressed ")] : []),
  ];
  const cause = error?.cause === undefined ? [] : shown(error.cause, "caused by ");
  const frames = ownFrames(String(error?.stack ?? ""));
  return { ename, evalue, traceback: [`${ename}: ${evalue}`, ...frames, ...members, ...cause] };
}

// of Node, in the middle of a computation, of a cell, in the middle of an await, and of a sweep
const isInterrupt = ({ code }: NodeJS.ErrnoException): boolean =>
  code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" || code === "interrupted";

export const INTERRUPTED: Failure = {
  ename: "KeyboardInterrupt", // the name that front ends know
  evalue: "the cell was stopped",
  traceback: ["KeyboardInterrupt: the cell was stopped"],
};

function indent({ traceback }: Failure, words: string): string[] {
  return traceback.map((line, i) => `  ${i === 0 ? words : ""}${line}`);
}

/** Type and syntax errors: one line each, with its place in the cell's own source. */
function typeFailure({ name, message, cell, findings }: CellError): Failure {
  const traceback = findings.map(
    ({ file = cell, line, message: words }) => `${name}: ${file}, line ${line}: ${words}`,
  );
  return { ename: name, evalue: message, traceback };
}
