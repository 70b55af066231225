// Operators built the long way, independent of src: Kronecker products of Pauli matrices in the space of all
// 2^N states (mathjs), then cut down to one magnetization sector.
import {
  add,
  type Complex,
  complex,
  identity,
  kron,
  type Matrix,
  matrix,
  multiply,
  sparse,
  subtract,
} from "mathjs";
import type { Bond, SpinModel } from "../../src/model/model";

// one spin in the order (down, up), so that "up" is the set bit; site N ⊗ … ⊗ site 1 counts states by bits
const i = complex(0, 1);
const minusI = complex(0, -1);
const PAULI = {
  x: [
    [0, 1],
    [1, 0],
  ],
  y: [
    [0, i],
    [minusI, 0],
  ],
  z: [
    [-1, 0],
    [0, 1],
  ],
  n: [
    [0, 0],
    [0, 1],
  ],
} as const;

/** σ^axis (or n) at a site of N, on all 2^N states. */
export function pauli(axis: keyof typeof PAULI, site: number, sites: number): Matrix {
  let product = matrix([[1]]);
  for (let l = sites; l >= 1; l--) {
    const factor = l === site ? matrix(PAULI[axis] as unknown as number[][]) : (identity(2) as Matrix);
    product = kron(product, factor) as Matrix;
  }
  return sparse(product);
}

/** The product of two operators at two sites. */
export const pair = (
  a: keyof typeof PAULI,
  l: number,
  b: keyof typeof PAULI,
  m: number,
  sites: number,
): Matrix => multiply(pauli(a, l, sites), pauli(b, m, sites));

export const sum = (...terms: Matrix[]): Matrix => terms.reduce((a, b) => add(a, b));
export const times = (factor: number | Complex, a: Matrix): Matrix => multiply(factor, a) as Matrix;
export const commutator = (a: Matrix, b: Matrix): Matrix => subtract(multiply(a, b), multiply(b, a));
export const iTimes = (a: Matrix): Matrix => times(i, a);

/** 2J(e^{iθ}σ⁺_l σ⁻_m + h.c.) = J cos θ (σˣσˣ + σʸσʸ) + J sin θ (σˣσʸ − σʸσˣ). */
function hop({ from, to, exchange, phase = 0 }: Bond, sites: number): Matrix {
  const along = sum(pair("x", from, "x", to, sites), pair("y", from, "y", to, sites));
  if (phase === 0) return times(exchange, along);
  const across = subtract(pair("x", from, "y", to, sites), pair("y", from, "x", to, sites));
  return sum(times(exchange * Math.cos(phase), along), times(exchange * Math.sin(phase), across));
}

/** H of eq. 1 on all states. */
export function fullHamiltonian({ sites, bonds, fields }: SpinModel): Matrix {
  return sum(
    ...bonds.flatMap((bond) => [
      hop(bond, sites),
      times(bond.interaction, pair("n", bond.from, "n", bond.to, sites)),
    ]),
    ...fields.map((h, l) => times(h, pauli("z", l + 1, sites))),
  );
}

/** h_lm of eq. 11 on all states; each site's field is shared equally among its bonds. */
export function fullBondEnergy(model: SpinModel, bond: number): Matrix {
  const { sites, bonds, fields } = model;
  const { from, to, interaction } = bonds[bond];
  const degree = (site: number) => bonds.filter((b) => [b.from, b.to].includes(site)).length;
  return sum(
    hop(bonds[bond], sites),
    times(interaction, pair("n", from, "n", to, sites)),
    times(fields[from - 1] / degree(from), pauli("z", from, sites)),
    times(fields[to - 1] / degree(to), pauli("z", to, sites)),
  );
}

/** ĵ of eq. 13 on all states, ∂H/∂θ: what the exchange is with a phase that is π/2 larger. */
export function fullSpinCurrent({ sites, bonds }: SpinModel, bond: number): Matrix {
  return hop({ ...bonds[bond], phase: (bonds[bond].phase ?? 0) + Math.PI / 2 }, sites);
}

export interface Projected {
  readonly real: number[];
  readonly imag: number[];
}

const ones = (pattern: number): number => pattern.toString(2).replaceAll("0", "").length;

/** The block of an operator in the sector with `spinsUp` spins up, or all of it, row by row. */
export function project(operator: Matrix, spinsUp: number | undefined): Projected {
  const rows = operator.toArray() as (number | Complex)[][];
  const states = rows.map((_, k) => k).filter((k) => spinsUp === undefined || ones(k) === spinsUp);
  const entries = states.flatMap((k) => states.map((m) => complex(rows[k][m] as Complex)));
  return { real: entries.map((z) => z.re), imag: entries.map((z) => z.im) };
}

/** How much of an operator leads out of the sector. */
export function leak(operator: Matrix, spinsUp: number | undefined): number {
  const rows = operator.toArray() as (number | Complex)[][];
  let worst = 0;
  rows.forEach((row, k) => {
    row.forEach((entry, m) => {
      if ((ones(k) === spinsUp) !== (ones(m) === spinsUp)) {
        const { re, im } = complex(entry as Complex);
        worst = Math.max(worst, Math.hypot(re, im));
      }
    });
  });
  return worst;
}
