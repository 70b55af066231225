import { expect, test } from "vitest";
import { isRing, ringModel, spinModel } from "../../src/model/model";

test("a ring joins every site to the next and the last to the first, all bonds alike", () => {
  const { bonds } = ringModel({ sites: 5, spinsUp: 2, exchange: 0.7, interaction: -3 });
  expect(bonds.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 1],
  ]);
  expect(new Set(bonds.map(({ exchange, interaction }) => `${exchange} ${interaction}`))).toEqual(
    new Set(["0.7 -3"]),
  );
});

test("two sites make one bond", () => {
  expect(ringModel({ sites: 2, spinsUp: 1 }).bonds).toEqual([
    { from: 1, to: 2, exchange: 1, interaction: 0 },
  ]);
});

test("exchange is 1, interaction and fields are 0 unless given", () => {
  const model = ringModel({ sites: 3, spinsUp: 1 });
  expect(model.bonds.every((b) => b.exchange === 1 && b.interaction === 0)).toBe(true);
  expect(model.fields).toEqual([0, 0, 0]);
});

test("a model is plain data: it survives JSON and stays the model it was", () => {
  const model = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
  expect(spinModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
});

test("changing the list of fields afterwards does not change the model", () => {
  const fields = [0, 2, 1, 0];
  const model = ringModel({ sites: 4, spinsUp: 2, fields });
  fields[1] = 9;
  expect(model.fields).toEqual([0, 2, 1, 0]);
});

test("clockwise has a meaning on rings of three and more sites, not on a bond, a chain or a star", () => {
  const bond = (from: number, to: number) => ({ from, to, exchange: 1, interaction: 0 });
  const graph = (...bonds: ReturnType<typeof bond>[]) => spinModel({ sites: 4, spinsUp: 1, bonds });
  expect(isRing(ringModel({ sites: 3, spinsUp: 1 }))).toBe(true);
  expect(isRing(ringModel({ sites: 9, spinsUp: 1 }))).toBe(true);
  expect(isRing(ringModel({ sites: 2, spinsUp: 1 }))).toBe(false);
  expect(isRing(graph(bond(1, 2), bond(2, 3), bond(3, 4)))).toBe(false);
  expect(isRing(graph(bond(1, 2), bond(1, 3), bond(1, 4)))).toBe(false);
  expect(isRing(graph(bond(1, 2), bond(2, 3), bond(3, 4), bond(4, 2)))).toBe(false);
  expect(isRing(graph(bond(1, 2), bond(2, 3), bond(4, 3), bond(4, 1)))).toBe(false);
  expect(isRing(graph(bond(1, 2), bond(2, 3), bond(3, 4), bond(4, 1)))).toBe(true);
});
