// The drawing of a graph under the reader's hand: what a click and a drag mean, and what of it is chosen.
import { CANVAS, type Point } from "../../figures/drawing";
import { painted } from "./canvas";
import { set, svg } from "./dom";
import { type Chosen, chosenAt } from "./graph-edit";
import { type GraphPoint, graphPicture, graphText, type OpenGraph } from "./graph-point";

/** The drawing. */
export interface HandDrawing {
  readonly element: SVGSVGElement;
  /** Returns what the widest arrows stand for, if there are any. */
  readonly show: (graph: OpenGraph, point: GraphPoint, chosen: Chosen | undefined) => string;
  /** Shows what is chosen. */
  readonly mark: (chosen: Chosen | undefined) => void;
  /** Whether the graph can be changed. */
  readonly open: (on: boolean) => void;
}

/** What a hand does. */
export interface HandEvents {
  readonly onChoose: (chosen: Chosen | undefined) => void;
  readonly onSite: (place: Point) => void;
  readonly onMove: (site: number, place: Point) => void;
  readonly onJoin: (from: number, to: number) => void;
}

/** A pointer that has moved less, on the canvas, has stayed where it was. */
const STILL = 0.08;
const ACROSS = CANVAS.x[1] - CANVAS.x[0];

/** Builds the drawing. */
export function createHandDrawing({ onChoose, onSite, onMove, onJoin }: HandEvents): HandDrawing {
  const element = svg("svg", { class: "graph", role: "img" });
  const thread = svg("line", { class: "thread" });
  let graph: OpenGraph | undefined;
  let isOpen = false;
  let held: { readonly from: Point; readonly site?: number } | undefined;

  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const { width: w, height: h } = element.viewBox.baseVal;
    const unit = (ACROSS / w) * Math.max(w / width, h / height); // the drawing is as large as fits
    return { x: unit * (clientX - left - width / 2), y: -unit * (clientY - top - height / 2) };
  };
  const pixelOf = ({ x, y }: Point): Point => {
    const { width: w, height: h } = element.viewBox.baseVal;
    return { x: w / 2 + (x * w) / ACROSS, y: h / 2 - (y * w) / ACROSS };
  };
  const pixelOfSite = (site: number): Point => {
    const [x, y] = graph?.model.positions?.[site - 1] ?? [0, 0];
    return pixelOf({ x, y });
  };
  const letGo = (): typeof held => {
    const before = held;
    held = undefined;
    thread.remove();
    return before;
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !graph) return;
    const from = placeOf(event);
    held = { from, site: chosenAt(graph.model, from)?.site };
    if (isOpen) element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (held?.site === undefined || !isOpen) return;
    const [from, to] = [pixelOfSite(held.site), pixelOf(placeOf(event))];
    set(thread, { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
    if (!thread.isConnected) element.append(thread);
  });
  element.addEventListener("pointerup", (event) => {
    const began = letGo();
    if (!began || !graph) return;
    const place = placeOf(event);
    const here = chosenAt(graph.model, place);
    const { site } = began;
    if (Math.hypot(place.x - began.from.x, place.y - began.from.y) < STILL) {
      if (here || !isOpen) onChoose(here);
      else onSite(place);
    } else if (isOpen && site !== undefined) {
      if (here?.site === undefined || here.site === site) onMove(site, place);
      else onJoin(site, here.site);
    }
  });
  element.addEventListener("pointercancel", letGo);

  const mark = (chosen: Chosen | undefined): void => {
    element.querySelector(".chosen")?.remove();
    if (!chosen || !graph) return;
    if (chosen.site !== undefined) {
      const { x, y } = pixelOfSite(chosen.site);
      element.append(svg("circle", { class: "chosen", cx: x, cy: y, r: 20 }));
      return;
    }
    const { from, to } = graph.model.bonds[chosen.bond - 1];
    const [a, b] = [pixelOfSite(from), pixelOfSite(to)];
    const part = Math.min(0.4, 18 / Math.hypot(b.x - a.x, b.y - a.y)); // between the sites
    const [dx, dy] = [part * (b.x - a.x), part * (b.y - a.y)];
    element.append(svg("line", { class: "chosen", x1: a.x + dx, y1: a.y + dy, x2: b.x - dx, y2: b.y - dy }));
  };
  return {
    element,
    mark,
    show: (shown, point, chosen) => {
      graph = shown;
      const picture = graphPicture(shown, point);
      set(element, {
        viewBox: `0 0 ${picture.width} ${picture.height}`,
        "aria-label": graphText(shown, point),
      });
      element.replaceChildren(...painted(picture));
      mark(chosen);
      return typeof picture.title === "string" ? "" : picture.title.subtitle;
    },
    open: (on) => {
      isOpen = on;
      letGo();
      element.classList.toggle("drawn", on);
    },
  };
}
