// The rows of a sweep, shown: what was observed against one axis, as a map over two, and the first rows as they are.
import { CURRENT_MODES, VANISHING } from "../observables/currents";
import { isMode } from "../sweep/observe";
import { NOTE_COLUMNS } from "../sweep/points";
import { lonelyPoints, NOT_COMPUTED, remarkLayer, remarkOf } from "./remarks";
import { symbols } from "./symbols";
import {
  COLOURS,
  type Figure,
  type FigureOptions,
  figure,
  LEVELS,
  LINES,
  labelOf,
  legendOf,
  lineLooks,
  MODE_TINTS,
  rounded,
  widthOf,
} from "./theme";
import { digits, wordPanel } from "./words";

type PlainRow = Readonly<Record<string, number | string | null>>;

/** What is shown of a sweep: its rows, and how many there are to be. */
export interface SweptRows {
  /** in the order of the points */
  readonly rows: readonly object[];
  /** whether every point has its row */
  readonly complete: boolean;
  /** how many points there are */
  readonly points: number;
}

/** Most panels beside each other, rows and columns in the table, values along an axis of a map. */
const PANELS = 3;
const ROWS = 5;
const COLUMNS = 8;
const MAP = 81;
/** Most points along a line: several to each pixel. */
const LINE = 2000;

/** A group of columns in one panel, by what their names have in common. */
interface Group {
  readonly title: string;
  readonly columns: readonly string[];
}

/** Kinds of columns in one unit; any other is a panel of its own. */
const KINDS: readonly { readonly names: RegExp; readonly title: string }[] = [
  {
    names: /^(heat(Upper|Lower|FromLeft|FromRight)|(site|bath|bond|loop)Heat\d+)$/,
    title: "heat current (J²/ħ)",
  },
  { names: /^(spinCurrent|loopSpin\d+)$/, title: "spin current (J/ħ)" },
  { names: /^energy\d+$/, title: "energy (J)" },
  { names: /^population\d+$/, title: "population" },
  { names: /^(ergotropy|incoherent|coherent)$/, title: "ergotropy (J)" },
];

const COLUMN_COLOURS: Readonly<Record<string, string>> = {
  ...COLOURS,
  ...Object.fromEntries(LEVELS.map(({ colour }, k) => [`energy${k + 1}`, colour])),
  ...Object.fromEntries(LEVELS.map(({ colour }, k) => [`population${k + 1}`, colour])),
};
type Naming = (column: string) => string;

/** As the code has it. */
const plainName: Naming = (column) => column;

/** What a column is called where it is shown; the data keep the names of the code. */
function named(column: string): string {
  const [, kind, index] = /^(fields_|energy|population)(\d+)$/.exec(column) ?? [];
  if (kind)
    return symbols(
      { fields_: "h", energy: "E", population: "p" }[kind] +
        `_${kind === "population" ? index + index : index}`,
    );
  const words = column.replace(/_|(?<=[a-z])(?=[A-Z\d])/g, " ").toLowerCase();
  return symbols(NAMES[column] ?? words);
}
/** What is measured in J says so on an axis. */
const withUnit = (axis: string): string =>
  /^(interaction|exchange|fields_\d+|(baths_\d+_)?temperature)$/.test(axis)
    ? `${named(axis)} (J)`
    : named(axis);

const NAMES: Readonly<Record<string, string>> = {
  interaction: "Δ",
  heatUpper: "j_u",
  heatLower: "j_d",
  heatFromLeft: "j_T",
  spinCurrent: "j_S",
  ergotropy: "𝓔",
};

