// The Redfield equation in the energy basis (eqs. 4–10), kept as a few n × n matrices:
//   dρ/dt = −i[H, ρ] + Σ_b ( [S̃ρ, S] + [S, ρS̃†] ),    S̃_ac = S_ac W_b(E_a − E_c)
// Where S and S̃ are real, for ρ = X + iY (X symmetric, Y antisymmetric) and D_ab = E_a − E_b
//   dX/dt = D∘Y + R[X],   dY/dt = −D∘X + R[Y],   R[Z] = Σ_b [S̃Z − ZS̃ᵀ, S],
// and R keeps symmetric and antisymmetric matrices apart, so that one R[X + Y] serves both. Where they are complex, because
// eigenvectors are, or S̃ alone is, because the Lamb shift Λ is kept, S̃_ac = S_ac (W + iΛ), then X and Y mix:
//   R[ρ] = Σ_b AS + (AS)†,   A = S̃ρ − ρS̃†.
// What baths couple through is real in the gauge in which a model is solved where there is one, see model/gauge.ts: σˣ, and σʸ
// as σˣ, up to signs that R does not feel.
// Every other equation in which baths act on ρ alone has this form as well, with pairs (A, B) in the place of (S̃, S), and B
// that need not be Hermitian:
//   R[ρ] = Σ ( [Aρ, B†] + [B, ρA†] ),   M = Σ B†A;
// lindblad.ts has the pairs of the Lindblad equations.

import type { Bath } from "../baths/bath";
import { type Exponent, exponentRate } from "../baths/exponents";
import { levelShift } from "../baths/lamb-shift";
import { rateFactors } from "../baths/rates";
import { basisOf, type SectorBasis } from "../model/basis";
import { gauged } from "../model/gauge";
import type { SpinModel } from "../model/model";
import { energyBasis, inOwnGauge, siteFlips, siteSpin } from "../model/operators";
import { arrays, keptBySize, zeros } from "../numerics/arrays";
import {
  adjoint,
  type ComplexMatrix,
  commutator,
  elementsBetween,
  hermitian,
  multiplyComplex,
} from "../numerics/complex";
import { largest, largestRow } from "../numerics/entries";
import { multiply, multiplyRectangular, transpose } from "../numerics/matmul";
import type { EquationName } from "./equation";
import { amplitudeChange, type LocalJump, localJumps } from "./lindblad";

/** One pair of a bath, n × n row-major in the energy basis; of what is complex the imaginary parts beside it. */
export interface BathCoupling {
  /** whose pair it is, from 0; most have one */
  readonly bath: number;
  /** S, the coupling operator, or B */
  readonly operator: Float64Array;
  readonly operatorImag?: Float64Array;
  /** S̃ = S ∘ W(E_a − E_c), with the Lamb shift S ∘ (W + iΛ)(E_a − E_c), or A */
  readonly transition: Float64Array;
  /** there wherever S is complex */
  readonly transitionImag?: Float64Array;
  /** the largest W between any two levels, coupled or not */
  readonly fastest: number;
  /** how much W can change with ε, |∂W/∂ε| */
  readonly steepest: number;
  /** the largest Σ_c |S_ac Λ(E_a − E_c)|, where the Lamb shift is kept */
  readonly shifted?: number;
  /** the diagonal of S in the basis of the generator's frame, ±1 */
  readonly spins: Float64Array;
  /** where B is not Hermitian */
  readonly oneWay?: boolean;
  /** of a bath that acts on its site alone: the jump, with B in the basis of the sector */
  readonly local?: LocalJump;
  /** of a universal jump: S, of whose rates it has the roots */
  readonly contact?: ComplexMatrix;
  /** of σʸ that is kept as it is: S takes state k to i times this times the state with the spin turned over */
  readonly turning?: Float64Array;
}

