// Makes the cells of a page run. Until the first click nothing is loaded and nothing changes: the page is the executed
// notebook. Cells run in a worker (runner.ts), one after the other, with what they need before them and what hangs on
// them after them.
import { CONTROL, type Control, type Setting } from "../../cells/knob";
import { saidLike, stepsOf } from "../../cells/prose";
import { type Compiler, workerAt } from "./compile-client";
import { type Drawn, draggable, drawn } from "./controls";
import { hangingOn, needsOf, planRun } from "./graph";
import {
  COLUMNS,
  captionText,
  type LiveCell,
  type OpenEditor,
  type OpenedNotebook,
  type OpenPad,
  type Report,
  type Request,
  VEGA,
} from "./messages";
import type { Own } from "./own";
import type { withEdits } from "./own-work";
import type { Part } from "./parts";

/** What scripts of the book leave for each other. */
interface Shared {
  /** a function whose text is the worker's script */
  readonly liveRunner?: () => void;
  readonly liveParts?: Readonly<Record<string, () => void>>;
  readonly liveCompiler?: () => void;
  /** the declarations that cells are checked against, by path */
  readonly liveTypes?: Readonly<Record<string, string>>;
  readonly liveEditor?: OpenEditor;
  readonly livePad?: OpenPad;
  readonly liveCells?: readonly LiveCell[];
  /** stored sweeps that the cells read, by the paths that they name */
  readonly liveFiles?: Readonly<Record<string, unknown>>;
  readonly liveVersions?: string;
  readonly liveOwn?: Own;
  readonly liveNotebook?: Parameters<typeof withEdits>[0];
  /** the notebook whose cells these are, where a reader brought it: nothing of it is compiled */
  readonly liveOpened?: OpenedNotebook;
  /** ends what runs before other cells come; false if the reader would lose something */
  liveEnd?: () => boolean;
  readonly DOMPurify?: { sanitize(html: string): string };
  /** loads a script of the book once, and makes a figure live, from book.js */
  readonly liveScript: (name: string) => Promise<void>;
  readonly liveFigure?: (figure: HTMLElement) => Promise<void>;
}
const shared = window as unknown as Shared;
const { liveOpened: opened, liveScript: script } = shared;
/** The page, or the notebook in it, for what the browser keeps. */
const here = location.pathname + (opened ? ` ${opened.key}` : "");

type State = "stored" | "running" | "fresh" | "stale" | "failed" | "stopped";

/** More than a page can bear, of one run of a cell. */
const MOST_CHARACTERS = 500_000;
const MOST_DISPLAYS = 200;

class Cell {
  state: State = "stored";
  /** whether the worker holds its names as it stands now */
  valid = false;
  /** of this run */
  printed = 0;
  displays = 0;
  readonly bar = document.createElement("div");
  readonly run = button("Run", "run");
  readonly stop = button("Stop", "stop");
  /** a click into the code does the same */
  readonly opens = button("Edit", "edit");
  readonly original = button("Original", "original");
  readonly link = button("Link", "link");
  /** what the last run said */
  reports: Report[] | undefined;

