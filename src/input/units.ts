// Laboratory units. What is measured as a frequency, a wave number or a temperature is an energy by
//   E = hν = ħω = hc/λ = k_B T,
// in constants that the SI fixes. With E for the unit of energy of a model, in joules, spin flows in E/ħ per second, heat in E²/ħ watts,
// and its noise is E³/ħ watts squared per hertz.
import { mathjs } from "../optional";
import { checkObject, echo, InputError, refuse } from "./guards";

const PLANCK = 6.62607015e-34; // J s
const HBAR = PLANCK / (2 * Math.PI);
const BOLTZMANN = 1.380649e-23; // J/K
const LIGHT = 299_792_458; // m/s
const ELECTRON = 1.602176634e-19; // C; the eV of mathjs is older than the SI of 2019
const AVOGADRO = 6.02214076e23;

/** What energies and temperatures are measured in: `{ energy: "GHz", temperature: "mK" }`. */
export interface Units {
  /** of exchange, interaction, fields, cutoffs: `"GHz"` (hν), `"rad/ns"` (ħω), `"meV"`, `"cm^-1"`, `"K"`, `"zJ"`, … as mathjs writes units */
  readonly energy: string;
  /** of temperatures: `"mK"`, `"K"`, or a unit of energy */
  readonly temperature: string;
}

/** What to multiply by. */
export interface LaboratoryUnits {
  /** the unit of energy, in J (joules) */
  readonly joules: number;
  /** the unit of temperature, k_B T in units of energy */
  readonly temperature: number;
  /** a heat current of 1 (J²/ħ with J the unit of energy), in W */
  readonly heat: number;
  /** a noise of 1 (J³/ħ), in W²/Hz */
  readonly noise: number;
  /** a spin current of 1 (J/ħ), in 1/s */
  readonly spin: number;
}

/**
 * The factors between laboratory units and a model whose numbers are in one of them: temperatures go in times `temperature`, a heat
 * current comes out times `heat`. `solve` does the same for a description with `units`.
 *
 * @param units mathjs reads them: without it (in a browser: useMathjs) they are refused
 * @throws InputError for a unit that is none, or none of energy or temperature
 * @example laboratoryUnits({ energy: "GHz", temperature: "mK" }).temperature // 0.0208366…: k_B · 1 mK over h · 1 GHz
 */
export function laboratoryUnits(units: Units): LaboratoryUnits {
  const { energy, temperature } = checkObject("units", units, ["energy", "temperature"]);
  const joules = joulesIn("units.energy", energy);
  return {
    joules,
    temperature: joulesIn("units.temperature", temperature) / joules,
    heat: (joules / HBAR) * joules,
    noise: (joules / HBAR) * joules * joules,
    spin: joules / HBAR,
  };
}

type Mathjs = Pick<typeof import("mathjs"), "unit">;

const KNOWN = 'a unit of energy such as "GHz", "rad/ns", "meV", "cm^-1", "K", "mK" or "zJ"';

/** What a unit of energy is in joules. */
function joulesIn(name: string, text: unknown): number {
  // with a number before it mathjs would forget that
  if (typeof text !== "string" || /^\s*(?!1\s*\/)[\d.+-]/.test(text)) refuse(name, KNOWN, text);
  const unit = (mathjs() as Mathjs | undefined)?.unit;
  if (!unit)
    throw new InputError(
      `${name} needs the package mathjs, install it (in a browser: useMathjs), got ${echo(text)}`,
    );
  const [one, nothing] = [1, 0].map((value) => {
    try {
      return unit(value, text.replace(/[µμ]/g, "u"));
    } catch {
      return refuse(name, KNOWN, text);
    }
  });
  const is = (base: string): boolean => one.equalBase(unit(1, base));
  if (is("J")) return text.includes("eV") ? one.toNumber("eV") * ELECTRON : one.toNumber("J");
  if (is("J/mol")) return one.toNumber("J/mol") / AVOGADRO;
  if (is("rad/s")) return one.toNumber("rad/s") * HBAR;
  if (is("m^-1")) return one.toNumber("m^-1") * PLANCK * LIGHT;
  if (is("K") && nothing.toNumber("K") === 0) return one.toNumber("K") * BOLTZMANN;
  if (!is("Hz")) refuse(name, KNOWN, text);
  if (!text.includes("Hz"))
    refuse(name, "in Hz for a frequency (hν) or in rad/s for an angular one (ħω)", text);
  return one.toNumber("Hz") * PLANCK;
}
