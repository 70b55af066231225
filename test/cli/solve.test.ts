// The command as other programs use it: dist/cli/main.js in a process of its own (`npm run build` first).
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readLines } from "../../src/cli/input-lines";
import type { ModelDescription } from "../../src/description";
import { type SolveResult, solve } from "../../src/solve";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";

const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly results: SolveResult[];
  readonly stdout: string;
  readonly stderr: string;
}

function run(input: string, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "solve", ...args], {
    input,
    encoding: "utf8",
  });
  const results = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as SolveResult);
  return { status, results, stdout, stderr };
}

const bath = (site: number, temperature: number) => ({ site, temperature, coupling: 0.01, cutoff: 10 });
const paper: ModelDescription = {
  sites: 4,
  spinsUp: 2,
  exchange: 1,
  interaction: 2.19,
  fields: [0, 2, 1, 0],
  baths: [bath(1, 2), bath(3, 1)],
};
const json = (description: object): string => JSON.stringify(description);

/** Status 2 and one line on standard error. */
function expectComplaint({ status, stderr }: Outcome, ...parts: (string | RegExp)[]): void {
  expect(status).toBe(2);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  for (const part of parts) expect(stderr).toMatch(part);
}

/** Every number in a result, however deep. */
const numbers = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value
      ? Object.values(value).flatMap(numbers)
      : [];

describe("one description", () => {
  const outcome = run(json(paper));

  test("gives one line, no complaint, status 0", () => {
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toBe("");
    expect(outcome.stdout.endsWith("\n")).toBe(true);
    expect(outcome.results).toHaveLength(1);
  });

  test("is answered with the fields of the machine interface, in this order", () => {
    const [result] = outcome.results;
    expect(Object.keys(result)).toEqual([
      "energies",
      "populations",
      "heatCurrents",
      "bathHeat",
      "spinCurrents",
      "ergotropy",
      "certificate",
      "warnings",
      "bondHeat",
      "loops",
    ]);
    const [upper, lower] = [result.heatCurrents["2"], result.heatCurrents["4"]];
    [upper, upper, lower, lower].forEach((heat, b) => {
      expect(result.bondHeat?.[b]).toBeCloseTo(heat, 14);
    });
    const mode =
      upper > 0 && lower > 0 ? "clockwise" : upper < 0 && lower < 0 ? "counterclockwise" : "parallel";
    expect(result.loops).toMatchObject([{ sites: [1, 2, 3, 4], mode }]);
    expect(Object.keys(result.heatCurrents)).toEqual(["2", "4"]);
    expect(Object.keys(result.certificate)).toEqual(expect.arrayContaining(["residual", "minEigenvalue"]));
    const lengths = [
      result.energies,
      result.populations,
      result.bathHeat,
      result.spinCurrents,
      result.warnings,
    ];
    expect(lengths.map((list) => list.length)).toEqual([6, 6, 2, 4, 0]);
  });

  test("has finite numbers only, equal to those of the library", () => {
    const [result] = outcome.results;
    expect(numbers(result).length).toBeGreaterThan(25);
    expect(numbers(result).every(Number.isFinite)).toBe(true);
    expect(result).toEqual(JSON.parse(JSON.stringify(solve(paper))));
  });

  test("may be spread over several lines, with blank lines and Windows line ends", () => {
    const pretty = `\n\n${JSON.stringify(paper, null, 2)}\n\n`;
    for (const text of [pretty, pretty.replaceAll("\n", "\r\n")]) {
      expect(run(text)).toMatchObject({ status: 0, results: outcome.results, stderr: "" });
    }
  });

  test("may come from a file", () => {
    const file = join(folder, "model.json");
    writeFileSync(file, JSON.stringify(paper, null, 2));
    expect(run("", file)).toMatchObject({ status: 0, results: outcome.results, stderr: "" });
  });

  test("may leave out what has a default", () => {
    const short = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths: [{ site: 1, temperature: 2 }] };
    const long = { ...short, exchange: 1, interaction: 0, baths: [bath(1, 2)] };
    const [one, two] = run(`${json(short)}\n${json(long)}\n`).results;
    expect(one).toEqual(two);
  });
});