/** The generator of a model and its baths: Redfield's, or one of its form. */
export interface RedfieldGenerator {
  readonly equation: EquationName;
  readonly size: number;
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  /** the same less what all levels share: their differences have all the digits there are */
  readonly levels: Float64Array;
  /** row k is the k-th eigenvector in the sector basis */
  readonly vectors: Float64Array;
  /**
   * the same over a basis in which every S is diagonal: that of the sector, turned at sites where a bath flips the spin;
   * left out where baths at one site couple through different operators
   */
  readonly frame?: Float64Array;
  readonly vectorsImag?: Float64Array;
  readonly couplings: readonly BathCoupling[];
  /** M = Σ_b S S̃, the part of R that acts from one side: how fast coherences and levels lose what they hold */
  readonly decay: Float64Array;
  readonly decayImag?: Float64Array;
}

/** Whether X and Y mix in what the baths do. */
export const isComplex = ({ couplings }: { readonly couplings: readonly Mixing[] }): boolean =>
  couplings.some(({ transitionImag }) => transitionImag);

type Mixing = Pick<BathCoupling, "transitionImag">;

/** What a generator is made of besides a model and its baths. */
export interface Terms {
  /** `"redfield"` by default */
  readonly equation?: EquationName;
  /** false by default */
  readonly lambShift?: boolean;
  /** of every bath, of the hierarchy: what stands in the place of its rates and its Lamb shift */
  readonly exponents?: readonly (readonly Exponent[])[];
  /** false keeps nothing but energies and vectors beyond the next generator that is made so */
  readonly lasting?: boolean;
}

/** Diagonalizes H and brings every bath into the energy basis. Expects checked input. */
export function redfieldGenerator(
  model: SpinModel,
  baths: readonly Bath[],
  terms: Terms = {},
): RedfieldGenerator {
  const { model: own, real } = gauged(model, baths);
  return generatorIn({ model: own, basis: basisOf(own), ...energyBasis(own), isReal: real }, baths, terms);
}

/** An energy basis: what {@link RedfieldGenerator} says of it, `levels` where they are known. */
export interface EnergyBasis {
  /** of which a bath that sees its site alone knows the field */
  readonly model: Pick<SpinModel, "fields">;
  readonly basis: SectorBasis;
  readonly energies: Float64Array;
  readonly levels?: Float64Array;
  readonly vectors: Float64Array;
  readonly vectorsImag?: Float64Array;
  /** as {@link gauged} has it; left out for eigenvectors that are real in a gauge in which every S is */
  readonly isReal?: boolean;
}

/** The generator that a state was found with, in its own energy basis and in the gauge in which it was solved. */
export function generatorOf(
  state: EnergyBasis & {
    readonly model: SpinModel;
    readonly baths: readonly Bath[];
    readonly equation: EquationName;
    readonly lambShift?: boolean;
    readonly hierarchy?: Pick<Terms, "exponents">;
  },
): RedfieldGenerator {
  const { model, baths, equation, lambShift, hierarchy, basis, energies, levels } = state;
  const { real } = gauged(model, baths);
  const eigenvectors = inOwnGauge(model, state, baths);
  return generatorIn({ model, basis, energies, levels, ...eigenvectors, isReal: real }, baths, {
    equation,
    lambShift,
    exponents: hierarchy?.exponents,
  });
}

