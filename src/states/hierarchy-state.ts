// The steady state of a hierarchy: baths are fitted by exponentials, and tiers are added until the state does not change any more.
// What it is off by is seen from its neighbours: the tier before, and Redfield's state (with Lamb shift) of the fitted baths beside
// that of the baths themselves. What these two differ by can be put right, since both are linear in the rates:
//   ρ − ρ_Redfield(fitted) + ρ_Redfield(exact).
// At equal temperatures no heat may flow; what flows even so is the honest error bar of the heat.

import type { Bath } from "../baths/bath";
import { type Exponent, exponentRate } from "../baths/exponents";
import { fitExponents } from "../baths/fit";
import { transitionRate } from "../baths/rates";
import type { EquationName } from "../equations/equation";
import { type RedfieldGenerator, redfieldGenerator } from "../equations/generator";
import { grossHeat } from "../equations/heat";
import { type Hierarchy, hierarchy, matricesOf } from "../equations/hierarchy";
import { unpackState } from "../equations/packing";
import { redfieldLiouvillian } from "../equations/redfield";
import { InputError, type Warning } from "../input/guards";
import { sectorText, sizeOf } from "../model/basis";
import { gauged } from "../model/gauge";
import { checkFits } from "../model/memory";
import type { SpinModel } from "../model/model";
import { arrays } from "../numerics/arrays";
import { adjoint, inSectorBasis, multiplyComplex } from "../numerics/complex";
import { diagonal, largest } from "../numerics/entries";
import { mostVectors } from "../numerics/gmres";
import { defectsOf } from "./accuracy";
import { heatAlongBonds } from "./bond-heat";
import type { Candidate, System } from "./candidates";
import { couplingRatio } from "./certificate";
import { certify } from "./certify";
import { krylovSolver, solveKrylov } from "./krylov";
import { keepsApart, leftAlone, notUnique, whatIsConserved } from "./refusal";
import type { DensityMatrix, HierarchyReport, SteadyState } from "./state";

/** What the last tier may change where none is asked for: a fit of a hundredth leaves more open. */
export const SETTLED = 5e-3;
/** Of a tier that is asked for, and of those that are compared with each other. */
const [EXACT, CLOSE] = [1e-12, 1e-9];
/** Matrices of all tiers that are worked in beside the Krylov space. */
const WORKED_IN = 12;

export interface Asked {
  readonly tier?: number;
  /** undefined where none is asked for: then a tier that is given is taken as it is */
  readonly accuracy?: number;
}

