// How a generator moves when its parameters do. In the fixed basis of the energy eigenstates at hand, V = ∂H,
//   (dL) ρ = −i[V, ρ] + Σ_b ( [dS̃ρ, S] + [S, ρdS̃†] ),
// and ρ is carried along by its levels, dρ⁰ = −[A, ρ] with the rotation A.

import type { Bath } from "../baths/bath";
import { hamiltonianArray, hamiltonianImag } from "../model/operators";
import {
  type ComplexMatrix,
  commutator,
  elementsBetween,
  hermitian,
  multiplyComplex,
} from "../numerics/complex";
import type { BathChange, Change } from "./direction";
import { applyGenerator, type BathCoupling, type RedfieldGenerator } from "./generator";
import { type LevelChange, levelChange, localChange, transitionChange } from "./transition-change";

/** A Hermitian matrix X + iY. */
type Parts = Required<ComplexMatrix>;

/** What a change does to a stationary ρ, n × n in the energy basis. */
export interface GeneratorChange {
  /** V */
  readonly hamiltonian: ComplexMatrix;
  /** dρ⁰, where H changes */
  readonly carried: Parts | null;
  /** (dL) ρ + L dρ⁰ */
  readonly rest: Parts;
  /** dQ_b for dρ */
  readonly heat: (change: Parts) => Float64Array;
}

/** Moves a generator along a change of the model and its baths. */
export function generatorChange(
  generator: RedfieldGenerator,
  baths: readonly Bath[],
  change: Change,
  rho: Parts,
): GeneratorChange {
  const { size: n, energies, vectors, vectorsImag, couplings } = generator;
  const hamiltonian = change.model
    ? hermitian(
        elementsBetween(
          { real: hamiltonianArray(change.model), imag: hamiltonianImag(change.model) },
          { real: vectors, imag: vectorsImag },
          n,
        ),
        n,
      )
    : { real: new Float64Array(n * n) };
  const levels = change.model && levelChange(hamiltonian, energies, baths);
  const changes = couplings.map((coupling) => {
    const [bath, speeds] = [baths[coupling.bath], change.baths[coupling.bath]];
    const { contact } = coupling;
    if (contact) return universalChange(coupling, contact, energies, bath, levels, speeds);
    const { real, imag } = coupling.local
      ? localChange(coupling, coupling.local, bath, change.model, speeds)
      : transitionChange(coupling, energies, bath, levels, speeds);
    return { ...coupling, transition: real, transitionImag: imag };
  });
  const pairs = changes.flatMap((moved) => ("other" in moved ? [moved, moved.other] : [moved]));
  const still = { ...generator, levels: new Float64Array(n), couplings: pairs };
  const rest = applyGenerator(still, rho.real, rho.imag);
  const carried = levels && carriedAlong(levels.rotation, rho, n);
  if (carried) {
    const moved = applyGenerator(generator, carried.real, carried.imag);
    addCommutator(rest, hamiltonian, rho, n);
    add(rest.real, moved.real);
    add(rest.imag, moved.imag);
  }
  const heat = (dRho: Parts): Float64Array => {
    const all = new Float64Array(baths.length);
    couplings.forEach((coupling, k) => {
      const moved = changes[k];
      all[coupling.bath] += heatChange(coupling, moved, energies, hamiltonian, rho, dRho);
      if (!("other" in moved)) return;
      const zero = new Float64Array(n * n);
      all[coupling.bath] += heatChange(moved.other, { transition: zero }, energies, { real: zero }, rho, rho);
    });
    return all;
  };
  return { hamiltonian, carried, rest, heat };
}