/** The generator in an energy basis that is known already. */
export function generatorIn(
  energyBasis: EnergyBasis,
  baths: readonly Bath[],
  { equation = "redfield", lambShift = false, exponents, lasting = true }: Terms = {},
): RedfieldGenerator {
  const { basis, energies, levels = energies, vectors, vectorsImag, isReal = true } = energyBasis;
  const n = basis.size;
  if (equation === "local-lindblad" || equation === "universal-lindblad") {
    const pairs = equation === "local-lindblad" ? localPairs : universalPairs;
    const couplings = pairs({ ...energyBasis, levels, isReal }, baths);
    return { equation, size: n, energies, levels, vectors, vectorsImag, couplings, ...lossOf(couplings, n) };
  }
  // every function of the user's is called before anything that is shared is worked in: it may solve models of its own
  const fitted = exponents?.map((own) => exponentRates(levels, own));
  const rates = fitted ?? baths.map((bath) => transitionRates(levels, bath));
  const shifts =
    fitted?.map(({ shift }) => shift) ?? (lambShift ? baths.map((bath) => levelShifts(levels, bath)) : []);
  const spins = baths.map((bath) => siteSpin(basis, bath.site));
  if (!isReal || shifts.length > 0) {
    const eigenvectors = { real: vectors, imag: vectorsImag };
    const operators = baths.map((bath, b) => contact(basis, bath, spins[b], isReal));
    const inEnergies = operators.map((operator) => hermitian(elementsBetween(operator, eigenvectors, n), n));
    const { couplings, ...decay } = complexCouplings(inEnergies, rates, shifts, n);
    const all = couplings.map((coupling, b) => ({
      ...coupling,
      bath: b,
      spins: spins[b],
      turning: operators[b].imag && spins[b],
    }));
    return { equation, size: n, energies, levels, vectors, vectorsImag, couplings: all, ...decay };
  }
  const count = 1 + 2 * baths.length;
  const [decay, ...matrices] = lasting ? arrays(count, n * n) : bathSpace(n)(count);
  decay.fill(0);
  const [columns, product] = basisSpace(n);
  transpose(vectors, n, columns);
  const couplings = baths.map((bath, i) => {
    const [operator, transition] = [matrices[2 * i], matrices[2 * i + 1]];
    if (bath.operator) flipsInEnergyBasis(siteFlips(basis, bath.site), vectors, columns, product, operator);
    else toEnergyBasis(spins[i], vectors, columns, product, operator);
    const { w, fastest, steepest } = rates[i];
    for (let ac = 0; ac < n * n; ac++) transition[ac] = operator[ac] * w[ac];
    multiply(operator, transition, n, product);
    for (let ab = 0; ab < n * n; ab++) decay[ab] += product[ab];
    return { bath: i, operator, transition, fastest, steepest, spins: spins[i] };
  });
  const frame = frameOf(vectors, basis, baths);
  return { equation, size: n, energies, levels, vectors, frame, couplings, decay };
}

/** A = wB of every jump that a bath makes at its site. */
function localPairs(
  { model: { fields }, basis, vectors, vectorsImag }: EnergyBasis,
  baths: readonly Bath[],
): BathCoupling[] {
  const eigenvectors = { real: vectors, imag: vectorsImag };
  return baths.flatMap((bath, b) =>
    localJumps(basis, bath, fields[bath.site - 1]).map((local) => {
      const found = elementsBetween({ real: local.operator }, eigenvectors, basis.size);
      const { rate, oneWay } = local;
      const operator = oneWay ? found : hermitian(found, basis.size);
      const spins = siteSpin(basis, bath.site);
      return { bath: b, ...pairOf(operator, rate), fastest: rate, steepest: 0, spins, oneWay, local };
    }),
  );
}

/** A = wB with w the fastest rate and B_ab = S_ab √(W(E_a − E_b)/w), which is of the size of S. */
function universalPairs(
  { basis, levels = new Float64Array(0), vectors, vectorsImag, isReal = true }: EnergyBasis,
  baths: readonly Bath[],
): BathCoupling[] {
  const n = basis.size;
  const off = 16 * Math.sqrt(n) * 2 ** -53 * largest(levels); // by which energies are rounded
  return baths.map((bath, b) => {
    const { w, fastest } = transitionRates(levels, bath);
    const spins = siteSpin(basis, bath.site);
    const eigenvectors = { real: vectors, imag: vectorsImag };
    const s = hermitian(elementsBetween(contact(basis, bath, spins, isReal), eigenvectors, n), n);
    const weigh = (part: Float64Array): Float64Array =>
      part.map((entry, ab) => entry * Math.sqrt(w[ab] / (fastest || 1)));
    const operator = { real: weigh(s.real), imag: s.imag && weigh(s.imag) };
    // both A and B move with the energies
    const moved = 2 * Math.sqrt(fastest) * amplitudeChange(levels, bath, off);
    const steepest = off > 0 ? moved / off : 0;
    return { bath: b, ...pairOf(operator, fastest), fastest, steepest, spins, oneWay: true, contact: s };
  });
}

