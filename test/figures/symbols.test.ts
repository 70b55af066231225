// No raw name is shown: not j_u, E3, heatUpper, but jᵤ, E₃ and words; and every figure fits on a phone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { barFigure } from "../../src/figures/bar-figure";
import { lineFigure } from "../../src/figures/line-figure";
import { PHONE } from "../../src/figures/narrow";
import { stateFigure } from "../../src/figures/state-figure";
import { sweepFigure } from "../../src/figures/sweep-figure";
import { indicesInHtml, symbols, symbolsInHtml, withIndices } from "../../src/figures/symbols";
import type { Figure } from "../../src/figures/theme";
import { figureSvg, phoneSvg } from "../../src/node/svg";
import { linspace } from "../../src/numerics/extrema";
import type { LedgerEntry } from "../../src/paper/claim";
import { paperWorld, stateIn } from "../../src/paper/world";
import { readNotebook, sourceOf } from "../../src/runner/ipynb";
import { sweep } from "../../src/sweep/sweep";
import { paperRing } from "../support/paper-ring";

test.each([
  ["j_u upper branch", "jᵤ upper branch"],
  ["p_22 > p_11", "p₂₂ > p₁₁"],
  ["T_L − T_R", "Tʟ − Tʀ"],
  ["E_k − E_1 (J)", "Eₖ − E₁ (J)"],
  ["ω_c, p_min", "ωᴄ, pₘᵢₙ"],
  ["fields_2, x_Q, j_, 2_3", "fields_2, x_Q, j_, 2_3"],
])("%s is set as %s", (raw, set) => expect(symbols(raw)).toBe(set));

test("an index can be lowered, also where Unicode has none", () => {
  expect(withIndices(symbols("T_L = 2, j_d"))).toEqual(["T", "L", " = 2, j", "d", ""]);
  expect(withIndices("h₂")).toEqual(["h₂"]);
});

/** A letter with an index that is not set, a Greek letter spelled out. */
const SYMBOL = /(?<![\p{L}\d_])\p{L}_[\da-zA-Z]|(?<![\p{L}\d])[EjhpT]\d|\b(Delta|sigma|omega|gamma)\b/u;
/** A name of the code. */
const NAME = /[a-z]_\d|\p{Ll}{2}\p{Lu}\p{Ll}/u;

const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<(text|title)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , text]) => text.replace(/<[^>]*>/g, ""));

/** Whatever a figure shows or tells at the pointer. */
function wordsOf(value: unknown, key = ""): string[] {
  if (typeof value === "string") return /^(title|subtitle|text)$/.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => wordsOf(each, key));
  if (typeof value !== "object" || value === null) return [];
  const unnamed = key === "tooltip" && "field" in value && !("title" in value) ? [String(value.field)] : [];
  return [...unnamed, ...Object.entries(value).flatMap(([name, each]) => wordsOf(each, name))];
}

const raw = (texts: readonly string[]): string[] =>
  texts.filter((text) => SYMBOL.test(text) || NAME.test(text));

test("raw names are found", () => {
  expect(
    raw(["j_u", "E3 − E2", "heatUpper", "fields_2", "Delta", "jᵤ", "E₃", "N = 4", "4 sites, 2 up"]),
  ).toEqual(["j_u", "E3 − E2", "heatUpper", "fields_2", "Delta"]);
});

const folder = join(__dirname, "..", "..", "notebooks");
const chapters = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
const outputsOf = (name: string) =>
  readNotebook(join(folder, name)).cells.flatMap(({ outputs }) =>
    (outputs ?? []).map(({ data }) => data ?? {}),
  );
const joined = (text: unknown): string => [text ?? ""].flat().join("");
const specOf = (data: Readonly<Record<string, unknown>>) =>
  data["application/vnd.vegalite.v5+json"] as Figure;

