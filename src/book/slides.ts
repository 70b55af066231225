// A chapter as slides: what can stand on a wall. Titles with the sentence after them, questions, sentences in bold that
// begin a paragraph, formulas, lists, figures and small tables, as they follow; the rest is what the speaker says.
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parseFragment, serializeOuter } from "parse5";
import { type Chapter, escapeHtml } from "./render";

type Element = DefaultTreeAdapterTypes.Element;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;

/** Sections that a class works through by itself. */
const OMITTED = /^(Exercises|Checks)\b/;
/** Paragraphs that stand on a slide as they are, by the word they begin with. */
const WHOLE = /^(Question|Predict|Limits)\./;
/** For who reads, not for who listens. */
const ASIDE = /^Further reading/;
/** Height of a slide below its heading, and what a figure needs of it at least; in pixels, as below. */
const HEIGHT = 590;
const FIGURE = 400;
/** What the title of a chapter takes besides. */
const TITLE = 260;
/** Letters of a sentence that says little alone. */
const SHORT = 50;

interface Slide {
  /** of the section, or "" for the title */
  readonly id: string;
  readonly heading: string;
  readonly parts: string[];
  /** how much of it is taken, about */
  height: number;
}

/** The page of slides, complete. */
export function slideShow({ name, title, html }: Chapter): string {
  const shown = slidesOf(html).map(({ id, heading, parts }, i) => {
    const place = `${name}.html${id === "" ? "" : `#${id}`}`;
    const level = i === 0 ? 1 : 2;
    return `<section><h${level}>${heading}</h${level}>\n${parts.join("\n")}\n<p class="place"><a href="${place}">In the chapter</a></p></section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src data:; font-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slides: ${escapeHtml(title)} – spin-ring</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/math.css">
<link rel="stylesheet" href="assets/style.css">
<link rel="stylesheet" href="assets/slides.css">
<script defer src="assets/reveal.js"></script>
<script defer src="assets/slides.js"></script>
</head>
<body>
<main class="reveal"><div class="slides">
${shown.join("\n")}
</div></main>
</body>
</html>
`;
}

/** What starts them. */
export const SLIDES_SCRIPT = `Reveal.initialize({ hash: true, slideNumber: "c/t", width: 1280, height: 720, margin: 0.04, transition: "none", center: false, scrollActivationWidth: 0 });
`;

/** Their look, after that of the book. */
export const SLIDES_STYLE = `
html, body { height: 100%; display: block; }
.reveal-viewport { background: var(--paper); color: var(--ink); }
main.reveal { max-width: none; margin: 0; padding: 0; font-size: 27px; line-height: 1.35; }
.reveal .slides { text-align: left; }
.reveal .slides > section { box-sizing: border-box; height: 720px; padding: 0 0 44px; }
.reveal .slides > section.present { display: flex !important; flex-direction: column; gap: 18px; }
.reveal :is(h1, h2, p, ul, ol, figure, .shown) { margin: 0; padding: 0; border: 0; max-width: none; }
.reveal h1 { font-size: 62px; line-height: 1.15; margin: 150px 0 20px; }
.reveal h2 { font-size: 40px; line-height: 1.15; }
.reveal .key { font-size: 34px; font-weight: 600; line-height: 1.25; }
.reveal li { margin: 0 0 14px; }
.reveal :is(ul, ol) { padding-left: 36px !important; }
.reveal .katex-display { flex: none; width: 100%; margin: 0; padding: 4px 0; overflow: visible; text-align: center; }
.reveal figure { width: 100%; flex: 1; min-height: 0; display: flex; flex-direction: column; align-items: center; gap: 8px; }
.reveal figure .picture { max-width: none; flex: 1; min-height: 0; width: 100%; text-align: center; }
.reveal figure svg { width: 100% !important; height: 100%; max-width: none; }
.reveal figcaption { font-size: 20px; line-height: 1.3; max-width: 1000px; }
.reveal table { font-size: 22px; margin: 0 auto; color: inherit; }
.reveal :is(th, td) { padding: 5px 14px; }
.reveal .place { position: absolute; left: 0; bottom: 0; font-size: 18px; }
`;

/** What of a chapter stands on slides. */
function slidesOf(html: string): Slide[] {
  const slides: Slide[] = [];
  let omitted = false;
  let begins = false;
  for (const block of blocksIn(parseFragment(html))) {
    const level = HEADINGS.indexOf(block.tagName);
    if (level >= 0) {
      const heading = escapeHtml(textOf(block));
      if (level < 2) omitted = OMITTED.test(heading);
      if (!omitted)
        slides.push({
          id: level === 0 ? "" : attribute(block, "id"),
          heading,
          parts: [],
          height: level === 0 ? TITLE : 0,
        });
      begins = level > 0;
      continue;
    }
    for (const { part, height } of omitted ? [] : partsOf(block, begins)) {
      let slide = slides.at(-1);
      if (!slide || height > HEIGHT) continue;
      if (slide.height + height > HEIGHT) {
        slide = { ...slide, parts: [], height: 0 };
        slides.push(slide);
      }
      slide.parts.push(part);
      slide.height = height === FIGURE ? HEIGHT : slide.height + height; // it grows into what is left
    }
    begins = false;
  }
  return slides.filter(({ id, parts }) => id === "" || parts.length > 0);
}

interface Part {
  readonly part: string;
  readonly height: number;
}

function partsOf(block: Element, begins: boolean): Part[] {
  const { tagName } = block;
  const part = serializeOuter(block);
  const text = textOf(block);
  if (tagName === "figure") return [{ part, height: FIGURE }];
  if (tagName === "table") {
    const rows = allIn(block, isTag("tr")).map((row) => lines(textOf(row), 90, 30));
    return [{ part, height: rows.reduce((sum, each) => sum + each, 0) }];
  }
  if (tagName === "ul" || tagName === "ol") return [{ part, height: lines(text, 90, 50) }];
  const [first] = block.childNodes;
  const lead = first && isElement(first) && first.tagName === "strong" ? textOf(first) : "";
  if (WHOLE.test(lead)) return [{ part, height: lines(text, 95, 37) }];
  const led = lead.endsWith(".") && !ASIDE.test(lead);
  const [key = "", next = ""] = led || (begins && tagName === "p") ? sentencesOf(block) : [];
  const beside = led || key.length < SHORT ? next : "";
  const said: Part = {
    part: `<p class="key">${key}</p>${beside && `<p>${beside}</p>`}`,
    height: lines(key, 65, 42) + lines(beside, 95, 37),
  };
  const formulas = allIn({ childNodes: [block] }, isOfClass("katex-display"));
  return [
    ...(key ? [said] : []),
    ...formulas.map((formula) => {
      const rows = textOf(formula).split("\\\\").length; // of its TeX
      return { part: serializeOuter(formula), height: 50 + 70 * rows };
    }),
  ];
}

/** Height of a text, with the space after it. */
const lines = (text: string, letters: number, height: number): number =>
  Math.ceil(text.length / letters) * height + 18;

/** Its sentences, with the formulas in them, up to a formula on a line of its own. */
function sentencesOf({ childNodes }: Element): string[] {
  const sentences = [""];
  for (const node of childNodes) {
    if (isElement(node)) {
      if (allIn({ childNodes: [node] }, isOfClass("katex-display")).length > 0) break;
      sentences[0] += serializeOuter(node);
      if (isTag("strong")(node)) sentences.unshift("");
    } else if ("value" in node) {
      const [head, ...rest] = node.value.split(SENTENCE_END);
      sentences[0] += escapeHtml(head);
      for (const each of rest) sentences.unshift(escapeHtml(each));
    }
  }
  return sentences.reverse().map((each) => each.trim().replace(/:$/, "."));
}
/** But for "eq. 3". */
const SENTENCE_END = /(?<=[^q]s?[.?!:])\s+(?=[^\p{Ll}\d])/u;

const { isElementNode: isElement } = defaultTreeAdapter;
const HEADINGS = ["h1", "h2", "h3"];
const isTag =
  (name: string) =>
  ({ tagName }: Element): boolean =>
    tagName === name;
const attribute = ({ attrs }: Element, name: string): string =>
  attrs.find((each) => each.name === name)?.value ?? "";
const isOfClass =
  (name: string) =>
  (element: Element): boolean =>
    attribute(element, "class").split(" ").includes(name);

/** The outermost elements that are such. */
const allIn = (parent: Pick<ParentNode, "childNodes">, such: (element: Element) => boolean): Element[] =>
  parent.childNodes.filter(isElement).flatMap((each) => (such(each) ? [each] : allIn(each, such)));

/** What a chapter is made of, one after the other; what is folded away is not among it. */
const blocksIn = (parent: ParentNode): Element[] =>
  parent.childNodes
    .filter(isElement)
    .flatMap((each) =>
      WRAPPERS.has(each.tagName) ? blocksIn(each) : each.tagName === "details" ? [] : [each],
    );
const WRAPPERS = new Set(["section", "div"]);

const textOf = (node: ParentNode): string =>
  node.childNodes
    .map((each) => (isElement(each) ? textOf(each) : "value" in each ? each.value : ""))
    .join("");
