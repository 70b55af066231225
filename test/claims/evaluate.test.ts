// The ledger stands for the paper's physics: it holds as committed, and with other physics the right claims fall.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Verdict } from "../../src/claims/claim";
import { CLAIMS, claimLine, evaluateClaims } from "../../src/claims/evaluate";
import { formatLedger, ledgerChanges, parseLedger } from "../../src/claims/ledger";
import { paperWorld, type World } from "../../src/claims/world";
import { sectorBasis, spinAt } from "../../src/model/basis";
import { bondEnergyMatrix, hamiltonian } from "../../src/model/operators";
import { readNotebook, sourceOf } from "../../src/notebook/ipynb";
import { mirrorSymmetric, pauliInteraction, secular, swappedTemperatures, withoutPi } from "./worlds";

const committed = parseLedger(readFileSync(join(__dirname, "..", "..", "data", "claims.json"), "utf8"));
const ids = CLAIMS.map(({ id }) => id);
/** Those about the paper's own figures: the outlook is asked of its physics alone. */
const ofThePaper = CLAIMS.filter(({ group }) => group !== "outlook");

/** What becomes of the claims that do not come out as committed. */
function fallen(world: World): Record<string, Verdict> {
  const entries = evaluateClaims(world, undefined, ofThePaper);
  const changed = entries.filter((entry, i) => entry.verdict !== committed[i].verdict);
  return Object.fromEntries(changed.map(({ id, verdict }) => [id, verdict]));
}

const not = (...names: string[]): Record<string, Verdict> =>
  Object.fromEntries(names.map((id) => [id, "not" as const]));

describe("the ledger", () => {
  test("is what the paper's physics gives", () => {
    const fresh = evaluateClaims();
    expect(ledgerChanges(committed, fresh)).toEqual([]);
    expect(fresh.map(({ note }) => note)).toEqual(committed.map(({ note }) => note));
  }, 600_000); // rings of ten sites are among them

  test("has every claim of the paper from 1 to 14, each part once", () => {
    const numbers = ids.map((id) => Number.parseInt(id, 10));
    expect([...new Set(numbers)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(committed.map(({ id }) => id)).toEqual(ids);
  });

  test("is written so that it can be read again", () => {
    expect(parseLedger(formatLedger(committed))).toEqual(committed);
  });

  test("says the same as its verdicts: what is replicated agrees with what is expected", () => {
    for (const { id, verdict, measured, expected, comparison, tolerance } of committed) {
      const [m, e] = [Number(measured), Number(expected)];
      const holds = {
        same: measured === expected,
        within: Math.abs(m - e) <= (tolerance ?? 0),
        "at least": m >= e,
        "at most": m <= e,
      }[comparison];
      expect(holds, id).toBe(verdict === "replicated");
    }
  });

  test("hides nothing: what replicates only in part has a note that says why", () => {
    const partly = committed.filter(({ verdict }) => verdict === "partly");
    expect(partly.map(({ id }) => id)).toEqual(["5a", "7b", "14b"]);
    for (const { note } of partly) expect(note).toMatch(/window|weak|there is none/i);
  });

  test("sends its readers to sections that the notebooks have", () => {
    for (const { id, notebook } of CLAIMS) {
      const { cells } = readNotebook(join(__dirname, "..", "..", "notebooks", notebook.file));
      const prose = cells.filter((cell) => cell.cell_type === "markdown").map(sourceOf);
      const headings = prose.flatMap((text) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, name]) => name));
      expect(headings, `claim ${id}: ${notebook.file}`).toContain(notebook.heading);
    }
  });

  test("tells each claim as it is evaluated", () => {
    const seen: string[] = [];
    evaluateClaims(mirrorSymmetric, ({ id }, number) => seen.push(`${number} ${id}`), ofThePaper);
    expect(seen).toEqual(ofThePaper.map(({ id }, i) => `${i + 1} ${id}`));
  });

  test("puts a claim on one line, with what was found and what was expected", () => {
    const line = (id: string) => claimLine(committed.find((entry) => entry.id === id)!);
    expect(line("5b")).toBe(
      "5b   replicated    two up: least heat at Δ ≈ 2.19: 2.18819 (expected 2.19 ± 0.005)",
    );
    expect(line("7a")).toMatch(/^7a {3}replicated .*: 0\.00012\d+ \(expected ≥ 0\)$/);
    expect(claimLine({ ...committed[0], measured: null, verdict: "not testable" })).toBe(
      "1a   not testable  two sites make no circuit",
    );
  });
});

