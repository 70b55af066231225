// Claims 1 and 2: why four sites with two spins up are the smallest ring in which the interaction matters.
import { linspace } from "../linalg/extrema";
import { sectorBasis, stateLabel } from "../model/basis";
import { hamiltonian } from "../model/operators";
import { heatCurrents, spinCurrents } from "../observables/currents";
import type { Claim } from "./claim";
import { spread } from "./search";
import { stateIn, type World } from "./world";

const notebook = (heading: string): Claim["notebook"] => ({ file: "02-minimality.ipynb", heading });
const exact = { kind: "quantitative", comparison: "within", tolerance: 1e-12 } as const;

/** What Δ adds to the energy of each configuration of a sector, in units of Δ. */
function interactionEnergies(world: World, sites: number, spinsUp: number): Map<string, number> {
  const [off, on] = [0, 1].map((interaction) => hamiltonian(world.model({ sites, spinsUp, interaction })));
  const basis = sectorBasis(sites, spinsUp);
  return new Map(
    Array.from(basis.states, (_, k) => [stateLabel(basis, k), on.get(k, k) - off.get(k, k)] as const),
  );
}

/** The largest spread of the interaction energy within any of the given sectors. */
const spreadWithin = (world: World, sites: number, sectors: readonly number[]): number =>
  Math.max(...sectors.map((up) => spread([...interactionEnergies(world, sites, up).values()])));

export const minimalityClaims: readonly Claim[] = [
  {
    id: "1a",
    group: "minimality",
    title: "two sites make no circuit",
    statement: "Two spins cannot form a closed circuit.",
    place: "Section 2, Minimality of the Model",
    quantity: "independent closed loops of bonds, bonds − sites + 1",
    parameters: { sites: 2 },
    expected: 0,
    ...exact,
    tolerance: 0,
    notebook: notebook("Two sites: no circuit"),
    measure: (world) => {
      const { bonds, sites } = world.model({ sites: 2, spinsUp: 1, interaction: 1 });
      return { measured: bonds.length - sites + 1 };
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
