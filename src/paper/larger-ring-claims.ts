// Claim 14, of the paper's outlook: larger rings have more relevant avoided crossings and behave alike. Rings of four,
// six and eight sites at half filling, the fields where they were. On four sites the cold bath is opposite the hot one,
// and it is the site after the two fields: a larger ring can keep one or the other, so both are asked.
import { findMinima, findMinimum, findRoot, linspace, type Minimum } from "../numerics/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../observables/crossings";
import { spinCurrents } from "../observables/currents";
import { ergotropyParts } from "../observables/ergotropy";
import { modeRegions } from "../observables/modes";
import { isExchanging, type PopulatedCrossing, populatedCrossings } from "../observables/relevant-crossings";
import { sensitivity } from "../observables/sensitivity";
import { type SteadyState, steadyState } from "../states/steady-state";
import type { Claim, ClaimText, Measurement } from "./claim";
import { LEADING } from "./ergotropy-claims";
import { PAPER } from "./paper";
import { decimals } from "./search";
import type { World } from "./world";

const { fields, temperatures, coupling, cutoff } = PAPER;
const range = [-4, 4] as const;
const grid = linspace(...range, 161);
const SIZES = [4, 6, 8] as const;
/** Where the cold bath goes when the ring grows. */
const PLACES = ["opposite", "at site 3"] as const;
type Place = (typeof PLACES)[number];
/** At the highest of the three crossings that the paper uses on four sites, that of levels 4 and 5, the emptier level holds 0.0046. */
const LEAST_POPULATION = 0.0045;
/** The width of the crossing of levels 2 and 3 on four sites; on larger rings it grows to half of the figure. */
const NEAR = 0.47;
const NEXT_TO = `next to: within ${NEAR} in Δ, the width of that crossing on four sites`;

const setting = (place: string, sites: readonly number[] = SIZES): ClaimText["parameters"] => ({
  sites,
  "spins up": "half",
  "cold bath": place,
  "h₂, h₃": fields.slice(1, 3),
  T_L: temperatures.left,
  T_R: temperatures.right,
  coupling,
  cutoff,
  interaction: range,
});
const common = {
  group: "outlook",
  kind: "quantitative",
  place: "Section 6",
  parameters: setting("opposite"),
  tolerance: null,
} as const;
const both = { ...common, parameters: setting(PLACES.join(" and ")) } as const;
const notebook = (heading: string): Claim["notebook"] => ({ file: "08-larger-rings.ipynb", heading });

/** What there is to see in a ring of some size. */
interface Survey {
  readonly sites: number;
  /** for notes */
  readonly name: string;
  readonly at: (interaction: number) => SteadyState;
  /** at the points of the grid */
  readonly states: readonly SteadyState[];
  /** the crossing of levels 2 and 3 at larger interactions, the one of Figure 2 */
  readonly low: AvoidedCrossing;
  /** the points of the grid next to which 𝓔 has a maximum, the highest first */
  readonly tops: readonly number[];
}

const surveys = new WeakMap<World, Map<string, Survey>>();

/** All rings with the cold bath in some place, each computed once. */
function survey(world: World, place: Place): Survey[] {
  const known = surveys.get(world) ?? new Map<string, Survey>();
  surveys.set(world, known);
  return SIZES.map((sites) => {
    const cold = coldSite(sites, place);
    const key = `${sites}, ${cold}`;
    const found = known.get(key) ?? {
      ...surveyOf(world, sites, cold),
      name: sites === 4 ? "N = 4" : `N = ${sites}, ${place}`,
    };
    known.set(key, found);
    return found;
  });
}

/** The rings in both places, that of four sites once. */
const inAll = (world: World): Survey[] => [...new Set(PLACES.flatMap((place) => survey(world, place)))];

/** On four sites both places are the same. */
const coldSite = (sites: number, place: Place): number => (place === "opposite" ? sites / 2 + 1 : 3);

const ringIn = (world: World, sites: number) => (interaction: number) =>
  world.model({
    sites,
    spinsUp: sites / 2,
    interaction,
    fields: Array.from({ length: sites }, (_, l) => fields[l] ?? 0),
  });

function stateOf(world: World, sites: number, cold: number, interaction: number): SteadyState {
  const [left, right] = world.baths(temperatures.left, temperatures.right);
  return steadyState(ringIn(world, sites)(interaction), [left, { ...right, site: cold }], world.options);
}

