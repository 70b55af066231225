// What a point takes, in a process of its own (`npm run build` first).
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pointBytes } from "../../src/model/memory";

const library = join(__dirname, "..", "..", "dist", "index.js");

/** Bytes that the process grows by while it solves a ring. */
function taken(sites: number, spinsUp: number, coupling: number): number {
  const solved = `
    const { modelFromDescription, steadyState } = require(${JSON.stringify(library)});
    const before = process.resourceUsage().maxRSS;
    const fields = Array.from({ length: ${sites} }, (_, l) => [0, 2, 1][l] ?? 0);
    const bath = (site, temperature) => ({ site, temperature, coupling: ${coupling} });
    const baths = [bath(1, 2), bath(${Math.floor(sites / 2) + 1}, 1)];
    const ring = modelFromDescription({ sites: ${sites}, spinsUp: ${spinsUp}, interaction: 2.19, fields, baths });
    steadyState(ring.model, ring.baths);
    console.log(1024 * (process.resourceUsage().maxRSS - before));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", solved], { encoding: "utf8" });
  expect(stderr).toBe("");
  return Number(stdout);
}

/** What Node takes beside, for code and what is not collected yet. */
const BESIDE = 20e6;

test("what a point takes is foreseen, and taken where the coupling is strong", () => {
  const strong = taken(10, 5, 1);
  expect(strong).toBeLessThan(pointBytes(252, true) + BESIDE);
  expect(strong).toBeGreaterThan(pointBytes(252, true) / 2);
});

test("where few iterations do, a larger ring takes what is foreseen for few vectors", () => {
  const weak = taken(11, 5, 0.01);
  expect(weak).toBeLessThan(pointBytes(462, true, 8) + BESIDE);
  expect(weak).toBeGreaterThan(pointBytes(462, true, 8) / 2);
});
