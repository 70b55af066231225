// Hamiltonian, bond energies and currents in one sector. Every bond energy has the form
//   h_lm = diagonal + amplitude · (swap of the spins at l and m where they differ),
// which is all that is stored; matrices.ts spells operators out.
import { InputError } from "../input/guards";
import { zeros } from "../numerics/arrays";
import type { ComplexMatrix } from "../numerics/complex";
import { hermitianEigen, type SymmetricEigen, symmetricEigen } from "../numerics/symmetric-eigen";
import { basisOf, exchangePartners, indexOfState, type SectorBasis, sectorsOf, spinAt } from "./basis";
import { type Contact, gauged, gaugePhases } from "./gauge";
import { checkSectorFits } from "./memory";
import type { SpinModel } from "./model";

/** h_lm as a diagonal plus `amplitude` times the swap of two sites; `partners` as in exchangePartners. */
export interface BondEnergy {
  readonly diagonal: Float64Array;
  readonly amplitude: number;
  readonly partners: Int32Array;
  /** the imaginary part of what takes state k to its partner, where the bond has a phase; `amplitude` is the real one */
  readonly turning?: Float64Array;
}

/**
 * The energy of one bond,
 * h_lm = J_lm (σˣ_l σˣ_m + σʸ_l σʸ_m) + Δ_lm n_l n_m + (h_l/z_l) σᶻ_l + (h_m/z_m) σᶻ_m  (eq. 11).
 *
 * Each site shares its field equally among its z bonds (z = 2 on a ring), so that the bond energies of a
 * graph without isolated sites add up to H.
 */
export function bondEnergy(model: SpinModel, bond: number): BondEnergy {
  const basis = basisOf(model);
  const { from, to, exchange, interaction, phase } = model.bonds[bond];
  const share = (site: number): number =>
    model.fields[site - 1] / model.bonds.reduce((z, b) => z + (b.from === site || b.to === site ? 1 : 0), 0);
  const fieldFrom = share(from);
  const fieldTo = share(to);
  const diagonal = zeros(basis.size);
  for (let k = 0; k < basis.size; k++) {
    const sFrom = spinAt(basis, k, from);
    const sTo = spinAt(basis, k, to);
    diagonal[k] = fieldFrom * sFrom + fieldTo * sTo + (sFrom + sTo === 2 ? interaction : 0);
  }
  // σˣσˣ + σʸσʸ = 2 (σ⁺σ⁻ + σ⁻σ⁺)
  const partners = exchangePartners(basis, from, to);
  if (phase === undefined) return { diagonal, amplitude: 2 * exchange, partners };
  const sine = 2 * exchange * Math.sin(phase);
  const turning = diagonal.map((_, k) => (partners[k] < 0 ? 0 : spinAt(basis, k, to) * sine));
  return { diagonal, amplitude: 2 * exchange * Math.cos(phase), partners, turning };
}

/** ρ = X + iY in the sector basis, in the gauge of the {@link gauged} model; X is there where that has phases. */
export interface InSector {
  readonly real?: Float64Array;
  readonly imag: Float64Array;
}

/** −2 Im Tr(ρ h_a h_b). */
export function bondFlow({ real: x, imag: y }: InSector, a: BondEnergy, b: BondEnergy): number {
  if (x && (a.turning || b.turning)) return turningFlow(x, y, a, b);
  const n = a.diagonal.length;
  let sum = 0; // Tr(Y h_a h_b): h_b takes state k to itself and to its partner, h_a takes these on
  for (let k = 0; k < n; k++) {
    const row = k * n;
    if (a.partners[k] >= 0) sum += b.diagonal[k] * a.amplitude * y[row + a.partners[k]];
    const m = b.partners[k];
    if (m < 0) continue;
    sum += b.amplitude * a.diagonal[m] * y[row + m];
    if (a.partners[m] >= 0) sum += b.amplitude * a.amplitude * y[row + a.partners[m]];
  }
  return -2 * sum;
}

// the same where what takes a state to its partner is complex
function turningFlow(x: Float64Array, y: Float64Array, a: BondEnergy, b: BondEnergy): number {
  const n = a.diagonal.length;
  let sum = 0;
  for (const [row, column, u, v] of productEntries(a, b)) {
    const at = column * n + row;
    sum += y[at] * u + x[at] * v;
  }
  return -2 * sum;
}

/** Entries of h_a h_b: row, column, real and imaginary part; left out is what is diagonal and real. */
function* productEntries(a: BondEnergy, b: BondEnergy): Generator<[number, number, number, number]> {
  for (let k = 0; k < a.diagonal.length; k++) {
    const [own, next] = [a.partners[k], b.partners[k]];
    if (own >= 0) yield [own, k, b.diagonal[k] * a.amplitude, b.diagonal[k] * (a.turning?.[k] ?? 0)];
    if (next < 0) continue;
    const [x, y] = [b.amplitude, b.turning?.[k] ?? 0];
    yield [next, k, x * a.diagonal[next], y * a.diagonal[next]];
    const last = a.partners[next];
    if (last < 0) continue;
    const [u, v] = [a.amplitude, a.turning?.[next] ?? 0];
    yield [last, k, x * u - y * v, x * v + y * u];
  }
}

