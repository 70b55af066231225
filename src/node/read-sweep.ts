// The rows of a sweep in a file, read back from its lines.
import { readFileSync } from "node:fs";
import { InputError } from "../input/guards";
import { planSweep } from "../sweep/spec";
import type { StoredSweep } from "../sweep/sweep";
import { columnNames, columnsOf, lineReader, parseHeader } from "./shard";

export function readSweep(path: string): StoredSweep {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
  const [opening, names = "", ...lines] = text.trimEnd().split("\n");
  const header = parseHeader(opening);
  if (!header) throw new InputError(`${path} is no file of a sweep: its first line does not say so`);
  const plan = planSweep(header.spec);
  const columns = columnsOf(plan, names);
  if (!columns || lines.length !== plan.points) {
    throw new InputError(
      `${path} must have ${plan.points} rows of ${columnNames(plan).length} columns, got ${lines.length} of ${names.split(",").length}: compute it again`,
    );
  }
  const read = lineReader({ plan, header, columns });
  const rows = lines.map((line, point) => {
    const found = read(point, line);
    if (!found)
      throw new InputError(`${path}, line ${point + 3} is damaged or out of place: compute the file again`);
    return found.row;
  });
  return { spec: header.spec, rows };
}
