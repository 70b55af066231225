// The package where others use it: other compilers, a bundler and a browser, other runtimes, other kernels. For
// npm run check:release, as it installs a gigabyte.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { describe, expect, test } from "vitest";
import { runNotebook } from "../../src/runner/run-notebook";
import { emptyFolder, NAMES, node, PROGRAM, readersFolder, run } from "./helper";

const EXPECTED = "parallel 0.0204312215 200 0\n";
const MODULE = `import { ${NAMES} } from "spin-ring";${PROGRAM}`;

describe("types, with every declaration checked", () => {
  const source = `import { ${NAMES}, type SteadyState } from "spin-ring";
import { currentFigure } from "spin-ring/figures";
import { paperModel } from "spin-ring/paper";
const model: { readonly sites: number } = paperModel({ spinsUp: 2, interaction: 1 });
// @ts-expect-error: a model needs sites
ringModel({ spinsUp: 2 });
// @ts-expect-error: a number is no text
const text: string = ergotropy(null as unknown as SteadyState);
export const use = (state: SteadyState): unknown => [ergotropy(state), model.sites, currentFigure, text];
export const more = [heatCurrents, ohmicBath, steadyState, sweep];`;

  test.each([
    ["5.0.4", ["commonjs:node10", "nodenext:nodenext", "esnext:bundler"]],
    ["5.9", ["commonjs:node10", "nodenext:nodenext", "esnext:bundler"]],
    ["7", ["nodenext:nodenext", "esnext:bundler"]],
  ])("TypeScript %s", (version, settings) => {
    const folder = readersFolder({ "a.ts": source, "b.mts": source }, `typescript@${version}`);
    for (const setting of settings) {
      const [module, resolution] = setting.split(":");
      const options = ["--noEmit", "--strict", "--target", "es2022", "--skipLibCheck", "false"];
      const files = module === "nodenext" ? ["a.ts", "b.mts"] : ["a.ts"];
      const tsc = join("node_modules", "typescript", "bin", "tsc");
      node(folder, tsc, ...options, "--module", module, "--moduleResolution", resolution, ...files);
    }
  });
});

test("a Vite page in Chromium", async () => {
  const folder = readersFolder(
    {
      "index.html": '<!doctype html><title>-</title><script type="module" src="./page.js"></script>',
      "page.js": `import * as mathjs from "mathjs"; import { generalBath, show, useMathjs } from "spin-ring";
useMathjs(mathjs);
${MODULE.replace("console.log(", "document.title = [").replace(/\);\n$/, '].join(" ");\n')}
generalBath({ site: 1, temperature: 1, spectralDensity: "0.01 w exp(-w/10)" });
await show(ring);`,
      "vite.config.js": 'export default { build: { target: "es2022" } };',
    },
    "vite@8",
    "mathjs",
  );
  node(folder, join("node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "error");
  const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };
  const server = createServer(({ url = "/" }, response) => {
    const path = url === "/" ? "/index.html" : url;
    response.setHeader("content-type", types[extname(path)] ?? "text/plain");
    const file = join(folder, "dist", path);
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end(); // the icon that a browser asks for
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
    await page.waitForFunction(() => document.title !== "-");
    expect(`${await page.title()}\n`).toBe(EXPECTED);
    await page.waitForTimeout(200);
    expect(said.filter((text) => !text.includes("404"))).toEqual([
      expect.stringMatching(/^ring of 4 spins, 2 up/),
    ]);
  } finally {
    await browser.close();
    server.close();
  }
});

describe("other runtimes, sweeps with workers", () => {
  test("Deno", () => {
    const folder = readersFolder({ "a.mjs": MODULE }, "deno@2.9");
    expect(run(folder, join(folder, "node_modules", ".bin", "deno"), ["run", "-A", "a.mjs"])).toBe(EXPECTED);
  });

  test("Bun", () => {
    const folder = readersFolder({ "a.mjs": MODULE }, "bun@1.4");
    expect(run(folder, join(folder, "node_modules", ".bin", "bun"), ["a.mjs"])).toBe(EXPECTED);
  });
});

/** A notebook that imports from all entries and ends in a state. */
const notebook = JSON.stringify({
  cells: [
    `import { ${NAMES}, show } from "spin-ring";\nimport { stateFigure } from "spin-ring/figures";\nimport { paperModel } from "spin-ring/paper";`,
    PROGRAM,
    "await show(stateFigure(state));",
  ].map((source) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source })),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

const outputsIn = (path: string): string =>
  JSON.stringify(
    JSON.parse(readFileSync(path, "utf8")).cells.map(({ outputs }: { outputs: unknown }) => outputs),
  );

test("stock tslab", async () => {
  const folder = readersFolder({ "a.ipynb": notebook }, "tslab@1.0.22", "vega@5", "vega-lite@5");
  const path = join(folder, "a.ipynb");
  const command = (file: string) => [
    process.execPath,
    ...[join(folder, "node_modules", "tslab", "bin", "tslab"), "kernel", "--config-path", file],
  ];
  await runNotebook(path, { command });
  expect(outputsIn(path)).toContain(EXPECTED.trim());
  expect(outputsIn(path)).toContain("image/svg+xml");
});

describe("the installed kernel", () => {
  const peers = ["typescript@6", "zeromq@6", "vega@5", "vega-lite@5", "@types/node@20"];

  test("runs a notebook of another folder with its own spin-ring, types included", () => {
    const home = readersFolder({}, ...peers);
    const other = emptyFolder({
      "a.ipynb": notebook,
      "b.ipynb": notebook.replace("ringModel({ sites: 4", "ringModel({ sties: 4"),
    });
    const main = join(home, "node_modules", "spin-ring", "dist", "cli", "main.js");
    node(other, main, "reproduce", "a.ipynb");
    expect(outputsIn(join(other, "a.ipynb"))).toContain(EXPECTED.trim());
    expect(outputsIn(join(other, "a.ipynb"))).toContain("image/svg+xml");
    expect(() => node(other, main, "reproduce", "b.ipynb")).toThrow(/sties/);
  });

  test("is registered for every front end", () => {
    const home = readersFolder({}, ...peers);
    const data = emptyFolder();
    const main = join(home, "node_modules", "spin-ring", "dist", "cli", "main.js");
    run(home, process.execPath, [main, "kernel", "install"], "", { JUPYTER_DATA_DIR: data });
    const { argv } = JSON.parse(readFileSync(join(data, "kernels", "spin-ring", "kernel.json"), "utf8"));
    expect(argv.join(" ")).toContain(join("node_modules", "spin-ring", "dist", "kernel", "kernel.js"));
  });
});
