// One script for browsers from a file of the book's and all that it imports.
import type { BuildOptions } from "esbuild";

/** Bundles a file; mathjs is left out: it is handed over where something asks for it. */
export function browserBundle(
  file: string,
  { external = [], ...options }: Pick<BuildOptions, "alias" | "define" | "external"> = {},
): string {
  // loaded on first use: most commands build no page
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    external: ["mathjs", ...external],
    logLevel: "silent",
    ...options,
  });
  return outputFiles[0].text;
}
