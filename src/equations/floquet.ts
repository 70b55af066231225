// The Redfield equation of a model that is driven with the period T = 2π/Ω, in the basis of its Floquet states
// (Shirley, Phys. Rev. 138, B979 (1965); Kohler, Dittrich and Hänggi, Phys. Rev. E 55, 300 (1997)),
//   e^{−iε_a t} |u_a(t)⟩ solves Schrödinger's equation, |u_a(t + T)⟩ = |u_a(t)⟩:
//   dρ_ab/dt = −i(ε_a − ε_b) ρ_ab + Σ_b ( [S̃ρ, S] + [S, ρS̃†] )_ab,
//   S_ab(t) = ⟨u_a|S|u_b⟩ = Σ_k S^(k)_ab e^{ikΩt},   S̃_ab(t) = Σ_k S^(k)_ab W(ε_a − ε_b + kΩ) e^{ikΩt}.
// Nothing is secular here. A quasienergy is known up to a multiple of Ω, and nothing depends on which: ε_a + mΩ has the state
// |u_a(t)⟩ e^{imΩt}. They are taken from one zone, cut where the gap between two of them is widest, so that whatever turns slowly
// is in the mean over a period: there the equation has the form of any other in generator.ts, with the pairs (S̃^(k), S^(k)).

import type { Bath } from "../baths/bath";
import { rateFactors } from "../baths/rates";
import { basisOf, exchangePartners, type SectorBasis, spinAt } from "../model/basis";
import type { CheckedDrive } from "../model/drive";
import type { SpinModel } from "../model/model";
import { hamiltonianArray, siteSpin } from "../model/operators";
import { arrays } from "../numerics/arrays";
import {
  type ComplexMatrix,
  elementsBetween,
  hermitian,
  multiplyComplex,
  transposed,
} from "../numerics/complex";
import { diagonal } from "../numerics/entries";
import { harmonicOf, type PeriodicSeries, seriesAt, toHarmonics, toTimes } from "../numerics/fourier";
import { luFactor, luSolve } from "../numerics/lu";
import type { LinearMap } from "../numerics/matmul";
import { unitaryEigen } from "../numerics/unitary-eigen";
import { type BathCoupling, contact, lossOf, type RedfieldGenerator, writeDerivative } from "./generator";
import { packState, unpackState } from "./packing";

/** The driven equation at N equidistant times of a period: rows of n × n numbers, as many as times. */
export interface FloquetGenerator {
  readonly size: number;
  /** N */
  readonly times: number;
  readonly frequency: number;
  /** ε_1 ≤ ε_2 ≤ … in one zone */
  readonly quasienergies: Float64Array;
  /** row a of each matrix is |u_a(t)⟩ in the sector basis */
  readonly modes: PeriodicSeries;
  /** S(t) of every bath */
  readonly operators: readonly PeriodicSeries[];
  /** S̃(t) of every bath */
  readonly transitions: readonly PeriodicSeries[];
  /** what the baths do on the mean over a period */
  readonly mean: RedfieldGenerator;
  /** k of S^(k), of each pair of `mean` */
  readonly quanta: readonly number[];
  /** the sum of the fastest rates of the baths */
  readonly fastest: number;
  /** the largest part of S that turns nearly as fast as the times resolve */
  readonly tail: number;
  /** by how much the period's propagator is not unitary */
  readonly defect: number;
}

/** Of N: harmonics from here on are the tail, which products of two of them do not fold back onto the others. */
export const LATE: number = 3 / 8;
/** Parts of S below this are rounding. */
const NOTHING = 1e-16;

/**
 * Floquet states, quasienergies and what the baths do, at so many times of a period.
 *
 * @param times a power of two
 * @param zones by how many Ω each quasienergy is taken from another zone
 */
