// A map of one quantity over two parameters: a pixel a point, larger ones where it is still coarse, hatched where a point has to
// be doubted, with the current point marked.
import { scaleLinear } from "d3-scale";
import { MODE_COLOURS, MODE_WORDS } from "../../figures/theme";
import { CURRENT_MODES } from "../../observables/currents";
import { html, set, svg } from "./dom";
import type { Knob } from "./parameters";
import { numberText } from "./readings";
import { axisPart, DOUBTS } from "./survey";

/** What a map shows. */
export interface MapPicture {
  readonly axes: readonly [across: Knob<string>, up: Knob<string>];
  /** points along each axis */
  readonly count: number;
  /** a number a place, row after row from below; a place of CURRENT_MODES of a mode */
  readonly values: Float64Array;
  readonly doubts: Uint8Array;
  /** whether a place is computed */
  readonly has: (place: number) => boolean;
  readonly isMode: boolean;
  /** of the numbers that the legend tells, with its unit */
  readonly scale: number;
  readonly unit: string;
}

/** A map of the page. */
export interface DrawnMap {
  readonly element: HTMLElement;
  readonly draw: (picture: MapPicture) => void;
  /** the current point, a value of each axis, and what it is there */
  readonly mark: (at: readonly [number, number], text: string) => void;
}

const MARGIN = { left: 46, right: 12, top: 24, bottom: 26 };
const SIGNED = ["#08519C", "#6BAED6", "#F7F7F2", "#F4A261", "#A63603"];
const GROWING = ["#F7F7F2", "#A8DDB5", "#2B8C5A", "#00441B"];
/** Sizes of pixels, fine first. */
const STEPS = [1, 2, 4, 8, 16];

