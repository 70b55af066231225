// Any model of the library on the page: its drawing, everything that can be turned, and what there is in numbers.

import type { ModelDescription } from "../../description";
import { certificateRows } from "../../figures/certificate-rows";
import { InputError } from "../../input/guards";
import { MOST_TOGETHER } from "../../model/model";
import { painted } from "./canvas";
import { createSolver } from "./curve-workers";
import { html, set, svg } from "./dom";
import { bathKnobs, bondKnobs, fieldKnobs, type GraphKnob } from "./graph-knobs";
import {
  type GraphPoint,
  graphHeading,
  graphPicture,
  graphTables,
  graphText,
  graphTitle,
  type OpenGraph,
  openGraph,
} from "./graph-point";
import { createKnob } from "./knobs";
import { capital } from "./readings";
import { createTable } from "./tables";

/** The desk of a graph. */
export interface GraphDesk {
  readonly element: HTMLElement;
  /** Opens a description that has been checked. */
  readonly open: (description: ModelDescription) => void;
  /** Turns what is open into another description of the same graph. */
  readonly turn: (description: ModelDescription) => void;
}

/** What the page is told. */
export interface GraphEvents {
  /** a knob was turned */
  readonly onTurn: (description: ModelDescription) => void;
  /** what is shown, loops as they are drawn; nothing where it is no model */
  readonly onModel: (description: ModelDescription | undefined) => void;
  /** what has come out, in words */
  readonly onText: (text: string) => void;
  /** what was typed is no number that the knob takes */
  readonly complain: (message: string) => void;
}

const FLOWS = ["heat (10⁻³ J²/ħ)", "spin (10⁻³ J/ħ)"];

