import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderChapter } from "../../src/notebook/book/render";
import { writeBook } from "../../src/notebook/book/write";
import type { Notebook } from "../../src/notebook/ipynb";
import { root, temporaryFolder, writeNotebook } from "./helper";

const notebooks = readdirSync(join(root, "notebooks"))
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => join(root, "notebooks", name));

const chapterOf = (source: string, outputs: Notebook["cells"][0]["outputs"] = []) =>
  renderChapter("name", {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "markdown", metadata: {}, source },
      { cell_type: "code", metadata: {}, source: "const x = 1 < 2;", execution_count: 3, outputs },
    ],
  });

test("every chapter is a page with its pictures, and every link within the book leads somewhere", () => {
  const folder = join(temporaryFolder(), "book");
  writeBook(notebooks, folder);
  const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));
  expect(pages.length).toBe(notebooks.length + 2); // the front page and the explorer
  for (const page of pages) {
    const html = readFileSync(join(folder, page), "utf8");
    expect(html).toContain("<svg role=");
    for (const [, target] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(https:|data:)/.test(target)) continue;
      const [file, section] = target.split("#");
      expect(existsSync(join(folder, file || page)), `${page} → ${target}`).toBe(true);
      if (section) expect(html).toContain(`id="${section}"`);
    }
  }
});

test("a page asks nothing of the network", () => {
  const folder = join(temporaryFolder(), "book");
  writeBook(notebooks, folder);
  for (const page of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
    const html = readFileSync(join(folder, page), "utf8");
    expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)="(https?:)?\/\//);
  }
});

test("formulas become MathML, code is highlighted and escaped, headings become sections", () => {
  const { title, sections, html } = chapterOf("# Title\n\n## One part\n\n$E = mc^2$");
  expect(title).toBe("Title");
  expect(sections).toEqual([{ id: "one-part", title: "One part", level: 2 }]);
  expect(html).toContain("<math");
  expect(html).toContain('<span class="hljs-keyword">const</span>');
  expect(html).toContain("&lt;");
});

test("a live figure keeps its picture and cannot break out of its script", () => {
  const spec = { description: "</script><b>" };
  const data = {
    "application/vnd.vegalite.v5+json": spec,
    "image/svg+xml": "<svg></svg>",
    "text/plain": "x",
  };
  const { html } = chapterOf("# T", [{ output_type: "display_data", data, metadata: {} }]);
  expect(html).toContain('<div class="picture"><svg></svg></div>');
  const json = /<script type="application\/json">(.*?)<\/script>/.exec(html)?.[1] ?? "";
  expect(JSON.parse(json)).toEqual(spec);
});

test("a formula that cannot be read is an error, not a red stain on the page", () => {
  expect(() => chapterOf("# T\n\n$\\notacommand$")).toThrow();
});

test("a notebook that was never run is refused by name", () => {
  const path = writeNotebook(join(temporaryFolder(), "new.ipynb"), ["1 + 1"]);
  expect(() => writeBook([path], join(temporaryFolder(), "book"))).toThrow(
    /new\.ipynb: has not been executed/,
  );
});
