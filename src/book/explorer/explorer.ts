// The page: one set of parameters, shown by the ring, the panels and the certificate; every change, from wherever it
// comes, goes through `change`. A link to any other model opens the desk of graphs in their place.

import type { ModelDescription } from "../../description";
import { certificateRows } from "../../figures/certificate-rows";
import { InputError } from "../../input/guards";
import { PAPER } from "../../paper/paper";
import { addressOf, descriptionOf, parametersOf } from "./address";
import { createChart } from "./chart";
import { curvesCsv } from "./curve-csv";
import { answerPage } from "./curve-worker";
import { createSweep } from "./curve-workers";
import { type Curves, sameCurves } from "./curves";
import { html, set, svg, withSymbols } from "./dom";
import { createFeedsChart } from "./feeds-chart";
import { createGraphDesk } from "./graph-desk";
import { BLANK } from "./graph-edit";
import { DRIVE } from "./graph-knobs";
import { createGuide } from "./guide";
import { createKnob } from "./knobs";
import { curveNotes, PANELS, panelText, panelValues, pictures } from "./panels";
import { DEFAULTS, KNOBS, type Parameters } from "./parameters";
import { descriptionAt, type Point, parametersAt, solvePoint } from "./point";
import { GRAPH_PRESETS, PRESETS, RING_SITES, ringOf } from "./presets";
import { findingTexts, plainText, pointText } from "./readings";
import { arrowScale, createStage } from "./stage";
import { createSurveys } from "./surveys";
import { createTable } from "./tables";
import { addressIn, viewOf } from "./views";

/** This whole script as a function, as the page is built: its text is that of a worker. */
declare const explorerScript: () => void;

/** Milliseconds until numbers are read out, from the last change, and until the address is written, from the first. */
const REST = 300;