export function floquetGenerator(
  model: SpinModel,
  baths: readonly Bath[],
  drive: CheckedDrive,
  times: number,
  zones?: ArrayLike<number>,
): FloquetGenerator {
  const { frequency } = drive;
  const basis = basisOf(model);
  const n = basis.size;
  const { modes, quasienergies, defect } = floquetStates(model, drive, times, zones);
  let [tail, fastestOfAll] = [0, 0];
  const quanta: number[] = [];
  const couplings: BathCoupling[] = [];
  const operators: PeriodicSeries[] = [];
  const transitions: PeriodicSeries[] = [];
  baths.forEach((bath, b) => {
    const spins = siteSpin(basis, bath.site);
    const site = contact(basis, bath, spins, false);
    const operator = seriesOf(times, n * n, (j) => elementsBetween(site, rowAt(modes, j, n), n));
    const harmonics = { real: operator.real.slice(), imag: operator.imag.slice() };
    toHarmonics(harmonics, n * n);
    const { weighted, fastest, steepest } = transitionHarmonics(harmonics, quasienergies, frequency, bath);
    fastestOfAll += fastest;
    for (let i = 0; i < times; i++) {
      const part = rowAt(harmonics, i, n);
      const k = harmonicOf(i, times);
      const size = part.real.reduce((most, x, ab) => Math.max(most, Math.hypot(x, part.imag[ab])), 0);
      if (Math.abs(k) >= LATE * times) tail = Math.max(tail, size);
      if (size <= NOTHING) continue;
      quanta.push(k);
      const pair = rowAt(weighted, i, n);
      couplings.push({
        bath: b,
        operator: part.real,
        operatorImag: part.imag,
        transition: pair.real,
        transitionImag: pair.imag,
        fastest: fastest * size,
        steepest: steepest * size,
        spins,
        oneWay: true,
      });
    }
    const transition = { real: weighted.real.slice(), imag: weighted.imag.slice() };
    toTimes(transition, n * n);
    operators.push(operator);
    transitions.push(transition);
  });
  const first = rowAt(modes, 0, n);
  const mean: RedfieldGenerator = {
    equation: "redfield",
    size: n,
    energies: quasienergies,
    levels: quasienergies,
    vectors: first.real,
    vectorsImag: first.imag,
    couplings,
    ...lossOf(couplings, n),
  };
  return {
    size: n,
    times,
    frequency,
    quasienergies,
    modes,
    operators,
    transitions,
    mean,
    quanta,
    fastest: fastestOfAll,
    tail,
    defect,
  };
}

/** Row j of n × n numbers. */
export const rowAt = ({ real, imag }: PeriodicSeries, j: number, n: number): Required<ComplexMatrix> => ({
  real: real.subarray(j * n * n, (j + 1) * n * n),
  imag: imag.subarray(j * n * n, (j + 1) * n * n),
});

/** A series from its rows. */
export function seriesOf(times: number, width: number, row: (j: number) => ComplexMatrix): PeriodicSeries {
  const series = { real: new Float64Array(times * width), imag: new Float64Array(times * width) };
  for (let j = 0; j < times; j++) {
    const { real, imag } = row(j);
    series.real.set(real, j * width);
    if (imag) series.imag.set(imag, j * width);
  }
  return series;
}

/** |u_a⟩ at any angle Ωt, in the rows. */
export function floquetModesAt({ size: n, modes }: FloquetGenerator, angle: number): Required<ComplexMatrix> {
  return seriesAt(inHarmonics(modes, n), n * n, angle);
}

/** The pairs (S̃, S) at any angle Ωt. */
export function floquetPairsAt(
  { size: n, operators, transitions, mean: { couplings } }: FloquetGenerator,
  angle: number,
): BathCoupling[] {
  return operators.map((operator, bath) => {
    const s = hermitian(seriesAt(inHarmonics(operator, n), n * n, angle), n) as Required<ComplexMatrix>;
    const t = seriesAt(inHarmonics(transitions[bath], n), n * n, angle);
    const { spins } = couplings[0];
    const pair = { operator: s.real, operatorImag: s.imag, transition: t.real, transitionImag: t.imag };
    return { bath, ...pair, fastest: 0, steepest: 0, spins };
  });
}

const harmonicsOf = new WeakMap<PeriodicSeries, PeriodicSeries>();

