// Refusing what would not fit into memory, before any work is done.

import { InputError } from "../input/guards";
import { sizeOf } from "./basis";
import type { SpinModel } from "./model";

/** What one computation may plan for at most, in bytes. */
const MEMORY = 8e9;

/**
 * n × n matrices that the solution of one point may hold at once: some 45 are H, those of every bath and the solver's
 * own, the others make room for the vectors of the Krylov space.
 */
export const POINT_MATRICES = 80;

/** So much is not worth asking for what is free. */
const SMALL = 1e8;

type Free = { readonly process?: { readonly availableMemory?: () => number } };

/** What is free for this process; browsers do not tell. */
const freeMemory = (): number => (globalThis as Free).process?.availableMemory?.() ?? MEMORY;

/**
 * Throws where `matrices` dense n × n matrices over the n states of the sector would not fit.
 *
 * @throws InputError with the size of the sector, the estimate and what fits
 */
export function checkSectorFits(model: SpinModel, matrices: number): void {
  const states = sizeOf(model);
  checkFits(
    `sites = ${model.sites} with spinsUp = ${model.spinsUp} has ${states} states and`,
    states,
    "states",
    8 * matrices,
  );
}

/** Throws where an n × n array of `bytes` per entry would not fit; `subject` opens the sentence. */
export function checkFits(subject: string, n: number, unit: string, bytes: number): void {
  const need = bytes * n * n;
  if (need <= SMALL) return;
  const room = Math.min(MEMORY, freeMemory());
  if (need <= room) return;
  const gigabytes = (size: number): number => Number((size / 1e9).toPrecision(2));
  const most = Math.floor(Math.sqrt(room / bytes));
  throw new InputError(
    `${subject} needs about ${gigabytes(need)} GB: at most ${most} ${unit} fit in ${gigabytes(room)} GB, take fewer sites or spins up`,
    "too-large",
  );
}
