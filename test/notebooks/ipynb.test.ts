// Notebook files: written as Jupyter writes them, and refused in one line when they are not notebooks.
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatNotebook, type Notebook, readNotebook, writeNotebook } from "../../src/runner/ipynb";
import { codeCell, root, temporaryFolder } from "./helper";

const notebook = (cells: unknown[], nbformat_minor = 5): Notebook =>
  ({ nbformat: 4, nbformat_minor, metadata: {}, cells }) as Notebook;

test("a notebook is written with sorted keys, one space of indent, and texts as lists of lines", () => {
  const outputs = [
    { text: "a\nb", output_type: "stream", name: "stdout" },
    {
      output_type: "display_data",
      metadata: {},
      data: { "text/plain": "", "application/json": { "10": "x\ny", "9": [] } },
    },
  ];
  const cell = { ...codeCell("let é = 1;\r\né\n"), id: "one", outputs, execution_count: 3 };
  expect(formatNotebook(notebook([cell]))).toBe(`{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "one",
   "metadata": {},
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "a\\n",
      "b"
     ]
    },
    {
     "data": {
      "application/json": {
       "10": "x\\ny",
       "9": []
      },
      "text/plain": []
     },
     "metadata": {},
     "output_type": "display_data"
    }
   ],
   "source": [
    "let é = 1;\\r\\n",
    "é\\n"
   ]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`);
});

test("cells without an id get one, the same each time, and never one that is taken", () => {
  const cells = [codeCell("1"), { ...codeCell("2"), id: "cell-1" }, codeCell("3")];
  const written = JSON.parse(formatNotebook(notebook(cells, 2)));
  expect(written.cells.map(({ id }: { id: string }) => id)).toEqual(["cell-1-new", "cell-1", "cell-3"]);
  expect(written.nbformat_minor).toBe(5);
  expect(formatNotebook(written)).toBe(formatNotebook(notebook(cells, 2)));
});

test("what is not a notebook is refused in one line that names the file", () => {
  const path = join(temporaryFolder(), "broken.ipynb");
  const reading = (text: string) => {
    writeFileSync(path, text);
    try {
      readNotebook(path);
    } catch (error) {
      return (error as Error).message;
    }
    return "read";
  };
  const cases: [string, RegExp][] = [
    ['{"cells": [', /JSON is broken/],
    ["null", /must have nbformat 4, got none/],
    ['{"nbformat": 3, "worksheets": []}', /must have nbformat 4, got 3/],
    ['{"nbformat": 4, "metadata": {}}', /has no cells/],
    ['{"nbformat": 4, "cells": []}', /has no cells/],
    ['{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}, null]}', /cell 2 is damaged/],
    ['{"nbformat": 4, "cells": [{"cell_type": "code"}]}', /cell 1 is damaged, it must have .* a source/],
    ['{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["1", 2]}]}', /cell 1 is damaged/],
  ];
  for (const [text, problem] of cases) {
    const message = reading(text);
    expect(message).toMatch(problem);
    expect(message.startsWith(`${path}: `)).toBe(true);
    expect(message).not.toContain("\n");
  }
  expect(() => readNotebook(`${path}.gone`)).toThrow(/there is no such notebook$/);
  expect(() => readNotebook(temporaryFolder())).toThrow(/cannot be read \(EISDIR\)/);
});

test("a file is replaced in one step, keeps its mode, and leaves no other file", () => {
  const folder = temporaryFolder();
  const path = join(folder, "a.ipynb");
  writeFileSync(path, "{}");
  chmodSync(path, 0o640);
  const { ino } = statSync(path);
  writeNotebook(path, notebook([codeCell("1")]));
  expect(readFileSync(path, "utf8")).toBe(formatNotebook(notebook([codeCell("1")])));
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(statSync(path).ino).not.toBe(ino);
  expect(readdirSync(folder)).toEqual(["a.ipynb"]);
});

test("a file that cannot be written gives one line that names it", () => {
  const path = join(temporaryFolder(), "gone", "a.ipynb");
  expect(() => writeNotebook(path, notebook([codeCell("1")]))).toThrow(
    `${path}: cannot be written (ENOENT); its folder must exist and be writable`,
  );
});

test("committed notebooks print or show what matters, as stock tslab has no results", () => {
  const folder = join(root, "notebooks");
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".ipynb"))) {
    const outputs = readNotebook(join(folder, name)).cells.flatMap((cell) => cell.outputs ?? []);
    expect(
      outputs.filter(({ output_type }) => output_type === "execute_result"),
      name,
    ).toEqual([]);
  }
});
