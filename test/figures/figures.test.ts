import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { bathCorrelation } from "../../src/baths/correlator";
import { fitExponents } from "../../src/baths/fit";
import { transitionRate } from "../../src/baths/rates";
import { barFigure } from "../../src/figures/bar-figure";
import { type CurrentRow, currentFigure } from "../../src/figures/current-figure";
import { equationFigure } from "../../src/figures/equation-figure";
import { fitFigure } from "../../src/figures/fit-figure";
import { levelFigure } from "../../src/figures/level-figure";
import { lineFigure } from "../../src/figures/line-figure";
import { narrow } from "../../src/figures/narrow";
import { ringFigure } from "../../src/figures/ring-figure";
import { COLOURS, type Figure, MODE_COLOURS, MODE_TINTS, rounded } from "../../src/figures/theme";
import type { LedgerEntry } from "../../src/paper/claim";
import { CLAIMS, evaluateClaims } from "../../src/paper/evaluate";
import { ringCurrentsFigure, ringErgotropyFigure } from "../../src/paper/larger-ring-figures";
import { scorecardFigure } from "../../src/paper/scorecard-figure";
import { vegaWarnings } from "../support/vega";

const rows: CurrentRow[] = [0, 1, 2].map((interaction) => ({
  interaction,
  heatUpper: 0.001 * interaction,
  heatLower: -0.002,
  heatFromLeft: 0.003,
  spinCurrent: 1 / 3000,
  mode: "parallel",
}));
const regions = [{ from: 0, to: 2, mode: "parallel" as const }];
const marks = [{ panel: "heat" as const, interaction: 1.25, label: "here" }];

const bath = ohmicBath({ site: 3, temperature: 1 });
const fit = fitExponents(bath);

const figures: [string, Figure][] = [
  ["a fit", fitFigure(bath, fit, { levels: [0, 1, 4] })],
  ["a fit without levels", fitFigure(bath, fit)],
  [
    "currents",
    currentFigure(
      [
        { title: "one", rows, regions, marks },
        { title: "two", rows, regions },
      ],
      { description: "two columns" },
    ),
  ],
  [
    "lines",
    lineFigure(rows, {
      description: "a line",
      x: { key: "interaction", title: "Δ" },
      y: { title: "j" },
      series: [{ key: "spinCurrent", label: "j", colour: COLOURS.spinCurrent }],
    }),
  ],
  [
    "equations",
    equationFigure(
      [
        { label: "Redfield", rows },
        { label: "local Lindblad", rows: rows.map((row) => ({ ...row, warning: "beyond its range" })) },
      ],
      {
        description: "two equations",
        x: { key: "interaction", title: "Δ" },
        y: { title: "j" },
        quantities: [
          { key: "heatFromLeft", label: "j_T" },
          { key: "heatUpper", label: "j_u" },
        ],
      },
    ),
  ],
  [
    "equations over powers of ten",
    equationFigure([{ label: "Redfield", rows: [1, 10, 100].map((x) => ({ x, y: x * x })) }], {
      description: "a power",
      x: { key: "x", title: "x", scale: "log" },
      y: { title: "y", scale: "log" },
      quantities: [{ key: "y", label: "y" }],
    }),
  ],
  [
    "bars",
    barFigure(
      [1, 2].map((x) => ({ title: `x = ${x}`, rows: [{ level: 2, hot: x, cold: 0.5 }] })),
      {
        description: "two bars a level",
        x: { key: "level", title: "level" },
        y: { title: "coupling" },
        series: [
          { key: "hot", label: "hot bath", colour: COLOURS.hot },
          { key: "cold", label: "cold bath", colour: COLOURS.cold },
        ],
      },
    ),
  ],
  [
    "rings, of which one has few points",
    ringErgotropyFigure(
      [4, 10].map((sites) => ({
        sites,
        rows: Array.from({ length: sites === 4 ? 120 : 5 }, (_, x) => ({
          interaction: x,
          ergotropy: x,
          incoherent: 0,
        })),
      })),
      { description: "ergotropy of two rings" },
    ),
  ],
  [
    "currents of a ring of few points",
    ringCurrentsFigure([{ title: "N = 10", rows, regions }], { description: "points" }),
  ],
  [
    "currents with a part of them at a larger scale",
    currentFigure([{ title: "one", rows, regions }], {
      description: "a zoom",
      zoom: { title: "near 1", rows: rows.slice(0, 2), regions },
    }),
  ],
  ["ring", ringFigure()],
  [
    "levels",
    levelFigure([{ title: "flat", rows: [0, 1].map((x) => ({ x, energies: [x, 2] })) }], {
      description: "two levels",
      x: { title: "Δ" },
    }),
  ],
  ["scorecard", scorecardFigure(evaluateClaims(undefined, undefined, CLAIMS.slice(0, 6)))],
];

test.each(figures)(
  "%s: Vega-Lite compiles it without a warning, and it has an alternative text",
  (_, figure) => {
    expect(vegaWarnings(figure)).toEqual([]);
    expect(vegaWarnings(narrow(figure)), "on a phone").toEqual([]);
    expect(figure.description.length).toBeGreaterThan(5);
  },
);

