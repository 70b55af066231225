// Figures and progress bars: what a notebook keeps of them does not change from run to run.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { show } from "../../src/cells/display";
import type { Content } from "../../src/kernel/wire";
import { figureSvg } from "../../src/node/svg";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { runNotebook } from "../../src/runner/run-notebook";
import { steadyState } from "../../src/states/steady-state";
import { type Run, root, temporaryFolder, withKernel, writeNotebook } from "./helper";

const figure = {
  description: 'Heat <flow> & "spin"',
  data: { values: [1, 2, 3].map((x) => ({ x: x / 3, y: Math.sin(x) })) },
  mark: { type: "line", clip: true },
  encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
};

const modules = join(root, "dist", "cells");
const showing = `import { show } from "../../cells/display";\nawait show(${JSON.stringify(figure)});`;

describe("a figure", () => {
  test("is one display with a live figure, a picture and a text, the same bytes in each kernel", async () => {
    const path = writeNotebook(join(temporaryFolder(), "test.ipynb"), ["1", showing, showing.split("\n")[1]]);
    expect(await runNotebook(path)).toMatchObject({ figures: 2 });
    const first = readFileSync(path, "utf8");
    await runNotebook(path);
    expect(readFileSync(path, "utf8")).toBe(first);
    const [, { outputs }, { outputs: again }] = JSON.parse(first).cells;
    expect(outputs).toHaveLength(1);
    expect(outputs).toEqual(again);
    const { data } = outputs[0];
    expect(Object.keys(data)).toEqual(["application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"]);
    expect(data["application/vnd.vegalite.v5+json"]).toEqual(figure);
    expect(data["image/svg+xml"].join("")).toBe(await figureSvg(figure));
    expect(data["text/plain"]).toEqual([figure.description]);
  });

  test("has its description in the picture, short numbers, and ids of its own", async () => {
    const svg = await figureSvg(figure);
    expect(svg).toMatch(/^<svg role="img" aria-label="Heat &#60;flow&#62; &#38; &#34;spin&#34;" /);
    const drawn = svg.replace(/ aria-label="[^"]*"/g, "");
    expect(drawn).toMatch(/ d="M[\d.]+,[\d.]+L/);
    expect(drawn).not.toMatch(/\d\.\d{3}/);
    expect(await figureSvg(figure)).toBe(svg);
    const [id] = /url\(#[^)]+\)/.exec(svg) ?? [];
    expect(id).toBeDefined();
    expect(svg).toContain(` id="${id?.slice(5, -1)}"`);
    expect(await figureSvg({ ...figure, description: "another" })).not.toContain(id);
  });

  test("keeps the numbers of its labels as they are", async () => {
    const mark = { type: "text", text: "0.123456" };
    expect(await figureSvg({ ...figure, mark })).toContain(">0.123456</text>");
  });

  test("that Vega would only warn about is an error", async () => {
    const encoding = { ...figure.encoding, colour: { field: "x" } };
    await expect(figureSvg({ ...figure, encoding })).rejects.toThrow(
      /^figure "Heat <flow> & "spin"": .*colour/,
    );
    const nowhere = { url: "file:///nowhere.csv" };
    await expect(figureSvg({ ...figure, data: nowhere })).rejects.toThrow(/nowhere\.csv/);
  });

  test("must have a description", async () => {
    await expect(figureSvg({ ...figure, description: " " })).rejects.toThrow(/^a figure needs a description/);
  });

  test("outside a notebook prints its description", () => {
    const program = `require("./display").show(${JSON.stringify(figure)})`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
      cwd: modules,
      encoding: "utf8",
    });
    expect([stdout, stderr]).toEqual([`${figure.description}\n`, ""]);
  });
});

