// What the documents name exists.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import * as figures from "../../src/figures/index";
import * as library from "../../src/index";
import * as paper from "../../src/paper/index";
import { VERSION } from "../../src/version";

const entries = { "spin-ring": library, "spin-ring/figures": figures, "spin-ring/paper": paper };

const root = join(__dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `${folder}/${path}`);
// that of data/qutip speaks of Python
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "notebooks/README.md",
  ...below("docs"),
  ...below("data"),
].filter((path) => !path.includes("qutip"));

test("the documents are found", () => {
  expect(documents.length).toBeGreaterThan(8);
});

test.each(documents)("%s: every function that it calls is exported", (path) => {
  const text = read(path);
  const called = [...text.matchAll(/`(?:await )?([a-z]\w*)\(/gi)].map(([, name]) => name);
  const all = Object.assign({}, ...Object.values(entries));
  expect(called.filter((name) => !(name in all))).toEqual([]);
  const imports = text.matchAll(/import \{([^}]*)\} from "(spin-ring.*?)"/g);
  const missing = [...imports].flatMap(([, names, entry]) =>
    names
      .split(",")
      .map((name) => (name.trim() in entries[entry as keyof typeof entries] ? "" : `${name} of ${entry}`)),
  );
  expect(missing.join("")).toBe("");
});

test.each(documents)("%s: every file that it links to is there", (path) => {
  const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, link]) => link);
  expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
});

test("the glossary has the symbols that the paper's equations are written in", () => {
  const glossary = read("docs/glossary.md");
  for (const symbol of [
    "H_S",
    "h_{l,l+1}",
    "C(τ)",
    "W(ε)",
    "S̃",
    "ρ_NESS",
    "j_u",
    "j^S",
    "𝓔",
    "γ",
    "ω_c",
    "Δ",
  ])
    expect(glossary).toContain(symbol);
});

test("the citation names the paper, and this version of the software", () => {
  const citation = read("CITATION.cff");
  for (const line of ['doi: "10.3390/e21030228"', 'value: "arXiv:1812.10951"', "volume: 21", "year: 2019"])
    expect(citation).toContain(line);
  const { version } = JSON.parse(read("package.json"));
  expect(citation).toContain(`version: ${version}\n`);
  expect(VERSION).toBe(version);
});
