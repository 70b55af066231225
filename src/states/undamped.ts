// What is left of a start when all else has decayed.
//
// For an operator C that the baths leave turning with one frequency (see undamped-modes.ts), Tr(C†ρ) ~ e^{−iωt} for ever, and
// so does Cσ for any stationary σ: L(Cσ) = C Lσ − iω Cσ. With C_j orthonormal and σ the state that 1/n becomes,
// Tr(C_i†C_j σ) = δ_ij/n, and
//   Πρ = n Σ_j Tr(C_j†ρ) C_j σ,   e^{Lt}Πρ = n Σ_j e^{−iω_j t} Tr(C_j†ρ) C_j σ.
import { packState, unpackState } from "../equations/packing";
import type { Motion, UndampedMode } from "../equations/undamped-modes";
import { InputError } from "../input/guards";
import { dot } from "../numerics/dot";
import { type Projector, type Turning, turningExponential } from "../numerics/exponential";
import { luCondition, luFactor, luSolve, scaleRows } from "../numerics/lu";
import { multiplyRectangular } from "../numerics/matmul";
import type { DensityMatrix } from "./state";

/** The same for what is to last until t → ∞: in between no double can tell. */
const FOREVER = 1e-11;
/** Amplification of errors from which the equations for σ count as singular. */
const SINGULAR = 1e12;
/** The fastest rate over the slowest that is waited for. */
const SLOWEST = 1e13;
/** A turning coherence below this is rounding. */
const STILL = 1e-10;
/** A motion taken apart into what lasts and what decays. */
export interface Parts {
  /** the modes of frequency 0, then those of frequencies above 0 */
  readonly modes: readonly UndampedMode[];
  /** E_1 ≤ E_2 ≤ …, those that differ by rounding made equal */
  readonly levels: Float64Array;
  /** σ */
  readonly sigma: DensityMatrix;
  /** by how much rounding of the rates is amplified in σ; infinite if there is more that does not decay */
  readonly condition: number;
  /** L over the packed unknowns in two parts, what the baths do and what H does; none if nothing decays */
  readonly dissipation?: Float64Array;
  readonly turning?: Turning;
  /** Π over the packed unknowns; empty where it is not known, and then `modes` are as well */
  readonly projector: Projector;
  readonly known: boolean;
  /** the fastest rate */
  readonly fastest: number;
}

/** Takes a motion apart. */
export function takeApart({ liouvillian, levels, modes, fastest }: Motion): Parts {
  const n = levels.length;
  const rows = modes.map((mode) => functionals(mode, n));
  const parts = { modes, levels, known: true, fastest };
  const nothing = { left: [], right: [] };
  if (rows.flat().length === n * n) {
    return { ...parts, sigma: ignorance(n), condition: 1, projector: nothing };
  }
  const matrix = new Float64Array(n ** 4);
  liouvillian.writeMatrix(matrix);
  const conserved = rows.filter((_, j) => modes[j].frequency === 0).flat();
  const { sigma, condition } = stationaryState(
    n,
    matrix,
    conserved.map(({ row }) => row),
    fastest,
  );
  const turning = turningOf(levels, modes);
  const { i, j, omega } = turning;
  for (let k = 0; k < i.length; k++) {
    matrix[i[k] * n * n + j[k]] += omega[k];
    matrix[j[k] * n * n + i[k]] -= omega[k];
  }
  const rest = { ...parts, sigma, condition, dissipation: matrix, turning };
  if (condition < SINGULAR) return { ...rest, projector: projectorOn(modes, sigma) };
  return { ...rest, modes: [], projector: nothing, known: false };
}

