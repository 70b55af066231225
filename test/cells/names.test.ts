// Names at the top of a cell are live: what a later cell assigns or declares anew, functions of earlier cells see.
import { describe, expect, test } from "vitest";
import { openCells } from "./helper";

const { all, run, refusal } = openCells();

describe("an earlier function sees", () => {
  test.each<[string, string[], unknown]>([
    ["a value assigned later", ["let g = 1; const h = (x: number) => x * g;", "g = 5;", "h(2)"], 10],
    ["a value declared anew", ["const a = 1; function f() { return a }", "const a = 2;", "f()"], 2],
    [
      "a function declared anew",
      ["function p() { return 1 } function q() { return p() }", "function p() { return 2 }", "q()"],
      2,
    ],
    [
      "a class declared anew",
      ["class C { v = 1 } const make = () => new C().v;", "class C { v = 2 }", "make()"],
      2,
    ],
    [
      "a type that changed with the value",
      ["let t: unknown = 1; const u = () => t;", "const t = 'text';", "u()"],
      "text",
    ],
    [
      "an import made anew",
      ["import { sep } from 'node:path'; const s = () => sep;", "const sep = '|';", "s()"],
      "|",
    ],
    [
      "what it counts itself, and so do later cells",
      ["let n = 0; const add = () => { n += 1 };", "add(); add();", "n = n * 10;", "add(); n"],
      21,
    ],
    [
      "an enum and a namespace declared anew",
      [
        "enum E { A = 1 } namespace N { export const v = 1 } const en = () => E.A + N.v;",
        "enum E { A = 5 } namespace N { export const v = 7 }",
        "en()",
      ],
      12,
    ],
    [
      "a default that is another name",
      ["let d = 1; function withDefault(x = d) { return x }", "d = 4", "withDefault()"],
      4,
    ],
  ])("%s", async (_, codes, expected) => expect(await all(...codes)).toEqual(expected));

  test("its own class within itself, whatever the name means later", async () => {
    expect(
      await all(
        "class K { static n = 1; twin() { return new K() } } const k = new K();",
        "const K = 3;",
        "k.twin().constructor === k.constructor",
      ),
    ).toBe(true);
  });
});

describe("property names and inner names are left alone:", () => {
  test.each<[string, string[], unknown]>([
    ["renaming", ["const energy = 1; const r = { energy: 2 };", "const { energy: e } = r; e"], 2],
    [
      "nested patterns with defaults and rests",
      [
        "const inner = 0;",
        "const { o: { inner: [x, , y = inner, ...z] }, ...w } = { o: { inner: [1, 2, undefined, 4] }, v: 5 }; [x, y, z, w]",
      ],
      [1, 0, [4], { v: 5 }],
    ],
    [
      "patterns of for…of",
      [
        "const delta = 9; const rows = [{ delta: 1 }, { delta: 2 }]; let sum = 0;",
        "for (const { delta: d } of rows) sum += d * delta; sum",
      ],
      27,
    ],
    [
      "patterns of parameters",
      [
        "const key = 2; const list = [{ key: 3, p: { key: 4 } }];",
        "list.map(({ key: a, p: { key: b } }) => a * b * key)",
      ],
      [24],
    ],
    [
      "patterns within functions",
      [
        "const energy2 = 1; const res = { energy2: 5 };",
        "function rd() { const { energy2: e } = res; return e + energy2 } rd()",
      ],
      6,
    ],
    [
      "patterns that assign",
      [
        "let m1 = 0, m2 = 0;",
        "({ a: m1, b: { c: m2 = 7 } } = { a: 1, b: {} as { c?: number } }); [m1, m2] = [m2, m1]; [m1, m2]",
      ],
      [7, 1],
    ],
    [
      "shorthand, also with a default",
      ["let sh = 1;", "({ sh = 5 } = {} as { sh?: number }); ({ sh })"],
      { sh: 5 },
    ],
    [
      "keys, methods, accessors and members",
      [
        "const name1 = 1;",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the cell
        "const ob = { name1: 2, m() { return name1 }, get q() { return this.name1 } }; [ob.name1, ob.m(), ob.q, { [`${name1}`]: name1 }]",
      ],
      [2, 1, 2, { 1: 1 }],
    ],
    [
      "parameters and blocks that shadow",
      [
        "const sx = 1;",
        "const fs = (sx: number) => { { const sx = 10; if (sx > 100) return 0; } return sx }; [fs(5), sx]",
      ],
      [5, 1],
    ],
    ["labels", ["let lab = 0;", "lab: for (;;) { for (;;) { lab = 3; break lab } } lab"], 3],
    [
      "types",
      [
        "interface Shape { side: number } const side = 3;",
        "const square: Shape = { side }; const other: Shape['side'] = side; square.side + other",
      ],
      6,
    ],
  ])("%s", async (_, codes, expected) => expect(await all(...codes)).toEqual(expected));
});

