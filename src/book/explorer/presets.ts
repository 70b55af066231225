// A point for every figure of the paper, the one where it all turns, two with a flux, and models beyond the ring; each with
// a sentence that says what to look at.

import type { ModelDescription } from "../../description";
import { twoRingModel } from "../../model/graphs";
import { PAPER } from "../../paper/paper";
import { DEFAULTS, type Parameters } from "./parameters";

/** A point with a name. */
export interface Preset<Shown = Parameters> {
  readonly group: string;
  readonly label: string;
  /** what there is to see, in a sentence */
  readonly hint: string;
  readonly parameters: Shown;
}

const preset = (group: string, label: string, hint: string, changes: Partial<Parameters>): Preset => ({
  group,
  label,
  hint,
  parameters: { ...DEFAULTS, ...changes },
});

/** Where 𝓔 is largest at each field of Figure 4. */
const PEAKS = [2, 1.79, 1.58, 1.51, 1.31];

/** In the order of the paper. */
export const PRESETS: readonly Preset[] = [
  preset(
    "Which way round · Figure 1",
    "parallel",
    "Heat takes both ways from the hot bath to the cold one: both outer arrows point to the right.",
    { delta: 0 },
  ),
  preset(
    "Which way round · Figure 1",
    "clockwise",
    "Heat goes round with the site numbers: look at the lower arrow, which leads from the cold side back to the hot one.",
    { delta: 1 },
  ),
  preset(
    "Which way round · Figure 1",
    "counterclockwise",
    "Heat goes round against the site numbers: now it is the upper arrow that leads from cold to hot.",
    { delta: 3 },
  ),
  preset(
    "What Δ does · Figure 2",
    "nothing, with three up",
    "The interaction shifts all energies alike: drag Δ, and neither the heat from the bath nor the spin current changes, only how the heat is shared by the two ways.",
    { up: 3, delta: 0 },
  ),
  preset(
    "What Δ does · Figure 2",
    "three modes, with two up",
    "Drag Δ from end to end: the colours behind the curves are the modes, parallel, clockwise and counterclockwise.",
    { delta: 1.5 },
  ),
  preset(
    "What Δ does · Figure 2",
    "the turn, Δ ≈ 2.19",
    "The least heat passes from bath to bath, and the spin current is about to turn: drag Δ a little to either side and watch the inner arrow.",
    { delta: 2.19 },
  ),
  preset(
    "Work · Figure 3",
    "most of it",
    "The highest ergotropy of the figure: level 3 is fuller than level 2, and a pulse that swaps them gets work out.",
    { delta: 2 },
  ),
  preset(
    "Work · Figure 3",
    "right bath hot",
    "The hot spot at swapped temperatures: levels 3 and 4 come close here, and the upper one is the fuller.",
    { delta: 0, tl: 1, tr: 2 },
  ),
  preset(
    "Work · Figure 3",
    "levels 2 and 3",
    "Look at the populations: level 3 is above level 2 here, and level 5 above level 4 in the shaded stretch on the left.",
    { delta: 2.5 },
  ),
  preset(
    "Work · Figure 3",
    "levels 3 and 4",
    "With the right bath hot it is level 4 that is above level 3, around Δ = 0, and no other pair is inverted.",
    { delta: 0.4, tl: 1, tr: 2 },
  ),
  ...PAPER.fieldsOfFigure4.map((h2, i) =>
    preset(
      "Smaller fields · Figure 4",
      `h₂ = ${h2}`,
      `With h₃ = ${h2 / 2} most ergotropy is at Δ ≈ ${PEAKS[i]}, just left of where levels 2 and 3 come closest: both move left as the fields fall.`,
      { h2, h3: h2 / 2, delta: PEAKS[i] },
    ),
  ),
  preset(
    "A flux",
    "a little of it",
    "A hundredth of a radian, and there is no parallel mode at Δ ≈ 2.19 any more: set Φ to 0 and it is back.",
    { delta: 2.19, flux: 0.01 },
  ),
  preset(
    "A flux",
    "equal baths",
    "Heat and spins go round although no bath is warmer: they are currents of equilibrium, and no bath gives heat.",
    { delta: 2.19, flux: 1.5, tl: 1, tr: 1 },
  ),
];

const hotAndCold = (hot: number, cold: number): ModelDescription["baths"] => [
  { site: hot, temperature: 2 },
  { site: cold, temperature: 1 },
];

/** How many sites a ring of the page has. */
export const RING_SITES: readonly number[] = [3, 4, 5, 6, 7, 8];

/** The ring of so many sites, half of the spins up, with the fields and temperatures of the paper. */
export const ringOf = (sites: number): ModelDescription => ({
  sites,
  spinsUp: Math.floor(sites / 2),
  interaction: DEFAULTS.delta,
  fields: Array.from({ length: sites }, (_, l) => PAPER.fields[l] ?? 0),
  // more levels are nearer to each other: where the coupling is to stay weak, it has to be weaker
  baths: hotAndCold(1, Math.floor(sites / 2) + 1).map((bath) =>
    sites > 5 ? { ...bath, coupling: 0.001 } : bath,
  ),
});

/** The models of chapters 9 and 10. */
export const GRAPH_PRESETS: readonly Preset<ModelDescription>[] = [
  {
    group: "Graphs",
    label: "two rings",
    hint: "Two triangles that share a site: heat goes round them in opposite senses.",
    parameters: {
      ...twoRingModel({
        rings: [3, 3],
        joinedBy: "site",
        spinsUp: 2,
        interaction: 4,
        fields: [0, -1.4, 2, 0, -1.6],
      }),
      baths: hotAndCold(1, 4),
    },
  },
  {
    group: "Graphs",
    label: "spectator",
    hint: "No bath touches the second ring, and yet heat and spins go round in it.",
    parameters: {
      ...twoRingModel({
        rings: [4, 4],
        joinedBy: "site",
        at: 2,
        spinsUp: 2,
        interaction: 2.19,
        fields: [0, 2, 1, 0, 1.4, 0, 0.6],
      }),
      baths: hotAndCold(1, 3),
    },
  },
  {
    group: "Graphs",
    label: "circulator",
    hint: "The two cold baths are alike, but the flux sends more heat to one of them than to the other.",
    parameters: {
      sites: 3,
      spinsUp: 1,
      flux: 3.1,
      baths: [2, 1, 1].map((temperature, l) => ({ site: l + 1, temperature })),
    },
  },
];
