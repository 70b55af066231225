// The state that a periodic drive comes to, ρ(t + T) = ρ(t): dρ/dt = L(t)ρ at N times of a period together (equations/floquet.ts),
// by iterations that undo the mean over the period exactly. N is doubled until the harmonics of all that is seen have died out.
// What is told of it are means over a period: heat Q_b, power P = Tr(∂_t H ρ), currents; the first law is Σ_b Q_b + P = 0.

import type { Bath } from "../baths/bath";
import type { Promises } from "../equations/equation";
import {
  type FloquetGenerator,
  floquetGenerator,
  floquetLiouvillian,
  grossFlow,
  inHarmonics,
  LATE,
  rowAt,
  seriesOf,
} from "../equations/floquet";
import { contact, redfieldGenerator } from "../equations/generator";
import { unpackState } from "../equations/packing";
import { redfieldLiouvillian } from "../equations/redfield";
import { checkNumber, InputError } from "../input/guards";
import { basisOf, sectorText, sizeOf } from "../model/basis";
import { type CheckedDrive, meanModel, modelAt } from "../model/drive";
import { gauged } from "../model/gauge";
import { checkFits } from "../model/memory";
import type { SpinModel } from "../model/model";
import {
  energyBasis,
  hamiltonianArray,
  hamiltonianImag,
  inGivenGauge,
  siteSpin,
  spinFlows,
} from "../model/operators";
import { zeros } from "../numerics/arrays";
import {
  type ComplexMatrix,
  commutator,
  elementsBetween,
  hermitian,
  inSectorBasis,
  multiplyComplex,
} from "../numerics/complex";
import { levelPopulations } from "../numerics/eigenspaces";
import { largest, total } from "../numerics/entries";
import { harmonicOf, type PeriodicSeries, seriesAt, toHarmonics, toTimes } from "../numerics/fourier";
import { gmres, krylovSpace, mostVectors } from "../numerics/gmres";
import type { LinearMap } from "../numerics/matmul";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import { type Accuracy, defectsOf, equationFloors, type StateErrors } from "./accuracy";
import {
  type Certificate,
  certificateWarnings,
  couplingRatio,
  passingCertificate,
  type StateCertificate,
} from "./certificate";
import { stateOf } from "./certify";
import { denseSolver } from "./direct";
import { krylovErrors, krylovSolver } from "./krylov";
import { keepsApart, notUnique, whatIsConserved } from "./refusal";
import type { EvolvedState, Period, State } from "./state";

/** A driven state, its means over a period. */
export type DrivenState = State & {
  readonly certificate: Certificate;
  readonly power: number;
  readonly period: Period;
};

/** What a driven model is at one time: its phases then, and ρ = X + iY in the sector basis. */
export interface Moment {
  readonly angle: number;
  readonly model: SpinModel;
  readonly rho: Required<ComplexMatrix>;
}

/** What a driven equation promises: none of the laws of a state at rest. */
const PROMISES: Promises = { positivity: false, gibbs: false, secondLaw: false, bondConservation: false };

/** Times of a period to begin with. */
const FEWEST = 16;
/** The tail of the harmonics of S and of ρ is below this, or there are too few times. */
const SETTLED = 1e-14;
/** Up to this size the mean equations are solved directly. */
const LARGEST_MEAN = 20;
// closer to rounding the iterations would amplify nothing but that
const TOLERANCE = 1e-13;
const ACCEPTABLE = 1e-10;
const MOST_ITERATIONS = 400;
/** n × n matrices that one time takes: of states, of what is worked in, and of each bath. */
const MATRICES = 24;
const BATH_MATRICES = 12;

