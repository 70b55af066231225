// What a reader made of a page: kept by the browser, carried by a link, taken home as a notebook.
import { isCode, type Report } from "./messages";

/** One of Jupyter's outputs. */
export type StoredOutput = Readonly<Record<string, unknown>>;

/** What a cell's report is in a notebook; a later line joins the one before. */
export function addOutput(outputs: StoredOutput[], report: Report): void {
  if (report.type === "printed") {
    const last = outputs.at(-1);
    const before =
      last?.output_type === "stream" && last.name === report.stream ? String(last.text) : undefined;
    if (before !== undefined) outputs.pop();
    outputs.push({ output_type: "stream", name: report.stream, text: (before ?? "") + report.text });
  } else if (report.type === "display") {
    const shown = { output_type: "display_data", data: report.data, metadata: {}, id: report.id };
    const at = report.update ? outputs.findIndex(({ id }) => id !== undefined && id === report.id) : -1;
    if (at >= 0) outputs[at] = shown;
    else outputs.push(shown);
  } else if (report.type === "failed") {
    const [first = ""] = report.lines;
    const [, ename = "Error", evalue = first] = /^(\w+): (.*)$/s.exec(first) ?? [];
    outputs.push({ output_type: "error", ename, evalue, traceback: report.lines });
  }
}

interface NotebookCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

/** A notebook with other code and outputs in some of its cells, which count as on the page. */
export function withEdits<N extends { readonly cells: readonly NotebookCell[] }>(
  notebook: N,
  edits: ReadonlyMap<number, { readonly text: string; readonly outputs?: readonly StoredOutput[] }>,
): N {
  let number = 0;
  const cells = notebook.cells.map((cell) => {
    const edit = isCode(cell) ? edits.get(++number) : undefined;
    if (!edit) return cell;
    const outputs = edit.outputs?.map(({ id, ...output }) => output);
    return {
      ...cell,
      source: edit.text,
      ...(outputs ? { outputs } : { outputs: [], execution_count: null }),
    };
  });
  return { ...notebook, cells };
}

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const piped = new Blob([bytes as BlobPart])
    .stream()
    .pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

/** A cell as the end of a link: `#cell=3&code=…`, compressed. */
export async function linkTo(cell: number, text: string): Promise<string> {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const letters = btoa(String.fromCharCode(...packed));
  return `#cell=${cell}&code=${letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** The cell that the end of a link carries; undefined for any other end, and for one that was cut off. */
export async function cellOfLink(hash: string): Promise<{ cell: number; text: string } | undefined> {
  const [, cell, code] = /^#cell=([1-9]\d{0,3})&code=([\w-]+)$/.exec(hash) ?? [];
  if (cell === undefined) return undefined;
  try {
    const letters = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"));
    return { cell: Number(cell), text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}
