// How the steady state answers to a parameter: from L ρ = 0 and Tr ρ = 1,
//   L dρ = −(dL) ρ,   Tr dρ = 0,
// one more solution with the same operator. Most of dρ is known beforehand, dρ⁰: ρ carried along by its levels. What is
// solved for is the small rest, L (dρ − dρ⁰) = −(dL) ρ − L dρ⁰, in which no digits are lost to the large part.

import { type Change, changeAlong, type Direction } from "../equations/direction";
import { EQUATION_WORDS } from "../equations/equation";
import { generatorOf, type RedfieldGenerator } from "../equations/generator";
import { generatorChange } from "../equations/generator-change";
import type { Floors, Liouvillian, Preconditioned } from "../equations/liouvillian";
import { packState, unpackState } from "../equations/packing";
import { derivativeOf, pick, redfieldLiouvillian, secularLiouvillian } from "../equations/redfield";
import { InputError } from "../input/guards";
import { entry } from "../input/path";
import type { ComplexMatrix } from "../numerics/complex";
import { largest } from "../numerics/entries";
import { equationFloors, type StateErrors } from "./accuracy";
import { denseSolver, LARGEST_DIRECT, LARGEST_FALLBACK } from "./direct";
import { eliminationSolver } from "./elimination";
import { krylovErrors, krylovSolver, SETTLED } from "./krylov";
import type { SteadyState } from "./steady-state";

/** The derivative of a steady state along a direction, in the fixed basis of its energy eigenstates. */
export interface Response {
  /** what the direction changes */
  readonly change: Change;
  /** V = ∂H, n × n Hermitian */
  readonly hamiltonian: ComplexMatrix;
  /** dX, n × n symmetric */
  readonly real: Float64Array;
  /** dY, n × n antisymmetric */
  readonly imag: Float64Array;
  /** dQ_b */
  readonly bathHeat: Float64Array;
}

/** The packed solution x of L x = rhs, where the first equation is Tr x = rhs[0]. */
export type Solve = (rhs: Float64Array) => Float64Array;

/** Of the largest rate: a state that leaves more of the equation over solves another one. */
const LARGEST_RESIDUAL = 1e-9;

/** Of a derivative: one that is known worse is refused. */
const LARGEST_ERROR = 1e-6;

/** What all directions of a state have in common. */
export interface Equations {
  readonly generator: RedfieldGenerator;
  readonly solve: Solve;
}

const prepared = new WeakMap<SteadyState, Equations>();

/**
 * How a steady state changes along a direction in the space of its parameters. The first direction sets up the
 * equations, every further one of the same state costs one more solution.
 *
 * @throws InputError for an unknown parameter, a state with secular or lambShift or under the hierarchy, or a bath at T = 0 under the universal Lindblad equation
 * @example response(steadyState(ring, baths), "interaction").bathHeat
 */
export function response(state: SteadyState, direction: Direction): Response {
  const cold = state.baths.findIndex(({ temperature }) => temperature === 0);
  if (state.equation === "universal-lindblad" && cold >= 0) {
    throw new InputError(
      `${entry("baths", cold)}.temperature must be above 0 for a derivative under the universal Lindblad equation, got 0: the roots of its rates are steep where these vanish, take a difference of two steady states`,
    );
  }
  checkUndriven(state, "a derivative");
  if (state.equation === "hierarchy") {
    throw new InputError(
      `a derivative is not known under ${EQUATION_WORDS.hierarchy}: take the difference of two steady states`,
    );
  }
  if (!state.full) {
    throw new InputError(
      `a derivative needs a steady state of the full ${EQUATION_WORDS[state.equation].slice(4)}: compute it without secular and lambShift`,
    );
  }
  const change = changeAlong(state.model, state.baths, direction);
  const { generator, solve } = equationsOf(state, "the derivative");
  return respond(state, change, generator, solve);
}

function checkUndriven({ period }: SteadyState, what: string): void {
  if (period) throw new InputError(`${what} is not known under a drive: leave drive out`);
}

/** The equations that a steady state solves, ready for other right sides; `what` is what a refusal speaks of. */
export function equationsOf(state: SteadyState, what: string): Equations {
  if (state.equation === "hierarchy") {
    throw new InputError(
      `${what} is not known under ${EQUATION_WORDS.hierarchy}: take equation "redfield"${what === "the derivative" ? ", or a difference of two steady states" : ""}`,
    );
  }
  let equations = prepared.get(state);
  if (!equations) {
    checkUndriven(state, what);
    const generator = generatorOf(state);
    const { secularCutoff: cutoff } = state;
    checkEquation(state, generator, what);
    const floors = equationFloors(generator, state.real, state.imag, 0);
    const solve =
      cutoff !== undefined
        ? secularResponse(generator, cutoff, floors, what)
        : generator.size <= LARGEST_DIRECT
          ? directResponse(redfieldLiouvillian(generator), floors, what)
          : iterativeResponse(redfieldLiouvillian(generator), floors, what);
    equations = { generator, solve };
    prepared.set(state, equations);
  }
  return equations;
}

