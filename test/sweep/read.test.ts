// What spin-ring sweep has written reads back as what sweep returns, and the stored sweeps are what they say.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileOpening, newHeader } from "../../src/cli/sweep-file";
import { sweepLines } from "../../src/figures/sweep-figure";
import { readSweep } from "../../src/node/read-sweep";
import { columnNames, lineWriter, WHOLE } from "../../src/node/shard";
import { blockComputer, blockRows } from "../../src/sweep/points";
import { planSweep, type SweepSpec } from "../../src/sweep/spec";
import { root, temporaryFolder } from "../notebooks/helper";
import { refusal } from "../support/refusal";
import { grid } from "./ring";

const earlier = (name: string): string => join(__dirname, "earlier", name);
const stored = join(root, "data", "larger-rings", "twelve-sites");

function written(spec: SweepSpec): { path: string; rows: unknown[]; text: string } {
  const plan = planSweep(spec);
  const block = blockComputer(plan)(0, plan.points);
  const header = newHeader(spec, plan.points, WHOLE);
  const columns = columnNames(plan);
  const text = fileOpening(header, columns) + lineWriter({ plan, header, columns })(block);
  const path = join(temporaryFolder(), "sweep.csv");
  writeFileSync(path, text);
  return { path, rows: blockRows(plan, block), text };
}

test("every row comes back, to the bit, with words, empty cells and errors", () => {
  const { path, rows } = written(grid(2, 3));
  expect(JSON.stringify(rows)).toMatch(/not unique/);
  expect(readSweep(path).rows).toEqual(rows);
});

test("quotes within a cell come back single", () => {
  const text = readFileSync(earlier("whole.csv"), "utf8");
  const path = join(temporaryFolder(), "quotes.csv");
  writeFileSync(path, text.replace(/,[^,\n]*\n$/, ',"the ""first"", then # more"\n'));
  expect(readSweep(path).rows.map(({ error }) => error)).toContain('the "first", then # more');
});

test("files of version 0.1, without codes and checksums, are read as they were written", () => {
  const { rows, spec } = readSweep(earlier("whole.csv"));
  expect(spec.base).toEqual(JSON.parse(readFileSync(earlier("spec.json"), "utf8")).base);
  expect(rows).toHaveLength(8);
  expect(rows[0]).toMatchObject({ fields_2: 0, interaction: -2, ergotropy: null });
  expect(rows[0].error).toMatch(/^the steady state is not unique/);
  expect(rows[7]).toMatchObject({ fields_2: 1, interaction: 2, mode: "counterclockwise" });
  expect(rows[7].warning).toMatch(/^negative probability/);
  for (const row of rows) expect(row.errorCode ?? row.warningCode).toBeUndefined();
  expect(sweepLines({ rows, complete: true, points: 8 }).slice(2)).toHaveLength(2);
});

test("every row of today's files says by code why it fails or is doubtful", () => {
  const spec = JSON.parse(readFileSync(earlier("spec.json"), "utf8")) as SweepSpec;
  const rows = readSweep(written(spec).path).rows;
  const codes = rows.map(({ errorCode, warningCode }) => errorCode ?? warningCode);
  expect(codes).toEqual([
    ...Array(4).fill("not-unique"),
    ...Array(4).fill("negative-probability; beyond-range"),
  ]);
});

test("a file that ends early, or is no sweep, is refused in one line", () => {
  const { path, text } = written(grid(2, 3));
  writeFileSync(path, text.split("\n").slice(0, -2).join("\n"));
  expect(refusal(() => readSweep(path))).toMatch(
    /must have 6 rows of \d+ columns, got 5 of \d+: compute it again$/,
  );
  writeFileSync(path, "a,b\n1,2\n");
  expect(refusal(() => readSweep(path))).toMatch(/is no file of a sweep: its first line does not say so$/);
  expect(refusal(() => readSweep("nowhere.csv"))).toBe("cannot read nowhere.csv: ENOENT");
});

test.each([
  ["another valid number", /,0\.(\d+),/, ",0.$11,"],
  ["a number that is none", /,0\.\d+,/, ",O.5,"],
  ["a number with digits missing", /,(-?\d)\.\d+e-/, ",$1.e-"],
  ["a cell too few", /,[^,]*\n$/, "\n"],
  ["a cell too many", /\n$/, ",\n"],
  ["a mode that is none", /clockwise/, "clockwisely"],
  ["another point", /\n2,3,/, "\n2,2,"],
])("a file with %s is refused with the line", (_, from, to) => {
  const { path, text } = written(grid(2, 3));
  const [opening, ...lines] = text.split("\n");
  const changed = lines.join("\n").replace(from, to);
  expect(changed).not.toBe(lines.join("\n"));
  writeFileSync(path, `${opening}\n${changed}`);
  expect(refusal(() => readSweep(path))).toMatch(
    /, line \d is damaged or out of place: compute the file again$/,
  );
});

test.each([
  ["amplitude", 0],
  ["frequency", 0],
  ["switch", 2],
])("the stored sweep of driven rings over the %s is that of its specification", (name, refused) => {
  const file = join(root, "data", "driven", name);
  const { rows } = readSweep(`${file}.csv`);
  const spec = JSON.parse(readFileSync(`${file}.json`, "utf8")) as SweepSpec;
  const asked = planSweep(spec);
  const header = readFileSync(`${file}.csv`, "utf8").split("\n")[0];
  expect(header).toContain(newHeader(spec, asked.points, WHOLE).sweep);
  expect(rows.length).toBe(asked.points);
  const known = rows.filter(({ error }) => error === undefined);
  expect(rows.length - known.length).toBe(refused);
  // what the drive gives, the baths take
  for (const row of known) expect(Number(row.heatFromLeft) + Number(row.heatFromRight)).toBeLessThan(1e-12);
});

test("the stored ring of twelve sites is the sweep of its specification, whole and sound", () => {
  const { rows } = readSweep(`${stored}.csv`);
  const spec = JSON.parse(readFileSync(`${stored}.json`, "utf8")) as SweepSpec;
  const asked = planSweep(spec);
  const header = readFileSync(`${stored}.csv`, "utf8").split("\n")[0];
  expect(header).toContain(newHeader(spec, asked.points, WHOLE).sweep);
  expect(rows.length).toBe(asked.points);
  for (const row of rows) {
    const number = (column: string): number => Number(row[column]);
    expect(row.error ?? row.warning).toBeUndefined();
    expect(number("minEigenvalue")).toBeGreaterThan(0);
    expect(number("residual")).toBeLessThan(1e-10);
    expect(number("heatUpper") - number("heatLower")).toBeCloseTo(number("heatFromLeft"), 11);
    expect(number("incoherent") + number("coherent")).toBeCloseTo(number("ergotropy"), 12);
  }
});
