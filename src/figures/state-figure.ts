// A state, shown: which way heat and spin flow round the graph, how full the levels are, and how far the
// numbers can be trusted.

import { EQUATION_WORDS, promisesOf } from "../equations/equation";
import { isRing } from "../model/model";
import { type Finding, findingsOf } from "../observables/audit";
import { CURRENT_MODES, spinCurrents } from "../observables/currents";
import { ergotropy } from "../observables/ergotropy";
import { currentsAround, type LoopCurrents } from "../observables/graph-currents";
import { periodOf } from "../states/driven";
import type { State } from "../states/state";
import type { SteadyState } from "../states/steady-state";
import { certificateRows } from "./certificate-rows";
import { branches, drawnLoops, type Flows, graphPanel, short } from "./graph-drawing";
import { couplings, graphName, sectorName } from "./model-figure";
import { COLOURS, type DrawingOptions, type Figure, figure, MODE_WORDS, rounded } from "./theme";
import { digits, wordPanel } from "./words";

/** A state in words, one statement a line. */
export function stateLines(state: State): string[] {
  const { baths, bathHeat, populations, warnings } = state;
  const model = givenModel(state);
  const { power } = state as Partial<SteadyState>;
  const heat = baths.map(
    ({ site, temperature, operator }, b) =>
      `${digits(bathHeat[b])} from the bath at site ${site} (T = ${short(temperature)}${operator ? `, σ${operator === "x" ? "ˣ" : "ʸ"}` : ""})`,
  );
  const largest = Array.from(populations.slice(0, 6), (p) => p.toFixed(4));
  const flows = flowsOf(state);
  const [loop] = flows.loops;
  const ways = (flows.heat ? branches(model, baths) : []).map(
    ({ bonds: [bond], sites }) => `${digits(Number(flows.heat?.[bond]))} along ${sites.join("–")}`,
  );
  return [
    `${kindOf(state)} of a ${graphName(model)}, ${sectorName(model)}, ${couplings(model)}${by(state)}`.replace(
      / of a (\d)/,
      " of $1",
    ),
    `heat in J²/ħ: ${heat.join(", ")}${loop && isRing(model) ? `; ${MODE_WORDS[loop.mode]}` : ""}`,
    ...(power === undefined ? [] : [`power of the drive in J²/ħ: ${digits(power)}`]),
    ...(ways.length > 0 && ways.length <= MOST_WAYS ? [`heat in J²/ħ: ${ways.join(", ")}`] : []),
    ...(isRing(model)
      ? [`spin current in J/ħ: ${spinAlong(flows.spin, state)}, positive clockwise`]
      : loopLines(flows.loops)),
    `populations from the lowest level: ${largest.join(", ")}${populations.length > 6 ? ", …" : ""}; ergotropy ${digits(ergotropy(state))} J`,
    `certificate: ${certificateRows(state)
      .map(([, , verdict]) => verdict)
      .join(", ")}`,
    ...warnings.map(({ message }) => `warning: ${message}`),
    ...unwarned(state).map(({ message }) => `found: ${message}`),
  ];
}

/** The model that was given: of a driven state the one without the drive. */
const givenModel = (state: State): State["model"] => periodOf(state)?.model ?? state.model;

/** The same on every bond, unless baths give and take spin, at their sites or along the way. */
const spinAlong = (spin: ArrayLike<number>, { baths, equation }: State): string =>
  baths.some(({ operator }) => operator) || !promisesOf(equation, "none", false).bondConservation
    ? Array.from(spin, (flow, l) => `${digits(flow)} along ${l + 1}–${((l + 1) % spin.length) + 1}`).join(
        ", ",
      )
    : digits(spin[0]);

/** Which equation it is of, where that is not the paper's. */
const by = (state: State): string => {
  const drive = periodOf(state)?.drive;
  if (drive) return `, driven with Ω = ${short(drive.frequency)}`;
  return state.equation === "redfield" ? "" : `, by ${EQUATION_WORDS[state.equation]}`;
};

/** More than so many ways are not told one by one. */
const MOST_WAYS = 12;

const loopLines = (loops: readonly LoopCurrents[]): string[] =>
  loops.map(
    ({ sites, heat, spin, mode }) =>
      `loop ${sites.join("–")}: ${MODE_WORDS[mode]}; ${digits(heat)} J²/ħ of heat and ${digits(spin)} J/ħ of spin circulate, positive clockwise`,
  );

/**
 * A state as a figure: the currents on the graph, the populations of the levels, and the certificate.
 *
 * @example await show(stateFigure(steadyState(paperModel({ spinsUp: 2, interaction: 2.19 }), paperBaths())))
 */
export function stateFigure(state: State, options: DrawingOptions = {}): Figure {
  const { baths } = state;
  const model = givenModel(state);
  const lines = stateLines(state);
  const flows = flowsOf(state);
  const title = `${graphName(model)}, ${sectorName(model)}, ${couplings(model)}${by(state)}`;
  const drawing = graphPanel(loopsHeading(flows.loops), model, baths, flows, options.width);
  const certificate = wordPanel("certificate", [["check", "value", "verdict"], ...certificateRows(state)]);
  return figure(
    { description: `${lines.join("; ")}.`, title, ...options },
    {
      spacing: 20,
      vconcat: [
        { hconcat: [drawing, populationPanel(state)], spacing: 24 },
        certificate,
        ...warningPanel(state),
      ],
    },
  );
}

/** "steady state", or "state at time 10". */
const kindOf = (state: State): string =>
  periodOf(state)
    ? "mean over a period"
    : state.certificate.residual !== null
      ? "steady state"
      : "time" in state
        ? `state at time ${short(Number(state.time))}`
        : "state";

/** What the audit finds besides what a steady state warns of. */
const unwarned = (state: State): Finding[] =>
  state.certificate.residual === null
    ? []
    : findingsOf(state as SteadyState, false).filter(
        ({ code }) => !state.warnings.some((warning) => warning.code === code),
      );

/** What has to be said about the state, where there is something. */
function warningPanel(state: State): object[] {
  const all = [...state.warnings, ...unwarned(state)];
  if (all.length === 0) return [];
  return [
    wordPanel(
      "⚠ doubtful",
      all.flatMap(({ code, message }) => [[code], [message]]),
    ),
  ];
}

/** Which way round heat flows, in a few words. */
export function loopsHeading(loops: readonly LoopCurrents[]): string {
  if (loops.length < 2) return loops.length === 1 ? MODE_WORDS[loops[0].mode] : "currents";
  if (loops.length < 4) return loops.map(({ sites, mode }) => `${sites.join("–")} ${mode}`).join(", ");
  const counts = CURRENT_MODES.map((mode) => [loops.filter((loop) => loop.mode === mode).length, mode]);
  return `loops: ${counts.flatMap(([count, mode]) => (count === 0 ? [] : [`${count} ${mode}`])).join(", ")}`;
}

/** What flows in a state, loops listed clockwise as they are drawn. */
function flowsOf(state: State): Flows & { readonly loops: readonly LoopCurrents[] } {
  const { bondHeat: heat } = state as Partial<SteadyState>;
  const spin = spinCurrents(state);
  const loops = heat ? currentsAround(state, heat, spin, drawnLoops(state.model)) : [];
  return { heat, spin, loops };
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
    width: 190,
    height: 250,
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
