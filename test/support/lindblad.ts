// dρ/dt of the local and the universal Lindblad equation from their definitions, independent of src but for the rate W(ε): jumps
// from Kronecker products on all 2^N states, cut down to a sector.
import type { Matrix as Sparse } from "mathjs";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Bath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import type { SpinModel } from "../../src/model/model";
import { fullHamiltonian, iTimes, pauli, project, times as scaled, sum } from "./full-space";
import { adjoint, commutator, minus, type Parts, parts, plus, times } from "./redfield";

const scale = (a: Parts, factor: number): Parts => ({
  real: Matrix.mul(a.real, factor),
  imag: Matrix.mul(a.imag, factor),
});

/** The jumps of every bath. */
export function jumpsOf(
  model: SpinModel,
  baths: readonly Bath[],
  equation: "local-lindblad" | "universal-lindblad",
): Parts[][] {
  const { sites, fields, spinsUp } = model;
  const cut = (operator: Sparse): Parts => {
    const { real, imag } = project(operator, spinsUp);
    return parts(real, imag);
  };
  const { realEigenvalues: energies, eigenvectorMatrix } = new EigenvalueDecomposition(
    cut(fullHamiltonian(model)).real,
    { assumeSymmetric: true },
  );
  const v: Parts = { real: eigenvectorMatrix, imag: Matrix.zeros(energies.length, energies.length) };
  return baths.map((bath) => {
    const { site, operator = "z" } = bath;
    const rate = transitionRate(bath);
    if (equation === "universal-lindblad") {
      const jump = times(times(adjoint(v), cut(pauli(operator, site, sites))), v);
      energies.forEach((a, i) => {
        energies.forEach((c, j) => {
          for (const part of [jump.real, jump.imag])
            part.set(i, j, part.get(i, j) * Math.sqrt(2 * rate(Math.abs(a - c) < 1e-12 ? 0 : a - c)));
        });
      });
      return [times(times(v, jump), adjoint(v))];
    }
    if (operator === "z") return [scale(cut(pauli("z", site, sites)), Math.sqrt(2 * rate(0)))];
    const raising = cut(scaled(0.5, sum(pauli("x", site, sites), iTimes(pauli("y", site, sites)))));
    const gap = 2 * fields[site - 1];
    return [scale(raising, Math.sqrt(2 * rate(gap))), scale(adjoint(raising), Math.sqrt(2 * rate(-gap)))];
  });
}

/** −i[H, ρ], and Σ LρL† − ½{L†L, ρ} of every bath, in the basis of configurations. */
export function lindbladTerms(
  model: SpinModel,
  jumps: readonly (readonly Parts[])[],
  rho: Parts,
): { readonly turning: Parts; readonly dissipated: Parts[] } {
  const { real, imag } = project(fullHamiltonian(model), model.spinsUp);
  const turned = commutator(parts(real, imag), rho);
  const dissipated = jumps.map((own) =>
    own
      .map((l) => {
        const loss = times(adjoint(l), l);
        return minus(times(times(l, rho), adjoint(l)), scale(plus(times(loss, rho), times(rho, loss)), 0.5));
      })
      .reduce(plus),
  );
  return { turning: { real: turned.imag, imag: Matrix.mul(turned.real, -1) }, dissipated };
}
