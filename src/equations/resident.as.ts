// Krylov iterations over the preconditioned Redfield equation, see generator.ts and pauli.ts: AssemblyScript, compiled into
// the WebAssembly of wasm.as.ts. All that an iteration needs stays in one memory from the first to the last. The solution,
// the preconditioner and the residual that decides are doubles; the Krylov space and what is applied to it are of type T,
// doubles or floats. Nothing is there twice but what products of both types need.

import { addScaled, at, dot, from, place, put } from "../numerics/vectors.as";
import { gemm } from "../numerics/wasm.as";

// Places, in an array of i32 that the caller fills; see resident.ts.
const LEVELS = 0; // E_a, doubles
const SCALE = 1; // divisors of the rate equations, doubles
const ROWS = 2; // order of their rows, doubles
const WORK = 3; // 2n doubles
const SOLUTION = 4; // x, n² doubles
const COUNT = 5; // number of blocks
const BLOCKS = 6; // first row, end, first column, end, sheet of Q, sign: six i32 each
const SCRATCH = 7; // for products, see gemm
const VALUES = 8; // what goes in and out, doubles
const RATES = 9; // LU factors of the rate equations, see pauliPreconditioner; doubles, as the next two
const ALONE = 10; // damping of each coherence
const TURN = 11; // rotation
const Z = 12; // two n × n matrices of doubles to work in, or of floats
const KRYLOV = 13; // the vectors, of one type at a time; before they are opened, b in doubles
// what follows once for doubles and once for floats
const DOUBLES = 14;
const FLOATS = 16;
const VECTORS = 0; // V, eigenvectors in rows, states of the sector in the order of the blocks
const MIXERS = 1; // Q = Σ_b (s_j − s_i) S̃_b of every kind of block, those that share no row in one sheet, n × n

// @ts-ignore: decorator of AssemblyScript
@inline function own<T>(table: usize, what: i32): usize { return place(table, (sizeof<T>() == 8 ? DOUBLES : FLOATS) + what); }

// Z = X + Y from X below the diagonal and Y above
function unpack<T>(n: i32, packed: usize, z: usize): void {
  for (let a = 0; a < n; a++) {
    put<T>(z, a * (n + 1), at<T>(packed, a * (n + 1)));
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const x = at<T>(packed, ab), y = at<T>(packed, ba); // X_ab, Y_ba
      put<T>(z, ab, x - y);
      put<T>(z, ba, x + y);
    }
  }
}

// Z ← Vᵀ Z V, in the basis of the sector
function toSectorBasis<T>(n: i32, table: usize): void {
  const v = own<T>(table, VECTORS), z = place(table, Z), half = from<T>(z, n * n), scratch = place(table, SCRATCH);
  gemm<T>(n, n, n, v, 1, n, z, n, 1, half, n, 1, false, scratch);
  gemm<T>(n, n, n, half, n, 1, v, n, 1, z, n, 1, false, scratch);
}

// The same of an S̃ that the caller has put there, before its rows have their shares in the mixers
export function inSector(n: i32, table: usize): void { toSectorBasis<f64>(n, table); }

export function addMixer(n: i32, table: usize, sheet: i32, row: i32, end: i32, weight: f64): void {
  const mixer = from<f64>(own<f64>(table, MIXERS), sheet * n * n);
  addScaled<f64>(from<f64>(mixer, row * n), weight, from<f64>(place(table, Z), row * n), (end - row) * n);
}

// V and Q as floats
export function narrow(n: i32, sheets: i32, table: usize): void {
  const doubles = own<f64>(table, VECTORS), floats = own<f32>(table, VECTORS);
  for (let i = 0; i < (1 + sheets) * n * n; i++) put<f32>(floats, i, <f32>at<f64>(doubles, i));
}

// R[Z] of the matrix at Z into the second one there: in the sector basis [F, S]_ij = F_ij (s_j − s_i), so that a block of
// states with the same spins at the baths vanishes, and in others Q Z − Z Qᵀ with Q = Σ_b (s_j − s_i) S̃_b is what remains
function dissipate<T>(n: i32, table: usize): void {
  const v = own<T>(table, VECTORS), q = own<T>(table, MIXERS), z = place(table, Z);
  const n2 = n * n, scratch = place(table, SCRATCH);
  const sum = from<T>(z, n2);
  toSectorBasis<T>(n, table);
  memory.fill(sum, 0, (<usize>n2) * sizeof<T>());
  let block = place(table, BLOCKS);
  for (let k = load<i32>(table + (COUNT << 2)); k > 0; k--, block += 24) {
    const i = load<i32>(block), rows = load<i32>(block, 4) - i;
    const j = load<i32>(block, 8), columns = load<i32>(block, 12) - j;
    const mixer = from<T>(q, load<i32>(block, 16) * n2), sign = <T>load<i32>(block, 20);
    const to = from<T>(sum, i * n + j);
    gemm<T>(rows, n, columns, from<T>(mixer, i * n), n, 1, from<T>(z, j), n, 1, to, n, sign, false, scratch);
    gemm<T>(rows, n, columns, from<T>(z, i * n), n, 1, from<T>(mixer, j * n), 1, n, to, n, -sign, true, scratch);
  }
  gemm<T>(n, n, n, v, n, 1, sum, n, 1, z, n, 1, false, scratch); // V F
  gemm<T>(n, n, n, z, n, 1, v, 1, n, sum, n, 1, false, scratch); // V F Vᵀ
}

