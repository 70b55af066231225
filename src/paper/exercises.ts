// The exercises, by chapter and number.
import { type Bath, generalBath, ohmicBath } from "../baths/bath";
import { bathCorrelation } from "../baths/correlator";
import { transitionRate } from "../baths/rates";
import { matricesOf } from "../equations/hierarchy";
import { sectorBasis } from "../model/basis";
import { besselJ0 } from "../model/drive";
import { twoRingModel } from "../model/graphs";
import { type Bond, ringModel, type SpinModel, spinModel } from "../model/model";
import { findMinimum, findRoot, linspace } from "../numerics/extrema";
import { avoidedCrossings } from "../observables/crossings";
import { heatCurrents, spinCurrents } from "../observables/currents";
import { ergotropy } from "../observables/ergotropy";
import { type LoopCurrents, loopCurrents } from "../observables/graph-currents";
import { modeRegions } from "../observables/modes";
import { heatNoise, uncertaintyRatio } from "../observables/noise";
import { sensitivity } from "../observables/sensitivity";
import { levelSlopes, levels, spectrum } from "../observables/spectrum";
import { evolve } from "../states/evolution";
import { type SteadyState, type SteadyStateOptions, steadyState } from "../states/steady-state";
import type { Exercise } from "./exercise";
import { halvedFields, PAPER, paperBaths, paperModel } from "./paper";
import { paperWorld, stateIn } from "./world";

const stateAt = (interaction: number, spinsUp = 2, left = 2, right = 1): SteadyState =>
  stateIn(paperWorld, { interaction, spinsUp, left, right });
const spinCurrentAt = (...point: Parameters<typeof stateAt>): number => spinCurrents(stateAt(...point))[0];
const coupled = (interaction: number, coupling: number): SteadyState => {
  const baths = paperBaths().map((bath) => ({ ...bath, coupling }));
  return steadyState(paperModel({ spinsUp: 2, interaction }), baths);
};
/** j_u at Δ = 2.19. */
const upperOf = (lambShift: boolean): number =>
  heatCurrents(steadyState(paperModel({ spinsUp: 2, interaction: 2.19 }), paperBaths(), { lambShift })).upper;
/** How wide in Δ the region between two is in which heat flows in parallel. */
function parallelWidth(spinsUp: number, from: number, to: number): number {
  const regions = modeRegions((x) => stateAt(x, spinsUp), linspace(from, to, 33));
  const parallel = regions.slice(1).find(({ mode }) => mode === "parallel");
  return parallel ? parallel.to - parallel.from : Number.NaN;
}
/** Where the least heat flows near the crossing of levels 2 and 3, and where the ergotropy is highest. */
const dipOf = (state: (x: number) => SteadyState, low = 2, high = 2.4): number =>
  findMinimum((x) => state(x).bathHeat[0], low, high).at;
const peakOf = (state: (x: number) => SteadyState) => findMinimum((x) => -ergotropy(state(x)), 1.7, 2.4);
const crossing = (h2: number): number => {
  const modelAt = (interaction: number) => paperModel({ spinsUp: 2, interaction, fields: halvedFields(h2) });
  return avoidedCrossings(modelAt, 2, linspace(0, 2 * h2, 30))[0].at;
};

/** How many states of eight sites with four up have a number of clusters. */
function withClusters(many: number): number {
  const begins = (state: number, l: number): boolean =>
    ((state >> l) & 1) === 1 && ((state >> ((l + 1) % 8)) & 1) === 0;
  const counts = Array.from(
    sectorBasis(8, 4).states,
    (state) => linspace(0, 7, 8).filter((l) => begins(state, l)).length,
  );
  return counts.filter((count) => count === many).length;
}

const noise = (temperature: number): number => bathCorrelation(ohmicBath({ site: 1, temperature }), 0).real;
/** The time in which the distance from the Gibbs state falls by e. */
function decayTime(): number {
  const baths = paperBaths(1.5, 1.5);
  const model = paperModel({ spinsUp: 2, interaction: 2.19 });
  const { populations } = steadyState(model, baths);
  const [early, late] = evolve(model, baths, "↑↓↑↓", [200, 300]).map((state) =>
    Math.max(...state.populations.map((p, k) => Math.abs(p - populations[k]))),
  );
  return 100 / Math.log(early / late);
}

/** The paper's ring with its bonds, or its fields, changed. */
function changed(
  interaction: number,
  bond: (bond: Bond) => Bond,
  fields: readonly number[] = PAPER.fields,
): SteadyState {
  const model: SpinModel = paperModel({ spinsUp: 2, interaction, fields });
  return steadyState({ ...model, bonds: model.bonds.map(bond) }, paperBaths());
}
/** Every energy of the ring at Δ = 2.2 halved: exchange, interaction, fields, temperatures and cutoff. */
function halved(): SteadyState {
  const model = paperModel({ spinsUp: 2, interaction: 1.1, fields: PAPER.fields.map((h) => h / 2) });
  const bonds = model.bonds.map((bond) => ({ ...bond, exchange: 0.5 }));
  const baths = paperBaths(1, 0.5).map((bath) => ({ ...bath, cutoff: PAPER.cutoff / 2 }));
  return steadyState({ ...model, bonds }, baths);
}
const sigmaZ = (x: number): SteadyState =>
  changed(
    x,
    (bond) => ({ ...bond, interaction: 4 * x }),
    PAPER.fields.map((h) => h - 2 * x),
  );

