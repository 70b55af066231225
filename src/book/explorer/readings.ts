// The point in words and numbers: what is shown beside the pictures and read out to those who do not see them.
import { MODE_WORDS } from "../../figures/theme";
import { type ErrorCode, InputError } from "../../input/guards";
import { findingsOf } from "../../observables/audit";
import { heatNoise, uncertaintyRatio } from "../../observables/noise";
import type { Parameters } from "./parameters";
import type { ObservedPoint, Point } from "./point";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number to so many significant digits, with a power of ten where it is far from one. */
export function numberText(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size < 1e-300) return "0";
  if (size >= 1e-3 && size < 1e5) return minus(value.toPrecision(digits));
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = String(Math.abs(Number(exponent))).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return `${minus(mantissa)} × 10${exponent.startsWith("-") ? "⁻" : ""}${power}`;
}

const minus = (text: string): string => text.replace("-", "−");

/** A parameter as it is typed, with a true minus sign. */
export const plainText = (value: number): string => minus(String(value));

/** A current in thousandths. */
export function milliText(value: number): string {
  if (value === 0) return "0";
  return Math.abs(value) < 1e-9 ? numberText(value * 1e3) : minus((value * 1e3).toPrecision(4));
}

/** A number with so many decimals: numbers that change in place keep their width. */
export const fixedText = (value: number, decimals: number): string =>
  minus(value.toFixed(decimals).replace(/^-(0\.0*)$/, "$1"));

/** A sentence from its first word on. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is missing, by the kinds of reason. */
export const refusedText = (codes: ReadonlySet<ErrorCode>): string =>
  [...codes].every((code) => code === "not-unique")
    ? "no unique steady state"
    : "no steady state that can be vouched for";

/** Why nothing flows, or what the interaction cannot do in this sector, where there is something to say. */
export function sectorText({ up, tl, tr, flux }: Parameters, { mode }: ObservedPoint): string | undefined {
  if (up === 0 || up === 4) {
    return `With ${up === 0 ? "no spin" : "all four spins"} up the sector has a single state: no spin can move, no energy can be exchanged, and every current is zero.`;
  }
  if (tl === tr && flux !== 0 && mode !== "none") {
    return "Both baths are equally warm and give no heat: what goes round is a current of equilibrium, the slope of the free energy against the flux.";
  }
  if (tl === tr) {
    return "Both baths are equally warm: the ring is in thermal equilibrium, and every current vanishes.";
  }
  if (mode === "none") {
    return "The baths are too cold to move anything: no current is larger than its rounding errors.";
  }
  if (up === 1) return "With one spin up no two up spins are ever neighbours: the interaction does nothing.";
  if (up === 3) {
    return "With three spins up every state has two neighbouring pairs: the interaction shifts all energies alike, and neither j_T nor the spin current depends on it.";
  }
  return undefined;
}

/** How steady the heat is, where anything fluctuates. */
export function noiseText({ state }: Point): string {
  if (!state) return "";
  try {
    const [[noise]] = heatNoise(state);
    if (!(noise > 0)) return "";
    const [ratio] = uncertaintyRatio(state);
    const price =
      ratio === null ? "" : `; uncertainty ratio ${numberText(ratio)}, at least 2 but for coherences`;
    return `Noise of the heat between the baths ${numberText(noise)} J³/ħ${price}.`;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `No noise of the heat: ${error.message}.`;
  }
}

/** What the audit finds besides what is warned of already, a sentence each. */
export function findingTexts({ state }: Point): string[] {
  if (!state) return [];
  return findingsOf(state, true)
    .filter(({ code }) => !state.warnings.some((warning) => warning.code === code))
    .map(({ message }) => `${message[0].toUpperCase()}${message.slice(1)}.`);
}

/** The whole point in a sentence or two. */
export function pointText(parameters: Parameters, { observed, refusal }: Point): string {
  const at = `Δ = ${plainText(parameters.delta)} J`;
  if (!observed) return `${at}: ${refusal}.`;
  const { mode, heatUpper, heatLower, heatFromLeft, spinCurrent, ergotropy } = observed;
  const currents = `j_u ${milliText(heatUpper)}, j_d ${milliText(heatLower)}, j_T ${milliText(heatFromLeft)} thousandths of J²/ħ, spin current ${milliText(spinCurrent)} thousandths of J/ħ`;
  const note = sectorText(parameters, observed);
  const warnings = observed.warnings.map(({ message }) => ` Warning: ${message}.`).join("");
  return `${at}: ${MODE_WORDS[mode]}; ${mode === "none" ? "" : `${currents}. `}${note ? `${note} ` : ""}Ergotropy ${numberText(ergotropy)} J.${warnings}`;
}
