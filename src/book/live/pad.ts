// A pad on which a reader draws a curve, by hand or by keys; it comes when somebody wants to draw.
import type { Point, Span } from "../../cells/knob";
import { made } from "./controls";
import type { OpenPad } from "./messages";

const [WIDTH, HEIGHT] = [420, 240];
/** Points of a curve, and how many of them have a slider. */
const [COLUMNS, HANDLES] = [81, 9];

function svg<T extends keyof SVGElementTagNameMap>(
  tag: T,
  attributes: Readonly<Record<string, string | number>>,
  text = "",
): SVGElementTagNameMap[T] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

const said = (x: number): string => String(Number(x.toPrecision(3))).replace("-", "−");
const along = ({ from, to }: Span, share: number): number => from + (to - from) * share;
const shareOf = ({ from, to }: Span, value: number): number => (value - from) / (to - from);

const open: OpenPad = (parent, { x, y }, changed) => {
  const heights: (number | undefined)[] = new Array(COLUMNS).fill(undefined);
  const picture = svg("svg", { viewBox: `-48 -14 ${WIDTH + 66} ${HEIGHT + 58}`, role: "img", class: "pad" });
  picture.setAttribute("aria-label", `a pad to draw ${y.title} against ${x.title}`);
  picture.append(svg("rect", { width: WIDTH, height: HEIGHT, class: "ground" }));
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const [across, down] = [share * WIDTH, HEIGHT * (1 - share)];
    picture.append(svg("path", { d: `M${across},0V${HEIGHT}M0,${down}H${WIDTH}`, class: "grid" }));
    picture.append(svg("text", { x: across, y: HEIGHT + 17, class: "middle" }, said(along(x, share))));
    picture.append(svg("text", { x: -6, y: down + 4, class: "end" }, said(along(y, share))));
  }
  picture.append(svg("text", { x: WIDTH / 2, y: HEIGHT + 38, class: "middle" }, x.title));
  picture.append(svg("text", { x: 0, y: -5 }, y.title));
  const line = svg("path", { class: "line" });
  picture.append(line);

  const sliders = Array.from({ length: HANDLES }, () => {
    const slider = made("input", { type: "range" });
    Object.assign(slider, { min: y.from, max: y.to, step: (y.to - y.from) / 50 });
    slider.valueAsNumber = along(y, 0.5);
    slider.addEventListener("input", () => {
      for (let column = 0; column < COLUMNS; column++) {
        const at = (column / (COLUMNS - 1)) * (HANDLES - 1);
        const left = Math.min(HANDLES - 2, Math.floor(at));
        const [low, high] = [sliders[left], sliders[left + 1]].map((each) => each.valueAsNumber);
        heights[column] = low + (high - low) * (at - left);
      }
      draw();
    });
    return slider;
  });
  const labels = sliders.map((slider, i) =>
    made("label", {}, `at ${said(along(x, i / (HANDLES - 1)))} `, slider),
  );
  const keys = made("details", {}, made("summary", {}, "Draw by keys"), ...labels);
  parent.append(picture, keys);

  function draw(): void {
    const points: Point[] = heights.flatMap((height, column) =>
      height === undefined ? [] : [[along(x, column / (COLUMNS - 1)), height] as const],
    );
    const places = points.map(([at, height]) =>
      [shareOf(x, at) * WIDTH, HEIGHT * (1 - shareOf(y, height))].map((each) => each.toFixed(1)).join(),
    );
    line.setAttribute("d", places.length > 0 ? `M${places.join("L")}` : "");
    changed(points);
  }

  let before: [column: number, height: number] | undefined;
  const move = (event: PointerEvent): void => {
    const box = (picture.querySelector(".ground") as SVGElement).getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const column = Math.round(Math.min(1, Math.max(0, share)) * (COLUMNS - 1));
    const up = 1 - (event.clientY - box.top) / box.height;
    const height = along(y, Math.min(1, Math.max(0, up)));
    const [from, start] = before ?? [column, height];
    const steps = Math.max(1, Math.abs(column - from));
    for (let i = 0; i <= steps; i++) {
      const at = Math.round(from + ((column - from) * i) / steps);
      heights[at] = start + ((height - start) * i) / steps;
    }
    before = [column, height];
    sliders.forEach((slider, i) => {
      const there = heights[Math.round((i / (HANDLES - 1)) * (COLUMNS - 1))];
      if (there !== undefined) slider.valueAsNumber = there;
    });
    draw();
  };
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    before = undefined;
    move(event);
    picture.addEventListener("pointermove", move);
  });
  for (const end of ["pointerup", "pointercancel"])
    picture.addEventListener(end, () => picture.removeEventListener("pointermove", move));
  return {
    close() {
      picture.style.pointerEvents = "none";
      keys.remove();
    },
  };
};

(window as unknown as { livePad: OpenPad }).livePad = open;
