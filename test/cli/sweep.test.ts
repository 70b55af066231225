// spin-ring sweep and spin-ring merge as a scheduler uses them: dist/cli/main.js in processes of their own
// (`npm run build` first).
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSweep } from "../../src/node/read-sweep";
import { sweep } from "../../src/sweep/sweep";
import { grid, ring } from "../sweep/ring";

const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), "utf8");

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    cwd: folder,
  });
  return { status, stdout, stderr };
}

/** Status 2 and one line on standard error. */
function refusal(...args: string[]): string {
  const { status, stderr } = run(...args);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(status).toBe(2);
  return stderr;
}

const spec = grid(3, 61);
writeFileSync(at("spec.json"), JSON.stringify(spec, null, 2));
const single = run("sweep", "spec.json", "--out", "single.csv");
const lines = read("single.csv").split("\n");

describe("a sweep in a file", () => {
  test("has a line that says what it is, the names of the columns, and a line for each point", async () => {
    expect(single).toMatchObject({ status: 0, stdout: "" });
    expect(single.stderr).toContain('61 points have an error, see the column "error"');
    expect(lines[0]).toMatch(/^# spin-ring sweep \{.*\}$/);
    expect(JSON.parse(lines[0].slice("# spin-ring sweep ".length))).toMatchObject({
      points: 183,
      shard: "1/1",
    });
    const { rows } = await sweep(spec);
    const notes = ["warning", "error", "warningCode", "errorCode"];
    const observed = Object.keys(rows[100]).filter((column) => !notes.includes(column));
    expect(lines[1]).toBe([...observed, ...notes, "checksum"].join(","));
    expect(lines).toHaveLength(2 + rows.length + 1);
    expect(lines.at(-1)).toBe("");
  });

  test("has every number with all its digits, and nothing where there is none", async () => {
    const { rows } = await sweep(spec);
    const columns = lines[1].split(",").slice(0, -1);
    rows.forEach((row, i) => {
      const cells = lines[i + 2].replace(/"([^"]*)"/, (_, words) => words.replaceAll(",", "§")).split(",");
      const expected = columns.map((column) => (row as Record<string, unknown>)[column] ?? "");
      const said = cells.slice(0, -1).map((cell) => cell.replaceAll("§", ","));
      expect(said.map((cell, c) => (typeof expected[c] === "number" ? Number(cell) : cell))).toEqual(
        expected,
      );
    });
  });

  test("is the same from any number of workers, and on standard output", () => {
    for (const workers of ["0", "1", "2"]) {
      const { status, stdout } = run("sweep", "spec.json", "--workers", workers);
      expect(status).toBe(0);
      expect(stdout).toBe(read("single.csv"));
    }
  });

  test("quotes words that hold commas or quotation marks", () => {
    const baths = [ring.baths[0], { site: 2, temperature: 1 }];
    const odd = { base: { ...ring, baths }, axes: { interaction: [1] }, observe: ["heatCurrents"] };
    writeFileSync(at("odd.json"), JSON.stringify(odd));
    const { stdout } = run("sweep", "odd.json");
    expect(stdout.trimEnd().split("\n")[2]).toMatch(
      /^1,,,,,,,"heatCurrents needs .*, the baths are at 1 and 2: .*",,bad-input,x[0-9a-f]{8}$/,
    );
  });
});

