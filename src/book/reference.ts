// The reference: every name that the package exports, with its type, what its comment says, and an example.
import MarkdownIt from "markdown-it";
import { indicesInHtml } from "../figures/symbols";
import {
  ALIAS,
  CLASS,
  type Comment,
  commentOf,
  type DeclarationReflection,
  type Entry,
  INTERFACE,
  isType,
  membersOf,
  propertiesOf,
  roomOf,
  type SignatureReflection,
  type SomeType,
  signaturesOf,
} from "./exported";
import { type Chapter, escapeHtml, highlighted } from "./render";

/** The rooms of the library in the order of reading, as the reference calls them; any other comes last, by its name. */
const ROOMS: Readonly<Record<string, string>> = {
  model: "The model",
  baths: "Baths",
  equations: "Equations",
  states: "States",
  observables: "Observables",
  solve: "Descriptions",
  sweep: "Sweeps",
  numerics: "Roots, minima and grids",
  input: "Errors and warnings",
  cells: "Showing and checking",
};

/** What the examples of the reference speak of. */
export const PREAMBLE = `const modelAt = (interaction) => ringModel({ sites: 4, spinsUp: 2, interaction, fields: [0, 2, 1, 0] });
const ring = modelAt(2);
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const state = steadyState(ring, baths);
const base = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths };`;

/** The reference as a page of the book. */
export function renderReference(entries: readonly Entry[]): Pick<Chapter, "html" | "sections"> {
  const sections: { id: string; title: string }[] = [];
  const parts = entries.flatMap((entry, i) => {
    const groups = i === 0 ? byRoom(entry.exports) : [{ title: entry.name, exports: entry.exports }];
    return groups.map(({ title, exports }) => {
      const id = title.toLowerCase().replace(/\W+/g, "-");
      sections.push({ id, title });
      const sorted = [...exports].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
      const list = sorted.map(({ name }) => `<a href="#${name}">${name}</a>`).join(" · ");
      return `<h2 id="${id}"><a href="#${id}">${title}</a></h2>
<p>${list}</p>
${sorted.map((each) => renderName(each, entries)).join("\n")}`;
    });
  });
  const html = `<section class="prose reference">
<h1>Reference</h1>
<p>What a program can import: ${entries.map(({ name, exports }) => `<code>${name}</code> (${exports.length} names)`).join(", ")}. Energies and temperatures are in units of the exchange J, times in ħ/J, with k<sub>B</sub> = 1; sites, bonds and levels count from 1 where a name or an error speaks of them, from 0 in arrays. A matrix is one array, row after row.</p>
<p>The examples speak of these:</p>
<pre><code>${highlighted(PREAMBLE)}</code></pre>
${parts.join("\n")}
</section>`;
  return { html, sections };
}

/** What can be called or read first, types after it. */
const rank = (declaration: DeclarationReflection): number => (isType(declaration) ? 1 : 0);

function byRoom(
  exports: readonly DeclarationReflection[],
): { title: string; exports: DeclarationReflection[] }[] {
  const rooms = new Map<string, DeclarationReflection[]>();
  for (const declaration of exports) {
    const room = roomOf(declaration);
    rooms.set(room, [...(rooms.get(room) ?? []), declaration]);
  }
  const known = Object.keys(ROOMS).filter((room) => rooms.has(room));
  return [...new Set([...known, ...rooms.keys()])].map((room) => ({
    title: ROOMS[room] ?? room,
    exports: rooms.get(room) as DeclarationReflection[],
  }));
}

function renderName(declaration: DeclarationReflection, all: readonly Entry[]): string {
  const { name } = declaration;
  const types = new Set(
    all.flatMap(({ exports }) => exports.flatMap((each) => (isType(each) ? [each.name] : []))),
  );
  types.delete(name);
  const comment = commentOf(declaration);
  const lines = signaturesOf(declaration).map((signature) => `${name}${printed(signature)}`);
  if (lines.length === 0) lines.push(headOf(declaration));
  return `<h3 id="${name}"><a href="#${name}">${name}</a></h3>
<pre><code>${lines.map((line) => linked(line, types)).join("\n")}</code></pre>
${markdown(textOf(comment?.summary))}
${parametersOf(declaration)}${blocks(comment, "@returns", "Gives")}${blocks(comment, "@throws", "Throws")}
${propertyTable(declaration, types)}${examples(comment, all)}`;
}

