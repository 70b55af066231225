// Scripts for browsers from files of the book's and all that they import.
import type { InputOptions, OutputChunk, OutputOptions } from "rolldown" with { "resolution-mode": "import" };
import { packageOf } from "./licences";

export interface BundleOptions
  extends Pick<InputOptions, "external" | "optimization" | "plugins" | "treeshake"> {
  /** what is imported, by what stands in its place */
  readonly alias?: Readonly<Record<string, string>>;
  /** names, by the text of their values */
  readonly define?: Record<string, string>;
}

/**
 * Bundles files.
 *
 * @param packages takes the names of the packages that are in it
 */
export async function browserBundles(
  input: Record<string, string>,
  packages: Set<string>,
  { alias, define, ...options }: BundleOptions,
  output: OutputOptions,
): Promise<OutputChunk[]> {
  // loaded on first use: most commands build no page
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input,
    platform: "browser",
    logLevel: "silent",
    resolve: { alias },
    transform: { target: "es2022", define },
    ...options,
  });
  const { output: written } = await bundle.generate({ minify: true, ...output });
  await bundle.close();
  const chunks = written.filter((each): each is OutputChunk => each.type === "chunk");
  for (const path of chunks.flatMap(({ moduleIds }) => moduleIds)) {
    const name = packageOf(path);
    if (name) packages.add(name);
  }
  return chunks;
}

/** One script from a file and all that it imports. */
export async function browserBundle(
  file: string,
  packages: Set<string>,
  options: BundleOptions = {},
): Promise<string> {
  const [{ code }] = await browserBundles({ script: file }, packages, options, { format: "iife" });
  return code;
}