/** A sweep in words: how far it is, its axes and columns, what is missing or doubtful and why. */
export function sweepLines({ rows, complete, points }: SweptRows, name: Naming = plainName): string[] {
  const plain = rows as readonly PlainRow[];
  const axes = axesOf(plain);
  const failed = plain.filter((row) => typeof row.error === "string").length;
  const all = `${points} ${points === 1 ? "point" : "points"}`;
  const count = complete ? all : `${rows.length} of ${all}`;
  const over = axes.map((axis) => {
    const [low, high] = extent(numbers(plain, axis));
    return `${name(axis)} from ${digits(low)} to ${digits(high)}`;
  });
  const columns = Object.keys(plain[0] ?? {}).filter((name) => !axes.includes(name) && !isNote(name));
  return [
    `sweep of ${count}${over.length > 0 ? ` over ${over.join(" and ")}` : ""}${failed > 0 ? `, ${failed} of them could not be computed` : ""}`,
    `observed: ${columns.map(name).join(", ") || "nothing yet"}`,
    ...remarks(plain, "error", "not computed"),
    ...remarks(plain, "warning", "doubtful"),
  ];
}

/** For each code how many rows have it, and what the first of them says. */
function remarks(rows: readonly PlainRow[], column: "error" | "warning", about: string): string[] {
  const byCode = new Map<string, string[]>();
  for (const row of rows) {
    const said = row[column];
    if (typeof said !== "string") continue;
    const code = String(row[`${column}Code`] ?? "");
    const alike = byCode.get(code);
    if (alike) alike.push(said);
    else byCode.set(code, [said]);
  }
  return [...byCode].map(([code, said]) => {
    const alike = said.every((text) => text === said[0]);
    const kind = code === "" ? "" : ` (${code})`;
    return `${about}${kind}, ${said.length} of ${rows.length}${alike ? "" : ", the first"}: ${said[0]}`;
  });
}

const isNote = (column: string): boolean => (NOTE_COLUMNS as readonly string[]).includes(column);

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The first rows as words, the column names first. */
export function firstRows({ rows }: SweptRows, name: Naming = plainName): string[][] {
  const plain = rows as readonly PlainRow[];
  const names = Object.keys(plain[0] ?? {}).slice(0, COLUMNS);
  const say = (value: unknown): string =>
    typeof value === "number" ? digits(value) : value === null || value === undefined ? "–" : String(value);
  return [
    names.map(name),
    ...plain.slice(0, ROWS).map((row) => names.map((column) => clipped(say(row[column])))),
  ];
}

const clipped = (text: string): string => (text.length > 18 ? `${text.slice(0, 17)}…` : text);

/**
 * A sweep as a figure: lines against one axis, a map over two, and the first rows as a table.
 *
 * @example await show(sweepFigure(await sweep({ base, axes: { interaction: linspace(-4, 4, 81) }, observe: ["ergotropy"] })))
 */
export function sweepFigure(swept: SweptRows, options: Partial<FigureOptions> = {}): Figure {
  const rows = swept.rows as readonly PlainRow[];
  const axes = axesOf(rows);
  const groups = groupsOf(rows, axes);
  const lines = sweepLines(swept, named);
  const table = firstRows(swept, named);
  const numeric = axes.every((axis) => rows.every((row) => typeof row[axis] === "number"));
  const panels = !numeric
    ? []
    : axes.length === 1
      ? groups
          .slice(0, PANELS)
          .map((group) => linePanel(rows, axes[0], group, options, Math.min(groups.length, PANELS)))
      : axes.length === 2
        ? mapped(rows, groups).map((column) => mapPanel(rows, axes, column, options))
        : [];
  const words = table[0].length > 0 ? [wordPanel("first rows", table)] : [];
  const notes = lines.slice(2).map((line) => [line]);
  if (notes.length > 0) words.push(wordPanel("notes", [["points that are not as the others"], ...notes]));
  const resolve = { scale: { color: "independent", strokeDash: "independent", stroke: "independent" } };
  return figure(
    { description: `${lines.join("; ")}.`, title: lines[0], ...options },
    {
      spacing: 24,
      vconcat: [...(panels.length > 0 ? [{ hconcat: panels, spacing: 24, resolve }] : []), ...words],
      resolve,
    },
  );
}

const numbers = (rows: readonly PlainRow[], column: string): number[] =>
  rows.map((row) => row[column]).filter((value): value is number => typeof value === "number");

/** The axes are the first columns, as many as it takes to tell every row from the others. */
function axesOf(rows: readonly PlainRow[]): string[] {
  const names = Object.keys(rows[0] ?? {});
  for (let count = 1; count <= names.length; count++) {
    const axes = names.slice(0, count);
    if (new Set(rows.map((row) => axes.map((axis) => row[axis]).join(" "))).size === rows.length) return axes;
  }
  return names.slice(0, 1);
}

