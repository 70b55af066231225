// A figure for a screen as narrow as a phone: panels one above the other, legends below them, words in shorter lines.
import { type Figure, WIDTH } from "./theme";
import { type PlacedWord, WORDS, wordPanel, wrapped } from "./words";

/** The room in a page on a phone, in pixels. */
export const PHONE = 340;
/** What of it a vertical axis and the edges take. */
const [AXIS, PADDING] = [62, 10];
/** A field of a table, such as the scorecard. */
const STEP = 42;
/** How wide a letter is in titles, in what stands below them, and along an axis. */
const [TITLE, SUBTITLE, ALONG] = [9.3, 7.3, 7.3];

type Part = Readonly<Record<string, unknown>>;

/** What a view is told by those around it. */
interface Place {
  readonly room: number;
  /** what has no axes begins so much before the panels of those that have */
  readonly before: number;
  /** the title of an axis that the first of several views had for all */
  readonly up?: unknown;
  /** whether it stood beside others and may now be as wide as there is room */
  readonly alone?: boolean;
  /** how much smaller a drawing is drawn */
  readonly scale?: number;
}

const isPart = (value: unknown): value is Part =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const partsOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? value.filter(isPart) : []);
const viewsOf = ({ hconcat, concat, vconcat }: Part): readonly Part[] =>
  partsOf(hconcat ?? concat ?? vconcat);

/** The same figure with panels that leave so much room for their axes as usual; what is wider still is told less. */
export function narrow(figure: Figure, room: number = PHONE): Figure {
  const { config } = figure as { readonly config?: Part };
  const legend = {
    ...(isPart(config?.legend) ? config.legend : {}),
    orient: "bottom",
    columns: 1,
    layout: { bottom: { direction: "vertical", anchor: "start" } },
  };
  const view = viewOf(figure, { room, before: hasAxis(figure) ? AXIS : 0 });
  return { ...view, config: { ...config, legend } } as unknown as Figure;
}

/** The same figure where there is a little less room than for the widest: its panels share what is missing. */
export function within(figure: Figure, room: number): Figure {
  const scale = Math.min(1, (room - AXIS - PADDING) / WIDTH);
  const shrunk = (view: Part): Part => ({
    ...view,
    ...(typeof view.width === "number" ? { width: Math.floor(view.width * scale) } : {}),
    ...Object.fromEntries(
      ["hconcat", "concat", "vconcat"].flatMap((key) =>
        view[key] ? [[key, partsOf(view[key]).map(shrunk)]] : [],
      ),
    ),
  });
  return shrunk(figure) as Figure;
}

/** Views beside each other come one above the other. */
function viewOf(view: Part, place: Place): Part {
  const { title, hconcat: _, concat: __, columns: ___, ...rest } = view;
  const named = title === undefined ? {} : { title: titleOf(title, place.room) };
  const views = viewsOf(view);
  if (views.length > 0) {
    const up = view.vconcat ? undefined : heightTitle(views[0]);
    return {
      ...rest,
      ...named,
      vconcat: views.map((each) => viewOf(each, { ...place, up, alone: !view.vconcat })),
    };
  }
  const isDrawing = typeof rest.width === "number" && !hasAxis(view);
  const most = place.room - PADDING - (hasAxis(view) ? AXIS : 0);
  const within = isDrawing ? place : { ...place, before: 0 };
  if (String(view.name).startsWith(WORDS)) return panelOf(rewrapped(view, most), within);
  const { width, height } = rest;
  if (isPart(width))
    return panelOf({ ...rest, ...named, width: { step: Math.min(Number(width.step), STEP) } }, within);
  if (typeof width !== "number" || (width <= most && (isDrawing || !place.alone)))
    return panelOf({ ...rest, ...named }, within);
  const scale = isDrawing ? most / width : 1;
  const size = { width: most, ...(typeof height === "number" ? { height: height * scale } : {}) };
  return panelOf({ ...rest, ...named, ...size }, { ...within, scale });
}