/** The harmonics of a series, kept with it. */
export function inHarmonics(series: PeriodicSeries, n: number): PeriodicSeries {
  let known = harmonicsOf.get(series);
  if (!known) {
    known = { real: series.real.slice(), imag: series.imag.slice() };
    toHarmonics(known, n * n);
    harmonicsOf.set(series, known);
  }
  return known;
}

/** The gross flow of every bath on the mean, Σ |ε_a − ε_c + kΩ| 2 |S^(k)_ac|² W p_c: what heat would flow if none came back. */
export function grossFlow(
  { size: n, mean, quanta, quasienergies, frequency }: FloquetGenerator,
  populations: Float64Array,
): number[] {
  const gross: number[] = [];
  mean.couplings.forEach(({ bath, operator, operatorImag, transition, transitionImag }, k) => {
    gross[bath] ??= 0;
    if (!operatorImag || !transitionImag) return;
    for (let a = 0, ac = 0; a < n; a++) {
      for (let c = 0; c < n; c++, ac++) {
        const energy = quasienergies[a] - quasienergies[c] + quanta[k] * frequency;
        const rate = 2 * (operator[ac] * transition[ac] + operatorImag[ac] * transitionImag[ac]);
        gross[bath] += Math.abs(energy * rate * populations[c]);
      }
    }
  });
  return gross;
}

/** S^(k)_ab W(ε_a − ε_b + kΩ) */
function transitionHarmonics(
  { real, imag }: PeriodicSeries,
  quasienergies: Float64Array,
  frequency: number,
  bath: Bath,
): { weighted: PeriodicSeries; fastest: number; steepest: number } {
  const n = quasienergies.length;
  const times = real.length / (n * n);
  const weighted = { real: new Float64Array(real.length), imag: new Float64Array(real.length) };
  const { reduced, thermal, steepness } = rateFactors(bath);
  let [fastest, steepest] = [0, 0];
  for (let i = 0, at = 0; i < times; i++) {
    const quanta = harmonicOf(i, times) * frequency;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++, at++) {
        if (Math.hypot(real[at], imag[at]) <= NOTHING) continue;
        const energy = quasienergies[a] - quasienergies[b] + quanta;
        const omega = Math.abs(energy);
        const given = thermal(omega) + (energy < 0 ? omega : 0);
        if (given === 0) continue;
        const r = reduced(omega);
        const w = r * given;
        weighted.real[at] = w * real[at];
        weighted.imag[at] = w * imag[at];
        fastest = Math.max(fastest, w);
        steepest = Math.max(steepest, r + w * steepness(omega));
      }
    }
  }
  return { weighted, fastest, steepest };
}

function floquetStates(
  model: SpinModel,
  drive: CheckedDrive,
  times: number,
  zones: ArrayLike<number> = [],
): { modes: PeriodicSeries; quasienergies: Float64Array; defect: number } {
  const period = (2 * Math.PI) / drive.frequency;
  const basis = basisOf(model);
  const n = basis.size;
  const evolved = propagators(model, drive, basis, times);
  const whole = rowAt(evolved, times, n);
  const { phases, vectors, vectorsImag } = unitaryEigen(whole, n);
  const quasienergies = phases.map((phase, a) => phase / period + (zones[a] ?? 0) * drive.frequency);
  const eigenvectors = { real: vectors, imag: vectorsImag };
  const modes = seriesOf(times, n * n, (j) => {
    const moved = multiplyComplex(eigenvectors, transposed(rowAt(evolved, j, n), n), n);
    const { real, imag } = moved as Required<ComplexMatrix>;
    for (let a = 0, ak = 0; a < n; a++) {
      const angle = (quasienergies[a] * period * j) / times;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let k = 0; k < n; k++, ak++) {
        const [x, y] = [real[ak], imag[ak]];
        real[ak] = c * x - s * y;
        imag[ak] = c * y + s * x;
      }
    }
    return moved;
  });
  return { modes, quasienergies, defect: unitarityDefect(whole, n) };
}