  /** Keeps what it says, for who takes the notebook home; what is drawn anew stands where it was. */
  note(report: Report): void {
    if (report.type !== "display" || !report.update) {
      this.reports?.push(report);
      return;
    }
    const { id } = report;
    this.reports = this.reports?.map((each) =>
      each.type === "display" && each.id === id ? { ...report, update: false } : each,
    );
  }
  readonly says = document.createElement("span");
  readonly code: HTMLElement | null;
  /** as the book has it, and as it stands */
  readonly committed: string;
  text: string;
  /** the text that the compiled cell is of */
  compiledText: string | undefined;
  private editor: { focus(): void; close(): void } | undefined;
  /** what the reader has set, by what it is called */
  settings: Record<string, Setting> = {};
  private readonly board = document.createElement("div");
  private readonly cover = document.createElement("p");
  private readonly controls = new Map<string, { control: Control; readonly drawn: Drawn }>();
  /** controls that this run has asked for */
  private readonly asked = new Set<string>();
  /** figures of the run before, which stand in until new ones are drawn */
  private former: HTMLElement[] = [];
  /** what the first output of a run takes the place of */
  private renew = false;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly number: number,
    readonly section: HTMLElement,
    readonly output: HTMLElement,
    /** seconds that it takes, where it is long */
    readonly cost: number,
  ) {
    this.bar.className = "bar";
    this.says.className = "says";
    this.says.setAttribute("role", "status");
    if (cost > 0) this.run.textContent = `Run (about ${cost} s)`;
    this.stop.hidden = true;
    this.original.hidden = true;
    this.link.hidden = true;
    this.bar.append(this.run, this.stop, this.opens, this.original, this.link, this.says);
    this.code = section.querySelector<HTMLElement>("pre.code");
    (this.code?.closest(".source") ?? this.code)?.before(this.bar);
    this.committed = this.code?.textContent ?? "";
    this.text = this.committed;
    this.compiledText = opened ? undefined : this.committed;
    this.board.className = "controls";
    this.cover.className = "cover";
    this.output.before(this.board);
    for (const place of output.querySelectorAll<HTMLElement>("[data-control]")) {
      try {
        this.control(JSON.parse(place.dataset.control ?? ""));
        place.remove();
      } catch {
        // of somebody else's notebook: its words stay
      }
    }
  }

  /** Shows a control that the cell asks for. */
  control(control: Control): void {
    const { label, kind } = control;
    this.asked.add(label);
    const known = this.controls.get(label);
    // what the reader has set since counts
    if (known && turned.has(this)) return;
    // and what cannot be any more is forgotten
    if (!Array.isArray(control.value) && this.settings[label] !== control.value) delete this.settings[label];
    if (known?.control.kind === kind) {
      known.drawn.show(control);
      known.control = control;
      return;
    }
    const fresh = drawn(control, {
      set: (value) => {
        if (kind === "prediction") predicted(this, label, value);
        this.turnTo(label, value);
      },
      skip: () => predicted(this, label, null),
      pad: async () => {
        await script("pad");
        if (!shared.livePad) throw new Error("there is no pad here");
        return shared.livePad;
      },
    });
    if (known) known.drawn.element.replaceWith(fresh.element);
    else this.board.append(fresh.element);
    this.controls.set(label, { control, drawn: fresh });
  }

  /** What the reader has set. */
  turnTo(label: string, value: Setting): void {
    const { control } = this.controls.get(label) ?? {};
    if (!control) return;
    this.restore(label, value, { written: control.written ?? control.value, verdict: undefined });
    void turn(this);
  }

  /** Sets a control, now or as on an earlier visit. */
  restore(label: string, value: Setting, more: object = {}): void {
    const known = this.controls.get(label);
    if (!known) return;
    known.control = { ...known.control, value, ...more } as Control;
    known.drawn.show(known.control);
    this.settings[label] = value;
  }

  /** What it asks the reader to predict. */
  predictions(): Extract<Control, { kind: "prediction" }>[] {
    return [...this.controls.values()].flatMap(({ control }) =>
      control.kind === "prediction" ? control : [],
    );
  }

  /** Closes the output until there is a prediction. */
  close(...children: readonly (Node | string)[]): void {
    this.output.hidden = true;
    this.cover.replaceChildren(...children);
    this.output.before(this.cover);
  }
  open(): void {
    this.output.hidden = false;
    this.cover.remove();
  }

  /** The control that a name of this cell is set by, if that is a number. */
  knobOf(name: string): Extract<Control, { kind: "number" }> | undefined {
    const text = `(?:const|let)\\s+${name.replaceAll("$", "\\$")}\\s*=\\s*input\\.number\\(\\s*(["'])(.*?)\\1`;
    const label = new RegExp(text, "u").exec(this.text)?.[2];
    const control = this.controls.get(label ?? "")?.control;
    return control?.kind === "number" ? control : undefined;
  }

  /** Whether it is not as the book has it. */
  get edited(): boolean {
    return this.text !== this.committed;
  }

  /** Takes another text, from the reader or from what was kept. */
  change(text: string): void {
    this.text = text;
    this.settings = {};
    this.valid = false;
    this.original.hidden = !this.edited;
    this.link.hidden = !this.edited || opened !== undefined; // nobody else has the notebook
    this.reports = undefined;
    this.section.toggleAttribute("data-edited", this.edited);
    if (this.state === "fresh" || this.state === "failed") this.set("stale", "edited since it ran");
  }

  /** Puts the text where it is read. */
  write(): void {
    const place = this.code?.querySelector("code");
    if (place && this.text !== place.textContent) place.textContent = this.text;
  }

  edit(open: OpenEditor, hooks: Parameters<OpenEditor>[2]): void {
    if (!this.code || this.editor) return;
    const box = document.createElement("div");
    box.className = "editing";
    this.code.after(box);
    this.unfold();
    this.code.hidden = true;
    this.editor = open(box, this.text, hooks);
    this.opens.hidden = true;
    this.editor.focus();
  }

  /** Shows the code, where it is folded. */
  unfold(): void {
    this.code?.closest("details")?.setAttribute("open", "");
  }

  /** Ends editing; the text stays. */
  leave(): void {
    if (!this.editor || !this.code) return;
    this.editor.close();
    this.editor = undefined;
    this.code.nextElementSibling?.remove();
    this.code.hidden = false;
    this.opens.hidden = false;
    this.write();
    this.run.focus();
  }

  /** @param quietly says it only if it lasts, as while a control is moved */
  set(state: State, says = "", quietly = false): void {
    this.state = state;
    this.section.dataset.state = state;
    clearTimeout(this.later);
    const say = (): void => {
      this.stop.hidden = state !== "running";
      this.run.hidden = state === "running";
      this.says.textContent = says;
    };
    if (quietly) this.later = setTimeout(say, 300);
    else say();
  }

  begin(): void {
    this.set("running", "running …", turning);
    [this.printed, this.displays, this.renew] = [0, 0, true];
    this.former = [...this.output.querySelectorAll<HTMLElement>("figure .picture")];
    this.asked.clear();
    this.reports = [];
  }

  end(outcome: "fresh" | "failed"): void {
    this.set(outcome, outcome === "failed" ? "failed" : "");
    for (const [label, { drawn: old }] of this.controls) {
      if (this.asked.has(label) || outcome === "failed") continue;
      old.element.remove();
      this.controls.delete(label);
      delete this.settings[label];
    }
  }

  /** Lets the picture of the run before stand in for the figure that comes. */
  standIn(picture: HTMLElement, description: string): void {
    const before = this.former.shift();
    if (!before) return;
    const caption = before.nextElementSibling;
    if (caption?.matches("figcaption")) {
      const said = caption.lastElementChild as Element;
      said.textContent = captionText(picture.textContent ?? "", description);
      picture.after(caption);
    }
    picture.replaceChildren(...before.childNodes);
  }

  /** What was shown before goes when there is something new to show, so that nothing jumps. */
  show(element: HTMLElement): void {
    this.clear();
    this.output.append(element);
  }
  clear(): void {
    if (this.renew) this.output.replaceChildren();
    this.renew = false;
  }

  print(text: string, stream: string): void {
    this.printed += text.length;
    const last = this.renew ? null : this.output.lastElementChild;
    const same = last instanceof HTMLElement && last.dataset.stream === stream;
    const box = same ? last : printed("", stream);
    if (!same) this.show(box);
    box.append(text);
    if (COLUMNS.test(text)) box.classList.add("columns");
  }
}