/** The periodic state of a driven model. Expects checked input. */
export function drivenState(
  model: SpinModel,
  baths: readonly Bath[],
  drive: CheckedDrive,
  asked: number,
  zones?: ArrayLike<number>,
): DrivenState {
  const conserved = whatIsConserved(model, baths, "redfield", true);
  if (conserved) throw notUnique(conserved);
  let floquet = settledFloquet(model, baths, drive, zones);
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const found = solvePeriod(floquet);
    const tail = tailOf(found.harmonics, floquet);
    // where it no longer falls, rounding is all that is left
    if (tail <= 10 * settledAt(floquet) || tail > before / 2)
      return certified({ model, baths, drive, asked }, floquet, found, Math.max(tail, floquet.tail));
    before = tail;
    const times = 2 * floquet.times;
    checkTimesFit(model, baths, drive, times);
    floquet = floquetGenerator(model, baths, drive, times, zones);
  }
}

/** The driven equation at as many times as it takes for the harmonics of what the baths couple to. */
export function settledFloquet(
  model: SpinModel,
  baths: readonly Bath[],
  drive: CheckedDrive,
  zones?: ArrayLike<number>,
): FloquetGenerator {
  let before = Number.POSITIVE_INFINITY;
  for (let times = timesFor(model, drive); ; times *= 2) {
    checkTimesFit(model, baths, drive, times);
    const floquet = floquetGenerator(model, baths, drive, times, zones);
    if (floquet.tail <= settledAt(floquet) || floquet.tail > before / 2) return floquet;
    before = floquet.tail;
  }
}

/** A propagator that is not quite unitary makes what is periodic jump by as much. */
const settledAt = ({ defect }: FloquetGenerator): number => Math.max(SETTLED, 8 * defect);

/** How many times a period has at first: a power of two, enough for all energies. */
function timesFor(model: SpinModel, { frequency }: CheckedDrive): number {
  const { levels } = energyBasis(gauged(model).model);
  const least = Math.max(FEWEST, (2 * (levels[levels.length - 1] - levels[0])) / frequency);
  return 2 ** Math.ceil(Math.log2(least));
}

function checkTimesFit(
  model: SpinModel,
  baths: readonly Bath[],
  { frequency }: CheckedDrive,
  times: number,
): void {
  const n = sizeOf(model);
  const matrices = MATRICES + BATH_MATRICES * baths.length + 2 * restartOf(n * n * times);
  checkFits(
    `drive.frequency = ${frequency} makes ${times} harmonics of ${n} × ${n} numbers for ${model.sites} sites ${sectorText(model.spinsUp)} and`,
    times,
    "harmonics",
    (count) => 8 * n * n * count * matrices,
    "take a higher frequency, a smaller amplitude or fewer sites",
  );
}

const restartOf = (size: number): number => Math.min(60, mostVectors(size));

interface Found {
  /** ρ(t) in the basis of the Floquet states */
  readonly rho: PeriodicSeries;
  readonly harmonics: PeriodicSeries;
  readonly converged: boolean;
  /** preconditioned, of the iterations */
  readonly left: number;
  readonly amplification: number;
  /** the largest entry of L ρ − dρ/dt, at any time and on the mean */
  readonly derivative: number;
  readonly meanDerivative: number;
  readonly errors: (floors: Parameters<ReturnType<typeof denseSolver>["errors"]>[0]) => StateErrors;
  readonly singular: boolean;
}

