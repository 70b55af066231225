// Hierarchical equations of motion (Tanimura and Kubo, J. Phys. Soc. Jpn. 58, 101 (1989)): what a bath remembers is carried along in
// auxiliary matrices ρ_n, n counting how often each exponential of its memory has acted, Σ_k n_k up to a tier. With c = r + is and
// c̃ = r − is of exponents.ts, scaled by Π (w_k^{n_k} n_k!)^{−1/2} so that all ρ_n are of one size (Shi et al., J. Chem. Phys. 130,
// 084105 (2009)), w² = (|c|² + |c̃|²)/2,
//   dρ_n/dt = −(iD + Σ_k n_k ν_k)∘ρ_n − i Σ_k √(w_k (n_k + 1)) [S_k, ρ_{n+k}] − i Σ_k √(n_k / w_k) (c_k S_k ρ_{n−k} − c̃_k ρ_{n−k} S_k),
// in the energy basis, D_ab = E_a − E_b; ρ_0 is the state. With n̄, the same with conjugate exponentials exchanged, ρ_n̄ = ρ_n†: of the
// two one is unknown, its real part in the place of the one, its imaginary part in that of the other; and with
//   Y_n = Σ_b B_n^b S_b,   B_n^b = Σ_{k∈b} ( √(w_k (n_k + 1)) ρ_{n+k} + √(n_k / w_k) c̃_k ρ_{n−k} )
// what the baths do is −i (Y_n̄† − Y_n).
import type { Exponent } from "../baths/exponents";
import { zeros } from "../numerics/arrays";
import { luFactor, luSolve } from "../numerics/lu";
import { type LinearMap, multiplyRectangular } from "../numerics/matmul";
import type { RedfieldGenerator } from "./generator";
import type { Preconditioned, Preconditioner } from "./liouvillian";
import { redfieldLiouvillian } from "./redfield";

/** The hierarchy of a model and its baths, to one tier. */
export interface Hierarchy {
  readonly tier: number;
  /** how many matrices there are, the state among them */
  readonly matrices: number;
  /** over the packed unknowns, n² for every matrix and those of the state first */
  readonly liouvillian: Preconditioned;
  /** −i Σ_{k∈b} √w_k ρ_k, whose commutator with S is what bath b does to the state: its real and its imaginary part */
  readonly pushed: (
    x: Float64Array,
    bath: number,
  ) => { readonly real: Float64Array; readonly imag: Float64Array };
}

/** One exponential of one bath. */
interface Term {
  readonly bath: number;
  readonly rate: readonly [number, number];
  /** c̃ */
  readonly back: readonly [number, number];
  readonly size: number;
  /** the index of its conjugate */
  readonly partner: number;
}

/** With more unknowns of the state than this, what undoes its own block is not factored but the rate equation and each coherence alone. */
const LARGEST_BLOCK = 900;

/**
 * How many matrices a hierarchy has: (terms + tier)! / (terms! tier!).
 *
 * @example matricesOf(8, 3) // 165
 */
export function matricesOf(terms: number, tier: number): number {
  let count = 1;
  for (let k = 1; k <= tier; k++) count = (count * (terms + k)) / k;
  return Math.round(count);
}

/**
 * The hierarchy over the levels and coupling operators of a generator.
 *
 * @param generator Redfield's with the exponents for rates and shifts, which is what the first tier makes of them
 * @param exponents of each bath
 */
