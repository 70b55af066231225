// The same call in a browser: bundled without anything of Node, it computes the same rows there.
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { sweep } from "../../src/sweep/sweep";
import { grid } from "./ring";

test("a bundle for browsers needs nothing of Node and gives the same rows", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(__dirname, "..", "..", "src", "sweep", "sweep.ts")],
    bundle: true,
    platform: "browser", // refuses what only Node has
    format: "iife",
    globalName: "library",
    metafile: true,
    write: false,
  });
  expect(Object.keys(metafile.inputs).filter((path) => /src\/(node|cells|cli)/.test(path))).toEqual([]);
  const browser = { performance, setTimeout, atob, WebAssembly, spec: grid(3, 9) };
  const result = await runInNewContext(`${outputFiles[0].text}; library.sweep(spec)`, browser);
  expect(JSON.stringify(result)).toBe(JSON.stringify(await sweep(grid(3, 9))));
});
