// Numbers of 32 digits as the unevaluated sum of two doubles, hi + lo with |lo| ≤ ½ ulp(hi): what is left where a
// rate is lost in the rounding of a double. Sums and products without error are those of Knuth and of Dekker
// (Numer. Math. 18, 224, 1971); there is no fused multiply–add to call from here.

/** hi + lo */
export type Double2 = readonly [hi: number, lo: number];

/** Matrix of double-doubles, row-major. */
export interface Matrix2 {
  readonly hi: Float64Array;
  readonly lo: Float64Array;
}

/** Rounding of one operation, relative: 2⁻¹⁰⁴. */
export const UNIT2: number = 2 ** -104;

const SPLITTER = 2 ** 27 + 1;

/** A matrix of zeros. */
export const zeros2 = (length: number): Matrix2 => ({
  hi: new Float64Array(length),
  lo: new Float64Array(length),
});

/** The double-double nearest to a double. */
export const from = (x: number): Double2 => [x, 0];

/** The entry at a place of a matrix. */
export const at = ({ hi, lo }: Matrix2, i: number): Double2 => [hi[i], lo[i]];

/** Writes an entry. */
export function put({ hi, lo }: Matrix2, i: number, [h, l]: Double2): void {
  hi[i] = h;
  lo[i] = l;
}

const quick = (hi: number, lo: number): Double2 => {
  const sum = hi + lo;
  return [sum, lo - (sum - hi)];
};

/** a + b */
export function add([ah, al]: Double2, [bh, bl]: Double2): Double2 {
  const s = ah + bh;
  const bb = s - ah;
  const e = ah - (s - bb) + (bh - bb);
  const t = al + bl;
  const tb = t - al;
  const f = al - (t - tb) + (bl - tb);
  const [u, v] = quick(s, e + t);
  return quick(u, v + f);
}

/** −a */
export const neg = ([h, l]: Double2): Double2 => [-h, -l];

/** a − b */
export const sub = (a: Double2, b: Double2): Double2 => add(a, neg(b));

/** a · b */
export function mul([ah, al]: Double2, [bh, bl]: Double2): Double2 {
  const p = ah * bh;
  const at = SPLITTER * ah;
  const a1 = at - (at - ah);
  const a2 = ah - a1;
  const bt = SPLITTER * bh;
  const b1 = bt - (bt - bh);
  const b2 = bh - b1;
  const e = a1 * b1 - p + a1 * b2 + a2 * b1 + a2 * b2 + (ah * bl + al * bh);
  return quick(p, e);
}

/** a / b */
export function div(a: Double2, b: Double2): Double2 {
  const q1 = a[0] / b[0];
  const r = sub(a, mul(b, from(q1)));
  const q2 = r[0] / b[0];
  const r2 = sub(r, mul(b, from(q2)));
  return add(quick(q1, q2), from(r2[0] / b[0]));
}

/** √a for a ≥ 0 */
export function sqrt(a: Double2): Double2 {
  if (a[0] <= 0) return from(0);
  const x = Math.sqrt(a[0]);
  const rest = sub(a, mul(from(x), from(x)));
  return add(from(x), div(rest, from(2 * x)));
}

/** a · 2ᵏ, without error */
const scaled = ([h, l]: Double2, k: number): Double2 => [h * 2 ** k, l * 2 ** k];

const LN2: Double2 = [Math.LN2, 2.3190468138462996e-17];

/** e^a − 1 to the relative precision of a double-double, also near zero. */
export function expm1(a: Double2): Double2 {
  if (a[0] < -745) return from(-1);
  if (a[0] > 709) return from(Number.POSITIVE_INFINITY);
  // e^a = 2ᵏ e^r; e^r − 1 from the series at r / 2⁹, doubled nine times: e^{2x} − 1 = y (y + 2)
  const k = Math.round(a[0] / LN2[0]);
  const r = scaled(sub(a, mul(from(k), LN2)), -9);
  let term = r;
  let y = r;
  for (let i = 2; i < 14; i++) {
    term = div(mul(term, r), from(i));
    y = add(y, term);
  }
  for (let i = 0; i < 9; i++) y = mul(y, add(y, from(2)));
  return k === 0 ? y : sub(scaled(add(y, from(1)), k), from(1));
}

/** e^a */
export function exp(a: Double2): Double2 {
  if (a[0] < -745) return from(0);
  if (Math.abs(a[0]) < 1) return add(expm1(a), from(1));
  const k = Math.round(a[0] / LN2[0]);
  const small = add(expm1(sub(a, mul(from(k), LN2))), from(1));
  const half = Math.trunc(k / 2);
  return scaled(scaled(small, half), k - half);
}

