// The book: every executed notebook as a page, a front page, and all that they need, in one folder that works
// from a file system as from any static host.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { indicesInHtml } from "../figures/symbols";
import type { Figure } from "../figures/theme";
import { phoneSvg } from "../node/svg";
import type { LedgerEntry } from "../paper/claim";
import { readNotebook } from "../runner/ipynb";
import type { Notebook } from "../runner/notebook";
import { BOOK_STYLE } from "./book-style";
import { EXPLORER_STYLE } from "./explorer/explorer-style";
import { explorerBody, ringScript, writeExplorerScript } from "./explorer-bundle";
import type { Entry } from "./exported";
import { replaceFolder } from "./folder";
import { FRONT_SECTIONS, frontPage } from "./front";
import { licencesBody, withDependencies } from "./licences";
import { figuresScript, liveCells, readingScript, searchScript, writeLiveScripts } from "./live-bundle";
import { type PageEntry, page } from "./page";
import { renderReference } from "./reference";
import { type Chapter, type DrawRing, PHONE_SVG, renderChapter } from "./render";
import { reportBody, reportMetadata } from "./report";
import { SCRATCH } from "./scratch";
import { searchIndex, sectionsOf } from "./search-index";
import type { Section } from "./search-options";
import { SLIDES_SCRIPT, SLIDES_STYLE, slideShow } from "./slides";
import { TEACHING } from "./teaching";
import { wholeBook } from "./whole";

// their browser builds, which not all of them export
const packages = join(__dirname, "..", "..", "node_modules");

/**
 * Writes the book into a folder, with a reference of what the package exports if it is told.
 *
 * @throws one line that names the notebook if one has not been executed
 */
export async function writeBook(
  notebooks: readonly string[],
  folder: string,
  exported?: readonly Entry[],
): Promise<void> {
  const read = notebooks.map((path) => {
    const notebook = readNotebook(path);
    if (notebook.cells.every((cell) => cell.cell_type !== "code" || cell.execution_count == null)) {
      throw new Error(`${path}: has not been executed, run spin-ring reproduce first`);
    }
    return { path, name: basename(path, ".ipynb"), notebook };
  });
  for (const { notebook } of read) await addPhonePictures(notebook);
  const ring = await ringScript();
  const chapters = read.map(({ path, name, notebook }) => {
    const beside = dirname(path);
    return { ...renderChapter(name, notebook, beside, ring.draw), live: liveCells(notebook, beside) };
  });
  const own = { ...renderChapter("scratch", SCRATCH), live: liveCells(SCRATCH, packages) };
  const texts = new Map(read.map(({ name, path }) => [name, readFileSync(path, "utf8")]));
  // what no chapter leads to is no page
  const glossary = chapters.some(({ html }) => html.includes('href="glossary.html')) ? [glossaryPage()] : [];
  texts.set(own.name, JSON.stringify(SCRATCH, null, 1));
  // which needs cells that run
  const scratch = own.live === undefined ? [] : [own];
  await replaceFolder(folder, join("assets", "book.js"), (empty) =>
    fill(empty, chapters, { scratch, glossary }, texts, ring, exported),
  );
}

async function fill(
  folder: string,
  chapters: readonly Chapter[],
  { scratch, glossary }: { readonly scratch: readonly Chapter[]; readonly glossary: readonly Chapter[] },
  texts: ReadonlyMap<string, string>,
  ring: { readonly text: string; readonly draw: DrawRing },
  exported: readonly Entry[] | undefined,
): Promise<void> {
  const lecturers = renderChapter("lecturers", TEACHING);
  const reference = exported && { name: "reference", title: "Reference", ...renderReference(exported) };
  const pages = [
    { name: "index", title: "spin-ring", sections: FRONT_SECTIONS },
    ...chapters,
    { name: "explorer", title: "Explorer", sections: [] },
    ...scratch,
    ...glossary,
    ...(reference ? [reference] : []),
    lecturers,
    { name: "report", title: "Replication report", sections: [] },
    { name: "licences", title: "Licences", sections: [] },
  ];
  const copied = ["vega", "vega-lite", "vega-embed"];
  const brought = new Set([...withDependencies(copied), "katex", "reveal.js", LETTERS]);
  const sections: Section[] = [];
  const write = (name: string, body: string): void => {
    writeFileSync(join(folder, `${name}.html`), page(body, pages, name));
    const { title } = pages.find((each) => each.name === name) as PageEntry;
    if (/^(\d.*|glossary|reference|lecturers)$/.test(name)) sections.push(...sectionsOf(name, title, body));
  };
  mkdirSync(join(folder, "assets"));
  for (const asset of copied) {
    copyFileSync(join(packages, asset, "build", `${asset}.min.js`), join(folder, "assets", `${asset}.js`));
  }
  writeFileSync(join(folder, "assets", "figures.js"), await figuresScript(brought));
  writeFileSync(join(folder, "assets", "book.js"), await readingScript());
  writeFileSync(join(folder, "assets", "style.css"), BOOK_STYLE + EXPLORER_STYLE);
  writeFileSync(join(folder, "assets", "letters.css"), letters());
  writeFileSync(join(folder, "assets", "math.css"), mathStyle());
  if (chapters.some(({ live }) => live !== undefined))
    await writeLiveScripts(join(folder, "assets"), brought);
  for (const { name, html, live } of [...chapters, ...scratch]) {
    const text = texts.get(name) as string;
    if (live !== undefined) {
      writeFileSync(join(folder, "assets", `${name}.cells.js`), live);
      // where a page may not read the notebook beside it
      const notebook = JSON.stringify(JSON.parse(text));
      writeFileSync(join(folder, "assets", `${name}.notebook.js`), `liveNotebook = ${notebook};\n`);
    }
    writeFileSync(join(folder, `${name}.ipynb`), text);
    const download = `<p class="download"><a href="${name}.ipynb" download>Download this notebook</a> to run it and turn its knobs.${name === "scratch" ? "" : ` <a href="${name}.slides.html">Show it as slides</a>.`}</p>`;
    const drop = name === "scratch" ? '\n<script defer src="assets/drop.js"></script>' : "";
    write(name, `${html}\n${download}${drop}`);
  }
  writeSlides(folder, chapters);
  await writeExplorerScript(folder, brought);
  writeFileSync(join(folder, "assets", "ring.js"), ring.text);
  const figures = chapters.flatMap((chapter) => chapter.figures);
  const still = figures.flatMap(({ number, svg }) => (number <= 2 ? [svg] : []));
  write("explorer", explorerBody(still));
  for (const { name, html } of glossary) write(name, html);
  if (reference) write("reference", reference.html);
  write("lecturers", lecturers.html);
  writeFileSync(join(folder, "assets", "search.js"), await searchScript(brought));
  writeFileSync(join(folder, "assets", "search-index.js"), searchIndex(sections));
  write("licences", licencesBody(brought, sizesIn(join(folder, "assets"))));
  const claims = ledger();
  write("index", frontPage(chapters, claims, ring.draw));
  write("report", reportBody(chapters, claims));
  writeFileSync(join(folder, "report.metadata.yaml"), reportMetadata(claims));
  writeFileSync(join(folder, "whole.html"), wholeBook([...chapters, ...glossary]));
}

