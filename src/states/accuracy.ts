// How far a steady state that was found with doubles can be trusted. What the equations L ρ = 0 are wrong by is known
// from what their entries are made of; how much of it reaches the state, the solver tells. In norms:
//   S and V are orthogonal to u = 8 √n 2⁻⁵³, and H = Vᵀ E V to u ‖H‖, so that the equations leave
//     u (4 Σ_b max W_b + 2 ‖H‖ Σ_b max |W_b′|) ‖ρ‖  of the dissipator and  2u ‖H‖ ‖Y‖ of dX, 2u ‖H‖ ‖X‖ of dY.
// With δX the error of X, a heat current Q_b = 2 Tr(X [S, H] S̃) is wrong by at most 2 (E_n − E_1) max W_b √n ‖δX‖, one
// along the ring, −2 Tr(Y h h′), by ‖[h, h′]‖ √n ‖δY‖.

import type { BathCoupling, RedfieldGenerator } from "../equations/generator";
import type { Floors } from "../equations/liouvillian";
import type { SpinModel } from "../model/model";
import { heatThroughSites } from "../model/operators";
import { arrays } from "../numerics/arrays";
import { degenerateWidth } from "../numerics/eigenspaces";
import { diagonal, total } from "../numerics/entries";
import { multiply, transpose } from "../numerics/matmul";

/** Bounds of what a state is wrong by: any population, and the Frobenius norms of X and Y. */
export interface StateErrors {
  readonly populations: number;
  readonly real: number;
  readonly imag: number;
  /** the same of Σ_ab c_ab X_ab or Σ_ab c_ab Y_ab, where the solver can tell: closer than by the norms, but not for free */
  readonly of?: (functional: Functional) => number;
  /** whether nothing at all is known: another state solves the equations as well */
  readonly singular?: boolean;
}

/** Coefficients c, n × n in the energy basis, of the entries of X or of Y. */
export interface Functional {
  readonly of: "real" | "imag";
  readonly coefficients: Float64Array;
  /** the same before it was brought into the energy basis, of those of Y */
  readonly inSector?: SectorFunctional;
}

/** Coefficients c_ij = −c_ji of the entries of Y in the basis of the sector, where few of them are not zero. */
interface SectorFunctional {
  /** i n + j of those with i > j */
  readonly places: readonly number[];
  readonly values: readonly number[];
  /** eigenvectors in rows */
  readonly vectors: Float64Array;
}

/** How far a steady state can be trusted, both bounds and not estimates. */
export interface Accuracy {
  /** the largest error of a population, a probability */
  readonly populations: number;
  /**
   * the largest error of a heat current over the gross flow Σ_ac |E_a − E_c| 2 S_ac² W(E_a − E_c) p_c,
   * dimensionless
   */
  readonly currents: number;
}

/** Relative error of the Lamb shift's integrals. */
const QUADRATURE = 1e-10;

const unit = (n: number): number => 8 * Math.sqrt(n) * 2 ** -53;

/** ‖H‖, less what all levels share. */
const norm = ({ levels }: Sizes): number =>
  Math.max(Math.abs(levels[0]), Math.abs(levels[levels.length - 1]));

/**
 * What the equations of a generator are wrong by for a state X + iY that solves them up to a residual.
 *
 * @param residual largest entry of dρ/dt
 */
export function equationFloors(
  generator: RedfieldGenerator,
  real: Float64Array,
  imag: Float64Array,
  residual: number,
): Floors {
  const { size: n } = generator;
  return floorsOf(generator, largestRow(real, n), largestRow(imag, n), residual);
}

/** Of a generator what bounds are made from. */
export type Sizes = Pick<RedfieldGenerator, "size" | "levels"> & {
  readonly couplings: readonly Pick<BathCoupling, "fastest" | "steepest" | "shift">[];
};