function pairOf(
  { real, imag }: ComplexMatrix,
  rate: number,
): Pick<BathCoupling, "operator" | "operatorImag" | "transition" | "transitionImag"> {
  const times = (part: Float64Array): Float64Array => part.map((entry) => rate * entry);
  return {
    operator: real,
    operatorImag: imag,
    transition: times(real),
    transitionImag: imag && times(imag),
  };
}

/** M = Σ B†A */
export function lossOf(
  couplings: readonly BathCoupling[],
  n: number,
): Pick<RedfieldGenerator, "decay" | "decayImag"> {
  const [decay, decayImag] = arrays(2, n * n);
  let complex = false;
  for (const { operator, operatorImag, transition, transitionImag } of couplings) {
    const b = adjoint({ real: operator, imag: operatorImag }, n);
    const { real, imag } = multiplyComplex(b, { real: transition, imag: transitionImag }, n);
    for (let ab = 0; ab < n * n; ab++) decay[ab] += real[ab];
    if (!imag) continue;
    complex = true;
    for (let ab = 0; ab < n * n; ab++) decayImag[ab] += imag[ab];
  }
  return { decay, decayImag: complex ? decayImag : undefined };
}

function frameOf(
  vectors: Float64Array,
  basis: SectorBasis,
  baths: readonly Bath[],
): Float64Array | undefined {
  const flipping = baths.filter(({ operator }) => operator);
  if (flipping.length === 0) return vectors;
  const sites = [...new Set(flipping.map(({ site }) => site))];
  if (baths.some(({ site, operator }) => !operator && sites.includes(site))) return undefined;
  const n = basis.size;
  const frame = vectors.slice();
  for (const site of sites) {
    const flips = siteFlips(basis, site);
    for (let row = 0; row < n * n; row += n) {
      for (let k = 0; k < n; k++) {
        if (flips[k] < k) continue;
        const [down, up] = [frame[row + k], frame[row + flips[k]]];
        frame[row + k] = (up - down) * Math.SQRT1_2;
        frame[row + flips[k]] = (up + down) * Math.SQRT1_2;
      }
    }
  }
  return frame;
}

/** S in the sector basis; where the gauge makes it real, σʸ as σˣ. */
export function contact(
  basis: SectorBasis,
  { site, operator }: Bath,
  spins: Float64Array,
  asReal: boolean,
): ComplexMatrix {
  const n = basis.size;
  const real = new Float64Array(n * n);
  if (operator === undefined) {
    for (let k = 0; k < n; k++) real[k * (n + 1)] = spins[k];
    return { real };
  }
  const flips = siteFlips(basis, site);
  const imag = operator === "y" && !asReal ? real.slice() : undefined;
  for (let k = 0; k < n; k++) {
    if (imag)
      imag[flips[k] * n + k] = spins[k]; // −i σ⁺ + i σ⁻
    else real[flips[k] * n + k] = 1;
  }
  return { real, imag };
}

/** Couplings and M for any Hermitian S in the energy basis, with the rates and, where they are kept, the shifts of each bath. */
export function complexCouplings(
  operators: readonly ComplexMatrix[],
  rates: readonly BathRates[],
  shifts: readonly Float64Array[],
  n: number,
): Pick<RedfieldGenerator, "decay" | "decayImag"> & {
  readonly couplings: Omit<BathCoupling, "bath" | "spins">[];
} {
  const [decay, decayImag] = arrays(2, n * n);
  const couplings = operators.map(({ real, imag }, b) => {
    const { w, fastest, steepest } = rates[b];
    const transition = real.map((s, ac) => s * w[ac]);
    const transitionImag = imag ? imag.map((s, ac) => s * w[ac]) : new Float64Array(n * n);
    const shift = shifts[b];
    let shifted: number | undefined;
    if (shift) {
      for (let ac = 0; ac < n * n; ac++) {
        transition[ac] -= imag ? imag[ac] * shift[ac] : 0;
        transitionImag[ac] += real[ac] * shift[ac];
      }
      shifted = largestRow(
        shift.map((value, ac) => value * Math.hypot(real[ac], imag?.[ac] ?? 0)),
        n,
      );
    }
    const product = multiplyComplex({ real, imag }, { real: transition, imag: transitionImag }, n);
    for (let ab = 0; ab < n * n; ab++) {
      decay[ab] += product.real[ab];
      decayImag[ab] += product.imag?.[ab] ?? 0;
    }
    return { operator: real, operatorImag: imag, transition, transitionImag, fastest, steepest, shifted };
  });
  return { couplings, decay, decayImag };
}

