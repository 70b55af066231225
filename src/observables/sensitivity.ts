// How everything observed in a steady state changes with its parameters: d⟨O⟩ = Tr(dρ O) + Tr(ρ dO), with dρ from
// one more solution of the master equation. That makes slopes exact, and extrema and zeros roots of what is known.

import type { Change, Direction } from "../equations/direction";
import { bondEnergy, bondFlow, bondsThrough, type InSector, inOwnGauge, spinFlows } from "../model/operators";
import { toSectorBasis } from "../numerics/basis-change";
import { type ComplexMatrix, inSectorBasis } from "../numerics/complex";
import {
  block,
  coinciding,
  degenerateLevels,
  energyScale,
  MIXED,
  type Stretch,
  stretchOf,
} from "../numerics/eigenspaces";
import { largest } from "../numerics/entries";
import { multiply } from "../numerics/matmul";
import { hermitianEigenvalues, symmetricEigen, symmetricEigenvalues } from "../numerics/symmetric-eigen";
import { type Response, response } from "../states/response";
import type { SteadyState } from "../states/steady-state";
import { freeSites, inSector, ownModel } from "./currents";
import type { ErgotropyParts } from "./ergotropy";

/**
 * The derivatives of the observables along a direction, in the shape of the observables themselves. Null stands
 * where there is no derivative: at a crossing of levels, or of probabilities, that the direction parts.
 */
export interface Sensitivity {
  /** dE_k = ⟨k| ∂H |k⟩, n numbers; null where levels coincide that the direction parts */
  readonly energies: Float64Array | null;
  /**
   * dp_k along the moving eigenspaces, n numbers; null where the direction parts coinciding levels, or what
   * one level holds
   */
  readonly populations: Float64Array | null;
  /** of the heat current through every site of a ring without a bath, keyed by site */
  readonly heatCurrents: Record<number, number>;
  /** dQ_b, one number a bath, in their order */
  readonly bathHeat: Float64Array;
  /** of the spin current on every bond, in the order of `model.bonds` */
  readonly spinCurrents: Float64Array;
  /** d𝓔; null where levels or eigenvalues of ρ coincide that the direction parts: there 𝓔 has a kink */
  readonly ergotropy: number | null;
  /** of both parts of the ergotropy; null where one of them has a kink */
  readonly ergotropyParts: ErgotropyParts | null;
}

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
  const moved = populationSlopes(state, answer);
  const ergotropy = ergotropySlope(state, answer, energies);
  return {
    energies,
    populations: moved && !moved.parted ? moved.slopes : null,
    ...currentSlopes(state, answer),
    bathHeat: answer.bathHeat,
    ergotropy,
    ergotropyParts: partSlopes(state, answer, ergotropy, energies, moved?.slopes),
  };
}

/** Pairs k < l of entries of a sorted list that coincide, all pairs of every group of them. */
function pairsWithin(groups: readonly Stretch[]): [number, number][] {
  return groups.flatMap(({ first, end }) => {
    const pairs: [number, number][] = [];
    for (let l = first + 1; l < end; l++) for (let k = first; k < l; k++) pairs.push([k, l]);
    return pairs;
  });
}

/** Those of a descending list of probabilities that coincide, unless they vanish. */
const coincidingProbabilities = (descending: Float64Array): readonly Stretch[] =>
  coinciding(
    descending.filter((p) => p > VANISHING),
    COINCIDING,
  );

/** The most that ‖V‖ can be, by which V is told from rounding. */
function speed({ model }: Change): number {
  if (!model) return 0;
  const ofBonds = model.bonds.reduce(
    (sum, { exchange, interaction }) => sum + Math.abs(2 * exchange) + Math.abs(interaction),
    0,
  );
  return model.fields.reduce((sum, field) => sum + Math.abs(field), ofBonds);
}

/** dE_k = V_kk, where V does not part coinciding levels. */
function levelSlopes(state: SteadyState, { change, hamiltonian }: Response): Float64Array | null {
  const n = state.basis.size;
  const slopes = Float64Array.from({ length: n }, (_, k) => hamiltonian.real[k * n + k]);
  const allowed = OPEN * speed(change);
  const parted = pairsWithin(degenerateLevels(state.energies, MIXED)).some(
    ([k, l]) => Math.abs(slopes[k] - slopes[l]) > allowed || sizeAt(hamiltonian, k * n + l) > allowed,
  );
  return parted ? null : slopes;
}