/** The largest entry of U†U − 1. */
function unitarityDefect({ real, imag }: Required<ComplexMatrix>, n: number): number {
  let worst = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let [x, y] = [a === b ? -1 : 0, 0];
      for (let k = 0, ka = a, kb = b; k < n; k++, ka += n, kb += n) {
        x += real[ka] * real[kb] + imag[ka] * imag[kb];
        y += real[ka] * imag[kb] - imag[ka] * real[kb];
      }
      worst = Math.max(worst, Math.abs(x), Math.abs(y));
    }
  }
  return worst;
}

/** ‖H‖h up to which its power series in h is summed in one step. */
const STEP = 1.5;

/**
 * U(t_j) for j = 0 … N, each n × n, from the power series of U and H in time: H(t₀ + τ) = Σ_j H_j τ^j makes
 *   U = Σ_k U_k τ^k,   (k + 1) U_{k+1} = −i Σ_j H_j U_{k−j},
 * which is summed to rounding.
 */
function propagators(
  model: SpinModel,
  drive: CheckedDrive,
  basis: SectorBasis,
  times: number,
): PeriodicSeries {
  const n = basis.size;
  const h = hamiltonianArray(model, true);
  const diagonal = Float64Array.from({ length: n }, (_, k) => h[k * (n + 1)]);
  const middle = (Math.min(...diagonal) + Math.max(...diagonal)) / 2;
  const bonds = model.bonds.flatMap(({ from, to, exchange, phase = 0 }, b) => {
    const partners = exchangePartners(basis, from, to);
    const moved = Array.from(partners.keys()).filter((k) => partners[k] >= 0 && spinAt(basis, k, to) > 0);
    return exchange === 0 || moved.length === 0
      ? []
      : [{ size: 2 * exchange, phase, amplitude: drive.amplitude[b], moved, partners }];
  });
  const interval = (2 * Math.PI) / (drive.frequency * times);
  const norm =
    diagonal.reduce((most, e) => Math.max(most, Math.abs(e - middle)), 0) +
    bonds.reduce((sum, { size }) => sum + Math.abs(size), 0) +
    drive.frequency * bonds.reduce((most, { amplitude }) => Math.max(most, Math.abs(amplitude)), 0);
  const steps = Math.max(1, Math.ceil((norm * interval) / STEP));
  const tau = interval / steps;
  const all = { real: new Float64Array((times + 1) * n * n), imag: new Float64Array((times + 1) * n * n) };
  const now = rowAt(all, 0, n);
  for (let k = 0; k < n; k++) now.real[k * (n + 1)] = 1;
  const terms: Required<ComplexMatrix>[] = [];
  const term = (k: number): Required<ComplexMatrix> => {
    terms[k] ??= { real: new Float64Array(n * n), imag: new Float64Array(n * n) };
    return terms[k];
  };
  let current = { real: now.real.slice(), imag: now.imag.slice() };
  for (let j = 0; j < times; j++) {
    for (let s = 0; s < steps; s++) {
      const angle = (2 * Math.PI * (j + s / steps)) / times;
      const series = bonds.map((bond) => phaseSeries(bond, angle, drive.frequency * tau));
      term(0).real.set(current.real);
      term(0).imag.set(current.imag);
      for (let k = 0, small = 0; k < TERMS && small < 2; k++) {
        const next = term(k + 1);
        const before = term(k);
        for (let a = 0, at = 0; a < n; a++) {
          const e = diagonal[a] - middle;
          for (let m = 0; m < n; m++, at++) {
            next.real[at] = e * before.real[at];
            next.imag[at] = e * before.imag[at];
          }
        }
        bonds.forEach(({ moved, partners }, b) => {
          for (let i = 0; i <= k; i++) addMoved(next, term(k - i), series[b], i, moved, partners, n);
        });
        // times −iτ/(k + 1)
        let size = 0;
        const factor = tau / (k + 1);
        for (let at = 0; at < n * n; at++) {
          const [x, y] = [next.real[at], next.imag[at]];
          next.real[at] = factor * y;
          next.imag[at] = -factor * x;
          current.real[at] += next.real[at];
          current.imag[at] += next.imag[at];
          size = Math.max(size, Math.abs(next.real[at]), Math.abs(next.imag[at]));
        }
        small = size < NOTHING / 8 ? small + 1 : 0;
      }
    }
    const reached = rowAt(all, j + 1, n);
    reached.real.set(current.real);
    reached.imag.set(current.imag);
    current = { real: reached.real.slice(), imag: reached.imag.slice() };
  }
  turnBack(all, middle * interval, n);
  return all;
}

