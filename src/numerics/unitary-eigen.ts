// The eigenproblem of a unitary matrix, U v_a = e^{−iφ_a} v_a, as that of a Hermitian one (Cayley): where e^{iα}U has no
// eigenvalue close to −1,
//   C = i (1 − e^{iα}U) (1 + e^{iα}U)⁻¹ = Σ_a tan((α − φ_a)/2) v_a v_a†
// turns the phases into numbers, one to one, so that vectors of phases that nearly coincide are orthonormal as well.
import { zeros } from "./arrays";
import type { ComplexMatrix } from "./complex";
import { luFactor, luSolve } from "./lu";
import { hermitianEigen, hermitianEigenvalues } from "./symmetric-eigen";

/** Phases in ascending order, all within one turn that is cut where the gap between two of them is widest. */
export interface UnitaryEigen {
  readonly phases: Float64Array;
  /** row a is eigenvector a, n × n */
  readonly vectors: Float64Array;
  readonly vectorsImag: Float64Array;
}

/** All phases and orthonormal eigenvectors of a unitary matrix. */
export function unitaryEigen({ real, imag = zeros(real.length) }: ComplexMatrix, n: number): UnitaryEigen {
  const cut = widestGap(real, imag, n);
  // (1 + e^{iα}U) Z = 1 over the real numbers, with e^{iα} = −e^{i cut}: then C = i (2Z − 1)
  const [c, s] = [-Math.cos(cut), -Math.sin(cut)];
  const m = 2 * n;
  const equations = new Float64Array(m * m);
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n; b < n; b++, ab++) {
      const x = c * real[ab] - s * imag[ab] + (a === b ? 1 : 0);
      const y = c * imag[ab] + s * real[ab];
      equations[a * m + b] = x;
      equations[a * m + n + b] = -y;
      equations[(n + a) * m + b] = y;
      equations[(n + a) * m + n + b] = x;
    }
  }
  const rows = new Int32Array(m);
  luFactor(equations, m, rows);
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  const [unit, column] = [new Float64Array(m), new Float64Array(m)];
  for (let b = 0; b < n; b++) {
    unit.fill(0);
    unit[b] = 1;
    luSolve(equations, m, rows, unit, column);
    for (let a = 0; a < n; a++) {
      x[a * n + b] = -2 * column[n + a];
      y[a * n + b] = 2 * column[a] - (a === b ? 1 : 0);
    }
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      const [ab, ba] = [a * n + b, b * n + a];
      x[ab] = (x[ab] + x[ba]) / 2;
      y[ab] = (y[ab] - y[ba]) / 2;
    }
  }
  const { values, vectors, vectorsImag } = hermitianEigen(x, y, n);
  // α − φ = 2 arctan c and α = π + cut: descending in φ
  const order = Array.from(values.keys()).reverse();
  const pick = (part: Float64Array): Float64Array =>
    Float64Array.from({ length: n * n }, (_, i) => part[order[Math.floor(i / n)] * n + (i % n)]);
  return {
    phases: Float64Array.from(order, (k) => Math.PI + cut - 2 * Math.atan(values[k])),
    vectors: pick(vectors),
    vectorsImag: pick(vectorsImag),
  };
}

/** A phase in the middle of the widest gap among all φ_a and −φ_a, which cos φ_a alone tell: at least π/2n from any. */
function widestGap(real: Float64Array, imag: Float64Array, n: number): number {
  const [x, y] = [zeros(n * n), zeros(n * n)];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const [ab, ba] = [a * n + b, b * n + a];
      x[ab] = (real[ab] + real[ba]) / 2;
      y[ab] = (imag[ab] - imag[ba]) / 2;
    }
  }
  const sizes = Array.from(hermitianEigenvalues(x, y, n), (cosine) =>
    Math.acos(Math.max(-1, Math.min(1, cosine))),
  );
  const all = [...sizes, ...sizes.map((size) => 2 * Math.PI - size)].sort((a, b) => a - b);
  all.push(all[0] + 2 * Math.PI);
  let widest = 0;
  for (let k = 0; k + 1 < all.length; k++)
    if (all[k + 1] - all[k] > all[widest + 1] - all[widest]) widest = k;
  return (all[widest] + all[widest + 1]) / 2;
}
