// What a physicist should know of a model before believing its numbers: where its equation leaves its range, which laws it
// breaks there and by how much, and what of the model does nothing. Limits are those of the certificate.
//
// Levels are as wide as their coherence decays, Γ_a + Γ_b with Γ_a = Σ_c S_ac² W(E_c − E_a). An equation of second order in the
// coupling needs this to be small against two things: the distance of the levels, or their coherence is as large as their
// populations; and the energy over which W changes, or the bath remembers for longer than levels live. A change of W by
// itself over a width Γ ~ W is a slope |∂W/∂ε| ~ 1.

import type { Bath } from "../baths/bath";
import { EQUATION_WORDS } from "../equations/equation";
import {
  generatorOf,
  type RedfieldGenerator,
  redfieldGenerator,
  transitionRates,
} from "../equations/generator";
import { grossHeat } from "../equations/heat";
import { motionOf } from "../equations/undamped-modes";
import { InputError, type Warning } from "../input/guards";
import { gauged } from "../model/gauge";
import { type SpinModel, spinModel } from "../model/model";
import { bondEnergy, bondFlow } from "../model/operators";
import { joinedSites } from "../model/symmetry";
import { diagonal, largest, total } from "../numerics/entries";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import {
  COUPLED,
  certificateWarnings,
  feeds,
  oneLevel,
  reachOf,
  STRONG,
  widestLevels,
} from "../states/certificate";
import { LARGEST_FALLBACK } from "../states/direct";
import { checkInitial } from "../states/initial-state";
import { list } from "../states/refusal";
import { ACCURACY, type SteadyState, type SteadyStateOptions, steadyState } from "../states/steady-state";

/** What a finding is about, by which programs tell findings apart; those of warnings and errors mean the same here. */
export type FindingCode =
  | Warning["code"]
  | "not-unique"
  | "not-converged"
  | "ill-conditioned"
  | "near-levels"
  | "slow-bath"
  | "heat-at-equal-temperatures"
  | "gibbs-broken"
  | "kirchhoff-broken"
  | "lamb-shift"
  | "below-rounding"
  | "idle-bath";

/** Something that a model, or its equation, should be doubted for. */
export interface Finding {
  /** what it is about */
  readonly code: FindingCode;
  /** the same as a sentence, which may change */
  readonly message: string;
  /** the levels that it is about, from 1, where there are such */
  readonly levels?: readonly number[];
  /** what was measured, dimensionless; `docs/solve.md` has a line for each code */
  readonly value: number;
  /** what it should not pass */
  readonly limit: number;
}

/** Of what flows: levels that carry more matter. */
const MATTERS = 0.01;

/** Of what flows: what is left out should not change more. */
const LEFT_OUT = 0.1;

/** More levels are not named one by one. */
const MOST = 8;

/**
 * Whether a model and its equation can be trusted: levels nearer than their width, a coupling beyond range, laws that the
 * equation breaks here and by how much, a state that is not unique or lost in rounding, baths that do nothing.
 *
 * An equation that does not promise the state of Gibbs is asked for it, with all baths at the mean of their temperatures;
 * Redfield's, up to 36 levels, what the Lamb shift would change.
 *
 * @param options as for steadyState
 * @returns the findings, an empty list where there is nothing to say
 * @throws InputError for bad input (`bad-input`) or a sector too large (`too-large`)
 * @example audit(ring, baths, { equation: "universal-lindblad" }).map(({ code }) => code)
 */
export function audit(model: SpinModel, baths: readonly Bath[], options: SteadyStateOptions = {}): Finding[] {
  if (options.drive !== undefined) {
    throw new InputError("the audit is not known under a drive: leave drive out");
  }
  const { initial, ...others } = options;
  const refused: Finding[] = [];
  let state: SteadyState | undefined;
  try {
    state = steadyState(model, baths, others);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const why = refusedBy(error, model, baths, others);
    if (!why) throw error;
    refused.push(why);
    if (initial !== undefined && error.code === "not-unique") state = steadyState(model, baths, options);
  }
  if (initial !== undefined) checkInitial(initial, spinModel(model));
  if (state) return [...refused, ...findingsOf(state, true)];
  return [...refused, ...modelFindings(redfieldGenerator(spinModel(model), baths, others), baths)];
}

/**
 * The same of a state that is there.
 *
 * @param again whether others are solved to compare it with: at equal temperatures, and with the Lamb shift
 */
export function findingsOf(state: SteadyState, again: boolean): Finding[] {
  if (state.period) return []; // of a driven state nothing is known but what its certificate says
  const generator = generatorOf(state);
  const gross = grossHeat(generator, diagonal(state.real, generator.size));
  // any coupling is within its range, and its state at equal temperatures is not that of Gibbs
  if (state.hierarchy) return [...brokenLaws(state, gross), ...unsettled(state)];
  return [
    ...brokenLaws(state, gross),
    ...equilibriumFindings(state, again),
    ...kirchhoffFinding(state, gross),
    ...(again ? lambFinding(state) : []),
    ...lostFinding(state, generator),
    ...modelFindings(generator, state.baths),
  ];
}

