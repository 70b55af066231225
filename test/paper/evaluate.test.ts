// The ledger stands for the paper's physics: it holds as committed, and with other physics the right claims fall.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sectorBasis, spinAt } from "../../src/model/basis";
import { bondEnergyMatrix, hamiltonian } from "../../src/model/matrices";
import { agrees, type Verdict } from "../../src/paper/claim";
import { CLAIMS, claimLine, evaluateClaims } from "../../src/paper/evaluate";
import { formatLedger, ledgerChanges, parseLedger } from "../../src/paper/ledger";
import { coupled, paperWorld, type World } from "../../src/paper/world";
import { readNotebook, sourceOf } from "../../src/runner/ipynb";
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

  test("has every claim of the paper from 1 to 17, each part once", () => {
    const numbers = ids.map((id) => Number.parseInt(id, 10));
    expect([...new Set(numbers)]).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
    expect(new Set(ids).size).toBe(ids.length);
    expect(committed.map(({ id }) => id)).toEqual(ids);
  });

  test("is written so that it can be read again", () => {
    expect(parseLedger(formatLedger(committed))).toEqual(committed);
  });

  test("says the same as its verdicts: what is replicated agrees with what is expected, and nothing else does", () => {
    for (const { id, verdict, measured, expected, limit, comparison, tolerance } of committed) {
      const [m, e] = [Number(measured), Number(limit ?? expected)];
      const holds = {
        same: measured === expected,
        within: Math.abs(m - e) <= (tolerance ?? 0),
        "at least": m >= e,
        "at most": m <= e,
      }[comparison];
      expect(holds, id).toBe(verdict === "replicated");
    }
  });

  test("marks every number of ours as a reading, and expects the paper's words", () => {
    for (const { id, expected, limit, reading } of committed) {
      if (limit === undefined) continue;
      expect(expected, id).toEqual(expect.any(String));
      expect(reading, id).toEqual(expect.any(String));
    }
    const alone = committed.filter(
      ({ limit, expected }) => limit === undefined && typeof expected === "number",
    );
    // zeros, the paper's 2.19, and counts
    expect([...new Set(alone.map(({ expected }) => expected))].sort()).toEqual([0, 1, 16, 2, 2.19, 4]);
  });

  test("hides nothing: what does not replicate to the letter has a note that says why", () => {
    const idsOf = (verdict: Verdict) =>
      committed.filter((entry) => entry.verdict === verdict).map(({ id }) => id);
    expect(idsOf("partly")).toEqual(
      ["1c", "1d", "5a", "7c", "7d", "12a", "13c"].concat(["14b", "14d", "14i", "14j", "14l"]),
    );
    expect(idsOf("not")).toEqual(["12e", "14c", "14f"]);
    expect(idsOf("open")).toEqual(["7f", "17c"]);
    expect(idsOf("not testable")).toEqual([]);
    for (const { id, verdict, note } of committed) {
      if (verdict !== "replicated") expect(note?.length, id).toBeGreaterThan(40);
    }
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
    expect(line("6b")).toMatch(/: 0\.1847\d+ \(expected close, read as ≤ 1\)$/);
    expect(line("7a")).toMatch(/^7a {3}replicated .*: 0\.00012\d+ \(expected ≥ 0\)$/);
    expect(claimLine({ ...committed[0], measured: null, verdict: "not testable" })).toBe(
      "1a   not testable  two sites make no circuit",
    );
  });
});

test("words are compared as words, numbers with the limit that stands for a word", () => {
  const claim = {
    ...CLAIMS[0],
    expected: "close",
    limit: 1,
    comparison: "at most",
    tolerance: null,
  } as const;
  expect([0.9, 1.1, "close", "no crossing"].map((measured) => agrees(claim, measured))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

describe("with other physics the claims that rest on it fall, and no others:", () => {
  // the coherences decay as fast as the levels at the crossings turn, and grow beyond their first order in γ (7b, 7c,
  // 7e); which moves the highest peaks out of the crossings (12a)
  test("rates without the 1/π of the bath correlator", () => {
    expect(fallen(withoutPi)).toEqual(not("7b", "7c", "7e", "12a"));
  });

  // the peaks of 𝓔 are then those of levels 3 and 4, each near its crossing (12a)
  test("swapped temperatures: everything that has a direction or names the inverted levels", () => {
    expect(fallen(swappedTemperatures)).toEqual({
      ...not(
        ...["4d", "5a", "5b", "5d", "6a", "6b", "7d", "9d"],
        ...["10a", "10b", "11a", "12b", "12d", "13a", "13b", "13c"],
      ),
      "12a": "replicated",
    });
  });

  // four times the energy of a pair (2a, 5b, and 5a: the figure now reaches four times as far), and a field that one
  // up spin carries around (2b); a scale of Δ four times smaller brings shifts and distances below the readings (7d, 12a)
  test("the interaction between σᶻ instead of n", () => {
    expect(fallen(pauliInteraction)).toEqual({
      ...not("2a", "2b", "5a", "5b"),
      "7d": "replicated",
      "12a": "replicated",
    });
  });

  test("mirror-symmetric fields: no steady state is the steady state, and levels truly cross", () => {
    const ofOtherRings = ["1a", "1b", "1c"];
    const structural = [...ofOtherRings, "2a", "2c"];
    const untestable = ofThePaper.map(({ id }) => id).filter((id) => !structural.includes(id));
    expect(fallen(mirrorSymmetric)).toEqual({
      ...Object.fromEntries(untestable.map((id) => [id, "not testable"])),
      ...not("7b", "7c"),
    });
    const entry = evaluateClaims(mirrorSymmetric, undefined, ofThePaper).find(({ id }) => id === "5b");
    expect(entry).toMatchObject({
      measured: null,
      note: expect.stringMatching(/not unique: the exchange of sites 2 ↔ 4/),
    });
  });

  // without coherences nothing flows through site 2 (1c), and there is no negative probability (7f)
  test("the secular approximation: everything that is said of currents inside the ring", () => {
    expect(fallen(secular)).toEqual({
      ...not("1d", "3b", "4c", "4d", "5a", "5e", "6a", "6c", "7d", "7e", "7f", "8"),
      "1c": "replicated",
      "12a": "replicated",
    });
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

test("a claim about γ asks for baths that have one, and changes nothing else about them", () => {
  const other = { ...paperWorld, baths: () => [{ site: 1, temperature: 2, spectralDensity: "0.01 w" }] };
  const claim = CLAIMS.filter(({ id }) => id === "7e");
  expect(evaluateClaims(other, undefined, claim)[0]).toMatchObject({
    verdict: "not testable",
    note: expect.stringMatching(/Ohmic baths/),
  });
  const [left] = paperWorld.baths(2, 1);
  expect(coupled(paperWorld, 10).baths(2, 1)[0]).toEqual({ ...left, coupling: 0.1 });
});
