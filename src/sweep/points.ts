// The points of a sweep, one after the other: description → steady state → one row. Every row comes from here,
// on whatever thread, so that all of them are the same to the bit.

import { modelFromDescription } from "../description";
import { codeOf, type ErrorCode, type Warning } from "../input/guards";
import { stateOfChecked } from "../states/steady-state";
import { cellValue, type ObservableName, observeWith, rowWriter } from "./observe";
import { pointDescriber, pointValues, type SweepPlan } from "./spec";

/** One row of a sweep: the values of the axes, what was observed, and what went wrong if something did. */
export type PlainRow = Record<string, number | string | null>;

/** What is to be said about a point. */
export interface Note {
  readonly point: number;
  readonly kind: "error" | "warning";
  readonly text: string;
  readonly code: ErrorCode | Warning["code"];
}

/** The columns of notes, in words and as codes; several of one kind are joined by "; ". */
export const NOTE_COLUMNS = ["warning", "error", "warningCode", "errorCode"] as const;

/** The rows of the points from `from` up to `to`, packed so that they travel between threads at no cost. */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** (to − from) × columns; NaN for null, words counted */
  readonly values: Float64Array;
  readonly notes: readonly Note[];
}

/** Computes points in order from `from` up to `to`, stopping early once the clock has passed `until`. */
export type ComputeBlock = (from: number, to: number, until?: number) => Block;

/** What computes the blocks of a sweep whose observables have names. */
export function blockComputer(plan: SweepPlan): ComputeBlock {
  const { columns } = plan;
  const describe = pointDescriber(plan);
  const write = rowWriter(plan.observe as readonly ObservableName[], columns, plan.base.loops);
  return (from, to, until = Number.POSITIVE_INFINITY) => {
    const values = new Float64Array((to - from) * columns.length);
    const notes: Note[] = [];
    let point = from;
    do {
      const at = (point - from) * columns.length;
      const row = values.subarray(at, at + columns.length);
      try {
        const { model, baths, options } = modelFromDescription(describe(point));
        const state = stateOfChecked(model, baths, options);
        write(state, row);
        for (const { code, message } of state.warnings)
          notes.push({ point, kind: "warning", text: message, code });
      } catch (error) {
        row.fill(Number.NaN);
        notes.push({ point, kind: "error", text: firstLine(error), code: codeOf(error) });
      }
      point++;
    } while (point < to && performance.now() < until);
    return { from, to: point, values: values.slice(0, (point - from) * columns.length), notes };
  };
}

/** The rows of a block, in order. */
export function blockRows(plan: SweepPlan, { from, to, values, notes }: Block): PlainRow[] {
  const { columns } = plan;
  const rows: PlainRow[] = [];
  for (let point = from; point < to; point++) {
    const row = axisCells(plan, point);
    const at = (point - from) * columns.length;
    for (let c = 0; c < columns.length; c++) row[columns[c]] = cellValue(columns[c], values[at + c]);
    rows.push(row);
  }
  for (const note of notes) say(rows[note.point - from], note);
  return rows;
}

function say(row: PlainRow, { kind, text, code }: Omit<Note, "point">): void {
  const and = (said: PlainRow[string], more: string): string =>
    said === undefined ? more : `${said}; ${more}`;
  row[kind] = and(row[kind], text);
  row[`${kind}Code`] = and(row[`${kind}Code`], code);
}

/** The row of one point from a function of the user's own. */
export function observedRow(
  plan: SweepPlan,
  describe: ReturnType<typeof pointDescriber>,
  point: number,
): PlainRow {
  const row = axisCells(plan, point);
  if (typeof plan.observe !== "function") return row;
  try {
    const { model, baths, options } = modelFromDescription(describe(point));
    const state = stateOfChecked(model, baths, options);
    const taken = [...Object.keys(row), ...NOTE_COLUMNS];
    Object.assign(row, observeWith(plan.observe, state, taken));
    for (const { code, message } of state.warnings) say(row, { kind: "warning", text: message, code });
  } catch (error) {
    say(row, { kind: "error", text: firstLine(error), code: codeOf(error) });
  }
  return row;
}

/** The row of a point that no worker survived, most often for want of memory. */
export function failedBlock({ columns }: SweepPlan, point: number, text: string): Block {
  const values = new Float64Array(columns.length).fill(Number.NaN);
  return { from: point, to: point + 1, values, notes: [{ point, kind: "error", text, code: "too-large" }] };
}

function axisCells(plan: SweepPlan, point: number): PlainRow {
  const row: PlainRow = {};
  const values = pointValues(plan, point);
  for (let a = 0; a < values.length; a++) row[plan.axes[a].column] = values[a];
  return row;
}

/** What an error says, on one line. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split(/\r?\n/, 1)[0];
}