/** The spin current on every bond from ρ in the sector basis. */
export function spinFlows({ real: x, imag: y }: InSector, model: SpinModel): Float64Array {
  const { bonds } = model;
  const basis = basisOf(model);
  const n = basis.size;
  const flows = zeros(bonds.length);
  for (let i = 0; i < bonds.length; i++) {
    const { from, to, exchange, phase = 0 } = bonds[i];
    const partners = exchangePartners(basis, from, to);
    const turns = x !== undefined && phase !== 0;
    const [cos, sin] = turns ? [Math.cos(phase), Math.sin(phase)] : [1, 0];
    let sum = 0;
    for (let k = 0; k < n; k++) {
      if (partners[k] < 0 || spinAt(basis, k, to) < 0) continue;
      const at = partners[k] * n + k;
      sum += turns ? y[at] * cos - x[at] * sin : y[at];
    }
    flows[i] = 4 * exchange * sum;
  }
  return flows;
}

/**
 * H of the sector (eq. 1) without what phases make imaginary, real symmetric, n × n row-major in the order of the sector basis.
 *
 * @param relative leaves out, term by term, what the first state has without exchange: what all states share then takes
 *   no digits from the gaps between the levels
 */
export function hamiltonianArray(model: SpinModel, relative = false): Float64Array {
  checkSectorFits(model, (n) => 16 * n * n);
  const basis = basisOf(model);
  const n = basis.size;
  const h = zeros(n * n);
  for (let k = 0; k < n; k++) {
    for (let l = 1; l <= model.sites; l++) {
      h[k * n + k] += model.fields[l - 1] * (spinAt(basis, k, l) - (relative ? spinAt(basis, 0, l) : 0));
    }
  }
  for (const { from, to, exchange, interaction, phase } of model.bonds) {
    const partners = exchangePartners(basis, from, to);
    const amplitude = 2 * exchange * (phase === undefined ? 1 : Math.cos(phase));
    for (let k = 0; k < n; k++) {
      if (partners[k] >= 0) h[k * n + partners[k]] += amplitude;
      const pairs = bothUp(basis, k, from, to) - (relative ? bothUp(basis, 0, from, to) : 0);
      if (pairs !== 0) h[k * n + k] += pairs * interaction;
    }
  }
  return h;
}

/** The imaginary part of H, antisymmetric: ⟨from up, to down| H |from down, to up⟩ = 2J e^{iθ}; undefined without phases. */
export function hamiltonianImag(model: SpinModel): Float64Array | undefined {
  const { bonds } = model;
  if (bonds.every(({ phase }) => phase === undefined)) return undefined;
  const basis = basisOf(model);
  const n = basis.size;
  const h = zeros(n * n);
  for (const { from, to, exchange, phase = 0 } of bonds) {
    const partners = exchangePartners(basis, from, to);
    const sine = 2 * exchange * Math.sin(phase);
    for (let k = 0; k < n; k++) if (partners[k] >= 0) h[partners[k] * n + k] += spinAt(basis, k, to) * sine;
  }
  return h;
}

/** The energy that {@link hamiltonianArray} leaves out when it is relative. */
export function sharedEnergy(model: SpinModel): number {
  const { sites, fields, bonds } = model;
  const basis = basisOf(model);
  let energy = 0;
  for (let l = 1; l <= sites; l++) energy += fields[l - 1] * spinAt(basis, 0, l);
  for (const { from, to, interaction } of bonds) energy += interaction * bothUp(basis, 0, from, to);
  return energy;
}

/**
 * Levels and eigenstates: the one energy basis that states, spectra and starts are written in, of the model in the gauge in
 * which it is solved. All of them have a number of spins up, those of several sectors with the same energy as well.
 */
export function energyBasis(own: SpinModel): Eigenvectors & {
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  /** the same less what all levels share: their differences have all the digits there are */
  readonly levels: Float64Array;
} {
  const basis = basisOf(own);
  const h = { real: hamiltonianArray(own, true), imag: hamiltonianImag(own) };
  const { values: levels, ...eigenvectors } =
    basis.spinsUp === undefined ? eigenBySectors(h, basis) : eigenOf(h, basis.size);
  const shared = sharedEnergy(own);
  return { energies: levels.map((level) => level + shared), levels, ...eigenvectors };
}

/** Eigenvectors in the sector basis. */
export interface Eigenvectors {
  /** row k is the real part of eigenvector k, n × n */
  readonly vectors: Float64Array;
  /** their imaginary parts, where there are any */
  readonly vectorsImag?: Float64Array;
}

type Eigen = SymmetricEigen & Eigenvectors;

const eigenOf = ({ real, imag }: ComplexMatrix, n: number): Eigen =>
  imag ? hermitianEigen(real, imag, n) : symmetricEigen(real, n);

