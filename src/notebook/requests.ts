// What a front end asks besides running cells: the language, completion, help, and the end.
import { isCompleteCode } from "tslab/dist/converter";
import type { Executor } from "tslab/dist/executor";
import { printQuickInfo } from "tslab/dist/inspect";
import type { Content } from "./wire";

const language_info = {
  name: "typescript",
  version: "5.0.4",
  mimetype: "text/typescript",
  file_extension: ".ts",
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
};

/** Answers by the type of the question. */
export const replies = (executor: Executor): Record<string, (content: Content) => Content> => ({
  kernel_info_request: () => ({
    protocol_version: "5.3",
    implementation: "spin-ring",
    implementation_version: "1.0",
    banner: "TypeScript (spin-ring)",
    language_info,
  }),
  is_complete_request({ code }) {
    const { completed, indent } = isCompleteCode(code);
    return completed ? { status: "complete" } : { status: "incomplete", indent };
  },
  complete_request({ code, cursor_pos }) {
    const { candidates, start, end } = executor.complete(code, unitsOf(code, cursor_pos));
    const [cursor_start, cursor_end] = [charactersOf(code, start), charactersOf(code, end)];
    return { matches: candidates, cursor_start, cursor_end, metadata: {} };
  },
  inspect_request({ code, cursor_pos }) {
    const info = executor.inspect(code, unitsOf(code, cursor_pos));
    return { found: Boolean(info), data: info ? { "text/plain": printQuickInfo(info) } : {}, metadata: {} };
  },
  history_request: () => ({ history: [] }),
  comm_info_request: () => ({ comms: {} }),
  interrupt_request() {
    executor.interrupt();
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