/** A larger ring of chapter 8 in its steady state. */
function larger(sites: number, interaction: number, spinsUp = sites / 2, cold = sites / 2 + 1): SteadyState {
  const fields = Array.from({ length: sites }, (_, l) => PAPER.fields[l] ?? 0);
  const baths: Bath[] = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: cold, temperature: 1 })];
  return steadyState(ringModel({ sites, spinsUp, interaction, fields }), baths);
}
/** The temperature that a level's population stands for. */
function temperatureOf({ energies, populations }: SteadyState, level: number): number {
  return (energies[level - 1] - energies[0]) / Math.log(populations[0] / populations[level - 1]);
}

/** What circulates in the loops of a graph of chapter 10 between two baths. */
function around(
  model: SpinModel,
  hot: number,
  cold: number,
  coupling: number = PAPER.coupling,
): LoopCurrents[] {
  const baths = [
    ohmicBath({ site: hot, temperature: 2, coupling }),
    ohmicBath({ site: cold, temperature: 1, coupling }),
  ];
  return loopCurrents(steadyState(model, baths));
}
const twoTriangles = (h2: number, h5: number): SpinModel =>
  twoRingModel({ rings: [3, 3], joinedBy: "site", spinsUp: 2, fields: [0, h2, -1, 0, h5] });
/** How many pairs of modes there are without interaction. */
function pairsOfModes(): number {
  const grid = linspace(-3, 3, 16);
  const pairs = grid.flatMap((h2) =>
    grid.map((h5) => around(twoTriangles(h2, h5), 1, 4).map(({ mode }) => mode)),
  );
  return new Set(pairs.map((pair) => pair.join())).size;
}
const squares = (interaction: number, fields: readonly number[]): string => {
  const model = twoRingModel({ rings: [4, 4], joinedBy: "site", spinsUp: 2, interaction, fields });
  return around(model, 1, 6, 1e-3)
    .map(({ mode }) => mode)
    .join(", ");
};
/** Three triangles in a row, both baths at the first. */
function inARow(): LoopCurrents[] {
  const pairs = [1, 3, 5].flatMap((l) => [
    [l, l + 1],
    [l + 1, l + 2],
    [l + 2, l],
  ]);
  const bonds = pairs.map(([from, to]) => ({ from, to, interaction: 2.19 }));
  return around(spinModel({ sites: 7, spinsUp: 2, bonds, fields: [0, 1, 0.5, 0.7, 0, 0.4, -0.3] }), 1, 2);
}

const cubic = (omega: number): number => 0.01 * omega ** 3 * Math.exp(-omega / 10);
const cubicBath = (site: number, temperature: number): Bath =>
  generalBath({ site, temperature, spectralDensity: cubic });