/** An empty map; `onPlace` hears where it is clicked, as parts of its sides. */
export function createMap(onPlace: (across: number, up: number) => void): DrawnMap {
  const canvas = document.createElement("canvas");
  const image = svg("image", { preserveAspectRatio: "none", style: "image-rendering:pixelated" });
  const clip = svg("rect");
  const [doubts, axes] = [svg("g", { "clip-path": "url(#map-clip)" }), svg("g")];
  const point = svg("path", { class: "cross", d: "M-9 0H-3M3 0H9M0 -9V-3M0 3V9" });
  const ring = svg("circle", { class: "here", r: 6 });
  const marker = svg("g", { visibility: "hidden" }, ring, point);
  const stage = svg(
    "svg",
    { class: "plot map", role: "img" },
    svg("clipPath", { id: "map-clip" }, clip),
    svg("g", { "clip-path": "url(#map-clip)" }, image),
    doubts,
    axes,
    marker,
  );
  const legend = html("p", { class: "map-legend" });
  const here = html("b", { "data-value": "map-point" });
  const element = html("div", {}, legend, stage, html("p", { class: "scale" }, "At the point: ", here));
  let shown: MapPicture | undefined;
  let marked: { at: readonly [number, number]; text: string } | undefined;
  let [width, height] = [0, 0];

  const paintMark = (): void => {
    here.textContent = marked?.text ?? "";
    if (!shown || !marked || width === 0) return;
    const [across, up] = shown.axes.map((axis, k) =>
      axisPart(axis, (marked as { at: readonly number[] }).at[k]),
    );
    const x = MARGIN.left + across * (width - MARGIN.left - MARGIN.right);
    const y = height - MARGIN.bottom - up * (height - MARGIN.top - MARGIN.bottom);
    set(marker, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, visibility: "visible" });
  };
  const paint = (): void => {
    if (!shown || width === 0) return;
    const { count, axes: knobs } = shown;
    const across = width - MARGIN.left - MARGIN.right;
    const up = height - MARGIN.top - MARGIN.bottom;
    const [w, h] = [across / (count - 1), up / (count - 1)];
    set(clip, { x: MARGIN.left, y: MARGIN.top, width: across, height: up });
    // the middle of a pixel is its point
    const place = { x: MARGIN.left - w / 2, y: MARGIN.top - h / 2, width: across + w, height: up + h };
    const found = nearestPlaces(shown);
    legend.replaceChildren(...coloured(canvas, shown, found));
    set(image, { ...place, href: canvas.toDataURL() });
    doubts.replaceChildren(
      ...(["strong", "beyond", "refused"] as const).flatMap((doubt) => {
        const d = runs(shown as MapPicture, found, DOUBTS.indexOf(doubt), place, w, h);
        return d === "" ? [] : [svg("path", { class: doubt, d })];
      }),
    );
    axes.replaceChildren(
      svg("rect", { class: "frame", x: MARGIN.left, y: MARGIN.top, width: across, height: up }),
      ...ticksOf(knobs[0]).flatMap(([part, text]) => {
        const x = MARGIN.left + part * across;
        return [
          svg("line", {
            class: "mark",
            x1: x,
            x2: x,
            y1: height - MARGIN.bottom,
            y2: height - MARGIN.bottom + 4,
          }),
          svg("text", { class: "x", x, y: height - MARGIN.bottom + 17 }, text),
        ];
      }),
      ...ticksOf(knobs[1]).flatMap(([part, text]) => {
        const y = MARGIN.top + (1 - part) * up;
        return [
          svg("line", { class: "mark", x1: MARGIN.left - 4, x2: MARGIN.left, y1: y, y2: y }),
          svg("text", { class: "y", x: MARGIN.left - 7, y: y + 4 }, text),
        ];
      }),
      svg("text", { x: 4, y: 14 }, `↑ ${axisName(knobs[1])}`),
      svg("text", { class: "y", x: width - MARGIN.right, y: 14 }, `${axisName(knobs[0])} →`),
    );
  };

  new ResizeObserver(() => {
    const now = Math.round(stage.clientWidth);
    if (now === width || now === 0) return;
    width = now;
    height = Math.round(Math.min(420, 0.72 * width));
    set(stage, { viewBox: `0 0 ${width} ${height}`, height });
    paint();
    paintMark();
  }).observe(stage);
  stage.addEventListener("click", ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    const part = (value: number): number => Math.max(0, Math.min(1, value));
    onPlace(
      part((clientX - left - MARGIN.left) / (width - MARGIN.left - MARGIN.right)),
      part((top + height - MARGIN.bottom - clientY) / (height - MARGIN.top - MARGIN.bottom)),
    );
  });

  return {
    element,
    draw: (picture) => {
      shown = picture;
      paint();
      paintMark();
    },
    mark: (at, text) => {
      marked = { at, text };
      if (shown) set(stage, { "aria-label": described(shown, at, text) });
      paintMark();
    },
  };
}

/** The symbol of a knob with its unit. */
export const axisName = ({ symbol, unit }: Knob<string>): string =>
  `${symbol.replace("_", "")}${unit ? ` (${unit})` : ""}`;

function described(
  { axes: [across, up], isMode, values }: MapPicture,
  at: readonly number[],
  text: string,
): string {
  const range = ({ symbol, name, min, max }: Knob<string>): string =>
    `${symbol.replace("_", "")}, ${name}, from ${min} to ${max}`;
  const parts = isMode
    ? ` ${CURRENT_MODES.flatMap((mode, k) => {
        const share = values.filter((value) => value === k).length / values.length;
        return share > 0 ? [`${mode} in ${Math.round(100 * share)} %`] : [];
      }).join(", ")}.`
    : "";
  return `Map over ${range(across)}, and ${range(up)}.${parts} At ${at.join(", ")}: ${text}.`;
}

/** For every pixel the computed place nearest to it, or −1. */
function nearestPlaces({ count, has }: MapPicture): Int32Array {
  const found = new Int32Array(count * count).fill(-1);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < count; i++) {
      for (const step of STEPS) {
        const place = Math.round(j / step) * step * count + Math.round(i / step) * step;
        if (!has(place)) continue;
        found[j * count + i] = place;
        break;
      }
    }
  }
  return found;
}

