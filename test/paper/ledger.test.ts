// What counts as a change of the ledger, and how the places that claims speak of are searched for.
import { expect, test } from "vitest";
import { linspace } from "../../src/numerics/extrema";
import type { LedgerEntry } from "../../src/paper/claim";
import { ledgerChanges } from "../../src/paper/ledger";
import { decimals, maximaOf, spread } from "../../src/paper/search";

const entry: LedgerEntry = {
  id: "5b",
  group: "currents",
  title: "least heat",
  statement: "The heat current is smallest at 2.19.",
  place: "Figure 2b",
  kind: "quantitative",
  quantity: "Δ at the minimum",
  parameters: { spinsUp: 2 },
  expected: 2.19,
  comparison: "within",
  tolerance: 0.005,
  notebook: { file: "04-current-modes.ipynb", heading: "Figure 2" },
  measured: 2.18819,
  verdict: "replicated",
};

test("a ledger does not differ from itself, nor by the last digits of another machine or a note", () => {
  expect(ledgerChanges([entry], [entry])).toEqual([]);
  expect(ledgerChanges([entry], [{ ...entry, measured: 2.1882, note: "new" }])).toEqual([]);
});

test("a changed verdict names the claim and both verdicts", () => {
  expect(ledgerChanges([entry], [{ ...entry, measured: 2.5, verdict: "not" }])).toEqual([
    'claim 5b (least heat): the verdict is "not", committed is "replicated"; measured 2.5, committed 2.18819',
  ]);
});

test("a measured value that moved is a change even with the same verdict", () => {
  expect(ledgerChanges([entry], [{ ...entry, measured: 2.189 }])).toEqual([
    "claim 5b (least heat): measured 2.189, committed 2.18819",
  ]);
  expect(ledgerChanges([{ ...entry, measured: 0 }], [{ ...entry, measured: 1e-9 }])).toHaveLength(1);
  expect(ledgerChanges([{ ...entry, measured: "a" }], [{ ...entry, measured: "b" }])).toHaveLength(1);
  expect(ledgerChanges([entry], [{ ...entry, measured: null }])).toEqual([
    "claim 5b (least heat): measured nothing, committed 2.18819",
  ]);
});

test("a changed expectation is a change", () => {
  expect(ledgerChanges([entry], [{ ...entry, tolerance: 0.5 }])).toEqual([
    "claim 5b (least heat): its description is not the committed one",
  ]);
});

test("claims that come and go are changes", () => {
  const other = { ...entry, id: "5z" };
  expect(ledgerChanges([entry], [entry, other])).toEqual(["claim 5z is not in the committed ledger"]);
  expect(ledgerChanges([entry, other], [entry])).toEqual([
    "claim 5z of the committed ledger does not exist any more",
  ]);
});

test("maxima are found off the grid, with their true height", () => {
  const [top] = maximaOf((x) => 3 - (x - 0.123) ** 2, linspace(-1, 1, 11));
  expect(top.at).toBeCloseTo(0.123, 7);
  expect(top.value).toBeCloseTo(3, 14);
});

test("numbers in notes have a true minus sign and no negative zero", () => {
  expect([decimals(-2.1297), decimals(-1e-9), decimals(2, 1)]).toEqual(["−2.130", "0.000", "2.0"]);
  expect(spread([3, -1, 2])).toBe(4);
});
