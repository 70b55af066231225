// The sweeps that chapter 13 reads are those that their specifications ask for, and keep what a hierarchy promises.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSweep } from "../../src/node/read-sweep";
import { blockComputer, blockRows } from "../../src/sweep/points";
import { planSweep } from "../../src/sweep/spec";
import { root } from "../notebooks/helper";

const folder = join(root, "data", "strong-coupling");

describe.each(["interaction", "coupling", "equilibrium"])("%s.csv", (name) => {
  const { spec, rows } = readSweep(join(folder, `${name}.csv`));
  const number = (row: (typeof rows)[number], column: string): number => Number(row[column]);

  test("is the sweep of its specification, without a point that fails or has not settled", () => {
    expect(spec).toEqual(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")));
    for (const { error, warningCode } of rows) {
      expect(error).toBeUndefined();
      expect(warningCode).toBeUndefined();
    }
  });

  test("conserves heat, has no negative probability beyond its error, and error bars that are not zero", () => {
    for (const row of rows) {
      expect(Math.abs(number(row, "energyBalance"))).toBeLessThan(1e-7);
      expect(
        Math.abs(number(row, "heatUpper") - number(row, "heatLower") - number(row, "heatFromLeft")),
      ).toBeLessThan(1e-7);
      expect(number(row, "minEigenvalue")).toBeGreaterThan(-number(row, "accuracyPopulations"));
      for (const column of ["heatUpperError", "spinCurrentError", "ergotropyError"])
        expect(number(row, column)).toBeGreaterThan(0);
    }
  });

  test("has the numbers that come out today", () => {
    const plan = planSweep(spec);
    const point = name === "interaction" ? 25 : 3; // of those that take less than a second
    const [today] = blockRows(plan, blockComputer(plan)(point, point + 1));
    for (const column of ["heatUpper", "heatLower", "heatFromLeft", "spinCurrent", "ergotropy"])
      expect(Math.abs(number(today, column) - number(rows[point], column))).toBeLessThan(1e-7);
  });
});

test("with both baths at one temperature no heat flows but for the error bar", () => {
  for (const row of readSweep(join(folder, "equilibrium.csv")).rows)
    expect(Math.abs(Number(row.heatFromLeft))).toBeLessThanOrEqual(Number(row.heatFromLeftError));
});
