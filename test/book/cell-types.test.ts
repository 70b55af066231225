// What a page checks as a reader types finds nothing in what is committed: its own compiler, over the declarations it carries.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type CompilerAnswer, type CompilerRequest, isCode } from "../../src/book/live/messages";
import { declarations } from "../../src/book/live-bundle";
import { readNotebook, sourceOf } from "../../src/runner/ipynb";

const folder = join(__dirname, "..", "..", "notebooks");
const chapters = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
const files = declarations();

/** The script of the compiler's worker, which listens and posts. */
async function compiler(): Promise<(request: CompilerRequest) => CompilerAnswer> {
  let listen: ((event: { data: CompilerRequest }) => void) | undefined;
  let answer: CompilerAnswer | undefined;
  vi.stubGlobal("addEventListener", (_: string, listener: typeof listen) => {
    listen = listener;
  });
  vi.stubGlobal("postMessage", (message: CompilerAnswer) => {
    answer = message;
  });
  await vi.importActual("../../src/book/live/compiler");
  return (data) => {
    answer = undefined;
    listen?.({ data });
    if (!answer) throw new Error("the compiler did not answer");
    return answer;
  };
}

test.each(chapters)("%s has the types that it says", async (name) => {
  const ask = await compiled;
  const sources = readNotebook(join(folder, name)).cells.filter(isCode).map(sourceOf);
  ask({ id: 0, type: "open", files, sources });
  const findings = sources.map((source, i) => ask({ id: i + 1, type: "check", number: i + 1, source }));
  expect(findings).toEqual(sources.map((_, i) => ({ id: i + 1, result: [] })));
});

test("and what has not is found, with its line", async () => {
  const ask = await compiled;
  const source = 'import { ringModel } from "spin-ring";\nringModel({ sites: "four" });';
  ask({ id: 0, type: "open", files, sources: [source] });
  expect(ask({ id: 1, type: "check", number: 1, source }).result).toMatchObject([
    { line: 2, message: "Type 'string' is not assignable to type 'number'." },
  ]);
});

const compiled = compiler();