export function hierarchy(
  generator: RedfieldGenerator,
  exponents: readonly (readonly Exponent[])[],
  tier: number,
): Hierarchy {
  const { size: n, levels, couplings } = generator;
  const terms = termsOf(exponents);
  const { counts, up, down, mirror } = indices(terms, tier);
  const matrices = mirror.length;
  const block = n * n;
  const size = matrices * block;
  const decay = counts.map((own) =>
    own.reduce((sum, m, k) => [sum[0] + m * terms[k].rate[0], sum[1] + m * terms[k].rate[1]], [0, 0]),
  );
  const [re, im, bRe, bIm, yRe, yIm, part] = Array.from({ length: 7 }, () => new Float64Array(size));

  const unpack = (x: Float64Array): void => {
    for (let m = 0; m < matrices; m++) {
      const other = mirror[m];
      if (other < m) continue;
      const [here, there] = [m * block, other * block];
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) {
          const [ab, ba] = [a * n + b, b * n + a];
          if (other > m) {
            re[here + ab] = x[here + ab];
            im[here + ab] = x[there + ab];
            re[there + ba] = x[here + ab];
            im[there + ba] = -x[there + ab];
          } else if (a >= b) {
            re[here + ab] = x[here + ab];
            re[here + ba] = x[here + ab];
            const y = a === b ? 0 : x[here + ba];
            im[here + ba] = y;
            im[here + ab] = -y;
          }
        }
      }
    }
  };
  /** of real and imaginary parts of those matrices that are not mirrored by an earlier one */
  const pack = (real: Float64Array, imag: Float64Array, out: Float64Array): void => {
    for (let m = 0; m < matrices; m++) {
      const other = mirror[m];
      if (other < m) continue;
      const [here, there] = [m * block, other * block];
      if (other > m) {
        for (let i = 0; i < block; i++) {
          out[here + i] = real[here + i];
          out[there + i] = imag[here + i];
        }
      } else {
        for (let a = 0; a < n; a++)
          for (let b = 0; b < n; b++) out[here + a * n + b] = (a >= b ? real : imag)[here + a * n + b];
      }
    }
  };
  /** B of one bath, from re and im */
  const gather = (own: readonly number[]): void => {
    bRe.fill(0);
    bIm.fill(0);
    for (let m = 0; m < matrices; m++) {
      const to = m * block;
      for (const k of own) {
        const { size: w, back } = terms[k];
        const [above, below] = [up[m * terms.length + k], down[m * terms.length + k]];
        if (above >= 0) {
          const factor = Math.sqrt(w * (counts[m][k] + 1));
          for (let i = to, from = above * block; i < to + block; i++, from++) {
            bRe[i] += factor * re[from];
            bIm[i] += factor * im[from];
          }
        }
        if (below < 0) continue;
        const factor = Math.sqrt(counts[m][k] / w);
        const [x, y] = [factor * back[0], factor * back[1]];
        for (let i = to, from = below * block; i < to + block; i++, from++) {
          bRe[i] += x * re[from] - y * im[from];
          bIm[i] += x * im[from] + y * re[from];
        }
      }
    }
  };
  const addProduct = (factor: Float64Array, s: Float64Array, sign: 1 | -1, to: Float64Array): void => {
    multiplyRectangular(factor, s, matrices * n, n, n, part);
    for (let i = 0; i < size; i++) to[i] += sign * part[i];
  };
  const termsOfBath = couplings.map((_, b) => terms.flatMap(({ bath }, k) => (bath === b ? [k] : [])));

  const apply: LinearMap = (x, out) => {
    unpack(x);
    yRe.fill(0);
    yIm.fill(0);
    couplings.forEach(({ operator, operatorImag }, b) => {
      gather(termsOfBath[b]);
      addProduct(bRe, operator, 1, yRe);
      addProduct(bIm, operator, 1, yIm);
      if (!operatorImag) return;
      addProduct(bIm, operatorImag, -1, yRe);
      addProduct(bRe, operatorImag, 1, yIm);
    });
    for (let m = 0; m < matrices; m++) {
      const other = mirror[m];
      if (other < m) continue;
      const [here, there] = [m * block, other * block];
      const [slow, turn] = decay[m];
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) {
          const [ab, ba] = [here + a * n + b, there + b * n + a];
          const omega = levels[a] - levels[b] + turn;
          // B is overwritten: it is not needed any more
          bRe[ab] = -slow * re[ab] + omega * im[ab] - yIm[ba] - yIm[ab];
          bIm[ab] = -slow * im[ab] - omega * re[ab] - yRe[ba] + yRe[ab];
        }
      }
    }
    pack(bRe, bIm, out);
  };

  const preconditioner = (): Preconditioner => {
    const { solve, reach } = stateBlock(generator);
    const [state, found] = [new Float64Array(block), new Float64Array(block)];
    const precondition: LinearMap = (v, out) => {
      unpack(v);
      for (let m = 1; m < matrices; m++) {
        if (mirror[m] < m) continue;
        const [slow, turn] = decay[m];
        for (let a = 0, i = m * block; a < n; a++) {
          for (let b = 0; b < n; b++, i++) {
            const omega = levels[a] - levels[b] + turn;
            const square = slow * slow + omega * omega;
            const [x, y] = [re[i], im[i]];
            re[i] = -(slow * x + omega * y) / square;
            im[i] = -(slow * y - omega * x) / square;
          }
        }
      }
      pack(re, im, out);
      state.set(v.subarray(0, block));
      solve(state, found);
      out.set(found);
    };
    return { precondition, reach };
  };
  const redfield = redfieldLiouvillian(generator);
  return {
    tier,
    matrices,
    liouvillian: {
      size,
      apply,
      trace: redfield.trace,
      unknowns: redfield.unknowns,
      writeMatrix: () => Number.NaN,
      preconditioner,
    },
    pushed(x, bath) {
      unpack(x);
      const [real, imag] = [zeros(block), zeros(block)];
      for (const k of termsOfBath[bath]) {
        const at = up[k];
        if (at < 0) continue;
        const factor = Math.sqrt(terms[k].size);
        for (let i = 0, from = at * block; i < block; i++, from++) {
          real[i] += factor * im[from];
          imag[i] -= factor * re[from];
        }
      }
      return { real, imag };
    },
  };
}

