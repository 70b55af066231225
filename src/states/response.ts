// How the steady state answers to a parameter: from L ρ = 0 and Tr ρ = 1,
//   L dρ = −(dL) ρ,   Tr dρ = 0,
// one more solution with the same operator. In the fixed basis of the energy eigenstates at hand, V = ∂H,
//   (dL) ρ = −i[V, ρ] + Σ_b ( [dS̃ρ, S] + [S, ρdS̃†] ).
// Most of dρ is known beforehand: ρ carried along by its levels, dρ⁰ = −[A, ρ] with the rotation A. What is solved for
// is the small rest, L (dρ − dρ⁰) = −(dL) ρ − L dρ⁰, in which no digits are lost to the large part.

import { type Change, changeAlong, type Direction } from "../equations/direction";
import {
  applyGenerator,
  type BathCoupling,
  generatorIn,
  type RedfieldGenerator,
} from "../equations/generator";
import type { Floors, Liouvillian, Preconditioned } from "../equations/liouvillian";
import { packState, unpackState } from "../equations/packing";
import { redfieldLiouvillian } from "../equations/redfield";
import { levelChange, transitionChange } from "../equations/transition-change";
import { InputError } from "../input/guards";
import { hamiltonianArray } from "../model/operators";
import { largest } from "../numerics/entries";
import { multiply } from "../numerics/matmul";
import { equationFloors, type StateErrors } from "./accuracy";
import { denseSolver, LARGEST_DIRECT, LARGEST_FALLBACK } from "./direct";
import { eliminationSolver } from "./elimination";
import { krylovErrors, krylovSolver, SETTLED } from "./krylov";
import type { DensityMatrix } from "./state";
import type { SteadyState } from "./steady-state";

/** The derivative of a steady state along a direction, in the fixed basis of its energy eigenstates. */
export interface Response {
  /** what the direction changes */
  readonly change: Change;
  /** V = ∂H, n × n symmetric */
  readonly hamiltonian: Float64Array;
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

/** A Hermitian matrix X + iY. */
type Parts = DensityMatrix;

/** What all directions of a state have in common. */
interface Equations {
  readonly generator: RedfieldGenerator;
  readonly solve: Solve;
}

const prepared = new WeakMap<SteadyState, Equations>();

/**
 * How a steady state changes along a direction in the space of its parameters. The first direction sets up the
 * equations, every further one of the same state costs one more solution.
 *
 * @throws InputError for an unknown parameter, or a state that does not solve the full Redfield equation
 * @example response(steadyState(ring, baths), "interaction").bathHeat
 */
export function response(state: SteadyState, direction: Direction): Response {
  const change = changeAlong(state.model, state.baths, direction);
  let equations = prepared.get(state);
  if (!equations) {
    const generator = generatorIn(state, state.baths);
    checkEquation(state, generator);
    const floors = equationFloors(generator, state.real, state.imag, 0);
    const liouvillian = redfieldLiouvillian(generator);
    const solve =
      generator.size <= LARGEST_DIRECT
        ? directResponse(liouvillian, floors)
        : iterativeResponse(liouvillian, floors);
    equations = { generator, solve };
    prepared.set(state, equations);
  }
  return respond(state, change, equations.generator, equations.solve);
}

/** {@link response} by a given solver. */
export function respond(
  state: SteadyState,
  change: Change,
  generator: RedfieldGenerator,
  solve: Solve,
): Response {
  const { size: n, energies, vectors, couplings } = generator;
  const hamiltonian = change.model
    ? toEnergyBasis(hamiltonianArray(change.model), vectors, n)
    : new Float64Array(n * n);
  const levels = change.model && levelChange(hamiltonian, energies, state.baths);
  const changes = couplings.map((coupling, b) => ({
    ...coupling,
    transition: transitionChange(coupling, energies, state.baths[b], levels, change.baths[b]),
  }));

  // −(dL) ρ, packed, with Tr dρ = 0 in the place of its first entry
  const still = { size: n, levels: new Float64Array(n), vectors, couplings: changes };
  const source = applyGenerator(still, state.real, state.imag);
  const carried = levels && carriedAlong(levels.rotation, state, n);
  if (carried) {
    const rest = applyGenerator(generator, carried.real, carried.imag);
    addCommutator(source, hamiltonian, state, n);
    add(source.real, rest.real);
    add(source.imag, rest.imag);
  }
  const rhs = packState(source.real, source.imag, n).map((entry) => -entry);
  rhs[0] = 0;
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  unpackState(solve(rhs), n, real, imag);
  if (carried) {
    add(real, carried.real);
    add(imag, carried.imag);
  }
  const bathHeat = Float64Array.from(couplings, (coupling, b) =>
    heatChange(coupling, changes[b].transition, energies, hamiltonian, state.real, real),
  );
  return { change, hamiltonian, real, imag, bathHeat };
}

// a secular state, one with the Lamb shift or one changed by hand has other derivatives
function checkEquation({ full, real, imag }: SteadyState, generator: RedfieldGenerator): void {
  const rest = applyGenerator(generator, real, imag);
  const scale = largest(generator.decay);
  if (full && Math.max(largest(rest.real), largest(rest.imag)) <= LARGEST_RESIDUAL * scale) return;
  throw new InputError(
    "a derivative needs a steady state of the full Redfield equation: compute it without secular and lambShift",
  );
}

// the state may have been found with more digits than its derivative, which has those of doubles
function checkKnown({ populations }: StateErrors): void {
  if (populations <= LARGEST_ERROR) return;
  throw new InputError(
    `the derivative of this steady state is lost in rounding, known to ${populations.toExponential(0)} of its size: take rates, fields or temperatures that differ less`,
    "ill-conditioned",
  );
}

/** One LU decomposition for all right sides. */
export function directResponse(liouvillian: Liouvillian, floors: Floors): Solve {
  const reduced = eliminationSolver(liouvillian, true);
  const solver =
    reduced && !reduced.singular && reduced.errors(floors).populations <= LARGEST_ERROR
      ? reduced
      : denseSolver(liouvillian, true);
  checkKnown(solver.errors(floors));
  return (rhs) => {
    const packed = new Float64Array(rhs.length);
    solver.solve(rhs, packed);
    return packed;
  };
}

/** One preconditioner for all right sides, and the direct solution where the iterations fail. */
export function iterativeResponse(liouvillian: Preconditioned, floors: Floors): Solve {
  const n = Math.sqrt(liouvillian.size);
  const solver = krylovSolver(liouvillian);
  const small = n <= LARGEST_FALLBACK;
  const known = krylovErrors(n, solver, floors, 0);
  if (!small) checkKnown(known);
  let direct: Solve | undefined;
  if (!(known.populations <= LARGEST_ERROR)) direct = directResponse(liouvillian, floors);
  return (rhs) => {
    if (direct) return direct(rhs);
    const { packed, converged, iterations, residual } = solver.solve(rhs);
    if (small && !(residual <= SETTLED)) {
      direct = directResponse(liouvillian, floors);
      return direct(rhs);
    }
    if (converged) return packed;
    throw new InputError(
      `the derivative of a steady state of ${n} levels was not reached in ${iterations} iterations (residual ${residual.toExponential(1)}): take a weaker coupling`,
      "not-converged",
    );
  };
}

/** −[A, X + iY] */
function carriedAlong(rotation: Float64Array, { real, imag }: Parts, n: number): Parts {
  const [ax, ay, x, y] = Array.from({ length: 4 }, () => new Float64Array(n * n));
  multiply(rotation, real, n, ax); // XA = −(AX)ᵀ
  multiply(rotation, imag, n, ay); // YA = (AY)ᵀ
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      x[a * n + b] = -ax[a * n + b] - ax[b * n + a];
      y[a * n + b] = ay[b * n + a] - ay[a * n + b];
    }
  }
  return { real: x, imag: y };
}