/** The same, from the largest sums of |X_ab| and |Y_ab| along a row. */
export function floorsOf(generator: Sizes, x: number, y: number, residual: number): Floors {
  const { size: n, couplings } = generator;
  let dissipator = 0;
  let shifts = 0;
  for (let b = 0; b < couplings.length; b++) {
    const { fastest, steepest, shift } = couplings[b];
    dissipator += 4 * fastest + 2 * norm(generator) * steepest;
    if (shift) shifts += 4 * largestRow(shift, n);
  }
  const rounding = (unit(n) * (dissipator + shifts) + QUADRATURE * shifts) * (x + y) + residual;
  const turn = 2 * unit(n) * norm(generator);
  return { real: rounding + turn * y, imag: rounding + turn * x };
}

function largestRow(matrix: Float64Array, n: number): number {
  let largest = 0;
  for (let a = 0, at = 0; a < n; a++) {
    let sum = 0;
    for (let b = 0; b < n; b++, at++) sum += Math.abs(matrix[at]);
    if (sum > largest) largest = sum;
  }
  return largest;
}

/**
 * The bounds of what is read from a state with the real part X.
 *
 * @param asked where the norms leave more open than this, every current is asked for by itself
 */
export function stateAccuracy(
  generator: RedfieldGenerator,
  model: SpinModel,
  real: Float64Array,
  gross: readonly number[],
  errors: StateErrors,
  asked: number,
): Accuracy {
  const { size: n, levels, couplings } = generator;
  const byNorms = accuracyByNorms(generator, model, largestMixing(generator, real), gross, errors);
  const flow = gross.reduce((sum, heat) => sum + heat, 0);
  if (byNorms.currents <= asked + 2 ** -52 || !errors.of || !(flow > 0)) return byNorms;
  const root = Math.sqrt(n);
  const spread = levels[n - 1] - levels[0];
  let currents = 0;
  for (let b = 0; b < couplings.length; b++) {
    const error =
      errors.of(heatFunctional(generator, b)) + 4 * spread * couplings[b].fastest * root * unit(n);
    if (error > 0) currents = Math.max(currents, error / gross[b]);
  }
  for (const functional of siteFunctionals(generator, model)) {
    const size = Math.sqrt(functional.inSector.values.reduce((sum, value) => sum + 2 * value * value, 0));
    currents = Math.max(currents, (errors.of(functional) + size * unit(n)) / flow);
  }
  return { ...byNorms, currents: currents + 2 ** -52 };
}

/**
 * The bounds that norms alone give.
 *
 * @param mixing the largest Σ_b |X_ab| / |E_a − E_b|: eigenvectors are turned into each other by what H is rounded by over the
 *   gap, θ, which moves p_a by 2 θ |X_ab|
 */
export function accuracyByNorms(
  generator: Sizes,
  model: SpinModel,
  mixing: number,
  gross: ArrayLike<number>,
  errors: StateErrors,
): Accuracy {
  const { size: n, levels, couplings } = generator;
  const root = Math.sqrt(n);
  const spread = levels[n - 1] - levels[0];
  let currents = 0;
  let flow = 0;
  for (let b = 0; b < couplings.length; b++) {
    flow += gross[b];
    const error = 2 * spread * couplings[b].fastest * root * (errors.real + 2 * unit(n));
    if (error > 0) currents = Math.max(currents, error / gross[b]);
  }
  const along = strongestCurrent(model) * root * (errors.imag + unit(n));
  if (flow > 0) currents = Math.max(currents, along / flow);
  const mixed = 2 * unit(n) * norm(generator) * mixing;
  return { populations: errors.populations + mixed + 2 ** -52, currents: currents + 2 ** -52 };
}

function largestMixing({ size: n, levels }: RedfieldGenerator, real: Float64Array): number {
  const one = degenerateWidth(levels);
  let largest = 0;
  for (let a = 0; a < n; a++) {
    let moved = 0;
    for (let b = 0; b < n; b++) {
      const gap = Math.abs(levels[a] - levels[b]);
      if (gap > one) moved += Math.abs(real[a * n + b]) / gap;
    }
    if (moved > largest) largest = moved;
  }
  return largest;
}

