// Claims 9 to 13: the ergotropy of Figures 3 and 4, its hot spots, and the avoided crossings that they follow.
import { findMinima, linspace, type Minimum } from "../linalg/extrema";
import { avoidedCrossings } from "../observables/crossings";
import { ergotropy, ergotropyParts } from "../observables/ergotropy";
import { type InversionRegion, inversionRegions } from "../observables/inversion";
import { halvedFields, PAPER } from "../paper";
import type { Claim, ClaimText, Measurement } from "./claim";
import { decimals, maximaOf } from "./search";
import { type Point, stateIn, type World } from "./world";

const { fields, temperatures, meanTemperature, coupling, cutoff, fieldsOfFigure4 } = PAPER;
const grid = linspace(-4, 4, 161);
/** the interactions of Figure 3 */
const shown = linspace(-3, 3, 121);

const common = { spinsUp: 2, coupling, cutoff } as const;
const bothBiases: ClaimText["parameters"] = {
  ...common,
  fields,
  "T_L, T_R": "2, 1 and 1, 2",
  interaction: [-3, 3],
};
const figure4: ClaimText["parameters"] = {
  ...common,
  "h₂ = 2 h₃": fieldsOfFigure4,
  T_L: temperatures.left,
  T_R: temperatures.right,
  interaction: [-4, 4],
};
const inFigure3 = { file: "06-ergotropy.ipynb", heading: "Figure 3" };
const inNotebook6 = { file: "06-ergotropy.ipynb", heading: "What it means" };
const inNotebook5 = { file: "05-avoided-crossings.ipynb", heading: "Figure 4: does it follow?" };

/** What stays fixed along a sweep of Δ. */
type Line = Omit<Point, "interaction" | "spinsUp">;
const forward: Line = { left: temperatures.left, right: temperatures.right };
const swapped: Line = { left: temperatures.right, right: temperatures.left };

const stateOn = (world: World, line: Line) => (interaction: number) =>
  stateIn(world, { spinsUp: 2, ...line, interaction });
const ergotropyOn = (world: World, line: Line) => (interaction: number) =>
  ergotropy(stateOn(world, line)(interaction));

/** A function of one variable that is computed once for each value. */
function remembered<T>(f: (x: number) => T): (x: number) => T {
  const known = new Map<number, T>();
  return (x) => {
    const value = known.get(x) ?? f(x);
    known.set(x, value);
    return value;
  };
}

/** What there is to see along a line, in the order of Δ. */
interface Survey {
  readonly inversions: readonly InversionRegion[];
  readonly maxima: readonly Minimum[];
  /** of the total heat current */
  readonly minima: readonly Minimum[];
}

const surveys = new WeakMap<World, Map<string, Survey>>();

/** Everything along a line, computed once. */
function survey(world: World, line: Line, along = grid): Survey {
  const known = surveys.get(world) ?? new Map<string, Survey>();
  surveys.set(world, known);
  const key = JSON.stringify([line, along[0], along.length]);
  let found = known.get(key);
  if (!found) {
    const state = remembered(stateOn(world, line));
    const maxima = maximaOf((x) => ergotropy(state(x)), along);
    const minima = findMinima((x) => state(x).bathHeat[0], along);
    const inversions = inversionRegions(state, along).sort((a, b) => a.from - b.from);
    found = { inversions, maxima, minima };
    known.set(key, found);
  }
  return found;
}

/** The largest maximum of 𝓔 where levels k and k + 1 are inverted. */
function peak(world: World, line: Line, level: number): Minimum | undefined {
  const { inversions, maxima } = survey(world, line);
  const stretches = inversions.filter((inversion) => inversion.level === level);
  return maxima
    .filter(({ at }) => stretches.some(({ from, to }) => from < at && at < to))
    .sort((a, b) => b.value - a.value)[0];
}

const MISSING = "no such peak";

/** The hot spots of Figure 3 with the levels that are inverted there, low levels first. */
function hotSpots(world: World): { level: number; line: Line; top: Minimum }[] {
  return [
    { level: 2, line: forward },
    { level: 3, line: swapped },
    { level: 4, line: forward },
  ].flatMap(({ level, line }) => {
    const top = peak(world, line, level);
    return top ? [{ level, line, top }] : [];
  });
}

/** How far what is observed lies from the avoided crossing that it belongs to. */
interface Offset {
  readonly level: number;
  readonly h2: number;
  readonly at: number;
  readonly crossing: number;
  readonly distance: number;
  /** in units of the width of the crossing */
  readonly relative: number;
}

