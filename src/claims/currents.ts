// Claims 3 to 8: heat and spin currents of Figure 2, and what the Redfield equation is trusted with.
import { findMinima, linspace, type Minimum, positiveRegions } from "../linalg/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../observables/crossings";
import { type HeatCurrents, heatCurrents, spinCurrents } from "../observables/currents";
import { modeRegions } from "../observables/modes";
import { halvedFields, PAPER } from "../paper";
import { redfieldGenerator } from "../redfield/generator";
import { type SteadyState, steadyState } from "../redfield/steady-state";
import type { Claim, ClaimText } from "./claim";
import { decimals, spread } from "./search";
import { type Point, stateIn, type World } from "./world";

const { fields, temperatures, coupling, cutoff, fieldsOfFigure4 } = PAPER;
const range = [-4, 4] as const;
const grid = linspace(...range, 161);

const figure2 = (spinsUp: number | readonly number[]): ClaimText["parameters"] => ({
  spinsUp,
  fields,
  T_L: temperatures.left,
  T_R: temperatures.right,
  coupling,
  cutoff,
  interaction: range,
});
const notebook = (heading: string, file = "04-current-modes.ipynb"): Claim["notebook"] => ({ file, heading });
const zero = { kind: "quantitative", expected: 0, comparison: "within", tolerance: 1e-12 } as const;

interface Currents extends HeatCurrents {
  readonly spins: readonly number[];
  readonly state: SteadyState;
}

const sweeps = new WeakMap<World, Map<number, Currents[]>>();

/** What Figure 2 shows along its range in some sectors, each computed once. */
function currentsAlong(world: World, sectors: readonly number[]): Currents[] {
  const known = sweeps.get(world) ?? new Map<number, Currents[]>();
  sweeps.set(world, known);
  return sectors.flatMap((spinsUp) => {
    let rows = known.get(spinsUp);
    if (!rows) {
      rows = grid.map((interaction) => {
        const state = stateIn(world, { spinsUp, interaction });
        return { ...heatCurrents(state), spins: Array.from(spinCurrents(state)), state };
      });
      known.set(spinsUp, rows);
    }
    return rows;
  });
}

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));
const twoUp =
  (world: World) =>
  (interaction: number): SteadyState =>
    stateIn(world, { spinsUp: 2, interaction });
const heat = (world: World) => (interaction: number) => twoUp(world)(interaction).bathHeat[0];

/** The deepest minimum of the total heat current of the two-up sector. */
function heatMinimum(world: World): Minimum | undefined {
  return findMinima(heat(world), grid).sort((a, b) => a.value - b.value)[0];
}

/** The crossing of levels 2 and 3 of the two-up sector with the smallest gap. */
function lowCrossing(world: World): AvoidedCrossing | undefined {
  const found = avoidedCrossings((interaction) => world.model({ spinsUp: 2, interaction }), 2, grid);
  return found.sort((a, b) => a.gap - b.gap)[0];
}

function modes(world: World, spinsUp: number): { order: string; text: string; modes: string[] } {
  const regions = modeRegions((interaction) => stateIn(world, { spinsUp, interaction }), grid);
  const wide = regions.filter(({ from, to }) => to - from > 0.1).map(({ mode }) => mode);
  return {
    order: regions.map(({ mode }) => mode).join(" → "),
    text: regions
      .map(({ from, to, mode }) => `${mode} from ${decimals(from, 4)} to ${decimals(to, 4)}`)
      .join(", "),
    modes: wide,
  };
}

/** Every point that a figure of the paper shows, on coarse grids. */
function pointsOfFigures(): Point[] {
  const coarse = linspace(...range, 41);
  const figure2 = [2, 3].flatMap((spinsUp) => coarse.map((interaction) => ({ spinsUp, interaction })));
  const figure3 = linspace(-1, 1, 11).flatMap((bias) =>
    coarse.map((interaction) => ({
      spinsUp: 2,
      interaction,
      left: PAPER.meanTemperature + bias / 2,
      right: PAPER.meanTemperature - bias / 2,
    })),
  );
  const figure4 = fieldsOfFigure4.flatMap((h2) =>
    coarse.map((interaction) => ({ spinsUp: 2, interaction, fields: halvedFields(h2) })),
  );
  return [...figure2, ...figure3, ...figure4];
}

