// What every equation ends in: a density matrix ρ = X + iY, with what it was computed from and how far it can be trusted.
// All that is observed in it is read from there, ⟨O⟩ = Tr(ρO) first of all, and takes a state of any kind.
import type { Matrix } from "ml-matrix";
import type { Bath } from "../baths/bath";
import type { Exponent } from "../baths/exponents";
import type { EquationName } from "../equations/equation";
import { InputError, refuse, type Warning } from "../input/guards";
import { indexOfState, type SectorBasis } from "../model/basis";
import type { CheckedDrive } from "../model/drive";
import type { SpinModel } from "../model/model";
import { type PauliTerm, pauliTerms } from "../model/pauli-strings";
import { toSectorBasis } from "../numerics/basis-change";
import { inSectorBasis } from "../numerics/complex";
import { largest } from "../numerics/entries";
import type { PeriodicSeries } from "../numerics/fourier";
import type { Certificate, StateCertificate } from "./certificate";

/** A state of a model between its baths: a steady state, or one on its way. */
export interface State {
  /** the model that it is a state of, its defaults filled in */
  readonly model: SpinModel;
  /** the baths, their defaults filled in */
  readonly baths: readonly Bath[];
  /** the equation that it solves */
  readonly equation: EquationName;
  /** whether it solves it as it stands: without a secular approximation, without Lamb shift */
  readonly full: boolean;
  /** the largest difference of frequencies that a secular approximation keeps, in J; none without one */
  readonly secularCutoff?: number;
  /** whether it has the Lamb shift; left out without */
  readonly lambShift?: boolean;
  /** the n states with M spins up, or all 2^N, in the order that sector matrices have */
  readonly basis: SectorBasis;
  /** E_1 ≤ E_2 ≤ …, n numbers in J */
  readonly energies: Float64Array;
  /** the same less what all levels share, n numbers in J: their differences have all the digits there are */
  readonly levels: Float64Array;
  /** row k is eigenvector k in the sector basis, n × n, row after row; of a model with phases its real part */
  readonly vectors: Float64Array;
  /** the imaginary part of the same, where phases make it complex */
  readonly vectorsImag?: Float64Array;
  /** X in the energy basis, n × n, symmetric */
  readonly real: Float64Array;
  /** Y in the energy basis, n × n, antisymmetric */
  readonly imag: Float64Array;
  /**
   * Y in the sector basis, n × n, from which every current is read; where a gauge makes phases and σʸ real, in that gauge
   */
  readonly imagInSector: Float64Array;
  /** X in the sector basis, where no gauge makes the model real and currents are read from it, too */
  readonly realInSector?: Float64Array;
  /**
   * ρ_kk in the order of the energies, n probabilities; of a degenerate level the eigenvalues of ρ in its
   * eigenspace, descending
   */
  readonly populations: Float64Array;
  /** eigenvalues of ρ, n probabilities in descending order */
  readonly eigenvalues: Float64Array;
  /** Q_b = Tr(H R_b[ρ]), the heat current out of each bath, in the order of the baths and in J²/ħ */
  readonly bathHeat: Float64Array;
  /** how far it can be trusted; null where it speaks of steady states alone */
  readonly certificate: StateCertificate;
  /** what has to be said beside it: an empty list where nothing has */
  readonly warnings: readonly Warning[];
}

/** A state that does not change any more, Lρ = 0, or under a drive the mean over the period that it comes to. */
export interface SteadyState extends State {
  /** how far it can be trusted */
  readonly certificate: Certificate;
  /** φ_b, the heat along every bond, from → to, in J²/ħ; none where the equation does not promise `bondConservation` */
  readonly bondHeat?: Float64Array;
  /** how it was found, and its neighbours, of a state of the hierarchy */
  readonly hierarchy?: HierarchyReport;
  /** P, the mean power that a drive gives, Tr(∂_t H ρ), in J²/ħ: with the heat of all baths it adds up to 0 */
  readonly power?: number;
  /** one period of a driven state, from which its means are taken; `stateAt` is the state at one time of it */
  readonly period?: Period;
}