function groupsOf(rows: readonly PlainRow[], axes: readonly string[]): Group[] {
  const columns = Object.keys(rows[0] ?? {}).filter(
    (name) => !axes.includes(name) && rows.some((row) => typeof row[name] === "number"),
  );
  const groups = new Map<string, string[]>();
  for (const column of columns) {
    const title = KINDS.find(({ names }) => names.test(column))?.title ?? named(column);
    groups.set(title, [...(groups.get(title) ?? []), column]);
  }
  return [...groups].map(([title, members]) => ({ title, columns: members }));
}

/** What maps show: the modes, or else the first column of each group. */
function mapped(rows: readonly PlainRow[], groups: readonly Group[]): string[] {
  const modes = Object.keys(rows[0] ?? {}).filter(isMode);
  return [...modes, ...groups.map(({ columns }) => columns[0])].slice(0, PANELS - 1);
}

function linePanel(
  rows: readonly PlainRow[],
  axis: string,
  { title, columns }: Group,
  given: Partial<FigureOptions>,
  panels: number,
): object {
  const { width = widthOf(Math.max(2, panels), 84), height = 200 } = given;
  const shown = columns.slice(0, LINES.length);
  const kept = thinned(rows, shown);
  const legend =
    shown.length > 1
      ? {
          ...legendOf(shown.map(named), width),
          labelExpr: labelOf(
            shown.map((key) => ({ key, label: named(key) })),
            "label",
          ),
        }
      : null;
  const x = { field: axis, type: "quantitative", title: withUnit(axis), scale: { nice: false, zero: false } };
  const y = { field: "value", type: "quantitative", title };
  const own = shown.map((column, c) => ({ ...LINES[c], colour: COLUMN_COLOURS[column] ?? LINES[c].colour }));
  const looks = lineLooks("column", shown, own, legend);
  return {
    width,
    height,
    data: { values: rounded(kept.map((row) => picked(row, [axis, ...shown]))) },
    layer: [
      ...remarkLayer(rows, x),
      {
        transform: [{ fold: shown, as: ["column", "value"] }],
        mark: { type: "line", strokeWidth: 2, point: rows.length < 12 },
        encoding: { x, y, ...looks, tooltip: [x, y] },
      },
      ...lonelyPoints(kept, x, y, { field: "column", columns: shown, color: looks.color }),
    ],
  };
}

/** So many rows that a line can show, and beyond them both ends of every gap. */
function thinned(rows: readonly PlainRow[], columns: readonly string[]): PlainRow[] {
  const stride = Math.ceil(rows.length / LINE);
  const gaps = (row: PlainRow | undefined): string => columns.map((column) => row?.[column] === null).join();
  return rows.filter(
    (row, i) => i % stride === 0 || gaps(row) !== gaps(rows[i - 1]) || gaps(row) !== gaps(rows[i + 1]),
  );
}

