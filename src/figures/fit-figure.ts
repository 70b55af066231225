// A bath's memory and its rates beside the exponentials that stand for them, and where a model has its gaps: what it feels of the fit.

import type { Bath } from "../baths/bath";
import { correlationOf } from "../baths/correlator";
import { exponentRate, exponentSum } from "../baths/exponents";
import type { ExponentFit } from "../baths/fit";
import { transitionRate } from "../baths/rates";
import { COLOURS, type Figure, type FigureOptions, figure, GREY, LEVELS, rounded, widthOf } from "./theme";

/** What {@link fitFigure} can be told. */
export interface FitFigureOptions extends Partial<FigureOptions> {
  /** E_1, E_2, … of a model in J, whose gaps are marked; W is drawn as far as they reach */
  readonly levels?: ArrayLike<number>;
}

/** Steps of a line. */
const STEPS = 100;
const QUANTITIES = ["Re C", "Im C", "W"] as const;

/** At one time or energy x, under "Re C, exact" and the like. */
type Row = Readonly<Record<string, number>>;

/**
 * A bath beside its fit by exponentials: C(t) to the left, W(ε) to the right, and below the title what the fit is off by.
 *
 * @param bath the one that was fitted
 * @param fit what fitExponents made of it
 * @example fitFigure(baths[0], fitExponents(baths[0]), { levels: levels(ring) })
 */
export function fitFigure(bath: Bath, fit: ExponentFit, options: FitFigureOptions = {}): Figure {
  const { exponents, span, rateError, correlationError } = fit;
  const { width = widthOf(2, 84), height = 220, levels = [] } = options;
  const gaps = gapsOf(levels);
  const [correlation, rate] = [correlationOf(bath), transitionRate(bath)];
  const memory = Array.from({ length: STEPS + 1 }, (_, k): Row => {
    const time = (10 * Math.max(k / STEPS, 1e-4)) / span; // of some densities C(0) is infinite
    const [exact, fitted] = [correlation(time), exponentSum(exponents, time)];
    return {
      x: time,
      "Re C, exact": exact.real,
      "Re C, fit": fitted.real,
      "Im C, exact": exact.imag,
      "Im C, fit": fitted.imag,
    };
  });
  const reach = 1.1 * gaps.reduce((most, gap) => Math.max(most, gap), 0) || span;
  const rates = Array.from({ length: STEPS + 1 }, (_, k): Row => {
    const energy = ((2 * k) / STEPS - 1) * reach;
    return { x: energy, "W, exact": rate(energy), "W, fit": exponentRate(exponents, energy).w };
  });
  const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;
  const errors = `rates off by ${percent(rateError)} of the largest, C(t) by ${percent(correlationError)}`;
  const title = options.title ?? `The bath at site ${bath.site} by ${exponents.length} exponentials`;
  const description =
    options.description ??
    `Left, against time, the real and the imaginary part of the correlation function of the bath at site ${bath.site}, right, against energy, its rates${gaps.length > 0 ? " with the gaps of the model marked" : ""}; beside each what ${exponents.length} exponentials make of it: ${errors}.`;
  const size = { width, height };
  return figure(
    { description },
    {
      title: { text: title, subtitle: errors },
      hconcat: [
        { ...size, ...lines(memory, "time (ħ/J)", "C (J²)") },
        { ...size, ...lines(rates, "energy ε (J)", "W (J)", gaps) },
      ],
    },
  );
}

function lines(rows: readonly Row[], x: string, y: string, gaps: readonly number[] = []): object {
  const legend = { title: null, symbolType: "stroke", symbolSize: 700 };
  const marks = gaps.flatMap((gap) => [{ x: -gap }, { x: gap }]);
  const horizontal = { field: "x", type: "quantitative", title: x, scale: { nice: false } };
  return {
    layer: [
      {
        data: { values: rounded(rows) },
        transform: [
          { fold: Object.keys(rows[0]).filter((key) => key !== "x"), as: ["line", "value"] },
          { calculate: "split(datum.line, ', ')[0]", as: "quantity" },
          { calculate: "split(datum.line, ', ')[1]", as: "kind" },
        ],
        mark: { type: "line", strokeWidth: 2 },
        encoding: {
          x: horizontal,
          y: { field: "value", type: "quantitative", title: y },
          color: {
            field: "quantity",
            type: "nominal",
            scale: { domain: QUANTITIES, range: [1, 2, 4].map((k) => LEVELS[k].colour) },
            legend,
          },
          strokeDash: {
            field: "kind",
            type: "nominal",
            scale: {
              domain: ["exact", "fit"],
              range: [
                [1, 0],
                [5, 4],
              ],
            },
            legend: { ...legend, symbolStrokeColor: COLOURS.ink },
          },
        },
      },
      ...(gaps.length === 0
        ? []
        : [
            {
              data: { values: rounded(marks) },
              mark: { type: "rule", color: GREY, strokeWidth: 0.5 },
              encoding: { x: horizontal },
            },
          ]),
    ],
  };
}

/** The distances of levels, each once. */
function gapsOf(levels: ArrayLike<number>): number[] {
  const all = Array.from(levels).flatMap((upper, a) =>
    Array.from(levels)
      .slice(0, a)
      .map((lower) => Number(Math.abs(upper - lower).toPrecision(6))),
  );
  return [...new Set(all)];
}
