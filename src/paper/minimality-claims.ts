// Claims 1 and 2: why four sites with two spins up are the smallest ring in which the interaction matters.

import { sectorBasis, stateLabel } from "../model/basis";
import { hamiltonianArray } from "../model/operators";
import { linspace } from "../numerics/extrema";
import { heatCurrents, siteHeatCurrent, spinCurrents } from "../observables/currents";
import { type SteadyState, steadyState } from "../states/steady-state";
import type { Claim } from "./claim";
import { PAPER } from "./paper";
import { decimals, largest, spread } from "./search";
import { stateIn, type World } from "./world";

const { fields, temperatures, coupling, cutoff } = PAPER;
const between = { T_L: temperatures.left, T_R: temperatures.right, coupling, cutoff };
const notebook = (heading: string): Claim["notebook"] => ({ file: "02-minimality.ipynb", heading });
const exact = { kind: "quantitative", comparison: "within", tolerance: 1e-12 } as const;

/** What Δ adds to the energy of each configuration of a sector, in units of Δ. */
function interactionEnergies(world: World, sites: number, spinsUp: number): Map<string, number> {
  const [off, on] = [0, 1].map((interaction) =>
    hamiltonianArray(world.model({ sites, spinsUp, interaction })),
  );
  const basis = sectorBasis(sites, spinsUp);
  return new Map(
    Array.from(basis.states, (_, k) => {
      const place = k * (basis.size + 1);
      return [stateLabel(basis, k), on[place] - off[place]] as const;
    }),
  );
}

/** The largest spread of the interaction energy within any of the given sectors. */
const spreadWithin = (world: World, sites: number, sectors: readonly number[]): number =>
  Math.max(...sectors.map((up) => spread([...interactionEnergies(world, sites, up).values()])));

/** Two sites with a field each, one spin up, and a bath at either. */
function pairState(world: World, interaction: number): SteadyState {
  const [left, right] = world.baths(temperatures.left, temperatures.right);
  const model = world.model({ sites: 2, spinsUp: 1, interaction, fields: fields.slice(1, 3) });
  return steadyState(model, [left, { ...right, site: 2 }], world.options);
}

/** Three sites with the fields of the paper, along the interaction. */
const triangle = (world: World, spinsUp: number): SteadyState[] =>
  [-2, 0, 2].map((interaction) =>
    stateIn(world, { sites: 3, spinsUp, interaction, fields: fields.slice(0, 3) }),
  );

