// A heat bath: where it touches, how warm it is, and its spectral density J(ω).
import { checkInteger, checkNumber, checkObject, InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import { MAX_SITES, type SpinModel } from "../model/model";
import { checkExponents, type Exponent } from "./exponents";
import { densityFromExpression } from "./expression";

/** The Pauli matrix that couples a site to a bath. */
export type CouplingOperator = "x" | "y" | "z";

/** J(ω) for ω > 0, in units of energy; never negative. */
export type SpectralDensity = (omega: number) => number;

/** A bath with J(ω) = γ ω exp(−ω/ω_c), coupled through a Pauli matrix at one site; plain data. */
export interface OhmicBath {
  /** the site that it couples to, from 1 */
  readonly site: number;
  /** T ≥ 0, in J */
  readonly temperature: number;
  /** γ ≥ 0, dimensionless */
  readonly coupling: number;
  /** ω_c > 0, in J */
  readonly cutoff: number;
  /** the Pauli matrix that couples; σᶻ where it is left out. σˣ and σʸ change the number of spins up */
  readonly operator?: CouplingOperator;
  /**
   * for the hierarchy: C(t) as a sum of exponentials, or how many of them to fit to it; left out, as many as it takes
   */
  readonly exponents?: number | readonly Exponent[];
}

/** A bath with any spectral density: an expression in `w` (plain data) or a function. */
export interface GeneralBath {
  /** the site that it couples to, from 1 */
  readonly site: number;
  /** T ≥ 0, in J */
  readonly temperature: number;
  /** J(ω) in J: an expression in `w`, such as `"0.01 w^3 exp(-w/10)"`, or a function of ω > 0 in J */
  readonly spectralDensity: string | SpectralDensity;
  /** lim J(ω)/ω as ω → 0, dimensionless; left out, it is read off J itself */
  readonly slopeAtZero?: number;
  /** the Pauli matrix that couples; σᶻ where it is left out. σˣ and σʸ change the number of spins up */
  readonly operator?: CouplingOperator;
  /**
   * for the hierarchy: C(t) as a sum of exponentials, or how many of them to fit to it; left out, as many as it takes
   */
  readonly exponents?: number | readonly Exponent[];
}

/** A bath of either kind. */
export type Bath = OhmicBath | GeneralBath;

/** What {@link ohmicBath} takes. */
export interface OhmicBathOptions {
  /** the site that it couples to, from 1 */
  readonly site: number;
  /** T ≥ 0, in J */
  readonly temperature: number;
  /** γ ≥ 0, dimensionless; 0.01 by default */
  readonly coupling?: number;
  /** ω_c > 0, in J; 10 by default */
  readonly cutoff?: number;
  /** the Pauli matrix that couples, σᶻ by default; σˣ and σʸ change the number of spins up */
  readonly operator?: CouplingOperator;
  /**
   * for the hierarchy: C(t) as a sum of exponentials, or how many of them to fit to it; left out, as many as it takes
   */
  readonly exponents?: number | readonly Exponent[];
}

/**
 * The bath of the paper, J(ω) = γ ω exp(−ω/ω_c), coupled through σᶻ at `site`, or through `operator`.
 *
 * @param options `site` from 1, `temperature` ≥ 0, `coupling` γ ≥ 0 (default 0.01), `cutoff` ω_c > 0 (default 10),
 *   `operator` "x", "y" or "z" (default)
 * @throws InputError naming the field, the value and what is allowed
 * @example ohmicBath({ site: 1, temperature: 2 })
 */
export function ohmicBath(options: OhmicBathOptions, name = "bath", sites: number = MAX_SITES): OhmicBath {
  checkObject(name, options, ["site", "temperature", "coupling", "cutoff", "operator", "exponents"]);
  const bath: OhmicBath = {
    site: checkInteger(`${name}.site`, options.site, 1, sites),
    temperature: checkNumber(`${name}.temperature`, options.temperature, 0),
    coupling: checkNumber(`${name}.coupling`, options.coupling === undefined ? 0.01 : options.coupling, 0),
    cutoff: checkNumber(`${name}.cutoff`, options.cutoff === undefined ? 10 : options.cutoff, 0, true),
  };
  return through(bath, options, name);
}

/**
 * A bath with a spectral density of your own.
 *
 * J(ω) must not be negative and J(ω)/ω must have a finite limit at ω → 0 if the bath is warm. That limit is read off
 * J close to zero unless `slopeAtZero` gives it; a density without one, such as ω^0.9, is refused where the rate is asked.
 *
 * @throws InputError naming the field, the value and what is allowed
 * @example generalBath({ site: 1, temperature: 2, spectralDensity: "0.01 w^3 exp(-w/10)" })
 */
export function generalBath(options: GeneralBath, name = "bath", sites: number = MAX_SITES): GeneralBath {
  checkObject(name, options, [
    "site",
    "temperature",
    "spectralDensity",
    "slopeAtZero",
    "operator",
    "exponents",
  ]);
  const { spectralDensity, slopeAtZero } = options;
  if (typeof spectralDensity === "string") densityFromExpression(spectralDensity, `${name}.spectralDensity`);
  else if (typeof spectralDensity !== "function") {
    refuse(`${name}.spectralDensity`, "a function of ω or an expression in w", spectralDensity);
  }
  const bath: GeneralBath = {
    site: checkInteger(`${name}.site`, options.site, 1, sites),
    temperature: checkNumber(`${name}.temperature`, options.temperature, 0),
    spectralDensity,
    ...(slopeAtZero === undefined ? {} : { slopeAtZero: checkNumber(`${name}.slopeAtZero`, slopeAtZero, 0) }),
  };
  return through(bath, options, name);
}

/** How many exponentials a fit may have. */
const MOST_TERMS = 12;

/** The same bath with its operator, where that is not σᶻ, and its exponents, where there are any. */
function through<B extends Bath>(bath: B, { operator, exponents }: Partial<Bath>, name: string): B {
  if (operator !== undefined && operator !== "x" && operator !== "y" && operator !== "z")
    refuse(`${name}.operator`, '"x", "y" or "z"', operator);
  return {
    ...bath,
    ...(operator === undefined || operator === "z" ? {} : { operator }),
    ...(exponents === undefined ? {} : { exponents: checkedExponents(`${name}.exponents`, exponents) }),
  };
}

const checkedExponents = (name: string, exponents: unknown): number | Exponent[] =>
  typeof exponents === "number"
    ? checkInteger(name, exponents, 2, MOST_TERMS)
    : checkExponents(name, exponents);

/** Checks the baths of a model: at least one, each on a site of the model and none that leads out of its sector. */
export function checkBaths(baths: unknown, { sites, spinsUp }: Pick<SpinModel, "sites" | "spinsUp">): Bath[] {
  if (!Array.isArray(baths) || baths.length === 0) {
    refuse("baths", "a list of at least one bath, such as [ohmicBath({ site: 1, temperature: 2 })]", baths);
  }
  const checked: Bath[] = [];
  for (let i = 0; i < baths.length; i++) {
    const bath = checkBath(baths[i], entry("baths", i), sites);
    if (bath.operator !== undefined && spinsUp !== undefined) {
      throw new InputError(
        `${entry("baths", i)}.operator must be "z" where spinsUp is given, got "${bath.operator}": it changes the number of spins up, leave spinsUp out`,
      );
    }
    checked.push(bath);
  }
  return checked;
}

/** Checks a bath of either kind. */
export function checkBath(bath: Bath, name = "bath", sites: number = MAX_SITES): Bath {
  const general = typeof bath === "object" && bath !== null && "spectralDensity" in bath;
  return general ? generalBath(bath, name, sites) : ohmicBath(bath, name, sites);
}
