// Running a notebook: the same bytes every time when it succeeds, not a byte changed when it fails.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { type KernelCommand, ownKernel } from "../../src/kernel/launch";
import type { Content } from "../../src/kernel/wire";
import type { Cell } from "../../src/runner/ipynb";
import { type Displays, type RunOptions, record, runNotebook } from "../../src/runner/run-notebook";
import { eventually } from "../support/wait";
import { codeCell, isAlive, root, temporaryFolder, writeNotebook } from "./helper";

const notebookOf = (...sources: string[]) => writeNotebook(join(temporaryFolder(), "test.ipynb"), sources);
const outputsOf = (path: string): Content[][] =>
  JSON.parse(readFileSync(path, "utf8")).cells.map(({ outputs }: Content) => outputs);

/** Runs a notebook that must fail; checks that it stays as it was, and returns the message. */
async function failureOf(path: string, options?: RunOptions): Promise<string> {
  const before = readFileSync(path, "utf8");
  const message = await runNotebook(path, options).then(
    () => "it succeeded",
    (error) => error.message,
  );
  expect(readFileSync(path, "utf8")).toBe(before);
  expect(message).not.toContain("\n");
  return message;
}

test("running twice gives the same bytes, and keeps text, ids and metadata", async () => {
  const path = join(temporaryFolder(), "test.ipynb");
  const timed = {
    ...codeCell("console.log(1); console.log(2);"),
    metadata: { tags: ["a"], execution: { busy: "now" } },
  };
  const stale = {
    ...codeCell(""),
    outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
    execution_count: 9,
  };
  const cells = [
    { cell_type: "markdown", id: "intro", metadata: { x: 1 }, source: ["# Title\n", "text"] },
    timed,
    stale,
    codeCell("const text: string = 'c'; console.error(text); text"),
  ];
  writeNotebook(path, [], { cells, metadata: { title: "T", language_info: { version: "v20.1.2" } } });
  const result = await runNotebook(path);
  const first = readFileSync(path, "utf8");
  await runNotebook(path);
  expect(readFileSync(path, "utf8")).toBe(first);

  expect(result).toMatchObject({ cells: 2, figures: 0 });
  const { metadata, cells: written } = JSON.parse(first);
  expect(metadata.title).toBe("T");
  expect(metadata.kernelspec).toEqual({
    name: "spin-ring",
    display_name: "TypeScript (spin-ring)",
    language: "typescript",
  });
  expect(metadata.language_info).toMatchObject({
    name: "typescript",
    file_extension: ".ts",
    version: ts.version,
  });
  expect(written[0]).toEqual(cells[0]);
  expect(written.map(({ id }: Cell) => id)).toEqual(["intro", "cell-2", "cell-3", "cell-4"]);
  expect(written[1].metadata).toEqual({ tags: ["a"] });
  expect(written.map((cell: Cell) => cell.execution_count)).toEqual([undefined, 1, null, 2]);
  expect(written[1].outputs).toEqual([{ name: "stdout", output_type: "stream", text: ["1\n", "2\n"] }]);
  expect(written[2].outputs).toEqual([]);
  expect(written[3].outputs.map(({ name, text }: Content) => [name, text])).toEqual([
    ["stderr", ["c\n"]],
    [undefined, undefined],
  ]);
  expect(written[3].outputs[1]).toEqual({
    output_type: "execute_result",
    execution_count: 2,
    metadata: {},
    data: { "text/plain": ["'c'"] },
  });
  expect(readdirSync(join(path, ".."))).toEqual(["test.ipynb"]);
});

test("cells run in the notebook's folder and are reported as they run", async () => {
  const path = notebookOf("console.log(process.cwd())", "2");
  const seen: string[] = [];
  await runNotebook(path, {
    onCell: ({ number, of, seconds }) =>
      seen.push(`${number}/${of} ${seconds === undefined ? "starts" : "done"}`),
  });
  expect(outputsOf(path)[0][0].text).toEqual([`${join(path, "..")}\n`]);
  expect(seen).toEqual(["1/2 starts", "1/2 done", "2/2 starts", "2/2 done"]);
});