/** How fast the coherence of two nearly crossing levels decays, against the gap between them: the worst of Figure 4. */
function worstDecay(world: World): { ratio: number; h2: number; level: number } {
  const ratios = fieldsOfFigure4.flatMap((h2) => {
    const modelAt = (interaction: number) =>
      world.model({ spinsUp: 2, interaction, fields: halvedFields(h2) });
    return [2, 3, 4].flatMap((level) =>
      avoidedCrossings(modelAt, level, grid).map(({ at, gap }) => {
        const generator = redfieldGenerator(modelAt(at), world.baths(temperatures.left, temperatures.right));
        const { decay } = generator;
        const rate = [level - 1, level].reduce((sum, k) => sum + decay[k * generator.size + k], 0);
        return { ratio: rate / gap, h2, level };
      }),
    );
  });
  return ratios.sort((a, b) => b.ratio - a.ratio)[0];
}

export const currentClaims: readonly Claim[] = [
  {
    id: "3a",
    group: "currents",
    title: "the spin current is uniform",
    statement: "The spin current is the same on all four bonds.",
    place: "Section 4, Equation (13)",
    quantity: "largest difference of j_S between two bonds",
    parameters: figure2([2, 3]),
    ...zero,
    notebook: notebook("Checks"),
    measure: (world) => ({
      measured: Math.max(...currentsAlong(world, [2, 3]).map(({ spins }) => spread(spins))),
    }),
  },
  {
    id: "3b",
    group: "currents",
    title: "j_u − j_d is the heat from the left bath",
    statement: "What the left bath gives is the difference of the currents in the two branches.",
    place: "Section 4, Equation (12)",
    quantity: "largest |j_u − j_d − Q_L|",
    parameters: figure2([2, 3]),
    ...zero,
    notebook: notebook("Checks"),
    measure: (world) => ({
      measured: largest(
        currentsAlong(world, [2, 3]).map(({ upper, lower, fromLeft }) => upper - lower - fromLeft),
      ),
    }),
  },
  {
    id: "3c",
    group: "currents",
    title: "what one bath gives, the other takes",
    statement: "The heat from the left bath all goes into the right one.",
    place: "Section 4",
    quantity: "largest |Q_L + Q_R|",
    parameters: figure2([2, 3]),
    ...zero,
    notebook: notebook("Checks"),
    measure: (world) => ({
      measured: largest(currentsAlong(world, [2, 3]).map(({ fromLeft, fromRight }) => fromLeft + fromRight)),
    }),
  },
  {
    id: "4a",
    group: "currents",
    title: "three up: total heat current independent of Δ",
    statement: "With three spins up the total heat current does not depend on the interaction.",
    place: "Section 4, Figure 2a",
    quantity: "spread of j_T over the range of Δ",
    parameters: figure2(3),
    ...zero,
    notebook: notebook("Figure 2"),
    measure: (world) => ({ measured: spread(currentsAlong(world, [3]).map(({ fromLeft }) => fromLeft)) }),
  },
  {
    id: "4b",
    group: "currents",
    title: "three up: spin current independent of Δ",
    statement: "With three spins up the spin current does not depend on the interaction.",
    place: "Section 4, Figure 2c",
    quantity: "spread of j_S over the range of Δ",
    parameters: figure2(3),
    ...zero,
    notebook: notebook("Figure 2"),
    measure: (world) => ({ measured: spread(currentsAlong(world, [3]).map(({ spins }) => spins[0])) }),
  },
  {
    id: "4c",
    group: "currents",
    title: "three up: j_u and j_d rise linearly, in parallel",
    statement:
      "With three spins up both branch currents change linearly with the interaction, with the same slope.",
    place: "Section 4, Figure 2a",
    quantity: "largest distance of j_u and j_d from straight lines of one slope",
    parameters: figure2(3),
    ...zero,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const rows = currentsAlong(world, [3]);
      const slope = (rows[rows.length - 1].upper - rows[0].upper) / (grid[grid.length - 1] - grid[0]);
      if (Math.abs(slope) < 1e-9) return { measured: "the branch currents do not change with Δ" };
      const off = (["upper", "lower"] as const).flatMap((branch) =>
        rows.map((row, i) => row[branch] - rows[0][branch] - slope * (grid[i] - grid[0])),
      );
      return { measured: largest(off), note: `the common slope is ${slope.toPrecision(4)}` };
    },
  },
  {
    id: "4d",
    group: "currents",
    title: "three up: counterclockwise, parallel, clockwise",
    statement:
      "With three spins up, growing interaction takes the heat current from counterclockwise over parallel to clockwise.",
    place: "Section 4, Figure 2a",
    kind: "qualitative",
    quantity: "heat-current modes in the order of growing Δ",
    parameters: figure2(3),
    expected: "counterclockwise → parallel → clockwise",
    comparison: "same",
    tolerance: null,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const { order, text } = modes(world, 3);
      return { measured: order, note: text };
    },
  },
  {
    id: "5a",
    group: "currents",
    title: "two up: parallel, clockwise, counterclockwise",
    statement:
      "With two spins up, growing interaction takes the heat current from parallel over clockwise to counterclockwise.",
    place: "Section 4, Figure 2b",
    kind: "qualitative",
    quantity: "heat-current modes in the order of growing Δ",
    parameters: figure2(2),
    expected: "parallel → clockwise → counterclockwise",
    comparison: "same",
    tolerance: null,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const { order, text, modes: wide } = modes(world, 2);
      const partly = wide.join(" → ") === "parallel → clockwise → counterclockwise";
      const window =
        "The order is right, with one more region: the two branch currents turn one after the other, and in between heat flows in parallel. It cannot be otherwise, since j_u − j_d = Q_L > 0 forbids both to vanish at once; at the scale of the figure the window is a line";
      const beyond = partly ? beyondTheFigure(world) : "";
      return { measured: order, partly, note: `${partly ? `${window}. ` : ""}${text}${beyond}` };
    },
  },
  {
    id: "5b",
    group: "currents",
    title: "two up: least heat at Δ ≈ 2.19",
    statement: "With two spins up the total heat current is smallest near an interaction of 2.19.",
    place: "Section 4, Figure 2b",
    kind: "quantitative",
    quantity: "Δ at the deepest minimum of j_T",
    parameters: figure2(2),
    expected: 2.19,
    comparison: "within",
    tolerance: 0.005,
    notebook: notebook("Figure 2"),
    measure: (world) => ({ measured: heatMinimum(world)?.at ?? "no minimum" }),
  },
  {
    id: "5c",
    group: "currents",
    title: "two up: total heat current not monotonic",
    statement: "With two spins up the total heat current goes up and down with the interaction.",
    place: "Section 4, Figure 2b",
    kind: "qualitative",
    quantity: "minima of j_T inside the range of Δ",
    parameters: figure2(2),
    expected: 1,
    comparison: "at least",
    tolerance: null,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const minima = findMinima(heat(world), grid);
      return { measured: minima.length, note: `at Δ = ${minima.map(({ at }) => decimals(at)).join(", ")}` };
    },
  },
  {
    id: "6a",
    group: "currents",
    title: "two up: the spin current turns at Δ ≈ 2.19",
    statement:
      "At the minimum of the heat current the spin current turns from clockwise to counterclockwise.",
    place: "Section 4, Figure 2d",
    kind: "quantitative",
    quantity: "Δ at which j_S goes from positive to negative, nearest to 2.19",
    parameters: figure2(2),
    expected: 2.19,
    comparison: "within",
    tolerance: 0.01,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const turns = positiveRegions((interaction) => spinCurrents(twoUp(world)(interaction))[0], grid)
        .map(({ to }) => to)
        .filter((to) => to < grid[grid.length - 1]);
      const [nearest] = turns.sort((a, b) => Math.abs(a - 2.19) - Math.abs(b - 2.19));
      const minimum = heatMinimum(world);
      if (nearest === undefined || minimum === undefined)
        return { measured: "it never turns from clockwise to counterclockwise" };
      return {
        measured: nearest,
        note: `${Math.abs(nearest - minimum.at).toFixed(4)} from the minimum of j_T`,
      };
    },
  },
  {
    id: "6b",
    group: "currents",
    title: "two up: next to an avoided crossing of low levels",
    statement:
      "The turn happens close to a small avoided crossing of two low levels, which weigh enough to matter.",
    place: "Section 4",
    kind: "quantitative",
    quantity:
      "distance of the minimum of j_T from the avoided crossing of levels 2 and 3, in units of the width over which its gap grows by √2; next to: within one width",
    parameters: figure2(2),
    expected: 1,
    comparison: "at most",
    tolerance: null,
    notebook: notebook("What it does to the currents", "05-avoided-crossings.ipynb"),
    measure: (world) => {
      const [minimum, crossing] = [heatMinimum(world), lowCrossing(world)];
      if (!minimum || !crossing) return { measured: "no minimum, or no crossing" };
      const { at, gap, width } = crossing;
      const [, second, third] = twoUp(world)(at).populations;
      return {
        measured: Math.abs(minimum.at - at) / width,
        note: `E3 − E2 is smallest at Δ = ${at.toFixed(4)}: ${gap.toFixed(4)}, with a width of ${width.toFixed(3)}; the two levels hold ${((second + third) * 100).toFixed(1)} % there`,
      };
    },
  },
  {
    id: "7a",
    group: "currents",
    title: "no negative probability in any figure",
    statement: "The Redfield equation gives no negative probability for any of the parameters shown.",
    place: "Section 3",
    kind: "quantitative",
    quantity: "smallest eigenvalue of ρ at the parameters of Figures 2, 3 and 4",
    parameters: {
      spinsUp: [2, 3],
      "h₂ = 2 h₃": fieldsOfFigure4,
      "ΔT with (T_L + T_R)/2 = 1.5": [-1, 1],
      coupling,
      cutoff,
      interaction: range,
    },
    expected: 0,
    comparison: "at least",
    tolerance: null,
    notebook: notebook("How far down does positivity go?", "03-redfield.ipynb"),
    measure: (world) => ({
      measured: Math.min(
        ...pointsOfFigures().map((point) => stateIn(world, point).certificate.minEigenvalue),
      ),
    }),
  },
  {
    id: "7b",
    group: "currents",
    title: "the coupling is weak against the level distances",
    statement:
      "The coupling to the baths is small compared with the distances of the levels, at the avoided crossings too.",
    place: "Section 2",
    kind: "quantitative",
    quantity:
      "largest decay rate of the coherence between two nearly crossing levels, divided by their gap; weak: a tenth or less",
    parameters: {
      spinsUp: 2,
      "h₂ = 2 h₃": fieldsOfFigure4,
      T_L: temperatures.left,
      T_R: temperatures.right,
      coupling,
      cutoff,
    },
    expected: 0.1,
    comparison: "at most",
    tolerance: null,
    notebook: notebook("Currents", "07-scorecard.ipynb"),
    measure: (world) => {
      const worst = worstDecay(world);
      if (!(worst?.ratio < 1e9)) return { measured: "levels cross, or never come close" };
      const where = `levels ${worst.level} and ${worst.level + 1} at h₂ = ${worst.h2}`;
      return {
        measured: worst.ratio,
        partly: worst.ratio < 1,
        note: `worst for ${where}. Below 1 every crossing is resolved. Weak would be 0.1 or less: γ divided by the gap is, the rate that follows from it is not`,
      };
    },
  },
  {
    id: "8",
    group: "currents",
    title: "the secular approximation makes local currents vanish",
    statement:
      "Without the terms that the secular approximation drops, the currents inside the ring are zero.",
    place: "Section 3",
    kind: "quantitative",
    quantity: "largest |j_u|, |j_d| or |j_S| with the full secular approximation",
    parameters: figure2([2, 3]),
    expected: 0,
    comparison: "within",
    tolerance: 1e-12,
    notebook: notebook("The step the paper does not take", "03-redfield.ipynb"),
    measure: (world) => {
      const local = (states: readonly SteadyState[]) =>
        largest(
          states.flatMap((state) => {
            const { upper, lower } = heatCurrents(state);
            return [upper, lower, spinCurrents(state)[0]];
          }),
        );
      const full = currentsAlong(world, [2, 3]).map(({ state }) => state);
      const secular = full.map(({ model, baths }) => steadyState(model, baths, { secular: "full" }));
      if (local(full) < 1e-9) return { measured: "they vanish without the approximation, too" };
      const kept = Math.max(...secular.map((state) => state.bathHeat[0]));
      return {
        measured: local(secular),
        note: `the heat from the left to the right bath stays, up to ${kept.toPrecision(3)}, as if it jumped from bath to bath`,
      };
    },
  },
];

function beyondTheFigure(world: World): string {
  const further = modeRegions(twoUp(world), linspace(range[1], 8, 81))[1];
  return further ? `. Beyond the figure, from Δ = ${further.from.toFixed(3)}, ${further.mode} again` : "";
}
