// The heat that the baths give, Q_b = Tr(H R_b[ρ]) = 2 Re Tr([B†, H]Aρ), and what would flow if none came back.
import { arrays, keptBySize, zeros } from "../numerics/arrays";
import { multiply } from "../numerics/matmul";
import { type BathCoupling, isComplex, type RedfieldGenerator } from "./generator";

const space = keptBySize((n) => arrays(1, n * n), 40);

/** Q_b = 2 Re Σ_ac (E_a − E_c) (S̃ρ)_ac S_ac*, over all pairs of a bath; a secular cutoff hides the faster coherences from the populations. */
export function heatFromBaths(
  generator: RedfieldGenerator,
  real: Float64Array,
  imag: Float64Array,
  cutoff: number,
): Float64Array {
  const { size: n, levels, couplings } = generator;
  const slow = (z: Float64Array): Float64Array =>
    cutoff === Number.POSITIVE_INFINITY
      ? z
      : z.map((entry, i) => (Math.abs(levels[Math.floor(i / n)] - levels[i % n]) > cutoff ? 0 : entry));
  const [flow] = space(n);
  const [x, y] = [slow(real), isComplex(generator) ? slow(imag) : imag];
  const heat = zeros(bathCount(couplings));
  for (const { bath, operator: s, operatorImag, transition, transitionImag } of couplings) {
    // ± 2 Σ_ac (E_a − E_c) (AZ)_ac B_ac
    const add = (factor: Float64Array, z: Float64Array, other: Float64Array, sign: number): void => {
      multiply(factor, z, n, flow);
      let sum = 0;
      for (let a = 0; a < n; a++) {
        for (let c = 0; c < n; c++) sum += 2 * (levels[a] - levels[c]) * flow[a * n + c] * other[a * n + c];
      }
      heat[bath] += sign * sum;
    };
    add(transition, x, s, 1);
    if (!transitionImag) continue;
    add(transitionImag, y, s, -1);
    if (!operatorImag) continue;
    add(transition, y, operatorImag, 1);
    add(transitionImag, x, operatorImag, 1);
  }
  return heat;
}

/** The gross flow of every bath: what heat would flow if none came back. */
export function grossHeat(
  { size: n, levels, couplings }: RedfieldGenerator,
  populations: Float64Array,
): number[] {
  const all = new Array<number>(bathCount(couplings)).fill(0);
  for (const { bath, operator, operatorImag, transition, transitionImag } of couplings) {
    let gross = 0;
    for (let a = 0, ac = 0; a < n; a++) {
      for (let c = 0; c < n; c++, ac++) {
        let rate = operator[ac] * transition[ac]; // Re S*S̃
        if (operatorImag && transitionImag) rate += operatorImag[ac] * transitionImag[ac];
        gross += Math.abs((levels[a] - levels[c]) * rate * populations[c]);
      }
    }
    all[bath] += 2 * gross;
  }
  return all;
}

/** Of pairs in the order of their baths. */
const bathCount = (couplings: readonly BathCoupling[]): number => couplings[couplings.length - 1].bath + 1;
