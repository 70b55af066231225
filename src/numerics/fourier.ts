// Fourier series of what is periodic, f(t) = Σ_k f_k e^{ikΩt}, from its values at N equidistant times of a period and back,
// by the fast Fourier transform of Cooley and Tukey; many functions side by side.

/** N complex rows, each `width` numbers wide: at times, or of harmonics 0, 1, …, −2, −1. */
export interface PeriodicSeries {
  /** the real parts, row after row */
  readonly real: Float64Array;
  /** the imaginary parts */
  readonly imag: Float64Array;
}

/** Values at the times j T/N become harmonics, in place; N is a power of two. */
export function toHarmonics({ real, imag }: PeriodicSeries, width: number): void {
  transform(real, imag, width, -1);
  const scale = width / real.length;
  for (let i = 0; i < real.length; i++) {
    real[i] *= scale;
    imag[i] *= scale;
  }
}

/** The inverse of {@link toHarmonics}. */
export function toTimes({ real, imag }: PeriodicSeries, width: number): void {
  transform(real, imag, width, 1);
}

/** k of row i among N: 0, 1, …, N/2, …, −2, −1 */
export const harmonicOf = (i: number, count: number): number => (2 * i <= count ? i : i - count);

/**
 * The series at any angle Ωt.
 *
 * @returns one row
 */
export function seriesAt({ real, imag }: PeriodicSeries, width: number, angle: number): PeriodicSeries {
  const count = real.length / width;
  const sum = { real: new Float64Array(width), imag: new Float64Array(width) };
  for (let i = 0; i < count; i++) {
    const turn = harmonicOf(i, count) * angle;
    // what turns at half the rate of sampling is as much forward as back
    const [c, s] = [Math.cos(turn), 2 * i === count ? 0 : Math.sin(turn)];
    for (let j = 0, at = i * width; j < width; j++, at++) {
      sum.real[j] += c * real[at] - s * imag[at];
      sum.imag[j] += c * imag[at] + s * real[at];
    }
  }
  return sum;
}

function transform(real: Float64Array, imag: Float64Array, width: number, sign: 1 | -1): void {
  const count = real.length / width;
  for (let i = 1, j = 0; i < count; i++) {
    let bit = count >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) for (const part of [real, imag]) swapRows(part, i * width, j * width, width);
  }
  for (let half = 1; half < count; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (sign * Math.PI * k) / half;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let from = k; from < count; from += 2 * half) {
        for (let m = 0, a = from * width, b = (from + half) * width; m < width; m++, a++, b++) {
          const [x, y] = [c * real[b] - s * imag[b], c * imag[b] + s * real[b]];
          real[b] = real[a] - x;
          imag[b] = imag[a] - y;
          real[a] += x;
          imag[a] += y;
        }
      }
    }
  }
}

function swapRows(rows: Float64Array, a: number, b: number, width: number): void {
  for (let m = 0; m < width; m++) {
    const kept = rows[a + m];
    rows[a + m] = rows[b + m];
    rows[b + m] = kept;
  }
}
