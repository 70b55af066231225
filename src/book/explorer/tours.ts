// Three guided tours. A step asks before it shows: the knobs stand where the last step left them until the reader has
// guessed, then they go where there is something to see. What the texts claim, a test holds to the library.
import type { ModelDescription } from "../../description";
import type { Parameters } from "./parameters";

/** What of the page a step, or a lecture, shows beside the ring. */
export const PLOTS = ["heat", "spin", "levels", "feeds", "populations", "ergotropy", "certificate"] as const;
export type Plot = (typeof PLOTS)[number];

/** One step. */
export interface TourStep {
  /** where the step ends; what is left out of a point takes its default */
  readonly to: Partial<Parameters> | ModelDescription;
  /** what to look at, the plot of a lecture first */
  readonly plots: readonly Plot[];
  readonly ask: string;
  readonly options: readonly string[];
  /** which option it is, from 0 */
  readonly right: number;
  /** what there is to see, in two sentences */
  readonly see: string;
}

/** A way through some points of the page. */
export interface Tour {
  /** as links name it */
  readonly key: string;
  readonly title: string;
  /** where the first question is asked */
  readonly from: Partial<Parameters>;
  readonly steps: readonly TourStep[];
}

const FLIP: Tour = {
  key: "flip",
  title: "The flip",
  from: { delta: 0, tl: 1, tr: 1 },
  steps: [
    {
      to: { delta: 0 },
      plots: ["heat"],
      ask: "The left bath is heated to T = 2, the right one stays at 1, and two ways lead from one to the other. Which way does the heat go?",
      options: ["both ways, from hot to cold", "round the ring", "one way only"],
      right: 0,
      see: "Both outer arrows lead from the hot bath to the cold one: the two ways work in parallel. The upper one carries 5.521 thousandths of J²/ħ, the lower one 2.092.",
    },
    {
      to: { delta: 1.5 },
      plots: ["heat"],
      ask: "Two up spins that are neighbours cost the energy Δ, which now grows from 0 to 1.5. Can heat run from the cold side back to the hot one?",
      options: ["no, the second law forbids it", "yes, through site 4", "yes, through site 2"],
      right: 1,
      see: "The lower arrow has turned: heat goes round clockwise, and back to the hot side through site 4. No law is broken, for what the hot bath loses and the cold one gains is still positive, 6.806 thousandths.",
    },
    {
      to: { delta: 2.19 },
      plots: ["heat"],
      ask: "On to Δ = 2.19, near where levels 2 and 3 almost meet. What becomes of j_T, the heat that passes from bath to bath?",
      options: ["it grows", "it stays about the same", "it falls to its least"],
      right: 2,
      see: "The solid curve has its least value here, 2.390 thousandths, about a third of what it was. Close by, level 2 hardly couples to the hot bath and level 3 hardly to the cold one, so that neither of them carries much across.",
    },
    {
      to: { delta: 2.3 },
      plots: ["spin", "heat"],
      ask: "The spin current, the inner arrow, is small but still clockwise. A tenth further, to Δ = 2.3: what does it do?",
      options: ["it stops", "it goes on clockwise", "it turns round"],
      right: 2,
      see: "It has turned round, through zero at Δ = 2.197. The heat has turned as well, in the lower way at 2.170 and in the upper one at 2.215, and all three arrows of the ring point against the site numbers.",
    },
    {
      to: { delta: 2.3, tl: 1, tr: 2 },
      plots: ["spin", "heat"],
      ask: "Now hot and cold are swapped. What do the arrows do?",
      options: ["all of them turn round", "only those at the baths turn", "nothing changes"],
      right: 0,
      see: "Every arrow has turned round. But the currents are not the same in size: the spin current was −1.571 thousandths and is 0.8484, for the fields make the two sides of the ring different.",
    },
    {
      to: { delta: 2.3, up: 3 },
      plots: ["spin"],
      ask: "The baths are as before, but three of the four spins are up. Does Δ turn the spin current now?",
      options: ["yes, at another place", "yes, at the same place", "no"],
      right: 2,
      see: "The curve is flat: with three up every configuration has two neighbouring pairs, and Δ shifts all energies alike. It takes two spins up for the interaction to turn anything.",
    },
  ],
};

