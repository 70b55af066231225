// The committed notebooks run in stock tslab as well, to the same text, numbers and figures.
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Cell, Output } from "../../src/runner/ipynb";
import { runNotebook } from "../../src/runner/run-notebook";
import { root, stock } from "./helper";

const folder = join(root, "notebooks");
const notebooks = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

const outputsOf = (path: string): Output[][] =>
  JSON.parse(readFileSync(path, "utf8")).cells.map(({ outputs = [] }: Cell) => outputs);

// the largest rings take minutes
test.each(notebooks)("%s", { timeout: 900_000 }, async (name) => {
  const copy = join(root, "dist", `stock-${name}`); // as far from data/ as the notebook
  copyFileSync(join(folder, name), copy);
  try {
    await runNotebook(copy, { command: stock });
    expect(outputsOf(copy)).toEqual(outputsOf(join(folder, name)));
  } finally {
    rmSync(copy);
  }
});
