// Symbols in plain text: figures and tables know no formulas.

// Unicode lowers the first of these; it has no c, d, L, R, S and T, for which small capitals stand until they are lowered
const INDICES = "0123456789aehijklmnoprstuvxcdLRST";
const SET = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᴄᴅʟʀꜱᴛ";

/** A text with its symbols set: j_u becomes jᵤ, p_22 becomes p₂₂; what has no such index stays as it is. */
export const symbols = (text: string): string =>
  text.replace(/(?<![\p{L}\d_])(\p{L})_([\da-zA-Z]+)(?!\w)/gu, (raw, letter: string, index: string) => {
    const set = Array.from(index, (each) => SET[INDICES.indexOf(each)] ?? "");
    return set.includes("") ? raw : letter + set.join("");
  });

/** A text in pieces, every second of them an index that a picture or a page can lower as it is meant. */
export const withIndices = (text: string): string[] =>
  text
    .split(/([ₐ-ₜᵢ-ᵥⱼᴄᴅʟʀꜱᴛ]+)/)
    .map((piece, i) =>
      i % 2 === 0 ? piece : Array.from(piece, (each) => INDICES[SET.indexOf(each)]).join(""),
    );
