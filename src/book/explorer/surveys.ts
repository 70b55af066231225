// Two pictures of whatever model the page shows: curves against any of its parameters under several equations, and a map over two.
import type { ModelDescription } from "../../description";
import { EQUATION_WORDS } from "../../equations/equation";
import { DASHES } from "../../figures/equation-figure";
import { symbols } from "../../figures/symbols";
import { COLOURS, LEVELS } from "../../figures/theme";
import { InputError } from "../../input/guards";
import { CURRENT_MODES } from "../../observables/currents";
import { isMode } from "../../sweep/observe";
import { type Band, steps } from "./bands";
import { type Chart, createChart, type Line, type Shade } from "./chart";
import { html, set } from "./dom";
import { axesOf, type GraphKnob } from "./graph-knobs";
import { axisName, createMap } from "./map";
import { capital, fixedText, milliText, numberText } from "./readings";
import { createSurveyor, NOT_YET, type Plan, type Progress } from "./strip-workers";
import {
  axisValue,
  columnsOf,
  DOUBTS,
  isOwn,
  OVERLAYS,
  type Overlay,
  type Quantity,
  quantitiesOf,
  refinements,
  squareRefinements,
  under,
} from "./survey";

/** The pictures of the page. */
export interface Surveys {
  readonly element: HTMLElement;
  /** of this model, from now on; none where it cannot be solved */
  readonly show: (description: ModelDescription | undefined) => void;
  /** opens the curves */
  readonly open: () => void;
}

/** Points along a curve and along a side of a map, and between the first of them. */
const [POINTS, SIDE, COARSE] = [401, 129, 16];
/** Milliseconds that the hand rests before a picture is begun anew. */
const REST = 120;
/** What a curve is called under each equation. */
const OVERLAY_WORDS: Readonly<Record<Overlay, string>> = {
  own: "as described",
  redfield: "Redfield",
  secular: "secular",
  "local-lindblad": "local Lindblad",
  "universal-lindblad": "universal Lindblad",
};

/** Builds them; `onPoint` hears of a point that was clicked, as the model there. */
export function createSurveys(
  workerSource: string,
  onPoint: (description: ModelDescription) => void,
): Surveys {
  const curves = curvesBox(workerSource, onPoint);
  const map = mapBox(workerSource, onPoint);
  return {
    element: html("div", { class: "surveys" }, curves.element, map.element),
    show: (description) => {
      curves.show(description);
      map.show(description);
    },
    open: () => {
      curves.element.open = true;
    },
  };
}

interface Box {
  readonly element: HTMLDetailsElement;
  readonly show: (description: ModelDescription | undefined) => void;
}

/** What a box is made of. */
interface BoxParts {
  readonly name: string;
  readonly title: string;
  readonly body: readonly HTMLElement[];
  /** brings the controls to a model */
  readonly lay: (description: ModelDescription) => void;
  /** what to compute, and by what words the same picture is known again, with the places that are the point */
  readonly plan: (description: ModelDescription) => { plan: Plan; same: string; point: readonly number[] };
  readonly draw: (progress: Progress, description: ModelDescription) => void;
}

