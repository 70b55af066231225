// What the page and the worker that runs its cells tell each other.
import type { Point, Span } from "../../cells/knob";
import type { Computed } from "../../sweep/run-points";
import type { Part } from "./parts";

/** The formats of figures that a page draws, the best one first. */
export const VEGA: readonly string[] = ["application/vnd.vegalite.v5+json", "application/vnd.vega.v5+json"];

/** Whether a cell of a notebook holds code: these count from 1. */
export const isCode = (cell: { readonly cell_type: string; readonly source: unknown }): boolean =>
  cell.cell_type === "code" && [cell.source].flat().join("").trim() !== "";

/** A compiled cell, as the page carries it. */
export interface LiveCell {
  /** as the compiler of cells made it: a function of its parameters */
  readonly code: string;
  readonly mappings: string;
  readonly makes: readonly string[];
  /** of these, the ones that it imports: a module, and what of it */
  readonly imports: Readonly<Record<string, string>>;
  readonly needs: readonly string[];
  /** names of other cells that it would give another value, which a page does not allow */
  readonly assigns: readonly string[];
  /** whether it may print something else than words and numbers */
  readonly inspects: boolean;
  /** of the worker's script what it takes */
  readonly parts: readonly Part[];
}

/** To the worker. */
export type Request =
  | {
      readonly type: "start";
      readonly files: Readonly<Record<string, unknown>>;
      readonly versions: string;
    }
  | PartAnswer
  | {
      readonly type: "run";
      readonly cell: number;
      readonly code: string;
      readonly mappings: string;
      readonly parts: readonly Part[];
      /** what the reader has set, by what it is called */
      readonly settings: Readonly<Record<string, unknown>>;
      /** what the text of the page says of its values, as paths */
      readonly said: readonly string[];
    }
  /** becomes a thread of sweeps, and is told what to do through the port */
  | { readonly type: "thread"; readonly port: MessagePort };

/** A part of the worker's script, or why it cannot be had. */
export interface PartAnswer {
  readonly type: "part";
  readonly part: Part;
  readonly source?: string;
  readonly error?: string;
}

/** To a thread of a sweep. */
export type ThreadRequest =
  | { readonly type: "points"; readonly spec: unknown }
  | { readonly type: "span"; readonly from: number; readonly to: number };

/** From it. */
export type ThreadAnswer = Computed | { readonly error: string };

/** From the worker; `cell` counts from 1, as a reader sees it. */
export type Report =
  | {
      readonly type: "printed";
      readonly cell: number;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
    }
  | {
      readonly type: "display";
      readonly cell: number;
      readonly data: Readonly<Record<string, unknown>>;
      readonly id?: string;
      /** whether it takes the place of the display of that id */
      readonly update: boolean;
    }
  /** what there is under the paths that the page asked for */
  | { readonly type: "values"; readonly cell: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly type: "failed"; readonly cell: number; readonly lines: readonly string[] }
  | { readonly type: "done"; readonly cell: number; readonly failed: boolean }
  /** asks for a part of its script */
  | { readonly type: "part"; readonly part: Part }
  /** asks for a worker at the other end of the port, or for the end of the one of that number */
  | { readonly type: "thread"; readonly thread: number; readonly port?: MessagePort };

/** What is wrong with a cell, and where; both counted from 1. */
export interface Finding {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** To the worker of the compiler; cells by their numbers, from 1. */
export type CompilerRequest = { readonly id: number } & (
  | {
      readonly type: "open";
      readonly files: Readonly<Record<string, string>>;
      readonly sources: readonly string[];
    }
  | ({ readonly number: number; readonly source: string } & (
      | { readonly type: "compile" | "check" }
      | { readonly type: "complete" | "inspect"; readonly position: number }
    ))
);

/** From it: a cell or what is wrong with it, names that could stand at a place, words about what stands there. */
export interface CompilerAnswer {
  readonly id: number;
  readonly result:
    | LiveCell
    | readonly Finding[]
    | { readonly names: readonly string[]; readonly start: number }
    | string
    | undefined;
  readonly error?: string;
}

/** What an editor asks of its page. */
export interface EditorHooks {
  /** what is edited, read out */
  readonly label: string;
  /** runs the cell, and moves on to the next */
  run(on: boolean): void;
  leave(): void;
  changed(text: string): void;
  complete(
    text: string,
    position: number,
  ): Promise<{ readonly names: readonly string[]; readonly start: number }>;
  inspect(text: string, position: number): Promise<string | undefined>;
  findings(text: string): Promise<readonly Finding[]>;
}

/** Opens an editor. */
export type OpenEditor = (
  parent: HTMLElement,
  text: string,
  hooks: EditorHooks,
) => { focus(): void; close(): void };

/** Opens a pad to draw on; `changed` hears of the curve as it is drawn. */
export type OpenPad = (
  parent: HTMLElement,
  axes: { readonly x: Span; readonly y: Span },
  changed: (points: readonly Point[]) => void,
) => { close(): void };

/** A notebook that a reader has opened in the page. */
export interface OpenedNotebook {
  readonly name: string;
  /** tells it from any other */
  readonly key: string;
}

/** What stands below a figure: its description, without the paper's number; where it has words in lines, how it begins. */
export const captionText = (words: string, description: string): string =>
  (words.includes("\n") ? description.split("; ")[0] : words)
    .replace(/^Figure \d+\. /, "")
    .replace(/^./, (first) => first.toUpperCase());

/** What a description says besides its caption, for who cannot see the figure. */
export const besideCaption = (caption: string, description: string): string => {
  const said = captionText(description, description);
  return said.startsWith(caption) ? said.slice(caption.length + 2) : description;
};

/** In a printed text, columns below each other. */
export const COLUMNS: RegExp = /\S {2}/;
