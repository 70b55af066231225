// What a cell ends in, in the formats that it has: as it shows itself, as a figure, as a table, or in words.
import { inspect } from "node:util";
import { figureData, isVega } from "../cells/display";
import type { Described } from "../cells/host";
import { shownAs } from "../cells/shown";
import { type TableCell, tableData } from "../cells/table";
import type { Content } from "./wire";

/** A value by MIME type; undefined if there is nothing to see. */
export async function formatsOf(value: unknown): Promise<Content | undefined> {
  if (value === undefined) return undefined;
  const shown = await shownAs(value);
  return (
    (await ownFormats(value)) ??
    (shown && (await figureData(shown))) ??
    (await drawn(value)) ??
    tabulated(value) ?? { "text/plain": inspect(value) }
  );
}

/** As Deno's kernel asks for it; `_toHtml` is IJavascript's name. */
const OWN = Symbol.for("Jupyter.display");

async function ownFormats(value: unknown): Promise<Content | undefined> {
  const { [OWN]: own, toHtml, _toHtml } = Object(value);
  if (typeof own === "function") {
    const data: unknown = await own.call(value);
    if (typeof data === "object" && data !== null) return data;
    throw new Error(`${String(OWN)} must return formats by MIME type, got ${inspect(data)}`);
  }
  const html = [toHtml, _toHtml].find((each) => typeof each === "function");
  if (!html) return undefined;
  return { "text/html": String(await html.call(value)), "text/plain": inspect(value) };
}

/** A Vega or Vega-Lite specification as its picture; one that does not call itself so may be other data. */
async function drawn(value: unknown): Promise<Content | undefined> {
  if (typeof value !== "object" || value === null) return undefined;
  const { $schema, description = "a figure", ...rest } = value as Record<string, unknown>;
  const isNamed = isVega(value) || String($schema).includes("/vega-lite/");
  if (!isNamed && !LITE.some((keys) => keys.every((key) => key in rest))) return undefined;
  try {
    const data = await figureData({
      figure: { ...value, description } as Described,
      text: String(description),
    });
    for (const type of Object.keys(data)) if (type.endsWith("+json")) data[type] = value;
    return data;
  } catch (error) {
    if (isNamed) throw error;
    return undefined;
  }
}

/** What a Vega-Lite specification has at least. */
const LITE = [
  ["data", "mark", "encoding"],
  ["data", "layer"],
  ["data", "facet", "spec"],
  ["data", "repeat", "spec"],
  ...["hconcat", "vconcat", "concat"].map((key) => ["data", key]),
];

const MOST_ROWS = 50;

/** Objects that are alike are the rows of a table. */
function tabulated(value: unknown): Content | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRow)) return undefined;
  const columns = Object.keys(value[0]);
  const alike = (row: object): boolean =>
    Object.keys(row).length === columns.length && columns.every((name) => Object.hasOwn(row, name));
  if (columns.length === 0 || !value.every(alike)) return undefined;
  const cellOf = (cell: unknown): TableCell =>
    typeof cell === "number" ? cell : cell === undefined ? "" : String(cell);
  const rows = value.slice(0, MOST_ROWS).map((row) => columns.map((name) => cellOf(row[name])));
  const caption = value.length > MOST_ROWS ? `${MOST_ROWS} of ${value.length} rows` : "";
  return tableData(rows, columns, caption);
}

const isRow = (row: unknown): row is Record<string, unknown> =>
  typeof row === "object" &&
  row !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(row)) &&
  Object.values(row).every((each) => typeof each !== "object" || each === null);
