// What of any model can be turned: every bond or one of them, the fields, the baths.
import type { ModelDescription } from "../../description";
import type { Drive } from "../../model/drive";
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

/** Where a drive begins, slow beside no gap of the ring of the paper. */
export const DRIVE: Drive = { frequency: 3, amplitude: 0.5 };

/** The largest amplitude and the frequency of a drive, where there is one: θ + A cos Ωt. */
export function driveKnobs(description: ModelDescription): GraphKnob[] {
  if (!description.drive) return [];
  const largest = ({ drive = DRIVE }: ModelDescription): number =>
    typeof drive.amplitude === "number" ? drive.amplitude : Math.max(0, ...drive.amplitude.map(Math.abs));
  const amplitude: GraphKnob = {
    key: "drive-amplitude",
    symbol: "A",
    name: "amplitude of the drive",
    unit: "",
    min: typeof description.drive.amplitude === "number" ? 0 : 0.05, // how bonds differ is lost at zero
    max: 4,
    step: 0.05,
    value: largest,
    turned: (at, value) => {
      const { drive = DRIVE } = at;
      const scale = value / largest(at);
      const each = (old: number): number => (Number.isFinite(scale) ? scale * old : value);
      return {
        ...at,
        drive: {
          ...drive,
          amplitude: typeof drive.amplitude === "number" ? value : drive.amplitude.map(each),
        },
      };
    },
  };
  const frequency: GraphKnob = {
    key: "drive-frequency",
    symbol: "Ω",
    name: "frequency of the drive",
    unit: "J/ħ",
    min: 0.5,
    max: 20,
    step: 0.1,
    value: ({ drive = DRIVE }) => drive.frequency,
    turned: (at, value) => ({ ...at, drive: { ...(at.drive ?? DRIVE), frequency: value } }),
  };
  return [amplitude, frequency].map((knob) => fitting(description, knob));
}

/** Of all baths at once: how strongly those of a given shape couple, and between two how much warmer the first is. */
const bathsTogether = (description: ModelDescription): GraphKnob[] => {
  const { baths } = description;
  const shaped = baths.filter((bath) => !("spectralDensity" in bath));
  const coupling: GraphKnob = {
    ...GAMMA,
    key: "coupling",
    name: "coupling of every bath",
    value: ({ baths: [first] }) =>
      first && "coupling" in first ? Number(first.coupling ?? DEFAULT.coupling) : DEFAULT.coupling,
    turned: (at, value) => ({
      ...at,
      baths: at.baths.map((bath) => ("spectralDensity" in bath ? bath : { ...bath, coupling: value })),
    }),
  };
  const [one, other] = baths.map(({ temperature }) => temperature);
  const room = one + other;
  const bias: GraphKnob = {
    ...TEMPERATURE,
    key: "bias",
    symbol: "ΔT",
    name: "how much warmer the first bath is",
    min: -room,
    max: room,
    value: ({ baths: [first, second] }) => first.temperature - second.temperature,
    turned: (at, value) => ({
      ...at,
      baths: at.baths.map((bath, b) => ({ ...bath, temperature: (room + (b === 0 ? value : -value)) / 2 })),
    }),
  };
  return [
    ...(shaped.length > 1 ? [fitting(description, coupling)] : []),
    ...(baths.length === 2 && room > 0 ? [bias] : []),
  ];
};

/** Everything that can stand on an axis, each under a key of its own. */
export function axesOf(description: ModelDescription): GraphKnob[] {
  const { bonds = [] } = description;
  const single = bonds.flatMap(({ from, to }, b) =>
    bondKnobs(description, b).map((knob) => ({
      ...knob,
      key: `bond-${b + 1}-${knob.key}`,
      name: `${knob.name} of bond ${from} → ${to}`,
    })),
  );
  return [
    ...(description.bonds && bonds.length < 2 ? [] : bondKnobs(description)).map((knob) =>
      description.bonds ? { ...knob, name: `${knob.name} of every bond` } : knob,
    ),
    ...single,
    ...fieldKnobs(description),
    ...bathKnobs(description).map((knob) => ({
      ...knob,
      name: `${knob.symbol.startsWith("T") ? "temperature" : "coupling"} of the ${knob.name}`,
    })),
    ...bathsTogether(description),
    ...driveKnobs(description),
  ];
}

/** With a range that has room around the value it opens at. */
function fitting(description: ModelDescription, knob: GraphKnob): GraphKnob {
  const size = Math.abs(knob.value(description));
  if (size <= knob.max) return knob;
  const room = Number((2 * size).toPrecision(1));
  return { ...knob, min: knob.min < 0 ? -room : 0, max: room };
}
