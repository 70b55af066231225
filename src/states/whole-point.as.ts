// The whole point of a small sector, from the model to the numbers that its certificate is made from, see whole-point.ts: AssemblyScript,
// compiled into the WebAssembly of wasm.as.ts. Every step has its formula in TypeScript, under the same name or the one given.

import { addDecay, couple, dissipate, grossHeat, heat } from "../equations/generator.as";
import { writeBlocks } from "../equations/turning-blocks.as";
import { givenToBonds, hamiltonian, siteSpin } from "../model/operators.as";
import { diagonalize, reduceHermitian, solveSymmetric } from "../numerics/eigen.as";
import { at, from, place, put } from "../numerics/vectors.as";
import { gemm } from "../numerics/wasm.as";
import { eliminate, solveEliminated } from "./elimination.as";

// Places, in an array of u32 that the caller fills; those of the elimination are the same as in its own table
const STATES = 0; // bit patterns
const FIELDS = 1;
const BONDS = 2; // from, to, J and Δ of each
const BATHS = 3; // T, γ, ω_c, the largest W, the largest |∂W/∂ε| and the site of each
const SPINS = 4; // the diagonal of S of every bath
const BOND_ENERGIES = 5; // see operators.as.ts
const HAMILTONIAN = 6; // n × n, overwritten
const MATRICES = 7; // S and S̃ of every bath, then M, then n² to work in
const ENERGIES = 8; // E_1 ≤ E_2 ≤ …
const LEVELS = 9; // E − what all levels share
const VECTORS = 10; // in rows
const X = 11;
const Y = 12;
const IN_SECTOR = 13; // Y in the basis of the sector
const POPULATIONS = 14;
const EIGENVALUES = 15; // of ρ, descending
const HEAT = 16; // out of every bath
const GROSS = 17; // and if none came back
const NUMBERS = 18; // see below
const BOND_HEAT = 19; // along every bond, NaN where there are baths at both ends
const GAPS = 20;
const REAL = 21;
const IMAG = 22;
const LEFT = 23;
const TURNED = 24;
const Z_PAIRS = 25;
const Y_PAIRS = 26;
const WORK = 27; // 4n² + 4n
const SCRATCH = 28; // for products, see gemm
// of NUMBERS
const GAP = 0; // the smallest D
const REACH = 1; // what eliminate returns
const DERIVATIVE = 2; // the largest entry of dρ/dt
const RATES = 3; // the largest of M
const ROW_X = 4; // the largest sum of |X_ab| along a row
const ROW_Y = 5;
const MIXED = 6; // the largest Σ_b |X_ab| / |E_a − E_b|
const COUPLING_RATIO = 7;

// gaps below this part of the largest rate, and residuals above that one: as in elimination.ts
const NARROWEST_GAP: f64 = 0.05;
const SETTLED: f64 = 1e-16;
// as in symmetric-eigen.ts, certificate.ts
const LEAST: f64 = 1e-100;
const MOST: f64 = 1e100;
const NOTHING: f64 = 7.888609052210118e-31; // 2⁻¹⁰⁰
const NEGLIGIBLE: f64 = 1e-8;
const COUPLED: f64 = 1e-12;
const ONE_LEVEL: f64 = 1e-13;

// Eigenvalues ascending, eigenvectors with them and with a sign that is fixed: sortAscending and fixSigns
function inOrder(n: i32, levels: usize, vectors: usize, spare: usize): void {
  const row = (<usize>n) << 3;
  for (let i = 0; i < n; i++) {
    let smallest = i;
    for (let j = i + 1; j < n; j++) if (at<f64>(levels, j) < at<f64>(levels, smallest)) smallest = j;
    const v = from<f64>(vectors, i * n);
    if (smallest != i) {
      const level = at<f64>(levels, i), other = from<f64>(vectors, smallest * n);
      put<f64>(levels, i, at<f64>(levels, smallest));
      put<f64>(levels, smallest, level);
      memory.copy(spare, v, row);
      memory.copy(v, other, row);
      memory.copy(other, spare, row);
    }
    let k = 0;
    while (k < n - 1 && Math.abs(at<f64>(v, k)) < NEGLIGIBLE) k++;
    if (at<f64>(v, k) < 0) for (k = 0; k < n; k++) put<f64>(v, k, -at<f64>(v, k));
  }
}

function largest(array: usize, count: i32): f64 {
  let size: f64 = 0;
  for (let i = 0; i < count; i++) size = Math.max(size, Math.abs(at<f64>(array, i)));
  return size;
}

function largestRow(matrix: usize, n: i32): f64 {
  let most: f64 = 0;
  for (let a = 0; a < n; a++) {
    let sum: f64 = 0;
    for (let b = 0; b < n; b++) sum += Math.abs(at<f64>(matrix, a * n + b));
    most = Math.max(most, sum);
  }
  return most;
}

