// A sweep, as it shows itself: with its first rows as a table where no figure can be seen.
import { firstRows, type SweptRows, sweepFigure, sweepLines } from "../figures/sweep-figure";
import type { Shown } from "./kind";
import { alignedColumns } from "./table";

export function drawnSweep(swept: SweptRows): Shown {
  const [names, ...rows] = firstRows(swept);
  const table = names.length > 0 ? [alignedColumns([names, ...rows])] : [];
  return { figure: sweepFigure(swept), text: [...sweepLines(swept), ...table].join("\n") };
}
