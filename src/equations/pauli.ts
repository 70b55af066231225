// What dominates at weak coupling, undone exactly: the Pauli rate equation of the populations and, for every pair of levels
// alone, rotation and decay of its coherence.
import { arrays, zeros } from "../numerics/arrays";
import { balance, frobenius, noise, total } from "../numerics/entries";
import { luFactor, luSolve, luSolveTransposed } from "../numerics/lu";
import type { LinearMap } from "../numerics/matmul";
import type { RedfieldGenerator } from "./generator";
import type { Preconditioner } from "./liouvillian";

/** Of the power method: from a start without a pattern they come close to a norm. */
const STEPS = 10;

/** P⁻¹, with the order of the rows of the rate equations and the scale of each. */
export interface PauliPreconditioner extends Preconditioner {
  readonly scale: Float64Array;
  readonly rows: Int32Array;
}

/**
 * P⁻¹ over the packed unknowns, the trace in the place of the first equation.
 *
 * @param parts what it is made of, n × n each, comes here: LU factors of the rate equations, each over its scale, and
 *   damping and rotation, which undo each coherence
 */
export function pauliPreconditioner(
  generator: RedfieldGenerator,
  parts: readonly Float64Array[] = arrays(3, generator.size ** 2),
): PauliPreconditioner {
  const { size: n, levels, couplings, decay, decayImag } = generator;
  // rate equation dp_a/dt = Σ_c 2 S_ac S̃_ac p_c − 2 M_aa p_a, its first line replaced by Σ p = 1
  // every diagonal from what the level loses to the others, which rounding errors cannot drown
  const [rates, damping, rotation] = parts;
  for (const part of parts) part.fill(0);
  const scale = zeros(n);
  for (let k = 0; k < couplings.length; k++) {
    const { operator, operatorImag, transition, transitionImag } = couplings[k];
    for (let ac = 0; ac < n * n; ac++) rates[ac] += 2 * operator[ac] * transition[ac];
    if (!operatorImag || !transitionImag) continue;
    for (let ac = 0; ac < n * n; ac++) rates[ac] += 2 * operatorImag[ac] * transitionImag[ac];
  }
  for (let a = 0; a < n; a++) {
    for (let c = 0; c < n; c++) scale[a] = Math.max(scale[a], rates[a * n + c]); // with c = a, as the products of the generator round by it
  }
  balance(rates, n, n, 0);
  scale[0] = 1;
  rates.fill(1, 0, n);
  for (let a = 1; a < n; a++) for (let c = 0; c < n; c++) rates[a * n + c] /= scale[a] || 1;
  const rows = new Int32Array(n);
  const singular = luFactor(rates, n, rows) === 0;
  const [rhs, p, x, work] = arrays(4, n);
  // each coherence alone, dρ_ab = k ρ_ab + k′ ρ_ba with k = own − i gap and k′ = cross + i turn:
  //   (own + cross) X_ab + (gap + turn) Y_ab = dX_ab,  (own − cross) Y_ab − (gap − turn) X_ab = dY_ab
  // its inverse has (own − cross) and (own + cross), below and above the diagonal of `damping`, (gap + turn) and (gap − turn),
  // below and above that of `rotation`, all over the determinant
  for (let k = 0; k < couplings.length; k++) {
    const { operator: s, operatorImag: si, transition: t, transitionImag: ti } = couplings[k];
    for (let a = 0; a < n; a++) {
      const [saa, taa] = [s[a * (n + 1)], t[a * (n + 1)]];
      for (let b = 0, ab = a * n, ba = a, bb = 0; b < a; b++, ab++, ba += n, bb += n + 1) {
        let own = taa * s[bb] + saa * t[bb];
        let cross = t[ab] * s[ba] + s[ab] * t[ba];
        if (ti) {
          let gap = saa * ti[bb] - ti[a * (n + 1)] * s[bb];
          let turn = ti[ab] * s[ba] - s[ab] * ti[ba];
          if (si) {
            cross += ti[ab] * si[ba] + si[ab] * ti[ba];
            turn += si[ab] * t[ba] - t[ab] * si[ba];
            // zero for what is Hermitian
            gap += taa * si[bb] - si[a * (n + 1)] * t[bb];
            own += ti[a * (n + 1)] * si[bb] + si[a * (n + 1)] * ti[bb];
          }
          rotation[ab] += gap + turn;
          rotation[ba] += gap - turn;
        }
        damping[ab] += own - cross;
        damping[ba] += own + cross;
      }
    }
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      const lost = decay[a * (n + 1)] + decay[b * (n + 1)];
      const [less, more] = [damping[ab] - lost, damping[ba] - lost];
      let gap = levels[a] - levels[b];
      if (decayImag) gap += decayImag[a * (n + 1)] - decayImag[b * (n + 1)];
      const [along, back] = [rotation[ab] + gap, rotation[ba] + gap];
      const determinant = less * more + along * back || 1;
      damping[ab] = less / determinant;
      damping[ba] = more / determinant;
      rotation[ab] = along / determinant;
      rotation[ba] = back / determinant;
    }
  }

  const precondition: LinearMap = (v, out) => {
    for (let a = 0; a < n; a++) rhs[a] = v[a * n + a] / (scale[a] || 1);
    luSolve(rates, n, rows, rhs, p);
    for (let a = 0; a < n; a++) {
      out[a * n + a] = p[a];
      for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
        const dx = v[ab];
        const dy = -v[ba];
        out[ab] = damping[ab] * dx - rotation[ab] * dy;
        out[ba] = -(damping[ba] * dy + rotation[ba] * dx);
      }
    }
  };
  // the most that errors of norm one in the rate equations do to the populations, where like the rates they add up to zero: by
  // the power method, from below, seldom by much
  const slowest = (): number => {
    for (let a = 0; a < n; a++) x[a] = noise(a);
    let most = 0;
    for (let step = 0; step < STEPS && most < Number.POSITIVE_INFINITY; step++) {
      const mean = total(x) / n;
      for (let a = 0; a < n; a++) x[a] -= mean;
      const size = frobenius(x);
      for (let a = 0; a < n; a++) rhs[a] = a === 0 ? 0 : x[a] / size / (scale[a] || 1); // Σ p stays
      luSolve(rates, n, rows, rhs, p);
      const moved = frobenius(p);
      most = Number.isNaN(moved) ? Number.POSITIVE_INFINITY : Math.max(most, moved);
      luSolveTransposed(rates, n, rows, p, x, work);
      for (let a = 0; a < n; a++) x[a] = a === 0 ? 0 : x[a] / (scale[a] || 1);
    }
    return most;
  };
  let [damped, turned] = [0, 0];
  for (let a = 0; a < n; a++) {
    for (let b = 0, ab = a * n, ba = a; b < a; b++, ab++, ba += n) {
      damped = Math.max(damped, Math.abs(damping[ab]), Math.abs(damping[ba]));
      turned = Math.max(turned, Math.abs(rotation[ab]), Math.abs(rotation[ba]));
    }
  }
  const reach: Preconditioner["reach"] = ({ together, ...each }) => {
    if (singular) return Number.POSITIVE_INFINITY;
    const rate = Math.sqrt(n) * (each.populations ?? each.real);
    const all = together ?? { real: n * each.real, imag: n * each.imag, populations: rate };
    const { real, imag, populations = real } = all;
    return slowest() * populations + 2 ** -53 + (damped + turned) * Math.hypot(real, imag);
  };
  return { precondition, reach, scale, rows };
}
