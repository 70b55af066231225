// Any model of the library as the page shows it: solved, drawn, in numbers and in words.

import type { ModelDescription } from "../../description";
import { drawnLoops, type Flows, graphPanel, type Panel } from "../../figures/graph-drawing";
import { layout, pinned } from "../../figures/layout";
import { couplings, graphName, sectorName } from "../../figures/model-figure";
import { loopsHeading } from "../../figures/state-figure";
import type { ErrorCode, InputError } from "../../input/guards";
import { isRing, type SpinModel } from "../../model/model";
import { roundingOf, withoutRounding } from "../../observables/currents";
import { type SolveResult, solve } from "../../solve";
import { drawn, stands } from "./graph-edit";
import { fixedText, milliText, numberText, plainText, refusedText } from "./readings";

/** What a description is solved to, or why there is nothing to show; neither while it is being solved. */
export interface GraphPoint {
  readonly result?: SolveResult;
  readonly refusal?: string;
  readonly refusalCode?: ErrorCode;
}

/** Solves a description; every error becomes a line. */
export function solveGraph(description: ModelDescription): GraphPoint {
  if (description.baths.length === 0) {
    return { refusal: "there is no bath yet: choose a site and add one", refusalCode: "bad-input" };
  }
  try {
    return { result: withoutRoundings(description, solve(description)) };
  } catch (error) {
    const { message, code } = error as InputError;
    return { refusal: message, refusalCode: code };
  }
}

/** With 0 for currents that are rounding. */
function withoutRoundings(description: ModelDescription, result: SolveResult): SolveResult {
  const { equation = "redfield" } = description;
  const { bondHeat, bathHeat, spinCurrents, loops, certificate } = result;
  const state = { ...drawn(description), bathHeat: Float64Array.from(bathHeat), equation, certificate };
  const least = roundingOf(state, bondHeat ?? bathHeat);
  const flow = (value: number): number => withoutRounding(value, least);
  return {
    ...result,
    bathHeat: bathHeat.map(flow),
    spinCurrents: spinCurrents.map(flow),
    ...(bondHeat ? { bondHeat: bondHeat.map(flow) } : {}),
    ...(loops
      ? { loops: loops.map((loop) => ({ ...loop, heat: flow(loop.heat), spin: flow(loop.spin) })) }
      : {}),
  };
}

/** A description with the model it makes: its sites have places, its loops are listed clockwise as they are drawn. */
export interface OpenGraph {
  readonly description: ModelDescription;
  readonly model: SpinModel;
}

/**
 * The model of a description; sites stand where it puts them if there is room, and where they stood `before` if the graph is
 * still the same.
 *
 * @throws InputError for bad input
 */
export function openGraph(description: ModelDescription, before?: SpinModel): OpenGraph {
  const { model } = drawn(description);
  const asTheyAre = stands(description);
  const kept = before && pairs(before) === pairs(model) ? before.positions : undefined;
  const places = asTheyAre
    ? description.positions
    : (kept ?? layout(model).map(({ x, y }): [number, number] => [x, y]));
  const placed = { ...model, positions: places };
  const loops = description.loops ?? drawnLoops(asTheyAre ? pinned(placed) : placed);
  return { model: placed, description: { ...description, ...(loops.length > 0 ? { loops } : {}) } };
}

const pairs = ({ sites, bonds }: SpinModel): string =>
  `${sites}: ${bonds.map(({ from, to }) => `${from} ${to}`)}`;

/** The drawing with what flows in it. */
export function graphPicture({ description, model }: OpenGraph, { result }: GraphPoint): Panel {
  const { baths } = drawn(description);
  return graphPanel("", model, baths, result && flowsOf(result));
}

const flowsOf = ({ bondHeat, spinCurrents, loops = [] }: SolveResult): Flows => ({
  heat: bondHeat,
  spin: spinCurrents,
  loops,
  least: 0,
});

/** What the graph is, in a line. */
export const graphTitle = ({ model }: OpenGraph): string =>
  `${graphName(model)}, ${sectorName(model)}, ${couplings(model)}`;

/** Which way round heat flows. */
export function graphHeading({ result, refusal, refusalCode = "bad-input" }: GraphPoint): string {
  if (result) return loopsHeading(result.loops ?? []);
  return refusal ? refusedText(new Set([refusalCode])) : "solving …";
}

/** The numbers of a point, a table each. */
export interface GraphTables {
  readonly bonds: string[][];
  readonly loops: string[][];
  readonly baths: string[][];
  readonly levels: string[][];
  readonly state: string[][];
}

/** More levels than these are not told one by one. */
const MOST_LEVELS = 36;

/** The rows of all tables. */
export function graphTables({ model, description }: OpenGraph, result: SolveResult): GraphTables {
  const { bondHeat, spinCurrents, bathHeat, energies, populations, loops = [] } = result;
  const levels = energies
    .slice(0, MOST_LEVELS)
    .map((energy, k) => [`${k + 1}`, fixedText(energy, 4), fixedText(populations[k], 5)]);
  const more = energies.length - levels.length;
  return {
    bonds: model.bonds.map(({ from, to }, b) => [
      `${from} → ${to}`,
      bondHeat ? milliText(bondHeat[b]) : "–",
      milliText(spinCurrents[b]),
    ]),
    loops: loops.map(({ sites, heat, spin, mode }) => [
      sites.join("–"),
      milliText(heat),
      milliText(spin),
      mode,
    ]),
    baths: description.baths.map(({ site, temperature, operator }, b) => [
      `site ${site}${operator && operator !== "z" ? `, σ${operator === "x" ? "ˣ" : "ʸ"}` : ""}`,
      plainText(temperature),
      milliText(bathHeat[b]),
    ]),
    levels: more > 0 ? [...levels, [`and ${more} more above them`]] : levels,
    state: [
      ["ergotropy", `${numberText(result.ergotropy)} J`],
      ...(result.power === undefined ? [] : [["power of the drive", `${numberText(result.power)} J²/ħ`]]),
      ...Object.entries(result.expectations ?? {}).map(([text, value]) => [`⟨${text}⟩`, numberText(value)]),
    ],
  };
}

/** The point in a sentence or two, for those who do not see it. */
export function graphText(graph: OpenGraph, point: GraphPoint): string {
  const { result, refusal } = point;
  if (!result && !refusal) return "Solving.";
  const name = isRing(graph.model) ? "ring" : "graph";
  if (!result) return `No steady state of this ${name} to show: ${refusal}.`;
  const { baths } = graphTables(graph, result);
  const heat = baths.map(([bath, , value]) => `${value} from the bath at ${bath}`).join(", ");
  const warnings = result.warnings.map(({ message }) => ` Warning: ${message}.`).join("");
  return `${graphHeading(point)}. Heat in thousandths of J²/ħ: ${heat}. Ergotropy ${numberText(result.ergotropy)} J.${warnings}`;
}
