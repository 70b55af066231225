// A drawing of src/figures as SVG in the colours of the page: the same picture as in the notebooks, quick enough to turn.
import { CANVAS, type Layer } from "../../figures/drawing";
import type { Panel } from "../../figures/graph-drawing";
import { svg } from "./dom";
import { pageColour } from "./explorer-style";

/** What the marks of a drawing have, as far as they have it. */
interface Mark {
  readonly type: "line" | "point" | "rule" | "rect" | "text";
  readonly color?: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly strokeDash?: readonly number[];
  readonly shape?: "circle" | "triangle";
  /** in square pixels */
  readonly size?: number;
  readonly angle?: number;
  readonly cornerRadius?: number;
  readonly fontSize?: number;
  readonly fontWeight?: string;
}

interface Row {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly label: string;
}

/** The layers of a panel, one over the other. */
export function painted({ layer, width, height }: Pick<Panel, "layer" | "width" | "height">): SVGElement[] {
  const across = (x: number): number => (width * (x - CANVAS.x[0])) / (CANVAS.x[1] - CANVAS.x[0]);
  const down = (y: number): number => (height * (CANVAS.y[1] - y)) / (CANVAS.y[1] - CANVAS.y[0]);
  return layer.flatMap(({ data, mark }) => marks(mark as unknown as Mark, rowsOf(data, across, down)));
}

function rowsOf(
  { values }: Layer["data"],
  across: (x: number) => number,
  down: (y: number) => number,
): Row[] {
  return (values as unknown as Row[]).map((row) => ({
    ...row,
    x: across(row.x),
    y: down(row.y),
    x2: across(row.x2),
    y2: down(row.y2),
  }));
}

function marks(mark: Mark, rows: readonly Row[]): SVGElement[] {
  const colour = pageColour(mark.color ?? mark.fill ?? "none");
  const { size = 0, strokeWidth, strokeDash, angle = 0 } = mark;
  switch (mark.type) {
    case "line": {
      const d = `M${rows.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}`;
      if (mark.fill) return [svg("path", { d: `${d}Z`, fill: colour })];
      return [svg("path", { d, fill: "none", stroke: colour, "stroke-width": strokeWidth })];
    }
    case "point":
      return rows.map(({ x, y }) => {
        if (mark.shape === "circle") {
          const look = {
            fill: colour,
            stroke: pageColour(mark.stroke ?? "none"),
            "stroke-width": strokeWidth,
          };
          return svg("circle", { cx: x, cy: y, r: Math.sqrt(size / Math.PI), ...look });
        }
        const [half, high] = [Math.sqrt(size) / 2, Math.sqrt(3 * size) / 4];
        const d = `M0 ${-high}L${-half} ${high}H${half}Z`;
        return svg("path", { d, fill: colour, transform: `translate(${x} ${y})rotate(${angle})` });
      });
    case "rule":
      return rows.map(({ x, y, x2, y2 }) => {
        const look = {
          stroke: colour,
          "stroke-width": strokeWidth,
          "stroke-dasharray": strokeDash?.join(" "),
        };
        return svg("line", { x1: x, y1: y, x2, y2, ...look });
      });
    case "rect":
      return rows.map(({ x, y, x2, y2 }) => {
        const place = {
          x: Math.min(x, x2),
          y: Math.min(y, y2),
          width: Math.abs(x2 - x),
          height: Math.abs(y2 - y),
        };
        const box = { ...place, rx: mark.cornerRadius };
        const tint = svg("rect", {
          ...box,
          fill: colour,
          "fill-opacity": 0.22,
          stroke: colour,
          "stroke-width": 2,
        });
        return svg("g", {}, svg("rect", { ...box, fill: "var(--paper)" }), tint);
      });
    case "text":
      return rows.map(({ x, y, label }) => {
        const fill = mark.color === "white" ? "var(--ink)" : colour; // on a bath, which is but tinted here
        const look = { fill, "font-size": mark.fontSize, "font-weight": mark.fontWeight };
        return svg("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central", ...look }, label);
      });
  }
}
