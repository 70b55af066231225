// Runs a notebook from its first cell to its last, in a kernel of its own, and writes the outputs back.
// A notebook that fails is left as it was: its committed outputs stay whole, and the error says which cell. Kept going,
// it is written with the errors in it. The tag `raises-exception` says that a cell is to fail.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { KERNELSPEC } from "../kernel/kernelspec";
import type { Content, Message } from "../kernel/wire";
import { proseFailures } from "./check-prose";
import { type Kernel, type KernelOptions, startKernel } from "./client";
import {
  type Cell,
  checkWritable,
  type Notebook,
  type Output,
  readNotebook,
  sourceOf,
  writeNotebook,
} from "./ipynb";

export interface RunOptions {
  /** The longest that one cell may take. */
  timeoutSeconds?: number;
  /** Called before each code cell (without `seconds`) and after it. */
  onCell?: (cell: { number: number; of: number; seconds?: number }) => void;
  command?: KernelOptions["command"];
  /** Runs on after a cell that fails, and writes what the others computed. */
  keepGoing?: boolean;
}

export interface RunResult {
  cells: number;
  figures: number;
  seconds: number;
  /** Why cells failed, and what those had printed; empty unless it was to keep going. */
  failures: CellFailure[];
}

export interface CellFailure {
  message: string;
  printed: string;
}

// how long after the last cell an error in the background still counts
const graceMilliseconds = 100;

/** Runs the notebook in its folder; throws one line that names the file, and the cell if one failed. */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<RunResult> {
  const started = performance.now();
  const notebook = readNotebook(path);
  checkKernel(path, notebook);
  checkWritable(path);
  const before = readFileSync(path, "utf8");
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  for (const cell of code) {
    cell.outputs = [];
    cell.execution_count = null;
    delete cell.metadata?.execution; // times of an earlier run, which some front ends leave
  }
  // numbered like Jupyter's prompts, which pass over empty cells
  const cells = code.filter((cell) => sourceOf(cell).trim() !== "");

  const kernel = await startKernel({ cwd: dirname(path), command: options.command }).catch((error) => {
    throw new Error(`${path}: ${error.message}`);
  });
  let failures: CellFailure[] = [];
  try {
    failures = await runCells(kernel, cells, options);
    if (failures.length === 0) {
      const said = await proseFailures(kernel, notebook, options.timeoutSeconds);
      if (said.length > 0 && !options.keepGoing) throw new Error(said.join("; "));
      failures = said.map((message) => ({ message, printed: "" }));
    }
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  } finally {
    await kernel.close();
  }
  notebook.metadata = { ...notebook.metadata, kernelspec: KERNELSPEC, language_info: kernel.languageInfo };
  if (readFileSync(path, "utf8") !== before) {
    throw new Error(`${path}: was changed by somebody else while it ran; run it again`);
  }
  writeNotebook(path, notebook);

  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  const figures = outputs.filter(({ data }) => data?.["application/vnd.vegalite.v5+json"]).length;
  return { cells: cells.length, figures, failures, seconds: (performance.now() - started) / 1000 };
}

// a notebook that names no kernel may be meant for this one; what it is then run with is written into it
function checkKernel(path: string, { metadata }: Notebook): void {
  const { name, display_name } = Object(metadata?.kernelspec);
  const language = metadata?.language_info?.name ?? metadata?.kernelspec?.language ?? "typescript";
  if ([undefined, KERNELSPEC.name, "tslab"].includes(name) && language === "typescript") return;
  throw new Error(
    `${path}: is written for the kernel ${JSON.stringify(display_name ?? name ?? language)}, ` +
      `not for "${KERNELSPEC.display_name}"; choose that in Jupyter's kernel menu if it should run here`,
  );
}