describe("a notebook fails, is left as it was, and the cell is named", () => {
  test("when a cell throws", async () => {
    const path = notebookOf("1", "", "const a = 1;\nthrow new RangeError('too\\n far')", "never");
    expect(await failureOf(path)).toBe(`${path}: cell 2 of 3 (const a = 1;): RangeError: too; far`);
  });

  test("when a cell has a syntax error", async () => {
    expect(await failureOf(notebookOf("const n = = 1"))).toMatch(
      /cell 1 of 1 \(const n = = 1\): TypeScript: 1:11 - Expression expected\.$/,
    );
  });

  test("when a cell uses what this package does not have, because its types are known", async () => {
    const path = notebookOf('import * as sr from "spin-ring";\nsr.doesNotExist;');
    const why =
      /cell 1 of 1 .*: TypeScript: 2:4 - Property 'doesNotExist' does not exist on type 'typeof import/;
    expect(await failureOf(path)).toMatch(why);
  });

  test("when a timer throws while a later cell runs", async () => {
    const path = notebookOf(
      "setTimeout(() => { throw new Error('late'); }, 50); 1",
      "await new Promise((done) => setTimeout(done, 500));",
    );
    expect(await failureOf(path)).toMatch(/cell [12] of 2 .*: Error: late \(in the background/);
  });

  test("when a promise is rejected shortly after the last cell", async () => {
    const path = notebookOf("setTimeout(() => Promise.reject(new Error('lost')), 40); 1");
    expect(await failureOf(path)).toMatch(/cell 1 of 1 .*: Error: lost \(in the background/);
  });

  test("when a cell takes too long, also in an endless loop, and its kernel is killed", async () => {
    const path = notebookOf("while (true) {}");
    const note = join(path, "..", "pid");
    const command: KernelCommand = (file) => {
      const [node, flag, kernel] = ownKernel(file);
      const program = `require("node:fs").writeFileSync(${JSON.stringify(note)}, String(process.pid));
        process.argv.splice(1, 0, "kernel"); require(${JSON.stringify(kernel)});`;
      return [node, flag, "-e", program, file];
    };
    expect(await failureOf(path, { timeoutSeconds: 0.5, command })).toMatch(
      /cell 1 of 1 \(.*\): not done after 0.5 s: --timeout /,
    );
    const pid = Number(readFileSync(note, "utf8"));
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });

  test("when a cell ends the kernel", async () => {
    expect(await failureOf(notebookOf("process.exit(7)"))).toMatch(
      /cell 1 of 1 \(.*\): the kernel ended \(exit status 7\)$/,
    );
  });

  test("when the kernel is killed in the middle of a run, as where memory is short", async () => {
    const path = notebookOf("1", "process.kill(process.pid, 'SIGKILL'); while (true) {}", "never");
    expect(await failureOf(path)).toMatch(/cell 2 of 3 \(.*\): the kernel ended \(SIGKILL\)$/);
    expect(readdirSync(join(path, ".."))).toEqual(["test.ipynb"]);
  });

  test("when a cell needs more memory than a Node may have, and it says that", async () => {
    const path = notebookOf("const all: number[][] = []; while (true) all.push(new Array(1e6).fill(0.5))");
    const small: KernelCommand = (file) => {
      const [node, ...args] = ownKernel(file);
      return [node, "--max-old-space-size=150", ...args];
    };
    expect(await failureOf(path, { command: small })).toMatch(
      /cell 1 of 1 \(.*\): the kernel ended \(SIG[A-Z]+\): .* out of memory$/,
    );
  });
});

describe("kept going, a notebook", () => {
  test("runs on after cells that fail, keeps all outputs, and says which failed", async () => {
    const path = notebookOf(
      "console.log('before'); throw new Error('no')",
      "console.log('after')",
      "const s: string = 1;",
    );
    const { failures } = await runNotebook(path, { keepGoing: true });
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^cell 1 of 3 .*: Error: no$/),
      expect.stringMatching(/^cell 3 of 3 .*: TypeScript: /),
    ]);
    expect(failures[0].printed).toMatch(/^before\nError: no\n/);
    const [first, second, third] = outputsOf(path);
    expect(first.map(({ output_type }) => output_type)).toEqual(["stream", "error"]);
    expect(second[0].text).toEqual(["after\n"]);
    expect(third[0].ename).toBe("TypeScript");
  });

  test("keeps what was computed before its kernel ended, and says what was not run", async () => {
    const path = notebookOf("console.log('before')", "process.exit(7)", "3", "4");
    const { failures } = await runNotebook(path, { keepGoing: true });
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^cell 2 of 4 .*: the kernel ended \(exit status 7\)$/),
      "cell 3 of 4 (3): was not run, nor what follows",
    ]);
    expect(outputsOf(path)[0][0].text).toEqual(["before\n"]);
  });
});