function button(label: string, mark: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.dataset[mark] = "";
  return made;
}

function printed(text: string, stream: string): HTMLElement {
  const box = document.createElement("pre");
  box.className = stream === "failed" ? "printed error" : "printed";
  box.dataset.stream = stream;
  box.append(text);
  return box;
}

const sections = [...document.querySelectorAll<HTMLElement>("main > section[data-cell]")];
const cells = sections.map((section) => {
  const output = section.querySelector<HTMLElement>("[data-output]") ?? document.createElement("div");
  return new Cell(Number(section.dataset.cell), section, output, Number(section.dataset.cost ?? 0));
});

/** Places in the text that stand for a value of a cell. */
const spoken = [...document.querySelectorAll<HTMLElement>(".prose [data-value]")].flatMap((span) => {
  const path = span.dataset.value ?? "";
  const [name = "", ...steps] = stepsOf(path) ?? [];
  const text = span.textContent ?? "";
  const owner = steps.length === 0 ? cells.find((cell) => cell.knobOf(name)) : undefined;
  const say = (value: unknown): void => {
    span.textContent = saidLike(text, value);
    if (owner) span.ariaValueNow = String(value);
  };
  draggable(
    span,
    () => owner?.knobOf(name),
    (value) => {
      say(value);
      owner?.turnTo(owner.knobOf(name)?.label ?? "", value);
    },
  );
  const renew = (values: Readonly<Record<string, unknown>>): void => {
    const moved = owner?.settings[owner.knobOf(name)?.label ?? ""];
    if (Object.hasOwn(values, path)) say(moved ?? values[path]);
  };
  return name === "" ? [] : [{ path, name, renew }];
});

