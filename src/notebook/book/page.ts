// The frame around every page of the book: head, navigation, style, and the script that makes figures live.
import { type Chapter, escapeHtml } from "./render";

/** One page, complete. `chapters` is the whole book, `current` the name of this page ("index", "explorer" or a chapter). */
export function page(title: string, body: string, chapters: readonly Chapter[], current: string): string {
  const names = ["index", ...chapters.map(({ name }) => name), "explorer"];
  const titles = ["spin-ring", ...chapters.map((chapter) => chapter.title), "Explorer"];
  const at = names.indexOf(current);
  const sections = chapters.find(({ name }) => name === current)?.sections ?? [];
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
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}${current === "index" ? "" : " – spin-ring"}</title>
<link rel="icon" href="data:,">
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

/** Runs in the reader's browser: live figures as they come into view, a menu that is closed on a phone. */
export const BOOK_SCRIPT = `// Figures come alive when they come into view; until then, and without scripts, their pictures stand there.
const live = async (figure) => {
  const data = figure.querySelector('script[type="application/json"]');
  if (!data || typeof vegaEmbed === "undefined") return;
  const stage = document.createElement("div");
  await vegaEmbed(stage, JSON.parse(data.textContent), { renderer: "svg", actions: { export: true, source: false, compiled: false, editor: false } });
  figure.querySelector(".picture").replaceChildren(stage);
};
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    live(target).catch((error) => console.error(error));
  }
}, { rootMargin: "200px" });
for (const figure of document.querySelectorAll("figure.figure")) watcher.observe(figure);

const menu = document.querySelector("details.menu");
if (matchMedia("(max-width: 60rem)").matches) menu.open = false;

// on paper every solution is unfolded
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("main details")) folded.open = true;
});
`;

/** The look of the book: one column of text beside its contents, light and dark, phone and paper. */
export const BOOK_STYLE = `:root {
  color-scheme: light dark;
  --ink: #1f2328; --quiet: #57606a; --paper: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --link: #0550ae;
  --keyword: #a0111f; --string: #0a3069; --number: #0550ae; --comment: #57606a; --title: #6639ba;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --quiet: #9aa4af; --paper: #0d1117; --panel: #161b22; --line: #3d444d; --link: #79b8ff;
    --keyword: #ff8f86; --string: #a5d6ff; --number: #79c0ff; --comment: #9aa4af; --title: #d2a8ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 17px/1.6 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
nav { border-right: 1px solid var(--line); padding: 1.5rem 1rem; font-size: 0.9rem; position: sticky; top: 0; height: 100vh; overflow-y: auto; }
nav summary { font-weight: 600; cursor: pointer; padding: 0.4rem 0; }
nav ol, nav ul { list-style: none; margin: 0; padding: 0; }
nav ul { padding-left: 1rem; font-size: 0.95em; }
nav a { display: block; padding: 0.25rem 0.5rem; color: inherit; text-decoration: none; border-radius: 4px; }
nav a:hover { background: var(--panel); }
nav a[aria-current] { font-weight: 600; background: var(--panel); }
main { max-width: 60rem; width: 100%; padding: 1.5rem 2rem 4rem; margin: 0 auto; }
a { color: var(--link); }
.prose a { text-decoration: underline; }
h1, h2, h3 { line-height: 1.25; margin: 2.2rem 0 0.8rem; }
h1 { font-size: 1.9rem; margin-top: 0.5rem; }
h1 a, h2 a { color: inherit; text-decoration: none !important; }
h2 a:hover::after { content: " #"; color: var(--quiet); }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.5rem; z-index: 1; }
.prose > p, .prose > ul, .prose > ol { max-width: 46rem; }
pre { overflow-x: auto; margin: 0; padding: 0.8rem 1rem; font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
.prose code { background: var(--panel); padding: 0.1em 0.3em; border-radius: 4px; }
pre code { font-size: inherit; }
.cell { margin: 1.2rem 0; }
.code { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; position: relative; }
.code::after { content: "[" attr(data-prompt) "]"; position: absolute; right: 0.6rem; top: 0.3rem; color: var(--quiet); font-size: 12px; }
.printed { border-left: 3px solid var(--line); margin: 0.6rem 0 0 0.6rem; }
.error { border-color: #cf222e; }
.figure { margin: 1rem 0; padding: 0.8rem; background: #ffffff; color: #1f2328; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; color-scheme: light; }
.picture > svg { max-width: 100%; height: auto; }
.shown { overflow-x: auto; margin: 0.8rem 0; }
table { border-collapse: collapse; font-size: 0.93rem; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.7rem; text-align: left; vertical-align: top; }
th { background: var(--panel); }
details { margin: 0.6rem 0; }
main summary { cursor: pointer; color: var(--link); }
math { font-size: 1.05em; }
math[display="block"] { overflow-x: auto; overflow-y: hidden; margin: 1rem 0; }
.steps { display: flex; justify-content: space-between; gap: 1rem; margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.download { font-size: 0.9rem; color: var(--quiet); }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1rem; }
.gallery .figure { margin: 0; }
.gallery a { display: block; }
.hljs-keyword, .hljs-literal, .hljs-built_in { color: var(--keyword); }
.hljs-string, .hljs-template-string, .hljs-regexp { color: var(--string); }
.hljs-number { color: var(--number); }
.hljs-comment { color: var(--comment); font-style: italic; }
.hljs-title, .hljs-title.function_, .hljs-title.class_ { color: var(--title); }
.hljs-subst { color: inherit; }
@media (max-width: 60rem) {
  .code::after { content: none; }
  body { display: block; font-size: 16px; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 0.5rem 1rem; }
  main { padding: 1rem 1rem 3rem; }
}
@media print {
  nav, .steps, .skip, .vega-actions, details > summary { display: none !important; }
  body { display: block; font-size: 11pt; }
  .code, .printed { white-space: pre-wrap; }
  .cell, .figure { break-inside: avoid; }
}
`;
