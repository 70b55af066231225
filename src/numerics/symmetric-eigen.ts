// The real symmetric eigenproblem A = Σ_k λ_k v_k v_kᵀ on flat row-major arrays:
// Householder reflections bring A to tridiagonal form, implicit QL steps bring that to diagonal form.
// Eigenvectors are kept as rows, so that every inner loop runs along contiguous memory.
import { InputError } from "../input/guards";
import { arrays, keptBySize, zeros } from "./arrays";
import { multiplyRectangular } from "./matmul";
import { type Kernel, kernel } from "./wasm";

/** Below this order copying to the kernel's memory costs more than it saves. */
const SMALLEST_FAST = 4;

/** From these orders on reflections and rotations are gathered, so that a matrix is not fetched from far away for each. */
const SMALLEST_BLOCKED = 64;
const SMALLEST_BLOCKED_FAST = 512;

/** Eigenvalues in ascending order; `vectors[k * n + i]` is component i of the k-th eigenvector. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and orthonormal eigenvectors of a real symmetric matrix, A v_k = λ_k v_k.
 *
 * Reads the lower triangle only. The sign of each vector is fixed: its first component that is not
 * negligible is positive.
 *
 * @param matrix n × n, row-major; left unchanged
 * @param n the order
 * @throws if an entry is not finite
 * @example symmetricEigen(Float64Array.of(0, 1, 1, 0), 2).values // [-1, 1]
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const { unit, nothing } = unitOf([matrix], n);
  const values = zeros(n);
  const vectors = zeros(n * n);
  const fast = n < SMALLEST_FAST || n >= SMALLEST_BLOCKED_FAST ? null : kernel();
  if (fast) solveByKernel(fast, matrix, n, unit, nothing, values, vectors);
  else {
    const [a] = workspace(n);
    const offDiagonal = new Float64Array(n);
    reduce([matrix], unit, n, values, offDiagonal, nothing, a);
    accumulateReflections(a, n, offDiagonal, vectors);
    diagonalize(values, offDiagonal, n, vectors);
  }
  for (let k = 0; k < n; k++) values[k] *= unit;
  sortAscending(values, n, vectors);
  fixSigns(n, vectors);
  return { values, vectors };
}

/**
 * The eigenvalues alone, ascending, at a fraction of the cost.
 *
 * @param matrix n × n, row-major; left unchanged
 * @throws if an entry is not finite
 * @example symmetricEigenvalues(Float64Array.of(0, 1, 1, 0), 2) // [-1, 1]
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  return eigenvaluesAlone([matrix], n);
}

/**
 * Eigenvalues, ascending, of the Hermitian matrix X + iY (X symmetric, Y antisymmetric); reads the lower triangles.
 *
 * @throws if an entry is not finite
 * @example hermitianEigenvalues(Float64Array.of(1, 0, 0, 1), Float64Array.of(0, 1, -1, 0), 2) // [0, 2]
 */
export function hermitianEigenvalues(real: Float64Array, imag: Float64Array, n: number): Float64Array {
  return eigenvaluesAlone([real, imag], n);
}

/** Eigenvalues in ascending order; component i of the k-th eigenvector is vectors[k n + i] + i vectorsImag[k n + i]. */
export interface HermitianEigen extends SymmetricEigen {
  readonly vectorsImag: Float64Array;
}

/**
 * All eigenvalues and orthonormal eigenvectors of the Hermitian matrix X + iY; reads the lower triangles. The phase of each
 * vector is fixed: its first component that is not negligible is real and positive.
 *
 * @throws if an entry is not finite
 * @example hermitianEigen(Float64Array.of(0, 0, 0, 0), Float64Array.of(0, -1, 1, 0), 2).values // [-1, 1]
 */
export function hermitianEigen(real: Float64Array, imag: Float64Array, n: number): HermitianEigen {
  const [re, im, rotated] = arrays(3, n * n);
  const { unit, nothing } = unitOf([real, imag], n);
  inUnits(real, unit, re);
  inUnits(imag, unit, im);
  const values = zeros(n);
  const offDiagonal = new Float64Array(n);
  tridiagonalizeHermitian(re, im, n, values, offDiagonal, nothing);
  const rows = complexReflections(re, im, n, offDiagonal);
  for (let i = 0; i < n; i++) rotated[i * (n + 1)] = 1;
  diagonalize(values, offDiagonal, n, rotated);
  for (let k = 0; k < n; k++) values[k] *= unit;
  sortAscending(values, n, rotated);
  const [vectors, vectorsImag] = arrays(2, n * n);
  multiplyRectangular(rotated, rows.real, n, n, n, vectors);
  multiplyRectangular(rotated, rows.imag, n, n, n, vectorsImag);
  fixPhases(n, vectors, vectorsImag);
  return { values, vectors, vectorsImag };
}

