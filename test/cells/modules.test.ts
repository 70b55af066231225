// Files beside the notebook: read anew when they have changed, and by their own lines in errors.
import { describe, expect, test } from "vitest";
import { openCells } from "./helper";

const { all, run, refusal, write } = openCells();

describe("an edited file is read anew by the next import of it:", () => {
  test.each([
    ["a.ts", "export const v: number = 1;", "export const v: number = 2;"],
    ["b.js", "exports.v = 1;", "exports.v = 2;"],
    ["c.mjs", "export const v = 1;", "export const v = 2;"],
    ["d.json", '{ "v": 1 }', '{ "v": 2 }'],
  ])("%s", async (file, before, after) => {
    write(file, before);
    const load = `import { v } from "./${file}"; v`;
    expect(await all("const reader = () => 0;", load)).toBe(1);
    await run("function read() { return v }");
    write(file, after);
    expect(await run("v")).toBe(1);
    expect(await run(load)).toBe(2);
    expect(await run("read()")).toBe(2);
  });

  test("also when it is imported by the one that is imported", async () => {
    write("deep.ts", "export const deep: number = 1;");
    write("shallow.ts", 'import { deep } from "./deep"; export const twice = 2 * deep;');
    expect(await run('import { twice } from "./shallow"; twice')).toBe(2);
    write("deep.ts", "export const deep: number = 4;");
    expect(await run('import { twice } from "./shallow"; twice')).toBe(8);
  });

  test("also when it did not exist or failed before", async () => {
    expect(await refusal('import { late } from "./late"')).toContain("Cannot find module './late'");
    write("late.ts", "export const late: number = 1; throw new Error('while loading');");
    expect(await refusal('import { late } from "./late"; late')).toBe("Error: while loading");
    write("late.ts", "export const late: number = 2;");
    expect(await run('import { late } from "./late"; late')).toBe(2);
  });
});

describe("a module", () => {
  test("is named with its ending, with attributes, or without either", async () => {
    write("helper.ts", "export const val = () => 42; export interface Shape { s: number }");
    write("data.json", '{ "n": 3 }');
    expect(
      await run(
        'import { val as v1, Shape } from "./helper.ts"; import { val as v2 } from "./helper"; const sh: Shape = { s: 1 }; [v1(), v2(), sh.s]',
      ),
    ).toEqual([42, 42, 1]);
    expect(await run('import data from "./data.json" with { type: "json" }; data.n')).toBe(3);
  });

  test("may await at its top", async () => {
    write("waits.ts", "export const x = await Promise.resolve(5); for await (const y of [1]) void y;");
    expect(await run('import { x } from "./waits"; x')).toBe(5);
    write("waits-too.ts", "export const x = await Promise.resolve(5);");
    expect(await refusal('require("./waits-too")')).toBe(
      "Error: waits-too.ts awaits at its top, which require cannot wait for: import it",
    );
  });

  test("is one, however often it is imported, and its variables are live", async () => {
    write("live.ts", "export let count = 0; export function inc(): void { count++ }");
    expect(
      await all(
        'import { count, inc } from "./live";',
        'import * as live from "./live.ts"; live.inc(); inc();',
        "[count, live.count]",
      ),
    ).toEqual([2, 2]);
  });

  test("may be part of a circle", async () => {
    write(
      "left.ts",
      'import { right } from "./right"; export const left = (n: number): number => (n > 0 ? right(n - 1) : 0);',
    );
    write(
      "right.ts",
      'import { left } from "./left"; export const right = (n: number): number => left(n) + 1;',
    );
    expect(await run('import { left } from "./left"; left(3)')).toBe(3);
  });

  test("is loaded at run time, by a name that is computed", async () => {
    write("dynamic.ts", "export const d = 6;");
    expect(await run('const where = "./dyn" + "amic"; (await import(where)).d')).toBe(6);
  });

  test("is checked like a cell, and the finding names it", async () => {
    write("wrong.ts", "\nexport const s: string = 5;");
    expect(await refusal('import { s } from "./wrong"')).toMatch(
      /^TypeScript: wrong\.ts 2:14 - Type 'number'/,
    );
  });

  test("that cannot be read is named with its line, also where only running finds it", async () => {
    write("unread.js", "exports.a = 1;\nexports.b = ;\n");
    expect(await refusal('require("./unread.js")')).toBe(
      "SyntaxError: unread.js, line 2: Expression expected.",
    );
    expect(await refusal('const unread = "./unread.js"; await import(unread);')).toBe(
      "SyntaxError: unread.js, line 2: Expression expected.",
    );
  });

  test("of data that is broken is named", async () => {
    write("broken.json", '{ "a": ');
    expect(await refusal('require("./broken.json")')).toMatch(/^SyntaxError: broken\.json: /);
  });
});

test("imports of this library have types and values", async () => {
  await run('import { type SpinModel, ringModel } from "spin-ring";');
  expect(
    await run(
      "const ring: SpinModel = ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] }); ring.sites",
    ),
  ).toBe(4);
  expect(await refusal("ring.sitez")).toContain("Property 'sitez' does not exist on type 'SpinModel'");
});