/** Of A = √w L and B = L/√w with L = S ∘ √W: what both move by, the pair (dA, B) and `other`, (A, dB). */
function universalChange(
  coupling: BathCoupling,
  contact: ComplexMatrix,
  energies: Float64Array,
  bath: Bath,
  levels: LevelChange | null,
  speeds: BathChange,
): BathCoupling & { readonly other: BathCoupling } {
  const root = Math.sqrt(coupling.fastest || 1);
  const times = (part: Float64Array, factor: number): Float64Array => part.map((entry) => factor * entry);
  const jump = {
    operator: contact.real,
    operatorImag: contact.imag,
    transition: times(coupling.operator, root),
    transitionImag: coupling.operatorImag && times(coupling.operatorImag, root),
  };
  const { real, imag } = transitionChange(jump, energies, bath, levels, speeds, true);
  const transitionImag = coupling.transitionImag ?? (imag && new Float64Array(imag.length));
  return {
    ...coupling,
    transition: times(real, root),
    transitionImag: imag && times(imag, root),
    other: {
      ...coupling,
      transitionImag,
      operator: times(real, 1 / root),
      operatorImag: imag && times(imag, 1 / root),
    },
  };
}

/** −[A, ρ] = −(Aρ + (Aρ)†) */
function carriedAlong(rotation: ComplexMatrix, rho: Parts, n: number): Parts {
  const { real, imag } = multiplyComplex(rotation, rho, n) as Parts;
  const [x, y] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < n; b++, ab++, ba += n) {
      x[ab] = -real[ab] - real[ba];
      y[ab] = imag[ba] - imag[ab];
    }
  }
  return { real: x, imag: y };
}

/** −i[V, ρ] with [V, ρ] = Vρ − (Vρ)†, added to what the baths do. */
function addCommutator(source: Parts, hamiltonian: ComplexMatrix, rho: Parts, n: number): void {
  const { real, imag } = multiplyComplex(hamiltonian, rho, n) as Parts;
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < n; b++, ab++, ba += n) {
      source.real[ab] += imag[ab] + imag[ba];
      source.imag[ab] -= real[ab] - real[ba];
    }
  }
}

/**
 * The derivative of Q_b = 2 Re Tr(H [S̃ρ, S]) = 2 Re Tr(S̃ρ [S, H]), where [S, H]_ca = S_ca (E_a − E_c):
 * dQ_b = 2 Re Tr((dS̃ ρ + S̃ dρ) [S, H]) + 2 Re Tr(S̃ρ [S, V]), with B† for S where that is not Hermitian and [B†, V] = [V, B]†.
 */
function heatChange(
  { operator, operatorImag, transition, transitionImag }: BathCoupling,
  moved: Pick<BathCoupling, "transition" | "transitionImag">,
  energies: Float64Array,
  hamiltonian: ComplexMatrix,
  rho: Parts,
  dRho: Parts,
): number {
  const n = energies.length;
  const s = { real: operator, imag: operatorImag };
  const tilde = { real: transition, imag: transitionImag };
  const dTilde = { real: moved.transition, imag: moved.transitionImag };
  // what is real takes the real parts alone
  const mixing = transitionImag || moved.transitionImag || hamiltonian.imag;
  const [of, dOf] = mixing ? [rho, dRho] : [{ real: rho.real }, { real: dRho.real }];
  const still = multiplyComplex(tilde, of, n);
  const fromRates = multiplyComplex(dTilde, of, n);
  const fromState = multiplyComplex(tilde, dOf, n);
  const turned = commutator(hamiltonian, s, n);
  let heat = 0;
  for (let a = 0; a < n; a++) {
    for (let c = 0, ac = a * n; c < n; c++, ac++) {
      const gap = energies[a] - energies[c];
      heat += (fromRates.real[ac] + fromState.real[ac]) * operator[ac] * gap;
      heat += still.real[ac] * turned.real[ac];
      if (operatorImag && fromRates.imag && fromState.imag)
        heat += (fromRates.imag[ac] + fromState.imag[ac]) * operatorImag[ac] * gap;
      if (still.imag && turned.imag) heat += still.imag[ac] * turned.imag[ac];
    }
  }
  return 2 * heat;
}

function add(to: Float64Array, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += what[i];
}
