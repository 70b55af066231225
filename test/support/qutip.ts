// What QuTiP found, as data/qutip keeps it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelDescription } from "../../src/description";
import type { SolveResult } from "../../src/solve";
import { expectClose } from "./close";

type Compared = "energies" | "populations" | "bathHeat" | "spinCurrents" | "ergotropy";

/** A model as QuTiP solves it, with what else its file says of it. */
export interface Reference<More = unknown> {
  readonly name: string;
  readonly description: ModelDescription;
  /** how far another way to the same was off */
  readonly crossCheck: number;
  readonly expected: Readonly<Pick<SolveResult, Compared>> & { readonly minEigenvalue: number } & More;
}

/** The models of a file in data/qutip. */
export function references<More>(name: string): Reference<More>[] {
  const file = join(__dirname, "..", "..", "data", "qutip", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")).models;
}

/** Compares all that every file has, and heat along bonds where it has that, to 1e-10. */
export function expectAsQutip(
  result: SolveResult,
  expected: Reference<{ bondHeat?: number[] }>["expected"],
): void {
  expectClose(result.energies, expected.energies, 1e-10, "energies");
  expectClose(result.populations, expected.populations, 1e-10, "populations");
  expectClose(result.bathHeat, expected.bathHeat, 1e-10, "heat from the baths");
  expectClose(result.spinCurrents, expected.spinCurrents, 1e-10, "spin currents");
  expectClose(result.bondHeat ?? [], expected.bondHeat ?? [], 1e-10, "heat along the bonds");
  expectClose([result.ergotropy], [expected.ergotropy], 1e-10, "ergotropy");
  expectClose([result.certificate.minEigenvalue], [expected.minEigenvalue], 1e-10, "smallest eigenvalue");
}
