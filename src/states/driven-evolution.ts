// The way of a driven model: dρ/dt = L(t)ρ in the basis of its Floquet states, packed as n² real numbers, by the midpoint rule
// extrapolated to steps of zero (Gragg 1965, Bulirsch and Stoer 1966). Many periods at once are powers of the map that one
// period makes.

import type { Bath } from "../baths/bath";
import { type FloquetGenerator, floquetModesAt, floquetPairsAt } from "../equations/floquet";
import { lossOf, type RedfieldGenerator, redfieldGenerator } from "../equations/generator";
import { packState, unpackState } from "../equations/packing";
import { redfieldLiouvillian } from "../equations/redfield";
import { InputError } from "../input/guards";
import { basisOf } from "../model/basis";
import { type CheckedDrive, modelAt } from "../model/drive";
import { gauged } from "../model/gauge";
import type { SpinModel } from "../model/model";
import { energyBasis, inGivenGauge } from "../model/operators";
import { arrays } from "../numerics/arrays";
import { elementsBetween, hermitian, inSectorBasis } from "../numerics/complex";
import { multiplyRectangular } from "../numerics/matmul";
import { couplingRatio } from "./certificate";
import { momentary, settledFloquet } from "./driven";
import { type InitialState, initialMatrix } from "./initial-state";
import type { EvolvedState } from "./state";

/** Steps of a period to begin with, doubled until a period is known to `KNOWN`. */
const STEPS = 8;
const KNOWN = 1e-12;
/** More periods than these are taken at once. */
const FEW = 3;

/** ρ(t) at ascending times. Expects checked input. */
export function drivenEvolution(
  model: SpinModel,
  baths: readonly Bath[],
  drive: CheckedDrive,
  initial: InitialState,
  times: readonly number[],
  accuracy = 1e-6,
): EvolvedState[] {
  const floquet = settledFloquet(model, baths, drive);
  const n = floquet.size;
  const width = n * n;
  const period = (2 * Math.PI) / drive.frequency;
  const ratio = couplingRatio(redfieldGenerator(model, baths, { lasting: false }));
  const derivative = derivativeOf(floquet);
  // the start is written in the levels of the model as it is at t = 0
  const first = modelAt(model, drive, 0);
  const found = energyBasis(gauged(first, baths).model);
  const given = inGivenGauge(first, found, baths);
  const begin = initialMatrix(initial, { size: n, levels: found.levels, ...given }, basisOf(model));
  const inSector = inSectorBasis(begin, { real: given.vectors, imag: given.vectorsImag }, n);
  const turned = hermitian(elementsBetween(inSector, floquetModesAt(floquet, 0), n), n);
  let rho: Float64Array = packState(turned.real, turned.imag ?? new Float64Array(width), n);

  const { steps, map } = stepsOf(derivative, rho, width, period);
  const powers: Float64Array[] = [];
  const wholePeriods = (count: number): void => {
    for (let rest = count, bit = 0; rest > 0; rest = Math.floor(rest / 2), bit++) {
      if (bit === 0) powers[0] ??= map();
      else if (!powers[bit]) {
        powers[bit] = new Float64Array(width * width);
        multiplyRectangular(powers[bit - 1], powers[bit - 1], width, width, width, powers[bit]);
      }
      if (rest % 2 === 0) continue;
      const moved = new Float64Array(width);
      multiplyRectangular(powers[bit], rho, width, width, 1, moved);
      rho = moved;
    }
  };
  let [passed, phase] = [0, 0]; // whole periods, and the time since
  const onTo = (time: number): void => {
    const count = Math.max(1, Math.ceil(((time - phase) * steps) / period - 1e-9));
    const from = phase;
    for (let s = 0; s < count; s++) {
      rho = step(derivative, rho, 1, from + ((time - from) * s) / count, (time - from) / count).end;
    }
    phase = time;
  };
  return times.map((time) => {
    const whole = Math.floor(time / period);
    if (whole > passed) {
      if (phase > 0) {
        onTo(period);
        [passed, phase] = [passed + 1, 0];
      }
      if (whole - passed > FEW) wholePeriods(whole - passed);
      else {
        for (; passed < whole; passed++) {
          onTo(period);
          phase = 0;
        }
      }
      passed = whole;
    }
    const left = Math.max(0, time - whole * period);
    if (left > phase) onTo(left);
    const [real, imag] = arrays(2, width);
    unpackState(rho, n, real, imag);
    const trace = Array.from({ length: n }, (_, a) => rho[a * (n + 1)]).reduce((sum, p) => sum + p, 0);
    if (!(Math.abs(trace - 1) <= accuracy)) {
      throw new InputError(
        `the state at time ${time} is not known: rounding has moved its trace by ${Math.abs(trace - 1).toExponential(1)}, take an earlier time or a larger accuracy`,
        "ill-conditioned",
      );
    }
    const angle = drive.frequency * phase;
    const modes = floquetModesAt(floquet, angle);
    const now = hermitian(inSectorBasis({ real, imag }, modes, n), n);
    const pairs = floquetPairsAt(floquet, angle);
    const transition = (b: number): ReturnType<typeof inSectorBasis> =>
      inSectorBasis({ real: pairs[b].transition, imag: pairs[b].transitionImag }, modes, n);
    const moment = { real: now.real, imag: now.imag ?? new Float64Array(width) };
    return { time, ...momentary(baths, { model, drive }, angle, moment, transition, ratio) };
  });
}

