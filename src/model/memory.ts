// Refusing what would not fit into memory, before any work is done.
import { sectorSize } from "./basis";
import { InputError } from "./check";
import type { SpinModel } from "./model";

/** What one computation may plan for, in bytes. */
const MEMORY = 4e9;

/**
 * Throws where `matrices` dense n × n matrices over the n states of the sector would not fit.
 *
 * @throws InputError with the size of the sector, the estimate and what fits
 */
export function checkSectorFits({ sites, spinsUp }: SpinModel, matrices: number): void {
  const states = sectorSize(sites, spinsUp);
  checkFits(
    `sites = ${sites} with spinsUp = ${spinsUp} has ${states} states and`,
    states,
    "states",
    8 * matrices,
  );
}

/** Throws where an n × n array of `bytes` per entry would not fit; `subject` opens the sentence. */
export function checkFits(subject: string, n: number, unit: string, bytes: number): void {
  const need = bytes * n * n;
  if (need <= MEMORY) return;
  const gigabytes = Number((need / 1e9).toPrecision(2));
  const most = Math.floor(Math.sqrt(MEMORY / bytes));
  throw new InputError(
    `${subject} needs about ${gigabytes} GB: at most ${most} ${unit} fit in ${MEMORY / 1e9} GB, take fewer sites or spins up`,
  );
}
