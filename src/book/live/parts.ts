// The script of the worker comes in parts, so that a first run brings what its cell needs and no more. A cell's imports
// say which parts that is. What a part shares with one above it in the table is in the one above.
import type { CellNames } from "../../cells/compile";

/** The modules that cells of a page can import, and the part where a name of theirs is that no part has in its list. */
const HOMES = {
  "spin-ring": "more",
  "spin-ring/figures": "maps",
  "spin-ring/paper": "paper",
  "ml-matrix": "decompositions",
  mathjs: "mathjs",
} as const;

export type Part =
  | "runner"
  | "states"
  | "loops"
  | "inversion"
  | "slopes"
  | "observe"
  | "spectrum"
  | "crossings"
  | "graphs"
  | "driven"
  | "evolution"
  | "correlation"
  | "hierarchy"
  | "audit"
  | "descriptions"
  | "solve"
  | "sweep"
  | "more"
  | "matrix"
  | "decompositions"
  | "looks"
  | "strokes"
  | "lines"
  | "fit"
  | "currents"
  | "drawing"
  | "forces"
  | "maps"
  | "sweeps"
  | "predict"
  | "world"
  | "paper"
  | "exercises"
  | "claims"
  | "mathjs"
  | "inspect";

/** What is in a part besides: names of these modules, of packages, or of files of src. */
export const PARTS: Readonly<Record<Part, Readonly<Record<string, readonly string[]>>>> = {
  runner: {
    "book/live/runner": ["run"],
    "spin-ring": [
      ...["check", "versions", "show", "showTable", "input", "progress", "InputError", "useMathjs"],
      ...["linspace", "findMinima", "findMinimum", "findRoot", "findZeros"],
    ],
  },
  states: {
    "spin-ring": [
      ...["ringModel", "spinModel", "sectorBasis", "sectorSize", "stateLabel"],
      ...["ohmicBath", "generalBath", "transitionRate", "levelShift"],
      ...["steadyState", "densityMatrix", "heatCurrents", "siteHeatCurrents", "siteHeatCurrent"],
      ...["bondHeatCurrent", "spinCurrents", "ergotropy", "ergotropyParts", "passiveEnergy"],
    ],
  },
  loops: { "spin-ring": ["loopCurrents", "cycleBasis", "bondHeat"] },
  inversion: { "spin-ring": ["invertedLevels", "inversionRegions"] },
  slopes: { "spin-ring": ["sensitivity", "modeRegions", "modeBands"] },
  observe: { "spin-ring": ["observe", "errorBars", "heatNoise", "uncertaintyRatio", "conductances"] },
  spectrum: { "spin-ring": ["levels", "spectrum", "levelSlopes", "overlaps"] },
  crossings: { "spin-ring": ["avoidedCrossings", "populatedCrossings", "isExchanging"] },
  graphs: { "spin-ring": ["twoRingModel", "starModel", "ladderModel"] },
  driven: {
    "spin-ring": ["stateAt"],
    "states/driven": ["drivenState", "distributionOf", "instants", "meanOver", "moments"],
  },
  evolution: { "spin-ring": ["evolve", "expectation"], "states/undamped": ["longTimeState"] },
  correlation: { "spin-ring": ["bathCorrelation"] },
  hierarchy: {
    "spin-ring": ["fitExponents"],
    "states/hierarchy-state": ["hierarchyState"],
    "states/hierarchy-evolution": ["hierarchyEvolution"],
  },
  audit: { "spin-ring": ["audit"] },
  descriptions: { "spin-ring": ["modelFromDescription"] },
  solve: { "spin-ring": ["solve"] },
  sweep: {
    "spin-ring": ["sweep", "sweepSoFar", "readSweep"],
    "book/live/point-pool": ["pageWorkers", "becomeThread"],
  },
  more: {},
  matrix: {
    "spin-ring": [
      ...["hamiltonian", "hamiltonianParts", "bondEnergyMatrix", "heatCurrentOperator"],
      ...["spinCurrentOperator", "bathOperator", "toMatrix"],
    ],
  },
  decompositions: {},
  looks: { "spin-ring/figures": ["COLOURS", "LEVELS"] },
  strokes: { "figures/drawing": ["arc", "arrow", "layer", "onCircle", "text"] },
  lines: { "spin-ring/figures": ["lineFigure", "levelFigure", "ringFigure"] },
  fit: { "spin-ring/figures": ["fitFigure"] },
  currents: { "spin-ring/figures": ["currentFigure"] },
  drawing: {
    "spin-ring/figures": ["modelFigure", "stateFigure"],
    "cells/drawn-state": ["drawnState", "drawnModel"],
  },
  forces: {
    "spin-ring/figures": ["modelFigure", "stateFigure"],
    "d3-force": ["forceLink", "forceManyBody", "forceSimulation", "forceX", "forceY"],
  },
  maps: {},
  sweeps: { "spin-ring/figures": ["sweepFigure"], "cells/drawn-sweep": ["drawnSweep"] },
  predict: { "spin-ring/paper": ["predict"] },
  world: { "spin-ring/paper": ["PAPER", "paperModel", "paperBaths", "paperWorld", "halvedFields"] },
  paper: {},
  exercises: { "spin-ring/paper": ["answer"] },
  claims: { "spin-ring/paper": ["CLAIMS", "claimLine", "evaluateClaims"] },
  mathjs: { "book/live/with-mathjs": ["reader"] },
  inspect: { "node-inspect-extracted": ["inspect", "formatWithOptions"] },
};

