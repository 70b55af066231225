// Elements in one line each.
import { symbols, withIndices } from "../../figures/symbols";

type Attributes = Readonly<Record<string, string | number | undefined>>;

const SVG = "http://www.w3.org/2000/svg";

function fill<E extends Element>(
  element: E,
  attributes: Attributes,
  children: readonly (Node | string)[],
): E {
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Sets attributes; undefined removes one. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, String(value));
  }
}

/** An HTML element. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Words with the indices of their symbols lowered: the L of T_L, or Tʟ, is small. */
export const withSymbols = (text: string): (Node | string)[] =>
  pieces(text, (index) => html("sub", {}, index));

/** A symbol, as `T_L`. */
export const symbolHtml = (text: string): HTMLElement => html("i", {}, ...withSymbols(text));

/** The same in SVG. */
export function symbolSvg(text: string): (Node | string)[] {
  const [base, ...rest] = pieces(text, (index) => svg("tspan", { dy: "0.3em", "font-size": "0.7em" }, index));
  return [svg("tspan", { "font-style": "italic" }, base), ...rest];
}

const pieces = (text: string, lowered: (index: string) => Node): (Node | string)[] =>
  withIndices(symbols(text)).flatMap((piece, i) => {
    if (i % 2 === 1) return [lowered(piece)];
    const parts = piece.split(/([₀-₉]+)/);
    return parts.map((part, k) => (k % 2 === 1 ? lowered(part.normalize("NFKC")) : part));
  });

/** Calls back with the size of a drawing in its own units, of which a lecture has fewer: `--zoom` is how large one is. */
export function watchSize(drawing: SVGSVGElement, onSize: (width: number, height: number) => void): void {
  let before = "";
  new ResizeObserver(() => {
    const zoom = zoomOf(drawing);
    const size = [drawing.clientWidth / zoom, drawing.clientHeight / zoom].map(Math.round);
    if (size.join() === before || size[0] === 0) return;
    before = size.join();
    onSize(size[0], size[1]);
  }).observe(drawing);
}

/** How many pixels a unit of a drawing has. */
export const zoomOf = (drawing: Element): number =>
  Number(getComputedStyle(drawing).getPropertyValue("--zoom")) || 1;