/** Every chapter as slides, with what they all need. */
function writeSlides(folder: string, chapters: readonly Chapter[]): void {
  const reveal = join(packages, "reveal.js", "dist");
  const assets = join(folder, "assets");
  copyFileSync(join(reveal, "reveal.js"), join(assets, "reveal.js"));
  writeFileSync(join(assets, "slides.js"), SLIDES_SCRIPT);
  writeFileSync(join(assets, "slides.css"), readFileSync(join(reveal, "reveal.css"), "utf8") + SLIDES_STYLE);
  for (const chapter of chapters)
    writeFileSync(join(folder, `${chapter.name}.slides.html`), slideShow(chapter));
}

/** Gives every figure a picture for phones as well. */
async function addPhonePictures({ cells }: Notebook): Promise<void> {
  for (const { data } of cells.flatMap(({ outputs }) => outputs ?? [])) {
    const spec = data?.["application/vnd.vegalite.v5+json"];
    if (spec) data[PHONE_SVG] = await phoneSvg(spec as Figure);
  }
}

/** The glossary of docs, without the links to the source, which is not in the book. */
function glossaryPage(): Chapter {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "glossary.md"), "utf8");
  const link = "\\[(`[^`\\]]+`)\\]\\(\\.\\./[^)]*\\)";
  const source = text
    .replace(new RegExp(`^(##.*) \\((?:${link}(?:, )?)+\\)$`, "gm"), "$1")
    .replace(new RegExp(link, "g"), "$1");
  const cells = [{ cell_type: "markdown", metadata: {}, source }];
  const chapter = renderChapter("glossary", { ...SCRATCH, cells });
  return { ...chapter, html: indicesInHtml(chapter.html), title: "Glossary" };
}

/** The letters of the text. */
const LETTERS = "@fontsource/source-serif-4";

/** Latin and Greek letters, upright, slanted and bold, inside the style sheet: some browsers load no font files from a folder. */
function letters(): string {
  const folder = join(packages, LETTERS);
  const faces = ["400", "400-italic", "600"].flatMap((style) =>
    [...readFileSync(join(folder, `${style}.css`), "utf8").matchAll(/@font-face \{.*?\}/gs)].flatMap(
      ([face]) => {
        const file = /files\/source-serif-4-(?:latin|greek)-\d[\w-]*\.woff2/.exec(face)?.[0];
        if (!file) return [];
        const data = readFileSync(join(folder, file), "base64");
        return face.replace(/src:[^;]*;/, `src: url(data:font/woff2;base64,${data}) format("woff2");`);
      },
    ),
  );
  return faces.join("\n");
}

/** What a page of the book brings along, and what comes when it is asked for, in kilobytes as they are served. */
function sizesIn(assets: string): [string, number][] {
  const size = (...names: string[]): number =>
    names
      .filter((name) => existsSync(join(assets, name)))
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0) / 1000;
  return [
    ["letters of the text: Source Serif 4, Latin and Greek", size("letters.css")],
    ["letters of formulas: KaTeX", size("math.css")],
    ["scripts that a chapter has by itself", size("book.js", "live.js")],
    [
      "figures, when they come into view: Vega and Vega-Lite",
      size("vega.js", "vega-lite.js", "vega-embed.js", "figures.js"),
    ],
    ["the search, when its field is entered", size("search.js")],
    ["its index", size("search-index.js")],
    ["a ring, when it is touched", size("ring.js")],
  ];
}

/** KaTeX's style sheet with its fonts inside: some browsers load no font files from a file system. */
function mathStyle(): string {
  const katex = join(packages, "katex", "dist");
  return readFileSync(join(katex, "katex.min.css"), "utf8").replace(
    /src:url\((fonts\/[\w-]+\.woff2)\)[^}]*/g,
    (_, font) => `src:url(data:font/woff2;base64,${readFileSync(join(katex, font), "base64")})`,
  );
}

/** The claims ledger, where there is one. */
function ledger(): LedgerEntry[] {
  const path = join(__dirname, "..", "..", "data", "claims.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).claims : [];
}