/** A box that can be folded, and computes while it is open. */
function createBox(
  workerSource: string,
  { name, title, body, lay, plan, draw }: BoxParts,
): Box & { readonly again: () => void } {
  const status = html("span", { role: "status" });
  const button = html("button", { type: "button" });
  const line = html("p", { class: "progress" }, status, " ", button);
  const element = html(
    "details",
    { class: `panel survey ${name}` },
    html("summary", {}, title),
    ...body,
    line,
  );
  let described: ModelDescription | undefined;
  let same = "";
  let last: Progress | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const surveyor = createSurveyor(workerSource, (progress) => {
    last = progress;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (described) draw(progress, described);
      say(progress);
    });
  });
  const say = ({ state, done: solved, plan: { places, bases }, each, left }: Progress): void => {
    const all = (places - 1) * bases.length; // but for the point itself
    const done = Math.min(solved, all);
    const time = `a point takes ${duration(each)}`;
    set(element, { "data-state": state });
    status.textContent = {
      running: `${done} of ${all} points …`,
      done: `${all} points.`,
      stopped: `Stopped at ${done} of ${all} points.`,
      slow: `Coarse: ${done} of ${all} points, ${time} and the next finer step about ${duration(left)}.`,
    }[state];
    button.textContent = { running: "Stop", done: "", stopped: "Go on", slow: "Refine" }[state];
    button.hidden = state === "done";
  };
  button.hidden = true;
  button.addEventListener("click", () => {
    if (last?.state === "running") surveyor.stop();
    else surveyor.resume();
  });
  const begin = (): void => {
    if (!described || !element.open) return;
    try {
      lay(described);
      const next = plan(described);
      const known =
        last && next.same === same && last.plan.places === next.plan.places ? last.series : undefined;
      for (const series of known ?? []) {
        for (const place of next.point) {
          series.doubts[place] = NOT_YET;
          series.refusals.delete(place);
        }
      }
      same = next.same;
      surveyor.start(next.plan, known);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      status.textContent = `${capital(error.message)}.`;
      button.hidden = true;
    }
  };
  const again = (): void => {
    clearTimeout(timer);
    surveyor.drop();
    timer = setTimeout(begin, REST);
  };
  element.addEventListener("toggle", () => {
    if (element.open) begin();
    else surveyor.drop();
  });
  return {
    element,
    again,
    show: (description) => {
      described = description;
      if (description) again();
      else {
        clearTimeout(timer);
        surveyor.drop();
      }
    },
  };
}

