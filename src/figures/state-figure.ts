// A state, shown: which way heat and spin flow round the graph, how full the levels are, and how far the
// numbers can be trusted.

import { isRing } from "../model/model";
import {
  type CurrentMode,
  heatCurrents,
  siteHeatCurrents,
  spinCurrents,
  VANISHING,
} from "../observables/currents";
import { ergotropy } from "../observables/ergotropy";
import type { State } from "../states/state";
import { certificateRows } from "./certificate-rows";
import { arc, arrow, onCircle, text, textBeside } from "./drawing";
import { graphPanel, short, siteAngle } from "./graph-drawing";
import { couplings, graphName, sectorName } from "./model-figure";
import {
  COLOURS,
  type DrawingOptions,
  type Figure,
  figure,
  MODE_COLOURS,
  MODE_WORDS,
  rounded,
} from "./theme";
import { digits, wordPanel, wrapped } from "./words";

/** A state in words, one statement a line. */
export function stateLines(state: State): string[] {
  const { model, baths, bathHeat, populations, warnings } = state;
  const heat = baths.map(
    ({ site, temperature }, b) =>
      `${digits(bathHeat[b])} from the bath at site ${site} (T = ${short(temperature)})`,
  );
  const largest = Array.from(populations.slice(0, 6), (p) => p.toFixed(4));
  const mode = modeOf(state);
  return [
    `${kindOf(state)} of a ${graphName(model)}, ${sectorName(model)}, ${couplings(model)}`.replace(
      / of a (\d)/,
      " of $1",
    ),
    `heat in J²/ħ: ${heat.join(", ")}${mode ? `; ${MODE_WORDS[mode]}` : ""}`,
    ...branches(state).map(
      ({ sites, current }) => `heat through ${sites}: ${digits(current)}, positive clockwise`,
    ),
    ...(isRing(model) ? [`spin current in J/ħ: ${digits(spinCurrents(state)[0])}, positive clockwise`] : []),
    `populations from the lowest level: ${largest.join(", ")}${populations.length > 6 ? ", …" : ""}; ergotropy ${digits(ergotropy(state))} J`,
    `certificate: ${certificateRows(state)
      .map(([, , verdict]) => verdict)
      .join(", ")}`,
    ...warnings.map(({ message }) => `warning: ${message}`),
  ];
}

/**
 * A state as a figure: the currents on the graph, the populations of the levels, and the certificate.
 *
 * @example await show(stateFigure(steadyState(paperModel({ spinsUp: 2, interaction: 2.19 }), paperBaths())))
 */
export function stateFigure(state: State, options: DrawingOptions = {}): Figure {
  const { model, baths } = state;
  const lines = stateLines(state);
  const mode = modeOf(state);
  const title = `${graphName(model)}, ${sectorName(model)}, ${couplings(model)}`;
  const arrows = [...heatArrows(state, mode), ...spinArrow(state)];
  const drawing = graphPanel(mode ? MODE_WORDS[mode] : "currents", model, baths, arrows, options.width);
  const certificate = wordPanel(
    "certificate",
    [["check", "value", "verdict"], ...certificateRows(state)],
    [180, 100, 150],
  );
  return figure(
    { description: `${lines.join("; ")}.`, title, ...options },
    {
      hconcat: [
        { spacing: 20, vconcat: [drawing, certificate, ...warningPanel(state)] },
        populationPanel(state),
      ],
      spacing: 36,
    },
  );
}

/** "steady state", or "state at time 10". */
const kindOf = (state: State): string =>
  state.certificate.residual !== null
    ? "steady state"
    : "time" in state
      ? `state at time ${short(Number(state.time))}`
      : "state";

/** What has to be said about the state, where there is something. */
function warningPanel({ warnings }: State): object[] {
  if (warnings.length === 0) return [];
  const lines = warnings.flatMap(({ code, message }) => [
    [code],
    ...wrapped(message, 66).map((line) => [line]),
  ]);
  return [wordPanel("⚠ doubtful", lines, [430])];
}