function surveyOf(world: World, sites: number, cold: number): Omit<Survey, "name"> {
  const known = new Map<number, SteadyState>();
  const at = (interaction: number): SteadyState => {
    const state = known.get(interaction) ?? stateOf(world, sites, cold, interaction);
    known.set(interaction, state);
    return state;
  };
  const states = grid.map(at);
  const heights = states.map((state) => ergotropyParts(state).total);
  const tops = grid
    .map((_, i) => i)
    .filter((i) => heights[i] > heights[i - 1] && heights[i] >= heights[i + 1])
    .sort((a, b) => heights[b] - heights[a]);
  return { sites, at, states, low: lowCrossing(world, sites), tops };
}

/** The avoided crossings of levels that both hold LEAST_POPULATION and exchange their characters. */
function relevantCrossings(world: World, { sites, states }: Survey): PopulatedCrossing[] {
  const populations = states.map((state) => state.populations);
  return populatedCrossings(ringIn(world, sites), grid, populations, LEAST_POPULATION).filter(isExchanging);
}

/** The crossing of levels 2 and 3 at positive interactions. */
function lowCrossing(world: World, sites: number): AvoidedCrossing {
  const [crossing] = avoidedCrossings(ringIn(world, sites), 2, linspace(1.5, 3, 7));
  return crossing ?? { level: 2, at: Number.NaN, gap: Number.NaN, slope: Number.NaN, width: Number.NaN };
}

const heatOf = (state: SteadyState): number => state.bathHeat[0];

/** The minimum of the total heat current that is nearest to the low crossing. */
function dip({ at, low }: Survey): number | undefined {
  const right = grid.filter((x) => x > low.at - 1.5); // beyond it are the minima of other crossings
  const found = findMinima((x) => heatOf(at(x)), right).map((each) => each.at);
  return found.sort((a, b) => Math.abs(a - low.at) - Math.abs(b - low.at))[0];
}

/** Where the spin current turns from clockwise to counterclockwise, next to the low crossing. */
function turn({ at, states, low }: Survey): number | undefined {
  const current = (state: SteadyState): number => spinCurrents(state)[0];
  const turns = grid.slice(1).flatMap((x, i) => {
    const falls = current(states[i]) > 0 && current(states[i + 1]) <= 0;
    return falls ? [findRoot((y) => current(at(y)), grid[i], x, 1e-9)] : [];
  });
  return turns.sort((a, b) => Math.abs(a - low.at) - Math.abs(b - low.at))[0];
}

/** The maximum of 𝓔 next to a point of the grid. */
function peak({ at }: Survey, top: number): Minimum {
  const found = findMinimum((x) => -ergotropyParts(at(x)).total, grid[top - 1], grid[top + 1]);
  return { at: found.at, value: -found.value };
}

/** The highest maximum of 𝓔 where levels 2 and 3 are inverted, as a point of the grid. */
const lowTop = ({ states, tops }: Survey): number | undefined =>
  tops.find((top) => states[top].populations[2] > states[top].populations[1]);

function lowPeak(ring: Survey): Minimum | undefined {
  const top = lowTop(ring);
  return top === undefined ? undefined : peak(ring, top);
}

/** The farthest of what is found in the rings from their low crossings, in Δ. */
function farthest(rings: readonly Survey[], find: (ring: Survey) => number | undefined): Measurement {
  const found = rings.map((ring) => ({ ring, at: find(ring) }));
  const missing = found.find(({ ring, at }) => at === undefined || Number.isNaN(ring.low.at));
  if (missing) return { measured: `not found with N = ${missing.ring.sites}` };
  const places = found.map(({ ring, at }) => ({ ring, at: at as number }));
  return {
    measured: Math.max(...places.map(({ ring, at }) => Math.abs(at - ring.low.at))),
    partly: places.every(({ ring, at }) => Math.abs(at - ring.low.at) <= ring.low.width),
    note: places
      .map(
        ({ ring: { name, low }, at }) =>
          `${name}: Δ = ${decimals(at)}, the crossing at ${decimals(low.at)} with a width of ${decimals(low.width, 2)}`,
      )
      .join("; "),
  };
}

/** Ten sites are too many for every search: whether Q falls where the low crossing begins, and rises where it ends. */
function dipOfTen(world: World, place: Place): boolean {
  const { at } = lowCrossing(world, 10);
  const [before, after] = [at - NEAR, at + NEAR].map(
    (x) => sensitivity(stateOf(world, 10, coldSite(10, place), x), "interaction").bathHeat[0],
  );
  return before < 0 && after > 0;
}

