// The book: every executed notebook as a page, a front page, and all that they need, in one folder that works
// from a file system as from any static host.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Notebook, readNotebook } from "../ipynb";
import { explorerBody, writeExplorerScript } from "./explorer";
import { BOOK_SCRIPT, BOOK_STYLE, page } from "./page";
import { type Chapter, escapeHtml, numberedFigures, renderChapter } from "./render";

// their browser builds, which not all of them export
const packages = join(__dirname, "..", "..", "..", "node_modules");

/** Writes the book into a folder; throws one line that names the notebook if one has not been executed. */
export function writeBook(notebooks: readonly string[], folder: string): void {
  const read = notebooks.map((path) => {
    const notebook = readNotebook(path);
    if (notebook.cells.every((cell) => cell.cell_type !== "code" || cell.execution_count == null)) {
      throw new Error(`${path}: has not been executed, run spin-ring reproduce first`);
    }
    return { path, name: basename(path, ".ipynb"), notebook };
  });
  const chapters = read.map(({ name, notebook }) => renderChapter(name, notebook));
  mkdirSync(join(folder, "assets"), { recursive: true });
  for (const asset of ["vega", "vega-lite", "vega-embed"]) {
    copyFileSync(join(packages, asset, "build", `${asset}.min.js`), join(folder, "assets", `${asset}.js`));
  }
  writeFileSync(join(folder, "assets", "book.js"), BOOK_SCRIPT);
  writeFileSync(join(folder, "assets", "style.css"), BOOK_STYLE);
  for (const [i, { path, name }] of read.entries()) {
    const { title, html } = chapters[i];
    copyFileSync(path, join(folder, `${name}.ipynb`));
    const download = `<p class="download"><a href="${name}.ipynb" download>Download this notebook</a> to run it and turn its knobs.</p>`;
    writeFileSync(join(folder, `${name}.html`), page(title, `${html}\n${download}`, chapters, name));
  }
  writeExplorerScript(folder);
  const figures = read.flatMap(({ notebook }) => [...numberedFigures(notebook)]);
  const stillFigures = figures.flatMap(([number, svg]) => (number <= 2 ? [svg] : []));
  writeFileSync(
    join(folder, "explorer.html"),
    page("Explorer", explorerBody(stillFigures), chapters, "explorer"),
  );
  writeFileSync(join(folder, "index.html"), page("spin-ring", frontPage(read, chapters), chapters, "index"));
}

function frontPage(
  read: readonly { name: string; notebook: Notebook }[],
  chapters: readonly Chapter[],
): string {
  const figures = read.flatMap(({ name, notebook }) =>
    [...numberedFigures(notebook)].map(([number, svg]) => ({ number, name, svg })),
  );
  figures.sort((a, b) => a.number - b.number);
  const gallery = figures
    .map(
      ({ number, name, svg }) =>
        `<a href="${name}.html" aria-label="Figure ${number}, in its chapter"><figure class="figure"><div class="picture">${svg}</div></figure></a>`,
    )
    .join("\n");
  const contents = chapters.map(
    ({ name, title }) =>
      `<li><a href="${name}.html">${escapeHtml(title.replace(/^\d+\s*·\s*/, ""))}</a></li>`,
  );
  return `<section class="prose">
<h1>A ring of spins between two heat baths</h1>
<p>An executable physics paper: Xu, Choo, Balachandran and Poletti, <em>Transport and Energetic Properties of a Ring of Interacting Spins Coupled to Heat Baths</em>, Entropy 21, 228 (2019), <a href="https://arxiv.org/abs/1812.10951">arXiv:1812.10951</a>, reproduced step by step. Every number on these pages was computed by the code that stands beside it.</p>
<h2>Chapters</h2>
<ol>${contents.join("")}</ol>
${scorecard()}
<h2>The figures</h2>
</section>
<div class="gallery">${gallery}</div>`;
}

interface Claim {
  readonly id: string;
  readonly statement: string;
  readonly verdict: string;
}

/** The claims ledger as a table, where there is one. */
function scorecard(): string {
  const path = join(__dirname, "..", "..", "..", "data", "claims.json");
  if (!existsSync(path)) return "";
  const { claims } = JSON.parse(readFileSync(path, "utf8")) as { claims: Claim[] };
  const rows = claims.map(
    ({ id, statement, verdict }) =>
      `<tr><td>${escapeHtml(id)}</td><td>${escapeHtml(statement)}</td><td>${escapeHtml(verdict)}</td></tr>`,
  );
  return `<h2>Scorecard</h2>
<p>What the paper claims, and what came out here.</p>
<table><thead><tr><th>claim</th><th>statement</th><th>verdict</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
