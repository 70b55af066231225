// From a density matrix to a state: what is seen in it, and what has to be said of it.

import { type Promises, promisesOf } from "../equations/equation";
import { secularity } from "../equations/secular";
import { InputError, type Warning } from "../input/guards";
import { basisOf } from "../model/basis";
import { gauged } from "../model/gauge";
import { type InSector, inGivenGauge } from "../model/operators";
import { toSectorBasis } from "../numerics/basis-change";
import { inSectorBasis } from "../numerics/complex";
import { levelPopulations } from "../numerics/eigenspaces";
import { total } from "../numerics/entries";
import { hermitianEigenvalues } from "../numerics/symmetric-eigen";
import { heatAlongBonds, kirchhoffError } from "./bond-heat";
import type { Candidate, System } from "./candidates";
import { type Certificate, certificateWarnings, type StateCertificate } from "./certificate";
import type { State } from "./state";

/** A steady state. */
type Certified = State & { readonly certificate: Certificate; readonly bondHeat?: Float64Array };

/** The steady state that a candidate is. */
export function certify(system: Omit<System, "generator">, candidate: Candidate): Certified {
  const { model, baths, equation, asked } = system;
  const { generator, real, imag, bathHeat, gross, accuracy, defects, residual, couplingRatio } = candidate;
  const { size: n } = generator;
  const inSector = readInSector(candidate, generator);
  const own = gauged(model, baths).model;
  const promises = promisedBy(system, generator);
  const bondHeat = promises.bondConservation
    ? (candidate.bondHeat ?? heatAlongBonds({ model: own, baths, real, imag, inSector }, generator))
    : undefined;
  const kirchhoff = bondHeat ? kirchhoffError({ model, baths }, bondHeat, bathHeat, gross) : null;
  const eigenvalues = candidate.eigenvalues ?? hermitianEigenvalues(real, imag, n).reverse();
  const cold = baths.some((bath) => bath.temperature === 0);
  const certificate: Certificate = {
    promises,
    residual,
    traceError: defects.traceError,
    hermiticityError: defects.hermiticityError,
    minEigenvalue: eigenvalues[n - 1],
    energyBalance: total(bathHeat),
    kirchhoff,
    entropyProduction: cold ? null : bathHeat.reduce((sum, q, b) => sum - q / baths[b].temperature, 0),
    accuracy,
    condition: accuracy.populations / 2 ** -52,
    couplingRatio,
  };
  for (const what in certificate) {
    const value = certificate[what as keyof Certificate];
    if (typeof value !== "number" || Number.isFinite(value)) continue;
    const reason = "energies, rates or temperatures are too far from 1 for their products to be numbers";
    throw new InputError(
      `${what} of the certificate must be finite, got ${value}: ${reason}`,
      "ill-conditioned",
    );
  }
  if (kirchhoff !== null && kirchhoff > asked) {
    throw new InputError(
      `the heat along the bonds is lost in rounding, it breaks Kirchhoff's rule by ${kirchhoff.toExponential(0)} of what flows, more than the ${asked} asked: take fields, couplings or temperatures that differ less or a larger accuracy`,
      "ill-conditioned",
    );
  }
  const turnover = cold ? 0 : gross.reduce((sum, heat, b) => sum + heat / baths[b].temperature, 0);
  const warnings = certificateWarnings(
    equation,
    certificate,
    2 * n * accuracy.populations + 1e-14,
    2 * accuracy.currents * turnover,
  );
  const { populations, degenerate } = candidate;
  const found = { generator, real, imag, inSector, populations, bathHeat, degenerate };
  return Object.assign(stateOf(system, found, eigenvalues, certificate, warnings), { bondHeat });
}

/** What the equation of a system promises. */
export function promisedBy(
  { equation, cutoff }: Pick<System, "equation" | "cutoff">,
  { levels, couplings }: Candidate["generator"],
): Promises {
  const shifted = couplings.some(({ shifted }) => shifted !== undefined);
  return promisesOf(equation, secularity(cutoff, levels), shifted);
}

/** What currents are read from: where H is real, Y alone. */
function readInSector(
  { real, imag, imagInSector }: Pick<Candidate, "real" | "imag" | "imagInSector">,
  { size: n, vectors, vectorsImag }: Candidate["generator"],
): InSector {
  if (!vectorsImag) return { imag: imagInSector ?? toSectorBasis(imag, vectors, n) };
  const turned = inSectorBasis({ real, imag }, { real: vectors, imag: vectorsImag }, n);
  return { real: turned.real, imag: turned.imag as Float64Array };
}

/** A state put together. */
export function stateOf<C extends StateCertificate>(
  { model, baths, equation, cutoff }: Pick<System, "model" | "baths" | "equation" | "cutoff">,
  found: Pick<Candidate, "generator" | "real" | "imag" | "populations" | "bathHeat" | "degenerate"> & {
    readonly inSector?: InSector;
  },
  eigenvalues: Float64Array,
  certificate: C,
  warnings: readonly Warning[],
): State & { readonly certificate: C } {
  const { generator, real, imag, bathHeat } = found;
  const { energies, levels, couplings } = generator;
  const whole = cutoff === Number.POSITIVE_INFINITY;
  const lambShift = couplings.some(({ shifted }) => shifted !== undefined);
  const { real: realInSector, imag: imagInSector } = found.inSector ?? readInSector(found, generator);
  return {
    model,
    baths,
    equation,
    full: whole && !lambShift,
    ...(whole ? {} : { secularCutoff: cutoff }),
    ...(lambShift ? { lambShift } : {}),
    basis: basisOf(model),
    energies,
    levels,
    ...inGivenGauge(model, generator, baths),
    real,
    imag,
    imagInSector,
    ...(realInSector ? { realInSector } : {}),
    populations: found.populations ?? levelPopulations(levels, real, imag, found.degenerate),
    eigenvalues,
    bathHeat,
    certificate,
    warnings,
  };
}
