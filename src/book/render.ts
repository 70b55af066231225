// An executed notebook as HTML: prose by markdown-it, formulas by KaTeX, code highlighted, and every output in
// the best form that a page can show, with the picture of a figure standing in until (or unless) scripts run.
import katexPlugin from "@vscode/markdown-it-katex";
import { AnsiUp } from "ansi_up";
import hljs from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import katex from "katex";
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";
import { CONTROL } from "../cells/knob";
import { type Cell, type Notebook, type Output, sourceOf } from "../runner/notebook";
import { dataAddress, harmless, inPage, missing, type Pictures, pictureData } from "./foreign";
import { besideCaption, COLUMNS, captionText, isCode, VEGA } from "./live/messages";

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
  /** the script of its cells, where they run in the page */
  readonly live?: string;
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

type Markdown = InstanceType<typeof MarkdownIt>;

/** Draws a ring where a text has one, as HTML, and says where the explorer shows it. */
export type DrawRing = (point: string, turns: string) => { readonly html: string; readonly link: string };

/**
 * Renders a notebook; its title is its first heading. Pictures beside it are looked for in `folder`; without `drawRing` the
 * words of a ring stand alone.
 */
export function renderChapter(
  name: string,
  notebook: Notebook,
  folder?: string,
  drawRing?: DrawRing,
): Chapter {
  const sections: { id: string; title: string; level: number }[] = [];
  const markdown = markdownRenderer();
  markdown.use(anchor, {
    level: [1, 2, 3],
    permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
    callback: (token, { slug, title }) => {
      sections.push({ id: slug, title, level: Number(token.tag.slice(1)) });
    },
  });
  const figures: NumberedFigure[] = [];
  let number = 0; // of a cell that holds code
  let drawn = 0; // figures
  const chapter = /^\d+/.exec(name) ? Number.parseInt(name, 10) : undefined;
  const parts = notebook.cells.map((cell) => {
    if (isCode(cell)) number++;
    const part = renderCell(cell, number, markdown, { attachments: cell.attachments, folder }, (html) =>
      drawRing ? withRings(html, drawRing) : html,
    ).replaceAll(CAPTION, () => {
      drawn++;
      return `<figcaption id="fig-${drawn}"><a class="number" href="#fig-${drawn}">Figure ${chapter === undefined ? "" : `${chapter}.`}${drawn}</a>`;
    });
    const section = sections.filter(({ level }) => level > 1).at(-1)?.id ?? "";
    figures.push(...numberedFigures(cell).map((figure) => ({ ...figure, section })));
    return part;
  });
  const title = sections.find(({ level }) => level === 1)?.title ?? name;
  const headings = new Map(sections.map(({ id, title: heading }) => [heading, id]));
  const chapters = sections.filter(({ level }) => level === 2);
  return { name, title, sections: chapters, headings, figures, html: parts.join("\n") };
}

/** What of a text is ours and passes the sanitiser as a mark: formulas. */
interface Environment {
  [key: PropertyKey]: unknown;
  readonly pictures: Pictures;
  readonly formulas: string[];
}

const MARK = crypto.getRandomValues(new Uint32Array(4)).join("-"); // which no notebook can know

