// The generator that counts the energy which each bath gives, written out as a matrix from its definition and independent of src
// but for W(ε) and Λ(ε): operators by Kronecker products, in the energy basis R_ab,cd e^{s_bath (E_a + E_b − E_c − E_d)/2}.
import { EigenvalueDecomposition, LuDecomposition, Matrix } from "ml-matrix";
import type { Bath } from "../../src/baths/bath";
import { levelShift } from "../../src/baths/lamb-shift";
import { transitionRate } from "../../src/baths/rates";
import type { EquationName } from "../../src/equations/equation";
import type { SpinModel } from "../../src/model/model";
import { fullHamiltonian, iTimes, pauli, project, times as scaled, sum } from "./full-space";
import { adjoint, type Parts, parts, times } from "./redfield";

export interface Terms {
  readonly equation?: EquationName;
  readonly secular?: "full";
  readonly lambShift?: boolean;
}

/** A and B of [Aρ, B†] + [B, ρA†], and M = B†A. */
interface Pair {
  readonly a: Parts;
  readonly b: Parts;
  readonly loss: Parts;
}

/**
 * λ(s), the eigenvalue that is 0 at s = 0, for one s a bath: Q_b = ∂λ/∂s_b and S_bc = ∂²λ/∂s_b∂s_c there.
 *
 * @param model with levels that are all apart
 */
export function countedGrowth(
  model: SpinModel,
  baths: readonly Bath[],
  { equation = "redfield", secular, lambShift = false }: Terms = {},
): (s: readonly number[]) => number {
  const { sites, spinsUp, fields } = model;
  const cut = (operator: Parameters<typeof project>[0]): Parts => {
    const { real, imag } = project(operator, spinsUp);
    return parts(real, imag);
  };
  const h = cut(fullHamiltonian(model));
  const n = h.real.rows;
  // every level stands twice among those of [[A, −B], [B, A]], with z and iz: every other one is a basis
  const embedded = Matrix.zeros(2 * n, 2 * n);
  embedded.setSubMatrix(h.real, 0, 0).setSubMatrix(h.real, n, n);
  embedded.setSubMatrix(h.imag, n, 0).setSubMatrix(h.imag.clone().neg(), 0, n);
  const found = new EigenvalueDecomposition(embedded, { assumeSymmetric: true });
  const own = Array.from({ length: n }, (_, k) => 2 * k);
  const e = own.map((k) => found.realEigenvalues[k]);
  const vectors = found.eigenvectorMatrix.subMatrixColumn(own);
  const v: Parts = {
    real: vectors.subMatrix(0, n - 1, 0, n - 1),
    imag: vectors.subMatrix(n, 2 * n - 1, 0, n - 1),
  };
  const inEnergies = (o: Parts): Parts => times(times(adjoint(v), o), v);
  const weigh = (o: Parts, by: (energy: number) => readonly [number, number]): Parts => {
    const out = { real: o.real.clone(), imag: o.imag.clone() };
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) {
        const [re, im] = by(a === c ? 0 : e[a] - e[c]);
        const [x, y] = [o.real.get(a, c), o.imag.get(a, c)];
        out.real.set(a, c, re * x - im * y);
        out.imag.set(a, c, re * y + im * x);
      }
    }
    return out;
  };
  const pair = (a: Parts, b: Parts): Pair => ({ a, b, loss: times(adjoint(b), a) });
  const jump = (o: Parts, rate: number): Pair =>
    pair({ real: Matrix.mul(o.real, rate), imag: Matrix.mul(o.imag, rate) }, o);
  const pairs = baths.map((bath): Pair[] => {
    const rate = transitionRate(bath);
    const s = inEnergies(cut(pauli(bath.operator ?? "z", bath.site, sites)));
    if (equation === "redfield") {
      const shift = lambShift ? levelShift(bath) : () => 0;
      return [
        pair(
          weigh(s, (energy) => [rate(energy), shift(energy)]),
          s,
        ),
      ];
    }
    if (equation === "universal-lindblad")
      return [
        jump(
          weigh(s, (energy) => [Math.sqrt(rate(energy)), 0]),
          1,
        ),
      ];
    if (!bath.operator) return [jump(s, rate(0))];
    const raising = scaled(0.5, sum(pauli("x", bath.site, sites), iTimes(pauli("y", bath.site, sites))));
    const up = inEnergies(cut(raising));
    const gap = 2 * fields[bath.site - 1];
    return [jump(up, rate(gap)), jump(adjoint(up), rate(-gap))];
  });
  const slow = 1e-9 * (e[n - 1] - e[0]);
  return (field) => {
    // z = ρ_ab as (Re, Im): a complex entry x + iy of L stands as [[x, −y], [y, x]]
    const size = n * n;
    const l = Matrix.zeros(2 * size, 2 * size);
    const add = (row: number, column: number, re: number, im: number): void => {
      for (const [i, j, value] of [
        [row, column, re],
        [size + row, size + column, re],
        [row, size + column, -im],
        [size + row, column, im],
      ])
        l.set(i, j, l.get(i, j) + value);
    };
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        add(a * n + b, a * n + b, 0, e[b] - e[a]);
        for (let c = 0; c < n; c++) {
          for (let d = 0; d < n; d++) {
            if (secular && Math.abs(e[a] - e[b] - e[c] + e[d]) > slow) continue;
            pairs.forEach((all, k) => {
              let [re, im] = [0, 0];
              for (const { a: x, b: y, loss } of all) {
                // A_ac B*_bd + B_ac A*_bd − M_ac δ_bd − δ_ac M*_bd
                for (const [p, q] of [
                  [x, y],
                  [y, x],
                ]) {
                  re += p.real.get(a, c) * q.real.get(b, d) + p.imag.get(a, c) * q.imag.get(b, d);
                  im += p.imag.get(a, c) * q.real.get(b, d) - p.real.get(a, c) * q.imag.get(b, d);
                }
                if (b === d) [re, im] = [re - loss.real.get(a, c), im - loss.imag.get(a, c)];
                if (a === c) [re, im] = [re - loss.real.get(b, d), im + loss.imag.get(b, d)];
              }
              const counted = Math.exp((field[k] * (e[a] + e[b] - e[c] - e[d])) / 2);
              add(a * n + b, c * n + d, counted * re, counted * im);
            });
          }
        }
      }
    }
    // inverse iteration from 1/n, with λ = Tr(Lρ)/Tr ρ
    let rho = Matrix.zeros(2 * size, 1);
    for (let a = 0; a < n; a++) rho.set(a * (n + 1), 0, 1 / n);
    const trace = (x: Matrix): number => own.reduce((all, _, a) => all + x.get(a * (n + 1), 0), 0);
    let lambda = 1e-6;
    for (let round = 0; round < 6; round++) {
      const shifted = Matrix.eye(2 * size).mul(lambda * (1 + 1e-6) + 1e-12);
      const lu = new LuDecomposition(Matrix.sub(l, shifted));
      for (let k = 0; k < 3; k++) {
        rho = lu.solve(rho);
        rho = rho.div(trace(rho));
      }
      lambda = trace(l.mmul(rho));
    }
    return lambda;
  };
}