function solvePeriod(floquet: FloquetGenerator): Found {
  const { size: n, times, mean } = floquet;
  const width = n * n;
  const liouvillian = redfieldLiouvillian(mean);
  const dense = n <= LARGEST_MEAN ? denseSolver(liouvillian, true) : undefined;
  const krylov = dense ? undefined : krylovSolver(liouvillian);
  const undoMean: LinearMap = (v, out) => {
    if (dense) dense.solve(v, out);
    else krylov?.preconditioner.precondition(v, out);
  };
  const { size, apply, precondition } = floquetLiouvillian(floquet, undoMean);
  const right = new Float64Array(size);
  for (let at = 0; at < size; at += width) right[at] = 1; // Tr ρ = 1, on the mean
  const x = new Float64Array(size);
  precondition(right, x);
  const { converged, residual, amplification } = gmres(krylovSpace(apply, precondition, right, x), {
    tolerance: TOLERANCE,
    acceptable: ACCEPTABLE,
    maxIterations: MOST_ITERATIONS,
    restart: restartOf(size),
  });
  const out = new Float64Array(size);
  apply(x, out);
  let derivative = 0;
  const rest = new Float64Array(width);
  for (let i = 0; i < size; i++) {
    const left = out[i] - right[i];
    derivative = Math.max(derivative, Math.abs(left));
    rest[i % width] += left / times;
  }
  const rho: PeriodicSeries = { real: new Float64Array(size), imag: new Float64Array(size) };
  for (let j = 0; j < times; j++) {
    const { real, imag } = rowAt(rho, j, n);
    unpackState(x.subarray(j * width, (j + 1) * width), n, real, imag);
  }
  const harmonics = { real: rho.real.slice(), imag: rho.imag.slice() };
  toHarmonics(harmonics, width);
  const errors: Found["errors"] = (floors) =>
    dense ? dense.errors(floors) : krylovErrors(n, krylovSolver(liouvillian), floors);
  return {
    rho,
    harmonics,
    converged,
    left: residual,
    amplification,
    derivative,
    meanDerivative: largest(rest),
    errors,
    singular: dense?.singular ?? false,
  };
}

/** The largest part of a series that turns nearly as fast as the times resolve. */
function tailOf({ real, imag }: PeriodicSeries, { size: n, times }: FloquetGenerator): number {
  let tail = 0;
  for (let i = 0; i < times; i++) {
    if (Math.abs(harmonicOf(i, times)) < LATE * times) continue;
    for (let at = i * n * n; at < (i + 1) * n * n; at++)
      tail = Math.max(tail, Math.hypot(real[at], imag[at]));
  }
  return tail;
}

function certified(
  {
    model,
    baths,
    drive,
    asked,
  }: { model: SpinModel; baths: readonly Bath[]; drive: CheckedDrive; asked: number },
  floquet: FloquetGenerator,
  found: Found,
  tail: number,
): DrivenState {
  const { size: n, times, mean: generator, fastest, defect } = floquet;
  const rounding = Math.max(defect, tail);
  const mean = rowAt(found.harmonics, 0, n);
  const floors = equationFloors(generator, mean.real, mean.imag, found.meanDerivative);
  const unknown = 4 * rounding * fastest;
  const { real = 0, imag = 0, populations: known = real } = floors;
  const errors = found.errors({ real: real + unknown, imag: imag + unknown, populations: known + unknown });
  const period = onePeriod(model, drive, floquet, found.rho);
  const { bathHeat, smallest } = meansOf(period, baths);
  const power = total(period.bondPower);
  const populations = Float64Array.from({ length: n }, (_, a) => mean.real[a * (n + 1)]);
  const gross = grossFlow(floquet, populations);
  const flow = gross.reduce((sum, each) => sum + each, 0);
  const { levels: own } = energyBasis(gauged(modelAt(model, drive, 0)).model);
  const spread = own[n - 1] - own[0];
  const defects = defectsOf(mean.real, mean.imag);
  const balance = total(bathHeat) + power;
  const off = 3 * found.amplification * found.left + errors.populations + 2 ** -52;
  const accuracy = {
    populations: Math.max(off, rounding, defects.traceError),
    // of one level nothing flows
    currents:
      n === 1
        ? 0
        : Math.max(Math.abs(balance), 2 * spread * fastest * Math.sqrt(n) * (off + rounding)) / (flow || 0),
  };
  if (!(accuracy.populations <= asked && accuracy.currents <= asked)) {
    throw refused({ model, asked }, floquet, found, accuracy, errors.populations);
  }
  const cold = baths.some(({ temperature }) => temperature === 0);
  const certificate: Certificate = {
    promises: PROMISES,
    residual: found.derivative / (largest(generator.decay) || 1),
    traceError: defects.traceError,
    hermiticityError: 0,
    minEigenvalue: smallest,
    energyBalance: balance,
    kirchhoff: null,
    entropyProduction: cold ? null : bathHeat.reduce((sum, q, b) => sum - q / baths[b].temperature, 0),
    accuracy,
    condition: accuracy.populations / 2 ** -52,
    couplingRatio: couplingRatio(redfieldGenerator(model, baths, { lasting: false })),
    harmonics: highestOf(found.harmonics, floquet),
  };
  const turnover = cold ? 0 : gross.reduce((sum, heat, b) => sum + heat / baths[b].temperature, 0);
  const warnings = certificateWarnings(
    "redfield",
    certificate,
    2 * n * accuracy.populations + 1e-14,
    2 * accuracy.currents * turnover,
  );
  const averaged = meanModel(model, drive);
  const state = snapshot(averaged, baths, meanRow(period.rho, n, times), bathHeat, certificate, warnings);
  return { ...state, certificate, power, period };
}

