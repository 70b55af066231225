// Claim 14, of the paper's outlook: larger rings have more relevant avoided crossings and behave alike. Rings of four,
// six and eight sites at half filling, the baths at opposite sites, the fields where they were.
import { findMinima, findMinimum, findRoot, linspace, type Minimum } from "../linalg/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../observables/crossings";
import { spinCurrents } from "../observables/currents";
import { ergotropyParts } from "../observables/ergotropy";
import { modeRegions } from "../observables/modes";
import { isExchanging, type PopulatedCrossing, populatedCrossings } from "../observables/relevant-crossings";
import { PAPER } from "../paper";
import { type SteadyState, steadyState } from "../redfield/steady-state";
import type { Claim, Measurement } from "./claim";
import { decimals } from "./search";
import type { World } from "./world";

const { fields, temperatures, coupling, cutoff } = PAPER;
const range = [-4, 4] as const;
const grid = linspace(...range, 161);
const SIZES = [4, 6, 8] as const;
/** At the crossing that the paper is about, that of levels 2 and 3 of four sites, the emptier level holds 0.013. */
const LEAST_POPULATION = 0.01;

const common = {
  group: "outlook",
  kind: "quantitative",
  place: "Section 6",
  parameters: {
    sites: SIZES,
    "spins up": "half",
    "baths at": "1 and N/2 + 1",
    "h₂, h₃": fields.slice(1, 3),
    T_L: temperatures.left,
    T_R: temperatures.right,
    coupling,
    cutoff,
    interaction: range,
  },
  tolerance: null,
} as const;
const notebook = (heading: string): Claim["notebook"] => ({ file: "08-larger-rings.ipynb", heading });

/** What there is to see in a ring of some size. */
interface Survey {
  readonly sites: number;
  readonly at: (interaction: number) => SteadyState;
  /** at the points of the grid */
  readonly states: readonly SteadyState[];
  /** the crossing of levels 2 and 3 at larger interactions, the one of Figure 2 */
  readonly low: AvoidedCrossing;
  /** the points of the grid next to which 𝓔 has a maximum, the highest first */
  readonly tops: readonly number[];
  /** all avoided crossings of levels that hold half of LEAST_POPULATION, and exchange their characters */
  readonly crossings: readonly PopulatedCrossing[];
}

const surveys = new WeakMap<World, Survey[]>();

/** All three rings, each computed once. */
function survey(world: World): Survey[] {
  const found = surveys.get(world) ?? SIZES.map((sites) => surveyOf(world, sites));
  surveys.set(world, found);
  return found;
}

const ringIn = (world: World, sites: number) => (interaction: number) =>
  world.model({
    sites,
    spinsUp: sites / 2,
    interaction,
    fields: Array.from({ length: sites }, (_, l) => fields[l] ?? 0),
  });

function stateOf(world: World, sites: number, interaction: number): SteadyState {
  const [left, right] = world.baths(temperatures.left, temperatures.right);
  const baths = [left, { ...right, site: sites / 2 + 1 }];
  return steadyState(ringIn(world, sites)(interaction), baths, world.options);
}

function surveyOf(world: World, sites: number): Survey {
  const known = new Map<number, SteadyState>();
  const at = (interaction: number): SteadyState => {
    const state = known.get(interaction) ?? stateOf(world, sites, interaction);
    known.set(interaction, state);
    return state;
  };
  const states = grid.map(at);
  const heights = states.map((state) => ergotropyParts(state).total);
  const tops = grid
    .map((_, i) => i)
    .filter((i) => heights[i] > heights[i - 1] && heights[i] >= heights[i + 1])
    .sort((a, b) => heights[b] - heights[a]);
  const populations = states.map((state) => state.populations);
  const crossings = populatedCrossings(ringIn(world, sites), grid, populations, LEAST_POPULATION / 2);
  return {
    sites,
    at,
    states,
    low: lowCrossing(world, sites),
    tops,
    crossings: crossings.filter(isExchanging),
  };
}

/** The crossing of levels 2 and 3 at positive interactions. */
function lowCrossing(world: World, sites: number): AvoidedCrossing {
  const [crossing] = avoidedCrossings(ringIn(world, sites), 2, linspace(1.5, 3, 7));
  return crossing ?? { level: 2, at: Number.NaN, gap: Number.NaN, slope: Number.NaN, width: Number.NaN };
}

