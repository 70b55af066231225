// What a front end asks besides running cells: the language, completion, help, and the end.
import { completeness, type Language } from "../cells/language";
import type { Content } from "./wire";

import ts = require("typescript");

const language_info = {
  name: "typescript",
  version: ts.version,
  mimetype: "text/typescript",
  file_extension: ".ts",
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
};

/** A cell that was run: its prompt number, its code and what it ended in. */
export interface Past {
  readonly number: number;
  readonly code: string;
  readonly result?: string;
}

/** Answers by the type of the question; `past` is what has been run so far. */
export const replies = (
  language: Language,
  interrupt: () => void,
  past: readonly Past[],
): Record<string, (content: Content) => Content> => ({
  kernel_info_request: () => ({
    protocol_version: "5.3",
    implementation: "spin-ring",
    implementation_version: "1.0",
    banner: "TypeScript (spin-ring)",
    language_info,
  }),
  is_complete_request: ({ code }) => completeness(code),
  complete_request({ code, cursor_pos }) {
    const { names, start, end } = language.complete(code, unitsOf(code, cursor_pos));
    const [cursor_start, cursor_end] = [charactersOf(code, start), charactersOf(code, end)];
    return { matches: names, cursor_start, cursor_end, metadata: {} };
  },
  inspect_request({ code, cursor_pos }) {
    const text = language.inspect(code, unitsOf(code, cursor_pos));
    return {
      found: text !== undefined,
      data: text === undefined ? {} : { "text/plain": text },
      metadata: {},
    };
  },
  history_request: (wanted) => ({ history: chosen(past, wanted).map((each) => entry(each, wanted)) }),
  comm_info_request: () => ({ comms: {} }),
  interrupt_request() {
    interrupt();
    return {};
  },
  shutdown_request({ restart = false }) {
    setTimeout(() => process.exit(0), 20); // long enough for the reply to leave
    return { restart };
  },
});

// the protocol counts characters, a string counts those such as 𝓔 twice
const unitsOf = (code: string, characters: number): number => [...code].slice(0, characters).join("").length;
const charactersOf = (code: string, units: number): number => [...code.slice(0, units)].length;

/** The session that a history is of: this one, the only one that the kernel knows. */
const SESSION = 1;

function chosen(past: readonly Past[], wanted: Content): readonly Past[] {
  const { hist_access_type: type, session, start = 0, stop, n, pattern = "*", unique = false } = wanted;
  if (type === "range") {
    const here = [0, SESSION].includes(session ?? 0);
    const within = ({ number }: Past): boolean => number >= start && number < (stop ?? Infinity);
    return here ? past.filter(within) : [];
  }
  const glob = new RegExp(
    `^${[...String(pattern)].map((c) => ({ "*": ".*", "?": "." })[c] ?? literal(c)).join("")}$`,
    "s",
  );
  const found = type === "search" ? past.filter(({ code }) => glob.test(code)) : past;
  const latest = new Map(found.map((each) => [each.code, each]));
  const kept = unique ? found.filter((each) => latest.get(each.code) === each) : found;
  return kept.slice(Math.max(0, kept.length - (n ?? kept.length)));
}

const literal = (character: string): string => character.replace(/[\\^$.|+()[\]{}/-]/, "\\$&");

const entry = ({ number, code, result }: Past, { output }: Content): unknown[] => [
  SESSION,
  number,
  output ? [code, result ?? null] : code,
];