/** What is known of the hierarchy that a state was found with; plain data but for `neighbours`. */
export interface HierarchyReport {
  /** how many times the memory of the baths acts within one matrix, at most */
  readonly tier: number;
  /** how many exponentials all baths have together */
  readonly terms: number;
  /** the exponentials of every bath, given or fitted, as a description takes them */
  readonly exponents: readonly (readonly Exponent[])[];
  /** how many matrices there are, ρ among them: (terms + tier)! / (terms! tier!) */
  readonly matrices: number;
  /** products that the last tier took */
  readonly iterations: number;
  /** what the last tier changed in ρ, its largest entry, a probability */
  readonly change: number;
  /** what it was asked to change at most */
  readonly asked: number;
  /** the largest |W_fit − W| over the gaps of the model, over the largest W; null where exponents were given */
  readonly rateError: number | null;
  /** the largest heat from a bath, in J²/ħ, when all have one of the temperatures that they have; null where exponents were given */
  readonly restHeat: number | null;
  /** states beside it, from which errors are read */
  readonly neighbours: {
    /** one tier less */
    readonly before: SteadyState;
    /** Redfield's, with Lamb shift, of the fitted baths */
    readonly fitted?: SteadyState;
    /** the same of the baths themselves */
    readonly exact?: SteadyState;
    /** "corrected Redfield": the hierarchy's, less that of the fitted baths, and that of the baths themselves instead */
    readonly corrected?: SteadyState;
  };
}

/** One period of a driven state, from which all its means are taken. */
export interface Period {
  /** what drives it, an amplitude a bond */
  readonly drive: CheckedDrive;
  /** the model without the drive */
  readonly model: SpinModel;
  /** N, how many equidistant times there are in the series, a row of n × n numbers each */
  readonly times: number;
  /** ρ(t) in the sector basis */
  readonly rho: PeriodicSeries;
  /** S̃(t) of every bath in the sector basis */
  readonly transitions: readonly PeriodicSeries[];
  /** P_b, the mean power that the drive of each bond gives, in J²/ħ */
  readonly bondPower: Float64Array;
}
/** A state at a time: on its way to a steady state, or of the period of a drive. */
export interface EvolvedState extends State {
  /** t since the start, or since a drive had its amplitude, in ħ/J */
  readonly time: number;
  /** how it was found, of a state of the hierarchy: `change` and `iterations` are those of the way there */
  readonly hierarchy?: Omit<HierarchyReport, "restHeat" | "neighbours">;
}

/** A density matrix ρ = X + iY, n × n, row after row. */
export interface DensityMatrix {
  /** X, symmetric */
  readonly real: Float64Array;
  /** Y, antisymmetric */
  readonly imag: Float64Array;
}

/**
 * The density matrix of a state, ρ = X + iY with ρ_ij = ⟨i|ρ|j⟩.
 *
 * @param basis of its rows and columns: `"sites"` for the configurations of spins up and down, in the order of
 *   `state.basis.states` (see `stateLabel`), or `"energies"` for the levels, in the order of `state.energies`
 * @returns X and Y, each n × n and row after row; `evolve` starts from those of `"energies"`
 * @throws InputError for any other basis
 * @example densityMatrix(steadyState(ring, baths), "sites").real[0] // probability of the first configuration
 */
export function densityMatrix(state: State, basis: "sites" | "energies"): DensityMatrix {
  if (basis === "energies") return { real: state.real.slice(), imag: state.imag.slice() };
  if (basis !== "sites") refuse("basis", '"sites" or "energies"', basis);
  return inConfigurations(state);
}

/** ρ in the basis of configurations, in the gauge of the model as it was given. */
export function inConfigurations({
  basis,
  real,
  imag,
  vectors,
  vectorsImag,
}: Pick<State, "basis" | "real" | "imag" | "vectors" | "vectorsImag">): DensityMatrix {
  const turned = inSectorBasis({ real, imag }, { real: vectors, imag: vectorsImag }, basis.size);
  return { real: turned.real, imag: turned.imag as Float64Array };
}

/** A real n × n matrix: one of ml-matrix, or its entries row after row. */
export type RealMatrix = Matrix | ArrayLike<number>;

/**
 * An observable: a sum of products of Pauli matrices such as `"X1 X2 + 0.5 Z3"`, or O = A + iB on the basis of the state, A
 * symmetric, B antisymmetric; a part that is left out is zero.
 */
export type Operator =
  | string
  | RealMatrix
  | {
      /** A, n × n, symmetric */
      readonly real?: RealMatrix;
      /** B, n × n, antisymmetric */
      readonly imag?: RealMatrix;
    };

/**
 * The expectation value of an observable, ⟨O⟩ = Tr(ρO) = Tr(XA) − Tr(YB) for O = A + iB.
 *
 * @param operator products of X, Y and Z, each with the number of a site, with numbers before them and + or − between, or
 *   n × n in the order of `state.basis.states`: a real matrix, or `{ real, imag }` for A and B; currents are purely
 *   imaginary, `{ imag: spinCurrentOperator(model, 0) }`. In a sector, what leads out of it has the expectation 0
 * @returns ⟨O⟩ in the units of O
 * @throws InputError for another text or a site that is not there; if O is not n × n, not finite or not Hermitian
 * @example expectation(steadyState(ring, baths), hamiltonian(ring)) // the energy, in units of J
 */