/** Writes L(t), n² × n². */
type Derivative = (time: number) => Float64Array;

function derivativeOf(floquet: FloquetGenerator): Derivative {
  const { size: n, quasienergies, frequency, mean } = floquet;
  const matrix = new Float64Array(n ** 4);
  return (time) => {
    const couplings = floquetPairsAt(floquet, frequency * time);
    const generator: RedfieldGenerator = {
      ...mean,
      energies: quasienergies,
      levels: quasienergies,
      couplings,
      ...lossOf(couplings, n),
    };
    redfieldLiouvillian(generator).writeMatrix(matrix);
    return matrix;
  };
}

/** How many steps a period takes, seen at the start, and the map that all of it makes. */
function stepsOf(
  derivative: Derivative,
  start: Float64Array,
  width: number,
  period: number,
): { readonly steps: number; readonly map: () => Float64Array } {
  for (let steps = STEPS; ; steps *= 2) {
    let [y, worst] = [start, 0];
    for (let s = 0; s < steps && worst <= KNOWN; s++) {
      const { end, error } = step(derivative, y, 1, (period * s) / steps, period / steps);
      y = end;
      worst = Math.max(worst, error);
    }
    if (worst > KNOWN && steps < 4096) continue;
    const map = (): Float64Array => {
      let all = new Float64Array(width * width);
      for (let i = 0; i < width; i++) all[i * (width + 1)] = 1;
      for (let s = 0; s < steps; s++)
        all = step(derivative, all, width, (period * s) / steps, period / steps).end;
      return all;
    };
    return { steps, map };
  }
}

/** Midpoint rules of 2, 4, … steps. */
const RULES = 8;

/** One step of `columns` solutions side by side: extrapolated in the squares of the steps that it is divided into. */
function step(
  derivative: Derivative,
  y: Float64Array,
  columns: number,
  time: number,
  length: number,
): { readonly end: Float64Array<ArrayBuffer>; readonly error: number } {
  const rows = y.length / columns;
  const slope = new Float64Array(y.length);
  const slopeAt = (at: number, z: Float64Array): Float64Array => {
    multiplyRectangular(derivative(at), z, rows, rows, columns, slope);
    return slope;
  };
  const table: Float64Array<ArrayBuffer>[] = [];
  let error = Number.POSITIVE_INFINITY;
  for (let rule = 0; rule < RULES; rule++) {
    const parts = 2 * (rule + 1);
    const h = length / parts;
    let before = y.slice();
    const first = slopeAt(time, y);
    let now = y.map((value, i) => value + h * first[i]);
    for (let part = 1; part < parts; part++) {
      const along = slopeAt(time + part * h, now);
      const next = before.map((value, i) => value + 2 * h * along[i]);
      before = now;
      now = next;
    }
    const last = slopeAt(time + length, now);
    let column = before.map((value, i) => (value + now[i] + h * last[i]) / 2);
    for (let k = 0; k < rule; k++) {
      const ratio = (parts / (2 * (rule - k))) ** 2 - 1;
      const above = table[k];
      table[k] = column;
      column = column.map((value, i) => value + (value - above[i]) / ratio);
    }
    if (rule > 0) {
      const previous = table[rule - 1];
      error = column.reduce((most, value, i) => Math.max(most, Math.abs(value - previous[i])), 0);
    }
    table[rule] = column;
    if (error <= KNOWN / 100) break;
  }
  return { end: table[table.length - 1], error };
}
