// Where rows have no numbers, or such as have to be doubted: bands behind the curves, with the reason at the pointer.
// Curves break there; nothing is drawn from one side of a gap to the other.
import { GREY, rounded } from "./theme";

type Row = Readonly<Record<string, unknown>>;

/** What a row says about itself, where it is not as the others. */
export interface Remark {
  readonly kind: "not computed" | "doubtful";
  /** empty for rows of an earlier version, which had none */
  readonly code: string;
  readonly reason: string;
}

/** What is remarkable in a row of a sweep. */
export function remarkOf(row: object): Remark | undefined {
  const { error, errorCode, warning, warningCode } = row as Row;
  if (typeof error === "string") return { kind: "not computed", code: `${errorCode ?? ""}`, reason: error };
  if (typeof warning !== "string") return undefined;
  return { kind: "doubtful", code: `${warningCode ?? ""}`, reason: warning };
}

/** Stretches of an axis in which all rows say the same kind of thing; the reason is that of the first of them. */
export function remarkBands(
  rows: readonly object[],
  axis: string,
): (Remark & { readonly from: number; readonly to: number })[] {
  const sorted = (rows as readonly Row[])
    .filter((row) => Number.isFinite(row[axis]))
    .sort((a, b) => (a[axis] as number) - (b[axis] as number));
  const at = (i: number): number => sorted[Math.min(Math.max(i, 0), sorted.length - 1)][axis] as number;
  const bands: (Remark & { from: number; to: number })[] = [];
  sorted.forEach((row, i) => {
    const remark = remarkOf(row);
    if (!remark) return;
    const [from, to] = [(at(i - 1) + at(i)) / 2, (at(i) + at(i + 1)) / 2];
    const last = bands.at(-1);
    if (last && last.to === from && last.kind === remark.kind && last.code === remark.code) last.to = to;
    else bands.push({ ...remark, from, to });
  });
  return bands;
}

/** A layer with these bands, to stand behind the curves; none where there is nothing to say. */
export function remarkLayer(rows: readonly object[], x: { readonly field: string }): object[] {
  const bands = remarkBands(rows, x.field);
  if (bands.length === 0) return [];
  return [
    {
      data: { values: rounded(bands) },
      mark: { type: "rect" },
      encoding: {
        x: { ...x, field: "from" },
        x2: { field: "to" },
        fill: {
          field: "kind",
          type: "nominal",
          scale: { domain: ["not computed", "doubtful"], range: [NOT_COMPUTED, DOUBTFUL] },
          legend: { title: null, orient: "bottom", symbolType: "square", symbolStrokeColor: GREY },
        },
        tooltip: [{ field: "kind" }, { field: "code" }, { field: "reason" }],
      },
    },
  ];
}

/** A layer with the values between two gaps, which no line shows; none where there are none. */
export function lonelyPoints(
  rows: readonly object[],
  x: { readonly field: string },
  y: { readonly field: string },
  lines: { readonly field: string; readonly columns: readonly string[]; readonly color: object },
): object[] {
  const is = (row: Row | undefined, column: string): boolean => Number.isFinite(row?.[column]);
  const values = (rows as readonly Row[]).flatMap((row, i, all) =>
    lines.columns.flatMap((column) =>
      is(row, column) && !is(all[i - 1], column) && !is(all[i + 1], column)
        ? [{ [x.field]: row[x.field], [lines.field]: column, [y.field]: row[column] }]
        : [],
    ),
  );
  if (values.length === 0) return [];
  const mark = { type: "point", filled: true, opacity: 1, tooltip: true };
  return [{ data: { values: rounded(values) }, mark, encoding: { x, y, color: lines.color } }];
}

/** Fills of what was not computed, and of what has to be doubted. */
export const NOT_COMPUTED = "#E2E2E2";
export const DOUBTFUL = "#FCE3C2";
