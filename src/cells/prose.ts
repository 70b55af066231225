// Numbers and words in the text of a notebook that are a cell's: <span data-value="minimum.at">2.19</span>. They read as
// they are committed; a page renews them when the cell has run, and a notebook that is run is checked against them.

/** A place in the text that stands for a value of a cell. */
export interface BoundText {
  /** a name at the top of a cell, and what of it: `rows[0].energy` */
  readonly path: string;
  /** what is written */
  readonly text: string;
}

/** What a text says of values. */
export const boundTexts = (markdown: string): BoundText[] =>
  [...markdown.matchAll(/<span data-value="([^"<>]*)">([^<]*)<\/span>/g)].map(([, path, text]) => ({
    path,
    text,
  }));

/** The name that a path begins with, and the steps from there; undefined if it is no path. */
export function stepsOf(path: string): string[] | undefined {
  const name = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
  if (!new RegExp(`^${name}(\\.${name}|\\[\\d+\\])*$`, "u").test(path)) return undefined;
  return path.split(/[.[\]]+/).filter((step) => step !== "");
}

/** A value as a text says it: a number with as many decimals as are written, with the minus of prose. */
export function saidLike(text: string, value: unknown): string {
  const written = /^−?\d+(?:\.(\d+))?(e[−+]?\d+)?$/.exec(text);
  if (typeof value !== "number" || !written) return String(value);
  const decimals = written[1]?.length ?? 0;
  const said = written[2] ? value.toExponential(decimals) : value.toFixed(decimals);
  return (/[1-9]/.test(said) ? said : said.replace("-", "")).replaceAll("-", "−");
}
