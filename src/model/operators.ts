// Hamiltonian, bond energies and currents in one sector. Every bond energy has the form
//   h_lm = diagonal + amplitude · (swap of the spins at l and m where they differ),
// which is all that the fast path stores; the functions at the end spell operators out as matrices.
import { Matrix } from "ml-matrix";
import { checkInteger, InputError } from "../input/guards";
import { zeros } from "../numerics/arrays";
import { symmetricEigen } from "../numerics/symmetric-eigen";
import { basisOf, exchangePartners, indexOfState, type SectorBasis, sectorsOf, spinAt } from "./basis";
import { checkSectorFits } from "./memory";
import { type SpinModel, spinModel } from "./model";

/** h_lm as a diagonal plus `amplitude` times the swap of two sites; `partners` as in exchangePartners. */
export interface BondEnergy {
  readonly diagonal: Float64Array;
  readonly amplitude: number;
  readonly partners: Int32Array;
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
  const { from, to, exchange, interaction } = model.bonds[bond];
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
  return { diagonal, amplitude: 2 * exchange, partners: exchangePartners(basis, from, to) };
}

/** −2 Tr(Y h_a h_b), in the sector basis. */
export function bondFlow(y: Float64Array, a: BondEnergy, b: BondEnergy): number {
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

/**
 * H of the sector (eq. 1), real symmetric, n × n row-major in the order of the sector basis.
 *
 * @param relative leaves out, term by term, what the first state has without exchange: what all states share then takes
 *   no digits from the gaps between the levels
 */
export function hamiltonianArray(model: SpinModel, relative = false): Float64Array {
  checkSectorFits(model, 2);
  const basis = basisOf(model);
  const n = basis.size;
  const h = zeros(n * n);
  for (let k = 0; k < n; k++) {
    for (let l = 1; l <= model.sites; l++) {
      h[k * n + k] += model.fields[l - 1] * (spinAt(basis, k, l) - (relative ? spinAt(basis, 0, l) : 0));
    }
  }
  for (const { from, to, exchange, interaction } of model.bonds) {
    const partners = exchangePartners(basis, from, to);
    for (let k = 0; k < n; k++) {
      if (partners[k] >= 0) h[k * n + partners[k]] += 2 * exchange;
      const pairs = bothUp(basis, k, from, to) - (relative ? bothUp(basis, 0, from, to) : 0);
      if (pairs !== 0) h[k * n + k] += pairs * interaction;
    }
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
 * Levels and eigenstates: the one energy basis that states, spectra and starts are written in. All of them have a number of
 * spins up, those of several sectors with the same energy as well.
 */
export function energyBasis(model: SpinModel): {
  /** E_1 ≤ E_2 ≤ … */
  readonly energies: Float64Array;
  /** the same less what all levels share: their differences have all the digits there are */
  readonly levels: Float64Array;
  /** row k is eigenvector k in the sector basis, n × n */
  readonly vectors: Float64Array;
} {
  const basis = basisOf(model);
  const h = hamiltonianArray(model, true);
  const { values: levels, vectors } =
    basis.spinsUp === undefined ? eigenBySectors(h, basis) : symmetricEigen(h, basis.size);
  const shared = sharedEnergy(model);
  return { energies: levels.map((level) => level + shared), levels, vectors };
}

function eigenBySectors(
  h: Float64Array,
  basis: SectorBasis,
): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const n = basis.size;
  const found = sectorsOf(basis).flatMap((states) => {
    const size = states.length;
    const block = Float64Array.from(
      { length: size * size },
      (_, i) => h[states[Math.floor(i / size)] * n + states[i % size]],
    );
    const { values, vectors } = symmetricEigen(block, size);
    return Array.from(values, (level, a) => ({
      level,
      states,
      vector: vectors.slice(a * size, (a + 1) * size),
    }));
  });
  found.sort((a, b) => a.level - b.level);
  const vectors = new Float64Array(n * n);
  found.forEach(({ states, vector }, a) => {
    states.forEach((k, i) => {
      vectors[a * n + k] = vector[i];
    });
  });
  return { values: Float64Array.from(found, ({ level }) => level), vectors };
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

/**
 * −2 h_a h_b of every two bonds that meet at a site, n × n in the sector basis: the sum of its products with the entries
 * of Yᵀ is the heat from the one to the other.
 */
export function* heatThroughSites(model: SpinModel): Generator<Float64Array> {
  for (let site = 1; site <= model.sites; site++) {
    const meeting = model.bonds.flatMap(({ from, to }, i) =>
      from === site || to === site ? [bondEnergy(model, i)] : [],
    );
    for (let i = 0; i < meeting.length; i++) {
      for (let j = i + 1; j < meeting.length; j++) yield heatBetween(meeting[i], meeting[j]);
    }
  }
}

function heatBetween(a: BondEnergy, b: BondEnergy): Float64Array {
  const n = a.diagonal.length;
  const product = new Float64Array(n * n);
  const put = (row: number, k: number, value: number): void => {
    if (row >= 0) product[row * n + k] -= 2 * value;
  };
  for (let k = 0; k < n; k++) {
    put(a.partners[k], k, b.diagonal[k] * a.amplitude);
    const next = b.partners[k];
    if (next < 0) continue;
    put(next, k, b.amplitude * a.diagonal[next]);
    put(a.partners[next], k, b.amplitude * a.amplitude);
  }
  return product;
}

/**
 * H of the sector as a matrix to look at and calculate with (eq. 1).
 *
 * @returns n × n in the order of `sectorBasis(model.sites, model.spinsUp).states`, in units of J
 * @throws InputError for a model that cannot be, or a sector too large
 * @example hamiltonian(ringModel({ sites: 2, spinsUp: 1 })).to2DArray() // [[0, 2], [2, 0]]
 */
export function hamiltonian(model: SpinModel): Matrix {
  return toMatrix(hamiltonianArray(spinModel(model)));
}

/**
 * The energy of the bond with index `bond` in `model.bonds` as a matrix (eq. 11).
 *
 * @throws InputError if there is no such bond
 * @example bondEnergyMatrix(ringModel({ sites: 4, spinsUp: 2 }), 0) // h_{1,2}
 */
export function bondEnergyMatrix(model: SpinModel, bond: number): Matrix {
  checkBond(model, bond);
  const { diagonal, amplitude, partners } = bondEnergy(model, bond);
  const matrix = Matrix.diag(Array.from(diagonal));
  partners.forEach((partner, k) => {
    if (partner >= 0) matrix.set(k, partner, amplitude);
  });
  return matrix;
}

/**
 * The heat-current operator through a site without a bath, ĵ_l = i [h_{l−1,l}, h_{l,l+1}] (eq. 12).
 *
 * The commutator of two real matrices is real, so ĵ = iK with the antisymmetric K returned here.
 *
 * @returns K = [h_{l−1,l}, h_{l,l+1}], n × n
 * @throws InputError if the site does not have exactly two bonds
 * @example heatCurrentOperator(ring, 2).rows // 6
 */
export function heatCurrentOperator(model: SpinModel, site: number): Matrix {
  const [before, after] = bondsThrough(model, site).map((bond) => bondEnergyMatrix(model, bond));
  return before.mmul(after).sub(after.mmul(before));
}

/**
 * The spin-current operator of a bond, ĵ = J(σˣ_l σʸ_m − σʸ_l σˣ_m) = 2iJ (σ⁺_l σ⁻_m − σ⁻_l σ⁺_m) (eq. 13), positive from l to m.
 *
 * @returns the real antisymmetric K of ĵ = iK, n × n
 * @throws InputError if there is no such bond
 * @example expectation(state, { imag: spinCurrentOperator(ring, 0) }) // spinCurrents(state)[0]
 */
export function spinCurrentOperator(model: SpinModel, bond: number): Matrix {
  checkBond(model, bond);
  const basis = basisOf(model);
  const { from, to, exchange } = model.bonds[bond];
  const matrix = Matrix.zeros(basis.size, basis.size);
  exchangePartners(basis, from, to).forEach((partner, k) => {
    // ⟨l up, m down| ĵ |l down, m up⟩ = 2iJ
    if (partner >= 0) matrix.set(partner, k, spinAt(basis, k, to) > 0 ? 2 * exchange : -2 * exchange);
  });
  return matrix;
}

const checkBond = ({ bonds }: SpinModel, bond: number): number =>
  checkInteger("bond", bond, 0, bonds.length - 1);

/**
 * σᶻ at a site as a matrix: what a bath at that site couples to unless it says otherwise.
 *
 * @returns S, n × n, diagonal in the sector basis, with entries ±1
 * @throws InputError if there is no such site
 * @example expectation(state, bathOperator(ring, 1)) // ⟨σᶻ⟩ at site 1
 */
export function bathOperator(model: SpinModel, site: number): Matrix {
  checkInteger("site", site, 1, model.sites);
  return Matrix.diag(Array.from(siteSpin(basisOf(model), site)));
}

/**
 * A flat n × n array, row after row, as an ml-matrix Matrix.
 *
 * @example toMatrix(state.real).trace() // 1
 */
export function toMatrix(flat: Float64Array): Matrix {
  const n = Math.sqrt(flat.length);
  return Matrix.from1DArray(n, n, flat);
}