describe("shards", () => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `part-${i + 1}-of-${count}.csv`);
  function compute(count: number): string[] {
    names(count).forEach((name, i) => {
      const { status } = run(
        "sweep",
        "spec.json",
        "--shard",
        `${i + 1}/${count}`,
        "--out",
        name,
        "--workers",
        "0",
      );
      expect(status).toBe(0);
    });
    return names(count);
  }

  test("merged in any order are the single run, to the byte", () => {
    const parts = compute(4);
    expect(run("merge", ...parts.reverse(), "--out", "merged.csv")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(read("merged.csv")).toBe(read("single.csv"));
    expect(run("merge", ...parts).stdout).toBe(read("single.csv"));
    expect(run("merge", "single.csv").stdout).toBe(read("single.csv"));
  });

  test("may be more than there are points", () => {
    writeFileSync(at("two.json"), JSON.stringify({ ...spec, axes: { interaction: [0, 1] } }));
    const parts = [1, 2, 3].map((i) => `two-${i}.csv`);
    parts.forEach((name, i) => {
      expect(run("sweep", "two.json", "--shard", `${i + 1}/3`, "--out", name).status).toBe(0);
    });
    expect(run("merge", ...parts).stdout).toBe(run("sweep", "two.json").stdout);
  });

  test("that were cut off anywhere go on after the last complete line, to the same bytes", () => {
    const [, name] = names(4);
    const whole = read(name);
    const opening = whole.indexOf("\n", whole.indexOf("\n") + 1) + 1;
    const lengths = [
      0,
      5,
      opening - 10,
      opening,
      opening + 1,
      whole.length - 300,
      whole.length - 1,
      whole.length,
    ];
    const cuts = lengths.map((length) => whole.slice(0, length));
    for (const text of [...cuts, `${whole}${"0".repeat(500)}`]) {
      writeFileSync(at("cut.csv"), text);
      expect(run("sweep", "spec.json", "--shard", "2/4", "--out", "cut.csv", "--workers", "0").status).toBe(
        0,
      );
      expect(read("cut.csv")).toBe(whole);
    }
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "stopped by %s while they run go on to the same bytes",
    async (signal) => {
      const long = {
        ...spec,
        axes: { interaction: { from: -3, to: 3, count: 80_000 } },
        observe: ["ergotropy"],
      };
      writeFileSync(at("long.json"), JSON.stringify(long));
      if (!existsSync(at("long.csv"))) run("sweep", "long.json", "--shard", "1/2", "--out", "long.csv");
      const out = `stopped-${signal}.csv`;
      const args = ["sweep", "long.json", "--shard", "1/2", "--out", out];
      const child = spawn(process.execPath, [main, ...args, "--workers", "1"], { cwd: folder });
      let said = "";
      child.stderr.on("data", (data) => {
        said += data;
      });
      const ended = new Promise((resolve) => child.once("close", (...how) => resolve(how)));
      while (!existsSync(at(out)) || read(out).length < 3000) await new Promise((r) => setTimeout(r, 10));
      child.kill(signal);
      expect(await ended).toEqual(signal === "SIGKILL" ? [null, "SIGKILL"] : [1, null]);
      if (signal !== "SIGKILL")
        expect(said).toMatch(/stopped after \d+ of 40000 points, the same command goes on/);
      expect(read(out).length).toBeLessThan(read("long.csv").length);
      expect(refusal("merge", out)).toMatch(
        /is not complete: it has \d+ of 40000 rows, run shard 1\/2 again/,
      );

      const again = run(...args);
      expect(again.status).toBe(0);
      expect(again.stderr).toMatch(/has \d+ of 40000 points, going on from there/);
      expect(read(out)).toBe(read("long.csv"));
    },
  );

  describe("are not merged if", () => {
    const parts = compute(3);
    const [one, two, three] = parts;
    const change = (name: string, from: string | RegExp, to: string): string => {
      writeFileSync(at("changed.csv"), read(name).replace(from, to));
      return "changed.csv";
    };

    test("one is missing", () => {
      expect(refusal("merge", one, three, "--out", "no.csv")).toMatch(/shards are missing: 2\/3/);
      expect(existsSync(at("no.csv"))).toBe(false);
    });
    test("one is given twice", () => {
      writeFileSync(at("copy.csv"), read(two));
      expect(refusal("merge", ...parts, "copy.csv")).toMatch(/shard 2\/3 is given twice: part-2.* and copy/);
    });
    test("one is not complete", () => {
      expect(refusal("merge", one, change(two, /[^\n]*\n$/, ""), three)).toMatch(/has 60 of 61 rows/);
      expect(refusal("merge", one, change(two, /\n$/, ""), three)).toMatch(/has 60 of 61 rows/);
      expect(refusal("merge", one, change(two, /\n.*/s, ""), three)).toMatch(/it ends before its first row/);
    });
    test("one is of another sweep", () => {
      const other = { ...spec, base: { ...spec.base, exchange: 2 } };
      writeFileSync(at("other.json"), JSON.stringify(other));
      run("sweep", "other.json", "--shard", "2/3", "--out", "other.csv");
      expect(refusal("merge", one, "other.csv", three)).toMatch(/other.csv is of another sweep/);
    });
    test("one is of another division", () => {
      expect(refusal("merge", one, two, "part-3-of-4.csv")).toMatch(/is shard 3\/4 and .* is shard 1\/3/);
    });
    test("one was computed by another version", () => {
      const older = change(two, /"version":"[^"]*"/, '"version":"0.0.9"');
      expect(refusal("merge", one, older, three)).toMatch(/was computed by spin-ring 0.0.9/);
    });
    test("a line is out of place", () => {
      const rows = read(two).split("\n");
      writeFileSync(at("changed.csv"), [...rows.slice(0, 4), ...rows.slice(5)].join("\n"));
      expect(refusal("merge", one, "changed.csv", three)).toMatch(
        /changed.csv, line 5 is damaged or out of place/,
      );
    });
    test("a line is damaged", () => {
      for (const [from, to] of [
        [/,[^,]*\n$/, "\n"],
        [/\n$/, ",1\n"],
        [/(\n.*\n.*),-?0\.\d+/, "$1,x"],
      ] as const)
        expect(refusal("merge", one, change(two, from, to), three)).toMatch(
          /line \d+ is damaged or out of place/,
        );
    });
    test("a number was changed into another", () => {
      const [, number] = /,(0\.\d{6,}),/.exec(read(two)) ?? [];
      expect(
        refusal("merge", one, change(two, number, `${number.slice(0, -1)}5`.replace(/^0/, "1")), three),
      ).toMatch(/changed.csv, line \d+ is damaged/);
    });
    test("its first lines were changed", () => {
      expect(refusal("merge", one, change(two, '"spinsUp":2', '"spinsUp":1'), three)).toMatch(/damaged/);
      expect(refusal("merge", one, change(two, "ergotropy,", "work,"), three)).toMatch(/damaged/);
    });
    test("it is no file of a sweep, or none at all", () => {
      expect(refusal("merge", one, "spec.json")).toMatch(/spec.json is no file of a sweep/);
      expect(refusal("merge", "nowhere.csv")).toMatch(/cannot read nowhere.csv: ENOENT/);
    });
    test("the result would overwrite one of them", () => {
      expect(refusal("merge", ...parts, "--out", `./${one}`)).toMatch(/must be another file/);
    });
  });
});