/** {@link response} by a given solver. */
export function respond(
  state: SteadyState,
  change: Change,
  generator: RedfieldGenerator,
  solve: Solve,
): Response {
  const { size: n } = generator;
  const { hamiltonian, carried, rest, heat } = generatorChange(generator, state.baths, change, state);
  const rhs = packState(rest.real, rest.imag, n).map((entry) => -entry);
  rhs[0] = 0; // Tr dρ = 0 in the place of the first equation
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  unpackState(solve(rhs), n, real, imag);
  if (carried) {
    for (let i = 0; i < n * n; i++) {
      real[i] += carried.real[i];
      imag[i] += carried.imag[i];
    }
  }
  return { change, hamiltonian, real, imag, bathHeat: heat({ real, imag }) };
}

// one changed by hand solves no equation
function checkEquation(state: SteadyState, generator: RedfieldGenerator, what: string): void {
  const rest = derivativeOf(generator, state, state.secularCutoff);
  const scale = largest(generator.decay);
  if (Math.max(largest(rest.real), largest(rest.imag)) <= LARGEST_RESIDUAL * scale) return;
  throw new InputError(
    `${what} needs a steady state of ${EQUATION_WORDS[generator.equation]} as steadyState finds it: this one does not solve it`,
  );
}

// the state may have been found with more digits than what is solved for here, which has those of doubles
function checkKnown({ populations }: StateErrors, what: string): void {
  if (populations <= LARGEST_ERROR) return;
  const others = populations > 1 ? ", if there is but one steady state" : "";
  throw new InputError(
    `${what} of this steady state is lost in rounding, known to ${populations.toExponential(0)} of its size${others}: take rates, fields or temperatures that differ less`,
    "ill-conditioned",
  );
}

/** One LU decomposition for all right sides. */
export function directResponse(liouvillian: Liouvillian, floors: Floors, what = "the derivative"): Solve {
  const reduced = eliminationSolver(liouvillian, true);
  const solver =
    reduced && !reduced.singular && reduced.errors(floors).populations <= LARGEST_ERROR
      ? reduced
      : denseSolver(liouvillian, true);
  checkKnown(solver.errors(floors), what);
  return (rhs) => {
    const packed = new Float64Array(rhs.length);
    solver.solve(rhs, packed);
    return packed;
  };
}

/** The same of the unknowns that a secular cutoff leaves coupled to the populations. */
function secularResponse(generator: RedfieldGenerator, cutoff: number, floors: Floors, what: string): Solve {
  const liouvillian = secularLiouvillian(generator, cutoff);
  const { rows, columns } = liouvillian.unknowns();
  const solve = directResponse(liouvillian, floors, what);
  return (rhs) => {
    const packed = new Float64Array(rhs.length);
    solve(pick(rhs, { rows, columns }, generator.size)).forEach((x, i) => {
      packed[rows[i] * generator.size + columns[i]] = x;
    });
    return packed;
  };
}

/** One preconditioner for all right sides, and the direct solution where the iterations fail. */
export function iterativeResponse(
  liouvillian: Preconditioned,
  floors: Floors,
  what = "the derivative",
): Solve {
  const n = Math.sqrt(liouvillian.size);
  const solver = krylovSolver(liouvillian);
  const small = n <= LARGEST_FALLBACK;
  const known = krylovErrors(n, solver, floors);
  if (!small) checkKnown(known, what);
  let direct: Solve | undefined;
  if (!(known.populations <= LARGEST_ERROR)) direct = directResponse(liouvillian, floors, what);
  return (rhs) => {
    if (direct) return direct(rhs);
    const { packed, converged, iterations, residual } = solver.solve((b) => b.set(rhs));
    if (small && !(residual <= SETTLED)) {
      direct = directResponse(liouvillian, floors, what);
      return direct(rhs);
    }
    if (converged) return packed;
    throw new InputError(
      `${what} of a steady state of ${n} levels was not reached in ${iterations} iterations (residual ${residual.toExponential(1)}): take a weaker coupling`,
      "not-converged",
    );
  };
}
