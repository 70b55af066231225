// The heat that the baths give, Q_b = Tr(H R_b[ρ]), and what would flow if none came back.
import { arrays, keptBySize, zeros } from "../numerics/arrays";
import { multiply } from "../numerics/matmul";
import { isComplex, type RedfieldGenerator } from "./generator";

const space = keptBySize((n) => arrays(1, n * n), 40);

/** Q_b = Tr(H R_b[ρ]) = 2 Re Σ_ac (E_a − E_c) (S̃ρ)_ac S_ca; a secular cutoff hides the faster coherences from the populations. */
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
  const heat = zeros(couplings.length);
  for (let b = 0; b < couplings.length; b++) {
    const { operator: s, operatorImag, transition, transitionImag } = couplings[b];
    // ± 2 Σ_ac (E_a − E_c) (AZ)_ac B_ca
    const add = (factor: Float64Array, z: Float64Array, other: Float64Array, sign: number): void => {
      multiply(factor, z, n, flow);
      let sum = 0;
      for (let a = 0; a < n; a++) {
        for (let c = 0; c < n; c++) sum += 2 * (levels[a] - levels[c]) * flow[a * n + c] * other[c * n + a];
      }
      heat[b] += sign * sum;
    };
    add(transition, x, s, 1);
    if (!transitionImag) continue;
    add(transitionImag, y, s, -1);
    if (!operatorImag) continue;
    add(transition, y, operatorImag, -1);
    add(transitionImag, x, operatorImag, -1);
  }
  return heat;
}

/** The gross flow of every bath: what heat would flow if none came back. */
export function grossHeat(
  { size: n, levels, couplings }: RedfieldGenerator,
  populations: Float64Array,
): number[] {
  return couplings.map(({ operator, operatorImag, transition, transitionImag }) => {
    let gross = 0;
    for (let a = 0, ac = 0; a < n; a++) {
      for (let c = 0; c < n; c++, ac++) {
        let rate = operator[ac] * transition[ac]; // Re S*S̃
        if (operatorImag && transitionImag) rate += operatorImag[ac] * transitionImag[ac];
        gross += Math.abs((levels[a] - levels[c]) * rate * populations[c]);
      }
    }
    return 2 * gross;
  });
}
