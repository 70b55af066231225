// The ring of the paper, and sweeps of it, for the tests of this folder.
import type { ModelDescription } from "../../src/description";
import type { SweepSpec } from "../../src/sweep/spec";

export const ring: ModelDescription = {
  sites: 4,
  spinsUp: 2,
  fields: [0, 2, 1, 0],
  baths: [
    { site: 1, temperature: 2 },
    { site: 3, temperature: 1 },
  ],
};

/** Two axes, one of them with points whose steady state is not unique. */
export const grid = (fields: number, interactions: number): SweepSpec => ({
  base: { ...ring, fields: [0, 0, 0, 0] },
  axes: {
    "fields.2": { from: 0, to: 2, count: fields },
    interaction: { from: -3, to: 3, count: interactions },
  },
  observe: ["heatCurrents", "ergotropyParts", "populations", "certificate"],
});
