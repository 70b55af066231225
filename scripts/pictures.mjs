// Takes the pictures of README.md and notebooks/README.md out of the executed notebooks; --check only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Which figure of a notebook stands for it, from 1. */
const chosen = {
  "00-one-qubit": 1,
  "01-model": 1,
  "02-minimality": 1,
  "03-redfield": 2,
  "04-current-modes": 2,
  "05-avoided-crossings": 6,
  "06-ergotropy": 2,
  "07-scorecard": 1,
  "08-larger-rings": 2,
  "09-flux": 2,
  "10-two-rings": 3,
  "11-which-equation": 2,
  "12-noise": 1,
  "13-how-far": 3,
  "14-driving": 4,
};

for (const [name, number] of Object.entries(chosen)) {
  const { cells } = JSON.parse(readFileSync(join(root, "notebooks", `${name}.ipynb`), "utf8"));
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  const pictures = outputs.map(({ data }) => data?.["image/svg+xml"]).filter(Boolean);
  const picture = [pictures[number - 1]].flat().join(""); // a list of lines, or one text
  const path = join(root, "docs", "pictures", `${name}.svg`);
  if (!process.argv.includes("--check")) writeFileSync(path, picture);
  else if (readFileSync(path, "utf8") !== picture) {
    console.error(`docs/pictures/${name}.svg is not what its notebook shows: run node scripts/pictures.mjs`);
    process.exitCode = 1;
  }
}
