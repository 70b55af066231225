// The controls of a page: what a reader sets, above the output of the cell that asks for it.
import type { Control, Point, Setting } from "../../cells/knob";
import { symbols } from "../../figures/symbols";
import type { OpenPad } from "./messages";

/** A control on the page. */
export interface Drawn {
  readonly element: HTMLElement;
  /** Brings it to what the cell says now. */
  show(control: Control): void;
}

type Knob<K extends Control["kind"]> = Extract<Control, { kind: K }>;

/** What a control does. */
export interface Hands {
  /** takes what the reader sets */
  set(value: Setting): void;
  /** goes on without a prediction */
  skip(): void;
  /** brings the pad for curves */
  pad(): Promise<OpenPad>;
}

/** Draws a control. */
export function drawn(control: Control, hands: Hands): Drawn {
  if (control.kind === "number") return slider(control, hands.set);
  if (control.kind === "choice") return list(control, hands.set);
  return control.kind === "switch" ? box(control, hands.set) : question(control, hands);
}

/** A number as people write it, with a point or a comma and any minus sign; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

/** An element with its properties. */
export function made<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Partial<HTMLElementTagNameMap[T]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

let named = 0;

function slider(first: Knob<"number">, set: (value: number) => void): Drawn {
  let now = first;
  const id = `control-${++named}`;
  const range = made("input", { id, type: "range" });
  const field = made("input", { type: "text", inputMode: "decimal", size: 7, autocomplete: "off" });
  const complaint = made("span", { id: `${id}-says`, className: "complaint" });
  complaint.setAttribute("role", "alert");
  field.setAttribute("aria-describedby", complaint.id);
  const back = made("button", { type: "button" });
  const complain = (text: string): void => {
    complaint.textContent = text;
    field.setAttribute("aria-invalid", String(text !== ""));
  };
  const show = (control: Control): void => {
    now = control as Knob<"number">;
    const { label, from, to, step, value, written = value } = now;
    Object.assign(range, { min: from, max: to, step });
    range.valueAsNumber = value;
    field.setAttribute("aria-label", `${label}, from ${from} to ${to}`);
    if (document.activeElement !== field || numberOf(field.value) !== value) field.value = String(value);
    back.textContent = `back to ${written}`;
    back.hidden = written === value;
    back.onclick = () => {
      range.focus();
      set(Number(written));
    };
    complain("");
  };
  range.addEventListener("input", () => set(range.valueAsNumber));
  field.addEventListener("change", () => {
    const { label, from, to } = now;
    const value = numberOf(field.value);
    if (value !== undefined && value >= from && value <= to) set(value);
    else complain(`${label} must be a number from ${from} to ${to}, got “${field.value}”`);
  });
  show(first);
  const name = made("label", { htmlFor: id }, first.label);
  return { element: made("div", { className: "control" }, name, range, field, back, complaint), show };
}

function list(first: Knob<"choice">, set: (value: Setting) => void): Drawn {
  const id = `control-${++named}`;
  const select = made("select", { id });
  const show = (control: Control): void => {
    const { of, value } = control as Knob<"choice">;
    select.replaceChildren(...of.map((each) => made("option", {}, String(each))));
    select.selectedIndex = of.indexOf(value);
    select.onchange = () => set(of[select.selectedIndex]);
  };
  show(first);
  const name = made("label", { htmlFor: id }, first.label);
  return { element: made("div", { className: "control" }, name, select), show };
}

function box(first: Knob<"switch">, set: (value: boolean) => void): Drawn {
  const tick = made("input", { type: "checkbox" });
  const show = (control: Control): void => {
    tick.checked = control.value === true;
  };
  tick.addEventListener("change", () => set(tick.checked));
  show(first);
  return { element: made("div", { className: "control" }, made("label", {}, tick, ` ${first.label}`)), show };
}