describe("files of version 0.1", () => {
  const earlier = (name: string): string => join(__dirname, "..", "sweep", "earlier", name);
  const all = [1, 2, 3].map((i) => earlier(`part-${i}.csv`));

  test("are merged to the file of that time, with a note", () => {
    const { status, stdout, stderr } = run("merge", ...all);
    expect([status, stdout]).toEqual([0, readFileSync(earlier("whole.csv"), "utf8")]);
    expect(stderr).toMatch(/^spin-ring: .*part-1.csv and 2 more files have rows without a checksum.*\n$/);
  });

  test("are merged with those of today, whose columns they leave empty", () => {
    expect(run("sweep", earlier("spec.json"), "--shard", "2/3", "--out", "today.csv").status).toBe(0);
    expect(run("merge", all[0], "today.csv", all[2], "--out", "mixed.csv").status).toBe(0);
    const rows = readSweep(at("mixed.csv")).rows;
    expect(rows.map(({ errorCode, warningCode }) => errorCode ?? warningCode)).toEqual([
      ...[undefined, undefined],
      ...["not-unique", "not-unique", "negative-probability; beyond-range"],
      ...[undefined, undefined, undefined],
    ]);
    const plain = readSweep(earlier("whole.csv")).rows;
    expect(rows.map(({ error }) => error)).toEqual(plain.map(({ error }) => error));
  });

  test("go on in their own columns", () => {
    const whole = readFileSync(earlier("whole.csv"), "utf8");
    writeFileSync(at("begun.csv"), whole.split("\n").slice(0, 6).join("\n"));
    expect(run("sweep", earlier("spec.json"), "--out", "begun.csv").status).toBe(0);
    const columns = (text: string): string[] => text.split("\n").map((line) => line.split(",")[2]);
    expect(readSweep(at("begun.csv")).rows).toHaveLength(8);
    expect(columns(read("begun.csv")).slice(0, 6)).toEqual(columns(whole).slice(0, 6));
  });
});