/** Terms of a series at most: of e^{STEP} many more than there are. */
const TERMS = 60;

/** e^{−iφj} in row j: what was left out of H. */
function turnBack(all: PeriodicSeries, angle: number, n: number): void {
  for (let j = 0; j * n * n < all.real.length; j++) {
    const { real, imag } = rowAt(all, j, n);
    const [c, s] = [Math.cos(angle * j), -Math.sin(angle * j)];
    for (let i = 0; i < n * n; i++) {
      const [x, y] = [real[i], imag[i]];
      real[i] = c * x - s * y;
      imag[i] = c * y + s * x;
    }
  }
}

/** Coefficients of 2J e^{iθ + iA cos(φ + ωx)} in powers of x: z′ = i c′z for c = A cos(φ + ωx). */
function phaseSeries(
  { size, phase, amplitude }: { size: number; phase: number; amplitude: number },
  angle: number,
  omega: number,
): PeriodicSeries {
  const slopes = new Float64Array(TERMS + 1); // (j + 1) c_{j+1}
  for (let j = 0, power = omega; j <= TERMS; j++, power *= omega / j) {
    slopes[j] = amplitude * power * Math.cos(angle + ((j + 1) * Math.PI) / 2);
  }
  const [real, imag] = arrays(2, TERMS + 1);
  const start = phase + amplitude * Math.cos(angle);
  real[0] = size * Math.cos(start);
  imag[0] = size * Math.sin(start);
  for (let k = 0; k < TERMS; k++) {
    let [x, y] = [0, 0];
    for (let j = 0; j <= k; j++) {
      x -= slopes[j] * imag[k - j];
      y += slopes[j] * real[k - j];
    }
    real[k + 1] = x / (k + 1);
    imag[k + 1] = y / (k + 1);
  }
  return { real, imag };
}

/** Adds z times the exchange of one bond: forth with z, back with z*. */
function addMoved(
  to: Required<ComplexMatrix>,
  from: Required<ComplexMatrix>,
  series: PeriodicSeries,
  i: number,
  moved: readonly number[],
  partners: Int32Array,
  n: number,
): void {
  const [x, y] = [series.real[i], series.imag[i]];
  if (x === 0 && y === 0) return;
  for (const k of moved) {
    for (let m = 0, at = k * n, other = partners[k] * n; m < n; m++, at++, other++) {
      to.real[other] += x * from.real[at] - y * from.imag[at];
      to.imag[other] += x * from.imag[at] + y * from.real[at];
      to.real[at] += x * from.real[other] + y * from.imag[other];
      to.imag[at] += x * from.imag[other] - y * from.real[other];
    }
  }
}

/** The driven equation over the packed unknowns of all N times together. */
export interface FloquetLiouvillian {
  readonly size: number;
  /** out = (L − d/dt) x, with Tr ρ, on the mean, in the place of the first equation on the mean */
  readonly apply: LinearMap;
  /** what undoes the largest part of it: all of the mean, and of every harmonic the populations together and each coherence alone */
  readonly precondition: LinearMap;
}

/**
 * The equation of a periodic state, dρ/dt = L(t)ρ, at N times.
 *
 * @param undoMean undoes the equations of the mean generator, the trace in the place of the first
 */
