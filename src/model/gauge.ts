// Phases that are none. U = exp(i Σ_l α_l n_l) takes the phase of every bond to θ_lm + α_l − α_m and leaves all the rest of H
// and every σᶻ as it is, so that only what the phases add up to around a loop counts, mod 2π. Where that is 0 or π for every
// loop, H is real in another gauge, with J_lm < 0 for π. What turns spins over has a phase as well, e^{−iα_l} σ⁺ + h.c. being σˣ
// for α_l = 0 and σʸ for α_l = −π/2: it is real up to its sign where α_l is that, mod π.
import { type SectorBasis, spinAt } from "./basis";
import type { SpinModel } from "./model";

/** Where a bath couples, and through which Pauli matrix: σᶻ if none is named. */
export interface Contact {
  readonly site: number;
  readonly operator?: "x" | "y" | "z";
}

/** The gauge in which a model is solved. */
export interface Gauge {
  /** H = U H′ U†: H′ without phases where no loop needs one, else the model itself */
  readonly model: SpinModel;
  /** α_1 … α_N of U; undefined for U = 1 */
  readonly angles?: Float64Array;
  /** whether H′ and all that baths couple through are real, each σˣ and σʸ as σˣ up to its sign */
  readonly real: boolean;
}

/** Rounding of a sum of phases, relative to what is added up. */
const ROUNDING = 4 * Number.EPSILON;

/** Gauges away the phases of a model and of what its baths couple through, where that makes all of it real. */
export function gauged(model: SpinModel, contacts: readonly Contact[] = []): Gauge {
  const { sites, bonds } = model;
  const turning = contacts.some(({ operator }) => operator === "y");
  if (!turning && bonds.every(({ phase }) => phase === undefined)) return { model, real: true };
  const angles = new Float64Array(sites);
  const paths = new Float64Array(sites).fill(Number.NaN); // Σ|θ| on the way from the root of a tree
  const known = (site: number): boolean => !Number.isNaN(paths[site - 1]);
  const moving = bonds.filter(({ exchange }) => exchange !== 0);
  const given = contacts.flatMap(({ site, operator = "z" }) =>
    operator === "z" ? [] : [{ site, angle: operator === "x" ? 0 : -Math.PI / 2 }],
  );
  const roots = [...given, ...angles.map((_, l) => l + 1)].map((root) =>
    typeof root === "number" ? { site: root, angle: 0 } : root,
  );
  for (const { site, angle } of roots) {
    if (known(site)) continue;
    angles[site - 1] = angle;
    paths[site - 1] = Math.abs(angle);
    for (let grown = true; grown; ) {
      grown = false;
      for (const { from, to, phase = 0 } of moving) {
        if (known(from) === known(to)) continue;
        const [here, there, sense] = known(from) ? [from, to, -1] : [to, from, 1];
        angles[there - 1] = angles[here - 1] + sense * phase;
        paths[there - 1] = paths[here - 1] + Math.abs(phase);
        grown = true;
      }
    }
  }
  // how many times π, where it is that
  const halves = (phase: number, size: number): number => {
    const count = Math.round(phase / Math.PI);
    return Math.abs(phase - count * Math.PI) <= ROUNDING * size ? count : Number.NaN;
  };
  const misfit = given.some(({ site, angle }) =>
    Number.isNaN(halves(angles[site - 1] - angle, Math.abs(angle) + paths[site - 1])),
  );
  if (misfit) return { model, real: false };
  const real: SpinModel["bonds"][number][] = [];
  for (const { phase = 0, ...bond } of bonds) {
    const [l, m] = [bond.from - 1, bond.to - 1];
    const count =
      bond.exchange === 0 ? 0 : halves(phase - angles[l] + angles[m], Math.abs(phase) + paths[l] + paths[m]);
    if (Number.isNaN(count)) return { model, real: false };
    real.push({ ...bond, exchange: count % 2 === 0 ? bond.exchange : -bond.exchange });
  }
  return { model: { ...model, bonds: real }, angles, real: true };
}

/** e^{iφ_k}, what U makes of the k-th state of the basis: φ_k = Σ_l α_l over the sites that are up. */
export function gaugePhases(
  basis: SectorBasis,
  angles: Float64Array,
): { cos: Float64Array; sin: Float64Array } {
  const [cos, sin] = [new Float64Array(basis.size), new Float64Array(basis.size)];
  for (let k = 0; k < basis.size; k++) {
    let phase = 0;
    for (let l = 0; l < angles.length; l++) if (spinAt(basis, k, l + 1) > 0) phase += angles[l];
    cos[k] = Math.cos(phase);
    sin[k] = Math.sin(phase);
  }
  return { cos, sin };
}