/** The steady state of the hierarchy of a model and its baths, both checked. */
export function hierarchyState(model: SpinModel, baths: readonly Bath[], asked: Asked): SteadyState {
  const conserved = whatIsConserved(model, baths, "hierarchy");
  if (conserved) throw notUnique(conserved);
  const fits = baths.map(exponentsOf);
  const generator = redfieldGenerator(model, baths, { equation: "hierarchy", exponents: fits });
  if (keepsApart(generator)) throw notUnique(leftAlone(model, baths, []));
  const settled = asked.accuracy ?? SETTLED;
  const fitted = redfieldSolution(model, generator);
  const terms = fits.reduce((sum, own) => sum + own.length, 0);
  const { found, before, change } = raise(
    (tier, reached) => checkTierFits(model, terms, tier, reached),
    (tier) =>
      tier === 0
        ? fitted
        : solveTier(model, generator, hierarchy(generator, fits, tier), tier === asked.tier ? EXACT : CLOSE),
    difference,
    asked,
    settled,
  );
  const states = { model, baths, asked: settled };
  const isFit = baths.every(({ exponents }) => typeof exponents !== "object");
  const neighbours = { before: certified({ ...states, generator }, "hierarchy", before, change) };
  const report: Omit<HierarchyReport, "restHeat" | "neighbours"> = {
    tier: found.tier,
    terms,
    exponents: fits,
    matrices: found.matrices,
    iterations: found.iterations,
    change,
    asked: settled,
    rateError: isFit ? rateErrorOf(baths, fits, generator.levels) : null,
  };
  const warnings = unsettled(found.tier, change, settled);
  const withReport = (
    state: SteadyState,
    more: Pick<HierarchyReport, "restHeat" | "neighbours">,
  ): SteadyState =>
    Object.assign(state, { warnings: [...warnings, ...state.warnings], hierarchy: { ...report, ...more } });
  const heatOff = largest(heatOf(generator, found.pushed).map((q, b) => q - neighbours.before.bathHeat[b]));
  if (!isFit) {
    const state = certified({ ...states, generator }, "hierarchy", found, change, heatOff);
    return withReport(state, { restHeat: null, neighbours });
  }
  const exactly = redfieldGenerator(model, baths, { lambShift: true });
  const exact = redfieldSolution(model, exactly);
  const restHeat = heatAtRest(model, baths, Math.max(1, found.tier - 1));
  const fitOff = difference(fitted, exact);
  const redfield = {
    fitted: certified({ ...states, generator }, "redfield", fitted, fitOff),
    exact: certified({ ...states, generator: exactly }, "redfield", exact, 0),
  };
  const inHeat = largest(redfield.fitted.bathHeat.map((q, b) => q - redfield.exact.bathHeat[b]));
  const off = [change + fitOff, heatOff + Math.max(inHeat, restHeat)] as const;
  const corrected = certified({ ...states, generator }, "hierarchy", sum(found, fitted, exact), ...off);
  const state = certified({ ...states, generator }, "hierarchy", found, ...off);
  return withReport(state, { restHeat, neighbours: { ...neighbours, ...redfield, corrected } });
}

const known = new Map<string, readonly Exponent[]>();

/** The exponents that a bath brings, or those that are fitted to it: to one of coupling 1, so that a sweep fits once. */
export function exponentsOf(bath: Bath): readonly Exponent[] {
  const { exponents } = bath;
  if (typeof exponents === "object") return exponents;
  const options = exponents === undefined ? {} : { terms: exponents };
  if ("spectralDensity" in bath) return fitExponents(bath, options).exponents;
  const { coupling, cutoff, temperature } = bath;
  const key = `${temperature} ${cutoff} ${exponents}`;
  let fit = known.get(key);
  if (!fit) {
    fit = fitExponents({ ...bath, coupling: 1 }, options).exponents;
    if (known.size > 1000) known.clear();
    known.set(key, fit);
  }
  if (coupling === 0) return [];
  const scaled = ([re, im]: Exponent["real"]): Exponent["real"] => [coupling * re, coupling * im];
  return fit.map(({ rate, real, imag }) => ({ rate, real: scaled(real), imag: scaled(imag) }));
}

/** A solution of one tier. */
interface Solution extends DensityMatrix {
  readonly tier: number;
  readonly matrices: number;
  readonly iterations: number;
  readonly residual: number;
  /** P of every bath, in the energy basis: what it does to ρ is [S, P] */
  readonly pushed: readonly { readonly real: Float64Array; readonly imag: Float64Array }[];
}

/** Tier after tier until what is found settles, or the one that is asked for and the one before it. */
export function raise<Found>(
  fits: (tier: number, reached?: { readonly tier: number; readonly change: number }) => void,
  at: (tier: number) => Found,
  changeOf: (found: Found, before: Found) => number,
  { tier: given, accuracy }: Asked,
  settled: number,
): { readonly tier: number; readonly found: Found; readonly before: Found; readonly change: number } {
  let tier = given ?? 1;
  fits(tier);
  let before = at(tier - 1);
  let found = at(tier);
  let change = changeOf(found, before);
  while (given === undefined && (tier === 1 || !(change <= settled))) {
    fits(tier + 1, { tier, change });
    [before, found] = [found, at(++tier)];
    change = changeOf(found, before);
  }
  if (accuracy === undefined || change <= accuracy) return { tier, found, before, change };
  throw new InputError(
    `tier ${tier} has not settled, it changes ρ by ${change.toExponential(1)} where ${accuracy} is asked: take a higher tier or a larger accuracy`,
    "not-converged",
  );
}