const chapter =
  opened?.name ??
  location.pathname
    .split("/")
    .at(-1)
    ?.replace(/\.html$/, "") ??
  "";

const bodyOf = (wrapped: (() => void) | undefined): string => {
  const text = String(wrapped);
  return text.slice(text.indexOf("{") + 1, text.lastIndexOf("}"));
};

/** What only those need who make something of a page. */
async function liveOwn(): Promise<Own> {
  await script("own");
  return shared.liveOwn as Own;
}

let worker: Worker | undefined;
let needs: number[][] = [];
let compiled: LiveCell[] | undefined;
type Outcome = "fresh" | "failed" | "stopped";
/** Called when the cell that runs is done. */
let finished: ((outcome: Outcome) => void) | undefined;
let running: Cell | undefined;

const tell = (request: Request): void => worker?.postMessage(request);

/** A cell that is not compiled yet. */
const NOTHING: LiveCell = {
  code: "",
  mappings: "",
  makes: [],
  imports: {},
  needs: [],
  assigns: [],
  inspects: false,
  parts: [],
};

async function start(): Promise<void> {
  await Promise.all([script("runner"), opened || script(`${chapter}.cells`)]);
  if (!compiled) {
    compiled = opened ? cells.map(() => NOTHING) : [...(shared.liveCells ?? [])];
    needs = needsOf(compiled);
  }
  if (worker) return;
  worker = startWorker();
  worker.onmessage = ({ data }: MessageEvent<Report>) => receive(data);
  tell({ type: "start", files: (!opened && shared.liveFiles) || {}, versions: shared.liveVersions ?? "" });
}

/** A worker with the library, for the cells or for a sweep of theirs. */
function startWorker(): Worker {
  address ??= URL.createObjectURL(new Blob([bodyOf(shared.liveRunner)], { type: "text/javascript" }));
  const made = workerAt(address);
  made.addEventListener("message", ({ data }: MessageEvent<Report>) => {
    if (data.type === "part") void handOver(made, data.part);
  });
  made.onerror = (event) => {
    event.preventDefault();
    end(`the cells' worker was lost: ${event.message || "it ran out of memory, perhaps"}`);
  };
  return made;
}
let address: string | undefined;

/** Gives a worker a part of its script. */
async function handOver(to: Worker, part: Part): Promise<void> {
  const answer = (more: object): void => to.postMessage({ type: "part", part, ...more });
  try {
    await script(`parts/${part}`);
    answer({ source: bodyOf(shared.liveParts?.[part]) });
  } catch (error) {
    answer({ error: (error as Error).message });
  }
}

/** Workers of the sweeps of cells, by number. */
const threads = new Map<number, Worker>();

