// How far a steady state that was found with doubles can be trusted. What the equations L ρ = 0 are wrong by is known
// from what their entries are made of; how much of it reaches the state, the solver tells. In norms:
//   S and V are orthogonal to u = 8 √n 2⁻⁵³, and H = Vᵀ E V to u ‖H‖, so that the equations leave
//     u (4 Σ_b max W_b + 2 ‖H‖ Σ_b max |W_b′|) ‖ρ‖  of the dissipator and  2u ‖H‖ ‖Y‖ of dX, 2u ‖H‖ ‖X‖ of dY.
// Row by row, where ‖ρ‖ is the largest sum of a row, this is what any one of the equations is wrong by; with the Frobenius norm of
// ρ it is the norm of all of them together, and what those of the populations are wrong by adds up to zero, as the trace is kept.
// With δX the error of X, a heat current Q_b = 2 Tr(X [S, H] S̃) is wrong by at most 2 (E_n − E_1) max W_b √n ‖δX‖, one
// along the ring, −2 Tr(Y h h′), by ‖[h, h′]‖ √n ‖δY‖.

import { type BathCoupling, isComplex, type RedfieldGenerator } from "../equations/generator";
import type { Floors } from "../equations/liouvillian";
import type { SpinModel } from "../model/model";
import { heatThroughSites } from "../model/operators";
import { adjoint, type ComplexMatrix, elementsBetween, multiplyComplex } from "../numerics/complex";
import { degenerateWidth } from "../numerics/eigenspaces";
import { diagonal, frobenius, largestRow, total } from "../numerics/entries";

/** Bounds of what a state is wrong by: any population, and the Frobenius norms of X and Y. */
export interface StateErrors {
  readonly populations: number;
  readonly real: number;
  readonly imag: number;
  /** the same of every {@link Functional}, where the solver can tell: closer than by the norms, but not for free */
  readonly of?: (functionals: Iterable<Functional>) => number[];
  /** whether nothing at all is known: another state solves the equations as well */
  readonly singular?: boolean;
}

/** Σ_ab c_ab X_ab + Σ_ab d_ab Y_ab with c in `real` and d in `imag`, n × n; a part that is left out is zero. */
export interface Coefficients {
  readonly real?: Float64Array;
  readonly imag?: Float64Array;
}

/** What is linear in a state. */
export interface Functional {
  /** Frobenius norm of c and d together */
  readonly size: number;
  /** in the energy basis */
  readonly coefficients: () => Coefficients;
  /** the same before it was brought there */
  readonly inSector?: SectorFunctional;
}

/** The same in the basis of the sector, where few of the coefficients are not zero. */
interface SectorFunctional {
  /** i n + j of those with i > j */
  readonly places: readonly number[];
  /** d_ij = −d_ji */
  readonly imag: readonly number[];
  /** c_ij = c_ji, where the current is read from X as well */
  readonly real?: readonly number[];
  /** eigenvectors in rows */
  readonly vectors: ComplexMatrix;
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
  const { size: n, vectorsImag } = generator;
  // what H is rounded by is complex where H is: it turns coherences into populations, and populations into coherences
  const off = vectorsImag && real.map((x, i) => (i % (n + 1) === 0 ? 0 : Math.hypot(x, imag[i])));
  const floors = (sizeOf: (matrix: Float64Array) => number, left: number): Floors => {
    const known = floorsOf(generator, sizeOf(real), sizeOf(imag), left);
    if (!off) return known;
    const any = known.real + known.imag;
    return { real: any, imag: any, populations: known.real + 2 * unit(n) * norm(generator) * sizeOf(off) };
  };
  const each = floors((matrix) => largestRow(matrix, n), residual);
  return { ...each, together: floors(frobenius, n * residual) };
}

/** Of a generator what bounds are made from. */
export type Sizes = Pick<RedfieldGenerator, "size" | "levels"> & {
  readonly couplings: readonly Pick<
    BathCoupling,
    "bath" | "fastest" | "steepest" | "shifted" | "transitionImag"
  >[];
};

/** The same, from the largest sums of |X_ab| and |Y_ab| along a row. */
export function floorsOf(generator: Sizes, x: number, y: number, residual: number): Floors {
  const { size: n, couplings } = generator;
  let dissipator = 0;
  let shifts = 0;
  for (let b = 0; b < couplings.length; b++) {
    const { fastest, steepest, shifted } = couplings[b];
    dissipator += 4 * fastest + 2 * norm(generator) * steepest;
    if (shifted) shifts += 4 * shifted;
  }
  const rounding = (unit(n) * (dissipator + shifts) + QUADRATURE * shifts) * (x + y) + residual;
  const turn = 2 * unit(n) * norm(generator);
  return { real: rounding + turn * y, imag: rounding + turn * x };
}

/**
 * The bounds of what is read from a state.
 *
 * @param model in the gauge of the generator
 * @param asked where the norms leave more open than this, every current is asked for by itself
 */