function eigenBySectors(h: ComplexMatrix, basis: SectorBasis): Eigen {
  const n = basis.size;
  const found = sectorsOf(basis).flatMap((states) => {
    const size = states.length;
    const within = (part: Float64Array): Float64Array =>
      Float64Array.from(
        { length: size * size },
        (_, i) => part[states[Math.floor(i / size)] * n + states[i % size]],
      );
    const eigen = eigenOf({ real: within(h.real), imag: h.imag && within(h.imag) }, size);
    return Array.from(eigen.values, (level, a) => ({ level, states, eigen, from: a * size }));
  });
  found.sort((a, b) => a.level - b.level);
  const vectors = new Float64Array(n * n);
  const vectorsImag = h.imag && new Float64Array(n * n);
  found.forEach(({ states, eigen, from }, a) => {
    states.forEach((k, i) => {
      vectors[a * n + k] = eigen.vectors[from + i];
      if (vectorsImag && eigen.vectorsImag) vectorsImag[a * n + k] = eigen.vectorsImag[from + i];
    });
  });
  return { values: Float64Array.from(found, ({ level }) => level), vectors, vectorsImag };
}

/** Eigenvectors of the {@link gauged} model as those of the model itself. */
export function inGivenGauge(
  model: SpinModel,
  { vectors, vectorsImag }: Eigenvectors,
  contacts?: readonly Contact[],
): Eigenvectors {
  const { angles } = gauged(model, contacts);
  if (!angles) return vectorsImag ? { vectors, vectorsImag } : { vectors };
  const { cos, sin } = gaugePhases(basisOf(model), angles);
  const n = cos.length;
  return {
    vectors: vectors.map((v, i) => v * cos[i % n]),
    vectorsImag: vectors.map((v, i) => v * sin[i % n]),
  };
}

/** The inverse of {@link inGivenGauge}. */
export function inOwnGauge(
  model: SpinModel,
  { vectors, vectorsImag }: Eigenvectors,
  contacts?: readonly Contact[],
): Eigenvectors {
  const { angles } = gauged(model, contacts);
  if (!angles || !vectorsImag) return { vectors, vectorsImag };
  const { cos, sin } = gaugePhases(basisOf(model), angles);
  const n = cos.length;
  return { vectors: vectors.map((v, i) => v * cos[i % n] + vectorsImag[i] * sin[i % n]) };
}

/** 1 where both sites are up in the k-th basis state, else 0. */
export function bothUp(basis: SectorBasis, k: number, from: number, to: number): number {
  return spinAt(basis, k, from) + spinAt(basis, k, to) === 2 ? 1 : 0;
}

/** σᶻ at a site, in the sector basis: the diagonal of the operator through which most baths couple. */
export function siteSpin(basis: SectorBasis, site: number): Float64Array {
  const spins = new Float64Array(basis.size);
  for (let k = 0; k < basis.size; k++) spins[k] = spinAt(basis, k, site);
  return spins;
}

/** Where the spin at a site turned over takes each state, for all sectors together: what σˣ does. */
export function siteFlips(basis: SectorBasis, site: number): Int32Array {
  return basis.states.map((state) => indexOfState(basis, state ^ (1 << (site - 1))));
}

/**
 * The two bonds that meet at a site of degree two, in the order in which a positive current passes them.
 * On a ring that is clockwise: (l−1, l) before (l, l+1).
 *
 * @throws InputError if the site does not have exactly two bonds
 */
export function bondsThrough(model: SpinModel, site: number): [number, number] {
  const meeting: number[] = [];
  for (let i = 0; i < model.bonds.length; i++) {
    if (model.bonds[i].from === site || model.bonds[i].to === site) meeting.push(i);
  }
  if (meeting.length !== 2) {
    throw new InputError(
      `a current through site ${site} needs exactly two bonds there, it has ${meeting.length}: take the flow between two bonds instead`,
    );
  }
  const [a, b] = meeting;
  return model.bonds[a].to === site ? [a, b] : [b, a];
}

/** K = −2 h_a h_b of every two bonds that meet at a site, n × n in the sector basis: Im Tr(ρK) is the heat from the one to the other. */
export function* heatThroughSites(model: SpinModel): Generator<ComplexMatrix> {
  for (let site = 1; site <= model.sites; site++) {
    const meeting = model.bonds.flatMap(({ from, to }, i) =>
      from === site || to === site ? [bondEnergy(model, i)] : [],
    );
    for (let i = 0; i < meeting.length; i++) {
      for (let j = i + 1; j < meeting.length; j++) yield heatBetween(meeting[i], meeting[j]);
    }
  }
}

function heatBetween(a: BondEnergy, b: BondEnergy): ComplexMatrix {
  const n = a.diagonal.length;
  const real = new Float64Array(n * n);
  const imag = a.turning || b.turning ? new Float64Array(n * n) : undefined;
  for (const [row, k, x, y] of productEntries(a, b)) {
    real[row * n + k] -= 2 * x;
    if (imag) imag[row * n + k] -= 2 * y;
  }
  return { real, imag };
}