export function expectation(state: State, operator: Operator): number {
  if (typeof operator === "string") {
    return pauliAverage(pauliTerms(operator, state.model.sites), state.basis, inConfigurations(state));
  }
  const n = state.basis.size;
  const { a, b } = partsOf(operator, n);
  const turned = state.vectorsImag && inConfigurations(state);
  let sum = 0;
  if (a) {
    const x = turned ? turned.real : toSectorBasis(state.real, state.vectors, n);
    for (let i = 0; i < n * n; i++) sum += x[i] * a[i];
  }
  // Tr(YB) = −Σ Y_ij B_ij
  const y = turned ? turned.imag : state.imagInSector;
  if (b) for (let i = 0; i < n * n; i++) sum += y[i] * b[i];
  return sum;
}

/** ⟨O⟩ of a sum of Pauli strings: with P|k⟩ = i^turns s |k′⟩ it is Re Σ_k ρ_kk′ i^turns s. */
export function pauliAverage(
  terms: readonly PauliTerm[],
  basis: SectorBasis,
  { real, imag }: DensityMatrix,
): number {
  const { size: n, states } = basis;
  let total = 0;
  for (const { coefficient, flips, signs, turns } of terms) {
    const part = turns % 2 === 0 ? real : imag;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const image = flips === 0 ? k : indexOfState(basis, states[k] ^ flips);
      if (image >= 0) sum += part[k * n + image] * signOf(signs & ~states[k]);
    }
    total += (turns === 0 || turns === 3 ? coefficient : -coefficient) * sum;
  }
  return total;
}

/** −1 to the number of bits. */
function signOf(bits: number): 1 | -1 {
  let sign: 1 | -1 = 1;
  for (let rest = bits; rest !== 0; rest &= rest - 1) sign = sign > 0 ? -1 : 1;
  return sign;
}

/** Of the largest entry: what rounding may make of a Hermitian operator. */
const ROUNDING = 1e-12;

function partsOf(operator: Exclude<Operator, string>, n: number): { a?: Float64Array; b?: Float64Array } {
  const allowed = `a sum of Pauli strings, an n × n matrix, or { real, imag } of two, for the ${n} states of the sector`;
  if (typeof operator !== "object" || operator === null) refuse("operator", allowed, operator);
  const single = "length" in operator || "to1DArray" in operator;
  if (!single && operator.real === undefined && operator.imag === undefined) {
    refuse("operator", allowed, operator);
  }
  const entries = (name: string, matrix: RealMatrix | undefined): Float64Array | undefined =>
    matrix === undefined ? undefined : entriesOf(name, matrix, n);
  const a = single ? entries("operator", operator) : entries("operator.real", operator.real);
  const b = single ? undefined : entries("operator.imag", operator.imag);
  const size = Math.max(a ? largest(a) : 0, b ? largest(b) : 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [ij, ji] = [i * n + j, j * n + i];
      const off = Math.max(a ? Math.abs(a[ij] - a[ji]) : 0, b ? Math.abs(b[ij] + b[ji]) : 0);
      if (off <= ROUNDING * size) continue;
      throw new InputError(
        `operator must be Hermitian, it is not in row ${i + 1}, column ${j + 1}: take (O + O†)/2 and (O − O†)/2i by themselves, a real antisymmetric K of iK as { imag: K }`,
      );
    }
  }
  return { a, b };
}

function entriesOf(name: string, matrix: RealMatrix, n: number): Float64Array {
  const allowed = `a matrix of ${n} × ${n} numbers, for the ${n} states of the sector`;
  if (typeof matrix !== "object" || matrix === null) refuse(name, allowed, matrix);
  const square = "to1DArray" in matrix;
  const flat = square ? matrix.to1DArray() : matrix;
  if ((square && matrix.rows !== n) || flat.length !== n * n) {
    const got = square ? `${matrix.rows} × ${matrix.columns}` : `${flat.length} numbers`;
    throw new InputError(`${name} must be ${allowed}, got ${got}`);
  }
  for (let i = 0; i < n * n; i++) {
    if (typeof flat[i] === "number" && Number.isFinite(flat[i])) continue;
    refuse(`row ${Math.floor(i / n) + 1}, column ${(i % n) + 1} of ${name}`, "a finite number", flat[i]);
  }
  return Float64Array.from(flat);
}
