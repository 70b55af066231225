// What leads through the page: guided tours, which ask before they show, and a lecture, the ring and one plot as large as the
// screen. Both hide what they do not speak of, and both have a place in the address before that of the point.
import type { ModelDescription } from "../../description";
import { addressOf } from "./address";
import { html, set, withSymbols } from "./dom";
import { DEFAULTS, KNOBS, type Parameters } from "./parameters";
import { capital } from "./readings";
import { PLOTS, TOURS, type Tour, type TourStep } from "./tours";
import type { View } from "./views";

/** What the guide asks of the page. */
export interface Host {
  readonly root: HTMLElement;
  /** the point of the ring that is shown */
  readonly parameters: () => Parameters;
  /** goes to a point, or opens another model */
  readonly open: (to: Parameters | ModelDescription) => void;
  /** something has changed that the address holds */
  readonly moved: () => void;
}

/** The guide of a page. */
export interface Guide {
  /** what starts it, for the top of the page */
  readonly bar: HTMLElement;
  /** the step that is on */
  readonly card: HTMLElement;
  readonly view: () => View;
  /** Brings the page to a view, of a step whose knobs have been turned to that point; whether it has gone to its own. */
  readonly show: (view: View, point?: Parameters) => boolean;
}

/** Milliseconds that knobs take to where a step ends. */
const TRAVEL = 1200;
/** What an arrow key turns Δ by, alone and with Shift. */
const STEPS = { coarse: 0.05, fine: 0.01 };

const KEYS = [
  ["← →", "turn Δ by 0.05, with Shift by 0.01"],
  ["↑ ↓", "another plot"],
  ["Space, Page ↓", "show, then the next step of a tour"],
  ["Backspace, Page ↑", "the step before"],
  ["1 2 3", "a guess"],
  ["F", "full screen"],
  ["?", "these keys"],
  ["Esc", "leave"],
] as const;

const button = (text: string, onClick: () => void): HTMLButtonElement => {
  const made = html("button", { type: "button" }, text);
  made.addEventListener("click", onClick);
  return made;
};

