// Claim 16, of the paper's outlook: gauge fields. One that changes in time: every bond has the phase A cos Ωt.
import { heatCurrents } from "../observables/currents";
import { steadyState } from "../states/steady-state";
import type { Claim } from "./claim";
import { PAPER } from "./paper";
import type { World } from "./world";

const { temperatures, fields, coupling, cutoff } = PAPER;
/** Where the paper has the least heat, and the parallel mode. */
const INTERACTION = 2.19;
const FREQUENCY = 3;

function currentsAt(world: World, amplitude: number) {
  const ring = world.model({ spinsUp: 2, interaction: INTERACTION });
  const baths = world.baths(temperatures.left, temperatures.right);
  const drive = { frequency: FREQUENCY, amplitude };
  return heatCurrents(steadyState(ring, baths, { ...world.options, drive }));
}

export const driveClaims: readonly Claim[] = [
  {
    id: "16b",
    group: "outlook",
    title: "a gauge field that swings changes the mode",
    statement:
      "Gauge fields are another way to act on the currents of the ring; here one that changes in time.",
    place: "Section 6",
    kind: "qualitative",
    quantity:
      "number of modes of the mean heat current that the amplitude of the phases A cos Ωt goes through, up to 1.2",
    parameters: {
      spinsUp: 2,
      interaction: INTERACTION,
      fields,
      frequency: FREQUENCY,
      T_L: temperatures.left,
      T_R: temperatures.right,
      coupling,
      cutoff,
    },
    expected: "worth exploring",
    reading: "the paper asks and expects no number: yes, if the mode is not the same at every amplitude",
    limit: 2,
    comparison: "at least",
    tolerance: null,
    notebook: { file: "14-driving.ipynb", heading: "Steering the mode" },
    measure: (world) => {
      const modes = [0, 0.3, 0.7, 0.9, 1.2].map((amplitude) => currentsAt(world, amplitude).mode);
      return {
        measured: new Set(modes.filter((mode) => mode !== "none")).size,
        note: `${modes.join(", ")} at A = 0, 0.3, 0.7, 0.9, 1.2; as fast as baths cannot follow, the exchange is J₀(A)`,
      };
    },
  },
];
