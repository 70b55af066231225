// Claim 16, of the paper's outlook: gauge fields. A constant one is a flux Φ through the ring, its phase Φ/N on every bond.
import { findRoot, linspace } from "../numerics/extrema";
import { heatCurrents } from "../observables/currents";
import { steadyState } from "../states/steady-state";
import type { Claim } from "./claim";
import { PAPER } from "./paper";
import type { World } from "./world";

const { temperatures, fields, coupling, cutoff } = PAPER;
/** Where the paper has the least heat, and the parallel mode. */
const INTERACTION = 2.19;

function currentsAt(world: World, flux: number) {
  const ring = world.model({ spinsUp: 2, interaction: INTERACTION });
  const bonds = ring.bonds.map((bond) => ({ ...bond, phase: flux / ring.bonds.length }));
  const baths = world.baths(temperatures.left, temperatures.right);
  return heatCurrents(steadyState({ ...ring, bonds }, baths, world.options));
}

export const fluxClaims: readonly Claim[] = [
  {
    id: "16a",
    group: "outlook",
    title: "a constant gauge field changes the mode",
    statement: "Gauge fields are another way to act on the currents of the ring; here one that is constant.",
    place: "Section 6",
    kind: "qualitative",
    quantity:
      "number of modes of the heat current that a flux through the ring goes through, over one turn of it",
    parameters: {
      spinsUp: 2,
      interaction: INTERACTION,
      fields,
      T_L: temperatures.left,
      T_R: temperatures.right,
      coupling,
      cutoff,
    },
    expected: "worth exploring",
    reading: "the paper asks and expects no number: yes, if the mode is not the same at every flux",
    limit: 2,
    comparison: "at least",
    tolerance: null,
    notebook: { file: "09-flux.ipynb", heading: "The thousandth of a radian" },
    measure: (world) => {
      const turn = linspace(-3, 3, 25).map((flux) => currentsAt(world, flux).mode);
      const modes = new Set(turn.filter((mode) => mode !== "none"));
      const edges = [
        findRoot((flux) => currentsAt(world, flux).upper, -0.002, 0),
        findRoot((flux) => currentsAt(world, flux).lower, 0, 0.002),
      ];
      const [from, to] = edges.map((edge) => (1000 * edge).toFixed(3).replace("-", "−"));
      return {
        measured: modes.size,
        note: `${[...modes].join(", ")}; parallel from ${from} to ${to} mrad only`,
      };
    },
  },
];