/** Below this size products in the energy basis are faster than going through the sector basis. */
const SMALLEST_DETOUR = 40;

const bathSpace = keptBySize((n) => keptBySize((count) => arrays(count, n * n), 9), SMALLEST_DETOUR);

// what is worked in: for the way into the energy basis, for R[Z], and for its products
const basisSpace = keptBySize((n) => arrays(2, n * n), SMALLEST_DETOUR);
const flowSpace = keptBySize((n) => arrays(2, n * n), SMALLEST_DETOUR);
const productSpace = keptBySize((n) => arrays(5, n * n), SMALLEST_DETOUR);

/** S = V diag(s) Vᵀ for eigenvectors in the rows of V and the columns of Vᵀ. */
function toEnergyBasis(
  spins: Float64Array,
  vectors: Float64Array,
  columns: Float64Array,
  weighted: Float64Array,
  s: Float64Array,
): void {
  const n = spins.length;
  for (let a = 0, at = 0; a < n; a++) for (let i = 0; i < n; i++, at++) weighted[at] = vectors[at] * spins[i];
  multiply(weighted, columns, n, s);
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) s[b * n + a] = s[a * n + b]; // to the last bit
}

/** The same of σˣ, which takes every state k to flips[k]. */
function flipsInEnergyBasis(
  flips: Int32Array,
  vectors: Float64Array,
  columns: Float64Array,
  flipped: Float64Array,
  s: Float64Array,
): void {
  const n = flips.length;
  for (let a = 0, at = 0; a < n; a++)
    for (let i = 0; i < n; i++, at++) flipped[at] = vectors[a * n + flips[i]];
  multiply(flipped, columns, n, s);
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) s[b * n + a] = s[a * n + b];
}

/** W(E_a − E_c) of one bath between all levels, n × n, and the extremes of {@link BathCoupling}. */
export interface BathRates {
  readonly w: Float64Array;
  readonly fastest: number;
  readonly steepest: number;
}

/** Up and down between two levels share their exponentials. */
export function transitionRates(levels: Float64Array, bath: Bath): BathRates {
  const n = levels.length;
  const w = zeros(n * n);
  const { reduced, thermal, steepness } = rateFactors(bath);
  let fastest = 0;
  let steepest = 0;
  for (let a = 0; a < n; a++) {
    for (let c = 0; c <= a; c++) {
      const omega = levels[a] - levels[c];
      const up = thermal(omega);
      // no transition, whatever J(ω)/ω is, where there is neither warmth nor a step down
      if (up + omega === 0) continue;
      const r = reduced(omega);
      const down = r * (up + omega);
      w[a * n + c] = r * up;
      w[c * n + a] = down;
      if (down > fastest) fastest = down;
      // J/ω and [ω n_B, ω (n_B + 1)], whose slope is at most one
      const slope = r + down * steepness(omega);
      if (slope > steepest) steepest = slope;
    }
  }
  return { w, fastest, steepest };
}

/** The same of exponents, and the shift that goes with it. */
function exponentRates(
  levels: Float64Array,
  exponents: readonly Exponent[],
): BathRates & { shift: Float64Array } {
  const n = levels.length;
  const [w, shift] = arrays(2, n * n);
  for (let ac = 0; ac < n * n; ac++) {
    const found = exponentRate(exponents, levels[Math.floor(ac / n)] - levels[ac % n]);
    w[ac] = found.w;
    shift[ac] = found.shift;
  }
  const steepest = exponents.reduce(
    (sum, { rate, real, imag }) => sum + (Math.hypot(...real) + Math.hypot(...imag)) / rate[0] ** 2,
    0,
  );
  return { w, shift, fastest: largest(w), steepest };
}

