// Claim 15, of the paper's outlook: two rings. Two triangles with a common site, the smallest there are, a bath at each end.
import { twoRingModel } from "../model/graphs";
import { linspace } from "../numerics/extrema";
import { loopCurrents } from "../observables/graph-currents";
import { steadyState } from "../states/steady-state";
import type { Claim } from "./claim";
import { PAPER } from "./paper";

const { temperatures, coupling, cutoff } = PAPER;
const spinsUp = 2;
const interaction = 4;
const range = [-3, 3] as const;
const fieldsOf = (h2: number, h5: number): number[] => [0, h2, 2, 0, h5];

export const twoRingClaims: readonly Claim[] = [
  {
    id: "15",
    group: "outlook",
    title: "two rings: more modes than one has",
    statement: "More complex topologies, with two rings or more, have more modes of the heat current.",
    place: "Section 6",
    kind: "qualitative",
    quantity: "pairs of modes that two rings of three sites with one in common are seen in",
    parameters: {
      "hot bath": "site 1, of the first ring",
      "cold bath": "site 4, of the second",
      "common site": 2,
      "spins up": spinsUp,
      interaction,
      "h₂, h₅": range,
      "h₃": 2,
      T_L: temperatures.left,
      T_R: temperatures.right,
      coupling,
      cutoff,
    },
    expected: "more",
    reading:
      "the paper asks about two rings and expects nothing of them; more: than three, the modes of one ring",
    limit: 4,
    comparison: "at least",
    tolerance: null,
    notebook: { file: "10-two-rings.ipynb", heading: "Nine pairs of modes" },
    measure: (world) => {
      const rings = twoRingModel({ rings: [3, 3], joinedBy: "site", spinsUp });
      const [like] = world.model({ sites: 3, spinsUp, interaction, fields: [0, 0, 0] }).bonds;
      const bonds = rings.bonds.map(({ from, to }) => ({ ...like, from, to }));
      const [left, right] = world.baths(temperatures.left, temperatures.right);
      const baths = [left, { ...right, site: 4 }];
      const grid = linspace(...range, 16);
      const pairs = grid.flatMap((h2) =>
        grid.flatMap((h5) => {
          const state = steadyState({ ...rings, bonds, fields: fieldsOf(h2, h5) }, baths, world.options);
          return state.warnings.length > 0
            ? []
            : [
                loopCurrents(state)
                  .map(({ mode }) => mode)
                  .join(" "),
              ];
        }),
      );
      const seen = [...new Set(pairs)].filter((pair) => !pair.includes("none"));
      const rarest = Math.min(...seen.map((pair) => pairs.filter((each) => each === pair).length));
      return {
        measured: seen.length,
        note: `of nine; the rarest is seen at ${rarest} of ${pairs.length} points. Each ring is in one of three modes, whatever the other does`,
      };
    },
  },
];
