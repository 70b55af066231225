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

/** A ring as the book has it, and where it leads to. */
function picture(address: string, turns: string): { html: string; link: string } {
  knobsOf(turns);
  const parameters = parametersOf(address);
  return { html: stageOf(parameters).element.outerHTML, link: linkTo(parameters) };
}

const linkTo = (parameters: Parameters): string => `explorer.html${addressOf(parameters)}`;

let turned = 0;

/** Makes the picture in a figure live: `data-explorer` is its point, `data-turn` names the knobs that it has. */
function turn(figure: HTMLElement): void {
  let parameters = parametersOf(figure.dataset.explorer ?? "");
  const { element, show } = stageOf(parameters);
  const link = figure.querySelector("a");
  const spoken = html("p", { class: "spoken", "aria-live": "polite" });
  const message = html("p", { class: "message complaint", role: "status" });
  let frame = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const change = (next: Partial<Parameters>): void => {
    parameters = { ...parameters, ...next };
    message.textContent = "";
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const text = show(parameters);
      for (const { key, row } of knobs) row.show(parameters[key]);
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
  const own = `ring${++turned}`;
  const knobs = knobsOf(figure.dataset.turn ?? "").map((knob) => ({
    key: knob.key,
    row: createKnob(knob, (value) => change({ [knob.key]: value }), complain, `${own}-${knob.key}`),
  }));
  for (const { key, row } of knobs) row.show(parameters[key]);
  const desk = html("div", { class: "knobs" }, ...knobs.map(({ row }) => row.element));
  figure.querySelector(".stage")?.replaceWith(element, desk, message, spoken);
  desk.querySelector("input")?.focus();
}

Object.assign(window, { ringPicture: picture, turnRing: turn });
