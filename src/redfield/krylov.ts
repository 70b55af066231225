// The steady state of a larger sector without ever writing the generator down: GMRES on the n² packed real
// unknowns (X_ab for a ≥ b, Y_ab for a < b), each application a few n × n matrix products. The preconditioner
// solves the two things that dominate at weak coupling exactly: the Pauli rate equation of the populations
// and, for every pair of levels alone, rotation and decay of its coherence.
import { arrays } from "../linalg/arrays";
import { type GmresResult, gmres, type LinearMap } from "../linalg/gmres";
import { luCondition, luFactor, luSolve } from "../linalg/lu";
import { dissipator, type RedfieldGenerator } from "./generator";
import { unpackState } from "./packing";

/** What the iterative solver returns; ρ = X + iY in the energy basis. */
export interface KrylovSolution {
  readonly real: Float64Array;
  readonly imag: Float64Array;
  /** estimated condition of the rate equation of the populations, infinite if it is singular */
  readonly condition: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
}

const TOLERANCE = 1e-13;
const ACCEPTABLE = 1e-10;
/** What a larger residual leaves open, the direct solution settles where there is room for it. */
export const SETTLED = 1e-12;
const MAX_ITERATIONS = 600;
/** bytes for the vectors of the Krylov space */
const SPACE = 2.5e8;

/** Solves L ρ = 0 with Tr ρ = 1 for the full (non-secular) Redfield equation. */
export function solveKrylov(generator: RedfieldGenerator): KrylovSolution {
  const { size: n } = generator;
  const real = new Float64Array(n * n);
  const imag = new Float64Array(n * n);
  const { condition, solve } = krylovSolver(generator);
  if (condition === Number.POSITIVE_INFINITY) {
    return { real, imag, condition, converged: false, iterations: 0, residual: Number.POSITIVE_INFINITY };
  }
  const rhs = new Float64Array(n * n);
  rhs[0] = 1; // the first equation is Tr ρ = 1
  const { packed, ...outcome } = solve(rhs);
  unpackState(packed, n, real, imag);
  return { real, imag, condition, ...outcome };
}

/** The equations of a generator, ready to be solved for any right side. */
export interface KrylovSolver {
  /** as in {@link KrylovSolution} */
  readonly condition: number;
  /** the packed solution of L x = rhs, where the first equation is Tr x = rhs[0] */
  readonly solve: (rhs: Float64Array) => GmresResult & { readonly packed: Float64Array };
}

/** Sets up preconditioner and products once, for one or more right sides. */
export function krylovSolver(generator: RedfieldGenerator): KrylovSolver {
  const { size: n } = generator;
  const { precondition, condition } = pauliPreconditioner(generator);
  const apply = packedGenerator(generator);
  const limits = {
    tolerance: TOLERANCE,
    acceptable: ACCEPTABLE + 1e-14 * condition,
    maxIterations: MAX_ITERATIONS,
    restart: Math.max(20, Math.min(200, Math.floor(SPACE / (8 * n * n)))),
  };
  const solve = (rhs: Float64Array): GmresResult & { packed: Float64Array } => {
    const packed = new Float64Array(n * n);
    precondition(rhs, packed); // what the rate equation and each coherence alone would give
    return { packed, ...gmres(apply, precondition, rhs, packed, limits) };
  };
  return { condition, solve };
}

// dX = D∘Y + R[X], dY = −D∘X + R[Y], entry (0,0) ← Tr X
function packedGenerator(generator: RedfieldGenerator): LinearMap {
  const { size: n, energies } = generator;
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
        const gap = energies[a] - energies[b];
        out[ab] = -gap * packed[ba] + (flow[ab] + flow[ba]) / 2;
        out[ba] = gap * packed[ab] + (flow[ba] - flow[ab]) / 2;
      }
    }
    out[0] = trace;
  };
}

function pauliPreconditioner({ size: n, energies, couplings, decay }: RedfieldGenerator): {
  precondition: LinearMap;
  condition: number;
} {
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
  const pivot = luFactor(rates, n, rows);
  const work = arrays(4, n);
  const [rhs, p] = work;
  const condition = pivot === 0 ? Number.POSITIVE_INFINITY : luCondition(rates, n, rows, work);

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
      const gap = energies[a] - energies[b];
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
  return { precondition, condition };
}
