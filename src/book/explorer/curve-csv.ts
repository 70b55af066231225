// The curves as a table to take away: the parameters as comment lines, one line of column names with units.
import { type Curves, POINTS } from "./curves";
import { KNOBS } from "./parameters";

/** Ten significant digits, and nothing where there is no number. */
const cell = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(10)) + 0) : "";

/** The shown curves as comma-separated values. */
export function curvesCsv(curves: Curves): string {
  const { parameters, interactions, column, energies, populations, modes, refusals, beyond, strong } = curves;
  const constants = KNOBS.filter(({ key }) => key !== "delta").map(
    ({ key, symbol, name }) => `# ${key} = ${parameters[key]} (${symbol}, ${name})`,
  );
  const columns: [string, ArrayLike<number>][] = [
    ["delta (J)", interactions],
    ["heat_upper (J^2/hbar)", column.upper],
    ["heat_lower (J^2/hbar)", column.lower],
    ["heat_total (J^2/hbar)", column.total],
    ["spin (J/hbar)", column.spin],
    ["ergotropy (J)", column.ergotropy],
    ["ergotropy_inversion (J)", column.incoherent],
    ["ergotropy_coherence (J)", column.coherent],
    ...energies.map((energy, k): [string, Float64Array] => [`energy_${k + 1} (J)`, energy]),
    ...populations.map((p, k): [string, Float64Array] => [`population_${k + 1}`, p]),
    ["smallest_eigenvalue", column.minEigenvalue],
  ];
  const lines = Array.from({ length: POINTS }, (_, i) => {
    const numbers = columns.map(([, values]) => cell(values[i]));
    const doubts = [
      ...(beyond[i] ? ["negative probability or entropy production"] : []),
      ...(strong[i] ? ["strong coupling"] : []),
    ];
    const refusal = `"${(refusals.get(i) ?? "").replace(/"/g, '""')}"`;
    return [...numbers, modes[i] ?? "", refusal, doubts.join("; ")].join(",");
  });
  return [
    "# spin-ring: a ring of four spins between two heat baths, units hbar = k_B = J = 1, cutoff 10",
    ...constants,
    [...columns.map(([name]) => name), "mode", "no_steady_state", "doubtful"].join(","),
    ...lines,
    "",
  ].join("\n");
}
