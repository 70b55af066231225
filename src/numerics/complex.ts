// Complex n × n matrices as two real ones, row after row. An imaginary part that is left out is zero and costs nothing.
import { zeros } from "./arrays";
import { multiply, transpose } from "./matmul";

/** A + iB */
export interface ComplexMatrix {
  readonly real: Float64Array;
  readonly imag?: Float64Array;
}

/** (A + iB)(C + iD) */
export function multiplyComplex(a: ComplexMatrix, b: ComplexMatrix, n: number): ComplexMatrix {
  const real = product(a.real, b.real, n);
  if (a.imag && b.imag) addScaled(real, -1, product(a.imag, b.imag, n));
  if (!a.imag && !b.imag) return { real };
  const imag = b.imag ? product(a.real, b.imag, n) : zeros(n * n);
  if (a.imag) addScaled(imag, 1, product(a.imag, b.real, n));
  return { real, imag };
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = zeros(n * n);
  multiply(a, b, n, out);
  return out;
}

function addScaled(to: Float64Array, factor: number, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * what[i];
}

/** [A, B] */
export function commutator(a: ComplexMatrix, b: ComplexMatrix, n: number): ComplexMatrix {
  const [ab, ba] = [multiplyComplex(a, b, n), multiplyComplex(b, a, n)];
  const minus = (one: Float64Array, other: Float64Array): Float64Array => one.map((x, i) => x - other[i]);
  return {
    real: minus(ab.real, ba.real),
    imag: ab.imag && ba.imag && minus(ab.imag, ba.imag),
  };
}

/** A − iB */
export const conjugate = ({ real, imag }: ComplexMatrix): ComplexMatrix => ({
  real,
  imag: imag?.map((entry) => -entry),
});

/** (A + iB)ᵀ */
export const transposed = ({ real, imag }: ComplexMatrix, n: number): ComplexMatrix => ({
  real: transpose(real, n),
  imag: imag && transpose(imag, n),
});

/** (A + iB)† */
export const adjoint = (a: ComplexMatrix, n: number): ComplexMatrix => conjugate(transposed(a, n));

/** ⟨v_a|A|v_b⟩ for vectors in the rows of V: V̄ A Vᵀ. */
export function elementsBetween(matrix: ComplexMatrix, vectors: ComplexMatrix, n: number): ComplexMatrix {
  return multiplyComplex(multiplyComplex(conjugate(vectors), matrix, n), transposed(vectors, n), n);
}

/** What {@link elementsBetween} came from: Vᵀ A V̄, from the energy basis to that of the sector. */
export function inSectorBasis(matrix: ComplexMatrix, vectors: ComplexMatrix, n: number): ComplexMatrix {
  return multiplyComplex(multiplyComplex(transposed(vectors, n), matrix, n), conjugate(vectors), n);
}

/** A matrix that is Hermitian but for rounding, made so to the last bit from its lower triangle. */
export function hermitian({ real, imag }: ComplexMatrix, n: number): ComplexMatrix {
  for (let a = 0; a < n; a++) {
    if (imag) imag[a * (n + 1)] = 0;
    for (let b = 0; b < a; b++) {
      real[b * n + a] = real[a * n + b];
      if (imag) imag[b * n + a] = -imag[a * n + b];
    }
  }
  return { real, imag };
}