/** Of the largest entry: far below its rounding, and so small that reflections and rotations by it would lose all digits. */
const NOTHING = 2 ** -100;

// small matrices come by the thousand, so what they are worked in is kept
const workspace = keptBySize((n) => arrays(2, n * n), 40);

// The unit in which squares of the entries neither overflow nor vanish, and in it the square of what is nothing.
function unitOf(matrices: readonly Float64Array[], n: number): { unit: number; nothing: number } {
  let largest = 0;
  for (const matrix of matrices) {
    for (let i = 0; i < n * n; i++) largest = Math.max(largest, Math.abs(matrix[i])); // NaN stays NaN
  }
  if (!(largest < Number.POSITIVE_INFINITY))
    throw new InputError("a matrix must have finite entries, got one that is not finite", "ill-conditioned");
  const unit = largest === 0 || (largest > 1e-100 && largest < 1e100) ? 1 : largest;
  return { unit, nothing: (NOTHING * (largest / unit)) ** 2 };
}

function inUnits(matrix: Float64Array, unit: number, out: Float64Array, at = 0): void {
  if (unit === 1) out.set(matrix, at);
  else for (let i = 0; i < matrix.length; i++) out[at + i] = matrix[i] / unit;
}

function eigenvaluesAlone(parts: readonly Float64Array[], n: number): Float64Array {
  const { unit, nothing } = unitOf(parts, n);
  const [values, offDiagonal] = [new Float64Array(n), new Float64Array(n)];
  reduce(parts, unit, n, values, offDiagonal, nothing);
  const fast = n < SMALLEST_FAST ? null : kernel();
  if (fast) {
    const memory = fast.words(2 * n);
    memory.set(values);
    memory.set(offDiagonal, n);
    if (!fast.diagonalize(n, 0, 8 * n, 0, 0)) throw notReached();
    values.set(memory.subarray(0, n));
  } else diagonalize(values, offDiagonal, n, null);
  for (let k = 0; k < n; k++) values[k] *= unit;
  return values.sort();
}

function solveByKernel(
  { words, solveSymmetric }: Kernel,
  matrix: Float64Array,
  n: number,
  unit: number,
  nothing: number,
  values: Float64Array,
  vectors: Float64Array,
): void {
  const n2 = n * n;
  const memory = words(2 * n2 + 3 * n);
  for (let i = 0; i < n2; i++) memory[i] = matrix[i] / unit;
  const [d, e, p] = [0, n, 2 * n].map((further) => 8 * (2 * n2 + further));
  if (!solveSymmetric(n, 0, d, e, p, 8 * n2, nothing)) throw notReached();
  for (let k = 0; k < n; k++) values[k] = memory[2 * n2 + k];
  vectors.set(memory.subarray(n2, 2 * n2));
}

// Tridiagonal form of a symmetric matrix, or of a Hermitian one in two parts, over their unit: by the kernel where that pays,
// to rounding what the plain loops give. Of a symmetric one the reflections are left in `reflections`, if that is asked for.
function reduce(
  parts: readonly Float64Array[],
  unit: number,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  nothing: number,
  reflections?: Float64Array,
): void {
  const fast = n < SMALLEST_FAST ? null : kernel();
  if (!fast) {
    const [re, im] = reflections ? [reflections] : workspace(n);
    inUnits(parts[0], unit, re);
    if (parts.length === 1) tridiagonalize(re, n, diagonal, offDiagonal, nothing);
    else {
      inUnits(parts[1], unit, im);
      tridiagonalizeHermitian(re, im, n, diagonal, offDiagonal, nothing);
    }
    return;
  }
  const end = parts.length * n * n;
  const memory = fast.words(end + 6 * n);
  for (let i = 0; i < parts.length; i++) inUnits(parts[i], unit, memory, i * n * n);
  const [d, e, work] = [8 * end, 8 * (end + n), 8 * (end + 2 * n)];
  if (parts.length === 2) fast.reduceHermitian(n, 0, 8 * n * n, d, e, work, nothing);
  else fast.reduceSymmetric(n, 0, d, e, work, nothing);
  diagonal.set(memory.subarray(end, end + n));
  offDiagonal.set(memory.subarray(end + n, end + 2 * n));
  reflections?.set(memory.subarray(0, n * n));
}

