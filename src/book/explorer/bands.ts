// What lies behind the curves: stretches of Δ in one mode, with an inversion, beyond the equation's range, or without
// a steady state. Edges are read off the curves by straight lines between grid points, finer than a screen shows.
import type { CurrentMode } from "../../observables/currents";
import type { Curves } from "./curves";

/** A stretch of Δ and what holds in it. */
export interface Band<Kind> {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** Populations that differ by less are equal but for rounding. */
const ROUNDING = 1e-12;

/** Where the straight line through two neighbouring points of a curve is zero, if it is between them. */
function crossing(x: Float64Array, y: ArrayLike<number>, i: number): number | undefined {
  const [a, b] = [y[i], y[i + 1]];
  return a * b < 0 ? x[i] + ((x[i + 1] - x[i]) * a) / (a - b) : undefined;
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
function steps<Kind>(x: Float64Array, kindAt: (i: number) => Kind | undefined): Band<Kind>[] {
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
export function modeBands({ interactions: x, column, modes }: Curves): Band<CurrentMode>[] {
  const { upper, lower } = column;
  const bands: Band<CurrentMode>[] = [];
  for (let i = 0; i + 1 < x.length; i++) {
    const [left, right] = [modes[i], modes[i + 1]];
    if (left === undefined || right === undefined) continue;
    const turns = [crossing(x, upper, i), crossing(x, lower, i)].filter((at) => at !== undefined);
    if (left === right || left === "none" || right === "none" || turns.length === 0) {
      bands.push({ from: x[i], to: x[i + 1], kind: left });
      continue;
    }
    // between two turns of one step both branches lead from bath to bath
    turns.sort((a, b) => a - b);
    bands.push({ from: x[i], to: turns[0], kind: left });
    if (turns.length === 2) bands.push({ from: turns[0], to: turns[1], kind: "parallel" });
    bands.push({ from: turns[turns.length - 1], to: x[i + 1], kind: right });
  }
  return merged(bands);
}

/** Where level k + 1 holds more than level k; `kind` is k, from 1. */
export function inversionBands({ interactions: x, populations }: Curves): Band<number>[] {
  return populations.slice(1).flatMap((upper, k) => {
    const excess = upper.map((p, i) => p - populations[k][i] - ROUNDING);
    const bands: Band<number>[] = [];
    for (let i = 0; i + 1 < x.length; i++) {
      const at = crossing(x, excess, i);
      const [left, right] = [excess[i] > 0, excess[i + 1] > 0];
      if (!left && !right) continue;
      bands.push({
        from: left ? x[i] : (at ?? x[i + 1]),
        to: right ? x[i + 1] : (at ?? x[i]),
        kind: k + 1,
      });
    }
    return merged(bands);
  });
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
