// Krylov iterations over the preconditioned Redfield equation, see generator.ts and pauli.ts: AssemblyScript, compiled into
// the WebAssembly of wasm.as.ts. All that an iteration needs stays in one memory from the first to the last. The solution
// and the residual that decides are doubles; the Krylov space and what is applied to it are of type T, doubles or floats.

import { addScaled, at, dot, from, place, put } from "../numerics/vectors.as";
import { gemm } from "../numerics/wasm.as";

// Places, in an array of i32 that the caller fills; see resident.ts.
const LEVELS = 0; // E_a, doubles
const SCALE = 1; // divisors of the rate equations, doubles
const ROWS = 2; // order of their rows, doubles
const WORK = 3; // 2n doubles
const SOLUTION = 4; // x, n² doubles
const RIGHT = 5; // b, n² doubles
const COUNT = 6; // number of blocks
const BLOCKS = 7; // first row, end, first column, end, place of Q among the Q, sign: six i32 each
const SCRATCH = 8; // for products, see gemm
const VALUES = 9; // what goes in and out, doubles
// what follows once for doubles and once for floats
const DOUBLES = 10;
const FLOATS = 17;
const VECTORS = 0; // V, eigenvectors in rows, states of the sector in the order of the blocks
const MIXERS = 1; // Q = Σ_b (s_j − s_i) S̃_b of every kind of block
const ALONE = 2; // damping of each coherence, see pauliPreconditioner
const TURN = 3; // rotation
const RATES = 4; // LU factors of the rate equations
const Z = 5; // three n × n matrices to work in
const KRYLOV = 6; // the vectors

// @ts-ignore: decorator of AssemblyScript
@inline function kind<T>(): i32 { return sizeof<T>() == 8 ? DOUBLES : FLOATS; }

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
  const own = table + ((<usize>kind<T>()) << 2);
  const v = place(own, VECTORS), z = place(own, Z), half = from<T>(z, n * n), scratch = place(table, SCRATCH);
  gemm<T>(n, n, n, v, 1, n, z, n, 1, half, n, 1, false, scratch);
  gemm<T>(n, n, n, half, n, 1, v, n, 1, z, n, 1, false, scratch);
}

// The same of an S̃ that the caller has put there, before it has its share in the mixers
export function inSector(n: i32, table: usize): void { toSectorBasis<f64>(n, table); }

export function addMixer(n: i32, table: usize, mixer: i32, weight: f64): void {
  const own = table + (DOUBLES << 2);
  addScaled<f64>(from<f64>(place(own, MIXERS), mixer * n * n), weight, place(own, Z), n * n);
}

// Doubles as floats
export function narrow(count: i32, doubles: usize, floats: usize): void {
  for (let i = 0; i < count; i++) put<f32>(floats, i, <f32>at<f64>(doubles, i));
}

// R[Z] of the matrix at Z into the third one there: in the sector basis [F, S]_ij = F_ij (s_j − s_i), so that a block of
// states with the same spins at the baths vanishes, and in others Q Z − Z Qᵀ with Q = Σ_b (s_j − s_i) S̃_b is what remains
function dissipate<T>(n: i32, table: usize): void {
  const own = table + ((<usize>kind<T>()) << 2);
  const v = place(own, VECTORS), q = place(own, MIXERS), z = place(own, Z);
  const n2 = n * n, scratch = place(table, SCRATCH);
  const half = from<T>(z, n2), sum = from<T>(z, 2 * n2);
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
  gemm<T>(n, n, n, v, n, 1, sum, n, 1, half, n, 1, false, scratch); // V F
  gemm<T>(n, n, n, half, n, 1, v, 1, n, sum, n, 1, false, scratch); // V F Vᵀ
}

// dX = D∘Y + R[X], dY = −D∘X + R[Y], entry (0, 0) ← Tr X; returns what stood there
function apply<T>(n: i32, table: usize, packed: usize, out: usize): T {
  const z = place(table + ((<usize>kind<T>()) << 2), Z);
  const levels = place(table, LEVELS);
  const flow = from<T>(z, 2 * n * n);
  unpack<T>(n, packed, z);
  dissipate<T>(n, table);
  let trace: T = 0;
  for (let a = 0; a < n; a++) {
    trace += at<T>(packed, a * (n + 1));
    put<T>(out, a * (n + 1), at<T>(flow, a * (n + 1)));
    const level = at<f64>(levels, a);
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const gap = <T>(level - at<f64>(levels, b));
      const f = at<T>(flow, ab), g = at<T>(flow, ba);
      put<T>(out, ab, <T>0.5 * (f + g) - gap * at<T>(packed, ba));
      put<T>(out, ba, <T>0.5 * (g - f) + gap * at<T>(packed, ab));
    }
  }
  put<T>(out, 0, trace);
  return at<T>(flow, 0);
}

