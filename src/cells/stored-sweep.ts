// A sweep that spin-ring sweep wrote to a file, read back as sweep itself returns it.
import { InputError } from "../input/guards";
import type { PlainRow } from "../sweep/points";
import type { SweepSpec } from "../sweep/spec";
import { host } from "./host";

/** A sweep that was kept in a file. */
export interface StoredSweep {
  /** what was computed */
  readonly spec: SweepSpec;
  /** one row a point, in order; numbers are the same to the bit, empty cells are null */
  readonly rows: readonly PlainRow[];
}

/**
 * Reads a complete file of `spin-ring sweep` (or `merge`).
 *
 * @throws InputError if it cannot be read, is no file of a sweep, lacks rows or is damaged
 * @example readSweep("map.csv").rows
 */
export function readSweep(path: string): StoredSweep {
  const read = host().readSweep;
  if (!read) throw new InputError(`${path} cannot be read here: there are no files`);
  return read(path);
}
