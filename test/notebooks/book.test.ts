import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ringScript } from "../../src/book/explorer-bundle";
import { replaceFolder } from "../../src/book/folder";
import { frontPage } from "../../src/book/front";
import { renderChapter } from "../../src/book/render";
import { writeBook } from "../../src/book/write";
import type { LedgerEntry } from "../../src/paper/claim";
import type { Notebook } from "../../src/runner/ipynb";
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

test("the front page counts what the paper says and what it expects apart, and tells our readings", async () => {
  const { draw } = await ringScript();
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
      entry("16a", "outlook", "replicated"),
    ],
    draw,
  );
  expect(html).toContain("the 2 things that the paper says: <strong>✓ 1 replicated, ○ 1 open</strong>");
  expect(html).toContain(
    "Asked in 1 ways: <strong>✗ 1 not</strong>. <strong>It does not hold as expected</strong>",
  );
  expect(html).toContain("was followed as well: <strong>✓ 1 replicated</strong>");
  expect(html).toContain("Open. Section 1. Our reading: fast: a large ω<sub>c</sub>. It depends.");
});

test("every chapter is a page with its pictures, and every link within the book leads somewhere", async () => {
  const folder = join(temporaryFolder(), "book");
  await writeBook(notebooks, folder);
  const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));
  const others = ["explorer", "glossary", "index", "lecturers", "licences", "report", "scratch", "whole"];
  const chapters = notebooks.map((path) => basename(path, ".ipynb"));
  const names = [...chapters, ...chapters.map((name) => `${name}.slides`), ...others];
  expect(pages).toEqual(names.map((name) => `${name}.html`).sort());
  for (const page of pages) {
    const html = readFileSync(join(folder, page), "utf8");
    if (!/^(glossary|lecturers|licences|scratch)[.]/.test(page))
      expect(html, page).toMatch(/<svg [^>]*(role|aria-hidden)=/);
    for (const [, target] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(https:|data:)/.test(target)) continue;
      const [file, section] = target.split("#");
      expect(existsSync(join(folder, file || page)), `${page} → ${target}`).toBe(true);
      const there = file ? readFileSync(join(folder, file), "utf8") : html;
      if (section && file !== "explorer.html")
        expect(there.includes(`id="${section}"`), `${page} → ${target}`).toBe(true);
    }
  }
});

