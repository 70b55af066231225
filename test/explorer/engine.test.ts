// The engine of the explorer, without a page around it: points, curves, bands and the table to take away.
import { describe, expect, test } from "vitest";
import {
  beyondBands,
  inversionBands,
  modeBands,
  refusedBands,
  strongBands,
} from "../../src/book/explorer/bands";
import { curvesCsv } from "../../src/book/explorer/curve-csv";
import {
  type Curves,
  gridInteraction,
  joinParts,
  POINTS,
  solvePart,
  stretches,
} from "../../src/book/explorer/curves";
import { curveNotes, panelText, pictures } from "../../src/book/explorer/panels";
import { DEFAULTS, type Parameters } from "../../src/book/explorer/parameters";
import { solvePoint } from "../../src/book/explorer/point";
import { milliText, pointText, sectorText } from "../../src/book/explorer/readings";
import { inversionRegions } from "../../src/observables/inversion";
import { modeRegions } from "../../src/observables/modes";
import { paperBaths, paperModel } from "../../src/paper/paper";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";

const at = (changes: Partial<Parameters>): Parameters => ({ ...DEFAULTS, ...changes });

const curvesOf = (parameters: Parameters): Curves =>
  joinParts(
    parameters,
    stretches(3).map(([from, to]) => solvePart(parameters, from, to)),
  );

const libraryAt = ({ delta, h2, h3, flux, tl, tr, gamma, up }: Parameters) =>
  solve({
    sites: 4,
    spinsUp: up,
    interaction: delta,
    fields: [0, h2, h3, 0],
    flux,
    baths: [
      { site: 1, temperature: tl, coupling: gamma, cutoff: 10 },
      { site: 3, temperature: tr, coupling: gamma, cutoff: 10 },
    ],
  });

describe("a point", () => {
  test.each([
    ["of the paper", at({ delta: 2.19 })],
    ["with three up", at({ up: 3, delta: -1.3 })],
    ["with one up and odd parameters", at({ up: 1, h2: -0.7, h3: 2.35, tl: 0.4, tr: 3, gamma: 0.3 })],
    ["at T = 0", at({ tl: 0, tr: 1.5 })],
    ["with a flux", at({ delta: 2.19, flux: -0.4 })],
  ])("%s is what the library says", (_, parameters) => {
    const { energies, observed } = solvePoint(parameters);
    const expected = libraryAt(parameters);
    expect(Array.from(energies)).toEqual(expected.energies);
    expect(observed?.heatUpper).toBe(expected.heatCurrents[2]);
    expect(observed?.heatLower).toBe(expected.heatCurrents[4]);
    expect(observed?.heatFromLeft).toBe(expected.bathHeat[0]);
    expect(observed?.spinCurrent).toBe(expected.spinCurrents[0]);
    expect(observed?.ergotropy).toBe(expected.ergotropy);
    expect(Array.from(observed?.populations ?? [])).toEqual(expected.populations);
    expect(observed?.certificate).toEqual(expected.certificate);
  });

  test("without a unique steady state says why and keeps its levels", () => {
    const { energies, observed, refusal } = solvePoint(at({ h2: 0 }));
    expect(observed).toBeUndefined();
    expect(refusal).toMatch(/not unique: the exchange of sites 2 ↔ 4/);
    expect(energies.length).toBe(6);
    expect(pointText(at({ h2: 0 }), { energies, refusal })).toMatch(
      /Δ = 1 J: the steady state is not unique/,
    );
  });

  test("with coupling 0 has no steady state either", () => {
    expect(solvePoint(at({ gamma: 0 })).refusal).toMatch(/coupling 0/);
  });

  test("with a negative probability carries the warning into its words", () => {
    const parameters = at({ gamma: 1, delta: -3.5 });
    expect(pointText(parameters, solvePoint(parameters))).toMatch(/Warning: negative probability/);
  });

  test.each([
    [{ up: 0 }, /single state/],
    [{ up: 4 }, /single state/],
    [{ tl: 1, tr: 1 }, /equilibrium/],
    [{ tl: 0.002, tr: 0.001 }, /too cold/],
  ])("where nothing flows (%o) says why", (changes, reason) => {
    const parameters = at(changes);
    const observed = solvePoint(parameters).observed!;
    expect(sectorText(parameters, observed)).toMatch(reason);
    expect(observed.mode).toBe("none");
    for (const current of [
      observed.heatUpper,
      observed.heatLower,
      observed.heatFromLeft,
      observed.spinCurrent,
    ]) {
      expect(current).toBe(0);
    }
  });

  test("where next to nothing flows shows it, digit by digit, and which way round", () => {
    const gap = (tl: number): number => {
      const { observed, energies } = solvePoint(at({ tl, tr: 0.01 }));
      const { heatUpper = 0, mode } = observed ?? {};
      expect(mode).toBe("clockwise");
      expect(milliText(heatUpper)).toMatch(/^\d\.\d{3} × 10⁻[⁰¹²³⁴-⁹]+$/);
      return -tl * Math.log(heatUpper) - (energies[1] - energies[0]);
    };
    // j ∝ exp(−gap/T): T ln j tends to the gap of the lowest level
    const [warm, cold] = [gap(0.06), gap(0.03)];
    expect(Math.abs(cold)).toBeLessThan(0.6 * Math.abs(warm));
    expect(Math.abs(cold)).toBeLessThan(0.2);
  });

  test("with a flux between equal baths says what goes round", () => {
    const parameters = at({ tl: 1, tr: 1, flux: 1.5 });
    const observed = solvePoint(parameters).observed!;
    expect(observed.mode).toBe("clockwise");
    expect(sectorText(parameters, observed)).toMatch(/give no heat.*equilibrium/);
    expect(Math.abs(observed.heatFromLeft)).toBeLessThan(1e-15);
  });

  test("in a sector in which the interaction has little to say tells that, and with two up nothing", () => {
    const text = (up: number) => sectorText(at({ up }), solvePoint(at({ up })).observed!);
    expect(text(1)).toMatch(/interaction does nothing/);
    expect(text(2)).toBeUndefined();
    expect(text(3)).toMatch(/shifts all energies alike/);
  });
});

