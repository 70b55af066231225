// Cells are checked as strictly as the library, and may use what Node 20 runs.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OPTIONS } from "../../src/cells/language";
import { root } from "../notebooks/helper";
import { openCells } from "./helper";

const { all, run, refusal, write, language } = openCells();

test("the room of cells is the library and the compiler, without Node", () => {
  const room = join(root, "src", "cells");
  for (const file of readdirSync(room)) {
    const imports = [...readFileSync(join(room, file), "utf8").matchAll(/(?:from |require\()"([^"]+)"/g)];
    for (const [, module] of imports) expect(module, file).toMatch(/^(\.{1,2}\/[\w/-]+|typescript)$/);
  }
});

test("every strictness of the library holds in cells", () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"));
  for (const name of ["strict", "noImplicitOverride", "noFallthroughCasesInSwitch"]) {
    expect([name, OPTIONS[name]]).toEqual([name, compilerOptions[name]]);
  }
});

describe("refused:", () => {
  test.each([
    ["null for a number", "const n: number = null;", "Type 'null' is not assignable to type 'number'"],
    ["what may be undefined", "[{ a: 1 }].find((r) => r.a === 2).a", "possibly 'undefined'"],
    ["a parameter without a type", "const f = (x) => x;", "implicitly has an 'any' type"],
    [
      "a forgotten override",
      "class A { m() {} } class B extends A { m() {} }",
      "must have an 'override' modifier",
    ],
    ["a name that there is not", "unknownName", "Cannot find name 'unknownName'"],
    ["what came after ES2023", "Object.groupBy([1], String)", "Property 'groupBy' does not exist"],
  ])("%s", async (_, code, words) => expect(await refusal(code)).toContain(words));

  test.each([
    ["let a = 1;\nlet b = a +", "TypeScript: 2:12 - Expression expected."],
    ["`text", "TypeScript: 1:6 - Unterminated template literal."],
    ["f(1\n", "TypeScript: 2:1 - ')' expected."],
  ])("an end that is missing, at its place: %j", async (code, words) => {
    expect(await refusal(code)).toBe(words);
  });

  test("with line and column, both from 1, also where the cell is an object", async () => {
    expect(await refusal("const ok = 1;\n  const s: string = ok;")).toMatch(/^TypeScript: 2:9 - /);
    expect(await refusal("{ a: nowhere }")).toMatch(/^TypeScript: 1:6 - /);
  });

  test("a wrong type of an earlier cell's name", async () => {
    await run("let count: number = 1; const label = 'x';");
    expect(await refusal("count = 'two'")).toContain("Type 'string' is not assignable to type 'number'");
    expect(await refusal("const wrong: number = label;")).toContain("not assignable to type 'number'");
  });

  test("types of the newest declaration count", async () => {
    await run("interface Point { x: number } type Pair<T> = [T, T];");
    await run("const point: Point = { x: 1 }; const pair: Pair<Point> = [point, point];");
    await run("interface Point { y: string }");
    expect(await refusal("const other: Point = { x: 1 };")).toContain("does not exist in type 'Point'");
    expect(await run("pair[0].x + point.x")).toBe(2);
  });
});