/** Every exercise that has an answer to be checked. */
export const EXERCISES: Readonly<Record<string, Exercise>> = {
  "0.1": {
    asks: "⟨σˣ⟩ of the box",
    within: 2e-3,
    expected: () => Math.sin(Math.PI / 4) / 2,
    mistakes: [
      [() => Math.sin(Math.PI / 4), "That is the first half of the box: what do the others give?"],
      [() => (Math.cos(Math.PI / 4) - 1) / 2, "That is the mean of σᶻ."],
      [() => Math.sin(Math.PI / 8), "The angle is doubled: ⟨σˣ⟩ = 2 cos sin."],
    ],
    hints: [
      "⟨σˣ⟩ of a cos/sin state is 2 cos sin, and of ↓ it is 0.",
      "Means are weighted with the probabilities: half and half.",
    ],
  },
  "0.2": {
    asks: "the time at which it is up with probability ½",
    expected: () => halfUp(),
    mistakes: [
      [() => halfUp() * 2, "Each rate comes twice: dp↑/dt = 2W(ε)p↓ − 2W(−ε)p↑."],
      [() => relaxationTime(), "That is T₁."],
      [() => relaxationTime() * Math.LN2, "It does not decay to 0, but to p∞."],
    ],
    hints: [
      "T₁ = 1/(2J(1) coth 1), with J(1) = 0.01 e^{−0.1}.",
      "½ = p∞ + (1 − p∞) e^{−t/T₁}, p∞ = 1/(e² + 1).",
    ],
  },
  "0.3": {
    asks: "how hot the hot bath must be for an inversion",
    of: ["twice as hot as the cold one", "hotter than ε", "infinitely hot", "never"],
    expected: () => (hotQubit() < 0.5 ? "never" : "infinitely hot"),
    hints: ["Look at the formula for p↑ as n_L grows.", "What is p↑ if both baths are infinitely hot?"],
  },
  "0.4": {
    asks: "the heat through the pair with h₁ = 1.5",
    expected: () => hopping(1.5),
    mistakes: [
      [() => hopping(0), "That is without the field."],
      [() => hopping(1.5) / 0.64, "The element between the levels is no longer 1, and its square counts."],
      [() => hopping(1.5) / 0.8, "The square of the element counts."],
    ],
    hints: [
      "ε = 2√(h₁² + 4), and the square of the element is 4/(h₁² + 4).",
      "Q = S²εJ(ε)(n_L − n_R)/(n_L + n_R + 1), at T = 2 and 1.",
    ],
  },

  "1.1": {
    asks: "the sum of the six energies at Δ = 2.19",
    within: 1e-3,
    expected: () => levels(paperModel({ spinsUp: 2, interaction: 2.19 })).reduce((a, b) => a + b),
    mistakes: [
      [() => 6 * 2.19, "Not every state has a pair of neighbours."],
      [() => 2 * 2.19, "That counts the alternating states: which have a pair of neighbours?"],
      [() => 0, "The fields cancel, and the exchange is not on the diagonal. And Δ?"],
      [
        () => 4 * 2.19 + 3,
        "For each state in which a spin in a field is up there is one in which it is down.",
      ],
    ],
    hints: [
      "The sum of the eigenvalues is the sum of the diagonal.",
      "Look at the matrix printed above, row by row.",
    ],
  },
  "1.2": {
    asks: "what the library says",
    of: ["no heat flows", "it refuses", "it warns", "nothing special"],
    expected() {
      try {
        const model = paperModel({ spinsUp: 2, interaction: 0, fields: [0, 0, 0, 0] });
        return steadyState(model, paperBaths()).warnings.length > 0 ? "it warns" : "nothing special";
      } catch {
        return "it refuses";
      }
    },
    hints: [
      "Run it. Which mirror leaves the ring and both baths as they are?",
      "Can the baths take a state that is odd under the mirror into an even one?",
    ],
  },
  "1.3": {
    asks: "what becomes of the populations with both baths at T = 1.5",
    of: ["all levels become equally full", "the lowest level gains", "the highest level gains", "nothing"],
    expected() {
      const model = paperModel({ spinsUp: 2, interaction: 2.19 });
      const [ohmic, cubed] = [paperBaths(1.5, 1.5), [cubicBath(1, 1.5), cubicBath(3, 1.5)]].map(
        (baths) => steadyState(model, baths).populations,
      );
      return cubed.every((p, k) => Math.abs(p - ohmic[k]) < 1e-12) ? "nothing" : "the highest level gains";
    },
    mistakes: [
      [
        () => "the highest level gains",
        "Distant levels are reached faster now. And left? J(ω) stands in both rates.",
      ],
      [
        () => "the lowest level gains",
        "Distant levels are left faster now. And reached? J(ω) stands in both rates.",
      ],
    ],
    hints: ["Compare W(ε) with W(−ε): what of J is left in their ratio?"],
  },

  "2.1": {
    asks: "how many states of eight sites with four up have two clusters",
    within: 0,
    expected: () => withClusters(2),
    mistakes: [
      [() => 2 * withClusters(2), "Each state is counted twice: either cluster may be called the first."],
      [() => withClusters(3), "That is three clusters."],
      [() => withClusters(1), "That is one cluster."],
      [() => 3 * 3, "Those are the lengths: and where does the first cluster begin?"],
    ],
    hints: [
      "How long can the two clusters be, and the two gaps between them?",
      "Count lengths of clusters, lengths of gaps and where the first cluster begins.",
    ],
  },
  "2.2": {
    asks: "h₃ of the ring without interaction that has the same Q",
    expected: () => PAPER.fields[2] - 1 / 2,
    mistakes: [
      [
        () => PAPER.fields[2] + 1 / 2,
        "The interaction costs energy where site 3 is down: which sign has that field?",
      ],
      [() => 0, "σᶻ is 1 or −1, so that up and down differ by twice the field."],
      [() => -1 / 2, "That is the change: h₃ was 1 before."],
    ],
    hints: [
      "With two of three up, when are sites 1 and 2 both up?",
      "n₁n₂ = 1 − n₃ in this sector, and n₃ = (1 + σᶻ₃)/2.",
    ],
  },
  "2.3": {
    asks: "the lowest energy with three up at Δ = 1",
    within: 1e-3,
    expected: () => levels(paperModel({ spinsUp: 3, interaction: 1 }))[0],
    mistakes: [
      [
        () => levels(paperModel({ spinsUp: 1, interaction: 1 }))[0],
        "That is one up: turn the fields over, too.",
      ],
      [
        () => levels(paperModel({ spinsUp: 1, interaction: 1, fields: PAPER.fields.map((h) => -h) }))[0],
        "The fields are turned over. How many pairs of neighbours has every state with three up?",
      ],
      [
        () => levels(paperModel({ spinsUp: 1, interaction: 1 }))[0] + 2,
        "The pairs are counted. What becomes of a field when the spin is turned over?",
      ],
      [
        () => levels(paperModel({ spinsUp: 3, interaction: 0.5 }))[0],
        "Each state has two pairs of neighbours, not one.",
      ],
      [() => levels(paperModel({ spinsUp: 2, interaction: 1 }))[0], "That is the sector with two up."],
    ],
    hints: [
      "Three up become one up: with which fields, and how far are the energies shifted?",
      "`levels(ringModel({ sites: 4, spinsUp: 1, fields: [0, -2, -1, 0] }))` and a shift.",
    ],
  },

  "3.1": {
    asks: "the temperature",
    expected: () => findRoot((T) => noise(T) - 2 * noise(0), 1, 20),
    mistakes: [
      [() => 10, "That is ω_c, and of the right order. What does `findRoot` say?"],
      [() => 2, "The noise is no multiple of T: at T = 0 it does not vanish."],
    ],
    hints: [
      "The noise is the real part of C(0).",
      "Find the root of noise(T) − 2 noise(0) between T = 1 and T = 20.",
    ],
  },
  "3.2": {
    asks: "the decay time τ",
    within: 0.03,
    expected: decayTime,
    mistakes: [
      [() => decayTime() * Math.LN2, "That is the half-life; τ is the time for a factor of e."],
      [
        () => decayTime() * Math.LN10,
        "That is the time for a factor of ten: the logarithm is the natural one.",
      ],
      [() => 1 / decayTime(), "That is the rate 1/τ."],
    ],
    hints: [
      "Between t = 200 and t = 300 the distance falls by a factor: how many times e is that?",
      "τ = 100 / ln(distance at 200 / distance at 300).",
    ],
  },
  "3.3": {
    asks: "the cutoff",
    within: 0.012,
    expected() {
      const { energies } = stateAt(1);
      return energies[4] - energies[0];
    },
    mistakes: [
      [() => 3.5, "There the error is small by accident. Does it stay so?"],
      [() => 5, "The error has come back there."],
    ],
    hints: [
      "Try 0.1, 0.2, … up to 13: from where on is the error below a percent for good?",
      "Which two levels' distance is the last one that matters?",
    ],
  },

  "4.1": {
    asks: "how wide in Δ the parallel region is with three up",
    expected: () => parallelWidth(3, -4, 4),
    mistakes: [
      [
        () => stateAt(0, 3).bathHeat[0] / spinCurrentAt(0, 3),
        "How many pairs of neighbours does one vacancy break?",
      ],
      [() => parallelWidth(2, 1.5, 2.5), "That is the narrow window with two spins up."],
      [() => modeRegions((x) => stateAt(x, 3), linspace(-4, 4, 33))[1].to, "That is where it ends."],
      [() => modeRegions((x) => stateAt(x, 3), linspace(-4, 4, 33))[1].from, "That is where it begins."],
    ],
    hints: [
      "With three up the energy of a state has 2Δ for its two pairs. Where is the vacancy, and which way does it move?",
      "Both branches rise by 2 j_S for a unit of Δ, and j_u − j_d = j_T: how far are their zeros from each other?",
    ],
  },
  "4.2": {
    asks: "j_S at Δ = 1 with the temperatures swapped",
    expected: () => spinCurrentAt(1, 2, 1, 2),
    within: 0.02,
    mistakes: [
      [() => -spinCurrentAt(1), "So it would be on a symmetric ring. Compute it."],
      [() => spinCurrentAt(1), "That is before they are swapped."],
      [() => spinCurrentAt(1, 3, 1, 2), "That is the sector with three up."],
    ],
    hints: [
      "The bath at site 1 has T = 1 now, that at site 3 has T = 2.",
      "`spinCurrents(steadyState(ring, swapped))[0]` for two up at Δ = 1; positive is clockwise.",
    ],
  },
  "4.3": {
    asks: "Δ where the mode changes beyond the figure",
    within: 2e-3,
    expected: () => modeRegions((x) => stateAt(x), linspace(4, 8, 81))[1].from,
    mistakes: [[() => 6, "Close. `modeRegions` has the exact place."]],
    hints: [
      "`modeRegions` on a grid beyond 4: how many regions are there?",
      "It is where j_u becomes positive again, between 4 and 8.",
    ],
  },
  "4.4": {
    asks: "the response of j_T",
    expected: () => biased(0.5, -0.5),
    mistakes: [
      [() => biased(1, 0), "That is the hot bath alone."],
      [() => biased(0, -1), "That is the cold bath alone."],
      [() => biased(1, -1), "Each temperature goes half a unit, so that their difference goes one."],
      [() => biased(0.5, 0.5), "One goes up, the other down."],
      [() => stateAt(2.1882).bathHeat[0], "That is the current itself."],
    ],
    hints: [
      '`sensitivity(state, { "baths.1.temperature": …, "baths.2.temperature": … })` goes along both at once.',
      "At the minimum, Δ = 2.188, the slope of `bathHeat[0]`.",
    ],
  },

  "5.1": {
    asks: "Δ/h₂ as the fields become small",
    within: 2e-3,
    expected: () => crossing(1e-3) / 1e-3,
    mistakes: [
      [() => crossing(2) / 2, "That is at the fields of the paper: make them smaller."],
      [() => crossing(1), "That is at h₂ = 1: smaller still."],
      [() => 1, "And what does h₃ do?"],
      [() => 1.5, "The two fields do not simply add."],
    ],
    hints: [
      "`avoidedCrossings` for levels 2 and 3, at h₂ = 0.1 and 0.01 with h₃ = h₂/2.",
      "Compare its square with 1 + (h₃/h₂)².",
    ],
  },
  "5.2": {
    asks: "the weight of level 2 on the alternating configurations at Δ = 4",
    within: 2e-3,
    expected: () => 1 - slopeAt(4, 2),
    mistakes: [
      [() => slopeAt(4, 2), "The slope is the weight on the neighbouring configurations."],
      [() => 1 - slopeAt(4, 3), "That is level 3: lists count from 0."],
      [() => 1 - slopeAt(4, 1), "That is level 1."],
    ],
    hints: [
      "The slope of a level is its weight on configurations with two neighbours up.",
      "`levelSlopes(ring, 4)` lists the slopes from the lowest level.",
    ],
  },
  "5.3": {
    asks: "the distance between the peak of 𝓔 and the crossing as γ → 0",
    within: 5e-3,
    expected: () => crossing(2) - peakOf((x) => coupled(x, 1e-5)).at,
    mistakes: [
      [() => crossing(2) - peakOf((x) => coupled(x, 0.01)).at, "That is at γ = 0.01."],
      [() => crossing(2) - dipOf((x) => coupled(x, 1e-5)), "That is the dip of j_T."],
      [() => 0, "So it would be if the distance came from corrections to weak coupling. Compute it."],
    ],
    hints: [
      "Find the maximum of 𝓔 near Δ = 2 for γ = 0.001 and 0.0001.",
      "The crossing is at 2.2742 whatever γ is.",
    ],
  },
  "5.4": {
    asks: "the share of A in level 2 where the hot bath does not see it",
    within: 0.02,
    expected: () => shareWhereDark("hot"),
    mistakes: [
      [() => 1 / 2, "That is at the crossing, where the hot bath still sees a little of level 2."],
      [
        () => 1 - shareWhereDark("hot"),
        "That is the share of N: which of the two has to weigh more to cancel?",
      ],
      [() => Math.sqrt(shareWhereDark("hot")), "That is the amplitude of A: a share is its square."],
      [() => shareWhereDark("cold"), "That is level 3, dark to the cold bath."],
    ],
    hints: [
      "Level 2 is xA − yN with x² + y² = 1. For which x and y does the hot bath see nothing of it?",
      "0.708 x = 0.495 y.",
    ],
  },

  "6.1": {
    asks: "𝓔 of the three levels",
    within: 1e-3,
    expected: () => {
      const populations = Float64Array.of(0.2, 0.5, 0.3);
      const eigenvalues = populations.slice().sort().reverse();
      return ergotropy({ energies: Float64Array.of(0, 1, 3), populations, eigenvalues });
    },
    mistakes: [
      [() => 0.3, "That is what one swap of two levels brings. Put all three in order."],
      [() => 1.4, "That is the energy: what is left in the passive state?"],
      [() => 0.9, "That is the energy of the passive state."],
    ],
    hints: [
      "Which population belongs on which level in the passive state?",
      "𝓔 is Σ p E as it is, less Σ r E with the populations in descending order.",
    ],
  },
  "6.2": {
    asks: "the smallest ΔT that inverts levels 2 and 3, each at the temperature of its own bath",
    within: 0.02,
    expected: () => leastBias(),
    mistakes: [
      [
        () => findRoot((bias) => gapAt(bias), 0.01, 1),
        "That is the ring: its levels are fed a little by the other bath, too. Here each has a bath to itself.",
      ],
      [() => neededRatio(), "That is T_L/T_R. Which difference has it, with T_L + T_R = 3?"],
      [() => neededRatio() - 1, "That is (T_L − T_R)/T_R, and T_R is not 1."],
    ],
    hints: ["T₃ = T_L and T₂ = T_R: put them into the criterion.", "T_L/T_R > 1.088 with T_L + T_R = 3."],
  },
  "6.3": {
    asks: "𝓔 at γ = 0.002 over 𝓔 at γ = 0.001",
    within: 0.02,
    expected: () => ergotropy(coupled(0.5, 0.002)) / ergotropy(coupled(0.5, 0.001)),
    mistakes: [
      [() => 2, "The coherence goes with γ. And the ergotropy with the coherence?"],
      [() => 1, "So it is where populations are inverted. Here they are not, and 𝓔 comes from coherence."],
      [() => Math.SQRT2, "The other way: small coherences bring less than in proportion."],
    ],
    hints: [
      "Two levels with p₂ > p₃ and a small coherence c: how far are the eigenvalues of ρ from p₂ and p₃?",
      "𝓔 = (E₃ − E₂) c²/(p₂ − p₃), and c goes with γ.",
    ],
  },

  "7.1": {
    asks: "Δ of her figure where Q is least",
    expected: () => dipOf(sigmaZ, 0.4, 0.7),
    mistakes: [
      [() => dipOf((x) => stateAt(x)), "That is with n n: how much stronger is σᶻσᶻ?"],
      [() => 4 * dipOf((x) => stateAt(x)), "The same interaction is reached four times as soon."],
      [() => dipOf((x) => stateAt(x)) / 2, "σᶻσᶻ is 4 n n, and more: n is half of 1 + σᶻ, twice."],
    ],
    hints: [
      "What has interaction 4Δ in n n reaches 2.19 at which Δ?",
      "The field −2Δ on every site shifts a whole sector.",
    ],
  },
  "7.2": {
    asks: "the verdict on the claims about currents",
    of: ["replicated", "partly", "not", "not testable"],
    expected() {
      try {
        changed(1, (bond) => bond, [0, 2, 1, 2]);
        return "replicated";
      } catch {
        return "not testable";
      }
    },
    hints: [
      "With h₂ = h₄, what does the mirror that exchanges sites 2 and 4 leave as it is?",
      "Is there still one steady state?",
    ],
  },
  "7.3": {
    asks: "Q at the minimum over what it was, with every energy halved",
    expected: () => halved().bathHeat[0] / stateAt(2.2).bathHeat[0],
    mistakes: [
      [() => 0.5, "That is how an energy changes. Q is an energy per time."],
      [() => 1, "Q is no pure number: it has a unit."],
      [() => 0.125, "Once for the energy, once for the time."],
    ],
    hints: ["What is the unit of Q, in energies and ħ?", "J²/ħ: what becomes of it when J is half?"],
  },

  "8.1": {
    asks: "how wide the parallel window is",
    within: 0.04,
    expected() {
      const regions = modeRegions((x) => larger(6, x, 3, 3), linspace(0.9, 2.5, 33));
      const window = regions[regions.findIndex(({ mode }) => mode === "clockwise") + 1];
      return window.to - window.from;
    },
    mistakes: [
      [() => 0.0449, "That is the ring of four sites."],
      [() => 0.84, "That is the clockwise region before it."],
    ],
    hints: [
      "`modeRegions` of `stateOf(ringOf(6, 3, 3), x)` between 0.9 and 2.5.",
      "The window lies between the clockwise and the counterclockwise region.",
    ],
  },
  "8.2": {
    asks: "j_S at Δ = 0 of eight sites with 3 up",
    within: 0.02,
    expected: () => spinCurrents(larger(8, 0, 3))[0],
    mistakes: [
      [() => spinCurrents(larger(8, 0, 4))[0], "That is 4 up."],
      [() => spinCurrents(larger(8, 0, 5))[0], "That is 5 up."],
    ],
    hints: [
      "`spinCurrents(stateOf(ringOf(8, 3), 0))[0]`; the cold bath is opposite, at site 5.",
      "In units of J/ħ, not of 10⁻³; positive is clockwise.",
    ],
  },
  "8.3": {
    asks: "the temperature of level 5",
    within: 0.02,
    expected: () => temperatureOf(larger(6, 0), 5),
    mistakes: [
      [() => temperatureOf(larger(6, 0), 4), "That is level 4."],
      [() => temperatureOf(larger(6, 0), 6), "That is level 6: level 1 is the first."],
      [() => 1 / temperatureOf(larger(6, 0), 5), "That is one over the temperature."],
      [
        () => {
          const { energies, populations } = larger(6, 0);
          return energies[4] / Math.log(populations[0] / populations[4]);
        },
        "The energy counts from the lowest level.",
      ],
    ],
    hints: ["T₅ = (E₅ − E₁) / ln(p₁/p₅).", "Six sites, three up, Δ = 0, the cold bath opposite, at site 4."],
  },
  "9.1": {
    asks: "E₁ with J₁₂ = −1, at Δ = 2.19",
    within: 1e-3,
    expected: () => levels(threaded(Math.PI))[0],
    mistakes: [
      [() => levels(threaded(0))[0], "That is the ring without any phase: J₁₂ is −1."],
      [() => levels(threaded(1))[0], "That is a flux of 1."],
    ],
    hints: [
      "A ring with one bond unlike the others is a `spinModel` with four bonds.",
      "`levels(model)[0]`; h₂ = 2, h₃ = 1, two spins up.",
    ],
  },
  "9.2": {
    asks: "the flux of the largest persistent current at T = 1",
    within: 0.005,
    expected: () => mostPersistent().at,
    mistakes: [[() => -mostPersistent().value, "That is the current: at which flux is it reached?"]],
    hints: [
      "Both baths at T = 1, the ring of this chapter at Δ = 2.19.",
      "`findMinimum` of minus the spin current, between 1 and 2.5.",
    ],
  },
  "9.3": {
    asks: "(Q₃ − Q₂)/Q₁ at Φ = 3.1 with two spins up",
    within: 0.01,
    expected: () => asymmetry(2),
    hints: [
      "What becomes of σ⁺ when every spin is turned over? And of Φ?",
      "`ringModel({ sites: 3, spinsUp: 2, flux: 3.1 })` between the three baths.",
    ],
  },
  "10.1": {
    asks: "how many pairs of modes there are without interaction",
    expected: pairsOfModes,
    within: 0,
    mistakes: [[() => 3, "That is how many modes one ring has. Each of the two has them."]],
    hints: [
      "A point of the map has a `loopMode1` and a `loopMode2`: how many different pairs are there?",
      "A bond without interaction is `{ ...bond, interaction: 0 }`.",
    ],
  },
  "10.2": {
    asks: "the modes of the first and of the second ring, for the first of the two settings",
    of: [
      "clockwise, clockwise",
      "clockwise, counterclockwise",
      "counterclockwise, clockwise",
      "parallel, parallel",
    ],
    expected: () => squares(-3.5, [0, -0.5, 0, 0, 2, 0, 0]),
    mistakes: [[() => squares(-3, [0, 3, 0.5, 0, -2, 0, 0]), "That is the second setting."]],
    hints: ["`loopCurrents(state)` has a mode for each ring.", "γ is the `coupling` of both baths."],
  },
  "10.3": {
    asks: "the heat that circulates in the far spectator over that in the near one",
    expected() {
      const [, nearRing, farRing] = inARow();
      return farRing.heat / nearRing.heat;
    },
    mistakes: [
      [
        () => {
          const [first, nearRing] = inARow();
          return nearRing.heat / first.heat;
        },
        "That is the near one over the ring with the baths.",
      ],
    ],
    hints: ["`loopCurrents(state)` has a heat for each loop.", "The far one has the sites 5, 6 and 7."],
  },
  "11.1": {
    asks: "the temperature of the first bath from which on it gives heat",
    expected: localTurn,
    mistakes: [
      [() => 1.5, "That is where it should. The local equation compares h/T, not T."],
      [() => 0.75, "Which site has the larger field, and has its bath to be warmer or colder?"],
    ],
    hints: ["When is f₁ > f₂?", "f = 1/(e^{2h/T} + 1) falls with h/T."],
  },
  "11.2": {
    asks: "J at which the secular heat is twice that of Redfield",
    expected: () => findRoot((J) => exchangedBy(J, "full") / exchangedBy(J, "none") - 2, 0.005, 0.05),
    hints: [
      "`findRoot` takes a function that changes its sign between two places.",
      "By the formula: when is 1/κ as large as 1/Γ₁ + 1/Γ₂?",
    ],
  },
  "11.3": {
    asks: "what the heat does by local Lindblad",
    of: ["clockwise", "none", "counterclockwise", "parallel"],
    expected: levelMode,
    mistakes: [
      [() => "none", "That is what Redfield says, and the second law. Is f the same at both sites?"],
    ],
    hints: [
      '`heatCurrents(state).mode`, with `{ equation: "local-lindblad" }`.',
      "Leave out `spinsUp`: σˣ changes it.",
    ],
  },
  "12.1": {
    asks: "the uncertainty ratio with T = 1 at site 1 and T = 2 at site 3",
    within: 1e-3,
    expected: () => ratioBetween(1, 2),
    mistakes: [
      [() => ratioBetween(2, 1), "That is with the hot bath at site 1."],
      [() => noiseBetween(1, 2) / passing(1, 2), "That is S/|Q|, an energy: times what?"],
    ],
    hints: [
      "The ratio is S A/Q with A = 1/T_cold − 1/T_hot.",
      "`uncertaintyRatio(steadyState(ring(), bathsAt(1, 2)))[0]`.",
    ],
  },
  "12.2": {
    asks: "the heat between T = 1.51 and T = 1.49, in 10⁻⁵ J²/ħ",
    expected: () => 1e5 * passing(1.51, 1.49),
    within: 0.005,
    mistakes: [
      [
        () => (1e5 * noiseBetween(1.5, 1.5)) / 4.5,
        "That is the conductance: the heat for a difference of 1.",
      ],
      [() => (1e5 * passing(1.51, 1.49)) / 2, "The temperatures differ by 0.02, not by 0.01."],
    ],
    hints: [
      "Johnson and Nyquist: S = 2T² ∂Q/∂T.",
      "Q is the conductance times the difference of the temperatures.",
    ],
  },
  "12.3": {
    asks: "the least time, in 10³ ħ/J",
    expected: () => leastTime(),
    within: 0.005,
    mistakes: [
      [
        () => (noiseBetween(2, 1) / passing(2, 1) ** 2) * 0.1,
        "That is the ring. What is the least S that goes with this Q?",
      ],
      [() => leastTime() / 10, "√(S t) is a tenth of Q t: what stands below the root goes with 1/100."],
      [() => leastTime() / 3, "A is the difference of 1/T_R and 1/T_L, not their sum."],
    ],
    hints: ["S is at least 2Q/A, with A = 1/T_R − 1/T_L.", "√(S t) = Q t/10 gives t = 100 S/Q²."],
  },
  "13.1": {
    asks: "how many matrices there are",
    within: 0,
    expected: () => matricesOf(8, 6),
    mistakes: [[() => matricesOf(4, 6), "That is one bath alone. Each of the two has four exponentials."]],
    hints: [
      "In how many ways can eight counts add up to at most six?",
      "Add a ninth count for what is left of six: (8 + 6)! / (8! 6!).",
    ],
  },
  "13.2": {
    asks: "j_u at Δ = 2.19 with the Lamb shift",
    within: 0.012,
    expected: () => upperOf(true),
    mistakes: [
      [() => upperOf(false), "That is without the shift."],
      [
        () => 2 * upperOf(false) - upperOf(true),
        "The curve moves to the right and falls from left to right: is it higher or lower at 2.19 then?",
      ],
      [() => upperOf(true) - upperOf(false), "That is by how much it changes."],
    ],
    hints: [
      "What stands at Δ = 2.19 with the shift stood 0.0093 to the left of it.",
      "Slope times shift, and the sign of the slope.",
    ],
  },
  "14.1": {
    asks: "P at A = 0.02 over P at A = 0.01, between baths of T = 1.5 at Ω = 3",
    within: 0.01,
    expected: () => powerAt(0.02) / powerAt(0.01),
    mistakes: [[() => 2, "What does the power do when A changes its sign?"]],
    hints: [
      "A and −A differ by half a period: of which powers of A can a mean over the period be made?",
      "`driven(3, 0.02, [1.5, 1.5]).power`, and the same at 0.01.",
    ],
  },
  "14.2": {
    asks: "Q_L of the ring at rest with the exchange J₀(3.8317), in J²/ħ",
    within: 2e-3,
    expected: () => shaken(besselJ0(3.8317)),
    mistakes: [[() => shaken(1), "That is the ring without a drive: its exchange is J₀(A)."]],
    hints: [
      "What does a phase of π at every other site do to the exchange? And to all the rest?",
      "`steadyState(ring(-0.4028), bathsAt(2, 1)).bathHeat[0]`.",
    ],
  },
};