function mapPanel(
  rows: readonly PlainRow[],
  [across, up]: readonly string[],
  column: string,
  { width = widthOf(2, 84), height = 230 }: Partial<FigureOptions>,
): object {
  const [x, y] = [cells(rows, across), cells(rows, up)];
  const cellOf = (row: PlainRow): Cell | undefined => {
    const [i, j] = [x.get(row[across] as number), y.get(row[up] as number)];
    return i && j && { x: i[0], x2: i[1], y: j[0], y2: j[1] };
  };
  const values = rows.flatMap((row) => {
    const cell = row[column] === null ? undefined : cellOf(row);
    return cell ? [{ ...cell, [column]: row[column] }] : [];
  });
  const place = (field: string, title: string): object => ({
    field,
    type: "quantitative",
    title,
    scale: { nice: false, zero: false },
  });
  const signs = new Set(
    numbers(rows, column).map((value) => (Math.abs(value) < VANISHING ? 0 : Math.sign(value))),
  );
  const scale =
    signs.has(1) && signs.has(-1) ? { scheme: "blueorange", domainMid: 0 } : { scheme: "cividis" };
  const tints = { domain: CURRENT_MODES, range: CURRENT_MODES.map((mode) => MODE_TINTS[mode]) };
  const colour = isMode(column)
    ? { field: column, type: "nominal", scale: tints, legend: { columns: 2 } }
    : { field: column, type: "quantitative", scale };
  const said = [
    ...(rows.some(({ error }) => typeof error === "string") ? ["grey: not computed"] : []),
    ...(rows.some(({ warning }) => typeof warning === "string") ? ["dots: doubtful"] : []),
  ];
  const area = {
    x: place("x", withUnit(across)),
    x2: { field: "x2" },
    y: place("y", withUnit(up)),
    y2: { field: "y2" },
  };
  return {
    name: `colourmap_${column}`, // by which a dark page knows to leave its colours alone
    title: [named(column), ...said].join("; "),
    width,
    height,
    layer: [
      {
        data: { values: rounded(values) },
        mark: { type: "rect", strokeWidth: 0.7 },
        encoding: {
          ...area,
          tooltip: [{ field: column, title: named(column) }],
          color: { ...colour, title: null },
          stroke: { ...colour, title: null }, // or the page would shine through between cells
        },
      },
      ...remarkCells(rows, cellOf, column, area),
    ],
  };
}

/** The cells without a number in grey and those to be doubted with a dot, with their reasons at the pointer. */
function remarkCells(
  rows: readonly PlainRow[],
  cellOf: (row: PlainRow) => Cell | undefined,
  column: string,
  area: { readonly x: object; readonly y: object },
): object[] {
  const said = new Map<string, { readonly number: number; readonly reason: string }>(); // the first of each code
  const found = rows.flatMap((row) => {
    const [cell, remark] = [cellOf(row), remarkOf(row)];
    if (!cell || !remark) return [];
    const { kind, code, reason } = remark;
    const key = `${kind} ${code}`;
    if (!said.has(key)) said.set(key, { number: said.size, reason });
    const middle = { middle: (cell.x + cell.x2) / 2, centre: (cell.y + cell.y2) / 2 };
    return [{ ...cell, ...middle, kind, code, said: said.get(key)!.number, empty: row[column] === null }];
  });
  const from = { data: { values: [...said.values()] }, key: "number", fields: ["reason"] };
  const tooltip = [{ field: "kind" }, { field: "code" }, { field: "reason" }];
  const layer = (empty: boolean, mark: object, place: object): object[] => {
    const values = rounded(found.filter((cell) => cell.empty === empty));
    if (values.length === 0) return [];
    return [
      {
        data: { values },
        transform: [{ lookup: "said", from }],
        mark,
        encoding: { ...place, tooltip },
      },
    ];
  };
  const grey = { type: "rect", fill: NOT_COMPUTED, stroke: NOT_COMPUTED, strokeWidth: 0.7 };
  const dot = { type: "point", filled: true, size: 8, color: COLOURS.ink, opacity: 0.8 };
  const centre = { x: { ...area.x, field: "middle" }, y: { ...area.y, field: "centre" } };
  return [...layer(true, grey, area), ...layer(false, dot, centre)];
}

interface Cell {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** The edges of the cell around each value of an axis; of many values only every second, third, … is kept. */
function cells(rows: readonly PlainRow[], axis: string): Map<number, [number, number]> {
  const all = [...new Set(numbers(rows, axis))].sort((a, b) => a - b);
  const stride = Math.ceil(all.length / MAP);
  const kept = all.filter((_, i) => i % stride === 0);
  const between = (i: number): number => (kept[i] + kept[i + 1]) / 2;
  const first = kept.length > 1 ? 2 * kept[0] - between(0) : kept[0] - 0.5;
  const last = kept.length > 1 ? 2 * kept[kept.length - 1] - between(kept.length - 2) : kept[0] + 0.5;
  return new Map(
    kept.map((value, i) => [
      value,
      [i === 0 ? first : between(i - 1), i === kept.length - 1 ? last : between(i)],
    ]),
  );
}

const picked = (row: PlainRow, columns: readonly string[]): PlainRow =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));
