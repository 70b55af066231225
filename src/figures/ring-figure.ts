// Figure 1: the ring between its baths, and the three ways in which heat can flow around it.
import type { CurrentMode } from "../observables/currents";
import { arc, arrow, layer, onCircle, text } from "./drawing";
import { COLOURS, type DrawingOptions, type Figure, figure, GREY, MODE_COLOURS, widthOf } from "./theme";

/** Sites of a ring of four: 1 left, 2 top, 3 right, 4 bottom, so that growing numbers run clockwise. */
const SITES = [180, 90, 0, -90].map((degrees, l) => ({ ...onCircle(degrees, 1), label: `${l + 1}` }));

/** The ring, its site numbers and the two baths; `between` lies over the ring and under the sites. */
function ringPanel(title: string, scale: number, between: object[], labels: object[]): object {
  const bath = (x: number, label: string, color: string): object[] => [
    layer(
      [{ x: Math.sign(x), y: 0, x2: x - 0.35 * Math.sign(x) }],
      { type: "rule", strokeWidth: 3, strokeDash: [3, 3], color },
      { x2: { field: "x2" } },
    ),
    layer(
      [{ x: x - 0.35, x2: x + 0.35, y: -0.7, y2: 0.7 }],
      { type: "rect", color, cornerRadius: 8 },
      { x2: { field: "x2" }, y2: { field: "y2" } },
    ),
    text([{ x, y: 0, label }], { fontWeight: "bold", color: "white" }),
  ];
  return {
    title,
    width: 480 * scale,
    height: 320 * scale,
    view: { stroke: null },
    layer: [
      ...bath(-2, "T_L", COLOURS.hot),
      ...bath(2, "T_R", COLOURS.cold),
      layer(
        arc(0, 360, 1).map((point, order) => ({ ...point, order })),
        { type: "line", color: GREY, strokeWidth: 2 },
        { order: { field: "order" } },
      ),
      ...between,
      layer(SITES, {
        type: "point",
        shape: "circle",
        filled: true,
        size: 900 * scale,
        fill: "white",
        stroke: COLOURS.ink,
        strokeWidth: 1.5,
        opacity: 1,
      }),
      text(SITES, { fontSize: 15 * Math.sqrt(scale) }),
      ...labels,
    ],
  };
}

function modePanel(mode: Exclude<CurrentMode, "none">, scale: number): object {
  const upper = mode === "counterclockwise" ? arc(20, 160, 1.22) : arc(160, 20, 1.22);
  const lower = mode === "clockwise" ? arc(-20, -160, 1.22) : arc(-160, -20, 1.22);
  const colour = MODE_COLOURS[mode];
  return ringPanel(mode, scale, [...arrow(upper, colour), ...arrow(lower, colour)], []);
}

/**
 * Figure 1 of the paper: (a) the ring of four spins with its fields and baths, (b) the three heat-current modes.
 *
 * @example await show(ringFigure())
 */
export function ringFigure(options: DrawingOptions = {}): Figure {
  const scale = (options.width ?? 480) / 480; // three small ones take the whole width
  const labels = [
    text([
      { x: 0, y: 1.4, label: "field h₂" },
      { x: 1.25, y: 0.62, label: "field h₃" },
      { x: -1.05, y: 0.95, label: "upper branch" },
      { x: -1.05, y: -0.95, label: "lower branch" },
      { x: 0, y: 0.3, label: "on every bond:" },
      { x: 0, y: 0.05, label: "exchange J" },
      { x: 0, y: -0.2, label: "interaction Δ" },
    ]),
  ];
  const modes = (["counterclockwise", "parallel", "clockwise"] as const).map((mode) =>
    modePanel(mode, (scale * widthOf(3, 10)) / 480),
  );
  const description =
    "Figure 1. (a) Four spins in a ring, numbered clockwise from the left. A hot bath touches site 1, a cold bath site 3; local fields act on sites 2 and 3. (b) The three ways heat can flow: counterclockwise in both branches, parallel from the left to the right bath in both, or clockwise in both.";
  return figure(
    { description, ...options },
    {
      vconcat: [
        ringPanel("(a) the ring between its baths", scale, [], labels),
        { title: "(b) three modes of the heat current", hconcat: modes, spacing: 10 },
      ],
      spacing: 20,
      center: true,
      resolve: { scale: { x: "independent", y: "independent" } },
    },
  );
}