function dips(world: World, place: Place): Measurement {
  const found = survey(world, place).map((ring) => ({ ring, at: dip(ring) }));
  const near = found.filter(({ ring, at }) => at !== undefined && Math.abs(at - ring.low.at) <= NEAR);
  const ten = dipOfTen(world, place);
  const places = found.map(({ ring: { sites, low }, at }) =>
    at === undefined
      ? `none with N = ${sites}`
      : `at Δ = ${decimals(at)} with N = ${sites}, ${decimals(Math.abs(at - low.at))} from the crossing`,
  );
  return {
    measured: near.length + (ten ? 1 : 0),
    partly: near.length > 1,
    note: `${places.join(", ")}; ${ten ? "" : "no "}minimum that near with N = 10`,
  };
}

const modesOf = ({ at }: Survey): string =>
  modeRegions(at, grid)
    .map(({ mode }) => mode)
    .join(" → ");

function likeFourSites(world: World, place: Place): Measurement {
  const [four, ...larger] = survey(world, place).map((ring) => ({ sites: ring.sites, order: modesOf(ring) }));
  const alike = larger.filter(({ order }) => order === four.order).length;
  return {
    measured: alike,
    partly: alike > 0,
    note: [four, ...larger].map(({ sites, order }) => `N = ${sites}: ${order}`).join("; "),
  };
}

/** The peak of 𝓔 at the low crossing over the highest of the others. */
function lowOverOthers(world: World, place: Place): Measurement {
  const pairs = survey(world, place).map((ring) => {
    const [own, other] = [lowTop(ring), ring.tops.find((top) => top !== lowTop(ring))];
    return {
      sites: ring.sites,
      found: [own, other].map((top) => (top === undefined ? top : peak(ring, top))),
    };
  });
  const found = pairs.flatMap(({ sites, found: [own, other] }) =>
    own && other ? [{ sites, own, other }] : [],
  );
  if (found.length < pairs.length) return { measured: "a ring without two peaks" };
  const ratios = found.map(({ own, other }) => own.value / other.value);
  const ten = peaksOfTen(world, place);
  const named = found.map(
    ({ sites, own, other }) =>
      `N = ${sites}: ${own.value.toPrecision(3)} at Δ = ${decimals(own.at)} against ${other.value.toPrecision(3)} at ${decimals(other.at)}`,
  );
  return {
    measured: Math.min(...ratios, ten.low / ten.zero),
    partly: Math.min(...ratios) >= 1,
    note: `${named.join("; ")}; N = 10: ${ten.low.toPrecision(2)} against ${ten.zero.toPrecision(2)} at 0`,
  };
}

/** On ten sites a few points must do: the highest 𝓔 on the plateau of the low peak, and 𝓔 at Δ = 0. */
function peaksOfTen(world: World, place: Place): { low: number; zero: number } {
  const at = (interaction: number): number =>
    ergotropyParts(stateOf(world, 10, coldSite(10, place), interaction)).total;
  return { low: Math.max(...[2.3, 2.5, 2.7].map(at)), zero: at(0) };
}

/** What depends on where the cold bath goes: the claims with it opposite the hot one, and kept where it was. */
function inBothPlaces(
  ids: readonly [string, string],
  claim: Omit<Claim, "id" | "measure" | "parameters"> & {
    readonly sites?: readonly number[];
    readonly measure: (world: World, place: Place) => Measurement;
  },
): Claim[] {
  const { sites, title, statement, measure, ...text } = claim;
  return PLACES.map((place, i) => ({
    ...text,
    id: ids[i],
    title: `larger rings, cold bath ${place}: ${title}`,
    statement: `With the cold bath ${place}, ${statement}`,
    parameters: setting(place, sites),
    notebook: place === "opposite" ? text.notebook : notebook("Where the cold bath goes"),
    measure: (world) => measure(world, place),
  }));
}