function start(root: HTMLElement): void {
  const workerSource = `(${explorerScript})()`;
  let parameters = DEFAULTS;
  let graph: ModelDescription | undefined;
  let curves: Curves | undefined;
  let frame = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let unwritten: ReturnType<typeof setTimeout> | undefined;

  const stage = createStage();
  const findings = html("ul", { class: "findings", "aria-label": "What the audit finds" });
  const message = html("p", { class: "message", role: "status" });
  const spoken = html("p", { class: "spoken", "aria-live": "polite" });
  const certificate = createTable("Certificate of this state", ["check", "value", "verdict"], "certificate");
  const notes = html("ul", { class: "notes" });
  const feeds = createFeedsChart();
  set(feeds.element, { "data-plot": "feeds" });
  set(certificate.element, { "data-plot": "certificate" });

  const say = (...text: (Node | string)[]): void => {
    message.replaceChildren(...text);
    set(message, { class: "message" });
  };
  const complain = (text: string): void => {
    say(text);
    set(message, { class: "message complaint" });
  };
  const change = (next: Partial<Parameters>): void => {
    parameters = { ...parameters, ...next };
    findings.replaceChildren();
    changed(undefined);
    redraw();
    clearTimeout(resting);
    resting = setTimeout(settle, REST);
  };
  const setUp = (): void => {
    const desk = graph ? graphDesk.element : ringDesk;
    if (!desk.isConnected) {
      place.replaceChildren(desk);
      desk.querySelector(".panels")?.[graph ? "prepend" : "append"](surveys.element);
    }
    sites.value = graph?.bonds ? "" : String(graph?.sites ?? PAPER.sites);
  };
  /** What every change of either desk has in common. */
  const changed = (shown: ModelDescription | undefined): void => {
    graph = shown;
    setUp();
    press();
    unwritten ??= setTimeout(writeAddress, REST);
  };
  const openGraph = (description: ModelDescription): void => {
    cancelAnimationFrame(frame);
    clearTimeout(resting);
    changed(description);
    graphDesk.open(description);
  };
  const knobs = KNOBS.map((knob) => createKnob(knob, (value) => change({ [knob.key]: value }), complain));
  const charts = PANELS.map((panel) => ({
    panel,
    chart: createChart({ ...panel, onPlace: (delta) => change({ delta: Number(delta.toFixed(2)) }) }),
  }));

  const sweep = createSweep(workerSource, (computed) => {
    curves = computed;
    const drawn = pictures(curves);
    for (const { panel, chart } of charts) chart.draw(curves.interactions, drawn[panel.key]);
    notes.replaceChildren(...curveNotes(curves).map((note) => html("li", {}, note)));
    redraw();
    if (resting === undefined) describe(solvePoint(parameters)); // else `settle` is still to come
  });
  let asked: Parameters | undefined;

  const redraw = (): void => {
    if (graph) return;
    if (!asked || !sameCurves(asked, parameters)) {
      asked = parameters;
      sweep(parameters); // first of all: the workers are at it while the page draws
    }
    surveys.show(descriptionAt(parameters));
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => showPoint(solvePoint(parameters)));
  };
  const showPoint = (point: Point): void => {
    stage.show(parameters, point, arrowScale(curves?.column, point));
    for (const [i, { key }] of KNOBS.entries()) knobs[i].show(parameters[key]);
    for (const { panel, chart } of charts) chart.mark(parameters.delta, panelValues(panel.key, point));
    feeds.show(parameters);
    certificate.show(point.observed ? certificateRows(point.observed) : [[`None: ${point.refusal}.`]]);
  };
  /** Shows which preset is on, and what it says. */
  const press = (): void => {
    const here = addressOf(graph ?? parameters);
    const pressed = presets.findIndex(({ parameters: to }) => addressOf(to) === here);
    for (const [i, button] of presetButtons.entries()) set(button, { "aria-pressed": String(i === pressed) });
    say(presets[pressed]?.hint ?? "");
  };
  const describe = (point: Point): void => {
    if (!curves) return;
    for (const { panel, chart } of charts) {
      chart.describe(panelText(panel, curves, point, `${plainText(parameters.delta)} J`));
    }
  };
  const settle = (): void => {
    resting = undefined;
    const point = solvePoint(parameters);
    spoken.textContent = pointText(parameters, point);
    findings.replaceChildren(...findingTexts(point).map((text) => html("li", {}, ...withSymbols(text))));
    describe(point);
  };
  const writeAddress = (): void => {
    clearTimeout(unwritten);
    unwritten = undefined;
    history.replaceState(null, "", addressIn(guide.view(), addressOf(graph ?? parameters)));
  };
  addEventListener("pagehide", writeAddress);

  // a preset is a step that the back button undoes; turning a knob is not
  const jump = (to: Parameters | ModelDescription): void => {
    writeAddress();
    history.pushState(null, "", addressOf(to));
    if ("baths" in to) openGraph(to);
    else change(to);
  };
  const presets = [...PRESETS, ...GRAPH_PRESETS];
  const presetButtons = presets.map(({ label, hint, parameters: to }) => {
    const button = html("button", { type: "button", title: hint }, label);
    button.addEventListener("click", () => jump(to));
    return button;
  });

  const surveys = createSurveys(workerSource, (description) => {
    const point = graph ? undefined : parametersAt(description);
    if (point) change(point);
    else if (graph) graphDesk.turn(description);
    else jump(description);
  });
  const sites = html(
    "select",
    {},
    html("option", { value: "", hidden: "" }, "–"),
    ...RING_SITES.map((count) => html("option", { value: count }, String(count))),
  );
  sites.addEventListener("change", () => {
    const count = Number(sites.value);
    jump(count === PAPER.sites ? DEFAULTS : ringOf(count));
    if (graph) surveys.open();
  });
  const guide = createGuide({
    root,
    parameters: () => parameters,
    open: (to) => ("baths" in to ? openGraph(to) : change(to)),
    moved: () => {
      unwritten ??= setTimeout(writeAddress, REST);
    },
  });

  const readAddress = (): void => {
    const fragment = location.hash;
    if (fragment.length > 1 && document.getElementById(fragment.slice(1))) {
      if (graph) return;
      setUp();
      redraw(); // a place on the page
      settle();
      return;
    }
    try {
      const { view, rest } = viewOf(fragment);
      const description = descriptionOf(rest);
      const point = parametersOf(description ? "" : rest);
      if (guide.show(view, point)) return;
      if (description) openGraph(description);
      else change(point);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      guide.show({});
      change(DEFAULTS);
      complain(`This link cannot be used: ${error.message}. The default parameters are shown.`);
    }
  };
  addEventListener("hashchange", readAddress);

  const copied = async (text: string, what: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say(`${what} is in the clipboard.`);
    } catch {
      say(`${what}: `, text.startsWith("{") ? html("code", {}, text) : html("a", { href: text }, text));
    }
  };
  const copyButton = (): HTMLElement => {
    const copy = html("button", { type: "button" }, "Copy link");
    copy.addEventListener("click", () => {
      writeAddress();
      copied(location.href, "The link to this point");
    });
    return copy;
  };
  const download = html("button", { type: "button" }, "Download curves (CSV)");
  download.addEventListener("click", () => {
    if (!curves) return;
    const address = URL.createObjectURL(new Blob([curvesCsv(curves)], { type: "text/csv" }));
    html("a", { href: address, download: "spin-ring-curves.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });

  const ringDesk = html(
    "div",
    { class: "desk" },
    html(
      "section",
      { class: "stage", "aria-label": "The ring and its knobs" },
      stage.mode,
      stage.ring,
      stage.scaleText,
      stage.noise,
      stage.advice,
      html("div", { class: "knobs" }, ...knobs.map(({ element }) => element)),
      html("div", { class: "actions" }, copyButton(), download),
      findings,
    ),
    html(
      "section",
      { class: "panels", "aria-label": "Curves against Δ" },
      explanation(),
      notes,
      ...charts.flatMap(({ panel, chart }) => {
        set(chart.element, { "data-plot": panel.key });
        return panel.key === "levels" ? [chart.element, feeds.element] : [chart.element];
      }),
      certificate.element,
    ),
  );
  const graphDesk = createGraphDesk(
    workerSource,
    {
      onTurn: changed,
      onModel: surveys.show,
      onText: (text) => {
        clearTimeout(resting);
        resting = setTimeout(() => {
          if (graph) spoken.textContent = text;
        }, REST);
      },
      complain,
    },
    copyButton(),
  );

  const place = html("div");

  const blank = html("button", { type: "button" }, "Draw a graph");
  blank.addEventListener("click", () => {
    jump(BLANK);
    graphDesk.draw();
  });
  const drive = html("button", { type: "button" }, "Drive the flux");
  drive.addEventListener("click", () => jump({ drive: DRIVE, ...(graph ?? descriptionAt(parameters)) }));
  const copyModel = html("button", { type: "button" }, "Copy description (JSON)");
  copyModel.addEventListener("click", () =>
    copied(JSON.stringify(graph ?? descriptionAt(parameters)), "The description of this model"),
  );
  const rings = html(
    "div",
    { class: "actions" },
    html("label", { class: "choice" }, "Ring of", sites, "sites"),
    blank,
    drive,
    copyModel,
  );
  root.replaceChildren(
    patterns(),
    guide.bar,
    rings,
    presetBar(presets, presetButtons),
    guide.card,
    message,
    place,
    spoken,
  );
  root.classList.add("explorer");
  readAddress();
}

/** Hatchings that the panels share. */
function patterns(): SVGElement {
  const hatching = (id: string, turned: number): SVGElement =>
    svg(
      "pattern",
      { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turned})` },
      svg("line", { class: id, x1: 0, x2: 0, y1: 0, y2: 7 }),
    );
  return svg(
    "svg",
    { class: "patterns", width: 0, height: 0, "aria-hidden": "true" },
    hatching("beyond", 45),
    hatching("strong", 90),
    hatching("refused", -45),
  );
}

/** The presets in their groups; folded where they would push the ring away. */
function presetBar(presets: readonly { group: string }[], buttons: readonly HTMLElement[]): HTMLElement {
  const groups = [...new Set(presets.map(({ group }) => group))];
  const bar = html(
    "details",
    { class: "presets" },
    html("summary", {}, "Points to look at"),
    html(
      "div",
      {},
      ...groups.map((group) =>
        html(
          "div",
          { role: "group", "aria-label": group },
          html("span", {}, group),
          ...buttons.filter((_, i) => presets[i].group === group),
        ),
      ),
    ),
  );
  bar.open = matchMedia("(min-width: 100rem)").matches;
  return bar;
}

function explanation(): HTMLElement {
  const swatch = (name: string): HTMLElement => html("span", { class: `swatch ${name}` }, name);
  return html(
    "p",
    { class: "explanation" },
    "Positive is clockwise, the way the site numbers grow. Heat flows ",
    swatch("clockwise"),
    " or ",
    swatch("counterclockwise"),
    " where both branches agree, ",
    swatch("parallel"),
    " where each leads from the hot bath to the cold one. Drag in a plot to change Δ.",
  );
}

if (typeof document === "undefined") answerPage();
else {
  const root = document.getElementById("explorer");
  if (root) start(root);
}
