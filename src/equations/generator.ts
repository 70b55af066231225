// The Redfield equation in the energy basis (eqs. 4–10), kept as a few n × n matrices:
//   dρ/dt = −i[H, ρ] + Σ_b ( [S̃ρ, S] + [S, ρS̃†] ),    S̃_ac = S_ac W_b(E_a − E_c)
// S and S̃ are real, so for ρ = X + iY (X symmetric, Y antisymmetric) and D_ab = E_a − E_b
//   dX/dt = D∘Y + R[X],   dY/dt = −D∘X + R[Y],   R[Z] = Σ_b [S̃Z − ZS̃ᵀ, S].
// R keeps symmetric and antisymmetric matrices apart, so that one R[X + Y] serves both.
// Of baths that couple through σʸ the phases of the levels are chosen so that S is real: the rotation about z that takes
// σˣ to σʸ leaves H as it is, and with |E_a⟩ in the sector of M_a spins up times (−i)^M_a, σʸ has the entries of σˣ.
// The Lamb shift, where it is asked for, adds iG to S̃, G_ac = S_ac Λ(E_a − E_c), and with it
//   dX/dt −= Σ_b K_b[Y] + K_b[Y]ᵀ,   dY/dt += Σ_b K_b[X] − K_b[X]ᵀ  with  K_b[Z] = [G Z, S].

import type { Bath } from "../baths/bath";
import { levelShift } from "../baths/lamb-shift";
import { rateFactors } from "../baths/rates";
import { basisOf, type SectorBasis } from "../model/basis";
import type { SpinModel } from "../model/model";
import { energyBasis, siteFlips, siteSpin } from "../model/operators";
import { arrays, keptBySize, zeros } from "../numerics/arrays";
import { multiply, multiplyRectangular, transpose } from "../numerics/matmul";

/** One bath's part of the generator, n × n row-major in the energy basis. */
export interface BathCoupling {
  /** S, the coupling operator */
  readonly operator: Float64Array;
  /** S̃ = S ∘ W(E_a − E_c) */
  readonly transition: Float64Array;
  /** the largest W between any two levels, coupled or not */
  readonly fastest: number;
  /** how much W can change with ε, |∂W/∂ε| */
  readonly steepest: number;
  /** G = S ∘ Λ(E_a − E_c), where the Lamb shift is kept */
  readonly shift?: Float64Array;
  /** the diagonal of S in the basis of the generator's frame, ±1 */
  readonly spins: Float64Array;
}

/** The Redfield generator of a model and its baths. */
export interface RedfieldGenerator {
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
  readonly couplings: readonly BathCoupling[];
  /** M = Σ_b S S̃, the part of R that acts from one side: how fast coherences and levels lose what they hold */
  readonly decay: Float64Array;
}

/**
 * Diagonalizes H and brings every bath into the energy basis. Expects checked input.
 *
 * @param lasting false keeps nothing but energies and vectors beyond the next generator that is made so
 */
export function redfieldGenerator(
  model: SpinModel,
  baths: readonly Bath[],
  lambShift = false,
  lasting = true,
): RedfieldGenerator {
  return generatorIn({ basis: basisOf(model), ...energyBasis(model) }, baths, lambShift, lasting);
}

/** An energy basis: what {@link RedfieldGenerator} says of it, `levels` where they are known. */
export interface EnergyBasis {
  readonly basis: SectorBasis;
  readonly energies: Float64Array;
  readonly levels?: Float64Array;
  readonly vectors: Float64Array;
}

