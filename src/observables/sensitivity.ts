// How everything observed in a steady state changes with its parameters: d⟨O⟩ = Tr(dρ O) + Tr(ρ dO), with dρ from
// one more solution of the master equation. That makes slopes exact, and extrema and zeros roots of what is known.
import { multiply } from "../linalg/matmul";
import { symmetricEigen } from "../linalg/symmetric-eigen";
import { bondEnergy, bondsThrough } from "../model/operators";
import type { Direction } from "../redfield/direction";
import { toSectorBasis } from "../redfield/generator";
import { type Response, response } from "../redfield/response";
import type { SteadyState } from "../redfield/steady-state";
import { bondFlow, freeSites, spinFlows } from "./currents";
import type { ErgotropyParts } from "./ergotropy";

/**
 * The derivatives of the observables along a direction, in the shape of the observables themselves. Null stands
 * where there is no derivative: at a crossing of levels, or of probabilities, that the direction parts.
 */
export interface Sensitivity {
  /** dE_k = ⟨k| ∂H |k⟩; null where levels coincide that the direction parts */
  readonly energies: Float64Array | null;
  /** dρ_kk along the moving eigenstates; null where levels coincide and H moves */
  readonly populations: Float64Array | null;
  /** through every site of a ring without a bath, keyed by site */
  readonly heatCurrents: Record<number, number>;
  /** dQ_b in the order of the baths */
  readonly bathHeat: Float64Array;
  /** in the order of `model.bonds` */
  readonly spinCurrents: Float64Array;
  /** null where levels or eigenvalues of ρ coincide that the direction parts: there 𝓔 has a kink */
  readonly ergotropy: number | null;
  /** null where one of the parts has a kink */
  readonly ergotropyParts: ErgotropyParts | null;
}

/** Of the spread of the energies: levels closer than this coincide. */
const COINCIDING_LEVELS = 1e-11;
/** probabilities closer than this coincide, unless they vanish: having nowhere to go below zero, those stay */
const COINCIDING = 1e-14;
const VANISHING = 1e-13;
/** Of the derivatives: what may be left open where levels or probabilities coincide. */
const OPEN = 1e-9;

/**
 * The derivative of every observable of a steady state along a direction: a parameter by its path, counted from 1 as
 * in a sweep, or several that move together, `{ "baths.1.temperature": 0.5, "baths.2.temperature": -0.5 }`.
 *
 * The first direction costs about as much as the steady state, every further one of the same state only one more
 * solution (of the factors at hand, or by Krylov iterations).
 *
 * @throws InputError for a parameter that is not there, a temperature of 0, a state with secular or lambShift, or one
 * changed by hand
 * @example sensitivity(steadyState(ring, baths), "interaction").bathHeat[0] // dQ_L/dΔ
 */
export function sensitivity(state: SteadyState, along: Direction): Sensitivity {
  const answer = response(state, along);
  const energies = levelSlopes(state, answer);
  const populations = populationSlopes(state, answer);
  const ergotropy = ergotropySlope(state, answer, energies);
  return {
    energies,
    populations,
    ...currentSlopes(state, answer),
    bathHeat: answer.bathHeat,
    ergotropy,
    ergotropyParts: partSlopes(state, answer, ergotropy, energies, populations),
  };
}

/** Pairs k < l of entries of a sorted list that coincide, all pairs of every group of them. */
function coincidences(sorted: Float64Array, width: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let k = 0, first = 0; k < sorted.length; k++) {
    if (k > 0 && Math.abs(sorted[k] - sorted[k - 1]) > width) first = k;
    for (let l = first; l < k; l++) pairs.push([l, k]);
  }
  return pairs;
}

/** Those of a descending list of probabilities that do not vanish. */
const present = (probabilities: Float64Array): Float64Array => probabilities.filter((p) => p > VANISHING);

function levelPairs({ energies }: SteadyState): [number, number][] {
  return coincidences(energies, COINCIDING_LEVELS * (energies[energies.length - 1] - energies[0]));
}

/** dE_k = V_kk, where V does not part coinciding levels. */
function levelSlopes(state: SteadyState, { hamiltonian }: Response): Float64Array | null {
  const n = state.basis.size;
  const slopes = Float64Array.from({ length: n }, (_, k) => hamiltonian[k * n + k]);
  const allowed = OPEN * largest(hamiltonian);
  const parted = levelPairs(state).some(
    ([k, l]) => Math.abs(slopes[k] - slopes[l]) > allowed || Math.abs(hamiltonian[k * n + l]) > allowed,
  );
  return parted ? null : slopes;
}

/** dp_k = dρ_kk + 2 Σ_l V_kl X_lk / (E_k − E_l): the state changes, and so do the eigenstates it is seen in. */
function populationSlopes(state: SteadyState, { change, hamiltonian, real }: Response): Float64Array | null {
  const { energies, real: x } = state;
  const n = energies.length;
  const slopes = Float64Array.from({ length: n }, (_, k) => real[k * n + k]);
  if (!change.model) return slopes;
  if (levelPairs(state).length > 0) return null;
  for (let k = 0; k < n; k++) {
    for (let l = 0; l < n; l++) {
      if (l !== k) slopes[k] += (2 * hamiltonian[k * n + l] * x[l * n + k]) / (energies[k] - energies[l]);
    }
  }
  return slopes;
}