/** −i[V, X + iY] = [V, Y] − i[V, X], added to what the baths do. */
function addCommutator(source: Parts, hamiltonian: Float64Array, state: Parts, n: number): void {
  const product = new Float64Array(n * n);
  multiply(hamiltonian, state.imag, n, product); // YV = −(VY)ᵀ
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) source.real[a * n + b] += product[a * n + b] + product[b * n + a];
  }
  multiply(hamiltonian, state.real, n, product); // XV = (VX)ᵀ
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) source.imag[a * n + b] -= product[a * n + b] - product[b * n + a];
  }
}

/**
 * The derivative of Q_b = 2 Tr(H [S̃X, S]) = 2 Tr(S̃X [S, H]), where [S, H]_ca = S_ca (E_a − E_c):
 * dQ_b = 2 Tr((dS̃ X + S̃ dX) [S, H]) + 2 Tr(S̃X [S, V]).
 */
function heatChange(
  { operator, transition }: BathCoupling,
  moved: Float64Array,
  energies: Float64Array,
  hamiltonian: Float64Array,
  x: Float64Array,
  dx: Float64Array,
): number {
  const n = energies.length;
  const [still, fromRates, fromState, product] = Array.from({ length: 4 }, () => new Float64Array(n * n));
  multiply(transition, x, n, still);
  multiply(moved, x, n, fromRates);
  multiply(transition, dx, n, fromState);
  multiply(operator, hamiltonian, n, product); // VS = (SV)ᵀ
  let heat = 0;
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) {
      const ac = a * n + c;
      const ca = c * n + a;
      heat += (fromRates[ac] + fromState[ac]) * operator[ca] * (energies[a] - energies[c]);
      heat += still[ac] * (product[ca] - product[ac]);
    }
  }
  return 2 * heat;
}

/** V A Vᵀ for a symmetric A and eigenvectors in the rows of V. */
function toEnergyBasis(matrix: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  const turned = new Float64Array(n * n);
  multiply(vectors, matrix, n, half);
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) turned[b * n + a] = half[a * n + b];
  multiply(vectors, turned, n, half);
  return half;
}

function add(to: Float64Array, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += what[i];
}