test("a page asks nothing of the network", async () => {
  const folder = join(temporaryFolder(), "book");
  await writeBook(notebooks, folder);
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

test("a ring stands where a text has one, with what the text says of it; a point that is none is refused", async () => {
  const source =
    '# T\n\n<div data-explorer="delta=2.19&up=3" data-turn="delta up">\n\nWith *three* up.\n\n</div>';
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: "markdown", metadata: {}, source }],
  };
  const { draw } = await ringScript();
  const { html } = renderChapter("name", notebook, undefined, draw);
  expect(html).toMatch(/<figure[^>]*data-explorer="delta=2.19&#38;up=3" data-turn="delta up">/);
  expect(html).toMatch(/<figcaption>\s*<p>With <em>three<\/em> up\.<\/p>/);
  expect(html).toContain('href="explorer.html#delta=2.19&#38;h2=2&#38;h3=1&#38;');
  expect(html).toMatch(/aria-label="Ring of four spins[^"]*: heat flows clockwise"/);
  expect(chapterOf(source).html).not.toContain("<figure"); // the words alone
  const wrong = (from: string, to: string) => () =>
    renderChapter(
      "name",
      { ...notebook, cells: [{ ...notebook.cells[0], source: source.replace(from, to) }] },
      undefined,
      draw,
    );
  expect(wrong("2.19", "9")).toThrow(
    'data-explorer="delta=9&up=3": delta must be a number from -4 to 4, got 9',
  );
  expect(wrong("delta up", "sites")).toThrow('a ring has no knob "sites": it has delta, h2,');
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

const shown = (data: Record<string, unknown>, source = "# T"): string =>
  chapterOf(source, [{ output_type: "display_data", data, metadata: {} }]).html;
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

test.each<[string, Record<string, unknown>, string]>([
  [
    "a PNG",
    { "image/png": PIXEL, "text/plain": "a dot" },
    `<img src="data:image/png;base64,${PIXEL}" alt="a dot">`,
  ],
  [
    "a JPEG in lines",
    { "image/jpeg": ["AB", "CD\n"] },
    '<img src="data:image/jpeg;base64,ABCD" alt="picture">',
  ],
  [
    "Markdown",
    { "text/markdown": "**b** $x^2$", "text/plain": "b" },
    '<strong>b</strong> <span class="katex">',
  ],
  ["LaTeX", { "text/latex": "$$\\frac12$$" }, '<span class="katex-display">'],
  ["LaTeX that is no formula", { "text/latex": "\\begin{tikzpicture}" }, ">\\begin{tikzpicture}</pre>"],
  ["JSON", { "application/json": { a: [1] }, "text/plain": "[object]" }, "&#34;a&#34;: ["],
  [
    "HTML rather than text",
    { "text/html": "<b>x</b>", "text/plain": "x" },
    '<div class="shown"><b>x</b></div>',
  ],
])("an output that is %s is kept as that", (_, data, html) => expect(shown(data)).toContain(html));

test("colours of a terminal are colours of the page, and its other codes are gone", () => {
  const text = "\x1b[31mred\x1b[0m <plain>\x1b[2K";
  const { html } = chapterOf("# T", [{ output_type: "stream", name: "stdout", text }]);
  expect(html).toContain('<span class="ansi-red-fg">red</span> &lt;plain&gt;</pre>');
  expect(html).not.toContain("\x1b");
});

describe("what a notebook of somebody else brings along", () => {
  const active =
    /<script(?! type="application\/json")|onerror|onload|onclick|javascript:|<iframe|<form|<style|<input/i;
  const attacks = [
    "<script>alert(1)</script><b>kept</b>",
    "<img src=x onerror=alert(1)><b>kept</b>",
    '<a href="javascript:alert(1)">kept</a>',
    "<svg><script>alert(1)</script><text onload=alert(1)>kept</text></svg>",
    '<iframe src="https://example.org"></iframe><b>kept</b>',
    '<form action="https://example.org"><input name="password"></form><b>kept</b>',
    "<style>body { display: none }</style><b>kept</b>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  ];
  test.each(attacks)("can do nothing on a page, as output, picture or text: %s", (html) => {
    for (const page of [
      shown({ "text/html": html }),
      shown({ "image/svg+xml": html }),
      shown({ "text/markdown": html }),
      shown({}, `# T\n\n<div>${html}</div>`),
    ]) {
      expect(page.replace(/"[^"]*"/g, (text) => text.replace(/[<>]/g, ""))).not.toMatch(active);
    }
    if (html.includes("kept")) expect(shown({ "text/html": html })).toContain("kept");
  });

  test("asks nothing of the network and lies over nothing, and its pictures say what is missing", () => {
    const page = shown({
      "text/html": '<p style="position: fixed"><img src="https://example.org/a.png" alt="A">',
    });
    expect(page).not.toMatch(/src=|style=/);
    expect(page).toContain('alt="A (picture: https://example.org/a.png)"');
    expect(shown({}, "# T\n\n![A](https://example.org/a.png)")).toContain(
      "A (picture: https://example.org/a.png)",
    );
  });

  test("cannot pass for a formula, and a formula beside it stays one", () => {
    const page = shown({}, "# T\n\n<details><summary>S</summary>\n\n$x^2$\n\n</details>");
    expect(page).toContain('<details><summary>S</summary>\n<p><span class="katex">');
    expect(page).toContain("<semantics>");
  });
});

test("pictures come along: attached to a cell or beside the notebook, but from nowhere else", () => {
  const parent = temporaryFolder();
  const folder = join(parent, "notebooks");
  mkdirSync(folder);
  for (const place of [folder, parent]) writeFileSync(join(place, "dot.png"), Buffer.from(PIXEL, "base64"));
  symlinkSync(join(parent, "dot.png"), join(folder, "link.png"));
  writeFileSync(join(folder, "key.txt"), "secret");
  const cell = (source: string) => ({
    cell_type: "markdown",
    metadata: {},
    source,
    attachments: { "a b.png": { "image/png": PIXEL } },
  });
  const page = (source: string): string =>
    renderChapter("name", { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell(source)] }, folder)
      .html;
  const kept = ["![d](attachment:a%20b.png)", "![d](dot.png)", '<img src="./dot.png" alt="d">'];
  for (const source of kept) expect(page(source)).toContain(`src="data:image/png;base64,${PIXEL}" alt="d"`);
  const others = [
    "../dot.png",
    join(parent, "dot.png"),
    `file://${folder}/dot.png`,
    "link.png",
    "key.txt",
    "no.png",
  ];
  for (const address of others) {
    for (const source of [`![d](${address})`, `<img src="${address}" alt="d">`]) {
      expect(page(source), source).not.toContain("src=");
      expect(page(source), source).toMatch(/d( \(picture: |\]\(file:)/);
    }
  }
});

test("tags fold the code or the outputs of a cell, or leave the cell out", () => {
  const cells = ["hide-input", "hide-output", "remove-cell"].map((tag) => ({
    cell_type: "code",
    metadata: { tags: [tag] },
    source: `// ${tag}`,
    execution_count: 1,
    outputs: [{ output_type: "stream", name: "stdout", text: `of ${tag}` }],
  }));
  const { html } = renderChapter("name", { nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
  const words = html
    .replace(/<(?!\/?details|\/?summary)[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();
  expect(words).toBe(
    '<details class="folded"><summary>Code</summary>// hide-input</details>of hide-input ' +
      '<details class="source" open><summary>Code</summary>// hide-output</details><details class="folded"><summary>Output</summary>of hide-output</details>',
  );
});

test("a line of code is a box of its own with its colours, and the text of all is the cell's", () => {
  const source = "const a = `two\n  lines`;\n\n/* a\n   remark */";
  const cell = { cell_type: "code", metadata: {}, source, execution_count: 1, outputs: [] };
  const { html } = renderChapter("name", { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] });
  const lines = html.match(/<span class="line".*?(?=<span class="line"|<\/code>)/gs) ?? [];
  expect(lines.map((line) => line.replace(/<[^>]+>/g, "")).join("")).toBe(source);
  for (const line of lines) expect(line.match(/<span/g)?.length).toBe(line.match(/<\/span>/g)?.length);
  expect(lines[1]).toMatch(/--indent: 2"><span class="hljs-string">/);
  expect(lines[4]).toMatch(/--indent: 3"><span class="hljs-comment">/);
});

test("a formula that cannot be read is an error, not a red stain on the page", () => {
  expect(() => chapterOf("# T\n\n$\\notacommand$")).toThrow();
});

test("a notebook that was never run is refused by name", async () => {
  const path = writeNotebook(join(temporaryFolder(), "new.ipynb"), ["1 + 1"]);
  await expect(writeBook([path], join(temporaryFolder(), "book"))).rejects.toThrow(
    /new\.ipynb: has not been executed/,
  );
});

test("a picture is one image to assistive technology: its parts say nothing by themselves", () => {
  const svg =
    '<svg role="img" aria-label="all"><g role="graphics-object" aria-roledescription="group"><path d="M0"/></g></svg>';
  const data = { "image/svg+xml": svg, "text/plain": "x" };
  const { html } = chapterOf("# T", [{ output_type: "display_data", data, metadata: {} }]);
  expect(html).toContain('<svg role="img" aria-label="all"><g><path d="M0"></path></g></svg>');
});

test("what a figure shows is heard once: its caption by itself, of more words the rest with the picture", () => {
  const shown = (words: string, description: string): string => {
    const data = {
      "application/vnd.vegalite.v5+json": { description },
      "image/svg+xml": `<svg role="img" aria-label="${description}"></svg>`,
      "text/plain": words,
    };
    const { html } = chapterOf("# T", [{ output_type: "display_data", data, metadata: {} }]);
    return html.replace(/<script.*?<\/script>|<a .*?<\/a>/gs, "");
  };
  const line = "Figure 3. A line; it rises.";
  expect(shown(line, line)).toContain(
    '<svg aria-hidden="true"></svg></div><figcaption id="fig-1">, Figure 3 of the paper. <span>A line; it rises.</span>',
  );
  expect(
    shown("sweep of 3 points over h_1\nobserved: heat", "sweep of 3 points over h₁; observed: heat"),
  ).toContain(
    '<svg role="img" aria-label="observed: heat"></svg></div><figcaption id="fig-1">. <span>Sweep of 3 points over h₁</span>',
  );
});

test("a figure of the paper is known by its number, with the section that it stands in", () => {
  const data = { "image/svg+xml": "<svg></svg>", "text/plain": "Figure 7. What it shows." };
  const { figures } = chapterOf("# T\n\n## The part", [{ output_type: "display_data", data, metadata: {} }]);
  expect(figures).toEqual([
    { number: 7, svg: "<svg></svg>", caption: "Figure 7. What it shows.", section: "the-part" },
  ]);
});

test("links to the glossary and to other chapters lead to pages of the book, others where they say", () => {
  const links =
    "[g](../docs/glossary.md#observables) [c](00-one-qubit.ipynb) [w](https://a.org/c.ipynb) [d](x.md)";
  const { html } = chapterOf(`# T\n\n${links}`);
  expect([...html.matchAll(/<a href="([^"#][^"]*)"/g)].map(([, address]) => address)).toEqual([
    "glossary.html#observables",
    "00-one-qubit.html",
    "https://a.org/c.ipynb",
    "x.md",
  ]);
});

test("every link of the glossary's page leads somewhere: to the book, or out of it", async () => {
  const folder = join(temporaryFolder(), "book");
  await writeBook(notebooks.slice(0, 1), folder);
  const page = readFileSync(join(folder, "glossary.html"), "utf8");
  for (const [, address] of page.matchAll(/<a [^>]*href="([^"#]+)[^"]*"/g)) {
    if (!address.startsWith("https://")) expect(existsSync(join(folder, address)), address).toBe(true);
  }
});

test("a book replaces an earlier book, pages that are no more included", async () => {
  const folder = join(temporaryFolder(), "book");
  await writeBook(notebooks.slice(0, 2), folder);
  await writeBook(notebooks.slice(0, 1), folder);
  expect(existsSync(join(folder, "00-one-qubit.html"))).toBe(true);
  expect(existsSync(join(folder, "01-model.html"))).toBe(false);
});

test("a folder that holds something else is left alone", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "thesis.tex"), "years of work");
  await expect(writeBook(notebooks.slice(0, 1), folder)).rejects.toThrow(
    /^.* holds something other than a book: name a new or an empty folder with --out$/,
  );
  expect(readdirSync(folder)).toEqual(["thesis.tex"]);
});

test("a book that cannot be completed leaves the earlier one, and no half of itself", async () => {
  const parent = temporaryFolder();
  const folder = join(parent, "book");
  await writeBook(notebooks.slice(0, 1), folder);
  const before = readFileSync(join(folder, "index.html"), "utf8");
  const half = replaceFolder(folder, "index.html", (empty) => {
    writeFileSync(join(empty, "index.html"), "half");
    throw new Error("no more");
  });
  await expect(half).rejects.toThrow("no more");
  expect(readFileSync(join(folder, "index.html"), "utf8")).toBe(before);
  expect(readdirSync(parent)).toEqual(["book"]);
});

test("a folder that cannot be written is one line that names it", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  await expect(writeBook(notebooks.slice(0, 1), join(file, "book"))).rejects.toThrow(
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
