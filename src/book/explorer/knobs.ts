// A slider and a number field for one parameter, always showing the same.
import { InputError } from "../../input/guards";
import { html, set, symbolHtml } from "./dom";
import { checkKnob, type Knob, numberOf, sliderPosition, sliderRange, sliderValue } from "./parameters";
import { plainText } from "./readings";

/** One row of the controls. */
export interface KnobRow {
  readonly element: HTMLElement;
  readonly show: (value: number) => void;
}

/** Builds the row; `onValue` hears every change, `onRefusal` why something typed is none; `id` is its own on the page. */
export function createKnob(
  knob: Knob<string>,
  onValue: (value: number) => void,
  onRefusal: (message: string) => void,
  id: string = knob.key,
): KnobRow {
  const { key, symbol, name, unit, step, min, max } = knob;
  const spoken = `${symbol.replace("_", "")}, ${name}`;
  const slider = html("input", { type: "range", id: `${id}-slider`, ...sliderRange(knob) });
  const field = html("input", {
    type: "text", // a number field of the browser takes a decimal comma in some languages only
    role: "spinbutton",
    id: `${id}-number`,
    inputmode: min < 0 ? undefined : "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-valuemin": min,
    "aria-valuemax": max,
    "aria-label": `${spoken}${unit ? `, in ${unit}` : ""}, as a number`,
  });
  const label = html("label", { for: slider.id }, symbolHtml(symbol), " ", html("span", {}, name));
  const element = html(
    "div",
    { class: "knob", "data-knob": key },
    label,
    slider,
    field,
    html("span", { class: "unit" }, unit),
  );

  slider.addEventListener("input", () => onValue(sliderValue(knob, slider.valueAsNumber)));
  const typed = (): number => checkKnob(knob, numberOf(field.value), symbol.replace("_", ""));
  // a number counts as soon as it is one; what is none is complained of when the field is left
  field.addEventListener("input", () => {
    typing = true;
    const refused = complaint(typed);
    set(field, { "aria-invalid": refused ? "true" : undefined });
    if (refused !== undefined) return;
    last = typed();
    onValue(last);
  });
  field.addEventListener("change", () => {
    typing = false;
    const refused = complaint(typed);
    show(last); // as all numbers are written
    if (refused !== undefined) onRefusal(`${refused}.`);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    typing = false;
    const stepped = last + (event.key === "ArrowUp" ? step : -step);
    const value = Math.min(max, Math.max(min, Number(stepped.toFixed(9))));
    show(value);
    onValue(value);
  });
  let last = Number.NaN;
  let typing = false;
  const show = (value: number): void => {
    const own = typing && value === last;
    last = value;
    slider.value = String(sliderPosition(knob, value));
    set(slider, { "aria-valuetext": `${plainText(value)} ${unit}`.trim() });
    if (own) return; // what is being typed stays as it is typed: 1e, on its way to 1e-5, is no number yet
    typing = false;
    field.value = String(value);
    set(field, { "aria-invalid": undefined, "aria-valuenow": value });
  };
  return { element, show };
}

/** What a check says against its value, if anything. */
function complaint(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