export function floquetLiouvillian(floquet: FloquetGenerator, undoMean: LinearMap): FloquetLiouvillian {
  const { size: n, times, frequency, quasienergies, operators, transitions, mean } = floquet;
  const width = n * n;
  const size = times * width;
  const still = new Float64Array(n);
  const dissipations = Array.from({ length: times }, (_, j) => ({
    size: n,
    levels: still,
    couplings: operators.map((operator, b) => {
      const [s, t] = [rowAt(operator, j, n), rowAt(transitions[b], j, n)];
      return {
        operator: s.real,
        operatorImag: s.imag,
        transition: t.real,
        transitionImag: t.imag,
        spins: still,
      };
    }),
  }));
  const fastest = (times / 2) * frequency;
  const rho: PeriodicSeries = { real: new Float64Array(size), imag: new Float64Array(size) };
  const [dReal, dImag] = arrays(2, width);
  const unpack = (x: Float64Array): void => {
    rho.imag.fill(0);
    for (let j = 0; j < times; j++) {
      const { real, imag } = rowAt(rho, j, n);
      unpackState(x.subarray(j * width, (j + 1) * width), n, real, imag);
    }
  };
  const pack = (out: Float64Array): void => {
    for (let j = 0; j < times; j++) {
      const { real, imag } = rowAt(rho, j, n);
      addPacked(real, imag, n, out.fill(0, j * width, (j + 1) * width), j * width);
    }
  };
  const meanOf = (x: Float64Array, place: number): number => {
    let sum = 0;
    for (let at = place; at < size; at += width) sum += x[at];
    return sum / times;
  };
  const apply: LinearMap = (x, out) => {
    unpack(x);
    // −d/dt − i d
    toHarmonics(rho, width);
    for (let i = 0, at = 0; i < times; i++) {
      const quanta = harmonicOf(i, times) * frequency;
      // what turns at half the rate of sampling turns neither way: damped, there is none of it
      const damped = 2 * i === times;
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++, at++) {
          const turn = quasienergies[a] - quasienergies[b] + (damped ? 0 : quanta);
          const [re, im] = [rho.real[at], rho.imag[at]];
          rho.real[at] = turn * im - (damped ? fastest * re : 0);
          rho.imag[at] = -turn * re - (damped ? fastest * im : 0);
        }
      }
    }
    toTimes(rho, width);
    pack(out);
    const [real, imag] = arrays(2, width);
    for (let j = 0; j < times; j++) {
      unpackState(x.subarray(j * width, (j + 1) * width), n, real.fill(0), imag.fill(0));
      writeDerivative(dissipations[j], real, imag, dReal, dImag);
      addPacked(dReal, dImag, n, out, j * width);
    }
    let trace = -meanOf(out, 0);
    for (let a = 0; a < n; a++) trace += meanOf(x, a * (n + 1));
    for (let at = 0; at < size; at += width) out[at] += trace;
  };
  const rates = meanRates(mean);
  const undo = populationSolvers(rates.populations, floquet);
  const precondition: LinearMap = (v, out) => {
    unpack(v);
    toHarmonics(rho, width);
    const first = rowAt(rho, 0, n);
    const [right, found] = arrays(2, width);
    right.set(packState(first.real, first.imag, n));
    undoMean(right, found);
    unpackState(found, n, first.real, first.imag.fill(0));
    for (let i = 1, at = width; i < times; i++) {
      const quanta = 2 * i === times ? 0 : harmonicOf(i, times) * frequency;
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++, at++) {
          if (a === b) continue;
          const turn = quasienergies[a] - quasienergies[b] + quanta;
          const x = rates.coherenceReal[a * n + b] - (2 * i === times ? fastest : 0);
          const y = rates.coherenceImag[a * n + b] - turn;
          const norm = x * x + y * y || 1;
          const [re, im] = [rho.real[at], rho.imag[at]];
          rho.real[at] = (x * re + y * im) / norm;
          rho.imag[at] = (x * im - y * re) / norm;
        }
      }
      undo(rowAt(rho, i, n), i);
    }
    toTimes(rho, width);
    pack(out);
  };
  return { size, apply, precondition };
}

/** Adds X and Y, packed, to what begins at a place. */
function addPacked(
  real: Float64Array,
  imag: Float64Array,
  n: number,
  out: Float64Array,
  place: number,
): void {
  for (let a = 0, ab = 0; a < n; a++) {
    for (let b = 0; b < n; b++, ab++) out[place + ab] += b <= a ? real[ab] : imag[ab];
  }
}

