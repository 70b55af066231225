// The Redfield equation as solvers see it: the n² packed real unknowns of ρ, or those that a secular cutoff leaves coupled
// to the populations.
import { arrays, keptBySize } from "../numerics/arrays";
import { type LinearMap, multiplyRectangular } from "../numerics/matmul";
import {
  applyGenerator,
  dissipator,
  isComplex,
  lossOf,
  type RedfieldGenerator,
  writeDerivative,
} from "./generator";
import type { Liouvillian, Preconditioned, Unknowns } from "./liouvillian";
import { packState, unpackSome, unpackState } from "./packing";
import { pauliPreconditioner } from "./pauli";
import { residentEquations } from "./resident";
import { coupledUnknowns } from "./secular";
import { writeTensor } from "./tensor";
import { turningBlocks } from "./turning-blocks";

/** ρ = X + iY */
interface Parts {
  readonly real: Float64Array;
  readonly imag: Float64Array;
}

/** L of a generator, every term of it. */
export function redfieldLiouvillian(generator: RedfieldGenerator): Preconditioned {
  const { size: n } = generator;
  const mixing = isComplex(generator);
  return {
    size: n * n,
    apply: onceApplied(() => (mixing ? together(generator) : apart(generator))),
    trace: levelPlaces(n),
    unknowns: () => allUnknowns(n),
    writeMatrix: (out) => writeTensor(generator, Number.POSITIVE_INFINITY, allUnknowns(n), out),
    preconditioner: () => pauliPreconditioner(generator),
    resident: (most, lasting) => residentEquations(generator, most, lasting),
    blocks: mixing ? undefined : turningBlocks(generator),
  };
}

/**
 * L of a generator, those terms that a secular cutoff keeps.
 *
 * @param cutoff an energy; Infinity keeps every term
 * @param whole also the unknowns that the cutoff parts from the populations
 */
export function secularLiouvillian(generator: RedfieldGenerator, cutoff: number, whole = false): Liouvillian {
  if (cutoff === Number.POSITIVE_INFINITY) return redfieldLiouvillian(generator);
  const unknowns = whole ? allUnknowns(generator.size) : coupledUnknowns(generator.levels, cutoff);
  const { rows, columns } = unknowns;
  const size = rows.length;
  const writeMatrix = (out: Float64Array): number => writeTensor(generator, cutoff, unknowns, out);
  const apply = (): LinearMap => {
    const matrix = new Float64Array(size * size);
    writeMatrix(matrix);
    return (x, out) => multiplyRectangular(matrix, x, size, size, 1, out);
  };
  return {
    size,
    apply: onceApplied(apply),
    trace: Int32Array.from(rows.keys()).filter((i) => rows[i] === columns[i]),
    unknowns: () => unknowns,
    writeMatrix,
  };
}

/**
 * dρ/dt = L ρ for a ρ whose coherences are none but those that a secular cutoff leaves coupled to the populations.
 *
 * @param cutoff an energy; Infinity, which keeps every term, by default
 */
export function derivativeOf(
  generator: RedfieldGenerator,
  { real, imag }: Parts,
  cutoff: number = Number.POSITIVE_INFINITY,
): Parts {
  const { size: n } = generator;
  if (cutoff === Number.POSITIVE_INFINITY) return applyGenerator(generator, real, imag);
  const liouvillian = secularLiouvillian(generator, cutoff);
  const unknowns = liouvillian.unknowns();
  const [packed, dReal, dImag] = [packState(real, imag, n), ...arrays(2, n * n)];
  const out = new Float64Array(liouvillian.size);
  liouvillian.apply(pick(packed, unknowns, n), out);
  unpackSome(unknowns, out, n, dReal, dImag);
  return { real: dReal, imag: dImag };
}

/** The same of what one bath does, R_b ρ. */
export function dissipatedBy(
  generator: RedfieldGenerator,
  bath: number,
  { real, imag }: Parts,
  cutoff: number = Number.POSITIVE_INFINITY,
): Parts {
  const { size: n, levels } = generator;
  const couplings = generator.couplings.filter((coupling) => coupling.bath === bath);
  if (cutoff === Number.POSITIVE_INFINITY)
    return applyGenerator({ ...generator, levels: new Float64Array(n), couplings }, real, imag);
  const alone = { ...generator, couplings, ...lossOf(couplings, n) };
  const all = derivativeOf(alone, { real, imag }, cutoff);
  // what turns by itself is none of the bath's: the cutoff asks for the levels
  const gap = (ab: number): number => levels[Math.floor(ab / n)] - levels[ab % n];
  return {
    real: all.real.map((entry, ab) => entry - gap(ab) * imag[ab]),
    imag: all.imag.map((entry, ab) => entry + gap(ab) * real[ab]),
  };
}

/** Of packed unknowns those that are asked for. */
export const pick = (packed: Float64Array, { rows, columns }: Unknowns, n: number): Float64Array =>
  Float64Array.from(rows, (a, i) => packed[a * n + columns[i]]);

/** A map that is set up when it is first applied. */
function onceApplied(make: () => LinearMap): LinearMap {
  let map: LinearMap | undefined;
  return (x, out) => {
    map ??= make();
    map(x, out);
  };
}

const levelPlaces = keptBySize((n) => Int32Array.from({ length: n }, (_, k) => k * (n + 1)), 40);

const allUnknowns = keptBySize((n): Unknowns => {
  const places = new Int32Array(n * n).map((_, i) => i);
  return { rows: places.map((i) => Math.floor(i / n)), columns: places.map((i) => i % n) };
}, 20);

// dX = D∘Y + R[X], dY = −D∘X + R[Y]
function apart(generator: RedfieldGenerator): LinearMap {
  const { size: n, levels } = generator;
  const act = dissipator(generator);
  const [z, flow] = arrays(2, n * n);
  return (packed, out) => {
    // Z = X + Y from X below the diagonal and Y above
    for (let a = 0; a < n; a++) {
      z[a * n + a] = packed[a * n + a];
      for (let b = 0; b < a; b++) {
        const [x, y] = [packed[a * n + b], packed[b * n + a]]; // X_ab, Y_ba
        z[a * n + b] = x - y;
        z[b * n + a] = x + y;
      }
    }
    act(z, flow);
    for (let a = 0; a < n; a++) {
      out[a * n + a] = flow[a * n + a];
      for (let b = 0; b < a; b++) {
        const [ab, ba] = [a * n + b, b * n + a];
        const gap = levels[a] - levels[b];
        out[ab] = -gap * packed[ba] + (flow[ab] + flow[ba]) / 2;
        out[ba] = gap * packed[ab] + (flow[ba] - flow[ab]) / 2;
      }
    }
  };
}

// X and Y mix
function together(generator: RedfieldGenerator): LinearMap {
  const n = generator.size;
  const [real, imag, dReal, dImag] = arrays(4, n * n);
  return (packed, out) => {
    unpackState(packed, n, real, imag);
    writeDerivative(generator, real, imag, dReal, dImag);
    out.set(packState(dReal, dImag, n));
  };
}
