import { describe, expect, test } from "vitest";
import { addOutput, cellOfLink, linkTo, type StoredOutput, withEdits } from "../../src/book/live/own-work";

describe("a link to an edited cell", () => {
  test.each(["const γ = 0.05; // 𝓔\n", "", "x".repeat(20_000)])(
    "carries its text, whatever it is: %#",
    async (text) => {
      const link = await linkTo(3, text);
      expect(link).toMatch(/^#cell=3&code=[\w-]+$/);
      expect(await cellOfLink(link)).toEqual({ cell: 3, text });
    },
  );

  test("is short", async () => {
    expect((await linkTo(1, "const ring = 1;\n".repeat(100))).length).toBeLessThan(200);
  });

  test.each(["", "#checks", "#cell=0&code=abc", "#cell=1&code=abc", "#cell=1&code=%22"])(
    "is none in %s",
    async (hash) => {
      expect(await cellOfLink(hash)).toBeUndefined();
    },
  );
});

test("what a cell reports is what a notebook stores: lines joined, displays replaced, errors by name", () => {
  const outputs: StoredOutput[] = [];
  const print = (stream: "stdout" | "stderr", text: string) =>
    addOutput(outputs, { type: "printed", cell: 1, stream, text });
  print("stdout", "a\n");
  print("stdout", "b\n");
  print("stderr", "c\n");
  const show = (words: string, update: boolean) =>
    addOutput(outputs, { type: "display", cell: 1, data: { "text/plain": words }, id: "bar", update });
  show("1 of 2", false);
  show("2 of 2", true);
  addOutput(outputs, { type: "failed", cell: 1, lines: ["RangeError: too far", "    at Cell 1, line 2"] });
  expect(outputs).toMatchObject([
    { output_type: "stream", name: "stdout", text: "a\nb\n" },
    { output_type: "stream", name: "stderr", text: "c\n" },
    { output_type: "display_data", data: { "text/plain": "2 of 2" } },
    { output_type: "error", ename: "RangeError", evalue: "too far" },
  ]);
});

test("a notebook taken home has the reader's code and outputs where there are any, and is itself elsewhere", () => {
  const cell = (source: string) => ({
    cell_type: "code",
    source,
    outputs: [{ output_type: "stream" }],
    execution_count: 1,
  });
  const prose = { cell_type: "markdown", source: "words" };
  const notebook = { nbformat: 4, cells: [cell("a"), prose, cell("  "), cell("b"), cell("c")] };
  const outputs = [{ output_type: "display_data", data: {}, id: "1" }];
  const edited = withEdits(
    notebook,
    new Map([
      [2, { text: "B", outputs }],
      [3, { text: "C" }],
    ]),
  );
  expect(edited.cells).toEqual([
    cell("a"),
    prose,
    cell("  "),
    { ...cell("B"), outputs: [{ output_type: "display_data", data: {} }] },
    { ...cell("C"), outputs: [], execution_count: null },
  ]);
});
