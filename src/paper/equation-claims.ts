// Claims 7 and 8: what the Redfield equation of Section 3 is trusted with, and what it gives up.

import { redfieldGenerator } from "../equations/generator";
import { linspace } from "../numerics/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../observables/crossings";
import { heatCurrents, spinCurrents } from "../observables/currents";
import { type SteadyState, steadyState } from "../states/steady-state";
import { CAPTION_OF_FIGURE_4, type Claim, type Measurement } from "./claim";
import { currentsAlong, figure2, grid, heatMinimum, turnNear } from "./current-claims";
import { halvedFields, PAPER } from "./paper";
import { decimals, largest } from "./search";
import { coupled, type Point, stateIn, type World, withBaths } from "./world";

const { fields, temperatures, coupling, cutoff, fieldsOfFigure4 } = PAPER;
const range = [-4, 4] as const;
const inNotebook3 = (heading: string): Claim["notebook"] => ({ file: "03-redfield.ipynb", heading });
const inNotebook7 = { file: "07-scorecard.ipynb", heading: "The equation" };

/** Every point that a figure of the paper shows, on coarse grids. */
function pointsOfFigures(): Point[] {
  const coarse = linspace(...range, 41);
  const figure2 = [2, 3].flatMap((spinsUp) => coarse.map((interaction) => ({ spinsUp, interaction })));
  const figure3 = linspace(-1, 1, 11).flatMap((bias) =>
    coarse.map((interaction) => ({
      spinsUp: 2,
      interaction,
      left: PAPER.meanTemperature + bias / 2,
      right: PAPER.meanTemperature - bias / 2,
    })),
  );
  const figure4 = fieldsOfFigure4.flatMap((h2) =>
    coarse.map((interaction) => ({ spinsUp: 2, interaction, fields: halvedFields(h2) })),
  );
  return [...figure2, ...figure3, ...figure4];
}

/** A crossing of Figure 4, with the rate at which the coherence of its two levels decays. */
interface Decay extends AvoidedCrossing {
  readonly h2: number;
  readonly rate: number;
}

/** All crossings of levels 2 to 5 along Figure 4. */
function decays(world: World): Decay[] {
  return fieldsOfFigure4.flatMap((h2) => {
    const modelAt = (interaction: number) =>
      world.model({ spinsUp: 2, interaction, fields: halvedFields(h2) });
    return [2, 3, 4].flatMap((level) =>
      avoidedCrossings(modelAt, level, grid).map((crossing) => {
        const baths = world.baths(temperatures.left, temperatures.right);
        const { decay, couplings, size } = redfieldGenerator(modelAt(crossing.at), baths);
        const [a, b] = [level - 1, level].map((k) => k * (size + 1)); // places on the diagonal
        // M_aa + M_bb less what comes back, S̃_aa S_bb + S_aa S̃_bb
        const back = couplings.reduce(
          (sum, { operator: s, transition: t }) => sum + t[a] * s[b] + s[a] * t[b],
          0,
        );
        return { ...crossing, h2, rate: decay[a] + decay[b] - back };
      }),
    );
  });
}

/** The crossing of Figure 4 at which a ratio is largest. */
const worstOf = (world: World, ratio: (decay: Decay) => number): Decay | undefined =>
  decays(world).sort((a, b) => ratio(b) - ratio(a))[0];

const UNRESOLVED = "levels cross, or never come close";

const weak = {
  group: "equation",
  place: "Section 2",
  kind: "quantitative",
  parameters: {
    spinsUp: 2,
    "h₂ = 2 h₃": fieldsOfFigure4,
    T_L: temperatures.left,
    T_R: temperatures.right,
    coupling,
    cutoff,
  },
  expected: "weak",
  reading: `weak: a tenth or less; ${CAPTION_OF_FIGURE_4}`,
  limit: 0.1,
  comparison: "at most",
  tolerance: null,
} as const;

/** The smallest eigenvalue of ρ on coarse points of Figure 2b between cold baths, at several ω_c. */
function positivity(world: World, cutoffs: readonly number[], held: "γ" | "J(4)"): number[] {
  return cutoffs.map((to) => {
    const other = withBaths(world, ({ coupling, cutoff }) => ({
      cutoff: to,
      coupling: held === "γ" ? coupling : coupling * Math.exp(4 / to - 4 / cutoff),
    }));
    const states = linspace(...range, 17).map((interaction) =>
      stateIn(other, { spinsUp: 2, interaction, left: 0.4, right: 0.2 }),
    );
    return Math.min(...states.map(({ certificate }) => certificate.minEigenvalue));
  });
}