// P⁻¹ of pauli.ts: the rate equations of the populations, and each coherence alone
function precondition<T>(n: i32, table: usize, v: usize, out: usize): void {
  const own = table + ((<usize>kind<T>()) << 2);
  const lu = place(own, RATES), alone = place(own, ALONE), turn = place(own, TURN);
  const scale = place(table, SCALE), rows = place(table, ROWS);
  const rhs = place(table, WORK), p = from<f64>(rhs, n);
  for (let a = 0; a < n; a++) put<T>(rhs, a, <T>(<f64>at<T>(v, a * (n + 1)) / at<f64>(scale, a)));
  for (let i = 0; i < n; i++) {
    put<T>(p, i, at<T>(rhs, <i32>at<f64>(rows, i)) - dot<T>(from<T>(lu, i * n), p, i));
  }
  for (let i = n - 1; i >= 0; i--) {
    const d = from<T>(lu, i * (n + 1));
    put<T>(p, i, (at<T>(p, i) - dot<T>(from<T>(d, 1), from<T>(p, i + 1), n - i - 1)) / load<T>(d));
  }
  for (let a = 0; a < n; a++) {
    put<T>(out, a * (n + 1), at<T>(p, a));
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const dx = at<T>(v, ab), dy = -at<T>(v, ba), r = at<T>(turn, ab);
      put<T>(out, ab, at<T>(alone, ab) * dx - r * dy);
      put<T>(out, ba, -(at<T>(alone, ba) * dy + r * dx));
    }
  }
}

// x = P⁻¹b; returns its norm
export function guess(n: i32, table: usize): f64 {
  const x = place(table, SOLUTION);
  precondition<f64>(n, table, place(table, RIGHT), x);
  return Math.sqrt(dot<f64>(x, x, n * n));
}

// The first vector of the space: P⁻¹(b − A x) over its norm, which is returned. Into VALUES goes the largest entry of
// b − A x, with the equation that the trace stands for.
export function open<T>(n: i32, table: usize): f64 {
  const n2 = n * n;
  const z = place(table + (DOUBLES << 2), Z); // free again once A is applied
  const b = place(table, RIGHT), left = from<f64>(z, n2);
  const first = apply<f64>(n, table, place(table, SOLUTION), left);
  for (let i = 0; i < n2; i++) put<f64>(left, i, at<f64>(b, i) - at<f64>(left, i));
  let largest = Math.abs(first);
  for (let i = 1; i < n2; i++) largest = Math.max(largest, Math.abs(at<f64>(left, i)));
  put<f64>(place(table, VALUES), 0, largest);
  precondition<f64>(n, table, left, z);
  const norm = Math.sqrt(dot<f64>(z, z, n2));
  const start = place(table + ((<usize>kind<T>()) << 2), KRYLOV);
  const inverse = norm > 0 ? 1 / norm : 0;
  for (let i = 0; i < n2; i++) put<T>(start, i, <T>(at<f64>(z, i) * inverse));
  return norm;
}

// One vector more, A v_k orthogonal to those before; their overlaps and what is left go to VALUES
export function extend<T>(n: i32, table: usize, k: i32): void {
  const n2 = n * n;
  const own = table + ((<usize>kind<T>()) << 2);
  const space = place(own, KRYLOV), values = place(table, VALUES);
  const next = from<T>(space, (k + 1) * n2), product = from<T>(place(own, Z), n2);
  apply<T>(n, table, from<T>(space, k * n2), product);
  precondition<T>(n, table, product, next);
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
    const v = from<T>(place(table + ((<usize>kind<T>()) << 2), KRYLOV), k * n2), y = at<f64>(values, k);
    for (let i = 0; i < n2; i++) put<f64>(x, i, at<f64>(x, i) + y * <f64>at<T>(v, i));
  }
}

export function openDoubles(n: i32, table: usize): f64 { return open<f64>(n, table); }
export function extendDoubles(n: i32, table: usize, k: i32): void { extend<f64>(n, table, k); }
export function improveDoubles(n: i32, table: usize, count: i32): void { improve<f64>(n, table, count); }
export function openFloats(n: i32, table: usize): f64 { return open<f32>(n, table); }
export function extendFloats(n: i32, table: usize, k: i32): void { extend<f32>(n, table, k); }
export function improveFloats(n: i32, table: usize, count: i32): void { improve<f32>(n, table, count); }
