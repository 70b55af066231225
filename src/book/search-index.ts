// What can be searched for in the book: the text of every section, with the heading that leads to it.
import MiniSearch from "minisearch";
import { OPTIONS, type Section } from "./search-options";

/** Of a section, what is shown of it where it is found. */
const LONGEST = 140;

/** The sections of a page, from its HTML. Code, figures and what was printed are not searched; formulas are read as LaTeX. */
export function sectionsOf(name: string, title: string, html: string): Section[] {
  const { JSDOM } = require("jsdom") as typeof import("jsdom");
  const bare = html.replace(/<(svg|script|pre)\b.*?<\/\1>/gs, " ");
  const body = JSDOM.fragment(bare);
  for (const seen of body.querySelectorAll(".katex-html, summary, .stage, .knobs, .actions")) seen.remove();
  for (const formula of body.querySelectorAll(".katex"))
    formula.textContent = formula.querySelector("annotation")?.textContent ?? "";
  const found: { id: string; title: string; text: string }[] = [{ id: `${name}.html`, title, text: "" }];
  const read = (node: Node): void => {
    const { id, nodeName, textContent } = node as Element;
    if (id && /^H[1-4]$/.test(nodeName)) {
      const heading = textContent?.trim() ?? "";
      if (nodeName !== "H1") found.push({ id: `${name}.html#${id}`, title: heading, text: "" });
    } else if (node.nodeType === 3) (found.at(-1) as { text: string }).text += textContent;
    else {
      for (const child of node.childNodes) read(child);
      if (/^(P|LI|TD|TH|TR|DIV|FIGCAPTION|SECTION)$/.test(nodeName))
        (found.at(-1) as { text: string }).text += " ";
    }
  };
  read(body);
  return found.map((section) => {
    const text = section.text.replace(/\s+/g, " ").trim();
    const start = text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s\S*$/, "")} …` : text;
    return { ...section, text, start, page: title };
  });
}

/** The script that holds the index. */
export function searchIndex(sections: readonly Section[]): string {
  const index = new MiniSearch<Section>(OPTIONS);
  index.addAll(sections);
  return `searchIndex = ${JSON.stringify(index)};\n`;
}
