// The record of claims and figures: what has changed is named and fails, --update writes it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkRecord } from "../../src/cli/record";
import { reproduceCommand } from "../../src/cli/reproduce-command";
import type { LedgerEntry } from "../../src/paper/claim";
import { formatLedger, parseLedger } from "../../src/paper/ledger";

const root = join(__dirname, "..", "..");
const committed = parseLedger(readFileSync(join(root, "data", "claims.json"), "utf8"));

// their own tests evaluate the claims and run notebooks; here claims come out as committed, unless a test wants otherwise
let fresh = committed;
vi.mock("../../src/paper/evaluate", async (original) => ({
  ...(await original<typeof import("../../src/paper/evaluate")>()),
  evaluateClaims: (_: undefined, onClaim: (entry: LedgerEntry) => void) => {
    fresh.forEach(onClaim);
    return fresh;
  },
}));
vi.mock("../../src/paper/figure-tables", async (original) => {
  const tables = (await original<typeof import("../../src/paper/figure-tables")>()).figureTables();
  return { figureTables: () => tables };
});
vi.mock("../../src/runner/run-notebook", () => ({
  runNotebook: async () => ({ cells: 1, figures: 0, failures: [], seconds: 0 }),
}));

const scratch = join(root, "dist", "test-record");
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, "run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const print = vi.spyOn(console, "log");
const complain = vi.spyOn(console, "error");
beforeEach(() => {
  print.mockReset().mockImplementation(() => {});
  complain.mockReset().mockImplementation(() => {});
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "data"), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const printed = (): string[] => print.mock.calls.map(([line]) => String(line));
const complaints = (): string[] => complain.mock.calls.map(([line]) => String(line));
const edit = (file: string, change: (text: string) => string): void => {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
};
const setClaim = (id: string, change: Partial<LedgerEntry>): void =>
  edit("claims.json", (text) =>
    formatLedger(parseLedger(text).map((entry) => (entry.id === id ? { ...entry, ...change } : entry))),
  );

test("the committed record holds: one line a claim, a count of verdicts, one line a file", () => {
  expect(checkRecord({ update: false, folder })).toBe(true);
  expect(complaints()).toEqual([]);
  const lines = printed();
  expect(lines.filter((line) => /^\d+[a-z]? +(replicated|partly|not|open) /.test(line))).toHaveLength(
    committed.length,
  );
  expect(lines[committed.length]).toMatch(/^\d+ claims: \d+ replicated, \d+ partly, \d+ not, \d+ open$/);
  expect(lines.slice(committed.length + 1).every((line) => /\.csv {2}\d+ rows$/.test(line))).toBe(true);
});

test("a changed verdict and a changed number are named, and nothing is written", () => {
  setClaim("5b", { verdict: "not", measured: 2.3 });
  edit("figures/figure-2.csv", (text) => text.replace("0.003931776399", "0.00393178"));
  const before = ["claims.json", "figures/figure-2.csv"].map((file) =>
    readFileSync(join(folder, file), "utf8"),
  );
  expect(checkRecord({ update: false, folder })).toBe(false);
  expect(complaints()).toEqual([
    expect.stringMatching(/^spin-ring: claim 5b .*verdict is "replicated", committed is "not"/),
    expect.stringMatching(
      /^spin-ring: figure-2\.csv, line 2, column heatFromLeft: 0\.00393177\d+, committed is/,
    ),
    expect.stringContaining("--update"),
  ]);
  const after = ["claims.json", "figures/figure-2.csv"].map((file) =>
    readFileSync(join(folder, file), "utf8"),
  );
  expect(after).toEqual(before);
});

test("--update writes what has changed, and only that", () => {
  setClaim("5b", { verdict: "not" });
  edit("figures/figure-4.csv", (text) => text.replace("h2,", "field,"));
  // the last digits of another machine
  edit("figures/figure-2.csv", (text) => text.replace("0.003931776399", "0.003931776398"));
  const other = readFileSync(join(folder, "figures", "figure-2.csv"), "utf8");
  expect(checkRecord({ update: true, folder })).toBe(true);
  expect(readFileSync(join(folder, "figures", "figure-2.csv"), "utf8")).toBe(other);
  expect(printed().filter((line) => line.startsWith("wrote "))).toHaveLength(2);
  complain.mockClear();
  expect(checkRecord({ update: false, folder })).toBe(true);
  expect(complaints()).toEqual([]);
});

test("a missing, broken or misshapen record is one line each, and --update makes it anew", () => {
  rmSync(join(folder, "figures"), { recursive: true });
  edit("claims.json", () => "[{");
  expect(checkRecord({ update: false, folder })).toBe(false);
  expect(complaints()[0]).toMatch(/claims\.json is not a ledger: /);
  expect(complaints()[1]).toMatch(/figure-2\.csv is missing$/);
  edit("claims.json", () => "{}");
  complain.mockClear();
  expect(checkRecord({ update: false, folder })).toBe(false);
  expect(complaints()[0]).toMatch(/claims\.json is not a ledger: there is no list of claims in it$/);
  expect(checkRecord({ update: true, folder })).toBe(true);
  complain.mockClear();
  expect(checkRecord({ update: false, folder })).toBe(true);
  expect(complaints()).toEqual([]);
});

describe("spin-ring reproduce", () => {
  const run = async (...args: string[]): Promise<typeof process.exitCode> => {
    process.exitCode = undefined;
    await new Command().addCommand(reproduceCommand()).parseAsync(["reproduce", ...args], { from: "user" });
    const code = process.exitCode;
    process.exitCode = undefined;
    return code;
  };
  afterEach(() => {
    fresh = committed;
  });

  test("checks the record after all notebooks, and succeeds if it holds", async () => {
    expect(await run()).toBeUndefined();
    const lines = printed();
    expect(lines.findIndex((line) => line.startsWith("wrote "))).toBeLessThan(
      lines.findIndex((line) => line.startsWith("1a ")),
    );
    expect(complaints()).toEqual([]);
  });

  test("fails with status 1 if a verdict has changed", async () => {
    fresh = committed.map((entry) => (entry.id === "13a" ? { ...entry, verdict: "not" as const } : entry));
    expect(await run()).toBe(1);
    expect(complaints()[0]).toMatch(/claim 13a .*the verdict is "not", committed is "replicated"/);
  });

  test("runs particular notebooks alone", async () => {
    fresh = [];
    expect(await run("one.ipynb")).toBeUndefined();
    expect(printed()).toEqual([expect.stringMatching(/^wrote 1 notebook/)]);
  });
});

test("--update with particular notebooks is refused: it would put half a run on record", () => {
  const main = join(root, "dist", "cli", "main.js");
  const argv = [main, "reproduce", "--update", "one.ipynb"];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([
    2,
    "",
    "--update must go with a run of all notebooks, got one.ipynb\n",
  ]);
});