/** What is said of a tier that has not settled. */
export const unsettled = (tier: number, change: number, settled: number): Warning[] =>
  change <= settled
    ? []
    : [
        {
          code: "not-settled",
          message: `tier ${tier} has not settled, it changes ρ by ${change.toExponential(1)}: take a higher tier, or none and it is raised until it does`,
        },
      ];

/** Throws where a tier does not fit into memory. */
export function checkTierFits(
  model: SpinModel,
  terms: number,
  tier: number,
  reached?: { readonly tier: number; readonly change: number },
): void {
  const block = sizeOf(model) ** 2;
  const bytes = (matrices: number): number =>
    8 * matrices * block * (WORKED_IN + mostVectors(matrices * block)) + 16 * matrices * terms;
  const settling = reached
    ? `the hierarchy has not settled at tier ${reached.tier}, which changes ρ by ${reached.change.toExponential(1)}, and `
    : "";
  const matrices = matricesOf(terms, tier);
  checkFits(
    `${settling}tier ${tier} of ${terms} exponentials has ${matrices} matrices of ${sizeOf(model)} × ${sizeOf(model)} and`,
    matrices,
    "matrices",
    bytes,
    "take a lower tier, fewer exponents, sites or spins up",
  );
}

function solveTier(
  model: SpinModel,
  generator: RedfieldGenerator,
  of: Hierarchy,
  tolerance = CLOSE,
): Solution {
  const { size: n, decay } = generator;
  const { liouvillian } = of;
  const { packed, converged, iterations, residual } = krylovSolver(liouvillian).solve((b) => {
    b[0] = 1; // the first equation is Tr ρ = 1
  }, tolerance);
  if (!converged) throw unreached(model, `of tier ${of.tier} of the hierarchy`, iterations, residual);
  const left = new Float64Array(liouvillian.size);
  liouvillian.apply(packed, left);
  const [real, imag] = arrays(2, n * n);
  unpackState(packed.subarray(0, n * n), n, real, imag);
  const pushed = generator.couplings.map((_, b) => of.pushed(packed, b));
  return {
    tier: of.tier,
    matrices: of.matrices,
    iterations,
    residual: largest(left) / (largest(decay) || 1),
    real,
    imag,
    pushed,
  };
}

/** The largest entry of what two states differ by. */
export function difference(a: DensityMatrix, b: DensityMatrix): number {
  let most = 0;
  for (let i = 0; i < a.real.length; i++)
    most = Math.max(most, Math.hypot(a.real[i] - b.real[i], a.imag[i] - b.imag[i]));
  return most;
}

/** Tr(H [S, P]) of every bath. */
export function heatOf(
  { size: n, levels, couplings }: RedfieldGenerator,
  pushed: Solution["pushed"],
): Float64Array {
  return Float64Array.from(couplings, ({ operator, operatorImag }, b) => {
    const { real, imag } = pushed[b];
    let heat = 0;
    for (let a = 0; a < n; a++) {
      for (let c = 0; c < n; c++) {
        const [ac, ca] = [a * n + c, c * n + a];
        const flow = operator[ac] * real[ca] - (operatorImag ? operatorImag[ac] * imag[ca] : 0);
        heat += (levels[a] - levels[c]) * flow;
      }
    }
    return heat;
  });
}

/**
 * A solution as a state.
 *
 * @param populations the error of a population
 * @param heat that of the heat from a bath
 */
