// The Redfield equation in all its forms: written down from the tensor, applied with products of matrices, and in blocks.
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { redfieldGenerator } from "../../src/equations/generator";
import type { Liouvillian } from "../../src/equations/liouvillian";
import { pairsOf, unpackState } from "../../src/equations/packing";
import { redfieldLiouvillian, secularLiouvillian } from "../../src/equations/redfield";
import { redfieldTensor } from "../../src/equations/tensor";
import { ohmicBath, ringModel } from "../../src/index";
import { expectClose, largest } from "../support/close";
import { applied, written } from "../support/liouvillian";
import { forAll, type RandomSystem, ringSystem } from "../support/random";
import { inConfigurations, superoperator } from "../support/superoperator";

const systems = ringSystem({ sites: [2, 4], baths: [1, 3], coupling: [-3, 0] });
const generatorOf = ({ model, baths }: RandomSystem, lambShift = false) =>
  redfieldGenerator(model, baths, { lambShift });

/** ρ of a packed state in the basis of configurations. */
function unpacked(x: Float64Array, vectors: Float64Array): number[] {
  const n = Math.sqrt(x.length);
  const [real, imag] = [new Float64Array(x.length), new Float64Array(x.length)];
  unpackState(x, n, real, imag);
  return inConfigurations({ real, imag, vectors });
}

test("written from the tensor it is the Redfield equation in the basis of configurations, with all operators spelt out", () => {
  forAll(systems, 20, (system) => {
    const generator = generatorOf(system);
    const liouvillian = redfieldLiouvillian(generator);
    const { size } = liouvillian;
    const expected = superoperator(system.model, system.baths);
    const matrix = written(liouvillian);
    for (let j = 0; j < size; j++) {
      const unit = new Float64Array(size).map((_, i) => (i === j ? 1 : 0));
      const column = unit.map((_, i) => matrix[i * size + j]);
      const moved = expected.mmul(Matrix.columnVector(unpacked(unit, generator.vectors))).to1DArray();
      expectClose(unpacked(column, generator.vectors), moved, 1e-12 * (1 + largest(matrix)));
    }
  });
});

describe.each<[string, (system: RandomSystem) => Liouvillian]>([
  ["the full equation", (system) => redfieldLiouvillian(generatorOf(system))],
  ["one with the Lamb shift", (system) => redfieldLiouvillian(generatorOf(system, true))],
  ["a secular one", (system) => secularLiouvillian(generatorOf(system), 0.7)],
  ["a secular one with what it parts", (system) => secularLiouvillian(generatorOf(system, true), 0.7, true)],
])("of %s", (_, of) => {
  test("the matrix is what L does to each unknown", () => {
    forAll(systems, 15, (system) => {
      const liouvillian = of(system);
      const matrix = written(liouvillian);
      expectClose(applied(liouvillian), matrix, 1e-13 * (1 + largest(matrix)));
    });
  });

  test("no population is lost, and those that add up to the trace are known", () => {
    forAll(systems, 15, (system) => {
      const liouvillian = of(system);
      const { size, trace } = liouvillian;
      const { rows, columns } = liouvillian.unknowns();
      expect(rows.length).toBe(size);
      expect(Array.from(trace, (i) => [rows[i], columns[i]])).toEqual(
        Array.from({ length: generatorOf(system).size }, (__, k) => [k, k]),
      );
      const matrix = written(liouvillian);
      for (let j = 0; j < size; j++) {
        const gained = trace.reduce((sum, i) => sum + matrix[i * size + j], 0);
        expect(Math.abs(gained)).toBeLessThan(1e-13 * (1 + largest(matrix)));
      }
    });
  });
});

test("a secular cutoff leaves out what no chain of kept terms joins with the populations, and nothing else", () => {
  forAll(systems, 20, (system) => {
    const generator = generatorOf(system);
    const [part, whole] = [false, true].map((all) => secularLiouvillian(generator, 0.7, all));
    const n = generator.size;
    const { rows, columns } = part.unknowns();
    const kept = Array.from(rows, (a, i) => a * n + columns[i]);
    const [small, matrix] = [written(part), written(whole)];
    kept.forEach((row, i) => {
      for (let j = 0; j < n * n; j++) {
        const column = kept.indexOf(j);
        expect(matrix[row * n * n + j]).toBe(column < 0 ? 0 : small[i * kept.length + column]);
      }
    });
  });
});

test("the blocks of a small sector are sums and differences of the tensor's entries", () => {
  forAll(systems, 30, (system) => {
    const generator = generatorOf(system);
    const n = generator.size;
    const { blocks } = redfieldLiouvillian(generator);
    const { upper, lower } = pairsOf(n);
    const pairs = upper.length;
    const m = pairs + n;
    const [real, imag] = [new Float64Array(m * m), new Float64Array(pairs * pairs)];
    blocks?.write(real, imag);
    const tensor = redfieldTensor(generator);
    const places = [
      ...Array.from(upper, (a, i) => [a, lower[i]]),
      ...Array.from({ length: n }, (_, a) => [a, a]),
    ];
    const tolerance = 1e-13 * (1 + largest(real));
    places.forEach(([a, b], i) => {
      places.forEach(([c, d], j) => {
        const [straight, crossed] = [tensor(a, b, c, d), c === d ? 0 : tensor(a, b, d, c)];
        expect(Math.abs(real[i * m + j] - straight - crossed)).toBeLessThan(tolerance);
        if (i < pairs && j < pairs) {
          expect(Math.abs(imag[i * pairs + j] - straight + crossed)).toBeLessThan(tolerance);
        }
      });
    });
    expect(blocks?.fastest).toBe(largest(generator.decay));
  });
});

test("with the Lamb shift X and Y are not apart, and there are no blocks", () => {
  const model = ringModel({ sites: 4, spinsUp: 2, interaction: 1, fields: [0, 2, 1, 0] });
  const generator = redfieldGenerator(model, [ohmicBath({ site: 1, temperature: 1 })], { lambShift: true });
  expect(redfieldLiouvillian(generator).blocks).toBeUndefined();
});
