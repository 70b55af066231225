// Figures and progress bars: what a notebook keeps of them does not change from run to run.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runNotebook } from "../../src/notebook/run";
import { figureSvg } from "../../src/notebook/svg";
import { root, temporaryFolder, withKernel, writeNotebook } from "./helper";

const figure = {
  description: 'Heat <flow> & "spin"',
  data: { values: [1, 2, 3].map((x) => ({ x: x / 3, y: Math.sin(x) })) },
  mark: { type: "line", clip: true },
  encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
};

const modules = join(root, "dist", "notebook");
const showing = `import { show } from "../../notebook/display";\nawait show(${JSON.stringify(figure)});`;

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

describe("a progress bar", () => {
  const loop = (ticks: number) => `import { progress } from "../../notebook/progress";
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
      const { messages } = await run(`import { progress } from "../../notebook/progress";
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
