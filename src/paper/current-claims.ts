// Claims 3 to 6: heat and spin currents of Figure 2.

import { findMinima, linspace, type Minimum, positiveRegions } from "../numerics/extrema";
import { type AvoidedCrossing, avoidedCrossings } from "../observables/crossings";
import { type HeatCurrents, heatCurrents, spinCurrents } from "../observables/currents";
import { modeRegions } from "../observables/modes";
import { densityMatrix } from "../states/state";
import type { SteadyState } from "../states/steady-state";
import type { Claim, ClaimText } from "./claim";
import { PAPER } from "./paper";
import { decimals, largest, spread } from "./search";
import { stateIn, type World } from "./world";

const { fields, temperatures, meanTemperature, coupling, cutoff } = PAPER;
const range = [-4, 4] as const;
/** the interactions of Figure 2 */
export const grid: number[] = linspace(...range, 161);

export const figure2 = (spinsUp: number | readonly number[]): ClaimText["parameters"] => ({
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
export function currentsAlong(world: World, sectors: readonly number[]): Currents[] {
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

const twoUp =
  (world: World) =>
  (interaction: number): SteadyState =>
    stateIn(world, { spinsUp: 2, interaction });
const heat = (world: World) => (interaction: number) => twoUp(world)(interaction).bathHeat[0];

/** The deepest minimum of the total heat current of the two-up sector. */
export function heatMinimum(world: World, along: readonly number[] = grid): Minimum | undefined {
  return findMinima(heat(world), along).sort((a, b) => a.value - b.value)[0];
}

/** Where the spin current of the two-up sector turns from clockwise to counterclockwise, the place nearest to `at`. */
export function turnNear(world: World, at: number, along: readonly number[] = grid): number | undefined {
  const turns = positiveRegions((interaction) => spinCurrents(twoUp(world)(interaction))[0], along)
    .map(({ to }) => to)
    .filter((to) => to < along[along.length - 1]);
  return turns.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
}

/** The crossing of levels 2 and 3 of the two-up sector with the smallest gap. */
function lowCrossing(world: World): AvoidedCrossing | undefined {
  const found = avoidedCrossings((interaction) => world.model({ spinsUp: 2, interaction }), 2, grid);
  return found.sort((a, b) => a.gap - b.gap)[0];
}

function modes(world: World, spinsUp: number): { order: string; text: string } {
  const regions = modeRegions((interaction) => stateIn(world, { spinsUp, interaction }), grid);
  return {
    order: regions.map(({ mode }) => mode).join(" → "),
    text: regions
      .map(({ from, to, mode }) => `${mode} from ${decimals(from, 4)} to ${decimals(to, 4)}`)
      .join(", "),
  };
}

/** The modes of two spins up without interaction, each with the first fields h₂, h₃ that show it. */
function modesWithoutInteraction(world: World): Map<string, string> {
  const found = new Map<string, string>();
  const sides = linspace(-4, 4, 17).filter((h2) => h2 !== 0); // without h₂ nothing breaks the mirror
  for (const h2 of sides) {
    for (const h3 of linspace(-4, 4, 17)) {
      const state = stateIn(world, { spinsUp: 2, interaction: 0, fields: [0, h2, h3, 0] });
      const { upper, lower, mode } = heatCurrents(state);
      if (largest([upper, lower]) < 1e-12) continue; // only rounding flows
      if (!found.has(mode)) found.set(mode, `${mode} at h₂ = ${decimals(h2, 1)}, h₃ = ${decimals(h3, 1)}`);
    }
  }
  return found;
}

const PAPERS_MODES = "parallel → clockwise → counterclockwise";

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
    id: "4e",
    group: "currents",
    title: "three up: ρ does not depend on Δ",
    statement: "With three spins up the steady state itself does not depend on the interaction.",
    place: "Section 4",
    quantity: "largest change of an element of ρ, in the basis of configurations, over the range of Δ",
    parameters: figure2(3),
    ...zero,
    notebook: notebook("Four sites: one sector is different", "02-minimality.ipynb"),
    measure: (world) => {
      const [first, ...others] = currentsAlong(world, [3]).map(({ state }) => {
        const { real, imag } = densityMatrix(state, "sites");
        return [...real, ...imag];
      });
      return {
        measured: Math.max(...others.map((rho) => largest(rho.map((element, i) => element - first[i])))),
      };
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
    expected: PAPERS_MODES,
    comparison: "same",
    tolerance: null,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const { order, text } = modes(world, 2);
      const passage = "clockwise → parallel → counterclockwise";
      const partly = order.replace(passage, "clockwise → counterclockwise") === PAPERS_MODES;
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
    id: "5d",
    group: "currents",
    title: "two up: sizeable changes of the heat current",
    statement: "The interaction changes the total heat current by a sizeable amount.",
    place: "Section 6, Figure 2b",
    kind: "quantitative",
    quantity: "largest j_T over smallest j_T in the range of Δ",
    parameters: figure2(2),
    expected: "sizeable",
    reading: "sizeable: by a factor of 2 or more",
    limit: 2,
    comparison: "at least",
    tolerance: null,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const along = currentsAlong(world, [2]).map(({ fromLeft }) => fromLeft);
      return { measured: Math.max(...along) / Math.min(...along, heatMinimum(world)?.value ?? Infinity) };
    },
  },
  {
    id: "5e",
    group: "currents",
    title: "all three modes occur without interaction",
    statement: "Without interaction, too, heat can flow clockwise, counterclockwise and in parallel.",
    place: "Section 6",
    kind: "qualitative",
    quantity: "modes found with two spins up and h₂, h₃ on a grid with a spacing of ½",
    parameters: { ...figure2(2), fields: "h₂ and h₃ from −4 to 4", interaction: 0 },
    expected: "clockwise, counterclockwise, parallel",
    comparison: "same",
    tolerance: null,
    notebook: notebook("Currents", "07-scorecard.ipynb"),
    measure: (world) => {
      const found = modesWithoutInteraction(world);
      return {
        measured: [...found.keys()].sort().join(", ") || "none",
        note: `for example ${[...found.values()].join("; ")}`,
      };
    },
  },
  {
    id: "6a",
    group: "currents",
    title: "two up: the spin current turns at the minimum of Q",
    statement:
      "At the minimum of the heat current the spin current turns from clockwise to counterclockwise.",
    place: "Section 4, Figure 2d",
    kind: "quantitative",
    quantity:
      "distance of the turn of j_S from the minimum of j_T, in widths of the avoided crossing of levels 2 and 3",
    parameters: figure2(2),
    expected: "together",
    reading: "together: within a tenth of the width of the crossing",
    limit: 0.1,
    comparison: "at most",
    tolerance: null,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const [minimum, crossing] = [heatMinimum(world), lowCrossing(world)];
      if (!minimum || !crossing) return { measured: "no minimum, or no crossing" };
      const turn = turnNear(world, minimum.at);
      if (turn === undefined) return { measured: "it never turns from clockwise to counterclockwise" };
      return {
        measured: Math.abs(turn - minimum.at) / crossing.width,
        note: `the turn is at Δ = ${decimals(turn, 4)}, the minimum at ${decimals(minimum.at, 4)}`,
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
      "distance of the minimum of j_T from the avoided crossing of levels 2 and 3, in units of the width over which its gap grows by √2",
    parameters: figure2(2),
    expected: "close",
    reading: "close: within one width of the crossing",
    limit: 1,
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
        note: `the paper puts the crossing near 2.19 as well, but E₃ − E₂ is smallest at Δ = ${at.toFixed(4)}: ${gap.toFixed(4)}, with a width of ${width.toFixed(3)}; the two levels hold ${((second + third) * 100).toFixed(1)} % there`,
      };
    },
  },
  {
    id: "6c",
    group: "currents",
    title: "the temperature bias induces the spin current",
    statement: "The spin current is induced by the difference of the temperatures.",
    place: "Abstract, Section 1",
    kind: "quantitative",
    quantity: "largest |j_S| at equal temperatures",
    parameters: {
      spinsUp: 2,
      fields,
      "T_L, T_R": `${meanTemperature}, ${meanTemperature}`,
      coupling,
      cutoff,
      interaction: range,
    },
    expected: 0,
    comparison: "within",
    tolerance: 1e-12,
    notebook: notebook("Figure 2"),
    measure: (world) => {
      const current = (interaction: number, bias: number): number => {
        const [left, right] = [meanTemperature + bias / 2, meanTemperature - bias / 2];
        return spinCurrents(stateIn(world, { spinsUp: 2, interaction, left, right }))[0];
      };
      const slope = current(1.7, 0.01) / 0.01;
      if (slope === 0) return { measured: "a bias induces none either" };
      return {
        measured: largest(grid.map((interaction) => current(interaction, 0))),
        note: `at Δ = 1.7 a small ΔT induces ${decimals(slope, 4)} ΔT`,
      };
    },
  },
];

function beyondTheFigure(world: World): string {
  const further = modeRegions(twoUp(world), linspace(range[1], 8, 81))[1];
  return further ? `. Beyond the figure, from Δ = ${further.from.toFixed(3)}, ${further.mode} again` : "";
}