describe("the curves", () => {
  const parameters = at({ delta: 0.5 });
  const curves = curvesOf(parameters);

  test("are the points one after the other, however the grid is cut", () => {
    expect(stretches(3).flat()).toEqual([0, 134, 134, 267, 267, POINTS]);
    for (const i of [0, 133, 134, 266, 267, 309, POINTS - 1]) {
      const { energies, observed } = solvePoint({ ...parameters, delta: gridInteraction(i) });
      expect(curves.interactions[i]).toBe(gridInteraction(i));
      expect(curves.column.heatUpper[i]).toBe(observed?.heatUpper);
      expect(curves.column.spinCurrent[i]).toBe(observed?.spinCurrent);
      expect(curves.column.coherent[i]).toBe(observed?.coherent);
      expect(curves.energies.map((energy) => energy[i])).toEqual(Array.from(energies));
      expect(curves.populations.map((p) => p[i])).toEqual(Array.from(observed?.populations ?? []));
      expect(curves.modes[i]).toBe(observed?.mode);
    }
  });

  test("have the modes of the library, their edges to less than a pixel", () => {
    const stateAt = (interaction: number) =>
      steadyState(paperModel({ spinsUp: 2, interaction }), paperBaths());
    const exact = modeRegions(stateAt, Array.from(curves.interactions));
    const bands = modeBands(curves);
    expect(bands.map(({ kind }) => kind)).toEqual(exact.map(({ mode }) => mode));
    bands.forEach(({ from, to }, i) => {
      expect(Math.abs(from - exact[i].from)).toBeLessThan(1e-3);
      expect(Math.abs(to - exact[i].to)).toBeLessThan(1e-3);
    });
  });

  test("have the inversions of the library", () => {
    const stateAt = (interaction: number) =>
      steadyState(paperModel({ spinsUp: 2, interaction }), paperBaths());
    const exact = inversionRegions(stateAt, Array.from(curves.interactions));
    const bands = inversionBands(curves);
    expect(bands.map(({ kind }) => kind)).toEqual(exact.map(({ level }) => level));
    bands.forEach(({ from, to }, i) => {
      expect(Math.abs(from - exact[i].from)).toBeLessThan(1e-3);
      expect(Math.abs(to - exact[i].to)).toBeLessThan(1e-3);
    });
  });

  test("show where a probability is negative, and nothing of the kind for the paper", () => {
    expect(beyondBands(curves)).toEqual([]);
    const strong = curvesOf(at({ gamma: 1 }));
    const bands = beyondBands(strong);
    expect(bands.length).toBe(2); // at both ends
    const codes = (delta: number): string[] =>
      libraryAt(at({ gamma: 1, delta })).warnings.map(({ code }) => code);
    for (const { from, to } of bands) expect(codes((from + to) / 2)).toContain("negative-probability");
    expect(codes(bands[0].to + 0.03)).not.toContain("negative-probability");
  });

  test("are gaps with a reason where there is no steady state, but for the levels", () => {
    const none = curvesOf(at({ h2: 0 }));
    expect(refusedBands(none)).toEqual([{ from: -4, to: 4, kind: expect.stringMatching(/not unique/) }]);
    expect(modeBands(none)).toEqual([]);
    expect(inversionBands(none)).toEqual([]);
    expect(pictures(none).heat.note).toBe("no unique steady state");
    expect(pictures(none).levels.note).toBeUndefined();
    expect(none.energies.every((energy) => energy.every(Number.isFinite))).toBe(true);
  });

  test("have one gap where the reason changes in its numbers alone, and say so where it is another than usual", () => {
    const reason = (i: number) => `the state was not reached (residual ${i}.5e-${i})`;
    const refusals = new Map(Array.from(curves.interactions, (_, i) => [i, reason(i)]));
    const none = { ...curves, refusals, refusalCodes: new Set(["not-converged"] as const) };
    expect(refusedBands(none)).toEqual([{ from: -4, to: 4, kind: reason(0) }]);
    expect(curveNotes(none)).toEqual([`No curve for Δ from −4.00 to 4.00: ${reason(0)}.`]);
    expect(pictures(none).heat.note).toBe("no steady state that can be vouched for");
  });

  test("are lined where the coupling is too strong", () => {
    expect(strongBands(curves)).toEqual([]);
    const strong = { ...curves, strong: Array.from(curves.interactions, (delta) => delta > 2) };
    const [band, ...others] = strongBands(strong);
    expect(others).toEqual([]);
    expect([band.from, band.to]).toEqual([expect.closeTo(2.01, 9), 4]);
    expect(pictures(strong).ergotropy.shades.map(({ look }) => look)).toContain("strong");
    expect(curveNotes(strong)).toEqual([expect.stringMatching(/^Lined, Δ from 2.01 to 4.00: the coupling/)]);
  });

  test("with a gap in the middle keep what lies on both sides", () => {
    const from = 100;
    const [left, hole, right] = [
      solvePart(parameters, 0, from),
      solvePart(at({ h2: 0 }), from, from + 51),
      solvePart(parameters, from + 51, POINTS),
    ];
    const torn = joinParts(parameters, [left, hole, right]);
    const [band, ...others] = refusedBands(torn);
    expect(others).toEqual([]);
    expect(band.from).toBeCloseTo(gridInteraction(from) - 0.01, 9);
    expect(band.to).toBeCloseTo(gridInteraction(from + 50) + 0.01, 9);
    const [before, after] = modeBands(torn).slice(0, 2);
    expect(before).toEqual({ from: -4, to: gridInteraction(from - 1), kind: "parallel" });
    expect(after.from).toBe(gridInteraction(from + 51));
  });

  test("have a text that tells modes and inversions", () => {
    const panel = {
      key: "populations",
      title: "Populations",
      unit: "",
      scale: 1,
      height: 1,
      include: [],
    } as const;
    const text = panelText(panel, curves, solvePoint(parameters), "0.5 J");
    expect(text).toMatch(/levels 2 and 3 inverted from 1\.06/);
    expect(panelText({ ...panel, key: "heat" }, curves, solvePoint(parameters), "0.5 J")).toMatch(
      /clockwise from 0\.71 to 2\.17/,
    );
  });
});

