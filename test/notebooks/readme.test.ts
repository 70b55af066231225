import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readNotebook } from "../../src/notebook/ipynb";
import { root } from "./helper";

test("the picture in the README is the one that the notebook shows", () => {
  const notebook = readNotebook(join(root, "notebooks", "04-current-modes.ipynb"));
  const pictures = notebook.cells
    .flatMap((cell: { outputs?: { data?: Record<string, string | string[]> }[] }) => cell.outputs ?? [])
    .flatMap((output: { data?: Record<string, string | string[]> }) => output.data?.["image/svg+xml"] ?? [])
    .flat();
  expect(pictures.join("")).toBe(readFileSync(join(root, "docs", "figure-2.svg"), "utf8"));
});