export function stateAccuracy(
  generator: RedfieldGenerator,
  model: SpinModel,
  rho: ComplexMatrix,
  gross: readonly number[],
  errors: StateErrors,
  asked: number,
): Accuracy {
  const { size: n, levels, couplings } = generator;
  const byNorms = accuracyByNorms(generator, model, largestMixing(generator, rho), gross, errors);
  const flow = gross.reduce((sum, heat) => sum + heat, 0);
  if (byNorms.currents <= asked + 2 ** -52 || !errors.of || !(flow > 0)) return byNorms;
  const root = Math.sqrt(n);
  const spread = levels[n - 1] - levels[0];
  let currents = 0;
  const ofHeat = errors.of(heatFunctionals(generator, gross.length));
  for (let b = 0; b < gross.length; b++) {
    const error = ofHeat[b] + 4 * spread * fastestOf(couplings, b) * root * unit(n);
    if (error > 0) currents = Math.max(currents, error / gross[b]);
  }
  const along = errors.of(siteFunctionals(generator, model));
  for (let k = 0; k < along.length; k++) currents = Math.max(currents, along[k] / flow);
  return { ...byNorms, currents: currents + (strongestCurrent(model) * root * unit(n)) / flow + 2 ** -52 };
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
  const both = Math.hypot(errors.real, errors.imag);
  const [ofHeat, ofCurrents] = isComplex(generator) ? [both, both] : [errors.real, errors.imag];
  let currents = 0;
  let flow = 0;
  for (let b = 0; b < gross.length; b++) {
    flow += gross[b];
    const error = 2 * spread * fastestOf(couplings, b) * root * (ofHeat + 2 * unit(n));
    if (error > 0) currents = Math.max(currents, error / gross[b]);
  }
  const along = strongestCurrent(model) * root * (ofCurrents + unit(n));
  if (flow > 0) currents = Math.max(currents, along / flow);
  const mixed = 2 * unit(n) * norm(generator) * mixing;
  return { populations: errors.populations + mixed + 2 ** -52, currents: currents + 2 ** -52 };
}

// of |ρ_ab| where H is complex, and with it what turns its eigenvectors
function largestMixing(
  { size: n, levels, vectorsImag }: RedfieldGenerator,
  { real, imag }: ComplexMatrix,
): number {
  const one = degenerateWidth(levels);
  let largest = 0;
  for (let a = 0; a < n; a++) {
    let moved = 0;
    for (let b = 0, ab = a * n; b < n; b++, ab++) {
      const gap = Math.abs(levels[a] - levels[b]);
      if (gap <= one) continue;
      moved += (vectorsImag && imag ? Math.hypot(real[ab], imag[ab]) : Math.abs(real[ab])) / gap;
    }
    if (moved > largest) largest = moved;
  }
  return largest;
}

/** Of all pairs of a bath together. */
function fastestOf(couplings: Sizes["couplings"], bath: number): number {
  let sum = 0;
  for (let k = 0; k < couplings.length; k++) if (couplings[k].bath === bath) sum += couplings[k].fastest;
  return sum;
}

/** Q_b = Re Σ_cd C_cd ρ_dc = Σ_cd (Re C_cd X_cd + Im C_cd Y_cd) with C_cd = 2 Σ_a (E_a − E_c) S_ca S̃_ad, S_ca for B†_ca */
function heatFunctional({ size: n, levels, couplings }: RedfieldGenerator, b: number): Functional {
  const [all, ...others] = couplings
    .filter(({ bath }) => bath === b)
    .map(({ operator, operatorImag, transition, transitionImag }) => {
      const contact = adjoint({ real: operator, imag: operatorImag }, n);
      for (const part of [contact.real, contact.imag]) {
        part?.forEach((s, i) => {
          part[i] = 2 * s * (levels[i % n] - levels[Math.floor(i / n)]);
        });
      }
      return multiplyComplex(contact, { real: transition, imag: transitionImag }, n);
    });
  for (const { real, imag } of others) {
    for (let i = 0; i < n * n; i++) {
      all.real[i] += real[i];
      if (all.imag && imag) all.imag[i] += imag[i];
    }
  }
  return {
    size: Math.hypot(frobenius(all.real), all.imag ? frobenius(all.imag) : 0),
    coefficients: () => all,
  };
}

function* heatFunctionals(generator: RedfieldGenerator, baths: number): Generator<Functional> {
  for (let b = 0; b < baths; b++) yield heatFunctional(generator, b);
}

/** The heat currents through the sites, from bond to bond. */
function* siteFunctionals(
  { size: n, vectors: real, vectorsImag }: RedfieldGenerator,
  model: SpinModel,
): Generator<Functional> {
  const vectors = { real, imag: vectorsImag };
  for (const current of heatThroughSites(model)) {
    const inSector = { ...sectorFunctional(current, n), vectors };
    const { real: c = [], imag: d } = inSector;
    yield {
      size: Math.sqrt(2 * [...c, ...d].reduce((sum, value) => sum + value * value, 0)),
      coefficients: () => currentCoefficients(elementsBetween(current, vectors, n), n),
      inSector,
    };
  }
}

/** Im Tr(ρK) = Σ_ij (Y_ij Re K_ji + X_ij Im K_ji) */
function currentCoefficients({ real, imag }: ComplexMatrix, n: number): Coefficients {
  const across = (part: Float64Array, sign: number): Float64Array => {
    const out = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) out[i * n + j] = (part[j * n + i] + sign * part[i * n + j]) / 2;
    }
    return out;
  };
  return { real: imag && across(imag, 1), imag: across(real, -1) };
}

function sectorFunctional({ real: x, imag: y }: ComplexMatrix, n: number): Omit<SectorFunctional, "vectors"> {
  const places: number[] = [];
  const imag: number[] = [];
  const real: number[] | undefined = y && [];
  for (let i = 0; i < n; i++) {
    for (let j = 0, ij = i * n, ji = i; j < i; j++, ij++, ji += n) {
      if (x[ij] === x[ji] && (!y || y[ij] === -y[ji])) continue;
      places.push(ij);
      imag.push((x[ji] - x[ij]) / 2);
      if (y) real?.push((y[ji] + y[ij]) / 2);
    }
  }
  return { places, imag, real };
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