const INVERSION: Tour = {
  key: "inversion",
  title: "The inversion",
  from: { delta: 2.27 },
  steps: [
    {
      to: { delta: 2.27, tl: 1.5, tr: 1.5 },
      plots: ["populations", "ergotropy"],
      ask: "Both baths are brought to the same temperature. Can a level be fuller than the one below it?",
      options: ["no", "yes, where two levels come close", "yes, if Δ is large"],
      right: 0,
      see: "Level by level there is less in them, as Boltzmann's factor says, wherever Δ is. No work can be got out of such a state: the ergotropy is 0.",
    },
    {
      to: { delta: 2.27 },
      plots: ["feeds"],
      ask: "The left bath is hot again, and levels 2 and 3 nearly meet. Which bath moves the ring from level 1 to level 2?",
      options: ["the hot one", "the cold one", "both alike"],
      right: 1,
      see: "Level 2 sees the cold bath with 0.83 and the hot one with 0.02, level 3 the cold one with 0.01 and the hot one with 0.72. What adds up for one bath cancels for the other: each of the two levels has a bath of its own.",
    },
    {
      to: { delta: 2.27 },
      plots: ["populations"],
      ask: "So level 2 is fed by the cold bath, and level 3, just above it, by the hot one. Which of them is the fuller?",
      options: ["level 2, as it is lower", "both alike", "level 3"],
      right: 2,
      see: "Level 3 holds 0.0590 and level 2 holds 0.0139: an inversion. Seen from level 1, level 3 is warmer than level 2 by more than the factor 1.088 by which it is higher; a small gap makes that easy, and a bath of its own for each makes it happen.",
    },
    {
      to: { delta: 2 },
      plots: ["ergotropy", "populations"],
      ask: "A pulse that swaps the two levels gets work out: the inversion times their gap. Where is there most of it?",
      options: ["where the gap is smallest, at 2.27", "left of it", "right of it"],
      right: 1,
      see: "At Δ = 2 it is 21.75 thousandths of J, at 2.27 only 19.27. Near the crossing the inversion is largest but the gap smallest, so that their product peaks further away.",
    },
    {
      to: { delta: 2, tl: 1, tr: 2 },
      plots: ["ergotropy", "populations"],
      ask: "Hot and cold are swapped. How much of the work is left?",
      options: ["all of it", "about half", "next to nothing"],
      right: 2,
      see: "0.04224 thousandths, a 515th. Level 2 is fed by the hot bath now and level 3 by the cold one, and so the lower level is the fuller.",
    },
    {
      to: { delta: 0, tl: 1, tr: 2 },
      plots: ["populations", "feeds"],
      ask: "The right bath stays hot, and Δ goes to 0, where levels 3 and 4 come close. Is there an inversion?",
      options: ["no", "yes, level 4 above level 3", "yes, level 3 above level 2"],
      right: 1,
      see: "Level 4 holds 0.0267 and level 3 holds 0.0129. Here it is the upper of the two that belongs to the right bath, and so the right one has to be hot.",
    },
  ],
};

/** The ring at equal temperatures, with all that the Redfield equation has. */
const SHIFTED: ModelDescription = {
  sites: 4,
  spinsUp: 2,
  interaction: 0,
  fields: [0, 2, 1, 0],
  lambShift: true,
  baths: [1, 3].map((site) => ({ site, temperature: 1, coupling: 0.1 })),
};

/** Two sites, each with a bath that turns its spin over and knows of no other. */
const LOCAL: ModelDescription = {
  sites: 2,
  bonds: [{ from: 1, to: 2, exchange: 0.5 }],
  fields: [3, 0.5],
  equation: "local-lindblad",
  baths: [1.2, 1].map((temperature, l) => ({ site: l + 1, temperature, operator: "x" })),
};

const LAWS: Tour = {
  key: "laws",
  title: "The broken laws",
  from: { delta: -3.5 },
  steps: [
    {
      to: { delta: -3.5, gamma: 1 },
      plots: ["certificate", "populations"],
      ask: "At γ = 0.01 all probabilities of the state are positive, as they have to be. What does the smallest one do when the coupling is raised a hundredfold?",
      options: ["it grows", "it shrinks and stays positive", "it becomes negative"],
      right: 2,
      see: "The smallest eigenvalue of ρ is −2.944e−4, a probability that nothing in nature can have. It is the equation that breaks, not the ring: where it does, the curves are hatched and a warning says so.",
    },
    {
      to: { delta: 2.19, gamma: 0.1 },
      plots: ["heat", "certificate"],
      ask: "Now γ = 0.1 and Δ = 2.19, and no probability is negative. Is all well?",
      options: ["yes", "no: levels are too near each other", "no: energy is lost"],
      right: 1,
      see: "Levels are 1.5 times as wide as they are apart, and an equation for weak coupling cannot vouch for what happens between them. That no law is seen to break does not make a number right: these stretches are hatched as well.",
    },
    {
      to: { delta: 2.19, gamma: 1, tl: 1, tr: 1 },
      plots: ["heat", "certificate"],
      ask: "The strongest coupling, γ = 1, between two baths at the same temperature. Does heat flow?",
      options: ["no", "yes, a little", "yes, and a lot"],
      right: 0,
      see: "Nothing flows: the state of thermal equilibrium solves this equation exactly, however strong the coupling. One law that is kept says nothing of the others.",
    },
    {
      to: SHIFTED,
      plots: [],
      ask: "So far the Lamb shift was left out, which is how the baths move the levels. It is put back, at γ = 0.1, Δ = 0 and equal temperatures. Does heat flow now?",
      options: ["no, equal is equal", "yes, for ever"],
      right: 1,
      see: "The left bath takes up 5.825 thousandths and the right one gives them, though both are equally warm. The smallest probability is −0.008743: the equation that leaves nothing out breaks first.",
    },
    {
      to: LOCAL,
      plots: [],
      ask: "Another equation, local Lindblad: each bath sees its own site alone. Two sites with the fields 3 and 0.5, the bath at site 1 at T = 1.2 and the one at site 2 at T = 1. Which way does the heat flow?",
      options: ["from hot to cold", "from cold to hot", "not at all"],
      right: 1,
      see: "2.701 thousandths leave the colder bath and enter the warmer one, at any strength of the coupling. The second law is broken, and the warning says so; no probability is negative.",
    },
  ],
};

/** In the order of the page. */
export const TOURS: readonly Tour[] = [FLIP, INVERSION, LAWS];
