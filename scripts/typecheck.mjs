// The types of what the build does not look at: tests, the scripts of the pages, and the declarations as cells of stock tslab
// see them, whose compiler is of 2021.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tsc = ["typescript", "bin", "tsc"];
const tslab = ["@tslab", "typescript-for-tslab", "lib", "tsc.js"];
const asCells =
  "--noEmit --strict --target es2022 --module esnext --moduleResolution node10 --types node".split(" ");
const checks = [
  ...["test", "src/book/explorer", "src/book/live"].map((project) => [tsc, "-p", project]),
  [tslab, ...asCells, ...["", "figures/", "paper/"].map((entry) => `dist/${entry}index.d.ts`)],
];

const failed = checks.filter(([compiler, ...options]) => {
  const path = join(root, "node_modules", ...compiler);
  return spawnSync(process.execPath, [path, ...options], { cwd: root, stdio: "inherit" }).status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
