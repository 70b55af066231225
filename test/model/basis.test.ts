import { combinations } from "mathjs";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/input/guards";
import {
  exchangePartners,
  indexOfState,
  sectorBasis,
  sectorSize,
  spinAt,
  stateLabel,
} from "../../src/model/basis";

const sectors = Array.from({ length: 10 }, (_, n) => n + 1).flatMap((sites) =>
  Array.from({ length: sites + 1 }, (_, spinsUp) => [sites, spinsUp] as const),
);
const bits = (pattern: number): number => pattern.toString(2).replaceAll("0", "").length;

test("every sector up to ten sites lists the bit patterns with M bits, ascending", () => {
  for (const [sites, spinsUp] of sectors) {
    const expected = Array.from({ length: 2 ** sites }, (_, k) => k).filter((k) => bits(k) === spinsUp);
    expect(Array.from(sectorBasis(sites, spinsUp).states)).toEqual(expected);
  }
});

test("the size of a sector is the binomial coefficient, up to the largest", () => {
  for (let sites = 1; sites <= 30; sites++) {
    for (let spinsUp = 0; spinsUp <= sites; spinsUp++) {
      expect(sectorSize(sites, spinsUp)).toBe(combinations(sites, spinsUp));
    }
  }
});

test("thirty sites fit into a state", () => {
  const { states } = sectorBasis(30, 29);
  expect(states.length).toBe(30);
  expect(states[0]).toBe(2 ** 29 - 1);
  expect(states[29]).toBe(2 ** 30 - 2);
  expect(Array.from(sectorBasis(30, 30).states)).toEqual([2 ** 30 - 1]);
  expect(stateLabel(sectorBasis(30, 1), 29)).toBe(`${"↓".repeat(29)}↑`);
});

test("a state is found by its pattern, another sector's is not", () => {
  for (const [sites, spinsUp] of sectors) {
    const basis = sectorBasis(sites, spinsUp);
    for (let pattern = 0; pattern < 2 ** sites; pattern++) {
      expect(indexOfState(basis, pattern)).toBe(basis.states.indexOf(pattern));
    }
  }
});

test("site 1 is the lowest bit and stands first in the label", () => {
  const basis = sectorBasis(4, 2);
  expect(Array.from({ length: 6 }, (_, k) => stateLabel(basis, k))).toEqual([
    "↑↑↓↓",
    "↑↓↑↓",
    "↓↑↑↓",
    "↑↓↓↑",
    "↓↑↓↑",
    "↓↓↑↑",
  ]);
  expect([1, 2, 3, 4].map((site) => spinAt(basis, 1, site))).toEqual([1, -1, 1, -1]);
});

test("exchange swaps two unequal spins, keeps the others, and undoes itself", () => {
  for (const [sites, spinsUp] of sectors.filter(([n]) => n >= 2 && n <= 6)) {
    const basis = sectorBasis(sites, spinsUp);
    for (let from = 1; from <= sites; from++) {
      for (let to = 1; to <= sites; to++) {
        if (from === to) continue;
        const partners = exchangePartners(basis, from, to);
        for (let k = 0; k < basis.size; k++) {
          const label = [...stateLabel(basis, k)];
          const differ = label[from - 1] !== label[to - 1];
          [label[from - 1], label[to - 1]] = [label[to - 1], label[from - 1]];
          const reached = partners[k] < 0 ? "nothing" : stateLabel(basis, partners[k]);
          expect(reached).toBe(differ ? label.join("") : "nothing");
        }
      }
    }
  }
});

describe("a sector out of range is refused", () => {
  test.each([
    [0, 0, /^sites must be an integer from 1 to 30, got 0$/],
    [31, 1, /^sites must .* got 31$/],
    [2.5, 1, /^sites must .* got 2.5$/],
    [4, -1, /^spinsUp must be an integer from 0 to 4, got -1$/],
    [4, 5, /^spinsUp must .* got 5$/],
    [4, Number.NaN, /^spinsUp must .* got NaN$/],
  ])("sites %s, spinsUp %s", (sites, spinsUp, message) => {
    expect(() => sectorBasis(sites, spinsUp)).toThrow(InputError);
    expect(() => sectorBasis(sites, spinsUp)).toThrow(message);
  });

  test("also after another sector has been asked for", () => {
    sectorBasis(4, 2);
    expect(() => sectorBasis(3, 33)).toThrow(/^spinsUp must be an integer from 0 to 3, got 33$/);
  });
});

test("basis and partners are the same objects at every call", () => {
  const basis = sectorBasis(5, 2);
  expect(sectorBasis(5, 2)).toBe(basis);
  expect(sectorBasis(5, 3)).not.toBe(basis);
  expect(exchangePartners(basis, 2, 5)).toBe(exchangePartners(basis, 5, 2));
});
