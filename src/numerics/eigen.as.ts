// The eigenproblems of symmetric-eigen.ts, by the same reflections and rotations: AssemblyScript, compiled into the WebAssembly
// of wasm.as.ts. Sums run in two halves, so results differ from those of the plain loops by rounding.

import { addScaled, at as entry, dot, from as start, put as set } from "./vectors.as";

// @ts-ignore: decorator of AssemblyScript
@inline function at(array: usize, i: i32): f64 { return entry<f64>(array, i); }
// @ts-ignore: decorator of AssemblyScript
@inline function put(array: usize, i: i32, value: f64): void { set<f64>(array, i, value); }
// @ts-ignore: decorator of AssemblyScript
@inline function from(array: usize, i: i32): usize { return start<f64>(array, i); }
// @ts-ignore: decorator of AssemblyScript
@inline function both(x: v128): f64 { return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1); }

// Row i of `a` becomes u_i, offDiagonal[i] = T_{i,i−1}, diagonal = T_ii; p has n doubles to work in.
export function reduceSymmetric(n: i32, a: usize, diagonal: usize, offDiagonal: usize, p: usize, nothing: f64): void {
  for (let i = n - 1; i > 0; i--) {
    const u = from(a, i * n);
    let tail: f64 = 0;
    for (let k = 0; k < i - 1; k++) tail += at(u, k) * at(u, k);
    const x = at(u, i - 1);
    put(diagonal, i, at(u, i));
    if (tail <= nothing) {
      put(offDiagonal, i, x);
      put(u, i - 1, 0);
      continue;
    }
    const norm = Math.sqrt(tail + x * x);
    const alpha = x > 0 ? -norm : norm;
    put(offDiagonal, i, alpha);
    const h = tail + x * x - alpha * x;
    put(u, i - 1, x - alpha);
    // p = A u / h, from the lower triangle alone
    memory.fill(p, 0, (<usize>i) << 3);
    for (let j = 0; j < i; j++) {
      const row = from(a, j * n), uj = at(u, j), factor = f64x2.splat(uj);
      let sums = f64x2.splat(0);
      let k = 0;
      for (; k + 2 <= j; k += 2) {
        const entries = v128.load(from(row, k)), to = from(p, k);
        sums = f64x2.add(sums, f64x2.mul(entries, v128.load(from(u, k))));
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(entries, factor)));
      }
      let sum = both(sums);
      if (k < j) {
        sum += at(row, k) * at(u, k);
        put(p, k, at(p, k) + at(row, k) * uj);
      }
      put(p, j, at(p, j) + sum + at(row, j) * uj);
    }
    let up: f64 = 0;
    for (let j = 0; j < i; j++) {
      const entry = at(p, j) / h;
      put(p, j, entry);
      up += entry * at(u, j);
    }
    // A ← A − u qᵀ − q uᵀ with q = p − (uᵀp / 2h) u
    const shift = up / (2 * h);
    for (let j = 0; j < i; j++) put(p, j, at(p, j) - shift * at(u, j));
    for (let j = 0; j < i; j++) {
      const row = from(a, j * n), uj = at(u, j), qj = at(p, j);
      const factorU = f64x2.splat(uj), factorQ = f64x2.splat(qj);
      let k = 0;
      for (; k + 2 <= j + 1; k += 2) {
        const to = from(row, k);
        const change = f64x2.add(f64x2.mul(factorU, v128.load(from(p, k))), f64x2.mul(factorQ, v128.load(from(u, k))));
        v128.store(to, f64x2.sub(v128.load(to), change));
      }
      if (k <= j) put(row, k, at(row, k) - (uj * at(p, k) + qj * at(u, k)));
    }
  }
  put(diagonal, 0, at(a, 0));
  put(offDiagonal, 0, 0);
}

