// A panel of the page with a table whose rows come anew.
import { html } from "./dom";

/** A table of the page. */
export interface Table {
  readonly element: HTMLElement;
  /** rows of as many cells as there are headings, or of one that is as wide as all */
  readonly show: (rows: readonly (readonly string[])[]) => void;
}

/** Builds the table; a last cell that begins with ⚠ marks its row as doubtful. */
export function createTable(title: string, headings: readonly string[], look = ""): Table {
  const head = html("tr", {}, ...headings.map((name) => html("th", { scope: "col" }, name)));
  const body = html("tbody");
  const element = html(
    "section",
    { class: `panel numbers ${look}`.trim() },
    html("header", {}, html("h3", {}, title)),
    html("table", {}, html("thead", {}, head), body),
  );
  const line = ([first, ...others]: readonly string[]): HTMLElement => {
    if (others.length === 0) return html("tr", {}, html("td", { colspan: headings.length }, first));
    return html(
      "tr",
      { class: others.at(-1)?.startsWith("⚠") ? "doubtful" : undefined },
      html("th", { scope: "row" }, first),
      ...others.map((text) => html("td", {}, text)),
    );
  };
  return { element, show: (rows) => body.replaceChildren(...rows.map(line)) };
}
