// npm pack gives a package that works in an empty folder: what of that is quick. anywhere.test.ts has the rest.
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import {
  attempt,
  emptyFolder,
  NAMES,
  node,
  PROGRAM,
  readersFolder,
  root,
  run,
  tarball,
  write,
} from "./helper";

const EXPECTED = "parallel 0.0204312215 200 0\n";

let folder: string;
beforeAll(() => {
  folder = readersFolder();
});

const spinRing = (input: string, ...args: string[]) =>
  attempt(
    folder,
    process.execPath,
    [join("node_modules", "spin-ring", "dist", "cli", "main.js"), ...args],
    input,
  );

test("alone it takes few packages and little room", () => {
  const below = (path: string): string[] =>
    readdirSync(path).flatMap((name) => {
      const each = join(path, name);
      return lstatSync(each).isDirectory() ? below(each) : [each];
    });
  const files = below(join(folder, "node_modules"));
  const packages = files.filter((path) =>
    /node_modules[\\/](@[^\\/]+[\\/])?[^\\/@]+[\\/]package\.json$/.test(path),
  );
  expect(packages.length).toBeLessThan(20);
  expect(files.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(25e6);
  expect(statSync(tarball()).size).toBeLessThan(2.5e6);
});

test("CommonJS, with workers", () => {
  const program = `const { ${NAMES} } = require("spin-ring"); (async () => {${PROGRAM}})();`;
  write(folder, { "a.cjs": program });
  expect(node(folder, "a.cjs")).toBe(EXPECTED);
});

test("ECMAScript's modules, with workers", () => {
  write(folder, { "a.mjs": `import { ${NAMES} } from "spin-ring";${PROGRAM}` });
  expect(node(folder, "a.mjs")).toBe(EXPECTED);
});

test("both meet in one process: states, figures, errors and sweeps of one are those of the other", () => {
  write(folder, {
    "both.mjs": `
import { createRequire } from "node:module";
import * as esm from "spin-ring";
import { stateFigure } from "spin-ring/figures";
import { paperBaths, paperModel } from "spin-ring/paper";
const cjs = createRequire(import.meta.url)("spin-ring");
const state = cjs.steadyState(paperModel({ spinsUp: 2, interaction: 2.19 }), paperBaths());
let error;
try { cjs.ringModel({ sites: 4, spinsUp: 7 }); } catch (thrown) { error = thrown; }
const base = { sites: 2, spinsUp: 1, baths: [{ site: 1, temperature: 1 }] };
await cjs.sweep({ base, axes: { interaction: [1, 2] }, observe: ["ergotropy"] }, { workers: 0 });
console.log(
  esm.steadyState !== cjs.steadyState,
  esm.heatCurrents(state).mode,
  stateFigure(state).description.length > 100,
  error instanceof esm.InputError && new Error() instanceof esm.InputError === false,
  (await esm.sweepSoFar()).rows.length,
);
await esm.show(state);`,
  });
  expect(node(folder, "both.mjs")).toMatch(/^true parallel true true 2\nsteady state of a ring of 4 spins/);
});

test("without a notebook objects show themselves in words, a table and a bar as well", () => {
  const program = `import { check, progress, ringModel, show, showTable, versions } from "spin-ring";
await show(ringModel({ sites: 4, spinsUp: 2 }));
showTable([[1, 2]], ["a", "b"]);
progress("bar", 1).tick();
check("it holds", true);
console.log(versions());`;
  write(folder, { "show.mjs": program });
  const shown = node(folder, "show.mjs");
  expect(shown).toMatch(/^ring of 4 spins, 2 up/);
  expect(shown).toMatch(/✓ it holds\nspin-ring \d+\.\d+\.\d+ · ml-matrix [\d.]+\n$/);
});

test("a text as spectral density asks for mathjs, in one line", () => {
  const program = `import { generalBath } from "spin-ring"; generalBath({ site: 1, temperature: 1, spectralDensity: "w" });`;
  write(folder, { "text.mjs": program });
  const { status, stderr } = attempt(folder, process.execPath, ["text.mjs"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/InputError: .*spectralDensity .* needs the package mathjs, install it/);
});

test("the command solves, and says which packages its other parts need", () => {
  const line = '{"sites":4,"spinsUp":2,"baths":[{"site":1,"temperature":2}],"fields":[0,2,1,0]}\n';
  const solved = spinRing(line, "solve");
  expect([solved.status, Object.keys(JSON.parse(solved.stdout))]).toEqual([
    0,
    expect.arrayContaining(["energies"]),
  ]);
  expect(spinRing("", "schema").status).toBe(0);
  for (const command of [["kernel", "install"], ["lab"], ["reproduce", "a.ipynb"]]) {
    const { status, stdout, stderr } = spinRing("", ...command);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^spin-ring \w+ needs packages that .*: npm install --save-dev .*vega@5.*\n$/);
  }
  const { status, stderr } = spinRing("", "book");
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^spin-ring book needs a clone .*\n$/)]);
});

test("publint and arethetypeswrong have nothing to say", () => {
  const program = (name: string, path: string) => node(root, join("node_modules", name, path), tarball());
  expect(program("publint", "src/cli.js")).toContain("All good!");
  expect(program("@arethetypeswrong/cli", "dist/index.js")).toContain("No problems found");
});

test("npm would publish it", () => {
  const { status, stderr } = attempt(root, "npm", ["publish", "--dry-run", "--ignore-scripts"]);
  expect(status, stderr).toBe(0);
});

test("types, with the TypeScript of this checkout and nothing of Node's", () => {
  const source = `import { ${NAMES}, type SteadyState } from "spin-ring";
import { currentFigure } from "spin-ring/figures";
import { paperModel } from "spin-ring/paper";
const model: { readonly sites: number } = paperModel({ spinsUp: 2, interaction: 1 });
// @ts-expect-error: a model needs sites
ringModel({ spinsUp: 2 });
export const use = (state: SteadyState): number => ergotropy(state) + model.sites + currentFigure.length;
export const more = [heatCurrents, ohmicBath, steadyState, sweep];`;
  write(folder, { "types.ts": source, "types.mts": source });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--lib", "es2022"];
  for (const module of ["nodenext", "preserve"]) {
    const file = module === "nodenext" ? "types.mts" : "types.ts";
    run(folder, process.execPath, [tsc, ...options, "--module", module, file]);
  }
});

/** What a page would load, minified; nothing of Node may be in it. */
async function bundled(text: string): Promise<number> {
  const place = emptyFolder();
  write(folder, { "page.mjs": text });
  const { metafile } = await build({
    entryPoints: [join(folder, "page.mjs")],
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser", // refuses what only Node has
    outfile: join(place, "page.js"),
    metafile: true,
    logLevel: "silent",
  });
  expect(Object.keys(metafile.inputs).filter((path) => /dist\/node|commander/.test(path))).toEqual([]);
  const script = readFileSync(join(place, "page.js"));
  expect(script.toString()).not.toMatch(/["']node:/);
  return gzipSync(script, { level: 9 }).length;
}

test("a page can have all of it, and pays for what it takes", async () => {
  const everything =
    'export * from "spin-ring"; export * as f from "spin-ring/figures"; export * as p from "spin-ring/paper";';
  const steady =
    'import { ohmicBath, ringModel, steadyState } from "spin-ring"; console.log(ohmicBath, ringModel, steadyState);';
  const sizes = [await bundled(everything), await bundled(steady)];
  expect(sizes[0]).toBeLessThan(190_000);
  expect(sizes[1]).toBeLessThan(78_000);
});
