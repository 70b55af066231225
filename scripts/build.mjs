// Builds dist/: CommonJS and its types by the compiler, then the library as ECMAScript's modules, a file a module.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

// node_modules/.bin/tsc may be another compiler's
const { status } = spawnSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc")], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

// what has no source any more
for (const path of readdirSync(dist, { recursive: true })) {
  const [, name] = /^((?!esm|test-)[\w/\\-]+)\.(?:js|d\.m?ts)$/.exec(path) ?? [];
  if (name && !existsSync(join(root, "src", `${name}.ts`))) rmSync(join(dist, path));
}

const { rolldown } = await import("rolldown");
const entries = ["index", "figures/index", "paper/index"];
const bundle = await rolldown({
  input: Object.fromEntries([...entries, "optional"].map((name) => [name, join(root, "src", `${name}.ts`)])),
  external: /^[^./]/,
  platform: "neutral",
  logLevel: "warn",
});
rmSync(join(dist, "esm"), { recursive: true, force: true });
await bundle.write({
  dir: join(dist, "esm"),
  format: "esm",
  preserveModules: true,
  preserveModulesRoot: join(root, "src"),
  entryFileNames: "[name].mjs",
  comments: { jsdoc: false },
});
await bundle.close();

// one set of types: both kinds of modules are the same library
for (const name of entries) writeFileSync(join(dist, `${name}.d.mts`), `export * from "./index.js";\n`);

// Node's modules have no require of their own, by which the library finds what need not be there
const node = `import { createRequire } from "node:module";
import { provideRequire } from "./esm/optional.mjs";

provideRequire(createRequire(import.meta.url));
export * from "./esm/index.mjs";
`;
writeFileSync(join(dist, "node.mjs"), node);