/** Why there is no state to vouch for; nothing for what is no property of the model. */
function refusedBy(
  { code, message }: InputError,
  model: SpinModel,
  baths: readonly Bath[],
  options: SteadyStateOptions,
): Finding | undefined {
  switch (code) {
    case "not-unique": {
      const generator = redfieldGenerator(spinModel(model), baths, options);
      if (generator.size > LARGEST_FALLBACK) return { code, message, value: 2, limit: 1 };
      const { modes } = motionOf(generator, Number.POSITIVE_INFINITY);
      const steady = modes.filter(({ frequency }) => frequency === 0).length;
      return { code, message, value: Math.max(2, steady), limit: 1 };
    }
    case "not-converged":
    case "ill-conditioned": {
      const known = found(() => steadyState(model, baths, { ...options, accuracy: 1 }))?.certificate.accuracy;
      const value = known ? Math.max(known.populations, known.currents) : 1; // nothing is known worse
      return { code, message, value, limit: options.accuracy ?? ACCURACY };
    }
    default:
      return undefined;
  }
}

/** The laws that the state warns to break, and by how much. */
function brokenLaws({ warnings, baths, certificate }: SteadyState, gross: readonly number[]): Finding[] {
  const { minEigenvalue, entropyProduction, accuracy } = certificate;
  return warnings.flatMap(({ code, message }): Finding[] => {
    if (code === "negative-probability") return [{ code, message, value: minEigenvalue, limit: 0 }];
    if (code !== "negative-entropy-production" || entropyProduction === null) return [];
    const value = entropyProduction / gross.reduce((sum, heat, b) => sum + heat / baths[b].temperature, 0);
    const [cold, warm] = baths.toSorted((a, b) => a.temperature - b.temperature);
    const law =
      baths.length === 2
        ? `heat flows from the bath at site ${cold.site} to the warmer one at site ${warm.site}`
        : "entropy is used up";
    const why = message.slice(message.indexOf(": ") + 2);
    return [
      { code, message: `${law}, against the second law: ${why}`, value, limit: -2 * accuracy.currents },
    ];
  });
}

/** A tier that changed more than asked. */
const unsettled = ({ warnings, hierarchy }: SteadyState): Finding[] =>
  warnings.flatMap(({ code, message }) =>
    code === "not-settled" && hierarchy
      ? [{ code, message, value: hierarchy.change, limit: hierarchy.asked }]
      : [],
  );

const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;

/** What is wrong between equal temperatures: with the baths as they are, or all of them at the mean of their temperatures. */
function equilibriumFindings(given: SteadyState, again: boolean): Finding[] {
  const { model, equation, certificate } = given;
  if (certificate.promises.gibbs) return [];
  const temperature = given.baths.reduce((sum, bath) => sum + bath.temperature, 0) / given.baths.length;
  const equal = given.baths.every((bath) => bath.temperature === temperature);
  if (temperature === 0 || (!equal && !again)) return [];
  const level = given.baths.map((bath) => ({ ...bath, temperature }));
  const state = equal ? given : found(() => steadyState(model, level, optionsOf(given)));
  if (!state) return [];
  const { real, imag, bathHeat, levels } = state;
  const n = levels.length;
  const weights = levels.map((level) => Math.exp((levels[0] - level) / temperature));
  const sum = total(weights);
  const off = real.map((x, i) => (i % (n + 1) === 0 ? x - weights[i % n] / sum : x));
  const distance = hermitianEigenvalues(off, imag, n).reduce((size, p) => size + Math.abs(p), 0) / 2;
  const gross = grossHeat(generatorOf(state), diagonal(real, n));
  const share = bathHeat.reduce((most, q, b) => Math.max(most, Math.abs(q) / (gross[b] || 1)), 0);
  const { populations, currents } = state.certificate.accuracy;
  const where = equal ? "" : "with every bath at the mean of the temperatures, ";
  const against = equal
    ? ""
    : `, ${percent(largest(bathHeat) / largest(given.bathHeat))} of what flows at those given`;
  const words = EQUATION_WORDS[equation];
  const findings: Finding[] = [
    {
      code: "heat-at-equal-temperatures",
      message: `${where}${words} lets heat flow between baths that are equally warm, ${percent(share)} of what would if none came back${against}`,
      value: share,
      limit: 2 * currents,
    },
    {
      code: "gibbs-broken",
      message: `${where}${words} does not end in the state of Gibbs: ${percent(distance)} of the probability is elsewhere`,
      value: distance,
      limit: roundingOf(n, populations),
    },
  ];
  return findings.filter(({ value, limit }) => value > limit);
}

