// Any model of the library on the page: its drawing, everything that can be turned, and what there is in numbers.

import type { ModelDescription } from "../../description";
import { certificateRows } from "../../figures/certificate-rows";
import { InputError } from "../../input/guards";
import { MOST_TOGETHER } from "../../model/model";
import { createSolver } from "./curve-workers";
import { html, set } from "./dom";
import {
  bondBetween,
  type Chosen,
  drawable,
  FARTHEST,
  freePlace,
  stands,
  withBath,
  withBond,
  withBondChanged,
  withBondReversed,
  withOperator,
  withoutBath,
  withoutSite,
  withPlace,
  withSite,
} from "./graph-edit";
import { createHandDrawing } from "./graph-hand";
import { bathKnobs, bondKnobs, DRIVE, driveKnobs, fieldKnobs, type GraphKnob } from "./graph-knobs";
import {
  type GraphPoint,
  graphHeading,
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
  /** Lets the graph be changed in its drawing. */
  readonly draw: () => void;
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

const DRAWING =
  "Click an empty place for a site. Drag from site to site for a bond, to an empty place to move a site. Click a site or a bond for its values.";

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
    const text = graphText(shown, point);
    const widest = drawing.show(shown, point, chosen);
    title.textContent = capital(graphTitle(shown));
    mode.textContent = capital(graphHeading(point));
    set(mode, { class: `mode ${result?.loops?.length === 1 ? result.loops[0].mode : ""}`.trim() });
    const means = result?.power === undefined ? "" : " All of it is the mean over a period of the drive.";
    scale.textContent = widest && `${capital(widest)}.${means}`;
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

  const showValues = (): void => {
    for (const { knob, show: showValue } of rows) showValue(knob.value(described));
  };
  const solveThis = (description: ModelDescription): void => {
    described = description;
    showValues();
    set(element, { "aria-busy": "true" });
    try {
      graph = openGraph(description, graph?.model);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused({ refusal: error.message, refusalCode: error.code });
      onModel(undefined);
      return;
    }
    onModel(description.baths.length > 0 ? graph.description : undefined);
    ask(graph.description);
  };

  // --- what is changed, and taken back ---
  /** What was shown before each change; turning one knob on and on is one. */
  const past: { readonly description: ModelDescription; readonly by: string }[] = [];
  let chosen: Chosen | undefined;
  const remember = (by: string): void => {
    if (by === "" || past[past.length - 1]?.by !== by) past.push({ description: described, by });
    undo.disabled = false;
  };
  const turn = (description: ModelDescription, by = ""): void => {
    remember(by);
    solveThis(description);
    onTurn(description);
  };
  /** Shows another graph, with something in it chosen. */
  const present = (description: ModelDescription, next?: Chosen): void => {
    chosen = next;
    rows = []; // those of sites and baths that may be gone
    solveThis(description);
    if (graph) show(graph, {}); // what is known before it is solved
    layOut();
  };
  /** What cannot be is refused, and leaves all as it is. */
  const attempt = (change: () => void, restore: () => void): void => {
    try {
      change();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      restore();
      complain(`${capital(error.message)}.`);
    }
  };
  /** Changes the graph itself. */
  const edit = (change: (graph: ModelDescription) => ModelDescription, next?: Chosen): void => {
    const { model } = graph as OpenGraph;
    attempt(() => {
      const changed = change(drawable(described, model));
      openGraph(changed, model);
      remember("");
      present(changed, next);
      onTurn(changed);
    }, layOut);
  };
  const choose = (next: Chosen | undefined): void => {
    chosen = next;
    layOut();
  };
  const join = (from: number, to: number): void => {
    if (!graph) return;
    const there = bondBetween(drawable(described, graph.model), from, to);
    if (there > 0) choose({ bond: there });
    else edit((at) => withBond(at, from, to), { bond: graph.model.bonds.length + 1 });
  };
  const drawing = createHandDrawing({
    onChoose: choose,
    onSite: (place) => edit((at) => withSite(at, place), { site: described.sites + 1 }),
    onMove: (site, place) => edit((at) => withPlace(at, site, place), { site }),
    onJoin: join,
  });
  const undo = button("Undo", () => {
    const before = past.pop();
    if (!before) return;
    present(before.description);
    onTurn(before.description);
  });
  const draw = button("Draw", () => setDrawing(draw.getAttribute("aria-pressed") !== "true"));
  const hint = html("p", { class: "hint", hidden: "" }, DRAWING);
  const setDrawing = (on: boolean): void => {
    set(draw, { "aria-pressed": String(on) });
    drawing.open(on);
    hint.hidden = !on;
  };
  setDrawing(false);
  const add = button("Add a site", () =>
    edit((at) => withSite(at, freePlace(at)), { site: described.sites + 1 }),
  );
  const pick = html("select");
  pick.addEventListener("change", () => {
    const [kind, number] = pick.value.split(" ");
    choose(kind === "" ? undefined : ({ [kind]: Number(number) } as unknown as Chosen));
  });

  // --- what can be turned ---
  /** Knobs in a box of their own. */
  const box = (
    name: string,
    turned: readonly GraphKnob[],
    prefix: string,
    ...before: HTMLElement[]
  ): HTMLElement => {
    const made = turned.map((knob) => {
      const id = `${prefix}${knob.key}`;
      const onValue = (value: number): void =>
        attempt(() => turn(knob.turned(described, value), `${id} ${JSON.stringify(chosen)}`), showValues);
      const row = createKnob(knob, onValue, complain, id);
      return { knob, ...row };
    });
    rows.push(...made);
    return html("fieldset", {}, html("legend", {}, name), ...before, ...made.map(({ element }) => element));
  };
  /** What is chosen, with all that it has and what can be done with it. */
  const chosenBox = (): HTMLElement[] => {
    if (!chosen || !graph) return [];
    const here = chosen;
    const own = drawable(described, graph.model);
    const actions = (...all: HTMLElement[]): HTMLElement => html("div", { class: "actions" }, ...all);
    if (here.bond !== undefined) {
      const { bond } = here;
      const { from, to } = graph.model.bonds[bond - 1];
      return [
        box(
          `Bond ${from} → ${to}`,
          described.bonds ? bondKnobs(described, bond - 1) : [],
          "own-",
          actions(
            ...(described.bonds ? [] : [button("Give it values of its own", () => edit((at) => at, here))]),
            button("Turn it round", () => edit((at) => withBondReversed(at, bond), here)),
            button("Remove this bond", () => edit((at) => withBondChanged(at, bond, () => []))),
          ),
        ),
      ];
    }
    const { site } = here;
    const free = fromOne(own.sites).filter((other) => other !== site && bondBetween(own, site, other) === 0);
    const baths = fromOne(own.baths.length).filter((b) => own.baths[b - 1].site === site);
    return [
      box(
        `Site ${site}`,
        [
          ...fieldKnobs(described).filter((_, l) => l === site - 1),
          ...bathKnobs(described).filter(({ key }) => baths.some((b) => key.endsWith(`-${b}`))),
          ...placeKnobs(described, site),
        ],
        "own-",
        ...baths.map((b) =>
          choice(
            `bath ${b} couples by`,
            (["z", "x", "y"] as const).map((name) => [name, `σ${{ x: "ˣ", y: "ʸ", z: "ᶻ" }[name]}`]),
            own.baths[b - 1].operator ?? "z",
            (operator) => edit((at) => withOperator(at, b, operator as "x" | "y" | "z"), here),
          ),
        ),
        ...(free.length > 0
          ? [
              choice(
                "join with",
                [["", "–"], ...free.map((other): [string, string] => [String(other), `site ${other}`])],
                "",
                (other) => join(site, Number(other)),
              ),
            ]
          : []),
        actions(
          button("Add a bath", () => edit((at) => withBath(at, site), here)),
          ...baths.map((b) => button(`Remove bath ${b}`, () => edit((at) => withoutBath(at, b), here))),
          ...(stands(described) ? [] : [button("Move this site", () => edit((at) => at, here))]),
          button("Remove this site", () => edit((at) => withoutSite(at, site))),
        ),
      ),
    ];
  };

  /** Everything that can be turned; what has the focus keeps it. */
  const layOut = (): void => {
    const focused = knobs.contains(document.activeElement) ? controlName(document.activeElement) : undefined;
    rows = [];
    const { sites, spinsUp } = described;
    pick.replaceChildren(
      html("option", { value: "" }, "–"),
      ...fromOne(sites).map((l) => html("option", { value: `site ${l}` }, `site ${l}`)),
      ...(graph?.model.bonds ?? []).map(({ from, to }, b) =>
        html("option", { value: `bond ${b + 1}` }, `bond ${from} → ${to}`),
      ),
    );
    pick.value = chosen ? Object.entries(chosen).flat().join(" ") : "";
    undo.disabled = past.length === 0;
    drawing.mark(chosen);
    const together: [string, string][] = sites <= MOST_TOGETHER ? [["", "all sectors together"]] : [];
    const sectors = [0, ...fromOne(sites)].map((up): [string, string] => [String(up), `${up} of ${sites}`]);
    const sector = choice("spins up", [...together, ...sectors], String(spinsUp ?? ""), (up) => {
      const { spinsUp: _, ...others } = described;
      turn(up === "" ? others : { ...others, spinsUp: Number(up) });
    });
    const isDriven = html("input", { type: "checkbox", "data-control": "drive" });
    isDriven.checked = described.drive !== undefined;
    isDriven.addEventListener("change", () => {
      const { drive: _, ...still } = described;
      turn(isDriven.checked ? { ...still, drive: DRIVE } : still);
      layOut();
    });
    const driven = html("label", { class: "choice" }, isDriven, "phases θ + A cos Ωt");
    knobs.replaceChildren(
      ...chosenBox(),
      box("Bonds", bondKnobs(described), ""),
      box("Fields", fieldKnobs(described), ""),
      box("Baths", bathKnobs(described), ""),
      html("fieldset", {}, html("legend", {}, "Sector"), sector),
      box("Drive", driveKnobs(described), "", driven),
    );
    showValues();
    if (focused === undefined) return;
    const controls = [...knobs.querySelectorAll<HTMLElement>("button, input, select")];
    (controls.find((control) => controlName(control) === focused) ?? pick).focus({ preventScroll: true });
  };

  const stage = html(
    "section",
    { class: "stage", "aria-label": "The graph and its knobs" },
    title,
    mode,
    drawing.element,
    hint,
    scale,
    advice,
    html("div", { class: "actions" }, draw, add, undo, html("label", { class: "choice" }, "chosen ", pick)),
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
    past.length = 0;
    present(description);
  };
  return { element, open, turn: (description) => turn(description, "plot"), draw: () => setDrawing(true) };
}

