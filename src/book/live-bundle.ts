// What makes a page of the book run: its cells as the compiler of cells makes them, and the scripts that are loaded from
// the first click on. Every one is a classic script that holds a function or data, since a page in a folder can load no
// other; the text of a function becomes a worker's.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { versions } from "../cells/check";
import { readSweep } from "../cells/stored-sweep";
import { type Notebook, sourceOf } from "../runner/ipynb";
import type { StoredSweep } from "../sweep/sweep";
import { type BundleOptions, browserBundle } from "./browser-bundle";
import { withDependencies } from "./licences";
import { takenFrom } from "./live/graph";
import { isCode, type LiveCell } from "./live/messages";
import { partsOf } from "./live/parts";
import { partScripts } from "./part-bundle";

type CompiledCell = Omit<LiveCell, "parts">;

const root = join(__dirname, "..", "..");
const source = join(root, "src", "book", "live");

/** Writes the scripts of the book that every page shares; `packages` takes the names of those that are in them. */
export async function writeLiveScripts(assets: string, packages: Set<string>): Promise<void> {
  const bundle = (file: string): Promise<string> => browserBundle(join(source, file), packages, ASIDE);
  for (const name of withDependencies(["mathjs", "dompurify", "typescript"])) packages.add(name);
  const put = (name: string, text: string): void => writeFileSync(join(assets, `${name}.js`), text);
  const { runner, ...parts } = await partScripts(packages);
  put("runner", `${runner}liveVersions = ${JSON.stringify(installed())};\n`);
  mkdirSync(join(assets, "parts"));
  for (const [part, text] of Object.entries(parts)) put(join("parts", part), text);
  put("live", await bundle("live-page.ts"));
  put("own", await bundle("own.ts"));
  put("editor", await bundle("editor.ts"));
  put("pad", await bundle("pad.ts"));
  put("drop", await bundle("drop.ts"));
  put("opened", await bundle("open-notebook.ts"));
  put("compiler", `liveCompiler = function () {${await bundle("compiler.ts")}};\n`);
  put("types", `liveTypes = ${JSON.stringify(declarations())};\n`);
  copyFileSync(join(root, "node_modules", "dompurify", "dist", "purify.min.js"), join(assets, "purify.js"));
}

/** The script that every page has. */
export const readingScript = (): Promise<string> => browserBundle(join(source, "reading.ts"), new Set());

/** What draws figures. */
export const figuresScript = (packages: Set<string>): Promise<string> =>
  browserBundle(join(source, "figures.ts"), packages);

/** The script of the search. */
export const searchScript = (packages: Set<string>): Promise<string> =>
  browserBundle(join(source, "find.ts"), packages);

/** The packages that results rest on, as `versions()` has them after its own. */
const installed = (): string => versions().replace(/^[^·]*· /, "");

/** The declarations that cells are checked against: of the language, of what a worker has, and of the packages. */
export function declarations(): Record<string, string> {
  const files: Record<string, string> = {};
  const add = (path: string, file: string): void => {
    files[path] = readFileSync(file, "utf8");
  };
  const libraries = dirname(require.resolve("typescript"));
  const library = (name: string, to = `/lib/${name}`): void => {
    if (Object.hasOwn(files, to)) return;
    add(to, join(libraries, name));
    for (const [, other] of files[to].matchAll(/reference lib="([^"]+)"/g)) library(`lib.${other}.d.ts`);
  };
  for (const name of ["es2023", "esnext.disposable", "esnext.decorators", "decorators", "decorators.legacy"])
    library(`lib.${name}.d.ts`);
  library("lib.webworker.d.ts", "/lib/ambient.d.ts");
  const packed = (folder: string, to: string, kept: (path: string) => boolean): void => {
    for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      const name = path.split("\\").join("/");
      if (/\.d\.m?ts$/.test(name) && kept(name)) add(`${to}/${name}`, join(folder, path));
    }
  };
  const packages = "/book/node_modules";
  add(`${packages}/spin-ring/package.json`, join(root, "package.json"));
  const physics =
    /^(index|solve|version|optional|(input|numerics|model|baths|equations|states|observables|sweep|figures|cells|paper)\/[^/]+)\.d\.m?ts$/;
  packed(
    join(root, "dist"),
    `${packages}/spin-ring/dist`,
    (name) => physics.test(name) && !/^cells\/(compile|language|module|names)/.test(name),
  );
  for (const [name, types] of [
    ["ml-matrix", "matrix.d.ts"],
    ["mathjs", "types/index.d.ts"],
  ]) {
    const folder = join(root, "node_modules", name);
    add(`${packages}/${name}/package.json`, join(folder, "package.json"));
    add(`${packages}/${name}/${types}`, join(folder, types));
  }
  return files;
}

