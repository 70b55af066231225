// The house is in order: imports run one way, and a file is told by its name.
import { readdirSync } from "node:fs";
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