describe("a type and a value of one name are from different cells,", () => {
  test("each as the newest cell says, in any order", async () => {
    await run(
      "interface Spin { s: number } const Field = (b: number) => b; class Both { v = 1 } enum Way { A = 1 }",
    );
    await run("const Spin = (s: number): Spin => ({ s }); type Field = string;");
    expect(await run("const up: Spin = Spin(2); const name: Field = 'h'; [up.s, Field(3), name]")).toEqual([
      2,
      3,
      "h",
    ]);
    await run("function Spin(s: number) { return { s: -s } }");
    expect(await run("const down: Spin = Spin(2); down.s")).toBe(-2);
  });

  test("also within the cell that declares one of them", async () => {
    expect(await run("type Both = 'b'; const b: Both = 'b'; [b, new Both().v]")).toEqual(["b", 1]);
    expect(await run("interface Way { w: number } const way: Way = { w: Way.A }; way")).toEqual({ w: 1 });
  });
});

describe("a cell keeps JavaScript's meaning:", () => {
  test.each<[string, string[], unknown]>([
    [
      "a call by name has no this",
      ["function me(this: unknown) { return this }", "[me(), (me)(), me!()]"],
      [undefined, undefined, undefined],
    ],
    [
      "tagged templates",
      [
        "const tag = (s: TemplateStringsArray, ...v: number[]) => s.join('|') + v;", // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the cell
        "tag`a${1}b`",
      ],
      "a|b1",
    ],
    [
      "anonymous functions and classes take the name",
      ["const fa = () => 1, fc = class {}; let fl = function () {};", "[fa.name, fc.name, fl.name]"],
      ["fa", "fc", "fl"],
    ],
    [
      "functions are there before their line",
      ["const early = hoisted(); function hoisted() { return 8 } early"],
      8,
    ],
    [
      "var reaches out of blocks and loops",
      ["for (var i = 0, s = 0; i < 4; i++) s += i; if (i) { var within = 1 }", "[i, s, within]"],
      [4, 6, 1],
    ],
    ["for…of may assign to a name", ["let last = 0; for (last of [1, 2, 3]);", "last"], 3],
    ["constants cannot be assigned, in the next cell either", ["const fixed = 1;", "1"], 1],
    [
      "names of CommonJS may be declared",
      [
        "const require = 5, exports = 6, module = 7, __filename = 8;",
        "require + exports + module + __filename",
      ],
      26,
    ],
    [
      "also as functions and classes",
      ["function setTimeout() { return 1 } class exports { v = 2 } [setTimeout(), new exports().v]"],
      [1, 2],
    ],
    [
      "names of what carries it may be declared",
      ["const host = 1, link = 2, box = 3, made = 4, here = 5;", "[host, link, box, made, here]"],
      [1, 2, 3, 4, 5],
    ],
    ["this at the top is that of a module", ["this"], undefined],
    ["__proto__ as a name", ["const __proto__ = () => 4;", "__proto__()"], 4],
    ["a promise as the last expression stays one", ["Promise.resolve(3) instanceof Promise"], true],
    ["an object as a whole cell is one", ["{ a: 1, b: { c: 2 } }"], { a: 1, b: { c: 2 } }],
    ["a block is one where it is no object", ["let blk = 0;", "{ const k = 3; blk = k }", "blk"], 3],
    ["an empty cell is nothing", ["// only words"], undefined],
  ])("%s", async (_, codes, expected) => expect(await all(...codes)).toEqual(expected));

  test("a name that has no value yet is an error", async () => {
    expect(await refusal("function early2() { return tooLate } early2(); const tooLate = 1;")).toBe(
      "ReferenceError: Cannot access 'tooLate' before initialization",
    );
  });

  test("a constant is one in later cells", async () => {
    await run("const constant = 1;");
    expect(await refusal("constant = 2")).toContain("Cannot assign to 'constant' because it is a constant");
  });
});