/** Q_b = Σ_dc X_dc 2 Σ_a (E_a − E_c) S_ca S̃_ad */
function heatFunctional({ size: n, levels, couplings }: RedfieldGenerator, b: number): Functional {
  const { operator, transition } = couplings[b];
  const [turned, coefficients] = arrays(2, n * n);
  for (let c = 0, ca = 0; c < n; c++) {
    for (let a = 0; a < n; a++, ca++) turned[ca] = 2 * operator[ca] * (levels[a] - levels[c]);
  }
  multiply(turned, transition, n, coefficients);
  return { of: "real", coefficients };
}

/** The heat currents through the sites, from bond to bond. */
function* siteFunctionals(
  { size: n, vectors }: RedfieldGenerator,
  model: SpinModel,
): Generator<Functional & Required<Pick<Functional, "inSector">>> {
  for (const current of heatThroughSites(model)) {
    // Tr(Y K) = ½ Σ_ij Y_ij (K_ji − K_ij)
    const places: number[] = [];
    const values: number[] = [];
    for (let i = 0; i < n; i++) {
      for (let j = 0, ij = i * n, ji = i; j < i; j++, ij++, ji += n) {
        if (current[ij] === current[ji]) continue;
        places.push(ij);
        values.push((current[ji] - current[ij]) / 2);
      }
    }
    const inSector = { places, values, vectors };
    yield {
      of: "imag",
      inSector,
      get coefficients() {
        return toEnergyBasis(inSector, n);
      },
    };
  }
}

function toEnergyBasis({ places, values, vectors }: SectorFunctional, n: number): Float64Array {
  const [coefficients, half, product] = arrays(3, n * n);
  places.forEach((ij, k) => {
    coefficients[ij] = values[k];
    coefficients[(ij % n) * n + Math.floor(ij / n)] = -values[k];
  });
  multiply(vectors, coefficients, n, half);
  multiply(half, transpose(vectors, n), n, product);
  return product;
}

/**
 * ‖[h, h′]‖ at most, for two bonds that meet: of h = J (σˣσˣ + σʸσʸ) + Δ n n + …, only what the other one's exchange moves
 * does not commute with it.
 */
function strongestCurrent({ bonds, fields }: SpinModel): number {
  let [exchange, interaction, field] = [0, 0, 0];
  for (let i = 0; i < bonds.length; i++) {
    exchange = Math.max(exchange, 2 * Math.abs(bonds[i].exchange));
    interaction = Math.max(interaction, Math.abs(bonds[i].interaction));
  }
  for (let l = 0; l < fields.length; l++) field = Math.max(field, Math.abs(fields[l]));
  return 2 * exchange * (exchange + interaction + 2 * field);
}

/** By how much a matrix is seen to be no density matrix. */
export interface Defects {
  readonly traceError: number;
  readonly hermiticityError: number;
}

/** Those of ρ = X + iY. */
export function defectsOf(real: Float64Array, imag: Float64Array): Defects {
  const n = Math.sqrt(real.length);
  return { traceError: traceError(real, n), hermiticityError: hermiticityError(real, imag, n) };
}

/** The bounds, or what trace, Hermiticity and energy balance are seen to be off by where that is more. */
export function observedErrors(
  { populations, currents }: Accuracy,
  { traceError, hermiticityError }: Defects,
  bathHeat: Float64Array,
  gross: readonly number[],
): Accuracy {
  let flow = 0;
  for (let b = 0; b < gross.length; b++) flow += gross[b];
  return {
    populations: Math.max(populations, traceError, hermiticityError),
    currents: flow > 0 ? Math.max(currents, Math.abs(total(bathHeat)) / flow) : currents,
  };
}

/** |Tr ρ − 1| */
export function traceError(real: Float64Array, n: number): number {
  return Math.abs(total(diagonal(real, n)) - 1);
}

/** The largest |ρ_ab − ρ_ba*| of ρ = X + iY. */
export function hermiticityError(real: Float64Array, imag: Float64Array, n: number): number {
  let worst = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const x = Math.abs(real[a * n + b] - real[b * n + a]);
      const y = Math.abs(imag[a * n + b] + imag[b * n + a]);
      worst = Math.max(worst, x, y);
    }
  }
  return worst;
}