function markdownRenderer(): Markdown {
  const markdown = new MarkdownIt({ html: true, typographer: false });
  markdown.use(katexPlugin);
  const { rules } = markdown.renderer;
  // the plugin would show a formula that it cannot read as text; when a book is made that is an error
  for (const rule of ["math_inline", "math_inline_block", "math_inline_bare_block", "math_block"]) {
    const displayMode = rule !== "math_inline";
    rules[rule] = (tokens, i, _, environment) => {
      const { formulas }: Environment = Object(environment);
      const formula = katex.renderToString(tokens[i].content, { displayMode, throwOnError: !inPage });
      return `${MARK}-${formulas.push(formula) - 1};`;
    };
  }
  // pages of the book stand in for the files that a notebook links to in the repository
  rules.link_open = (tokens, i, options, _, self) => {
    const address = String(tokens[i].attrGet("href"));
    const [, name, section = ""] = /^(?:\.\.\/docs\/)?([\w-]+)\.(?:ipynb|md)(#.*)?$/.exec(address) ?? [];
    if (name && (name === "glossary" || address.startsWith(`${name}.ipynb`)))
      tokens[i].attrSet("href", `${name}.html${section}`);
    return self.renderToken(tokens, i, options);
  };
  // a table that is wider than the page scrolls by itself
  rules.table_open = () => '<div class="shown"><table>';
  rules.table_close = () => "</table></div>";
  const plain = rules.image;
  rules.image = (tokens, i, options, environment, self) => {
    const address = String(tokens[i].attrGet("src"));
    const data = pictureData(address, (Object(environment) as Environment).pictures);
    if (data === undefined) return escapeHtml(missing(address, tokens[i].content));
    tokens[i].attrSet("src", data);
    return plain?.(tokens, i, options, environment, self) ?? "";
  };
  return markdown;
}

function renderMarkdown(source: string, markdown: Markdown, pictures: Pictures): string {
  const environment: Environment = { pictures, formulas: [] };
  const tokens = markdown.parse(source, environment);
  const html = markdown.renderer.render(tokens, markdown.options, environment);
  const foreign = tokens.some(
    ({ type, children }) =>
      type === "html_block" || children?.some((child: { type: string }) => child.type === "html_inline"),
  );
  return (foreign ? harmless(html, pictures) : html).replace(
    new RegExp(`${MARK}-(\\d+);`, "g"),
    (_, i) => environment.formulas[i],
  );
}

const hasTag = (cell: Cell, tag: string): boolean => [cell.metadata?.tags].flat().includes(tag);

const folded = (summary: string, html: string): string =>
  `<details class="folded"><summary>${summary}</summary>${html}</details>`;

/** TypeScript in its colours. */
export const highlighted = (source: string): string =>
  hljs.highlight(source, { language: "typescript" }).value;

/** The same, each line a box of its own: what does not fit goes on below, further in than its line begins. */
function lines(source: string): string {
  const open: string[] = []; // colours that go on in the next line
  const written = source.split("\n");
  return highlighted(source)
    .split("\n")
    .map((line, i) => {
      const before = open.join("");
      for (const [tag] of line.matchAll(/<span[^>]*>|<\/span>/g)) {
        if (tag === "</span>") open.pop();
        else open.push(tag);
      }
      const end = i < written.length - 1 ? "\n" : "";
      const indent = /^ */.exec(written[i])?.[0].length;
      const style = indent ? ` style="--indent: ${indent}"` : "";
      return `<span class="line"${style}>${before}${line}${"</span>".repeat(open.length)}${end}</span>`;
    })
    .join("");
}

/**
 * Puts rings where a text has them: <div data-explorer="delta=2.19" data-turn="delta h3">, with what it says of them.
 *
 * @throws one line for a point that the explorer cannot show
 */
const withRings = (html: string, drawRing: DrawRing): string =>
  html.replace(RING, (_, address: string, turns: string, words: string) => {
    const point = address.replaceAll("&amp;", "&");
    try {
      return ringFigure(point, turns, words, drawRing);
    } catch (error) {
      throw new Error(`data-explorer="${point}": ${(error as Error).message}`);
    }
  });
const RING = /<div data-explorer="([^"]*)" data-turn="([\w ]*)">(.*?)<\/div>/gs;

/** A ring of a point, to be turned, with `words` below it as HTML. */
export function ringFigure(point: string, turns: string, words: string, drawRing: DrawRing): string {
  const { html, link } = drawRing(point, turns);
  return `<figure class="explorer embedded" data-explorer="${escapeHtml(point)}" data-turn="${turns}">
${html}<figcaption>${words}</figcaption>
<p class="actions"><a href="${escapeHtml(link)}">Open in the explorer</a></p></figure>`;
}

function renderCell(
  cell: Cell,
  number: number,
  markdown: Markdown,
  pictures: Pictures,
  rings: (html: string) => string,
): string {
  const removed = hasTag(cell, "remove-cell");
  if (cell.cell_type === "markdown" && !removed)
    return `<section class="prose">${rings(renderMarkdown(sourceOf(cell), markdown, pictures))}</section>`;
  if (!isCode(cell)) return "";
  const { seconds } = Object(cell.metadata);
  const cost = typeof seconds === "number" ? ` data-cost="${seconds}"` : "";
  const mark = `data-cell="${number}" data-state="stored"${cost}`;
  if (removed) return `<section class="cell" ${mark} hidden></section>`;
  const source = sourceOf(cell);
  const code = `<pre class="code"><code>${lines(source)}</code></pre>`;
  const outputs = (cell.outputs ?? []).map((output) => renderOutput(output, pictures)).join("\n");
  const input = hasTag(cell, "hide-input")
    ? folded("Code", code)
    : `<details class="source" open><summary>Code</summary>${code}</details>`;
  const output = outputs !== "" && hasTag(cell, "hide-output") ? folded("Output", outputs) : outputs;
  return `<section class="cell" ${mark}>${input}<div data-output>${output}</div></section>`;
}

function renderOutput(output: Output, pictures: Pictures): string {
  if (output.output_type === "stream") return printed(joined(output.text));
  if (output.output_type === "error") return printed([output.traceback].flat().join("\n"), " error");
  const data = output.data ?? {};
  const spec = data[VEGA.find((type) => data[type]) ?? ""];
  if (spec || data[SVG]) {
    const live = spec ? `<script type="application/json">${scriptJson(spec)}</script>` : "";
    const words = joined(data["text/plain"] ?? "");
    const description = String(Object(spec).description ?? words);
    const caption = captionText(words, description);
    const image = data[SVG] ? picturesOf(data) : escapeHtml(words);
    const still = spec ? labelled(image, besideCaption(caption, description)) : image;
    return `<figure class="figure"><div class="picture">${still}</div>${captionOf(words, caption)}${live}</figure>`;
  }
  for (const [type, show] of SHOWN) {
    const html = data[type] === undefined ? "" : show(data[type], { data, pictures });
    if (html !== "") return html;
  }
  return "";
}