// T = P_1 … P_{n−1} A P_{n−1} … P_1 with P_i = 1 − u_i u_iᵀ / h_i acting on the first i coordinates.
// On return row i of `a` holds u_i, offDiagonal[i] = T_{i,i−1}, diagonal = T_ii.
function tridiagonalize(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  nothing: number,
): void {
  const p = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let tail = 0; // Σ x_k² without the component that is to survive
    for (let k = 0; k < i - 1; k++) tail += a[row + k] * a[row + k];
    const x = a[row + i - 1];
    diagonal[i] = a[row + i];
    if (tail <= nothing) {
      offDiagonal[i] = x;
      a[row + i - 1] = 0; // u = 0 stands for no reflection
      continue;
    }
    const norm = Math.sqrt(tail + x * x);
    const alpha = x > 0 ? -norm : norm;
    offDiagonal[i] = alpha;
    const h = tail + x * x - alpha * x; // h = |u|² / 2 with u = x − α e
    a[row + i - 1] = x - alpha;
    // p = A u / h, from the lower triangle alone
    p.fill(0, 0, i);
    for (let j = 0; j < i; j++) {
      const uj = a[row + j];
      let sum = 0;
      for (let k = 0, at = j * n; k < j; k++, at++) {
        sum += a[at] * a[row + k];
        p[k] += a[at] * uj;
      }
      p[j] += sum + a[j * n + j] * uj;
    }
    let up = 0;
    for (let j = 0; j < i; j++) {
      p[j] /= h;
      up += p[j] * a[row + j];
    }
    // A ← A − u qᵀ − q uᵀ with q = p − (uᵀp / 2h) u
    const shift = up / (2 * h);
    for (let j = 0; j < i; j++) p[j] -= shift * a[row + j];
    for (let j = 0; j < i; j++) {
      const uj = a[row + j];
      const qj = p[j];
      for (let k = 0, at = j * n; k <= j; k++, at++) a[at] -= uj * p[k] + qj * a[row + k];
    }
  }
  diagonal[0] = a[0];
  offDiagonal[0] = 0;
}

// The same for the Hermitian A = X + iY by complex reflections. What is off the diagonal in the end could be made real
// by a change of phases, which no eigenvalue feels, so only its modulus is returned. On return row i of the parts holds u_i,
// or where nothing is reflected zeros and the entry off the diagonal.
function tridiagonalizeHermitian(
  re: Float64Array,
  im: Float64Array,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  nothing: number,
): void {
  const [ur, ui, pr, pi] = vectorSpace(n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    diagonal[i] = re[row + i];
    let tail = 0;
    for (let k = 0; k < i; k++) {
      ur[k] = re[row + k];
      ui[k] = -im[row + k]; // the column above the diagonal
      if (k < i - 1) tail += ur[k] * ur[k] + ui[k] * ui[k];
    }
    const x = Math.sqrt(ur[i - 1] * ur[i - 1] + ui[i - 1] * ui[i - 1]);
    if (tail <= nothing) {
      offDiagonal[i] = x;
      re.fill(0, row, row + i - 1);
      im.fill(0, row, row + i - 1);
      im[row + i - 1] = ui[i - 1];
      continue;
    }
    const norm = Math.sqrt(tail + x * x);
    offDiagonal[i] = norm;
    const h = norm * (norm + x); // |u|² / 2 with u = x + e^{iθ} |x| e, θ the phase of the last component
    ur[i - 1] += norm * (x > 0 ? ur[i - 1] / x : 1);
    ui[i - 1] += norm * (x > 0 ? ui[i - 1] / x : 0);
    // p = A u / h, from the lower triangle alone
    pr.fill(0, 0, i);
    pi.fill(0, 0, i);
    for (let j = 0; j < i; j++) {
      const ujr = ur[j];
      const uji = ui[j];
      const diagonalEntry = re[j * n + j];
      let sumR = diagonalEntry * ujr;
      let sumI = diagonalEntry * uji;
      for (let k = 0, at = j * n; k < j; k++, at++) {
        const br = re[at];
        const bi = im[at];
        sumR += br * ur[k] - bi * ui[k];
        sumI += br * ui[k] + bi * ur[k];
        pr[k] += br * ujr + bi * uji;
        pi[k] += br * uji - bi * ujr;
      }
      pr[j] += sumR;
      pi[j] += sumI;
    }
    let up = 0; // u†p, real
    for (let j = 0; j < i; j++) {
      pr[j] /= h;
      pi[j] /= h;
      up += ur[j] * pr[j] + ui[j] * pi[j];
    }
    // A ← A − u q† − q u† with q = p − (u†p / 2h) u
    const shift = up / (2 * h);
    for (let j = 0; j < i; j++) {
      pr[j] -= shift * ur[j];
      pi[j] -= shift * ui[j];
    }
    for (let j = 0; j < i; j++) {
      const ujr = ur[j];
      const uji = ui[j];
      const qjr = pr[j];
      const qji = pi[j];
      for (let k = 0, at = j * n; k <= j; k++, at++) {
        re[at] -= ujr * pr[k] + uji * pi[k] + qjr * ur[k] + qji * ui[k];
        im[at] -= uji * pr[k] - ujr * pi[k] + qji * ur[k] - qjr * ui[k];
      }
    }
    for (let k = 0; k < i; k++) {
      re[row + k] = ur[k];
      im[row + k] = ui[k];
    }
  }
  diagonal[0] = re[0];
  offDiagonal[0] = 0;
}

