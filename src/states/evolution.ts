// The way to the steady state: ρ(t) = e^{Lt} ρ(0). What no bath damps, Πρ, turns with its own frequencies, exactly at every
// time; the rest, (1 − Π)ρ, decays, and a propagator e^{Lt} of its own takes it along.

import { type Bath, checkBaths } from "../baths/bath";
import { redfieldGenerator } from "../equations/generator";
import { heatFromBaths } from "../equations/heat";
import { packState, unpackState } from "../equations/packing";
import { secularCutoff } from "../equations/secular";
import { motionOf } from "../equations/undamped-modes";
import { checkNumber, InputError, refuse } from "../input/guards";
import { basisOf, sectorText } from "../model/basis";
import { checkDrive } from "../model/drive";
import { checkFits } from "../model/memory";
import { type SpinModel, spinModel } from "../model/model";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import { hermiticityError, traceError } from "./accuracy";
import { certificateWarnings, couplingRatio, passingCertificate } from "./certificate";
import { promisedBy, stateOf } from "./certify";
import { drivenEvolution } from "./driven-evolution";
import { hierarchyEvolution } from "./hierarchy-evolution";
import { type InitialState, initialMatrix } from "./initial-state";
import type { DensityMatrix, EvolvedState } from "./state";
import { checkMemory, checkOptions, type SteadyStateOptions } from "./steady-state";
import { largestEntry, type Parts, propagator, takeApart, unbounded, undampedPart } from "./undamped";

/** Rounding of a double. */
const ROUNDING = 2 ** -52;

/**
 * ρ(t) under the Redfield equation (eq. 4) or another `equation`, exact at every time: ρ(t) = e^{Lt} ρ(0).
 *
 * Coherences that no bath damps turn with the digits that E t has; where the steady state is not unique, the state comes
 * to the one that its start belongs to. With `drive` it is integrated over the periods, from cos Ωt = 1 at the start. Under
 * the hierarchy the baths remember nothing at the start, and `tier` is raised until ρ settles at every time.
 *
 * @param initial where to start
 * @param times ascending, the first of them at least 0, in units of ħ/J
 * @param options those of {@link steadyState} but for `initial`; `method` is "auto" or "dense"
 * @throws InputError for bad input (`bad-input`), a sector too large for a dense generator, or under the hierarchy a tier or a time
 *   (`too-large`), rates that differ too much for the times (`ill-conditioned`), a tier that has not settled (`not-converged`)
 *   or a state that grows without bound (`beyond-range`)
 * @example evolve(ring, baths, "↑↑↓↓", [0, 100, 1000]).at(-1).populations
 */
export function evolve(
  model: SpinModel,
  baths: readonly Bath[],
  initial: InitialState,
  times: readonly number[],
  options: Omit<SteadyStateOptions, "initial"> = {},
): EvolvedState[] {
  checkOptions(options);
  if ("initial" in options) {
    throw new InputError('options has no field "initial" here: the start is the third argument of evolve');
  }
  if (options.method === "krylov") refuse("method", '"auto" or "dense" for a time evolution', options.method);
  const checkedModel = spinModel(model);
  const checkedBaths = checkBaths(baths, checkedModel);
  checkTimes(times);
  if (options.equation === "hierarchy")
    return hierarchyEvolution(checkedModel, checkedBaths, initial, times, options);
  checkMemory(checkedBaths);
  const basis = basisOf(checkedModel);
  const n = basis.size;
  const subject = `time evolution for ${model.sites} sites ${sectorText(model.spinsUp)} has ${n * n} unknowns and`;
  checkFits(subject, n * n, "unknowns", (m) => 64 * m * m);
  if (options.drive !== undefined) {
    const drive = checkDrive(options.drive, checkedModel.bonds.length);
    return drivenEvolution(checkedModel, checkedBaths, drive, initial, times, options.accuracy);
  }
  const generator = redfieldGenerator(checkedModel, checkedBaths, options);
  const start = initialMatrix(initial, generator, basis);
  const cutoff = secularCutoff(options.secular, generator);
  const path = pathOf(takeApart(motionOf(generator, cutoff)), start, options.accuracy);
  const { equation } = generator;
  const system = { model: checkedModel, baths: checkedBaths, generator, equation, cutoff };
  const promises = promisedBy(system, generator);
  const ratio = couplingRatio(generator);
  return times.map((time) => {
    const { real, imag, ...errors } = path(time);
    const eigenvalues = hermitianEigenvalues(real, imag, n).reverse();
    const certificate = passingCertificate({
      ...errors,
      promises,
      minEigenvalue: eigenvalues[n - 1],
      couplingRatio: ratio,
    });
    const warnings = certificateWarnings(equation, certificate, 1e-14 * n, 0);
    const bathHeat = heatFromBaths(generator, real, imag, cutoff);
    const found = { generator, real, imag, bathHeat };
    return { time, ...stateOf(system, found, eigenvalues, certificate, warnings) };
  });
}

