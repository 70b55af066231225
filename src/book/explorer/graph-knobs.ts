// What of any model can be turned: every bond or one of them, the fields, the baths.
import type { ModelDescription } from "../../description";
import { KNOBS, type Knob, type ParameterKey } from "./parameters";

/** A knob of a description: what it stands at, and the description with another value. */
export interface GraphKnob extends Knob<string> {
  readonly value: (description: ModelDescription) => number;
  readonly turned: (description: ModelDescription, value: number) => ModelDescription;
}

const ringKnob = (key: ParameterKey): Knob => KNOBS.find((knob) => knob.key === key) as Knob;
const [DELTA, FIELD, FLUX, TEMPERATURE, GAMMA] = (["delta", "h2", "flux", "tl", "gamma"] as const).map(
  ringKnob,
);
const EXCHANGE = { ...DELTA, symbol: "J", name: "exchange", min: -2, max: 2 };

/** The looks of the knobs of a bond, or of a whole ring. */
const OF_BONDS = { exchange: EXCHANGE, interaction: DELTA, phase: { ...FLUX, symbol: "θ", name: "phase" } };
const OF_RING = { exchange: EXCHANGE, interaction: DELTA, flux: FLUX };
const DEFAULT = { exchange: 1, interaction: 0, phase: 0, flux: 0, temperature: 0, coupling: 0.01 };

/** The knobs of one bond, by its place; of all at once where it is undefined; of a ring that has no bonds by name. */
export function bondKnobs(description: ModelDescription, bond?: number): GraphKnob[] {
  if (!description.bonds) {
    return (["exchange", "interaction", "flux"] as const).map((field) =>
      fitting(description, {
        ...OF_RING[field],
        key: field,
        value: (at) => at[field] ?? DEFAULT[field],
        turned: (at, value) => ({ ...at, [field]: value }),
      }),
    );
  }
  return (["exchange", "interaction", "phase"] as const).map((field) =>
    fitting(description, {
      ...OF_BONDS[field],
      key: field,
      value: ({ bonds = [] }) => bonds[bond ?? 0]?.[field] ?? DEFAULT[field],
      turned: (at, value) => ({
        ...at,
        bonds: at.bonds?.map((one, b) =>
          bond === undefined || b === bond ? { ...one, [field]: value } : one,
        ),
      }),
    }),
  );
}

/** A knob for the field at each site. */
export const fieldKnobs = (description: ModelDescription): GraphKnob[] =>
  Array.from({ length: description.sites }, (_, l) =>
    fitting(description, {
      ...FIELD,
      key: `field-${l + 1}`,
      symbol: `h_${l + 1}`,
      name: `field on site ${l + 1}`,
      value: ({ fields }) => fields?.[l] ?? 0,
      turned: (at, value) => ({
        ...at,
        fields: Array.from({ length: at.sites }, (_, site) =>
          site === l ? value : (at.fields?.[site] ?? 0),
        ),
      }),
    }),
  );

/** Temperature of each bath, and coupling of those that have one. */
export const bathKnobs = (description: ModelDescription): GraphKnob[] =>
  description.baths.flatMap((bath, b) =>
    (["temperature", "coupling"] as const)
      .filter((field) => field === "temperature" || !("spectralDensity" in bath))
      .map((field) =>
        fitting(description, {
          ...(field === "temperature" ? TEMPERATURE : GAMMA),
          key: `${field}-${b + 1}`,
          symbol: `${field === "temperature" ? "T" : "γ"}_${b + 1}`,
          name: `bath at site ${bath.site}`,
          value: ({ baths }) => (baths[b] as Partial<Record<typeof field, number>>)[field] ?? DEFAULT[field],
          turned: (at, value) => ({
            ...at,
            baths: at.baths.map((one, i) => (i === b ? { ...one, [field]: value } : one)),
          }),
        }),
      ),
  );

/** With a range that has room around the value it opens at. */
function fitting(description: ModelDescription, knob: GraphKnob): GraphKnob {
  const size = Math.abs(knob.value(description));
  if (size <= knob.max) return knob;
  const room = Number((2 * size).toPrecision(1));
  return { ...knob, min: knob.min < 0 ? -room : 0, max: room };
}