/** For every curve of Figure 4, the offset of what `find` sees near each crossing of the given levels. */
function offsets(
  world: World,
  pairs: readonly number[],
  find: (line: Line, level: number, crossing: number) => number | undefined,
): Offset[] | undefined {
  const found = fieldsOfFigure4.flatMap((h2) => {
    const line = { ...forward, fields: halvedFields(h2) };
    const modelAt = (interaction: number) =>
      world.model({ spinsUp: 2, interaction, fields: halvedFields(h2) });
    return pairs.map((level) => {
      const [crossing] = avoidedCrossings(modelAt, level, grid);
      const at = crossing && find(line, level, crossing.at);
      if (at === undefined) return undefined;
      const distance = Math.abs(at - crossing.at);
      return { level, h2, at, crossing: crossing.at, distance, relative: distance / crossing.width };
    });
  });
  return found.every((offset) => offset !== undefined) ? (found as Offset[]) : undefined;
}

const peakOffsets = (world: World): Offset[] | undefined =>
  offsets(world, [2, 4], (line, level) => peak(world, line, level)?.at);

/** Minima of Q, each with the crossing next to it. */
function heatOffsets(world: World, pairs = [2, 3, 4]): Offset[] | undefined {
  return offsets(world, pairs, (line, _, crossing) => {
    const minima = [...survey(world, line).minima];
    return minima.sort((a, b) => Math.abs(a.at - crossing) - Math.abs(b.at - crossing))[0]?.at;
  });
}

/** How often, from one curve of Figure 4 to the next, something moves as its crossing does. */
function stepsTogether(found: readonly Offset[]): number {
  return [2, 4].reduce((total, level) => {
    const series = found.filter((offset) => offset.level === level);
    const steps = series.slice(1).map((next, i) => {
      const moved = next.at - series[i].at;
      return moved * (next.crossing - series[i].crossing) > 0 ? 1 : 0;
    });
    return total + steps.reduce((sum: number, step) => sum + step, 0);
  }, 0);
}

const farthest = (found: readonly Offset[]): Offset =>
  found.reduce((a, b) => (b.relative > a.relative ? b : a));
const where = ({ level, h2, at, crossing }: Offset): string =>
  `levels ${level} and ${level + 1} at h₂ = ${h2}: it lies at Δ = ${decimals(at)}, the crossing at ${decimals(crossing)}`;

/** How far the farthest extremum lies from its crossing, in widths. */
function farthestOff(found: readonly Offset[] | undefined): Measurement {
  if (!found) return { measured: MISSING };
  const worst = farthest(found);
  return { measured: worst.relative, note: `farthest for ${where(worst)}` };
}

/** The largest difference of 𝓔 between each point of Figure 3a and its mirror image, in Δ or in ΔT. */
function asymmetry(world: World, axis: "interaction" | "bias"): Measurement {
  const map = linspace(-1, 1, 11).map((bias) => {
    const line = { left: meanTemperature + bias / 2, right: meanTemperature - bias / 2 };
    return linspace(-3, 3, 41).map(ergotropyOn(world, line));
  });
  const mirrored = axis === "bias" ? map.slice().reverse() : map.map((row) => row.slice().reverse());
  const differences = map.flatMap((row, i) => row.map((value, k) => Math.abs(value - mirrored[i][k])));
  return { measured: Math.max(...differences) };
}

const asymmetric = {
  place: "Section 5, Figure 3a",
  kind: "qualitative",
  parameters: {
    ...common,
    fields,
    "(T_L + T_R)/2": meanTemperature,
    "ΔT = T_L − T_R": [-1, 1],
    interaction: [-3, 3],
  },
  // one contour of Figure 3a
  expected: 0.004,
  comparison: "at least",
  tolerance: null,
  notebook: inFigure3,
} as const;

function invertedLevels(world: World, line: Line): Measurement {
  const found = survey(world, line, shown).inversions;
  const name = ({ level }: InversionRegion): string => `${level}/${level + 1}`;
  const inFigure = found.map((each) => `${name(each)} from ${decimals(each.from)} to ${decimals(each.to)}`);
  return { measured: found.map(name).join(", ") || "none", note: `levels ${inFigure.join(", ")}` };
}