function checkTimes(times: readonly number[]): void {
  if (!Array.isArray(times) || times.length === 0) refuse("times", "a list of at least one time", times);
  times.forEach((time, i) => {
    checkNumber(`times.${i + 1}`, time, 0);
    if (i > 0 && time < times[i - 1])
      refuse(`times.${i + 1}`, `at least the time before it, ${times[i - 1]}`, time);
  });
}

type Point = DensityMatrix & { readonly traceError: number; readonly hermiticityError: number };

/** ρ(t), to be asked for ascending times. */
function pathOf(parts: Parts, start: DensityMatrix, accuracy = 1e-6): (time: number) => Point {
  const n = Math.sqrt(start.real.length);
  const lasting = (time: number): DensityMatrix => undampedPart(parts.modes, parts, start, time);
  const before = lasting(0);
  let rest = packState(
    start.real.map((x, i) => x - before.real[i]),
    start.imag.map((y, i) => y - before.imag[i]),
    n,
  );
  let now = 0;
  let step = Number.NaN;
  let propagate = propagator(parts, 0);
  return (time) => {
    if (!(gatheredError(parts, time) <= accuracy)) {
      throw new InputError(
        `the state at time ${time} is not known: the slowest rates are lost in the rounding of the fastest, take an earlier time, or rates and fields that differ less`,
        "ill-conditioned",
      );
    }
    if (time > now) {
      // equal steps share their propagator: what rounding of the times makes of them is equal, and nothing else
      const off = Math.abs(time - now - step);
      if (!(off <= Math.min(4 * ROUNDING * time, 1e-9 * step))) {
        step = time - now;
        propagate = propagator(parts, step);
        now = time;
      } else now += step;
      rest = propagate(rest);
    }
    const { real, imag } = lasting(time);
    const point = pointOf(real, imag, rest, n);
    const off = Math.max(point.traceError, point.hermiticityError);
    if (off <= accuracy) return point;
    throw new InputError(
      `the state at time ${time} is not known: rounding has moved its trace or its Hermiticity by ${off.toExponential(1)}, take an earlier time or a larger accuracy`,
      "ill-conditioned",
    );
  };
}

// rounding of rates is made up for once all has decayed, as far as the steady state is known
function gatheredError({ condition, fastest, known }: Parts, time: number): number {
  const gathered = ROUNDING * fastest * time;
  return known ? Math.min(gathered, ROUNDING * condition) : gathered;
}

/** Both parts together, measured before they are made Hermitian. */
function pointOf(real: Float64Array, imag: Float64Array, rest: Float64Array, n: number): Point {
  const sum = { real: new Float64Array(n * n), imag: new Float64Array(n * n) };
  unpackState(rest, n, sum.real, sum.imag);
  for (let i = 0; i < n * n; i++) {
    sum.real[i] += real[i];
    sum.imag[i] += imag[i];
  }
  if (!(largestEntry(sum) < 10)) throw unbounded();
  const errors = {
    traceError: traceError(sum.real, n),
    hermiticityError: hermiticityError(sum.real, sum.imag, n),
  };
  for (let a = 0; a < n; a++) {
    sum.imag[a * (n + 1)] = 0;
    for (let b = 0; b < a; b++) {
      const [ab, ba] = [a * n + b, b * n + a];
      sum.real[ab] = (sum.real[ab] + sum.real[ba]) / 2;
      sum.real[ba] = sum.real[ab];
      sum.imag[ab] = (sum.imag[ab] - sum.imag[ba]) / 2;
      sum.imag[ba] = -sum.imag[ab];
    }
  }
  return { ...sum, ...errors };
}
