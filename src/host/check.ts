// The last cell of a notebook: statements that must hold, and the versions they held with.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Prints a statement with a tick if it holds, and fails the cell if it does not.
 *
 * @example check("heat is conserved", Math.abs(fromLeft + fromRight) < 1e-12)
 */
export function check(statement: string, holds: boolean): void {
  if (!holds) throw new Error(`this should hold, and does not: ${statement}`);
  console.log(`✓ ${statement}`);
}

const SHOWN = ["tslab", "ml-matrix", "mathjs", "vega", "vega-lite"];

/** The versions of spin-ring and of the packages that its results and figures rest on, from the lockfile. */
export function versions(): string {
  const path = join(__dirname, "..", "..", "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8")) as {
    version: string;
    packages: Record<string, { version: string }>;
  };
  const parts = SHOWN.map((name) => `${name} ${lock.packages[`node_modules/${name}`].version}`);
  return [`spin-ring ${lock.version}`, ...parts].join(" · ");
}
