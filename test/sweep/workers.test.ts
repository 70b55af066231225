// Sweeps on worker threads, as Node has them (`npm run build` first: a worker runs from dist/).
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { sweep } from "../../src/cells/shown-sweep";
import { openWorkers, workerCount } from "../../src/node/point-workers";
import { solve } from "../../src/solve";
import { planSweep } from "../../src/sweep/spec";
import { sweep as coreSweep, type Workers } from "../../src/sweep/sweep";
import { refusal } from "../support/refusal";
import { grid, ring } from "./ring";

const root = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "spin-ring-"));
afterAll(() => rmSync(folder, { recursive: true }));

const quiet = { progress: false } as const;

describe("worker threads", () => {
  test("give the same rows as the calling thread, to the bit and in the same order", async () => {
    const spec = grid(7, 61);
    const here = await sweep(spec, { ...quiet, workers: 0 });
    for (const workers of [1, 2, 3]) {
      const there = await sweep(spec, { ...quiet, workers });
      expect(there).toEqual(here);
      expect(JSON.stringify(there)).toBe(JSON.stringify(here));
    }
  });

  test("give a hierarchy along γ as single solutions have it, mark what is refused and keep the rest", async () => {
    const base = { ...ring, interaction: 2.19, equation: "hierarchy", tier: 2, accuracy: 3e-3 } as const;
    const couplings = [0.001, 0.1, 5e-4];
    const sets = { "baths.1.coupling": [0, 1], "baths.2.coupling": [0, 1] } as const;
    const { rows } = await sweep(
      {
        base,
        axes: [{ name: "coupling", values: couplings, sets }],
        observe: ["heatCurrents", "spinCurrent", "ergotropy", "populations", "hierarchy"],
      },
      { ...quiet, workers: 2 },
    );
    couplings.forEach((coupling, i) => {
      const row = rows[i];
      const alone = { ...base, baths: base.baths.map((bath) => ({ ...bath, coupling })) };
      if (coupling === 0.1) {
        expect(row.errorCode).toBe("not-converged");
        expect(row.error).toBe(refusal(() => solve(alone)));
        expect([row.heatFromLeft, row.ergotropy, row.tier]).toEqual([null, null, null]);
        return;
      }
      const { bathHeat, heatCurrents, spinCurrents, ergotropy, populations, hierarchy } = solve(alone);
      expect(row.error).toBeUndefined();
      expect([row.heatFromLeft, row.heatUpper, row.heatLower]).toEqual([
        bathHeat[0],
        heatCurrents[2],
        heatCurrents[4],
      ]);
      expect([row.spinCurrent, row.ergotropy, row.population1]).toEqual([
        spinCurrents[0],
        ergotropy,
        populations[0],
      ]);
      expect([row.tier, row.change, row.restHeat]).toEqual([2, hierarchy?.change, hierarchy?.restHeat]);
      expect([row.heatFromLeftError, row.heatFromLeftCorrected]).toEqual([
        hierarchy?.errors.bathHeat[0],
        hierarchy?.corrected?.bathHeat[0],
      ]);
    });
  });

  test("compute what was asked for, also where the caller changes it meanwhile", async () => {
    const axes = { interaction: [1, 2] };
    const fields = [0, 2, 1, 0];
    for (const workers of [0, 1]) {
      const base = { ...ring, fields: [...fields] };
      const spec = { base, axes, observe: ["ergotropy"] } as const;
      const running = sweep(spec, { ...quiet, workers });
      base.fields[1] = 5;
      const { rows } = await running;
      expect(rows).toEqual((await coreSweep({ ...spec, base: { ...ring, fields } })).rows);
    }
  });

  test("are as many as fit into the memory that is free, and one at least", () => {
    const plan = (sites: number) =>
      planSweep({
        base: { ...ring, sites, spinsUp: sites / 2, fields: undefined },
        axes: { exchange: [1] },
        observe: ["ergotropy"],
      });
    expect(workerCount(plan(4), 3)).toBe(3);
    expect(workerCount(plan(4))).toBeGreaterThanOrEqual(1);
    // 3432 states: 7.5 GB each
    const many = workerCount(plan(14), 1024);
    expect(many).toBeGreaterThanOrEqual(1);
    expect(many).toBeLessThanOrEqual(Math.max(1, process.availableMemory() / 7.5e9));
  });

  test("stop at once where they are told to, and what they have done is kept", async () => {
    const stop = new AbortController();
    const spec = grid(41, 101);
    const { rows, complete } = await sweep(spec, {
      ...quiet,
      workers: 2,
      signal: stop.signal,
      onProgress: ({ done }) => done > 500 && stop.abort(),
    });
    expect(complete).toBe(false);
    expect(rows.length).toBeGreaterThan(500);
    let first = -1;
    const again = await sweep(spec, {
      ...quiet,
      workers: 2,
      onProgress({ done }) {
        if (first < 0) first = done;
      },
    });
    // the same sweep in the same process goes on by itself
    expect(first).toBe(rows.filter((row) => row.error === undefined).length);
    expect(again).toEqual(await coreSweep(spec));
  });

  test("take no functions: these run on the calling thread", async () => {
    let calls = 0;
    const observe = () => ({ calls: ++calls });
    const { rows } = await sweep(
      { base: ring, axes: { interaction: [1, 2] }, observe },
      { ...quiet, workers: 2 },
    );
    expect(rows.map((row) => row.calls)).toEqual([1, 2]);
  });
});

