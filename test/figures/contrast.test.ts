// What is drawn stands out from what it is drawn on, in the light and in the dark.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CURRENT_LINES } from "../../src/figures/current-figure";
import { DOUBTFUL, NOT_COMPUTED } from "../../src/figures/remarks";
import {
  COLOURS,
  GREY,
  INVERTED_TINT,
  LEVELS,
  LINES,
  MODE_COLOURS,
  MODE_TINTS,
  SHADES,
} from "../../src/figures/theme";
import { sizeStyle } from "../../src/paper/larger-ring-figures";
import { readNotebook } from "../../src/runner/ipynb";
import { contrast, onDarkPage, rgb } from "../support/contrast";

const WHITE = "#FFFFFF";
const colours = (looks: readonly { readonly colour: string }[]) => looks.map(({ colour }) => colour);
const tints = [WHITE, ...Object.values(MODE_TINTS), DOUBTFUL, NOT_COMPUTED];

const drawn: [string, readonly string[], readonly string[]][] = [
  ["currents on the shading of the modes", colours(CURRENT_LINES), tints],
  ["quantities", Object.values(COLOURS), tints],
  ["levels on the shading of inversions", colours(LEVELS), [...tints, INVERTED_TINT]],
  ["lines without a meaning of their own", colours(LINES), tints],
  ["arrows of the modes", Object.values(MODE_COLOURS), tints],
  ["curves of several fields", Object.values(SHADES).flat(), [WHITE]],
  ["curves of several rings", colours([0, 1, 2, 3, 4].map(sizeStyle)), [WHITE]],
  ["frames and the line at zero", [GREY], tints],
];

test.each(drawn)("%s: three to one on every ground", (_, lines, grounds) => {
  for (const line of lines)
    for (const ground of grounds) {
      expect(contrast(rgb(line), rgb(ground)), `${line} on ${ground}`).toBeGreaterThanOrEqual(3);
      const [dark, page] = [onDarkPage(rgb(line)), onDarkPage(rgb(ground))];
      expect(contrast(dark, page), `${line} on ${ground}, on a dark page`).toBeGreaterThanOrEqual(3);
    }
});

test("white words on baths, and the words of a mode on its tint, can be read", () => {
  for (const bath of [COLOURS.hot, COLOURS.cold])
    expect(contrast(rgb(WHITE), rgb(bath))).toBeGreaterThan(4.5);
  for (const mode of ["clockwise", "counterclockwise", "parallel", "none"] as const)
    expect(contrast(rgb(MODE_COLOURS[mode]), rgb(MODE_TINTS[mode])), mode).toBeGreaterThan(3);
});

test("contrast is WCAG's: 21 between black and white, 4.54 between #767676 and white", () => {
  expect(contrast(rgb("#000000"), rgb(WHITE))).toBeCloseTo(21, 10);
  expect(contrast(rgb("#767676"), rgb(WHITE))).toBeCloseTo(4.54, 2);
});

/** The colours of marks, and of the scales that give them theirs, in a committed figure. */
function coloursOf(view: Readonly<Record<string, unknown>>): string[] {
  const { mark, encoding, ...rest } = view;
  const isLine = /^(line|rule|point)$/.test(String(Object(mark).type)) && Object(mark).color !== "white";
  const found = isLine
    ? [Object(mark).color, ...[Object(Object(Object(encoding).color).scale).range].flat()]
    : [];
  const inner = ["layer", "hconcat", "vconcat", "concat"].flatMap((key) => [rest[key] ?? []].flat());
  const colours = found.filter((each) => /^#\w{6}$/.test(String(each)));
  return [...colours, ...inner.flatMap((each) => coloursOf(each as Readonly<Record<string, unknown>>))];
}

test("every line of a chapter stands out from the white of its figure", () => {
  const folder = join(__dirname, "..", "..", "notebooks");
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".ipynb")))
    for (const { data } of readNotebook(join(folder, name)).cells.flatMap(({ outputs }) => outputs ?? []))
      for (const colour of coloursOf(Object(data?.["application/vnd.vegalite.v5+json"])))
        expect(contrast(rgb(colour), rgb(WHITE)), `${name}: ${colour}`).toBeGreaterThanOrEqual(3);
});