/** out = A B for A of `rows` × `inner` and B of `inner` × `columns`. */
export function multiply2(
  a: Matrix2,
  b: Matrix2,
  rows: number,
  inner: number,
  columns: number,
  out: Matrix2,
): void {
  out.hi.fill(0);
  out.lo.fill(0);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      addScaledRow(out, i * columns, b, k * columns, columns, a.hi[i * inner + k], a.lo[i * inner + k]);
    }
  }
}

/** x[to + j] += f · y[from + j] for j < count. */
export function addScaledRow(
  { hi: xh, lo: xl }: Matrix2,
  to: number,
  { hi: yh, lo: yl }: Matrix2,
  start: number,
  count: number,
  fh: number,
  fl: number,
): void {
  if (fh === 0) return;
  const ft = SPLITTER * fh;
  const f1 = ft - (ft - fh);
  const f2 = fh - f1;
  for (let j = 0; j < count; j++) {
    const bh = yh[start + j];
    if (bh === 0) continue;
    const p = fh * bh;
    const bt = SPLITTER * bh;
    const b1 = bt - (bt - bh);
    const b2 = bh - b1;
    const e = f1 * b1 - p + f1 * b2 + f2 * b1 + f2 * b2 + (fh * yl[start + j] + fl * bh);
    const ah = xh[to + j];
    const s = ah + p;
    const bb = s - ah;
    const rest = ah - (s - bb) + (p - bb) + (xl[to + j] + e);
    const sum = s + rest;
    xh[to + j] = sum;
    xl[to + j] = rest - (sum - s);
  }
}

/** Σ_j x[i + j·step] y[k + j] for j < count. */
export function dot2(x: Matrix2, i: number, step: number, y: Matrix2, k: number, count: number): Double2 {
  let sh = 0;
  let sl = 0;
  for (let j = 0, at = i; j < count; j++, at += step) {
    const ah = x.hi[at];
    const bh = y.hi[k + j];
    if (ah === 0 || bh === 0) continue;
    const p = ah * bh;
    const t = SPLITTER * ah;
    const a1 = t - (t - ah);
    const a2 = ah - a1;
    const u = SPLITTER * bh;
    const b1 = u - (u - bh);
    const b2 = bh - b1;
    const e = a1 * b1 - p + a1 * b2 + a2 * b1 + a2 * b2 + (ah * y.lo[k + j] + x.lo[at] * bh);
    const s = sh + p;
    const bb = s - sh;
    const rest = sh - (s - bb) + (p - bb) + (sl + e);
    sh = s + rest;
    sl = rest - (sh - s);
  }
  return [sh, sl];
}

/**
 * The eigenproblem of a real symmetric matrix by Jacobi's rotations, which keep the digits of what is small beside the
 * diagonal: A = Σ_k λ_k v_k v_kᵀ with ascending λ and signs as `symmetricEigen` gives them.
 *
 * @param a n × n; overwritten
 * @returns the eigenvalues and, in rows, the eigenvectors
 */
export function symmetricEigen2(a: Matrix2, n: number): { values: Matrix2; vectors: Matrix2 } {
  const v = zeros2(n * n);
  for (let i = 0; i < n; i++) v.hi[i * (n + 1)] = 1;
  for (let sweep = 0, turned = true; turned && sweep < 60; sweep++) {
    turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const size = Math.abs(a.hi[p * n + q]);
        const gap = sub(at(a, q * (n + 1)), at(a, p * (n + 1)));
        const diagonal = Math.abs(a.hi[p * (n + 1)]) + Math.abs(a.hi[q * (n + 1)]);
        // negligible: what it would turn is below the rounding of a unit vector, and what it would move below that of
        // the levels
        if (
          size === 0 ||
          (size <= 1e-34 * Math.abs(gap[0]) && size * size <= 1e-34 * Math.abs(gap[0]) * diagonal)
        )
          continue;
        if (size < 1e-290) continue;
        turned = true;
        rotate(a, v, n, p, q, gap);
      }
    }
  }
  const order = Array.from({ length: n }, (_, k) => k).sort((k, l) => {
    const [difference] = sub(at(a, k * (n + 1)), at(a, l * (n + 1)));
    return difference;
  });
  const values = zeros2(n);
  const vectors = zeros2(n * n);
  order.forEach((k, to) => {
    put(values, to, at(a, k * (n + 1)));
    let first = 0;
    while (first < n - 1 && Math.abs(v.hi[k * n + first]) < 1e-8) first++;
    const turned = v.hi[k * n + first] < 0;
    for (let i = 0; i < n; i++) put(vectors, to * n + i, turned ? neg(at(v, k * n + i)) : at(v, k * n + i));
  });
  return { values, vectors };
}

