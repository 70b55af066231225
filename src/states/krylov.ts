// The steady state of a larger sector without ever writing L down: GMRES on the n² packed real unknowns (X_ab for a ≥ b,
// Y_ab for a < b), with what the equation itself knows to undo most of L as the preconditioner.

import type { Floors, Preconditioned, Preconditioner } from "../equations/liouvillian";
import { unpackState } from "../equations/packing";
import { arrays, zeros } from "../numerics/arrays";
import { toSectorBasis } from "../numerics/basis-change";
import { type ComplexMatrix, inSectorBasis } from "../numerics/complex";
import { frobenius, noise } from "../numerics/entries";
import { type GmresLimits, type GmresResult, gmres, krylovSpace, mostVectors } from "../numerics/gmres";
import type { LinearMap } from "../numerics/matmul";
import type { Functional, StateErrors } from "./accuracy";

/** What the iterative solver returns; ρ = X + iY in the energy basis. */
export interface KrylovSolution {
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  /** largest entry of dρ/dt, where it is known */
  readonly derivative?: number;
  /** as in {@link DirectSolver} */
  readonly errors: (floors: Floors) => StateErrors;
}

const TOLERANCE = 1e-13;
const ACCEPTABLE = 1e-10;
/** What a larger residual leaves open, the direct solution settles where there is room for it. */
export const SETTLED = 1e-12;
const MAX_ITERATIONS = 600;
/** what is asked of the response to random errors: a part of the component that a single direction has in them */
const RESOLVED = 0.01;
/** from here what is amplified is rounding alone */
const SINGULAR = 1e12;
/** from here a space of floats is not asked how much is amplified */
const LOST = 30;
/** a norm from a Krylov space is a lower bound, and close to the norm for a random start */
const ESTIMATE = 3;
/** so many currents of a kind are not all missed by chance */
const SEVERAL = 4;

/** Solves L ρ = 0 with Tr ρ = 1 over all n² unknowns. */
export function solveKrylov(liouvillian: Preconditioned): KrylovSolution {
  const n = Math.sqrt(liouvillian.size);
  let solver: KrylovSolver | undefined = krylovSolver(liouvillian, false);
  const { packed, ...outcome } = solver.solve((b) => {
    b[0] = 1; // the first equation is Tr ρ = 1
  });
  const [real, imag] = arrays(2, n * n);
  unpackState(packed, n, real, imag);
  const errors = (floors: Floors): StateErrors => {
    const last = solver ?? krylovSolver(liouvillian, false);
    solver = undefined; // what it is kept in may be most of the memory there is
    return krylovErrors(n, last, floors, outcome);
  };
  return { real, imag, ...outcome, errors };
}

/**
 * What a state can be wrong by if the equations are wrong by so much, and how its own solution went.
 *
 * What the equations hardly move is not in the space that they make from Tr ρ = 1, so a state that is not unique would go
 * unnoticed there. It is in the space of random errors; the response to these also shows in which direction errors go.
 */
