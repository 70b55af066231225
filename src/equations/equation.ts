// The equations of motion by name, how they are called in a sentence, and which laws each of them keeps, at any coupling.

/** The name of an equation of motion. */
export type EquationName = "redfield" | "local-lindblad" | "universal-lindblad" | "hierarchy";

/**
 * Which laws an equation keeps whatever the model and its baths are. What is not promised may hold even so; the certificate's numbers
 * say whether it does. The first law for all baths together, Σ_b Q_b = 0, is kept by all of them.
 */
export interface Promises {
  /** no probability becomes negative */
  readonly positivity: boolean;
  /** at equal temperatures the steady state is that of Gibbs */
  readonly gibbs: boolean;
  /** entropy production is not negative */
  readonly secondLaw: boolean;
  /** what leaves a site along its bonds, heat and spin, is what its baths give: none of them moves anything far from its site */
  readonly bondConservation: boolean;
}

/** All names, the default first. */
export const EQUATIONS: readonly EquationName[] = [
  "redfield",
  "local-lindblad",
  "universal-lindblad",
  "hierarchy",
];

/** How each is called in a sentence. */
export const EQUATION_WORDS: Readonly<Record<EquationName, string>> = {
  redfield: "the Redfield equation",
  "local-lindblad": "the local Lindblad equation",
  "universal-lindblad": "the universal Lindblad equation",
  hierarchy: "the hierarchy of equations of motion",
};

/**
 * What an equation promises.
 *
 * @param secular which of the terms of the Redfield equation that are not secular are dropped
 * @param shifted whether the Lamb shift is kept
 */
export function promisesOf(
  equation: EquationName,
  secular: "none" | "partial" | "full",
  shifted: boolean,
): Promises {
  switch (equation) {
    case "redfield": {
      // without all that is not secular it is a Lindblad equation with detailed balance, and a shift that commutes with H
      // (Davies, Commun. Math. Phys. 39, 91 (1974); Spohn, J. Math. Phys. 19, 1227 (1978))
      const full = secular === "full";
      return {
        positivity: full,
        gibbs: full || !shifted,
        secondLaw: full,
        bondConservation: secular === "none",
      };
    }
    case "local-lindblad":
      return { positivity: true, gibbs: false, secondLaw: false, bondConservation: true };
    case "universal-lindblad":
      return { positivity: true, gibbs: false, secondLaw: false, bondConservation: false };
    case "hierarchy":
      // true of what it comes closer to, not of a fit and a tier; nor is the state at equal temperatures that of Gibbs
      return { positivity: false, gibbs: false, secondLaw: false, bondConservation: true };
  }
}
