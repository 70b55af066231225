// Operators of a sector spelled out, as matrices of ml-matrix to look at and calculate with.
import { Matrix } from "ml-matrix";
import { checkInteger, InputError } from "../input/guards";
import { entry } from "../input/path";
import { zeros } from "../numerics/arrays";
import { basisOf, exchangePartners, spinAt } from "./basis";
import { type SpinModel, spinModel } from "./model";
import { bondEnergy, bondsThrough, hamiltonianArray, hamiltonianImag, siteSpin } from "./operators";

/**
 * H of the sector as a matrix to look at and calculate with (eq. 1).
 *
 * @returns n × n in the order of `sectorBasis(model.sites, model.spinsUp).states`, in units of J
 * @throws InputError for a model that cannot be or has phases, or a sector too large
 * @example hamiltonian(ringModel({ sites: 2, spinsUp: 1 })).to2DArray() // [[0, 2], [2, 0]]
 */
export function hamiltonian(model: SpinModel): Matrix {
  return toMatrix(hamiltonianArray(checkReal(spinModel(model))));
}

/** Refuses a model whose operators have two parts. */
function checkReal(model: SpinModel): SpinModel {
  const bond = model.bonds.findIndex(({ phase }) => phase !== undefined && phase !== 0);
  if (bond < 0) return model;
  throw new InputError(
    `${entry("bonds", bond)}.phase must be 0 for a real matrix, got ${model.bonds[bond].phase}: take hamiltonianParts, or the currents of a state`,
  );
}

/**
 * H of the sector in its two parts, H = A + iB, for a model with phases.
 *
 * @returns A symmetric and B antisymmetric, n × n as {@link hamiltonian}: what `expectation` takes
 * @throws InputError for a model that cannot be, or a sector too large
 * @example expectation(state, hamiltonianParts(ringModel({ sites: 4, spinsUp: 2, flux: 1 }))) // the energy, in units of J
 */
export function hamiltonianParts(model: SpinModel): {
  /** A, symmetric */
  real: Matrix;
  /** B, antisymmetric */
  imag: Matrix;
} {
  const checked = spinModel(model);
  const real = hamiltonianArray(checked);
  return { real: toMatrix(real), imag: toMatrix(hamiltonianImag(checked) ?? zeros(real.length)) };
}

/**
 * The energy of the bond with index `bond` in `model.bonds` as a matrix (eq. 11).
 *
 * @throws InputError if there is no such bond, or a bond has a phase
 * @example bondEnergyMatrix(ringModel({ sites: 4, spinsUp: 2 }), 0) // h_{1,2}
 */
export function bondEnergyMatrix(model: SpinModel, bond: number): Matrix {
  checkBond(checkReal(model), bond);
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
 * @throws InputError if the site does not have exactly two bonds, or a bond has a phase
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
 * @throws InputError if there is no such bond, or a bond has a phase
 * @example expectation(state, { imag: spinCurrentOperator(ring, 0) }) // spinCurrents(state)[0]
 */
export function spinCurrentOperator(model: SpinModel, bond: number): Matrix {
  checkBond(checkReal(model), bond);
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