/** What other than the worker's script takes of Node: asked for where there is Node, or with a stand-in. */
const ASIDE: BundleOptions = {
  external: "fs path os crypto inspector perf_hooks module source-map-support node:fs jsdom".split(" "),
  alias: { "node:util": join(source, "node-util.ts"), "node:path": join(source, "node-path.ts") },
};

/** The script that holds what a chapter's cells are and read; undefined where a page cannot run them. */
export function liveCells(notebook: Notebook, folder: string): string | undefined {
  if (!existsSync(source)) return undefined; // an installed package has no sources to bundle
  try {
    const sources = notebook.cells.filter(isCode).map(sourceOf);
    const cells = kept(notebook, () => compileCells(notebook, folder)).map((cell, i) => ({
      ...cell,
      parts: partsOf(cell, sources[i]),
    }));
    const files = Object.fromEntries(storedSweeps(notebook, folder));
    return `liveCells = ${JSON.stringify(cells)};\nliveFiles = ${JSON.stringify(files)};\n`;
  } catch {
    return undefined; // somebody else's notebook, which has its own ways
  }
}

/** The compiler takes seconds a chapter: what it made of the same cells with the same library is kept. */
function kept(notebook: Notebook, compile: () => CompiledCell[]): CompiledCell[] {
  library ??= libraryHash();
  const known = createHash("sha256").update(library);
  for (const cell of notebook.cells.filter(isCode)) known.update(JSON.stringify(sourceOf(cell)));
  const file = join(root, "node_modules", ".cache", "spin-ring", `${known.digest("hex")}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const cells = compile();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(cells));
  return cells;
}

let library: string | undefined;

/** Of all that decides what becomes of a cell: the compiler of cells, the types of the library and of what is installed. */
function libraryHash(): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  const built = join(root, "dist");
  for (const path of readdirSync(built, { recursive: true, encoding: "utf8" }).sort()) {
    if (/\.d\.ts$|^cells[\\/].*\.js$/.test(path)) hash.update(readFileSync(join(built, path)));
  }
  return hash.digest("hex");
}

/** The stored sweeps that cells name, which no page can read by itself. */
function storedSweeps(notebook: Notebook, folder: string): [string, StoredSweep][] {
  const named = notebook.cells
    .filter(isCode)
    .flatMap((cell) => [...sourceOf(cell).matchAll(/readSweep\("([^"]+)"\)/g)]);
  return named.map(([, path]) => [path, readSweep(join(folder, path))]);
}

/**
 * Compiles the cells of a notebook one after the other, as a kernel does.
 *
 * @throws one line for a cell that cannot be compiled, or takes a name that belongs to another
 */
export function compileCells(notebook: Notebook, folder: string): CompiledCell[] {
  // built, as what it opens has to be
  const execute = join(root, "dist", "kernel", "execute.js");
  const { notebookLanguage } = require(execute) as typeof import("../kernel/execute");
  const language = notebookLanguage(folder);
  const before: CompiledCell[] = [];
  notebook.cells.filter(isCode).forEach((cell, i) => {
    const number = i + 1;
    const text = sourceOf(cell);
    const outcome = language.compile(text, number);
    if ("findings" in outcome) {
      const [{ line, message }] = outcome.findings;
      throw new Error(`cell ${number}, line ${line}: ${message}`);
    }
    const { compiled, settle } = outcome;
    const { code, mappings, names } = compiled;
    settle(new Set(names.makes));
    const [taken] = takenFrom(before, names, i);
    if (taken) {
      throw new Error(
        `cell ${number} gives ${taken.name} another value, which belongs to cell ${taken.owner + 1}: take another name`,
      );
    }
    before.push({ code, mappings, ...names });
  });
  return before;
}