/** Builds the desk; `actions` stand below its knobs. */
export function createGraphDesk(
  workerSource: string,
  { onTurn, onModel, onText, complain }: GraphEvents,
  ...actions: HTMLElement[]
): GraphDesk {
  let graph: OpenGraph | undefined;
  let described: ModelDescription;
  let rows: { readonly knob: GraphKnob; readonly show: (value: number) => void }[] = [];

  const title = html("h2", { class: "graph-title" });
  const mode = html("p", { class: "mode" });
  const scale = html("p", { class: "scale" });
  const drawing = svg("svg", { class: "graph", role: "img" });
  const advice = html("div", { class: "advice" });
  const knobs = html("div", { class: "knobs" });
  const tables = {
    loops: createTable(
      "What circulates in the loops, positive clockwise",
      ["loop", ...FLOWS, "mode"],
      "loops",
    ),
    bonds: createTable("Along the bonds", ["bond", ...FLOWS], "bonds"),
    baths: createTable("Out of the baths", ["bath", "T (J)", FLOWS[0]], "baths"),
    state: createTable("The state", ["what", "value"], "state"),
    certificate: createTable("Certificate of this state", ["check", "value", "verdict"], "certificate"),
    levels: createTable("Levels and how full they are", ["level", "energy (J)", "population"], "levels"),
  };

  const ask = createSolver(workerSource, (point, asked) => {
    if (!graph || asked !== graph.description) return; // another one is on its way
    set(element, { "aria-busy": undefined });
    show(graph, point);
  });

  const show = (shown: OpenGraph, point: GraphPoint): void => {
    const { result, refusal } = point;
    const picture = graphPicture(shown, point);
    const text = graphText(shown, point);
    set(drawing, { viewBox: `0 0 ${picture.width} ${picture.height}`, "aria-label": text });
    drawing.replaceChildren(...painted(picture));
    title.textContent = capital(graphTitle(shown));
    mode.textContent = capital(graphHeading(point));
    set(mode, { class: `mode ${result?.loops?.length === 1 ? result.loops[0].mode : ""}`.trim() });
    scale.textContent = typeof picture.title === "string" ? "" : `${capital(picture.title.subtitle)}.`;
    const warnings = result ? result.warnings.map(({ message }) => message) : refusal ? [refusal] : [];
    advice.replaceChildren(
      ...warnings.map((message) => html("p", { class: "warning" }, `${capital(message)}.`)),
    );
    const numbers = result && graphTables(shown, result);
    for (const key of ["loops", "bonds", "baths", "state", "levels"] as const) {
      tables[key].show(numbers?.[key] ?? []);
      tables[key].element.hidden = !numbers || numbers[key].length === 0;
    }
    tables.certificate.show(
      result
        ? certificateRows({
            certificate: result.certificate,
            warnings: result.warnings,
            equation: shown.description.equation,
          })
        : refusal
          ? [[`None: ${refusal}.`]]
          : [],
    );
    if (result || refusal) onText(text);
  };

  const refused = (point: GraphPoint): void => {
    set(element, { "aria-busy": undefined });
    if (graph) show(graph, point);
  };

  const solveThis = (description: ModelDescription): void => {
    described = description;
    for (const { knob, show: showValue } of rows) showValue(knob.value(description));
    set(element, { "aria-busy": "true" });
    try {
      graph = openGraph(description, graph?.model);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused({ refusal: error.message, refusalCode: error.code });
      onModel(undefined);
      return;
    }
    onModel(graph.description);
    ask(graph.description);
  };
  const turn = (description: ModelDescription): void => {
    solveThis(description);
    onTurn(description);
  };

  /** Knobs in a box of their own. */
  const box = (name: string, turned: readonly GraphKnob[], ...before: HTMLElement[]): HTMLElement => {
    const made = turned.map((knob) => {
      const row = createKnob(knob, (value) => turn(knob.turned(described, value)), complain);
      return { knob, ...row };
    });
    rows.push(...made);
    return html("fieldset", {}, html("legend", {}, name), ...before, ...made.map(({ element }) => element));
  };
  const choice = (
    name: string,
    options: readonly (readonly [value: string, label: string])[],
    chosen: string,
    onChoice: (value: string) => void,
  ): HTMLElement => {
    const select = html("select", {}, ...options.map(([value, label]) => html("option", { value }, label)));
    select.value = chosen;
    select.addEventListener("change", () => onChoice(select.value));
    return html("label", { class: "choice" }, name, " ", select);
  };
  const layOut = (bond?: number): void => {
    rows = [];
    const { sites, spinsUp, bonds = [] } = described;
    const together: [string, string][] = sites <= MOST_TOGETHER ? [["", "all sectors together"]] : [];
    const sectors = Array.from({ length: sites + 1 }, (_, up): [string, string] => [
      String(up),
      `${up} of ${sites}`,
    ]);
    const all: [string, string][] = [
      ["", "every bond"],
      ...bonds.map(({ from, to }, b): [string, string] => [String(b), `${from} → ${to}`]),
    ];
    const which = choice("turn", all, bond === undefined ? "" : String(bond), (chosen) => {
      layOut(chosen === "" ? undefined : Number(chosen));
      knobs.querySelector("select")?.focus();
    });
    const sector = choice("spins up", [...together, ...sectors], String(spinsUp ?? ""), (chosen) => {
      const { spinsUp: _, ...others } = described;
      turn(chosen === "" ? others : { ...others, spinsUp: Number(chosen) });
    });
    knobs.replaceChildren(
      box("Bonds", bondKnobs(described, bond), ...(bonds.length > 0 ? [which] : [])),
      box("Fields", fieldKnobs(described)),
      box("Baths", bathKnobs(described)),
      html("fieldset", {}, html("legend", {}, "Sector"), sector),
    );
    for (const { knob, show: showValue } of rows) showValue(knob.value(described));
  };

  const stage = html(
    "section",
    { class: "stage", "aria-label": "The graph and its knobs" },
    title,
    mode,
    drawing,
    scale,
    advice,
    knobs,
    html("div", { class: "actions" }, ...actions),
  );
  const panels = html(
    "section",
    { class: "panels", "aria-label": "Numbers" },
    ...Object.values(tables).map((table) => table.element),
  );
  const element = html("div", { class: "desk graph-desk" }, stage, panels);
  const open = (description: ModelDescription): void => {
    graph = undefined;
    described = description;
    layOut();
    solveThis(description);
    if (graph) show(graph, {}); // what is known before it is solved
  };
  return { element, open, turn };
}