describe("with other physics the claims that rest on it fall, and no others:", () => {
  // 7b: the coherences decay as fast as the levels at the crossings turn; 12a: which moves the peaks away
  test("rates without the 1/π of the bath correlator", () => {
    expect(fallen(withoutPi)).toEqual(not("7b", "12a"));
  });

  test("swapped temperatures: everything that has a direction or names the inverted levels", () => {
    expect(fallen(swappedTemperatures)).toEqual(
      not(
        ...["4d", "5a", "5b", "6a", "6b"],
        ...["10a", "10b", "11a", "12a", "12b", "12c", "12d", "13a", "13b"],
      ),
    );
  });

  // four times the energy of a pair (2a, 5b, 6a, and 5a: the figure now reaches four times as far), and a
  // field that one up spin carries around (2b)
  test("the interaction between σᶻ instead of n", () => {
    expect(fallen(pauliInteraction)).toEqual(not("2a", "2b", "5a", "5b", "6a"));
  });

  test("mirror-symmetric fields: no steady state is the steady state, and levels truly cross", () => {
    const structural = ["1a", "1b", "2a", "2c"];
    const untestable = ofThePaper.map(({ id }) => id).filter((id) => !structural.includes(id) && id !== "7b");
    expect(fallen(mirrorSymmetric)).toEqual({
      ...Object.fromEntries(untestable.map((id) => [id, "not testable"])),
      "7b": "not",
    });
    const entry = evaluateClaims(mirrorSymmetric, undefined, ofThePaper).find(({ id }) => id === "5b");
    expect(entry).toMatchObject({
      measured: null,
      note: expect.stringMatching(/not unique: the exchange of sites 2 ↔ 4/),
    });
  });

  test("the secular approximation: everything that is said of currents inside the ring", () => {
    expect(fallen(secular)).toEqual(not("3b", "4c", "4d", "5a", "6a", "8"));
  });
});

test("σᶻσᶻ, as the perturbed world writes it, is right up to a constant, in H and in every bond energy", () => {
  for (const spinsUp of [1, 2, 3]) {
    const basis = sectorBasis(4, spinsUp);
    const [off, on] = [0, 1.3].map((interaction) => pauliInteraction.model({ spinsUp, interaction }));
    const pairs = (k: number, l: number) => 1.3 * spinAt(basis, k, l) * spinAt(basis, k, (l % 4) + 1);
    for (let k = 0; k < basis.size; k++) {
      const whole = hamiltonian(on).get(k, k) - hamiltonian(off).get(k, k);
      const sum = [1, 2, 3, 4].reduce((total, l) => total + pairs(k, l), 0);
      expect(whole - sum).toBeCloseTo(4 * 1.3, 12);
      for (const bond of [0, 1, 2, 3]) {
        const part = bondEnergyMatrix(on, bond).get(k, k) - bondEnergyMatrix(off, bond).get(k, k);
        expect(part - pairs(k, bond + 1)).toBeCloseTo(1.3, 12);
      }
    }
  }
});

test("a world is asked for the paper's parameters where a claim names no others", () => {
  const asked: number[][] = [];
  const listening: World = {
    ...paperWorld,
    baths: (left, right) => {
      asked.push([left, right]);
      return paperWorld.baths(left, right);
    },
  };
  const currents = CLAIMS.find(({ id }) => id === "3c")!;
  expect(currents.measure(listening).measured).toBeLessThan(1e-13);
  expect(new Set(asked.map(String))).toEqual(new Set(["2,1"]));
});
