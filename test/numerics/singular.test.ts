import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { expect, test } from "vitest";
import { dot } from "../../src/numerics/dot";
import { singularValues } from "../../src/numerics/singular";
import { expectClose } from "../support/close";
import { noise } from "../support/random";

const random = (rows: number, columns: number): Float64Array[] => {
  const next = noise(rows + columns);
  return Array.from({ length: columns }, () => Float64Array.from({ length: rows }, next));
};
const copies = (columns: Float64Array[]) => columns.map((column) => column.slice());

test.each([
  [3, 1],
  [4, 2],
  [7, 7],
  [90, 12],
])("of a random %i × %i matrix they are those of ml-matrix", (rows, columns) => {
  const a = random(rows, columns);
  const { diagonal } = new SingularValueDecomposition(new Matrix(a.map((c) => Array.from(c))).transpose());
  const { values, vectors } = singularValues(copies(a));
  expectClose(
    Float64Array.from(values).sort(),
    diagonal.sort((x, y) => x - y),
    1e-14 * Math.max(...diagonal),
  );
  vectors.forEach((v, j) => {
    vectors.forEach((w, k) => {
      expect(dot(v, 0, w, 0, columns)).toBeCloseTo(j === k ? 1 : 0, 13);
    });
    const image = a[0].map((_, i) => a.reduce((sum, column, k) => sum + column[i] * v[k], 0));
    expect(Math.sqrt(dot(image, 0, image, 0, rows))).toBeCloseTo(values[j], 13);
  });
});

test("a space of zeros has its dimension, and is orthogonal", () => {
  // eight columns of which only five point anywhere else
  const a = random(30, 5);
  const next = noise(3);
  const mixed = Array.from({ length: 8 }, () => {
    const weights = a.map(next);
    return a[0].map((_, i) => a.reduce((sum, column, k) => sum + weights[k] * column[i], 0));
  });
  const { values, vectors } = singularValues(copies(mixed));
  const zero = vectors.filter((_, k) => values[k] < 1e-13);
  expect(zero.length).toBe(3);
  zero.forEach((v, j) => {
    zero.forEach((w, k) => {
      expect(dot(v, 0, w, 0, 8)).toBeCloseTo(j === k ? 1 : 0, 13);
    });
    for (let i = 0; i < 30; i++) {
      expect(mixed.reduce((sum, column, k) => sum + column[i] * v[k], 0)).toBeCloseTo(0, 12);
    }
  });
});

test("columns that nearly coincide keep the digits of their difference", () => {
  // Läuchli's: AᵀA has the eigenvalues 2 + ε² and ε², which doubles do not know apart from 2 and 0
  const { values } = singularValues([Float64Array.of(1, 1e-9, 0), Float64Array.of(1, 0, 1e-9)]);
  expect(Math.min(...values)).toBeCloseTo(1e-9, 20);
});
