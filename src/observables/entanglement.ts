// What some of the sites know of the others: the reduced state of chosen sites, ρ_A = Tr_B ρ, its entropy
//   S(A) = −Tr ρ_A ln ρ_A,   I(A:B) = S(A) + S(B) − S(AB),
// and of two sites the negativity 𝒩 = (‖ρ^{T_B}‖₁ − 1)/2, the sum of what is below zero in the spectrum of the partial
// transpose (Vidal and Werner 2002): zero for two spins if and only if they are not entangled (Peres and Horodecki 1996).
import { checkInteger, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import { type SectorBasis, sectorBasis } from "../model/basis";
import { MOST_TOGETHER } from "../model/model";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import { type DensityMatrix, densityMatrix, type State } from "../states/state";

/** The state of some sites, ρ_A = X + iY, 2^m × 2^m over all their configurations. */
export interface ReducedState extends DensityMatrix {
  /** the m sites, in the order of the bits of `basis.states` */
  readonly sites: readonly number[];
  /** all configurations of m spins, of which `stateLabel(basis, k)` gives the arrows in the order of `sites` */
  readonly basis: SectorBasis;
}

/**
 * The reduced density matrix of chosen sites, ρ_A = Tr_B ρ over all other sites B.
 *
 * @param sites up to 8 different ones, in any order
 * @returns X and Y, each 2^m × 2^m and row after row; bit i of a row's number set means that site `sites[i]` is up
 * @throws InputError for sites that are not there, named twice or too many
 * @example reducedDensityMatrix(steadyState(ring, baths), [2]).real // [p↓, 0, 0, p↑]
 */
export function reducedDensityMatrix(state: State, sites: readonly number[]): ReducedState {
  checkChosen("sites", sites, state.model.sites);
  if (sites.length > MOST_TOGETHER) refuse("sites", `a list of at most ${MOST_TOGETHER} sites`, sites);
  const { states, size: n } = state.basis;
  const basis = sectorBasis(sites.length);
  const m = basis.size;
  const { real, imag } = densityMatrix(state, "sites");
  const [x, y] = [new Float64Array(m * m), new Float64Array(m * m)];
  const bits = sites.map((site) => 1 << (site - 1));
  const chosen = bits.reduce((all, bit) => all | bit, 0);
  const inner = Array.from(states, (k) => bits.reduce((sum, bit, i) => sum + (k & bit ? 2 ** i : 0), 0));
  const alike = new Map<number, number[]>(); // by what the other sites are
  states.forEach((pattern, k) => {
    const rest = pattern & ~chosen;
    alike.set(rest, [...(alike.get(rest) ?? []), k]);
  });
  for (const group of alike.values()) {
    for (const k of group) {
      for (const l of group) {
        x[inner[k] * m + inner[l]] += real[k * n + l];
        y[inner[k] * m + inner[l]] += imag[k * n + l];
      }
    }
  }
  return { sites: [...sites], basis, real: x, imag: y };
}

/**
 * The von Neumann entropy of chosen sites, S = −Tr ρ_A ln ρ_A, or of the whole state, in units of k_B: ln 2 for one spin of
 * which nothing is known.
 *
 * @throws InputError for sites that are not there, and where a probability is below zero by more than rounding
 * @example entropy(steadyState(ring, baths), [1, 2])
 */
export function entropy(state: State, sites?: readonly number[]): number {
  const subject = sites === undefined ? "the state" : `sites ${sites.join(", ")}`;
  return entropyOf(probabilities(state, sites, `the entropy of ${subject}`));
}

/**
 * The mutual information of two sets of sites, I(A:B) = S(A) + S(B) − S(AB), in units of k_B: what each knows of the other.
 *
 * @throws InputError as for {@link entropy}, and for a site that is in both
 * @example mutualInformation(steadyState(ring, baths), [1], [3])
 */
export function mutualInformation(state: State, sites: readonly number[], others: readonly number[]): number {
  checkChosen("sites", sites, state.model.sites);
  checkChosen("others", others, state.model.sites);
  const both = [...sites, ...others];
  const shared = others.find((site) => sites.includes(site));
  if (shared !== undefined)
    throw new InputError(`others must have none of sites, got site ${shared} in both`);
  return entropy(state, sites) + entropy(state, others) - entropy(state, both);
}

/**
 * The negativity of two sites, 𝒩 = Σ |negative eigenvalues of ρ^{T_B}|: from 0, where the two are not entangled, to ½.
 *
 * @throws InputError for sites that are not there or the same, and where a probability is below zero by more than rounding
 * @example negativity(steadyState(ring, baths), 1, 2)
 */
export function negativity(state: State, site: number, other: number): number {
  checkInteger("site", site, 1, state.model.sites);
  checkInteger("other", other, 1, state.model.sites);
  if (other === site) refuse("other", `another site than ${site}`, other);
  probabilities(state, [site, other], `the negativity of sites ${site} and ${other}`);
  const { real, imag } = reducedDensityMatrix(state, [site, other]);
  // ⟨a b|ρ^{T_B}|c d⟩ = ⟨a d|ρ|c b⟩, b and d the higher of the two bits
  const swapped = (part: Float64Array): Float64Array =>
    part.map((_, i) => {
      const [row, column] = [i >> 2, i & 3];
      return part[(((row & 1) | (column & 2)) << 2) | (column & 1) | (row & 2)];
    });
  const eigenvalues = hermitianEigenvalues(swapped(real), swapped(imag), 4);
  return eigenvalues.reduce((sum, p) => sum + Math.max(0, -p), 0);
}

/** Below zero by less, and by what the state can be wrong by, a probability is zero. */
const ROUNDING = 1e-12;

function probabilities(state: State, sites: readonly number[] | undefined, subject: string): Float64Array {
  let found = state.eigenvalues;
  if (sites !== undefined) {
    const { real, imag, basis } = reducedDensityMatrix(state, sites);
    found = hermitianEigenvalues(real, imag, basis.size);
  }
  const least = found.reduce((low, p) => Math.min(low, p), 0);
  const unsure = ROUNDING + state.basis.size * (state.certificate.accuracy?.populations ?? 0);
  if (least >= -unsure) return found;
  throw new InputError(
    `${subject} needs probabilities of at least 0, the smallest is ${least.toExponential(1)}: the Redfield equation is beyond its range here, a weaker coupling helps`,
    "beyond-range",
  );
}

const entropyOf = (p: Float64Array): number =>
  p.reduce((sum, each) => sum - (each > 0 ? each * Math.log(each) : 0), 0) || 0;

function checkChosen(name: string, chosen: readonly number[], sites: number): void {
  if (!Array.isArray(chosen) || chosen.length === 0) refuse(name, "a list of at least one site", chosen);
  chosen.forEach((site, i) => {
    checkInteger(entry(name, i), site, 1, sites);
    if (chosen.indexOf(site) !== i) refuse(entry(name, i), "a site that is not named before", site);
  });
}
