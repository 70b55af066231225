// Whose work the book carries, and on what terms: the licences of all packages that are bundled or copied into it, as
// their packages have them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "./render";

const modules = join(__dirname, "..", "..", "node_modules");

/** The package that a file of node_modules belongs to; undefined for a file of ours. */
export const packageOf = (path: string): string | undefined =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.split("\\").join("/"))?.[1];

/** Packages with all that they depend on: what a script that is copied as it was built may contain. */
export function withDependencies(names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name) || !existsSync(join(modules, name))) return;
    found.add(name);
    Object.keys(described(name).dependencies ?? {}).forEach(visit);
  };
  names.forEach(visit);
  return [...found];
}

interface Described {
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const described = (name: string): Described =>
  JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));

/** The body of the page; `packages` by name, and `sizes` of what the book brings along, in kilobytes. */
export function licencesBody(
  packages: Iterable<string>,
  sizes: readonly (readonly [what: string, kilobytes: number])[],
): string {
  const parts = [...new Set(packages)].sort().map((name) => {
    const { version, license = "see its text" } = described(name);
    const files = readdirSync(join(modules, name)).filter((file) =>
      /^(licen[cs]e|notice|copying|thirdpartynotice)/i.test(file),
    );
    const texts = files.map((file) => readFileSync(join(modules, name, file), "utf8").trim());
    const title = `${escapeHtml(name)} ${escapeHtml(version)}: ${escapeHtml(license)}`;
    if (texts.length === 0) return `<p>${title}; its package has no text of it</p>`;
    const shown = texts.map((text) => `<pre class="printed">${escapeHtml(text)}</pre>`).join("");
    return `<details class="folded"><summary>${title}</summary>${shown}</details>`;
  });
  return `<section class="prose">
<h1>Licences</h1>
<p>The book and spin-ring are free under the MIT licence. These packages are in the book, its scripts and its fonts, or come with one that is, with many thanks to those who made them.</p>
<h2 id="sizes"><a href="#sizes">What it weighs</a></h2>
<div class="shown"><table><thead><tr><th>what comes with a page</th><th>KB, compressed</th></tr></thead><tbody>${sizes
    .map(([what, kilobytes]) => `<tr><td>${escapeHtml(what)}</td><td>${kilobytes.toFixed(1)}</td></tr>`)
    .join("")}</tbody></table></div>
<h2 id="texts"><a href="#texts">The licences</a></h2>
</section>
${parts.join("\n")}`;
}