describe("the table", () => {
  const read = (csv: string) => {
    const lines = csv.trimEnd().split("\n");
    const [names, ...rows] = lines.filter((line) => !line.startsWith("#"));
    const columns = names.split(",");
    return {
      comments: lines.filter((line) => line.startsWith("#")),
      rows: rows.map((row) => {
        const cells = row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
        expect(cells.length).toBe(columns.length);
        return Object.fromEntries(cells.map((cell, c) => [columns[c], cell]));
      }),
    };
  };

  test("holds the numbers of the library and the parameters they are for", () => {
    const parameters = at({ h2: 1.4, h3: 0.7, tl: 1.25, gamma: 0.02 });
    const { comments, rows } = read(curvesCsv(curvesOf(parameters)));
    expect(comments.join("\n")).toMatch(/h2 = 1\.4 [\s\S]*tl = 1\.25 [\s\S]*gamma = 0\.02 [\s\S]*up = 2 /);
    expect(rows.length).toBe(POINTS);
    for (const row of [rows[0], rows[123], rows[POINTS - 1]]) {
      const expected = libraryAt({ ...parameters, delta: Number(row.interaction) });
      const columns: [string, number][] = [
        ["heatUpper", expected.heatCurrents[2]],
        ["heatLower", expected.heatCurrents[4]],
        ["heatFromLeft", expected.bathHeat[0]],
        ["spinCurrent", expected.spinCurrents[0]],
        ["ergotropy", expected.ergotropy],
        ["energy3", expected.energies[2]],
        ["population5", expected.populations[4]],
        ["minEigenvalue", expected.certificate.minEigenvalue],
      ];
      for (const [name, value] of columns) {
        expect(Math.abs(Number(row[name]) - value), name).toBeLessThanOrEqual(1e-9 * Math.abs(value));
      }
    }
  });

  test("has empty cells and the reason where there is no steady state", () => {
    const { rows } = read(curvesCsv(curvesOf(at({ h2: 0 }))));
    expect(rows[7].heatUpper).toBe("");
    expect(rows[7].population1).toBe("");
    expect(rows[7].energy1).not.toBe("");
    expect(rows[7].error).toMatch(/not unique/);
    expect(curvesCsv(curvesOf(at({ h2: 0 })))).not.toContain("NaN");
  });
});
