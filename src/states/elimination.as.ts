// The elimination of elimination.ts, step by step: AssemblyScript, compiled into the WebAssembly of wasm.as.ts. All arrays
// are doubles; sums run in two halves or four, so results differ from those of the plain loops by rounding.

import { balance } from "../equations/turning-blocks.as";
import { addScaled, at, dot, from, place, put } from "../numerics/vectors.as";
import { gemm, luFactor } from "../numerics/wasm.as";

// Places, in an array of u32 that the caller fills; see elimination.ts
const GAPS = 0; // D
const REAL = 1; // A_x and A_p, one above the other: m × m
const IMAG = 2; // B, then B/D
const LU = 3; // m × m
const ROWS = 4; // the order of its rows
const RATES = 5; // the rate equations that remain, n × n
const SCALE = 6; // and the divisors of their rows
const ORDER = 7; // the order of these
const LEFT = 8; // right sides of dx and dp
const TURNED = 9; // right sides of dy
const Z = 10; // x and p
const Y = 11; // y
const STEP_Z = 12; // the same of one solution
const STEP_Y = 13;
const WORK = 14; // m
const OUT = 15; // what is returned beside
const SCRATCH = 16; // for products, see gemm

// x from L U x = b for the factors of the rate equations, b the scaled right side in WORK
function solveRates(n: i32, table: usize, x: usize): void {
  const rates = place(table, RATES), order = place(table, ORDER), b = place(table, WORK);
  for (let i = 0; i < n; i++) {
    let sum = at<f64>(b, <i32>at<f64>(order, i));
    for (let k = 0; k < i; k++) sum -= at<f64>(rates, i * n + k) * at<f64>(x, k);
    put<f64>(x, i, sum);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = at<f64>(x, i);
    for (let k = i + 1; k < n; k++) sum -= at<f64>(rates, i * n + k) * at<f64>(x, k);
    put<f64>(x, i, sum / at<f64>(rates, i * (n + 1)));
  }
}

// (D + K) x + (B/D) A_xp p and A_p are factored; returns how far an error of one in every rate equation can move a
// population, infinite where a pivot vanishes. OUT has the norms of coherencePassage: of K over D by rows and by columns, of
// what leads from p to x and from x to p, of B/D and A_x.
export function eliminate(n: i32, table: usize): f64 {
  const pairs = (n * (n - 1)) >> 1, m = pairs + n;
  const gaps = place(table, GAPS), real = place(table, REAL), imag = place(table, IMAG), lu = place(table, LU);
  const inverse = place(table, STEP_Y); // 1/D
  for (let j = 0; j < pairs; j++) put<f64>(inverse, j, 1 / at<f64>(gaps, j));
  for (let i = 0; i < pairs; i++) {
    for (let j = 0; j < pairs; j++) put<f64>(imag, i * pairs + j, at<f64>(imag, i * pairs + j) * at<f64>(inverse, j));
  }
  gemm<f64>(pairs, pairs, m, imag, pairs, 1, real, m, 1, lu, m, 1, false, place(table, SCRATCH));

  let rows: f64 = 0, columns: f64 = 0, mixed: f64 = 0, out: f64 = 0, turned: f64 = 0, damping: f64 = 0;
  for (let i = 0; i < pairs; i++) {
    let row: f64 = 0, column: f64 = 0, right: f64 = 0, b: f64 = 0, a: f64 = 0;
    for (let j = 0; j < pairs; j++) {
      const k = Math.abs(at<f64>(lu, i * m + j));
      row += k;
      column += k * at<f64>(inverse, j);
      b += Math.abs(at<f64>(imag, i * pairs + j));
      a += Math.abs(at<f64>(real, i * m + j));
    }
    for (let j = pairs; j < m; j++) {
      right += Math.abs(at<f64>(lu, i * m + j));
      a += Math.abs(at<f64>(real, i * m + j));
    }
    rows = Math.max(rows, row * at<f64>(inverse, i));
    columns = Math.max(columns, column);
    mixed = Math.max(mixed, right * at<f64>(inverse, i));
    turned = Math.max(turned, b);
    damping = Math.max(damping, a);
  }
  for (let a = pairs; a < m; a++) {
    let sum: f64 = 0;
    for (let j = 0; j < pairs; j++) sum += Math.abs(at<f64>(real, a * m + j)) * at<f64>(inverse, j);
    out = Math.max(out, sum);
  }
  const norms = place(table, OUT);
  put<f64>(norms, 0, rows);
  put<f64>(norms, 1, columns);
  put<f64>(norms, 2, mixed);
  put<f64>(norms, 3, out);
  put<f64>(norms, 4, turned);
  put<f64>(norms, 5, damping);

  for (let i = 0; i < pairs; i++) put<f64>(lu, i * (m + 1), at<f64>(lu, i * (m + 1)) + at<f64>(gaps, i));
  memory.copy(from<f64>(lu, pairs * m), from<f64>(real, pairs * m), (<usize>(n * m)) << 3);
  if (luFactor(lu, m, place(table, ROWS), pairs) == 0) return Infinity;

  // the rate equations: the trace takes the place of the first one, every other is scaled to one
  const rates = place(table, RATES), scale = place(table, SCALE);
  for (let a = 0; a < n; a++) {
    memory.copy(from<f64>(rates, a * n), from<f64>(lu, (pairs + a) * m + pairs), (<usize>n) << 3);
  }
  balance(rates, n, n);
  for (let c = 0; c < n; c++) put<f64>(rates, c, 1);
  for (let a = 0; a < n; a++) {
    let size: f64 = 0;
    for (let c = 0; c < n; c++) size = Math.max(size, Math.abs(at<f64>(rates, a * n + c)));
    put<f64>(scale, a, size);
    if (size > 0) for (let c = 0; c < n; c++) put<f64>(rates, a * n + c, at<f64>(rates, a * n + c) / size);
  }
  if (luFactor(rates, n, place(table, ORDER), n) == 0) return Infinity;
  const b = place(table, WORK), p = place(table, STEP_Z), reached = place(table, STEP_Y);
  memory.fill(reached, 0, (<usize>n) << 3);
  for (let a = 1; a < n; a++) {
    memory.fill(b, 0, (<usize>n) << 3);
    put<f64>(b, a, 1 / at<f64>(scale, a));
    solveRates(n, table, p);
    for (let k = 0; k < n; k++) put<f64>(reached, k, at<f64>(reached, k) + Math.abs(at<f64>(p, k)));
  }
  let reach: f64 = 0;
  for (let k = 0; k < n; k++) reach = Math.max(reach, at<f64>(reached, k));
  return reach;
}

