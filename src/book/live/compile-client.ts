// The page's end of the compiler's worker, which comes with the first edit.
import type { CompilerAnswer, CompilerRequest, Finding, LiveCell } from "./messages";

type Question = CompilerRequest extends infer R ? (R extends { id: number } ? Omit<R, "id"> : never) : never;

export interface Compiler {
  /** The cell as compiled, or what is wrong with it. */
  compile(number: number, source: string): Promise<LiveCell | readonly Finding[]>;
  check(number: number, source: string): Promise<readonly Finding[]>;
  complete(
    number: number,
    source: string,
    position: number,
  ): Promise<{ names: readonly string[]; start: number }>;
  inspect(number: number, source: string, position: number): Promise<string | undefined>;
}

/** A worker of a script, where the browser lets one start. */
export function workerAt(address: string): Worker {
  try {
    return new Worker(address);
  } catch {
    throw new Error("this browser refuses workers, in which cells run: allow them for this page");
  }
}

/** Starts the compiler; `sources` are the cells as they stand. */
export function startCompiler(
  script: string,
  files: Readonly<Record<string, string>>,
  sources: readonly string[],
): Compiler {
  const worker = workerAt(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  const open = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let last = 0;
  const ask = <T>(question: Question): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const id = ++last;
      open.set(id, { resolve, reject });
      worker.postMessage({ id, ...question });
    });
  worker.onmessage = ({ data }: MessageEvent<CompilerAnswer>) => {
    const waiting = open.get(data.id);
    open.delete(data.id);
    if (data.error === undefined) waiting?.resolve(data.result as never);
    else waiting?.reject(new Error(data.error));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    for (const { reject } of open.values()) reject(new Error(event.message || "the compiler was lost"));
    open.clear();
  };
  void ask({ type: "open", files, sources });
  return {
    compile: (number, source) => ask({ type: "compile", number, source }),
    check: (number, source) => ask({ type: "check", number, source }),
    complete: (number, source, position) => ask({ type: "complete", number, source, position }),
    inspect: (number, source, position) => ask({ type: "inspect", number, source, position }),
  };
}
