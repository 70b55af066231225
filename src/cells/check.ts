// The last cell of a notebook: statements that must hold, and the versions they held with.
import { symbols } from "../figures/symbols";
import { VERSION } from "../version";
import { host } from "./host";

/**
 * Prints a statement, its symbols set, with a tick if it holds, and fails the cell if it does not.
 *
 * @example check("heat is conserved", Math.abs(fromLeft + fromRight) < 1e-12)
 */
export function check(statement: string, holds: boolean): void {
  if (!holds) throw new Error(`this should hold, and does not: ${statement}`);
  console.log(`✓ ${symbols(statement)}`);
}

const SHOWN = ["tslab", "ml-matrix", "mathjs", "vega", "vega-lite"];

/**
 * The versions of spin-ring and, of the packages that its results and figures rest on, of those that are there.
 *
 * @example versions().startsWith("spin-ring")
 */
export function versions(): string {
  return [`spin-ring ${VERSION}`, ...(host().versionsOf?.(SHOWN) ?? [])].join(" · ");
}
