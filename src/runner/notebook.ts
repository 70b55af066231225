// What a notebook is, and what is none: https://nbformat.readthedocs.io
import type { Content } from "../kernel/wire";

export type Output = Content;

export interface Cell {
  cell_type: string;
  id?: string;
  metadata: Content;
  /** pictures of a text, by their names */
  attachments?: Content;
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: Content;
  cells: Cell[];
}

/** A notebook from its text; what cannot be run is refused in one line that names the file. */
export function parseNotebook(text: string, path: string): Notebook {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${path}: is not a notebook, its JSON is broken: ${(error as Error).message.split("\n")[0]}`,
    );
  }
  if (notebook?.nbformat !== 4) {
    const found = notebook?.nbformat ?? "none";
    throw new Error(
      `${path}: must have nbformat 4, got ${found}; opening and saving it in Jupyter converts it`,
    );
  }
  if (!Array.isArray(notebook.cells) || notebook.cells.length === 0) {
    throw new Error(`${path}: has no cells`);
  }
  const broken = notebook.cells.findIndex((cell) => !isCell(cell));
  if (broken >= 0) {
    throw new Error(
      `${path}: cell ${broken + 1} is damaged, it must have a cell_type and a source; mend or remove it`,
    );
  }
  return notebook;
}

const isCell = (cell: unknown): cell is Cell => {
  const { cell_type, source } = Object(cell);
  const lines = Array.isArray(source) ? source : [source];
  return typeof cell_type === "string" && lines.every((line) => typeof line === "string");
};

/** The text of a cell. */
export const sourceOf = ({ source }: Cell): string => (Array.isArray(source) ? source.join("") : source);
