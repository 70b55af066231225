import { expect, test } from "vitest";
import { ohmicBath } from "../../src/baths/bath";
import { ringModel } from "../../src/model/model";
import { solve } from "../../src/solve";
import { evolve } from "../../src/states/evolution";
import { steadyState } from "../../src/states/steady-state";
import { expectClose } from "../support/close";
import { refusal } from "../support/refusal";

const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const mirrored = ringModel({ sites: 4, spinsUp: 2, interaction: 1 });
const unique = ringModel({ sites: 4, spinsUp: 2, interaction: 1, fields: [0, 2, 1, 0] });

test("where the steady state is not unique, a start has one of its own: that of the end of its evolution", () => {
  for (const initial of ["↑↑↓↓", "↑↓↑↓", { temperature: 1 }]) {
    const state = steadyState(mirrored, baths, { initial });
    const late = evolve(mirrored, baths, initial, [1e9])[0];
    expectClose(state.real, late.real, 1e-12);
    expectClose(state.imag, late.imag, 1e-12);
    expect(state.certificate.residual).toBeLessThan(1e-14);
    expect(state.certificate.accuracy.populations).toBeLessThan(1e-10);
  }
  const [one, other] = ["↑↑↓↓", "↑↓↑↓"].map((initial) => steadyState(mirrored, baths, { initial }));
  expect(Math.abs(one.populations[0] - other.populations[0])).toBeGreaterThan(0.1);
});

test("a density matrix as start, also flat from JSON", () => {
  const { real, imag } = steadyState(mirrored, baths, { initial: "↑↑↓↓" });
  const plain = JSON.parse(JSON.stringify({ real: Array.from(real), imag: Array.from(imag) }));
  const again = solve({ sites: 4, spinsUp: 2, interaction: 1, initial: plain, baths });
  expectClose(again.bathHeat, steadyState(mirrored, baths, { initial: "↑↑↓↓" }).bathHeat, 1e-14);
});

test("a unique steady state does not ask where it came from", () => {
  expect(steadyState(unique, baths, { initial: "↑↑↓↓" }).real).toEqual(steadyState(unique, baths).real);
});

test("a start that cannot be is refused before anything is computed", () => {
  for (const model of [mirrored, unique]) {
    expect(refusal(() => steadyState(model, baths, { initial: "↑↑↑↓" }))).toMatch(
      /^initial must be 4 arrows/,
    );
  }
  expect(refusal(() => steadyState(mirrored, baths))).toMatch(/^the steady state is not unique/);
});

test("a start has as many arrows as sites, and a trace of one, no more and no less", () => {
  for (const initial of ["↑↑↓", "↑↑↓↓↓", "↑↑↓↓ "]) {
    expect(refusal(() => steadyState(mirrored, baths, { initial }))).toMatch(/^initial must be 4 arrows/);
  }
  const { real, imag } = steadyState(mirrored, baths, { initial: "↑↑↓↓" });
  for (const size of [0.5, 1.5]) {
    const initial = { real: real.map((x) => size * x), imag: imag.map((y) => size * y) };
    expect(refusal(() => steadyState(mirrored, baths, { initial }))).toMatch(
      /^the trace of initial must be 1/,
    );
  }
});

test("a start whose coherence no bath damps has no long-time state", () => {
  const idle = [ohmicBath({ site: 1, temperature: 2, coupling: 0 })];
  expect(refusal(() => steadyState(unique, idle, { initial: "↑↑↓↓" }))).toMatch(
    /^there is no long-time state/,
  );
});

test("a sector too large for what starts end in is refused before that is looked for", () => {
  const wide = ringModel({ sites: 9, spinsUp: 4 });
  const end = () => steadyState(wide, [ohmicBath({ site: 1, temperature: 2 })], { initial: "↑↑↑↑↓↓↓↓↓" });
  expect(refusal(end)).toMatch(
    /^the long-time state for 9 sites with 4 spins up has 15876 unknowns and needs/,
  );
});