async function runCells(kernel: Kernel, cells: Cell[], options: RunOptions): Promise<CellFailure[]> {
  const { timeoutSeconds = 300, onCell, keepGoing = false } = options;
  const numbers = new Map<string, number>(); // message id → which cell
  const failed: { number: number; message: string }[] = [];
  const displays: Displays = new Map();
  const fail = (number: number, why: string): void => {
    const firstLine = sourceOf(cells[number - 1])
      .trim()
      .split("\n")[0];
    const reason = why.trim().replace(/\s*\n\s*/g, "; ");
    failed.push({ number, message: `cell ${number} of ${cells.length} (${firstLine}): ${reason}` });
  };
  kernel.onMessage = (message) => {
    const number = numbers.get(message.parent.msg_id ?? "");
    if (number === undefined) return;
    const cell = cells[number - 1];
    record(cell, message, displays);
    const { ename, evalue } = message.content;
    if (message.header.msg_type === "error" && !mayFail(cell)) fail(number, `${ename}: ${evalue}`);
  };
  const check = (): void => {
    if (failed.length > 0 && !keepGoing) throw new Error(failed[0].message);
  };

  let ended = false;
  for (const [i, cell] of cells.entries()) {
    const number = i + 1;
    const since = performance.now();
    const before = failed.length;
    onCell?.({ number, of: cells.length });
    const onSend = (id: string) => numbers.set(id, number);
    const reply = await kernel.execute(sourceOf(cell), { timeoutSeconds, onSend }).catch((error) => {
      const advice = /^not done after/.test(error.message) ? ": --timeout allows more" : "";
      fail(number, `${error.message}${advice}`);
      ended = true; // the kernel has, or has been made to
    });
    const unexplained = reply && reply.status !== "ok" && failed.length === before && !mayFail(cell);
    if (unexplained) fail(number, `the kernel says "${reply.status}"`);
    check();
    if (ended) {
      if (number < cells.length) fail(number + 1, "was not run, nor what follows");
      break;
    }
    onCell?.({ number, of: cells.length, seconds: (performance.now() - since) / 1000 });
  }
  if (!ended) {
    await new Promise((resolve) => setTimeout(resolve, graceMilliseconds));
    // a kernel that is late with its timers has run those that were due between one question and the next
    for (let question = 0; question < 2; question++) {
      await kernel.request("kernel_info_request", {}, { timeoutSeconds }).catch((error) => {
        failed.push({ number: cells.length, message: `after the last cell: ${error.message}` });
      });
    }
    check();
  }
  return failed.map(({ number, message }) => ({ message, printed: printedBy(cells[number - 1]) }));
}

const mayFail = ({ metadata }: Cell): boolean => [metadata?.tags].flat().includes("raises-exception");

/** What a cell printed, and the tracebacks of its errors. */
function printedBy({ outputs = [] }: Cell): string {
  const texts = outputs.map(({ text, traceback, data }) =>
    text !== undefined ? joined(text) : (traceback?.join("\n") ?? joined(data?.["text/plain"] ?? "")),
  );
  return texts.map((text) => text.replace(/\n?$/, "\n")).join("");
}

const joined = (text: string | string[]): string => [text].flat().join("");

/** Where each display id is shown, so that an update reaches every place. */
export type Displays = Map<string, Output[]>;

const clearing = new WeakSet<Cell>();

/** Adds what the kernel published to the outputs of its cell, in the form of nbformat 4.5. */
export function record(
  cell: Cell,
  { header, content }: Pick<Message, "header" | "content">,
  displays: Displays,
): void {
  const { data, metadata = {}, transient } = content as Content;
  const type = header.msg_type;
  if (type === "execute_input") cell.execution_count = content.execution_count;
  if (type === "clear_output") {
    if (content.wait) clearing.add(cell);
    else cell.outputs = [];
  }
  if (type === "update_display_data") {
    for (const output of displays.get(transient?.display_id) ?? []) Object.assign(output, { data, metadata });
  }
  const output = outputOf(type, content);
  if (!output) return;
  if (clearing.delete(cell)) cell.outputs = [];
  cell.outputs ??= [];
  const last = cell.outputs.at(-1);
  if (type === "stream" && last?.output_type === "stream" && last.name === content.name) {
    last.text += content.text;
    return;
  }
  cell.outputs.push(output);
  const id = transient?.display_id;
  if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
}

function outputOf(type: string, content: Content): Output | undefined {
  const { name, text, data, metadata = {}, execution_count, ename, evalue, traceback } = content;
  if (type === "stream") return { output_type: type, name, text };
  if (type === "display_data") return { output_type: type, data, metadata };
  if (type === "execute_result") return { output_type: type, data, metadata, execution_count };
  if (type === "error") return { output_type: type, ename, evalue, traceback };
  return undefined;
}