function startThread(thread: number, port: MessagePort | undefined): void {
  threads.get(thread)?.terminate();
  threads.delete(thread);
  if (!port) return;
  const made = startWorker();
  made.postMessage({ type: "thread", port } satisfies Request, [port]);
  threads.set(thread, made);
}

function receive(report: Report): void {
  if (report.type === "part") return;
  if (report.type === "thread") {
    startThread(report.thread, report.port);
    return;
  }
  const cell = cells.find(({ number }) => number === report.cell);
  if (!cell) return;
  cell.note(report);
  if (report.type === "printed") cell.print(report.text, report.stream);
  else if (report.type === "failed") cell.show(printed(`${report.lines.join("\n")}\n`, "failed"));
  else if (report.type === "display") display(cell, report);
  else if (report.type === "values") for (const said of spoken) said.renew(report.values);
  else {
    cell.clear();
    finished?.(report.failed ? "failed" : "fresh");
  }
  if (cell.printed > MOST_CHARACTERS || cell.displays > MOST_DISPLAYS) {
    end("stopped: it shows more than a page can hold");
  }
}

/** Figures that are being drawn. */
const drawings = new Set<Promise<void>>();

function display(cell: Cell, { data, id, update }: Extract<Report, { type: "display" }>): void {
  if (data[CONTROL]) {
    cell.control(data[CONTROL] as Control);
    return;
  }
  const element = shownAs(data);
  if (id !== undefined) element.dataset.display = id;
  const before = id === undefined ? null : cell.output.querySelector(`[data-display="${CSS.escape(id)}"]`);
  if (before && update) {
    before.replaceWith(element);
    return;
  }
  cell.displays++;
  cell.show(element);
  if (element.matches("figure")) {
    const words = element.querySelector(".picture") as HTMLElement;
    const alone = words.textContent;
    cell.standIn(words, String(Object(specOf(data)).description));
    const drawing = (shared.liveFigure?.(element) ?? Promise.resolve())
      .catch((error: unknown) => {
        words.textContent = alone;
        cell.show(printed(`${String(error)}\n`, "failed"));
      })
      .finally(() => drawings.delete(drawing));
    drawings.add(drawing);
  }
}

const specOf = (data: Readonly<Record<string, unknown>>): unknown =>
  VEGA.map((type) => data[type]).find((each) => each !== undefined);

/** The best of the formats that a page can show. */
function shownAs(data: Readonly<Record<string, unknown>>): HTMLElement {
  const spec = specOf(data);
  if (spec !== undefined) {
    const figure = document.createElement("figure");
    figure.className = "figure";
    const picture = document.createElement("div");
    picture.className = "picture";
    picture.append(String(data["text/plain"] ?? ""));
    const json = document.createElement("script");
    json.type = "application/json";
    json.textContent = JSON.stringify(spec);
    figure.append(picture, json);
    return figure;
  }
  const markup = data["text/html"] ?? data["image/svg+xml"];
  if (typeof markup === "string") {
    const box = document.createElement("div");
    box.className = "shown";
    // until what makes it harmless is here, the words
    box.append(String(data["text/plain"] ?? ""));
    const clean = (): void => {
      box.innerHTML = shared.DOMPurify?.sanitize(markup) ?? "";
    };
    if (shared.DOMPurify) clean();
    else script("purify").then(clean, () => {});
    return box;
  }
  return printed(`${String(data["text/plain"] ?? JSON.stringify(data))}\n`, "value");
}

/** Ends what runs, at once: the worker goes, what is shown stays, values are computed anew when they are needed. */
function end(says: string): void {
  worker?.terminate();
  worker = undefined;
  for (const each of threads.values()) each.terminate();
  threads.clear();
  for (const cell of cells) cell.valid = false;
  queue.length = 0;
  turned.clear();
  running?.set("stopped", says);
  running = undefined;
  finished?.("stopped");
  for (const cell of cells) if (cell.state === "stale") cell.set("stale", WAITS);
}

const WAITS = "out of date: a cell that it hangs on has run since";

