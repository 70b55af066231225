// The parts of the worker's script (live/parts.ts), each a classic script that holds the text of a CommonJS module.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown" with { "resolution-mode": "import" };
import { browserBundles } from "./browser-bundle";
import { homeOf, listed, type ModuleName, PARTS, type Part } from "./live/parts";

const src = join(__dirname, "..", "..", "src");
const modules = join(src, "..", "node_modules");
const matrices = join(modules, "ml-matrix", "src");
const live = join(src, "book", "live");
const parts = Object.keys(PARTS) as Part[];

/** The script of every part; the first one is the worker's own, which brings the others. */
export async function partScripts(packages: Set<string>): Promise<Record<Part, string>> {
  const input = Object.fromEntries(parts.map((part) => [part, PREFIX + part]));
  const chunks = await browserBundles(
    input,
    packages,
    {
      plugins: [written, standIns],
      optimization: { inlineConst: true },
      alias: {
        mathjs: join(modules, "mathjs", "lib", "browser", "math.js"), // half of what all its files make
        "ml-matrix": join(matrices, "index.js"),
      },
      treeshake: { moduleSideEffects: (path) => path.startsWith(PREFIX) },
    },
    {
      format: "cjs",
      entryFileNames: "[name].js",
      chunkFileNames: "[name].js", // what the bundler itself needs
      strictExecutionOrder: false, // parts come after those that they rest on
      // what several need is in the first of them
      codeSplitting: {
        groups: parts.map((name, i) => ({
          name,
          test: (path: string) => path === PREFIX + name,
          priority: parts.length - i,
        })),
      },
    },
  );
  const scripts = chunks.map(({ name, code }) => [
    name,
    `(self.liveParts ??= {})[${JSON.stringify(name)}] = function () {${code}\n};\n`,
  ]);
  const needs = chunks.map(({ name, imports }) => [name, imports.map((file) => file.replace(/\.js$/, ""))]);
  const { code } = chunks.find(({ name }) => name === "runner") as { code: string };
  const runner = `liveRunner = function () {
liveExports = { runner: {} };
liveNeeds = ${JSON.stringify(Object.fromEntries(needs))};
(function (exports) {${code}
})(liveExports.runner);
};
`;
  return { ...Object.fromEntries(scripts), runner };
}

/** What a part is made from, when the bundler asks for it by its name. */
const PREFIX = "part:";
const written: Plugin = {
  name: "parts",
  resolveId: (path) => (path.startsWith(PREFIX) ? path : undefined),
  load: (path) => (path.startsWith(PREFIX) ? textOf(path.slice(PREFIX.length) as Part) : undefined),
};

function textOf(part: Part): string {
  const home = homeOf(part);
  const modules = new Set([...Object.keys(PARTS[part]), ...(home ? [home] : [])]);
  const lines = [...modules].map((module, m) => {
    const from = exportsOf(module);
    if (!from) {
      const names = listed(part, module);
      const path = JSON.stringify(module.includes("/") ? join(src, `${module}.ts`) : module);
      if (module === home)
        return `import * as all${m} from ${path};\noffer(${JSON.stringify(module)}, all${m});`;
      if (names.length === 0) return `import ${path};`;
      return offered(
        module,
        m,
        names.map((name) => [name, path]),
      );
    }
    const elsewhere = new Set(parts.flatMap((other) => listed(other, module)));
    const names =
      module === home ? [...from.keys()].filter((name) => !elsewhere.has(name)) : listed(part, module);
    return offered(
      module,
      m,
      names.map((name) => [name, JSON.stringify(from.get(name))]),
    );
  });
  return [`import { offer } from ${JSON.stringify(join(live, "loader.ts"))};`, ...lines].join("\n");
}

function offered(
  module: string,
  m: number,
  names: readonly (readonly [name: string, path: string])[],
): string {
  const imports = names.map(([name, path]) => `import { ${name} as ${name}${m} } from ${path};`);
  const handed = names.map(([name]) => `${name}: ${name}${m}`);
  return `${imports.join("\n")}\noffer(${JSON.stringify(module)}, { ${handed.join(", ")} });`;
}

/** The entries of this package, which say where everything is. */
const ENTRIES: Partial<Record<ModuleName | (string & {}), string>> = {
  "spin-ring": "index.ts",
  "spin-ring/figures": join("figures", "index.ts"),
  "spin-ring/paper": join("paper", "index.ts"),
};

/** The names that run of an entry of this package, and the files that have them. */
export function exportsOf(module: string): ReadonlyMap<string, string> | undefined {
  const entry = ENTRIES[module];
  if (entry === undefined) return undefined;
  const found = new Map<string, string>();
  const path = join(src, entry);
  for (const [, names, file] of readFileSync(path, "utf8").matchAll(/^export \{([^}]*)\} from "([^"]+)"/gm)) {
    for (const name of names.split(",").map((each) => each.trim()))
      if (name !== "" && !name.startsWith("type ")) found.set(name, join(dirname(path), `${file}.ts`));
  }
  return found;
}

/** The matrices of ml-matrix, without all that decomposes them. */
const MATRIX = "class:Matrix";

/** Who seldom calls what. */
const LATER: readonly (readonly [importer: RegExp, path: RegExp])[] = [
  [/[\\/]layout\.ts$/, /^d3-force$/],
  [/[\\/]steady-state\.ts$/, /[/](hierarchy-state|undamped)$/],
  [/[\\/]evolution\.ts$/, /[/]hierarchy-evolution$/],
  [/[\\/](steady-state|currents|ergotropy|state-figure)\.ts$/, /[/]driven$/],
];

/** Files that take the place of others in a page. */
const standIns: Plugin = {
  name: "stand-ins",
  resolveId(path, importer) {
    if (path === "node:util") return join(live, "node-util.ts");
    if (path === "node:path") return join(live, "node-path.ts");
    if (/[\\/](display|value)\.ts$/.test(importer ?? "") && path.endsWith("/shown"))
      return join(live, "shown-later.ts");
    if (/[\\/]matrices\.ts$/.test(importer ?? "") && path === "ml-matrix") return MATRIX;
    if (LATER.some(([from, what]) => from.test(importer ?? "") && what.test(path)))
      return join(live, "later.ts");
    return undefined;
  },
  load: (path) =>
    path === MATRIX
      ? `export { default as Matrix } from ${JSON.stringify(join(matrices, "matrix.js"))};`
      : undefined,
};
