// Symbols in plain text: figures, tables and sentences of the record know no formulas.

// Unicode lowers the first of these; it has no c, d, B, L, R, S and T, for which small capitals stand until they are lowered
const INDICES = "0123456789aehijklmnoprstuvxcdBLRST";
const SET = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᴄᴅʙʟʀꜱᴛ";

/** A text with its symbols set: j_u becomes jᵤ, p_22 becomes p₂₂; what has no such index stays as it is. */
export const symbols = (text: string): string =>
  text.replace(/(?<![\p{L}\d_])(\p{L})_([\da-zA-Z]+)(?!\w)/gu, (raw, letter: string, index: string) => {
    const set = Array.from(index, (each) => SET[INDICES.indexOf(each)] ?? "");
    return set.includes("") ? raw : letter + set.join("");
  });

/** A text in pieces, every second of them an index that a picture or a page can lower as it is meant. */
export const withIndices = (text: string): string[] =>
  text
    .split(/([ₐ-ₜᵢ-ᵥⱼᴄᴅʙʟʀꜱᴛ]+)/)
    .map((piece, i) =>
      i % 2 === 0 ? piece : Array.from(piece, (each) => INDICES[SET.indexOf(each)]).join(""),
    );

/** A text as HTML: its symbols set, their indices lowered. */
export const symbolsInHtml = (text: string): string =>
  withIndices(symbols(text))
    .map((piece, i) => (i % 2 === 1 ? `<sub>${piece}</sub>` : escapeHtml(piece)))
    .join("");

/** A page with the indices of its words set, as those of T_L, h_{l,l+1} and e^{iθ}; code and formulas stay. */
export const indicesInHtml = (html: string): string =>
  html
    .split(/(<(code|pre|annotation)\b.*?<\/\2>|<[^>]*>)/s)
    .map((piece, i) => (i % 3 === 0 ? piece.replace(INDEXED, lowered) : i % 3 === 1 ? piece : ""))
    .join("");

// a letter or sign with what stands above and below it; a word with underscores is none
const INDEXED =
  /(?<![A-Za-z]{2})([\p{L}\p{M}\p{Sm}\u2020])(?:\^(\{[^{}]*\}|\p{L}))?(?:_(\{[^{}]*\}|[\p{L}\d]+))?/gu;

const lowered = (_: string, base: string, above = "", below = ""): string => {
  const set = (tag: string, index: string): string =>
    index && `<${tag}>${index.replace(/[{}]/g, "")}</${tag}>`;
  return base + set("sup", above) + set("sub", below);
};

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
