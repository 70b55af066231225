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

/** Answers by the type of the question. */
export const replies = (
  language: Language,
  interrupt: () => void,
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
  history_request: () => ({ history: [] }),
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