/** One view and its layers; words and marks of a drawing become smaller with it. */
function panelOf(view: Part, place: Place): Part {
  const { width, layer, encoding, mark } = view;
  const { before, scale = 1 } = place;
  const x = typeof width === "number" && before > 0 ? { width: width - before } : {};
  const inner = typeof width === "number" ? { ...place, room: width } : place;
  return {
    ...view,
    ...x,
    ...(layer ? { layer: partsOf(layer).map((each) => panelOf(each, inner)) } : {}),
    ...(isPart(encoding) ? { encoding: encodingOf(encoding, inner) } : {}),
    ...(isPart(mark) && scale < 1 ? { mark: smaller(mark, scale) } : {}),
  };
}

function smaller(mark: Part, scale: number): Part {
  const times = (key: string, by: number): Part =>
    typeof mark[key] === "number" ? { [key]: Number((mark[key] * by).toFixed(1)) } : {};
  return {
    ...mark,
    ...times("fontSize", Math.max(scale, 0.8)),
    ...times("size", scale ** 2),
    ...times("strokeWidth", scale),
  };
}

/** A panel of words anew: a few columns as sentences; of many the last ones follow below the others. */
function rewrapped({ title, data }: Part, room: number): Part {
  const table: string[][] = [];
  for (const { row, label, goesOn } of (data as { values: PlacedWord[] }).values) {
    if (goesOn) table[table.length - 1][0] += ` ${label}`;
    else table[row] = [...(table[row] ?? []), label];
  }
  const rows = table.filter(Boolean);
  const few = rows[0].length < 4;
  const lines = few
    ? rows.map(([name, ...rest]) => [[name, rest.join(" ")].filter(Boolean).join(": ")])
    : rows;
  return wordPanel(String(title), lines, room, 11);
}

/** Whether a view, or any of those in it, has a vertical axis. */
const hasAxis = (view: Part): boolean =>
  (isPart(view.encoding) &&
    isPart(view.encoding.y) &&
    "field" in view.encoding.y &&
    view.encoding.y.axis !== null) ||
  partsOf(view.layer).some(hasAxis) ||
  viewsOf(view).some(hasAxis);

function heightTitle({ encoding, layer }: Part): unknown {
  if (isPart(encoding) && isPart(encoding.y) && encoding.y.title) return encoding.y.title;
  return partsOf(layer)
    .map(heightTitle)
    .find((title) => title !== undefined);
}

/** A title in lines; one that is computed keeps its own. */
function titleOf(title: unknown, room: number): unknown {
  if (typeof title === "string") return inLines(title, room / TITLE);
  if (!isPart(title)) return title;
  const { text, subtitle, frame: _, ...rest } = title;
  return {
    ...rest,
    text: typeof text === "string" ? inLines(text, room / TITLE) : text,
    ...(typeof subtitle === "string" ? { subtitle: inLines(subtitle, room / SUBTITLE) } : {}),
  };
}

function inLines(text: string, letters: number): string | string[] {
  const lines = wrapped(text, Math.floor(letters)).map((line) => line.trim());
  return lines.length > 1 ? lines : text;
}

function encodingOf(encoding: Part, { room, before, up }: Place): Part {
  return Object.fromEntries(
    Object.entries(encoding).map(([channel, value]) => {
      if (!isPart(value)) return [channel, value];
      const { title, legend, scale } = value;
      return [
        channel,
        {
          ...value,
          ...(channel === "x" && typeof title === "string" ? { title: inLines(title, room / ALONG) } : {}),
          ...(channel === "x" && before > 0 && isPart(scale)
            ? { scale: { ...scale, range: [-before, room - before] } }
            : {}),
          ...(channel === "y" && title === null && up !== undefined ? { title: up } : {}),
          ...(isPart(legend) ? { legend: legendOf(legend, room) } : {}),
        },
      ];
    }),
  );
}

function legendOf({ direction: _, gradientLength, title, ...rest }: Part, room: number): Part {
  return {
    ...rest,
    ...(title === undefined
      ? {}
      : { title: typeof title === "string" ? inLines(title, room / SUBTITLE) : title }),
    orient: "bottom",
    ...(gradientLength === undefined ? { columns: 1 } : { direction: "horizontal", gradientLength: room }),
  };
}
