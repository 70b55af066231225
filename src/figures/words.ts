// Numbers and small tables within figures, in digits that are the same on every machine.
import { VANISHING } from "../observables/currents";
import { COLOURS } from "./theme";

/** Four digits, zero for rounding errors. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) < VANISHING) return "0";
  const size = Math.abs(value);
  const text = size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
  return text.replace(/-/g, "−");
}

/** A sentence in lines of at most so many letters. */
export const wrapped = (sentence: string, letters: number): string[] =>
  sentence.match(new RegExp(`.{1,${letters}}(?= |$)`, "g")) ?? [];

/** A panel of words in columns, the first line as a heading. */
export function wordPanel(
  title: string,
  lines: readonly (readonly string[])[],
  widths: readonly number[],
): object {
  const starts = widths.map((_, c) => widths.slice(0, c).reduce((sum, width) => sum + width, 0));
  const height = 19 * lines.length;
  const values = lines.flatMap((line, row) =>
    line.map((label, c) => ({ row, x: starts[c], label, heading: row === 0 })),
  );
  const plain = { type: "quantitative", axis: null };
  return {
    title,
    width: widths.reduce((sum, width) => sum + width, 0),
    height,
    view: { stroke: null },
    data: { values },
    mark: { type: "text", align: "left", baseline: "top", fontSize: 12, color: COLOURS.ink, clip: false },
    encoding: {
      x: { field: "x", ...plain, scale: { domain: [0, widths.reduce((sum, w) => sum + w, 0)], nice: false } },
      y: { field: "row", ...plain, scale: { domain: [lines.length, 0], nice: false } },
      text: { field: "label" },
      opacity: { condition: { test: "datum.heading", value: 0.65 }, value: 1 },
    },
  };
}