const vectorSpace = keptBySize((n) => arrays(4, n), 40);

// Rows of `vectors` become those of Qᵀ = P_1 P_2 … P_{n−1}.
function accumulateReflections(
  a: Float64Array,
  n: number,
  offDiagonal: Float64Array,
  vectors: Float64Array,
): void {
  vectors.fill(0);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const block = n < SMALLEST_BLOCKED ? 1 : 32;
  for (let from = 1; from < n; from += block) {
    if (block === 1) reflect(a, n, offDiagonal, vectors, from);
    else reflectBlock(a, n, offDiagonal, vectors, from, Math.min(n, from + block));
  }
}

/** h = |u|² / 2 of reflection i: its last component is u = x − α, so h = α² − αx = −αu; 0 where nothing is reflected. */
const halfNorm = (a: Float64Array, n: number, offDiagonal: Float64Array, i: number): number =>
  -a[i * n + i - 1] * offDiagonal[i];

function reflect(
  a: Float64Array,
  n: number,
  offDiagonal: Float64Array,
  vectors: Float64Array,
  i: number,
): void {
  const h = halfNorm(a, n, offDiagonal, i);
  if (h === 0) return;
  const row = i * n;
  for (let r = 0; r < i; r++) {
    let dot = 0;
    for (let k = 0; k < i; k++) dot += vectors[r * n + k] * a[row + k];
    if (dot === 0) continue;
    dot /= h;
    for (let k = 0; k < i; k++) vectors[r * n + k] -= dot * a[row + k];
  }
}

// Several reflections at once as matrix products (Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10, 53, 1989):
// P_from … P_{to−1} = 1 − U T Uᵀ with an upper triangular T. Only the first to − 1 coordinates take part.
function reflectBlock(
  a: Float64Array,
  n: number,
  offDiagonal: Float64Array,
  vectors: Float64Array,
  from: number,
  to: number,
): void {
  const k = to - from;
  const m = to - 1;
  const [u, uT, w, wT] = arrays(4, m * k);
  const [corner, change] = arrays(2, m * m);
  const t = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const i = from + j;
    for (let c = 0; c < i; c++) {
      uT[j * m + c] = a[i * n + c];
      u[c * k + j] = a[i * n + c];
    }
    const h = halfNorm(a, n, offDiagonal, i);
    if (h === 0) continue;
    // t_jj = 1/h and t_·j = −T (Uᵀ u_j) / h
    t[j * k + j] = 1 / h;
    const overlaps = new Float64Array(j);
    for (let l = 0; l < j; l++) {
      for (let c = 0; c < m; c++) overlaps[l] += uT[l * m + c] * uT[j * m + c];
    }
    for (let l = 0; l < j; l++) {
      let sum = 0;
      for (let p = l; p < j; p++) sum += t[l * k + p] * overlaps[p];
      t[l * k + j] = -sum / h;
    }
  }
  for (let r = 0; r < m; r++) corner.set(vectors.subarray(r * n, r * n + m), r * m);
  multiplyRectangular(corner, u, m, m, k, w);
  multiplyRectangular(w, t, m, k, k, wT);
  multiplyRectangular(wT, uT, m, k, m, change);
  for (let r = 0; r < m; r++) for (let c = 0; c < m; c++) vectors[r * n + c] -= change[r * m + c];
}

