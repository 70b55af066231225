// Every notebook, run by Debian's nbconvert in the project's kernel: cell by cell what our own runner has committed.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Content } from "../../src/kernel/wire";
import { type Cell, type Notebook, sourceOf } from "../../src/runner/ipynb";
import { environment, program, root } from "./helper";

const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

async function executed(path: string): Promise<Notebook> {
  const args = ["--to", "notebook", "--execute", "--stdout", "--ExecutePreprocessor.timeout=300", path];
  const options = { env: environment, maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(program("nbconvert"), args, options);
  return JSON.parse(stdout);
}

/** A cell without what may differ: its id, the times that nbconvert notes, and where texts are split into lines. */
function content(cell: Cell): Content {
  const { cell_type, execution_count, outputs = [] } = cell;
  return { cell_type, source: sourceOf(cell), execution_count, outputs: joinedStreams(outputs) };
}

function joinedStreams(outputs: readonly Content[]): Content[] {
  const result: Content[] = [];
  for (const { text, data, ...rest } of outputs) {
    const last = result.at(-1);
    if (last && rest.output_type === "stream" && last.name === rest.name) last.text += joined(text);
    else if (rest.output_type === "stream") result.push({ ...rest, text: joined(text) });
    else if (!data) result.push(rest);
    else {
      const whole = Object.entries(data).map(([type, value]) => [
        type,
        type.endsWith("json") ? value : joined(value),
      ]);
      result.push({ ...rest, data: Object.fromEntries(whole) });
    }
  }
  return result;
}

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

test.each(notebooks)(
  "%s comes out the same",
  async (name) => {
    const path = join(root, "notebooks", name);
    const committed: Notebook = JSON.parse(readFileSync(path, "utf8"));
    const { cells, metadata } = await executed(path);
    expect(cells.length).toBe(committed.cells.length);
    for (const [i, cell] of cells.entries())
      expect(content(cell), `cell ${i + 1}`).toEqual(content(committed.cells[i]));
    expect(metadata.kernelspec).toEqual(committed.metadata.kernelspec);
    expect(metadata.language_info.name).toBe("typescript");
  },
  600_000,
); // the rings of notebook 8 take their time
