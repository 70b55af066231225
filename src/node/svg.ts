// A figure as a picture: Vega-Lite or Vega to SVG in Node, the same bytes every time.
import { createHash } from "node:crypto";
import type { LoggerInterface, Spec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { isVega } from "../cells/display";
import type { Described } from "../cells/host";
import { narrow, PHONE } from "../figures/narrow";
import { withIndices } from "../figures/symbols";
import type { Figure } from "../figures/theme";

/** A figure as SVG; what Vega would only warn of is an error here, since a reader would not see it. */
export async function figureSvg<F extends Described>(figure: F): Promise<string> {
  const { description } = figure;
  if (typeof description !== "string" || description.trim() === "") {
    throw new Error("a figure needs a description: it stands where the picture cannot be seen");
  }
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]); // 0.3 s: when first needed
  Object.assign((vega as unknown as { textMetrics: object }).textMetrics, { width });
  const problems: string[] = [];
  const logger = collecting(problems);
  let svg = "";
  try {
    const spec = isVega(figure)
      ? (figure as Spec)
      : vegaLite.compile(figure as unknown as TopLevelSpec, { logger }).spec;
    const view = new vega.View(vega.parse(spec), { renderer: "none", logger });
    svg = await view.toSVG();
    view.finalize();
  } catch (error) {
    logger.error(error as Error);
  }
  if (problems.length > 0) throw new Error(`figure "${description}": ${problems.join("; ")}`);
  const id = createHash("sha256").update(JSON.stringify(figure)).digest("hex").slice(0, 8);
  return ownIds(rounded(described(typeset(visible(svg)), description)), id);
}

/** The same in the shape of a phone. */
export async function phoneSvg(figure: Figure): Promise<string> {
  let [svg, room] = ["", PHONE];
  for (let beyond = 1; beyond > 0 && room > PHONE / 2; room -= beyond) {
    svg = await figureSvg(narrow(figure, room));
    beyond = Number(/ width="([\d.]+)"/.exec(svg)?.[1]) - PHONE; // what axes and words take more than was left to them
  }
  return svg;
}

/** How wide a text is in the widest of common fonts: Vega by itself takes it for a quarter wider still. */
function width(
  { fontSize = 11, fontWeight }: { fontSize?: number; fontWeight?: string },
  text: unknown,
): number {
  const part = (letter: string): number =>
    /[ fijltrI.,:;!|'()[\]/·-]/.test(letter) ? 0.36 : /[mwMW%@]/.test(letter) ? 0.92 : 0.625;
  const parts = Array.from(String(text ?? ""), part).reduce((sum, each) => sum + each, 0);
  return Math.floor(fontSize * parts * (fontWeight === "bold" ? 1.08 : 1));
}

function collecting(problems: string[]): LoggerInterface {
  const keep = (...messages: readonly unknown[]) => {
    problems.push(messages.map((each) => (each instanceof Error ? each.message : String(each))).join(" "));
    return logger;
  };
  const pass = () => logger;
  const level = ((value?: number) => (value === undefined ? 2 : logger)) as LoggerInterface["level"];
  const logger: LoggerInterface = { level, error: keep, warn: keep, info: pass, debug: pass };
  return logger;
}

// marks that only wait for the cursor have no place in a picture
function visible(svg: string): string {
  return svg
    .replace(/<g class="[^"]*voronoi[^"]*"[^>]*>.*?<\/g>/gs, "")
    .replace(/<(line|path)\b[^>]* opacity="0"[^>]*(\/>|><\/\1>)/g, "");
}

/** Letters that Unicode cannot lower are lowered here, and the others alike. */
const typeset = (svg: string): string =>
  svg.replace(/(?<=<text[^>]*>)[^<]+/g, (text) =>
    withIndices(text)
      .map((piece, i) => {
        if (piece === "" || i === 0) return piece;
        return i % 2 === 1
          ? `<tspan dy="0.3em" font-size="75%">${piece}</tspan>`
          : `<tspan dy="-0.225em">${piece}</tspan>`;
      })
      .join(""),
  );

function described(svg: string, description: string): string {
  const label = description.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/\s+/g, " ");
  return svg.replace("<svg ", `<svg role="img" aria-label="${label}" `);
}

// the last digits of a coordinate differ between machines, and nobody sees them
function rounded(svg: string): string {
  const twoDecimals = (number: string) => String(Math.round(Number(number) * 100) / 100 + 0);
  return svg.replace(/ (?!aria-|xlink:|href)([\w:-]+)="([^"]*)"/g, (_, name: string, value: string) => {
    return ` ${name}="${value.replace(/-?\d*\.\d{3,}(e-?\d+)?|-?\d+(\.\d+)?e-\d+/g, twoDecimals)}"`;
  });
}

// Vega counts on from figure to figure; two figures on one page must not share an id either
function ownIds(svg: string, prefix: string): string {
  const ids = new Map<string, string>();
  for (const [, id] of svg.matchAll(/ id="([^"]+)"/g)) ids.set(id, `${prefix}-${ids.size + 1}`);
  return svg
    .replace(/ id="([^"]+)"/g, (_, id) => ` id="${ids.get(id)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, id) => `url(#${ids.get(id) ?? id})`);
}