/** dX_ab = (E_a − E_b) Y_ab, dY_ab = −(E_a − E_b) X_ab over the packed unknowns, where the partner of X_ab is Y_ba. */
function turningOf(levels: Float64Array, modes: readonly UndampedMode[]): Turning {
  const n = levels.length;
  const lower = Array.from({ length: n * n }, (_, ab) => ab).filter((ab) => Math.floor(ab / n) > ab % n);
  const difference = (of: Float64Array): Float64Array =>
    Float64Array.from(lower, (ab) => of[Math.floor(ab / n)] - of[ab % n]);
  return {
    i: Int32Array.from(lower),
    j: Int32Array.from(lower, (ab) => (ab % n) * n + Math.floor(ab / n)),
    omega: difference(levels),
    angles: (time) => difference(phasesAt(modes, levels, time)),
  };
}

/** ρ = 1/n */
function ignorance(n: number): DensityMatrix {
  const real = new Float64Array(n * n);
  for (let a = 0; a < n; a++) real[a * (n + 1)] = 1 / n;
  return { real, imag: new Float64Array(n * n) };
}

/**
 * The state that a start ends in, lim e^{Lt} ρ(0) as t → ∞, exactly: Πρ(0).
 *
 * @returns the state, how many stationary states there are (the dimension of the kernel of L), and by how much rounding
 *   of the rates is amplified in it
 * @throws InputError where a coherence of this start turns for ever (`not-unique`), where rates are too small to be known
 *   (`ill-conditioned`), or where the state grows without bound (`beyond-range`)
 */
export function longTimeState(
  motion: Motion,
  start: DensityMatrix,
): DensityMatrix & { readonly dimension: number; readonly condition: number } {
  const parts = takeApart(motion);
  const { modes, condition, known, fastest } = parts;
  const still = modes.filter(({ frequency }) => frequency === 0);
  if (!known || still.some(({ error }) => error > FOREVER)) {
    throw new InputError(
      "the long-time state of this start cannot be told: some rates are zero or lost in rounding though no symmetry forbids them, make the fields or the baths differ more",
      "ill-conditioned",
    );
  }
  for (const mode of modes) {
    if (mode.frequency === 0 || largestEntry(undampedPart([mode], parts, start, 0)) < STILL) continue;
    throw new InputError(
      `there is no long-time state of this start: a coherence of levels ${mode.columns[0] + 1} and ${mode.rows[0] + 1} that no bath damps turns for ever with frequency ${mode.frequency.toPrecision(4)}, evolve gives it at any time`,
      "not-unique",
    );
  }
  const end = undampedPart(still, parts, start, 0);
  // that all the rest decays is seen, not assumed
  const rest = packState(
    start.real.map((x, i) => x - end.real[i]),
    start.imag.map((y, i) => y - end.imag[i]),
    motion.levels.length,
  );
  const lateSize = (time: number): number =>
    propagator(parts, time)(rest).reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  let size = fastest > 0 ? lateSize((1e3 * condition) / fastest) : lateSize(0);
  if (size > STILL && fastest > 0) size = lateSize(SLOWEST / fastest);
  if (!(size < 10)) throw unbounded();
  if (size > STILL) {
    throw new InputError(
      "there is no long-time state of this start: something that no symmetry protects does not decay, give the baths a temperature above 0 or a spectral density without gaps",
      "not-unique",
    );
  }
  return { ...end, dimension: still.length, condition };
}

/** What a time makes of (1 − Π)ρ, packed. */
export function propagator(
  { dissipation, turning, levels, projector }: Parts,
  time: number,
): (rest: Float64Array) => Float64Array {
  if (!dissipation || !turning) return (rest) => rest;
  return turningExponential(dissipation, turning, levels.length ** 2, time, projector);
}

/** The complaint about a state that Redfield's equation lets grow. */
export function unbounded(): InputError {
  return new InputError(
    "the state grows without bound: the Redfield equation is beyond its range here, take a weaker coupling",
    "beyond-range",
  );
}

export function largestEntry({ real, imag }: DensityMatrix): number {
  let size = 0;
  for (let i = 0; i < real.length; i++) size = Math.max(size, Math.abs(real[i]), Math.abs(imag[i]));
  return size;
}

