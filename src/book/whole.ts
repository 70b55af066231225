// The whole book as one page, to be printed: chapters one after the other, and what leads from one to another stays within.
// Nothing in it runs.
import { type Chapter, escapeHtml } from "./render";

/** The page, complete: a list of contents, then the chapters. */
export function wholeBook(chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  const contents = chapters.map(({ name, title, sections }) => {
    const inner = sections.map(
      ({ id, title }) => `<li><a href="#${name}--${id}">${escapeHtml(title)}</a></li>`,
    );
    return `<li><a href="#${name}">${escapeHtml(title)}</a><ul>${inner.join("")}</ul></li>`;
  });
  const parts = chapters.map(
    ({ name, html }) => `<article class="chapter" id="${name}">${within(name, html, names)}</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file: 'unsafe-inline'; img-src data:; font-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The whole book – spin-ring</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/letters.css">
<link rel="stylesheet" href="assets/math.css">
<link rel="stylesheet" href="assets/style.css">
</head>
<body class="paper">
<main>
<section class="prose contents">
<h1>A ring of spins between two heat baths</h1>
<p class="lede">All chapters on one page, made to be printed. <a class="download" href="index.html">The book with figures that move and cells that run</a></p>
<ul>${contents.join("\n")}</ul>
</section>
${parts.join("\n")}
</main>
</body>
</html>
`;
}

/** The same with names of its own for what it names, and links into other chapters that stay on the page. */
function within(chapter: string, html: string, chapters: ReadonlySet<string>): string {
  return html
    .replace(/<script type="application\/json">.*?<\/script>/gs, "")
    .replace(/(\s(?:id|for|aria-labelledby|aria-describedby)=")([^"]+)"/g, (_, open, ids) => {
      const named = ids.split(" ").map((id: string) => `${chapter}--${id}`);
      return `${open}${named.join(" ")}"`;
    })
    .replace(/url\(#([^)]+)\)/g, `url(#${chapter}--$1)`)
    .replace(/(\s(?:xlink:)?href=")#([^"]+)"/g, `$1#${chapter}--$2"`)
    .replace(/(\shref=")([\w-]+)\.html(?:#([^"]*))?"/g, (link, open, name, id) => {
      if (!chapters.has(name)) return link;
      return `${open}#${name}${id ? `--${id}` : ""}"`;
    });
}
