// A sweep that spin-ring sweep wrote to a file, read back as sweep itself returns it.
import { InputError } from "../input/guards";
import type { StoredSweep } from "../sweep/sweep";
import { host } from "./host";

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
