// What lies behind the curves: stretches of Δ in one mode, with an inversion, beyond the equation's range, or without
// a steady state. Edges are read off the curves by straight lines between grid points, finer than a screen shows.
import type { CurrentMode } from "../../observables/currents";
import { inversionRegions, type Populated } from "../../observables/inversion";
import { modeBands as modeRegions } from "../../observables/modes";
import type { Curves } from "./curves";

/** A stretch of Δ and what holds in it. */
export interface Band<Kind> {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** Neighbouring bands of one kind as one. */
function merged<Kind>(bands: readonly Band<Kind>[]): Band<Kind>[] {
  const out: Band<Kind>[] = [];
  for (const band of bands) {
    const last = out.at(-1);
    if (last && last.kind === band.kind && last.to === band.from)
      out[out.length - 1] = { ...last, to: band.to };
    else out.push(band);
  }
  return out;
}

/** Steps of the grid with what holds at both their ends, or in the half step next to each end where these differ. */
export function steps<Kind>(x: Float64Array, kindAt: (i: number) => Kind | undefined): Band<Kind>[] {
  const bands: Band<Kind>[] = [];
  const add = (from: number, to: number, kind: Kind | undefined): void => {
    if (kind !== undefined) bands.push({ from, to, kind });
  };
  for (let i = 0; i + 1 < x.length; i++) {
    const [left, right, middle] = [kindAt(i), kindAt(i + 1), (x[i] + x[i + 1]) / 2];
    if (left === right) add(x[i], x[i + 1], left);
    else {
      add(x[i], middle, left);
      add(middle, x[i + 1], right);
    }
  }
  return merged(bands);
}

/** The heat-current modes along Δ, with a gap where there is no steady state. */
export function modeBands({ interactions, column, modes }: Curves): Band<CurrentMode>[] {
  const rows = Array.from(interactions, (interaction, i) => ({
    interaction,
    heatUpper: column.heatUpper[i],
    heatLower: column.heatLower[i],
    mode: modes[i] ?? null,
  }));
  return modeRegions(rows).map(({ from, to, mode }) => ({ from, to, kind: mode }));
}

/** Where level k + 1 holds more than level k; `kind` is k, from 1. */
export function inversionBands(curves: Curves): Band<number>[] {
  const found = steps(curves.interactions, (i) => curves.modes[i] !== undefined || undefined);
  const stretches = found.map(({ from, to }) => curves.interactions.filter((x) => x >= from && x <= to));
  const regions = stretches
    .filter((grid) => grid.length > 1)
    .flatMap((grid) => inversionRegions((x) => between(curves, x), Array.from(grid)));
  return regions
    .sort((a, b) => a.level - b.level || a.from - b.from)
    .map(({ from, to, level }) => ({ from, to, kind: level }));
}

/** Levels and populations at an interaction, on straight lines between the points of the grid. */
function between({ interactions: x, energies, populations, column }: Curves, at: number): Populated {
  const last = x.length - 1;
  const place = ((at - x[0]) / (x[last] - x[0])) * last;
  const i = Math.min(Math.floor(place + 1e-9), last);
  const part = Math.max(0, place - i);
  const value = (curve: Float64Array): number =>
    part < 1e-9 ? curve[i] : (1 - part) * curve[i] + part * curve[i + 1];
  return {
    energies: Float64Array.from(energies, value),
    populations: Float64Array.from(populations, value),
    certificate: { accuracy: { populations: value(column.accuracyPopulations) } },
  };
}

/** Where the Redfield equation is beyond its range: a negative probability or entropy production. */
export function beyondBands({ interactions, beyond }: Curves): Band<"beyond">[] {
  return steps(interactions, (i) => (beyond[i] ? "beyond" : undefined));
}

/** Where the coupling is too strong for the Redfield equation. */
export function strongBands({ interactions, strong }: Curves): Band<"strong">[] {
  return steps(interactions, (i) => (strong[i] ? "strong" : undefined));
}

/** Where there is no steady state, and why: of reasons that differ in their numbers alone, the first. */
export function refusedBands({ interactions, refusals }: Curves): Band<string>[] {
  const reasons = new Map<string, string>();
  for (const reason of refusals.values()) {
    const shape = shapeOf(reason);
    if (!reasons.has(shape)) reasons.set(shape, reason);
  }
  return steps(interactions, (i) => {
    const reason = refusals.get(i);
    return reason && reasons.get(shapeOf(reason));
  });
}

const shapeOf = (reason: string): string => reason.replace(/[-−]?\d[\d.]*(e[-+]?\d+)?/g, "#");