// The rows of D P̄_1 P̄_2 … P̄_{n−1} from what tridiagonalizeHermitian leaves, where D makes the entries off the diagonal
// positive: d_i = d_{i−1} times the conjugate of the phase of T_{i−1,i}.
function complexReflections(
  re: Float64Array,
  im: Float64Array,
  n: number,
  offDiagonal: Float64Array,
): { real: Float64Array; imag: Float64Array } {
  const [real, imag] = arrays(2, n * n);
  const norms = new Float64Array(n); // h = |u|² / 2, 0 where nothing is reflected
  real[0] = 1;
  for (let i = 1; i < n; i++) {
    const last = i * n + i - 1;
    const size = Math.hypot(re[last], im[last]);
    for (let k = i * n; k < last && norms[i] === 0; k++) {
      if (re[k] !== 0 || im[k] !== 0) norms[i] = offDiagonal[i] * size;
    }
    const turn = size === 0 ? 0 : (norms[i] > 0 ? -1 : 1) / size;
    const [cos, sin] = size === 0 ? [1, 0] : [turn * re[last], -turn * im[last]];
    const before = (i - 1) * (n + 1);
    real[i * (n + 1)] = real[before] * cos - imag[before] * sin;
    imag[i * (n + 1)] = real[before] * sin + imag[before] * cos;
  }
  for (let i = 1; i < n; i++) {
    if (norms[i] === 0) continue;
    for (let r = 0; r < i; r++) {
      let x = 0; // Σ_j W_rj ū_j / h
      let y = 0;
      for (let k = 0, at = r * n, u = i * n; k < i; k++, at++, u++) {
        x += real[at] * re[u] + imag[at] * im[u];
        y += imag[at] * re[u] - real[at] * im[u];
      }
      x /= norms[i];
      y /= norms[i];
      for (let k = 0, at = r * n, u = i * n; k < i; k++, at++, u++) {
        real[at] -= x * re[u] - y * im[u];
        imag[at] -= x * im[u] + y * re[u];
      }
    }
  }
  return { real, imag };
}

const notReached = (): InputError =>
  new InputError("the eigenvalues of a matrix were not reached in 60 steps", "not-converged");

// Implicit QL with Wilkinson's shift on the tridiagonal (d, e), rotations applied to the rows of `vectors`.
function diagonalize(d: Float64Array, e: Float64Array, n: number, vectors: Float64Array | null): void {
  const rotations = vectors && delayedRotations(vectors, n);
  e.copyWithin(0, 1); // e[i] now couples i and i + 1
  e[n - 1] = 0;
  // between entries that are nearly nothing, no rotation would ever be small
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(d[i]), Math.abs(e[i]));
  const nothing = NOTHING * largest;
  for (let low = 0; low < n; low++) {
    for (let step = 0; ; step++) {
      // the block low … high is the smallest one that still has to be diagonalized
      let high = low;
      while (high < n - 1) {
        const size = Math.abs(d[high]) + Math.abs(d[high + 1]);
        if (Math.abs(e[high]) <= Number.EPSILON * 0.5 * size || Math.abs(e[high]) <= nothing) break;
        high++;
      }
      if (high === low) break;
      if (step === 60) throw notReached();
      // shift by the eigenvalue of the leading 2 × 2 block that is closer to d[low]
      const half = (d[low + 1] - d[low]) / (2 * e[low]);
      const root = Math.sqrt(half * half + 1);
      let g = d[high] - d[low] + e[low] / (half + (half < 0 ? -root : root));
      let sine = 1;
      let cosine = 1;
      let carry = 0;
      let i = high - 1;
      for (; i >= low; i--) {
        const f = sine * e[i];
        const b = cosine * e[i];
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= carry; // the block splits here: start again
          e[high] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1] - carry;
        const t = (d[i] - g) * sine + 2 * cosine * b;
        carry = sine * t;
        d[i + 1] = g + carry;
        g = cosine * t - b;
        rotations?.add(i, cosine, sine);
      }
      if (i >= low) continue;
      d[low] -= carry;
      e[low] = g;
      e[high] = 0;
    }
  }
  rotations?.finish();
}

