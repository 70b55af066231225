// Contrast as WCAG 2 has it, of colours as they are and as a dark page turns them.
import { BOOK_STYLE } from "../../src/book/book-style";

type Colour = readonly [number, number, number];
type Matrix = readonly [Colour, Colour, Colour];

/** #RRGGBB as three numbers from 0 to 1. */
export const rgb = (hex: string): Colour =>
  [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as unknown as Colour;

/** (L₁ + 0.05)/(L₂ + 0.05), L the relative luminance. */
export function contrast(a: Colour, b: Colour): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

function luminance(colour: Colour): number {
  const [r, g, b] = colour.map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const times = (matrix: Matrix, colour: Colour): Colour =>
  matrix.map((row) => row.reduce((sum, k, i) => sum + k * colour[i], 0)) as unknown as Colour;
const mapped = (colour: Colour, change: (part: number, i: number) => number): Colour =>
  colour.map((part, i) => Math.min(1, Math.max(0, change(part, i)))) as unknown as Colour;

// Filter Effects Module Level 1, 9.7 and 9.8
const hueRotate = (degrees: number): Matrix => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [
    [0.213 + c * 0.787 - s * 0.213, 0.715 - c * 0.715 - s * 0.715, 0.072 - c * 0.072 + s * 0.928],
    [0.213 - c * 0.213 + s * 0.143, 0.715 + c * 0.285 + s * 0.14, 0.072 - c * 0.072 - s * 0.283],
    [0.213 - c * 0.213 - s * 0.787, 0.715 - c * 0.715 + s * 0.715, 0.072 + c * 0.928 + s * 0.072],
  ];
};
const saturate = (s: number): Matrix => [
  [0.213 + 0.787 * s, 0.715 - 0.715 * s, 0.072 - 0.072 * s],
  [0.213 - 0.213 * s, 0.715 + 0.285 * s, 0.072 - 0.072 * s],
  [0.213 - 0.213 * s, 0.715 - 0.715 * s, 0.072 + 0.928 * s],
];

/** What a dark page makes of a colour in a figure: the filters of the style sheet one by one, then its blending. */
export function onDarkPage(colour: Colour): Colour {
  const [, filters] = /^ {2}\.picture \{ filter: ([^;]+); mix-blend-mode: screen; \}/m.exec(BOOK_STYLE) ?? [];
  const paper = rgb([...BOOK_STYLE.matchAll(/--paper: (#[0-9a-f]{6})/g)][1][1]);
  const turned = [...filters.matchAll(/([a-z-]+)\(([\d.]+)(?:deg)?\)/g)].reduce((now, [, name, amount]) => {
    const by = Number(amount);
    if (name === "invert") return mapped(now, (part) => by * (1 - part) + (1 - by) * part);
    if (name === "brightness") return mapped(now, (part) => by * part);
    if (name === "hue-rotate") return mapped(times(hueRotate(by), now), (part) => part);
    if (name === "saturate") return mapped(times(saturate(by), now), (part) => part);
    throw new Error(`a filter that this test does not know: ${name}`);
  }, colour);
  return mapped(turned, (part, i) => 1 - (1 - part) * (1 - paper[i]));
}