describe("several descriptions, one a line", () => {
  const interactions = [-2, 0, 1, 2.19, 3.5];
  const lines = interactions.map((interaction) => json({ ...paper, interaction }));

  test("are answered in their order, the last without a line end as well", () => {
    for (const text of [lines.join("\n"), `${lines.join("\n")}\n`, `\n${lines.join("\n\n")}\n\n`]) {
      const { status, results, stderr } = run(text);
      expect([status, stderr]).toEqual([0, ""]);
      expect(results).toHaveLength(interactions.length);
      results.forEach((result, i) => {
        expectClose(result.populations, solve({ ...paper, interaction: interactions[i] }).populations, 1e-14);
      });
    }
  });

  test("may come from a file", () => {
    const file = join(folder, "models.ndjson");
    writeFileSync(file, lines.join("\n"));
    expect(run("", file).results).toEqual(run(lines.join("\n")).results);
  });

  test("are answered as they come", async () => {
    const child = spawn(process.execPath, [main, "solve"]);
    for (const line of lines.slice(0, 2)) {
      const answer = new Promise<string>((resolve) =>
        child.stdout.once("data", (data) => resolve(String(data))),
      );
      child.stdin.write(`${line}\n`);
      expect(JSON.parse(await answer).populations).toHaveLength(6);
    }
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
  });
});

describe("sectors", () => {
  test.each([
    [2, 1, 0, 1],
    [3, 1, 1, 3],
    [5, 0, 3, 5],
    [5, 5, 3, 5],
    [6, 3, 4, 6],
  ])(
    "of %i sites with %i up have %i heat currents and %i spin currents, all finite",
    (sites, spinsUp, heat, spin) => {
      const fields = [0, 2, 1, -0.5, 0.7, 3].slice(0, sites);
      const { results } = run(json({ sites, spinsUp, fields, baths: [bath(1, 2), bath(2, 1)] }));
      expect(Object.keys(results[0].heatCurrents)).toHaveLength(heat);
      expect(results[0].spinCurrents).toHaveLength(spin);
      expect(numbers(results[0]).every(Number.isFinite)).toBe(true);
    },
  );

  test("with a bath at T = 0 have null for the entropy production and nothing else that JSON cannot say", () => {
    const { results, stdout } = run(json({ ...paper, baths: [bath(1, 0), bath(3, 1)] }));
    expect(results[0].certificate.entropyProduction).toBeNull();
    expect(stdout.match(/null/g)).toHaveLength(1);
  });
});

describe("what a description observes", () => {
  test("stands in the result, and nowhere else: the parts of the ergotropy add up to it", () => {
    const { results, status } = run(`${json({ ...paper, observe: ["ergotropyParts"] })}\n${json(paper)}\n`);
    expect(status).toBe(0);
    const [{ ergotropyIncoherent, ergotropyCoherent, ...rest }, plain] = results;
    expect(rest).toEqual(plain);
    expectClose([ergotropyIncoherent! + ergotropyCoherent!], [plain.ergotropy], 1e-15);
    expect(Math.min(ergotropyIncoherent!, ergotropyCoherent!)).toBeGreaterThan(0);
  });
});

