// How steady the heat from the baths is: the energy that bath b has given after a long time t has the mean Q_b t and the
// covariances S_bc t. It is counted by a field χ_b on the energy of the system before and after bath b has acted,
//   R_b → e^{iχH/2} R_b[e^{−iχH/2} ρ e^{−iχH/2}] e^{iχH/2}:   R_ab,cd takes e^{iχ(E_a + E_b − E_c − E_d)/2},
// so that with A[ρ] = {H, ρ}/2 the derivatives in iχ are L′_b = [A, R_b] and L″_b = [A, [A, R_b]], and in second order
//   S_bc = δ_bc Tr L″_b ρ − Tr L′_b 𝓡 L′_c ρ − Tr L′_c 𝓡 L′_b ρ,   𝓡 the Drazin inverse of L.
// (Esposito, Harbola and Mukamel, Rev. Mod. Phys. 81, 1665 (2009).)
// Energy is conserved, Σ_b S_bc = 0, and at equal temperatures S_bb = 2T² ∂Q_b/∂T_b (Johnson and Nyquist) at any coupling.
import { grossHeat, heatFromBaths } from "../equations/heat";
import { packState, unpackState } from "../equations/packing";
import { dissipatedBy } from "../equations/redfield";
import { equationsOf } from "../states/response";
import type { DensityMatrix } from "../states/state";
import type { SteadyState } from "../states/steady-state";

/**
 * The noise of the heat currents at zero frequency: S_bc = lim Cov(q_b, q_c)/t of the energies q_b that the baths have given
 * in a long time t.
 *
 * @returns row b, column c in the order of the baths, symmetric, in J³/ħ
 * @throws InputError for a state changed by hand, or one whose noise is lost in rounding
 * @example heatNoise(steadyState(ring, baths))[0][0] // S_LL = S_RR = −S_LR between two baths
 */
export function heatNoise(state: SteadyState): number[][] {
  const { generator, solve } = equationsOf(state, "the noise of the heat");
  const { size: n, levels } = generator;
  const { secularCutoff: cutoff } = state;
  const flows = state.baths.map((_, b) => {
    const direct = dissipatedBy(generator, b, state, cutoff); // R ρ
    const indirect = dissipatedBy(generator, b, weighted(state, levels), cutoff); // R A ρ
    let [heat, counted] = [0, 0];
    for (let a = 0; a < n; a++) {
      const aa = a * (n + 1);
      heat += levels[a] * direct.real[aa];
      // Tr L″ρ = Tr H²Rρ − 2 Tr H R Aρ
      counted += levels[a] * (levels[a] * direct.real[aa] - 2 * indirect.real[aa]);
    }
    // L′ρ, less what of it is stationary
    const before = weighted(direct, levels);
    const change = {
      real: before.real.map((x, i) => x - indirect.real[i] - heat * state.real[i]),
      imag: before.imag.map((y, i) => y - indirect.imag[i] - heat * state.imag[i]),
    };
    const rhs = packState(change.real, change.imag, n);
    rhs[0] = 0; // the trace of what is found
    const [real, imag] = [new Float64Array(n * n), new Float64Array(n * n)];
    unpackState(solve(rhs), n, real, imag);
    return { counted, carried: heatFromBaths(generator, real, imag, cutoff ?? Number.POSITIVE_INFINITY) };
  });
  return flows.map(({ counted, carried }, b) =>
    flows.map((other, c) => (b === c ? counted : 0) - (carried[c] + other.carried[b])),
  );
}

/**
 * The **uncertainty ratio** of the heat from each bath, S_bb σ/Q_b² with the entropy production σ = −Σ_b Q_b/T_b: how unsteady a
 * current is for what it costs. Between two baths it is S (1/T_cold − 1/T_hot)/|Q|. Where probabilities alone move it is at least
 * 2 (Barato and Seifert, Phys. Rev. Lett. 114, 158101 (2015), for k_B = 1), which is also what it comes to as the temperatures
 * become equal; coherences, and equations without the second law, may go below.
 *
 * @returns one number a bath, dimensionless; null where Q_b or σ is not known to three digits, as at equal temperatures, and with a
 *   bath at T = 0
 * @throws InputError as {@link heatNoise}
 * @example uncertaintyRatio(steadyState(ring, baths))[0] // at least 2, but for coherences
 */
export function uncertaintyRatio(state: SteadyState): (number | null)[] {
  const noise = heatNoise(state);
  const { baths, bathHeat, populations, certificate } = state;
  const gross = grossHeat(equationsOf(state, "the noise of the heat").generator, populations);
  // energy is conserved: from the first bath's temperature on, little of σ is lost where they are close
  const forces = baths.map(({ temperature }) => 1 / baths[0].temperature - 1 / temperature);
  const sumOf = (term: (b: number) => number): number => forces.reduce((sum, _, b) => sum + term(b), 0);
  const production = sumOf((b) => forces[b] * bathHeat[b]);
  const error = certificate.accuracy.currents * sumOf((b) => Math.abs(forces[b]) * gross[b]);
  return noise.map((row, b) => {
    const unknown = certificate.accuracy.currents * gross[b];
    const known = unknown < KNOWN * Math.abs(bathHeat[b]) && error < KNOWN * Math.abs(production);
    return known && certificate.entropyProduction !== null ? (row[b] * production) / bathHeat[b] ** 2 : null;
  });
}

/** Of a current: one that is known worse has no ratio. */
const KNOWN = 1e-3;

/** {H, ρ}/2 */
function weighted({ real, imag }: DensityMatrix, levels: Float64Array): DensityMatrix {
  const n = levels.length;
  const mean = (part: Float64Array): Float64Array =>
    part.map((entry, i) => (entry * (levels[Math.floor(i / n)] + levels[i % n])) / 2);
  return { real: mean(real), imag: mean(imag) };
}