async function runOne(cell: Cell): Promise<void> {
  cell.begin();
  running = cell;
  lostWith(cell);
  await start();
  const { code, mappings, makes, parts } = (compiled as LiveCell[])[cells.indexOf(cell)];
  if (running !== cell) return; // stopped while something was loading
  const outcome = await new Promise<Outcome>((resolve) => {
    finished = resolve;
    const said = spoken.filter(({ name }) => makes.includes(name)).map(({ path }) => path);
    tell({ type: "run", cell: cell.number, code, mappings, parts, settings: cell.settings, said });
  });
  finished = undefined;
  lostWith();
  if (outcome === "stopped") return;
  running = undefined;
  cell.valid = outcome === "fresh";
  cell.end(outcome);
}

/** What runs, for a page that comes back: a cell that fills the memory may take its page along. Gives what ran before. */
function lostWith(cell?: Cell): string | null | undefined {
  try {
    const before = sessionStorage.getItem(here);
    if (cell) sessionStorage.setItem(here, String(cell.number));
    else sessionStorage.removeItem(here);
    return before;
  } catch {
    return undefined; // it is forbidden
  }
}
addEventListener("pagehide", () => lostWith());

/** Cells to be run, in order. */
const queue: Cell[] = [];
let working: Promise<void> | undefined;

const work = (): Promise<void> => {
  working ??= workOff().finally(() => {
    working = undefined;
  });
  return working;
};

async function workOff(): Promise<void> {
  const since = performance.now();
  try {
    while (queue.length > 0) {
      const cell = queue.shift() as Cell;
      const place = cells.indexOf(cell);
      // what is half typed says what is wrong with it, and does not run as it stood before
      if (cell.text !== cell.compiledText) continue;
      // what a cell needs may have failed
      const lacks = needs[place]?.find((each) => !cells[each].valid);
      if (lacks !== undefined) {
        cell.set(cell.state === "stored" ? "stored" : "stale", `waits for cell ${cells[lacks].number}`);
        continue;
      }
      // what takes long gives way to a control that has been moved meanwhile
      const moved =
        performance.now() - since > PATIENCE ? [...turned].map((each) => cells.indexOf(each)) : [];
      if (!hangingOn(moved, needs, () => true).includes(place)) await runOne(cell);
    }
  } catch (error) {
    const cell = running;
    end("");
    cell?.show(printed(`${(error as Error).message}\n`, "failed"));
    cell?.set("failed", "failed");
  }
}

/** A run of more milliseconds is given up when a control is moved. */
const PATIENCE = 1000;

/** Runs a cell, with what it needs before it, and after it what had been run, or hangs on its control, which was moved. */
async function ask(cell: Cell): Promise<void> {
  cell.open();
  if (!turning || !worker) cell.says.textContent = "loading …";
  try {
    await start();
    if (!(await compileEdited(cell))) return;
  } catch (error) {
    cell.set("failed", (error as Error).message);
    return;
  }
  const place = (each: Cell): number => cells.indexOf(each);
  const moved = turning ? hangingOn([place(cell)], needs, () => true) : [];
  const { before, after } = planRun(
    place(cell),
    needs,
    (each) => cells[each].valid || cells[each] === running || queue.includes(cells[each]),
    (each) =>
      cells[each].cost === 0 &&
      (moved.includes(each) || ["fresh", "stale", "failed"].includes(cells[each].state)),
  );
  const renewed = [...new Set([...before, place(cell), ...after])];
  for (const each of renewed) {
    cells[each].valid = false;
    if (cells[each].state !== "stored") cells[each].set("stale", "waits", turning);
  }
  const planned = renewed.map((each) => cells[each]);
  queue.unshift(...planned, ...queue.splice(0).filter((each) => !planned.includes(each)));
  // long ones wait to be asked
  cells.forEach((each, i) => {
    const shows = each.cost > 0 && (moved.includes(i) || each.state === "fresh");
    if (shows && needs[i].some((need) => renewed.includes(need))) each.set("stale", WAITS);
  });
  if (before.length > 0 && !turning)
    cell.says.textContent = `first ${before.map((each) => `cell ${cells[each].number}`).join(", ")} …`;
  await work();
}

