// A model as a picture: sites on a circle, bonds between them, fields, and the baths outside.

import type { Bath } from "../baths/bath";
import { isRing, type SpinModel } from "../model/model";
import { arc, layer, onCircle, type Point, text, textBeside } from "./drawing";
import { COLOURS } from "./theme";

/** The polar angle of a site in degrees: site 1 on the left, growing numbers clockwise. */
export const siteAngle = (model: SpinModel, site: number): number => 180 - (360 * (site - 1)) / model.sites;

/** The model on one canvas; `between` lies over the bonds and under the sites. */
export function graphPanel(
  title: string,
  model: SpinModel,
  baths: readonly Bath[],
  between: readonly object[] = [],
  width = 408,
): object {
  const crowd = model.sites > 8 ? 8 / model.sites : 1;
  const places = Array.from({ length: model.sites }, (_, l) => ({
    ...onCircle(siteAngle(model, l + 1), 1),
    label: `${l + 1}`,
  }));
  return {
    title,
    width,
    height: (2 * width) / 3,
    view: { stroke: null },
    layer: [
      ...baths.flatMap((bath) => bathShape(model, bath, baths)),
      ...bondLines(model, places),
      ...between,
      layer(places, {
        type: "point",
        shape: "circle",
        filled: true,
        size: 620 * crowd,
        fill: "white",
        stroke: COLOURS.ink,
        strokeWidth: 1.5,
        opacity: 1,
      }),
      text(places, { fontSize: 14 * Math.sqrt(crowd) }),
      ...fieldLabels(model),
    ],
  };
}

function bondLines(model: SpinModel, places: readonly Point[]): object[] {
  const look = { type: "line", color: "#BBBBBB", strokeWidth: 2 };
  const order = { order: { field: "order" } };
  const ordered = (points: readonly Point[]): object[] => points.map((point, i) => ({ ...point, order: i }));
  if (isRing(model)) return [layer(ordered(arc(0, 360, 1)), look, order)];
  return model.bonds.map(({ from, to }) => layer(ordered([places[from - 1], places[to - 1]]), look, order));
}

function fieldLabels(model: SpinModel): object[] {
  const labels = model.fields.flatMap((field, l) =>
    field === 0 ? [] : [{ ...onCircle(siteAngle(model, l + 1), 0.76), label: `h ${short(field)}` }],
  );
  return model.sites <= 12 ? textBeside(labels, "inside", { fontSize: 11 }) : [];
}

/** hot, cold, or neither where all are equally warm or others are warmer and colder */
function warmth(bath: Bath, baths: readonly Bath[]): { colour: string; ink: string } {
  const temperatures = baths.map(({ temperature }) => temperature);
  const [low, high] = [Math.min(...temperatures), Math.max(...temperatures)];
  if (bath.temperature === low && low < high) return { colour: COLOURS.cold, ink: COLOURS.ink };
  if (bath.temperature === high && low < high) return { colour: COLOURS.hot, ink: "white" };
  return { colour: "#BBBBBB", ink: COLOURS.ink };
}

function bathShape(model: SpinModel, bath: Bath, baths: readonly Bath[]): object[] {
  const { colour, ink } = warmth(bath, baths);
  const angle = siteAngle(model, bath.site);
  const [inner, outer] = [onCircle(angle, 1), onCircle(angle, 1.9)];
  const here = baths.filter(({ site }) => site === bath.site);
  const place = here.indexOf(bath) - (here.length - 1) / 2; // several baths of a site stand beside each other
  const upright = Math.abs(outer.x) < 1;
  const centre = {
    x: outer.x + (upright ? 0.9 * place : 0),
    y: Math.max(-1.35, Math.min(1.35, outer.y)) - (upright ? 0 : 0.55 * place), // the canvas is wider than high
  };
  return [
    layer(
      [{ ...inner, x2: centre.x, y2: centre.y }],
      { type: "rule", strokeWidth: 3, strokeDash: [3, 3], color: colour },
      { x2: { field: "x2" }, y2: { field: "y2" } },
    ),
    layer(
      [{ x: centre.x - 0.38, x2: centre.x + 0.38, y: centre.y - 0.22, y2: centre.y + 0.22 }],
      { type: "rect", color: colour, cornerRadius: 7 },
      { x2: { field: "x2" }, y2: { field: "y2" } },
    ),
    text([{ ...centre, label: `T = ${short(bath.temperature)}` }], { fontWeight: "bold", color: ink }),
  ];
}

/** A parameter in a few digits. */
export const short = (value: number): string => String(Number(value.toPrecision(4))).replace("-", "−");