test("the figure of a fit has what the bath is, what the fit makes of it, the gaps, and what it is off by", () => {
  type Layer = { data: { values: Record<string, number>[] } };
  const [memory, rates] = figures[0][1].hconcat as { layer: Layer[] }[];
  const at = (panel: { layer: Layer[] }, line: string, x: number): number =>
    panel.layer[0].data.values.find((row) => Math.abs(row.x - x) < 1e-9)?.[line] ?? Number.NaN;
  const { real, imag } = bathCorrelation(bath, 0.3);
  expect(at(memory, "Re C, exact", 0.3)).toBeCloseTo(real, 6);
  expect(at(memory, "Im C, exact", 0.3)).toBeCloseTo(imag, 6);
  expect(Math.abs(at(memory, "Re C, fit", 0.3) - real)).toBeLessThan(0.33 * fit.correlationError);
  const reach = 1.1 * 4;
  const largest = Math.max(...rates.layer[0].data.values.map((row) => row["W, exact"]));
  for (const energy of [-reach, 0, reach]) {
    const exact = transitionRate(bath)(energy);
    expect(at(rates, "W, exact", energy)).toBeCloseTo(exact, 6);
    const off = Math.abs(at(rates, "W, fit", energy) - exact);
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThan(2 * fit.rateError * largest);
  }
  expect(rates.layer[1].data.values.map(({ x }) => x)).toEqual([-1, 1, -4, 4, -3, 3]);
  expect(memory.layer).toHaveLength(1);
  const { subtitle } = figures[0][1].title as { subtitle: string };
  expect(subtitle).toBe(
    `rates off by ${Number((100 * fit.rateError).toPrecision(2))} % of the largest, C(t) by ${Number((100 * fit.correlationError).toPrecision(2))} %`,
  );
  expect(figures[0][1].description).toContain(subtitle);
});

test("the current figure shows the numbers it was given, in thousandths, with six digits", () => {
  const datasets = figures[2][1].datasets as Record<string, Record<string, unknown>[]>;
  expect(datasets.rows0.map((row) => row.heatUpper)).toEqual([0, 1, 2]);
  expect(datasets.rows0[0]).toMatchObject({
    heatLower: -2,
    heatFromLeft: 3,
    spinCurrent: 0.333333,
    mode: "parallel",
  });
  expect(datasets.regions1).toEqual(regions);
});

test("a zoom is shaded where its curves are, and few points are no line", () => {
  const drawn = (name: string) => JSON.stringify(figures.find(([each]) => each.startsWith(name))?.[1]);
  const { datasets } = JSON.parse(drawn("currents with"));
  expect(datasets.regions1).toEqual([{ mode: "parallel", from: 0, to: 1 }]);
  expect(drawn("currents of a ring")).not.toContain('"type":"line"');
  expect(drawn("rings, of")).toContain('"oneOf":["N = 10"]}}],"mark":{"type":"point"');
});

test("rounding makes noise zero and leaves text alone", () => {
  expect(rounded([{ x: 1.23456789, y: -1e-17, mode: "none" }])).toEqual([{ x: 1.23457, y: 0, mode: "none" }]);
});

test("every colour has one meaning", () => {
  const { hot, cold, ...quantities } = COLOURS;
  expect([hot, cold]).toEqual([quantities.heatFromLeft, quantities.heatFromRight]); // what flows out of the two baths
  const all = [...Object.values(quantities), ...Object.values(MODE_TINTS), ...Object.values(MODE_COLOURS)];
  expect(new Set(all).size).toBe(all.length);
});

test("the scorecard breaks long groups into rows of equal length, and counts open questions apart", () => {
  const entries = Array.from({ length: 11 }, (_, i) => ({
    id: `${i}`,
    title: "",
    verdict: i === 10 ? "not" : "replicated",
    group: i === 10 ? "outlook" : "currents",
  }));
  const { data, description } = scorecardFigure(entries as unknown as LedgerEntry[]);
  const rows = (data as { values: { row: string; place: number }[] }).values;
  expect(rows.map(({ row, place }) => `${row}.${place}`)).toEqual([
    ...[1, 2, 3, 4, 5].map((place) => `currents 1.${place}`),
    ...[1, 2, 3, 4, 5].map((place) => `currents 2.${place}`),
    "outlook 1.1",
  ]);
  expect(description).toBe(
    "The statements of the paper at a glance: 10 replicated. Of the questions that it leaves open: 1 not.",
  );
});

test("a quantity has one colour under every equation, an equation one line style", () => {
  const drawn = JSON.stringify(figures.find(([name]) => name === "equations")?.[1]);
  const { layer } = JSON.parse(drawn) as {
    layer: { encoding: Record<string, { scale?: { range: unknown } }> }[];
  };
  const { color, strokeDash } = layer[1].encoding;
  expect(color.scale?.range).toEqual([COLOURS.heatFromLeft, COLOURS.heatUpper]);
  expect(strokeDash.scale?.range).toEqual([
    [1, 0],
    [8, 3],
  ]);
});