/** Of the mean generator what moves populations, n × n, and each coherence alone. */
function meanRates({ size: n, couplings, decay, decayImag }: RedfieldGenerator): {
  readonly populations: Float64Array;
  readonly coherenceReal: Float64Array;
  readonly coherenceImag: Float64Array;
} {
  const [populations, coherenceReal, coherenceImag] = arrays(3, n * n);
  for (const { operator: s, operatorImag: si, transition: t, transitionImag: ti } of couplings) {
    if (!si || !ti) continue;
    for (let a = 0, ab = 0; a < n; a++) {
      const aa = a * (n + 1);
      for (let b = 0; b < n; b++, ab++) {
        const bb = b * (n + 1);
        populations[ab] += 2 * (t[ab] * s[ab] + ti[ab] * si[ab]);
        coherenceReal[ab] += t[aa] * s[bb] + ti[aa] * si[bb] + s[aa] * t[bb] + si[aa] * ti[bb];
        coherenceImag[ab] += ti[aa] * s[bb] - t[aa] * si[bb] + si[aa] * t[bb] - s[aa] * ti[bb];
      }
    }
  }
  for (let a = 0, ab = 0; a < n; a++) {
    const aa = a * (n + 1);
    for (let b = 0; b < n; b++, ab++) {
      const bb = b * (n + 1);
      coherenceReal[ab] -= decay[aa] + decay[bb];
      if (decayImag) coherenceImag[ab] -= decayImag[aa] - decayImag[bb];
    }
  }
  for (let c = 0; c < n; c++) {
    let lost = 0;
    for (let a = 0; a < n; a++) if (a !== c) lost += populations[a * n + c];
    populations[c * (n + 1)] = -lost;
  }
  return { populations, coherenceReal, coherenceImag };
}

/** Of the fastest rate: harmonics that turn faster by so much have populations that what the baths do hardly moves. */
const SLOW = 20;

/** What solves (K − ikΩ) p = v for the populations of each harmonic, in place. */
function populationSolvers(
  rates: Float64Array,
  { size: n, times, frequency }: FloquetGenerator,
): (rho: Required<ComplexMatrix>, i: number) => void {
  const fastest = diagonal(rates, n).reduce((most, rate) => Math.max(most, -rate), 0);
  const m = 2 * n;
  const [right, found] = arrays(2, m);
  const factors = Array.from({ length: times }, (_, i) => {
    const turn = harmonicOf(i, times) * frequency;
    if (i === 0 || 2 * i === times || Math.abs(turn) > SLOW * fastest) return undefined;
    const lu = new Float64Array(m * m);
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) {
        lu[a * m + c] = rates[a * n + c];
        lu[(n + a) * m + n + c] = rates[a * n + c];
      }
      lu[a * m + n + a] = turn;
      lu[(n + a) * m + a] = -turn;
    }
    const rows = new Int32Array(m);
    luFactor(lu, m, rows);
    return { lu, rows };
  });
  return ({ real, imag }, i) => {
    const known = factors[i];
    if (known) {
      for (let a = 0; a < n; a++) {
        right[a] = real[a * (n + 1)];
        right[n + a] = imag[a * (n + 1)];
      }
      luSolve(known.lu, m, known.rows, right, found);
      for (let a = 0; a < n; a++) {
        real[a * (n + 1)] = found[a];
        imag[a * (n + 1)] = found[n + a];
      }
      return;
    }
    const middle = 2 * i === times;
    const turn = harmonicOf(i, times) * frequency;
    for (let a = 0; a < n; a++) {
      const aa = a * (n + 1);
      const x = rates[aa] - (middle ? turn : 0);
      const y = middle ? 0 : -turn;
      const norm = x * x + y * y || 1;
      const [re, im] = [real[aa], imag[aa]];
      real[aa] = (x * re + y * im) / norm;
      imag[aa] = (x * im - y * re) / norm;
    }
  };
}
