// An equation of motion as solvers see it, dx/dt = L x over real unknowns: whatever it is that moves them, a state does not
// change any more where L x = 0, and of those equations one is missing, in whose place Tr ρ stands.
import type { KrylovSpace } from "../numerics/gmres";
import type { LinearMap } from "../numerics/matmul";
import type { Kernel } from "../numerics/wasm";

/** A linear equation of motion, dx/dt = L x. */
export interface Liouvillian {
  /** number of unknowns */
  readonly size: number;
  /** out = L x */
  readonly apply: LinearMap;
  /** the places of the populations, which add up to Tr ρ; the equation of the first of them follows from the others */
  readonly trace: Int32Array;
  /** what the unknowns are */
  readonly unknowns: () => Unknowns;
  /** writes L, size × size; returns the largest entry of it but for the turning of coherences */
  readonly writeMatrix: (out: Float64Array) => number;
  /** the same equations in blocks, where X and Y have nothing to do with each other but for their turning */
  readonly blocks?: TurningBlocks;
}

/** One that can be solved by iterations. */
export interface Preconditioned extends Liouvillian {
  /** what undoes the largest part of L, the trace in its place */
  readonly preconditioner: () => Preconditioner;
  /**
   * the equations, the trace in its place, and P⁻¹ in the memory of a WebAssembly kernel, with the same solution; undefined
   * where there is none
   *
   * @param lasting false takes the memory that the next equations take as well
   */
  readonly resident?: (most: MostVectors, lasting: boolean) => ResidentEquations | undefined;
}

/** How many vectors of each kind of numbers a space keeps at most. */
export interface MostVectors {
  readonly floats: number;
  readonly doubles: number;
}

/** Entries of ρ = X + iY: unknown i is X_ab for a = rows[i] ≥ b = columns[i], and Y_ab for a < b. */
export interface Unknowns {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** What the equations are wrong by: those of X, those of Y, and those of the populations alone where that is less. */
export interface Floors {
  readonly real: number;
  readonly imag: number;
  readonly populations?: number;
  /** all of them together, as Frobenius norms: by far less than as many times the largest */
  readonly together?: Omit<Floors, "together">;
}

/** P⁻¹ for a matrix P that is close to L. */
export interface Preconditioner {
  /** out = P⁻¹v */
  readonly precondition: LinearMap;
  /** ‖P⁻¹e‖ at most, for errors e of the equations */
  readonly reach: (floors: Floors) => number;
}

/** Equations A x = b and P⁻¹ where iterations run over them without leaving. */
export interface ResidentEquations extends Preconditioner {
  /** a space for a right side, which `write` puts into zeros, with x = P⁻¹b to begin with */
  readonly space: (write: (b: Float64Array) => void, numbers: keyof MostVectors) => KrylovSpace;
  /** x */
  readonly solution: () => Float64Array;
  /** largest entry of the last b − A x, and of what the trace stands in the place of */
  readonly left: () => number;
}

/**
 * L for the pairs i = (a > b) of n levels, D_i = E_a − E_b:
 *   dx  =  D∘y    + A_xx x + A_xp p           x: X_ab
 *   dy  = −D∘x    + B y                       y: Y_ab
 *   dp  =           A_px x + A_pp p           p: populations X_aa
 */
export interface TurningBlocks {
  /** E_1 ≤ E_2 ≤ … */
  readonly levels: Float64Array;
  /** the fastest rate */
  readonly fastest: number;
  /** writes A_x and A_p, one above the other, m × m with m = n(n−1)/2 + n, and B; pairs in the order of {@link pairsOf} */
  readonly write: (real: Float64Array, imag: Float64Array) => void;
  /** the same within the memory of a WebAssembly kernel */
  readonly resident?: ResidentBlocks;
}

/** What writes blocks where a kernel finds them. */
export interface ResidentBlocks {
  /** how many doubles it works in */
  readonly room: number;
  /** writes A and B to their places, in doubles; `free` is where it may work */
  readonly write: (kernel: Kernel, real: number, imag: number, free: number) => void;
}
