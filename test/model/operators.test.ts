import type { Matrix as FullMatrix } from "mathjs";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/input/guards";
import {
  bathOperator,
  bondEnergyMatrix,
  hamiltonian,
  heatCurrentOperator,
  spinCurrentOperator,
  toMatrix,
} from "../../src/model/matrices";
import { type Bond, ringModel, type SpinModel, spinModel } from "../../src/model/model";
import { bondsThrough, heatThroughSites } from "../../src/model/operators";
import { expectClose, largest } from "../support/close";
import {
  commutator,
  fullBondEnergy,
  fullHamiltonian,
  fullSpinCurrent,
  iTimes,
  leak,
  pauli,
  project,
  sum,
  times,
} from "../support/full-space";
import { forAll, graphModel } from "../support/random";

/** A real operator, or i times the antisymmetric one that src keeps, against the one of the full space. */
function expectOperator(
  mine: Matrix,
  full: FullMatrix,
  model: SpinModel,
  part: "real" | "imag" = "real",
): void {
  const block = project(full, model.spinsUp);
  expectClose(mine.to1DArray(), block[part], 1e-13, "operator");
  expect(largest(block[part === "real" ? "imag" : "real"])).toBeLessThan(1e-13);
  expect(leak(full, model.spinsUp)).toBeLessThan(1e-13);
}

const bond = (from: number, to: number, exchange = 1, interaction = 0): Bond => ({
  from,
  to,
  exchange,
  interaction,
});
const edge = (...pairs: [number, number][]): Bond[] =>
  pairs.map(([from, to], i) => bond(from, to, 0.5 + 0.3 * i, 1 - 0.7 * i));

const named: [string, SpinModel][] = [
  ["two sites", ringModel({ sites: 2, spinsUp: 1, exchange: 0.7, interaction: 2, fields: [0.3, -1.1] })],
  [
    "the three-site ring",
    ringModel({ sites: 3, spinsUp: 2, exchange: -1.3, interaction: 1, fields: [0.3, -1, 2] }),
  ],
  ["the paper's ring", ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] })],
  [
    "two triangles that share a bond",
    spinModel({
      sites: 4,
      spinsUp: 2,
      bonds: edge([1, 2], [2, 3], [3, 1], [2, 4], [4, 3]),
      fields: [1, -2, 0.5, 3],
    }),
  ],
  ["a star", spinModel({ sites: 4, spinsUp: 1, bonds: edge([1, 2], [1, 3], [1, 4]), fields: [1, 2, 3, 4] })],
  [
    "a ladder",
    spinModel({
      sites: 6,
      spinsUp: 3,
      bonds: edge([1, 2], [2, 3], [4, 5], [5, 6], [1, 4], [2, 5], [3, 6]),
      fields: [1, -1, 2, 0.5, 0.2, -3],
    }),
  ],
];

describe.each(named)("on %s", (_, model) => {
  const indices = model.bonds.map((_, i) => i);

  test("H, bond energies, spin currents and bath operators are those of the Pauli matrices", () => {
    expectOperator(hamiltonian(model), fullHamiltonian(model), model);
    for (const i of indices) {
      expectOperator(bondEnergyMatrix(model, i), fullBondEnergy(model, i), model);
      expectOperator(spinCurrentOperator(model, i), fullSpinCurrent(model, i), model, "imag");
    }
    for (let site = 1; site <= model.sites; site++) {
      expectOperator(bathOperator(model, site), pauli("z", site, model.sites), model);
    }
  });

  test("the bond energies add up to H", () => {
    const total = indices.map((i) => bondEnergyMatrix(model, i)).reduce((a, b) => a.add(b));
    expectClose(total.to1DArray(), hamiltonian(model).to1DArray(), 1e-14);
  });

  test("i[H, n_l] is what the spin currents bring to site l minus what they take away", () => {
    for (let site = 1; site <= model.sites; site++) {
      const change = iTimes(commutator(fullHamiltonian(model), pauli("n", site, model.sites)));
      const flows = Matrix.zeros(...shape(model));
      model.bonds.forEach(({ from, to }, i) => {
        if (to === site) flows.add(spinCurrentOperator(model, i));
        if (from === site) flows.sub(spinCurrentOperator(model, i));
      });
      expectOperator(flows, change, model, "imag");
    }
  });

  test("i[H, h_b] is the heat that flows into bond b from all others", () => {
    for (const b of indices) {
      const change = iTimes(commutator(fullHamiltonian(model), fullBondEnergy(model, b)));
      const own = bondEnergyMatrix(model, b);
      const flows = Matrix.zeros(...shape(model));
      for (const a of indices) {
        const other = bondEnergyMatrix(model, a);
        flows.add(other.mmul(own).sub(own.mmul(other)));
      }
      expectOperator(flows, change, model, "imag");
    }
  });
});

const shape = (model: SpinModel): [number, number] => {
  const { rows } = hamiltonian(model);
  return [rows, rows];
};

