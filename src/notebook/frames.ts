// Where errors say they come from: cells by number and line, modules beside the notebook by their own lines, and
// nothing of what carries them (Node, tslab, this kernel).
import { relative, sep } from "node:path";
import { sourceLine } from "../cells/lines";
import { plainWords } from "../cells/scope";

/** Compiled code by its name: a cell's, or a file's path. */
const sources = new Map<string, string>();

/** Tells how the lines of compiled code map to its source's. */
export function name(script: string, mappings: string): void {
  sources.set(script, mappings);
}

/** What runs cells; left out of every stack. */
export const CARRIER = "node:cell";

const foreign =
  /\(node:|at (async )?node:|[\\/]tslab[\\/]dist[\\/]|[\\/]typescript[\\/]lib[\\/]|[\\/]dist[\\/](notebook[\\/](kernel|control|execute|modules)|cells[\\/]\w+)\.js|\(<anonymous>\)$|^\s+at <anonymous>$/;

/** The lines of a stack that are the reader's own, each with its place. */
export const ownFrames = (stack: string): string[] =>
  stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !foreign.test(line))
    .map(place);

/** Writes the places in a line of a stack as a reader knows them: `Cell 3, line 4`. */
const place = (line: string): string =>
  plainWords(
    line.replace(
      /(?:file:\/\/)?([^():]+|[A-Za-z]:[^():]+):(\d+):(\d+)(?=\)?$)/,
      (all, script, row, column) => {
        const [before = "", own] = /^(\s+at (?:async )?(?:.* \()?)?(.*)$/s.exec(script)?.slice(1) ?? [];
        const mappings = sources.get(own);
        if (mappings === undefined) return all;
        const shown = own.includes(sep) ? relative(process.cwd(), own) : own;
        return `${before}${shown}, line ${sourceLine(mappings, Number(row), Number(column))}`;
      },
    ),
  );

/** Makes every stack say so, also where a cell reads or prints it. */
export function describeStacks(): void {
  Error.prepareStackTrace = (error, sites) => {
    const lines = sites.map((site) => `    at ${site}`);
    const own = sites.some((site) => sources.has(site.getFileName() ?? ""));
    return [headOf(error), ...(own ? ownFrames(lines.join("\n")) : lines)].join("\n");
  };
}

function headOf(error: Error): string {
  try {
    return plainWords(Error.prototype.toString.call(error)); // console.trace has an object that is no error
  } catch {
    return "Error";
  }
}
