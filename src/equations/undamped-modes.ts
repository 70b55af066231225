// What baths never touch. An operator C that commutes with every coupling operator and turns with one frequency,
//   [S_b, C] = 0,   [H, C] = ω C,
// commutes with every S̃_b = Σ_ν W(ν) S_b(ν) as well, part by part, so that Tr(C†ρ) ~ e^{−iωt} for ever. Which C there are is
// read off S and H alone, whatever the size of the rates. C = 1 is always among them: the trace.
import { InputError } from "../input/guards";
import { dot } from "../numerics/dot";
import { largest } from "../numerics/entries";
import { singularValues } from "../numerics/singular";
import type { RedfieldGenerator } from "./generator";
import type { Liouvillian } from "./liouvillian";
import { secularLiouvillian } from "./redfield";

/** Energies that differ by less, relative to the largest, are equal. */
const EQUAL = 1e-13;
/** ‖[S, C]‖ below this is rounding. */
const COMMUTES = 1e-10;
/** An entry of a normalized operator below this is rounding. */
const NOTHING = 1e-13;

/**
 * An operator that commutes with the baths, real: C_ab = values for the pairs (rows, columns), all with
 * E_a − E_b = frequency ≥ 0. One of frequency 0 is symmetric or antisymmetric.
 */
export interface UndampedMode {
  readonly frequency: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** ‖[S, C]‖ */
  readonly error: number;
}

/** An equation of motion, and what in it is never damped. */
export interface Motion {
  /** over all n² packed unknowns */
  readonly liouvillian: Liouvillian;
  /** E_1 ≤ E_2 ≤ …, those that differ by rounding made equal: slow rates would notice */
  readonly levels: Float64Array;
  /** the modes of frequency 0, then those of frequencies above 0 */
  readonly modes: readonly UndampedMode[];
  /** the fastest rate */
  readonly fastest: number;
}

/**
 * The motion that a generator makes.
 *
 * @param cutoff secular cutoff, an energy; Infinity keeps every term
 */
export function motionOf(generator: RedfieldGenerator, cutoff: number): Motion {
  if (generator.vectorsImag) {
    throw new InputError("an evolution needs a model whose phases a gauge takes away: take steadyState");
  }
  const levels = generator.levels.slice();
  const rounding = roundingOf(levels);
  for (let k = 1; k < levels.length; k++) {
    if (levels[k] - levels[k - 1] <= rounding) levels[k] = levels[k - 1];
  }
  const equalized = { ...generator, levels };
  return {
    liouvillian: secularLiouvillian(equalized, cutoff, true),
    levels,
    modes: undampedModes(equalized),
    fastest: largest(generator.decay),
  };
}

function roundingOf(energies: Float64Array): number {
  return EQUAL * Math.max(Math.abs(energies[0]), Math.abs(energies[energies.length - 1]));
}

function undampedModes(generator: RedfieldGenerator): UndampedMode[] {
  const { size: n, levels, couplings } = generator;
  const operators = couplings
    .filter(({ transition }) => transition.some((w) => w !== 0))
    .map((b) => b.operator);
  const gap = (ab: number): number => levels[Math.floor(ab / n)] - levels[ab % n];
  const pairs = Array.from({ length: n * n }, (_, ab) => ab).filter((ab) => Math.floor(ab / n) >= ab % n);
  pairs.sort((ab, cd) => gap(ab) - gap(cd) || ab - cd);
  const rounding = roundingOf(levels);
  const modes: UndampedMode[] = [];
  for (let from = 0, to = 0; from < pairs.length; from = to) {
    while (to < pairs.length && gap(pairs[to]) - gap(pairs[Math.max(from, to - 1)]) <= rounding) to++;
    const group = pairs.slice(from, to);
    if (from > 0) {
      const frequency = gap(group[0]);
      modes.push(
        ...commuting(
          operators,
          n,
          frequency,
          group.map((ab) => [[ab, 1]]),
        ),
      );
      continue;
    }
    // symmetric and antisymmetric operators of frequency 0
    for (const sign of [1, -1]) {
      const basis = group
        .filter((ab) => sign > 0 || ab % (n + 1) !== 0)
        .map((ab): Entry[] => {
          if (ab % (n + 1) === 0) return [[ab, 1]];
          const ba = (ab % n) * n + Math.floor(ab / n);
          return [
            [ab, Math.SQRT1_2],
            [ba, sign * Math.SQRT1_2],
          ];
        });
      modes.push(...commuting(operators, n, 0, basis));
    }
  }
  return modes;
}

type Entry = readonly [place: number, value: number];

/** An orthonormal basis of those combinations of the given operators that commute with all S. */
function commuting(
  operators: readonly Float64Array[],
  n: number,
  frequency: number,
  basis: readonly (readonly Entry[])[],
): UndampedMode[] {
  const columns = basis.map((entries) => {
    const column = new Float64Array(operators.length * n * n);
    operators.forEach((s, k) => {
      const out = column.subarray(k * n * n, (k + 1) * n * n);
      for (const [ab, value] of entries) {
        const [a, b] = [Math.floor(ab / n), ab % n];
        for (let i = 0; i < n; i++) {
          out[i * n + b] += value * s[i * n + a];
          out[a * n + i] -= value * s[b * n + i];
        }
      }
    });
    return column;
  });
  const mode = (error: number, weights: (j: number) => number): UndampedMode => {
    const entries = basis
      .flatMap((of, j) => of.map(([ab, value]): Entry => [ab, value * weights(j)]))
      .filter(([, value]) => Math.abs(value) > NOTHING);
    return {
      frequency,
      rows: Int32Array.from(entries, ([ab]) => Math.floor(ab / n)),
      columns: Int32Array.from(entries, ([ab]) => ab % n),
      values: Float64Array.from(entries, ([, value]) => value),
      error,
    };
  };
  // those that commute alone stay alone, so that each keeps its own frequency
  const sizes = columns.map((column) => Math.sqrt(dot(column, 0, column, 0, column.length)));
  const alone = basis.map((_, j) => j).filter((j) => sizes[j] < COMMUTES);
  const modes = alone.map((j) => mode(sizes[j], (k) => (k === j ? 1 : 0)));
  const others = basis.map((_, j) => j).filter((j) => sizes[j] >= COMMUTES);
  if (others.length < 2) return modes;
  const { values, vectors } = singularValues(others.map((j) => columns[j]));
  values.forEach((error, k) => {
    if (error >= COMMUTES) return;
    modes.push(mode(error, (j) => (others.includes(j) ? vectors[k][others.indexOf(j)] : 0)));
  });
  return modes;
}
