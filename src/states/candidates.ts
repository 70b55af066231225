// A solver finds a state. What is known of its errors makes it a candidate, to be trusted or not.

import type { Bath } from "../baths/bath";
import type { EquationName } from "../equations/equation";
import {
  type BathCoupling,
  generatorIn,
  isComplex,
  type RedfieldGenerator,
  writeDerivative,
} from "../equations/generator";
import { grossHeat, heatFromBaths } from "../equations/heat";
import type { Floors, Liouvillian } from "../equations/liouvillian";
import { unpackSome, unpackState } from "../equations/packing";
import { redfieldLiouvillian, secularLiouvillian } from "../equations/redfield";
import { basisOf, sectorText } from "../model/basis";
import { gauged } from "../model/gauge";
import { checkFits } from "../model/memory";
import type { SpinModel } from "../model/model";
import { sharedEnergy } from "../model/operators";
import { arrays, keptBySize } from "../numerics/arrays";
import type { Stretch } from "../numerics/eigenspaces";
import { diagonal, largest } from "../numerics/entries";
import {
  type Accuracy,
  type Defects,
  defectsOf,
  equationFloors,
  observedErrors,
  type StateErrors,
  stateAccuracy,
} from "./accuracy";
import { couplingRatio } from "./certificate";
import { type DirectSolver, denseSolver, LARGEST_DIRECT, LARGEST_FALLBACK } from "./direct";
import { eliminationSolver } from "./elimination";
import { extendedState, LARGEST_EXTENDED } from "./extended";
import { ClosedSets } from "./extended-solve";
import { SETTLED, solveKrylov } from "./krylov";
import { leftAlone, notUnique } from "./refusal";

/** What is to be solved. */
export interface System {
  readonly model: SpinModel;
  readonly baths: readonly Bath[];
  readonly generator: RedfieldGenerator;
  readonly equation: EquationName;
  /** secular cutoff, an energy; Infinity keeps every term */
  readonly cutoff: number;
  /** largest error that is let pass */
  readonly asked: number;
}

/** A state that a solver found, with what is known of its errors. */
export interface Candidate {
  readonly generator: Pick<RedfieldGenerator, "size" | "energies" | "levels" | "vectors" | "vectorsImag"> & {
    readonly couplings: readonly Pick<
      BathCoupling,
      "bath" | "transition" | "transitionImag" | "spins" | "shifted" | "turning" | "local"
    >[];
  };
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly imagInSector?: Float64Array;
  readonly bathHeat: Float64Array;
  readonly gross: readonly number[];
  readonly accuracy: Accuracy;
  readonly defects: Defects;
  readonly couplingRatio: number;
  /** along every bond, where it is known */
  readonly bondHeat?: Float64Array;
  /** of the levels, where none of them coincide */
  readonly populations?: Float64Array;
  /** of ρ, descending, where they are known */
  readonly eigenvalues?: Float64Array;
  /** largest |dρ/dt| over the largest rate */
  readonly residual: number;
  readonly converged: boolean;
  /** whether another state solves the equations as well */
  readonly singular?: boolean;
  /** whether another solver could not do better */
  readonly settled: boolean;
  /** which levels coincide, where it is known better than doubles tell */
  readonly degenerate?: readonly Stretch[];
  /** levels from 1 whose exchange is known worst, where this is known */
  readonly weakest?: readonly [number, number];
}

/** What finds a state, or finds that it cannot. */
export type Solver = (system: System) => Candidate | undefined;

/** Whether all errors are within what is let pass. */
export const trusted = ({ accuracy }: Candidate, asked: number): boolean =>
  accuracy.populations <= asked && accuracy.currents <= asked;

const workspace = keptBySize((n) => arrays(2, n * n), 40);

/** What to try, one after the other until a state can be trusted: cheap first. */
export function solversFor(
  { generator, cutoff }: System,
  method: "auto" | "dense" | "krylov",
  lambShift: boolean,
): Solver[] {
  const { size } = generator;
  const special = cutoff < Number.POSITIVE_INFINITY || lambShift;
  if (method === "krylov") return [iterative];
  const direct = special || isComplex(generator) ? [dense] : [reduced, dense];
  if (method === "dense") return direct;
  const extended = hasExtended(generator) ? [precise] : [];
  if (special || size <= LARGEST_DIRECT) return [...direct, ...extended];
  return [iterative, ...(size <= LARGEST_FALLBACK ? [dense] : []), ...extended];
}

/** Whether there are 32 digits: for the Redfield equation, where it is real and small. */
export const hasExtended = (generator: RedfieldGenerator): boolean =>
  generator.equation === "redfield" && generator.size <= LARGEST_EXTENDED && !isComplex(generator);

