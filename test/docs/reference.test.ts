// Whatever the package exports is documented, and the reference is whole.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import {
  commentOf,
  type Documented,
  type Entry,
  isType,
  propertiesOf,
  readEntries,
  roomOf,
  signaturesOf,
} from "../../src/book/exported";
import { renderReference } from "../../src/book/reference";
import * as figures from "../../src/figures/index";
import * as library from "../../src/index";
import * as paper from "../../src/paper/index";

let entries: Entry[];
let names: Documented[];
const warnings: string[] = [];
beforeAll(async () => {
  entries = await readEntries((message) => warnings.push(message));
  names = entries
    .flatMap((entry) => entry.exports)
    .map((declaration) => ({ path: declaration.name, declaration }));
});

const isFunction = ({ declaration }: Documented): boolean =>
  !isType(declaration) && signaturesOf(declaration).length > 0;

test("the entries are those of the package", () => {
  const { exports } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
  const paths = Object.keys(exports).filter((path) => path !== "./package.json");
  expect(entries.map(({ name }) => name)).toEqual(paths.map((path) => path.replace(".", "spin-ring")));
  const values = entries.map(({ exports }) =>
    exports.filter((each) => !isType(each)).map(({ name }) => name),
  );
  expect(values.map((each) => each.sort())).toEqual(
    [library, figures, paper].map((entry) => Object.keys(entry).sort()),
  );
  const found = names.map(({ path }) => path);
  expect(found).toEqual(expect.arrayContaining(["steadyState", "SteadyState", "InputError", "COLOURS"]));
});

test("every exported name and every property of it is documented", () => {
  const all = names.flatMap((each) => [each, ...propertiesOf(each.declaration)]);
  const without = all.filter(({ declaration }) => !commentOf(declaration)?.hasVisibleComponent());
  expect(without.map(({ path }) => path)).toEqual([]);
});

test("what exported types speak of is exported", () => {
  expect(warnings.filter((message) => message.includes("not included"))).toEqual([]);
});

test("every exported function has an example", () => {
  const functions = names.filter(isFunction);
  expect(functions.length).toBeGreaterThan(40);
  const without = functions.filter(({ declaration }) => !commentOf(declaration)?.getTag("@example"));
  expect(without.map(({ path }) => path)).toEqual([]);
});

test("the reference has every name and every property once, and its links lead somewhere", () => {
  const { html } = renderReference(entries);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual(expect.arrayContaining([...names.map(({ path }) => path), "State.energies"]));
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  const links = [...html.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

test("the glossary speaks of what there is, and of every observable", () => {
  const glossary = readFileSync(join(__dirname, "..", "..", "docs", "glossary.md"), "utf8");
  const code = glossary
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .flatMap((line) => line.split(" | ")[2]?.match(/(?<!\[)`[^`]+`/g) ?? []) // not the names of links
    .join(" ");
  const known = new Set(["true", "l"]); // fields[l - 1]
  for (const { path, declaration } of names) {
    known.add(path);
    for (const property of propertiesOf(declaration)) known.add(property.declaration.name);
    for (const { parameters } of signaturesOf(declaration))
      for (const { name } of parameters ?? []) known.add(name);
  }
  const words = new Set(code.replace(/"[^"]*"/g, "").match(/[A-Za-z]\w*/g));
  expect([...words].filter((word) => !known.has(word))).toEqual([]);
  const observables = names.filter((each) => roomOf(each.declaration) === "observables" && isFunction(each));
  expect(observables.length).toBeGreaterThan(10);
  expect(observables.filter(({ path }) => !words.has(path)).map(({ path }) => path)).toEqual([]);
});