function termsOf(exponents: readonly (readonly Exponent[])[]): Term[] {
  const terms: Term[] = [];
  exponents.forEach((own, bath) => {
    const first = terms.length;
    own.forEach(({ rate, real, imag }) => {
      const nearest = (k: number): number => Math.hypot(own[k].rate[0] - rate[0], own[k].rate[1] + rate[1]);
      const partner = own.reduce((best, _, k) => (nearest(k) < nearest(best) ? k : best), 0);
      const [c, back] = [
        [real[0] - imag[1], real[1] + imag[0]],
        [real[0] + imag[1], real[1] - imag[0]],
      ] as const;
      const size = Math.sqrt((c[0] ** 2 + c[1] ** 2 + back[0] ** 2 + back[1] ** 2) / 2);
      terms.push({ bath, rate, back, size, partner: first + partner });
    });
  });
  return terms;
}

/** All n with Σ n_k up to the tier, tier after tier, with where n ± e_k and n̄ are; −1 where they are not. */
function indices(
  terms: readonly Term[],
  tier: number,
): { counts: Uint8Array[]; up: Int32Array; down: Int32Array; mirror: Int32Array } {
  const K = terms.length;
  const counts: Uint8Array[] = [new Uint8Array(K)];
  const places = new Map<string, number>([[counts[0].join(), 0]]);
  for (let from = 0, t = 0; t < tier; t++) {
    const to = counts.length;
    for (let m = from; m < to; m++) {
      const last = counts[m].reduce((at, count, k) => (count > 0 ? k : at), 0);
      for (let k = last; k < K; k++) {
        const next = counts[m].slice();
        next[k]++;
        places.set(next.join(), counts.length);
        counts.push(next);
      }
    }
    from = to;
  }
  const place = (n: Uint8Array): number => places.get(n.join()) ?? -1;
  const [up, down] = [0, 1].map(() => new Int32Array(counts.length * K).fill(-1));
  counts.forEach((own, m) => {
    for (let k = 0; k < K; k++) {
      if (own[k] === 0) continue;
      const less = own.slice();
      less[k]--;
      const below = place(less);
      down[m * K + k] = below;
      up[below * K + k] = m;
    }
  });
  const mirror = Int32Array.from(counts, (own) => place(own.map((_, k) => own[terms[k].partner])));
  return { counts, up, down, mirror };
}

/** What undoes the equations of the state once the first tier is eliminated: Redfield's, the trace in place of the first. */
function stateBlock(generator: RedfieldGenerator): {
  readonly solve: LinearMap;
  readonly reach: Preconditioner["reach"];
} {
  const redfield = redfieldLiouvillian(generator);
  const { size, trace } = redfield;
  const pauli = redfield.preconditioner();
  if (size > LARGEST_BLOCK) return { solve: pauli.precondition, reach: pauli.reach };
  const matrix = new Float64Array(size * size);
  redfield.writeMatrix(matrix);
  matrix.fill(0, trace[0] * size, trace[0] * size + size);
  for (const place of trace) matrix[trace[0] * size + place] = 1;
  const rows = new Int32Array(size);
  if (luFactor(matrix, size, rows) === 0) return { solve: pauli.precondition, reach: pauli.reach };
  return { solve: (v, out) => luSolve(matrix, size, rows, v, out), reach: pauli.reach };
}
