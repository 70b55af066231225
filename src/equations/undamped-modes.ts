// What baths never touch. An operator C that commutes with every coupling operator and turns with one frequency,
//   [S_b, C] = 0,   [H, C] = ω C,
// commutes with every S̃_b = Σ_ν W(ν) S_b(ν) as well, part by part, so that Tr(C†ρ) ~ e^{−iωt} for ever; of other pairs (A, B), A ∝ B,
// it has to commute with B and B†. Which C there are is
// read off S and H alone, whatever the size of the rates. C = 1 is always among them: the trace.
import { adjoint, type ComplexMatrix } from "../numerics/complex";
import { dot } from "../numerics/dot";
import { largest } from "../numerics/entries";
import { singularValues } from "../numerics/singular";
import { isComplex, type RedfieldGenerator } from "./generator";
import type { Liouvillian } from "./liouvillian";
import { secularLiouvillian } from "./redfield";

/** Energies that differ by less, relative to the largest, are equal. */
const EQUAL = 1e-13;
/** ‖[S, C]‖ below this is rounding. */
const COMMUTES = 1e-10;
/** An entry of a normalized operator below this is rounding. */
const NOTHING = 1e-13;

/**
 * An operator that commutes with the baths: C_ab = values + i imagValues for the pairs (rows, columns), all with
 * E_a − E_b = frequency ≥ 0. One of frequency 0 is Hermitian or, where S is real, real and symmetric or antisymmetric.
 */
export interface UndampedMode {
  readonly frequency: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** left out where C is real */
  readonly imagValues?: Float64Array;
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
    .flatMap(({ operator, operatorImag, oneWay }) => {
      const one = { real: operator, imag: operatorImag };
      return oneWay ? [one, adjoint(one, n)] : [one];
    });
  const complex = isComplex(generator) && operators.some(({ imag }) => imag);
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
      const units = group.flatMap((ab): Entry[][] =>
        complex ? [[[ab, 1, 0]], [[ab, 0, 1]]] : [[[ab, 1, 0]]],
      );
      const found = commuting(operators, n, frequency, units);
      modes.push(...(complex ? independent(found, n) : found));
      continue;
    }
    const across = (ab: number): number => (ab % n) * n + Math.floor(ab / n);
    const parts = ([x, y]: readonly [number, number], sign: number): Entry[][] =>
      group
        .filter((ab) => sign > 0 || ab !== across(ab))
        .map((ab) =>
          ab === across(ab)
            ? [[ab, 1, 0]]
            : [
                [ab, x * Math.SQRT1_2, y * Math.SQRT1_2],
                [across(ab), sign * x * Math.SQRT1_2, sign * y * Math.SQRT1_2],
              ],
        );
    // Hermitian operators of frequency 0, or real ones, symmetric and antisymmetric by themselves
    if (complex) modes.push(...commuting(operators, n, 0, [...parts([1, 0], 1), ...parts([0, 1], -1)]));
    else for (const sign of [1, -1]) modes.push(...commuting(operators, n, 0, parts([1, 0], sign)));
  }
  return modes;
}

type Entry = readonly [place: number, value: number, imagValue: number];

/** Of operators closed under multiplication by i as many as are independent over the complex numbers, orthonormal. */
function independent(modes: readonly UndampedMode[], n: number): UndampedMode[] {
  const rest = modes.map(({ rows, columns, values, imagValues }) => {
    const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
    rows.forEach((a, k) => {
      x[a * n + columns[k]] = values[k];
      y[a * n + columns[k]] = imagValues?.[k] ?? 0;
    });
    return { x, y };
  });
  const m = n * n;
  const norm = ({ x, y }: (typeof rest)[number]): number =>
    Math.sqrt(dot(x, 0, x, 0, m) + dot(y, 0, y, 0, m));
  return Array.from({ length: modes.length / 2 }, () => {
    const sizes = rest.map(norm);
    const chosen = sizes.indexOf(Math.max(...sizes));
    const [u, v] = [rest[chosen].x, rest[chosen].y].map((part) => part.map((c) => c / sizes[chosen]));
    for (const { x, y } of rest) {
      const p = dot(u, 0, x, 0, m) + dot(v, 0, y, 0, m);
      const q = dot(u, 0, y, 0, m) - dot(v, 0, x, 0, m);
      for (let i = 0; i < m; i++) {
        x[i] -= p * u[i] - q * v[i];
        y[i] -= p * v[i] + q * u[i];
      }
    }
    const entries = Array.from(u, (c, ab): Entry => [ab, c, v[ab]]);
    return modeOf(modes[chosen].frequency, entries, modes[chosen].error, n);
  });
}

function modeOf(frequency: number, all: readonly Entry[], error: number, n: number): UndampedMode {
  const entries = all.filter(([, x, y]) => Math.hypot(x, y) > NOTHING);
  return {
    frequency,
    rows: Int32Array.from(entries, ([ab]) => Math.floor(ab / n)),
    columns: Int32Array.from(entries, ([ab]) => ab % n),
    values: Float64Array.from(entries, ([, x]) => x),
    imagValues: entries.some(([, , y]) => y !== 0) ? Float64Array.from(entries, ([, , y]) => y) : undefined,
    error,
  };
}

/** An orthonormal basis of those combinations of the given operators that commute with all S. */
function commuting(
  operators: readonly ComplexMatrix[],
  n: number,
  frequency: number,
  basis: readonly (readonly Entry[])[],
): UndampedMode[] {
  const columns = basis.map((entries) => {
    const column = new Float64Array(2 * operators.length * n * n);
    operators.forEach(({ real: s, imag: t }, k) => {
      const out = column.subarray(2 * k * n * n, (2 * k + 1) * n * n);
      const outImag = column.subarray((2 * k + 1) * n * n, 2 * (k + 1) * n * n);
      for (const [ab, x, y] of entries) {
        const [a, b] = [Math.floor(ab / n), ab % n];
        for (let i = 0; i < n; i++) {
          const [ia, bi] = [i * n + a, b * n + i];
          out[i * n + b] += x * s[ia];
          out[a * n + i] -= x * s[bi];
          if (y === 0 && !t) continue;
          const [p, q] = t ? [t[ia], t[bi]] : [0, 0];
          out[i * n + b] -= y * p;
          out[a * n + i] += y * q;
          outImag[i * n + b] += y * s[ia] + x * p;
          outImag[a * n + i] -= y * s[bi] + x * q;
        }
      }
    });
    return column;
  });
  const mode = (error: number, weights: (j: number) => number): UndampedMode => {
    const sums = new Map<number, [number, number]>();
    basis.forEach((of, j) => {
      const weight = weights(j);
      for (const [ab, x, y] of of) {
        const [re, im] = sums.get(ab) ?? [0, 0];
        sums.set(ab, [re + weight * x, im + weight * y]);
      }
    });
    return modeOf(
      frequency,
      Array.from(sums, ([ab, [x, y]]): Entry => [ab, x, y]),
      error,
      n,
    );
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