/** The mode, where there are two branches between two baths. */
function modeOf(state: State): CurrentMode | undefined {
  if (!isRing(state.model) || state.baths.length !== 2 || branches(state).length !== 2) return undefined;
  return heatCurrents(state).mode;
}

interface Branch {
  /** such as "site 2" or "sites 2 to 4" */
  readonly sites: string;
  readonly current: number;
  /** polar angles of the branch, in the direction of growing site numbers */
  readonly from: number;
  readonly to: number;
}

/** The stretches of a ring between neighbouring baths that have a site in between. */
function branches(state: State): Branch[] {
  const { model, baths } = state;
  const currents = siteHeatCurrents(state); // none but on a ring
  if (Object.keys(currents).length === 0) return [];
  const ends = [...new Set(baths.map(({ site }) => site))].sort((a, b) => a - b);
  return ends.flatMap((start, i) => {
    const end = ends[i + 1] ?? ends[0] + model.sites;
    const [first, last] = [start + 1, end - 1];
    if (first > last) return [];
    const numbered = (site: number): number => ((site - 1) % model.sites) + 1;
    const sites =
      first === last ? `site ${numbered(first)}` : `sites ${numbered(first)} to ${numbered(last)}`;
    const margin = Math.min(20, 90 / model.sites);
    return [
      {
        sites,
        current: currents[numbered(first)],
        from: siteAngle(model, start) - margin,
        to: siteAngle(model, end) + margin,
      },
    ];
  });
}

/** One arrow a branch, as wide as its heat current compared with the largest. */
function heatArrows(state: State, mode: CurrentMode | undefined): object[] {
  const all = branches(state).filter(({ current }) => Math.abs(current) > VANISHING);
  const largest = Math.max(...all.map(({ current }) => Math.abs(current)));
  return all.flatMap(({ current, from, to }) => {
    const points = current > 0 ? arc(from, to, 1.22) : arc(to, from, 1.22);
    const label = { ...onCircle((from + to) / 2, 1.4), label: digits(Math.abs(current)) };
    return [
      ...arrow(
        points,
        MODE_COLOURS[mode ?? "none"],
        Number((2 + (4 * Math.abs(current)) / largest).toFixed(1)),
      ),
      ...textBeside([label], "outside", { fontSize: 12 }),
    ];
  });
}

/** The spin current of a ring, the same on every bond. */
function spinArrow(state: State): object[] {
  if (!isRing(state.model)) return [];
  const current = spinCurrents(state)[0];
  const words = [
    { x: 0, y: 0.1, label: "spin current" },
    { x: 0, y: -0.12, label: digits(Math.abs(current)) },
  ];
  const label = text(words, { fontSize: 12, color: COLOURS.spinCurrent });
  if (Math.abs(current) < VANISHING) return [label];
  const points = current > 0 ? arc(240, -60, 0.5) : arc(-60, 240, 0.5);
  return [...arrow(points, COLOURS.spinCurrent, 3), label];
}

function populationPanel({ energies, populations }: State): object {
  const values = rounded(
    Array.from(energies, (energy, k) => ({ level: k + 1, energy, population: populations[k], none: 0 })),
  );
  const thick = values.length > 40 ? 1 : 5;
  const energy = { field: "energy", type: "quantitative", title: "energy (J)", scale: { zero: false } };
  const population = {
    field: "population",
    type: "quantitative",
    title: "population",
    scale: { nice: true },
  };
  const tooltip = [
    { field: "level", title: "level" },
    { field: "energy", title: "energy (J)" },
    { field: "population", title: "population" },
  ];
  return {
    title: "how full the levels are",
    width: 220,
    height: 380,
    data: { values },
    layer: [
      {
        mark: { type: "rule", strokeWidth: thick, color: COLOURS.ergotropy },
        encoding: { x: population, x2: { field: "none" }, y: energy, tooltip },
      },
      {
        mark: { type: "point", filled: true, size: thick * 10, color: COLOURS.ergotropy, opacity: 1 },
        encoding: { x: population, y: energy, tooltip },
      },
    ],
  };
}