export function krylovErrors(
  n: number,
  { solve, preconditioner }: KrylovSolver,
  floors: Floors,
  solved: Pick<GmresResult, "residual" | "amplification"> = { residual: 0, amplification: 1 },
): StateErrors {
  const { real, imag, populations = real } = floors.together ?? floors;
  const response = solve((rhs) => {
    for (let a = 0, i = 0; a < n; a++)
      for (let b = 0; b < n; b++, i++) rhs[i] = (a === b ? populations : a > b ? real : imag) * noise(i);
    rhs[0] = 0;
  }, RESOLVED / n);
  const { packed } = response;
  const { residual } = solved;
  // what the equations hardly move, the solution itself may have come by: its space reaches deeper
  const seen = Math.max(response.amplification, solved.amplification);
  const amplification = response.converged ? seen : Number.POSITIVE_INFINITY;
  const reach = preconditioner.reach(floors);
  const singular = !(amplification < SINGULAR && reach < 1);
  const left = ESTIMATE * amplification * residual;
  const error = ESTIMATE * amplification * reach + left;
  const twice = Math.SQRT2; // of an entry off the diagonal there are two
  let unpacked: Float64Array[] | undefined;
  let turned: ComplexMatrix | undefined;
  const changeOf = ({ inSector, coefficients }: Functional): number => {
    let change = 0;
    if (!unpacked) {
      unpacked = arrays(2, n * n);
      unpackState(packed, n, unpacked[0], unpacked[1]);
    }
    const [x, y] = unpacked;
    if (inSector) {
      const { places, real: c, imag: d, vectors } = inSector;
      turned ??= changeInSector(x, y, vectors, n);
      for (let k = 0; k < places.length; k++) {
        change += 2 * d[k] * (turned.imag as Float64Array)[places[k]];
        if (c) change += 2 * c[k] * turned.real[places[k]];
      }
    } else {
      const { real: c, imag: d } = coefficients();
      for (let i = 0; i < n * n; i++) {
        if (c) change += c[i] * x[i];
        if (d) change += d[i] * y[i];
      }
    }
    return Math.abs(change);
  };
  // errors of norm one in the equations do to Σ c X + Σ d Y no more than random ones of size one do on average: of several of a
  // kind the most, since one alone may be missed by chance. Where all is in a single direction, as much of it as there may be
  const of = (functionals: Iterable<Functional>): number[] => {
    const sizes: number[] = [];
    const gains: number[] = [];
    for (const functional of functionals) {
      sizes.push(functional.size);
      gains.push(functional.size > 0 ? changeOf(functional) / functional.size : 0);
    }
    const alone = sizes.length < SEVERAL;
    const most = Math.max(...gains);
    const part = ESTIMATE ** 2 * (1 + error / frobenius(packed));
    return sizes.map((size, k) => {
      const gain = alone ? ESTIMATE * gains[k] : most;
      return size * Math.min(twice * error, part * gain + twice * left);
    });
  };
  return { populations: error, real: twice * error, imag: twice * error, of, singular };
}

/** X + iY in the sector basis; where H is real, Y alone is asked for. */
function changeInSector(x: Float64Array, y: Float64Array, vectors: ComplexMatrix, n: number): ComplexMatrix {
  if (vectors.imag) return inSectorBasis({ real: x, imag: y }, vectors, n);
  return { real: x, imag: toSectorBasis(y, vectors.real, n) };
}

/** The equations L x = b, the first of them replaced by the trace, ready to be solved for any right side. */
export interface KrylovSolver {
  readonly preconditioner: Preconditioner;
  /** the solution of L x = b, where the first equation is Tr x = b[0], for a b that `write` puts into zeros */
  readonly solve: (
    write: (b: Float64Array) => void,
    tolerance?: number,
  ) => GmresResult & {
    readonly packed: Float64Array;
    /** largest entry of L x − b, where it is known */
    readonly derivative?: number;
  };
}

/**
 * Sets up preconditioner and products once, for one or more right sides.
 *
 * @param lasting false gives a solver that is good until the next one is made
 */
export function krylovSolver(liouvillian: Preconditioned, lasting = true): KrylovSolver {
  const { size, trace } = liouvillian;
  const most = { floats: mostVectors(size / 2), doubles: mostVectors(size, 10) };
  const limited = (tolerance: number, restart: number): GmresLimits => ({
    tolerance,
    acceptable: Math.max(ACCEPTABLE, tolerance),
    maxIterations: MAX_ITERATIONS,
    restart,
  });
  const resident = liouvillian.resident?.(most, lasting);
  if (resident) {
    const solve: KrylovSolver["solve"] = (write, tolerance = TOLERANCE) => {
      let outcome = gmres(resident.space(write, "floats"), limited(tolerance, most.floats));
      const unclear = tolerance < SETTLED && !(outcome.residual <= SETTLED);
      if (unclear || !(outcome.amplification < LOST) || !outcome.converged)
        outcome = gmres(resident.space(write, "doubles"), limited(tolerance, most.doubles));
      return { packed: resident.solution(), derivative: resident.left(), ...outcome };
    };
    return { preconditioner: resident, solve };
  }
  const preconditioner = liouvillian.preconditioner();
  const { precondition } = preconditioner;
  const apply: LinearMap = (x, out) => {
    liouvillian.apply(x, out);
    let sum = 0;
    for (let k = 0; k < trace.length; k++) sum += x[trace[k]];
    out[trace[0]] = sum;
  };
  const solve: KrylovSolver["solve"] = (write, tolerance = TOLERANCE) => {
    const [rhs, packed] = [zeros(size), zeros(size)];
    write(rhs);
    precondition(rhs, packed); // what the rate equation and each coherence alone would give
    return {
      packed,
      ...gmres(krylovSpace(apply, precondition, rhs, packed), limited(tolerance, mostVectors(size))),
    };
  };
  return { preconditioner, solve };
}