export type ModuleName = keyof typeof HOMES;
export const MODULES = Object.keys(HOMES) as ModuleName[];

export const noModule = (name: string): string =>
  `a page has no module "${name}": there are ${MODULES.join(", ")}; Jupyter has the others`;

const isModule = (name: string): name is ModuleName => Object.hasOwn(HOMES, name);

/** What of its modules a part has; the names of a home that are in no list are not among them. */
export const listed = (part: Part, module: string): readonly string[] => PARTS[part][module] ?? [];

/** The module that has its home in a part. */
export const homeOf = (part: Part): ModuleName | undefined => MODULES.find((name) => HOMES[name] === part);

/** The parts where a module's name is, or all that are needed of it (`*`). */
export function partsWith(module: ModuleName, name: string): Part[] {
  const parts = Object.keys(PARTS) as Part[];
  if (name === "*") return parts.filter((part) => HOMES[module] === part || listed(part, module).length > 0);
  const found = parts.filter((part) => listed(part, module).includes(name));
  return found.length > 0 ? found : [HOMES[module]];
}

/** The parts that a cell needs. */
export function partsOf(
  { imports, inspects }: Pick<CellNames, "imports" | "inspects">,
  source: string,
): Part[] {
  const found = new Set<Part>();
  const add = (module: ModuleName, name: string): void => {
    for (const part of partsWith(module, name)) found.add(part);
  };
  for (const each of Object.values(imports)) {
    const [, name, module] = /^(.+) of (.+)$/.exec(each) ?? [];
    if (isModule(module)) add(module, name);
  }
  // who knows what of it
  for (const [, name] of source.matchAll(/\bimport\s*\(\s*(?:["']([^"']*)["'])?/g))
    for (const module of MODULES) if (name === undefined || name === module) add(module, "*");
  for (const part of partsSpokenOf(source)) found.add(part);
  if (inspects) found.add("inspect");
  if (found.has("claims")) for (const part of ["driven", "hierarchy"] as const) found.add(part); // that some are about
  return [...found];
}

/** The parts that options ask for: of spectral densities and units that are texts, of an equation that few take, of a drive, and of a start. */
export function partsSpokenOf(source: string): Part[] {
  const found: Part[] = [];
  if (/\bspectralDensity\b|\blaboratoryUnits\b|\bunits\b/.test(source)) found.push("mathjs");
  if (/\bhierarchy\b/.test(source)) found.push("hierarchy");
  if (/(?<![a-z] )\bdrive\b/.test(source)) found.push("driven"); // after a word it is one of a sentence
  if (/\binitial\b/.test(source)) found.push("evolution");
  return found;
}