describe("--out", () => {
  const merged = (): string => run("merge", "single.csv").stdout;

  test("that is a link is written through, to a file that is not there yet as well", () => {
    symlinkSync("target.csv", at("link.csv"));
    symlinkSync("link.csv", at("link-to-link.csv"));
    expect(run("sweep", "spec.json", "--out", "link-to-link.csv").status).toBe(0);
    expect(read("target.csv")).toBe(read("single.csv"));
    writeFileSync(at("target.csv"), "what was there");
    expect(run("merge", "single.csv", "--out", "link-to-link.csv").status).toBe(0);
    expect(read("target.csv")).toBe(read("single.csv"));
    for (const link of ["link.csv", "link-to-link.csv"])
      expect(lstatSync(at(link)).isSymbolicLink()).toBe(true);
    expect(refusal("merge", "target.csv", "--out", "link.csv")).toMatch(
      /must be another file than target.csv/,
    );
  });

  test("that is a pipe or standard output gets every line, and is left where it is", () => {
    spawnSync("mkfifo", [at("pipe")]);
    const whole = merged();
    const program = `"${process.execPath}" "${main}"`;
    for (const words of ["sweep spec.json", "merge single.csv"]) {
      const command = `${program} ${words} --out pipe & cat pipe > one; wait; ${program} ${words} --out /dev/stdout | cat > other`;
      spawnSync("sh", ["-c", command], { cwd: folder });
      expect(read("one")).toBe(whole);
      expect(read("other")).toBe(whole);
    }
    expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
  });

  test("that is full, no file or nowhere is told in one line", () => {
    for (const words of [
      ["sweep", "spec.json"],
      ["merge", "single.csv"],
    ]) {
      const full = run(...words, "--out", "/dev/full");
      expect(full.status).toBe(1);
      expect(full.stderr).toContain("cannot write /dev/full: ENOSPC, there is no space left\n");
      expect(refusal(...words, "--out", ".")).toMatch(/^cannot write .: EISDIR/);
      expect(refusal(...words, "--out", "no/where.csv")).toMatch(/^cannot write no\/where.csv.*: ENOENT/);
    }
  });
});

describe("bad input ends with status 2 and one line:", () => {
  test("a specification that is none", () => {
    writeFileSync(at("bad.json"), "{");
    expect(refusal("sweep", "bad.json")).toMatch(/bad.json must be one JSON object/);
    writeFileSync(at("bad.json"), JSON.stringify({ ...spec, observe: ["heat"] }));
    expect(refusal("sweep", "bad.json")).toMatch(/observe\.1 must be one of/);
    expect(refusal("sweep", "nowhere.json")).toMatch(/cannot read nowhere.json: ENOENT/);
  });
  test.each(["0/3", "4/3", "1", "1/0", "a/b"])("the shard %s", (shard) => {
    expect(refusal("sweep", "spec.json", "--shard", shard)).toMatch(/shard must be/);
  });
  test("a file that holds something else is left alone", () => {
    writeFileSync(at("mine.txt"), "my data");
    expect(refusal("sweep", "spec.json", "--out", "mine.txt")).toMatch(/mine.txt is no file of a sweep/);
    expect(read("mine.txt")).toBe("my data");
  });
  test("a file of another sweep or shard is left alone", () => {
    const before = read("single.csv");
    expect(refusal("sweep", "spec.json", "--shard", "1/2", "--out", "single.csv")).toMatch(
      /is shard 1\/1, not 1\/2/,
    );
    writeFileSync(at("else.json"), JSON.stringify({ ...spec, observe: ["ergotropy"] }));
    expect(refusal("sweep", "else.json", "--out", "single.csv")).toMatch(/is of another sweep/);
    expect(read("single.csv")).toBe(before);
  });
});