describe("a worker that dies", () => {
  /** Workers that are like those of the library, but end at one point: once, or each time. */
  function mortal(spec: ReturnType<typeof grid>, at: number, times: "once" | "always", how: string): Workers {
    const name = join(folder, `${at}-${times}-${Math.random()}`);
    const library = (path: string): string => JSON.stringify(join(root, path));
    writeFileSync(
      `${name}.js`,
      `const { existsSync, writeFileSync } = require("node:fs");
      const { parentPort, workerData } = require("node:worker_threads");
      const { blockComputer } = require(${library("dist/sweep/points.js")});
      const { planSweep } = require(${library("dist/sweep/spec.js")});
      const computeBlock = blockComputer(planSweep(workerData));
      const mark = ${JSON.stringify(name)};
      parentPort.on("message", ({ from, to }) => {
        if (from <= ${at} && ${at} < to && (${times === "always"} || !existsSync(mark))) {
          writeFileSync(mark, "");
          ${how};
        }
        parentPort.postMessage({ block: computeBlock(from, to), milliseconds: 1 });
      });`,
    );
    return { open: () => openWorkers(spec, 2, `${name}.js`), atOnce: true };
  }
  const spec = grid(5, 41);
  const end = "process.exit(7)";
  const fail = "setTimeout(() => { throw new Error('out of order') }); return";

  test.each([
    ["by process.exit", end],
    ["by an error that nobody catches", fail],
  ])("%s is replaced, and its chunk is computed by another", async (_, how) => {
    const workers = mortal(spec, 100, "once", how);
    expect(await coreSweep(spec, {}, workers)).toEqual(await coreSweep(spec));
  });

  test("at a point that is left alone is forgiven once", async () => {
    const alone = { ...spec, axes: { interaction: [1], "fields.2": [1] } };
    const { complete, failed } = await coreSweep(alone, {}, mortal(alone, 0, "once", end));
    expect([complete, failed]).toEqual([true, 0]);
  });

  test("at the same point every time makes that point an error, and no other", async () => {
    const whole = await coreSweep(spec);
    const { rows, complete, failed } = await coreSweep(spec, {}, mortal(spec, 100, "always", end));
    expect([complete, failed]).toEqual([true, whole.failed + 1]);
    rows.forEach((row, point) => {
      if (point !== 100) expect(row).toEqual(whole.rows[point]);
    });
    expect(rows[100].error).toMatch(/^the worker that computed this point died, twice: /);
    expect(rows[100].errorCode).toBe("too-large");
    expect(rows[100].ergotropy).toBeNull();
  });

  test("before it does anything, again and again, ends the sweep with a reason", async () => {
    const script = join(folder, "broken.js");
    writeFileSync(script, "throw new Error('no such library');");
    const workers = { open: () => openWorkers(spec, 2, script), atOnce: true };
    await expect(coreSweep(spec, {}, workers)).rejects.toThrow(/the workers die: .*no such library/);
    expect(existsSync(script)).toBe(true);
  });
});
