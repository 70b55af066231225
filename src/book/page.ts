// The frame around every page of the book: head, navigation, and the way to the next page.
import { type Chapter, escapeHtml } from "./render";

/**
 * What a page may load: its own files and what is written in it. Nothing of a notebook is run and nothing is fetched,
 * should it have slipped through. Where a page comes from a file system, "own" has to be said as `file:`. Cells run in a
 * worker, by `eval`, at the reader's click.
 */
const policy = (runsCells: boolean): string =>
  [
    "default-src 'none'",
    `script-src 'self' file: 'wasm-unsafe-eval'${runsCells ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' file: 'unsafe-inline'",
    "img-src 'self' file: data: blob:",
    "font-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** A page of the book, as the others lead to it. */
export type PageEntry = Pick<Chapter, "name" | "title" | "sections"> & Partial<Pick<Chapter, "live">>;

/** One page, complete. `pages` is the whole book, the front page first, and `current` the name of this one. */
export function page(body: string, pages: readonly PageEntry[], current: string): string {
  const at = pages.findIndex(({ name }) => name === current);
  const { title, live } = pages[at];
  const runsCells = live !== undefined;
  const entries = pages.map(({ name, title, sections }, i) => {
    const mark = i === at ? ' aria-current="page"' : "";
    const inner = i === at ? sectionList(sections) : "";
    return `<li><a href="${name}.html"${mark}>${escapeHtml(i === 0 ? "Front page" : title)}</a>${inner}</li>`;
  });
  const step = (to: PageEntry | undefined, label: string): string =>
    to === undefined
      ? "<span></span>"
      : `<a href="${to.name}.html">${label.replace("%", escapeHtml(to.title))}</a>`;
  return `<!doctype html>
<html lang="en"${/^\d/.test(current) ? ' class="folding"' : ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(runsCells)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}${at === 0 ? "" : " – spin-ring"}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/letters.css">
<link rel="stylesheet" href="assets/math.css">
<link rel="stylesheet" href="assets/style.css">
<script defer src="assets/book.js"></script>
${runsCells ? '<script defer src="assets/live.js"></script>\n' : ""}</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="Chapters"><form class="search" role="search" hidden><input type="search" aria-label="Search the book" placeholder="Search the book  /" autocomplete="off"></form><details class="menu" open><summary>Contents</summary><ol>${entries.join("")}</ol></details></nav>
<main id="main">
${body}
<footer class="steps">${step(pages[at - 1], "← %")}${step(pages[at + 1], "% →")}</footer>
</main>
</body>
</html>
`;
}

function sectionList(sections: Chapter["sections"]): string {
  if (sections.length === 0) return "";
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<ul>${items.join("")}</ul>`;
}