describe("understood:", () => {
  test.each<[string, string[], unknown]>([
    ["arrays of ES2023", ["[3, 1, 2].toSorted().with(0, 9)"], [9, 2, 3]],
    ["await of brackets", ["await (Promise.resolve(4))"], 4],
    [
      "for await, with labels",
      [
        "let fa: number[] = []; async function* g() { yield 1; yield 2; yield 3 }",
        "out: for await (const x of g()) { for (;;) { if (x === 2) break out; fa.push(x); continue out } } fa",
      ],
      [1],
    ],
    [
      "using, let go at the end of the cell",
      [
        "const log: string[] = [];",
        "using u = { v: 1, [Symbol.dispose]() { log.push('over') } }; const kept = u.v; log.length",
        "[kept, ...log]",
      ],
      [1, "over"],
    ],
    [
      "await using in a block",
      [
        "const log2: string[] = [];",
        "{ await using u = { async [Symbol.asyncDispose]() { log2.push('over') } }; log2.push('in') } log2",
      ],
      ["in", "over"],
    ],
    [
      "standard decorators",
      [
        "const seen: string[] = []; const dec = (_: unknown, c: DecoratorContext) => { seen.push(String(c.name)) };",
        "@dec class D { @dec m() {} accessor q = 4 } [new D().q, ...seen]",
      ],
      [4, "m", "D"],
    ],
    [
      "private names of classes that have none",
      [
        "const Anon = class { private s = 1; #t = 2; get() { return this.s + this.#t } };",
        "new Anon().get()",
      ],
      3,
    ],
    [
      "namespaces that last",
      [
        "namespace NS { export const v = 1; export namespace In { export const w = NS.v + 1 } }",
        "'between'",
        "NS.v + NS.In.w",
      ],
      3,
    ],
    [
      "a class and a namespace of one name",
      ["class Both { v = 1 } namespace Both { export const w = 2 }", "new Both().v + Both.w"],
      3,
    ],
    [
      "declare global that lasts",
      [
        "declare global { interface Array<T> { second(): T | undefined } } Array.prototype.second = function () { return this[1] };",
        "1",
        "2",
        "[5, 6].second()",
      ],
      6,
    ],
    ["declarations without a value", ["declare const ghost: number;", "typeof ghost"], "undefined"],
    ["constant enums", ["const enum CE { A = 4 }", "CE.A"], 4],
    [
      "import.meta and CommonJS's places",
      ["[import.meta.url.startsWith('file:'), typeof __dirname, typeof require('node:fs').readFileSync]"],
      [true, "string", "function"],
    ],
    [
      "imports in every form",
      [
        "import fs, { existsSync as ex } from 'node:fs'; import * as path from 'node:path'; import os = require('node:os'); import type { Stats } from 'node:fs';",
        "const none: Stats | undefined = undefined; [typeof fs.readFileSync, ex('/'), path.sep.length, typeof os.cpus, none, typeof (await import('node:url')).URL]",
      ],
      ["function", true, 1, "function", undefined, "function"],
    ],
    ["regular expressions of Node 20", ["/[\\p{L}--[a-z]]/v.test('A')"], true],
  ])("%s", async (_, codes, expected) => expect(await all(...codes)).toEqual(expected));
});

