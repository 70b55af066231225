// Which parts of the worker's script a cell brings, and what they are made of.
import { describe, expect, test } from "vitest";
import { listed, MODULES, PARTS, type Part, partsOf, partsWith } from "../../src/book/live/parts";
import { exportsOf } from "../../src/book/part-bundle";

const parts = Object.keys(PARTS) as Part[];
const cell = (imports: Record<string, string>, inspects = false) => ({ imports, inspects });

test.each(MODULES.filter((name) => exportsOf(name)))(
  "whatever is listed of %s is exported by it",
  (module) => {
    const exported = [...(exportsOf(module)?.keys() ?? [])];
    expect(exported).toEqual(expect.arrayContaining(parts.flatMap((part) => [...listed(part, module)])));
  },
);

describe("a cell brings", () => {
  test("nothing for what it does not import", () => {
    expect(partsOf(cell({}), "1 + 1")).toEqual([]);
  });

  test("the part where a name is, and where one is that no part lists", () => {
    expect(partsOf(cell({ tensor: "steadyState of spin-ring" }), "")).toEqual(["states"]);
    expect(partsOf(cell({ whatever: "notYetThere of spin-ring" }), "")).toEqual(["more"]);
    expect(partsOf(cell({ Matrix: "Matrix of ml-matrix" }), "")).toEqual(["decompositions"]);
  });

  test("every part of a module that it takes as a whole, and of one that it imports when it runs", () => {
    const all = partsWith("spin-ring", "*");
    expect(all).toEqual(expect.arrayContaining(["runner", "states", "sweep", "more", "matrix"]));
    expect(partsOf(cell({ physics: "* of spin-ring" }), "")).toEqual(all);
    expect(partsOf(cell({}), 'const { solve } = await import("spin-ring");').sort()).toEqual([...all].sort());
    expect(partsOf(cell({}), "await import(name);")).toEqual(expect.arrayContaining(["mathjs", "claims"]));
  });

  test("what an option asks for, wherever it is, but not where a sentence has its word", () => {
    for (const options of ["{ drive }", "{ x, drive: swing }", '{ "drive": swing }', "of.drive"])
      expect(partsOf(cell({}), options)).toEqual(["driven"]);
    expect(partsOf(cell({}), '"more than without drive"')).toEqual([]);
    expect(partsOf(cell({}), "{ initial: 1 }")).toEqual(["evolution"]);
    expect(partsOf(cell({ evaluate: "evaluateClaims of spin-ring/paper" }), "")).toEqual([
      "claims",
      "driven",
      "hierarchy",
    ]);
  });

  test("what reads a spectral density, and what has words for any value", () => {
    expect(partsOf(cell({}), 'generalBath({ spectralDensity: "w" })')).toEqual(["mathjs"]);
    expect(partsOf(cell({}, true), "console.log([1]);")).toEqual(["inspect"]);
  });
});