// STEP_Z = (x, p) and STEP_Y = y from the right sides in LEFT and TURNED
function solveOnce(n: i32, table: usize): void {
  const pairs = (n * (n - 1)) >> 1, m = pairs + n;
  const gaps = place(table, GAPS), real = place(table, REAL), imag = place(table, IMAG), lu = place(table, LU);
  const left = place(table, LEFT), turned = place(table, TURNED), rows = place(table, ROWS), b = place(table, WORK);
  const z = place(table, STEP_Z), y = place(table, STEP_Y), scale = place(table, SCALE);
  for (let i = 0; i < pairs; i++) {
    put<f64>(y, i, dot<f64>(from<f64>(imag, i * pairs), left, pairs) - at<f64>(turned, i));
  }
  for (let i = 0; i < pairs; i++) {
    put<f64>(z, i, at<f64>(y, <i32>at<f64>(rows, i)) - dot<f64>(from<f64>(lu, i * m), z, i));
  }
  for (let a = 0; a < n; a++) {
    const gained = a == 0 ? 0 : dot<f64>(from<f64>(lu, (pairs + a) * m), z, pairs);
    put<f64>(b, a, (at<f64>(left, pairs + a) - gained) / at<f64>(scale, a));
  }
  solveRates(n, table, from<f64>(z, pairs));
  for (let i = pairs - 1; i >= 0; i--) {
    const d = from<f64>(lu, i * (m + 1));
    put<f64>(z, i, (at<f64>(z, i) - dot<f64>(from<f64>(d, 1), from<f64>(z, i + 1), m - i - 1)) / load<f64>(d));
  }
  for (let i = 0; i < pairs; i++) {
    put<f64>(y, i, (at<f64>(left, i) - dot<f64>(from<f64>(real, i * m), z, m)) / at<f64>(gaps, i));
  }
}

// Z and Y for the right sides in LEFT and TURNED, with a step of refinement where more than `settled` is left of the
// equations; returns what was
export function solveEliminated(n: i32, table: usize, settled: f64): f64 {
  const pairs = (n * (n - 1)) >> 1, m = pairs + n;
  const gaps = place(table, GAPS), real = place(table, REAL), imag = place(table, IMAG);
  const left = place(table, LEFT), turned = place(table, TURNED);
  const stepZ = place(table, STEP_Z), stepY = place(table, STEP_Y), z = place(table, Z), y = place(table, Y);
  solveOnce(n, table);
  memory.copy(z, stepZ, (<usize>m) << 3);
  memory.copy(y, stepY, (<usize>pairs) << 3);
  let worst: f64 = 0;
  memory.fill(left, 0, (<usize>pairs) << 3); // those of dx are met, as y was made from them
  let trace = at<f64>(left, pairs);
  for (let a = 0; a < n; a++) trace -= at<f64>(z, pairs + a);
  put<f64>(left, pairs, trace);
  for (let i = pairs + 1; i < m; i++) {
    const rest = at<f64>(left, i) - dot<f64>(from<f64>(real, i * m), z, m);
    put<f64>(left, i, rest);
    worst = Math.max(worst, Math.abs(rest));
  }
  for (let j = 0; j < pairs; j++) put<f64>(stepY, j, at<f64>(gaps, j) * at<f64>(y, j));
  for (let i = 0; i < pairs; i++) {
    const rest =
      at<f64>(turned, i) + at<f64>(gaps, i) * at<f64>(z, i) - dot<f64>(from<f64>(imag, i * pairs), stepY, pairs);
    put<f64>(turned, i, rest);
    worst = Math.max(worst, Math.abs(rest));
  }
  if (worst > settled) {
    solveOnce(n, table);
    addScaled<f64>(z, 1, stepZ, m);
    addScaled<f64>(y, 1, stepY, pairs);
  }
  return worst;
}
