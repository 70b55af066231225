// The frame around every page of the book: head, navigation, and the way to the next page.
import { FRONT_SECTIONS } from "./front";
import { type Chapter, escapeHtml } from "./render";

/**
 * What a page may load: its own files and what is written in it. Nothing of a notebook is run and nothing is fetched,
 * should it have slipped through. Where a page comes from a file system, "own" has to be said as `file:`.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' file: 'wasm-unsafe-eval'",
  "style-src 'self' file: 'unsafe-inline'",
  "img-src 'self' file: data: blob:",
  "font-src data:",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** One page, complete. `chapters` is the whole book, `current` the name of this page ("index", "explorer" or a chapter). */
export function page(title: string, body: string, chapters: readonly Chapter[], current: string): string {
  const names = ["index", ...chapters.map(({ name }) => name), "explorer"];
  const titles = ["spin-ring", ...chapters.map((chapter) => chapter.title), "Explorer"];
  const at = names.indexOf(current);
  const sections =
    current === "index" ? FRONT_SECTIONS : (chapters.find(({ name }) => name === current)?.sections ?? []);
  const entries = names.map((name, i) => {
    const mark = name === current ? ' aria-current="page"' : "";
    const inner = name === current ? sectionList(sections) : "";
    return `<li><a href="${name}.html"${mark}>${escapeHtml(i === 0 ? "Front page" : titles[i])}</a>${inner}</li>`;
  });
  const step = (i: number, label: string): string =>
    names[i] === undefined
      ? "<span></span>"
      : `<a href="${names[i]}.html">${label.replace("%", escapeHtml(titles[i]))}</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}${current === "index" ? "" : " – spin-ring"}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/math.css">
<link rel="stylesheet" href="assets/style.css">
<script defer src="assets/vega.js"></script>
<script defer src="assets/vega-lite.js"></script>
<script defer src="assets/vega-embed.js"></script>
<script defer src="assets/book.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="Chapters"><details class="menu" open><summary>Contents</summary><ol>${entries.join("")}</ol></details></nav>
<main id="main">
${body}
<footer class="steps">${step(at - 1, "← %")}${step(at + 1, "% →")}</footer>
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
