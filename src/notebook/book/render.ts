// An executed notebook as HTML: prose by markdown-it, formulas as MathML, code highlighted, and every output in
// the best form that a page can show, with the picture of a figure standing in until (or unless) scripts run.
import katexPlugin from "@vscode/markdown-it-katex";
import hljs from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import katex from "katex";
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";
import { type Cell, type Notebook, type Output, sourceOf } from "../ipynb";

/** One notebook of the book. */
export interface Chapter {
  /** file name without ending, such as "04-current-modes" */
  readonly name: string;
  readonly title: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly html: string;
}

hljs.registerLanguage("typescript", typescript);

const VEGA = "application/vnd.vegalite.v5+json";

/** Renders a notebook; its title is its first heading. */
export function renderChapter(name: string, notebook: Notebook): Chapter {
  const sections: { id: string; title: string; level: number }[] = [];
  const markdown = new MarkdownIt({ html: true, typographer: false });
  markdown.use(katexPlugin);
  // the plugin would show a formula that it cannot read as text; here that is an error
  for (const rule of ["math_inline", "math_inline_block", "math_inline_bare_block", "math_block"]) {
    const displayMode = rule !== "math_inline";
    markdown.renderer.rules[rule] = (tokens, i) =>
      katex.renderToString(tokens[i].content, { output: "mathml", displayMode });
  }
  markdown.use(anchor, {
    level: [1, 2],
    permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
    callback: (token, { slug, title }) => {
      sections.push({ id: slug, title, level: Number(token.tag.slice(1)) });
    },
  });
  const html = notebook.cells.map((cell) => renderCell(cell, markdown)).join("\n");
  const title = sections.find(({ level }) => level === 1)?.title ?? name;
  return { name, title, sections: sections.filter(({ level }) => level === 2), html };
}

function renderCell(cell: Cell, markdown: InstanceType<typeof MarkdownIt>): string {
  if (cell.cell_type === "markdown")
    return `<section class="prose">${markdown.render(sourceOf(cell))}</section>`;
  if (cell.cell_type !== "code") return "";
  const source = sourceOf(cell);
  if (source.trim() === "") return "";
  const code = hljs.highlight(source, { language: "typescript" }).value;
  const outputs = (cell.outputs ?? []).map(renderOutput).join("\n");
  const prompt = cell.execution_count ?? " ";
  return `<section class="cell"><pre class="code" tabindex="0" data-prompt="${prompt}"><code>${code}</code></pre>${outputs}</section>`;
}

function renderOutput(output: Output): string {
  if (output.output_type === "stream")
    return `<pre class="printed" tabindex="0">${escapeHtml(joined(output.text))}</pre>`;
  if (output.output_type === "error")
    return `<pre class="printed error">${escapeHtml(output.traceback.join("\n"))}</pre>`;
  const data = output.data ?? {};
  if (data["image/svg+xml"]) {
    const live = data[VEGA] ? `<script type="application/json">${scriptJson(data[VEGA])}</script>` : "";
    return `<figure class="figure"><div class="picture">${joined(data["image/svg+xml"])}</div>${live}</figure>`;
  }
  if (data["text/html"]) return `<div class="shown">${joined(data["text/html"])}</div>`;
  return `<pre class="printed" tabindex="0">${escapeHtml(joined(data["text/plain"] ?? ""))}</pre>`;
}

/** The pictures of a notebook whose alternative text begins with "Figure N", by N. */
export function numberedFigures(notebook: Notebook): Map<number, string> {
  const found = new Map<number, string>();
  for (const { data } of notebook.cells.flatMap((cell) => cell.outputs ?? [])) {
    const number = /^Figure (\d+)/.exec(joined(data?.["text/plain"] ?? ""))?.[1];
    if (number && data?.["image/svg+xml"] && !found.has(Number(number))) {
      found.set(Number(number), joined(data["image/svg+xml"]));
    }
  }
  return found;
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

// inside a script element only "</" and "<!" could end or disturb it
const scriptJson = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");
