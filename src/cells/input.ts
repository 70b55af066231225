// Inputs: values that a reader can set. In a page they have a control above the output; in Jupyter, in a script and
// when a notebook is reproduced, they are the constants that the cell says.
import { checkNumber, checkObject, echo, InputError, refuse } from "../input/guards";
import { setting } from "./host";
import { type Choice, type Knob, present } from "./knob";

/** A number that a reader can set. */
export interface NumberInput {
  /** the least that it can be */
  readonly from: number;
  /** the most that it can be */
  readonly to: number;
  /** what one step of the slider is; by default a hundredth of the range */
  readonly step?: number;
  /** what it is until somebody sets it */
  readonly value: number;
}

/** One of several, that a reader can choose. */
export interface ChoiceInput<O extends readonly Choice[]> {
  /** what there is to choose from: two or more numbers or texts */
  readonly of: O;
  /** what it is until somebody chooses */
  readonly value: O[number];
}

/** Something that is or is not, as a reader sets it. */
export interface SwitchInput {
  /** what it is until somebody sets it */
  readonly value: boolean;
}

/** What {@link input} can make. */
export interface Inputs {
  /** A number from a range. */
  number(label: string, options: NumberInput): number;
  /** One of several numbers or texts. */
  choice<const O extends readonly Choice[]>(label: string, options: ChoiceInput<O>): O[number];
  /** Whether or not. */
  switch(label: string, options: SwitchInput): boolean;
}

/**
 * Values that a reader can set: a number from a range, one of several, a switch.
 *
 * In a page each has a control above the cell's output, and moving it runs again what depends on it. In Jupyter the
 * cell shows its value and what to edit; under `spin-ring reproduce` and in a script it is a constant.
 *
 * @throws InputError for a range that is none, and a value that is not within what there is to choose from
 * @example input.number("Δ", { from: 0, to: 4, step: 0.01, value: 2.19 })
 */
export const input: Inputs = {
  number(label, options) {
    checkObject("input", options, ["from", "to", "step", "value"]);
    const from = checkNumber("from", options.from);
    const to = checkNumber("to", options.to, from, true);
    const step = options.step === undefined ? (to - from) / 100 : checkNumber("step", options.step, 0, true);
    const { value } = options;
    const isIn = (x: unknown): x is number => typeof x === "number" && x >= from && x <= to;
    if (!isIn(value)) refuse("value", `a number from ${from} to ${to}`, value);
    return settled(label, { kind: "number", from, to, step, value }, isIn, `${from} to ${to}`);
  },
  choice(label, options) {
    checkObject("input", options, ["of", "value"]);
    const { of, value } = options;
    const isChoice = (x: unknown): boolean => typeof x === "string" || Number.isFinite(x);
    if (
      !Array.isArray(of) ||
      of.length < 2 ||
      !of.every(isChoice) ||
      new Set(of.map(String)).size < of.length
    )
      refuse("of", "a list of two or more different numbers or texts", of);
    const isOne = (x: unknown): x is (typeof of)[number] => of.includes(x as Choice);
    if (!isOne(value)) refuse("value", `one of ${of.map(echo).join(", ")}`, value);
    return settled(label, { kind: "choice", of, value }, isOne, of.map(echo).join(", "));
  },
  switch(label, options) {
    checkObject("input", options, ["value"]);
    const { value } = options;
    const isSwitch = (x: unknown): x is boolean => typeof x === "boolean";
    if (!isSwitch(value)) refuse("value", "true or false", value);
    return settled(label, { kind: "switch", value }, isSwitch, "true or false");
  },
};

/** What the reader has set, if that can be; else what the cell says. */
function settled<T extends Choice | boolean>(
  label: string,
  knob: Knob & { readonly value: T },
  isPossible: (value: unknown) => value is T,
  possible: string,
): T {
  if (typeof label !== "string" || label.trim() === "")
    throw new InputError("an input must be called something");
  const told = setting(label);
  const written = knob.value;
  const value = isPossible(told) ? told : written;
  const turned = value !== written;
  const words = turned
    ? `${label} = ${value} (the cell says ${written})`
    : `${label} = ${value} (${possible}: edit "value: ${echo(value)}" in this cell and run it)`;
  present({ ...knob, value, label, ...(turned ? { written } : {}) } as Parameters<typeof present>[0], words);
  return value;
}
