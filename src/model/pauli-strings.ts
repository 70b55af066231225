// Operators as people write them: sums of products of Pauli matrices at different sites, "X1 X2 + 0.5 Z3".
//
// A product P takes a configuration k to one other, k′, with the spins at the sites of X and Y turned over:
//   P|k⟩ = i^{number of Y} · Π_{sites of Y and Z} s_l(k) |k′⟩,   s = +1 for up, −1 for down.
import { echo, InputError, refuse } from "../input/guards";

/** One product of Pauli matrices and the number before it. */
export interface PauliTerm {
  readonly coefficient: number;
  /** a bit for every site whose spin is turned over, as in `basis.states` */
  readonly flips: number;
  /** a bit for every site whose spin gives its sign */
  readonly signs: number;
  /** how many Y there are, modulo 4 */
  readonly turns: number;
}

const EXAMPLE = 'a sum of Pauli strings such as "X1 X2 + 0.5 Z3"';
const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const PRODUCT = String.raw`[XYZ]\d+(?:\s*(?:\*\s*)?[XYZ]\d+)*`;
const TERM = new RegExp(
  String.raw`\s*([+-]?)\s*(?:(${NUMBER})(?:\s*(?:\*\s*)?(${PRODUCT}))?|(${PRODUCT}))\s*`,
  "y",
);

/**
 * Reads a sum of Pauli strings: terms between + and −, each a number, a product of X, Y, Z with the number of a site, or both.
 *
 * @param name what the text is called in a complaint
 * @throws InputError for any other text, a site that is not there or one that a product has twice
 */
export function pauliTerms(text: unknown, sites: number, name = "operator"): PauliTerm[] {
  if (typeof text !== "string") refuse(name, EXAMPLE, text);
  const terms: PauliTerm[] = [];
  for (let at = 0; at === 0 || at < text.length; at = TERM.lastIndex) {
    TERM.lastIndex = at;
    const [whole, sign, digits, scaled, bare] = TERM.exec(text) ?? [];
    if (whole === undefined || (at > 0 && sign === "")) refuse(name, EXAMPLE, text);
    const size = Number(digits ?? 1);
    if (!(size <= 1e100)) refuse(name, "a sum with numbers of at most 1e100", text);
    let [flips, signs, turns] = [0, 0, 0];
    for (const [factor, letter, site] of (scaled ?? bare ?? "").matchAll(/([XYZ])(\d+)/g)) {
      if (!(Number(site) >= 1 && Number(site) <= sites)) {
        throw new InputError(`${factor} in ${name} must be at a site from 1 to ${sites}, got ${echo(text)}`);
      }
      const bit = 1 << (Number(site) - 1);
      if ((flips | signs) & bit) {
        throw new InputError(
          `${name} must have each site at most once in a product, got site ${site} twice in ${echo(text)}`,
        );
      }
      if (letter !== "Z") flips |= bit;
      if (letter !== "X") signs |= bit;
      if (letter === "Y") turns = (turns + 1) % 4;
    }
    terms.push({ coefficient: sign === "-" ? -size : size, flips, signs, turns });
  }
  return terms;
}
