// A point for every figure of the paper, the one where it all turns, two with a flux, and models beyond the ring.

import type { ModelDescription } from "../../description";
import { twoRingModel } from "../../model/graphs";
import { PAPER } from "../../paper/paper";
import { DEFAULTS, type Parameters } from "./parameters";

/** A point with a name. */
export interface Preset<Shown = Parameters> {
  readonly group: string;
  readonly label: string;
  /** what there is to see */
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
  preset("Figure 1", "parallel", "heat takes both branches from the hot bath to the cold one", { delta: 0 }),
  preset("Figure 1", "clockwise", "heat goes round with the site numbers", { delta: 1 }),
  preset("Figure 1", "counterclockwise", "heat goes round against the site numbers", { delta: 3 }),
  preset("Figure 2", "a, c", "three up: the interaction shifts all energies alike", { up: 3, delta: 0 }),
  preset("Figure 2", "b, d", "two up: three modes, one after the other", { delta: 1.5 }),
  preset("Figure 2", "Δ ≈ 2.19", "least heat, and the spin current turns", { delta: 2.19 }),
  preset("Figure 3", "a, left bath hot", "the highest ergotropy of the map", { delta: 2 }),
  preset("Figure 3", "a, right bath hot", "the hot spot at reversed temperatures", {
    delta: 0,
    tl: 1,
    tr: 2,
  }),
  preset("Figure 3", "b", "levels 2 and 3 inverted, and 4 and 5 on the far left", { delta: 2.5 }),
  preset("Figure 3", "c", "temperatures swapped: levels 3 and 4 inverted", { delta: 0.4, tl: 1, tr: 2 }),
  ...PAPER.fieldsOfFigure4.map((h2, i) =>
    preset("Figure 4", `h₂ = ${h2}`, `h₃ = ${h2 / 2}, at the highest ergotropy`, {
      h2,
      h3: h2 / 2,
      delta: PEAKS[i],
    }),
  ),
  preset("Flux", "Φ = 0.01", "a hundredth of a radian, and the parallel mode is gone", {
    delta: 2.19,
    flux: 0.01,
  }),
  preset("Flux", "equal baths", "heat and spins that go round in equilibrium", {
    delta: 2.19,
    flux: 1.5,
    tl: 1,
    tr: 1,
  }),
];

const hotAndCold = (hot: number, cold: number): ModelDescription["baths"] => [
  { site: hot, temperature: 2 },
  { site: cold, temperature: 1 },
];

/** The models of chapters 9 and 10. */
export const GRAPH_PRESETS: readonly Preset<ModelDescription>[] = [
  {
    group: "Graphs",
    label: "two rings",
    hint: "two triangles that share a site turn against each other",
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
    hint: "a ring that no bath touches circulates heat and spin",
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
    hint: "a flux parts the heat unevenly between two cold baths that are alike",
    parameters: {
      sites: 3,
      spinsUp: 1,
      flux: 3.1,
      baths: [2, 1, 1].map((temperature, l) => ({ site: l + 1, temperature })),
    },
  },
];
