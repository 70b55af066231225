// One panel: curves against a parameter over bands of colour, with a cursor at the current point that can be dragged. Curves are
// SVG paths written anew each time, which keeps up with a slider.
import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from "d3-scale";
import type { Band } from "./bands";
import { html, set, svg, symbolHtml, watchSize, zoomOf } from "./dom";

/** One curve, and what it is at the current point. */
export interface Line {
  readonly key: string;
  /** as `j_u`: the part after the bar is an index */
  readonly label: string;
  /** what the legend says after it */
  readonly more?: string;
  /** a CSS colour */
  readonly colour: string;
  readonly dash: readonly number[];
  /** along the grid; NaN makes a gap */
  readonly values: Float64Array;
  /** takes no part in the choice of the vertical range */
  readonly outside?: boolean;
}

/** A stretch of the axis behind the curves. */
export interface Shade {
  readonly band: Band<unknown>;
  /** a CSS class */
  readonly look: string;
  readonly label?: string;
}

/** What stands below the curves. */
export interface HorizontalAxis {
  /** the symbol with its unit */
  readonly label: string;
  /** equal factors are equally far apart */
  readonly logarithmic?: boolean;
}

/** What a panel shows. */
export interface Picture {
  readonly axis: HorizontalAxis;
  readonly lines: readonly Line[];
  readonly shades: readonly Shade[];
  /** written across the panel where nothing can be drawn */
  readonly note?: string;
}

/** A panel of the page. */
export interface Chart {
  readonly element: HTMLElement;
  readonly draw: (grid: Float64Array, picture: Picture) => void;
  /** the current point: a value for each key, already as text, and where its dot is */
  readonly mark: (at: number, values: ReadonlyMap<string, { value: number; text: string }>) => void;
  readonly describe: (text: string) => void;
}

/** What a panel is. */
export interface ChartOptions {
  readonly title: string;
  readonly unit: string;
  /** the vertical axis is in this unit: values are divided by it */
  readonly scale: number;
  readonly height: number;
  /** values that the axis holds whatever the curves do */
  readonly include: readonly number[];
  /** a place on the axis is pointed at */
  readonly onPlace: (value: number) => void;
}

const MARGIN = { left: 46, right: 10, top: 6, bottom: 24 };
/** About how many marks a vertical axis has. */
const TICKS = 5;
type Axis = ScaleLinear<number, number>;
type Across = Axis | ScaleLogarithmic<number, number>;

let charts = 0;

