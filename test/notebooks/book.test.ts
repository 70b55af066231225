import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { LedgerEntry } from "../../src/claims/claim";
import { replaceFolder } from "../../src/notebook/book/folder";
import { frontPage } from "../../src/notebook/book/front";
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

test("the front page counts what the paper says and what it leaves open apart, and tells our readings", () => {
  const entry = (id: string, group: string, verdict: string) =>
    ({
      id,
      group,
      verdict,
      title: id,
      statement: id,
      place: "Section 1",
      notebook: { file: "a.ipynb" },
    }) as unknown as LedgerEntry;
  const html = frontPage(
    [],
    [
      entry("1a", "minimality", "replicated"),
      { ...entry("7f", "equation", "open"), reading: "fast: a large ω_c", note: "it depends" },
      entry("14c", "outlook", "not"),
    ],
  );
  expect(html).toContain("the 2 things that the paper says: <strong>✓ 1 replicated, ○ 1 open</strong>");
  expect(html).toContain("asked in 1 ways: <strong>✗ 1 not</strong>");
  expect(html).toContain("Open. Section 1. Our reading: fast: a large ω_c. It depends.");
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
      const there = file ? readFileSync(join(folder, file), "utf8") : html;
      if (section) expect(there.includes(`id="${section}"`), `${page} → ${target}`).toBe(true);
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

test("formulas are typeset with MathML beside, code is highlighted and escaped, headings become sections", () => {
  const { title, sections, html } = chapterOf("# Title\n\n## One part\n\n$E = mc^2$");
  expect(title).toBe("Title");
  expect(sections).toEqual([{ id: "one-part", title: "One part", level: 2 }]);
  expect(html).toContain('<span class="katex-html" aria-hidden="true">');
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

test("a picture is one image to assistive technology: its parts say nothing by themselves", () => {
  const svg =
    '<svg role="img" aria-label="all"><g role="graphics-object" aria-roledescription="group"><path d="M0"/></g></svg>';
  const data = { "image/svg+xml": svg, "text/plain": "x" };
  const { html } = chapterOf("# T", [{ output_type: "display_data", data, metadata: {} }]);
  expect(html).toContain('<svg role="img" aria-label="all"><g><path d="M0"/></g></svg>');
});

test("a figure of the paper is known by its number, with the section that it stands in", () => {
  const data = { "image/svg+xml": "<svg></svg>", "text/plain": "Figure 7. What it shows." };
  const { figures } = chapterOf("# T\n\n## The part", [{ output_type: "display_data", data, metadata: {} }]);
  expect(figures).toEqual([
    { number: 7, svg: "<svg></svg>", caption: "Figure 7. What it shows.", section: "the-part" },
  ]);
});

test("a book replaces an earlier book, pages that are no more included", () => {
  const folder = join(temporaryFolder(), "book");
  writeBook(notebooks.slice(0, 2), folder);
  writeBook(notebooks.slice(0, 1), folder);
  expect(existsSync(join(folder, "01-model.html"))).toBe(true);
  expect(existsSync(join(folder, "02-minimality.html"))).toBe(false);
});

test("a folder that holds something else is left alone", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "thesis.tex"), "years of work");
  expect(() => writeBook(notebooks.slice(0, 1), folder)).toThrow(
    /^.* holds something other than a book: name a new or an empty folder with --out$/,
  );
  expect(readdirSync(folder)).toEqual(["thesis.tex"]);
});

test("a book that cannot be completed leaves the earlier one, and no half of itself", () => {
  const parent = temporaryFolder();
  const folder = join(parent, "book");
  writeBook(notebooks.slice(0, 1), folder);
  const before = readFileSync(join(folder, "index.html"), "utf8");
  expect(() =>
    replaceFolder(folder, "index.html", (empty) => {
      writeFileSync(join(empty, "index.html"), "half");
      throw new Error("no more");
    }),
  ).toThrow("no more");
  expect(readFileSync(join(folder, "index.html"), "utf8")).toBe(before);
  expect(readdirSync(parent)).toEqual(["book"]);
});

test("a folder that cannot be written is one line that names it", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  expect(() => writeBook(notebooks.slice(0, 1), join(file, "book"))).toThrow(
    /book: cannot be written \(E[A-Z]+\); make it writable, or name another with --out$/,
  );
});

test("spin-ring book --serve on a port that is taken is one line", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const main = join(root, "dist", "cli", "main.js");
  const out = join(temporaryFolder(), "book");
  const args = [main, "book", "--serve", "--port", String(port), "--out", out];
  const { status, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root }).then(
    () => ({ status: 0, stderr: "" }),
    (error) => ({ status: error.code, stderr: error.stderr }),
  );
  server.close();
  expect([status, stderr]).toEqual([1, `port ${port} is taken: choose another with --port\n`]);
});