const claims: readonly Claim[] = [
  {
    id: "14a",
    title: "larger rings: more relevant avoided crossings",
    statement: "The larger the ring, the more avoided crossings matter.",
    ...common,
    quantity:
      "smallest growth, from one ring to the next, of the number of relevant avoided crossings along the interaction",
    expected: 1,
    reading: `relevant: both levels hold ${LEAST_POPULATION} or more, as at all three crossings that the paper uses on four sites, and exchange their characters at least half as much as two levels alone`,
    comparison: "at least",
    notebook: notebook("More crossings, and what they have become"),
    measure: (world) => {
      const found = survey(world, "opposite").map((ring) => relevantCrossings(world, ring));
      const counts = (least: number) =>
        found.map((crossings) => crossings.filter(({ population }) => population >= least).length);
      const own = counts(LEAST_POPULATION);
      return {
        measured: Math.min(...own.slice(1).map((count, i) => count - own[i])),
        note: `${own.join(", ")} with N = ${SIZES.join(", ")}; ${counts(0.01).join(", ")} if both levels must hold 0.01, ${counts(0.03).join(", ")} with 0.03`,
      };
    },
  },
  ...inBothPlaces(["14b", "14i"], {
    ...common,
    title: "a minimum of Q next to the low crossing",
    statement: "the total heat current still dips where levels 2 and 3 nearly meet.",
    sites: [...SIZES, 10],
    quantity:
      "rings of 4, 6, 8 and 10 sites with a minimum of j_T next to the avoided crossing of levels 2 and 3",
    expected: 4,
    reading: NEXT_TO,
    comparison: "at least",
    notebook: notebook("Where exactly?"),
    measure: dips,
  }),
  ...inBothPlaces(["14c", "14j"], {
    ...common,
    title: "the modes of four sites",
    statement: "growing interaction takes the heat current through the same modes.",
    quantity:
      "rings of 6 and 8 sites with the modes of four in their order, every window counted, however narrow",
    expected: 2,
    comparison: "at least",
    notebook: notebook("The currents of five rings"),
    measure: likeFourSites,
  }),
  ...inBothPlaces(["14d", "14k"], {
    ...common,
    title: "the spin current turns next to the low crossing",
    statement: "the spin current turns from clockwise to counterclockwise where levels 2 and 3 nearly meet.",
    quantity: "largest distance in Δ of the turn from the avoided crossing of levels 2 and 3",
    expected: "next to",
    reading: NEXT_TO,
    limit: NEAR,
    comparison: "at most",
    notebook: notebook("Where exactly?"),
    measure: (world, place) => farthest(survey(world, place), turn),
  }),
  {
    id: "14e",
    title: "larger rings: 𝓔 peaks next to the low crossing",
    statement: "The ergotropy has a peak where levels 2 and 3 nearly meet and are inverted.",
    ...both,
    quantity: "largest distance in Δ of that peak from the avoided crossing of levels 2 and 3",
    expected: "next to",
    reading: NEXT_TO,
    limit: NEAR,
    comparison: "at most",
    notebook: notebook("Ergotropy"),
    measure: (world) => farthest(inAll(world), (ring) => lowPeak(ring)?.at),
  },
  ...inBothPlaces(["14f", "14l"], {
    ...common,
    title: "the low crossing gives the larger 𝓔",
    statement: "the highest peak of the ergotropy is the one at the crossing of levels 2 and 3.",
    sites: [...SIZES, 10],
    quantity: "that peak divided by the highest of the others, the smallest ratio of the rings",
    expected: 1,
    comparison: "at least",
    notebook: notebook("Ergotropy"),
    measure: lowOverOthers,
  }),
  {
    id: "14g",
    title: "larger rings: inversion is the leading part of 𝓔",
    statement: "At its highest peak the ergotropy comes mostly from population inversion.",
    ...both,
    quantity: "smallest share of 𝓔 at the highest peak of a ring that survives dephasing",
    expected: "leading",
    reading: LEADING,
    limit: 0.5,
    comparison: "at least",
    notebook: notebook("Ergotropy"),
    measure: (world) => {
      const rings = inAll(world);
      const shares = rings.flatMap((ring) =>
        ring.tops.slice(0, 1).map((top) => {
          const { incoherent, total } = ergotropyParts(ring.at(peak(ring, top).at));
          return incoherent / total;
        }),
      );
      return { measured: shares.length === rings.length ? Math.min(...shares) : "a ring without a peak" };
    },
  },
  {
    id: "14h",
    title: "larger rings: no negative probability",
    statement: "The Redfield equation keeps all probabilities positive.",
    ...both,
    quantity: "smallest eigenvalue of ρ",
    expected: 0,
    comparison: "at least",
    notebook: notebook("Can we trust it?"),
    measure: (world) => {
      const smallest = inAll(world).map(({ name, states }) => ({
        name,
        value: Math.min(...states.map(({ certificate }) => certificate.minEigenvalue)),
      }));
      return {
        measured: Math.min(...smallest.map(({ value }) => value)),
        note: smallest.map(({ name, value }) => `${name}: ${value.toExponential(1)}`).join("; "),
      };
    },
  },
];

export const largerRingClaims: readonly Claim[] = [...claims].sort((a, b) => a.id.localeCompare(b.id));