/** The currents are bilinear in Y and the bond energies, so each factor is varied in turn. */
function currentSlopes(
  state: SteadyState,
  { change, imag }: Response,
): Pick<Sensitivity, "heatCurrents" | "spinCurrents"> {
  const { model } = state;
  const moved = change.model;
  const y = state.imagInSector;
  const dy = toSectorBasis(imag, state.vectors, state.basis.size);
  const throughSite = (site: number): number => {
    const [before, after] = bondsThrough(model, site);
    const [a, b] = [bondEnergy(model, before), bondEnergy(model, after)];
    const flow = bondFlow(dy, a, b);
    if (!moved) return flow;
    return flow + bondFlow(y, bondEnergy(moved, before), b) + bondFlow(y, a, bondEnergy(moved, after));
  };
  const explicit = moved && spinFlows(y, moved);
  return {
    heatCurrents: Object.fromEntries(freeSites(state).map((site) => [site, throughSite(site)])),
    spinCurrents: spinFlows(dy, model).map((flow, bond) => flow + (explicit ? explicit[bond] : 0)),
  };
}

/** d𝓔 = Tr(dρ H) + Tr(ρ V) − Σ_k (dr_k E_k + r_k dE_k), with dr_k = ⟨r_k| dρ |r_k⟩ from the eigenstates of ρ. */
function ergotropySlope(
  state: SteadyState,
  { hamiltonian, real, imag }: Response,
  levels: Float64Array | null,
): number | null {
  if (!levels) return null;
  const { energies, real: x } = state;
  const n = energies.length;
  const probabilities = eigenvalueSlopes(state, real, imag);
  if (!probabilities) return null;
  let slope = 0;
  for (let k = 0; k < n; k++) {
    slope += (real[k * n + k] - probabilities[k]) * energies[k] - state.eigenvalues[k] * levels[k];
    for (let l = 0; l < n; l++) slope += x[k * n + l] * hamiltonian[l * n + k];
  }
  return slope;
}

/** dr_k in the order of `state.eigenvalues`; null where eigenvalues coincide whose order matters to 𝓔. */
function eigenvalueSlopes(state: SteadyState, real: Float64Array, imag: Float64Array): Float64Array | null {
  const { energies, eigenvalues } = state;
  const n = energies.length;
  const m = 2 * n;
  const vectors = eigenstates(state);
  const moved = new Float64Array(m * m);
  multiply(vectors, embedded(real, imag, n), m, moved);
  // ⟨r_i| dρ |r_j⟩ with real vectors, two for every eigenvalue, the largest last
  const element = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0, at = (m - 1 - i) * m, to = (m - 1 - j) * m; k < m; k++)
      sum += moved[at + k] * vectors[to + k];
    return sum;
  };
  const slopes = Float64Array.from(
    { length: n },
    (_, k) => (element(2 * k, 2 * k) + element(2 * k + 1, 2 * k + 1)) / 2,
  );
  const allowed = OPEN * largest(moved) * (energies[n - 1] - energies[0]);
  const parted = coincidences(present(eigenvalues), COINCIDING).some(([k, l]) => {
    const between = Math.hypot(element(2 * k, 2 * l), element(2 * k, 2 * l + 1));
    return (energies[l] - energies[k]) * Math.max(between, Math.abs(slopes[k] - slopes[l])) > allowed;
  });
  return parted ? null : slopes;
}

const knownEigenstates = new WeakMap<SteadyState, Float64Array>();
/** The eigenvectors of ρ = X + iY as those of [[X, −Y], [Y, X]], in rows, two for every eigenvalue, the largest last. */
function eigenstates(state: SteadyState): Float64Array {
  let vectors = knownEigenstates.get(state);
  if (!vectors) {
    const n = state.basis.size;
    vectors = symmetricEigen(embedded(state.real, state.imag, n), 2 * n).vectors;
    knownEigenstates.set(state, vectors);
  }
  return vectors;
}

/** The Hermitian X + iY as the real symmetric [[X, −Y], [Y, X]]. */
function embedded(real: Float64Array, imag: Float64Array, n: number): Float64Array {
  const m = 2 * n;
  const out = new Float64Array(m * m);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      out[a * m + b] = real[a * n + b];
      out[(n + a) * m + n + b] = real[a * n + b];
      out[(n + a) * m + b] = imag[a * n + b];
      out[a * m + n + b] = -imag[a * n + b];
    }
  }
  return out;
}

/** The part of the populations, Σ_k (p_k − p↓_k) E_k with p↓ in decreasing order, and the rest. */
function partSlopes(
  { energies, populations: p }: SteadyState,
  { real }: Response,
  total: number | null,
  levels: Float64Array | null,
  slopes: Float64Array | null,
): ErgotropyParts | null {
  if (total === null || !levels || !slopes) return null;
  const order = Array.from(p, (_, k) => k).sort((k, l) => p[l] - p[k]);
  const allowed = OPEN * largest(real) * (energies[energies.length - 1] - energies[0]);
  const sorted = Float64Array.from(order, (k) => p[k]);
  const parted = coincidences(present(sorted), COINCIDING).some(
    ([k, l]) => (energies[l] - energies[k]) * Math.abs(slopes[order[k]] - slopes[order[l]]) > allowed,
  );
  if (parted) return null;
  let incoherent = 0;
  order.forEach((l, k) => {
    incoherent += (slopes[k] - slopes[l]) * energies[k] + (p[k] - p[l]) * levels[k];
  });
  return { total, incoherent, coherent: total - incoherent };
}

function largest(values: Float64Array): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]));
  return size;
}
