// Claims 9 to 13: the ergotropy of Figures 3 and 4, its hot spots, and the avoided crossings that they follow.
import { findMinima, linspace, type Minimum } from "../numerics/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../observables/crossings";
import { ergotropy, ergotropyParts } from "../observables/ergotropy";
import { type InversionRegion, inversionRegions } from "../observables/inversion";
import { CAPTION_OF_FIGURE_4, type Claim, type ClaimText, type Measurement } from "./claim";
import { halvedFields, PAPER } from "./paper";
import { decimals, maximaOf } from "./search";
import { coupled, type Point, stateIn, type World } from "./world";

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

export const LEADING = "leading: more than half";
const WITHIN_A_WIDTH = "close: within one width, over which the gap grows by √2";
const MISSING = "no such peak";
/** A maximum of 𝓔 counts as a hot spot above this part of the largest one. */
const HOT = 1 / 20;

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

/** A curve of Figure 4, and the crossings of levels 2 to 5 along it. */
interface Curve {
  readonly h2: number;
  readonly line: Line;
  readonly crossings: readonly AvoidedCrossing[];
}

const curves = (world: World): Curve[] =>
  fieldsOfFigure4.map((h2) => {
    const fields = halvedFields(h2);
    const modelAt = (interaction: number) => world.model({ spinsUp: 2, interaction, fields });
    const crossings = [2, 3, 4].flatMap((level) => avoidedCrossings(modelAt, level, grid).slice(0, 1));
    return { h2, line: { ...forward, fields }, crossings };
  });

function offset(h2: number, at: number, { level, at: crossing, width }: AvoidedCrossing): Offset {
  const distance = Math.abs(at - crossing);
  return { level, h2, at, crossing, distance, relative: distance / width };
}

/** Every hot spot along Figure 4, from the crossing that is nearest in widths; the highest one of each first. */
function peakOffsets(world: World): Offset[] {
  const all = curves(world).map((curve) => ({ ...curve, maxima: survey(world, curve.line).maxima }));
  const threshold = HOT * Math.max(...all.flatMap(({ maxima }) => maxima.map(({ value }) => value)));
  return all.flatMap(({ h2, crossings, maxima }) =>
    maxima
      .filter(({ value }) => value > threshold && crossings.length > 0)
      .sort((a, b) => b.value - a.value)
      .map(({ at }) =>
        crossings.map((each) => offset(h2, at, each)).reduce((a, b) => (b.relative < a.relative ? b : a)),
      ),
  );
}

/** The minimum of Q nearest to each crossing of Figure 4. */
function heatOffsets(world: World): Offset[] {
  return curves(world).flatMap(({ h2, line, crossings }) =>
    crossings.flatMap((crossing) => {
      const places = survey(world, line).minima.map(({ at }) => offset(h2, at, crossing));
      return places.sort((a, b) => a.distance - b.distance).slice(0, 1);
    }),
  );
}

