// The curves as a table to take away: the parameters as comment lines, then rows such as a sweep has.

import { csvText } from "../../figures/csv";
import type { Curves } from "./curves";
import { KNOBS } from "./parameters";

/** The shown curves as comma-separated values. */
export function curvesCsv(curves: Curves): string {
  const { parameters, interactions, column, energies, populations, modes, refusals, beyond, strong } = curves;
  const constants = KNOBS.filter(({ key }) => key !== "delta").map(
    ({ key, symbol, name }) => `# ${key} = ${parameters[key]} (${symbol}, ${name})`,
  );
  const columns: Readonly<Record<string, ArrayLike<number>>> = {
    interaction: interactions,
    ...column,
    ...Object.fromEntries(energies.map((energy, k) => [`energy${k + 1}`, energy])),
    ...Object.fromEntries(populations.map((p, k) => [`population${k + 1}`, p])),
  };
  const names = Object.keys(columns);
  const rows = Array.from(interactions, (_, i) => ({
    ...Object.fromEntries(names.map((name) => [name, columns[name][i]])),
    mode: modes[i],
    error: refusals.get(i),
    warning: [
      ...(beyond[i] ? ["negative probability or entropy production"] : []),
      ...(strong[i] ? ["strong coupling"] : []),
    ].join("; "),
  }));
  return [
    "# spin-ring: a ring of four spins between two heat baths, units hbar = k_B = J = 1, cutoff 10",
    "# energies and ergotropy in J, heat currents in J^2/hbar, the spin current in J/hbar",
    ...constants,
    csvText(rows, [...names, "mode", "error", "warning"]),
  ].join("\n");
}