// t = tan of the angle that makes a_pq vanish: t² + 2ζt − 1 = 0 with ζ = (a_qq − a_pp) / 2a_pq
function rotate(a: Matrix2, v: Matrix2, n: number, p: number, q: number, gap: Double2): void {
  const apq = at(a, p * n + q);
  const zeta = div(gap, scaled(apq, 1));
  const big = Math.abs(zeta[0]) > 1e100;
  const root = big ? (zeta[0] < 0 ? neg(zeta) : zeta) : sqrt(add(mul(zeta, zeta), from(1)));
  const sum = zeta[0] < 0 ? sub(zeta, root) : add(zeta, root);
  const t = div(from(1), sum);
  const c = div(from(1), sqrt(add(mul(t, t), from(1))));
  const s = mul(t, c);
  const shift = mul(t, apq);
  put(a, p * (n + 1), sub(at(a, p * (n + 1)), shift));
  put(a, q * (n + 1), add(at(a, q * (n + 1)), shift));
  put(a, p * n + q, from(0));
  put(a, q * n + p, from(0));
  for (let k = 0; k < n; k++) {
    if (k !== p && k !== q) {
      const [kp, kq] = [at(a, k * n + p), at(a, k * n + q)];
      if (kp[0] !== 0 || kq[0] !== 0) {
        const x = sub(mul(c, kp), mul(s, kq));
        const y = add(mul(s, kp), mul(c, kq));
        put(a, k * n + p, x);
        put(a, p * n + k, x);
        put(a, k * n + q, y);
        put(a, q * n + k, y);
      }
    }
    const [vp, vq] = [at(v, p * n + k), at(v, q * n + k)];
    put(v, p * n + k, sub(mul(c, vp), mul(s, vq)));
    put(v, q * n + k, add(mul(s, vp), mul(c, vq)));
  }
}

/**
 * LU decomposition with partial pivoting as in lu.ts, of the first `steps` unknowns with pivots from the first `steps`
 * rows; what is right of and below them then holds the equations of the others.
 *
 * @param a m × m; overwritten
 * @param rows length m; on return rows[i] is the original row at place i
 * @returns the smallest pivot over the largest entry that its row began with
 */
export function luFactor2(a: Matrix2, m: number, rows: Int32Array, steps: number): number {
  const scale = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    rows[i] = i;
    for (let j = 0; j < m; j++) scale[i] = Math.max(scale[i], Math.abs(a.hi[i * m + j]));
  }
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < steps; k++) {
    let best = -1;
    let size = 0;
    for (let i = k; i < steps; i++) {
      const candidate = Math.abs(a.hi[i * m + k]) / (scale[rows[i]] || 1);
      if (candidate > size) {
        best = i;
        size = candidate;
      }
    }
    smallest = Math.min(smallest, size);
    if (best < 0) return 0;
    if (best !== k) swapRows(a, m, rows, best, k);
    const pivot = at(a, k * m + k);
    const end = m;
    for (let i = k + 1; i < end; i++) {
      if (a.hi[i * m + k] === 0) continue;
      const factor = div(at(a, i * m + k), pivot);
      put(a, i * m + k, factor);
      addScaledRow(a, i * m + k + 1, a, k * m + k + 1, m - k - 1, -factor[0], -factor[1]);
    }
  }
  return smallest;
}

function swapRows({ hi, lo }: Matrix2, m: number, rows: Int32Array, i: number, k: number): void {
  const row = rows[i];
  rows[i] = rows[k];
  rows[k] = row;
  for (const part of [hi, lo]) {
    const kept = part.slice(i * m, (i + 1) * m);
    part.copyWithin(i * m, k * m, (k + 1) * m);
    part.set(kept, k * m);
  }
}

/** x ← L⁻¹ x with the first `steps` rows of the factors of {@link luFactor2}. */
export function solveLower2(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = 1; i < steps; i++) put(x, i, sub(at(x, i), dot2(lu, i * m, 1, x, 0, i)));
}

/** x ← U⁻¹ x */
export function solveUpper2(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = steps - 1; i >= 0; i--) {
    const rest = sub(at(x, i), dot2(lu, i * (m + 1) + 1, 1, x, i + 1, steps - i - 1));
    put(x, i, div(rest, at(lu, i * (m + 1))));
  }
}

/** x ← U⁻ᵀ x */
export function solveUpperTransposed2(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = 0; i < steps; i++) {
    if (x.hi[i] === 0) continue;
    const value = div(at(x, i), at(lu, i * (m + 1)));
    put(x, i, value);
    addScaledRow(x, i + 1, lu, i * (m + 1) + 1, steps - i - 1, -value[0], -value[1]);
  }
}

/** x ← L⁻ᵀ x */
export function solveLowerTransposed2(lu: Matrix2, x: Matrix2, m: number, steps: number): void {
  for (let i = steps - 1; i > 0; i--) addScaledRow(x, 0, lu, i * m, i, -x.hi[i], -x.lo[i]);
}
