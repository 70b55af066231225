// The certificate as a table, the same in figures, in words and on the page of the explorer.

import { EQUATION_WORDS, type EquationName, type Promises } from "../equations/equation";
import type { Warning } from "../input/guards";
import type { State, SteadyState } from "../states/state";
import { digits } from "./words";

/** A check of the certificate: what, the number, and what it says, with a mark so that none relies on its words. */
export type CertificateRow = readonly [what: string, value: string, verdict: string];

/** The certificate of a state with a plain verdict on each line; rounding errors are given as bounds. */
export function certificateRows({
  equation,
  certificate,
  warnings,
  hierarchy,
}: Pick<State, "certificate" | "warnings"> &
  Partial<Pick<SteadyState, "equation" | "hierarchy">>): CertificateRow[] {
  const {
    harmonics,
    residual,
    minEigenvalue,
    energyBalance,
    kirchhoff,
    entropyProduction,
    accuracy,
    couplingRatio,
  } = certificate;
  const warned = (wanted: Warning["code"]): boolean => warnings.some(({ code }) => code === wanted);
  const bound = (value: number): string => (Math.abs(value) < 1e-12 ? "below 1e−12" : digits(value));
  // a bound made of rounding errors has no digits worth telling
  const decade = (value: number): string => `below 1e−${Math.floor(-Math.log10(value))}`;
  const say = (fine: boolean, yes: string, no: string): string => (fine ? `✓ ${yes}` : `⚠ ${no}`);
  const backwards = warned("negative-entropy-production");
  const positive: CertificateRow = [
    "smallest eigenvalue of ρ",
    digits(minEigenvalue),
    say(!warned("negative-probability"), "a state", "a negative probability"),
  ];
  const weak: CertificateRow = hierarchy
    ? [
        `what tier ${hierarchy.tier} changed`,
        digits(hierarchy.change),
        say(!warned("not-settled"), "settled", "not settled"),
      ]
    : [
        "level widths over distances",
        digits(couplingRatio),
        say(!warned("beyond-range"), "weak coupling", "strong coupling"),
      ];
  if (residual === null || energyBalance === null || accuracy === null) return [positive, weak];
  return [
    harmonics === undefined
      ? ["residual of L ρ = 0", bound(residual), "✓ stationary"]
      : [
          "residual of dρ/dt = L ρ",
          residual < 1e-10 ? "below 1e−10" : digits(residual),
          `✓ periodic, ${harmonics} harmonics`,
        ],
    positive,
    [
      harmonics === undefined ? "heat in minus heat out" : "heat and power together",
      bound(energyBalance),
      "✓ first law",
    ],
    ...(kirchhoff === null
      ? []
      : [["the same at every site", bound(kirchhoff), "✓ Kirchhoff's rule"] as const]),
    [
      "entropy production",
      entropyProduction === null ? "–" : digits(entropyProduction),
      entropyProduction === null
        ? "– a bath has T = 0"
        : say(!backwards, "second law", "against the second law"),
    ],
    ["error of a population", decade(accuracy.populations), "✓ unique"],
    ["error of a heat current", decade(accuracy.currents), "✓ known"],
    weak,
    ...promised(equation, certificate.promises),
  ];
}

/** What an equation other than Redfield's keeps. */
function promised(
  equation: EquationName = "redfield",
  { positivity, gibbs, secondLaw, bondConservation }: Promises,
): CertificateRow[] {
  if (equation === "redfield") return [];
  const laws = [
    "the first law",
    ...(positivity ? ["positivity"] : []),
    ...(gibbs ? ["Gibbs"] : []),
    ...(secondLaw ? ["the second law"] : []),
    ...(bondConservation ? ["Kirchhoff"] : []),
  ];
  const words = EQUATION_WORDS[equation].slice(4);
  return [[words, `${laws.length} of 5 laws`, `keeps ${laws.join(", ")}`]];
}