/** An empty panel. */
export function createChart(options: ChartOptions): Chart {
  const { title, unit, scale, include, onPlace } = options;
  let { height } = options;
  const clipId = `clip-${++charts}`;
  const bands = svg("g");
  const axes = svg("g", { class: "axes" });
  const curves = svg("g", { "clip-path": `url(#${clipId})` });
  const note = svg("text", { class: "note" });
  const cursor = svg("line", { class: "cursor" });
  const handle = svg("path", { class: "handle", d: "M-7 -6H7L0 5Z" });
  const dots = svg("g", { "clip-path": `url(#${clipId})` });
  const clip = svg("rect", { y: MARGIN.top - 3 });
  const stage = svg(
    "svg",
    { class: "plot", role: "img", height },
    svg("clipPath", { id: clipId }, clip),
    bands,
    axes,
    curves,
    note,
    cursor,
    dots,
    handle,
  );
  const legend = html("ul", { class: "legend" });
  const heading = html("h3", {}, title, " ", html("small", {}, unit));
  const element = html("section", { class: "panel" }, html("header", {}, heading, legend), stage);

  let width = 0;
  let across: Across = scaleLinear();
  const up = scaleLinear([-1, 1], [height - MARGIN.bottom, MARGIN.top]);
  let empty = true;
  let shown: { grid: Float64Array; picture: Picture } | undefined;
  let marked: { at: number; values: ReadonlyMap<string, { value: number; text: string }> } | undefined;
  let shownKeys = "";
  let shownAxis = "";

  const yOf = (value: number): number => up(value / scale);

  const paint = (): void => {
    if (!shown || width === 0) return;
    const { grid, picture } = shown;
    const ends = [grid[0], grid[grid.length - 1]];
    const range = [MARGIN.left, width - MARGIN.right];
    across = picture.axis.logarithmic ? scaleLog(ends, range) : scaleLinear(ends, range);
    const keys = picture.lines.map(({ key, label, more }) => `${key} ${label} ${more}`).join();
    if (keys !== shownKeys) {
      shownKeys = keys;
      legend.replaceChildren(...picture.lines.map(legendEntry));
      curves.replaceChildren(...picture.lines.map(curveShape));
      dots.replaceChildren(...picture.lines.map(dotShape));
    }
    const domain = domainOf(picture.lines, scale, include);
    empty = domain === undefined;
    up.domain(domain ?? [-1, 1]).nice(TICKS);
    const wanted = `${width} ${height} ${up.domain()} ${ends} ${picture.axis.label} ${empty}`;
    if (wanted !== shownAxis) {
      shownAxis = wanted;
      axes.replaceChildren(...axisShapes(across, picture.axis, up, empty ? [] : up.ticks(TICKS), height));
    }
    bands.replaceChildren(...picture.shades.flatMap((shade) => shadeShapes(shade, across, height)));
    const places = Array.from(grid, (value) => across(value).toFixed(1));
    for (const [i, { values }] of picture.lines.entries()) {
      set(curves.children[i], { d: pathOf(places, values, yOf) });
    }
    note.textContent = picture.note ?? "";
    set(note, { x: (MARGIN.left + width - MARGIN.right) / 2, y: MARGIN.top + 40 });
  };
  const paintMark = (): void => {
    if (!marked || !shown || width === 0) return;
    const { at, values } = marked;
    const [from, to] = across.domain();
    const x = across(Math.min(to, Math.max(from, at)));
    set(cursor, { x1: x, x2: x, y1: MARGIN.top, y2: height - MARGIN.bottom });
    set(handle, { transform: `translate(${x} ${MARGIN.top})` });
    for (const dot of dots.children) {
      const found = values.get(dot.getAttribute("data-dot") ?? "");
      if (found) set(dot, { cx: x, cy: yOf(found.value), visibility: "visible" });
      else set(dot, { visibility: "hidden" });
    }
    for (const number of legend.querySelectorAll<HTMLElement>("[data-value]")) {
      number.textContent = values.get(number.dataset.value ?? "")?.text ?? "–";
    }
  };

  watchSize(stage, (...size) => {
    [width, height] = size;
    up.range([height - MARGIN.bottom, MARGIN.top]);
    set(stage, { viewBox: `0 0 ${width} ${height}` });
    set(clip, {
      x: MARGIN.left,
      width: width - MARGIN.left - MARGIN.right,
      height: height - MARGIN.top - MARGIN.bottom + 6,
    });
    paint();
    paintMark();
  });
  dragged(stage, (clientX) => {
    if (!shown || shown.grid.length === 0) return;
    onPlace(
      across
        .copy()
        .clamp(true)
        .invert((clientX - stage.getBoundingClientRect().left) / zoomOf(stage)),
    );
  });

  return {
    element,
    draw: (grid, picture) => {
      shown = { grid, picture };
      paint();
      paintMark();
    },
    mark: (at, values) => {
      marked = { at, values };
      paintMark();
    },
    describe: (text) => set(stage, { "aria-label": text }),
  };
}

/** A finger that has moved less sideways may still want to scroll. */
const SCROLLING = 6;

/** Calls back with the place of a pointer that is pressed in an element, until it is let go. */
function dragged(element: SVGElement, onPlace: (clientX: number) => void): void {
  let pressed: { readonly x: number; readonly finger: boolean } | undefined;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    pressed = { x: event.clientX, finger: event.pointerType === "touch" };
    if (!pressed.finger) onPlace(event.clientX);
  });
  element.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    if (pressed.finger && Math.abs(event.clientX - pressed.x) < SCROLLING) return;
    pressed = { ...pressed, finger: false };
    onPlace(event.clientX);
  });
  element.addEventListener("pointerup", (event) => {
    if (pressed) onPlace(event.clientX); // a tap, too, sets the point
    pressed = undefined;
  });
  // the browser has taken the gesture for scrolling
  element.addEventListener("pointercancel", () => {
    pressed = undefined;
  });
}