test("random graphs with random couplings have the operators of the Pauli matrices", () => {
  forAll(graphModel([2, 4]), 25, (model) => {
    expectOperator(hamiltonian(model), fullHamiltonian(model), model);
    expectOperator(
      model.bonds.map((_, i) => bondEnergyMatrix(model, i)).reduce((a, b) => a.add(b)),
      fullHamiltonian(model),
      model,
    );
    const last = model.bonds.length - 1;
    expectOperator(bondEnergyMatrix(model, last), fullBondEnergy(model, last), model);
    expectOperator(spinCurrentOperator(model, last), fullSpinCurrent(model, last), model, "imag");
  });
});

test.each([3, 4])(
  "the heat current through a site of a ring of %i is i[h before, h after], clockwise",
  (sites) => {
    const fields = [0.4, 2, 1, -0.6].slice(0, sites);
    for (let spinsUp = 0; spinsUp <= sites; spinsUp++) {
      const model = ringModel({ sites, spinsUp, exchange: 0.8, interaction: 1.7, fields });
      for (let site = 1; site <= sites; site++) {
        const before = fullBondEnergy(model, (site + sites - 2) % sites);
        const after = fullBondEnergy(model, site - 1);
        expectOperator(heatCurrentOperator(model, site), iTimes(commutator(before, after)), model, "imag");
      }
    }
  },
);

test("on a ring dh_{l,l+1}/dt is the heat current through l minus the one through l + 1", () => {
  const model = ringModel({
    sites: 4,
    spinsUp: 2,
    exchange: 1.2,
    interaction: -0.7,
    fields: [0.4, 2, 1, -0.6],
  });
  for (let l = 1; l <= 4; l++) {
    const change = iTimes(commutator(fullHamiltonian(model), fullBondEnergy(model, l - 1)));
    const flows = heatCurrentOperator(model, l).sub(heatCurrentOperator(model, (l % 4) + 1));
    expectOperator(flows, change, model, "imag");
  }
});

test("the full-space operators themselves obey the Pauli algebra", () => {
  const [x, y, z] = (["x", "y", "z"] as const).map((axis) => pauli(axis, 2, 3));
  // [σˣ, σʸ] = 2iσᶻ, and n = (1 + σᶻ)/2
  const difference = sum(commutator(x, y), times(-1, iTimes(times(2, z))));
  for (let m = 0; m <= 3; m++) {
    const { real, imag } = project(difference, m);
    expect(Math.max(largest(real), largest(imag))).toBe(0);
  }
  const n = sum(pauli("n", 2, 3), times(-0.5, z));
  expect(project(n, 1).real).toEqual([0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5]);
});

test("a bond written the other way round has the same energy and the opposite current", () => {
  const make = (from: number, to: number) =>
    spinModel({ sites: 3, spinsUp: 1, bonds: [bond(from, to, 0.7, 2), bond(2, 3)], fields: [1, 2, 3] });
  const [there, back] = [make(1, 2), make(2, 1)];
  expect(bondEnergyMatrix(back, 0).to2DArray()).toEqual(bondEnergyMatrix(there, 0).to2DArray());
  expectClose(spinCurrentOperator(back, 0).to1DArray(), spinCurrentOperator(there, 0).mul(-1).to1DArray(), 0);
});

test("what carries heat from bond to bond has the commutator of their energies, −2[h_a, h_b]", () => {
  forAll(graphModel([2, 4]), 25, (model) => {
    const commutators: Matrix[] = [];
    for (let site = 1; site <= model.sites; site++) {
      const meeting = model.bonds.flatMap(({ from, to }, i) => (from === site || to === site ? [i] : []));
      meeting.forEach((i, at) => {
        for (const j of meeting.slice(at + 1)) {
          const [a, b] = [bondEnergyMatrix(model, i), bondEnergyMatrix(model, j)];
          commutators.push(a.mmul(b).sub(b.mmul(a)).mul(-2));
        }
      });
    }
    const mine = Array.from(heatThroughSites(model), ({ real }) => toMatrix(real));
    expect(mine).toHaveLength(commutators.length);
    commutators.forEach((expected, i) => {
      expectClose(mine[i].clone().sub(mine[i].transpose()).to1DArray(), expected.to1DArray(), 1e-12);
    });
  });
});

test("a current through a site needs two bonds there", () => {
  const star = named[4][1];
  expect(() => heatCurrentOperator(star, 1)).toThrow(InputError);
  expect(() => heatCurrentOperator(star, 1)).toThrow(
    /^a current through site 1 needs exactly two bonds there, it has 3/,
  );
  expect(() => heatCurrentOperator(star, 2)).toThrow(/it has 1/);
  expect(() => heatCurrentOperator(star, 9)).toThrow(InputError);
});

test("the bonds through a site of a ring come in clockwise order", () => {
  const ring = ringModel({ sites: 4, spinsUp: 2 });
  expect([1, 2, 3, 4].map((site) => bondsThrough(ring, site))).toEqual([
    [3, 0],
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});