/** The highest hot spot at the crossing of some levels at h₂ = 2, followed along its branch from field to field. */
function branchOf(world: World, level: number): Offset[] {
  const first = peakOffsets(world).find((each) => each.level === level && each.h2 === fieldsOfFigure4[0]);
  const found = first ? [first] : [];
  for (const { h2, line, crossings } of first ? curves(world).slice(1) : []) {
    const [last, before = last] = found.slice(-2).reverse();
    const ahead = 2 * last.at - before.at;
    const [next] = [...survey(world, line).maxima].sort(
      (a, b) => Math.abs(a.at - ahead) - Math.abs(b.at - ahead),
    );
    const crossing = crossings.find((each) => each.level === level);
    if (!next || !crossing) return [];
    found.push(offset(h2, next.at, crossing));
  }
  return found;
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

/** How much more one hot spot has than another of each factor of 𝓔: what both levels hold, the inversion of it, the gap. */
function factors(world: World): { levels: number; occupation: number; inversion: number; gap: number }[] {
  return hotSpots(world).map(({ level, line, top }) => {
    const { populations, energies } = stateOn(world, line)(top.at);
    const [lower, upper] = [populations[level - 1], populations[level]];
    return {
      levels: level,
      occupation: lower + upper,
      inversion: (upper - lower) / (upper + lower),
      gap: energies[level] - energies[level - 1],
    };
  });
}

/** The highest maximum of 𝓔 along the interactions of Figure 3 at a temperature bias. */
function highest(world: World, bias: number): number {
  const line = { left: meanTemperature + bias / 2, right: meanTemperature - bias / 2 };
  return Math.max(0, ...survey(world, line, shown).maxima.map(({ value }) => value));
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
  expected: "not symmetric",
  reading: "not symmetric: by more than 0.004, one contour of Figure 3a",
  limit: 0.004,
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
    quantity: "largest |𝓔(Δ, ΔT) − 𝓔(−Δ, ΔT)|",
    ...asymmetric,
    measure: (world) => asymmetry(world, "interaction"),
  },
  {
    id: "9b",
    group: "ergotropy",
    title: "𝓔 is not symmetric in ΔT",
    statement: "Swapping the temperatures changes the ergotropy.",
    quantity: "largest |𝓔(Δ, ΔT) − 𝓔(Δ, −ΔT)|",
    ...asymmetric,
    measure: (world) => asymmetry(world, "bias"),
  },
  {
    id: "9c",
    group: "ergotropy",
    title: "hot spots lie far from equilibrium",
    statement: "Large ergotropy is found far from equilibrium, at a large difference of the temperatures.",
    place: "Section 5, Figure 3a",
    kind: "quantitative",
    quantity:
      "highest 𝓔 at half of the largest |ΔT| over that at the largest, the larger ratio of ΔT > 0 and ΔT < 0",
    parameters: { ...asymmetric.parameters, "ΔT = T_L − T_R": [0.5, 1] },
    expected: "far",
    reading: "far: at half of the bias at most half of the ergotropy",
    limit: 0.5,
    comparison: "at most",
    tolerance: null,
    notebook: inFigure3,
    measure: (world) => {
      const ratios = [1, -1].map((side) => highest(world, side / 2) / highest(world, side));
      const rise = [0.1, 0.5, 1].map((bias) => highest(world, bias).toPrecision(2));
      return {
        measured: Math.max(...ratios),
        note: `highest 𝓔 at ΔT = 0.1, 0.5, 1: ${rise.join(", ")}`,
      };
    },
  },
  {
    id: "9d",
    group: "ergotropy",
    title: "the ergotropy is rectified",
    statement: "The system rectifies ergotropy: one direction of the bias gives more than the other.",
    place: "Section 5, Figure 3a",
    kind: "quantitative",
    quantity: "highest 𝓔 at ΔT = 1 over that at ΔT = −1",
    parameters: { ...asymmetric.parameters, "ΔT = T_L − T_R": "1 and −1" },
    expected: "rectified",
    reading: "rectified: by a factor of 2 or more",
    limit: 2,
    comparison: "at least",
    tolerance: null,
    notebook: inFigure3,
    measure: (world) => {
      const [forth, back] = [highest(world, 1), highest(world, -1)];
      return { measured: forth / back, note: `${forth.toPrecision(3)} and ${back.toPrecision(3)}` };
    },
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
    quantity: "hot spots of 𝓔 that lie outside an inversion, plus inversions without one",
    parameters: bothBiases,
    expected: 0,
    reading: "hot spot: a maximum above a twentieth of the largest",
    comparison: "within",
    tolerance: 0,
    notebook: inFigure3,
    measure: (world) => {
      const lines = [forward, swapped].map((line) => survey(world, line, shown));
      const threshold = HOT * Math.max(...lines.flatMap(({ maxima }) => maxima.map(({ value }) => value)));
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
    id: "10d",
    group: "ergotropy",
    title: "𝓔 is significantly larger near a crossing",
    statement: "Near an avoided crossing the ergotropy increases significantly.",
    place: "Abstract, Section 5",
    kind: "quantitative",
    quantity: "highest peak of 𝓔 over the median of 𝓔 in the range of Δ",
    parameters: {
      ...common,
      fields,
      T_L: temperatures.left,
      T_R: temperatures.right,
      interaction: [-3, 3],
    },
    expected: "significantly",
    reading: "significantly: by a factor of 2 or more",
    limit: 2,
    comparison: "at least",
    tolerance: null,
    notebook: inFigure3,
    measure: (world) => {
      const along = shown.map(ergotropyOn(world, forward)).sort((a, b) => a - b);
      return { measured: highest(world, 1) / along[(along.length - 1) / 2] };
    },
  },
  {
    id: "11a",
    group: "ergotropy",
    title: "inversion is the leading part of 𝓔 at the hot spots",
    statement: "At its maxima the ergotropy comes mostly from population inversion, not from coherence.",
    place: "Section 5, Figures 3b and 3c",
    kind: "quantitative",
    quantity: "smallest share of 𝓔 at a hot spot that survives dephasing in the energy basis",
    parameters: bothBiases,
    expected: "leading",
    reading: LEADING,
    limit: 0.5,
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
    expected: "leading",
    reading: LEADING,
    limit: 0.5,
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
    quantity: "largest distance of a hot spot of 𝓔 from the nearest crossing, in widths of the crossing",
    parameters: figure4,
    expected: "close",
    reading: `${WITHIN_A_WIDTH}; hot spot: a maximum above a twentieth of the largest; ${CAPTION_OF_FIGURE_4}`,
    limit: 1,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => {
      const found = peakOffsets(world);
      if (found.length === 0) return { measured: MISSING };
      const highest = found.filter(
        ({ level, h2 }, i) => i === found.findIndex((each) => each.level === level && each.h2 === h2),
      );
      const [worst, own] = [farthest(found), farthest(highest).relative];
      return {
        measured: worst.relative,
        partly: own <= 1,
        note: `farthest for ${where(worst)}. The highest peak at a crossing is at most ${decimals(own, 2)} widths away; where there are two, the lower one may lie outside`,
      };
    },
  },
  {
    id: "12b",
    group: "ergotropy",
    title: "minima of Q lie near avoided crossings",
    statement:
      "The minima of the total heat current lie close to the avoided crossings, for all five fields.",
    place: "Section 5, Figures 4b and 4c",
    kind: "quantitative",
    quantity: "largest distance of a crossing from the nearest minimum of j_T, in widths of the crossing",
    parameters: figure4,
    expected: "close",
    reading: `${WITHIN_A_WIDTH}; ${CAPTION_OF_FIGURE_4}`,
    limit: 1,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => {
      const found = heatOffsets(world);
      if (found.length === 0) return { measured: MISSING };
      const worst = farthest(found);
      return { measured: worst.relative, note: `farthest for ${where(worst)}` };
    },
  },
  {
    id: "12c",
    group: "ergotropy",
    title: "but not exactly on them",
    statement: "Neither the maxima of the ergotropy nor the minima of the heat current lie on the crossings.",
    place: "Section 5",
    kind: "quantitative",
    quantity: "smallest distance in Δ of a hot spot of 𝓔 or a minimum of j_T from its crossing",
    parameters: figure4,
    expected: "not exactly",
    reading: `not exactly: by far more than the 1e-6 to which both are known; ${CAPTION_OF_FIGURE_4}`,
    limit: 0.001,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => {
      const found = [...peakOffsets(world), ...heatOffsets(world)];
      if (found.length === 0) return { measured: MISSING };
      const nearest = found.reduce((a, b) => (b.distance < a.distance ? b : a));
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
      "steps, from one field to the next, in which a peak, followed along its branch, or a minimum moves the way its crossing does (of 16, at the crossings of levels 2/3 and 4/5)",
    parameters: figure4,
    expected: 16,
    reading: CAPTION_OF_FIGURE_4,
    comparison: "within",
    tolerance: 0,
    notebook: inNotebook5,
    measure: (world) => {
      const [low, high] = [branchOf(world, 2), branchOf(world, 4)];
      if (low.length === 0 || high.length === 0) return { measured: MISSING };
      const widths = low.map(({ relative }) => decimals(relative, 2));
      return {
        measured: stepsTogether([...low, ...high]) + stepsTogether(heatOffsets(world)),
        note: `the branch at levels 2 and 3 falls behind its crossing, by ${widths.join(", ")} widths from field to field; the crossing of levels 3 and 4 stays at Δ = 0, where a symmetry holds it: −Δ turns the levels upside down`,
      };
    },
  },
  {
    id: "12e",
    group: "ergotropy",
    title: "what keeps them apart are small corrections",
    statement:
      "The maxima of the ergotropy miss the crossings because of small corrections from other terms of the master equation.",
    place: "Section 5",
    kind: "quantitative",
    quantity: "the part of the distance of the highest peak of 𝓔 from its crossing that stays as γ → 0",
    parameters: {
      ...common,
      fields,
      T_L: temperatures.left,
      T_R: temperatures.right,
      "γ → 0": coupling / 1000,
    },
    expected: "small corrections",
    reading: "small corrections: at least half of the distance vanishes with γ",
    limit: 0.5,
    comparison: "at most",
    tolerance: null,
    notebook: inNotebook5,
    measure: (world) => {
      const [crossing] = avoidedCrossings((interaction) => world.model({ spinsUp: 2, interaction }), 2, grid);
      const peaks = [world, coupled(world, 1e-3)].map((each) => peak(each, forward, 2)?.at);
      const [own, weak] = peaks.map((at) => Math.abs((at ?? Number.NaN) - (crossing?.at ?? Number.NaN)));
      if (Number.isNaN(own) || Number.isNaN(weak)) return { measured: MISSING };
      return {
        measured: weak / own,
        note: `of ${decimals(own, 4)} in Δ, ${decimals(weak, 4)} stays: the rates between the populations alone put the peak there`,
      };
    },
  },
  {
    id: "13a",
    group: "ergotropy",
    title: "low crossings give the larger 𝓔: 2/3 against 4/5",
    statement: "The crossing of low levels gives more ergotropy than that of high ones.",
    place: "Section 5, Figures 3b and 4a",
    kind: "quantitative",
    quantity: "peak of 𝓔 at levels 2/3 divided by that at levels 4/5, the smallest ratio of the five fields",
    parameters: figure4,
    expected: 1,
    reading: CAPTION_OF_FIGURE_4,
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
  {
    id: "13c",
    group: "ergotropy",
    title: "low crossings win because they are more occupied",
    statement: "Low levels give the larger ergotropy because they are more occupied.",
    place: "Section 5",
    kind: "quantitative",
    quantity:
      "how many times more occupied the lower one of two hot spots is, over how many times larger its relative inversion or its gap is; the smallest of the three pairs",
    parameters: bothBiases,
    expected: "because",
    reading:
      "because: of the factors of 𝓔 ≈ occupation × relative inversion × gap, occupation makes the largest difference",
    limit: 1,
    comparison: "at least",
    tolerance: null,
    notebook: inNotebook6,
    measure: (world) => {
      const [low, middle, high] = factors(world);
      if (!high) return { measured: MISSING };
      const pairs = [
        [low, middle],
        [low, high],
        [middle, high],
      ].map(([a, b]) => ({
        name: `${a.levels}/${a.levels + 1} over ${b.levels}/${b.levels + 1}`,
        ratios: [a.occupation / b.occupation, a.inversion / b.inversion, a.gap / b.gap],
      }));
      const shares = pairs.map(({ ratios: [occupation, ...others] }) => occupation / Math.max(...others));
      const named = pairs.map(
        ({ name, ratios }) => `${name}: ${ratios.map((each) => decimals(each, 2)).join(" × ")}`,
      );
      const measured = Math.min(...shares);
      const but = ": the lower pair always holds more, but that is not always the largest factor";
      return {
        measured,
        partly: pairs.every(({ ratios }) => ratios[0] > 1),
        note: `occupation × relative inversion × gap, levels ${named.join("; ")}${measured < 1 ? but : ""}`,
      };
    },
  },
];
