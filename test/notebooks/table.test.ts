// Tables below a cell: a real HTML table with a text that can be read without it.
import { describe, expect, test, vi } from "vitest";
import { showTable } from "../../src/cells/table";
import { withKernel } from "./helper";

describe("a table", () => {
  test("is one display with an HTML table and aligned text", () =>
    withKernel(async (run) => {
      const { messages } = await run(`import { showTable } from "../../cells/table";
        showTable([["<two>", 2.19], ["three", 10]], ["spins up", "Δ"], "Where & when");`);
      const shown = messages.filter(({ type }) => type === "display_data");
      expect(shown).toHaveLength(1);
      const { data } = shown[0].content;
      expect(Object.keys(data)).toEqual(["text/html", "text/plain"]);
      expect(data["text/plain"]).toBe(
        ["Where & when", "spins up  Δ", "────────  ────", "<two>     2.19", "three       10"].join("\n"),
      );
      const html = data["text/html"];
      expect(html).toContain("<caption>Where &#38; when</caption>");
      expect(html).toContain('<th scope="col" style="text-align: left">spins up</th>');
      expect(html).toContain('<td style="text-align: left">&#60;two&#62;</td>');
      expect(html).toContain('<td style="text-align: right">2.19</td>');
      expect(html.match(/<tr>/g)).toHaveLength(3);
    }));

  test("outside a notebook is printed", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => {});
    showTable([["a", "b"]], ["one", "two"]);
    expect(print.mock.calls).toEqual([["one  two\n───  ───\na    b"]]);
    print.mockRestore();
  });

  test("aligns letters that JavaScript counts twice", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => {});
    showTable(
      [
        ["𝓔", 1],
        ["ab", 2],
      ],
      ["q", "n"],
    );
    expect(print.mock.calls).toEqual([["q   n\n──  ─\n𝓔   1\nab  2"]]);
    print.mockRestore();
  });

  test("with a row of another length is refused", () => {
    expect(() => showTable([["a"]], ["one", "two"])).toThrow("row 1 of the table must have 2 cells, got 1");
  });
});
