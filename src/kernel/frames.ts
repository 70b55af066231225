// Where errors say they come from: cells by number and line, modules beside the notebook by their own lines, and
// nothing of what carries them (Node, tslab, this kernel).
import { relative } from "node:path";
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
  /\(node:|at (async )?node:|[\\/]tslab[\\/]dist[\\/]|[\\/]typescript[\\/]lib[\\/]|[\\/]dist[\\/]((kernel|cells)[\\/][\w-]+|host[\\/](display|svg))\.js|\(<anonymous>\)$|^\s+at <anonymous>$/;

/** The lines of a stack that are the reader's own, each with its place. */
export const ownFrames = (stack: string): string[] =>
  stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !foreign.test(line))
    .flatMap((line) => placed(line) ?? []);

/** A line of a stack with its places as a reader knows them: `Cell 3, line 4`; undefined where it is the compiler's own. */
function placed(line: string): string | undefined {
  let own = true;
  const words = line.replace(
    /(Cell \d+'*|(?:[A-Za-z]:)?[\\/][^:()]*):(\d+):(\d+)/g,
    (all, script, row, column) => {
      const mappings = sources.get(script);
      if (mappings === undefined) return all;
      const found = sourceLine(mappings, Number(row), Number(column));
      own &&= found !== undefined;
      return `${script.startsWith("Cell ") ? script : relative(process.cwd(), script)}, line ${found}`;
    },
  );
  return own ? plainWords(words) : undefined;
}

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
