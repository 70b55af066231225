// Refusing what would not fit into memory, before any work is done.

import { InputError } from "../input/guards";
import { mostVectors } from "../numerics/gmres";
import { sizeOf } from "./basis";
import type { SpinModel } from "./model";

/** What one computation may plan for at most, in bytes. */
const MEMORY = 8e9;

/** n × n matrices that a point holds at once beside the Krylov space: H, those of every bath, and the solver's own. */
const POINT_MATRICES = 50;

/** The same where the iterations stay in a kernel's memory and large matrices are given back at once. */
const RESIDENT_MATRICES = 22;

/** Beside them what was not given back yet: no more than this many bytes, nor than as much again. */
const NOT_COLLECTED = 1e8;

/**
 * What the solution of one point of n states takes at most, in bytes.
 *
 * @param resident whether the Krylov space is resident in a kernel's memory; one of floats, and where these do not do one of
 *   doubles in its place
 * @param vectors of that space, doubles; as many as it may have, if left out
 */
export function pointBytes(n: number, resident = false, vectors: number = mostVectors(n * n, 10)): number {
  if (!resident) return 8 * n * n * (POINT_MATRICES + 1.5 * (mostVectors(n * n) + 1));
  const held = 8 * n * n * RESIDENT_MATRICES;
  return held + 8 * n * n * (vectors + 1) + Math.min(held, NOT_COLLECTED);
}

/** So much is not worth asking for what is free. */
const SMALL = 1e8;

type Free = { readonly process?: { readonly availableMemory?: () => number } };

/** What is free for this process; browsers do not tell. */
const freeMemory = (): number => (globalThis as Free).process?.availableMemory?.() ?? MEMORY;

/**
 * Throws where what a model's n states take, `bytes` at n of them, would not fit.
 *
 * @throws InputError with the size of the sector, the estimate and what fits
 */
export function checkSectorFits(model: SpinModel, bytes: (n: number) => number): void {
  const states = sizeOf(model);
  checkFits(
    `sites = ${model.sites} with spinsUp = ${model.spinsUp} has ${states} states and`,
    states,
    "states",
    bytes,
  );
}

/** Throws where what n `unit`s take, `bytes` of n, would not fit; `subject` opens the sentence, `remedy` ends it. */
export function checkFits(
  subject: string,
  n: number,
  unit: string,
  bytes: (n: number) => number,
  remedy = "take fewer sites or spins up",
): void {
  const need = bytes(n);
  if (need <= SMALL) return;
  const room = Math.min(MEMORY, freeMemory());
  if (need <= room) return;
  const gigabytes = (size: number): number => Number((size / 1e9).toPrecision(2));
  let [most, tooMany] = [0, n];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (bytes(middle) <= room) most = middle;
    else tooMany = middle;
  }
  throw new InputError(
    `${subject} needs about ${gigabytes(need)} GB: at most ${most} ${unit} fit in ${gigabytes(room)} GB, ${remedy}`,
    "too-large",
  );
}