describe("bad input ends with status 2 and one line that says where and what:", () => {
  const good = json(paper);
  const after = (bad: string): Outcome => run(`${good}\n${bad}\n${good}\n`);

  test.each<[string, string, RegExp[]]>([
    ["a wrong value", json({ ...paper, spinsUp: 7 }), [/spinsUp/, /got 7/]],
    [
      "a wrong value in a bath",
      json({ ...paper, baths: [bath(1, -2)] }),
      [/baths\.1\.temperature/, /got -2/],
    ],
    ["an unknown field", json({ ...paper, delta: 2 }), [/"delta"/]],
    ["an unknown field in a bath", json({ ...paper, baths: [{ ...bath(1, 2), beta: 1 }] }), [/"beta"/]],
    [
      "something to observe that is not known",
      json({ ...paper, observe: ["ergotropyParts", "power"] }),
      [/observe\.2 must be one of .*ergotropyParts.*, got "power"/],
    ],
    [
      "something to observe twice",
      json({ ...paper, observe: ["ergotropyParts", "ergotropyParts"] }),
      [/observe names "ergotropyParts" twice/],
    ],
    [
      "no list of what to observe",
      json({ ...paper, observe: "ergotropyParts" }),
      [/observe must be a list of names/],
    ],
    ["no baths", json({ sites: 4, spinsUp: 2 }), [/baths/, /required/]],
    ["an empty list of baths", json({ ...paper, baths: [] }), [/baths/]],
    ["no unique steady state", json({ ...paper, fields: [0, 1, 0, 1] }), [/not unique/, /2 ↔ 4/]],
    [
      "a sector too large",
      json({ sites: 24, spinsUp: 12, baths: [bath(1, 2)] }),
      [/sites = 24/, /spinsUp = 12/],
    ],
    ["a number that JSON cannot say", json({ ...paper, exchange: Number.NaN }), [/exchange/, /got null/]],
    ["energies that overflow", json({ ...paper, fields: [1e308, 0.8e308, 0, -1e308] }), [/./]],
    ["no object", "[1, 2]", [/object/, /\[1,2\]/]],
    ["no JSON", "sites: 4", [/JSON/, /sites: 4/]],
    ["half an object", good.slice(0, 40), [/JSON/]],
    ["two objects on a line", `${good} ${good}`, [/JSON/]],
  ])("%s", (_, bad, parts) => {
    const second = after(bad);
    expectComplaint(second, /^line 2: /, ...parts);
    expect(second.results).toHaveLength(1);
    const first = run(`${bad}\n`);
    expectComplaint(first, /^line 1: /, ...parts);
    expect(first.stdout).toBe("");
  });

  test("empty lines count as lines", () => {
    expectComplaint(run(`\n${good}\n\n${json({ ...paper, sites: 99 })}\n`), /^line 4: sites .* got 99/);
  });

  test("nothing at all", () => {
    for (const nothing of ["", "\n\n  \n"]) expectComplaint(run(nothing), /^line 1: .*empty/);
  });

  test("a file that is not there, or is a folder", () => {
    const missing = join(folder, "missing.json");
    expectComplaint(run("", missing), /cannot read .*missing\.json: ENOENT/);
    expectComplaint(run("", folder), /cannot read .*: EISDIR/);
  });

  test("more than one file", () => {
    const { status, stderr } = run("", "a.json", "b.json");
    expect(status).toBe(2);
    expect(stderr).toContain("too many arguments");
  });
});

describe("with --keep-going", () => {
  const good = json(paper);
  const answers = (input: string) => {
    const { status, stdout, stderr } = run(input, "--keep-going");
    const lines = stdout.trimEnd().split("\n");
    const codes = lines.map((line) => JSON.parse(line).error?.code ?? "solved");
    return { status, stderr, codes, lines };
  };

  test("an error stands in place of each result that there is not, and says what solve would throw", () => {
    const bad = { ...paper, spinsUp: 7 };
    const symmetric = { ...paper, fields: [0, 1, 0, 1] };
    const input = [good, json(bad), "", '{"sites":4', json(symmetric), json({ ...paper, sites: 30 }), good];
    const { status, stderr, codes, lines } = answers(input.join("\n"));
    expect(codes).toEqual(["solved", "bad-input", "bad-input", "not-unique", "bad-input", "solved"]);
    expect(status).toBe(2);
    expect(stderr).toBe("spin-ring: 4 of 6 descriptions have no result, the first is in line 2\n");
    expect(JSON.parse(lines[1])).toEqual({
      error: { code: "bad-input", message: refusal(() => solve(bad)) },
    });
    expect(lines[5]).toBe(lines[0]);
  });

  test("a first line that ends early takes no other with it, one that goes on is read to its end", () => {
    expect(answers(`{"sites":4,\n${good}\n${good}\n`).codes).toEqual(["bad-input", "solved", "solved"]);
    expect(answers(`${JSON.stringify(paper, null, 2)}\n${good}`).codes).toEqual(["solved", "solved"]);
  });

  test("nothing else changes where nothing is wrong", () => {
    expect(answers(good)).toMatchObject({ status: 0, stderr: "", codes: ["solved"] });
    expectComplaint(run("", "--keep-going"), /^line 1: .*empty/);
  });
});