// The largest |dX_ab| and |dY_ab|, dX = D∘Y + R[X], dY = −D∘X + R[Y]: largestDerivative
function derivative(n: i32, baths: i32, table: usize): f64 {
  const x = place(table, X), y = place(table, Y), levels = place(table, LEVELS);
  const z = place(table, WORK), flow = from<f64>(z, n * n), work = from<f64>(flow, n * n);
  for (let i = 0; i < n * n; i++) put<f64>(z, i, at<f64>(x, i) + at<f64>(y, i));
  dissipate(n, baths, place(table, MATRICES), z, work, flow, place(table, SCRATCH));
  let most: f64 = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const ab = a * n + b, gap = at<f64>(levels, a) - at<f64>(levels, b);
      const f = at<f64>(flow, ab), g = at<f64>(flow, b * n + a);
      most = Math.max(most, Math.abs(gap * at<f64>(y, ab) + 0.5 * (f + g)));
      most = Math.max(most, Math.abs(-gap * at<f64>(x, ab) + 0.5 * (f - g)));
    }
  }
  return most;
}

// The eigenvalues of X + iY, descending: hermitianEigenvalues; false where they are not reached
function spectrum(n: i32, table: usize): bool {
  const re = place(table, WORK), im = from<f64>(re, n * n);
  const off = from<f64>(im, n * n), work = from<f64>(off, n), values = place(table, EIGENVALUES);
  const bytes = (<usize>(n * n)) << 3;
  memory.copy(re, place(table, X), bytes);
  memory.copy(im, place(table, Y), bytes);
  const nothing = NOTHING * Math.max(largest(re, n * n), largest(im, n * n));
  reduceHermitian(n, re, im, values, off, work, nothing * nothing);
  if (!diagonalize(n, values, off, 0, 0)) return false;
  for (let i = 1; i < n; i++) {
    const value = at<f64>(values, i);
    let k = i;
    for (; k > 0 && at<f64>(values, k - 1) < value; k--) put<f64>(values, k, at<f64>(values, k - 1));
    put<f64>(values, k, value);
  }
  return true;
}

function largestMixing(n: i32, levels: usize, x: usize): f64 {
  let most: f64 = 0;
  for (let a = 0; a < n; a++) {
    let sum: f64 = 0;
    for (let b = 0; b < n; b++) {
      if (b != a) sum += Math.abs(at<f64>(x, a * n + b) / (at<f64>(levels, a) - at<f64>(levels, b)));
    }
    most = Math.max(most, sum);
  }
  return most;
}

// whether a bath couples two levels, and one feeds their coherence
function isJoined(n: i32, baths: i32, matrices: usize, a: i32, b: i32): bool {
  let joined = false, fed = false;
  for (let k = 0; k < baths; k++) {
    const s = 2 * k * n * n;
    if (Math.abs(at<f64>(matrices, s + a * n + b)) > COUPLED) joined = true;
    let sum: f64 = 0;
    for (let c = 0; c < n; c++) sum += Math.abs(at<f64>(matrices, s + a * n + c) * at<f64>(matrices, s + b * n + c));
    if (sum > COUPLED) fed = true;
  }
  return joined && fed;
}

function couplingRatio(n: i32, baths: i32, levels: usize, matrices: usize): f64 {
  const decay = from<f64>(matrices, 2 * baths * n * n);
  const rounding = ONE_LEVEL * (at<f64>(levels, n - 1) - at<f64>(levels, 0));
  let most: f64 = 0;
  for (let a = 1; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const gap = at<f64>(levels, a) - at<f64>(levels, b);
      if (gap <= rounding) continue;
      const ratio = (at<f64>(decay, a * (n + 1)) + at<f64>(decay, b * (n + 1))) / gap;
      if (ratio <= most) continue;
      if (isJoined(n, baths, matrices, a, b)) most = ratio;
    }
  }
  return most;
}

function hasBath(site: f64, count: i32, baths: usize): bool {
  for (let b = 0; b < count; b++) if (at<f64>(baths, 6 * b + 5) == site) return true;
  return false;
}

// φ of every bond, read where it meets no bath: heatAlongBonds
function alongBonds(n: i32, baths: i32, count: i32, table: usize): void {
  const bonds = place(table, BONDS), energies = place(table, BOND_ENERGIES), y = place(table, IN_SECTOR);
  for (let i = 0; i < count; i++) {
    const one = at<f64>(bonds, 4 * i), other = at<f64>(bonds, 4 * i + 1);
    const turned = hasBath(other, baths, place(table, BATHS));
    const end = turned ? one : other;
    const given = givenToBonds(n, i, end, count, bonds, energies, y);
    const heat = hasBath(end, baths, place(table, BATHS)) ? NaN : turned ? -given : given;
    put<f64>(place(table, BOND_HEAT), i, heat == 0 ? 0 : heat);
  }
}