const heatOf = (state: SteadyState): number => state.bathHeat[0];

/** The minimum of the total heat current next to the low crossing, if there is one within its width. */
function dip({ at, low }: Survey): Minimum | undefined {
  const around = grid.filter((x) => Math.abs(x - low.at) <= low.width + grid[1] - grid[0]);
  const near = findMinima((x) => heatOf(at(x)), around).filter(
    (each) => Math.abs(each.at - low.at) <= low.width,
  );
  return near.sort((a, b) => Math.abs(a.at - low.at) - Math.abs(b.at - low.at))[0];
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

/** The farthest of what is found in the rings from their low crossings, in widths. */
function farthest(rings: readonly Survey[], find: (ring: Survey) => number | undefined): Measurement {
  const found = rings.map((ring) => ({ ring, at: find(ring) }));
  const missing = found.find(({ ring, at }) => at === undefined || Number.isNaN(ring.low.at));
  if (missing) return { measured: `not found with N = ${missing.ring.sites}` };
  const places = found.map(({ ring, at }) => ({ ring, at: at as number }));
  return {
    measured: Math.max(...places.map(({ ring, at }) => Math.abs(at - ring.low.at) / ring.low.width)),
    note: places
      .map(
        ({ ring, at }) => `N = ${ring.sites}: Δ = ${decimals(at)}, the crossing at ${decimals(ring.low.at)}`,
      )
      .join("; "),
  };
}

/** Ten sites are too many for every search: whether Q falls and rises again anywhere near the crossing. */
function dipOfTen(world: World): boolean {
  const { at, width } = lowCrossing(world, 10);
  const heat = linspace(0.5, 4, 8)
    .filter((x) => Math.abs(x - at) <= width)
    .map((x) => heatOf(stateOf(world, 10, x)));
  return heat.slice(1, -1).some((q, i) => q < heat[i] && q <= heat[i + 2]);
}

const wideModes = ({ at }: Survey): string[] =>
  modeRegions(at, grid)
    .filter(({ from, to }) => to - from > 0.1)
    .map(({ mode }) => mode);

const SEQUENCE = "parallel → clockwise → counterclockwise";

export const largerRingClaims: readonly Claim[] = [
  {
    id: "14a",
    title: "larger rings: more relevant avoided crossings",
    statement: "The larger the ring, the more avoided crossings matter.",
    ...common,
    quantity: `smallest growth, from one ring to the next, of the number of avoided crossings along the interaction of two levels that both hold ${LEAST_POPULATION} or more and exchange their characters at least half as much as two levels alone`,
    expected: 1,
    comparison: "at least",
    notebook: notebook("More crossings, and what they have become"),
    measure: (world) => {
      const counts = (least: number) =>
        survey(world).map(
          ({ crossings }) => crossings.filter(({ population }) => population >= least).length,
        );
      const [loose, own, strict] = [LEAST_POPULATION / 2, LEAST_POPULATION, 3 * LEAST_POPULATION].map(counts);
      return {
        measured: Math.min(...own.slice(1).map((count, i) => count - own[i])),
        note: `${own.join(", ")} with N = ${SIZES.join(", ")}; ${loose.join(", ")} if half of that population is enough, ${strict.join(", ")} if it has to be three times as much`,
      };
    },
  },
  {
    id: "14b",
    title: "larger rings: a minimum of Q next to the low crossing",
    statement: "The total heat current still dips where levels 2 and 3 nearly meet.",
    ...common,
    quantity:
      "rings of 4, 6, 8 and 10 sites with a minimum of j_T within one width of the avoided crossing of levels 2 and 3",
    expected: 4,
    comparison: "at least",
    notebook: notebook("Where exactly?"),
    measure: (world) => {
      const dips = survey(world).map((ring) => ({ sites: ring.sites, found: dip(ring) }));
      const there = dips.filter(({ found }) => found !== undefined);
      const ten = dipOfTen(world);
      const places = there.map(
        ({ sites, found }) => `at Δ = ${decimals(found?.at ?? Number.NaN)} with N = ${sites}`,
      );
      return {
        measured: there.length + (ten ? 1 : 0),
        partly: there.length === dips.length,
        note: `${places.join(", ")}${ten ? "" : "; with N = 10 there is none"}`,
      };
    },
  },
  {
    id: "14c",
    title: "larger rings: parallel, clockwise, counterclockwise",
    statement: "Growing interaction takes the heat current through the same modes.",
    ...common,
    quantity: `rings of 4, 6 and 8 sites whose modes, those narrower than 0.1 left out, are ${SEQUENCE}`,
    expected: SIZES.length,
    comparison: "at least",
    notebook: notebook("The currents of five rings"),
    measure: (world) => {
      const sequences = survey(world).map((ring) => wideModes(ring).join(" → "));
      return {
        measured: sequences.filter((each) => each === SEQUENCE).length,
        note: sequences.map((each, i) => `N = ${SIZES[i]}: ${each}`).join("; "),
      };
    },
  },
  {
    id: "14d",
    title: "larger rings: the spin current turns next to the low crossing",
    statement: "The spin current turns from clockwise to counterclockwise where levels 2 and 3 nearly meet.",
    ...common,
    quantity:
      "largest distance of the turn from the avoided crossing of levels 2 and 3, in its widths; next to: within one",
    expected: 1,
    comparison: "at most",
    notebook: notebook("Where exactly?"),
    measure: (world) => farthest(survey(world), turn),
  },
  {
    id: "14e",
    title: "larger rings: 𝓔 peaks next to the low crossing",
    statement: "The ergotropy has a peak where levels 2 and 3 nearly meet and are inverted.",
    ...common,
    quantity:
      "largest distance of that peak from the avoided crossing of levels 2 and 3, in its widths; next to: within one",
    expected: 1,
    comparison: "at most",
    notebook: notebook("Ergotropy"),
    measure: (world) => farthest(survey(world), (ring) => lowPeak(ring)?.at),
  },
  {
    id: "14f",
    title: "larger rings: the low crossing gives the larger 𝓔",
    statement: "The highest peak of the ergotropy is the one at the crossing of levels 2 and 3.",
    ...common,
    quantity: "that peak divided by the highest of the others, the smallest ratio of the rings",
    expected: 1,
    comparison: "at least",
    notebook: notebook("Ergotropy"),
    measure: (world) => {
      const pairs = survey(world).map((ring) => {
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
      const named = found.map(
        ({ sites, own, other }) =>
          `N = ${sites}: ${own.value.toPrecision(3)} at Δ = ${decimals(own.at)} against ${other.value.toPrecision(3)} at ${decimals(other.at)}`,
      );
      return {
        measured: Math.min(...found.map(({ own, other }) => own.value / other.value)),
        note: named.join("; "),
      };
    },
  },
  {
    id: "14g",
    title: "larger rings: inversion is the leading part of 𝓔",
    statement: "At its highest peak the ergotropy comes mostly from population inversion.",
    ...common,
    quantity:
      "smallest share of 𝓔 at the highest peak of a ring that survives dephasing; leading: above one half",
    expected: 0.5,
    comparison: "at least",
    notebook: notebook("Ergotropy"),
    measure: (world) => {
      const shares = survey(world).flatMap((ring) =>
        ring.tops.slice(0, 1).map((top) => {
          const { incoherent, total } = ergotropyParts(ring.at(peak(ring, top).at));
          return incoherent / total;
        }),
      );
      return { measured: shares.length === SIZES.length ? Math.min(...shares) : "a ring without a peak" };
    },
  },
  {
    id: "14h",
    title: "larger rings: no negative probability",
    statement: "The Redfield equation keeps all probabilities positive.",
    ...common,
    quantity: "smallest eigenvalue of ρ",
    expected: 0,
    comparison: "at least",
    notebook: notebook("Can we trust it?"),
    measure: (world) => {
      const smallest = survey(world).map(({ states }) =>
        Math.min(...states.map(({ certificate }) => certificate.minEigenvalue)),
      );
      return {
        measured: Math.min(...smallest),
        note: smallest.map((each, i) => `N = ${SIZES[i]}: ${each.toExponential(1)}`).join("; "),
      };
    },
  },
];
