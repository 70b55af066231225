// The ring between its baths, alive: arrows as wide as what flows, heat in the colour of its mode, spin in its own.
import { MODE_WORDS } from "../../figures/theme";
import type { CurrentMode } from "../../observables/currents";
import { bentArrow, straightArrow } from "./arrow";
import { set, svg, symbolSvg } from "./dom";
import type { Parameters } from "./parameters";
import type { Point } from "./point";
import { milliText, plainText } from "./readings";

const SIZE = { width: 560, height: 460 };
const CENTRE: readonly [number, number] = [280, 230];
const RADIUS = 112;
const SITE = 30;
const HEAT_RADIUS = 162;
const SPIN_RADIUS = 58;
/** What the largest current of the curves is drawn with. */
const WIDEST = { heat: 26, spin: 18 };

/** What a full arrow stands for, in J²/ħ and J/ħ. */
export interface ArrowScale {
  readonly heat: number;
  readonly spin: number;
}

/** Draws the ring once; the returned function shows a point on it. */
export function createRing(): {
  readonly element: SVGSVGElement;
  readonly show: (parameters: Parameters, point: Point, scale: ArrowScale) => void;
} {
  const element = svg("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, class: "ring", role: "img" });
  const arrow = (quantity: string): SVGPathElement => svg("path", { class: "arrow", "data-arrow": quantity });
  const arrows = {
    upper: arrow("upper"),
    lower: arrow("lower"),
    left: arrow("left"),
    right: arrow("right"),
    spin: arrow("spin"),
  };
  const number = (
    x: number,
    y: number,
    symbol: string,
    anchor = "middle",
  ): { text: SVGTextElement; value: SVGTSpanElement } => {
    const value = svg("tspan", { class: "number" });
    // the lowered index is lifted again before the number
    const gap = svg("tspan", { dy: symbol.includes("_") ? "-0.2em" : 0 }, " ");
    return { text: svg("text", { x, y, "text-anchor": anchor }, ...symbolSvg(symbol), gap, value), value };
  };
  const labels = {
    upper: number(CENTRE[0], 32, "j_u"),
    lower: number(CENTRE[0], 446, "j_d"),
    left: number(8, 342, "Q_L", "start"),
    right: number(552, 342, "Q_R", "end"),
  };
  const spin = svg("tspan", { x: CENTRE[0], dy: "1.25em", class: "number" });
  const spinLabel = svg(
    "text",
    { x: CENTRE[0], y: CENTRE[1] - 4, "text-anchor": "middle" },
    ...symbolSvg("j_S"),
    spin,
  );
  const baths = [bathShape(8, "T_L"), bathShape(482, "T_R")];
  const fields = [1, 2, 3, 4].map((site) => siteShape(site));
  element.append(
    svg("circle", { cx: CENTRE[0], cy: CENTRE[1], r: RADIUS, class: "bonds" }),
    svg("path", {
      d: `M78 ${CENTRE[1]}H${CENTRE[0] - RADIUS}M482 ${CENTRE[1]}H${CENTRE[0] + RADIUS}`,
      class: "contact",
    }),
    ...baths.map(({ group }) => group),
    ...Object.values(arrows),
    ...fields.map(({ group }) => group),
    ...Object.values(labels).map(({ text }) => text),
    spinLabel,
  );

  const show = (parameters: Parameters, { observed }: Point, scale: ArrowScale): void => {
    const { tl, tr, h2, h3 } = parameters;
    for (const [i, temperature] of [tl, tr].entries()) {
      const other = i === 0 ? tr : tl;
      const warmth = temperature === other ? "equal" : temperature > other ? "hot" : "cold";
      set(baths[i].group, { class: `bath ${warmth}` });
      baths[i].value.textContent = plainText(temperature);
    }
    for (const [i, field] of [0, h2, h3, 0].entries()) {
      fields[i].value.textContent = i === 1 || i === 2 ? `h ${plainText(field)}` : "";
    }
    set(element, { "data-mode": observed?.mode ?? "refused", "aria-label": description(observed?.mode) });
    const values = {
      upper: observed?.heatUpper ?? 0,
      lower: observed?.heatLower ?? 0,
      left: observed?.heatFromLeft ?? 0,
      right: -(observed?.heatFromLeft ?? 0),
      spin: observed?.spinCurrent ?? 0,
    };
    const heat = (value: number): number => width(value, scale.heat, WIDEST.heat);
    set(arrows.upper, { d: branch(values.upper, heat(values.upper), 148, 32) });
    set(arrows.lower, { d: branch(values.lower, heat(values.lower), -32, -148) });
    set(arrows.left, { d: contact(values.left, heat(values.left), 84, 136) });
    set(arrows.right, { d: contact(-values.right, heat(values.right), 424, 476) });
    set(arrows.spin, { d: circle(values.spin, width(values.spin, scale.spin, WIDEST.spin)) });
    for (const [key, { value }] of Object.entries(labels)) {
      value.textContent = observed ? milliText(values[key as keyof typeof labels]) : "–";
    }
    spin.textContent = observed ? milliText(values.spin) : "–";
  };
  return { element, show };
}

function description(mode: CurrentMode | undefined): string {
  const ways = mode === "parallel" ? ", from bath to bath in both branches" : "";
  const flow = mode === undefined ? "no unique steady state" : `${MODE_WORDS[mode]}${ways}`;
  return `Ring of four spins between a left bath at site 1 and a right bath at site 3: ${flow}`;
}

/** At least a hair for anything that flows. */
function width(value: number, full: number, widest: number): number {
  if (value === 0) return 0;
  return Math.max(2, Math.min(1, Math.abs(value) / full) * widest);
}

/** An arrow around the outside of one branch; growing site numbers run from larger to smaller angles. */
function branch(value: number, size: number, from: number, to: number): string {
  if (size === 0) return "";
  const [start, tip] = value > 0 ? [from, to] : [to, from];
  return bentArrow({ centre: CENTRE, radius: HEAT_RADIUS, from: start, to: tip, width: size });
}

function contact(value: number, size: number, from: number, to: number): string {
  if (size === 0) return "";
  const [start, tip] = value > 0 ? [from, to] : [to, from];
  return straightArrow(CENTRE[1], start, tip, size);
}

function circle(value: number, size: number): string {
  if (size === 0) return "";
  const [from, to] = value > 0 ? [75, -225] : [105, 405];
  return bentArrow({ centre: CENTRE, radius: SPIN_RADIUS, from, to, width: size });
}

function bathShape(x: number, symbol: string): { group: SVGGElement; value: SVGTextElement } {
  const middle = x + 35;
  const value = svg("text", { x: middle, y: CENTRE[1] + 26, class: "number", "text-anchor": "middle" });
  const label = svg("text", { x: middle, y: CENTRE[1] - 4, "text-anchor": "middle" }, ...symbolSvg(symbol));
  const box = svg("rect", { x, y: CENTRE[1] - 80, width: 70, height: 160, rx: 12 });
  return { group: svg("g", { class: "bath" }, box, label, value), value };
}

function siteShape(site: number): { group: SVGGElement; value: SVGTextElement } {
  const angle = Math.PI - ((site - 1) * Math.PI) / 2;
  const [x, y] = [CENTRE[0] + RADIUS * Math.cos(angle), CENTRE[1] - RADIUS * Math.sin(angle)];
  const withField = site === 2 || site === 3;
  const name = svg(
    "text",
    { x, y: y + (withField ? 0 : 7), class: "name", "text-anchor": "middle" },
    String(site),
  );
  const value = svg("text", { x, y: y + 18, class: "field", "text-anchor": "middle" });
  const group = svg("g", { class: "site" }, svg("circle", { cx: x, cy: y, r: SITE }), name, value);
  return { group, value };
}