/** How many harmonics of ρ are above rounding. */
function highestOf({ real, imag }: PeriodicSeries, { size: n, times }: FloquetGenerator): number {
  let highest = 0;
  for (let i = 0; i < times; i++) {
    const k = Math.abs(harmonicOf(i, times));
    if (k <= highest) continue;
    for (let at = i * n * n; at < (i + 1) * n * n; at++) {
      if (Math.hypot(real[at], imag[at]) > SETTLED) highest = k;
    }
  }
  return highest;
}

function refused(
  { model, asked }: { model: SpinModel; asked: number },
  floquet: FloquetGenerator,
  { converged, singular, left }: Found,
  { populations, currents }: Accuracy,
  ofMean: number,
): InputError {
  if (singular || keepsApart(floquet.mean)) {
    return notUnique(
      "the drive and the baths together leave something unchanged: give the sites different fields, drive the bonds differently or move a bath",
    );
  }
  // where the mean equations are well known, it is the iterations that failed
  if (!converged && ofMean <= asked) {
    return new InputError(
      `the periodic state of ${model.sites} sites ${sectorText(model.spinsUp)} was not reached (residual ${left.toExponential(1)}): take a weaker coupling or a higher frequency`,
      "not-converged",
    );
  }
  return new InputError(
    `the periodic state is known too badly, populations to ${populations.toExponential(0)} and heat currents to ${currents.toExponential(0)} of the gross flow where ${asked} is asked: it is nearly not unique, take another amplitude, a lower frequency or a larger accuracy`,
    "ill-conditioned",
  );
}

function meanRow({ real, imag }: PeriodicSeries, n: number, times: number): Required<ComplexMatrix> {
  const mean = { real: new Float64Array(n * n), imag: new Float64Array(n * n) };
  for (let at = 0; at < real.length; at++) {
    mean.real[at % (n * n)] += real[at] / times;
    mean.imag[at % (n * n)] += imag[at] / times;
  }
  return mean;
}

/** ρ(t) and S̃(t) where the Floquet states came from, and what the drive gives. */
function onePeriod(
  model: SpinModel,
  drive: CheckedDrive,
  { size: n, times, modes, transitions }: FloquetGenerator,
  rho: PeriodicSeries,
): Period {
  const back = (series: PeriodicSeries): PeriodicSeries =>
    seriesOf(times, n * n, (j) => inSectorBasis(rowAt(series, j, n), rowAt(modes, j, n), n));
  const inSector = seriesOf(times, n * n, (j) =>
    hermitian(inSectorBasis(rowAt(rho, j, n), rowAt(modes, j, n), n), n),
  );
  const bondPower = zeros(model.bonds.length);
  const period = { drive, model, times, rho: inSector, transitions: transitions.map(back), bondPower };
  for (const { angle, model: now, rho: moment } of moments(period)) {
    const spins = spinFlows(moment, now);
    // θ̇ ∂H/∂θ
    spins.forEach((flow, b) => {
      bondPower[b] -= (drive.amplitude[b] * drive.frequency * Math.sin(angle) * flow) / times;
    });
  }
  return period;
}

