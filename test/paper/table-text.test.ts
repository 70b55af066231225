// Tables: what is written, and which differences are found.
import { expect, test } from "vitest";
import { describeTables, formatCsv, type Table, tableChange } from "../../src/paper/table-text";

const table: Table = {
  file: "figure-9.csv",
  title: "Figure 9.",
  columns: [
    { name: "x", unit: "J", meaning: "Δ" },
    { name: "heat", unit: "J²/ħ", meaning: "Q" },
    { name: "mode", unit: "–", meaning: "how heat flows" },
  ],
  rows: [
    { x: 1, heat: 0.001234567890123, mode: "parallel" },
    { x: 2, heat: -0, mode: "clockwise", more: 1 },
    { x: 3, heat: 2e-8 / 3, mode: "none" },
  ],
};
const csv = "x,heat,mode\n1,0.00123456789,parallel\n2,0,clockwise\n3,6.666666667e-9,none\n";
const withHeat = (heat: number): Table => ({
  ...table,
  rows: [{ x: 1, heat, mode: "parallel" }, ...table.rows.slice(1)],
});

test("a table is written with ten digits and found again in what was written", () => {
  expect(formatCsv(table)).toBe(csv);
  expect(tableChange(csv, table)).toBeUndefined();
  expect(tableChange(csv.replaceAll("\n", "\r\n"), table)).toBeUndefined();
});

test("a difference is measured against the largest value of the column", () => {
  expect(tableChange(csv, withHeat(0.00123456789 * (1 + 5e-10)))).toBeUndefined();
  expect(tableChange(csv, withHeat(0.00123456789 * (1 + 5e-9)))).toMatch(
    /^figure-9\.csv, line 2, column heat: 0\.0012345678\d+, committed is 0\.00123456789$/,
  );
  // the smallest value may be off by as much as the largest
  expect(tableChange(csv.replace("6.666666667e-9", "6.667e-9"), table)).toBeUndefined();
  expect(tableChange(csv.replace("6.666666667e-9", "6.67e-9"), table)).toMatch(/^figure-9\.csv, line 4/);
});

test("words, missing values and numbers that are none differ", () => {
  expect(tableChange(csv.replace("clockwise", "parallel"), table)).toBe(
    "figure-9.csv, line 3, column mode: clockwise, committed is parallel",
  );
  expect(tableChange(csv.replace("2,0,", "2,,"), table)).toMatch(/line 3, column heat: 0, committed is $/);
  expect(tableChange(csv.replace("2,0,", "2,zero,"), table)).toMatch(/line 3, column heat/);
  expect(tableChange(csv, withHeat(Number.NaN))).toMatch(/line 2, column heat: NaN/);
});

test("other columns and other numbers of rows differ, and several differences are counted", () => {
  expect(tableChange(csv.replace("heat", "Q"), table)).toBe(
    "figure-9.csv: the columns are x,heat,mode, committed are x,Q,mode",
  );
  expect(tableChange(csv.replace("3,6.666666667e-9,none\n", ""), table)).toBe(
    "figure-9.csv: 3 rows, committed are 2",
  );
  expect(tableChange(csv.replace("parallel", "none").replace("clockwise", "none"), table)).toMatch(
    /^figure-9\.csv, line 2, column mode: parallel, committed is none \(and 1 more\)$/,
  );
});

test("the dictionary has a line for every column, with its unit", () => {
  const text = describeTables([table]);
  expect(text).toContain("## figure-9.csv\n\nFigure 9. 3 rows.");
  expect(text).toContain("| `heat` | J²/ħ | Q |");
});