/** Cells with controls that were moved and wait for their turn. */
const turned = new Set<Cell>();
let turning = false;

/** A control was moved: what hangs on it runs again, no faster than it can be drawn, with the values that are set by then. */
async function turn(cell: Cell): Promise<void> {
  turned.add(cell);
  if (turning) return;
  turning = true;
  try {
    for (const each of turned) {
      turned.delete(each);
      await ask(each);
      await Promise.all(drawings);
    }
  } finally {
    turning = false;
  }
}

/** Predictions that were made, or skipped (null), by their questions; kept by this browser. */
const PREDICTED = `spin-ring predictions ${here}`;
/** Whether outputs are open without them, in every chapter: for who teaches. */
const OPEN = "spin-ring outputs are open";

function predicted(cell: Cell, label: string, value: Setting | null): void {
  stored(PREDICTED, { ...stored(PREDICTED), [label]: value });
  const covers = cell.predictions().find((each) => each.label === label)?.covers ?? 0;
  const place = cells.indexOf(cell);
  for (const each of cells.slice(place + 1, place + 1 + covers)) each.open();
}

/** Closes what waits for a prediction, or opens all. */
function closeOutputs(): void {
  const known = stored(PREDICTED);
  const isOpen = stored(OPEN).all === true;
  cells.forEach((cell, place) => {
    for (const { label, value, covers } of cell.predictions()) {
      if (Object.hasOwn(known, label) || value !== undefined) continue;
      for (const each of cells.slice(place + 1, place + 1 + covers)) {
        if (isOpen) each.open();
        else each.close(`Closed until you have predicted, or skipped it. `, openAll());
      }
    }
  });
  always.checked = isOpen;
}
function openAll(): HTMLElement {
  const all = button("Open all", "open");
  all.addEventListener("click", () => {
    stored(OPEN, { all: true });
    closeOutputs();
  });
  return all;
}

let compiler: Promise<Compiler> | undefined;

/** The compiler, which takes seconds to come: it starts with the first edit. */
function startedCompiler(): Promise<Compiler> {
  compiler ??= (async () => {
    const [{ startCompiler }] = await Promise.all([liveOwn(), script("compiler"), script("types")]);
    const sources = cells.map(({ committed }) => committed);
    return startCompiler(bodyOf(shared.liveCompiler), shared.liveTypes ?? {}, sources);
  })();
  compiler.catch(() => {
    compiler = undefined;
  });
  return compiler;
}

/** Compiles what the reader has changed; false if that is not possible for the cell asked for. */
async function compileEdited(wanted: Cell): Promise<boolean> {
  if (!compiled || cells.every(({ text, compiledText }) => text === compiledText)) return true;
  const fine = (await liveOwn()).compileEdited(cells, compiled, wanted, startedCompiler);
  return fine.finally(() => {
    needs = needsOf(compiled ?? []);
  });
}

/** What the reader has changed, kept by this browser for this page. */
const KEY = `spin-ring ${here}`;
function keep(...changed: Cell[]): void {
  const edited = cells.filter((cell) => cell.edited);
  allBack.hidden = edited.length === 0;
  // another tab may have edited other cells
  const all: Record<string, unknown> = { ...stored(KEY) };
  for (const cell of changed) {
    if (cell.edited) all[cell.number] = cell.text;
    else delete all[cell.number];
  }
  try {
    if (Object.keys(all).length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(all));
    for (const cell of changed) unkept.delete(cell);
  } catch {
    for (const cell of changed) {
      if (cell.edited) unkept.add(cell);
      else unkept.delete(cell);
    }
  }
  for (const { says } of unkept)
    says.textContent =
      "edited; this browser keeps nothing when the page is closed: download the notebook, or copy the link";
}
/** Edited cells of which this browser refused to keep the text. */
const unkept = new Set<Cell>();
addEventListener("beforeunload", (event) => {
  if ([...unkept].some((cell) => cell.edited)) event.preventDefault();
});
addEventListener("storage", ({ key }) => {
  if (key !== KEY) return;
  const theirs = stored(KEY);
  for (const cell of cells) {
    const text = theirs[cell.number] ?? cell.committed;
    if (text === cell.text) continue;
    cell.says.textContent =
      "edited in another tab: the browser keeps what is written last, in either of them";
  }
});