/** |A_i + iB_i| */
const sizeAt = ({ real, imag }: ComplexMatrix, i: number): number =>
  imag ? Math.hypot(real[i], imag[i]) : Math.abs(real[i]);

interface PopulationSlopes {
  readonly slopes: Float64Array;
  /** whether the direction parts equal populations of one level, where the slopes hold one way alone */
  readonly parted: boolean;
}

/**
 * The change of ρ as the moving eigenspaces see it, dρ_kk′ + Σ_l ( V_kl ρ_lk′ + ρ_kl V_lk′ ) / (E_k − E_l) for k and k′ of
 * one level and l of all others, and from it dp_k; null where H moves and does not keep coinciding levels together.
 */
function populationSlopes(state: SteadyState, answer: Response): PopulationSlopes | null {
  const { change, hamiltonian } = answer;
  const { real: v, imag: w } = hamiltonian;
  const { energies, real: x, imag: y } = state;
  const n = energies.length;
  const levels = degenerateLevels(energies);
  if (change.model && !keepsTogether(energies, levels, hamiltonian, speed(change))) return null;
  const [real, imag] = [answer.real.slice(), answer.imag.slice()];
  for (let k = 0; k < n && change.model; k++) {
    const { first, end } = stretchOf(levels, k);
    for (let m = first; m < end; m++) {
      for (let l = 0; l < n; l++) {
        if (first <= l && l < end) continue;
        const gap = energies[k] - energies[l];
        const [km, kl, lm] = [k * n + m, k * n + l, l * n + m];
        real[km] += (v[kl] * x[lm] + x[kl] * v[lm]) / gap;
        imag[km] += (v[kl] * y[lm] + y[kl] * v[lm]) / gap;
        if (!w) continue;
        real[km] -= (w[kl] * y[lm] + y[kl] * w[lm]) / gap;
        imag[km] += (w[kl] * x[lm] + x[kl] * w[lm]) / gap;
      }
    }
  }
  const slopes = Float64Array.from({ length: n }, (_, k) => real[k * n + k]);
  const allowed = OPEN * largest(answer.real);
  let parted = false;
  for (const level of levels) {
    const [before, after] = [
      [x, y],
      [real, imag],
    ].map(([re, im]) => embedded(block(re, level, n), block(im, level, n), level.end - level.first));
    const held = state.populations.subarray(level.first, level.end);
    const within = eigenvalueSlopes(symmetricEigen(before, 2 * held.length).vectors, after, held);
    parted ||= pairsWithin(coincidingProbabilities(held)).some(
      ([k, l]) => Math.abs(within[k] - within[l]) > allowed,
    );
    slopes.set(within, level.first);
  }
  return { slopes, parted };
}

/** Whether levels that coincide still do so a small step along V, and no others nearly do. */
function keepsTogether(
  energies: Float64Array,
  levels: readonly Stretch[],
  { real, imag }: ComplexMatrix,
  most: number,
): boolean {
  const same = (others: readonly Stretch[]): boolean => JSON.stringify(others) === JSON.stringify(levels);
  if (!same(degenerateLevels(energies, MIXED))) return false;
  if (levels.length === 0 || most === 0) return true;
  const n = energies.length;
  const step = (1e-3 * energyScale(energies)) / most;
  const moved = real.map((entry) => step * entry);
  for (let k = 0; k < n; k++) moved[k * (n + 1)] += energies[k];
  const other = imag?.map((entry) => step * entry);
  return same(
    degenerateLevels(other ? hermitianEigenvalues(moved, other, n) : symmetricEigenvalues(moved, n)),
  );
}

