// The heat that the baths give, Q_b = Tr(H R_b[ρ]), and what would flow if none came back.
import { arrays, keptBySize, zeros } from "../numerics/arrays";
import { multiply } from "../numerics/matmul";
import type { RedfieldGenerator } from "./generator";

const space = keptBySize((n) => arrays(1, n * n), 40);

/**
 * Q_b = Tr(H R_b[ρ]) = 2 Σ_a E_a (P_b[X] − K_b[Y])_aa, K only with the Lamb shift; a secular cutoff hides the faster
 * coherences from the populations.
 */
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
  // 2 Σ_a E_a [F Z, S]_aa
  const energyOf = (operator: Float64Array, factor: Float64Array, z: Float64Array): number => {
    multiply(factor, z, n, flow);
    let heat = 0;
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) heat += 2 * (levels[a] - levels[c]) * flow[a * n + c] * operator[c * n + a];
    }
    return heat;
  };
  const heat = zeros(couplings.length);
  for (let b = 0; b < couplings.length; b++) {
    const { operator, transition, shift } = couplings[b];
    heat[b] = energyOf(operator, transition, slow(real));
    if (shift) heat[b] -= energyOf(operator, shift, slow(imag));
  }
  return heat;
}

/** The gross flow of every bath: what heat would flow if none came back. */
export function grossHeat(
  { size: n, levels, couplings }: RedfieldGenerator,
  populations: Float64Array,
): number[] {
  return couplings.map(({ operator, transition }) => {
    let gross = 0;
    for (let a = 0, ac = 0; a < n; a++) {
      for (let c = 0; c < n; c++, ac++) {
        gross += Math.abs((levels[a] - levels[c]) * operator[ac] * transition[ac] * populations[c]);
      }
    }
    return 2 * gross;
  });
}