/** The power of a drive between equal baths. */
function powerAt(amplitude: number): number {
  const drive = { frequency: 3, amplitude };
  return (
    steadyState(paperModel({ spinsUp: 2, interaction: 2.19 }), paperBaths(1.5, 1.5), { drive }).power ?? 0
  );
}

/** The heat out of the hot bath of a ring with another exchange. */
function shaken(exchange: number): number {
  const ring = ringModel({ sites: 4, spinsUp: 2, exchange, interaction: 2.19, fields: [0, 2, 1, 0] });
  return steadyState(ring, paperBaths()).bathHeat[0];
}

/** The share of the alternating state in the level of the pair that a bath does not see, from what both are at the crossing. */
function shareWhereDark(bath: "hot" | "cold"): number {
  const { states, size } = sectorBasis(4, 2);
  const { vectors } = spectrum(paperModel({ spinsUp: 2, interaction: crossing(2) }));
  const element = (site: number, level: number): number =>
    Array.from(states, (state, c) => {
      const spin = (state >> (site - 1)) & 1 ? 1 : -1;
      return vectors[c] * spin * vectors[(level - 1) * size + c];
    }).reduce((sum, term) => sum + term);
  // of the sum and the difference of levels 2 and 3 the alternating one has the same sign at both sites
  const [alternating, neighbouring] = [1, -1]
    .map((sign) => [1, 3].map((site) => element(site, 2) + sign * element(site, 3)))
    .sort(([a, b], [c, d]) => c * d - a * b)
    .map((pair) => pair[bath === "hot" ? 0 : 1] ** 2);
  return neighbouring / (alternating + neighbouring);
}