describe("a cell that fails", () => {
  test("keeps the names that it had made, also behind an await", async () => {
    expect(await refusal("const half = 1; await 0; throw new Error('stop')")).toBe("Error: stop");
    expect(await run("half")).toBe(1);
  });

  test("does not know those that it had not made", async () => {
    await refusal("throw new Error('stop'); const unmade = 1;");
    expect(await refusal("unmade")).toContain("Cannot find name 'unmade'");
  });

  test("leaves the old type with the old value, and gives the new one with the new", async () => {
    await run("const kind = 'old'; const later: string = 'old';");
    await refusal("const kind = 5; throw new Error('stop'); const later = 6;");
    expect(await run("[kind + 1, later.toUpperCase()]")).toEqual([6, "OLD"]);
    await refusal("const later: number = ((): number => { throw new Error('stop') })();");
    expect(await run("later.length")).toBe(3);
  });

  test("changes nothing where it does not pass the checker", async () => {
    await run("let safe = 1;");
    await refusal("safe = 2; const wrong: string = 5;");
    expect(await run("safe")).toBe(1);
  });
});

test("what an earlier cell made keeps its type when the class is declared anew", async () => {
  expect(
    await all(
      "class Ring { n = 4 } const ring = new Ring();",
      "class Ring { m = 1 }",
      "[ring.n, new Ring().m]",
    ),
  ).toEqual([4, 1]);
});

test("export is allowed, and without effect", async () => {
  await run(
    "export const e1 = 1; export function e2() { return 2 } export class E3 { v = 3 } export { e1 as e4 };",
  );
  await run("export interface E5 { v: number } export enum E6 { A = 6 } export default function () {}");
  await run("export default class {} ");
  await run("export default 5");
  expect(await run("export default { a: 1, b: 2 }")).toEqual({ a: 1, b: 2 });
  expect(await run("const e5: E5 = { v: 5 }; [e1, e2(), new E3().v, e5.v, E6.A]")).toEqual([1, 2, 3, 5, 6]);
});

test.each([
  ["const a = 1; let b = a; function c() { return b; }", { makes: ["a", "b", "c"], needs: [], assigns: [] }],
  ["const d = first + second;", { makes: ["d"], needs: ["first", "second"], assigns: [] }],
  ["first = 2; second += 1;", { makes: [], needs: ["first", "second"], assigns: ["first", "second"] }],
  [
    "first++; [second, { x: first }] = [1, { x: 2 }];",
    { makes: [], needs: ["first", "second"], assigns: ["first", "second"] },
  ],
  [
    "for (first of [1, 2]) { const second = first; void second; }",
    { makes: [], needs: ["first"], assigns: ["first"] },
  ],
  ["({ first } = { first: 3 });", { makes: [], needs: ["first"], assigns: ["first"] }],
  ["const list = [1]; list[first] = second;", { makes: ["list"], needs: ["first", "second"], assigns: [] }],
])("%s says which names it makes, needs and assigns", async (code, expected) => {
  const cells = openCells();
  await cells.all("let first = 1;", "let second = 2;");
  const outcome = cells.language.compile(code, 3);
  if ("findings" in outcome) throw new Error(outcome.findings[0].message);
  const { imports, inspects, ...names } = outcome.compiled.names;
  const sorted = Object.fromEntries(Object.entries(names).map(([key, each]) => [key, [...each].sort()]));
  expect(sorted).toEqual(expected);
  expect(imports).toEqual({});
  expect(inspects).toBe(false);
});

test("whether more than words and numbers may be printed is told, too", async () => {
  const cells = openCells();
  await cells.all("let first = 1; const list = [1, 2];");
  const inspects = (code: string): boolean => {
    const outcome = cells.language.compile(code, 2);
    if ("findings" in outcome) throw new Error(outcome.findings[0].message);
    return outcome.compiled.names.inspects;
  };
  expect(inspects("console.log(first.toFixed(2), first, 1n, true, null, undefined, ...list);")).toBe(false);
  expect(inspects("const f = (x: string | number): void => console.warn(x);")).toBe(false);
  for (const code of [
    "console.log(list);",
    "console.log(first as unknown);",
    "console.log(Symbol.iterator);",
    "console.log(...[list]);",
    "function f<T>(x: T) { console.log(x); }",
    "const { log } = console; log(list);",
    'console.log("%o", first);',
    'try { list[0]; } catch (error) { console.error("failed:", error); }',
  ])
    expect(inspects(code), code).toBe(true);
});

test("what an import stands for is told with its name", async () => {
  const { language } = openCells();
  const outcome = language.compile(
    'import { solve, ringModel as ring, type State } from "spin-ring";\nimport * as figures from "spin-ring/figures";\nvoid [solve, ring, figures];\nlet s: State;',
    1,
  );
  if ("findings" in outcome) throw new Error(outcome.findings[0].message);
  expect(outcome.compiled.names.imports).toEqual({
    solve: "solve of spin-ring",
    ring: "ringModel of spin-ring",
    figures: "* of spin-ring/figures",
  });
});