/** The generator in an energy basis that is known already. */
export function generatorIn(
  { basis, energies, levels = energies, vectors }: EnergyBasis,
  baths: readonly Bath[],
  lambShift = false,
  lasting = true,
): RedfieldGenerator {
  const n = basis.size;
  // every function of the user's is called before anything that is shared is worked in: it may solve models of its own
  const rates = baths.map((bath) => transitionRates(levels, bath));
  const shifts = lambShift ? baths.map((bath) => levelShifts(levels, bath)) : [];
  const count = 1 + 2 * baths.length;
  const [decay, ...matrices] = lasting ? arrays(count, n * n) : bathSpace(n)(count);
  decay.fill(0);
  const [columns, product] = basisSpace(n);
  transpose(vectors, n, columns);
  const couplings = baths.map((bath, i) => {
    const spins = siteSpin(basis, bath.site);
    const [operator, transition] = [matrices[2 * i], matrices[2 * i + 1]];
    if (bath.operator) flipsInEnergyBasis(siteFlips(basis, bath.site), vectors, columns, product, operator);
    else toEnergyBasis(spins, vectors, columns, product, operator);
    const { w, fastest, steepest } = rates[i];
    for (let ac = 0; ac < n * n; ac++) transition[ac] = operator[ac] * w[ac];
    multiply(operator, transition, n, product);
    for (let ab = 0; ab < n * n; ab++) decay[ab] += product[ab];
    if (!lambShift) return { operator, transition, fastest, steepest, spins };
    return {
      operator,
      transition,
      fastest,
      steepest,
      shift: operator.map((s, ac) => s * shifts[i][ac]),
      spins,
    };
  });
  return { size: n, energies, levels, vectors, frame: frameOf(vectors, basis, baths), couplings, decay };
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

/** Below this size products in the energy basis are faster than going through the sector basis. */
const SMALLEST_DETOUR = 40;

const bathSpace = keptBySize((n) => keptBySize((count) => arrays(count, n * n), 9), SMALLEST_DETOUR);

// what is worked in: for the way into the energy basis, for R[Z], and for its products
const basisSpace = keptBySize((n) => arrays(2, n * n), SMALLEST_DETOUR);
const flowSpace = keptBySize((n) => arrays(2, n * n), SMALLEST_DETOUR);
const productSpace = keptBySize((n) => arrays(4, n * n), SMALLEST_DETOUR);

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

/** W(E_a − E_c) between all levels; up and down between two of them share their exponentials. */
function transitionRates(
  levels: Float64Array,
  bath: Bath,
): { w: Float64Array; fastest: number; steepest: number } {
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

function levelShifts(levels: Float64Array, bath: Bath): Float64Array {
  const n = levels.length;
  const shift = levelShift(bath);
  return Float64Array.from({ length: n * n }, (_, i) => shift(levels[Math.floor(i / n)] - levels[i % n]));
}

const dissipators = new WeakMap<object, Dissipator>();

/** What R and dρ/dt are made from. */
export type Dissipation = Pick<RedfieldGenerator, "size" | "levels" | "frame"> & {
  readonly couplings: readonly Pick<BathCoupling, "operator" | "transition" | "shift" | "spins">[];
};

/** out = R[Z] for any real Z, n × n in the energy basis. */
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

// [H, S] with H = S̃Z − (S̃Zᵀ)ᵀ: four products a bath
function smallDissipator({ size: n, couplings }: Dissipation): Dissipator {
  const [zT, f, g, h] = productSpace(n);
  return (z, out) => {
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) zT[b * n + a] = z[a * n + b];
    out.fill(0);
    for (const { operator, transition } of couplings) {
      multiply(transition, z, n, f);
      multiply(transition, zT, n, g);
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
  const { size: n, levels, couplings } = generator;
  const [z, flow] = flowSpace(n);
  for (let i = 0; i < n * n; i++) z[i] = real[i] + imag[i];
  dissipator(generator)(z, flow);
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < n; b++, ab++, ba += n) {
      const gap = levels[a] - levels[b];
      dReal[ab] = gap * imag[ab] + (flow[ab] + flow[ba]) / 2;
      dImag[ab] = -gap * real[ab] + (flow[ab] - flow[ba]) / 2;
    }
  }
  for (const { operator, shift } of couplings) {
    if (!shift) continue;
    addWithTranspose(dReal, shiftAction(operator, shift, imag, n), -1, -1, n);
    addWithTranspose(dImag, shiftAction(operator, shift, real, n), 1, -1, n);
  }
}

/** K[Z] = [G Z, S] */
function shiftAction(operator: Float64Array, shift: Float64Array, z: Float64Array, n: number): Float64Array {
  const [flow, p, back] = arrays(3, n * n);
  multiply(shift, z, n, flow);
  multiply(flow, operator, n, p);
  multiply(operator, flow, n, back);
  for (let i = 0; i < n * n; i++) p[i] -= back[i];
  return p;
}

/** out += own P + other Pᵀ */
function addWithTranspose(out: Float64Array, p: Float64Array, own: number, other: number, n: number): void {
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) out[a * n + b] += own * p[a * n + b] + other * p[b * n + a];
  }
}
