// The ring with its words, of a point: what an explorer shows beside its knobs, and a chapter where it speaks of a point.
import { scaleLinear } from "d3-scale";
import { MODE_WORDS } from "../../figures/theme";
import type { Curves } from "./curves";
import { html, set } from "./dom";
import type { Parameters } from "./parameters";
import type { Point } from "./point";
import { capital, noiseText, plainText, refusedText, sectorText } from "./readings";
import { type ArrowScale, createRing } from "./ring";

/** The parts of a stage, in their order; `show` brings them to a point. */
export interface Stage {
  readonly mode: HTMLElement;
  readonly ring: SVGSVGElement;
  readonly scaleText: HTMLElement;
  readonly noise: HTMLElement;
  /** what to think of the point, where there is something to say */
  readonly advice: HTMLElement;
  show(parameters: Parameters, point: Point, scale: ArrowScale): void;
}

/** Builds a stage. */
export function createStage(): Stage {
  const ring = createRing();
  const mode = html("p", { class: "mode" });
  const scaleText = html("p", { class: "scale" });
  const noise = html("p", { class: "scale" });
  const advice = html("div", { class: "advice" });
  return {
    mode,
    ring: ring.element,
    scaleText,
    noise,
    advice,
    show(parameters, point, scale) {
      ring.show(parameters, point, scale);
      const flow = point.observed?.mode ?? "none";
      mode.textContent = capital(
        point.observed ? MODE_WORDS[flow] : refusedText(new Set(point.refusalCode && [point.refusalCode])),
      );
      set(mode, { class: `mode ${flow}` });
      scaleText.textContent =
        flow !== "none"
          ? `Currents in thousandths of J²/ħ (heat) and J/ħ (spin); the widest arrow is ${milli(scale.heat)} for heat, ${milli(scale.spin)} for spin.`
          : "";
      noise.textContent = noiseText(point);
      advice.replaceChildren(...advices(parameters, point));
    },
  };
}

const milli = (value: number): string => plainText(Number((value * 1e3).toPrecision(3)));

function advices(parameters: Parameters, { observed, refusal }: Point): HTMLElement[] {
  if (!observed) return [html("p", { class: "warning" }, `${capital(refusal ?? "")}.`)];
  const note = sectorText(parameters, observed);
  return [
    ...(note ? [html("p", { class: "hint" }, note)] : []),
    ...observed.warnings.map(({ message }) => html("p", { class: "warning" }, `${capital(message)}.`)),
  ];
}

/** What the widest arrow stands for: the largest current of the curves, rounded up so that it seldom changes. */
export function arrowScale(columns: Curves["column"] | undefined, { observed }: Point): ArrowScale {
  const largest = (...lists: ArrayLike<number>[]): number => {
    let size = 0;
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) if (Math.abs(list[i]) > size) size = Math.abs(list[i]);
    }
    return size > 0 ? scaleLinear().domain([0, size]).nice(1).domain()[1] : 1e-3;
  };
  if (columns) {
    const { heatUpper, heatLower, heatFromLeft, spinCurrent } = columns;
    return { heat: largest(heatUpper, heatLower, heatFromLeft), spin: largest(spinCurrent) };
  }
  if (!observed) return { heat: 1e-3, spin: 1e-3 };
  const { heatUpper, heatLower, heatFromLeft, spinCurrent } = observed;
  return { heat: largest([heatUpper, heatLower, heatFromLeft]), spin: largest([spinCurrent]) };
}
