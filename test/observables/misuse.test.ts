// What is handed to the functions around a steady state is checked as strictly as a model is.
import { describe, expect, test } from "vitest";
import * as library from "../../src/index";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { refusal } from "../support/refusal";

const { ohmicBath, ringModel, sectorBasis } = library;
const ring = paperModel({ spinsUp: 2, interaction: 1 });
const bath = ohmicBath({ site: 1, temperature: 2 });
const along = (interaction: number) => paperModel({ spinsUp: 2, interaction });
const stateAt = (interaction: number) => library.steadyState(along(interaction), paperBaths());
const held = [0, 1].map((x) => stateAt(x).populations);
const wrong = (value: unknown): never => value as never;

describe.each([
  ["from the largest to the smallest", [1, 0]],
  ["the same number twice", [0, 0, 1]],
  ["one number", [1]],
  ["no number", [0, Number.NaN, 2]],
  ["a hole", Object.assign(new Array(3), { 0: 0, 2: 2 })],
  ["no list", 7],
])("a grid is refused: %s", (_, grid) => {
  test.each([
    ["modeRegions", () => library.modeRegions(stateAt, wrong(grid))],
    ["inversionRegions", () => library.inversionRegions(stateAt, wrong(grid))],
    ["avoidedCrossings", () => library.avoidedCrossings(along, 1, wrong(grid))],
    ["populatedCrossings", () => library.populatedCrossings(along, wrong(grid), held, 0.01)],
  ])("%s", (_, act) => {
    expect(refusal(act)).toContain("grid");
  });
});

test.each<[string, () => unknown, string]>([
  [
    "a state of the basis",
    () => library.stateLabel(sectorBasis(4, 2), 6),
    "k must be an integer from 0 to 5",
  ],
  ["a number of sites", () => library.sectorSize(1e308, 1), "sites must be an integer from 1 to 30"],
  ["a number of spins", () => library.sectorSize(4, 1e308), "spinsUp must be an integer from 0 to 4"],
  ["a site", () => library.bathOperator(ring, 5), "site must be an integer from 1 to 4"],
  ["a bond", () => library.bondEnergyMatrix(ring, 4), "bond must be an integer from 0 to 3"],
  [
    "the bond of a current",
    () => library.spinCurrentOperator(ring, -1),
    "bond must be an integer from 0 to 3",
  ],
  [
    "a field",
    () => library.hamiltonian({ ...ring, fields: [0, Number.NaN, 0, 0] }),
    "fields.2 must be a finite",
  ],
  ["a field of levels", () => library.levels({ ...ring, fields: wrong([0, "1", 0, 0]) }), "fields.2 must be"],
  [
    "sites of the paper",
    () => paperModel({ sites: 2.5, spinsUp: 1, interaction: 0 }),
    "sites must be an integer",
  ],
  ["the fields of a ring", () => ringModel({ sites: 4, spinsUp: 2, fields: wrong(3) }), "fields must"],
  ["no bath", () => library.transitionRate(wrong(undefined)), "bath must be an object, got nothing"],
  ["an energy", () => library.transitionRate(bath)(Number.NaN), "energy must be a number, got NaN"],
  ["an energy of slopes", () => library.rateSlopes(bath).temperature(Number.NaN), "energy must be a number"],
  ["a cold bath", () => library.rateSlopes({ ...bath, temperature: -1 }), "bath.temperature must be"],
  ["a bath's cutoff", () => library.bathCorrelation({ ...bath, cutoff: 0 }, 1), "bath.cutoff must be"],
  ["a bath's shift", () => library.levelShift({ ...bath, coupling: Number.NaN }), "bath.coupling must be"],
  [
    "populations of another sector",
    () => library.populatedCrossings(along, [0, 1], [held[0], held[1].slice(0, 3)], 0.01),
    "populations.2 must be a list of 6 numbers, got 3 of them",
  ],
])("%s that is not there is refused", (_, act, complaint) => {
  expect(refusal(act)).toContain(complaint);
});
