// The compiler of cells and what it knows, in a worker: the same as the kernel's, over files that the book brings along.
import { type Files, type Language, openLanguage } from "../../cells/language";
import type { CompilerAnswer, CompilerRequest, Finding, LiveCell } from "./messages";
import { noModule, partsOf } from "./parts";

const FOLDER = "/book";

/** Files in memory, by path. */
function filesOf(texts: Readonly<Record<string, string>>): Files {
  const folders = new Map<string, Set<string>>();
  for (const path of Object.keys(texts)) {
    const parts = path.split("/");
    for (let i = 1; i < parts.length - 1; i++) {
      const parent = parts.slice(0, i).join("/");
      folders.set(parent, (folders.get(parent) ?? new Set()).add(parts[i]));
    }
    folders.set(parts.slice(0, -1).join("/"), folders.get(parts.slice(0, -1).join("/")) ?? new Set());
  }
  return {
    readFile: (path) => (Object.hasOwn(texts, path) ? texts[path] : undefined),
    fileExists: (path) => Object.hasOwn(texts, path),
    directoryExists: (path) => folders.has(path),
    getDirectories: (path) => [...(folders.get(path) ?? [])],
    readDirectory: (path) =>
      Object.keys(texts).filter(
        (each) => each.startsWith(`${path}/`) && !each.slice(path.length + 1).includes("/"),
      ),
    useCaseSensitiveFileNames: true,
  };
}

let language: Language;
/** The cells as they stand, and how many of the first have been compiled as that. */
let sources: string[] = [];
let compiled: string[] = [];

/** Compiles the cells above one, as they stand now: it takes their names. */
function prepare(number: number): void {
  for (let i = 0; i < number - 1; i++) if (compiled[i] !== sources[i]) compile(i + 1);
}

function compile(number: number): CompilerAnswer["result"] {
  const outcome = language.compile(sources[number - 1], number);
  if ("findings" in outcome) return inWords(outcome.findings);
  const { code, mappings, names } = outcome.compiled;
  outcome.settle(new Set(names.makes));
  compiled[number - 1] = sources[number - 1];
  return {
    code,
    mappings,
    ...names,
    parts: partsOf(names, sources[number - 1]),
  } satisfies LiveCell;
}

/** A module that is not there would be asked of Node, or of the registry. */
const inWords = (findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => {
    const [, name] =
      /^Cannot find (?:module|name) '([^']*[:/.-][^']*|\w+)'.*(?:type declarations|type definitions)/.exec(
        finding.message,
      ) ?? [];
    return name === undefined ? finding : { ...finding, message: noModule(name) };
  });

function answer(request: CompilerRequest): CompilerAnswer["result"] {
  if (request.type === "open") {
    const ambient = Object.keys(request.files).filter((path) => path.startsWith("/lib/ambient"));
    language = openLanguage({
      files: filesOf(request.files),
      folder: FOLDER,
      libraries: "/lib",
      ambient,
      own: FOLDER,
    });
    sources = [...request.sources];
    compiled = [];
    return undefined;
  }
  const { number, source } = request;
  prepare(number);
  if (request.type === "complete") return language.complete(source, request.position);
  if (request.type === "inspect") return language.inspect(source, request.position);
  if (request.type === "check") {
    const outcome = language.compile(source, number);
    return "findings" in outcome ? inWords(outcome.findings) : [];
  }
  sources[number - 1] = source;
  return compile(number);
}

addEventListener("message", ({ data }: MessageEvent<CompilerRequest>) => {
  const reply = (each: Omit<CompilerAnswer, "id">): void => postMessage({ id: data.id, ...each });
  try {
    reply({ result: answer(data) });
  } catch (error) {
    reply({ result: undefined, error: error instanceof Error ? error.message : String(error) });
  }
});