const rotationSpace = keptBySize((n) => {
  const most = Math.max(64, 16 * n);
  const [upper, cosines, sines] = arrays(3, most);
  return { upper, cosines, sines };
}, 40);

// Every rotation mixes two rows from end to end. So that a large matrix is not fetched from far away for each of them,
// they are collected, and then done one after the other on a few columns at a time.
function delayedRotations(vectors: Float64Array, n: number): Rotations {
  const { upper, cosines, sines } = rotationSpace(n);
  const most = upper.length;
  const panel = Math.max(8, Math.min(n, Math.floor(60_000 / n)));
  const fast = n < SMALLEST_FAST ? null : kernel();
  fast?.words(n * n + 3 * most).set(vectors);
  let count = 0;
  const rotate = (): void => {
    if (fast) rotateByKernel(fast, n, panel, count, [upper, cosines, sines]);
    else rotatePlain(vectors, n, panel, count, [upper, cosines, sines]);
    count = 0;
  };
  const add = (row: number, cosine: number, sine: number): void => {
    upper[count] = row;
    cosines[count] = cosine;
    sines[count] = sine;
    count++;
    if (count === most) rotate();
  };
  const finish = (): void => {
    rotate();
    if (fast) vectors.set(fast.words(n * n).subarray(0, n * n));
  };
  return { add, finish };
}

// the vectors stay in the kernel's memory from the first rotation to the last
function rotateByKernel(
  { rotate, words }: Kernel,
  n: number,
  panel: number,
  count: number,
  rotations: readonly Float64Array[],
): void {
  const places = rotations.map((part, i) => {
    const place = n * n + i * part.length;
    words(place + count).set(part.subarray(0, count), place);
    return 8 * place;
  });
  rotate(0, n, panel, count, places[0], places[1], places[2]);
}

function rotatePlain(
  vectors: Float64Array,
  n: number,
  panel: number,
  count: number,
  [upper, cosines, sines]: readonly Float64Array[],
): void {
  for (let from = 0; from < n; from += panel) {
    const width = Math.min(panel, n - from);
    for (let r = 0; r < count; r++) {
      const cosine = cosines[r];
      const sine = sines[r];
      const first = upper[r] * n + from;
      for (let a = first, b = first + n, end = first + width; a < end; a++, b++) {
        const v = vectors[b];
        vectors[b] = sine * vectors[a] + cosine * v;
        vectors[a] = cosine * vectors[a] - sine * v;
      }
    }
  }
}

interface Rotations {
  /** rotates rows `row` and `row + 1` */
  readonly add: (row: number, cosine: number, sine: number) => void;
  /** does what is left */
  readonly finish: () => void;
}

function sortAscending(values: Float64Array, n: number, vectors: Float64Array): void {
  for (let i = 0; i < n - 1; i++) {
    let smallest = i;
    for (let j = i + 1; j < n; j++) if (values[j] < values[smallest]) smallest = j;
    if (smallest === i) continue;
    [values[i], values[smallest]] = [values[smallest], values[i]];
    for (let k = 0; k < n; k++) {
      const v = vectors[i * n + k];
      vectors[i * n + k] = vectors[smallest * n + k];
      vectors[smallest * n + k] = v;
    }
  }
}

function fixSigns(n: number, vectors: Float64Array): void {
  for (let row = 0; row < n * n; row += n) {
    let k = row;
    while (k < row + n - 1 && Math.abs(vectors[k]) < 1e-8) k++;
    if (vectors[k] < 0) for (let i = row; i < row + n; i++) vectors[i] = -vectors[i];
  }
}

function fixPhases(n: number, real: Float64Array, imag: Float64Array): void {
  for (let row = 0; row < n * n; row += n) {
    let k = row;
    while (k < row + n - 1 && Math.hypot(real[k], imag[k]) < 1e-8) k++;
    const size = Math.hypot(real[k], imag[k]);
    if (size === 0) continue;
    const [cos, sin] = [real[k] / size, imag[k] / size];
    for (let i = row; i < row + n; i++) {
      [real[i], imag[i]] = [real[i] * cos + imag[i] * sin, imag[i] * cos - real[i] * sin];
    }
    real[k] = size;
    imag[k] = 0;
  }
}