/** What the ratio of the temperatures of levels 3 and 2 must exceed at their crossing for an inversion. */
function neededRatio(): number {
  const [lowest, second, third] = levels(paperModel({ spinsUp: 2, interaction: crossing(2) }));
  return (third - lowest) / (second - lowest);
}
const leastBias = (): number => (3 * (neededRatio() - 1)) / (neededRatio() + 1);
/** p₃ − p₂ at the crossing. */
function gapAt(bias: number): number {
  const { populations } = stateAt(crossing(2), 2, 1.5 + bias / 2, 1.5 - bias / 2);
  return populations[2] - populations[1];
}

/** At Δ = 2.19. */
const passing = (left: number, right: number): number => Math.abs(stateAt(2.19, 2, left, right).bathHeat[0]);
const noiseBetween = (left: number, right: number): number => heatNoise(stateAt(2.19, 2, left, right))[0][0];
const ratioBetween = (left: number, right: number): number =>
  uncertaintyRatio(stateAt(2.19, 2, left, right))[0] ?? Number.NaN;
/** Thousands of ħ/J until a heat current with as little noise as the bound allows is known to a tenth. */
const leastTime = (): number => (0.1 * 2) / (1 / 1 - 1 / 2) / passing(2, 1);

/** T₁ of a qubit with ε = 1 beside a bath at T = ½, and when it has come from ↑ to an even chance. */
const relaxationTime = (): number => {
  const [absorb, emit] = [1, -1].map(transitionRate(ohmicBath({ site: 1, temperature: 0.5 })));
  return 1 / (2 * (absorb + emit));
};
const halfUp = (): number => {
  const end = 1 / (Math.exp(2) + 1);
  return relaxationTime() * Math.log((1 - end) / (0.5 - end));
};
/** The population of ↑ between the hottest of baths and one at T = 1. */
const hotQubit = (): number =>
  steadyState(
    spinModel({ sites: 1, fields: [0.5], bonds: [] }),
    [1e6, 1].map((temperature) => ohmicBath({ site: 1, temperature, operator: "x" })),
  ).populations[1];