// Solves and measures; false where the plain steps have to look closer: a narrow gap, equations that are singular,
// eigenvalues that are not reached.
export function point(n: i32, sites: i32, bonds: i32, baths: i32, table: usize, elimination: usize): bool {
  const pairs = (n * (n - 1)) >> 1, n2 = n * n;
  const h = place(table, HAMILTONIAN), levels = place(table, LEVELS), vectors = place(table, VECTORS);
  const matrices = place(table, MATRICES), decay = from<f64>(matrices, 2 * baths * n2), spare = from<f64>(decay, n2);
  const x = place(table, X), y = place(table, Y), gaps = place(table, GAPS), numbers = place(table, NUMBERS);
  const work = place(table, WORK), scratch = place(table, SCRATCH);

  const states = place(table, STATES);
  const shared = hamiltonian(
    n, states, sites, place(table, FIELDS), bonds, place(table, BONDS), place(table, BOND_ENERGIES), h,
  );
  const size = largest(h, n2);
  if (!(size > LEAST && size < MOST)) return false;
  const nothing = NOTHING * size;
  if (!solveSymmetric(n, h, levels, work, from<f64>(work, n), vectors, nothing * nothing)) return false;
  inOrder(n, levels, vectors, work);
  for (let b = 0; b < baths; b++) {
    const bath = from<f64>(place(table, BATHS), 6 * b), spins = from<f64>(place(table, SPINS), b * n);
    siteSpin(n, states, at<f64>(bath, 5), spins);
    couple(n, levels, vectors, spins, bath, from<f64>(matrices, 2 * b * n2), work);
  }
  addDecay(n, baths, matrices, decay, scratch);
  const fastest = largest(decay, n2);
  let narrowest: f64 = Infinity;
  for (let a = 1, i = 0; a < n; a++) {
    for (let b = 0; b < a; b++, i++) {
      const gap = at<f64>(levels, a) - at<f64>(levels, b);
      put<f64>(gaps, i, gap);
      narrowest = Math.min(narrowest, gap);
    }
  }
  put<f64>(numbers, GAP, narrowest);
  put<f64>(numbers, RATES, fastest);
  if (!(narrowest > NARROWEST_GAP * fastest)) return false;

  writeBlocks(n, baths, matrices, place(table, REAL), place(table, IMAG), spare);
  const reach = eliminate(n, elimination);
  put<f64>(numbers, REACH, reach);
  if (!(reach < Infinity)) return false;
  const left = place(table, LEFT), z = place(table, Z_PAIRS), yPairs = place(table, Y_PAIRS);
  memory.fill(left, 0, (<usize>(pairs + n)) << 3);
  memory.fill(place(table, TURNED), 0, (<usize>pairs) << 3);
  put<f64>(left, pairs, 1); // Tr ρ = 1
  solveEliminated(n, elimination, SETTLED * fastest);
  for (let a = 0, i = 0; a < n; a++) {
    for (let b = 0; b < a; b++, i++) {
      put<f64>(x, a * n + b, at<f64>(z, i));
      put<f64>(x, b * n + a, at<f64>(z, i));
      put<f64>(y, a * n + b, at<f64>(yPairs, i));
      put<f64>(y, b * n + a, -at<f64>(yPairs, i));
    }
    const p = at<f64>(z, pairs + a);
    put<f64>(x, a * (n + 1), p);
    put<f64>(y, a * (n + 1), 0);
    put<f64>(place(table, POPULATIONS), a, p);
    put<f64>(place(table, ENERGIES), a, at<f64>(levels, a) + shared);
  }

  put<f64>(numbers, DERIVATIVE, derivative(n, baths, table));
  for (let b = 0; b < baths; b++) {
    const s = from<f64>(matrices, 2 * b * n2);
    put<f64>(place(table, HEAT), b, heat(n, levels, s, x, spare, scratch));
    put<f64>(place(table, GROSS), b, grossHeat(n, levels, s, x));
  }
  put<f64>(numbers, ROW_X, largestRow(x, n));
  put<f64>(numbers, ROW_Y, largestRow(y, n));
  put<f64>(numbers, MIXED, largestMixing(n, levels, x));
  put<f64>(numbers, COUPLING_RATIO, couplingRatio(n, baths, levels, matrices));
  gemm<f64>(n, n, n, y, n, 1, vectors, n, 1, spare, n, 1, false, scratch);
  gemm<f64>(n, n, n, vectors, 1, n, spare, n, 1, place(table, IN_SECTOR), n, 1, false, scratch);
  alongBonds(n, baths, bonds, table);
  return spectrum(n, table);
}
