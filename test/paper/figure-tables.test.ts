// The numbers behind the figures: as committed, and what the figures show.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { figure2Regions, figure2Rows, figureTables } from "../../src/paper/figure-tables";
import { describeTables, type Table, tableChange } from "../../src/paper/table-text";

const folder = join(__dirname, "..", "..", "data", "figures");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const tables = figureTables();
const table = (file: string): Table => tables.find((each) => each.file === file)!;
const rowsOf = (file: string): Record<string, number>[] => table(file).rows as Record<string, number>[];
const column = (file: string, name: string): number[] => rowsOf(file).map((row) => row[name]);

test.each(tables.map((each) => [each.file, each] as const))("%s is as committed", (file, each) => {
  expect(tableChange(read(file), each)).toBeUndefined();
});

test("the folder holds these tables and their dictionary, and nothing else", () => {
  expect(readdirSync(folder).sort()).toEqual(["README.md", ...tables.map(({ file }) => file)].sort());
  expect(read("README.md")).toBe(describeTables(tables));
});

test("every row has a value in every column, and no number that is none", () => {
  for (const { file, columns, rows } of tables) {
    const values = (rows as Record<string, unknown>[]).flatMap((row) => columns.map(({ name }) => row[name]));
    expect(
      values.every((value) => typeof value === "string" || Number.isFinite(value)),
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
  const least = rows.reduce((a, b) => (b.heatFromLeft! < a.heatFromLeft! ? b : a));
  expect(least.interaction).toBeCloseTo(2.2, 12);
  expect(figure2Rows(2, 3).map(({ interaction }) => interaction)).toEqual([-4, 0, 4]);
});

test("Figure 3a: no ergotropy without a bias, most of it at ΔT = 1 near Δ = 2, where the paper's scale ends", () => {
  const [bias, interaction, ergotropy] = ["bias", "interaction", "ergotropy"].map((name) =>
    column("figure-3a.csv", name),
  );
  const still = ergotropy.filter((_, i) => Math.abs(bias[i]) < 1e-12);
  expect(still).toHaveLength(41);
  expect(Math.max(...still)).toBeLessThan(1e-12);
  const top = ergotropy.indexOf(Math.max(...ergotropy));
  expect([bias[top], interaction[top]]).toEqual([1, expect.closeTo(1.95, 6)]);
  expect(ergotropy[top]).toBeCloseTo(0.02, 2);
});

test("Figures 3b and 3c: a population is inverted in a row exactly where the regions say so", () => {
  const regions = rowsOf("figure-3bc-inversions.csv");
  for (const { bias, interaction, ...populations } of rowsOf("figure-3bc.csv")) {
    for (const level of [2, 3, 4, 5]) {
      const inverted = populations[`population${level + 1}`] > populations[`population${level}`];
      const listed = regions.some(
        (region) =>
          region.bias === bias &&
          region.level === level &&
          region.from <= interaction &&
          interaction <= region.to,
      );
      expect(inverted, `levels ${level}/${level + 1} at ΔT = ${bias}, Δ = ${interaction}`).toBe(listed);
    }
  }
});

describe("the figures of the notebooks hold the numbers on record:", () => {
  type Row = Record<string, number>;
  /** What a committed notebook draws, by the beginning of its alternative text. */
  const drawn = (notebook: string, figure: string): Record<string, Row[]> => {
    const path = join(folder, "..", "..", "notebooks", notebook);
    const { cells } = JSON.parse(readFileSync(path, "utf8"));
    const figures = cells.flatMap(({ outputs = [] }: { outputs?: { data?: Record<string, unknown> }[] }) =>
      outputs.map(({ data }) => data?.["application/vnd.vegalite.v5+json"]),
    );
    return figures.find((each: { description: string } | undefined) => each?.description.startsWith(figure))
      .datasets;
  };
  /** Rows of both at the same place, with the columns that they share. */
  const compare = (rows: Row[], file: string, place: readonly string[], scale: Row = {}): number => {
    const key = (row: Row): string => place.map((name) => row[name].toFixed(6)).join(" ");
    const known = new Map(rowsOf(file).map((row) => [key(row), row]));
    const shared = rows.flatMap((row) => {
      const other = known.get(key(row));
      return other ? [{ row, other }] : [];
    });
    for (const { row, other } of shared) {
      for (const name of Object.keys(row).filter((each) => typeof other[each] === "number")) {
        const expected = other[name] * (scale[name] ?? 1);
        // figures have five digits
        expect(Math.abs(row[name] - expected), `${name} at ${key(row)}`).toBeLessThanOrEqual(
          1e-4 * Math.abs(expected) + 1e-12,
        );
      }
    }
    return shared.length;
  };
  const thousandths = { heatUpper: 1e3, heatLower: 1e3, heatFromLeft: 1e3, spinCurrent: 1e3 };

  test("Figure 2", () => {
    const { rows0, rows1 } = drawn("04-current-modes.ipynb", "Figure 2.");
    const rows = [3, 2].flatMap((spinsUp, c) => [rows0, rows1][c].map((row) => ({ ...row, spinsUp })));
    // on grids of 401 and 161 points every fifth and every second are the same
    expect(compare(rows, "figure-2.csv", ["spinsUp", "interaction"], thousandths)).toBe(2 * 81);
  });

  test("Figures 3b and 3c", () => {
    const { populations } = drawn("06-ergotropy.ipynb", "Figure 3.");
    const named = populations.map(({ interaction, bias, ...p }) => ({
      interaction,
      bias,
      ...Object.fromEntries(Object.entries(p).map(([key, value]) => [key.replace("p", "population"), value])),
    }));
    expect(compare(named, "figure-3bc.csv", ["bias", "interaction"])).toBe(2 * 121);
  });

  test("Figure 4", () => {
    const { rows, marks } = drawn("05-avoided-crossings.ipynb", "Figure 4.");
    expect(compare(rows, "figure-4.csv", ["h2", "interaction"], thousandths)).toBe(5 * 241);
    const places = rowsOf("figure-4-extrema.csv");
    expect(marks.map(({ quantity, h2 }) => [quantity, h2])).toEqual(
      places.map(({ quantity, h2 }) => [quantity, h2]),
    );
    marks.forEach(({ interaction }, i) => {
      expect(interaction).toBeCloseTo(places[i].interaction, 4);
    });
  });
});