describe("what a cell ends in", () => {
  const library =
    'import { ohmicBath, ringModel, steadyState, sweep } from "spin-ring"; import { paperBaths, paperModel } from "spin-ring/paper";';
  const model = "const model = paperModel({ spinsUp: 2, interaction: 2.19 });";

  test.each([
    ["a model", `${library}\n${model}\nmodel`, "ring of 4 spins, 2 up"],
    [
      "a steady state",
      `${library}\n${model}\nsteadyState(model, paperBaths())`,
      "steady state of a ring of 4 spins",
    ],
    [
      "a sweep",
      `${library}
      const base = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths: [{ site: 1, temperature: 2 }, { site: 3, temperature: 1 }] };
      const swept = await sweep({ base, axes: { interaction: [1, 2, 3] }, observe: ["ergotropy"] }, { progress: false });
      swept`,
      "sweep of 3 points over interaction",
    ],
    [
      "a figure",
      `(${JSON.stringify({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", ...figure })})`,
      "Heat <flow>",
    ],
  ])("is shown if it is %s, once and in every format", (_, code, text) =>
    withKernel(async (run) => {
      const { reply, messages, printed } = await run(code);
      expect([reply.status, printed("stdout"), printed("stderr")]).toEqual(["ok", "", ""]);
      const displays = messages.filter(({ type }) => type === "execute_result");
      expect(displays).toHaveLength(1);
      const { data } = displays[0].content;
      expect(Object.keys(data)).toEqual(["application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"]);
      expect(data["text/plain"]).toContain(text);
    }),
  );

  /** What a cell ends in, by format; the prompt number is checked. */
  const resultOf = async (run: Run, code: string): Promise<Content | undefined> => {
    const { reply, messages } = await run(code);
    expect(reply.status, reply.evalue).toBe("ok");
    const results = messages.filter(({ type }) => type === "execute_result");
    expect(results.length).toBeLessThan(2);
    for (const { content } of results) expect(content.execution_count).toBe(reply.execution_count);
    return results[0]?.content.data;
  };

  test.each([
    ["({ rows: 3, sites: 4 })", "{ rows: 3, sites: 4 }"],
    ["[1, 2].map((x) => 2 * x)", "[ 2, 4 ]"],
    ["'a' + 'b'", "'ab'"],
    ["`two\nlines`", "'two\\nlines'"],
    ["''", "''"],
    ["0", "0"],
    ["false", "false"],
    ["null", "null"],
    ["5n", "5n"],
    ["[{ mark: 'A', data: 1, encoding: 2 }, {}]", "[ { mark: 'A', data: 1, encoding: 2 }, {} ]"],
    ["({ mark: 'A', data: 1, encoding: 'utf-8' })", "{ mark: 'A', data: 1, encoding: 'utf-8' }"],
    ["[{ at: [1, 2] }]", "[ { at: [ 1, 2 ] } ]"],
  ])("is what %s is worth, in words, under the number of its cell", (code, text) =>
    withKernel(async (run) => expect(await resultOf(run, code)).toEqual({ "text/plain": text })),
  );

  test("is nothing if it is undefined, and stays what it is for the next cell", () =>
    withKernel(async (run) => {
      expect(await resultOf(run, "undefined")).toBeUndefined();
      expect(await resultOf(run, "const one = 1;")).toBeUndefined();
      await run(`${library}\n${model}\nconst ness = steadyState(model, paperBaths());\nness`);
      expect(await resultOf(run, "ness.populations.length")).toEqual({ "text/plain": "6" });
    }));

  test("is a table if it is objects that are alike, of which fifty stand for more", () =>
    withKernel(async (run) => {
      const { "text/plain": text, "text/html": html } = Object(
        await resultOf(run, "[{ delta: 1, mode: 'cw' }, { mode: null, delta: -2.5 }]"),
      );
      expect(text).toBe("delta  mode\n─────  ────\n    1  cw\n -2.5  null");
      expect(html.replace(/<\/t[dh]>/g, " ").replace(/<[^>]+>|\n/g, "")).toBe("delta mode 1 cw -2.5 null ");
      const long = Object(await resultOf(run, "Array.from({ length: 51 }, (_, k) => ({ k }))"));
      expect(long["text/plain"].split("\n")).toHaveLength(1 + 2 + 50);
      expect(long["text/html"]).toContain("<caption>50 of 51 rows</caption>");
    }));

  test("shows itself if it can, by Jupyter's symbol or as HTML, also later", () =>
    withKernel(async (run) => {
      const html = { "text/html": "<b>x</b>" };
      const symbol = 'Symbol.for("Jupyter.display")';
      const returning = `{ return ${JSON.stringify(html)}; }`;
      expect(await resultOf(run, `({ [${symbol}]() ${returning} })`)).toEqual(html);
      expect(await resultOf(run, `({ async [${symbol}]() ${returning} })`)).toEqual(html);
      await run(`class Shown { private y = "x"; toHtml() { return \`<b>\${this.y}</b>\`; } }`);
      expect(await resultOf(run, "new Shown()")).toEqual({ ...html, "text/plain": "Shown { y: 'x' }" });
      expect(await resultOf(run, "({ _toHtml: () => '<b>x</b>' })")).toMatchObject(html);
      const { reply } = await run(`({ [${symbol}]: () => 7 })`);
      expect(reply.evalue).toBe("Symbol(Jupyter.display) must return formats by MIME type, got 7");
    }));

  test("is drawn if it is a Vega or Vega-Lite specification, with what it says of itself or without", () =>
    withKernel(async (run) => {
      const { description: _, ...nameless } = figure;
      for (const [type, spec] of [
        ["vegalite", figure],
        ["vegalite", nameless],
        ["vegalite", { $schema: "https://vega.github.io/schema/vega-lite/v5.json", ...nameless }],
        ["vega", { $schema: "https://vega.github.io/schema/vega/v5.json", width: 10, height: 10, marks: [] }],
      ] as const) {
        const data = Object(await resultOf(run, `(${JSON.stringify(spec)})`));
        expect(data[`application/vnd.${type}.v5+json`]).toEqual(JSON.parse(JSON.stringify(spec)));
        expect(data["image/svg+xml"]).toMatch(/^<svg role="img"/);
        expect(data["text/plain"]).toBe("description" in spec ? spec.description : "a figure");
      }
    }));

  test("is not hidden by what a cell has made of console.log", () =>
    withKernel(async (run) => {
      const kept = "const { log } = console; console.log = () => {};";
      expect(await resultOf(run, `${kept} 42`)).toEqual({ "text/plain": "42" });
      expect(await resultOf(run, "6 * 7")).toEqual({ "text/plain": "42" });
      await run("console.log = log;");
    }));

  test("fails its cell if it cannot be drawn", () =>
    withKernel(async (run) => {
      const wrong = {
        $schema: "https://vega.github.io/schema/vega-lite/v5.json",
        ...figure,
        encoding: { colour: {} },
      };
      const { reply } = await run(`(${JSON.stringify(wrong)})`);
      expect(reply.status).toBe("error");
      expect(reply.evalue).toMatch(/^figure "Heat/);
    }));
});

describe("show", () => {
  test("outside a notebook prints a steady state in words", () => {
    const program = `const s = { ...require("spin-ring"), ...require("spin-ring/paper") };
      s.show(s.steadyState(s.paperModel({ spinsUp: 2, interaction: 2.19 }), s.paperBaths()));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^steady state of a ring of 4 spins, 2 up.*\nheat in J²\/ħ: 0\.00239 .*\n/);
    expect(stdout).toContain("✓ second law");
  });

  test("refuses what cannot be shown, in one line", async () => {
    await expect(show(5 as never)).rejects.toThrow(
      "what is shown must be a figure, a model, a state or a sweep, got 5",
    );
    const forgotten = Promise.resolve({ rows: [], complete: true, points: 0 });
    await expect(show(forgotten as never)).rejects.toThrow(/ a sweep, got a promise: put await before it$/);
    const state = steadyState(paperModel({ spinsUp: 2, interaction: 1 }), paperBaths());
    for (const near of [[state], {}, { description: "nothing" }, JSON.parse(JSON.stringify(state))]) {
      await expect(show(near as never)).rejects.toThrow(/^what is shown must be .*, got [[{]/);
    }
  });
});

describe("a progress bar", () => {
  const loop = (ticks: number) => `import { progress } from "../../cells/progress";
    const bar = progress("maps < ${ticks}", 8);
    for (let i = 0; i < ${ticks}; i++) { const t = Date.now(); while (Date.now() - t < 60); bar.tick(); }`;

  test("moves while a loop keeps the program busy, and ends in a state without times", () =>
    withKernel(async (run) => {
      const { messages } = await run(loop(8));
      const states = messages.filter(({ type }) => type.endsWith("display_data"));
      const texts = states.map(({ content }) => content.data["text/plain"]);
      expect(states[0].type).toBe("display_data");
      expect(texts[0]).toBe("maps < 8: 0 of 8");
      expect(texts.length).toBeGreaterThan(3);
      const { data, transient } = states[states.length - 1].content;
      expect(transient).toEqual(states[0].content.transient);
      expect(data).toEqual({
        "text/html": '<progress value="8" max="8"></progress> maps &#60; 8: 8 of 8',
        "text/plain": "maps < 8: 8 of 8",
      });
    }));

  test("does not flood the front end", () =>
    withKernel(async (run) => {
      const { messages } = await run(`import { progress } from "../../cells/progress";
        const bar = progress("many", 100000); for (let i = 0; i < 100000; i++) bar.tick();`);
      expect(messages.length).toBeLessThan(100);
      expect(messages.at(-1)?.content.data["text/plain"]).toBe("many: 100000 of 100000");
    }));

  test("outside a notebook and a terminal says nothing", () => {
    const program = 'const bar = require("./progress").progress("maps", 2); bar.tick(); bar.tick();';
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
      cwd: modules,
      encoding: "utf8",
    });
    expect(stdout + stderr).toBe("");
  });
});