// dX = D∘Y + R[X], dY = −D∘X + R[Y], entry (0, 0) ← Tr X, into the second matrix at Z; returns what stood there
function apply<T>(n: i32, table: usize, packed: usize): T {
  const z = place(table, Z), out = from<T>(z, n * n);
  const levels = place(table, LEVELS);
  unpack<T>(n, packed, z);
  dissipate<T>(n, table);
  const first = load<T>(out);
  let trace: T = 0;
  for (let a = 0; a < n; a++) {
    trace += at<T>(packed, a * (n + 1));
    const level = at<f64>(levels, a);
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const gap = <T>(level - at<f64>(levels, b));
      const f = at<T>(out, ab), g = at<T>(out, ba);
      put<T>(out, ab, <T>0.5 * (f + g) - gap * at<T>(packed, ba));
      put<T>(out, ba, <T>0.5 * (g - f) + gap * at<T>(packed, ab));
    }
  }
  store<T>(out, trace);
  return first;
}

// P⁻¹ of pauli.ts: the rate equations of the populations, and each coherence alone
function precondition<T>(n: i32, table: usize, v: usize, out: usize): void {
  const lu = place(table, RATES), alone = place(table, ALONE), turn = place(table, TURN);
  const scale = place(table, SCALE), rows = place(table, ROWS);
  const rhs = place(table, WORK), p = from<f64>(rhs, n);
  for (let a = 0; a < n; a++) put<f64>(rhs, a, <f64>at<T>(v, a * (n + 1)) / at<f64>(scale, a));
  for (let i = 0; i < n; i++) {
    put<f64>(p, i, at<f64>(rhs, <i32>at<f64>(rows, i)) - dot<f64>(from<f64>(lu, i * n), p, i));
  }
  for (let i = n - 1; i >= 0; i--) {
    const d = from<f64>(lu, i * (n + 1));
    put<f64>(p, i, (at<f64>(p, i) - dot<f64>(from<f64>(d, 1), from<f64>(p, i + 1), n - i - 1)) / load<f64>(d));
  }
  for (let a = 0; a < n; a++) {
    put<T>(out, a * (n + 1), <T>at<f64>(p, a));
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const dx = <f64>at<T>(v, ab), dy = -<f64>at<T>(v, ba), r = at<f64>(turn, ab);
      put<T>(out, ab, <T>(at<f64>(alone, ab) * dx - r * dy));
      put<T>(out, ba, <T>-(at<f64>(alone, ba) * dy + r * dx));
    }
  }
}

// x = P⁻¹b; returns its norm
export function guess(n: i32, table: usize): f64 {
  const x = place(table, SOLUTION);
  precondition<f64>(n, table, place(table, KRYLOV), x);
  return Math.sqrt(dot<f64>(x, x, n * n));
}

// The first vector of the space: P⁻¹(b − A x) over its norm, which is returned. Into VALUES goes the largest entry of
// b − A x, with the equation that the trace stands for.
export function open<T>(n: i32, table: usize): f64 {
  const n2 = n * n;
  const start = place(table, KRYLOV), z = place(table, Z), left = from<f64>(z, n2);
  const first = apply<f64>(n, table, place(table, SOLUTION));
  for (let i = 0; i < n2; i++) put<f64>(left, i, at<f64>(start, i) - at<f64>(left, i));
  let largest = Math.abs(first);
  for (let i = 1; i < n2; i++) largest = Math.max(largest, Math.abs(at<f64>(left, i)));
  put<f64>(place(table, VALUES), 0, largest);
  precondition<f64>(n, table, left, z);
  const norm = Math.sqrt(dot<f64>(z, z, n2));
  const inverse = norm > 0 ? 1 / norm : 0;
  for (let i = 0; i < n2; i++) put<T>(start, i, <T>(at<f64>(z, i) * inverse));
  return norm;
}

// One vector more, A v_k orthogonal to those before; their overlaps and what is left go to VALUES
export function extend<T>(n: i32, table: usize, k: i32): void {
  const n2 = n * n;
  const space = place(table, KRYLOV), values = place(table, VALUES);
  const next = from<T>(space, (k + 1) * n2);
  apply<T>(n, table, from<T>(space, k * n2));
  precondition<T>(n, table, from<T>(place(table, Z), n2), next);
  for (let j = 0; j <= k; j++) {
    const v = from<T>(space, j * n2), overlap = dot<T>(v, next, n2);
    addScaled<T>(next, -overlap, v, n2);
    put<f64>(values, j, <f64>overlap);
  }
  const norm = Math.sqrt(<f64>dot<T>(next, next, n2));
  put<f64>(values, k + 1, norm);
  if (norm > 0) {
    const inverse = <T>(1 / norm);
    for (let i = 0; i < n2; i++) put<T>(next, i, at<T>(next, i) * inverse);
  }
}

// x += Σ_k y_k v_k with y in VALUES
export function improve<T>(n: i32, table: usize, count: i32): void {
  const n2 = n * n;
  const x = place(table, SOLUTION), values = place(table, VALUES);
  for (let k = 0; k < count; k++) {
    const v = from<T>(place(table, KRYLOV), k * n2), y = at<f64>(values, k);
    for (let i = 0; i < n2; i++) put<f64>(x, i, at<f64>(x, i) + y * <f64>at<T>(v, i));
  }
}

export function openDoubles(n: i32, table: usize): f64 { return open<f64>(n, table); }
export function extendDoubles(n: i32, table: usize, k: i32): void { extend<f64>(n, table, k); }
export function improveDoubles(n: i32, table: usize, count: i32): void { improve<f64>(n, table, count); }
export function openFloats(n: i32, table: usize): f64 { return open<f32>(n, table); }
export function extendFloats(n: i32, table: usize, k: i32): void { extend<f32>(n, table, k); }
export function improveFloats(n: i32, table: usize, count: i32): void { improve<f32>(n, table, count); }