// The same for X + iY, which it overwrites; `work` has 4n doubles for u and p, real and imaginary parts.
export function reduceHermitian(
  n: i32, re: usize, im: usize, diagonal: usize, offDiagonal: usize, work: usize, nothing: f64,
): void {
  const ur = work, ui = from(work, n), pr = from(work, 2 * n), pi = from(work, 3 * n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    put(diagonal, i, at(re, row + i));
    let tail: f64 = 0;
    for (let k = 0; k < i; k++) {
      const r = at(re, row + k), s = -at(im, row + k); // the column above the diagonal
      put(ur, k, r);
      put(ui, k, s);
      if (k < i - 1) tail += r * r + s * s;
    }
    const lastR = at(ur, i - 1), lastI = at(ui, i - 1);
    const x = Math.sqrt(lastR * lastR + lastI * lastI);
    if (tail <= nothing) {
      put(offDiagonal, i, x);
      continue;
    }
    const norm = Math.sqrt(tail + x * x);
    put(offDiagonal, i, norm);
    const h = norm * (norm + x); // |u|² / 2 with u = x + e^{iθ} |x| e, θ the phase of the last component
    put(ur, i - 1, lastR + norm * (x > 0 ? lastR / x : 1));
    put(ui, i - 1, lastI + norm * (x > 0 ? lastI / x : 0));
    // p = A u / h, from the lower triangle alone
    memory.fill(pr, 0, (<usize>(2 * n)) << 3);
    for (let j = 0; j < i; j++) {
      const rowR = from(re, j * n), rowI = from(im, j * n);
      const ujr = at(ur, j), uji = at(ui, j);
      const factorR = f64x2.splat(ujr), factorI = f64x2.splat(uji);
      let sumsR = f64x2.splat(0), sumsI = f64x2.splat(0);
      let k = 0;
      for (; k + 2 <= j; k += 2) {
        const br = v128.load(from(rowR, k)), bi = v128.load(from(rowI, k));
        const ukr = v128.load(from(ur, k)), uki = v128.load(from(ui, k));
        const toR = from(pr, k), toI = from(pi, k);
        sumsR = f64x2.add(sumsR, f64x2.sub(f64x2.mul(br, ukr), f64x2.mul(bi, uki)));
        sumsI = f64x2.add(sumsI, f64x2.add(f64x2.mul(br, uki), f64x2.mul(bi, ukr)));
        v128.store(toR, f64x2.add(v128.load(toR), f64x2.add(f64x2.mul(br, factorR), f64x2.mul(bi, factorI))));
        v128.store(toI, f64x2.add(v128.load(toI), f64x2.sub(f64x2.mul(br, factorI), f64x2.mul(bi, factorR))));
      }
      let sumR = both(sumsR), sumI = both(sumsI);
      if (k < j) {
        const br = at(rowR, k), bi = at(rowI, k);
        sumR += br * at(ur, k) - bi * at(ui, k);
        sumI += br * at(ui, k) + bi * at(ur, k);
        put(pr, k, at(pr, k) + br * ujr + bi * uji);
        put(pi, k, at(pi, k) + br * uji - bi * ujr);
      }
      const entry = at(rowR, j);
      put(pr, j, at(pr, j) + sumR + entry * ujr);
      put(pi, j, at(pi, j) + sumI + entry * uji);
    }
    let up: f64 = 0; // u†p, real
    for (let j = 0; j < i; j++) {
      const r = at(pr, j) / h, s = at(pi, j) / h;
      put(pr, j, r);
      put(pi, j, s);
      up += at(ur, j) * r + at(ui, j) * s;
    }
    // A ← A − u q† − q u† with q = p − (u†p / 2h) u
    const shift = up / (2 * h);
    for (let j = 0; j < i; j++) {
      put(pr, j, at(pr, j) - shift * at(ur, j));
      put(pi, j, at(pi, j) - shift * at(ui, j));
    }
    for (let j = 0; j < i; j++) {
      const rowR = from(re, j * n), rowI = from(im, j * n);
      const a = f64x2.splat(at(ur, j)), b = f64x2.splat(at(ui, j));
      const c = f64x2.splat(at(pr, j)), d = f64x2.splat(at(pi, j));
      // at an even end one entry more, above the diagonal, where nothing is read
      for (let k = 0; k <= j; k += 2) {
        const qr = v128.load(from(pr, k)), qi = v128.load(from(pi, k));
        const vr = v128.load(from(ur, k)), vi = v128.load(from(ui, k));
        const toR = from(rowR, k), toI = from(rowI, k);
        const changeR = f64x2.add(f64x2.add(f64x2.mul(a, qr), f64x2.mul(b, qi)), f64x2.add(f64x2.mul(c, vr), f64x2.mul(d, vi)));
        const changeI = f64x2.add(f64x2.sub(f64x2.mul(b, qr), f64x2.mul(a, qi)), f64x2.sub(f64x2.mul(d, vr), f64x2.mul(c, vi)));
        v128.store(toR, f64x2.sub(v128.load(toR), changeR));
        v128.store(toI, f64x2.sub(v128.load(toI), changeI));
      }
    }
  }
  put(diagonal, 0, at(re, 0));
  put(offDiagonal, 0, 0);
}

