// A figure as a picture: Vega-Lite or Vega to SVG in Node, the same bytes every time.
import { createHash } from "node:crypto";
import type { LoggerInterface, Spec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { isVega } from "../cells/display";
import type { Described } from "../cells/host";

/** A figure as SVG; what Vega would only warn of is an error here, since a reader would not see it. */
export async function figureSvg<F extends Described>(figure: F): Promise<string> {
  const { description } = figure;
  if (typeof description !== "string" || description.trim() === "") {
    throw new Error("a figure needs a description: it stands where the picture cannot be seen");
  }
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]); // 0.3 s: when first needed
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
  return ownIds(rounded(described(visible(svg), description)), id);
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