export const minimalityClaims: readonly Claim[] = [
  {
    id: "1a",
    group: "minimality",
    title: "two sites make no circuit",
    statement: "Two spins cannot form a closed circuit, so no current goes round.",
    place: "Section 2, Minimality of the Model",
    quantity: "largest |j_S| of the steady state of two sites, a bath at each",
    parameters: { sites: 2, spinsUp: 1, fields: fields.slice(1, 3), ...between, interaction: [-4, 4] },
    expected: 0,
    ...exact,
    notebook: notebook("Two sites: no circuit"),
    measure: (world) => {
      const states = [-4, 0, 4].map((interaction) => pairState(world, interaction));
      const heat = Math.min(...states.map((state) => state.bathHeat[0]));
      return {
        measured: largest(states.map((state) => spinCurrents(state)[0])),
        note: `heat flows nevertheless: ${decimals(heat, 4)} from bath to bath`,
      };
    },
  },
  {
    id: "1b",
    group: "minimality",
    title: "three sites: Δ is a constant in every sector",
    statement: "On three sites the interaction energy is the same for all configurations of a sector.",
    place: "Section 2, Minimality of the Model",
    quantity: "largest spread of the interaction energy within a sector, in units of Δ",
    parameters: { sites: 3, spinsUp: [0, 1, 2, 3] },
    expected: 0,
    ...exact,
    notebook: notebook("Three sites: a circuit that ignores Δ"),
    measure: (world) => ({ measured: spreadWithin(world, 3, [0, 1, 2, 3]) }),
  },
  {
    id: "1c",
    group: "minimality",
    title: "three sites: Δ has no effect",
    statement: "On three sites the interaction shifts all energies alike, and so has no effect.",
    place: "Section 2, Minimality of the Model",
    quantity: "largest change with Δ of Q, j_S and the heat current through site 2",
    parameters: {
      sites: 3,
      spinsUp: [1, 2],
      fields: fields.slice(0, 3),
      ...between,
      interaction: [-2, 0, 2],
    },
    expected: 0,
    ...exact,
    notebook: notebook("Three sites: a circuit that ignores Δ"),
    measure: (world) => {
      const rings = [1, 2].map((spinsUp) => triangle(world, spinsUp));
      const changes = (of: (state: SteadyState) => number) => rings.map((states) => spread(states.map(of)));
      const fixed = largest([
        ...changes((state) => state.bathHeat[0]),
        ...changes((state) => spinCurrents(state)[0]),
      ]);
      const branch = changes((state) => siteHeatCurrent(state, 2));
      const places = rings[1].map((state) => decimals(siteHeatCurrent(state, 2), 4));
      return {
        measured: Math.max(fixed, ...branch),
        partly: fixed < 1e-12,
        note: `Q and j_S do not move. But with two spins up these carry Δ around: the heat current through site 2 is ${places.join(", ")} at Δ = −2, 0, 2`,
      };
    },
  },
  {
    id: "1d",
    group: "minimality",
    title: "currents need two different fields on neighbours",
    statement:
      "For a current inside the ring its reflections and rotations must be broken, and different fields on two neighbouring sites are the least that does it.",
    place: "Section 2",
    quantity: "smallest |j_S| with less than that: a field on site 2 alone, or equal ones on sites 2 and 3",
    parameters: { sites: 4, spinsUp: 2, "h₂, h₃": "2, 0 and 2, 2", ...between, interaction: 1 },
    expected: 0,
    ...exact,
    notebook: { file: "01-model.ipynb", heading: "The first steady state" },
    measure: (world) => {
      const current = (h2: number, h3: number): number =>
        Math.abs(spinCurrents(stateIn(world, { spinsUp: 2, interaction: 1, fields: [0, h2, h3, 0] }))[0]);
      const [one, equal, different] = [current(2, 0), current(2, 2), current(2, 1)];
      if (different < 1e-9) return { measured: "no current with different fields either" };
      return {
        measured: Math.min(one, equal),
        partly: true,
        note: `different fields, 2 and 1, give ${decimals(different, 4)}; but 2 and 0 give ${decimals(one, 4)}, and 2 and 2 give ${decimals(equal, 4)}. Only the mirror that exchanges sites 2 and 4 and leaves both baths in place must go: h₂ ≠ h₄`,
      };
    },
  },
  {
    id: "2a",
    group: "minimality",
    title: "four sites, two up: neighbours cost Δ more",
    statement:
      "On four sites with two spins up, neighbouring up spins and alternating ones differ in interaction energy: one neighbouring pair against none.",
    place: "Section 2, Minimality of the Model; Equation (1)",
    quantity: "interaction energy of ↑↑↓↓ minus that of ↑↓↑↓, in units of Δ",
    parameters: { sites: 4, spinsUp: 2 },
    expected: 1,
    ...exact,
    notebook: notebook("Four sites: one sector is different"),
    measure: (world) => {
      const energies = interactionEnergies(world, 4, 2);
      return { measured: energies.get("↑↑↓↓")! - energies.get("↑↓↑↓")! };
    },
  },
  {
    id: "2b",
    group: "minimality",
    title: "one up: Δ does nothing",
    statement: "With at most one spin up the interaction plays no part, in any of the four currents.",
    place: "Section 4",
    quantity: "largest change of j_u, j_d, j_T and j_S with Δ",
    parameters: { sites: 4, spinsUp: 1, interaction: [-4, 4] },
    expected: 0,
    ...exact,
    notebook: notebook("Four sites: one sector is different"),
    measure: (world) => {
      const rows = linspace(-4, 4, 17).map((interaction) => {
        const state = stateIn(world, { spinsUp: 1, interaction });
        const { upper, lower, fromLeft } = heatCurrents(state);
        return [upper, lower, fromLeft, spinCurrents(state)[0]];
      });
      return { measured: Math.max(...rows[0].map((_, c) => spread(rows.map((row) => row[c])))) };
    },
  },
  {
    id: "2c",
    group: "minimality",
    title: "three or four up: Δ is a uniform shift",
    statement: "With three or four of four spins up the interaction shifts all configurations alike.",
    place: "Section 4",
    quantity: "largest spread of the interaction energy within the sector, in units of Δ",
    parameters: { sites: 4, spinsUp: [3, 4] },
    expected: 0,
    ...exact,
    notebook: notebook("Four sites: one sector is different"),
    measure: (world) => ({ measured: spreadWithin(world, 4, [3, 4]) }),
  },
];