function certified(
  { model, baths, generator, asked }: Pick<System, "model" | "baths" | "generator" | "asked">,
  equation: EquationName,
  { real, imag, residual, pushed }: Solution,
  populations: number,
  heat = 0,
): SteadyState {
  const { size: n, vectors, vectorsImag } = generator;
  const gross = grossHeat(generator, diagonal(real, n)).map(Math.abs);
  const turned = inSectorBasis({ real, imag }, { real: vectors, imag: vectorsImag }, n);
  const inSector = { real: vectorsImag && turned.real, imag: turned.imag as Float64Array };
  // A = −P
  const moved = pushed.map((p) => ({ real: p.real.map((x) => -x), imag: p.imag.map((y) => -y) }));
  const read = { model: gauged(model, baths).model, baths, real, imag, inSector };
  const candidate: Candidate = {
    generator,
    real,
    imag,
    bathHeat: heatOf(generator, pushed),
    bondHeat: heatAlongBonds(read, { ...generator, moved }),
    gross,
    accuracy: { populations, currents: heat / (Math.max(...gross) || 1) },
    defects: defectsOf(real, imag),
    couplingRatio: couplingRatio(generator),
    residual,
    converged: true,
    settled: true,
  };
  return certify({ model, baths, equation, cutoff: Number.POSITIVE_INFINITY, asked }, candidate);
}

/** The state of the Redfield equation of a generator, with P = ρS̃† − S̃ρ. */
function redfieldSolution(model: SpinModel, generator: RedfieldGenerator): Solution {
  const { size: n, couplings } = generator;
  const { real, imag, iterations, residual, converged } = solveKrylov(redfieldLiouvillian(generator));
  if (!converged) throw unreached(model, "of the Redfield equation", iterations, residual);
  const pushed = couplings.map(({ transition, transitionImag }) => {
    const moved = multiplyComplex({ real: transition, imag: transitionImag }, { real, imag }, n);
    const back = adjoint(moved, n);
    return {
      real: back.real.map((x, i) => x - moved.real[i]),
      imag: (back.imag as Float64Array).map((y, i) => y - (moved.imag as Float64Array)[i]),
    };
  });
  return { tier: 0, matrices: 1, iterations, residual, real, imag, pushed };
}

/** One solution, less another, and a third instead. */
function sum(one: Solution, less: Solution, more: Solution): Solution {
  const add = (a: DensityMatrix, b: DensityMatrix, c: DensityMatrix): DensityMatrix => ({
    real: a.real.map((x, i) => x - b.real[i] + c.real[i]),
    imag: a.imag.map((y, i) => y - b.imag[i] + c.imag[i]),
  });
  const pushed = one.pushed.map((p, b) => add(p, less.pushed[b], more.pushed[b]));
  return { ...one, ...add(one, less, more), pushed };
}

/** The largest heat from a bath when all have one of the temperatures that they have: none may flow. */
function heatAtRest(model: SpinModel, baths: readonly Bath[], tier: number): number {
  const temperatures = new Set(baths.map(({ temperature }) => temperature));
  let most = 0;
  for (const temperature of temperatures) {
    const equal = baths.map((bath) => ({ ...bath, temperature }));
    const fits = equal.map(exponentsOf);
    const generator = redfieldGenerator(model, equal, { equation: "hierarchy", exponents: fits });
    const { pushed } = solveTier(model, generator, hierarchy(generator, fits, tier));
    most = Math.max(most, largest(heatOf(generator, pushed)));
  }
  return most;
}

export function rateErrorOf(
  baths: readonly Bath[],
  fits: readonly (readonly Exponent[])[],
  levels: Float64Array,
): number {
  return baths.reduce((most, bath, b) => {
    const rate = transitionRate(bath);
    let [off, fastest] = [0, 0];
    for (const upper of levels) {
      for (const lower of levels) {
        const w = rate(upper - lower);
        fastest = Math.max(fastest, w);
        off = Math.max(off, Math.abs(exponentRate(fits[b], upper - lower).w - w));
      }
    }
    return Math.max(most, off / (fastest || 1));
  }, 0);
}

const unreached = (
  { sites, spinsUp }: SpinModel,
  what: string,
  iterations: number,
  residual: number,
): InputError =>
  new InputError(
    `the steady state ${what} for ${sites} sites ${sectorText(spinsUp)} was not reached in ${iterations} iterations (residual ${residual.toExponential(1)}): take a weaker coupling, or exponents that differ more`,
    "not-converged",
  );