/** Builds the guide, at first without a tour. */
export function createGuide({ root, parameters, open, moved }: Host): Guide {
  let { tour, step, lecture }: View = {};
  let shown = false;
  let guess: number | undefined;
  let travelling = 0;
  /** whether the full screen ends for the window, in which the lecture goes on */
  let smaller = false;

  const title = html("h2");
  const ask = html("p", { class: "ask" });
  const options = html("div", { class: "options" });
  const see = html("p", { class: "see", "aria-live": "polite" });
  const back = button("Back", () => goBack());
  const next = button("Next", () => goOn());
  const end = button("End", () => endTour());
  const moves = html("div", { class: "moves" }, back, next, end);
  const card = html(
    "section",
    { class: "tour", "aria-label": "Guided tour" },
    title,
    ask,
    options,
    see,
    moves,
  );

  const keys = html(
    "dl",
    { class: "keys" },
    ...KEYS.flatMap(([key, what]) => [html("dt", {}, key), html("dd", {}, what)]),
  );
  const lectureBar = html(
    "div",
    { class: "lecture-bar" },
    button("Full screen", () => void fullScreen()),
    button("Keys", () => help()),
    button("Leave", () => leave()),
  );
  const bar = html(
    "div",
    { class: "guides" },
    html("span", {}, "Guided tours"),
    ...TOURS.map(({ key, title: name, steps: { length } }) =>
      html("a", { href: `#tour=${key}`, title: `${length} steps, each with a guess` }, name),
    ),
    button("Lecture mode", () => {
      lecture = "heat";
      render();
      moved();
    }),
  );

  const stepOn = (): TourStep | undefined => (tour && step ? tour.steps[step - 1] : undefined);
  const pointOf = (to: TourStep["to"]): Parameters | ModelDescription =>
    "baths" in to ? to : { ...DEFAULTS, ...to };

  const render = (): void => {
    const on = stepOn();
    const plots = on ? (lecture && on.plots.length > 0 ? [lecture] : on.plots) : lecture ? [lecture] : [];
    const guided = on !== undefined || lecture !== undefined;
    root.classList.toggle("guided", guided);
    root.classList.toggle("asking", on !== undefined && !shown);
    root.classList.toggle("lecture", lecture !== undefined);
    set(root, { "data-plots": guided ? plots.join(" ") : undefined });
    for (const behind of document.querySelectorAll<HTMLElement>(
      "body > nav, body > .skip, main > :not(#explorer)",
    ))
      behind.inert = lecture !== undefined;
    card.hidden = on === undefined;
    bar.hidden = guided;
    lectureBar.hidden = lecture === undefined;
    if (lecture === undefined) keys.hidden = true;
    if (!on || !tour || !step) return;
    title.replaceChildren(tour.title, html("small", {}, `${step} of ${tour.steps.length}`));
    ask.replaceChildren(...withSymbols(on.ask));
    options.hidden = shown;
    options.replaceChildren(...on.options.map((option, i) => button(option, () => reveal(i))));
    const verdict = guess === undefined ? "" : guess === on.right ? "Right: " : "Not so: ";
    see.hidden = !shown;
    see.replaceChildren(
      ...(shown ? [html("b", {}, capital(`${verdict}${on.options[on.right]}.`)), ` ${on.see}`] : []),
    );
    back.disabled = step === 1 && !shown;
    next.textContent = !shown ? "Show" : step < tour.steps.length ? "Next" : "Finish";
  };

  /** Where a step begins: at the end of the one before. */
  const start = (on: Tour, at: number): TourStep["to"] => (at === 1 ? on.from : on.steps[at - 2].to);
  const isTurned = (): boolean => {
    const on = stepOn();
    if (!tour || !step || !on || "baths" in on.to) return false;
    const here = addressOf(parameters());
    return [start(tour, step), on.to].every((to) => addressOf(pointOf(to)) !== here);
  };
  const begin = (): void => {
    if (!tour || !step) return;
    [shown, guess] = [false, undefined];
    takePlot();
    stop();
    open(pointOf(start(tour, step)));
    render();
    moved();
  };
  const takePlot = (): void => {
    const [first] = stepOn()?.plots ?? [];
    if (lecture && first) lecture = first;
  };
  const reveal = (chosen?: number): void => {
    const on = stepOn();
    if (!on) return;
    [shown, guess] = [true, chosen];
    render();
    travel(pointOf(on.to));
    if (chosen !== undefined && !lecture) next.focus(); // the options are gone
  };
  const goOn = (): void => {
    if (!tour || !step) return;
    if (!shown) reveal();
    else if (step === tour.steps.length) endTour();
    else {
      step++;
      begin();
    }
  };
  const goBack = (): void => {
    if (!tour || !step) return;
    if (step === 1) {
      begin();
      return;
    }
    step--;
    [shown, guess] = [true, undefined];
    takePlot();
    stop();
    open(pointOf(tour.steps[step - 1].to));
    render();
    moved();
  };
  const endTour = (): void => {
    [tour, step] = [undefined, undefined];
    stop();
    render();
    moved();
    if (!lecture) bar.querySelector("a")?.focus();
  };

  const stop = (): void => cancelAnimationFrame(travelling);
  /** Turns the knobs to a point, at once for those who want nothing to move, and only until somebody else turns them. */
  const travel = (to: Parameters | ModelDescription): void => {
    stop();
    const from = parameters();
    const still =
      "baths" in to || to.up !== from.up || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) {
      open(to);
      return;
    }
    const began = performance.now();
    let last = from;
    const frame = (now: number): void => {
      if (parameters() !== last) return;
      const part = Math.min(1, (now - began) / TRAVEL);
      const eased = part * part * (3 - 2 * part);
      const between = KNOBS.map(({ key }) => [
        key,
        Number((from[key] + (to[key] - from[key]) * eased).toFixed(3)),
      ]);
      open(part < 1 ? { ...from, ...Object.fromEntries(between) } : to);
      last = parameters();
      if (part < 1) travelling = requestAnimationFrame(frame);
    };
    travelling = requestAnimationFrame(frame);
  };

  const fullScreen = async (): Promise<void> => {
    if (document.fullscreenElement) {
      smaller = true;
      return document.exitFullscreen();
    }
    await root.requestFullscreen?.().catch(() => {}); // refused: the lecture fills the window as before
  };
  const help = (): void => {
    keys.hidden = !keys.hidden;
  };
  const leave = (): void => {
    if (!lecture) return;
    lecture = undefined;
    if (document.fullscreenElement) document.exitFullscreen();
    render();
    moved();
  };
  // Esc ends the full screen without any key being heard
  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement) return;
    if (!smaller) leave();
    smaller = false;
  });
  const plot = (by: number): void => {
    if (!lecture) return;
    const at = PLOTS.indexOf(lecture);
    lecture = PLOTS[(at + by + PLOTS.length) % PLOTS.length];
    render();
    moved();
  };
  const turn = (by: number): void => {
    const { delta } = parameters();
    const [{ min, max }] = KNOBS;
    stop();
    open({ ...parameters(), delta: Math.min(max, Math.max(min, Number((delta + by).toFixed(9)))) });
  };
  /** What a key does in a lecture; Esc and a guess are heard in a tour as well. */
  const doing = (event: KeyboardEvent): (() => void) | undefined => {
    const option = stepOn()?.options[Number(event.key) - 1];
    if (option !== undefined && !shown) return () => reveal(Number(event.key) - 1);
    if (event.key === "Escape") return !keys.hidden ? help : lecture ? leave : tour ? endTour : undefined;
    if (!lecture) return undefined;
    const by = event.shiftKey ? STEPS.fine : STEPS.coarse;
    switch (event.key) {
      case "ArrowRight":
        return () => turn(by);
      case "ArrowLeft":
        return () => turn(-by);
      case "ArrowDown":
        return () => plot(1);
      case "ArrowUp":
        return () => plot(-1);
      case " ":
      case "PageDown":
        return goOn;
      case "Backspace":
      case "PageUp":
        return goBack;
      case "f":
      case "F":
        return () => void fullScreen();
      case "?":
        return help;
      default:
        return undefined;
    }
  };
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    if (event.key !== "Escape" && target.closest("input, select, textarea, summary")) return;
    if (event.key === " " && target.closest("button, a")) return;
    const act = doing(event);
    if (!act) return;
    event.preventDefault();
    act();
  });

  render();
  return {
    bar,
    card: html("div", { class: "guide" }, lectureBar, keys, card),
    view: () => ({ tour, step, turned: isTurned(), lecture }),
    show: (view, point) => {
      const same = view.tour === tour && view.step === step;
      ({ tour, step, lecture } = view);
      if (tour && !same) begin();
      if (view.turned && point) {
        shown = true;
        open(point);
      }
      render();
      return tour !== undefined;
    },
  };
}
