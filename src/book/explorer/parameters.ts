// What a reader can turn: the numbers of the explorer, each with its symbol, unit and range.
import { refuse } from "../../input/guards";
import { PAPER } from "../../paper/paper";

/** One point of the explorer; energies in units of J, k_B = ħ = 1. */
export interface Parameters {
  /** Δ */
  readonly delta: number;
  readonly h2: number;
  readonly h3: number;
  /** Φ through the ring, Φ/4 on every bond */
  readonly flux: number;
  /** T_L */
  readonly tl: number;
  /** T_R */
  readonly tr: number;
  /** γ of both baths */
  readonly gamma: number;
  /** spins up, the sector */
  readonly up: number;
}

export type ParameterKey = keyof Parameters;

/** How a parameter is shown and how far it goes. */
export interface Knob<Key extends string = ParameterKey> {
  readonly key: Key;
  readonly symbol: string;
  readonly name: string;
  /** empty for a number without a unit */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** the step of the arrow keys */
  readonly step: number;
  readonly integer?: boolean;
  /** a slider whose positions are equal factors, with zero at its lower end */
  readonly logarithmic?: boolean;
}

/** The knobs in the order of the page. */
export const KNOBS: readonly Knob[] = [
  { key: "delta", symbol: "Δ", name: "interaction", unit: "J", min: -4, max: 4, step: 0.01 },
  { key: "h2", symbol: "h₂", name: "field on site 2", unit: "J", min: -3, max: 3, step: 0.05 },
  { key: "h3", symbol: "h₃", name: "field on site 3", unit: "J", min: -3, max: 3, step: 0.05 },
  { key: "flux", symbol: "Φ", name: "flux", unit: "", min: -3.14, max: 3.14, step: 0.01 },
  { key: "tl", symbol: "T_L", name: "left bath", unit: "J", min: 0, max: 4, step: 0.05 },
  { key: "tr", symbol: "T_R", name: "right bath", unit: "J", min: 0, max: 4, step: 0.05 },
  {
    key: "gamma",
    symbol: "γ",
    name: "bath coupling",
    unit: "",
    min: 0,
    max: 1,
    step: 0.001,
    logarithmic: true,
  },
  { key: "up", symbol: "M", name: "spins up", unit: "of 4", min: 0, max: 4, step: 1, integer: true },
];

/** Where the explorer opens: the ring of the paper with two spins up, heat going round clockwise. */
export const DEFAULTS: Parameters = {
  delta: 1,
  h2: PAPER.fields[1],
  h3: PAPER.fields[2],
  flux: 0,
  tl: PAPER.temperatures.left,
  tr: PAPER.temperatures.right,
  gamma: PAPER.coupling,
  up: 2,
};

/** The interactions that every curve goes over. */
export const INTERACTIONS: readonly [number, number] = [KNOBS[0].min, KNOBS[0].max];

/**
 * A number that its knob can take.
 *
 * @param name what to call it in a complaint
 * @throws InputError naming the knob, its range and the value
 */
export function checkKnob(
  { key, min, max, integer }: Knob<string>,
  value: unknown,
  name: string = key,
): number {
  const inRange = typeof value === "number" && value >= min && value <= max;
  if (!inRange || (integer && !Number.isInteger(value))) {
    refuse(name, `${integer ? "an integer" : "a number"} from ${min} to ${max}`, value);
  }
  return value + 0; // no −0
}

/**
 * What somebody typed: a number, with a decimal comma or a point, and with any kind of minus sign; the text where it is none, and
 * nothing where it is empty.
 */
export function numberOf(typed: string): number | string | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  return NUMBER.test(text) ? Number(text.replace(/[−–]/g, "-").replace(",", ".")) : text;
}

const NUMBER = /^[-+−–]?(\d+[.,]?\d*|[.,]\d+)(e[-+−–]?\d+)?$/i;

/** Three decades below the largest value in steps of a twentieth of a decade, zero at the left end. */
export const DECADES = 3;
const STEPS = 20;

/** The range of the slider of a knob: its own numbers, or positions on a logarithmic scale. */
export function sliderRange({ logarithmic, min, max, step }: Knob<string>): {
  min: number;
  max: number;
  step: number;
} {
  return logarithmic ? { min: 0, max: DECADES * STEPS + 1, step: 1 } : { min, max, step };
}

/** Where the slider stands for a value. */
export function sliderPosition(knob: Knob<string>, value: number): number {
  if (!knob.logarithmic) return value;
  if (value === 0) return 0;
  return Math.max(1, Math.round((DECADES + Math.log10(value / knob.max)) * STEPS) + 1);
}

/** The value at a position of the slider, to two digits on a logarithmic scale. */
export function sliderValue(knob: Knob<string>, position: number): number {
  if (!knob.logarithmic) return position;
  if (position === 0) return 0;
  return Number((knob.max * 10 ** ((position - 1) / STEPS - DECADES)).toPrecision(2));
}