export const ergotropyClaims: readonly Claim[] = [
  {
    id: "9a",
    group: "ergotropy",
    title: "𝓔 is not symmetric in Δ",
    statement: "Changing the sign of the interaction changes the ergotropy.",
    quantity: "largest |𝓔(Δ, ΔT) − 𝓔(−Δ, ΔT)|; expected: more than one contour of the figure",
    ...asymmetric,
    measure: (world) => asymmetry(world, "interaction"),
  },
  {
    id: "9b",
    group: "ergotropy",
    title: "𝓔 is not symmetric in ΔT",
    statement: "Swapping the temperatures changes the ergotropy.",
    quantity: "largest |𝓔(Δ, ΔT) − 𝓔(Δ, −ΔT)|; expected: more than one contour of the figure",
    ...asymmetric,
    measure: (world) => asymmetry(world, "bias"),
  },
  {
    id: "10a",
    group: "ergotropy",
    title: "T_L = 2, T_R = 1: levels 4/5 inverted, then 2/3",
    statement:
      "With the hot bath on the left the populations of levels 4 and 5 are inverted at lower interactions, those of levels 2 and 3 at larger ones, and no others.",
    place: "Section 5, Figure 3b",
    kind: "qualitative",
    quantity: "inverted pairs of levels in the order of growing Δ",
    parameters: {
      ...common,
      fields,
      T_L: temperatures.left,
      T_R: temperatures.right,
      interaction: [-3, 3],
    },
    expected: "4/5, 2/3",
    comparison: "same",
    tolerance: null,
    notebook: inFigure3,
    measure: (world) => invertedLevels(world, forward),
  },
  {
    id: "10b",
    group: "ergotropy",
    title: "temperatures swapped: levels 3/4 inverted",
    statement: "With the hot bath on the right levels 3 and 4 are inverted, and no others.",
    place: "Section 5, Figure 3c",
    kind: "qualitative",
    quantity: "inverted pairs of levels in the order of growing Δ",
    parameters: {
      ...common,
      fields,
      T_L: temperatures.right,
      T_R: temperatures.left,
      interaction: [-3, 3],
    },
    expected: "3/4",
    comparison: "same",
    tolerance: null,
    notebook: inFigure3,
    measure: (world) => invertedLevels(world, swapped),
  },
  {
    id: "10c",
    group: "ergotropy",
    title: "hot spots lie where populations are inverted",
    statement:
      "Every large maximum of the ergotropy lies in a region of population inversion, and every such region has one.",
    place: "Section 5, Figures 3a to 3c",
    kind: "quantitative",
    quantity:
      "maxima of 𝓔 above a twentieth of the largest that lie outside an inversion, plus inversions without one",
    parameters: bothBiases,
    expected: 0,
    comparison: "within",
    tolerance: 0,
    notebook: inFigure3,
    measure: (world) => {
      const lines = [forward, swapped].map((line) => survey(world, line, shown));
      const threshold = Math.max(...lines.flatMap(({ maxima }) => maxima.map(({ value }) => value))) / 20;
      const spots = lines.map(({ maxima }) => maxima.filter(({ value }) => value > threshold));
      const inside = ({ at }: Minimum, { from, to }: InversionRegion) => from < at && at < to;
      const strays = lines.map(
        ({ inversions }, i) =>
          spots[i].filter((spot) => !inversions.some((stretch) => inside(spot, stretch))).length +
          inversions.filter((stretch) => !spots[i].some((spot) => inside(spot, stretch))).length,
      );
      const list = spots.flat().map(({ at, value }) => `${value.toPrecision(3)} at Δ = ${decimals(at)}`);
      return { measured: strays[0] + strays[1], note: `maxima: ${list.join(", ")}` };
    },
  },
  {
    id: "11a",
    group: "ergotropy",
    title: "inversion is the leading part of 𝓔 at the hot spots",
    statement: "At its maxima the ergotropy comes mostly from population inversion, not from coherence.",
    place: "Section 5, Figures 3b and 3c",
    kind: "quantitative",
    quantity:
      "smallest share of 𝓔 at a hot spot that survives dephasing in the energy basis; leading: above one half",
    parameters: bothBiases,
    expected: 0.5,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook6,
    measure: (world) => {
      const shares = hotSpots(world).map(({ line, top }) => {
        const { incoherent, total } = ergotropyParts(stateOn(world, line)(top.at));
        return incoherent / total;
      });
      return { measured: shares.length > 0 ? Math.min(...shares) : MISSING };
    },
  },
  {
    id: "11b",
    group: "ergotropy",
    title: "inversion is the leading part of 𝓔 on the whole",
    statement: "Taken over all interactions the ergotropy comes mostly from population inversion.",
    place: "Section 5, Figures 3b and 3c",
    kind: "quantitative",
    quantity: "share of the sum of 𝓔 over the range of Δ, at ΔT = ±1, that survives dephasing",
    parameters: bothBiases,
    expected: 0.5,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook6,
    measure: (world) => {
      const parts = [forward, swapped].flatMap((line) =>
        shown.map((x) => ergotropyParts(stateOn(world, line)(x))),
      );
      const sum = (key: "incoherent" | "total") => parts.reduce((total, part) => total + part[key], 0);
      const rest = Math.max(
        ...parts.filter(({ incoherent }) => incoherent < 1e-12).map(({ total }) => total),
      );
      return {
        measured: sum("incoherent") / sum("total"),
        note: `where nothing is inverted all of 𝓔 is coherent, and at most ${rest.toPrecision(2)}`,
      };
    },
  },
  {
    id: "12a",
    group: "ergotropy",
    title: "peaks of 𝓔 lie near avoided crossings",
    statement: "The maxima of the ergotropy lie close to the avoided crossings, for all five fields.",
    place: "Section 5, Figures 4a and 4c",
    kind: "quantitative",
    quantity:
      "largest distance of a peak of 𝓔 from its crossing, in units of the width of the crossing; near: within one width",
    parameters: figure4,
    expected: 1,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => farthestOff(peakOffsets(world)),
  },
  {
    id: "12b",
    group: "ergotropy",
    title: "minima of Q lie near avoided crossings",
    statement:
      "The minima of the total heat current lie close to the avoided crossings, for all five fields.",
    place: "Section 5, Figures 4b and 4c",
    kind: "quantitative",
    quantity:
      "largest distance of a minimum of j_T from its crossing, in units of the width of the crossing; near: within one width",
    parameters: figure4,
    expected: 1,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => farthestOff(heatOffsets(world)),
  },
  {
    id: "12c",
    group: "ergotropy",
    title: "but not exactly on them",
    statement: "Neither the maxima of the ergotropy nor the minima of the heat current lie on the crossings.",
    place: "Section 5",
    kind: "quantitative",
    quantity:
      "smallest distance in Δ of a peak of 𝓔 or a minimum of j_T from its crossing; expected: far more than the 1e-6 to which both are known",
    parameters: figure4,
    expected: 0.001,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => {
      const [peaks, minima] = [peakOffsets(world), heatOffsets(world)];
      if (!peaks || !minima) return { measured: MISSING };
      const nearest = [...peaks, ...minima].reduce((a, b) => (b.distance < a.distance ? b : a));
      return { measured: nearest.distance, note: `nearest for ${where(nearest)}` };
    },
  },
  {
    id: "12d",
    group: "ergotropy",
    title: "peaks and minima move with the crossings",
    statement:
      "As the fields change, the maxima of the ergotropy and the minima of the heat current move with the crossings.",
    place: "Section 5, Figure 4",
    kind: "quantitative",
    quantity:
      "steps, from one field to the next, in which a peak or a minimum moves the way its crossing does (of 16, at the crossings of levels 2/3 and 4/5)",
    parameters: figure4,
    expected: 16,
    comparison: "within",
    tolerance: 0,
    notebook: inNotebook5,
    measure: (world) => {
      const [peaks, minima] = [peakOffsets(world), heatOffsets(world, [2, 4])];
      if (!peaks || !minima) return { measured: MISSING };
      return {
        measured: stepsTogether(peaks) + stepsTogether(minima),
        note: "the crossing of levels 3 and 4 stays at Δ = 0, where the symmetry E_k(Δ) = −E_{7−k}(−Δ) of the levels holds it",
      };
    },
  },
  {
    id: "13a",
    group: "ergotropy",
    title: "low crossings give the larger 𝓔: 2/3 against 4/5",
    statement:
      "The crossing of low levels gives more ergotropy than that of high ones, since low levels are more occupied.",
    place: "Section 5, Figures 3b and 4a",
    kind: "quantitative",
    quantity: "peak of 𝓔 at levels 2/3 divided by that at levels 4/5, the smallest ratio of the five fields",
    parameters: figure4,
    expected: 1,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook6,
    measure: (world) => {
      const ratios = fieldsOfFigure4.map((h2) => {
        const line = { ...forward, fields: halvedFields(h2) };
        const [low, high] = [2, 4].map((level) => peak(world, line, level)?.value);
        return low === undefined || high === undefined ? Number.NaN : low / high;
      });
      return ratios.some(Number.isNaN) ? { measured: MISSING } : { measured: Math.min(...ratios) };
    },
  },
  {
    id: "13b",
    group: "ergotropy",
    title: "low crossings give the larger 𝓔: 3/4 in between",
    statement: "The middle crossing, which the swapped temperatures invert, comes between the other two.",
    place: "Section 5, Figures 3a to 3c",
    kind: "quantitative",
    quantity: "smaller one of the ratios of the peaks of 𝓔, 2/3 to 3/4 and 3/4 to 4/5",
    parameters: bothBiases,
    expected: 1,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook6,
    measure: (world) => {
      const tops = hotSpots(world).map(({ top }) => top.value);
      if (tops.length < 3) return { measured: MISSING };
      const [low, middle, high] = tops;
      return {
        measured: Math.min(low / middle, middle / high),
        note: `peaks: ${tops.map((value) => value.toPrecision(3)).join(", ")}`,
      };
    },
  },
];
