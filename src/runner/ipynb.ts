// Notebook files, read and written as Jupyter does: https://nbformat.readthedocs.io
import {
  accessSync,
  chmodSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Content } from "../kernel/wire";
import { type Cell, type Notebook, type Output, parseNotebook, sourceOf } from "./notebook";

export { type Cell, type Notebook, type Output, sourceOf } from "./notebook";

/** Reads a notebook; what cannot be run is refused in one line that names the file. */
export function readNotebook(path: string): Notebook {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${path}: ${code === "ENOENT" ? "there is no such notebook" : `cannot be read (${code})`}`,
    );
  }
  return parseNotebook(text, path);
}

/** Fails in one line, before any work is done, if the file could not be written later. */
export function checkWritable(path: string): void {
  try {
    accessSync(dirname(realpathSync(path)), constants.W_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Replaces the file in one step, so that no reader and no crash ever finds half of it. */
export function writeNotebook(path: string, notebook: Notebook): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const target = realpathSync(path);
    writeFileSync(temporary, formatNotebook(notebook));
    chmodSync(temporary, statSync(target).mode); // whatever the umask
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  return new Error(`${path}: cannot be written (${code}); its folder must exist and be writable`);
}

/** The bytes Jupyter would write: sorted keys, one space of indent, long texts as lists of lines. */
export function formatNotebook(notebook: Notebook): string {
  const cells = withIds(notebook.cells).map((cell) => ({
    ...cell,
    source: lines(sourceOf(cell)),
    ...(cell.outputs && { outputs: cell.outputs.map(splitOutput) }),
  }));
  const nbformat_minor = Math.max(notebook.nbformat_minor, 5);
  return `${stringify({ ...notebook, nbformat_minor, cells }, "\n")}\n`;
}

function withIds(cells: Cell[]): Cell[] {
  const taken = new Set(cells.map((cell) => cell.id));
  return cells.map((cell, i) => {
    if (cell.id !== undefined) return cell;
    let id = `cell-${i + 1}`;
    while (taken.has(id)) id += "-new";
    taken.add(id);
    return { ...cell, id };
  });
}

const lines = (text: string): string[] => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];

function splitOutput(output: Output): Output {
  if (output.output_type === "stream") return { ...output, text: lines(joined(output.text)) };
  if (!output.data) return output;
  const data: Content = {};
  for (const [type, value] of Object.entries(output.data)) {
    const isText = type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
    data[type] = isText ? lines(joined(value)) : value;
  }
  return { ...output, data };
}

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

// JSON.stringify would put keys that look like numbers first, whatever their order
function stringify(value: unknown, newline: string): string {
  const inner = `${newline} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${inner}${value.map((each) => stringify(each ?? null, inner)).join(`,${inner}`)}${newline}]`;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value)
    .filter((key) => (value as Content)[key] !== undefined)
    .sort();
  if (keys.length === 0) return "{}";
  const members = keys.map((key) => `${JSON.stringify(key)}: ${stringify((value as Content)[key], inner)}`);
  return `{${inner}${members.join(`,${inner}`)}${newline}}`;
}