/** What the vertical axis has to hold; undefined where there is no number. */
function domainOf(
  lines: readonly Line[],
  scale: number,
  include: readonly number[],
): [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const hold = (value: number): void => {
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const { values, outside } of lines) if (!outside) for (const value of values) hold(value / scale);
  if (low > high) return undefined;
  for (const value of include) hold(value);
  // a vanishing curve is a line at zero, not the noise of its rounding errors
  return high - low < 1e-9 ? [low - 1, high + 1] : [low, high];
}

/** Path data through the points; tenths of a pixel are enough, and `places` are the same for all curves. */
function pathOf(places: readonly string[], values: Float64Array, yOf: (value: number) => number): string {
  let path = "";
  let pen = "M";
  for (let i = 0; i < places.length; i++) {
    if (!Number.isFinite(values[i])) {
      pen = "M";
      continue;
    }
    const lonely = pen === "M" && !Number.isFinite(values[i + 1]); // between two gaps: a dot
    path += `${pen}${places[i]} ${Math.round(yOf(values[i]) * 10) / 10}${lonely ? "m-1.1 0h2.2" : ""}`;
    pen = "L";
  }
  return path;
}

function shadeShapes({ band, look, label }: Shade, across: Across, height: number): Node[] {
  const [x, to] = [across(band.from), across(band.to)];
  const shape = svg("rect", {
    class: look,
    x,
    width: Math.max(0, to - x),
    y: MARGIN.top,
    height: height - MARGIN.top - MARGIN.bottom,
  });
  // the whole label where there is room, else its first word
  const text = label && [label, label.split(" ")[0]].find((words) => to - x >= 7 * words.length);
  if (!text) return [shape];
  return [shape, svg("text", { class: "band", x: (x + to) / 2, y: MARGIN.top + 13 }, text)];
}

function axisShapes(
  across: Across,
  { label }: HorizontalAxis,
  up: Axis,
  ticks: readonly number[],
  height: number,
): Node[] {
  const bottom = height - MARGIN.bottom;
  const [left, right] = across.range();
  const text = up.tickFormat(TICKS);
  const horizontal = ticks.flatMap((tick) => [
    svg("line", { class: tick === 0 ? "zero" : "tick", x1: left, x2: right, y1: up(tick), y2: up(tick) }),
    svg("text", { class: "y", x: left - 6, y: up(tick) + 4 }, text(tick)),
  ]);
  const [words, marks] = [across.tickFormat(8), across.ticks(8)];
  // the name of the axis stands before its last number
  const last = across(marks.findLast((tick) => words(tick) !== "") ?? across.domain()[1]);
  const name = svg("text", { class: "y", x: last - 14, y: bottom + 17 }, label);
  const room = last - 24 - 6.5 * label.length;
  const vertical = marks.flatMap((tick) => {
    const x = across(tick);
    const line = svg("line", { class: "mark", x1: x, x2: x, y1: bottom, y2: bottom + 4 });
    if (x > room && x < last) return [line];
    return [line, svg("text", { class: "x", x, y: bottom + 17 }, words(tick))];
  });
  return [...horizontal, ...vertical, name];
}

const dashing = (dash: readonly number[]): string | undefined =>
  dash.length > 0 ? dash.join(" ") : undefined;

function curveShape({ key, colour, dash }: Line): SVGElement {
  const style = `stroke:${colour}`;
  return svg("path", { class: "curve", "data-curve": key, style, "stroke-dasharray": dashing(dash) });
}

function dotShape({ key, colour }: Line): SVGElement {
  return svg("circle", { "data-dot": key, r: 4, style: `fill:${colour}` });
}

function legendEntry({ key, label, more, colour, dash }: Line): HTMLElement {
  const style = `stroke:${colour}`;
  const swatch = svg(
    "svg",
    { width: 26, height: 8, "aria-hidden": "true" },
    svg("line", { x1: 1, x2: 25, y1: 4, y2: 4, class: "curve", style, "stroke-dasharray": dashing(dash) }),
  );
  return html("li", {}, swatch, symbolHtml(label), ...(more ? [more] : []), html("b", { "data-value": key }));
}