const CAPTION = `<figcaption ${MARK}>`;

/** What is to be seen in a figure, which its number in the chapter comes before; of a state or a sweep what it is of. */
function captionOf(words: string, caption: string): string {
  const [, paper] = /^Figure (\d+)\. /.exec(words) ?? [];
  const own = paper === undefined ? "." : `, Figure ${paper} of the paper.`;
  return `${CAPTION}${own} <span>${escapeHtml(caption)}</span></figcaption>`;
}

/** Pictures with a caption, which is heard once: their label says the rest, and without a rest they are silent. */
export const labelled = (pictures: string, rest: string): string =>
  pictures.replace(/ role="img" aria-label="[^"]*"/g, () =>
    rest === "" ? ' aria-hidden="true"' : ` role="img" aria-label="${escapeHtml(rest)}"`,
  );

/** How each format is shown, the best one first. */
const SHOWN: readonly [string, (value: unknown, all: { data: Output; pictures: Pictures }) => string][] = [
  // a page that runs makes a control of it
  [
    CONTROL,
    (control, { data }) =>
      `<p class="set" data-control="${escapeHtml(JSON.stringify(control))}">${escapeHtml(joined(data["text/plain"] ?? ""))}</p>`,
  ],
  ["text/html", (html, { pictures }) => shown(harmless(joined(html), pictures))],
  [
    "text/markdown",
    (text, { pictures }) => shown(renderMarkdown(joined(text), markdownRenderer(), pictures)),
  ],
  ["text/latex", (text) => latex(joined(text))],
  ...["image/png", "image/jpeg", "image/gif", "image/webp"].map((type): (typeof SHOWN)[number] => [
    type,
    (base64, { data }) => {
      const alt = escapeHtml(joined(data["text/plain"] ?? "picture"));
      return `<figure class="figure"><img src="${escapeHtml(dataAddress(type, joined(base64)))}" alt="${alt}"></figure>`;
    },
  ]),
  ["application/json", (value) => printed(JSON.stringify(value, null, 2))],
  ["text/plain", (text) => printed(joined(text))],
];

const shown = (html: string): string => (html.trim() === "" ? "" : `<div class="shown">${html}</div>`);

/** What a program printed, in its colours; what stands in columns is not broken. */
function printed(text: string, kind = ""): string {
  const colours = Object.assign(new AnsiUp(), { use_classes: true });
  const html = text.includes("\x1b") ? colours.ansi_to_html(text) : escapeHtml(text);
  return `<pre class="printed${kind}${COLUMNS.test(text) ? " columns" : ""}">${html}</pre>`;
}

/** A formula of a cell; not all LaTeX is one, and what is none stands as it is. */
function latex(text: string): string {
  const formula = text.trim().replace(/^(\$\$?|\\\[)(.*?)(\$\$?|\\\])$/s, "$2");
  try {
    return shown(katex.renderToString(formula, { displayMode: true }));
  } catch {
    return printed(text);
  }
}

function numberedFigures(cell: Cell): Omit<NumberedFigure, "section">[] {
  return (cell.outputs ?? []).flatMap(({ data }) => {
    const caption = joined(data?.["text/plain"] ?? "");
    const number = /^Figure (\d+)/.exec(caption)?.[1];
    return number && data?.[SVG] ? [{ number: Number(number), svg: picturesOf(data), caption }] : [];
  });
}

const SVG = "image/svg+xml";

/** A picture of a figure in the shape of a phone, beside the one that the notebook has. */
export const PHONE_SVG = "image/svg+xml;narrow";

/** The pictures of a figure: style sheets show the one that there is room for. */
const picturesOf = (data: Readonly<Record<string, unknown>>): string =>
  data[PHONE_SVG]
    ? `${picture(data[SVG]).replace("<svg", '<svg data-for="desk"')}${picture(data[PHONE_SVG]).replace("<svg", '<svg data-for="phone"')}`
    : picture(data[SVG]);

/** An SVG that is one image to assistive technology: its label says it all, its parts say nothing by themselves. */
const picture = (svg: unknown): string =>
  harmless(joined(svg)).replace(/<(?!svg)\w+ [^>]*>/g, (tag) =>
    tag.replace(/ (role|aria-[\w-]+)="[^"]*"/g, ""),
  );

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : String(text));

// inside a script element only "</" and "<!" could end or disturb it
const scriptJson = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");
