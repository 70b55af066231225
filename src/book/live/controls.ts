// The controls of a page: what a reader sets, above the output of the cell that asks for it.
import type { Choice, Control } from "../../cells/knob";

/** A control on the page. */
export interface Drawn {
  readonly element: HTMLElement;
  /** Brings it to what the cell says now. */
  show(control: Control): void;
}

type Knob<K extends Control["kind"]> = Extract<Control, { kind: K }>;

/** Draws a control; `set` hears of what the reader sets. */
export function drawn(control: Control, set: (value: Choice | boolean) => void): Drawn {
  if (control.kind === "number") return slider(control, set);
  return control.kind === "choice" ? list(control, set) : box(control, set);
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

function list(first: Knob<"choice">, set: (value: Choice) => void): Drawn {
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
