import type { ModelDescription } from "../../src/description";

/** The ring of the paper at its minimum of the heat. */
export const paperRing: ModelDescription = {
  sites: 4,
  spinsUp: 2,
  interaction: 2.19,
  fields: [0, 2, 1, 0],
  baths: [
    { site: 1, temperature: 2 },
    { site: 3, temperature: 1 },
  ],
};