/** e^{Lt}Πρ over the given modes, and over the adjoints of those that turn. */
export function undampedPart(
  modes: readonly UndampedMode[],
  { levels, sigma }: Pick<Parts, "levels" | "sigma">,
  start: DensityMatrix,
  time: number,
): DensityMatrix {
  const m = sigma.real.length;
  const n = levels.length;
  const phases = phasesAt(modes, levels, time);
  const sum = { real: new Float64Array(m), imag: new Float64Array(m) };
  for (const mode of modes) {
    const { frequency, rows, columns, values, imagValues } = mode;
    let [x, y] = [0, 0]; // Tr(C†ρ)
    for (let k = 0; k < rows.length; k++) {
      const [re, im] = [start.real[rows[k] * n + columns[k]], start.imag[rows[k] * n + columns[k]]];
      x += values[k] * re;
      y += values[k] * im;
      if (!imagValues) continue;
      x += imagValues[k] * im;
      y -= imagValues[k] * re;
    }
    const phase = frequency === 0 ? 0 : phases[rows[0]] - phases[columns[0]];
    const [cos, sin] = [Math.cos(phase), Math.sin(phase)];
    addMode(mode, sigma, x * cos + y * sin, y * cos - x * sin, sum);
  }
  return sum;
}

/**
 * The phase E t of every level, up to 2π. After a long time its digits are lost, but not what makes ρ a state: phases of
 * modes are differences of phases of levels, and the same for all pairs of levels in a mode.
 */
function phasesAt(modes: readonly UndampedMode[], levels: Float64Array, time: number): Float64Array {
  const phases = new Float64Array(levels.length).fill(Number.NaN);
  const turning = modes.filter(({ frequency, rows }) => frequency > 0 && rows.length > 1);
  for (let k = 0; k < levels.length; k++) {
    if (!Number.isNaN(phases[k])) continue;
    const angle = levels[k] * time;
    phases[k] = Math.atan2(Math.sin(angle), Math.cos(angle));
    for (let settled = false; !settled; ) {
      settled = true;
      for (const { rows, columns } of turning) {
        const known = rows.findIndex((a, i) => !Number.isNaN(phases[a] + phases[columns[i]]));
        if (known < 0) continue;
        const turn = phases[rows[known]] - phases[columns[known]];
        rows.forEach((a, i) => {
          const b = columns[i];
          if (Number.isNaN(phases[a]) === Number.isNaN(phases[b])) return;
          if (Number.isNaN(phases[a])) phases[a] = phases[b] + turn;
          else phases[b] = phases[a] - turn;
          settled = false;
        });
      }
    }
  }
  return phases;
}

/** sum += n z Cσ for z = x + iy, and for a mode that turns the adjoint of it. */
function addMode(
  { frequency, rows, columns, values, imagValues }: UndampedMode,
  sigma: DensityMatrix,
  x: number,
  y: number,
  { real, imag }: DensityMatrix,
): void {
  const n = Math.sqrt(sigma.real.length);
  for (let k = 0; k < rows.length; k++) {
    const w = imagValues?.[k] ?? 0;
    const [p, q] = [n * (values[k] * x - w * y), n * (values[k] * y + w * x)]; // n z C_ab
    for (let c = 0; c < n; c++) {
      const [to, from, across] = [rows[k] * n + c, columns[k] * n + c, c * n + rows[k]];
      const re = p * sigma.real[from] - q * sigma.imag[from];
      const im = p * sigma.imag[from] + q * sigma.real[from];
      real[to] += re;
      imag[to] += im;
      if (frequency === 0) continue;
      real[across] += re;
      imag[across] -= im;
    }
  }
}

/** Π of the undamped modes over the packed unknowns: left takes the real or the imaginary part of Tr(C†ρ). */
function projectorOn(modes: readonly UndampedMode[], sigma: DensityMatrix): Projector {
  const m = sigma.real.length;
  const n = Math.sqrt(m);
  const parts = modes.flatMap((mode) =>
    functionals(mode, n).map(({ row, imaginary }) => {
      const sum = { real: new Float64Array(m), imag: new Float64Array(m) };
      addMode(mode, sigma, imaginary ? 0 : 1, imaginary ? 1 : 0, sum);
      return { row, column: packState(sum.real, sum.imag, n) };
    }),
  );
  return { left: parts.map(({ row }) => row), right: parts.map(({ column }) => column) };
}