const reduced: Solver = (system) => {
  const liouvillian = redfieldLiouvillian(system.generator);
  return withDoubles(system, liouvillian, eliminationSolver(liouvillian));
};

const dense: Solver = (system) => {
  const { sites, spinsUp } = system.model;
  const liouvillian = secularLiouvillian(system.generator, system.cutoff);
  const subject = `the direct solution for ${sites} sites ${sectorText(spinsUp)} has ${liouvillian.size} unknowns and`;
  checkFits(subject, liouvillian.size, "unknowns", (m) => 16 * m * m);
  return withDoubles(system, liouvillian, denseSolver(liouvillian));
};

function withDoubles(
  system: System,
  liouvillian: Liouvillian,
  solver: DirectSolver | undefined,
): Candidate | undefined {
  if (!solver || solver.singular) return undefined;
  const { size: n } = system.generator;
  const { size: m } = liouvillian;
  const [real, imag] = arrays(2, n * n);
  const [right, found] = workspace(n);
  right.fill(0);
  right[0] = 1; // the first equation is Tr ρ = 1
  const residual = solver.solve(right, found);
  if (m === n * n) unpackState(found, n, real, imag);
  else unpackSome(liouvillian.unknowns(), found, n, real, imag);
  const left = system.cutoff === Number.POSITIVE_INFINITY ? undefined : residual;
  return assess(system, { real, imag, errors: solver.errors, residual: left });
}

const iterative: Solver = (system) => assess(system, solveKrylov(redfieldLiouvillian(system.generator)));

/** Heat, gross flow and bounds of a state that was found with doubles. */
export function assess(
  { model, baths, generator, cutoff, asked }: System,
  found: {
    readonly real: Float64Array;
    readonly imag: Float64Array;
    readonly errors: (floors: Floors) => StateErrors;
    readonly residual?: number;
    /** largest entry of dρ/dt, where it is known */
    readonly derivative?: number;
    /** of iterations, which know what they leave */
    readonly converged?: boolean;
  },
): Candidate {
  const { real, imag, errors, converged = true } = found;
  const { size: n } = generator;
  const rates = largest(generator.decay) || 1;
  const full = cutoff === Number.POSITIVE_INFINITY;
  const derivative = (): number => found.derivative ?? largestDerivative(generator, real, imag);
  const residual = full ? derivative() / rates : (found.residual ?? 0);
  const populations = diagonal(real, n);
  const gross = grossHeat(generator, populations);
  const left = found.converged === undefined ? residual * rates : 0;
  const known = errors(equationFloors(generator, real, imag, left));
  const bathHeat = heatFromBaths(generator, real, imag, cutoff);
  const bounds = stateAccuracy(generator, gauged(model, baths).model, { real, imag }, gross, known, asked);
  const defects = defectsOf(real, imag);
  const accuracy = observedErrors(bounds, defects, bathHeat, gross);
  const settled = found.converged === undefined || (found.residual ?? 0) <= SETTLED;
  const { singular } = known;
  return {
    generator,
    real,
    imag,
    bathHeat,
    gross,
    accuracy,
    defects,
    couplingRatio: couplingRatio(generator),
    residual,
    converged,
    singular,
    settled,
  };
}

/** With 32 digits, the Redfield equation alone. */
export const precise: Solver = ({ model, baths, cutoff }) => {
  const basis = basisOf(model);
  const found = extendedState(gauged(model, baths).model, baths, basis, cutoff);
  if (found instanceof ClosedSets) throw notUnique(leftAlone(model, baths, found.sets));
  const shared = sharedEnergy(model);
  const { levels, vectors, real, imag, imagInSector, bathHeat, gross, degenerate, weakest } = found;
  const energies = levels.map((level) => level + shared);
  const generator = generatorIn({ model, basis, energies, levels, vectors }, baths, { lasting: false });
  const defects = defectsOf(real, imag);
  const accuracy = observedErrors(found.accuracy, defects, bathHeat, gross);
  const residual = largestDerivative(generator, real, imag) / (largest(generator.decay) || 1);
  return {
    generator,
    real,
    imag,
    imagInSector,
    bathHeat,
    gross,
    accuracy,
    defects,
    couplingRatio: couplingRatio(generator),
    residual: cutoff === Number.POSITIVE_INFINITY ? residual : 0,
    converged: true,
    settled: true,
    degenerate,
    weakest,
  };
};

function largestDerivative(generator: RedfieldGenerator, real: Float64Array, imag: Float64Array): number {
  const [dReal, dImag] = workspace(generator.size);
  writeDerivative(generator, real, imag, dReal, dImag);
  return Math.max(largest(dReal), largest(dImag));
}
