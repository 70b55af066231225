// An executed notebook as HTML: prose by markdown-it, formulas by KaTeX, code highlighted, and every output in
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
  /** the id of every heading, by its text */
  readonly headings: ReadonlyMap<string, string>;
  /** the figures of the paper: those whose alternative text begins with "Figure N" */
  readonly figures: readonly NumberedFigure[];
  readonly html: string;
}

/** A figure of the paper, where it stands. */
export interface NumberedFigure {
  readonly number: number;
  readonly svg: string;
  readonly caption: string;
  /** id of the section that it stands in, or "" */
  readonly section: string;
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
    markdown.renderer.rules[rule] = (tokens, i) => katex.renderToString(tokens[i].content, { displayMode });
  }
  // a table that is wider than the page scrolls by itself
  markdown.renderer.rules.table_open = () => '<div class="shown"><table>';
  markdown.renderer.rules.table_close = () => "</table></div>";
  markdown.use(anchor, {
    level: [1, 2, 3],
    permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
    callback: (token, { slug, title }) => {
      sections.push({ id: slug, title, level: Number(token.tag.slice(1)) });
    },
  });
  const figures: NumberedFigure[] = [];
  const parts = notebook.cells.map((cell) => {
    const part = renderCell(cell, markdown);
    const section = sections.filter(({ level }) => level > 1).at(-1)?.id ?? "";
    figures.push(...numberedFigures(cell).map((figure) => ({ ...figure, section })));
    return part;
  });
  const title = sections.find(({ level }) => level === 1)?.title ?? name;
  const headings = new Map(sections.map(({ id, title: heading }) => [heading, id]));
  const chapters = sections.filter(({ level }) => level === 2);
  return { name, title, sections: chapters, headings, figures, html: parts.join("\n") };
}

function renderCell(cell: Cell, markdown: InstanceType<typeof MarkdownIt>): string {
  if (cell.cell_type === "markdown")
    return `<section class="prose">${markdown.render(sourceOf(cell))}</section>`;
  if (cell.cell_type !== "code") return "";
  const source = sourceOf(cell);
  if (source.trim() === "") return "";
  const code = hljs.highlight(source, { language: "typescript" }).value;
  const outputs = (cell.outputs ?? []).map(renderOutput).join("\n");
  return `<section class="cell"><pre class="code"><code>${code}</code></pre>${outputs}</section>`;
}

function renderOutput(output: Output): string {
  if (output.output_type === "stream") return `<pre class="printed">${escapeHtml(joined(output.text))}</pre>`;
  if (output.output_type === "error")
    return `<pre class="printed error">${escapeHtml(output.traceback.join("\n"))}</pre>`;
  const data = output.data ?? {};
  if (data["image/svg+xml"]) {
    const live = data[VEGA] ? `<script type="application/json">${scriptJson(data[VEGA])}</script>` : "";
    return `<figure class="figure"><div class="picture">${picture(data["image/svg+xml"])}</div>${live}</figure>`;
  }
  if (data["text/html"]) return `<div class="shown">${joined(data["text/html"])}</div>`;
  return `<pre class="printed">${escapeHtml(joined(data["text/plain"] ?? ""))}</pre>`;
}

function numberedFigures(cell: Cell): Omit<NumberedFigure, "section">[] {
  return (cell.outputs ?? []).flatMap(({ data }) => {
    const caption = joined(data?.["text/plain"] ?? "");
    const number = /^Figure (\d+)/.exec(caption)?.[1];
    const svg = data?.["image/svg+xml"];
    return number && svg ? [{ number: Number(number), svg: picture(svg), caption }] : [];
  });
}

/** An SVG that is one image to assistive technology: its label says it all, its parts say nothing by themselves. */
const picture = (svg: unknown): string =>
  joined(svg).replace(/<(?!svg)\w+ [^>]*>/g, (tag) => tag.replace(/ (role|aria-[\w-]+)="[^"]*"/g, ""));

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

// inside a script element only "</" and "<!" could end or disturb it
const scriptJson = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");