/** The currents are bilinear in Y and the bond energies, so each factor is varied in turn. */
function currentSlopes(
  state: SteadyState,
  { change, hamiltonian, real, imag }: Response,
): Pick<Sensitivity, "heatCurrents" | "spinCurrents"> {
  const model = ownModel(state);
  const moved = change.model;
  const { size: n } = state.basis;
  const { vectors, vectorsImag } = inOwnGauge(state.model, state, state.baths);
  // what is complex reads X as well
  const complex = vectorsImag || hamiltonian.imag;
  const turn = (real: Float64Array, imag: Float64Array): InSector =>
    complex
      ? (inSectorBasis({ real, imag }, { real: vectors, imag: vectorsImag }, n) as Required<ComplexMatrix>)
      : { imag: toSectorBasis(imag, vectors, n) };
  const y = complex ? turn(state.real, state.imag) : inSector(state);
  const dy = turn(real, imag);
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
  const { energies, real: x, imag: y } = state;
  const n = energies.length;
  const moved = embedded(real, imag, n);
  const probabilities = eigenvalueSlopes(eigenstates(state), moved, state.eigenvalues);
  const allowed = OPEN * largest(moved) * (energies[n - 1] - energies[0]);
  const parted = pairsWithin(coincidingProbabilities(state.eigenvalues)).some(
    ([k, l]) => (energies[l] - energies[k]) * Math.abs(probabilities[k] - probabilities[l]) > allowed,
  );
  if (parted) return null;
  let slope = 0;
  for (let k = 0; k < n; k++) {
    slope +=
      (real[k * n + k] - probabilities[k]) * (energies[k] - energies[0]) - state.eigenvalues[k] * levels[k];
    for (let l = 0; l < n; l++) {
      slope += x[k * n + l] * hamiltonian.real[l * n + k];
      if (hamiltonian.imag) slope -= y[k * n + l] * hamiltonian.imag[l * n + k];
    }
  }
  return slope;
}

/**
 * dr_k = ⟨r_k| dρ |r_k⟩ of the eigenvalues of ρ, descending as they are; of those that coincide, the eigenvalues of dρ among
 * their eigenstates, descending.
 *
 * @param vectors of ρ, embedded: two for every eigenvalue, the largest last
 * @param moved dρ, embedded
 */
function eigenvalueSlopes(
  vectors: Float64Array,
  moved: Float64Array,
  eigenvalues: Float64Array,
): Float64Array {
  const n = eigenvalues.length;
  const m = 2 * n;
  const half = new Float64Array(m * m);
  multiply(vectors, moved, m, half);
  // ⟨r_i| dρ |r_j⟩, i and j from the largest down
  const element = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0, at = (m - 1 - i) * m, to = (m - 1 - j) * m; k < m; k++)
      sum += half[at + k] * vectors[to + k];
    return sum;
  };
  const slopes = Float64Array.from(
    { length: n },
    (_, k) => (element(2 * k, 2 * k) + element(2 * k + 1, 2 * k + 1)) / 2,
  );
  for (const { first, end } of coincidingProbabilities(eigenvalues)) {
    const size = 2 * (end - first);
    const within = Float64Array.from({ length: size * size }, (_, i) =>
      element(2 * first + Math.floor(i / size), 2 * first + (i % size)),
    );
    const ascending = symmetricEigenvalues(within, size);
    for (let k = first; k < end; k++) slopes[k] = ascending[size - 1 - 2 * (k - first)];
  }
  return slopes;
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
  slopes: Float64Array | undefined,
): ErgotropyParts | null {
  if (total === null || !levels || !slopes) return null;
  const order = Array.from(p, (_, k) => k).sort((k, l) => p[l] - p[k]);
  const allowed = OPEN * largest(real) * (energies[energies.length - 1] - energies[0]);
  const sorted = Float64Array.from(order, (k) => p[k]);
  const parted = pairsWithin(coincidingProbabilities(sorted)).some(
    ([k, l]) => (energies[l] - energies[k]) * Math.abs(slopes[order[k]] - slopes[order[l]]) > allowed,
  );
  if (parted) return null;
  let incoherent = 0;
  order.forEach((l, k) => {
    incoherent += (slopes[k] - slopes[l]) * energies[k] + (p[k] - p[l]) * levels[k];
  });
  return { total, incoherent, coherent: total - incoherent };
}