/** Real and imaginary part of Tr(C†ρ) as rows over the packed unknowns, those that are not zero for every ρ. */
function functionals(
  { frequency, rows, columns, values, imagValues }: UndampedMode,
  n: number,
): { row: Float64Array; imaginary: boolean }[] {
  const [re, im] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let k = 0; k < rows.length; k++) {
    const [high, low] = [Math.max(rows[k], columns[k]), Math.min(rows[k], columns[k])];
    const sign = rows[k] < columns[k] ? 1 : -1; // of Y
    re[high * n + low] += values[k];
    if (high > low) im[low * n + high] += sign * values[k];
    if (!imagValues) continue;
    if (high > low) re[low * n + high] += sign * imagValues[k];
    im[high * n + low] -= imagValues[k];
  }
  // Im Tr(C†ρ) of a Hermitian C is zero but for rounding
  if (imagValues && frequency === 0) im.fill(0);
  return [
    { row: re, imaginary: false },
    { row: im, imaginary: true },
  ].filter(({ row }) => row.some((value) => value !== 0));
}

/**
 * σ = lim e^{Lt} 1/n: Lσ = 0 with Tr(Cσ) = Tr(C)/n for what is conserved. L reaches none of it, so that these equations
 * take the place of what is missing in L: over the packed unknowns, with v for C orthonormal, (1 − vvᵀ)L + vvᵀ.
 */
function stationaryState(
  n: number,
  generator: Float64Array,
  functionals: readonly Float64Array[],
  fastest: number,
): { sigma: DensityMatrix; condition: number } {
  const m = n * n;
  const sigma = ignorance(n);
  const conserved = orthonormal(functionals);
  const matrix = generator.slice();
  const scale = new Float64Array(m);
  scaleRows(matrix.slice(), m, scale);
  const right = new Float64Array(m);
  const reached = new Float64Array(m);
  for (const v of conserved) {
    multiplyRectangular(v, generator, 1, m, m, reached);
    const value = dot(v, 0, sigma.real, 0, m);
    for (let i = 0; i < m; i++) {
      right[i] += v[i] * value;
      for (let j = 0; j < m; j++) matrix[i * m + j] -= v[i] * reached[j];
    }
  }
  for (let i = 0; i < m; i++) {
    const size = scale[i] > 1e-12 * fastest ? scale[i] : fastest;
    for (let j = 0; j < m; j++) matrix[i * m + j] /= size;
  }
  for (const v of conserved) {
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) matrix[i * m + j] += v[i] * v[j];
  }
  const lu = matrix.slice();
  const rows = new Int32Array(m);
  if (!(luFactor(lu, m, rows) > 0)) return { sigma, condition: Number.POSITIVE_INFINITY };
  const [x, residual, correction, work] = Array.from({ length: 4 }, () => new Float64Array(m));
  const condition = luCondition(lu, m, rows, [x, residual, correction, work]);
  luSolve(lu, m, rows, right, x);
  for (let i = 0; i < m; i++) {
    residual[i] = right[i] - dot(matrix, i * m, x, 0, m);
  }
  luSolve(lu, m, rows, residual, correction);
  for (let i = 0; i < m; i++) x[i] += correction[i];
  unpackState(x, n, sigma.real, sigma.imag);
  return { sigma, condition };
}

/** Rows made orthonormal, one after the other and twice. */
function orthonormal(rows: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const row of rows) {
    const next = row.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const overlap = dot(next, 0, other, 0, next.length);
        for (let i = 0; i < next.length; i++) next[i] -= overlap * other[i];
      }
    }
    const size = Math.sqrt(dot(next, 0, next, 0, next.length));
    done.push(next.map((entry) => entry / size));
  }
  return done;
}