function levelShifts(levels: Float64Array, bath: Bath): Float64Array {
  const n = levels.length;
  const shift = levelShift(bath);
  return Float64Array.from({ length: n * n }, (_, i) => shift(levels[Math.floor(i / n)] - levels[i % n]));
}

const dissipators = new WeakMap<object, Dissipator>();

/** What R and dρ/dt are made from. */
export type Dissipation = Pick<RedfieldGenerator, "size" | "levels" | "frame"> & {
  readonly couplings: readonly Pick<
    BathCoupling,
    "operator" | "operatorImag" | "transition" | "transitionImag" | "spins" | "oneWay"
  >[];
};

/** out = R[Z] for any real Z, n × n in the energy basis, where S and S̃ are real. */
export type Dissipator = (z: Float64Array, out: Float64Array) => void;

/** R of the generator, ready to be applied again and again. */
export function dissipator(generator: Dissipation): Dissipator {
  const { size, frame } = generator;
  if (size < SMALLEST_DETOUR || !frame) return smallDissipator(generator);
  let known = dissipators.get(generator);
  if (!known) {
    known = largeDissipator(generator, frame);
    dissipators.set(generator, known);
  }
  return known;
}

// [H, S] with H = S̃Z − (S̃Zᵀ)ᵀ: four products a bath; where B is not Hermitian, [AZ, Bᵀ] + [AZᵀ, Bᵀ]ᵀ takes six
function smallDissipator({ size: n, couplings }: Dissipation): Dissipator {
  const [zT, f, g, h, bT] = productSpace(n);
  return (z, out) => {
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) zT[b * n + a] = z[a * n + b];
    out.fill(0);
    for (const { operator, transition, oneWay } of couplings) {
      multiply(transition, z, n, f);
      multiply(transition, zT, n, g);
      if (oneWay) {
        transpose(operator, n, bT);
        multiply(f, bT, n, h);
        for (let i = 0; i < n * n; i++) out[i] += h[i];
        multiply(bT, f, n, h);
        for (let i = 0; i < n * n; i++) out[i] -= h[i];
        multiply(g, bT, n, f);
        multiply(bT, g, n, h);
        for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) out[b * n + a] += f[a * n + b] - h[a * n + b];
        continue;
      }
      for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) h[a * n + b] = f[a * n + b] - g[b * n + a];
      multiply(h, operator, n, f);
      multiply(operator, h, n, g);
      for (let i = 0; i < n * n; i++) out[i] += f[i] - g[i];
    }
  };
}

// In the basis of the frame S is diagonal, so [H, S]_ij = H_ij (s_j − s_i): only the rows with s = +1 meet the columns with
// s = −1 and the other way round, half a product each. With the way there and back six products serve two baths.
function largeDissipator({ size: n, couplings }: Dissipation, vectors: Float64Array): Dissipator {
  const columns = transpose(vectors, n);
  const [there, back, sum] = arrays(3, n * n);
  const halves = couplings.flatMap(({ transition, spins }) => {
    multiply(columns, transition, n, there);
    multiply(there, vectors, n, back); // S̃
    const [up, down] = [1, -1].map((s) => Int32Array.from(spins.keys()).filter((i) => spins[i] === s));
    return [
      { sign: 2, rows: down, others: up },
      { sign: -2, rows: up, others: down },
    ].map((half) => {
      const left = rowsOf(back, half.rows, n); // S̃, and S̃ᵀ beside it
      const right = new Float64Array(n * half.rows.length);
      for (let j = 0, at = 0; j < half.rows.length; j++) {
        for (let k = 0; k < n; k++, at++) right[k * half.rows.length + j] = left[at];
      }
      return { ...half, left, right };
    });
  });
  const largest = n * Math.max(...halves.map(({ others }) => others.length));
  const [picked, product] = arrays(2, largest);
  return (z, out) => {
    multiply(columns, z, n, there);
    multiply(there, vectors, n, back);
    sum.fill(0);
    for (const { sign, rows, others, left, right } of halves) {
      // S̃Z: these rows, the other columns
      for (let k = 0, at = 0; k < n; k++) {
        for (let i = 0; i < others.length; i++, at++) picked[at] = back[k * n + others[i]];
      }
      multiplyRectangular(left, picked, rows.length, n, others.length, product);
      for (let j = 0, at = 0; j < rows.length; j++) {
        for (let i = 0; i < others.length; i++, at++) sum[rows[j] * n + others[i]] += sign * product[at];
      }
      // ZS̃ᵀ: the other rows, these columns
      for (let i = 0; i < others.length; i++) {
        picked.set(back.subarray(others[i] * n, others[i] * n + n), i * n);
      }
      multiplyRectangular(picked, right, others.length, n, rows.length, product);
      for (let i = 0, at = 0; i < others.length; i++) {
        for (let j = 0; j < rows.length; j++, at++) sum[others[i] * n + rows[j]] += sign * product[at];
      }
    }
    multiply(vectors, sum, n, there);
    multiply(there, columns, n, out);
  };
}