/** The N times of a period, one after the other. */
export function* moments({ drive, model, times, rho }: Period): Generator<Moment> {
  const n = sizeOf(model);
  for (let j = 0; j < times; j++) {
    const angle = (2 * Math.PI * j) / times;
    yield { angle, model: modelAt(model, drive, angle), rho: rowAt(rho, j, n) };
  }
}

/** What has kinks in time, where eigenvalues cross, is seen at so many times at least, unless the state is large. */
const INSTANTS = 256;
const LARGEST_CLOSELY_SEEN = 20;

/** The same at more times, between those of the series. */
export function* instants(period: Period): Generator<Moment> {
  const { times, rho, model, drive } = period;
  const n = sizeOf(model);
  if (times >= INSTANTS || n > LARGEST_CLOSELY_SEEN) {
    yield* moments(period);
    return;
  }
  const harmonics = inHarmonics(rho, n);
  const width = n * n;
  const more: PeriodicSeries = {
    real: new Float64Array(INSTANTS * width),
    imag: new Float64Array(INSTANTS * width),
  };
  for (let i = 0; i < times; i++) {
    const k = harmonicOf(i, times);
    if (2 * i === times) continue; // none, but for rounding
    const place = (k < 0 ? k + INSTANTS : k) * width;
    more.real.set(harmonics.real.subarray(i * width, (i + 1) * width), place);
    more.imag.set(harmonics.imag.subarray(i * width, (i + 1) * width), place);
  }
  toTimes(more, width);
  for (let j = 0; j < INSTANTS; j++) {
    const angle = (2 * Math.PI * j) / INSTANTS;
    yield { angle, model: modelAt(model, drive, angle), rho: rowAt(more, j, n) };
  }
}

/** The period of a driven state. */
export const periodOf = (state: object): Period | undefined => (state as { readonly period?: Period }).period;

/** The mean over a period of what is seen at each of its times. */
export function meanOver(period: Period, seen: (moment: Moment) => number): number {
  let sum = 0;
  for (const moment of moments(period)) sum += seen(moment);
  return sum / period.times;
}

/** Q_b on the mean, and the smallest eigenvalue that ρ has at any of the times. */
function meansOf(
  period: Period,
  baths: readonly Bath[],
): { readonly bathHeat: Float64Array; readonly smallest: number } {
  const { times, transitions, model } = period;
  const n = sizeOf(model);
  const bathHeat = zeros(baths.length);
  let j = 0;
  for (const { model: now, rho } of moments(period)) {
    const row = j++;
    const given = heatAt(now, baths, rho, (b) => rowAt(transitions[b], row, n));
    given.forEach((heat, b) => {
      bathHeat[b] += heat / times;
    });
  }
  let smallest = Number.POSITIVE_INFINITY;
  for (const { rho } of instants(period)) {
    smallest = Math.min(smallest, hermitianEigenvalues(rho.real, rho.imag, n)[0]);
  }
  return { bathHeat, smallest };
}

/** Q_b = 2 Re Tr([S, H] S̃ρ), in the sector basis. */
function heatAt(
  model: SpinModel,
  baths: readonly Bath[],
  rho: ComplexMatrix,
  transition: (bath: number) => ComplexMatrix,
): Float64Array {
  const basis = basisOf(model);
  const n = basis.size;
  const h = { real: hamiltonianArray(model, true), imag: hamiltonianImag(model) ?? zeros(n * n) };
  return Float64Array.from(baths, (bath, b) => {
    const s = contact(basis, bath, siteSpin(basis, bath.site), false);
    const turned = commutator(s, h, n) as Required<ComplexMatrix>;
    const moved = multiplyComplex(transition(b), rho, n) as Required<ComplexMatrix>;
    let sum = 0;
    for (let a = 0, ac = 0; a < n; a++) {
      for (let c = 0, ca = a; c < n; c++, ac++, ca += n)
        sum += turned.real[ac] * moved.real[ca] - turned.imag[ac] * moved.imag[ca];
    }
    return 2 * sum;
  });
}

