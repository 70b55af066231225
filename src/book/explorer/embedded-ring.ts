// A ring in a chapter: the picture of a point where the text speaks of it, and a few knobs once somebody has touched it. This
// script draws the one when the book is made, and brings the other to the page.
import { echo, InputError } from "../../input/guards";
import { invertedLevels } from "../../observables/inversion";
import { addressOf, parametersOf } from "./address";
import { joinParts, POINTS, solvePart } from "./curves";
import { html } from "./dom";
import { createKnob } from "./knobs";
import { KNOBS, type Knob, type Parameters } from "./parameters";
import { type ObservedPoint, solvePoint } from "./point";
import { numberText, pointText } from "./readings";
import { arrowScale, createStage } from "./stage";

/** Milliseconds until a point is read out, from the last change. */
const REST = 300;

/** The stage of a point, and what brings it to another; the widest arrow is the largest current along Δ, or since. */
function stageOf(parameters: Parameters): { element: HTMLElement; show(parameters: Parameters): string } {
  const stage = createStage();
  const reading = html("p", { class: "reading" });
  let scale = arrowScale(
    joinParts(parameters, [solvePart(parameters, 0, POINTS)]).column,
    solvePoint(parameters),
  );
  const show = (to: Parameters): string => {
    const point = solvePoint(to);
    const own = arrowScale(undefined, point);
    scale = { heat: Math.max(scale.heat, own.heat), spin: Math.max(scale.spin, own.spin) };
    stage.show(to, point, scale);
    reading.textContent = point.observed ? workText(point.energies, point.observed) : "";
    return pointText(to, point);
  };
  show(parameters);
  const element = html(
    "div",
    { class: "stage" },
    stage.mode,
    stage.ring,
    reading,
    stage.scaleText,
    stage.advice,
  );
  return { element, show };
}

/** What work there is, and which levels hold it. */
function workText(energies: Float64Array, { ergotropy, populations }: ObservedPoint): string {
  const inverted = invertedLevels({ energies, populations }).map((k) => `${k + 1} above ${k}`);
  return `Ergotropy ${numberText(ergotropy)} J, ${inverted.length > 0 ? `level ${inverted.join(", ")}` : "no level above a lower one"}`;
}

/** The knobs of these names, one at least. */
function knobsOf(names: string): Knob[] {
  return (names.match(/[^\s,]+/g) ?? [KNOBS[0].key]).map((name) => {
    const knob = KNOBS.find(({ key }) => key === name);
    if (knob) return knob;
    throw new InputError(
      `a ring has no knob ${echo(name)}: it has ${KNOBS.map(({ key }) => key).join(", ")}`,
    );
  });
}

/** The knobs of these names, as rows; `id` begins what each is called on the page. */
function deskOf(
  parameters: Parameters,
  names: string,
  id: string,
  change: (key: Knob["key"], value: number) => void,
  complain: (text: string) => void,
): { element: HTMLElement; show(parameters: Parameters): void } {
  const rows = knobsOf(names).map((knob) => ({
    key: knob.key,
    row: createKnob(knob, (value) => change(knob.key, value), complain, `${id}-${knob.key}`),
  }));
  const show = (to: Parameters): void => {
    for (const { key, row } of rows) row.show(to[key]);
  };
  show(parameters);
  return { element: html("div", { class: "knobs" }, ...rows.map(({ row }) => row.element)), show };
}

const inputsOf = (desk: Element): HTMLInputElement[] => [...desk.querySelectorAll("input")];

const nothing = (): void => {};
let drawn = 0;

/** A ring as the book has it, with knobs that wait to be touched, and where it leads to. */
function picture(address: string, turns: string): { html: string; link: string } {
  const parameters = parametersOf(address);
  const desk = deskOf(parameters, turns, `still${++drawn}`, nothing, nothing).element;
  desk.hidden = true; // without scripts they would do nothing
  for (const input of inputsOf(desk)) {
    input.setAttribute("value", input.value);
    input.autocomplete = "off"; // a page that comes back shows the point of its picture
  }
  const message = html("p", { class: "message complaint", role: "status" });
  const parts = [stageOf(parameters).element, desk, message];
  return { html: parts.map((each) => each.outerHTML).join("\n"), link: linkTo(parameters) };
}

const linkTo = (parameters: Parameters): string => `explorer.html${addressOf(parameters)}`;

let turned = 0;

/** Makes the picture in a figure live: `data-explorer` is its point, `data-turn` names the knobs that it has. */
function turn(figure: HTMLElement): void {
  let parameters = parametersOf(figure.dataset.explorer ?? "");
  const { element, show } = stageOf(parameters);
  const [stage, still, message] = [".stage", ".knobs", ".message"].map((part) => figure.querySelector(part));
  if (!stage || !still || !message) return;
  const link = figure.querySelector("a");
  const spoken = html("p", { class: "spoken", "aria-live": "polite" });
  let frame = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const change = (key: Knob["key"], value: number): void => {
    parameters = { ...parameters, [key]: value };
    message.textContent = "";
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const text = show(parameters);
      desk.show(parameters);
      if (still.isConnected) mirror();
      link?.setAttribute("href", linkTo(parameters));
      clearTimeout(resting);
      resting = setTimeout(() => {
        spoken.textContent = text;
      }, REST);
    });
  };
  const complain = (text: string): void => {
    message.textContent = text;
  };
  const desk = deskOf(parameters, figure.dataset.turn ?? "", `ring${++turned}`, change, complain);
  stage.replaceWith(element);
  message.after(spoken);

  // what was moved meanwhile counts, and a slider that is in a hand stays there until it is let go
  const [waiting, live] = [inputsOf(still), inputsOf(desk.element)];
  const follow = (input: HTMLInputElement): void => {
    const twin = live[waiting.indexOf(input)];
    twin.value = input.value;
    twin.dispatchEvent(new Event("input"));
  };
  const mirror = (): void => {
    for (const [i, input] of waiting.entries())
      if (input !== document.activeElement) input.value = live[i].value;
  };
  const swap = (): void => {
    const at = waiting.indexOf(document.activeElement as HTMLInputElement);
    still.replaceWith(desk.element);
    live[Math.max(at, 0)].focus({ preventScroll: true });
  };
  for (const input of waiting) if (input.value !== input.defaultValue) follow(input);
  if (!still.matches(":active")) swap();
  still.addEventListener("input", ({ target }) => follow(target as HTMLInputElement));
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, swap, { once: true });
}

Object.assign(window, { ringPicture: picture, turnRing: turn });
