// The house is in order: imports run one way, a file is told by its name, and the map is that of the house.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { beforeAll, expect, test } from "vitest";
import rules from "../../.dependency-cruiser.cjs";

const root = join(__dirname, "..", "..");

let found: ICruiseResult;
beforeAll(async () => {
  const { options, forbidden } = rules;
  const result = await cruise(["src"], { ...options, baseDir: root, ruleSet: { forbidden }, validate: true });
  found = result.output as ICruiseResult;
});

test("imports run one way, without circles, and the library runs without Node", () => {
  expect(found.modules.length).toBeGreaterThan(150);
  expect(found.summary.violations.map(({ from, rule, to }) => `${from} → ${to}: ${rule.name}`)).toEqual([]);
});

test("no two files of the source have one name, but for index.ts", () => {
  const paths = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const names = paths.filter((path) => path.endsWith(".ts")).map((path) => basename(path));
  const twice = names.filter((name, i) => name !== "index.ts" && names.indexOf(name) !== i);
  expect(twice).toEqual([]);
});

test("the map of the house has its rooms, and what each of them uses", () => {
  const room = (path: string): string => path.split("/")[1].replace(/\.ts$/, "");
  const uses = new Map<string, Set<string>>();
  const drawable = (path: string): boolean => /^src\/(?!(optional|version)\.ts)/.test(path);
  for (const { source, dependencies } of found.modules.filter(({ source }) => drawable(source))) {
    const used = uses.get(room(source)) ?? new Set();
    for (const { resolved } of dependencies) if (drawable(resolved)) used.add(room(resolved));
    uses.set(room(source), used);
  }
  const below = (from: string): string[] => [...(uses.get(from) ?? [])].filter((to) => to !== from);
  const reached = (from: string): string[] => below(from).flatMap((to) => [to, ...reached(to)]);
  // an arrow that a chain of others says already is left out
  const arrows = [...uses.keys()].flatMap((from) => {
    const further = new Set(below(from).flatMap(reached));
    return below(from).flatMap((to) => (further.has(to) ? [] : [`${from} --> ${to}`]));
  });
  const map =
    /```mermaid\n([^`]*)```/.exec(readFileSync(join(root, "docs", "architecture.md"), "utf8"))?.[1] ?? "";
  const drawn = map.split("\n").map((line) => line.trim());
  expect(drawn.filter((line) => line.includes("-->")).sort()).toEqual(arrows.sort());
  expect(drawn.flatMap((line) => /^(\w+)\[/.exec(line)?.[1] ?? []).sort()).toEqual([...uses.keys()].sort());
});