describe("text", () => {
  test("may begin with a byte order mark", () => {
    const marked = `\uFEFF${json(paper)}`; // as files that were put together have it in every line
    expect(run(`${marked}\n${marked}\n`)).toMatchObject({ status: 0, stderr: "", results: [{}, {}] });
  });

  test.each(["\uFEFF", ""])("in UTF-16 is refused as that, after %j as well", (mark) => {
    const file = join(folder, "utf16.json");
    writeFileSync(file, Buffer.from(mark + json(paper), "utf16le"));
    expectComplaint(run("", file), /^line 1: .*utf16\.json must be text in UTF-8, got UTF-16/);
  });

  test("of more than 512 MB without a line end is given up at once, what follows the line is not", async () => {
    const chunk = Buffer.alloc(2 ** 26, "x");
    let chunks = 0;
    async function* stream(): AsyncGenerator<Buffer> {
      yield Buffer.from("one\n");
      while (chunks++ < 20) yield chunk;
      yield Buffer.from("\nthree");
    }
    const seen: [string | undefined, number][] = [];
    for await (const { text } of readLines(stream(), "a file")) seen.push([text, chunks]);
    expect(seen).toEqual([
      ["one", 0],
      [undefined, 8],
      ["three", 21],
    ]);
  });
});

test("a spectral density that cannot be evaluated is named, with the place and the reason", () => {
  const baths = (spectralDensity: string) => [{ site: 1, temperature: 2, spectralDensity }, bath(3, 1)];
  const said = (text: string) => run(`${json(paper)}\n${json({ ...paper, baths: baths(text) })}\n`);
  expectComplaint(
    said("sqrt(w, 2)"),
    /^line 2: baths\.1\.spectralDensity must have a value at w = 1, got "sqrt/,
  );
  expectComplaint(
    said("w > 2 ? min() : w"),
    /^line 2: the spectral density must have a value at w = \d.*few/,
  );
});

test("a full disk is one line and status 1", () => {
  const command = `echo '${json(paper)}' | "${process.execPath}" "${main}" solve > /dev/full`;
  const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  expect([status, stderr]).toEqual([1, "cannot write to standard output: ENOSPC, there is no space left\n"]);
});

test("a reader that has seen enough, such as head -1, gets its line and hears no complaint", () => {
  const many = join(folder, "many.ndjson");
  writeFileSync(many, `${json(paper)}\n`.repeat(3000));
  const command = `set -o pipefail; "${process.execPath}" "${main}" solve "${many}" | head -1`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" }, // bash complains of a locale that is not installed
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout).populations).toHaveLength(6);
});

test("help says how and ends with status 0", () => {
  const { status, stdout } = spawnSync(process.execPath, [main, "solve", "--help"], { encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout).toContain("spin-ring solve [options] [file]");
});

test("without WebAssembly and without a compiler, as with node --jitless, the numbers are the same", () => {
  for (const sites of [4, 6]) {
    const fields = Array.from({ length: sites }, (_, l) => [0, 2, 1][l] ?? 0);
    const baths = [bath(1, 2), bath(sites / 2 + 1, 1)];
    const ring = { ...paper, sites, spinsUp: sites / 2, fields, baths };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--jitless", main, "solve"], {
      input: JSON.stringify(ring),
      encoding: "utf8",
    });
    expect([status, stderr.replace(/^Warning: disabling flag --expose_wasm.*\n/, "")]).toEqual([0, ""]);
    const [plain, fast] = [JSON.parse(stdout) as SolveResult, solve(ring)];
    expectClose(plain.populations, fast.populations, 1e-11);
    expectClose(plain.bathHeat, fast.bathHeat, 1e-12);
    expectClose([plain.ergotropy], [fast.ergotropy], 1e-11);
  }
});