function helpOfFastDecay(world: World): Measurement {
  const cutoffs = [5, 10, 20];
  const found = (["γ", "J(4)"] as const).map((held) => {
    const smallest = positivity(world, cutoffs, held);
    const numbers = smallest.map((each) => decimals(1e9 * each, 1)).join(", ");
    return { held, helps: smallest[2] > smallest[0], negative: Math.min(...smallest) < -1e-14, numbers };
  });
  if (!found.every(({ negative }) => negative)) return { measured: "there is nothing to help against" };
  const verdicts = new Set(found.map(({ helps }) => helps));
  const measured = found.map(({ held, helps }) => `${helps ? "helps" : "harms"} at fixed ${held}`);
  return {
    measured: verdicts.size > 1 ? measured.join(", ") : found[0].helps ? "helps" : "harms",
    open: verdicts.size > 1,
    note: `smallest eigenvalue in units of 1e-9 for ω_c = ${cutoffs.join(", ")}: ${found.map(({ held, numbers }) => `${numbers} at fixed ${held}`).join("; ")}. With ω_c the coupling at every ω grows, too, and what helps depends on what is held fixed`,
  };
}

export const equationClaims: readonly Claim[] = [
  {
    id: "7a",
    group: "equation",
    title: "no negative probability in any figure",
    statement: "The Redfield equation gives no negative probability for any of the parameters shown.",
    place: "Section 3",
    kind: "quantitative",
    quantity: "smallest eigenvalue of ρ at the parameters of Figures 2, 3 and 4",
    parameters: {
      spinsUp: [2, 3],
      "h₂ = 2 h₃": fieldsOfFigure4,
      "ΔT with (T_L + T_R)/2 = 1.5": [-1, 1],
      coupling,
      cutoff,
      interaction: range,
    },
    expected: 0,
    reading: CAPTION_OF_FIGURE_4,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook3("How far down does positivity go?"),
    measure: (world) => ({
      measured: Math.min(
        ...pointsOfFigures().map((point) => stateIn(world, point).certificate.minEigenvalue),
      ),
    }),
  },
  {
    id: "7b",
    title: "γ is small against the level distances",
    statement:
      "The coupling strength is small against the distances of the levels, at the avoided crossings too.",
    ...weak,
    quantity: "γ divided by the smallest gap of Figure 4, in units of J",
    notebook: inNotebook7,
    measure: (world) => {
      const gammas = world
        .baths(temperatures.left, temperatures.right)
        .map((bath) => ("coupling" in bath ? bath.coupling : Number.NaN));
      const { gap, h2 } = worstOf(world, ({ gap }) => 1 / gap) ?? { gap: 0, h2: 0 };
      const value = Math.max(...gammas) / gap;
      if (!(value < 1e9)) return { measured: UNRESOLVED };
      return { measured: value, note: `the smallest gap is ${decimals(gap, 4)}, at h₂ = ${h2}` };
    },
  },
  {
    id: "7c",
    title: "and weak enough: coherences decay slower than levels turn",
    statement:
      "The coupling is sufficiently weak: the coherence of two nearly crossing levels turns many times before it decays.",
    ...weak,
    quantity: "largest decay rate of the coherence between two nearly crossing levels, divided by their gap",
    notebook: inNotebook7,
    measure: (world) => {
      const worst = worstOf(world, ({ rate, gap }) => rate / gap);
      const value = worst ? worst.rate / worst.gap : Number.NaN;
      if (!worst || !(value < 1e9)) return { measured: UNRESOLVED };
      const own = decays(world).find(({ h2, level }) => h2 === fields[1] && level === 2);
      const named = `levels ${worst.level} and ${worst.level + 1} at h₂ = ${worst.h2}`;
      return {
        measured: value,
        partly: value < 1,
        note: `worst for ${named}; ${decimals(own ? own.rate / own.gap : Number.NaN)} at h₂ = 2. Below 1 every crossing is resolved`,
      };
    },
  },
  {
    id: "7d",
    group: "equation",
    title: "the Lamb shift is small",
    statement: "The Lamb shift is a small perturbation, and can be neglected.",
    place: "Section 3",
    kind: "quantitative",
    quantity: "how far the Lamb shift moves the minimum of j_T or the turn of j_S, the larger one, in Δ",
    parameters: figure2(2),
    expected: "small",
    reading: "small: less than 0.005, half of the last digit of 2.19",
    limit: 0.005,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook3("What neglecting the Lamb shift costs"),
    measure: (world) => {
      const shifted = { ...world, options: { ...world.options, lambShift: true } };
      const at = heatMinimum(world)?.at ?? Number.NaN;
      if (Number.isNaN(at)) return { measured: "no minimum" };
      const around = linspace(at - 0.2, at + 0.2, 9);
      const [without, kept] = [world, shifted].map((each) => [
        heatMinimum(each, around)?.at ?? Number.NaN,
        turnNear(each, at, around) ?? Number.NaN,
      ]);
      const moved = Math.max(...kept.map((at, i) => Math.abs(at - without[i])));
      if (Number.isNaN(moved)) return { measured: "no turn at the minimum" };
      const arrow = (i: number): string => `${decimals(without[i], 4)} → ${decimals(kept[i], 4)}`;
      return {
        measured: moved,
        partly: moved < 0.05,
        note: `the minimum ${arrow(0)}, the turn ${arrow(1)}${moved > 0.005 ? ": the story stays, the digits of 2.19 do not" : ""}`,
      };
    },
  },
  {
    id: "7e",
    group: "equation",
    title: "coherences are of order γ",
    statement: "The elements of ρ off the diagonal, in the energy basis, are small with the coupling.",
    place: "Sections 3 and 5",
    kind: "quantitative",
    quantity: "largest change of |ρ₂₃|/γ when γ grows from 0.001 over 0.01 to 0.02, relative to its value",
    parameters: { ...figure2(2), coupling: [0.001, 0.01, 0.02], interaction: 1.5 },
    expected: "of order γ",
    reading: "of order γ: |ρ₂₃|/γ is constant to a tenth",
    limit: 0.1,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook7,
    measure: (world) => {
      const ratios = [0.1, 1, 2].map((factor) => {
        const { real, imag, populations } = stateIn(coupled(world, factor), { spinsUp: 2, interaction: 1.5 });
        const at = populations.length + 2;
        return Math.hypot(real[at], imag[at]) / (factor * coupling);
      });
      if (ratios[0] === 0) return { measured: "there is no coherence" };
      return {
        measured: Math.max(...ratios.map((ratio) => Math.abs(ratio / ratios[0] - 1))),
        note: `|ρ₂₃|/γ is ${ratios.map((ratio) => decimals(ratio, 4)).join(", ")}`,
      };
    },
  },
  {
    id: "7f",
    group: "equation",
    title: "fast decay of the bath's memory helps positivity",
    statement: "A bath whose correlations decay fast usually keeps probabilities positive.",
    place: "Section 3",
    kind: "qualitative",
    quantity: "whether the smallest eigenvalue of ρ rises with ω_c, at fixed γ and at fixed J(ω = 4)",
    parameters: { spinsUp: 2, fields, T_L: 0.4, T_R: 0.2, coupling, cutoff: [5, 10, 20], interaction: range },
    expected: "helps",
    reading: "fast: a large ω_c",
    comparison: "same",
    tolerance: null,
    notebook: inNotebook7,
    measure: helpOfFastDecay,
  },
  {
    id: "8",
    group: "equation",
    title: "the secular approximation makes local currents vanish",
    statement:
      "Without the terms that the secular approximation drops, the currents inside the ring are zero.",
    place: "Section 3",
    kind: "quantitative",
    quantity: "largest |j_u|, |j_d| or |j_S| with the full secular approximation",
    parameters: figure2([2, 3]),
    expected: 0,
    comparison: "within",
    tolerance: 1e-12,
    notebook: inNotebook3("The step the paper does not take"),
    measure: (world) => {
      const local = (states: readonly SteadyState[]) =>
        largest(
          states.flatMap((state) => {
            const { upper, lower } = heatCurrents(state);
            return [upper, lower, spinCurrents(state)[0]];
          }),
        );
      const full = currentsAlong(world, [2, 3]).map(({ state }) => state);
      const secular = full.map(({ model, baths }) => steadyState(model, baths, { secular: "full" }));
      if (local(full) < 1e-9) return { measured: "they vanish without the approximation, too" };
      const kept = Math.max(...secular.map((state) => state.bathHeat[0]));
      return {
        measured: local(secular),
        note: `the heat from the left to the right bath stays, up to ${kept.toPrecision(3)}, as if it jumped from bath to bath`,
      };
    },
  },
];