const fromOne = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** What a control is called, also after all of them have been made anew. */
const controlName = (control: Element | null): string | undefined =>
  control?.id || (control as HTMLElement | null)?.dataset.control;

function button(name: string, onPress: () => void): HTMLButtonElement {
  const element = html("button", { type: "button", "data-control": name }, name);
  element.addEventListener("click", onPress);
  return element;
}

function choice(
  name: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
  onChoice: (value: string) => void,
): HTMLElement {
  const select = html(
    "select",
    { "data-control": name },
    ...options.map(([value, label]) => html("option", { value }, label)),
  );
  select.value = chosen;
  select.addEventListener("change", () => onChoice(select.value));
  return html("label", { class: "choice" }, name, " ", select);
}

/** Where a site stands, once the description says so. */
const placeKnobs = (description: ModelDescription, site: number): GraphKnob[] =>
  stands(description)
    ? (["x", "y"] as const).map((axis, k) => ({
        key: `place-${axis}`,
        symbol: axis,
        name: axis === "x" ? "place, to the right" : "place, upwards",
        unit: "",
        min: -FARTHEST[axis],
        max: FARTHEST[axis],
        step: 0.05,
        value: ({ positions = [] }) => positions[site - 1]?.[k] ?? 0,
        turned: (at, value) => {
          const [x, y] = at.positions?.[site - 1] ?? [0, 0];
          return withPlace(at, site, { x, y, [axis]: value });
        },
      }))
    : [];