/** The heat through two sites with one spin up, a field on the first, and a bath at each. */
const hopping = (field: number): number =>
  steadyState(ringModel({ sites: 2, spinsUp: 1, fields: [field, 0] }), [
    ohmicBath({ site: 1, temperature: 2 }),
    ohmicBath({ site: 2, temperature: 1 }),
  ]).bathHeat[0];

const slopeAt = (interaction: number, level: number): number =>
  levelSlopes((x) => paperModel({ spinsUp: 2, interaction: x }), interaction)[level - 1] ?? Number.NaN;

function biased(left: number, right: number): number {
  const along = { "baths.1.temperature": left, "baths.2.temperature": right };
  return sensitivity(stateAt(2.1881902447), along).bathHeat[0];
}

/** The ring of the paper at Δ = 2.19 with a flux through it. */
const threaded = (flux: number): SpinModel =>
  ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: PAPER.fields, flux });
const persistent = (flux: number): number => spinCurrents(steadyState(threaded(flux), paperBaths(1, 1)))[0];
const mostPersistent = () => findMinimum((flux) => -persistent(flux), 1, 2.5);

/** How unevenly two equally cold baths share the heat of a ring of three. */
function asymmetry(spinsUp: number): number {
  const baths = [2, 1, 1].map((temperature, b) => ohmicBath({ site: b + 1, temperature }));
  const [hot, second, third] = steadyState(ringModel({ sites: 3, spinsUp, flux: 3.1 }), baths).bathHeat;
  return (third - second) / hot;
}

/** Two sites between baths that turn spins over. */
function exchanged(
  exchange: number,
  fields: number[],
  left: number,
  right: number,
  options: SteadyStateOptions,
): number {
  const model = spinModel({ sites: 2, bonds: [{ from: 1, to: 2, exchange }], fields });
  const baths = [left, right].map((temperature, b) => ohmicBath({ site: b + 1, temperature, operator: "x" }));
  return steadyState(model, baths, options).bathHeat[0];
}
const exchangedBy = (J: number, secular: "none" | "full"): number => exchanged(J, [1, 1], 2, 1, { secular });

/** Where local Lindblad lets the heat turn. */
function localTurn(): number {
  return findRoot((T) => exchanged(1, [2, 1], T, 1.5, { equation: "local-lindblad" }), 1, 5);
}

/** Which way heat goes round between equally warm baths, by local Lindblad. */
function levelMode(): string {
  const model = ringModel({ sites: 4, interaction: 1, fields: [2, 1.2, -0.5, 0.3] });
  const baths = [1, 3].map((site) => ohmicBath({ site, temperature: 1, operator: "x" }));
  return heatCurrents(steadyState(model, baths, { equation: "local-lindblad" })).mode;
}