/** How a type or a constant begins. */
function headOf(declaration: DeclarationReflection): string {
  const { name, kind, type, extendedTypes = [], typeParameters } = declaration;
  const own = `${name}${generics(typeParameters)}`;
  const above = extendedTypes.length > 0 ? ` extends ${extendedTypes.join(", ")}` : "";
  if (kind === INTERFACE) return `interface ${own}${above}`;
  if (kind === CLASS) return `class ${own}${above}`;
  return kind === ALIAS ? `type ${own} = ${type}` : `const ${own}: ${type}`;
}

const generics = (parameters: readonly { name: string; type?: SomeType }[] | undefined): string =>
  parameters?.length
    ? `<${parameters.map(({ name, type }) => (type ? `${name} extends ${type}` : name)).join(", ")}>`
    : "";

function printed({ parameters = [], type, typeParameters }: SignatureReflection): string {
  const list = parameters.map(
    (each) =>
      `${each.flags.isRest ? "..." : ""}${named(each)}${each.flags.isOptional ? "?" : ""}: ${each.type}`,
  );
  const inLine = `${generics(typeParameters)}(${list.join(", ")}): ${type}`;
  return inLine.length < 90 || list.length < 2
    ? inLine
    : `${generics(typeParameters)}(\n${list.map((each) => `  ${each},\n`).join("")}): ${type}`;
}

/** The name of a parameter, which one that is taken apart at once does not have. */
const named = ({ name }: { name: string }): string => (name === "__namedParameters" ? "options" : name);

/** Code in which types lead to what the reference says of them. */
function linked(code: string, types: ReadonlySet<string>): string {
  return escapeHtml(code).replace(/\w+/g, (word) =>
    types.has(word) ? `<a href="#${word}">${word}</a>` : word,
  );
}

function parametersOf(declaration: DeclarationReflection): string {
  const rows = (signaturesOf(declaration)[0]?.parameters ?? []).flatMap((each) =>
    each.comment
      ? [`<dt><code>${named(each)}</code></dt><dd>${inline(textOf(each.comment.summary))}</dd>`]
      : [],
  );
  return rows.length > 0 ? `<dl>${rows.join("")}</dl>` : "";
}

function blocks(comment: Comment | undefined, tag: string, verb: string): string {
  const texts = (comment?.blockTags ?? []).filter((block) => block.tag === tag);
  return texts.map(({ content }) => `<p>${verb} ${inline(textOf(content))}.</p>`).join("");
}

function propertyTable(declaration: DeclarationReflection, types: ReadonlySet<string>): string {
  // what it inherits stands with the type that it extends
  const own = propertiesOf(declaration).filter((each) => !each.declaration.inheritedFrom?.reflection);
  const rows = own.map(({ path, declaration: property }) => {
    const { comment = signaturesOf(property)[0]?.comment, flags, type, signatures } = property;
    const name = path.slice(declaration.name.length + 1);
    const shown = signatures
      ? signatures.map(printed).join(" ")
      : membersOf(type).length > 0
        ? ""
        : String(type);
    return `<tr id="${path}"><td><code>${name}${flags.isOptional ? "?" : ""}</code></td><td>${shown && `<code>${linked(shown, types)}</code>`}</td><td>${inline(textOf(comment?.summary))}</td></tr>`;
  });
  if (rows.length === 0) return "";
  return `<div class="shown"><table><thead><tr><th>property</th><th>type</th><th>meaning</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function examples(comment: Comment | undefined, all: readonly Entry[]): string {
  const code = (comment?.blockTags ?? [])
    .filter(({ tag }) => tag === "@example")
    .map(({ content }) => textOf(content).replace(/^```\w*\n|\n```$/g, ""))
    .join("\n");
  if (code === "") return "";
  const words = new Set(code.replace(/"[^"]*"| \/\/ .*/g, "").match(/\w+/g));
  const imports = all.flatMap(({ name, exports }) => {
    const used = exports.filter((each) => words.has(each.name)).map((each) => each.name);
    return used.length > 0 ? [`import { ${used.sort().join(", ")} } from "${name}";`] : [];
  });
  return `<pre><code>${highlighted([...imports, code].join("\n"))}</code></pre>`;
}

type Text = Comment["summary"] | undefined;

/** The text of a comment as Markdown; what it refers to becomes a link. */
function textOf(text: Text): string {
  return (text ?? [])
    .map((part) => {
      if (part.kind !== "inline-tag") return part.text;
      const [name] = part.text.split(/[\s|(]/);
      return `[\`${part.text}\`](#${name})`;
    })
    .join("");
}

const writer = new MarkdownIt();
const markdown = (text: string): string => indicesInHtml(writer.render(text));
const inline = (text: string): string => indicesInHtml(writer.renderInline(text.trim().replace(/\.$/, "")));
