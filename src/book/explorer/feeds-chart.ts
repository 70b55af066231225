// The panel of who feeds which level: two bars a level, in the colours of the baths.
import { scaleLinear } from "d3-scale";
import { html, set, svg, watchSize } from "./dom";
import { feedsAt } from "./feeds";
import type { Parameters } from "./parameters";
import { fixedText } from "./readings";

const MARGIN = { left: 46, right: 10, top: 16, bottom: 24 };

/** The panel, and what brings it to a point. */
export function createFeedsChart(): { element: HTMLElement; show(parameters: Parameters): void } {
  const stage = svg("svg", { class: "plot feeds", role: "img", height: 170 });
  const legend = html("ul", { class: "legend" });
  const heading = html("h3", {}, "Which bath feeds which level ", html("small", {}, "|⟨1|σᶻ|k⟩|²"));
  const element = html("section", { class: "panel" }, html("header", {}, heading, legend), stage);
  let [width, height] = [0, 0];
  let shown: Parameters | undefined;
  const paint = (): void => {
    if (!shown || width === 0) return;
    const { tl, tr } = shown;
    const { left, right } = feedsAt(shown);
    const warmth = (own: number, other: number): string =>
      own === other ? "equal" : own > other ? "hot" : "cold";
    const baths = [
      { name: `left bath, ${warmth(tl, tr)}`, look: warmth(tl, tr), values: left },
      { name: `right bath, ${warmth(tr, tl)}`, look: `${warmth(tr, tl)} second`, values: right },
    ];
    const bottom = height - MARGIN.bottom;
    const largest = Math.max(0.5, ...left, ...right);
    const up = scaleLinear([0, largest], [bottom, MARGIN.top]);
    const slot = (width - MARGIN.left - MARGIN.right) / Math.max(1, left.length);
    const bar = Math.min(36, slot / 2.4);
    const axes = up.ticks(4).flatMap((tick) => [
      svg("line", {
        class: tick === 0 ? "zero" : "tick",
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: up(tick),
        y2: up(tick),
      }),
      svg("text", { class: "y", x: MARGIN.left - 6, y: up(tick) + 4 }, up.tickFormat(4)(tick)),
    ]);
    const bars = left.flatMap((_, k) => {
      const middle = MARGIN.left + (k + 0.5) * slot;
      const shapes = baths.flatMap(({ look, values }, b) => {
        const [x, y] = [middle + (b - 1) * bar, up(values[k])];
        const number = svg("text", { class: "x", x: x + bar / 2, y: y - 4 }, fixedText(values[k], 2));
        const shape = svg("rect", { class: `feed ${look}`, x: x + 1, width: bar - 2, y, height: bottom - y });
        return bar > 28 ? [shape, number] : [shape];
      });
      return [...shapes, svg("text", { class: "x", x: middle, y: bottom + 17 }, `level ${k + 2}`)];
    });
    set(stage, {
      viewBox: `0 0 ${width} ${height}`,
      "aria-label": `How strongly each bath couples level 1 to the levels above it. ${left
        .map((value, k) => `Level ${k + 2}: left ${fixedText(value, 2)}, right ${fixedText(right[k], 2)}`)
        .join("; ")}.`,
    });
    stage.replaceChildren(...axes, ...bars);
    legend.replaceChildren(
      ...baths.map(({ name, look }) =>
        html(
          "li",
          {},
          svg(
            "svg",
            { width: 14, height: 12, "aria-hidden": "true" },
            svg("rect", { class: `feed ${look}`, width: 14, height: 12 }),
          ),
          name,
        ),
      ),
    );
  };
  watchSize(stage, (...size) => {
    [width, height] = size;
    paint();
  });
  return {
    element,
    show: (parameters) => {
      shown = parameters;
      paint();
    },
  };
}