describe("a front end learns", () => {
  test("what could follow, from names of cells and from types", async () => {
    await run("const temperature = 2.5; const tempting = 1;");
    expect(language.complete("temp", 4)).toMatchObject({ start: 0, end: 4 });
    expect(language.complete("temp", 4).names).toEqual(expect.arrayContaining(["temperature", "tempting"]));
    expect(language.complete("temperature.toFi", 16)).toEqual({ names: ["toFixed"], start: 12, end: 16 });
  });

  test("which modules there are, of packages and beside the notebook", () => {
    write("beside.ts", "export const b = 1;");
    expect(language.complete("import {} from './bes", 21)).toEqual({ names: ["beside"], start: 18, end: 21 });
    expect(language.complete("import {} from 'spin-", 21)).toEqual({
      names: ["spin-ring"],
      start: 16,
      end: 21,
    });
  });

  describe("what a name is, and within brackets what a function takes:", () => {
    const declared = `/** Texts, repeated.
      * @param by how often */
      function scale(by: number, text = 'x') { return text.repeat(by) }
      function either(of: string): string;
      function either(of: number, or: number): number;
      function either(of: string | number, or = 0) { return typeof of === "string" ? of : of + or }
      import { ohmicBath, ringModel, steadyState } from "spin-ring";`;
    const scale = "scale(by: number, text?: string): string";
    const either = ["either(of: string): string", "either(of: number, or: number): number"];

    // the position is where | stands
    test.each([
      ["a name", "sca|le", `function ${scale}`],
      ["nothing yet", "scale(|)", `${scale}\n\nTexts, repeated.\n\nby: how often`],
      ["no end yet", "scale(|\nconst after = 1;", scale],
      ["a word that is none yet", "scale(b|", scale],
      ["the second parameter", "scale(1, |)", `${scale}\n\nTexts, repeated.`],
      ["a call within", "scale(Math.max(1, |), 'x')", "max(...values: number[]): number"],
      ["behind a call within", "scale(Math.max(1, 2), |)", scale],
      ["overloads", "either(|)", either.join("\n")],
      ["overloads, the fitting one first", "either(1, |)", either.toReversed().join("\n")],
      ["a constructor", "new Map([|])", "Map"],
      ["the library", "steadyState(|)", "steadyState(model: SpinModel, baths: readonly Bath[]"],
      ["an open list", "steadyState(ringModel({ sites: 4 }), [\n  |", "steadyState(model: SpinModel"],
      ["an open object", "steadyState(ringModel({ sites: |", "ringModel(options: RingOptions): SpinModel"],
      ["a template", "console.log(`${scale(|", scale],
    ])("%s", async (_, marked, expected) => {
      await run(declared);
      expect(language.inspect(marked.replace("|", ""), marked.indexOf("|"))).toContain(expected);
    });

    test.each(["scale(1)|", "// scale(|", "'scale(|'", "|", "nowhere|", "scale(1) |"])(
      "but nothing in %j",
      async (marked) => {
        await run(declared);
        expect(language.inspect(marked.replace("|", ""), marked.indexOf("|"))).toBeUndefined();
      },
    );
  });

  test("what could follow, also within a bracket that is open", async () => {
    await run('import { ohmicBath } from "spin-ring"; const temperatures = [1, 2];');
    const names = (code: string) => language.complete(code, code.length).names;
    expect(names("ohmicBath({ si")).toContain("site");
    expect(names("ohmicBath({ site: 1, temperature: temp")).toContain("temperatures");
  });
});

test("a long chain of cells, each typed by the one before, stays within the checker's reach", async () => {
  await run("const c0 = { a: 1, list: ['x'] };");
  for (let i = 1; i < 500; i++) await run(`const c${i} = { ...c${i - 1}, a: c${i - 1}.a + 1 };`);
  expect(await run("[c499.a, c499.list[0].length]")).toEqual([500, 1]);
  expect(await refusal("c499.a = 'text'")).toContain("Type 'string' is not assignable to type 'number'");
});

test("the types of simple values are kept to the letter", async () => {
  await run(
    "const lit = 'a', opt: { readonly p?: 1 | 2; q: [number, string?] } = { q: [1] }; let wide = 5 as number | undefined, yes = true;",
  );
  await run("enum Kind { A, B } const kind = Kind.A, fresh = { kind };");
  const wanted =
    'const same: typeof opt extends { readonly p?: 1 | 2; q: [number, string?] } ? "same" : never = "same"; same';
  expect(await run(wanted)).toBe("same");
  expect(await refusal("opt.p = 1")).toContain("read-only");
  expect(await refusal("const l: 'b' = lit;")).toContain("Type '\"a\"' is not assignable to type '\"b\"'");
  expect(await refusal("const k: Kind.B = kind;")).toContain("not assignable to type 'Kind.B'");
  expect(await run("yes = false; wide = undefined; [yes, wide, fresh.kind]")).toEqual([false, undefined, 0]);
});

test("many cells leave no more behind than their names", async () => {
  await run("let repeated = 0;");
  for (let i = 0; i < 50; i++)
    await run(`repeated = ${i}; { const own = repeated; } function again() { return ${i} }`);
  expect(await run("[repeated, again()]")).toEqual([49, 49]);
  expect(language.size()).toBeLessThan(40);
});