describe.each(chapters)("%s", (name) => {
  const outputs = outputsOf(name);
  const figures = outputs.filter(specOf);

  test("no figure and no table shows a raw name", () => {
    const shown = figures.flatMap((data) => [
      ...textsOf(joined(data["image/svg+xml"])),
      ...wordsOf(specOf(data)),
    ]);
    const cells = (tag: string) =>
      outputs.flatMap((data) =>
        [...joined(data["text/html"]).matchAll(new RegExp(`<${tag}\\b[^>]*>(.*?)</${tag}>`, "gs"))].map(
          ([, text]) => text,
        ),
      );
    expect(raw([...shown, ...cells("th"), ...cells("caption")])).toEqual([]);
    expect(cells("td").filter((text) => SYMBOL.test(text))).toEqual([]); // what to type may be the word of a cell
  });

  test("no line that is printed shows one, but for what is to be typed", () => {
    const { cells } = readNotebook(join(folder, name));
    const printed = cells.flatMap(({ outputs = [] }) =>
      outputs.map(({ text, data }) => joined(text) || joined(data?.["text/plain"])),
    );
    const lines = printed.join("\n").split("\n");
    const told = lines.map((line) => line.replace(/\(one of .*|To answer: .*/, ""));
    expect(told.filter((line) => SYMBOL.test(line))).toEqual([]);
  });

  test("no sentence has one outside its formulas", () => {
    const { cells } = readNotebook(join(folder, name));
    const prose = cells
      .filter(({ cell_type }) => cell_type === "markdown")
      .map(sourceOf)
      .join("\n");
    const FORMULA_CODE_OR_LINK = /\$\$.*?\$\$|\$[^$\n]*\$|`[^`]*`|<[^>]*>|\]\([^)]*\)/gs;
    const sentences = prose.replace(FORMULA_CODE_OR_LINK, "").split("\n");
    expect(sentences.filter((line) => SYMBOL.test(line))).toEqual([]);
  });

  test("every figure has an alternative text, and none is wider than the text beside it, or than a phone", async () => {
    for (const data of figures) {
      const { description } = specOf(data);
      expect(description.length).toBeGreaterThan(20);
      const width = (svg: string) => Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
      expect(width(joined(data["image/svg+xml"])), description).toBeLessThanOrEqual(740);
      expect(width(await phoneSvg(specOf(data))), description).toBeLessThanOrEqual(PHONE);
    }
  });
});

test("the sentences of the record are set in full", () => {
  const { claims }: { claims: LedgerEntry[] } = JSON.parse(
    readFileSync(join(folder, "..", "data", "claims.json"), "utf8"),
  );
  const told = claims.flatMap(({ title, statement, note = "", reading = "" }) => [
    title,
    statement,
    note,
    reading,
  ]);
  expect(told.map(symbols).filter((text) => SYMBOL.test(text))).toEqual([]);
  expect(symbolsInHtml("j_T < Q_L")).toBe("j<sub>T</sub> &#60; Q<sub>L</sub>");
});

test("what is drawn of anybody's rows has no raw name either", async () => {
  const state = stateIn(paperWorld, { spinsUp: 2, interaction: 2 });
  const observed = ["heatCurrents", "spinCurrent", "populations", "energies", "ergotropy"] as const;
  const over = { base: paperRing, observe: observed };
  const series = [{ key: "j_u", label: "j_u", colour: "#000000" }];
  const figures = [
    stateFigure(state),
    sweepFigure(await sweep({ ...over, axes: { interaction: linspace(0, 1, 5) } })),
    sweepFigure(await sweep({ ...over, axes: { "fields.2": [1, 2], "baths.1.temperature": [1, 2] } })),
    lineFigure(
      [
        { T_L: 1, j_u: 1 },
        { T_L: 2, j_u: 2 },
      ],
      { description: "a line", x: { key: "T_L", title: "T_L (J)" }, y: { title: "j_u" }, series },
    ),
    barFigure([{ title: "h_2 = 1", rows: [{ level: 1, j_u: 1 }] }], {
      description: "a bar",
      x: { key: "level", title: "E_k" },
      y: { title: "j_u" },
      series,
    }),
  ];
  for (const figure of figures) {
    expect(raw([...textsOf(await figureSvg(figure)), ...wordsOf(figure)])).toEqual([]);
    expect(raw(textsOf(await phoneSvg(figure)))).toEqual([]);
  }
});

test("the words of a page have their indices set, its code, its names and its formulas stay as they are", () => {
  expect(indicesInHtml("<td>h_{l,l+1} = dE_k/dλ, σ⁺_l, j^H_2, e^{iθ}, Tr_B</td>")).toBe(
    "<td>h<sub>l,l+1</sub> = dE<sub>k</sub>/dλ, σ⁺<sub>l</sub>, j<sup>H</sup><sub>2</sub>, e<sup>iθ</sup>, Tr<sub>B</sub></td>",
  );
  const kept = '<a id="T_L">SPIN_RING</a><code>T_L</code><annotation>T_L</annotation>';
  expect(indicesInHtml(kept)).toBe(kept);
});
