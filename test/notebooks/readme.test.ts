import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./helper";

test("the pictures in the README are those that the notebooks show", () => {
  const check = [join(root, "scripts", "pictures.mjs"), "--check"];
  expect(() => execFileSync(process.execPath, check, { stdio: "pipe" })).not.toThrow();
});

test("every link of the README into the repository leads somewhere", () => {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const targets = [...text.matchAll(/(?:\]\(|(?:href|src)=")([^)"#]+)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(10);
  for (const target of targets.filter((each) => !each.startsWith("http"))) {
    expect(existsSync(join(root, target)), target).toBe(true);
  }
});