/** What {@link steadyState} was told of the equation. */
const optionsOf = ({ equation, secularCutoff, lambShift }: SteadyState): SteadyStateOptions => ({
  equation,
  secular: secularCutoff ?? "none",
  lambShift: lambShift ?? false,
});

/** A state, if there is one. */
function found(solve: () => SteadyState): SteadyState | undefined {
  try {
    return solve();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/**
 * How far what leaves the sites with baths along the bonds is from what these baths give, and what leaves a bond that none
 * touches from nothing, where an equation does not promise that they agree: out of b flows Σ_c F_bc, F_bc = −2 Im Tr(ρ h_b h_c).
 */
function kirchhoffFinding(state: SteadyState, gross: readonly number[]): Finding[] {
  const { baths, certificate, bathHeat, equation, imagInSector, realInSector } = state;
  const all = gross.reduce((sum, heat) => sum + heat, 0);
  if (certificate.promises.bondConservation || all === 0) return [];
  const { model } = gauged(state.model, baths);
  const { bonds } = model;
  const energies = bonds.map((_, bond) => bondEnergy(model, bond));
  const inSector = { real: realInSector, imag: imagInSector };
  const net = bonds.map((bond, b) => {
    const meets = (other: (typeof bonds)[number]): boolean =>
      [bond.from, bond.to].some((site) => other.from === site || other.to === site);
    return bonds.reduce(
      (sum, other, c) => (c !== b && meets(other) ? sum + bondFlow(inSector, energies[b], energies[c]) : sum),
      0,
    );
  });
  const hasBath = (site: number): boolean => baths.some((bath) => bath.site === site);
  const groups = joinedSites(model, ({ from, to }) => hasBath(from) && hasBath(to)).filter(([site]) =>
    hasBath(site),
  );
  const touched = (sites: readonly number[]): number[] =>
    bonds.flatMap(({ from, to }, b) => (sites.includes(from) || sites.includes(to) ? [b] : []));
  const off = [
    ...net.map((flow, b) => (hasBath(bonds[b].from) || hasBath(bonds[b].to) ? 0 : flow)),
    ...groups.map((sites) => {
      const given = baths.reduce((sum, { site }, b) => (sites.includes(site) ? sum + bathHeat[b] : sum), 0);
      return touched(sites).reduce((sum, b) => sum + net[b], 0) - given;
    }),
  ];
  const worst = largest(Float64Array.from(off));
  const limit = 2 * certificate.accuracy.currents;
  if (!(worst > limit * all)) return [];
  const words = state.secularCutoff === undefined ? EQUATION_WORDS[equation] : "the secular approximation";
  const message = `${words} moves heat past the bonds, ${percent(worst / all)} of the gross flow: what flows between bonds is not what the baths give`;
  return [{ code: "kirchhoff-broken", message, value: worst / all, limit }];
}

/** What the Lamb shift, which is left out unless it is asked for, would do to the heat along the bonds. */
function lambFinding(state: SteadyState): Finding[] {
  const { model, baths, bondHeat, energies } = state;
  const level = baths.every(({ temperature }) => temperature === baths[0].temperature);
  if (!bondHeat || level || state.lambShift || state.equation !== "redfield") return [];
  if (energies.length > LARGEST_FALLBACK) return [];
  const shifted = found(() => steadyState(model, baths, { lambShift: true }))?.bondHeat;
  if (!shifted || !(largest(bondHeat) > 0)) return [];
  const change = bondHeat.map((flow, b) => shifted[b] - flow);
  const value = largest(change) / largest(bondHeat);
  if (value < LEFT_OUT) return [];
  const at = change.findIndex((by) => Math.abs(by) === largest(change));
  const { from, to } = model.bonds[at];
  const message = `the Lamb shift, which is left out, changes the heat from site ${from} to ${to} by ${percent(value)} of the largest along a bond: compare with lambShift true`;
  return [{ code: "lamb-shift", message, value, limit: LEFT_OUT }];
}

/** What rounding makes of an eigenvalue of ρ. */
const roundingOf = (n: number, populations: number): number => 2 * n * populations + 1e-14;

/** Levels with probabilities that rounding hides, though what flows comes from them. */
function lostFinding({ populations, certificate }: SteadyState, generator: RedfieldGenerator): Finding[] {
  const { size: n, levels, couplings } = generator;
  const bound = roundingOf(n, certificate.accuracy.populations);
  let [lost, all] = [0, 0];
  const hidden: number[] = [];
  for (let c = 0; c < n; c++) {
    let out = 0;
    for (const { operator, operatorImag, transition, transitionImag } of couplings) {
      for (let a = 0, ac = c; a < n; a++, ac += n) {
        const rate = operator[ac] * transition[ac] + (operatorImag?.[ac] ?? 0) * (transitionImag?.[ac] ?? 0);
        out += Math.abs((levels[a] - levels[c]) * rate * populations[c]);
      }
    }
    all += out;
    if (out === 0 || Math.abs(populations[c]) > bound) continue;
    lost += out;
    hidden.push(c + 1);
  }
  if (!(lost > MATTERS * all)) return [];
  const negative = hidden.filter((k) => populations[k - 1] < 0);
  const below = negative.length > 0 ? `; ${list("level", negative)} came out below zero` : "";
  const message = `${percent(lost / all)} of the gross flow of heat comes from ${list("level", hidden)}, whose probabilities are below the rounding of the largest: no eigenvalue tells whether they are positive${below}`;
  return [{ code: "below-rounding", message, levels: hidden, value: lost / all, limit: MATTERS }];
}

/** What needs no state. */
function modelFindings(generator: RedfieldGenerator, baths: readonly Bath[]): Finding[] {
  const { ratio, levels } = widestLevels(generator);
  const strong = certificateWarnings(
    generator.equation,
    { minEigenvalue: 0, entropyProduction: null, couplingRatio: ratio },
    0,
    0,
  );
  return [
    ...strong.map(({ code, message }) => ({
      code,
      message,
      levels: levels.map((k) => k + 1),
      value: ratio,
      limit: STRONG,
    })),
    ...nearFinding(generator),
    ...baths.flatMap((bath, b) => [...slowFinding(generator, bath), ...idleFinding(generator, bath, b)]),
  ];
}

/** Levels as near as they are wide whose coherence a bath feeds, if only through a third level. */
function nearFinding({ size: n, levels, couplings, decay }: RedfieldGenerator): Finding[] {
  const share = (a: number, b: number): boolean => couplings.some((one) => feeds(one, n, a, b));
  const one = oneLevel(levels);
  const near = new Set<number>();
  let most = 0;
  let widest: readonly number[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const gap = levels[a] - levels[b];
      if (gap <= one) continue;
      const ratio = (decay[a * (n + 1)] + decay[b * (n + 1)]) / gap;
      if (ratio < STRONG || !share(a, b)) continue;
      near.add(a + 1).add(b + 1);
      if (ratio <= most) continue;
      most = ratio;
      widest = [b + 1, a + 1];
    }
  }
  if (near.size === 0) return [];
  const found = [...near].sort((a, b) => a - b);
  const which =
    found.length > MOST
      ? `${found.length} of ${n} levels, ${list("level", widest)} before all,`
      : list("level", found);
  const message = `${which} are up to ${most.toPrecision(2)} of their distance wide: their coherence counts, which a secular approximation drops`;
  return [{ code: "near-levels", message, levels: found, value: most, limit: STRONG }];
}

/** A bath whose rates change within the width of a level. */
function slowFinding({ levels }: RedfieldGenerator, bath: Bath): Finding[] {
  const { steepest } = transitionRates(levels, bath);
  if (steepest < STRONG) return [];
  const message = `the bath at site ${bath.site} remembers for as long as it takes to act: its rates change by ${percent(steepest)} over the width of a level, an equation without memory does not hold`;
  return [{ code: "slow-bath", message, value: steepest, limit: STRONG }];
}

/** A bath that moves no energy. */
function idleFinding({ size: n, levels, couplings }: RedfieldGenerator, bath: Bath, b: number): Finding[] {
  const spread = levels[n - 1] - levels[0];
  let [moved, touched, fastest] = [0, 0, 0]; // how much of S moves energy, at the rates there are and at any
  for (const coupling of couplings.filter((each) => each.bath === b)) {
    fastest = Math.max(fastest, coupling.fastest);
    for (let ac = 0; ac < n * n && spread > 0; ac++) {
      const step = Math.abs(levels[Math.floor(ac / n)] - levels[ac % n]) / spread;
      const reach = reachOf(coupling, ac);
      const rate =
        Math.hypot(coupling.transition[ac], coupling.transitionImag?.[ac] ?? 0) / (coupling.fastest || 1);
      touched = Math.max(touched, step * reach);
      moved = Math.max(moved, step * Math.sqrt(reach * rate));
    }
  }
  if (moved > COUPLED) return [];
  const why =
    "coupling" in bath && bath.coupling === 0
      ? "its coupling is 0"
      : touched <= COUPLED
        ? "what it couples through commutes with the energy"
        : "its rates are 0 at every energy that it could give or take";
  return [
    {
      code: "idle-bath",
      message: `the bath at site ${bath.site} gives and takes no heat: ${why}`,
      value: moved,
      limit: COUPLED,
    },
  ];
}
