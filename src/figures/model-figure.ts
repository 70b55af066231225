// A model, shown: its graph with fields, and the levels of its sector.
import { sizeOf } from "../model/basis";
import { cycleBasis, cycleSteps } from "../model/cycles";
import { isRing, type SpinModel } from "../model/model";
import { spectrum } from "../observables/spectrum";
import { graphPanel, short } from "./graph-drawing";
import { COLOURS, type DrawingOptions, type Figure, figure, rounded } from "./theme";
import { digits } from "./words";

/** Sectors up to this size have their levels drawn: a moment's work. */
const LARGEST_DRAWN = 252;

/** A model in words, one statement a line. */
export function modelLines(model: SpinModel): string[] {
  const { fields } = model;
  const states = sizeOf(model);
  const levels = states > LARGEST_DRAWN ? [] : Array.from(spectrum(model).energies);
  const range =
    levels.length > 1 ? ` from ${digits(levels[0])} to ${digits(levels[levels.length - 1])} J` : "";
  const nonzero = fields.flatMap((field, l) => (field === 0 ? [] : [`${short(field)} at site ${l + 1}`]));
  return [
    `${graphName(model)}, ${sectorName(model)}: ${states} ${states === 1 ? "state" : `states`}${range}`,
    couplings(model),
    `fields in J: ${nonzero.join(", ") || "none"}`,
  ];
}

/** What the graph is, in two or three words. */
export const graphName = (model: SpinModel): string =>
  isRing(model)
    ? `ring of ${model.sites} spins`
    : `${model.sites} spin${model.sites === 1 ? "" : "s"} with ${model.bonds.length} bond${model.bonds.length === 1 ? "" : "s"}`;

/** Which states there are. */
export const sectorName = ({ spinsUp }: SpinModel): string =>
  spinsUp === undefined ? "all sectors" : `${spinsUp} up`;

/** Exchange and interaction, where they are the same on all bonds, and the flux through every loop if there is one. */
export function couplings(model: SpinModel): string {
  const { bonds } = model;
  const of = (key: "exchange" | "interaction"): string => {
    const values = [...new Set(bonds.map((bond) => bond[key]))];
    if (values.length === 0) return "none";
    return values.length === 1
      ? short(values[0])
      : `${short(Math.min(...values))} to ${short(Math.max(...values))}`;
  };
  const phases = bonds.some(({ phase }) => phase !== undefined);
  const fluxes = (phases ? cycleBasis(model) : []).map((loop) =>
    cycleSteps(model, loop).reduce((sum, { bond, sense }) => sum + sense * (bonds[bond].phase ?? 0), 0),
  );
  const flux = fluxes.length > 0 ? `, flux Φ = ${fluxes.map(short).join(", ")}` : "";
  return `exchange ${of("exchange")}, interaction Δ = ${of("interaction")}${flux}`;
}

/**
 * A model as a figure: the graph, and the energy levels of the sector.
 *
 * @example await show(modelFigure(ringModel({ sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] })))
 */
export function modelFigure(model: SpinModel, options: DrawingOptions = {}): Figure {
  const lines = modelLines(model);
  const small = sizeOf(model) <= LARGEST_DRAWN;
  const panels = [
    graphPanel(lines[1], model, [], undefined, options.width),
    ...(small ? [ladder(spectrum(model).energies)] : []),
  ];
  return figure(
    { description: `${lines.join("; ")}.`, title: lines[0], ...options },
    { spacing: 30, hconcat: panels },
  );
}

function ladder(energies: ArrayLike<number>): object {
  const values = rounded(Array.from(energies, (energy, k) => ({ level: k + 1, energy, from: 0, to: 1 })));
  return {
    title: "energy levels",
    width: 110,
    height: 250,
    view: { stroke: null },
    data: { values },
    mark: { type: "rule", strokeWidth: values.length > 40 ? 0.8 : 2, color: COLOURS.ink },
    encoding: {
      x: { field: "from", type: "quantitative", axis: null, scale: { domain: [0, 1] } },
      x2: { field: "to" },
      y: { field: "energy", type: "quantitative", title: "energy (J)", scale: { zero: false } },
      tooltip: [
        { field: "level", title: "level" },
        { field: "energy", title: "energy (J)" },
      ],
    },
  };
}
