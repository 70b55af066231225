// Numbers and small tables within figures, in digits that are the same on every machine.
import { VANISHING } from "../observables/currents";
import { COLOURS, WIDTH } from "./theme";

/** Four digits, zero for rounding errors. */
export function digits(value: number, least: number = VANISHING): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) <= least) return "0";
  const size = Math.abs(value);
  const text = size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
  return text.replace(/-/g, "−");
}

/** A sentence in lines of at most so many letters. */
export const wrapped = (sentence: string, letters: number): string[] =>
  sentence.match(new RegExp(`.{1,${letters}}(?= |$)`, "g")) ?? [];

/**
 * A panel of words in columns, the first line as a heading; columns that have no room follow below the others, and a
 * column that stands alone is wrapped.
 */
export function wordPanel(
  title: string,
  lines: readonly (readonly string[])[],
  room: number = WIDTH,
  fontSize = 12,
): Readonly<Record<string, unknown>> {
  const letter = 0.53 * fontSize; // on average
  const fitted = lines.flatMap((words) =>
    words.length > 1
      ? [{ words, goesOn: false }]
      : wrapped(words[0], Math.floor(room / letter)).map((part, p) => ({
          words: [part.trim()],
          goesOn: p > 0,
        })),
  );
  const columns = Math.max(...fitted.map(({ words }) => words.length));
  const widths = Array.from(
    { length: columns },
    (_, c) => 12 + letter * Math.max(...fitted.map(({ words }) => words[c]?.length ?? 0)),
  );
  const values: PlacedWord[] = [];
  let [row, x] = [0, 0];
  widths.forEach((width, c) => {
    if (x > 0 && x + width > room) [row, x] = [row + fitted.length, 0];
    fitted.forEach(({ words, goesOn }, l) => {
      values.push({
        row: row + l,
        x,
        label: words[c] ?? "",
        heading: l === 0,
        ...(goesOn ? { goesOn } : {}),
      });
    });
    x += width;
  });
  row += fitted.length;
  const plain = { type: "quantitative", axis: null };
  return {
    name: `${WORDS}${title.replace(/\W/g, "")}`,
    title,
    width: room,
    height: 1.6 * fontSize * row,
    view: { stroke: null },
    data: { values },
    mark: { type: "text", align: "left", baseline: "top", fontSize, color: COLOURS.ink, clip: false },
    encoding: {
      x: { field: "x", ...plain, scale: { domain: [0, room], nice: false } },
      y: { field: "row", ...plain, scale: { domain: [row, 0], nice: false } },
      text: { field: "label" },
      opacity: { condition: { test: "datum.heading", value: 0.65 }, value: 1 },
    },
  };
}

/** A word or a line of {@link wordPanel}. */
export interface PlacedWord {
  readonly row: number;
  readonly x: number;
  readonly label: string;
  readonly heading: boolean;
  /** where it is the rest of the line above */
  readonly goesOn?: boolean;
}

/** By which a panel of words is known. */
export const WORDS = "words_";
