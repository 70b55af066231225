// What a state says about itself: how exact it is, and whether its equation may be trusted there.

import { EQUATION_WORDS, type EquationName, type Promises } from "../equations/equation";
import type { BathCoupling, RedfieldGenerator } from "../equations/generator";
import type { Warning } from "../input/guards";
import type { Accuracy } from "./accuracy";

/** How far a steady state can be trusted. */
export interface Certificate {
  /** largest |dρ/dt|, relative to the largest rate of the dissipator, dimensionless */
  readonly residual: number;
  /** |Tr ρ − 1|, dimensionless */
  readonly traceError: number;
  /**
   * the largest |ρ_ab − ρ_ba*| as ρ was found, dimensionless, before anything is made symmetric. A steady state is found as n² real numbers,
   * which can be no other than Hermitian: there it is 0. Of a state that `initial` comes to, or passes, it is what rounding left.
   */
  readonly hermiticityError: number;
  /** which laws its equation keeps at any coupling; the other entries say what this state keeps */
  readonly promises: Promises;
  /** smallest eigenvalue of ρ, a probability: below zero the equation is beyond its range */
  readonly minEigenvalue: number;
  /** Σ_b Q_b in J²/ħ, with the power of a drive, zero by the first law */
  readonly energyBalance: number;
  /**
   * Kirchhoff's rule: what leaves a site by its bonds is what its baths give; the largest difference over all
   * that flows, along the bonds and at the baths if none came back, dimensionless. Null where baths move energy far from their sites as well: with `secular`, and
   * under an equation that does not promise it
   */
  readonly kirchhoff: number | null;
  /** −Σ_b Q_b / T_b in J/ħ, not below zero by the second law; null where a bath has T = 0 */
  readonly entropyProduction: number | null;
  /** bounds of the errors of populations and heat currents */
  readonly accuracy: Accuracy;
  /** `accuracy.populations` in units of the rounding of a double */
  readonly condition: number;
  /**
   * the largest (Γ_a + Γ_b) / |E_a − E_b| over the coherences that a bath couples, Γ_a = Σ_c S_ac² W(E_c −
   * E_a) the rate at which level a loses coherence, dimensionless: from 0.5 the coupling is not weak
   */
  readonly couplingRatio: number;
  /** of a driven state: up to which harmonic of the drive ρ is above rounding */
  readonly harmonics?: number;
}

type OfSteadyStates =
  | "residual"
  | "energyBalance"
  | "kirchhoff"
  | "entropyProduction"
  | "accuracy"
  | "condition";

/** What the certificate of any state says: null what speaks of steady states alone. */
export type StateCertificate = Omit<Certificate, OfSteadyStates> & {
  readonly [Entry in OfSteadyStates]: Certificate[Entry] | null;
};

/** The certificate of a state that is not steady, of what is seen in it. */
export const passingCertificate = ({
  couplingRatio,
  ...seen
}: Omit<StateCertificate, OfSteadyStates>): StateCertificate => ({
  ...seen,
  residual: null,
  energyBalance: null,
  kirchhoff: null,
  entropyProduction: null,
  accuracy: null,
  condition: null,
  couplingRatio,
});

/** From here levels are nearly as wide as they are apart. */
export const STRONG = 0.5;

/** Matrix elements of σᶻ below this are rounding. */
export const COUPLED = 1e-12;

/** What a bath's pair has between two levels, |B_ab|. */
export const reachOf = (
  { operator, operatorImag }: Pick<BathCoupling, "operator" | "operatorImag">,
  ab: number,
): number => (operatorImag ? Math.hypot(operator[ab], operatorImag[ab]) : Math.abs(operator[ab]));

/** Whether a bath feeds the coherence of two levels: it takes both of them to one and the same, which may be one of the two. */
export const feeds = (
  coupling: Pick<BathCoupling, "operator" | "operatorImag">,
  n: number,
  a: number,
  b: number,
): boolean => {
  let sum = 0;
  for (let c = 0; c < n; c++) sum += reachOf(coupling, a * n + c) * reachOf(coupling, b * n + c);
  return sum > COUPLED;
};

/** The {@link Certificate.couplingRatio} of a generator. */
export const couplingRatio = (generator: RedfieldGenerator): number => widestLevels(generator).ratio;

/** The same with the levels that have it, from 0: the largest (Γ_a + Γ_b) / |E_a − E_b| of those that a bath couples and whose coherence one feeds. */
export function widestLevels({ size: n, levels, couplings, decay }: RedfieldGenerator): {
  readonly ratio: number;
  readonly levels: readonly [number, number];
} {
  const rounding = oneLevel(levels);
  let largest = 0;
  let [high, low] = [0, 0];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const gap = levels[a] - levels[b];
      if (gap <= rounding) continue; // one level: no coherence that could turn
      const ratio = (decay[a * (n + 1)] + decay[b * (n + 1)]) / gap;
      if (ratio <= largest) continue;
      // a coherence that no bath feeds, as between levels of another parity that σˣ joins, is not there to be wrong
      if (!couplings.some((one) => reachOf(one, a * n + b) > COUPLED)) continue;
      if (!couplings.some((one) => feeds(one, n, a, b))) continue;
      largest = ratio;
      [high, low] = [a, b];
    }
  }
  return { ratio: largest, levels: [low, high] };
}

/** Levels that are no further apart are one. */
export const oneLevel = (levels: Float64Array): number => 1e-13 * (levels[levels.length - 1] - levels[0]);

/**
 * What has to be said beside a certificate.
 *
 * @param equation whose state it is
 * @param rounding what an eigenvalue of ρ can be wrong by
 * @param unsure what the entropy production can be wrong by
 */
export function certificateWarnings(
  equation: EquationName,
  {
    minEigenvalue,
    entropyProduction,
    couplingRatio,
  }: Pick<Certificate, "minEigenvalue" | "entropyProduction" | "couplingRatio">,
  rounding: number,
  unsure: number,
): Warning[] {
  const warnings: Warning[] = [];
  const words = EQUATION_WORDS[equation];
  const range = `${words} is beyond its range here`;
  const warn = (code: Warning["code"], message: string): void => {
    warnings.push({ code, message });
  };
  if (minEigenvalue < -rounding) {
    warn(
      "negative-probability",
      `negative probability ${minEigenvalue.toExponential(2)}: ${range}, a weaker coupling or a higher temperature helps`,
    );
  }
  if (entropyProduction !== null && entropyProduction < -unsure) {
    warn(
      "negative-entropy-production",
      `negative entropy production ${entropyProduction.toExponential(2)}: ${equation === "local-lindblad" ? `${words} does not keep the second law at any coupling, equation "redfield" does at weak coupling` : `${range}, a weaker coupling helps`}`,
    );
  }
  if (couplingRatio >= STRONG && equation !== "hierarchy") {
    warn(
      "beyond-range",
      `the coupling is strong, levels are ${couplingRatio.toPrecision(2)} of their distance wide: ${range}, a weaker coupling helps`,
    );
  }
  return warnings;
}