/** Paints the pixels; returns what their colours mean. */
function coloured(canvas: HTMLCanvasElement, picture: MapPicture, found: Int32Array): (Node | string)[] {
  const { count, values, isMode, scale, unit } = picture;
  set(canvas, { width: count, height: count });
  const context = canvas.getContext("2d");
  if (!context) return [];
  const pixels = context.createImageData(count, count);
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const most = Math.max(-low, high) || 1;
  const signed = low < -1e-3 * most;
  const colours = isMode ? CURRENT_MODES.map((mode) => MODE_COLOURS[mode]) : signed ? SIGNED : GROWING;
  const table = tableOf(colours, isMode);
  const from = signed ? -most : 0;
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < count; i++) {
      const place = found[j * count + i];
      if (place < 0 || Number.isNaN(values[place])) continue;
      const part = isMode
        ? values[place]
        : Math.round(((values[place] - from) / (most - from)) * (SHADES - 1));
      const at = 4 * ((count - 1 - j) * count + i);
      pixels.data.set(table[part] ?? table[0], at);
    }
  }
  context.putImageData(pixels, 0, 0);
  if (isMode) {
    const seen = CURRENT_MODES.filter((_, k) => values.includes(k));
    return seen.map((mode) =>
      html("span", {}, html("i", { style: `background:${MODE_COLOURS[mode]}` }), ` ${MODE_WORDS[mode]}`),
    );
  }
  const say = (value: number): string => numberText(value / scale, 3);
  return [
    say(from),
    html("i", { class: "bar", style: `background:linear-gradient(to right,${colours.join(",")})` }),
    `${say(most)} ${unit}`.trim(),
  ];
}

const SHADES = 256;

/** Red, green, blue and opacity: of each colour, or of as many shades between them. */
function tableOf(colours: readonly string[], exactly: boolean): number[][] {
  const blend = scaleLinear<string>()
    .domain(colours.map((_, k) => k / (colours.length - 1)))
    .range(colours as string[]);
  const parts = exactly
    ? colours.map((_, k) => k / (colours.length - 1))
    : Array.from({ length: SHADES }, (_, k) => k / (SHADES - 1));
  return parts.map((part) => [...(blend(part).match(/\d+/g) ?? []).map(Number), 255]);
}

/** The pixels of one doubt as a path, those beside each other in one piece. */
function runs(
  { count, doubts }: MapPicture,
  found: Int32Array,
  doubt: number,
  { x, y, height }: { x: number; y: number; height: number },
  w: number,
  h: number,
): string {
  let path = "";
  for (let j = 0; j < count; j++) {
    let from = -1;
    for (let i = 0; i <= count; i++) {
      const place = i < count ? found[j * count + i] : -1;
      const is = place >= 0 && doubts[place] === doubt;
      if (is && from < 0) from = i;
      if (is || from < 0) continue;
      const [left, top] = [(x + from * w).toFixed(1), (y + height - (j + 1) * h).toFixed(1)];
      path += `M${left} ${top}h${((i - from) * w).toFixed(1)}v${h.toFixed(1)}h${((from - i) * w).toFixed(1)}z`;
      from = -1;
    }
  }
  return path;
}

/** Where an axis has its numbers, as parts of its length. */
function ticksOf(knob: Knob<string>): [number, string][] {
  if (knob.logarithmic) {
    return [0, 1, 2, 3].map((k): [number, string] => {
      const value = Number((knob.max * 10 ** (k - 3)).toPrecision(3));
      return [axisPart(knob, value), String(value)];
    });
  }
  const scale = scaleLinear([knob.min, knob.max], [0, 1]);
  return scale.ticks(5).map((tick): [number, string] => [scale(tick), scale.tickFormat(5)(tick)]);
}
