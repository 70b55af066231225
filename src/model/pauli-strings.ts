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
const TOKEN = /\s*(?:([+-])|(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([XYZ])(\d+)|(\*))/y;

/**
 * Reads a sum of Pauli strings: terms between + and −, each a number, a product of X, Y, Z with the number of a site, or both.
 *
 * @param name what the text is called in a complaint
 * @throws InputError for any other text, a site that is not there or one that a product has twice
 */
export function pauliTerms(text: unknown, sites: number, name = "operator"): PauliTerm[] {
  if (typeof text !== "string") refuse(name, EXAMPLE, text);
  const terms: PauliTerm[] = [];
  let [sign, number, flips, signs, turns] = [0, Number.NaN, 0, 0, 0];
  let [started, product] = [false, false]; // whether this term has begun, whether a factor has to follow
  const complete = (): void => {
    if (!started || product) refuse(name, EXAMPLE, text);
    terms.push({ coefficient: sign * (Number.isNaN(number) ? 1 : number), flips, signs, turns });
    [number, flips, signs, turns, started] = [Number.NaN, 0, 0, 0, false];
  };
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const [whole, plusMinus, digits, letter, site, star] = TOKEN.exec(text) ?? [];
    if (whole === undefined) refuse(name, EXAMPLE, text);
    if (plusMinus) {
      if (started) complete();
      else if (sign !== 0) refuse(name, EXAMPLE, text); // two signs in a row
      sign = plusMinus === "-" ? -1 : 1;
      continue;
    }
    if (star) {
      if (!started || product) refuse(name, EXAMPLE, text);
      product = true;
      continue;
    }
    if (sign === 0) sign = 1;
    if (digits) {
      if (started) refuse(name, EXAMPLE, text); // the number comes first
      number = Number(digits);
      if (!(number <= 1e100)) refuse(name, "a sum with numbers of at most 1e100", text);
    } else {
      const l = Number(site);
      if (!(l >= 1 && l <= sites)) {
        throw new InputError(
          `${letter}${site} in ${name} must be at a site from 1 to ${sites}, got ${echo(text)}`,
        );
      }
      const bit = 1 << (l - 1);
      if ((flips | signs) & bit) {
        throw new InputError(
          `${name} must have each site at most once in a product, got site ${l} twice in ${echo(text)}`,
        );
      }
      if (letter !== "Z") flips |= bit;
      if (letter !== "X") signs |= bit;
      if (letter === "Y") turns = (turns + 1) % 4;
    }
    [started, product] = [true, false];
  }
  complete();
  return terms;
}
