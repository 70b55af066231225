// The numbers behind the figures: as committed, and what the figures show.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { figure2Regions, figure2Rows, figureTables } from "../../src/paper/figure-tables";
import { describeTables, type Table, tableChange } from "../../src/paper/table-text";

const folder = join(__dirname, "..", "..", "data", "figures");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const tables = figureTables();
const table = (file: string): Table => tables.find((each) => each.file === file)!;
const column = (file: string, name: string): (number | string)[] => {
  const { columns, rows } = table(file);
  const c = columns.findIndex((each) => each.name === name);
  return rows.map((row) => row[c]);
};

test.each(tables.map((each) => [each.file, each] as const))("%s is as committed", (file, each) => {
  expect(tableChange(read(file), each)).toBeUndefined();
});

test("the folder holds these tables and their dictionary, and nothing else", () => {
  expect(readdirSync(folder).sort()).toEqual(["README.md", ...tables.map(({ file }) => file)].sort());
  expect(read("README.md")).toBe(describeTables(tables));
});

test("every row has a value in every column, and no number that is none", () => {
  for (const { file, columns, rows } of tables) {
    expect(
      rows.every((row) => row.length === columns.length),
      file,
    ).toBe(true);
    expect(
      rows.flat().every((value) => typeof value === "string" || Number.isFinite(value)),
      file,
    ).toBe(true);
  }
});

test("Figure 2: the modes of the rows are those of the regions", () => {
  for (const up of [2, 3]) {
    const regions = figure2Regions(up);
    for (const { interaction, mode } of figure2Rows(up)) {
      const region = regions.find(({ from, to }) => from <= interaction && interaction <= to);
      expect(region?.mode, `${up} up at ${interaction}`).toBe(mode);
    }
  }
});

test("Figure 2: least heat at 2.2 on the grid, two up", () => {
  const rows = figure2Rows(2);
  const least = rows.reduce((a, b) => (b.total < a.total ? b : a));
  expect(least.interaction).toBeCloseTo(2.2, 12);
  expect(figure2Rows(2, 3).map(({ interaction }) => interaction)).toEqual([-4, 0, 4]);
});

test("Figure 3a: no ergotropy without a bias, most of it at ΔT = 1 near Δ = 2, where the paper's scale ends", () => {
  const [bias, interaction, ergotropy] = ["bias", "interaction", "ergotropy"].map((name) =>
    column("figure-3a.csv", name).map(Number),
  );
  const still = ergotropy.filter((_, i) => Math.abs(bias[i]) < 1e-12);
  expect(still).toHaveLength(41);
  expect(Math.max(...still)).toBeLessThan(1e-12);
  const top = ergotropy.indexOf(Math.max(...ergotropy));
  expect([bias[top], interaction[top]]).toEqual([1, expect.closeTo(1.95, 6)]);
  expect(ergotropy[top]).toBeCloseTo(0.02, 2);
});

test("Figures 3b and 3c: a population is inverted in a row exactly where the regions say so", () => {
  const regions = table("figure-3bc-inversions.csv").rows.map((row) => row.map(Number));
  for (const row of table("figure-3bc.csv").rows) {
    const [bias, interaction, ...populations] = row.map(Number);
    for (const level of [2, 3, 4, 5]) {
      const inverted = populations[level - 1] > populations[level - 2];
      const listed = regions.some(
        ([b, k, from, to]) => b === bias && k === level && from <= interaction && interaction <= to,
      );
      expect(inverted, `levels ${level}/${level + 1} at ΔT = ${bias}, Δ = ${interaction}`).toBe(listed);
    }
  }
});