/**
 * What a driven state is at a time of its period, t = 0 where cos Ωt = 1: a state of the model with the phases of that time.
 *
 * @param state from steadyState with `drive`
 * @param time t, in ħ/J
 * @throws InputError for a state without drive
 * @example ergotropy(stateAt(steadyState(ring, baths, { drive: { frequency: 3, amplitude: 0.5 } }), 0)) // of ρ(0) and H(0)
 */
export function stateAt(state: State, time: number): EvolvedState {
  checkNumber("time", time);
  const period = periodOf(state);
  if (!period) throw new InputError("stateAt needs a state with drive: one without is the same at all times");
  const n = state.basis.size;
  const angle = (period.drive.frequency * time) % (2 * Math.PI);
  const at = (series: PeriodicSeries): Required<ComplexMatrix> =>
    seriesAt(inHarmonics(series, n), n * n, angle);
  const rho = hermitian(at(period.rho), n) as Required<ComplexMatrix>;
  const transition = (b: number): ComplexMatrix => at(period.transitions[b]);
  return { time, ...momentary(state.baths, period, angle, rho, transition, state.certificate.couplingRatio) };
}

/** A state of the model with the phases of one time. */
export function momentary(
  baths: readonly Bath[],
  { model, drive }: Pick<Period, "model" | "drive">,
  angle: number,
  rho: Required<ComplexMatrix>,
  transition: (bath: number) => ComplexMatrix,
  ratio: number,
): State {
  const now = modelAt(model, drive, angle);
  const bathHeat = heatAt(now, baths, rho, transition);
  const n = sizeOf(model);
  const certificate = passingCertificate({
    ...defectsOf(rho.real, rho.imag),
    promises: PROMISES,
    minEigenvalue: hermitianEigenvalues(rho.real, rho.imag, n)[0],
    couplingRatio: ratio,
  });
  const warnings = certificateWarnings("redfield", certificate, 1e-14 * n, 0);
  return snapshot(now, baths, rho, bathHeat, certificate, warnings);
}

/** Energies of H(t) and what ρ(t) has of them. */
export function distributionOf({
  model,
  rho,
}: Pick<Moment, "model" | "rho">): Pick<State, "energies" | "levels" | "populations" | "eigenvalues"> {
  const { energies, levels, vectors, vectorsImag } = energyBasis(model);
  const n = levels.length;
  const { real, imag = zeros(n * n) } = hermitian(
    elementsBetween(rho, { real: vectors, imag: vectorsImag }, n),
    n,
  );
  const eigenvalues = hermitianEigenvalues(rho.real, rho.imag, n).reverse();
  return { energies, levels, populations: levelPopulations(levels, real, imag), eigenvalues };
}

/** ρ in the sector basis as a state of a model that stands still. */
function snapshot<C extends StateCertificate>(
  model: SpinModel,
  baths: readonly Bath[],
  rho: Required<ComplexMatrix>,
  bathHeat: Float64Array,
  certificate: C,
  warnings: State["warnings"],
): State & { readonly certificate: C } {
  const found = energyBasis(gauged(model, baths).model);
  const { vectors, vectorsImag } = inGivenGauge(model, found, baths);
  const n = found.levels.length;
  const turned = hermitian(elementsBetween(rho, { real: vectors, imag: vectorsImag }, n), n);
  const { real, imag = zeros(n * n) } = turned;
  const eigenvalues = hermitianEigenvalues(real, imag, n).reverse();
  const system = { model, baths, equation: "redfield", cutoff: Number.POSITIVE_INFINITY } as const;
  const generator = { size: n, ...found, couplings: [] };
  const state = stateOf(system, { generator, real, imag, bathHeat }, eigenvalues, certificate, warnings);
  return { ...state, full: false };
}