// Eigenvalues into `diagonal`, in no order, and eigenvectors into the rows of `vectors`: all that symmetric-eigen.ts does for
// a small matrix; `p` has n doubles to work in. False where the steps do not come to an end.
export function solveSymmetric(
  n: i32, a: usize, diagonal: usize, offDiagonal: usize, p: usize, vectors: usize, nothing: f64,
): bool {
  reduceSymmetric(n, a, diagonal, offDiagonal, p, nothing);
  memory.fill(vectors, 0, (<usize>(n * n)) << 3);
  for (let i = 0; i < n; i++) put(vectors, i * (n + 1), 1);
  for (let i = 1; i < n; i++) {
    const u = from(a, i * n);
    const h = -at(u, i - 1) * at(offDiagonal, i);
    if (h == 0) continue;
    for (let r = 0; r < i; r++) {
      const row = from(vectors, r * n);
      const overlap = dot<f64>(row, u, i);
      if (overlap != 0) addScaled<f64>(row, -overlap / h, u, i);
    }
  }
  return diagonalize(n, diagonal, offDiagonal, vectors, n);
}

// Implicit QL with Wilkinson's shift on the tridiagonal (d, e), see symmetric-eigen.ts; rotates the rows of v, which have
// `width` entries.
export function diagonalize(n: i32, d: usize, e: usize, v: usize, width: i32): bool {
  memory.copy(e, from(e, 1), (<usize>(n - 1)) << 3); // e[i] now couples i and i + 1
  put(e, n - 1, 0);
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.max(Math.abs(at(d, i)), Math.abs(at(e, i))));
  const nothing = 7.888609052210118e-31 * largest; // 2⁻¹⁰⁰
  for (let low = 0; low < n; low++) {
    for (let step = 0; ; step++) {
      let high = low;
      while (high < n - 1) {
        const size = Math.abs(at(d, high)) + Math.abs(at(d, high + 1)), between = Math.abs(at(e, high));
        if (between <= 1.1102230246251565e-16 * size || between <= nothing) break;
        high++;
      }
      if (high == low) break;
      if (step == 60) return false;
      const half = (at(d, low + 1) - at(d, low)) / (2 * at(e, low));
      const root = Math.sqrt(half * half + 1);
      let g = at(d, high) - at(d, low) + at(e, low) / (half + (half < 0 ? -root : root));
      let sine: f64 = 1, cosine: f64 = 1, carry: f64 = 0;
      let i = high - 1;
      for (; i >= low; i--) {
        const f = sine * at(e, i), b = cosine * at(e, i);
        const r = Math.sqrt(f * f + g * g);
        put(e, i + 1, r);
        if (r == 0) {
          put(d, i + 1, at(d, i + 1) - carry); // the block splits here: start again
          put(e, high, 0);
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = at(d, i + 1) - carry;
        const t = (at(d, i) - g) * sine + 2 * cosine * b;
        carry = sine * t;
        put(d, i + 1, g + carry);
        g = cosine * t - b;
        rotateRows(from(v, i * width), width, cosine, sine);
      }
      if (i >= low) continue;
      put(d, low, at(d, low) - carry);
      put(e, low, g);
      put(e, high, 0);
    }
  }
  return true;
}

// @ts-ignore: decorator of AssemblyScript
@inline
function rotateRows(first: usize, n: i32, cosine: f64, sine: f64): void {
  const next = from(first, n), c = f64x2.splat(cosine), s = f64x2.splat(sine);
  let k = 0;
  for (; k + 2 <= n; k += 2) {
    const x = v128.load(from(first, k)), y = v128.load(from(next, k));
    v128.store(from(next, k), f64x2.add(f64x2.mul(s, x), f64x2.mul(c, y)));
    v128.store(from(first, k), f64x2.sub(f64x2.mul(c, x), f64x2.mul(s, y)));
  }
  if (k < n) {
    const x = at(first, k), y = at(next, k);
    put(next, k, sine * x + cosine * y);
    put(first, k, cosine * x - sine * y);
  }
}
