// The steady state of a larger sector without ever writing the generator down: GMRES on the n² packed real
// unknowns (X_ab for a ≥ b, Y_ab for a < b), each application a few n × n matrix products. The preconditioner
// solves the two things that dominate at weak coupling exactly: the Pauli rate equation of the populations
// and, for every pair of levels alone, rotation and decay of its coherence.

import { dissipator, type RedfieldGenerator } from "../equations/generator";
import { unpackState } from "../equations/packing";
import { arrays } from "../numerics/arrays";
import { type GmresResult, gmres, type LinearMap } from "../numerics/gmres";
import { luCondition, luFactor, luSolve } from "../numerics/lu";
import type { Floors, Functional, StateErrors } from "./accuracy";

/** What the iterative solver returns; ρ = X + iY in the energy basis. */
export interface KrylovSolution {
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  /** as in {@link DirectSolver} */
  readonly errors: (floors: Floors) => StateErrors;
}

const TOLERANCE = 1e-13;
const ACCEPTABLE = 1e-10;
/** What a larger residual leaves open, the direct solution settles where there is room for it. */
export const SETTLED = 1e-12;
const MAX_ITERATIONS = 600;
/** bytes for the vectors of the Krylov space */
const SPACE = 2.5e8;
/** what is asked of the response to random errors: a part of the component that a single direction has in them */
const RESOLVED = 0.01;
/** from here what is amplified is rounding alone */
const SINGULAR = 1e12;
/** a norm from a Krylov space is a lower bound, and close to the norm for a random start */
const ESTIMATE = 3;

/** Solves L ρ = 0 with Tr ρ = 1 for the full (non-secular) Redfield equation. */
export function solveKrylov(generator: RedfieldGenerator): KrylovSolution {
  const { size: n } = generator;
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  const solver = krylovSolver(generator);
  const rhs = new Float64Array(n * n);
  rhs[0] = 1; // the first equation is Tr ρ = 1
  const { packed, ...outcome } = solver.solve(rhs);
  unpackState(packed, n, real, imag);
  return { real, imag, ...outcome, errors: (floors) => krylovErrors(n, solver, floors, outcome.residual) };
}

/**
 * What a state can be wrong by if the equations are wrong by so much, and left a preconditioned residual.
 *
 * What the equations hardly move is not in the space that they make from Tr ρ = 1, so a state that is not unique would go
 * unnoticed there. It is in the space of random errors; the response to these also shows in which direction errors go.
 */
export function krylovErrors(
  n: number,
  { solve, preconditioner }: KrylovSolver,
  { real, imag }: Floors,
  residual: number,
): StateErrors {
  const rhs = Float64Array.from(
    { length: n * n },
    (_, i) => (Math.floor(i / n) >= i % n ? real : imag) * noise(i),
  );
  rhs[0] = 0;
  const response = solve(rhs, RESOLVED / n);
  const { packed } = response;
  const amplification = response.converged ? response.amplification : Number.POSITIVE_INFINITY;
  const { entry, norm } = preconditioner.reach({ real, imag });
  const singular = !(amplification < SINGULAR && entry < 1);
  const error = ESTIMATE * amplification * (entry + residual);
  const all = ESTIMATE * amplification * (norm + residual);
  let moved = 0;
  for (let k = 0; k < n; k++) moved = Math.max(moved, Math.abs(packed[k * (n + 1)]));
  const [x, y] = arrays(2, n * n);
  unpackState(packed, n, x, y);
  const of = ({ of: part, coefficients }: Functional): number => {
    const state = part === "real" ? x : y;
    let change = 0;
    for (let i = 0; i < n * n; i++) change += coefficients[i] * state[i];
    return (ESTIMATE * error * Math.abs(change)) / moved;
  };
  return { populations: error, real: all, imag: all, of, singular };
}

/** Numbers from −1 to 1 without a pattern, the same at every run: the fractions of multiples of the golden ratio, mixed. */
function noise(i: number): number {
  const x = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  const y = Math.imul(x ^ (x >>> 15), 0x85ebca6b) >>> 0;
  return 2 * ((y ^ (y >>> 13)) / 2 ** 32) - 1;
}

/** The equations of a generator, ready to be solved for any right side. */
export interface KrylovSolver {
  readonly preconditioner: Preconditioner;
  /** the packed solution of L x = rhs, where the first equation is Tr x = rhs[0] */
  readonly solve: (rhs: Float64Array, tolerance?: number) => GmresResult & { readonly packed: Float64Array };
}

/** Sets up preconditioner and products once, for one or more right sides. */
export function krylovSolver(generator: RedfieldGenerator): KrylovSolver {
  const { size: n } = generator;
  const preconditioner = pauliPreconditioner(generator);
  const { precondition } = preconditioner;
  const apply = packedGenerator(generator);
  const restart = Math.max(20, Math.min(200, Math.floor(SPACE / (8 * n * n))));
  const solve: KrylovSolver["solve"] = (rhs, tolerance = TOLERANCE) => {
    const packed = new Float64Array(n * n);
    precondition(rhs, packed); // what the rate equation and each coherence alone would give
    const limits = {
      tolerance,
      acceptable: Math.max(ACCEPTABLE, tolerance),
      maxIterations: MAX_ITERATIONS,
      restart,
    };
    return { packed, ...gmres(apply, precondition, rhs, packed, limits) };
  };
  return { preconditioner, solve };
}

