// One script for browsers from a file of the book's and all that it imports.
import type { BuildOptions } from "esbuild";
import { packageOf } from "./licences";

/**
 * Bundles a file; mathjs is left out: it is handed over where something asks for it.
 *
 * @param packages takes the names of the packages that are in it
 */
export function browserBundle(
  file: string,
  packages: Set<string>,
  { external = [], ...options }: Pick<BuildOptions, "alias" | "define" | "external"> = {},
): string {
  // loaded on first use: most commands build no page
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const { metafile, outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    external: ["mathjs", ...external],
    logLevel: "silent",
    metafile: true,
    ...options,
  });
  for (const path of Object.keys(metafile.inputs)) {
    const name = packageOf(path);
    if (name) packages.add(name);
  }
  return outputFiles[0].text;
}