test("a cell with the tag raises-exception may fail: the next one runs, and the error is its output", async () => {
  const path = join(temporaryFolder(), "test.ipynb");
  const failing = { ...codeCell("throw new Error('as said')"), metadata: { tags: ["raises-exception"] } };
  writeNotebook(path, [], { cells: [failing, codeCell("console.log('after')")] });
  expect(await runNotebook(path)).toMatchObject({ cells: 2, failures: [] });
  const [first, second] = outputsOf(path);
  expect([first[0].evalue, second[0].text]).toEqual(["as said", ["after\n"]]);
});

describe("a notebook whose metadata names", () => {
  const named = (metadata: Content): string => {
    const path = join(temporaryFolder(), "test.ipynb");
    return writeNotebook(path, ["1"], { metadata });
  };

  test.each<[string, Content]>([
    ["no kernel", {}],
    ["no kernel but the language", { language_info: { name: "typescript" } }],
    ["stock tslab", { kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" } }],
  ])("%s runs, and names ours afterwards", async (_, metadata) => {
    const path = named(metadata);
    await runNotebook(path);
    expect(JSON.parse(readFileSync(path, "utf8")).metadata.kernelspec.name).toBe("spin-ring");
  });

  test.each<[string, Content]>([
    ["Python 3", { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } }],
    ["python", { language_info: { name: "python" } }],
    ["JavaScript", { kernelspec: { name: "jslab", display_name: "JavaScript", language: "javascript" } }],
    ["odd", { kernelspec: { name: "odd" } }],
  ])(
    "another kernel, %s, is refused in one line that says what to do, and stays as it is",
    async (name, metadata) => {
      const path = named(metadata);
      expect(await failureOf(path)).toBe(
        `${path}: is written for the kernel "${name}", not for "TypeScript (spin-ring)"; ` +
          "choose that in Jupyter's kernel menu if it should run here",
      );
    },
  );
});

test("a run that is killed leaves the notebook as it was, and the next one succeeds", async () => {
  const path = notebookOf("await new Promise((done) => setTimeout(done, process.env.FAST ? 0 : 60_000));");
  const before = readFileSync(path, "utf8");
  const program = `require(${JSON.stringify(join(root, "dist", "runner", "run-notebook.js"))})
    .runNotebook(${JSON.stringify(path)}, { onCell: () => console.log("running") });`;
  const runner = spawn(process.execPath, ["-e", program]);
  await new Promise((resolve) => runner.stdout.once("data", resolve));
  const ended = new Promise((resolve) => runner.once("exit", resolve));
  runner.kill("SIGKILL");
  await ended;
  expect(readFileSync(path, "utf8")).toBe(before);
  expect(readdirSync(join(path, ".."))).toEqual(["test.ipynb"]);
  process.env.FAST = "1";
  expect(await runNotebook(path).finally(() => delete process.env.FAST)).toMatchObject({ cells: 1 });
});

test("a notebook that somebody edits while it runs keeps the edit", async () => {
  const path = notebookOf("require('node:fs').appendFileSync('test.ipynb', ' ');");
  const edited = `${readFileSync(path, "utf8")} `;
  await expect(runNotebook(path)).rejects.toThrow(`${path}: was changed by somebody else while it ran`);
  expect(readFileSync(path, "utf8")).toBe(edited);
});

test("a folder that cannot be written is found out before any cell runs, in one line", () => {
  const path = notebookOf("1");
  chmodSync(join(path, ".."), 0o555);
  const ipynb = join(root, "dist", "runner", "ipynb.js");
  const program = `const { checkWritable } = require(${JSON.stringify(ipynb)});
    if (process.getuid?.() === 0) process.setuid(65534); // root may write anywhere
    try { checkWritable(${JSON.stringify(path)}) } catch (error) { console.log(error.message) }`;
  const { stdout } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  chmodSync(join(path, ".."), 0o755);
  expect(stdout).toBe(`${path}: cannot be written (EACCES); its folder must exist and be writable\n`);
});

describe("outputs", () => {
  function recorded(...messages: [string, Content][]): Content[] {
    const cell = codeCell("") as Cell;
    const displays: Displays = new Map();
    for (const [msg_type, content] of messages)
      record(cell, { header: { msg_type } as never, content }, displays);
    return cell.outputs ?? [];
  }
  const printed = (name: string, text: string): [string, Content] => ["stream", { name, text }];

  test("that follow each other in one stream are joined", () => {
    const outputs = recorded(
      printed("stdout", "a"),
      printed("stdout", "b"),
      printed("stderr", "c"),
      printed("stdout", "d"),
    );
    expect(outputs.map(({ name, text }) => name + text)).toEqual(["stdoutab", "stderrc", "stdoutd"]);
  });

  test("are replaced by an update, wherever they are shown", () => {
    const show = (type: string, text: string): [string, Content] => [
      type,
      { data: { "text/plain": text }, metadata: {}, transient: { display_id: "x" } },
    ];
    const outputs = recorded(
      show("display_data", "1"),
      show("display_data", "1"),
      show("update_display_data", "2"),
    );
    const output = { output_type: "display_data", data: { "text/plain": "2" }, metadata: {} };
    expect(outputs).toEqual([output, output]);
  });

  test("are cleared at once, or when the next one comes", () => {
    expect(recorded(printed("stdout", "a"), ["clear_output", { wait: false }])).toEqual([]);
    expect(recorded(printed("stdout", "a"), ["clear_output", { wait: true }])).toHaveLength(1);
    const replaced = recorded(
      printed("stdout", "a"),
      ["clear_output", { wait: true }],
      printed("stdout", "b"),
    );
    expect(replaced.map(({ text }) => text)).toEqual(["b"]);
  });
});

describe("a text that speaks of a cell's value", () => {
  const saying = (text: string): string => {
    const path = join(temporaryFolder(), "test.ipynb");
    const prose = { cell_type: "markdown", metadata: {}, source: text };
    return writeNotebook(path, [], {
      cells: [codeCell("const found = { at: 2.1882, mode: 'parallel' };"), prose],
    });
  };
  const said = (path: string, text: string): string => `<span data-value="${path}">${text}</span>`;

  test("is left as it is where it says what the cell has", async () => {
    const path = saying(`Near ${said("found.at", "2.19")} heat flows ${said("found.mode", "parallel")}.`);
    await runNotebook(path);
    expect(readFileSync(path, "utf8")).toContain("2.19");
  });

  test.each([
    ["found.at", "2.27", 'the text after cell 1 says "2.27" for found.at, which is 2.1882: "2.19"'],
    [
      "found.mode",
      "clockwise",
      'the text after cell 1 says "clockwise" for found.mode, which is parallel: "parallel"',
    ],
    ["lost.at", "2.19", 'the text after cell 1 says "2.19" for lost.at, which it has not: '],
    ["f()", "2.19", 'the text after cell 1 says "2.19" for f(), which is no name of a cell'],
  ])("fails the notebook where %s is said to be %s", async (path, text, message) => {
    expect(await failureOf(saying(said(path, text)))).toContain(message);
  });
});