/** What an exercise or a prediction asks: a number that is typed, one of several, or a curve. */
function question(first: Knob<"answer"> | Knob<"prediction">, { set, skip, pad }: Hands): Drawn {
  const { kind, label, of } = first;
  const axes = "axes" in first ? first.axes : undefined;
  const form = made("form", { className: `control ${kind}` });
  const words = made("p", { className: "words" });
  words.setAttribute("role", "status");
  const ask = made("button", { type: "submit" }, kind === "answer" ? "Check" : "Commit");
  const past = made("button", { type: "button", onclick: skip }, "Skip");
  let read: () => Setting | undefined;
  let end = (): void => {};
  const name = kind === "answer" ? `${label}: ${first.asks}` : symbols(`Predict: ${label}`);
  const id = `control-${++named}`;
  if (of) {
    const ticks = of.map((each) => made("input", { type: "radio", name: id, value: String(each) }));
    const choices = ticks.map((tick, i) => made("label", {}, tick, ` ${symbols(String(of[i]))}`));
    form.append(made("fieldset", {}, made("legend", {}, name), ...choices));
    read = () => of[ticks.findIndex(({ checked }) => checked)];
    end = () => {
      for (const tick of ticks) tick.disabled = true;
    };
  } else if (axes) {
    let curve: readonly Point[] = [];
    const start = made("button", { type: "button" }, "Draw a curve");
    const place = made("div", {});
    start.onclick = async () => {
      try {
        const board = (await pad())(place, axes, (points) => {
          curve = points;
        });
        start.remove();
        end = board.close;
      } catch (error) {
        words.textContent = (error as Error).message;
      }
    };
    form.append(made("p", { className: "name" }, name), start, place);
    read = () => (curve.length > 1 ? curve : undefined);
    end = () => start.remove();
  } else {
    const field = made("input", { id, type: "text", inputMode: "decimal", size: 9, autocomplete: "off" });
    form.append(made("label", { htmlFor: id }, name), field);
    read = () => numberOf(field.value);
    end = () => {
      field.disabled = true;
    };
  }
  form.append(ask, ...(kind === "prediction" ? [past] : []), words);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = read();
    if (value !== undefined) set(value);
    else
      words.textContent = of
        ? "Choose one."
        : axes
          ? "Draw a curve first."
          : "A number, please: 0.0024, or 2,4e-3.";
  });
  const show = (control: Control): void => {
    if (control.kind === "answer") {
      const { value, verdict } = control;
      words.textContent = verdict?.words ?? (value === undefined ? "" : "checking …");
      words.dataset.right = String(control.verdict?.right ?? "");
    } else if (control.value !== undefined) {
      words.textContent = `Your prediction: ${Array.isArray(control.value) ? "the curve you drew" : symbols(String(control.value))}`;
      ask.remove();
      past.remove();
      end();
    }
  };
  show(first);
  return { element: form, show };
}

/**
 * Makes a number in the text one that can be dragged, or stepped by its keys.
 *
 * @param knob what it sets, as it stands; undefined where it has gone
 */
export function draggable(
  span: HTMLElement,
  knob: () => Knob<"number"> | undefined,
  set: (value: number) => void,
): void {
  const first = knob();
  if (!first) return;
  span.role = "slider";
  span.tabIndex = 0;
  span.ariaLabel = first.label;
  [span.ariaValueMin, span.ariaValueMax] = [String(first.from), String(first.to)];
  span.ariaValueNow = String(first.value);
  const move = (to: (now: Knob<"number">) => number): void => {
    const now = knob();
    if (!now) return;
    const { from, step } = now;
    const stepped = from + step * Math.round((to(now) - from) / step);
    const value = Number(Math.min(now.to, Math.max(from, stepped)).toPrecision(12));
    if (value !== now.value) set(value);
  };
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 },
    ...{ PageUp: 10, PageDown: -10, End: Number.MAX_VALUE, Home: -Number.MAX_VALUE },
  };
  span.addEventListener("keydown", (event) => {
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(({ value, from, to, step }) => (Math.abs(by) > 10 ? (by > 0 ? to : from) : value + by * step));
  });
  span.addEventListener("pointerdown", (start) => {
    const before = knob()?.value ?? 0;
    span.setPointerCapture(start.pointerId);
    start.preventDefault(); // selects no text
    span.focus();
    const drag = (event: PointerEvent): void =>
      move(({ from, to }) => before + ((event.clientX - start.clientX) * (to - from)) / REACH);
    span.addEventListener("pointermove", drag);
    for (const end of ["pointerup", "pointercancel"])
      span.addEventListener(end, () => span.removeEventListener("pointermove", drag), { once: true });
  });
}

/** Pixels from one end of a range to the other. */
const REACH = 400;