/** What this browser keeps under a key, or keeps from now on. */
function stored(key: string, value?: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    return Object(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return value ?? {};
  }
}

async function edit(cell: Cell): Promise<void> {
  try {
    const [own] = await Promise.all([liveOwn(), script("editor")]);
    if (shared.liveEditor) own.edit(cell, cells, shared.liveEditor, { ask, keep, compiler: startedCompiler });
  } catch (error) {
    cell.says.textContent = (error as Error).message;
  }
}

function takeBack(cell: Cell): void {
  cell.leave();
  cell.change(cell.committed);
  cell.write();
  cell.says.textContent = "";
}

/** A cell from somebody else is shown, and waits to be read. */
async function takeLink(): Promise<void> {
  if (opened || !location.hash.startsWith("#cell=")) return;
  const found = await (await liveOwn()).cellOfLink(location.hash);
  const cell = cells.find(({ number }) => number === found?.cell);
  if (!found || !cell || found.text === cell.text) return;
  cell.leave();
  cell.change(found.text);
  cell.write();
  cell.unfold();
  cell.says.textContent = "from a link, somebody else's: read it before you run it";
  cell.section.scrollIntoView({ block: "center" });
}

/** The notebook as it stands here. */
async function download(): Promise<void> {
  const [own] = await Promise.all([liveOwn(), opened || script(`${chapter}.notebook`)]);
  if (shared.liveNotebook) own.download(shared.liveNotebook, chapter, cells);
}

const asItStands = button("Download as it stands here", "download");
asItStands.addEventListener("click", () => {
  download().catch((error: Error) => asItStands.after(` ${error.message}`));
});
const allBack = button("All cells back to the original", "original");
allBack.addEventListener("click", () => {
  const edited = cells.filter((cell) => cell.edited);
  for (const cell of edited) takeBack(cell);
  keep(...edited);
});
const always = document.createElement("input");
always.type = "checkbox";
always.addEventListener("change", () => {
  stored(OPEN, { all: always.checked });
  closeOutputs();
});
const teaching = document.createElement("label");
teaching.append(always, " Outputs are open without predictions, for teaching");
teaching.hidden = !cells.some((cell) => cell.predictions().length > 0);
const own = document.createElement("div");
own.className = "bar";
own.append(asItStands, allBack, teaching);
document.querySelector(".download")?.after(own);

const edits = stored(KEY);
for (const cell of cells) {
  cell.set("stored");
  cell.run.addEventListener("click", () => void ask(cell));
  cell.stop.addEventListener("click", () => {
    end("stopped");
    cell.run.focus();
  });
  cell.opens.addEventListener("click", () => void edit(cell));
  cell.code?.addEventListener("click", () => {
    if (getSelection()?.isCollapsed !== false) void edit(cell);
  });
  cell.original.addEventListener("click", () => {
    takeBack(cell);
    keep(cell);
  });
  cell.link.addEventListener("click", () => {
    liveOwn()
      .then((own) => own.copyLink(cell))
      .catch((error: Error) => {
        cell.says.textContent = error.message;
      });
  });
  const text = edits[cell.number];
  if (typeof text === "string" && text !== cell.committed) {
    cell.change(text);
    cell.write();
  }
}
allBack.hidden = !cells.some((cell) => cell.edited);
for (const [label, value] of Object.entries(stored(PREDICTED))) {
  for (const cell of cells) if (value !== null) cell.restore(label, value as Setting);
}
closeOutputs();
const lost = lostWith();
for (const { number, says } of cells)
  if (String(number) === lost)
    says.textContent = "the page was lost while this cell ran: for want of memory?";
void takeLink();
addEventListener("hashchange", () => void takeLink());
shared.liveEnd = () => {
  if (unkept.size > 0) return false;
  end("");
  return true;
};