/** A time in words. */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 90) return `${Number(seconds.toPrecision(2))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

// --- choices ---------------------------------------------------------------------------------------------

/** A list to choose from, which keeps what was chosen as long as it is there. */
function createChoice(name: string, first: string, onChange: () => void) {
  const select = html("select");
  const element = html("label", { class: "choice" }, name, " ", select);
  select.addEventListener("change", onChange);
  let options = "";
  return {
    element,
    value: (): string => select.value,
    offer: (offered: readonly (readonly [value: string, label: string])[]): void => {
      const now = offered.join("\n");
      if (now === options) return;
      options = now;
      const chosen = select.value || first;
      select.replaceChildren(...offered.map(([value, label]) => html("option", { value }, label)));
      select.value = offered.some(([value]) => value === chosen) ? chosen : (offered[0]?.[0] ?? "");
    },
  };
}

const knobWords = ({ symbol, name }: GraphKnob): string => `${symbols(symbol)}, ${name}`;
const named = (axes: readonly GraphKnob[], key: string): GraphKnob =>
  axes.find((knob) => knob.key === key) ?? axes[0];

/** A value of a quantity as text, as the rest of the page has it. */
export function quantityText({ key, scale }: Quantity, value: number): string {
  if (Number.isNaN(value)) return "–";
  if (key === "energies") return fixedText(value, 3);
  if (key === "populations" || key === "inversion") return fixedText(value, 5);
  return scale === 1 ? numberText(value) : milliText(value);
}

// --- curves ----------------------------------------------------------------------------------------------

const PLAIN = LEVELS.map((_, k) => `level${k + 1}`);

function curvesBox(workerSource: string, onPoint: (description: ModelDescription) => void): Box {
  const axis = createChoice("against", "interaction", () => box.again());
  const show = createChoice("show", "heat", () => box.again());
  const checks = OVERLAYS.map((overlay) => {
    const box = html("input", { type: "checkbox", value: overlay });
    const words = html("span", {}, OVERLAY_WORDS[overlay]);
    return { overlay, box, words, element: html("label", {}, box, " ", words) };
  });
  for (const { box: check } of checks) check.addEventListener("change", () => box.again());
  const equations = html(
    "fieldset",
    { class: "equations" },
    html("legend", {}, "equations"),
    ...checks.map(({ element }) => element),
  );
  const stage = html("div");
  const notes = html("ul", { class: "notes" });
  let described: ModelDescription;
  let drawn: { quantity: string; chart: Chart } | undefined;
  let own = "";

  const chosen = (): Overlay[] => {
    const list = checks.flatMap(({ overlay, box: check }) => (check.checked ? [overlay] : []));
    return list.length > 0 ? list : ["own"];
  };
  const quantityOf = (description: ModelDescription): Quantity => {
    const all = quantitiesOf(description);
    return all.find(({ key }) => key === show.value()) ?? all[0];
  };
  const lay = (description: ModelDescription): void => {
    described = description;
    axis.offer(axesOf(description).map((knob) => [knob.key, knobWords(knob)]));
    show.offer(quantitiesOf(description).map(({ key, title }) => [key, title]));
    const mine = OVERLAYS.slice(1).find((overlay) => isOwn(description, overlay)) ?? "own";
    const { equation = "redfield" } = description;
    checks[0].words.textContent = `${EQUATION_WORDS[equation]}, ${OVERLAY_WORDS.own}`;
    checks[0].element.hidden = mine !== "own";
    if (mine === own) return;
    own = mine;
    for (const { overlay, box: check } of checks) check.checked = overlay === mine;
  };
  const plan: BoxParts["plan"] = (description) => {
    const knob = named(axesOf(description), axis.value());
    const quantity = quantityOf(description);
    const overlays = chosen();
    const [first, ...others] = refinements(POINTS, COARSE);
    return {
      same: JSON.stringify([
        knob.turned(description, knob.min),
        knob.key,
        knob.max,
        quantity.observe,
        overlays,
      ]),
      point: [POINTS],
      plan: {
        bases: overlays.map((overlay) => under(description, overlay)),
        observe: quantity.observe,
        columns: columnsOf(description, quantity.observe),
        keys: [knob.key],
        places: POINTS + 1,
        values: (place) => [place === POINTS ? knob.value(description) : axisValue(knob, place, POINTS)],
        levels: [[POINTS, ...first], ...others],
      },
    };
  };
  const draw: BoxParts["draw"] = ({ plan: { columns, keys }, series }, description) => {
    const knob = named(axesOf(description), keys[0]);
    const quantity = quantityOf(description);
    const overlays = chosen();
    if (overlays.length !== series.length || quantity.columns.some(({ key }) => !columns.includes(key)))
      return;
    if (drawn?.quantity !== quantity.key) {
      const chart = createChart({
        ...quantity,
        height: 260,
        include: quantity.key === "energies" ? [] : [0],
        onPlace: (value) => onPoint(knobNow().turned(described, stepped(knobNow(), value))),
      });
      drawn = { quantity: quantity.key, chart };
      stage.replaceChildren(chart.element);
    }
    const computed = Array.from({ length: POINTS }, (_, i) => i).filter((i) =>
      series.every(({ doubts }) => doubts[i] !== NOT_YET),
    );
    const grid = Float64Array.from(computed, (i) => axisValue(knob, i, POINTS));
    if (grid.length < 2) return;
    const at = new Map<string, { value: number; text: string }>();
    const lines = overlays.flatMap((overlay, s) =>
      quantity.columns.map(({ key, label }, k): Line => {
        const column = columns.indexOf(key);
        const of = (place: number): number => series[s].rows[place * columns.length + column];
        const name = s === 0 ? key : `${key}@${overlay}`;
        if (series[s].doubts[POINTS] !== NOT_YET)
          at.set(name, { value: of(POINTS), text: quantityText(quantity, of(POINTS)) });
        return {
          key: name,
          label,
          ...(overlays.length > 1 ? { more: OVERLAY_WORDS[overlay] } : {}),
          colour: `var(--${Object.hasOwn(COLOURS, key) ? key : PLAIN[k % PLAIN.length]})`,
          dash: s === 0 ? [] : DASHES[s % DASHES.length],
          values: Float64Array.from(computed, of),
          outside: key === "population1" && quantity.columns.length > 1,
        };
      }),
    );
    const { doubts, rows } = series[0];
    const bands = <Kind>(kindOf: (place: number) => Kind | undefined): Band<Kind>[] =>
      steps(grid, (i) => kindOf(computed[i]));
    const mode = columns.indexOf("mode");
    const modes = mode < 0 ? [] : bands((place) => CURRENT_MODES[rows[place * columns.length + mode]]);
    const doubtful = bands((place) => (doubts[place] > 0 ? DOUBTS[doubts[place]] : undefined));
    const shades = [
      ...modes.map((band): Shade => ({ band, look: `mode ${band.kind}` })),
      ...doubtful.map((band): Shade => ({ band, look: band.kind })),
    ];
    drawn.chart.draw(grid, {
      lines,
      shades,
      axis: { label: axisName(knob), logarithmic: knob.logarithmic },
    });
    drawn.chart.mark(knob.value(description), at);
    const told = [...at].map(([name, { text }]) => `${name.replace("@", ", ")} ${text}`).join(", ");
    drawn.chart.describe(
      `${quantity.title}${quantity.unit ? ` in ${quantity.unit}` : ""} against ${knobWords(knob)}, from ${knob.min} to ${knob.max}. At ${knob.value(description)}: ${told}.`,
    );
    notes.replaceChildren(
      ...overlays
        .flatMap((overlay, s) => doubtNotes(OVERLAY_WORDS[overlay], series[s], computed))
        .map((note) => html("li", {}, note)),
    );
  };
  const knobNow = (): GraphKnob => named(axesOf(described), axis.value());
  const box = createBox(workerSource, {
    name: "curves",
    title: "Curves against any parameter, under several equations",
    body: [html("div", { class: "choices" }, axis.element, show.element), equations, stage, notes],
    lay,
    plan,
    draw,
  });
  return box;
}

/** To the step of its slider. */
const stepped = ({ step, logarithmic }: GraphKnob, value: number): number =>
  logarithmic ? Number(value.toPrecision(2)) : Number((Math.round(value / step) * step).toFixed(9));

/** What of a curve has to be doubted, and why. */
function doubtNotes(
  name: string,
  { doubts, refusals }: Progress["series"][number],
  computed: readonly number[],
): string[] {
  const count = (doubt: (typeof DOUBTS)[number]): number =>
    computed.filter((place) => doubts[place] === DOUBTS.indexOf(doubt)).length;
  const [refused, beyond, strong] = [count("refused"), count("beyond"), count("strong")];
  const of = (some: number): string =>
    some === computed.length ? "everywhere" : `at ${some} of ${computed.length} points`;
  const [reason] = computed.flatMap((place) => refusals.get(place) ?? []);
  return [
    ...(refused > 0 ? [`${capital(name)}: no number ${of(refused)}: ${reason}.`] : []),
    ...(beyond > 0
      ? [`${capital(name)}: a negative probability or entropy production ${of(beyond)}, hatched.`]
      : []),
    ...(strong > 0 ? [`${capital(name)}: coupling too strong for the equation ${of(strong)}, hatched.`] : []),
  ];
}

// --- map -------------------------------------------------------------------------------------------------

function mapBox(workerSource: string, onPoint: (description: ModelDescription) => void): Box {
  const across = createChoice("across", "interaction", () => box.again());
  const up = createChoice("up", "bias", () => box.again());
  const show = createChoice("show", "heatCurrents mode", () => box.again());
  const notes = html("ul", { class: "notes" });
  let described: ModelDescription;
  const knobsNow = (): [GraphKnob, GraphKnob] => {
    const axes = axesOf(described);
    return [named(axes, across.value()), named(axes, up.value())];
  };
  const map = createMap((x, y) => {
    if (!described) return;
    const [one, other] = knobsNow();
    const value = (knob: GraphKnob, part: number): number => stepped(knob, axisValue(knob, part, 2));
    onPoint(other.turned(one.turned(described, value(one, x)), value(other, y)));
  });
  /** The column that is drawn, of its quantity. */
  const columnNow = (description: ModelDescription): { quantity: Quantity; column: string } => {
    const options = columnOptions(description);
    return options.find(({ value }) => value === show.value()) ?? options[0];
  };
  const lay = (description: ModelDescription): void => {
    described = description;
    const axes = axesOf(description).map((knob): [string, string] => [knob.key, knobWords(knob)]);
    across.offer(axes);
    up.offer(axes.length > 1 ? axes : []);
    show.offer(columnOptions(description).map(({ value, label }) => [value, label]));
  };
  const plan: BoxParts["plan"] = (description) => {
    const [one, other] = knobsNow();
    if (one.key === other.key)
      throw new InputError("a map needs two different parameters: choose another one");
    const { quantity } = columnNow(description);
    const [first, ...others] = squareRefinements(SIDE, COARSE).map((level) =>
      level.map(([i, j]) => j * SIDE + i),
    );
    const here = SIDE * SIDE;
    const away = other.turned(one.turned(description, one.min), other.min);
    return {
      same: JSON.stringify([away, one.key, other.key, one.max, other.max, quantity.observe]),
      point: [here],
      plan: {
        bases: [description],
        observe: quantity.observe,
        columns: columnsOf(description, quantity.observe),
        keys: [one.key, other.key],
        places: here + 1,
        values: (place) =>
          place === here
            ? [one.value(description), other.value(description)]
            : [axisValue(one, place % SIDE, SIDE), axisValue(other, Math.floor(place / SIDE), SIDE)],
        levels: [[here, ...first], ...others],
      },
    };
  };
  const draw: BoxParts["draw"] = ({ plan: { columns, keys }, series: [series] }, description) => {
    const axes = axesOf(description);
    const [one, other] = [named(axes, keys[0]), named(axes, keys[1])];
    const { quantity, column } = columnNow(description);
    const place = columns.indexOf(column);
    if (place < 0) return;
    const here = SIDE * SIDE;
    const of = (at: number): number => series.rows[at * columns.length + place];
    const mode = isMode(column);
    map.draw({
      axes: [one, other],
      count: SIDE,
      values: Float64Array.from({ length: here }, (_, at) => of(at)),
      doubts: series.doubts,
      has: (at) => series.doubts[at] !== NOT_YET,
      isMode: mode,
      scale: quantity.scale,
      unit: quantity.unit,
    });
    const value = of(here);
    const words = Number.isNaN(value)
      ? (series.refusals.get(here) ?? "…")
      : mode
        ? CURRENT_MODES[value]
        : `${quantityText(quantity, value)} ${quantity.unit}`.trim();
    map.mark([one.value(description), other.value(description)], words);
    const computed = Array.from({ length: here }, (_, at) => at).filter(
      (at) => series.doubts[at] !== NOT_YET,
    );
    notes.replaceChildren(...doubtNotes("the map", series, computed).map((note) => html("li", {}, note)));
  };
  const box = createBox(workerSource, {
    name: "over-two",
    title: "Map over two parameters",
    body: [html("div", { class: "choices" }, across.element, up.element, show.element), map.element, notes],
    lay,
    plan,
    draw,
  });
  return box;
}

/** What a map can show: the mode, of the ring or of each loop, and every quantity but levels one by one. */
function columnOptions(
  description: ModelDescription,
): { value: string; label: string; quantity: Quantity; column: string }[] {
  const quantities = quantitiesOf(description).filter(
    ({ key }) => key !== "energies" && key !== "populations",
  );
  const modes = quantities.flatMap((quantity) => {
    const columns = columnsOf(description, quantity.observe).filter(isMode);
    if (quantity.key !== "heat" && quantity.key !== "loops") return [];
    return columns.map((column, k) => ({
      value: `${quantity.observe} ${column}`,
      label: quantity.key === "heat" ? "mode" : `mode of ${quantity.columns[k].label}`,
      quantity,
      column,
    }));
  });
  const numbers = quantities.flatMap((quantity) =>
    quantity.columns.map(({ key, label }) => ({
      value: `${quantity.observe} ${key}`,
      label: quantity.columns.length > 1 ? `${quantity.title}: ${symbols(label)}` : quantity.title,
      quantity,
      column: key,
    })),
  );
  return [...modes, ...numbers];
}
