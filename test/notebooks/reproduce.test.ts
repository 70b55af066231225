// spin-ring reproduce: progress on standard output, failures on standard error, and the exit status.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, temporaryFolder, writeNotebook } from "./helper";

const program = `
  const { Command } = require("commander");
  const { reproduceCommand } = require("./dist/cli/reproduce-command");
  new Command("spin-ring").addCommand(reproduceCommand()).parseAsync();
`;

function reproduce(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const argv = ["-e", program, "--", "reproduce", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: "utf8" });
  return { status, stdout: stdout.replace(/\d+\.\d+ s/g, "TIME"), stderr };
}

test("each cell gets a line, and a summary says what was written where", () => {
  const folder = temporaryFolder();
  const first = writeNotebook(join(folder, "01-first.ipynb"), ["1", "2"]);
  const second = writeNotebook(join(folder, "02-second.ipynb"), ["3"]);
  expect(reproduce(first, second)).toEqual({
    status: 0,
    stdout: `01-first  cell 1/2  TIME
01-first  cell 2/2  TIME
02-second  cell 1/1  TIME
wrote 2 notebooks in ${folder}: 3 cells, 0 figures, TIME
`,
    stderr: "",
  });
});

test("a failing notebook is named with its cell, the others still run, and the exit status is 1", () => {
  const folder = temporaryFolder();
  const bad = writeNotebook(join(folder, "bad.ipynb"), ["const n: string = 1;"]);
  const broken = join(folder, "broken.ipynb");
  writeFileSync(broken, "{");
  const good = writeNotebook(join(folder, "good.ipynb"), ["1"]);
  const { status, stdout, stderr } = reproduce(bad, broken, good);
  expect(status).toBe(1);
  expect(stdout).toBe(`good  cell 1/1  TIME\nwrote 1 notebook in ${folder}: 1 cell, 0 figures, TIME\n`);
  const lines = stderr.trim().split("\n");
  expect(lines[0]).toBe(
    `spin-ring: ${bad}: cell 1 of 1 (const n: string = 1;): TypeScript: 1:7 - Type 'number' is not assignable to type 'string'.`,
  );
  expect(lines[1]).toMatch(/^spin-ring: .*broken\.ipynb: is not a notebook, its JSON is broken/);
  expect(lines.slice(2)).toEqual(["spin-ring: 2 of 3 notebooks failed"]);
});

test("the time limit is passed on", () => {
  const path = writeNotebook(join(temporaryFolder(), "slow.ipynb"), ["while (true) {}"]);
  const { status, stderr } = reproduce(path, "--timeout", "0.5");
  expect(status).toBe(1);
  expect(stderr).toContain(
    `${path}: cell 1 of 1 (while (true) {}): not done after 0.5 s: --timeout allows more\n`,
  );
});

test.each([
  [["--timeout", "soon"], "must be a number of seconds from 0 to 86400, got soon"],
  [["--timeout", "-1"], "got -1"],
  [["--fast"], "unknown option '--fast'"],
])("bad usage %j is one line and exit status 2", (args, problem) => {
  const { status, stdout, stderr } = reproduce(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr.trim().split("\n")).toEqual([expect.stringContaining(problem)]);
});