function rowsOf(matrix: Float64Array, rows: Int32Array, n: number): Float64Array {
  const picked = new Float64Array(rows.length * n);
  rows.forEach((row, i) => {
    picked.set(matrix.subarray(row * n, row * n + n), i * n);
  });
  return picked;
}

/**
 * dρ/dt of the full (non-secular) Redfield equation.
 *
 * @param real X, symmetric n × n in the energy basis
 * @param imag Y, antisymmetric
 * @returns the real and the imaginary part of dρ/dt
 */
export function applyGenerator(
  generator: Dissipation,
  real: Float64Array,
  imag: Float64Array,
): { real: Float64Array; imag: Float64Array } {
  const [dReal, dImag] = arrays(2, real.length);
  writeDerivative(generator, real, imag, dReal, dImag);
  return { real: dReal, imag: dImag };
}

/** The same into given arrays, which it overwrites. */
export function writeDerivative(
  generator: Dissipation,
  real: Float64Array,
  imag: Float64Array,
  dReal: Float64Array,
  dImag: Float64Array,
): void {
  const { size: n, levels } = generator;
  const mixing = isComplex(generator);
  const [z, flow] = flowSpace(n);
  if (mixing) addMixed(generator, real, imag, dReal.fill(0), dImag.fill(0));
  else {
    for (let i = 0; i < n * n; i++) z[i] = real[i] + imag[i];
    dissipator(generator)(z, flow);
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < n; b++, ab++, ba += n) {
      const gap = levels[a] - levels[b];
      const [x, y] = mixing ? [dReal[ab], dImag[ab]] : [(flow[ab] + flow[ba]) / 2, (flow[ab] - flow[ba]) / 2];
      dReal[ab] = gap * imag[ab] + x;
      dImag[ab] = -gap * real[ab] + y;
    }
  }
}

/** What the baths do where S̃ is complex, added. */
function addMixed(
  { size: n, couplings }: Dissipation,
  real: Float64Array,
  imag: Float64Array,
  dReal: Float64Array,
  dImag: Float64Array,
): void {
  for (const { operator, operatorImag, transition, transitionImag, oneWay } of couplings) {
    const moved = multiplyComplex({ real: transition, imag: transitionImag }, { real, imag }, n);
    const b = { real: operator, imag: operatorImag };
    // half of R, the other half is its adjoint
    const turned = oneWay
      ? commutator(moved, adjoint(b, n), n)
      : multiplyComplex(minusAdjoint(moved, n), b, n);
    const [x, y] = [turned.real, turned.imag as Float64Array];
    for (let i = 0; i < n; i++) {
      for (let j = 0, ij = i * n, ji = i; j < n; j++, ij++, ji += n) {
        dReal[ij] += x[ij] + x[ji];
        dImag[ij] += y[ij] - y[ji];
      }
    }
  }
}

/** P − P† */
function minusAdjoint({ real, imag }: ComplexMatrix, n: number): ComplexMatrix {
  const [x, y] = arrays(2, n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0, ij = i * n, ji = i; j < n; j++, ij++, ji += n) {
      x[ij] = real[ij] - real[ji];
      y[ij] = imag ? imag[ij] + imag[ji] : 0;
    }
  }
  return { real: x, imag: y };
}
