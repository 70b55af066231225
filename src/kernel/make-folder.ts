// A folder with all that it stands in.
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Makes a folder where there is none, its parents first: in places such as /proc Node's own way tries for ever. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}
