// How a generator moves when its parameters do. In the fixed basis of the energy eigenstates at hand, V = ∂H,
//   (dL) ρ = −i[V, ρ] + Σ_b ( [dS̃ρ, S] + [S, ρdS̃†] ),
// and ρ is carried along by its levels, dρ⁰ = −[A, ρ] with the rotation A.

import type { Bath } from "../baths/bath";
import { hamiltonianArray } from "../model/operators";
import { multiply } from "../numerics/matmul";
import type { Change } from "./direction";
import { applyGenerator, type BathCoupling, type RedfieldGenerator } from "./generator";
import { levelChange, transitionChange } from "./transition-change";

/** A Hermitian matrix X + iY. */
interface Parts {
  readonly real: Float64Array;
  readonly imag: Float64Array;
}

/** What a change does to a stationary ρ, n × n in the energy basis. */
export interface GeneratorChange {
  /** V */
  readonly hamiltonian: Float64Array;
  /** dρ⁰, where H changes */
  readonly carried: Parts | null;
  /** (dL) ρ + L dρ⁰ */
  readonly rest: Parts;
  /** dQ_b for the real part of dρ */
  readonly heat: (real: Float64Array) => Float64Array;
}

/** Moves a generator along a change of the model and its baths. */
export function generatorChange(
  generator: RedfieldGenerator,
  baths: readonly Bath[],
  change: Change,
  rho: Parts,
): GeneratorChange {
  const { size: n, energies, vectors, frame, couplings } = generator;
  const hamiltonian = change.model
    ? toEnergyBasis(hamiltonianArray(change.model), vectors, n)
    : new Float64Array(n * n);
  const levels = change.model && levelChange(hamiltonian, energies, baths);
  const changes = couplings.map((coupling, b) => ({
    ...coupling,
    transition: transitionChange(coupling, energies, baths[b], levels, change.baths[b]),
  }));
  const still = { size: n, levels: new Float64Array(n), frame, couplings: changes };
  const rest = applyGenerator(still, rho.real, rho.imag);
  const carried = levels && carriedAlong(levels.rotation, rho, n);
  if (carried) {
    const moved = applyGenerator(generator, carried.real, carried.imag);
    addCommutator(rest, hamiltonian, rho, n);
    add(rest.real, moved.real);
    add(rest.imag, moved.imag);
  }
  const heat = (real: Float64Array): Float64Array =>
    Float64Array.from(couplings, (coupling, b) =>
      heatChange(coupling, changes[b].transition, energies, hamiltonian, rho.real, real),
    );
  return { hamiltonian, carried, rest, heat };
}

/** −[A, X + iY] */
function carriedAlong(rotation: Float64Array, { real, imag }: Parts, n: number): Parts {
  const [ax, ay, x, y] = Array.from({ length: 4 }, () => new Float64Array(n * n));
  multiply(rotation, real, n, ax); // XA = −(AX)ᵀ
  multiply(rotation, imag, n, ay); // YA = (AY)ᵀ
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      x[a * n + b] = -ax[a * n + b] - ax[b * n + a];
      y[a * n + b] = ay[b * n + a] - ay[a * n + b];
    }
  }
  return { real: x, imag: y };
}

/** −i[V, X + iY] = [V, Y] − i[V, X], added to what the baths do. */
function addCommutator(source: Parts, hamiltonian: Float64Array, rho: Parts, n: number): void {
  const product = new Float64Array(n * n);
  multiply(hamiltonian, rho.imag, n, product); // YV = −(VY)ᵀ
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) source.real[a * n + b] += product[a * n + b] + product[b * n + a];
  }
  multiply(hamiltonian, rho.real, n, product); // XV = (VX)ᵀ
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) source.imag[a * n + b] -= product[a * n + b] - product[b * n + a];
  }
}

/**
 * The derivative of Q_b = 2 Tr(H [S̃X, S]) = 2 Tr(S̃X [S, H]), where [S, H]_ca = S_ca (E_a − E_c):
 * dQ_b = 2 Tr((dS̃ X + S̃ dX) [S, H]) + 2 Tr(S̃X [S, V]).
 */
function heatChange(
  { operator, transition }: BathCoupling,
  moved: Float64Array,
  energies: Float64Array,
  hamiltonian: Float64Array,
  x: Float64Array,
  dx: Float64Array,
): number {
  const n = energies.length;
  const [still, fromRates, fromState, product] = Array.from({ length: 4 }, () => new Float64Array(n * n));
  multiply(transition, x, n, still);
  multiply(moved, x, n, fromRates);
  multiply(transition, dx, n, fromState);
  multiply(operator, hamiltonian, n, product); // VS = (SV)ᵀ
  let heat = 0;
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) {
      const ac = a * n + c;
      const ca = c * n + a;
      heat += (fromRates[ac] + fromState[ac]) * operator[ca] * (energies[a] - energies[c]);
      heat += still[ac] * (product[ca] - product[ac]);
    }
  }
  return 2 * heat;
}

/** V A Vᵀ for a symmetric A and eigenvectors in the rows of V. */
function toEnergyBasis(matrix: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  const turned = new Float64Array(n * n);
  multiply(vectors, matrix, n, half);
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) turned[b * n + a] = half[a * n + b];
  multiply(vectors, turned, n, half);
  return half;
}

function add(to: Float64Array, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += what[i];
}