// dX = D∘Y + R[X], dY = −D∘X + R[Y], entry (0,0) ← Tr X
function packedGenerator(generator: RedfieldGenerator): LinearMap {
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
    let trace = 0;
    for (let a = 0; a < n; a++) {
      trace += packed[a * n + a];
      out[a * n + a] = flow[a * n + a];
      for (let b = 0; b < a; b++) {
        const [ab, ba] = [a * n + b, b * n + a];
        const gap = levels[a] - levels[b];
        out[ab] = -gap * packed[ba] + (flow[ab] + flow[ba]) / 2;
        out[ba] = gap * packed[ab] + (flow[ba] - flow[ab]) / 2;
      }
    }
    out[0] = trace;
  };
}

interface Preconditioner {
  readonly precondition: LinearMap;
  /** P⁻¹e for errors e of the equations: its largest entry and its Frobenius norm at most */
  readonly reach: (floors: Floors) => { readonly entry: number; readonly norm: number };
}

function pauliPreconditioner({ size: n, levels, couplings, decay }: RedfieldGenerator): Preconditioner {
  // rate equation dp_a/dt = Σ_c 2 S_ac S̃_ac p_c − 2 M_aa p_a, its first line replaced by Σ p = 1
  // every diagonal from what the level loses to the others, which rounding errors cannot drown
  const rates = new Float64Array(n * n);
  const scale = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    for (let a = 0; a < n; a++) {
      let rate = 0;
      for (const { operator, transition } of couplings)
        rate += 2 * operator[a * n + c] * transition[a * n + c];
      scale[a] = Math.max(scale[a], rate); // with c = a, as the products of packedGenerator round by it
      if (a === c) continue;
      rates[a * n + c] = rate;
      rates[c * n + c] -= rate;
    }
  }
  scale[0] = 1;
  rates.fill(1, 0, n);
  for (let i = n; i < n * n; i++) rates[i] /= scale[Math.floor(i / n)] || 1;
  const rows = new Int32Array(n);
  const singular = luFactor(rates, n, rows) === 0;
  const work = arrays(4, n);
  const [rhs, p] = work;
  // each coherence alone: (own + cross) X_ab + D_ab Y_ab = dX_ab,  (own − cross) Y_ab − D_ab X_ab = dY_ab; its inverse
  // has (own − cross) and (own + cross), below and above the diagonal of `damping`, and D_ab, all over the determinant
  const [damping, rotation] = arrays(2, n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const [aa, bb, ab, ba] = [a * n + a, b * n + b, a * n + b, b * n + a];
      let own = -decay[aa] - decay[bb];
      let cross = 0;
      for (const { operator: s, transition: t } of couplings) {
        own += t[aa] * s[bb] + s[aa] * t[bb];
        cross += t[ab] * s[ba] + s[ab] * t[ba];
      }
      const gap = levels[a] - levels[b];
      const determinant = (own + cross) * (own - cross) + gap * gap || 1;
      damping[ab] = (own - cross) / determinant;
      damping[ba] = (own + cross) / determinant;
      rotation[ab] = gap / determinant;
    }
  }

  const precondition: LinearMap = (v, out) => {
    for (let a = 0; a < n; a++) rhs[a] = v[a * n + a] / (scale[a] || 1);
    luSolve(rates, n, rows, rhs, p);
    for (let a = 0; a < n; a++) {
      out[a * n + a] = p[a];
      for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
        const dx = v[ab];
        const dy = -v[ba];
        out[ab] = damping[ab] * dx - rotation[ab] * dy;
        out[ba] = -(damping[ba] * dy + rotation[ab] * dx);
      }
    }
  };
  // largest entries and squares of the norms of damping and rotation
  let [damped, turned, damped2, turned2] = [0, 0, 0, 0];
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const size = Math.max(Math.abs(damping[ab]), Math.abs(damping[ba]));
      damped = Math.max(damped, size);
      turned = Math.max(turned, Math.abs(rotation[ab]));
      damped2 += 2 * size * size;
      turned2 += 2 * rotation[ab] * rotation[ab];
    }
  }
  const reach: Preconditioner["reach"] = ({ real, imag }) => {
    if (singular) return { entry: Number.POSITIVE_INFINITY, norm: Number.POSITIVE_INFINITY };
    const errors = scale.map((size, a) => (a === 0 ? 2 ** -53 : real / (size || 1)));
    const populations = luCondition(rates, n, rows, work, errors);
    const size = Math.hypot(real, imag);
    return {
      entry: populations + (damped + turned) * size,
      norm: Math.sqrt(n) * populations + (Math.sqrt(damped2) + Math.sqrt(turned2)) * size,
    };
  };
  return { precondition, reach };
}
